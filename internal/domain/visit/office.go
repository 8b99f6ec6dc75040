package visit

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// listPage is what the template list shows.
type listPage struct {
	Add    *ui.LinkButton
	Views  ui.Tabs
	Filter ui.Form
	Days   []ui.Link // of cities: activities with several delegations
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	More   []ui.Link
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := Filter{State: Ahead, Type: q.Get("type"), Partner: q.Get("partner"), Day: s.today(), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if q.Get("state") == Past {
		f.State = Past
	}
	if as := export.Asked(r); as != "" {
		return s.exportList(ctx, scene, as, f)
	}
	rows, err := s.Visits(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Pager: keep.Pager(scene, len(rows), total, f.After != Key{}), Take: export.Links(scene)}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Day, last.ID)
	}
	data.Views.Label = scene.T("visit.views")
	for _, state := range []string{Ahead, Past} {
		data.Views.Items = append(data.Views.Items, ui.Link{Text: scene.T("visit.state." + state), Href: scene.Path("/visits", "state", state, "type", f.Type, "partner", f.Partner), Current: state == f.State})
	}
	if data.Filter, err = s.filterForm(ctx, scene, f); err != nil {
		return nil, err
	}
	if data.Table, err = s.table(ctx, scene, rows, f.State); err != nil {
		return nil, err
	}
	if data.Days, err = s.cityDays(ctx, scene); err != nil {
		return nil, err
	}
	if s.may(ctx, module.Create, Kind) {
		data.Add = &ui.LinkButton{Text: scene.T("visit.new"), Href: scene.Path("/visits/new", "partner", f.Partner), Icon: ui.IconPlus, Kind: ui.ButtonPrimary}
	}
	if s.may(ctx, module.View, TransferKind) {
		data.More = append(data.More, ui.Link{Text: scene.T("visit.transfers"), Href: scene.Path("/transfers")})
	}
	if s.may(ctx, module.Edit, SettingsKind) {
		data.More = append(data.More, ui.Link{Text: scene.T("visit.settings"), Href: scene.Path("/visit-settings")})
	}
	return web.Page{Template: "visit/list", Title: scene.T("visit.list"), Data: data}, nil
}

func (s *Service) filterForm(ctx context.Context, scene *web.Scene, f Filter) (ui.Form, error) {
	kind := ui.Field{Kind: ui.FieldSelect, Name: "type", Label: scene.T("visit.direction"), Empty: scene.T("visit.any")}
	for _, t := range Types() {
		kind.Options = append(kind.Options, ui.Option{Value: t, Label: scene.T("visit.type." + t), Selected: t == f.Type})
	}
	partner, err := s.choice(ctx, scene, s.deps.Partners, ui.Field{Name: "partner", Label: scene.T("visit.partner"), Empty: scene.T("visit.any")}, f.Partner)
	form := ui.Form{Action: scene.Path("/visits"), Get: true, Submit: ui.Button{Text: scene.T("visit.show")}, Sets: []ui.Fieldset{{Legend: scene.T("visit.filter"), Row: true, Fields: []ui.Field{kind, partner}}}}
	if f.State == Past {
		form.Hidden = []ui.Hidden{{Name: "state", Value: Past}}
	}
	return form, err
}

// choice fills a select with what can be chosen; a list that is not for the viewer
// is empty.
func (s *Service) choice(ctx context.Context, scene *web.Scene, options Options, field ui.Field, chosen string) (ui.Field, error) {
	field.Kind = ui.FieldSelect
	all, err := options(ctx, scene)
	if hidden(err) {
		return field, nil
	}
	for _, o := range all {
		o.Selected = o.Value == chosen
		field.Options = append(field.Options, o)
	}
	return field, err
}

// hidden tells whether a list is not for this viewer, who reads less then.
func hidden(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.Forbidden || kind == errs.Unauthenticated || kind == errs.NotFound
}

// labels are the words of what can be chosen, by value.
func labels(ctx context.Context, scene *web.Scene, options Options) (map[string]string, error) {
	words := map[string]string{}
	all, err := options(ctx, scene)
	if hidden(err) {
		return words, nil
	}
	for _, o := range all {
		words[o.Value] = o.Label
	}
	return words, err
}

// seen is what a list of visits says beside their rows.
type seen struct {
	partners map[string]string
	sizes    map[string]int
	work     map[string][]Task
}

func (s *Service) seen(ctx context.Context, scene *web.Scene, rows []Visit) (seen, error) {
	ids := make([]string, len(rows))
	for i, v := range rows {
		ids[i] = v.Trip.ID
	}
	var also seen
	var err error
	if also.partners, err = labels(ctx, scene, s.deps.Partners); err != nil || len(ids) == 0 {
		return also, err
	}
	if also.sizes, err = sizes(ctx, s.DB, ids); err != nil {
		return also, err
	}
	also.work, err = s.deps.Work(ctx, scene, ids)
	return also, err
}

