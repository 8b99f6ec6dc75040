package activity

import (
	"cmp"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// ParticipantKind names participants in idempotent outcomes; they have no pages
// of their own.
const ParticipantKind = "participant"

// Roles lists the parts in which one takes part, in the order in which they are
// shown.
func Roles() []string {
	return []string{"lead", "organiser", "host", "delegation_head", "partner", "associated", "participant", "venue", "support"}
}

// Sides lists the sides on which a participant stands.
func Sides() []string { return []string{"ours", "theirs", "both", "neutral"} }

// Participant is one who takes part: exactly one of an organisation, a person
// and a text.
type Participant struct {
	ID           string
	Activity     string
	Organisation string // identifier in contact
	Person       string // identifier in contact
	Text         i18n.Text
	Role         string
	Side         string
}

// Ref is the record that takes part; zero for a text.
func (p Participant) Ref() record.Ref {
	switch {
	case p.Organisation != "":
		return record.Ref{Kind: "organisation", ID: p.Organisation}
	case p.Person != "":
		return record.Ref{Kind: "person", ID: p.Person}
	}
	return record.Ref{}
}

// check wants exactly one name, a role and a side.
func (p Participant) check() error {
	var bad errs.Fields
	named := 0
	for _, given := range []bool{p.Organisation != "", p.Person != "", !p.Text.IsZero()} {
		if given {
			named++
		}
	}
	switch {
	case named == 0:
		bad.Add(errs.Field("organisation", "activity.participant.empty"))
	case named > 1:
		bad.Add(errs.Field("organisation", "activity.participant.many"))
	}
	if !slices.Contains(Roles(), p.Role) {
		bad.Add(errs.Field("role", "activity.participant.role.empty"))
	}
	if !slices.Contains(Sides(), p.Side) {
		bad.Add(errs.Field("side", "activity.participant.side.empty"))
	}
	return bad.Err()
}

// same tells whether two entries say the same thing.
func (p Participant) same(q Participant) bool {
	return p.Organisation == q.Organisation && p.Person == q.Person && p.Role == q.Role && p.Text.Equal(q.Text)
}

// participantFields are a participant's values for the activity's history.
func participantFields(p Participant) audit.Fields {
	return audit.Fields{
		{Name: "participant.organisation", Value: p.Organisation}, {Name: "participant.person", Value: p.Person},
		{Name: "participant.text", Value: keep.Canonical(&p.Text)}, {Name: "participant.role", Value: p.Role}, {Name: "participant.side", Value: p.Side},
	}
}

// byRole orders participants by role and keeps the order in which they were
// written down within a role.
func byRole(list []Participant) {
	rank := func(p Participant) int { return slices.Index(Roles(), p.Role) }
	slices.SortStableFunc(list, func(a, b Participant) int { return cmp.Compare(rank(a), rank(b)) })
}
