package activity

import (
	"context"
	"embed"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	view := s.activities.ViewNeed()
	m := module.Module{
		Name: "activity", Files: Files,
		Kinds: []record.Kind{s.activities.RecordKind(), s.series.RecordKind()},
		Offers: []module.Offer{{
			Kinds: []string{"partner"}, Key: "activity.offer", Path: "/activities/new?partner={id}", Need: module.Need{Action: module.Create, Kind: Kind},
		}},
		Related: []module.Related{s.related}, Public: []module.Related{s.publicRelated},
		Moments: []module.Moments{s.moments}, Cards: []module.Cards{s.cards}, Crowds: []module.Crowd{s.agenda},
		Office: []module.Route{
			{Pattern: "GET /activities", Need: view, Handle: s.listActivities, Nav: &module.Nav{Key: "activity.list", Order: 30, Section: module.SectionActivities, Jump: "d"}},
			{Pattern: "GET /activities/{id}", Need: view, Handle: s.viewActivity},
			{Pattern: "GET /series", Need: s.series.ViewNeed(), Handle: s.listSeriesPage},
			{Pattern: "GET /series/{id}", Need: s.series.ViewNeed(), Handle: s.viewSeries},
		},
		Portal: []module.Route{
			{Pattern: "GET /projects", Need: view, Handle: s.publicActivities, Query: []string{"group", "partner", "theme", "year", "series", "after", "after_id"}, Nav: &module.Nav{Key: "activity.public.list", Order: 30}},
			{Pattern: "GET /projects/{id}", Need: view, Handle: s.publicActivity},
		},
		Listings: []module.Listing{{Name: "activities", Need: view, Rows: s.listing}},
		Pointers: pointers(),
		Personal: []module.PersonalField{
			{Table: "participants", Column: "person_id", Whose: "contact person", Purpose: "who took part in which activity in which role", Retention: "until erased on request or by the office's retention rule"},
			{Table: "participants", Column: "text", Whose: "contact person", Purpose: "participants who have no record of their own; may name a person", Retention: "until erased on request or by the office's retention rule"},
			{Table: "activity_words", Column: "fold", Whose: "contact person", Purpose: "search by the words of an activity; written anew with it", Retention: "as long as the texts it is made from"},
		},
		Checks: []module.Check{s.checkAll}, Sitemap: s.sitemap,
		Home: func(ctx context.Context, scene *web.Scene) (module.HomePart, error) {
			figures, err := s.home(ctx, scene)
			if err != nil {
				return module.HomePart{}, err
			}
			sections, err := s.together(ctx, scene)
			return module.HomePart{Figures: figures, Sections: sections}, err
		},
	}
	m.Office = append(m.Office, s.partRoutes()...)
	m.Office = append(m.Office, s.activities.Routes()...)
	m.Office = append(m.Office, s.series.Routes()...)
	return m
}

type listingRow struct {
	ID         string   `json:"id"`
	Type       string   `json:"type"`
	Name       string   `json:"name"`
	When       string   `json:"when,omitempty"`
	Status     string   `json:"status"`
	Partners   []string `json:"partners,omitempty"`
	Visibility string   `json:"visibility"`
}

// listing is `pobratim list activities`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	n := s.namer(lang)
	err := s.each(ctx, func(a Activity) error {
		row := listingRow{ID: a.ID, Type: a.Type, Name: a.Name.In(lang).Value, When: a.When().String(), Status: a.Outcome(s.today()), Visibility: string(a.Visibility)}
		for _, id := range a.Partners {
			if title := n.title(ctx, record.Ref{Kind: "partner", ID: id}); title != "" {
				row.Partners = append(row.Partners, title)
			}
		}
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

// each walks through all activities that the viewer may see.
func (s *Service) each(ctx context.Context, do func(Activity) error) error {
	f := Filter{Limit: 500}
	for {
		page, err := s.List(ctx, f)
		if err != nil {
			return err
		}
		for _, a := range page {
			if err := do(a); err != nil {
				return err
			}
		}
		if len(page) < f.Limit {
			return nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// checkAll looks for activities that break a rule which was kept when they were
// written: an end before the start, something held that lies ahead, sums that
// do not make the total.
func (s *Service) checkAll(ctx context.Context) ([]string, error) {
	var findings []string
	err := s.each(ctx, func(a Activity) error {
		if problem := checkDates(&a, s.today()); problem != nil {
			findings = append(findings, a.Ref().String()+": "+problem.Key)
		}
		lines, err := moneyOf(ctx, s.DB, a.ID)
		if err != nil {
			return err
		}
		balances, err := Balances(lines)
		if err != nil {
			return err
		}
		for _, b := range balances {
			if !b.Fits() {
				findings = append(findings, a.Ref().String()+": requested and co-financing make "+b.Sum.String()+", the total says "+b.Total.String())
			}
		}
		return nil
	})
	return findings, err
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	activities := s.activities.Table("activities")
	activities.Parts = s.parts
	return []transfer.Table{activities, s.series.Table("series")}
}

// pointers are the columns that name activities, and those of activities that
// name others.
func pointers() []record.Pointer {
	id, partners := []string{"id"}, []string{"activity_id", "partner_id"}
	return []record.Pointer{
		{Table: "activities", Column: "id", Key: id, Kind: Kind, Hold: record.Itself},
		{Table: "series", Column: "id", Key: id, Kind: SeriesKind, Hold: record.Itself},
		{Table: "activities", Column: "parent_id", Key: id, Kind: Kind, Fate: record.Empties, Words: "activity.moves.parts"},
		{Table: "activities", Column: "series_id", Key: id, Kind: SeriesKind, Fate: record.Empties, Words: "activity.moves.editions"},
		{Table: "activity_money", Column: "activity_id", Key: id, Kind: Kind, Fate: record.Goes, Same: []string{"activity_id", "what", "minor", "currency", "note"}, Words: "activity.moves.money"},
		{Table: "activity_words", Column: "activity_id", Key: []string{"activity_id", "fold"}, Kind: Kind, Hold: record.Itself},
		{Table: "activity_partners", Column: "activity_id", Key: partners, Kind: Kind, Fate: record.Goes},
		{Table: "activity_partners", Column: "partner_id", Key: partners, Kind: partner.Kind, Fate: record.Goes, Words: "activity.moves"},
		{Table: "participants", Column: "activity_id", Key: id, Kind: Kind, Fate: record.Goes, Same: []string{"activity_id", "organisation_id", "person_id", "text", "role"}, Words: "participant.moves"},
		{Table: "participants", Column: "organisation_id", Key: id, Kind: contact.OrganisationKind, Fate: record.Goes, Words: "participant.moves"},
		{Table: "participants", Column: "person_id", Key: id, Kind: contact.PersonKind, Fate: record.Goes, Words: "participant.moves"},
	}
}
