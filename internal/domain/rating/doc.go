// Package rating owns what the city has been awarded: diplomas, certificates,
// places in ratings, with who gave them, for which year, and where the paper is.
// What a rating asks, and how its score comes about, is in the package method.
//
// Sources: line M07 of the mission (the rating of UCLG Eurasia won, diplomas) and
// the book of UCLG Eurasia, which asks every city for its international awards.
package rating
