// Package rating owns how the city stands in ratings and what it has been awarded.
//
// A methodology is a rating, an award or a questionnaire as a file; its format and
// the arithmetic of a score are in the package method. An assessment answers its
// questions for a year: from the records, each figure with the records that it
// counts, otherwise by the office with a reason; what nobody can say is said to be
// so. What was handed in is sealed as a table of answers.
//
// Awards are diplomas, certificates and places in ratings, with who gave them, for
// which year, and where the paper is.
//
// Sources: line M07 of the mission (the rating of UCLG Eurasia won, diplomas) and
// the book of UCLG Eurasia, which asks every city for its memberships, ties,
// events and international awards.
package rating
