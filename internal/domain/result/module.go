package result

import (
	"context"
	"embed"
	"slices"
	"strconv"

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
	see, edit := s.results.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}
	return module.Module{
		Name: "result", Files: Files, Kinds: []record.Kind{s.results.RecordKind(), s.indicators.RecordKind()},
		Guest: []module.Guest{{Purpose: Purpose, Key: "result.link", Kind: Kind, Need: edit, Years: linkYears, Plate: "result.plate", Routes: []module.Route{
			{Pattern: "GET /{$}", Handle: s.ask}, {Pattern: "POST /{$}", Handle: s.ask},
		}}},
		Offers: []module.Offer{
			{Kinds: []string{"partner"}, Key: "result.offer", Path: "/results/new?partner={id}", Need: module.Need{Action: module.Create, Kind: Kind}},
			{Kinds: []string{"activity"}, Key: "result.offer", Path: "/results/new?activity={id}", Need: module.Need{Action: module.Create, Kind: Kind}},
		},
		Related: []module.Related{s.related, s.indicated}, Public: []module.Related{s.publicRelated},
		Moments: []module.Moments{s.moments}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Office: slices.Concat([]module.Route{
			{Pattern: "GET /results", Need: see, Handle: s.list, Nav: &module.Nav{Key: "result.list", Order: 80, Section: module.SectionResults, Jump: "r"}},
			{Pattern: "GET /results/tangible", Need: see, Handle: s.tangible},
			{Pattern: "GET /results/{id}", Need: see, Handle: s.view},
			{Pattern: "GET /results/{id}/recheck", Need: edit, Handle: s.look},
			{Pattern: "POST /results/{id}/recheck", Need: edit, Handle: s.look},
			{Pattern: "GET /results/{id}/evidence/new", Need: edit, Handle: s.prove},
			{Pattern: "POST /results/{id}/evidence/new", Need: edit, Handle: s.prove},
			{Pattern: "POST /results/{id}/evidence/{evidence}/remove", Need: edit, Handle: s.withdraw},
			{Pattern: "GET /indicators", Need: s.indicators.ViewNeed(), Handle: s.indicatorList},
			{Pattern: "GET /indicators/{id}", Need: s.indicators.ViewNeed(), Handle: s.indicatorView},
		}, s.results.Routes(), s.indicators.Routes()),
		Portal: []module.Route{
			{Pattern: "GET /results", Need: see, Handle: s.public, Nav: &module.Nav{Key: "result.public.title", Order: 50}},
			{Pattern: "GET /results/tangible", Need: see, Handle: s.publicTangible, Query: []string{"country", "partner"}},
		},
		Listings: []module.Listing{{Name: "results", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "results", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "results", Column: "partner_id", Key: []string{"id"}, Kind: "partner", Fate: record.Empties, Words: "result.moves"},
			{Table: "results", Column: "activity_id", Key: []string{"id"}, Kind: "activity", Fate: record.Empties, Words: "result.moves"},
			{Table: "result_evidence", Column: "id", Key: []string{"id"}, Hold: record.Stays},
			{Table: "result_evidence", Column: "result_id", Key: []string{"id"}, Kind: Kind, Fate: record.Goes},
			{Table: "result_looks", Column: "id", Key: []string{"id"}, Hold: record.Stays},
			{Table: "result_looks", Column: "result_id", Key: []string{"id"}, Kind: Kind, Fate: record.Goes},
			{Table: "indicators", Column: "id", Key: []string{"id"}, Kind: IndicatorKind, Hold: record.Itself},
			{Table: "indicators", Column: "partner_id", Key: []string{"id"}, Kind: "partner", Fate: record.Empties, Words: "indicator.moves"},
			{Table: "indicators", Column: "activity_id", Key: []string{"id"}, Kind: "activity", Fate: record.Empties, Words: "indicator.moves"},
		},
		Personal: []module.PersonalField{
			{Table: "result_evidence", Column: "witness", Whose: "person who confirmed a result", Purpose: "proof of what the city's ties brought", Retention: "until erased on request or by the office's retention rule"},
			{Table: "result_evidence", Column: "actor", Whose: "user", Purpose: "who wrote the evidence down", Retention: "as long as the result is kept"},
			{Table: "result_looks", Column: "who", Whose: "user, or whom a link was made for", Purpose: "who said that a result is still there", Retention: "as long as the result is kept"},
		},
	}
}

type listingRow struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Name     string `json:"name"`
	Since    string `json:"since,omitempty"`
	Place    string `json:"place,omitempty"`
	Number   *int64 `json:"number,omitempty"` // absent: nobody counted
	Unit     string `json:"unit,omitempty"`
	Partner  string `json:"partner,omitempty"`
	Activity string `json:"activity,omitempty"`
	Proof    string `json:"proof"`
	There    string `json:"there"`
}

// listing is `pobratim list results`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	f := Filter{Limit: 500}
	for {
		page, err := s.Results(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			row := listingRow{ID: r.ID, Type: r.Type, Name: r.Name.In(lang).Value, Since: r.Since.String(), Place: r.Place.In(lang).Value,
				Unit: r.Unit.In(lang).Value, Partner: r.Partner, Activity: r.Activity, Proof: r.Proof, There: r.There}
			if n, err := strconv.ParseInt(r.Number, 10, 64); err == nil {
				row.Number = &n
			}
			rows = append(rows, row)
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.results.Table("results"), s.indicators.Table("indicators")}
}
