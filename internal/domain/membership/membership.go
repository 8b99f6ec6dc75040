package membership

import (
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The kinds of this subject's records.
const (
	Kind       = "membership"
	DuesKind   = "dues"
	BallotKind = "ballot"
)

// Types lists in what quality a city can belong to a network.
func Types() []string { return []string{"full", "associate", "observer", "other"} }

// Membership is the city's place in one network.
type Membership struct {
	keep.Meta
	Name         i18n.Text // of the network
	Organisation string    // its record, when there is one
	Type         string    // see Types; empty: not known
	Since, Until edtf.Date
	Post         string    // of the city's delegate
	Person       string    // delegate by name, who need not hold a post
	Deputy       string    // post that stands in for the delegate
	Offices      i18n.Text // what the city holds in the network's bodies
	Website      string
	Report       edtf.Date // by when the next report is due
	Assembly     edtf.Date // the next general assembly
	Nominations  edtf.Date // by when candidates are named
	Note         i18n.Text
}

// Ref names the membership.
func (m Membership) Ref() record.Ref { return record.Ref{Kind: Kind, ID: m.ID} }

// Past tells whether the term is over on a day beyond doubt.
func (m Membership) Past(day time.Time) bool { return m.Until.Before(edtf.On(day)) }

// Unspoken tells whether nobody speaks for the city: no person is named, and
// nobody holds the delegate's post.
func (m Membership) Unspoken(held map[string]bool) bool { return m.Person == "" && !held[m.Post] }

// validate holds the rules that need nothing but the membership.
func (m Membership) validate() error {
	var bad errs.Fields
	if m.Name.IsZero() {
		bad.Add(errs.Field("name", "membership.name.empty"))
	}
	if m.Type != "" && !slices.Contains(Types(), m.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	if m.Until.Before(m.Since) {
		bad.Add(errs.Field("until", "membership.until.early", "start", m.Since))
	}
	if m.Deputy != "" && m.Deputy == m.Post {
		bad.Add(errs.Field("deputy", "membership.deputy.same"))
	}
	return bad.Err()
}

// untilLast is the last day of the term as YYYY-MM-DD; empty without one.
func (m Membership) untilLast() string {
	if m.Until.IsZero() {
		return ""
	}
	return m.Until.Last().Format(time.DateOnly)
}
