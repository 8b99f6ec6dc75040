package tables

import (
	"math"
	"net/http"
	"strconv"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/reading"
)

// Setting is what a person said of a table.
type Setting struct {
	Off     bool                       `json:"off,omitempty"` // it is not brought in
	Subject reading.Subject            `json:"subject,omitempty"`
	Header  int                        `json:"header,omitempty"` // row that heads the columns, from 1; reading.NoHeader; 0 as guessed
	Fields  map[int]reading.Field      `json:"fields,omitempty"`
	Groups  map[string]reading.Subject `json:"groups,omitempty"` // of a mixed table, by key
}

// Said is what reading takes over of it.
func (said Setting) Said() reading.Said {
	return reading.Said{Header: said.Header, Subject: said.Subject, Fields: said.Fields, Groups: said.Groups}
}

// Found is a table as a page shows it, with what it asks.
type Found struct {
	Title  string
	Where  string
	Rows   ui.Table
	Fields []ui.Field
	Groups Groups
}

// Groups ask what the groups of a mixed table are about.
type Groups struct {
	Title  string
	Fields []ui.Field
}

// shownRows is how many rows of a table are shown to a person.
const shownRows = 5

// Ask shows the n-th table of an import, which is left out when off, and asks
// what it is about. Where says on which sheet it stands; bad are errors by field.
func Ask(r *http.Request, where string, n int, t *reading.Table, off bool, bad map[string]string) Found {
	sc := web.SceneOf(r)
	at := strconv.Itoa(n)
	f := Found{Title: where, Where: sc.T("import.layout."+string(t.Layout), "first", int64(t.First()+1), "last", int64(t.Last()+1))}
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
			cells[k] = ui.Cell{Value: ui.Value{Text: Short(text)}}
		}
		f.Rows.Rows = append(f.Rows.Rows, ui.Row{Cells: cells})
	}
	f.Fields = []ui.Field{{Kind: ui.FieldSelect, Name: "subject." + at, Label: sc.T("import.subject"), Hint: sc.T("import.sure", "sure", sc.Percent(whole(t.Sure))), Options: Choices(sc, "import.subject", subjectNames(reading.Mixed), string(t.Subject))}}
	if t.Layout != reading.Names {
		f.Fields = append(f.Fields, headerFields(sc, r, at, t, bad)...)
	}
	if t.Subject == reading.Mixed {
		f.Groups = groupsOf(sc, at, t)
	}
	f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldChecks, Name: "off." + at, Label: sc.T("import.off"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: sc.T("import.off"), Selected: off}}})
	return f
}

// whole leaves a guess no figures behind the point: it is no measurement.
func whole(sure float64) float64 { return math.Round(sure*100) / 100 }

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

// groupsOf asks for each group of a mixed table what its rows are about.
func groupsOf(sc *web.Scene, at string, t *reading.Table) Groups {
	f := Groups{Title: sc.T("import.groups." + t.Sorting.By)}
	for _, c := range t.Columns {
		if t.Sorting.By == reading.ByColumn && c.Index == t.Sorting.Column {
			f.Title = sc.T("import.groups.column", "header", ColumnName(sc, c))
		}
	}
	for k, g := range t.Sorting.Groups {
		label := sc.N("import.group", g.Rows, "text", Short(g.Text))
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
		options := Choices(sc, "import.subject", append(subjectNames(), leaveOut), chosen)
		f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldSelect, Name: "group." + at + "." + strconv.Itoa(k), Label: label, Hint: sc.T("import.sure", "sure", sc.Percent(whole(g.Sure))), Width: ui.WidthMedium, Options: options})
	}
	return f
}

// Take reads what was said of the n-th table; again says that it has become a
// mixed one, of whose groups nothing was asked yet.
func (said *Setting) Take(in *form.Form, n int, t *reading.Table) (again bool) {
	at := strconv.Itoa(n)
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
