package visit

import (
	"slices"
	"strings"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Roles lists what somebody can be in a delegation.
func Roles() []string { return []string{roleHead, roleMember, "escort", "interpreter"} }

const (
	roleHead   = "head"
	roleMember = "member"
)

// States lists what is known of somebody's coming; empty is that nobody said yet.
func States() []string { return []string{coming, declined} }

const (
	coming   = "coming"
	declined = "declined"
)

// Member is somebody of a delegation.
type Member struct {
	keep.Meta
	Visit     string // identifier of the activity
	Latin     string // as in the passport
	Name      string // in Russian, as given
	Post      string // as given
	Role      string // see Roles
	Person    string // identifier of a person of the register
	Languages string // that they speak, as given
	State     string // see States
	Arrives   edtf.Date
	ArrivesAt string // HH:MM
	Leaves    edtf.Date
	LeavesAt  string
	Doubled   string // why they are in two delegations at the same time
	Note      string
}

// Declines tells whether somebody does not come.
func (m Member) Declines() bool { return m.State == declined }

// Heads tells whether somebody leads the delegation.
func (m Member) Heads() bool { return m.Role == roleHead }

// Ref names the member.
func (m Member) Ref() record.Ref { return record.Ref{Kind: MemberKind, ID: m.ID} }

// Title is how the office calls somebody.
func (m Member) Title() string {
	if m.Name != "" {
		return m.Name
	}
	return m.Latin
}

// key is the text by which the same name is met again: the Latin spelling, or the
// Russian one as long as there is no other.
func (m Member) key() string {
	if m.Latin != "" {
		return fold.Key(m.Latin)
	}
	return fold.Key(m.Name)
}

// late tells whether somebody arrives when the programme of a visit has begun.
func (m Member) late(t Trip) bool {
	begins := t.Starts.Start()
	if m.State == declined || m.Arrives.IsZero() || begins.IsZero() || begins.Precision() < edtf.Day {
		return false
	}
	if begins.Before(m.Arrives) {
		return true
	}
	return m.Arrives == begins && t.Opens != "" && m.ArrivesAt > t.Opens
}

// validate tidies the hours and holds the rules that need nothing but the member.
func (m *Member) validate() error {
	var bad errs.Fields
	if m.Latin == "" && m.Name == "" {
		bad.Add(errs.Field("latin", "visit_member.name.empty"))
	}
	if strings.ContainsFunc(m.Latin, cyrillic) {
		bad.Add(errs.Field("latin", "visit_member.latin.script"))
	}
	if m.Role == "" {
		m.Role = roleMember
	}
	if !slices.Contains(Roles(), m.Role) {
		bad.Add(errs.Field("role", "form.choice"))
	}
	if m.State != "" && !slices.Contains(States(), m.State) {
		bad.Add(errs.Field("state", "form.choice"))
	}
	for _, at := range []struct {
		field string
		hour  *string
		day   edtf.Date
	}{{"arrives_at", &m.ArrivesAt, m.Arrives}, {"leaves_at", &m.LeavesAt, m.Leaves}} {
		tidy, ok := daytime.Tidy(*at.hour)
		switch {
		case !ok:
			bad.Add(errs.Field(at.field, "visit_member.hour"))
		case tidy != "" && at.day.IsZero():
			bad.Add(errs.Field(at.field, "visit_member.hour.day"))
		default:
			*at.hour = tidy
		}
	}
	if m.Leaves.Before(m.Arrives) || m.Leaves == m.Arrives && m.LeavesAt != "" && m.LeavesAt < m.ArrivesAt {
		bad.Add(errs.Field("leaves", "visit_member.leaves.early", "date", m.Arrives))
	}
	return bad.Err()
}

func cyrillic(r rune) bool { return r >= 'Ѐ' && r <= 'ӿ' }
