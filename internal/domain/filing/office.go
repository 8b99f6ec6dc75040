package filing

import (
	"context"
	"net/http"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// shownYears is how many years before this one the list names, filed or not.
const shownYears = 3

// listPage is what the template list shows.
type listPage struct {
	Lead  string
	Table ui.Table
	Rules ui.Link
}

// list shows the years with what became of their reports.
func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.Filings(ctx)
	if err != nil {
		return nil, err
	}
	last := s.deps.Clock().Year()
	t := ui.Table{ID: "filings", Caption: scene.T("filing.list"), Quiet: true, Stack: true}
	for _, name := range []string{"year", "due", "state", "sent", "editions"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("filing.column." + name), Number: name == "editions"})
	}
	for year := last; year >= firstShown(all, last); year-- {
		d, err := s.deadline(ctx, year)
		if err != nil {
			return nil, err
		}
		f, filed := newest(all, year)
		due, sent, editions := ui.Value{Text: scene.T("filing.due.none")}, ui.Value{}, ""
		if !d.On.IsZero() {
			due = ui.Value{Text: scene.Date(edtf.On(d.On)), Time: edtf.On(d.On).String()}
		}
		if filed {
			sent, editions = ui.Value{Text: scene.Date(f.On), Note: f.Recipient}, scene.Number(int64(f.Edition))
		}
		row := t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: yearWords(year), Href: scene.Path("/filings/" + yearWords(year))}}, ui.Cell{Value: due},
			ui.Cell{Value: ui.Value{Chip: s.chip(scene, year, filed)}}, ui.Cell{Value: sent}, ui.Cell{Value: ui.Value{Text: editions}})
		t.Rows = append(t.Rows, row)
	}
	data := listPage{Lead: scene.T("filing.lead"), Table: t, Rules: ui.Link{Text: scene.T("filing.rules"), Href: scene.Path("/rules")}}
	return web.Page{Template: "filing/list", Title: scene.T("filing.list"), Data: data}, nil
}

// firstShown is the first year of the list: the earliest that was filed, or a few back.
func firstShown(all []Filing, now int) int {
	first := now - shownYears
	for _, f := range all {
		first = min(first, f.Year)
	}
	return first
}

// chip says what a year's report is.
func (s *Service) chip(scene *web.Scene, year int, filed bool) *ui.Chip {
	switch {
	case filed:
		return &ui.Chip{Text: scene.T("filing.state.filed"), Tone: ui.ToneGood}
	case year >= s.deps.Clock().Year():
		return &ui.Chip{Text: scene.T("filing.state.running"), Tone: ui.ToneNeutral}
	}
	return &ui.Chip{Text: scene.T("filing.state.open"), Tone: ui.ToneWarn}
}

// reportPage is what the template report shows, of a year or of an edition.
type reportPage struct {
	Head     ui.Head
	Notices  []ui.Notice
	Langs    ui.Tabs
	Facts    ui.Facts
	Total    string
	Lang     string // of the lines
	Papers   []ui.Table
	Domestic string
	Links    ui.Table
	Gaps     []gapGroup
	Whole    string // that no gap was found
	Changes  []changePart
	Editions *ui.Table
}

type gapGroup struct {
	ID, Title string
	Links     []ui.Link
}

// Open shows a short list at once.
func (g gapGroup) Open() bool { return len(g.Links) <= 5 }

type changePart struct {
	ID, Title string
	None      string
	Table     ui.Table
}

// paperLang is the language of the report: the one asked for, or the reader's.
func (s *Service) paperLang(r *http.Request) string {
	lang := r.URL.Query().Get("paper")
	for _, known := range s.deps.Langs {
		if lang == known {
			return lang
		}
	}
	return web.SceneOf(r).Lang
}

