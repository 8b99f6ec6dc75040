package chain

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// stepsForm are the steps with their days, each to be changed or left out.
func (s *Service) stepsForm(ctx context.Context, scene *web.Scene, w wish, days Span, typed *form.Form, data *newPage) (*ui.Form, error) {
	by, err := s.counting(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	owners, err := s.deps.Tasks.Owners(ctx, scene)
	if err != nil {
		return nil, err
	}
	f := &ui.Form{Action: scene.Path("/preparation"), Once: scene.Once(), Submit: ui.Button{Text: scene.T("chain.unroll"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}, Cancel: s.cancel(scene, w)}
	f.Hidden = []ui.Hidden{{Name: "set", Value: w.set.ID}, {Name: "set_version", Value: strconv.FormatInt(w.set.Version, 10)}}
	if w.anchor.IsZero() {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "name", Value: w.name}, ui.Hidden{Name: "day", Value: scene.Date(w.day)}, ui.Hidden{Name: "partner", Value: w.partner})
	} else {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "anchor", Value: w.anchor.String()})
	}
	if !w.of.IsZero() {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "of", Value: w.of.String()}, ui.Hidden{Name: "year", Value: strconv.Itoa(w.year)})
	}
	past, now, unknown := 0, edtf.On(s.deps.Clock()), []string{}
	for i, step := range w.set.Steps {
		counted := step.Count(days, by)
		if year := strconv.Itoa(counted.Unknown); counted.Unknown != 0 && !slices.Contains(unknown, year) {
			unknown = append(unknown, year)
		}
		late := edtf.On(counted.On).Before(now)
		if late {
			past++
		}
		f.Sets = append(f.Sets, stepFields(scene, i, step, counted, late, owners, typed))
	}
	data.Notes = s.notes(scene, w, days, by, past)
	if len(unknown) > 0 {
		data.Notes = append(data.Notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.unknown", "years", scene.Join(unknown)), Text: scene.T("chain.unknown.text")})
	}
	return f, nil
}

// stepFields are the fields of one step.
func stepFields(scene *web.Scene, i int, step SetStep, counted Counted, late bool, owners []ui.Option, typed *form.Form) ui.Fieldset {
	value := func(what, fresh string) string {
		if typed != nil {
			return typed.Typed(at(i, what))
		}
		return fresh
	}
	hint := counted.words(scene)
	if late {
		hint = append(hint, scene.T("chain.past"))
	}
	who := ui.Field{Kind: ui.FieldSelect, Name: at(i, "owner"), Label: scene.T("chain.owner"), Empty: scene.T("chain.owner.none")}
	for _, o := range owners {
		o.Selected = o.Value == value("owner", "")
		who.Options = append(who.Options, o)
	}
	name := step.Title.In(scene.Lang).Value
	return ui.Fieldset{Legend: step.Words(scene.Printer), Hint: strings.Join(hint, " "), Row: true, Fields: []ui.Field{
		{Kind: ui.FieldChecks, Name: at(i, "on"), Label: scene.T("chain.take"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: scene.T("chain.take"), Selected: value("on", "yes") == "yes"}}},
		{Kind: ui.FieldText, Name: at(i, "title"), Label: scene.T("chain.step"), Value: value("title", name)},
		{Kind: ui.FieldDate, Name: at(i, "due"), Label: scene.T("chain.due"), Value: value("due", scene.Date(edtf.On(counted.On))), Width: ui.WidthMedium},
		who,
	}}
}

// words say what is to be known of a counted day.
func (c Counted) words(scene *web.Scene) []string {
	var all []string
	if c.Spared {
		all = append(all, scene.T("chain.spared"))
	}
	if !c.Shifted.IsZero() {
		all = append(all, scene.T("chain.shifted", "date", scene.Day(c.Shifted)))
	}
	return all
}

// notes are what holds for all steps.
func (s *Service) notes(scene *web.Scene, w wish, days Span, by Counting, past int) []ui.Notice {
	var notes []ui.Notice
	if w.day.Start().Precision() < edtf.Day {
		notes = append(notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.month", "date", scene.Day(days.First))})
	}
	if past > 0 {
		notes = append(notes, ui.Notice{Tone: ui.ToneWarn, Title: scene.N("chain.past.many", past), Text: scene.T("chain.past.text")})
	}
	budget := false
	for _, step := range w.set.Steps {
		budget = budget || step.Way == Budget
	}
	if budget && by.Budget == "" {
		notes = append(notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.budget.unknown"), Text: scene.T("chain.budget.unknown.text")})
	}
	return notes
}
