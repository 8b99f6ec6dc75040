package debrief

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// listPage is what the template list shows.
type listPage struct {
	Owed  ui.Table
	All   ui.Table
	Pager *ui.Pager
	Take  ui.Download
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if as := export.Asked(r); as != "" {
		return s.reports.Export(r, as, "debriefs", export.ByKey(func(after string) ([]Debrief, error) {
			return s.Debriefs(ctx, after, export.PageSize)
		}, func(d Debrief) (string, string) { return d.ID, d.ID }))
	}
	before := scene.URL.Query().Get("after_id")
	rows, err := s.Debriefs(ctx, before, keep.PageSize+1)
	if err != nil {
		return nil, err
	}
	owed, err := s.Owed(ctx)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Owed: s.owedTable(scene, owed), Take: export.Links(scene)}
	if data.All, err = s.table(ctx, scene, rows); err != nil {
		return nil, err
	}
	if more || before != "" {
		data.Pager = &ui.Pager{Label: scene.T("keep.pages")}
		if more {
			data.Pager.Next = keep.Onward(scene, "", rows[len(rows)-1].ID)
		}
		if before != "" {
			data.Pager.First = &ui.Link{Text: scene.T("keep.first"), Href: scene.Path("/debriefs")}
		}
	}
	return web.Page{Template: "debrief/list", Title: scene.T("debrief.list"), Data: data}, nil
}

// owedTable are the visits whose reports were not handed in.
func (s *Service) owedTable(scene *web.Scene, owed []Owed) ui.Table {
	t := ui.Table{ID: "owed", Caption: scene.T("debrief.owed"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("debrief.owed.none")}}
	for _, name := range []string{"activity", "when", "until"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("debrief." + name)})
	}
	for _, o := range owed {
		name := keep.Said(scene, o.Name)
		name.Href, name.Note = scene.Path(o.path()), scene.T(titleKey(o.Activity))
		chip := dueChip(scene, o)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: name}, ui.Cell{Value: ui.Value{Text: scene.Date(o.When)}}, ui.Cell{Value: ui.Value{Chip: &chip}}))
	}
	return t
}

// path is where the report is written: begun, or new and filled in.
func (o Owed) path() string {
	if o.Begun != "" {
		return "/debriefs/" + o.Begun
	}
	return "/debriefs/new?activity=" + o.ID
}

// dueChip says by when a report is due.
func dueChip(scene *web.Scene, o Owed) ui.Chip {
	switch {
	case !o.Ruled:
		return ui.Chip{Text: scene.T("debrief.unruled"), Tone: ui.ToneNeutral}
	case o.Due.On.IsZero():
		return ui.Chip{Text: scene.T("debrief.missing", "year", edtf.OfYear(o.Due.Missing)), Tone: ui.ToneWarn}
	case o.Late > 0:
		return ui.Chip{Text: scene.N("debrief.late", o.Late), Tone: ui.ToneBad, Note: scene.Day(o.Due.On)}
	}
	return ui.Chip{Text: scene.T("debrief.by", "date", scene.Day(o.Due.On)), Tone: ui.ToneWarn}
}

func (s *Service) table(ctx context.Context, scene *web.Scene, rows []Debrief) (ui.Table, error) {
	t := ui.Table{ID: "debriefs", Caption: scene.T("debrief.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("debrief.none"), Text: scene.T("debrief.none.text")}}
	for _, name := range []string{"activity", "when", "state"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("debrief." + name)})
	}
	for _, d := range rows {
		a, err := s.activity(ctx, d)
		if err != nil {
			return t, err
		}
		name := keep.Said(scene, a.Name)
		if name.Text == "" {
			name.Text = scene.T("debrief.kind")
		}
		name.Href = scene.Path("/debriefs/" + d.ID)
		chip := stateChip(scene, d)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: name}, ui.Cell{Value: ui.Value{Text: scene.Date(a.When)}}, ui.Cell{Value: ui.Value{Chip: &chip}}))
	}
	return t, nil
}

// activity is the visit of a report; nothing of it where it is hidden or gone.
func (s *Service) activity(ctx context.Context, d Debrief) (Activity, error) {
	a, err := s.deps.Activity(ctx, d.Activity)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return Activity{ID: d.Activity}, nil
	}
	return a, err
}

