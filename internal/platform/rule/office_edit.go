package rule

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// back takes the shipped pack again.
func (s *Service) back(r *http.Request) (web.Reply, error) {
	name := r.PathValue("name")
	if err := s.Return(r.Context(), name, versionOf(r)); err != nil {
		return nil, err
	}
	return saved(r, "/rules/"+name), nil
}

func (s *Service) removeEdition(r *http.Request) (web.Reply, error) {
	n, err := numbered(r, "edition")
	if err != nil {
		return nil, err
	}
	name := r.PathValue("name")
	if err := s.RemoveEdition(r.Context(), name, versionOf(r), n); err != nil {
		return nil, err
	}
	return saved(r, "/rules/"+name), nil
}

func (s *Service) removeStep(r *http.Request) (web.Reply, error) {
	n, err := numbered(r, "edition")
	if err != nil {
		return nil, err
	}
	m, err := numbered(r, "step")
	if err != nil {
		return nil, err
	}
	name := r.PathValue("name")
	if err := s.RemoveStep(r.Context(), name, versionOf(r), n, m); err != nil {
		return nil, err
	}
	return saved(r, "/rules/"+name), nil
}

func editionSet() keep.Set[Edition] {
	return keep.Set[Edition]{
		{Name: "from", At: func(e *Edition) any { return &e.From }},
		{Name: "until", At: func(e *Edition) any { return &e.Until }},
		{Name: "note", At: func(e *Edition) any { return &e.Note }, Long: true},
	}
}

// edition shows and saves the validity of an edition; the number after the last
// is a new one.
func (s *Service) edition(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.Pack(ctx, r.PathValue("name"))
	if err != nil {
		return nil, err
	}
	n, err := numbered(r, "edition")
	if err != nil || n > len(p.Editions) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	e, title := Edition{}, scene.T("rule.edition.add")
	if n < len(p.Editions) {
		e, title = p.Editions[n], scene.T("rule.edition.change")
	}
	asked := keep.Asked[Edition]{
		Set: editionSet(), Kind: "rule.edition", Of: &e, Langs: s.deps.Langs, Version: p.Version,
		Title: title, Action: scene.Path("/rules/" + p.Name + "/editions/" + strconv.Itoa(n)), Cancel: scene.Path("/rules/" + p.Name),
	}
	return answer(r, p, asked, func() error { return s.SaveEdition(ctx, p.Name, versionOf(r), n, e) })
}

// answer shows a form, or reads it and saves.
func answer[T any](r *http.Request, p Pack, asked keep.Asked[T], save func() error) (web.Reply, error) {
	scene := web.SceneOf(r)
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(r.Context(), scene, asked.Kind, in, asked.Of, asked.Langs, ""); err != nil {
			return nil, err
		}
		err := in.Err()
		if err == nil {
			err = save()
		}
		if err == nil {
			return saved(r, "/rules/"+p.Name), nil
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("rule.list"), Path: "/rules"}, {Text: p.Title.In(scene.Lang).Value, Path: "/rules/" + p.Name}}
	return page, nil
}

// typedStep is a step as a form has it.
type typedStep struct {
	Title, Document, Note i18n.Text
	Of, Way, Days, Unit   string
	On                    string // as typed: «15 января»
	Consent               bool
	Source, URL, Mark     string
}

func stepSet() keep.Set[typedStep] {
	return keep.Set[typedStep]{
		{Name: "title", At: func(t *typedStep) any { return &t.Title }, Required: true, Max: 300},
		{Name: "of", At: func(t *typedStep) any { return &t.Of }, Required: true, Options: keep.Choices("rule.event", Events()...)},
		{Name: "way", At: func(t *typedStep) any { return &t.Way }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("rule.way", Ways()...)},
		{Name: "days", At: func(t *typedStep) any { return &t.Days }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 5},
		{Name: "unit", At: func(t *typedStep) any { return &t.Unit }, Options: keep.Choices("rule.unit", Units()...)},
		{Name: "on", At: func(t *typedStep) any { return &t.On }, Width: ui.WidthMedium, Max: 40},
		{Name: "consent", At: func(t *typedStep) any { return &t.Consent }},
		{Name: "document", At: func(t *typedStep) any { return &t.Document }, Max: 300},
		{Name: "note", At: func(t *typedStep) any { return &t.Note }, Long: true},
		{Name: "source", At: func(t *typedStep) any { return &t.Source }, Required: true, Max: 300},
		{Name: "url", At: func(t *typedStep) any { return &t.URL }, Kind: ui.FieldURL, Max: 400},
		{Name: "mark", At: func(t *typedStep) any { return &t.Mark }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("rule.mark", Marks()...)},
	}
}

