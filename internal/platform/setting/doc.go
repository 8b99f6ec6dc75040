// Package setting owns what a municipality says about itself: names, the
// department and how to reach it, languages, the place on the map from which
// distances are measured, the accent colour, the texts about its international
// policy. It is one record, kept as a table of keys with JSON values and
// revisioned like any other.
//
// It also owns the first-run set-up (Setup, journey J1), which gathers what a
// new municipality needs and hands it to the program as a Founding.
package setting