// stateChip says whether a report was handed in, and whether in time.
func stateChip(scene *web.Scene, d Debrief) ui.Chip {
	if !d.Sealed() {
		return ui.Chip{Text: scene.T("debrief.state.draft"), Tone: ui.ToneNeutral}
	}
	if !d.Due.IsZero() {
		if n := late(d.Due.Last(), d.Submitted.First()); n > 0 {
			return ui.Chip{Text: scene.N("debrief.state.late", n), Tone: ui.ToneWarn, Note: scene.Date(d.Submitted)}
		}
	}
	return ui.Chip{Text: scene.T("debrief.state.submitted"), Tone: ui.ToneGood, Note: scene.Date(d.Submitted)}
}

// debriefPage is what the template debrief shows.
type debriefPage struct {
	Head   ui.Head
	Submit *ui.Form
	Edit   []ui.LinkButton
	Rule   *ui.Notice
	Facts  ui.Facts
	Points []point
	Take   *ui.LinkButton
	Kept   ui.Table
	Known  []knownLinks
}

// point is a line of what was agreed, with a button for each side that can have
// promised it; without buttons it is a promise already, or nobody may make one.
type point struct {
	Text   string
	Action string
	Once   ui.Once
	N      string
	Press  []ui.Button
	Done   string
}

// knownLinks is what the records say of one section, to compare with the text.
type knownLinks struct {
	Title string
	Lines []ui.Value
	Add   *ui.Link
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	d, err := s.reports.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	a, err := s.activity(ctx, d)
	if err != nil {
		return nil, err
	}
	at := s.reports.At(&d)
	title := scene.T(titleKey(a))
	data := debriefPage{Head: ui.Head{Over: title, Title: keep.Said(scene, a.Name), Chips: []ui.Chip{stateChip(scene, d)}, Audience: keep.Audience(scene, d.Visibility)}}
	if data.Head.Title.Text == "" {
		data.Head.Title.Text = scene.T("debrief.kind")
	}
	for _, format := range Formats() {
		data.Head.Actions = append(data.Head.Actions, ui.Action{Link: &ui.LinkButton{Text: scene.T("debrief.paper." + format), Href: scene.Path(at + "/report." + format), Download: true}})
	}
	if data.Facts, err = s.reports.FactList(ctx, scene, &d, at); err != nil {
		return nil, err
	}
	if err := s.acts(ctx, scene, d, a, &data); err != nil {
		return nil, err
	}
	if err := s.points(ctx, scene, d, &data); err != nil {
		return nil, err
	}
	known, err := s.deps.Known(ctx, scene.Printer, d.Activity)
	if err != nil {
		return nil, err
	}
	for _, one := range []struct{ section, add string }{{"who", ""}, {"results", "/results/new"}, {"gifts", "/gifts/new"}, {"costs", "/estimates"}} {
		links := knownLinks{Title: scene.T("debrief.known." + one.section)}
		for _, l := range known[one.section] {
			said := ui.Value{Text: l.Text}
			if l.Path != "" {
				said.Href = scene.Path(l.Path)
			}
			links.Lines = append(links.Lines, said)
		}
		if one.add != "" {
			links.Add = &ui.Link{Text: scene.T("debrief.known." + one.section + ".add"), Href: scene.Path(one.add, "activity", d.Activity)}
		}
		data.Known = append(data.Known, links)
	}
	return web.Page{Template: "debrief/debrief", Title: title + ": " + data.Head.Title.Text, Data: data, About: d.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("debrief.list"), Path: "/debriefs"}}}, nil
}

// acts are what the viewer may do with a report, and by when it is due.
func (s *Service) acts(ctx context.Context, scene *web.Scene, d Debrief, a Activity, data *debriefPage) error {
	if d.Sealed() {
		// What was handed in is changed no more.
		for i := range data.Facts.Rows {
			data.Facts.Rows[i].Edit = nil
		}
		return nil
	}
	due, ruled, err := s.due(ctx, a)
	if err != nil {
		return err
	}
	if !a.Last.IsZero() {
		chip := dueChip(scene, Owed{Activity: a, Due: due, Ruled: ruled, Late: late(due.On, s.today())})
		data.Head.Chips = append(data.Head.Chips, chip)
	}
	if ruled {
		data.Rule = &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("debrief.rule"), Text: due.Rule, Links: []ui.Link{{Text: scene.T("debrief.rule.open"), Href: scene.Path(due.Path)}}}
	}
	if s.reports.Can(ctx, module.Edit, &d) {
		at := s.reports.At(&d)
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		data.Submit = &ui.Form{Action: scene.Path(at + "/submit"), Once: ui.Once{Key: scene.Key + "-submit"}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(d.Version, 10)}},
			Submit: ui.Button{Text: scene.T("debrief.submit"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}}
	}
	return nil
}

