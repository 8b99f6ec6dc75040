// Package house holds the house rules of the product as tests: which package
// may import which, how long a file and a function may be, what needs a
// comment, what no package may do. Every rule stands beside planted violations
// that it has to find, so a rule that has stopped working fails too.
//
// The rules are those of docs/ARCHITECTURE.md and docs/CONTRIBUTING.md; a
// number or an exception is changed here, with its reason, and nowhere else.
package house
