package plan

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// approvePage is what the template approve shows.
type approvePage struct {
	Head   ui.Head
	Notice *ui.Notice // the lines for which nobody answers
	Lead   string
	Form   ui.Form
}

// approve shows what is about to be approved, and approves it. Lines for which
// nobody answers are named and do not stand in the way.
func (s *Service) approve(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	if _, err := s.Gate.Require(ctx, approval()); err != nil {
		return nil, err
	}
	p, err := s.Plan(ctx, id)
	if err != nil {
		return nil, err
	}
	to := "/plans/" + p.ID
	if r.Method == http.MethodPost {
		version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
		if err != nil {
			version = 0 // older than any
		}
		err = s.Approve(ctx, id, version)
		if words := said(scene, err); words != "" {
			return web.Redirect{To: to, Notice: words}, nil
		}
		if err != nil {
			return nil, err
		}
		return web.Redirect{To: to, Notice: scene.T("plan.approve.done")}, nil
	}
	if p.State != Review && p.State != Approved {
		return nil, errs.New(errs.Conflict, "plan.state.not_now")
	}
	lines, err := s.Lines(ctx, Filter{Plan: id})
	if err != nil {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := approvePage{Head: s.planHead(scene, p), Lead: scene.N("plan.approve.lead", len(lines)),
		Form: press(scene, p, "approve", ui.Button{Text: scene.T("plan.approve"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}, "seen", "yes")}
	data.Form.Cancel = &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(to)}
	var alone []ui.Link
	for _, l := range lines {
		if _, held := n.who(scene, l); !held {
			alone = append(alone, ui.Link{Text: l.Title.In(scene.Lang).Value, Href: scene.Path("/planlines/" + l.ID + "/field/owner")})
		}
	}
	if len(alone) > 0 {
		data.Notice = &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("plan.approve.alone", len(alone)), Text: scene.T("plan.approve.alone.text"), Links: alone}
	}
	return web.Page{Template: "plan/approve", Title: scene.T("plan.approve.title", "year", p.Year), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}, {Text: scene.T("plan.title", "year", p.Year), Path: to}}}, nil
}

// changesPage is what the template changes shows.
type changesPage struct {
	Head    ui.Head
	Views   ui.Tabs
	Since   string
	Changes ui.Table
	Done    string
	Counts  ui.Table
	Lines   ui.Table
}

// showChanges compares a plan with what was approved, and says what became of it.
func (s *Service) showChanges(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, lines, err := s.whole(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	base, err := s.Baseline(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	data := changesPage{Head: s.planHead(scene, p), Views: s.views(scene, p, "changes"), Since: scene.T("plan.changes.never")}
	if base.Number > 0 {
		data.Since = scene.T("plan.changes.since", "date", base.Day, "name", base.ByName, "n", base.Number)
		data.Changes = differenceTable(scene, Differences(base.Lines, lines))
	}
	if err := s.execution(ctx, scene, base, lines, &data); err != nil {
		return nil, err
	}
	return web.Page{Template: "plan/changes", Title: scene.T("plan.changes.title", "year", p.Year), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}, {Text: scene.T("plan.title", "year", p.Year), Path: "/plans/" + p.ID}}}, nil
}

func differenceTable(scene *web.Scene, all []Difference) ui.Table {
	t := ui.Table{ID: "changes", Caption: scene.T("plan.changes"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("plan.changes.none"), Text: scene.T("plan.changes.none.text")}}
	for _, c := range []string{"line", "what", "before", "now"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("plan.changes." + c)})
	}
	for _, d := range all {
		title := keep.Said(scene, d.Before.Title)
		if d.Now.ID != "" {
			title = keep.Said(scene, d.Now.Title)
			title.Href = scene.Path("/planlines/" + d.Now.ID)
		}
		before, now := d.sides(scene)
		tone := map[string]ui.Tone{Added: ui.ToneInfo, Removed: ui.TonePaused}[d.What]
		if tone == "" {
			tone = ui.ToneWarn
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Chip: &ui.Chip{Text: scene.T("plan.changes." + d.What), Tone: tone}}},
			ui.Cell{Value: ui.Value{Text: before}}, ui.Cell{Value: ui.Value{Text: now}}))
	}
	return t
}

// sides are both values of a difference in words.
func (d Difference) sides(scene *web.Scene) (before, now string) {
	was := Line{Money: d.Before.Money, Amount: d.Before.Amount}
	switch d.What {
	case Shifted:
		return scene.Date(d.Before.When), scene.Date(d.Now.When)
	case Funded:
		return was.moneyWords(scene), d.Now.moneyWords(scene)
	case Renamed:
		return d.Before.Title.In(scene.Lang).Value, d.Now.Title.In(scene.Lang).Value
	case Removed:
		return scene.Date(d.Before.When), ""
	}
	return "", scene.Date(d.Now.When)
}

// cameTo lists what lines can have come to, in the order of the report.
func cameTo() []string { return []string{Held, Moved, Cancelled, NotDone, Removed, Unknown, Ahead} }

// execution fills in what became of the lines.
func (s *Service) execution(ctx context.Context, scene *web.Scene, base Baseline, lines []Line, data *changesPage) error {
	came, err := s.outcomes(ctx, lines)
	if err != nil {
		return err
	}
	e := Executed(base.Lines, lines, came)
	data.Done = scene.N("plan.done", e.Planned, "held", e.Of[Held], "percent", e.Percent())
	if e.Extra > 0 {
		data.Done += " " + scene.N("plan.done.extra", e.Extra, "held", e.Done)
	}
	data.Counts = ui.Table{ID: "counts", Caption: scene.T("plan.done.counts"), Quiet: true, Columns: []ui.Column{{Label: scene.T("planline.column.outcome")}, {Label: scene.T("plan.column.lines"), Number: true}}}
	for _, what := range cameTo() {
		if e.Of[what] > 0 {
			data.Counts.Rows = append(data.Counts.Rows, data.Counts.NewRow(ui.Cell{Value: ui.Value{Text: scene.T("plan.outcome." + what)}, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(e.Of[what]))}}))
		}
	}
	data.Lines = ui.Table{ID: "executed", Caption: scene.T("plan.done.lines"), Quiet: true, Stack: true}
	for _, c := range []string{"when", "title", "money", "outcome"} {
		data.Lines.Columns = append(data.Lines.Columns, ui.Column{Label: scene.T("planline.column." + c)})
	}
	approved := map[string]bool{}
	for _, f := range base.Lines {
		approved[f.ID] = true
	}
	for _, l := range lines {
		title := keep.Said(scene, l.Title)
		if title.Href = scene.Path("/planlines/" + l.ID); base.Number > 0 && !approved[l.ID] {
			title.Note = scene.T("plan.done.adhoc")
		}
		how := l
		how.Outcome = came[l.ID]
		data.Lines.Rows = append(data.Lines.Rows, data.Lines.NewRow(ui.Cell{Value: ui.Value{Text: scene.Date(l.When)}}, ui.Cell{Value: title, Head: true},
			ui.Cell{Value: ui.Value{Text: l.moneyWords(scene)}}, ui.Cell{Value: outcomeValue(scene, how)}))
	}
	return nil
}
