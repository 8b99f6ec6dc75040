package intake

import (
	"bytes"
	"iter"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// resultData shows an import that runs or has ended.
type resultData struct {
	Notice  *ui.Notice
	Sums    []sum
	Reports []ui.LinkButton
	Rows    ui.Table
	Next    *ui.Link
	Undo    *ui.Form
	UndoFor string
	Left    ui.Table
	Running bool
	Refresh ui.Link
	Poll    string
}

// perPage is how many rows a page of the result shows.
const perPage = 100

func (s *Service) resultPage(r *http.Request, i Import) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	d := &resultData{Notice: s.resultNotice(sc, i), Sums: sums(sc, i.Counts), Running: i.State == Running || i.State == Undoing}
	d.Refresh, d.Poll = ui.Link{Text: sc.T("import.refresh"), Href: sc.Path("/import/" + i.ID)}, sc.Path("/import/"+i.ID)
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	rows, err := outcomes(ctx, s.DB, i.ID, after, perPage)
	if err != nil {
		return nil, err
	}
	d.Rows = s.resultTable(sc, rows)
	if len(rows) == perPage {
		d.Next = &ui.Link{Text: sc.T("import.more"), Href: sc.Path("/import/"+i.ID, "after", strconv.Itoa(rows[len(rows)-1].N))}
	}
	if i.State == Done || i.State == Undone {
		for _, form := range []string{"xlsx", "csv", "json"} {
			d.Reports = append(d.Reports, ui.LinkButton{Text: sc.T("import.report." + form), Href: sc.Path("/import/"+i.ID+"/report", "as", form), Download: true})
		}
	}
	now := s.deps.Clock()
	if i.State == Done && i.Undoable(now) {
		d.Undo = &ui.Form{Action: sc.Path("/import/" + i.ID + "/undo"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("import.undo"), Icon: ui.IconUndo, Kind: ui.ButtonDanger, Confirm: sc.T("import.undo.confirm")}}
		d.UndoFor = sc.T("import.undo.until", "day", sc.Day(sc.Local(i.Ended.Add(UndoFor))))
	}
	if i.State == Undone {
		if err := s.addLeft(r, sc, i, d); err != nil {
			return nil, err
		}
	}
	return web.Page{Template: "intake/result", Title: i.Title, Crumbs: s.crumbs(sc), Data: d}, nil
}

// resultNotice is one sentence on how an import stands.
func (s *Service) resultNotice(sc *web.Scene, i Import) *ui.Notice {
	counts := sc.T("import.counts", "created", int64(i.Counts.Created), "completed", int64(i.Counts.Completed), "skipped", int64(i.Counts.Skipped))
	switch i.State {
	case Running:
		return &ui.Notice{Tone: ui.ToneInfo, Title: sc.T("import.running"), Text: sc.T("import.running.text", "done", int64(i.Done), "all", int64(i.Items))}
	case Undoing:
		return &ui.Notice{Tone: ui.ToneInfo, Title: sc.T("import.undoing"), Text: sc.T("import.undoing.text")}
	case Undone:
		return &ui.Notice{Tone: ui.ToneNeutral, Title: sc.T("import.undone"), Text: sc.T("import.undone.text")}
	}
	return &ui.Notice{Tone: ui.ToneGood, Title: sc.T("import.done"), Text: counts}
}

func (s *Service) resultTable(sc *web.Scene, rows []Outcome) ui.Table {
	t := ui.Table{ID: "rows", Caption: sc.T("import.rows.done"), Stack: true, Columns: []ui.Column{{Label: sc.T("import.row")}, {Label: sc.T("import.text")}, {Label: sc.T("import.became")}}}
	for _, o := range rows {
		became := ui.Value{Text: sc.T("import.outcome." + o.Outcome), Note: reasonWords(sc, o)}
		text := ui.Value{Text: o.Brief}
		if text.Text == "" {
			text.Text = sc.T("import.row.empty")
		}
		if path := s.deps.Kinds().Path(o.Ref); path != "" && o.Outcome != Skipped {
			text.Href = sc.Path(path)
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: o.Cell, Note: o.Sheet}}, ui.Cell{Value: text}, ui.Cell{Value: became}))
	}
	return t
}

// addLeft names what could not be taken back, since somebody worked with it.
func (s *Service) addLeft(r *http.Request, sc *web.Scene, i Import, d *resultData) error {
	all, err := s.Left(r.Context(), i.ID)
	if err != nil {
		return err
	}
	d.Left = ui.Table{ID: "left", Caption: sc.T("import.left"), Columns: []ui.Column{{Label: sc.T("import.left.record")}, {Label: sc.T("import.left.how")}}}
	for _, t := range all {
		d.Left.Rows = append(d.Left.Rows, d.Left.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: t.Title, Href: sc.Path(s.deps.Kinds().Path(t.Ref))}}, ui.Cell{Value: ui.Value{Text: sc.T("import.left." + t.How)}},
		))
	}
	return nil
}

// report sends what became of every row as a file, with links to the records.
func (s *Service) report(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	i, err := s.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	t := sheet.Table{Name: sc.T("import.report"), Columns: []sheet.Column{
		{Key: "row", Title: sc.T("import.report.row")}, {Key: "sheet", Title: sc.T("import.report.sheet")}, {Key: "cell", Title: sc.T("import.row")}, {Key: "text", Title: sc.T("import.text")},
		{Key: "outcome", Title: sc.T("import.became")}, {Key: "reason", Title: sc.T("import.reason")}, {Key: "doubts", Title: sc.T("import.doubts")}, {Key: "record", Title: sc.T("import.report.link")},
	}, Rows: s.reportRows(r, sc, i)}
	var b bytes.Buffer
	as, media := r.URL.Query().Get("as"), "text/csv; charset=utf-8"
	switch as {
	case "xlsx":
		media, err = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.WriteXLSX(&b, t)
	case "json":
		media, err = "application/json", sheet.WriteJSON(&b, t)
	default:
		as, err = "csv", sheet.WriteCSV(&b, t)
	}
	if err != nil {
		return nil, err
	}
	return web.File{Name: sc.T("import.report.name", "title", i.Title) + "." + as, Type: media, Body: b.Bytes()}, nil
}

// reportRows reads the rows of a report page by page.
func (s *Service) reportRows(r *http.Request, sc *web.Scene, i Import) iter.Seq2[[]sheet.Cell, error] {
	return func(yield func([]sheet.Cell, error) bool) {
		for after := 0; ; {
			page, err := outcomes(r.Context(), s.DB, i.ID, after, 1000)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, o := range page {
				if !yield(s.reportCells(sc, o), nil) {
					return
				}
				after = o.N
			}
			if len(page) < 1000 {
				return
			}
		}
	}
}

func (s *Service) reportCells(sc *web.Scene, o Outcome) []sheet.Cell {
	var doubts []string
	for _, d := range o.Doubts {
		doubts = append(doubts, d.Text+" ("+sc.T("import.doubt."+d.Reason)+")")
	}
	link := ""
	if path := s.deps.Kinds().Path(o.Ref); path != "" && o.Outcome != Skipped {
		link = sc.URL.Scheme + "://" + sc.URL.Host + sc.Path(path)
	}
	return []sheet.Cell{sheet.Int(int64(o.N)), sheet.String(o.Sheet), sheet.String(o.Cell), sheet.String(o.Brief), sheet.String(sc.T("import.outcome." + o.Outcome)),
		sheet.String(reasonWords(sc, o)), sheet.String(strings.Join(doubts, "; ")), sheet.String(link)}
}

func refOf(t touch) record.Ref { return record.Ref{Kind: t.Kind, ID: t.ID} }
