package reciprocity

import (
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
)

// listPage is what the template list shows.
type listPage struct {
	Tabs   ui.Tabs
	Filter ui.Form
	Table  ui.Table
	Take   ui.Download
}

// asked is the year that an address names; 0 for all.
func asked(scene *web.Scene) int {
	year, err := strconv.Atoi(scene.URL.Query().Get("year"))
	if err != nil || year < 1 || year > 9999 {
		return 0
	}
	return year
}

// list is the register: all partners, and whose turn it is to come.
func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	year, turn := asked(scene), r.URL.Query().Get("turn")
	rows, years, err := s.Register(ctx, scene, year)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(l Line) bool {
		whose, _ := l.Turn()
		return slices.Contains(Turns(), turn) && whose != turn
	})
	if as := export.Asked(r); as != "" {
		return s.exportList(scene, as, rows)
	}
	data := listPage{Tabs: tabs(scene, turn), Filter: filterForm(scene, year, years, turn), Take: export.Links(scene)}
	t := &data.Table
	*t = ui.Table{ID: "reciprocity", Caption: scene.T("reciprocity.list"), Quiet: true, Stack: true, Columns: columns(scene, "partner", "turn"), Empty: &ui.Empty{Title: scene.T("reciprocity.none"), Text: scene.T("reciprocity.none.text")}}
	asYear := ""
	if year != 0 {
		asYear = yearWords(year)
	}
	for _, l := range rows {
		chip := turnChip(scene, l.Figures)
		t.Rows = append(t.Rows, t.NewRow(append([]ui.Cell{
			{Value: ui.Value{Text: l.Name, Href: scene.Path("/reciprocity/" + l.Partner)}, Head: true}, {Value: ui.Value{Chip: &chip}},
		}, lastCells(scene, l, cells(scene, l.Figures, to(scene, l.Partner, asYear)))...)...))
	}
	return web.Page{Template: "reciprocity/list", Title: scene.T("reciprocity.list"), Data: data}, nil
}

// lastCells adds to the figures of both ways when somebody came last.
func lastCells(scene *web.Scene, l Line, all []ui.Cell) []ui.Cell {
	for i, when := range []edtf.Date{l.LastIn, l.LastOut} {
		if !when.IsZero() {
			all[i].Value.Parts = append(all[i].Value.Parts, ui.Value{Text: scene.T("reciprocity.last", "when", when)})
		}
	}
	return all
}

func tabs(scene *web.Scene, chosen string) ui.Tabs {
	all := ui.Tabs{Label: scene.T("reciprocity.views")}
	year := scene.URL.Query().Get("year")
	for _, turn := range append([]string{""}, Turns()...) {
		words := "reciprocity.view." + turn
		if turn == "" {
			words = "reciprocity.view.all"
		}
		all.Items = append(all.Items, ui.Link{Text: scene.T(words), Href: scene.Path("/reciprocity", "turn", turn, "year", year), Current: turn == chosen})
	}
	return all
}

// filterForm chooses the year, and keeps the view.
func filterForm(scene *web.Scene, year int, years []int, turn string) ui.Form {
	field := ui.Field{Kind: ui.FieldSelect, Name: "year", Label: scene.T("reciprocity.year"), Empty: scene.T("reciprocity.year.all")}
	for _, y := range years {
		field.Options = append(field.Options, ui.Option{Value: yearWords(y), Label: yearTitle(scene, y), Selected: y == year})
	}
	form := ui.Form{Action: scene.Path("/reciprocity"), Get: true, Submit: ui.Button{Text: scene.T("reciprocity.show")}, Sets: []ui.Fieldset{{Legend: scene.T("reciprocity.filter"), Row: true, Fields: []ui.Field{field}}}}
	if turn != "" {
		form.Hidden = []ui.Hidden{{Name: "turn", Value: turn}}
	}
	return form
}

// ledgerPage is what the template ledger shows.
type ledgerPage struct {
	Head    ui.Head
	Doubts  []ui.Value
	Years   ui.Table
	Take    ui.Download
	Views   ui.Tabs
	Records ui.Table
	Only    *ui.Link // the way to all years, when one was chosen
}

// view is the ledger of one partner, and below it the records of the figure that
// was followed.
func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.deps.Partner(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	l, err := s.Ledger(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.exportLedger(scene, as, p, l)
	}
	at := to(scene, p.ID, "")
	name := keep.Said(scene, p.Name)
	data := ledgerPage{
		Head:   ui.Head{Over: scene.T("reciprocity.kind"), Title: name, Chips: []ui.Chip{turnChip(scene, l.Total)}, Meta: []ui.Value{{Text: scene.T("reciprocity.dossier"), Href: scene.Path(p.Path)}}},
		Doubts: doubts(scene, l.Total, at), Years: yearTable(scene, "years", p.ID, l, len(l.Years)), Take: export.Links(scene),
	}
	data.Years.Empty = &ui.Empty{Title: scene.T("reciprocity.none"), Text: scene.T("reciprocity.none.text")}
	s.records(scene, &data, p, l)
	return web.Page{Template: "reciprocity/ledger", Title: scene.T("reciprocity.titled", "partner", p.Name), Data: data, About: "partner:" + p.ID, Crumbs: []web.Crumb{{Text: scene.T("reciprocity.list"), Path: "/reciprocity"}}}, nil
}

