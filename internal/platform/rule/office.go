package rule

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// listPage is what the template list shows.
type listPage struct {
	Lead      string
	Table     ui.Table
	Calendars []calendarPart
}

// calendarPart is the years of one calendar.
type calendarPart struct {
	Title string
	Note  string
	Years *ui.Tabs // nil when none is known
	Add   *ui.LinkButton
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	packs, err := s.Packs(ctx)
	if err != nil {
		return nil, err
	}
	data := listPage{Lead: scene.T("rule.lead")}
	data.Table = ui.Table{ID: "packs", Caption: scene.T("rule.list"), Quiet: true, Stack: true}
	for _, c := range []string{"title", "name", "validity", "origin"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("rule.column." + c)})
	}
	var countries []string
	for _, p := range packs {
		title := keep.Said(scene, p.Title)
		title.Href = scene.Path("/rules/" + p.Name)
		var spans []ui.Value
		for _, e := range p.Editions {
			spans = append(spans, ui.Value{Text: spanWords(scene, e)})
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: p.Name}}, ui.Cell{Value: ui.Value{Parts: spans}}, ui.Cell{Value: ui.Value{Chip: originChip(scene, p)}},
		))
		if !slices.Contains(countries, p.Calendar) {
			countries = append(countries, p.Calendar)
		}
	}
	slices.Sort(countries)
	for _, country := range countries {
		part, err := s.calendarPart(ctx, scene, country)
		if err != nil {
			return nil, err
		}
		data.Calendars = append(data.Calendars, part)
	}
	return web.Page{Template: "rule/list", Title: scene.T("rule.list"), Data: data}, nil
}

func (s *Service) calendarPart(ctx context.Context, scene *web.Scene, country string) (calendarPart, error) {
	part := calendarPart{Title: scene.T("rule.calendar.of", "country", s.deps.Country(country, scene.Lang)), Note: scene.T("rule.calendar.note")}
	calendar, err := s.Calendar(ctx, country)
	if err != nil {
		return part, err
	}
	years := make([]int, 0, len(calendar.Years))
	for year := range calendar.Years {
		years = append(years, year)
	}
	slices.Sort(years)
	next := scene.Local(scene.Now).Year()
	if len(years) > 0 {
		part.Years = &ui.Tabs{Label: part.Title}
	}
	for _, year := range years {
		part.Years.Items = append(part.Years.Items, ui.Link{Text: strconv.Itoa(year), Href: scene.Path("/workdays/" + yearID(country, year))})
		if year == next {
			next++
		}
	}
	if s.Gate.Scope(ctx, edit()) > 0 {
		part.Add = &ui.LinkButton{Text: scene.T("rule.year.add", "year", strconv.Itoa(next)), Href: scene.Path("/workdays/" + yearID(country, next) + "/edit"), Icon: ui.IconPlus}
	}
	return part, nil
}

// spanWords say for which time an edition holds.
func spanWords(scene *web.Scene, e Edition) string {
	switch {
	case e.From.IsZero() && e.Until.IsZero():
		return scene.T("rule.span.always")
	case e.Until.IsZero():
		return scene.T("rule.span.from", "from", e.From)
	case e.From.IsZero():
		return scene.T("rule.span.until", "until", e.Until)
	}
	return scene.T("rule.span.both", "from", e.From, "until", e.Until)
}

func originChip(scene *web.Scene, p Pack) *ui.Chip {
	if p.Version > 0 {
		return &ui.Chip{Text: scene.T("rule.origin.own"), Tone: ui.ToneInfo}
	}
	return &ui.Chip{Text: scene.T("rule.origin.shipped"), Tone: ui.ToneNeutral}
}

// packPage is what the template pack shows.
type packPage struct {
	Head     ui.Head
	Count    ui.Form // for which day the deadlines are shown
	Editions []editionPart
	Borders  *bordersPart
	Edit     []ui.LinkButton
	Return   *ui.Form
}

type editionPart struct {
	ID, Title string
	Note      ui.Value
	Now       *ui.Chip
	Table     ui.Table
	Edit      []ui.LinkButton
	Remove    *ui.Form
}

