// Package task owns who has to do what, and by when: tasks of the office, and
// promises of both sides, ours and the partner's (source lines P12, M08 and M09
// of the mission).
//
// A promise is made on a day, at a meeting, in a clause of an agreement, in a
// letter or in a line of a protocol, and is kept as the record that it comes
// from. It is bound to a post of ours and never to a person: whoever holds the
// post answers for it, so that nothing is forgotten when somebody leaves. A task
// belongs to a user or to a post. A task whose user has left, or whose post is
// vacant, stays and is shown as being without an owner.
//
// A day by which something is due is as precise as it was said: "by the end of
// 2026" is over on 31 December. What is closed has an outcome and a day: done,
// done after its day, done in part, dropped with a reason. A task that repeats
// makes the next one when it is done. The only dependency is "after".
//
// When somebody is reminded and when the head hears of it are rules that the
// head of the department sets.
package task
