// Package anniversary owns the round anniversaries: of partnerships, of
// agreements, and of the dates that the office keeps here itself (key dates: the
// founding of a city or an organisation, the statehood of a country), with World
// Twin Cities Day and the public holidays of both sides beside them.
//
// An anniversary is as precise as the date it counts from: of a year it falls in
// the year, of a day on the day; 29 February falls on the 28th in common years.
// Dates that sources give differently are counted apart and said to be disputed
// (rule 2 of the domain). A tie that rests or is over keeps its anniversaries;
// they are marked, since it is for people to decide whether to celebrate them
// (source lines P03, P05, P12 of the mission; design line C06).
//
// The subject knows no other desk: package app tells it which dates there are.
package anniversary