type bordersPart struct {
	Rows   []ui.BoxRow
	Source string
	Edit   *ui.LinkButton
}

func (s *Service) pack(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.Pack(ctx, r.PathValue("name"))
	if err != nil {
		return nil, err
	}
	calendar, err := s.Calendar(ctx, p.Calendar)
	if err != nil {
		return nil, err
	}
	in := form.Read(r.URL.Query())
	event := in.Date("event", scene.Lang, form.WholeDay())
	mayEdit := s.Gate.Scope(ctx, edit()) > 0
	data := packPage{
		Head: ui.Head{Over: scene.T("rule.regime."+p.Regime) + " · " + s.deps.Country(p.Country, scene.Lang), Title: keep.Said(scene, p.Title),
			Chips: []ui.Chip{*originChip(scene, p)}, Meta: []ui.Value{{Text: scene.T("rule.name", "name", p.Name)}}},
		Count: ui.Form{Action: scene.Path("/rules/" + p.Name), Get: true, Submit: ui.Button{Text: scene.T("rule.count.do")},
			Fields: []ui.Field{{Kind: ui.FieldDate, Name: "event", Label: scene.T("rule.count"), Hint: scene.T("rule.count.hint"), Value: in.Typed("event"), Width: ui.WidthMedium}}},
	}
	for n := range p.Editions {
		data.Editions = append(data.Editions, editionView(scene, p, n, event, calendar, mayEdit))
	}
	if p.Regime == CrossBorder {
		data.Borders = s.bordersView(scene, p, mayEdit)
	}
	if mayEdit {
		data.Edit = []ui.LinkButton{{Text: scene.T("rule.edition.add"), Href: scene.Path("/rules/" + p.Name + "/editions/" + strconv.Itoa(len(p.Editions))), Icon: ui.IconPlus}}
		if p.Version > 0 {
			data.Return = removeForm(scene, p, "/return", "back", scene.T("rule.return"), "")
		}
	}
	page := web.Page{Template: "rule/pack", Title: p.Title.In(scene.Lang).Value, Data: &data, Crumbs: []web.Crumb{{Text: scene.T("rule.list"), Path: "/rules"}}}
	if failed := in.Err(); failed != nil {
		status, ok := scene.Mark(&data.Count, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

func editionView(scene *web.Scene, p Pack, n int, event edtf.Date, calendar Calendar, mayEdit bool) editionPart {
	e := p.Editions[n]
	part := editionPart{ID: "edition-" + strconv.Itoa(n), Title: spanWords(scene, e), Note: keep.Said(scene, e.Note), Table: stepTable(scene, p, n, event, calendar, mayEdit)}
	on := scene.Local(scene.Now)
	if !event.IsZero() {
		on = event.First()
	}
	if e.holds(on) {
		part.Now = &ui.Chip{Text: scene.T("rule.edition.now", "date", edtf.On(on)), Tone: ui.ToneGood}
	}
	if mayEdit {
		at := "/rules/" + p.Name + "/editions/" + strconv.Itoa(n)
		part.Edit = []ui.LinkButton{
			{Text: scene.T("rule.edition.change"), Hidden: part.Title, Href: scene.Path(at), Icon: ui.IconEdit},
			{Text: scene.T("rule.step.add"), Hidden: part.Title, Href: scene.Path(at + "/steps/" + strconv.Itoa(len(e.Steps))), Icon: ui.IconPlus},
		}
		if len(p.Editions) > 1 {
			part.Remove = removeForm(scene, p, "/editions/"+strconv.Itoa(n)+"/remove", "e"+strconv.Itoa(n), scene.T("rule.edition.remove"), part.Title)
		}
	}
	return part
}

// removeForm is a button that takes something out of a pack at its version.
func removeForm(scene *web.Scene, p Pack, at, key, words, hidden string) *ui.Form {
	return &ui.Form{
		Action: scene.Path("/rules/" + p.Name + at), Once: ui.Once{Key: scene.Key + "-" + key}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(p.Version, 10)}},
		Submit: ui.Button{Text: words, Hidden: hidden, Kind: ui.ButtonQuiet, Icon: ui.IconTrash},
	}
}

func stepTable(scene *web.Scene, p Pack, n int, event edtf.Date, calendar Calendar, mayEdit bool) ui.Table {
	e := p.Editions[n]
	t := ui.Table{ID: "steps-" + strconv.Itoa(n), Caption: spanWords(scene, e), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("rule.steps.none")}}
	columns := []string{"step", "when", "document", "source"}
	if !event.IsZero() {
		columns = []string{"step", "when", "due", "document", "source"}
	}
	for _, c := range columns {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("rule.column." + c)})
	}
	for m, step := range e.Steps {
		title := keep.Said(scene, step.Title)
		title.Note = keep.Said(scene, step.Note).Text
		if mayEdit {
			title.Href = scene.Path("/rules/" + p.Name + "/editions/" + strconv.Itoa(n) + "/steps/" + strconv.Itoa(m))
		}
		cells := []ui.Cell{{Value: title, Head: true}, {Value: ui.Value{Text: Words(scene.Printer, step)}}}
		if !event.IsZero() {
			cells = append(cells, ui.Cell{Value: DueValue(scene, step.Due(event.First(), calendar))})
		}
		cells = append(cells, ui.Cell{Value: keep.Said(scene, step.Document)}, ui.Cell{Value: sourceValue(scene, step)})
		t.Rows = append(t.Rows, t.NewRow(cells...))
	}
	return t
}

