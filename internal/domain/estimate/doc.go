// Package estimate owns what receiving and visiting costs: the norms that the
// municipality adopted, the limits that it set itself, and the estimate of one
// activity made of both.
//
// A line of an estimate is norm × people × days, or a fixed sum; it names whose
// money it is, and holds plan and fact side by side. Sums of different
// currencies are never added. A fact that nobody wrote down is unknown, which is
// not nothing.
//
// States of an estimate: draft, approved. An approval freezes a copy; whatever
// changes later is shown against it and is approved again.
//
// The product ships no rates: what a municipality pays is its own decision, and
// every norm and limit names that decision. The practice behind it: Government
// decree 222 of 21 March 1994 as the model of local norms (rate × people × days);
// quotas of receptions and sums for a guest, as in Ufa
// (field/regulations-and-practice.md §2.2, §3.2).
package estimate
