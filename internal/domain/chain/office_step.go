package chain

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// stepForm asks for one step: a new one of an anchor, or another lead of one that
// is there.
type stepForm struct {
	Title string
	Way   string
	N     string
	Unit  string
	Spare string
	Owner string
}

func (s *Service) stepSet(fresh bool) keep.Set[stepForm] {
	set := keep.Set[stepForm]{
		{Name: "way", At: func(f *stepForm) any { return &f.Way }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("chain.way", Ways()...)},
		{Name: "n", At: func(f *stepForm) any { return &f.N }, Kind: ui.FieldNumber, Required: true, Width: ui.WidthShort, Max: 5},
		{Name: "unit", At: func(f *stepForm) any { return &f.Unit }, Required: true, Options: keep.Choices("chain.unit", Units()...)},
		{Name: "spare", At: func(f *stepForm) any { return &f.Spare }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 4},
	}
	if !fresh {
		return set
	}
	set = append(keep.Set[stepForm]{{Name: "title", At: func(f *stepForm) any { return &f.Title }, Required: true, Max: 300}}, set...)
	return append(set, keep.Field[stepForm]{Name: "owner", At: func(f *stepForm) any { return &f.Owner }, Options: s.deps.Tasks.Owners})
}

// lead makes a lead of what was typed.
func (f stepForm) lead() (Lead, error) {
	l := Lead{Way: f.Way, Unit: f.Unit}
	var bad errs.Fields
	var err error
	if l.N, err = strconv.Atoi(f.N); err != nil {
		bad.Add(errs.Field("n", "form.number"))
	}
	if l.Way == Budget {
		if l.Spare, err = strconv.Atoi(f.Spare); err != nil {
			bad.Add(errs.Field("spare", "chain.spare.bounds", "max", unitMax("month")))
		}
	}
	if err := bad.Err(); err != nil {
		return l, err
	}
	return l, l.check()
}

// addStep asks for one more step of an anchor.
func (s *Service) addStep(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	ref := record.ParseRef(scene.URL.Query().Get("anchor"))
	anchor, err := s.Anchor(ctx, ref)
	if err != nil {
		return nil, err
	}
	to := s.pathOf(ref)
	asked := keep.Asked[stepForm]{Set: s.stepSet(true), Kind: "chain.step", Of: &stepForm{Way: Before, N: "1", Unit: "month"},
		Title: scene.T("chain.step.new", "title", anchor.Title), Action: scene.Path("/preparation/step", "anchor", ref.String()), Cancel: scene.Path(to), Submit: scene.T("chain.step.add")}
	return s.answer(r, asked, to, func(f stepForm) error {
		lead, err := f.lead()
		if err != nil {
			return err
		}
		return s.AddStep(ctx, ref, Planned{Title: i18n.NewText(scene.Lang, f.Title), Lead: lead, Owner: f.Owner})
	})
}

// relead asks for another lead of a step.
func (s *Service) relead(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return nil, err
	}
	step, err := stepOf(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, s.DB, []Step{step})
	if err == nil && len(rows) == 0 {
		err = missing()
	}
	if err != nil {
		return nil, err
	}
	to := s.pathOf(step.Anchor)
	of := stepForm{Way: step.Lead.Way, N: strconv.Itoa(step.Lead.N), Unit: step.Lead.Unit}
	if step.Lead.Spare > 0 {
		of.Spare = strconv.Itoa(step.Lead.Spare)
	}
	asked := keep.Asked[stepForm]{Set: s.stepSet(false), Kind: "chain.step", Of: &of,
		Title: scene.T("chain.step.edit", "title", rows[0].Task.Title), Action: scene.Path("/preparation/steps/" + id), Cancel: scene.Path(to)}
	return s.answer(r, asked, to, func(f stepForm) error {
		lead, err := f.lead()
		if err != nil {
			return err
		}
		return s.Relead(ctx, id, lead)
	})
}

// answer shows a form of a step, or reads it and saves.
func (s *Service) answer(r *http.Request, asked keep.Asked[stepForm], to string, save func(stepForm) error) (web.Reply, error) {
	scene := web.SceneOf(r)
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(r.Context(), scene, asked.Kind, asked.Typed, asked.Of, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			asked.Failed = save(*asked.Of)
		}
		if asked.Failed == nil {
			return web.Redirect{To: to, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
		}
	}
	return keep.FormPage(r, asked)
}
