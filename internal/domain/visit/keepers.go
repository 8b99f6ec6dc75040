package visit

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

func (s *Service) keeper() *keep.Keeper[Visit] {
	return &keep.Keeper[Visit]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Visit]{
			{Name: "partner", At: func(v *Visit) any { return &v.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "purpose", At: func(v *Visit) any { return &v.Purpose }, Long: true, Max: 2000, Source: true},
			{Name: "basis", At: func(v *Visit) any { return &v.Basis }, Options: keep.Choices("visit.basis", Bases()...)},
			{Name: "letter", At: func(v *Visit) any { return &v.Letter }, Options: s.deps.Letters, Link: "/letters/{id}"},
			{Name: "document", At: func(v *Visit) any { return &v.Document }, Max: 300},
			{Name: "line", At: func(v *Visit) any { return &v.Line }, Options: s.deps.Lines, Link: "/planlines/{id}"},
			{Name: "unplanned", At: func(v *Visit) any { return &v.Unplanned }, Max: 400},
			{Name: "expected", At: func(v *Visit) any { return &v.Expected }, Kind: ui.FieldNumber, Max: 5, Width: ui.WidthShort},
			{Name: "owner", At: func(v *Visit) any { return &v.Owner }, Options: s.deps.Owners},
			{Name: "note", At: func(v *Visit) any { return &v.Note }, Long: true, Max: 4000},
		},
		Meta:  func(v *Visit) *keep.Meta { return &v.Meta },
		Title: func(v *Visit, lang string) string { return v.Trip.Name.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update,
		// A visit is put away and returns with its activity.
		Bin: func(context.Context, db.Handle, string, bool) error {
			return errs.New(errs.Invalid, "visit.bin")
		},
		Check:  func(_ context.Context, _ db.Handle, v *Visit) error { return v.validate() },
		Unique: map[string]*errs.E{"visits_activity_id_key": errs.New(errs.Conflict, "visit.twice")},
	}
}

// found adds to the search the activity and the person of the register.
func found(_ context.Context, _ db.Handle, m *Member, to *record.Searched) error {
	to.Links = append(to.Links, record.Ref{Kind: activityKind, ID: m.Visit})
	if m.Person != "" {
		to.Links = append(to.Links, record.Ref{Kind: "person", ID: m.Person})
	}
	return nil
}

func (s *Service) memberKeeper() *keep.Keeper[Member] {
	return &keep.Keeper[Member]{
		Floor: s.Floor, Kind: MemberKind, IDs: allMemberIDs, Personal: true,
		Fields: keep.Set[Member]{
			{Name: "latin", At: func(m *Member) any { return &m.Latin }, Max: 200, Called: true},
			{Name: "name", At: func(m *Member) any { return &m.Name }, Max: 200, Called: true},
			{Name: "post", At: func(m *Member) any { return &m.Post }, Max: 300},
			{Name: "role", At: func(m *Member) any { return &m.Role }, Options: keep.Choices("visit_member.role", Roles()...)},
			{Name: "state", At: func(m *Member) any { return &m.State }, Options: keep.Choices("visit_member.state", States()...)},
			{Name: "languages", At: func(m *Member) any { return &m.Languages }, Max: 200},
			{Name: "arrives", At: func(m *Member) any { return &m.Arrives }},
			{Name: "arrives_at", At: func(m *Member) any { return &m.ArrivesAt }, Max: 8, Width: ui.WidthShort},
			{Name: "leaves", At: func(m *Member) any { return &m.Leaves }},
			{Name: "leaves_at", At: func(m *Member) any { return &m.LeavesAt }, Max: 8, Width: ui.WidthShort},
			{Name: "person", At: func(m *Member) any { return &m.Person }, Options: s.deps.People, Link: "/people/{id}"},
			{Name: "doubled", At: func(m *Member) any { return &m.Doubled }, Max: 300},
			{Name: "note", At: func(m *Member) any { return &m.Note }, Max: 400},
		},
		Meta:  func(m *Member) *keep.Meta { return &m.Meta },
		Title: func(m *Member, _ string) string { return m.Title() },
		ByID:  memberByID, Insert: insertMember, Update: updateMember, Bin: binMember,
		Check: s.checkMember, Found: found,
	}
}

// checkMember holds the rules of a delegation: nobody stands in it twice, there is
// one head, and who is in two delegations at the same time is there for a reason.
func (s *Service) checkMember(ctx context.Context, h db.Handle, m *Member) error {
	if err := m.validate(); err != nil {
		return err
	}
	v, err := byID(ctx, h, m.Visit)
	if errs.KindOf(err) == errs.NotFound {
		return errs.New(errs.NotFound, "record.missing")
	}
	if err != nil {
		return err
	}
	m.Visit = v.Trip.ID
	others, err := meet(ctx, h, m)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Visit == m.Visit {
			return errs.Field("latin", "visit_member.twice", "name", o.Title())
		}
	}
	if err := s.oneHead(ctx, h, m); err != nil {
		return err
	}
	if m.State == declined || v.Trip.Off() {
		return nil
	}
	for _, o := range others {
		other, err := byID(ctx, h, o.Visit)
		if err != nil {
			return err
		}
		if o.State == declined || other.Binned || other.Trip.Off() || v.First == unknownDay || other.First == unknownDay || other.First > v.Last || v.First > other.Last {
			continue
		}
		if m.Doubled == "" {
			return errs.Field("doubled", "visit_member.double", "name", o.Title(), "visit", other.Trip.Name, "when", other.Trip.When())
		}
	}
	return nil
}

func (s *Service) oneHead(ctx context.Context, h db.Handle, m *Member) error {
	if m.Role != roleHead {
		return nil
	}
	all, err := membersOf(ctx, h, m.Visit)
	for _, o := range all {
		if o.Role == roleHead && o.ID != m.ID {
			return errs.Field("role", "visit_member.head.twice", "name", o.Title())
		}
	}
	return err
}
