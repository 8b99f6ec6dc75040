package estimate

import (
	"context"
	"embed"
	"net/http"
	"strings"

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
	see, norms, limits := s.estimates.ViewNeed(), s.norms.ViewNeed(), s.limits.ViewNeed()
	edit := module.Need{Action: module.Edit, Kind: Kind}
	create := module.Need{Action: module.Create, Kind: Kind}
	return module.Module{
		Name: "estimate", Files: Files, Kinds: s.kinds(), Related: []module.Related{s.related},
		Offers: []module.Offer{{Kinds: []string{"activity"}, Key: "estimate.offer", Path: "/estimates/new?activity={id}", Need: create}},
		Office: append([]module.Route{
			{Pattern: "GET /estimates", Need: see, Handle: s.estimateList, Nav: &module.Nav{Key: "estimate.list", Order: 50, Section: module.SectionVisits}},
			{Pattern: "GET /estimates/{id}", Need: see, Handle: s.estimateView},
			{Pattern: "GET /estimates/{id}/{paper}", Need: see, Handle: s.paper},
			{Pattern: "POST /estimates/{id}/approve", Need: approval(), Handle: s.approve},
			{Pattern: "POST /estimates/{id}/copy", Need: edit, Handle: s.copy},
			{Pattern: "GET /estimates/{id}/facts", Need: edit, Handle: s.facts},
			{Pattern: "POST /estimates/{id}/facts", Need: edit, Handle: s.facts},
			{Pattern: "GET /estimate-lines/{id}", Need: s.lines.ViewNeed(), Handle: s.lineView},
			{Pattern: "GET /norms", Need: norms, Handle: s.normList, Command: "norm.list"},
			{Pattern: "GET /norms/lists", Need: listsNeed(), Handle: s.lists},
			{Pattern: "POST /norms/lists", Need: listsNeed(), Handle: s.lists},
			{Pattern: "GET /norms/{id}", Need: norms, Handle: s.normView},
			{Pattern: "GET /limits", Need: limits, Handle: s.limitList, Command: "limit.list"},
			{Pattern: "GET /limits/{id}", Need: limits, Handle: s.limitView},
		}, s.routes()...),
		Listings: []module.Listing{{Name: "norms", Need: norms, Rows: s.normListing}, {Name: "estimates", Need: see, Rows: s.listing}},
		Pointers: pointers(), Personal: personal(),
	}
}

// routes are the addresses of the forms.
func (s *Service) routes() []module.Route {
	var all []module.Route
	for _, one := range []struct {
		routes []module.Route
		held   func(ctx context.Context, id string) ([]string, error)
	}{
		{s.norms.Routes(), func(ctx context.Context, id string) ([]string, error) {
			n, err := s.norms.Get(ctx, id)
			return []string{n.Item, n.Rank}, err
		}},
		{s.limits.Routes(), func(ctx context.Context, id string) ([]string, error) {
			l, err := s.limits.Get(ctx, id)
			return []string{l.Item}, err
		}},
		{s.estimates.Routes(), nil},
		{s.lineRoutes(), func(ctx context.Context, id string) ([]string, error) {
			l, err := s.lines.Get(ctx, id)
			return []string{l.Item}, err
		}},
	} {
		for _, route := range one.routes {
			if one.held != nil {
				route.Handle = s.keeping(web.Handler(route.Handle), one.held)
			}
			all = append(all, route)
		}
	}
	return all
}

// lineRoutes are the addresses of the forms of lines. Whoever saved a line wants to
// see the estimate again.
func (s *Service) lineRoutes() []module.Route {
	routes := s.lines.Routes()
	for i := range routes {
		if strings.HasPrefix(routes[i].Pattern, "POST ") {
			routes[i].Handle = s.backToEstimate(routes[i].Handle)
		}
	}
	return routes
}