// DueValue is a deadline as a day, or why there is none.
func DueValue(scene *web.Scene, due Due) ui.Value {
	switch {
	case due.Missing > 0:
		return ui.Value{Text: scene.T("rule.due.missing", "year", strconv.Itoa(due.Missing))}
	case due.On.IsZero():
		return ui.Value{Text: scene.T("rule.due.open")}
	}
	v := ui.Value{Text: scene.Date(edtf.On(due.On)), Time: due.On.Format(time.DateOnly)}
	switch {
	case due.Rest:
		v.Note = scene.T("rule.due.rest")
	case due.Unsure:
		v.Note = scene.T("rule.due.unsure", "year", strconv.Itoa(due.On.Year()))
	}
	return v
}

// sourceValue says where a rule was read, and how far it was checked.
func sourceValue(scene *web.Scene, step Step) ui.Value {
	tone := map[string]ui.Tone{Read: ui.ToneGood, Inferred: ui.ToneNeutral, Unconfirmed: ui.ToneWarn}[step.Mark]
	return ui.Value{Text: step.Source, Href: step.URL, Chip: &ui.Chip{Text: scene.T("rule.mark." + step.Mark), Tone: tone}}
}

func (s *Service) bordersView(scene *web.Scene, p Pack, mayEdit bool) *bordersPart {
	part := &bordersPart{Source: p.BordersSource}
	regions := make([]string, 0, len(p.Borders))
	for region := range p.Borders {
		regions = append(regions, region)
	}
	slices.Sort(regions)
	for _, region := range regions {
		var names []string
		for _, code := range p.Borders[region] {
			names = append(names, s.deps.Country(code, scene.Lang))
		}
		part.Rows = append(part.Rows, ui.BoxRow{Label: region, Value: ui.Value{Text: scene.Join(names)}})
	}
	if mayEdit {
		part.Edit = &ui.LinkButton{Text: scene.T("keep.change"), Hidden: scene.T("rule.borders"), Href: scene.Path("/rules/" + p.Name + "/borders"), Icon: ui.IconEdit}
	}
	return part
}

// numbered reads a number of the address.
func numbered(r *http.Request, name string) (int, error) {
	n, err := strconv.Atoi(r.PathValue(name))
	if err != nil || n < 0 {
		return 0, errs.New(errs.NotFound, "record.missing")
	}
	return n, nil
}

// versionOf reads the version that a form was made from.
func versionOf(r *http.Request) int64 {
	version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	return version
}

func saved(r *http.Request, to string) web.Reply {
	scene := web.SceneOf(r)
	return web.Redirect{To: to, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}
}
