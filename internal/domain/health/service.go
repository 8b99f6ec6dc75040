package health

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/domain/health/profile"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Kind is what permissions name this by.
const Kind = "health"

// Service shows how partnerships stand.
type Service struct {
	keep.Floor
	clock clock.Clock // in the municipality's zone
	langs []string
}

// New makes the service.
func New(floor keep.Floor, today clock.Clock, langs []string) *Service {
	return &Service{Floor: floor, clock: today, langs: langs}
}

// Standing is a partnership with its profile and what the other side says.
type Standing struct {
	tie     tie
	Profile profile.Profile
	Answers []Answer
	gaps    map[string]string // ingredient → a recent event that says nothing about it
}

// Answer is what the other side said of an ingredient.
type Answer struct {
	ID         string
	Partner    string
	Ingredient string
	Said       string // a level other than unknown
	On         edtf.Date
	Who        string
	Source     string // letter, talk, questionnaire
	Note       string
}

// levels are what the other side can say.
func levels() []string {
	return []string{string(profile.Strong), string(profile.Fair), string(profile.Weak)}
}

func (a Answer) validate(today edtf.Date) error {
	var bad errs.Fields
	if !slices.Contains(profile.Names(), a.Ingredient) {
		bad.Add(errs.Field("ingredient", "form.choice"))
	}
	if !slices.Contains(levels(), a.Said) {
		bad.Add(errs.Field("said", "form.choice"))
	}
	switch {
	case a.On.IsZero():
		bad.Add(errs.Field("on", "health.answer.on.empty"))
	case today.Before(a.On):
		bad.Add(errs.Field("on", "form.date.past"))
	}
	if a.Who == "" {
		bad.Add(errs.Field("who", "health.answer.who.empty"))
	}
	if a.Source == "" {
		bad.Add(errs.Field("source", "health.answer.source.empty"))
	}
	return bad.Err()
}

func need(action string) module.Need { return module.Need{Action: action, Kind: Kind} }

// All are the partnerships that are not historic, by name, without answers.
func (s *Service) All(ctx context.Context) ([]Standing, error) {
	if _, err := s.Gate.Require(ctx, need(module.View)); err != nil {
		return nil, err
	}
	list, err := ties(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	all := make([]Standing, len(list))
	for i, t := range list {
		if all[i], err = s.read(ctx, t); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Of is one partnership.
func (s *Service) Of(ctx context.Context, id string) (Standing, error) {
	if _, err := s.Gate.Require(ctx, need(module.View)); err != nil {
		return Standing{}, err
	}
	t, err := tieByID(ctx, s.DB, id)
	if err != nil {
		return Standing{}, err
	}
	st, err := s.read(ctx, t)
	if err != nil {
		return st, err
	}
	st.Answers, err = answersOf(ctx, s.DB, t.id)
	return st, err
}

// Say writes down what the other side said of an ingredient.
func (s *Service) Say(ctx context.Context, a Answer) error {
	if _, err := s.Gate.Require(ctx, need(module.Edit)); err != nil {
		return err
	}
	a.Who, a.Source, a.Note = strings.TrimSpace(a.Who), strings.TrimSpace(a.Source), strings.TrimSpace(a.Note)
	if err := a.validate(edtf.On(s.clock())); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		t, err := tieByID(ctx, w, a.Partner)
		if err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: "partner", ID: t.id}
		a.ID = w.NewID()
		if err := insertAnswer(ctx, w, a, w.Now, account.From(ctx).Name); err != nil {
			return ref, err
		}
		return ref, w.Did(ctx, ref, audit.Changed, t.name.In("ru").Value, []audit.Change{{Field: "their_view", After: a.Who + ", " + a.Source}})
	})
	return err
}

// reach is how far back the history of a partnership is read.
const reach = 10

// read gathers the history of a partnership and reads its profile.
func (s *Service) read(ctx context.Context, t tie) (Standing, error) {
	now := s.clock()
	h := profile.History{Now: now}
	list, err := heldWith(ctx, s.DB, t.id, now.AddDate(-reach, 0, 0).Format(time.DateOnly))
	if err != nil {
		return Standing{}, err
	}
	if h.Events, err = s.events(ctx, s.DB, list); err != nil {
		return Standing{}, err
	}
	for _, seat := range []struct {
		posts []string
		to    *profile.Seat
	}{{[]string{t.ourPost, t.ourDeputy}, &h.Ours}, {[]string{t.theirPost, t.theirDeputy}, &h.Theirs}} {
		posts := slices.DeleteFunc(seat.posts, func(id string) bool { return id == "" })
		if seat.to.Named = len(posts) > 0; seat.to.Named {
			if seat.to.Terms, err = termsOf(ctx, s.DB, posts...); err != nil {
				return Standing{}, err
			}
		}
	}
	return Standing{tie: t, Profile: profile.Of(h), gaps: gaps(h)}, nil
}

// gaps are for each ingredient the newest event of the last two years that says
// nothing about it.
func gaps(h profile.History) map[string]string {
	gaps := map[string]string{}
	for _, e := range h.Events { // the oldest first: the newest stays
		if e.On.Before(h.Now.AddDate(-2, 0, 0)) {
			continue
		}
		for name, known := range map[string]bool{profile.People: len(e.People) > 0, profile.NGOs: e.Told, profile.Initiative: e.Led, profile.Joint: e.Told, profile.Young: e.Aimed} {
			if !known {
				gaps[name] = e.ID
			}
		}
	}
	return gaps
}

// batch is how many activities are read at once.
const batch = 500

// events are activities with what is on record of who took part and for whom.
func (s *Service) events(ctx context.Context, h db.Handle, list []held) ([]profile.Event, error) {
	events := make([]profile.Event, len(list))
	at := make(map[string]*profile.Event, len(list))
	var ids []string
	for i, one := range list {
		events[i] = profile.Event{ID: one.id, On: one.on, Way: map[string]profile.Way{"visit_in": profile.Incoming, "visit_out": profile.Outgoing, "mission": profile.Outgoing}[one.kind]}
		at[one.id], ids = &events[i], append(ids, one.id)
	}
	for some := range slices.Chunk(ids, batch) {
		parts, err := partsOf(ctx, h, some)
		if err != nil {
			return nil, err
		}
		took(at, parts)
		groups, err := groupsOf(ctx, h, some)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			e := at[g[0]]
			e.Aimed = true
			e.Young = e.Young || slices.Contains([]string{"youth", "schools", "students"}, g[1])
		}
	}
	return events, nil
}

// took fills in who took part.
func took(at map[string]*profile.Event, parts []part) {
	ours, theirs := map[string]bool{}, map[string]bool{}
	for _, p := range parts {
		e := at[p.activity]
		e.Told = true
		if p.person != "" {
			e.People = append(e.People, p.person)
		}
		e.NGO = e.NGO || p.organisation == "ngo"
		if p.role == "lead" || p.role == "organiser" {
			e.Led = true
			e.Below = e.Below || p.organisation != "" && p.organisation != "municipal" && p.organisation != "authority"
		}
		ours[p.activity] = ours[p.activity] || p.side == "ours" || p.side == "both"
		theirs[p.activity] = theirs[p.activity] || p.side == "theirs" || p.side == "both"
		e.Joint = ours[p.activity] && theirs[p.activity]
	}
}
