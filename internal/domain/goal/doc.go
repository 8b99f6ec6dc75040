// Package goal owns the city's own goals as a tree: aim of the strategy, task,
// and what serves them (source lines M03 and M09 of the mission: the city knows
// what it wants, and every activity and result says which goal it serves).
//
// A goal is tied to partners, agreements, activities and results. An activity
// serves a goal as well when it carries the general aim that the goal stands
// for, and a result serves the goals of the activity it came from; neither has
// to be said twice. What serves a goal serves those above it.
//
// The tree shows gaps instead of hiding them: a goal that nothing serves, and
// activities that serve no goal. Figures open the records that they count.
package goal
