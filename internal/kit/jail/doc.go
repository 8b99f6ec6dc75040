// Package jail runs work on bytes from outside in a child process: parsing of
// files that anybody may have made. The child is this same program, started
// with Arg; it has a ceiling of memory and of time, none of the parent's
// environment, writes no files, runs with low priority, and ends with its
// parent. What it answers is bounded too, so the parent stays as it was
// whatever the file did.
//
// A package that parses has one Handler, which app puts into a map by name for
// Serve, and calls Jail.Run from a function that its users know. Outcomes are
// errs.E: those of the handler arrive as they are; a file that takes more
// memory or time than allowed is errs.Invalid, as jail.large or jail.slow.
//
// The ceiling of memory is RLIMIT_DATA, beyond what the runtime holds at the
// start, together with a soft limit of the Go heap at three quarters of it.
// Measured with Go 1.26, it follows the resident size by the megabyte.
// RLIMIT_AS does not: it counts 1.2 GB of address space that the runtime only
// reserves, and then goes up in steps of 64 MB. Only Linux has it in this form;
// elsewhere the soft limit and the clock are all there is.
package jail