// show is a year's report as the records have it, or an edition as it was filed.
func (s *Service) show(r *http.Request) (web.Reply, error) {
	year, edition, ok := parseID(r.PathValue("id"))
	switch {
	case !ok:
		return nil, errs.New(errs.NotFound, "record.missing")
	case edition > 0:
		return s.showEdition(r)
	}
	scene, ctx, lang := web.SceneOf(r), r.Context(), s.paperLang(r)
	report, err := s.Report(ctx, lang, year)
	if err != nil {
		return nil, err
	}
	all, err := s.Filings(ctx)
	if err != nil {
		return nil, err
	}
	f, filed := newest(all, year)
	at := "/filings/" + yearWords(year)
	data := reportPage{
		Head: ui.Head{Title: ui.Value{Text: scene.T("filing.title", "year", yearWords(year))}, Chips: []ui.Chip{*s.chip(scene, year, filed)}, Lead: scene.T("filing.report.lead", "day", edtf.On(report.On))},
		Lang: lang, Gaps: gapGroups(scene, report), Whole: scene.T("filing.gaps.none"), Langs: ui.Tabs{Label: scene.T("filing.lang")}, Editions: editions(scene, all, year),
	}
	if s.Gate.Scope(ctx, edit()) > account.None && year < report.On.Year() {
		button := &ui.LinkButton{Text: scene.T("filing.file"), Kind: ui.ButtonPrimary, Href: scene.Path(at + "/file")}
		if filed {
			button.Text, button.Kind = scene.T("filing.file.again"), ui.ButtonSecondary
		}
		data.Head.Actions = append(data.Head.Actions, ui.Action{Link: button})
	}
	data.Head.Actions = append(data.Head.Actions, papersOf(scene, at, "paper", lang)...)
	for _, one := range s.deps.Langs {
		data.Langs.Items = append(data.Langs.Items, ui.Link{Text: i18n.Native(one), Lang: one, Href: scene.Here("paper", one), Current: one == lang})
	}
	if err := s.duties(ctx, scene, year, f, &data); err != nil {
		return nil, err
	}
	if data.Changes, err = s.changes(ctx, scene, all, report); err != nil {
		return nil, err
	}
	s.body(scene, report.Lines, year, &data)
	if report.Domestic > 0 {
		data.Domestic = scene.N("filing.domestic", report.Domestic)
	}
	return web.Page{Template: "filing/report", Title: scene.T("filing.title", "year", yearWords(year)), Data: data, Crumbs: []web.Crumb{{Text: scene.T("filing.list"), Path: "/filings"}}}, nil
}

// papersOf are the buttons of the three files.
func papersOf(scene *web.Scene, at string, query ...string) []ui.Action {
	var actions []ui.Action
	for _, format := range Formats() {
		actions = append(actions, ui.Action{Link: &ui.LinkButton{Text: strings.ToUpper(format), Hidden: scene.T("filing.download"), Href: scene.Path(at+"/report."+format, query...), Icon: ui.IconDownload}})
	}
	return actions
}

// duties say by when the report is due and why, and whether it can be filed.
func (s *Service) duties(ctx context.Context, scene *web.Scene, year int, f Filing, data *reportPage) error {
	d, err := s.deadline(ctx, year)
	if err != nil {
		return err
	}
	switch {
	case f.Edition > 0:
		data.Notices = append(data.Notices, ui.Notice{Tone: ui.ToneGood, Title: scene.T("filing.filed", "day", f.On, "recipient", f.Recipient),
			Links: []ui.Link{{Text: scene.T("filing.filed.open"), Href: scene.Path("/filings/" + f.ID)}}})
	case year >= s.deps.Clock().Year():
		data.Notices = append(data.Notices, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("filing.running", "year", yearWords(year))})
	}
	if d.On.IsZero() {
		data.Notices = append(data.Notices, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("filing.due.none"), Text: scene.T("filing.due.none.text"), Links: []ui.Link{{Text: scene.T("filing.rules"), Href: scene.Path("/rules")}}})
		return nil
	}
	for _, step := range d.Steps {
		day := edtf.On(step.On)
		value := ui.Value{Text: scene.T("filing.due.by", "day", day), Time: day.String(), Href: scene.Path("/rules/" + d.Pack.Name)}
		notes := []string{scene.T("rule.mark." + step.Mark)}
		if step.Rest {
			notes = append(notes, scene.T("filing.due.rest"))
		}
		if note := step.Note.In(scene.Lang).Value; note != "" {
			notes = append(notes, note)
		}
		value.Note = strings.Join(notes, "; ")
		data.Facts.Rows = append(data.Facts.Rows, ui.Fact{Label: step.Title.In(scene.Lang).Value, Value: value,
			Source: &ui.Source{Mark: yearWords(len(data.Facts.Rows) + 1), Label: scene.T("keep.source"), Text: step.Source, Href: step.URL, Open: scene.T("keep.source.open")}})
	}
	return nil
}

