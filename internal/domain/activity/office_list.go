package activity

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// listPage is what the template list shows.
type listPage struct {
	Tabs     ui.Tabs
	Search   ui.Search
	Filter   ui.Form
	Summary  string // words that open the filter
	Filtered bool   // more than the tab narrows the list
	Table    ui.Table
	Pager    ui.Pager
	Take     ui.Download
	Add      *ui.LinkButton
	Series   ui.Link
}

// filterOf reads a filter from an address.
func filterOf(q url.Values) Filter {
	return Filter{
		Query: q.Get("q"), Type: q.Get("type"), Group: q.Get("group"), Status: q.Get("status"), Year: yearOf(q.Get("year")), Began: yearOf(q.Get("began")),
		Theme: q.Get("theme"), Goal: q.Get("goal"), Beneficiary: q.Get("beneficiary"), Partner: q.Get("partner"),
		Organisation: q.Get("organisation"), Person: q.Get("person"), Series: q.Get("series"),
		After: Key{q.Get("after"), q.Get("after_id")},
	}
}

// yearOf reads a year of an address; 0 for anything else.
func yearOf(s string) int {
	year, err := strconv.Atoi(s)
	if err != nil || year < 1 || year > 9999 {
		return 0
	}
	return year
}

// written is a year for an address; empty for none.
func written(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

func (s *Service) listActivities(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	f := filterOf(r.URL.Query())
	if as := export.Asked(r); as != "" {
		return s.exportActivities(r, as, f)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.List(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{
		Tabs: groupTabs(scene, f.Group), Summary: scene.T("activity.filter"), Series: ui.Link{Text: scene.T("series.list"), Href: scene.Path("/series")},
		Table: table(ctx, scene, "activities", scene.T("activity.list"), rows, s.namer(scene.Lang)), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}),
	}
	data.Search, data.Take = searchLine(scene, f), export.Links(scene)
	if data.Filter, data.Filtered, err = s.filterForm(ctx, scene, f); err != nil {
		return nil, err
	}
	data.Table.Empty = s.emptyList(ctx, scene, data.Filtered || f.Group+f.Query != "")
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Sort, last.ID)
	}
	if s.mayCreate(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("activity.add"), Href: scene.Path("/activities/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "activity/list", Title: scene.T("activity.list"), Data: data}, nil
}

// exportActivities is the list, as filtered, as a file.
func (s *Service) exportActivities(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Activity, error) {
		f.After, f.Limit = after, export.PageSize
		return s.List(r.Context(), f)
	}, func(a Activity) (string, Key) { return a.ID, a.Key() })
	return s.activities.Export(r, as, "activities", ids)
}

// searchLine looks for words within what the filter already shows.
func searchLine(s *web.Scene, f Filter) ui.Search {
	line := ui.Search{Action: s.Path("/activities"), Name: "q", Value: f.Query, Label: s.T("activity.search"), Button: s.T("activity.find"), ID: "list-search"}
	for _, name := range []string{"group", "type", "status", "year", "began", "theme", "goal", "beneficiary", "partner", "organisation", "person", "series"} {
		if value := s.URL.Query().Get(name); value != "" {
			line.Hidden = append(line.Hidden, ui.Hidden{Name: name, Value: value})
		}
	}
	return line
}

func (s *Service) emptyList(ctx context.Context, scene *web.Scene, narrowed bool) *ui.Empty {
	if narrowed {
		return &ui.Empty{Title: scene.T("activity.nothing_found"), Text: scene.T("activity.nothing_found.text"), Example: &ui.Link{Text: scene.T("activity.filter.reset"), Href: scene.Path("/activities")}}
	}
	empty := &ui.Empty{Title: scene.T("activity.empty"), Text: scene.T("activity.empty.text")}
	if s.mayCreate(ctx) {
		empty.Action = &ui.LinkButton{Text: scene.T("activity.add"), Href: scene.Path("/activities/new")}
	}
	return empty
}

