package agreement

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of agreements.
const Kind = "agreement"

// Types lists what a paper can be.
func Types() []string {
	return []string{"sister", "friendship", "cooperation", "treaty", "memorandum", "protocol", "roadmap", "programme", "renewal", "other"}
}

// Levels lists who stands behind a paper: the city or a district of it.
func Levels() []string { return []string{"city", "district"} }

// Agreement is one paper.
type Agreement struct {
	keep.Meta
	Partner   string // identifier of the partnership
	Type      string
	Level     string
	Title     i18n.Text
	Planned   bool      // announced, not signed as far as is known
	Signed    edtf.Date // day of signing, or the planned day
	Place     i18n.Text
	From      edtf.Date // first day in force; empty: from signing
	Until     edtf.Date // last day in force; empty: no term, or not known
	Extension string    // how it goes on: "for 3 years unless someone objects"
	Ended     edtf.Date // last day in force of a paper that was ended before its term; empty: it was not
	EndedBy   string    // who ended it, see Enders; empty: not known
	EndedWhy  i18n.Text // for what reason, and by which document
	Languages []string  // ISO 639 codes of the equally valid texts
	Subjects  i18n.Text // areas of cooperation
	Renews    string    // identifier of the paper it renews, amends or replaces
	Original  string    // where the original lies
	Note      i18n.Text
}

// Enders lists who can end a paper before its term.
func Enders() []string { return []string{"ours", "theirs", "both"} }

// LastDay is the last day in force: of a paper that was ended early that day,
// else the end of its term; empty when it has none, or none is known.
func (a Agreement) LastDay() edtf.Date {
	if !a.Ended.IsZero() {
		return a.Ended
	}
	return a.Until
}

// EndedOn tells whether on a day a paper is over because it was ended early.
func (a Agreement) EndedOn(day time.Time) bool {
	return !a.Ended.IsZero() && a.Ended.Before(edtf.On(day))
}

// Ref names the paper.
func (a Agreement) Ref() record.Ref { return record.Ref{Kind: Kind, ID: a.ID} }

// State is what a paper is on a day, as far as its dates tell.
type State string

// The states. They follow from the paper alone; whether a tie is alive is what
// the sides say (package partner).
const (
	Planned  State = "planned"
	InForce  State = "in_force"
	Open     State = "open"     // signed, and no term is stated: nobody knows whether it is in force
	Lapsed   State = "lapsed"   // its term is over
	Ended    State = "ended"    // it was ended before its term
	Followed State = "followed" // a later paper renews it
)

// StateOn tells what a paper is on a day; followed says that a later one renews it.
func (a Agreement) StateOn(day time.Time, followed bool) State {
	switch {
	case a.Planned:
		return Planned
	case followed:
		return Followed
	case a.EndedOn(day):
		return Ended
	case a.LastDay().IsZero():
		return Open
	case a.LastDay().Before(edtf.On(day)):
		return Lapsed
	}
	return InForce
}

// Chains sorts papers into chains: each begins with a paper that renews none of
// the others, and goes on with those that renew it, the oldest first.
func Chains(all []Agreement) [][]Agreement {
	byID := map[string]Agreement{}
	next := map[string][]Agreement{}
	for _, a := range all {
		byID[a.ID] = a
	}
	var heads []Agreement
	for _, a := range all {
		if _, ok := byID[a.Renews]; ok && a.Renews != a.ID {
			next[a.Renews] = append(next[a.Renews], a)
		} else {
			heads = append(heads, a)
		}
	}
	byDate(heads)
	chains := make([][]Agreement, 0, len(heads))
	for _, head := range heads {
		chains = append(chains, follow(head, next, nil))
	}
	return chains
}

func follow(a Agreement, next map[string][]Agreement, chain []Agreement) []Agreement {
	chain = append(chain, a)
	later := next[a.ID]
	byDate(later)
	for _, b := range later {
		chain = follow(b, next, chain)
	}
	return chain
}

func byDate(papers []Agreement) {
	slices.SortStableFunc(papers, func(a, b Agreement) int {
		return cmp.Or(edtf.Compare(a.Signed, b.Signed), cmp.Compare(a.ID, b.ID))
	})
}

// Signatory is one who signed, in the post of that day.
type Signatory struct {
	ID        string
	Agreement string
	Side      string    // "ours", "theirs", or "witness"
	Name      string    // as the paper or source has it
	Post      i18n.Text // as of the day of signing
	Person    string    // identifier in contact, when known to be that person
}

// SignatorySides lists the parts in which one signs.
func SignatorySides() []string { return []string{"ours", "theirs", "witness"} }
