package intake

import (
	"net/http"
	"reflect"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/reading"
)

// tablesPage shows what was found: which sheets hold which tables, where they
// begin, what they are about, and their first rows.
type tablesPage struct {
	formPage
	Tables []foundTable
}

type foundTable struct {
	Title  string
	Where  string
	Rows   ui.Table
	Fields []ui.Field
	Groups groupFields
}

// groupFields ask what the groups of a mixed table are about.
type groupFields struct {
	Title  string
	Fields []ui.Field
}

// shownRows is how many rows of a table are shown to a person.
const shownRows = 5

func (s *Service) tablesPage(r *http.Request, i Import, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	d := &tablesPage{formPage: formPage{Steps: steps(sc, "tables", i.ID), Lead: sc.N("import.tables.lead", len(u.tables)), Forget: s.forgetForm(sc, i)}}
	d.Form = ui.Form{Action: sc.Path("/import/" + i.ID), Once: sc.Once(), Submit: ui.Button{Text: sc.T("import.next.columns"), Kind: ui.ButtonPrimary}}
	bad := problems(sc, failed)
	for n, t := range u.tables {
		d.Tables = append(d.Tables, s.foundTable(sc, r, i, n, t, u.off[n], bad))
	}
	if len(u.tables) == 0 {
		d.Notice = &ui.Notice{Tone: ui.ToneWarn, Title: sc.T("import.tables.none"), Text: sc.T("import.tables.none.text")}
	}
	page := web.Page{Template: "intake/tables", Title: sc.T("import.tables"), Crumbs: s.crumbs(sc), Data: d}
	if failed != nil {
		if errs.KindOf(failed) != errs.Invalid {
			return nil, failed
		}
		page.Status, page.Title = http.StatusUnprocessableEntity, sc.ErrorTitle(page.Title)
		d.Form.Errors = &ui.ErrorSummary{Title: sc.N("form.summary", len(bad))}
		for name, words := range bad {
			d.Form.Errors.Items = append(d.Form.Errors.Items, ui.Link{Text: words, Href: "#" + ui.Field{Name: name}.ID()})
		}
	}
	return page, nil
}

func (s *Service) foundTable(sc *web.Scene, r *http.Request, i Import, n int, t *reading.Table, off bool, bad map[string]string) foundTable {
	at := strconv.Itoa(n)
	f := foundTable{Title: i.sheetName(t), Where: sc.T("import.layout."+string(t.Layout), "first", int64(t.First()+1), "last", int64(t.Last()+1))}
	f.Rows = ui.Table{ID: "rows-" + at, Caption: sc.T("import.rows"), Quiet: true}
	for _, c := range t.Columns {
		header := c.Header
		if header == "" {
			header = reading.CellName(0, c.Index)[:1]
		}
		f.Rows.Columns = append(f.Rows.Columns, ui.Column{Label: header})
	}
	for _, row := range t.Rows(shownRows) {
		cells := make([]ui.Cell, len(row))
		for k, text := range row {
			cells[k] = ui.Cell{Value: ui.Value{Text: short(text)}}
		}
		f.Rows.Rows = append(f.Rows.Rows, ui.Row{Cells: cells})
	}
	f.Fields = []ui.Field{{Kind: ui.FieldSelect, Name: "subject." + at, Label: sc.T("import.subject"), Hint: sc.T("import.sure", "sure", sc.Percent(t.Sure)), Options: choices(sc, "import.subject", subjectNames(reading.Mixed), string(t.Subject))}}
	if t.Layout != reading.Names {
		f.Fields = append(f.Fields, headerFields(sc, r, at, t, bad)...)
	}
	if t.Subject == reading.Mixed {
		f.Groups = s.groupFields(sc, at, t)
	}
	f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldChecks, Name: "off." + at, Label: sc.T("import.off"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: sc.T("import.off"), Selected: off}}})
	return f
}

// headerFields ask which row heads the columns, if any does.
func headerFields(sc *web.Scene, r *http.Request, at string, t *reading.Table, bad map[string]string) []ui.Field {
	header := ""
	if t.Header >= 0 {
		header = strconv.Itoa(t.Header + 1)
	}
	if typed := r.PostFormValue("header." + at); typed != "" {
		header = typed
	}
	return []ui.Field{
		{Kind: ui.FieldNumber, Name: "header." + at, Label: sc.T("import.header"), Hint: sc.T("import.header.hint"), Width: ui.WidthShort, Value: header, Error: bad["header."+at]},
		{Kind: ui.FieldChecks, Name: "headless." + at, Label: sc.T("import.headless"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: sc.T("import.headless"), Selected: t.Header < 0}}},
	}
}