// groupTabs are the tabs all · projects · visits · events. They keep the filter.
func groupTabs(s *web.Scene, group string) ui.Tabs {
	tabs := ui.Tabs{Label: s.T("activity.groups")}
	for _, one := range append([]string{""}, Groups()...) {
		key := "activity.group.all"
		if one != "" {
			key = "activity.group." + one
		}
		tabs.Items = append(tabs.Items, ui.Link{Text: s.T(key), Href: s.Here("group", one, "type", "", "after", "", "after_id", ""), Current: group == one})
	}
	return tabs
}

// filterForm asks for everything that narrows the list; its second result tells
// whether something does.
func (s *Service) filterForm(ctx context.Context, scene *web.Scene, f Filter) (ui.Form, bool, error) {
	form := ui.Form{Action: scene.Path("/activities"), Get: true, Submit: ui.Button{Text: scene.T("activity.filter.apply")}}
	partners, err := s.with.Partners(ctx, scene)
	if err != nil {
		return form, false, err
	}
	years, err := s.years(ctx, f.Year)
	if err != nil {
		return form, false, err
	}
	types := TypesOf(f.Group)
	if types == nil {
		types = Types()
	}
	year, began := written(f.Year), written(f.Began)
	form.Sets = []ui.Fieldset{{Legend: scene.T("activity.filter.legend"), Row: true, Fields: []ui.Field{
		choice(scene, "partner", "activity.partner", f.Partner, partners),
		choice(scene, "theme", "activity.theme", f.Theme, worded(scene, "theme", record.Themes())),
		choice(scene, "year", "activity.year", year, years),
		choice(scene, "type", "activity.type", f.Type, worded(scene, "activity.type", types)),
		choice(scene, "status", "activity.status", f.Status, worded(scene, "activity.status", append(Statuses(), Unconfirmed))),
	}}}
	kept := []ui.Hidden{{Name: "q", Value: f.Query}, {Name: "group", Value: f.Group}, {Name: "goal", Value: f.Goal}, {Name: "beneficiary", Value: f.Beneficiary}, {Name: "organisation", Value: f.Organisation}, {Name: "person", Value: f.Person}, {Name: "series", Value: f.Series}, {Name: "began", Value: began}}
	for _, h := range kept {
		if h.Value != "" {
			form.Hidden = append(form.Hidden, h)
		}
	}
	narrowed := f.Partner+f.Theme+year+f.Type+f.Status+f.Goal+f.Beneficiary+f.Organisation+f.Person+f.Series+began != ""
	if narrowed {
		form.Cancel = &ui.Link{Text: scene.T("activity.filter.reset"), Href: scene.Path("/activities", "group", f.Group)}
	}
	return form, narrowed, nil
}

// choice is a select of a filter whose first option is "any".
func choice(s *web.Scene, name, words, chosen string, options []ui.Option) ui.Field {
	field := ui.Select(name, s.T(words), s.T("activity.filter.any"), options, chosen)
	field.Width = ui.WidthMedium
	return field
}

func worded(s *web.Scene, prefix string, values []string) []ui.Option {
	options := make([]ui.Option, len(values))
	for i, v := range values {
		options[i] = ui.Option{Value: v, Label: s.T(prefix + "." + v)}
	}
	return options
}

// years are the years to choose from, the newest first, and the chosen one.
func (s *Service) years(ctx context.Context, chosen int) ([]ui.Option, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	first, last, err := yearSpan(ctx, s.DB, scope, own)
	if err != nil {
		return nil, err
	}
	from, _ := strconv.Atoi(first)
	until, _ := strconv.Atoi(last)
	if chosen > 0 && (first == "" || chosen < from) {
		from = chosen
	}
	until = max(until, chosen)
	var options []ui.Option
	for y := until; y >= from && y > 0; y-- {
		options = append(options, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return options, nil
}
