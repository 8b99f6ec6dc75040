package intake

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// checkData shows what would happen, the doubts first.
type checkData struct {
	formPage
	Sums   []sum
	Pairs  []pairRow
	Asked  string // heading of the pairs
	Skips  ui.Table
	Doubts ui.Table
}

// sum is one number of the summary.
type sum struct {
	Number, Text string
}

// pairRow sets what a file says beside a record.
type pairRow struct {
	Title, Why string
	Table      ui.Table
	Field      ui.Field
	Open       bool
}

func (s *Service) checkPage(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	c, err := s.check(r.Context(), i, nil)
	if err != nil {
		return nil, err
	}
	d := &checkData{formPage: formPage{Steps: steps(sc, "check", i.ID), Lead: sc.T("import.check.lead", "created", int64(c.Counts.Created), "completed", int64(c.Counts.Completed), "skipped", int64(c.Counts.Skipped)), Forget: s.forgetForm(sc, i)}}
	n := c.Counts.Created + c.Counts.Completed
	d.Form = ui.Form{Action: sc.Path("/import/" + i.ID + "/start"), Once: sc.Once(), Submit: ui.Button{Text: sc.N("import.start", n), Kind: ui.ButtonPrimary}}
	if n == 0 {
		d.Notice = &ui.Notice{Tone: ui.ToneInfo, Title: sc.T("import.check.nothing"), Text: sc.T("import.check.nothing.text")}
	}
	if len(c.Pairs) > 0 {
		d.Form.Others = []ui.Button{{Text: sc.T("import.recount"), Action: sc.Path("/import/" + i.ID + "/check")}}
		d.Asked = sc.N("import.pairs", c.Matches, "doubts", int64(c.Doubts))
	}
	d.Sums = sums(sc, c.Counts)
	slices.SortStableFunc(c.Pairs, func(a, b Pair) int {
		switch {
		case a.Sure == b.Sure:
			return 0
		case a.Sure:
			return 1
		}
		return -1
	})
	for _, p := range c.Pairs {
		d.Pairs = append(d.Pairs, s.pairRow(r.Context(), sc, p))
	}
	d.Skips, d.Doubts = s.outcomeTable(sc, "skips", c.Skips), s.doubtTable(sc, c.Cells)
	return web.Page{Template: "intake/check", Title: sc.T("import.check"), Crumbs: s.crumbs(sc), Data: d}, nil
}

// sums are the records that an import makes, by kind.
func sums(sc *web.Scene, c Counts) []sum {
	out := []sum{{sc.Number(int64(c.In)), sc.T("import.sum.in")}}
	for _, kind := range append(match.Kinds(), roleKind, partKind) {
		if n := c.Records[kind]; n > 0 {
			out = append(out, sum{sc.Number(int64(n)), sc.T("import.sum." + kind)})
		}
	}
	if c.Claims > 0 {
		out = append(out, sum{sc.Number(int64(c.Claims)), sc.T("import.sum.claims")})
	}
	return out
}

