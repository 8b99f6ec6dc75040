package programme

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the municipality's zone
	Zone  func() *time.Location
	Slug  string
	// Visit is an activity that the viewer may see.
	Visit func(ctx context.Context, id string) (Visit, error)
	// Path is the address of an activity within the office.
	Path func(id string) string
	// Members are those who come and those who receive them, for badges.
	Members func(ctx context.Context, activity string) ([]Member, error)
	// Passed tells whether fields of the people of a delegation may go to where the
	// guests come from (errs.Conflict: not yet), and the page on which that is decided.
	Passed   func(ctx context.Context, activity string, fields []string) (path string, err error)
	Posts    func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	PostName func(ctx context.Context, id string) (i18n.Text, error)
	People   func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Words    func(lang string) *i18n.Printer
	Office   func(lang string) string // who prints a paper
	Setter   paper.Setter
}

// Service is what the office does with programmes and resources.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

// ResourceKind is the kind of halls, cars, interpreters and volunteers.
const ResourceKind = "programme_resource"

func see() module.Need           { return module.Need{Action: module.View, Kind: Kind} }
func edit() module.Need          { return module.Need{Action: module.Edit, Kind: Kind} }
func seeResources() module.Need  { return module.Need{Action: module.View, Kind: ResourceKind} }
func editResources() module.Need { return module.Need{Action: module.Edit, Kind: ResourceKind} }

func ref(activity string) record.Ref { return record.Ref{Kind: Kind, ID: activity} }

// Programme is the programme of an activity as it stands.
type Programme struct {
	Visit
	Version             int64
	Lang, Escort, Phone string
	Items               []Item
	Shared              []Item // of the activity that this one is part of
	CanUndo             bool

	resources map[string]Resource
}

// All are own and shared items, in order.
func (p Programme) All() []Item {
	both := slices.Concat(p.Items, p.Shared)
	inOrder(both)
	return both
}

// Programme reads the programme of an activity that the viewer may see.
func (s *Service) Programme(ctx context.Context, activity string) (Programme, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return Programme{}, err
	}
	return s.read(ctx, s.DB, activity)
}

func (s *Service) read(ctx context.Context, h db.Handle, activity string) (Programme, error) {
	visit, err := s.deps.Visit(ctx, activity)
	if err != nil {
		return Programme{}, err
	}
	x, err := headOf(ctx, h, activity)
	if err != nil {
		return Programme{}, err
	}
	p := Programme{Visit: visit, Version: x.Version, Lang: x.Lang, Escort: x.Escort, Phone: x.Phone, CanUndo: x.Before != "", resources: map[string]Resource{}}
	if p.Items, err = itemsOf(ctx, h, activity); err != nil {
		return p, err
	}
	if visit.Parent != "" {
		shared, err := itemsOf(ctx, h, visit.Parent)
		if err != nil {
			return p, err
		}
		p.Shared = slices.DeleteFunc(shared, func(i Item) bool { return !visit.has(i.Day) })
	}
	all, err := allResources(ctx, h)
	for _, r := range all {
		p.resources[r.ID] = r
	}
	return p, err
}

// Clashes are what may be wrong with a programme: double bookings across all
// programmes, then other doubts.
func (s *Service) Clashes(ctx context.Context, p Programme) ([]Clash, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	others, err := s.others(ctx, s.DB, p.ID, p.Items)
	if err != nil {
		return nil, err
	}
	var found []Clash
	for _, i := range p.Items {
		found = append(found, doubles(i, slices.Concat(p.Items, others))...)
	}
	return append(found, doubts(p.Visit, p.All(), p.resources, p.Lang)...), nil
}

// others are the items of other programmes around the days of some items, without
// those of activities that are gone or will not take place.
func (s *Service) others(ctx context.Context, h db.Handle, activity string, items []Item) ([]Item, error) {
	if len(items) == 0 {
		return nil, nil
	}
	days := make([]string, len(items))
	for n, i := range items {
		days[n] = i.Day
	}
	all, err := itemsBetween(ctx, h, addDays(slices.Min(days), -1), addDays(slices.Max(days), 1))
	if err != nil {
		return nil, err
	}
	gone := map[string]bool{activity: true}
	for _, i := range all {
		if _, known := gone[i.Activity]; known {
			continue
		}
		visit, err := s.deps.Visit(ctx, i.Activity)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		gone[i.Activity] = err != nil || visit.Off
	}
	return slices.DeleteFunc(all, func(i Item) bool { return gone[i.Activity] }), nil
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// clashWords says a clash in a language.
func (s *Service) clashWords(ctx context.Context, p *i18n.Printer, known map[string]Resource, c Clash) string {
	args := slices.Clone(c.Args)
	if c.What != "" {
		name := known[c.What].Name
		if name == "" {
			if text, err := s.deps.PostName(ctx, c.What); err == nil {
				name = text.In(p.Lang).Value
			}
		}
		args = append(args, "what", name)
	}
	if c.Other.ID != "" {
		visit := ""
		if v, err := s.deps.Visit(ctx, c.Other.Activity); err == nil {
			visit = v.Name.In(p.Lang).Value
		}
		args = append(args, "hours", c.Other.hours(), "other", c.Other.What.In(p.Lang).Value, "visit", visit)
	}
	return p.T(c.Key, args...)
}

// title is how an activity's programme is called in lists of others.
func (s *Service) title(ctx context.Context, id, lang string) (string, error) {
	visit, err := s.deps.Visit(ctx, id)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(s.deps.Words(lang).T("programme.title", "visit", visit.Name.In(lang).Value)), nil
}
