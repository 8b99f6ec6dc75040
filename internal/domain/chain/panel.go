package chain

import (
	"context"
	"net/http"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is what the template panel shows on the page of an anchor.
type panelPage struct {
	Moved  *moved
	Off    *moved
	Table  *ui.Table
	None   string
	Unroll *ui.LinkButton
	Add    *ui.LinkButton
}

// moved is what a chain tells, with what can be done about it.
type moved struct {
	Notice ui.Notice
	Lines  []string
	Acts   []ui.Form
}

// stepPage is what the template step shows on the page of a task.
type stepPage struct {
	Anchor ui.Link
	Text   string
	Hand   string // the day was changed by hand
	Change *ui.LinkButton
}

// related is the preparation on an anchor's page, and on a task's page what it
// prepares.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.Gate.Scope(ctx, see()) == account.None {
		return nil, nil
	}
	if about.Kind == task.Kind {
		return s.ofTask(ctx, scene, about.ID)
	}
	if _, ok := s.deps.Anchors[about.Kind]; !ok {
		return nil, nil
	}
	p, has, err := s.Preparation(ctx, about)
	if err != nil {
		return nil, err
	}
	may := s.mayHang(ctx, about)
	data := panelPage{}
	if may {
		data.Unroll = &ui.LinkButton{Text: scene.T("chain.new"), Href: scene.Path("/preparation/new", "anchor", about.String())}
	}
	panel := &module.Panel{Name: "preparation", Title: scene.T("chain.panel"), Template: "chain/panel", Data: &data, Order: 4}
	if !has {
		days, ok := span(p.Anchor.Starts, p.Anchor.Ends)
		if !may || p.Anchor.Off || !ok || edtf.On(days.Last).Before(edtf.On(s.deps.Clock())) {
			return nil, nil // nothing to prepare any more
		}
		data.None = scene.T("chain.panel.none")
		return panel, nil
	}
	follow, stay, closed := p.parts()
	panel.Count = scene.T("chain.progress", "done", len(closed), "of", len(p.rows))
	if data.Table, err = s.table(ctx, scene, p, may); err != nil {
		return nil, err
	}
	if may {
		data.Unroll, data.Add = nil, &ui.LinkButton{Text: scene.T("chain.step.add"), Href: scene.Path("/preparation/step", "anchor", about.String()), Icon: ui.IconPlus}
		if p.Anchor.Off {
			data.Add = nil
		}
	}
	if p.Anchor.Off && len(follow)+len(stay) > 0 {
		data.Off = s.off(scene, about, len(follow)+len(stay), may)
	} else if p.Chain.Asks == AskMoved {
		data.Moved = s.moved(scene, p, follow, stay, closed, may)
	}
	return panel, nil
}

// press is a button that does one thing with the chain of an anchor.
func press(scene *web.Scene, ref record.Ref, what string, b ui.Button) ui.Form {
	return ui.Form{Action: scene.Path("/preparation/"+what, "anchor", ref.String()), Once: ui.Once{Key: scene.Key + "-chain-" + what}, Submit: b}
}

// off offers to close what is left of an anchor that will not take place.
func (s *Service) off(scene *web.Scene, ref record.Ref, open int, may bool) *moved {
	m := &moved{Notice: ui.Notice{Tone: ui.ToneWarn, Title: scene.N("chain.off", open), Text: scene.T("chain.off.text")}}
	if may {
		m.Acts = []ui.Form{press(scene, ref, "close", ui.Button{Text: scene.N("chain.off.close", open)})}
	}
	return m
}

// moved says what a change of days did, and what it left alone.
func (s *Service) moved(scene *web.Scene, p Preparation, follow, stay, closed []row, may bool) *moved {
	m := &moved{Notice: ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.moved", "was", when(scene, p.Chain.WasStarts, p.Chain.WasEnds), "is", when(scene, p.Chain.Starts, p.Chain.Ends))}}
	m.Lines = append(m.Lines, scene.N("chain.moved.follow", len(follow)))
	if len(stay) > 0 {
		m.Lines = append(m.Lines, scene.T("chain.moved.stay", "titles", titles(scene, stay)))
	}
	if len(closed) > 0 {
		m.Lines = append(m.Lines, scene.N("chain.moved.done", len(closed)))
	}
	var late []row
	for _, r := range follow {
		if r.Task.Due.Before(edtf.On(s.deps.Clock())) {
			late = append(late, r)
		}
	}
	if len(late) > 0 {
		m.Notice.Tone = ui.ToneWarn
		m.Lines = append(m.Lines, scene.T("chain.moved.late", "titles", titles(scene, late)))
	}
	if may {
		m.Acts = []ui.Form{press(scene, p.Anchor.Ref, "back", ui.Button{Text: scene.T("chain.moved.back")}), press(scene, p.Anchor.Ref, "seen", ui.Button{Text: scene.T("chain.moved.seen"), Kind: ui.ButtonQuiet})}
	}
	return m
}

// when are the days of an anchor in words.
func when(scene *web.Scene, starts, ends edtf.Date) string {
	if !ends.IsZero() {
		if both, err := edtf.Interval(starts.Start(), ends); err == nil {
			return scene.Date(both)
		}
	}
	return scene.Date(starts)
}

func titles(scene *web.Scene, rows []row) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = scene.T("chain.quoted", "title", r.Task.Title)
	}
	return scene.Join(all)
}