// body shows the lines of a report with their evidence.
func (s *Service) body(scene *web.Scene, lines []Line, year int, data *reportPage) {
	w := s.deps.Words(data.Lang)
	data.Total = totals(w, lines)
	for _, g := range PaperGroups() {
		if found := of(lines, g); len(found) > 0 {
			data.Papers = append(data.Papers, s.lines(scene, data.Lang, "papers-"+string(g), w.T("filing.group."+string(g), "year", yearWords(year)), found, paperCells()))
		}
	}
	data.Links = s.lines(scene, data.Lang, "links", w.T("filing.links", "year", yearWords(year)), of(lines, Links), linkCells())
	data.Links.Empty = &ui.Empty{Text: scene.T("filing.links.none")}
	data.Links.Quiet = true
}

// lines is a table of lines, in the language of the report.
func (s *Service) lines(scene *web.Scene, lang, id, caption string, lines []Line, cells []string) ui.Table {
	w := s.deps.Words(lang)
	t := ui.Table{ID: id, Caption: caption, Stack: true}
	for _, c := range cells {
		t.Columns = append(t.Columns, ui.Column{Label: w.T("filing.column." + c)})
	}
	for _, l := range lines {
		var row []ui.Cell
		for i, c := range cells {
			row = append(row, ui.Cell{Head: i == 0, Value: valueOf(scene, w, l.cell(c))})
		}
		t.Rows = append(t.Rows, t.NewRow(row...))
	}
	return t
}

// valueOf shows what a cell says, each thing with the way to its record.
func valueOf(scene *web.Scene, w *i18n.Printer, c Cell) ui.Value {
	var parts []ui.Value
	for _, one := range c.Items {
		part := ui.Value{Text: one.Text, Lang: one.Lang}
		if one.Path != "" {
			part.Href = scene.Path(one.Path)
		}
		parts = append(parts, part)
	}
	switch len(parts) {
	case 0:
		return ui.Value{Text: w.T("filing.none." + c.Name)}
	case 1:
		return parts[0]
	}
	return ui.Value{Parts: parts}
}

// gapGroups lists what the records do not tell, by what is missing.
func gapGroups(scene *web.Scene, r Report) []gapGroup {
	var groups []gapGroup
	for _, g := range r.Gaps {
		if n := len(groups); n == 0 || groups[n-1].ID != "gap-"+g.Key {
			groups = append(groups, gapGroup{ID: "gap-" + g.Key, Title: scene.T("filing.gap." + g.Key)})
		}
		last := &groups[len(groups)-1]
		last.Links = append(last.Links, ui.Link{Text: g.Text, Lang: g.Lang, Href: scene.Path(g.Path)})
	}
	return groups
}

// editions lists what was filed of a year.
func editions(scene *web.Scene, all []Filing, year int) *ui.Table {
	t := &ui.Table{ID: "editions", Caption: scene.T("filing.editions"), Quiet: true, Stack: true}
	for _, name := range []string{"edition", "sent", "recipient", "number", "note", "actor"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("filing.column." + name)})
	}
	for _, f := range all {
		if f.Year != year {
			continue
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: scene.T("filing.edition", "n", yearWords(f.Edition)), Href: scene.Path("/filings/" + f.ID)}},
			ui.Cell{Value: ui.Value{Text: scene.Date(f.On), Time: f.On.String()}}, ui.Cell{Value: ui.Value{Text: f.Recipient}},
			ui.Cell{Value: ui.Value{Text: f.Number}}, ui.Cell{Value: ui.Value{Text: f.Note}}, ui.Cell{Value: ui.Value{Text: f.Actor}}))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}
