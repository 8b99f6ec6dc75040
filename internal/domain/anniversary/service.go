package anniversary

import (
	"context"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Kinds func() record.Kinds
	Words func(lang string) *i18n.Printer
	// Starts are the dates that other subjects keep, as far as the viewer may see
	// them; of one partnership when it is named.
	Starts func(ctx context.Context, lang, partner string) ([]Start, error)
	// Partners are the partnerships to choose from, by identifier, and Countries
	// the codes of the countries in which they lie, our own first.
	Partners  func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Countries func(ctx context.Context) ([]string, error)
	Home      func(lang string) string // name of our own city
	// Country is a country's name by its code; empty for an unknown code.
	Country func(code, lang string) string
	// CountryOf is the code of the country in which a partner lies.
	CountryOf func(ctx context.Context, partner string) (string, error)
}

// Service is what the office does with what lies ahead.
type Service struct {
	keep.Floor
	deps     Deps
	keydates keep.Pages[KeyDate]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.keydates = keep.Pages[KeyDate]{Keeper: s.keeper(), Path: "/keydates", Langs: deps.Langs, Start: start}
	return s
}

// view is the permission to see anniversaries.
func view() module.Need { return module.Need{Action: module.View, Kind: Kind} }

// Add makes a key date and returns its identifier.
func (s *Service) Add(ctx context.Context, k KeyDate, cites ...keep.Cite) (string, error) {
	return s.keydates.Add(ctx, k, cites...)
}

// KeyDates lists the key dates that the viewer may see, the oldest first; of
// one record when it is named.
func (s *Service) KeyDates(ctx context.Context, about record.Ref) ([]KeyDate, error) {
	scope, err := s.Gate.Require(ctx, s.keydates.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, about, scope)
}

// Settings are what the office wants to see.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return Settings{}, err
	}
	return loadSettings(ctx, s.DB)
}

// Save replaces the settings; errs.Stale says that somebody else was faster.
func (s *Service) Save(ctx context.Context, next Settings) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	if err := next.validate(); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := loadSettings(ctx, w)
		if err != nil {
			return record.Ref{}, err
		}
		if err := saveSettings(ctx, w, next); err != nil {
			return record.Ref{}, err
		}
		return settingsRef, w.Changed(ctx, settingsRef, "", before.fields(), next.fields())
	})
	return err
}

// Starts are all dates from which anniversaries are counted: those of other
// subjects and the key dates; of one partner, and what concerns its country,
// when it is named.
func (s *Service) Starts(ctx context.Context, lang, partner string) ([]Start, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return nil, err
	}
	starts, err := s.deps.Starts(ctx, lang, partner)
	if err != nil || s.Gate.Scope(ctx, s.keydates.ViewNeed()) == 0 {
		return starts, err
	}
	dates, err := s.keydatesOf(ctx, partner)
	if err != nil {
		return nil, err
	}
	own, err := s.startsFrom(ctx, dates, lang)
	return append(starts, own...), err
}

// startsFrom are key dates as starts, with what different sources say.
func (s *Service) startsFrom(ctx context.Context, dates []KeyDate, lang string) ([]Start, error) {
	ids := make([]string, len(dates))
	for i, k := range dates {
		ids[i] = k.ID
	}
	facts, err := record.FactsOfAll(ctx, s.DB, KeyDateKind, ids)
	if err != nil {
		return nil, err
	}
	var starts []Start
	for _, k := range dates {
		one, err := s.startOf(ctx, k, lang)
		if err != nil {
			return nil, err
		}
		within := facts[k.ID].Within(func(v record.Visibility) bool {
			return s.Gate.Scope(ctx, s.keydates.ViewNeed()).Sees(v, false)
		})
		starts = append(starts, Dates(one, k.On, within["on"])...)
	}
	return starts, nil
}

// keydatesOf are the key dates of a partner and of its country; all without one.
func (s *Service) keydatesOf(ctx context.Context, partner string) ([]KeyDate, error) {
	if partner == "" {
		return s.KeyDates(ctx, record.Ref{})
	}
	own, err := s.KeyDates(ctx, record.Ref{Kind: "partner", ID: partner})
	if err != nil {
		return nil, err
	}
	country, err := s.deps.CountryOf(ctx, partner)
	if err != nil || country == "" {
		return own, err
	}
	theirs, err := s.KeyDates(ctx, record.Ref{Kind: CountryKind, ID: country})
	return append(own, theirs...), err
}

// startOf is a key date as a start. What it is about stays unnamed when the
// viewer may not see it.
func (s *Service) startOf(ctx context.Context, k KeyDate, lang string) (Start, error) {
	said := k.Title.In(lang)
	about := record.ParseRef(k.About)
	one := Start{Ref: k.Ref(), Sort: k.Sort(), Title: said.Value, Lang: said.Lang, Path: s.keydates.At(&k)}
	switch about.Kind {
	case CountryKind:
		one.Country, one.City = about.ID, s.deps.Country(about.ID, lang)
		return one, nil
	case HomeKind:
		one.City = s.deps.Home(lang)
		return one, nil
	case "partner":
		one.Partner = about.ID
	}
	kind, ok := s.deps.Kinds()[about.Kind]
	if !ok {
		return one, nil
	}
	title, err := kind.Title(ctx, about.ID, lang)
	if hidden(err) {
		return one, nil
	}
	one.City = title
	return one, err
}
