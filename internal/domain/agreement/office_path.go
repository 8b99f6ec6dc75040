package agreement

import (
	"context"
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/rule"
)

// pathPart is the legal path as the template agreement shows it.
type pathPart struct {
	Regime  ui.Value
	Notices []ui.Notice
	Table   *ui.Table
}

// pathView is the legal path of a paper, for those who may see the rules.
func (s *Service) pathView(ctx context.Context, scene *web.Scene, a Agreement, edit bool) (*pathPart, error) {
	if s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: rule.Kind}) == account.None {
		return nil, nil
	}
	path, err := s.PathOf(ctx, a)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden { // the partner is in the bin
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	part := &pathPart{Regime: ui.Value{Text: scene.T("rule.regime." + path.Regime)}, Notices: pathNotices(scene, a, path)}
	if path.Pack.Name != "" {
		part.Regime.Href = scene.Path("/rules/" + path.Pack.Name)
	}
	if len(path.Steps) > 0 {
		table := s.pathTable(scene, a, path, edit)
		part.Table = &table
	}
	return part, nil
}

// pathNotices say what is wrong with the path, what is not known, and what the
// edition rests on.
func pathNotices(scene *web.Scene, a Agreement, path Path) []ui.Notice {
	var notices []ui.Notice
	add := func(tone ui.Tone, title, text string) {
		notices = append(notices, ui.Notice{Tone: tone, Title: title, Text: text})
	}
	switch fault, step := path.Fault(a); fault {
	case BeforeConsent:
		add(ui.ToneBad, scene.T("agreement.path.before_consent"), scene.T("agreement.path.before_consent.text", "signed", a.Signed, "consent", step.Done.On))
	case NoConsent:
		add(ui.ToneBad, scene.T("agreement.path.no_consent"), scene.T("agreement.path.no_consent.text"))
	}
	switch {
	case !path.Certain:
		add(ui.ToneWarn, scene.T("agreement.path.uncertain"), scene.T("agreement.path.uncertain.text"))
	case path.Pack.Name == "":
		add(ui.ToneInfo, scene.T("agreement.path.no_pack"), "")
	case path.Edition == nil:
		add(ui.ToneInfo, scene.T("agreement.path.no_edition"), scene.T("agreement.path.no_edition.text"))
	case len(path.Steps) == 0:
		add(ui.ToneInfo, scene.T("agreement.path.no_steps"), path.Edition.Note.In(scene.Lang).Value)
	}
	return notices
}

func (s *Service) pathTable(scene *web.Scene, a Agreement, path Path, edit bool) ui.Table {
	t := ui.Table{ID: "path-steps", Caption: scene.T("agreement.path"), Quiet: true, Stack: true}
	for _, c := range []string{"step", "due", "on", "document", "state"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("agreement.path." + c)})
	}
	for _, step := range path.Steps {
		title := keep.Said(scene, step.Title)
		title.Note = rule.Words(scene.Printer, step.Step)
		if edit {
			title.Href = scene.Path(s.papers.At(&a) + "/path/" + step.Name)
		}
		due := ui.Value{}
		if step.Way != rule.Open && (step.Missing > 0 || !step.On.IsZero()) {
			due = rule.DueValue(scene, step.Due)
		}
		document := keep.Said(scene, step.Document)
		if step.Done.Document != "" {
			document = ui.Value{Text: step.Done.Document}
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: title, Head: true}, ui.Cell{Value: due}, ui.Cell{Value: ui.Value{Text: scene.Date(step.Done.On)}},
			ui.Cell{Value: document}, ui.Cell{Value: ui.Value{Chip: stepChip(scene, a, step)}},
		))
	}
	return t
}

// stepChip is the state of a step on the day of the page.
func stepChip(scene *web.Scene, a Agreement, step PathStep) *ui.Chip {
	done, late := !step.Done.On.IsZero(), step.Late(scene.Local(scene.Now))
	switch {
	case step.Consent && done && !a.Planned && a.Signed.Before(step.Done.On):
		return &ui.Chip{Text: scene.T("agreement.path.state.after"), Tone: ui.ToneBad, Icon: ui.IconAlert}
	case done && late:
		return &ui.Chip{Text: scene.T("agreement.path.state.done_late"), Tone: ui.ToneWarn, Icon: ui.IconClock}
	case done:
		return &ui.Chip{Text: scene.T("agreement.path.state.done"), Tone: ui.ToneGood, Icon: ui.IconCheck}
	case late:
		return &ui.Chip{Text: scene.T("agreement.path.state.late"), Tone: ui.ToneBad, Icon: ui.IconAlert}
	}
	return &ui.Chip{Text: scene.T("agreement.path.state.open"), Tone: ui.ToneNeutral}
}

// pathSet describes the form of a step that was done.
func pathSet() keep.Set[Done] {
	return keep.Set[Done]{
		{Name: "on", At: func(d *Done) any { return &d.On }},
		{Name: "document", At: func(d *Done) any { return &d.Document }, Max: 400},
	}
}

// did shows and saves when a step was done.
func (s *Service) did(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.Agreement(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	path, err := s.PathOf(ctx, a)
	if err != nil {
		return nil, err
	}
	step, ok := path.step(r.PathValue("step"))
	if !ok {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	d, at := step.Done, s.papers.At(&a)
	d.Step = step.Name
	asked := keep.Asked[Done]{
		Set: pathSet(), Kind: "agreement.path", Of: &d, Langs: s.langs,
		Title: step.Title.In(scene.Lang).Value, Action: scene.Path(at + "/path/" + step.Name), Cancel: scene.Path(at + "#path"),
	}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, in, &d, s.langs, ""); err != nil {
			return nil, err
		}
		if err = in.Err(); err == nil {
			err = s.Did(ctx, a.ID, d)
		}
		if err == nil {
			return web.Redirect{To: at + "#path", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("agreement.list"), Path: "/agreements"}, {Text: a.Title.In(scene.Lang).Value, Path: at}}
	return page, nil
}
