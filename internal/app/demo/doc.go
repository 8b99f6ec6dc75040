// Package demo owns the demonstration data: the field records of two real
// cities, Perm and Petrozavodsk, as two data files and the types that hold them.
//
// Read decodes the files strictly (an unknown field is an error); Load turns what
// they hold into records through the same services that a person uses.
//
// Rules of the data, from the field itself: a fact has a source; sources may
// disagree and then both stay, one of them marked as used; what is not known is
// empty; a wording is quoted in the language in which it was said; private
// persons and private contact details are not recorded. README.md says where
// the rows come from and what was left out.
//
// Dates are EDTF (ISO 8601-2, levels 0 and 1). An empty date is an unknown one.
package demo
