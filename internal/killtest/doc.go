// Package killtest kills the running program at random instants while many
// writers send forms, starts it again, and looks whether every confirmed write
// is there exactly once (promise T01: no acknowledged write lost, none doubled).
//
// The oracle is outside the program: the test remembers each confirmation
// before it counts. A write whose answer never came may be there or not; sent
// again with its idempotency key it is there once. KILLS says how many times to
// kill (20 without it; 100 with CI=true).
//
// Before the product is put through it, the harness is put through programs
// that lose, double or damage on purpose, and has to notice.
package killtest
