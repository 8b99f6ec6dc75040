//go:build race

package typst

// underRace says that the race detector is in this binary. Its shadow of the
// memory does not fit into the address space of a worker.
const underRace = true
