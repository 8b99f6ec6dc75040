package task

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// The views of the register.
const (
	viewMine     = "mine"
	viewAll      = "all"
	viewNobody   = "nobody"
	viewPartners = "partners"
)

// listPage is what the template list shows.
type listPage struct {
	Tabs    ui.Tabs
	Back    *ui.Form // takes the last change of several back
	BackBy  string   // what it was
	Failed  *ui.Notice
	Filter  ui.Form
	Table   ui.Table
	Bulk    *bulkBar
	Pager   ui.Pager
	Take    ui.Download
	Actions []ui.LinkButton
}

// bulkBar is the form around the table.
type bulkBar struct {
	Action string
	Once   ui.Once
	Hidden []ui.Hidden
	Legend string
	Fields []ui.Field
	Submit ui.Button
	Finish ui.Button
}

// asked is the filter that an address names.
func asked(scene *web.Scene, c *crew) Filter {
	q := scene.URL.Query()
	f := Filter{Type: q.Get("type"), Partner: q.Get("partner"), Closed: q.Get("state") == "closed", After: Key{q.Get("after"), q.Get("after_id")}}
	switch q.Get("whose") {
	case viewMine, "":
		f.Hands = c.own()
	case viewNobody:
		f.Hands = c.nobody()
	}
	return f
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	return s.showList(r, typedBulk{}, "")
}

// typedBulk is what was typed for several rows.
type typedBulk struct {
	owner, due string
	picks      []keep.Pick
}

// showList is the register, perhaps with what was typed for several of its rows
// and why it was not taken.
func (s *Service) showList(r *http.Request, typed typedBulk, failed string) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if scene.URL.Query().Get("whose") == viewPartners {
		return s.partners(r)
	}
	c, err := s.crew(ctx, scene)
	if err != nil {
		return nil, err
	}
	f := asked(scene, c)
	if as := export.Asked(r); as != "" {
		if !scene.URL.Query().Has("whose") {
			return s.exportAll(r, as)
		}
		return s.exportList(r, as, f)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Tasks(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	names, err := s.partnerNames(ctx, scene)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	has := columnsAll()
	has.pick = s.mayBulk(ctx, f)
	data := listPage{
		Tabs: tabs(scene), Filter: filterForm(scene, f, names), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}, "changed"), Take: takeAway(scene),
		Table: s.table(ctx, scene, c, "tasks", rows, names, has),
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("task.none"), Text: scene.T("task.none.text")}
	if f.Type == "" && f.Partner == "" && !f.Closed {
		data.Table.Empty.Title = scene.T("task.all_done")
	}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Day, last.ID, "changed")
	}
	if failed != "" {
		data.Failed = &ui.Notice{Tone: ui.ToneBad, Title: scene.T("task.bulk.failed"), Text: failed}
	}
	s.changed(scene, &data)
	if err := s.actions(ctx, scene, &data, f, typed, len(rows) > 0); err != nil {
		return nil, err
	}
	page := web.Page{Template: "task/list", Title: scene.T("task.list"), Data: data}
	if failed != "" {
		page.Status = http.StatusUnprocessableEntity
	}
	return page, nil
}

// mayBulk tells whether several rows can be changed at once.
func (s *Service) mayBulk(ctx context.Context, f Filter) bool {
	return !f.Closed && s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) >= account.All
}

// actions are what the viewer may do from the register.
func (s *Service) actions(ctx context.Context, scene *web.Scene, data *listPage, f Filter, typed typedBulk, rows bool) error {
	if s.mayAdd(ctx) {
		data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("task.begin"), Href: scene.Path("/tasks/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus})
	}
	data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("task.week"), Href: scene.Path("/tasks/week")})
	if s.Gate.Scope(ctx, rulesNeed()) > account.None {
		data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("task.rules"), Href: scene.Path("/tasks/rules"), Kind: ui.ButtonQuiet})
	}
	if !rows || !s.mayBulk(ctx, f) {
		return nil
	}
	owners, err := s.ownerOptions(ctx, scene)
	for i := range owners {
		owners[i].Selected = owners[i].Value == typed.owner
	}
	data.Bulk = &bulkBar{
		Action: scene.Path("/tasks/bulk"), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "query", Value: scene.URL.RawQuery}}, Legend: scene.T("task.bulk"),
		Fields: []ui.Field{
			{Kind: ui.FieldSelect, Name: "owner", Label: scene.T("task.bulk.owner"), Empty: scene.T("task.bulk.same"), Options: owners},
			{Kind: ui.FieldDate, Name: "due", Label: scene.T("task.bulk.due"), Hint: scene.T("task.promise_due.hint"), Value: typed.due, Width: ui.WidthMedium},
		},
		Submit: ui.Button{Text: scene.T("task.bulk.change"), Name: "do", Value: "change"},
		Finish: ui.Button{Text: scene.T("task.bulk.finish"), Name: "do", Value: "finish", Icon: ui.IconCheck},
	}
	for i := range data.Table.Rows {
		pick := data.Table.Rows[i].Cells[0].Pick
		pick.Selected = slices.ContainsFunc(typed.picks, func(p keep.Pick) bool { return p.String() == pick.Value })
	}
	return err
}