// points are the lines of what was agreed, and the promises that are kept.
func (s *Service) points(ctx context.Context, scene *web.Scene, d Debrief, data *debriefPage) error {
	promises, err := s.deps.Promises(ctx, d.Activity)
	if err != nil {
		return err
	}
	may := s.reports.Can(ctx, module.Edit, &d)
	open := 0
	for n, text := range d.Agreed {
		one := point{Text: text, N: strconv.Itoa(n)}
		if slices.ContainsFunc(promises, func(p Promise) bool { return p.Title == text }) {
			one.Done = scene.T("debrief.promised")
		} else if open++; may {
			one.Action, one.Once = scene.Path(s.reports.At(&d)+"/promise"), ui.Once{Key: scene.Key + "-point-" + one.N}
			one.Press = []ui.Button{{Text: scene.T("debrief.press.ours"), Hidden: text, Name: "side", Value: "ours"}, {Text: scene.T("debrief.press.theirs"), Hidden: text, Name: "side", Value: "theirs"}}
		}
		data.Points = append(data.Points, one)
	}
	if open > 0 && may {
		data.Take = &ui.LinkButton{Text: scene.T("debrief.take"), Href: scene.Path(s.reports.At(&d) + "/promises")}
	}
	data.Kept = ui.Table{ID: "promises-kept", Caption: scene.T("debrief.promises"), Stack: true}
	for _, name := range []string{"promise", "side", "due"} {
		data.Kept.Columns = append(data.Kept.Columns, ui.Column{Label: scene.T("debrief." + name)})
	}
	for _, p := range promises {
		row := data.Kept.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: p.Title, Href: scene.Path("/tasks/" + p.ID)}}, ui.Cell{Value: ui.Value{Text: scene.T(sideKey(p))}}, ui.Cell{Value: ui.Value{Text: dueWords(scene.Printer, p)}})
		row.Quiet = p.Done
		data.Kept.Rows = append(data.Kept.Rows, row)
	}
	return nil
}

// submit hands a report in.
func (s *Service) submit(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		version = 0 // never read
	}
	if err := s.Submit(r.Context(), id, version); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/debriefs/" + id, Notice: web.SceneOf(r).T("debrief.submitted.done")}, nil
}

// panel is what the template panel shows on the page of an activity.
type panel struct {
	Line ui.Value
	Add  *ui.LinkButton
}

// related shows the report of an activity, or offers to write one.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "activity" || s.Gate.Scope(ctx, s.reports.ViewNeed()) == account.None {
		return nil, nil
	}
	data := panel{}
	d, err := s.Of(ctx, about.ID)
	switch {
	case err == nil:
		chip := stateChip(scene, d)
		data.Line = ui.Value{Text: scene.T("debrief.kind"), Href: scene.Path("/debriefs/" + d.ID), Chip: &chip}
	case errs.KindOf(err) != errs.NotFound:
		return nil, err
	default:
		if !s.may(ctx, module.Create) {
			return nil, nil
		}
		data.Line.Text = scene.T("debrief.panel.none")
		data.Add = &ui.LinkButton{Text: scene.T("debrief.begin"), Href: scene.Path("/debriefs/new", "activity", about.ID), Icon: ui.IconPlus}
	}
	return &module.Panel{Name: "debrief", Title: scene.T("debrief.panel"), Template: "debrief/panel", Data: data, Order: 40}, nil
}

// cards are the reports that are due, for those who may write them.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if !s.may(ctx, module.Edit) {
		return nil, nil
	}
	owed, err := s.Owed(ctx)
	var cards []module.Card
	for _, o := range owed {
		if o.Due.On.IsZero() {
			continue
		}
		card := module.Card{Band: module.Soon, When: edtf.On(o.Due.On), Text: scene.T("debrief.card", "name", o.Name), Path: o.path()}
		switch {
		case o.Late > 0:
			card.Band, card.Due = module.Burning, scene.N("debrief.late", o.Late)
		case o.Due.On.Sub(s.today()).Hours() <= 24:
			card.Band = module.TodayTomorrow
		}
		cards = append(cards, card)
	}
	return cards, err
}

// agenda are the days by which reports are due.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, s.reports.ViewNeed()) == account.None {
		return nil, nil
	}
	owed, err := s.Owed(ctx)
	var entries []module.Entry
	for _, o := range owed {
		if o.Due.On.IsZero() || o.Due.On.Before(from.First()) || o.Due.On.After(until.Last()) {
			continue
		}
		entries = append(entries, module.Entry{Of: record.Ref{Kind: "activity", ID: o.ID}, Name: "report", Layer: module.Deadlines, When: edtf.On(o.Due.On), Text: scene.T("debrief.card", "name", o.Name), Path: o.path(), Partners: o.Partners})
	}
	return entries, err
}
