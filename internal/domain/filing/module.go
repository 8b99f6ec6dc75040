package filing

import (
	"context"
	"embed"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "filing", Files: Files, Kinds: []record.Kind{s.kind()}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Office: []module.Route{
			{Pattern: "GET /filings", Need: view(), Handle: s.list, Nav: &module.Nav{Key: "filing.list", Order: 82, Section: module.SectionResults}, Command: "filing.list"},
			{Pattern: "GET /filings/{id}", Need: view(), Handle: s.show},
			{Pattern: "GET /filings/{id}/{paper}", Need: view(), Handle: s.paper},
			{Pattern: "GET /filings/{id}/file", Need: edit(), Handle: s.file},
			{Pattern: "POST /filings/{id}/file", Need: edit(), Handle: s.file},
		},
		Personal: []module.PersonalField{{Table: "filings", Column: "actor", Whose: "user", Purpose: "who filed a report", Retention: "as long as the report"}},
		Pointers: []record.Pointer{
			{Table: "filings", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
		},
	}
}

// kind lets history, search and files name an edition. Nobody changes one.
func (s *Service) kind() record.Kind {
	return record.Kind{
		Name: Kind, Path: "/filings/{id}",
		Title: func(ctx context.Context, id, lang string) (string, error) {
			f, err := byID(ctx, s.DB, id)
			return s.title(f, lang), err
		},
		Allowed: func(ctx context.Context, id, action string) (bool, error) {
			if action != module.View {
				return false, errs.New(errs.Forbidden, "filing.sealed.lead")
			}
			_, err := byID(ctx, s.DB, id)
			return false, err
		},
		Sees: func(ctx context.Context, _ string) error {
			_, err := s.Gate.Require(ctx, view())
			return err
		},
	}
}

// How long a report is called for: so many days before it is due and, when
// nobody has filed it here, after.
const (
	calledFor  = 60
	calledOver = 60
)

// owed is a report that was not filed.
type owed struct {
	year int
	Deadline
}

// open are the reports that are due between two days and were not filed.
func (s *Service) open(ctx context.Context, from, until edtf.Date) ([]owed, error) {
	if s.Gate.Scope(ctx, view()) == account.None {
		return nil, nil
	}
	all, err := s.Filings(ctx)
	if err != nil {
		return nil, err
	}
	var found []owed
	// What is owed for a year falls into the next one.
	for year := from.First().Year() - 1; year <= until.Last().Year()-1; year++ {
		if _, filed := newest(all, year); filed || year < firstYear {
			continue
		}
		d, err := s.deadline(ctx, year)
		if err != nil {
			return nil, err
		}
		if !d.On.IsZero() && !d.On.Before(from.First()) && !d.On.After(until.Last()) {
			found = append(found, owed{year, d})
		}
	}
	return found, nil
}

// cards is the report that is due soon, or late, for whoever may file it.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, edit()) == account.None {
		return nil, nil
	}
	today := s.deps.Clock()
	found, err := s.open(ctx, edtf.On(today.AddDate(0, 0, -calledOver)), edtf.On(today.AddDate(0, 0, calledFor)))
	var cards []module.Card
	for _, d := range found {
		when := edtf.On(d.On)
		card := module.Card{Band: module.Soon, When: when, Text: scene.T("filing.card", "year", yearWords(d.year)), Note: d.Pack.Title.In(scene.Lang).Value, Path: "/filings/" + yearWords(d.year)}
		switch {
		case when.Before(edtf.On(today)):
			card.Band = module.Burning
			card.Text = scene.T("filing.card.late", "year", yearWords(d.year))
		case !edtf.On(today.AddDate(0, 0, 1)).Before(when):
			card.Band = module.TodayTomorrow
		}
		cards = append(cards, card)
	}
	return cards, err
}

// agenda are the days by which reports are due.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	found, err := s.open(ctx, from, until)
	var entries []module.Entry
	for _, d := range found {
		entries = append(entries, module.Entry{
			Of: record.Ref{Kind: Kind, ID: yearWords(d.year)}, Name: "due", Layer: module.Deadlines, When: edtf.On(d.On),
			Text: scene.T("filing.card", "year", yearWords(d.year)), Note: d.Pack.Title.In(scene.Lang).Value, Path: "/filings/" + yearWords(d.year),
		})
	}
	return entries, err
}