// typed is a step as a form has it, the yearly day in the reader's words.
func (s Step) typed(scene *web.Scene) typedStep {
	t := typedStep{Title: s.Title, Document: s.Document, Note: s.Note, Of: s.Of, Way: s.Way, Unit: s.Unit, Consent: s.Consent, Source: s.Source, URL: s.URL, Mark: s.Mark}
	if s.Days > 0 {
		t.Days = strconv.Itoa(s.Days)
	}
	if on, err := time.Parse("01-02", s.On); err == nil {
		t.On = scene.DayMonth(on)
	}
	return t
}

// step makes a step of what was typed.
func (t typedStep) step(lang string) (Step, error) {
	s := Step{Title: t.Title, Document: t.Document, Note: t.Note, Of: t.Of, Way: t.Way, Consent: t.Consent, Source: t.Source, URL: t.URL, Mark: t.Mark}
	switch t.Way {
	case Before, After:
		s.Days, _ = strconv.Atoi(t.Days)
		s.Unit = t.Unit
		if s.Unit == "" {
			s.Unit = CalendarDays
		}
	case Yearly:
		// Without a year: «15 января», 15.01.
		on, err := edtf.Read(t.On, lang)
		if err != nil || on.Month() == 0 || on.Day() == 0 {
			return s, errs.Field("on", "rule.step.on.unreadable")
		}
		s.On = strings.TrimPrefix(on.String(), "XXXX-")
		if len(s.On) > len("01-02") {
			return s, errs.Field("on", "rule.step.on.unreadable")
		}
	}
	return s, nil
}

// step shows and saves one step; the number after the last is a new one.
func (s *Service) step(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.Pack(ctx, r.PathValue("name"))
	if err != nil {
		return nil, err
	}
	n, err := numbered(r, "edition")
	if err != nil || n >= len(p.Editions) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	steps := p.Editions[n].Steps
	m, err := numbered(r, "step")
	if err != nil || m > len(steps) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	typed, title := typedStep{Of: Signing, Way: Before, Unit: CalendarDays, Mark: Unconfirmed}, scene.T("rule.step.add")
	if m < len(steps) {
		typed, title = steps[m].typed(scene), steps[m].Title.In(scene.Lang).Value
	}
	at := "/rules/" + p.Name + "/editions/" + strconv.Itoa(n) + "/steps/" + strconv.Itoa(m)
	asked := keep.Asked[typedStep]{
		Set: stepSet(), Kind: "rule.step", Of: &typed, Langs: s.deps.Langs, Version: p.Version,
		Title: title, Action: scene.Path(at), Cancel: scene.Path("/rules/" + p.Name),
	}
	reply, err := answer(r, p, asked, func() error {
		step, err := typed.step(scene.Lang)
		if err != nil {
			return err
		}
		return s.SaveStep(ctx, p.Name, versionOf(r), n, m, step)
	})
	if page, ok := reply.(web.Page); ok && err == nil && m < len(steps) {
		remove := removeForm(scene, p, strings.TrimPrefix(at, "/rules/"+p.Name)+"/remove", "bin", scene.T("rule.step.remove"), "")
		page.Template, page.Data = "rule/step", stepPage{Form: page.Data, Remove: remove}
		return page, nil
	}
	return reply, err
}

// stepPage is the form of a step with the button that takes it out.
type stepPage struct {
	Form   any
	Remove *ui.Form
}

// typedBorders are the borders as a form has them.
type typedBorders struct{ Borders, Source string }

func bordersSet() keep.Set[typedBorders] {
	return keep.Set[typedBorders]{
		{Name: "borders", At: func(t *typedBorders) any { return &t.Borders }, Long: true},
		{Name: "source", At: func(t *typedBorders) any { return &t.Source }, Required: true, Max: 400},
	}
}

// borders shows and saves which regions border which states.
func (s *Service) borders(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.Pack(ctx, r.PathValue("name"))
	if err != nil {
		return nil, err
	}
	if p.Regime != CrossBorder {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	typed := typedBorders{Borders: borderLines(p.Borders), Source: p.BordersSource}
	asked := keep.Asked[typedBorders]{
		Set: bordersSet(), Kind: "rule.borders", Of: &typed, Langs: s.deps.Langs, Version: p.Version,
		Title: scene.T("rule.borders"), Action: scene.Path("/rules/" + p.Name + "/borders"), Cancel: scene.Path("/rules/" + p.Name),
	}
	return answer(r, p, asked, func() error {
		borders, err := s.readBorders(typed.Borders)
		if err != nil {
			return err
		}
		return s.SaveBorders(ctx, p.Name, versionOf(r), borders, typed.Source)
	})
}
