// Package profile reads how a partnership stands from the history of what was done:
// the seven ingredients of a working partnership, as the field names them (people;
// coordinators on both sides; continuity; encouraging initiative; taking part of
// NGOs; joint activity; involving young people), and reciprocity. It knows neither a
// database nor a clock.
//
// The answer is a profile and no number: each ingredient has a level, a trend, the
// events behind it and how much about it is unknown. What nobody wrote down is
// unknown and is never counted as nothing.
//
// A trend is told by comparing the last two years with the years before, up to eight.
// How often events have a property is compared by Fisher's exact test (R. A. Fisher,
// The Design of Experiments, 1935), so that a change in how much is done is not
// mistaken for a change in how; how much is done is compared by the binomial test of
// two Poisson rates (J. Przyborowski, H. Wilenski, Biometrika 31, 1940). An ingredient
// falls when so few would come by chance in less than one case of twenty over all
// seven tests together (Bonferroni). The levels and windows are the program's own
// choice; ADR 0044 gives the reasons.
package profile
