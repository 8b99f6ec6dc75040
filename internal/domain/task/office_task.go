package task

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// taskPage is what the template task shows.
type taskPage struct {
	Head  ui.Head
	Wait  *ui.Notice // what has to be done before
	Acts  []ui.Form  // what one press does
	Edit  []ui.LinkButton
	Steps []stepRow
	Left  string // how many steps are left
	Facts ui.Facts
}

// stepRow is one step of the checklist.
type stepRow struct {
	Text string
	Done bool
	Tick *ui.Form // nil when the viewer may not
}

// press is a form of one button that changes a task in the version that is shown.
func press(scene *web.Scene, t Task, what string, button ui.Button, hidden ...ui.Hidden) ui.Form {
	return ui.Form{Action: scene.Path("/tasks/" + t.ID + "/" + what), Once: ui.Once{Key: scene.Key + "-" + what}, Submit: button,
		Hidden: append([]ui.Hidden{{Name: "version", Value: strconv.FormatInt(t.Version, 10)}}, hidden...)}
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Task(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	c, err := s.crew(ctx, scene)
	if err != nil {
		return nil, err
	}
	may := s.tasks.Can(ctx, module.Edit, &t)
	data := taskPage{Head: ui.Head{Over: scene.T("task.type." + t.Type), Title: keep.Said(scene, t.Title), Audience: keep.Audience(scene, t.Visibility)}, Left: left(scene, t)}
	if due := s.dueValue(scene, t); due.Chip != nil {
		data.Head.Chips = []ui.Chip{*due.Chip}
	} else if due.Text != "" {
		data.Head.Chips = []ui.Chip{{Text: due.Text, Tone: ui.ToneNeutral, Note: due.Note}}
	}
	words, held := c.who(scene, t)
	if held || t.Closed() {
		data.Head.Lead = words
	} else {
		data.Head.Chips = append(data.Head.Chips, ui.Chip{Text: words, Tone: ui.ToneWarn})
	}
	if data.Facts, err = s.facts(ctx, scene, t); err != nil {
		return nil, err
	}
	if data.Wait, err = s.waits(ctx, scene, t); err != nil {
		return nil, err
	}
	for i, step := range t.Checklist() {
		row := stepRow{Text: step.Text, Done: step.Done}
		if may {
			word := "task.step.tick"
			if step.Done {
				word = "task.step.untick"
			}
			tick := press(scene, t, "tick", ui.Button{Text: scene.T(word), Hidden: step.Text, Kind: ui.ButtonQuiet}, ui.Hidden{Name: "step", Value: strconv.Itoa(i)})
			tick.Once.Key = scene.Key + "-step" + strconv.Itoa(i)
			row.Tick = &tick
		}
		data.Steps = append(data.Steps, row)
	}
	if may {
		s.offers(scene, t, &data)
	}
	return web.Page{Template: "task/task", Title: t.Title.In(scene.Lang).Value, Data: data, About: t.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("task.list"), Path: "/tasks"}}}, nil
}

// left says how much of a checklist is done.
func left(scene *web.Scene, t Task) string {
	done := 0
	for _, step := range t.Checklist() {
		if step.Done {
			done++
		}
	}
	if len(t.Steps) == 0 {
		return ""
	}
	return scene.T("task.steps.done", "done", done, "of", len(t.Steps))
}

// offers are what the viewer may do with a task.
func (s *Service) offers(scene *web.Scene, t Task, data *taskPage) {
	at := "/tasks/" + t.ID
	if t.Closed() {
		data.Acts = []ui.Form{press(scene, t, "reopen", ui.Button{Text: scene.T("task.reopen")})}
	} else {
		data.Acts = []ui.Form{press(scene, t, "finish", ui.Button{Text: scene.T("task.finish." + t.Type), Kind: ui.ButtonPrimary, Icon: ui.IconCheck})}
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("task.close"), Href: scene.Path(at + "/close")})
		if t.Type == Theirs {
			data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("task.remind"), Href: scene.Path(at + "/remind")})
		}
	}
	data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
}

// facts are the fields, with links to the records that are named by kind and
// identifier, and without the checklist, which has a part of its own.
func (s *Service) facts(ctx context.Context, scene *web.Scene, t Task) (ui.Facts, error) {
	at := s.tasks.At(&t)
	list, err := s.tasks.FactList(ctx, scene, &t, at)
	if err != nil {
		return list, err
	}
	for i := range list.Rows {
		row := &list.Rows[i]
		for id, ref := range map[string]string{"fact-about": t.About, "fact-proof": t.Proof} {
			if row.ID != id || ref == "" {
				continue
			}
			link, err := s.named(ctx, scene, ref, append(AboutKinds(), ProofKinds()...))
			if err != nil {
				return list, err
			}
			if row.Value = (ui.Value{Text: link.Text, Href: link.Href}); link.Text == "" {
				row.Value.Text = scene.T("task.about.hidden")
			}
		}
		if row.ID == "fact-owner" && t.Owner != "" && row.Value.Text == t.Owner {
			row.Value.Text = scene.T("task.nobody")
		}
	}
	list.Rows = slices.DeleteFunc(list.Rows, func(row ui.Fact) bool {
		return row.ID == "fact-steps" && len(t.Steps) > 0 || !t.Closed() && slices.Contains([]string{"fact-done", "fact-proof", "fact-reason", "fact-outcome"}, row.ID) ||
			row.ID == "fact-reminded" && t.Type != Theirs || row.ID == "fact-owner" && t.Promise()
	})
	return list, nil
}