// changed offers to take back what was just done to several entries.
func (s *Service) changed(scene *web.Scene, data *listPage) {
	list := scene.URL.Query().Get("changed")
	picks := keep.ReadPicks(strings.Split(list, ","))
	if len(picks) == 0 {
		return
	}
	data.BackBy = scene.N("task.bulk.done", len(picks))
	data.Back = &ui.Form{Action: scene.Path("/tasks/back"), Once: ui.Once{Key: scene.Key + "-back"}, Submit: ui.Button{Text: scene.T("task.bulk.back")},
		Hidden: []ui.Hidden{{Name: "picks", Value: list}, {Name: "query", Value: strings.TrimPrefix(scene.Here("changed", ""), scene.URL.Path+"?")}}}
}

func tabs(scene *web.Scene) ui.Tabs {
	chosen := scene.URL.Query().Get("whose")
	if chosen == "" {
		chosen = viewMine
	}
	all := ui.Tabs{Label: scene.T("task.views")}
	for _, v := range []string{viewMine, viewAll, viewNobody, viewPartners} {
		all.Items = append(all.Items, ui.Link{Text: scene.T("task.view." + v), Href: scene.Path("/tasks", "whose", v), Current: v == chosen})
	}
	return all
}

// filterForm chooses type, partner and state, and keeps the view.
func filterForm(scene *web.Scene, f Filter, partners []ui.Option) ui.Form {
	choose := func(name, empty, chosen string, options []ui.Option) ui.Field {
		return ui.Select(name, scene.T("task."+name), empty, options, chosen)
	}
	var types []ui.Option
	for _, t := range Types() {
		types = append(types, ui.Option{Value: t, Label: scene.T("task.type." + t)})
	}
	state := ""
	if f.Closed {
		state = "closed"
	}
	form := ui.Form{Action: scene.Path("/tasks"), Get: true, Submit: ui.Button{Text: scene.T("task.show")}, Sets: []ui.Fieldset{{
		Legend: scene.T("task.filter"), Row: true,
		Fields: []ui.Field{
			choose("type", scene.T("task.any"), f.Type, types),
			choose("partner", scene.T("task.any"), f.Partner, partners),
			choose("state", scene.T("task.state.open"), state, []ui.Option{{Value: "closed", Label: scene.T("task.state.closed")}}),
		},
	}}}
	if view := scene.URL.Query().Get("whose"); view != "" {
		form.Hidden = []ui.Hidden{{Name: "whose", Value: view}}
	}
	return form
}

func (s *Service) partnerNames(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.deps.Partners(ctx, scene)
}

// columnsOf says which columns a table has beside the title and the day.
type columnsOf struct{ pick, kind, partner, who bool }

// columnsAll are the columns of the register.
func columnsAll() columnsOf { return columnsOf{pick: true, kind: true, partner: true, who: true} }

// table lists tasks.
func (s *Service) table(ctx context.Context, scene *web.Scene, c *crew, id string, rows []Task, partners []ui.Option, has columnsOf) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("task.list"), Quiet: true, Stack: true}
	if has.pick {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.bulk.pick"), Hidden: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.title")})
	if has.kind {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.type")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.due")})
	names := ui.Labels(partners)
	if has.partner {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.partner")})
	}
	if has.who {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("task.who")})
	}
	for _, one := range rows {
		title := keep.Said(scene, one.Title)
		title.Href = scene.Path("/tasks/" + one.ID)
		var cells []ui.Cell
		if has.pick {
			cells = append(cells, ui.Cell{Pick: &ui.Pick{Name: "pick", Value: keep.Pick{ID: one.ID, Version: one.Version}.String(), Label: scene.T("task.bulk.pick_one", "title", title.Text)}})
		}
		cells = append(cells, ui.Cell{Value: title, Head: true})
		if has.kind {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: scene.T("task.type." + one.Type)}})
		}
		cells = append(cells, ui.Cell{Value: s.dueValue(scene, one)})
		if has.partner {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: names[one.Partner]}})
		}
		if has.who {
			words, held := c.who(scene, one)
			cell := ui.Cell{Value: ui.Value{Text: words}}
			if !held && !one.Closed() {
				cell.Value = ui.Value{Chip: &ui.Chip{Text: words, Tone: ui.ToneWarn}}
			}
			cells = append(cells, cell)
		}
		row := t.NewRow(cells...)
		row.Quiet = one.Closed()
		t.Rows = append(t.Rows, row)
	}
	return t
}

// dueValue says when something is due, or how it ended.
func (s *Service) dueValue(scene *web.Scene, t Task) ui.Value {
	if t.Closed() {
		tone := ui.ToneGood
		if t.Outcome == Dropped || t.Outcome == Partly {
			tone = ui.TonePaused
		}
		return ui.Value{Chip: &ui.Chip{Text: scene.T("task.outcome." + t.Outcome), Tone: tone, Note: scene.Date(t.Done)}}
	}
	now := s.deps.Clock()
	words := dueWords(scene.Printer, t.Due, now)
	switch {
	case words == "":
		return ui.Value{}
	case t.Overdue(now) > 0:
		return ui.Value{Chip: &ui.Chip{Text: words, Tone: ui.ToneBad, Note: scene.Date(t.Due)}}
	case words == scene.Date(t.Due):
		return ui.Value{Text: words}
	}
	return ui.Value{Text: words, Note: scene.Date(t.Due)}
}