// yearTable lists the newest years, and the sum of all.
func yearTable(scene *web.Scene, id, partner string, l Ledger, most int) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("reciprocity.years"), Quiet: true, Stack: true, Columns: columns(scene, "year")}
	for _, y := range l.Years[:min(most, len(l.Years))] {
		t.Rows = append(t.Rows, t.NewRow(append([]ui.Cell{{Value: ui.Value{Text: yearTitle(scene, y.Year)}, Head: true}}, cells(scene, y.Figures, to(scene, partner, yearWords(y.Year)))...)...))
	}
	if len(l.Years) > 1 {
		total := t.NewRow(append([]ui.Cell{{Value: ui.Value{Text: scene.T("reciprocity.total")}, Head: true}}, cells(scene, l.Total, to(scene, partner, ""))...)...)
		t.Foot = total.Cells
	}
	return t
}

// counted tells whether a visit is part of a figure; of is empty for all of them.
func counted(v Visit, of string) bool {
	switch of {
	case "":
		return true
	case In, Out, Both:
		return v.Held && v.Way == of
	case Unsure:
		return !v.Held
	}
	return v.Held && slices.ContainsFunc(v.Paid, func(p Paid) bool { return p.By == of })
}

// figures lists what records can be looked at alone.
func figures() []string {
	return []string{"", In, Out, Both, Own, Theirs, Others, Unsure, Given, Received}
}

// records lists the visits or gifts that a figure is made of.
func (s *Service) records(scene *web.Scene, data *ledgerPage, p Party, l Ledger) {
	of, year := scene.URL.Query().Get("of"), scene.URL.Query().Get("year")
	within := func(when edtf.Date) bool { return year == "" || year == yearWords(yearOf(when)) }
	data.Views.Label = scene.T("reciprocity.records.views")
	for _, one := range figures() {
		words := "reciprocity.of." + one
		if one == "" {
			words = "reciprocity.of.all"
		}
		if one == "" || one == of || slices.ContainsFunc(l.Visits, func(v Visit) bool { return counted(v, one) }) || slices.ContainsFunc(l.Gifts, func(g Gift) bool { return g.Side == one }) {
			data.Views.Items = append(data.Views.Items, ui.Link{Text: scene.T(words), Href: to(scene, p.ID, year)(one), Current: one == of})
		}
	}
	if year != "" {
		n, _ := strconv.Atoi(year)
		data.Only = &ui.Link{Text: scene.T("reciprocity.records.every", "year", yearTitle(scene, n)), Href: to(scene, p.ID, "")(of)}
	}
	t := &data.Records
	*t = ui.Table{ID: "records-table", Caption: scene.T("reciprocity.records"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("reciprocity.records.none")}}
	if of == Given || of == Received {
		t.Columns = []ui.Column{{Label: scene.T("reciprocity.column.gift")}, {Label: scene.T("reciprocity.column.on")}}
		for _, g := range l.Gifts {
			if title := keep.Said(scene, g.Title); g.Side == of && within(g.On) {
				title.Href = scene.Path("/gifts/" + g.ID)
				t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Date(g.On)}}))
			}
		}
		return
	}
	for _, name := range []string{"visit", "way", "people", "days", "own", "theirs", "others"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("reciprocity.column." + name)})
	}
	for _, v := range l.Visits {
		if counted(v, of) && within(v.When) {
			t.Rows = append(t.Rows, t.NewRow(s.recordCells(scene, v)...))
		}
	}
}

func (s *Service) recordCells(scene *web.Scene, v Visit) []ui.Cell {
	title := keep.Said(scene, v.Name)
	title.Href, title.Note = scene.Path("/activities/"+v.ID), scene.Date(v.When)
	known := func(n int, words string) ui.Value {
		if n == 0 {
			return ui.Value{Text: scene.T("reciprocity.unknown")}
		}
		return ui.Value{Text: scene.N(words, n)}
	}
	way := ui.Value{Text: scene.T("reciprocity.way." + v.Way)}
	if !v.Held {
		way.Chip = &ui.Chip{Text: scene.T("reciprocity.unsure.chip"), Tone: ui.ToneWarn}
	}
	all := []ui.Cell{{Value: title, Head: true}, {Value: way}, {Value: known(v.People, "reciprocity.people")}, {Value: known(v.Days, "reciprocity.days")}}
	for _, by := range []string{Own, Theirs, Others} {
		all = append(all, ui.Cell{Value: paidValue(scene, v, by)})
	}
	return all
}

// paidValue is what one side paid for a visit, with the way to the estimate.
func paidValue(scene *web.Scene, v Visit, by string) ui.Value {
	if len(v.Paid) == 0 {
		return ui.Value{Text: scene.T("reciprocity.unknown")}
	}
	var parts []ui.Value
	for _, p := range v.Paid {
		switch {
		case p.By != by:
		case p.Known == 0:
			parts = append(parts, ui.Value{Text: scene.T("reciprocity.fact.none"), Href: scene.Path("/estimates/" + p.Estimate)})
		default:
			value := ui.Value{Text: scene.Money(p.Sum), Href: scene.Path("/estimates/" + p.Estimate)}
			if p.Missing > 0 {
				value.Note = scene.N("reciprocity.factless", p.Missing)
			}
			parts = append(parts, value)
		}
	}
	return joined(parts)
}
