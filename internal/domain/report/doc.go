// Package report makes papers of what the other subjects hold. It reads them
// and owns no data: a correction is made in the record, and the next paper has
// it.
//
// The brief is one sheet of A4 for the head of the city who meets a partner in
// an hour: who comes and how to say the names, what we want, what both sides say
// of the tie, three to five facts to speak of, the history in five lines, what
// came of it, what to be careful about, the next meeting, the telephones. Every
// line is taken from a record by a fixed rule; nothing is phrased anew. On the
// screen each line leads to its record and its sources, and what is older than
// three years is marked. What does not fit on the sheet is left out in a fixed
// order and named; the type is never made smaller than ten points.
//
// The sheet follows the margins of GOST R 7.0.97-2016 (left 20 mm, right at
// least 10, top and bottom at least 20).
package report