// waits says what has to be done before, while it is open.
func (s *Service) waits(ctx context.Context, scene *web.Scene, t Task) (*ui.Notice, error) {
	if t.After == "" || t.Closed() {
		return nil, nil
	}
	first, err := s.Task(ctx, t.After)
	if errs.KindOf(err) == errs.NotFound || err == nil && first.Closed() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("task.waits"), Links: []ui.Link{{Text: first.Title.In(scene.Lang).Value, Href: scene.Path("/tasks/" + first.ID)}}}, nil
}

// once does something with a task in the version of the form, and goes back to
// where the form stood.
func (s *Service) once(what string, do func(ctx context.Context, id string, version int64, r *http.Request) error) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		scene, id := web.SceneOf(r), r.PathValue("id")
		to := web.LocalPath(r.PostForm.Get("from"))
		if to == "" {
			to = "/tasks/" + id
		}
		t, err := s.Task(r.Context(), id)
		if err != nil {
			return nil, err
		}
		version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
		if err != nil {
			version = 0 // older than any
		}
		err = do(r.Context(), id, version, r)
		if errs.KindOf(err) == errs.Stale {
			return web.Redirect{To: "/tasks/" + id, Notice: scene.T("task.stale")}, nil
		}
		if err != nil {
			if words := said(scene, err); words != "" {
				return web.Redirect{To: "/tasks/" + id + "/edit", Notice: words}, nil
			}
			return nil, err
		}
		return web.Redirect{To: to, Notice: scene.T("task.did."+what, "title", t.Title)}, nil
	}
}

func (s *Service) finishPage() web.Handler {
	return s.once("finish", func(ctx context.Context, id string, version int64, _ *http.Request) error {
		return s.Finish(ctx, id, version)
	})
}

func (s *Service) reopenPage() web.Handler {
	return s.once("reopen", func(ctx context.Context, id string, version int64, _ *http.Request) error {
		return s.Reopen(ctx, id, version)
	})
}

func (s *Service) tickPage() web.Handler {
	return s.once("tick", func(ctx context.Context, id string, version int64, r *http.Request) error {
		n, err := strconv.Atoi(r.PostForm.Get("step"))
		if err != nil {
			return errs.New(errs.Invalid, "form.broken")
		}
		return s.Tick(ctx, id, version, n)
	})
}

func (s *Service) remindedPage() web.Handler {
	return s.once("remind", func(ctx context.Context, id string, version int64, _ *http.Request) error {
		return s.Remind(ctx, id, version)
	})
}

// Closing is how a task ended.
type Closing struct {
	Outcome string
	Done    edtf.Date
	Proof   string
	Reason  string
}

func (s *Service) closingSet() keep.Set[Closing] {
	return keep.Set[Closing]{
		{Name: "outcome", At: func(c *Closing) any { return &c.Outcome }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("task.outcome", Kept, Partly, Dropped)},
		{Name: "done", At: func(c *Closing) any { return &c.Done }, Required: true},
		{Name: "proof", At: func(c *Closing) any { return &c.Proof }, Options: s.proofOptions},
		{Name: "reason", At: func(c *Closing) any { return &c.Reason }, Long: true, Max: 2000},
	}
}

// close asks how a task ended, and writes it down.
func (s *Service) close(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	t, err := s.Task(ctx, id)
	if err != nil {
		return nil, err
	}
	at := s.tasks.At(&t)
	asked := keep.Asked[Closing]{Set: s.closingSet(), Kind: Kind, Of: &Closing{Outcome: Kept, Done: s.today()}, Langs: s.deps.Langs, Version: t.Version,
		Title: scene.T("task.close.title", "title", t.Title), Action: scene.Path(at + "/close"), Cancel: scene.Path(at)}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	version := asked.Typed.Int("version")
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		asked.Failed = s.Close(ctx, id, version, *asked.Of)
	}
	switch {
	case asked.Failed == nil:
		return web.Redirect{To: at, Notice: scene.T("task.did.finish", "title", t.Title)}, nil
	case errs.KindOf(asked.Failed) == errs.Stale:
		// The form comes back over the present state, with what was typed.
		asked.Failed = errs.New(errs.Stale, "task.close.stale")
	}
	return keep.FormPage(r, asked)
}

// remindPage is what the template remind shows: the words to send, and a button
// that writes down that they were sent.
type remindPage struct {
	Text string
	Copy ui.Button
	Mark ui.Form
	Last string // when it was done before
}

func (s *Service) remind(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Task(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if t.Type != Theirs || t.Closed() {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	names, err := s.partnerNames(ctx, scene)
	if err != nil {
		return nil, err
	}
	args := []any{"title", t.Title, "partner", ui.Labels(names)[t.Partner], "made", scene.Date(t.Made), "due", scene.Date(t.Due)}
	text := scene.T("task.remind.text", args...)
	if !t.Made.IsZero() {
		text += "\n" + scene.T("task.remind.made", args...)
	}
	if !t.Due.IsZero() {
		text += "\n" + scene.T("task.remind.due", args...)
	}
	text += "\n\n" + scene.T("task.remind.ask")
	data := remindPage{Text: text, Copy: ui.Button{Text: scene.T("task.remind.copy"), Copy: text},
		Mark: press(scene, t, "remind", ui.Button{Text: scene.T("task.remind.mark"), Kind: ui.ButtonPrimary})}
	if !t.Reminded.IsZero() {
		data.Last = scene.T("task.reminded.last", "date", t.Reminded)
	}
	title := t.Title.In(scene.Lang).Value
	return web.Page{Template: "task/remind", Title: scene.T("task.remind.title"), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("task.list"), Path: "/tasks"}, {Text: title, Path: "/tasks/" + t.ID}}}, nil
}

// kinds are the record kinds of this subject.
func (s *Service) kinds() []record.Kind { return []record.Kind{s.tasks.RecordKind()} }