// subjectNames are the subjects, in the order of a menu, and others behind them.
func subjectNames(more ...reading.Subject) []string {
	var names []string
	for _, one := range append(reading.Subjects(), more...) {
		names = append(names, string(one))
	}
	return names
}

// leaveOut is what a form calls the rows of a group that stay out.
const leaveOut = "off"

// groupFields ask for each group of a mixed table what its rows are about.
func (s *Service) groupFields(sc *web.Scene, at string, t *reading.Table) groupFields {
	f := groupFields{Title: sc.T("import.groups." + t.Sorting.By)}
	for _, c := range t.Columns {
		if t.Sorting.By == reading.ByColumn && c.Index == t.Sorting.Column {
			f.Title = sc.T("import.groups.column", "header", columnName(sc, c))
		}
	}
	for k, g := range t.Sorting.Groups {
		label := sc.N("import.group", g.Rows, "text", short(g.Text))
		switch {
		case t.Sorting.By == reading.ByLook:
			label = sc.N("import.group.look", g.Rows, "text", sc.T("import.look."+g.Key))
		case g.Text == "":
			label = sc.N("import.group.none", g.Rows)
		}
		chosen := string(g.Subject)
		if g.Subject == reading.LeftOut {
			chosen = leaveOut
		}
		options := choices(sc, "import.subject", append(subjectNames(), leaveOut), chosen)
		f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldSelect, Name: "group." + at + "." + strconv.Itoa(k), Label: label, Hint: sc.T("import.sure", "sure", sc.Percent(g.Sure)), Width: ui.WidthMedium, Options: options})
	}
	return f
}

// takeTables keeps what was corrected and goes on to the columns.
func (s *Service) takeTables(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	sc, in := web.SceneOf(r), form.Read(r.PostForm)
	settings := make([]TableSetting, len(u.tables))
	again := false
	for n, t := range u.tables {
		at := strconv.Itoa(n)
		if n < len(i.Settings.Tables) {
			settings[n] = i.Settings.Tables[n]
		}
		again = s.takeTable(in, at, t, &settings[n]) || again
	}
	if err := in.Err(); err != nil {
		return s.tablesPage(r, i, err)
	}
	if !reflect.DeepEqual(i.Settings.Tables, settings) {
		i.Settings.Tables, i.Settings.Decisions = settings, nil // rows may be numbered anew
	}
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	if again {
		return web.Redirect{To: "/import/" + i.ID, Notice: sc.T("import.groups.asked")}, nil
	}
	return web.Redirect{To: "/import/" + i.ID + "/columns"}, nil
}

// takeTable reads what was said of one table; again says that it has become a
// mixed one, of whose groups nothing was asked yet.
func (s *Service) takeTable(in *form.Form, at string, t *reading.Table, said *TableSetting) (again bool) {
	said.Off = in.Typed("off."+at) != ""
	subject := reading.Subject(in.Typed("subject." + at))
	header := int(in.Int("header."+at, form.Between(0, int64(t.Last()))))
	switch {
	case in.Typed("headless."+at) != "" && (header == 0 || header == t.Header+1):
		header = reading.NoHeader
	case t.Layout == reading.Names || header == 0:
		header = t.Header + 1
	}
	was := t.Header + 1
	if t.Header < 0 {
		was = reading.NoHeader
	}
	if subject != t.Subject || header != was { // other guesses follow
		said.Fields, said.Groups = nil, nil
		if header != was {
			said.Header = header
		}
		if subject != t.Subject {
			said.Subject = subject
		}
		return subject == reading.Mixed && !said.Off
	}
	if t.Subject != reading.Mixed {
		return false
	}
	for k, g := range t.Sorting.Groups {
		chosen := reading.Subject(in.Typed("group." + at + "." + strconv.Itoa(k)))
		if chosen == leaveOut {
			chosen = reading.LeftOut
		} else if chosen == "" {
			continue
		}
		if chosen != g.Subject {
			if said.Groups == nil {
				said.Groups = map[string]reading.Subject{}
			}
			said.Groups[g.Key] = chosen
		}
	}
	return false
}