func (s *Service) backToEstimate(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		reply, err := next(r)
		if to, is := reply.(web.Redirect); is && err == nil {
			id, _, _ := strings.Cut(strings.TrimPrefix(to.To, s.lines.Path+"/"), "#")
			if l, missing := s.lines.Get(r.Context(), id); missing == nil {
				to.To = "/estimates/" + l.Estimate + "#lines"
			} else if to.To == s.lines.Path { // put away
				to.To = "/estimates"
			}
			return to, nil
		}
		return reply, err
	}
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	key, edition := []string{"id"}, []string{"estimate_id", "edition"}
	return []record.Pointer{
		{Table: "norms", Column: "id", Key: key, Kind: NormKind, Hold: record.Itself},
		{Table: "spending_limits", Column: "id", Key: key, Kind: LimitKind, Hold: record.Itself},
		{Table: "estimates", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
		{Table: "estimates", Column: "activity_id", Key: key, Kind: "activity", Fate: record.Empties, Words: "estimate.moves"},
		{Table: "estimate_lines", Column: "id", Key: key, Kind: LineKind, Hold: record.Itself},
		{Table: "estimate_lines", Column: "estimate_id", Key: key, Kind: Kind, Fate: record.Goes},
		{Table: "estimate_lines", Column: "norm_id", Key: key, Kind: NormKind, Fate: record.Empties},
		{Table: "estimate_editions", Column: "estimate_id", Key: edition, Kind: Kind, Fate: record.Goes},
		{Table: "estimate_editions", Column: "by_id", Key: edition, Kind: "user", Fate: record.Empties},
	}
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	var fields []module.PersonalField
	for _, column := range []string{"by_id", "by_name"} {
		fields = append(fields, module.PersonalField{Table: "estimate_editions", Column: column, Whose: "user", Purpose: "who approved an estimate", Retention: "as long as the estimate"})
	}
	const purpose, kept = "what an activity costs", "until erased on request or by the office's retention rule"
	for _, column := range []string{"title", "note"} {
		fields = append(fields, module.PersonalField{Table: "estimate_lines", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	return append(fields, module.PersonalField{Table: "estimate_editions", Column: "lines", Whose: "contact person", Purpose: purpose, Retention: "as long as the estimate"})
}

type normRow struct {
	ID       string `json:"id"`
	Item     string `json:"item"`
	Rank     string `json:"rank,omitempty"`
	Per      string `json:"per"` // day, person, hour, piece
	Rate     string `json:"rate"`
	Currency string `json:"currency"`
	From     string `json:"from,omitempty"`  // EDTF
	Until    string `json:"until,omitempty"` // EDTF
	Act      string `json:"act"`
	URL      string `json:"url,omitempty"`
}

// normListing is `pobratim list norms`.
func (s *Service) normListing(ctx context.Context, lang string) (any, error) {
	norms, err := s.Norms(ctx)
	p, rows := s.deps.Words(lang), []normRow{}
	for _, n := range norms {
		rank := ""
		if n.Rank != "" {
			rank = rankWords(p, n.Rank)
		}
		rows = append(rows, normRow{n.ID, itemWords(p, n.Item), rank, n.Per, n.Rate, n.Currency, n.From.String(), n.Until.String(), n.words(p), n.URL})
	}
	return rows, err
}

type listingRow struct {
	ID       string     `json:"id"`
	Activity string     `json:"activity"`
	Year     string     `json:"year"`
	People   int64      `json:"people,omitempty"`
	Days     int64      `json:"days,omitempty"`
	Edition  int64      `json:"approved_edition,omitempty"`
	Totals   []totalRow `json:"totals"`
}

type totalRow struct {
	Source   string `json:"source,omitempty"` // empty: all sources of the currency
	Currency string `json:"currency"`
	Plan     string `json:"plan"`
	Fact     string `json:"fact,omitempty"` // absent while a line has none
}

// listing is `pobratim list estimates`, the latest year first.
func (s *Service) listing(ctx context.Context, _ string) (any, error) {
	rows, f := []listingRow{}, Filter{Limit: 500}
	for {
		page, err := s.Estimates(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			row, err := s.listed(ctx, e)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

func (s *Service) listed(ctx context.Context, e Estimate) (listingRow, error) {
	row := listingRow{ID: e.ID, Activity: e.Activity, Year: e.Year, People: number(e.People), Days: number(e.Days), Totals: []totalRow{}}
	lines, err := s.Lines(ctx, e.ID)
	if err != nil {
		return row, err
	}
	last, err := lastEdition(ctx, s.DB, e.ID)
	if err != nil {
		return row, err
	}
	row.Edition = last.Number
	totals, err := Totals(lines)
	for _, t := range totals {
		one := totalRow{Source: t.Source, Currency: t.Currency, Plan: t.Plan.Decimal()}
		if t.Missing == 0 {
			one.Fact = t.Fact.Decimal()
		}
		row.Totals = append(row.Totals, one)
	}
	return row, err
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.norms.Table("norms"), s.limits.Table("limits"), s.estimates.Table("estimates"), s.lines.Table("estimatelines")}
}
