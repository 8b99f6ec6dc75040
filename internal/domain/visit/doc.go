// Package visit owns delegations: who comes to us and to whom we go, by whose
// request or invitation, under which line of the plan, with what tasks, and the
// people of the delegation (capabilities C35 and C43; source lines M04 and M06 of
// the mission).
//
// A visit is a row beside an activity, which keeps name, days, state and partners;
// what the register of visits needs of it is copied when the activity changes, in
// the same transaction (Follow). The fields of a reception are those that orders
// «О приёме делегации» name: number and head of the delegation, purpose, the item
// of the plan, the request or the invitation that it rests on. Tasks are those of
// package task; a visit knows in which of six groups each stands.
//
// A name stands as its bearer's passport writes it, and in Russian as it was
// given; neither is made from the other. Diet, needs, citizenship, day of birth
// and passport are sealed with a key of the visit's own (kit/seal): they are in no
// history, search, export or archive, are opened by those who may and with a line
// in the history, and are destroyed with the key some days after the visit.
//
// Before personal data goes abroad, the gate asks for the class of the country,
// the notice to the supervisory authority, the fields that the recipient needs and
// the reason, and keeps the decision. In Russia that notice is due since 1 March
// 2023; to a country without adequate protection nothing may go until ten working
// days after it was filed (vm2-1.rkn.gov.ru/press/news/news74664.htm,
// v2b.ru/articles/transgranichnaya-peredacha-personalnyh-dannyh). Which class a
// country has, the office says with a source; until it does, the class is unknown
// and the gate is closed.
package visit