// pairRow shows one pair: the columns in which either side says something.
func (s *Service) pairRow(ctx context.Context, sc *web.Scene, p Pair) pairRow {
	t, _ := s.table(p.Kind)
	id := strings.ReplaceAll(decisionKey(p.N, p.Kind, p.Aside), ".", "-")
	row := pairRow{Title: titleOf(p.File), Why: sc.T("import.why." + p.Why), Open: !p.Sure}
	if row.Title == "" {
		row.Title = titleOf(p.Ours.Values)
	}
	row.Table = ui.Table{ID: "pair-" + id, Caption: sc.T("import.pair", "cell", p.Cell, "sheet", p.Sheet), Columns: []ui.Column{
		{Label: sc.T("import.pair.field")}, {Label: sc.T("import.pair.ours")}, {Label: sc.T("import.pair.file")},
	}}
	for _, c := range t.Columns {
		ours, file := s.shown(ctx, sc, c, p.Ours.Values[c.Name]), s.shown(ctx, sc, c, p.File[c.Name])
		if file.Text == "" || c.Type == transfer.Circle {
			continue
		}
		row.Table.Rows = append(row.Table.Rows, row.Table.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: sc.T(c.Key)}}, ui.Cell{Value: ours}, ui.Cell{Value: file}))
	}
	if path := s.deps.Kinds().Path(record.Ref{Kind: p.Kind, ID: p.ID}); path != "" && len(row.Table.Rows) > 0 {
		row.Table.Rows[0].Cells[1].Value.Href = sc.Path(path)
	}
	row.Field = ui.Field{Kind: ui.FieldRadios, Name: "d." + decisionKey(p.N, p.Kind, p.Aside), Label: sc.T("import.pair.choose", "title", row.Title), LabelHidden: true,
		Options: tables.Choices(sc, "import.choice", []string{string(Complete), string(KeepOurs), string(Different)}, string(p.Choice))}
	return row
}

// shown is a canonical value in words.
func (s *Service) shown(ctx context.Context, sc *web.Scene, c transfer.Column, value string) ui.Value {
	switch {
	case value == "":
		return ui.Value{}
	case c.Type == transfer.Langs:
		var t i18n.Text
		if t.UnmarshalJSON([]byte(value)) != nil {
			return ui.Value{Text: value}
		}
		v := keep.Said(sc, t)
		v.Text = tables.Short(v.Text)
		return v
	case c.Type == transfer.Date:
		d, err := edtf.Parse(value)
		if err != nil {
			return ui.Value{Text: value}
		}
		return ui.Value{Text: sc.Date(d)}
	case c.Options != nil:
		if options, err := c.Options(ctx, sc); err == nil {
			for _, o := range options {
				if o.Value == value {
					return ui.Value{Text: o.Label}
				}
			}
		}
	}
	return ui.Value{Text: tables.Short(value)}
}

// outcomeTable lists rows with what became of them.
func (s *Service) outcomeTable(sc *web.Scene, id string, rows []Outcome) ui.Table {
	t := ui.Table{ID: id, Caption: sc.T("import." + id), Stack: true, Columns: []ui.Column{{Label: sc.T("import.row")}, {Label: sc.T("import.text")}, {Label: sc.T("import.reason")}}}
	for _, o := range rows {
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: o.Cell, Note: o.Sheet}}, ui.Cell{Value: ui.Value{Text: o.Brief}},
			ui.Cell{Value: ui.Value{Text: reasonWords(sc, o)}},
		))
	}
	return t
}

// reasonWords say why a row was left out.
func reasonWords(sc *web.Scene, o Outcome) string {
	if o.Reason == "" {
		return ""
	}
	if o.Words != "" {
		return sc.T("import.reason."+o.Reason) + ": " + o.Words
	}
	return sc.T("import.reason." + o.Reason)
}

// doubtTable lists cells that were kept in the remarks.
func (s *Service) doubtTable(sc *web.Scene, rows []Outcome) ui.Table {
	t := ui.Table{ID: "doubts", Caption: sc.T("import.doubts"), Stack: true, Columns: []ui.Column{{Label: sc.T("import.row")}, {Label: sc.T("import.cell")}, {Label: sc.T("import.reason")}}}
	for _, o := range rows {
		for _, doubt := range o.Doubts {
			t.Rows = append(t.Rows, t.NewRow(
				ui.Cell{Head: true, Value: ui.Value{Text: o.Cell, Note: o.Sheet}}, ui.Cell{Value: ui.Value{Text: doubt.Text}}, ui.Cell{Value: ui.Value{Text: sc.T("import.doubt." + doubt.Reason)}},
			))
		}
	}
	return t
}

// takeDecisions keeps what was chosen and counts anew.
func (s *Service) takeDecisions(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	i.Settings.Decisions = decisions(r, i)
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + i.ID + "/check"}, nil
}