// table lists visits.
func (s *Service) table(ctx context.Context, scene *web.Scene, rows []Visit, state string) (ui.Table, error) {
	t := ui.Table{ID: "visits", Caption: scene.T("visit.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("visit.none." + state), Text: scene.T("visit.none.text")}}
	for _, c := range []string{"name", "when", "direction", "partner", "size", "ready"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("visit.column." + c), Number: c == "size"})
	}
	also, err := s.seen(ctx, scene, rows)
	if err != nil {
		return t, err
	}
	for _, v := range rows {
		name := keep.Said(scene, v.Trip.Name)
		name.Href = scene.Path("/visits/" + v.Trip.ID)
		when := ui.Value{Text: scene.Date(v.Trip.When())}
		if n, ahead := v.Until(s.deps.Clock()); ahead && !v.Trip.Off() {
			when.Note = scene.N("visit.until", n)
			if n == 0 {
				when.Note = scene.T("visit.until.today")
			}
		}
		ready := readiness(scene, also.work[v.Trip.ID])
		if v.Trip.Off() {
			ready = ui.Value{Chip: &ui.Chip{Text: scene.T("visit.off"), Tone: ui.TonePaused}}
		}
		row := t.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: when}, ui.Cell{Value: ui.Value{Text: scene.T("visit.type." + v.Trip.Type)}},
			ui.Cell{Value: ui.Value{Text: also.partners[v.Partner]}}, ui.Cell{Value: ui.Value{Text: size(scene, v, also.sizes[v.Trip.ID])}}, ui.Cell{Value: ready})
		row.Quiet = v.Trip.Off()
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// size is how many people are named, of how many that are expected.
func size(scene *web.Scene, v Visit, named int) string {
	expected, _ := strconv.Atoi(v.Expected)
	switch {
	case expected > 0 && named > 0 && named != expected:
		return scene.T("visit.size.of", "n", named, "of", expected)
	case named > 0:
		return scene.Number(int64(named))
	case expected > 0:
		return scene.T("visit.size.expected", "n", expected)
	}
	return scene.T("visit.size.unknown")
}

// readiness is how many of a visit's tasks are closed.
func readiness(scene *web.Scene, work []Task) ui.Value {
	if len(work) == 0 {
		return ui.Value{Text: scene.T("visit.ready.none")}
	}
	return ui.Value{Text: scene.T("visit.ready", "n", closed(work), "of", len(work))}
}

func closed(work []Task) int {
	n := 0
	for _, t := range work {
		if t.Closed {
			n++
		}
	}
	return n
}

// exportMax is how many visits are taken as one file.
const exportMax = 20000

// exportList is the register, as filtered, as a file: what the screen shows, and no
// names of people.
func (s *Service) exportList(ctx context.Context, scene *web.Scene, as export.Format, f Filter) (web.Reply, error) {
	f.After, f.Limit = Key{}, exportMax
	rows, err := s.Visits(ctx, f)
	if err != nil {
		return nil, err
	}
	also, err := s.seen(ctx, scene, rows)
	if err != nil {
		return nil, err
	}
	t := sheet.Table{Name: scene.T("visit.list")}
	for _, c := range []string{"name", "first", "last", "direction", "partner", "expected", "size", "done", "tasks", "purpose"} {
		t.Columns = append(t.Columns, sheet.Column{Key: c, Title: scene.T("visit.column." + c)})
	}
	cells := make([][]sheet.Cell, len(rows))
	for i, v := range rows {
		work := also.work[v.Trip.ID]
		expected, _ := strconv.ParseInt(v.Expected, 10, 64)
		cells[i] = []sheet.Cell{
			sheet.String(v.Trip.Name.In(scene.Lang).Value), sheet.String(v.Trip.Starts.String()), sheet.String(v.Trip.Ends.String()), sheet.String(scene.T("visit.type." + v.Trip.Type)), sheet.String(also.partners[v.Partner]),
			sheet.Int(expected), sheet.Int(int64(also.sizes[v.Trip.ID])), sheet.Int(int64(closed(work))), sheet.Int(int64(len(work))), sheet.String(v.Purpose.In(scene.Lang).Value),
		}
	}
	t.Rows = sheet.Rows(cells)
	return export.Sheet(scene, as, t)
}

// cityDays leads to the activities that several delegations come to.
func (s *Service) cityDays(ctx context.Context, scene *web.Scene) ([]ui.Link, error) {
	ids, err := wholes(ctx, s.DB, s.today())
	if err != nil {
		return nil, err
	}
	var links []ui.Link
	for _, id := range ids {
		t, err := s.deps.Activity(ctx, id)
		if hidden(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		links = append(links, ui.Link{Text: t.Name.In(scene.Lang).Value, Href: scene.Path("/city-day/" + id), Count: scene.Date(t.When())})
	}
	return links, nil
}
