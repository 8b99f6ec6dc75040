package intake

import (
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
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
	var subjects []string
	for _, one := range reading.Subjects() {
		subjects = append(subjects, string(one))
	}
	header := ""
	if t.Header >= 0 {
		header = strconv.Itoa(t.Header + 1)
	}
	if typed := r.PostFormValue("header." + at); typed != "" {
		header = typed
	}
	f.Fields = []ui.Field{{Kind: ui.FieldSelect, Name: "subject." + at, Label: sc.T("import.subject"), Hint: sc.T("import.sure", "sure", sc.Percent(t.Sure)), Options: choices(sc, "import.subject", subjects, string(t.Subject))}}
	if t.Layout == reading.Rows || t.Layout == reading.Years {
		f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldNumber, Name: "header." + at, Label: sc.T("import.header"), Hint: sc.T("import.header.hint"), Width: ui.WidthShort, Value: header, Error: bad["header."+at]})
	}
	f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldChecks, Name: "off." + at, Label: sc.T("import.off"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: sc.T("import.off"), Selected: off}}})
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
	in := form.Read(r.PostForm)
	settings := make([]TableSetting, len(u.tables))
	for n, t := range u.tables {
		at := strconv.Itoa(n)
		if n < len(i.Settings.Tables) {
			settings[n] = i.Settings.Tables[n]
		}
		settings[n].Off = in.Typed("off."+at) != ""
		subject := reading.Subject(in.Typed("subject." + at))
		header := int(in.Int("header."+at, form.Between(0, int64(t.Last()))))
		if subject != t.Subject || header > 0 && header != t.Header+1 { // other guesses follow
			settings[n].Fields = nil
		}
		if subject != t.Subject {
			settings[n].Subject = subject
		}
		if header > 0 && header != t.Header+1 {
			settings[n].Header = header
		}
	}
	if err := in.Err(); err != nil {
		return s.tablesPage(r, i, err)
	}
	i.Settings.Tables = settings
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + i.ID + "/columns"}, nil
}

// columnsData shows for every column what it is taken for.
type columnsData struct {
	formPage
	Tables []columnTable
}

type columnTable struct {
	Title, Subject string
	Columns        []columnRow
}

type columnRow struct {
	Header  string
	Samples []string
	Field   ui.Field
}

func (s *Service) columnsPage(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	d := &columnsData{formPage: formPage{Steps: steps(sc, "columns", i.ID), Lead: sc.T("import.columns.lead"), Forget: s.forgetForm(sc, i)}}
	d.Form = ui.Form{Action: sc.Path("/import/" + i.ID + "/columns"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("import.next.check"), Kind: ui.ButtonPrimary}}
	d.Form.Fields = []ui.Field{
		{Kind: ui.FieldSelect, Name: "side", Label: sc.T("import.side"), Hint: sc.T("import.side.hint"), Options: choices(sc, "contact.side", []string{"neutral", "ours", "theirs", "both"}, i.Settings.Side)},
		{Kind: ui.FieldSelect, Name: "visibility", Label: sc.T("import.visibility"), Options: choices(sc, "keep.visibility", []string{string(record.Department), string(record.Administration), string(record.Participants)}, string(i.Settings.Visibility))},
	}
	for n, t := range u.tables {
		if u.off[n] {
			continue
		}
		table := columnTable{Title: i.sheetName(t), Subject: sc.T("import.subject." + string(t.Subject))}
		for _, c := range t.Columns {
			table.Columns = append(table.Columns, s.columnRow(sc, n, c))
		}
		d.Tables = append(d.Tables, table)
	}
	return web.Page{Template: "intake/columns", Title: sc.T("import.columns"), Crumbs: s.crumbs(sc), Data: d}, nil
}

func (s *Service) columnRow(sc *web.Scene, table int, c reading.Column) columnRow {
	row := columnRow{Header: c.Header}
	if row.Header == "" {
		row.Header = sc.T("import.column", "letter", strings.TrimRight(reading.CellName(0, c.Index), "1"))
	}
	for _, text := range c.Samples {
		row.Samples = append(row.Samples, short(text))
	}
	row.Field = ui.Field{Kind: ui.FieldSelect, Name: "field." + strconv.Itoa(table) + "." + strconv.Itoa(c.Index), Label: sc.T("import.column.field", "header", row.Header), LabelHidden: true, Hint: s.confidence(sc, c), Options: s.fieldOptions(sc, c.Field)}
	return row
}

// confidence says how sure a guess is, and by what.
func (s *Service) confidence(sc *web.Scene, c reading.Column) string {
	if c.By == "" {
		return ""
	}
	word := "import.sure.low"
	switch {
	case c.Sure >= 0.85:
		word = "import.sure.high"
	case c.Sure >= 0.6:
		word = "import.sure.middle"
	}
	return sc.T(word, "sure", sc.Percent(c.Sure)) + " " + sc.T("import.by."+c.By)
}

// fieldOptions are all meanings in the reader's words.
func (s *Service) fieldOptions(sc *web.Scene, chosen reading.Field) []ui.Option {
	var out []ui.Option
	fields := reading.Fields()
	if chosen == "year" {
		fields = append(fields, chosen)
	}
	for _, f := range fields {
		out = append(out, ui.Option{Value: string(f), Label: s.FieldName(sc, f), Selected: f == chosen})
	}
	return out
}

// FieldName is a field in words: «Организация: сайт».
func (s *Service) FieldName(sc *web.Scene, f reading.Field) string {
	if key := "import.field." + string(f); sc.Has(key) {
		return sc.T(key)
	}
	t, _ := s.table(f.Kind())
	c, ok := t.Column(f.Column())
	if !ok {
		return string(f)
	}
	return sc.T(f.Kind()+".kind") + ": " + sc.T(c.Key)
}

// takeColumns keeps the meanings of columns and goes on to the check.
func (s *Service) takeColumns(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	settings := make([]TableSetting, len(u.tables))
	copy(settings, i.Settings.Tables)
	for n, t := range u.tables {
		for _, c := range t.Columns {
			chosen := reading.Field(r.PostFormValue("field." + strconv.Itoa(n) + "." + strconv.Itoa(c.Index)))
			if chosen == "" || chosen == c.Field {
				continue
			}
			if settings[n].Fields == nil {
				settings[n].Fields = map[int]reading.Field{}
			}
			settings[n].Fields[c.Index] = chosen
		}
	}
	i.Settings.Tables = settings
	i.Settings.Side, i.Settings.Visibility = r.PostFormValue("side"), record.Visibility(r.PostFormValue("visibility"))
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + i.ID + "/check"}, nil
}
