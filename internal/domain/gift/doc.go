// Package gift owns the register of gifts, given and received: what it was, to or
// from whom, on what occasion, what it is worth and where it is kept.
//
// A value is known, or there is none (a child's drawing), or nobody knows it; the
// three are told apart. A gift that somebody received in office asks for a notice
// to the employer. By when is no knowledge of this package: it is a rule of a
// rule pack, with its source (Government decree 10 of 9 January 2014; the number
// of days is marked there as not confirmed, and the office changes it). Where no
// rule says a day there is none.
package gift