// table are the steps by their days.
func (s *Service) table(ctx context.Context, scene *web.Scene, p Preparation, may bool) (*ui.Table, error) {
	who, err := s.deps.Tasks.Whose(ctx, scene)
	if err != nil {
		return nil, err
	}
	t := &ui.Table{ID: "preparation-steps", Caption: scene.T("chain.panel"), Quiet: true, Stack: true,
		Columns: []ui.Column{{Label: scene.T("chain.step")}, {Label: scene.T("chain.due")}, {Label: scene.T("chain.lead")}, {Label: scene.T("chain.owner")}}}
	for _, r := range p.rows {
		words, held := who(r.Task)
		hands := ui.Value{Text: words}
		if !held && !r.Task.Closed() {
			hands = ui.Value{Chip: &ui.Chip{Text: words, Tone: ui.ToneWarn}}
		}
		lead := ui.Value{Text: r.Lead.Words(scene.Printer)}
		if may && !r.Task.Closed() {
			lead.Href = scene.Path("/preparation/steps/" + r.Step.Task)
		}
		if !r.Task.Closed() && !r.follows(r.Task) {
			lead.Note = scene.T("chain.hand")
		}
		is := t.NewRow(
			ui.Cell{Value: ui.Value{Text: r.Task.Title.In(scene.Lang).Value, Href: scene.Path("/tasks/" + r.Task.ID)}, Head: true},
			ui.Cell{Value: s.deps.Tasks.State(scene, r.Task)}, ui.Cell{Value: lead}, ui.Cell{Value: hands})
		is.Quiet = r.Task.Closed()
		t.Rows = append(t.Rows, is)
	}
	return t, nil
}

// ofTask says what a task prepares.
func (s *Service) ofTask(ctx context.Context, scene *web.Scene, id string) (*module.Panel, error) {
	step, err := stepOf(ctx, s.DB, id)
	if errs.KindOf(err) == errs.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	anchor, err := s.Anchor(ctx, step.Anchor)
	if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Forbidden {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, s.DB, []Step{step})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	data := stepPage{Anchor: ui.Link{Text: anchor.Title.In(scene.Lang).Value, Href: scene.Path(s.pathOf(step.Anchor))}, Text: step.Lead.Words(scene.Printer)}
	if open := !rows[0].Task.Closed(); open {
		if !step.follows(rows[0].Task) {
			data.Hand = scene.T("chain.hand.text")
		}
		if s.mayHang(ctx, step.Anchor) {
			data.Change = &ui.LinkButton{Text: scene.T("chain.step.lead"), Href: scene.Path("/preparation/steps/" + id)}
		}
	}
	return &module.Panel{Name: "preparation", Title: scene.T("chain.of"), Template: "chain/step", Data: data, Order: 4}, nil
}

// back takes a move back.
func (s *Service) back(r *http.Request) (web.Reply, error) {
	return s.did(r, "chain.did.back", func(ctx context.Context, ref record.Ref) error { return s.TakeBack(ctx, ref) })
}

// seen puts the notice away.
func (s *Service) seen(r *http.Request) (web.Reply, error) {
	return s.did(r, "chain.did.seen", func(ctx context.Context, ref record.Ref) error { return s.Seen(ctx, ref) })
}

// closeAll closes what is left of an anchor that will not take place.
func (s *Service) closeAll(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	return s.did(r, "chain.did.close", func(ctx context.Context, ref record.Ref) error {
		anchor, err := s.Anchor(ctx, ref)
		if err != nil {
			return err
		}
		_, err = s.Close(ctx, ref, form.Line(scene.T("chain.off.reason", "title", anchor.Title)))
		return err
	})
}

// did does something with the chain that the address names and goes back to it.
func (s *Service) did(r *http.Request, words string, do func(ctx context.Context, ref record.Ref) error) (web.Reply, error) {
	scene, ref := web.SceneOf(r), record.ParseRef(web.SceneOf(r).URL.Query().Get("anchor"))
	err := do(r.Context(), ref)
	if e, ok := errorOf(err); ok {
		return web.Redirect{To: s.pathOf(ref), Notice: scene.Say(e)}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: s.pathOf(ref), Notice: scene.T(words)}, nil
}
