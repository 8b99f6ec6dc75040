// Package letter owns what passed between us and the partners: letters, e-mails,
// calls, messages and meetings in person, each as one line of a register with
// its day, its direction and its subject.
//
// The register answers two questions (page O25 of the design): whom do we owe an
// answer, and who owes one to us. An entry waits for an answer when somebody said
// so; it stops waiting when another entry answers it, which is never stored twice
// but read from the answer. The number is the one that the city's registry of
// documents gave; the register itself numbers nothing.
//
// The entries are what "180 days without contact" counts from, together with the
// activities that were held (design line C69, source lines P16 and M02).
package letter
