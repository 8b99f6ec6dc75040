package rating

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

func (s *Service) listAssessments(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.Assessments(ctx, "")
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.assessments.Export(r, as, "assessments", idsOf(all, func(a Assessment) string { return a.ID }))
	}
	t := ui.Table{ID: "assessments", Caption: scene.T("assessment.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("assessment.none"), Text: scene.T("assessment.none.text")},
		Columns: []ui.Column{{Label: scene.T("assessment.methodology")}, {Label: scene.T("assessment.year")}, {Label: scene.T("assessment.outcome")}}}
	for _, a := range all {
		name := keep.Said(scene, a.By)
		name.Href = scene.Path("/assessments/" + a.ID)
		outcome := keep.Said(scene, a.Outcome)
		if outcome.Text == "" {
			outcome = ui.Value{Text: scene.T("assessment.outcome.missing")}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Text: a.Year}}, ui.Cell{Value: outcome}))
	}
	data := registerPage{Tabs: tabs(scene, "assessments"), Table: t, Take: export.Links(scene)}
	if s.may(ctx, module.Create, AssessmentKind) {
		data.Add = []ui.LinkButton{{Text: scene.T("assessment.begin"), Href: scene.Path("/assessments/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}}
	}
	return web.Page{Template: "rating/register", Title: scene.T("assessment.list"), Data: data}, nil
}

// assessmentPage is what the template assessment shows.
type assessmentPage struct {
	Head     ui.Head
	Edit     []ui.LinkButton
	Class    string
	Notice   *ui.Notice
	Weights  ui.Tabs
	What     *ui.Form
	Blocks   ui.Table
	Lines    []blockPart
	Steps    *ui.Table
	NoSteps  string
	Before   *ui.Table
	Sent     *ui.Table
	Facts    ui.Facts
	PastNone string
}

func (s *Service) viewAssessment(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.Assessment(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	j, err := s.Judge(ctx, a, scene.Lang)
	if err != nil {
		return nil, err
	}
	at := "/assessments/" + a.ID
	by := weightingOf(scene, j.Method)
	score := j.Score(by)
	data := assessmentPage{Head: ui.Head{Over: scene.T("assessment.kind"), Title: ui.Value{Text: a.Title(scene.Lang)}, Lead: scene.T("assessment.score") + ": " + rangeWords(scene.Printer, score.Value), Audience: keep.Audience(scene, a.Visibility)}}
	data.Class = classWords(scene, j)
	data.Weights, data.What = s.whatIf(scene, at, j.Method, by)
	data.Blocks = blockTable(scene, j.Method, score)
	edit := s.assessments.Can(ctx, module.Edit, &a)
	data.Lines = lineTables(scene, j, at, edit)
	data.steps(scene, j, by, at)
	if data.Before, err = s.yearBefore(ctx, scene, a, j, by); err != nil {
		return nil, err
	}
	if data.Before == nil {
		data.PastNone = scene.T("assessment.before.none")
	}
	if data.Sent, err = s.sentTable(ctx, scene, a); err != nil {
		return nil, err
	}
	if data.Facts, err = s.assessments.FactList(ctx, scene, &a, at, "methodology", "population", "announced", "outcome", "note"); err != nil {
		return nil, err
	}
	s.actions(ctx, scene, &data, a, j, at, edit)
	return web.Page{Template: "rating/assessment", Title: a.Title(scene.Lang), Data: data, About: a.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("assessment.list"), Path: "/assessments"}}}, nil
}

// actions are what one does next, and what is in the way of handing in.
func (s *Service) actions(ctx context.Context, scene *web.Scene, data *assessmentPage, a Assessment, j Judged, at string, edit bool) {
	_, open := j.Next()
	if edit && open {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("assessment.next"), Href: scene.Path(at + "/next"), Kind: ui.ButtonPrimary})
	}
	if n := j.Gaps(); n > 0 {
		data.Notice = &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("assessment.gaps", n), Text: scene.T("assessment.gaps.text")}
	} else if s.may(ctx, module.Edit, SubmissionKind) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("assessment.submit"), Href: scene.Path(at + "/submit"), Kind: ui.ButtonPrimary})
	}
	if edit {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
	}
	data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("assessment.pack"), Href: scene.Path(at + "/evidence.zip"), Icon: ui.IconDownload})
}

// classWords says in which size class the city is, or why that is not known.
func classWords(scene *web.Scene, j Judged) string {
	var names []string
	for _, c := range j.Place.Of {
		names = append(names, c.Title.In(scene.Lang))
	}
	switch {
	case len(names) == 0:
		return scene.T("assessment.class.none")
	case !j.Place.Sure():
		return scene.T("assessment.class.open", "classes", scene.Join(names))
	case j.Place.Inferred():
		return scene.T("assessment.class.inferred", "class", names[0])
	}
	return scene.T("assessment.class.sure", "class", names[0])
}

// whatIf offers other weights: all equal, or those that somebody enters.
func (s *Service) whatIf(scene *web.Scene, at string, m *method.Methodology, by method.Weighting) (ui.Tabs, *ui.Form) {
	own := len(by.Own) > 0
	t := ui.Tabs{Label: scene.T("assessment.weights"), Items: []ui.Link{
		{Text: scene.T("assessment.weights.method"), Href: scene.Path(at), Current: !by.Equal && !own},
		{Text: scene.T("assessment.weights.equal"), Href: scene.Path(at, "weights", "equal"), Current: by.Equal && !own},
	}}
	if own {
		t.Items = append(t.Items, ui.Link{Text: scene.T("assessment.weights.own"), Href: scene.URL.RequestURI(), Current: true})
	}
	if len(m.Blocks) == 0 {
		return t, nil
	}
	f := &ui.Form{Action: scene.Path(at), Get: true, Submit: ui.Button{Text: scene.T("assessment.weights.try")}, Hidden: []ui.Hidden{{Name: "weights", Value: "equal"}}}
	set := ui.Fieldset{Legend: scene.T("assessment.weights.blocks"), Row: true}
	for _, b := range m.Blocks {
		field := ui.Field{Kind: ui.FieldText, Name: "w." + b.ID, Label: b.Title.In(scene.Lang), Width: ui.WidthShort}
		if n, ok := by.Own[b.ID]; ok {
			field.Value = n.String()
		} else if b.Weight != nil {
			field.Value = b.Weight.String()
		}
		set.Fields = append(set.Fields, field)
	}
	f.Sets = []ui.Fieldset{set}
	return t, f
}

func blockTable(scene *web.Scene, m *method.Methodology, score method.Score) ui.Table {
	t := ui.Table{ID: "score", Caption: scene.T("assessment.score.blocks"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("methodology.block")}, {Label: scene.T("methodology.weight"), Number: true}, {Label: scene.T("assessment.score"), Number: true}}}
	for _, b := range m.Blocks {
		i := slices.IndexFunc(score.Parts, func(p method.Score) bool { return p.ID == b.ID })
		said := scene.T("assessment.unscored")
		if i >= 0 {
			said = rangeWords(scene.Printer, score.Parts[i].Value)
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: b.Title.In(scene.Lang), Href: "#block-" + b.ID}, Head: true}, ui.Cell{Value: ui.Value{Text: weightWords(scene, b.Weight)}, Number: true}, ui.Cell{Value: ui.Value{Text: said}, Number: true}))
	}
	return t
}

// lineTables are the questions, block by block, with their answers and the records
// behind these.
func lineTables(scene *web.Scene, j Judged, at string, edit bool) []blockPart {
	_, indicators := titles(j.Method, scene.Lang)
	var all []blockPart
	for _, b := range j.Method.Blocks {
		part := blockPart{ID: "block-" + b.ID, Title: b.Title.In(scene.Lang), None: scene.T("methodology.block.none"), Table: ui.Table{ID: "answers-" + b.ID, Caption: b.Title.In(scene.Lang), Quiet: true, Stack: true,
			Columns: []ui.Column{{Label: scene.T("assessment.column.question")}, {Label: scene.T("assessment.column.answer")}, {Label: scene.T("assessment.column.state")}}}}
		for _, l := range j.Lines {
			if l.Block != b.ID {
				continue
			}
			question := ui.Value{Text: l.Title.In(scene.Lang), Note: indicators[l.Indicator]}
			if question.Note == question.Text {
				question.Note = ""
			}
			if edit || l.Count != nil {
				question.Href = scene.Path(at + "/questions/" + l.ID)
			}
			answer := ui.Value{Text: l.said(scene.Printer)}
			if l.Given != nil && l.Given.Reason != "" {
				answer.Note = l.Given.Reason
			}
			part.Table.Rows = append(part.Table.Rows, part.Table.NewRow(ui.Cell{Value: question, Head: true}, ui.Cell{Value: answer}, ui.Cell{Value: ui.Value{Chip: &ui.Chip{Text: scene.T("assessment.state." + l.State), Tone: levelTone(l.State)}}}))
		}
		all = append(all, part)
	}
	return all
}

// shownSteps is how many next steps a page shows.
const shownSteps = 5

func (p *assessmentPage) steps(scene *web.Scene, j Judged, by method.Weighting, at string) {
	steps := j.Steps(by)
	if len(steps) == 0 {
		p.NoSteps = scene.T("assessment.steps.none")
		return
	}
	t := ui.Table{ID: "steps", Caption: scene.T("assessment.steps"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("assessment.step")}, {Label: scene.T("assessment.step.what")}, {Label: scene.T("assessment.step.each"), Number: true}, {Label: scene.T("assessment.step.all"), Number: true}}}
	for _, one := range steps[:min(len(steps), shownSteps)] {
		q, _ := j.Method.Question(one.Question)
		what := scene.N("assessment.step.more", int(one.Count))
		if one.Answer || q.Rule == nil {
			what = scene.T("assessment.step.answer")
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: q.Title.In(scene.Lang), Href: scene.Path(at + "/questions/" + q.ID)}, Head: true}, ui.Cell{Value: ui.Value{Text: what}},
			ui.Cell{Value: ui.Value{Text: scene.T("assessment.step.points", "n", decimalWords(scene.Printer, one.Each, 100))}, Number: true}, ui.Cell{Value: ui.Value{Text: scene.T("assessment.step.points", "n", decimalWords(scene.Printer, one.Gain, 100))}, Number: true}))
	}
	p.Steps = &t
}

// yearBefore compares with the assessment of the year before by the same
// methodology; nothing without one.
func (s *Service) yearBefore(ctx context.Context, scene *web.Scene, a Assessment, j Judged, by method.Weighting) (*ui.Table, error) {
	all, err := s.Assessments(ctx, a.Methodology)
	i := slices.IndexFunc(all, func(other Assessment) bool { return other.year() < a.year() })
	if err != nil || i < 0 {
		return nil, err
	}
	before, err := s.Judge(ctx, all[i], scene.Lang)
	if err != nil {
		return nil, err
	}
	t := &ui.Table{ID: "before", Caption: scene.T("assessment.before"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("assessment.column.question")}, {Label: all[i].Year}, {Label: a.Year}}}
	t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: scene.T("assessment.score"), Href: scene.Path("/assessments/" + all[i].ID)}, Head: true}, ui.Cell{Value: ui.Value{Text: rangeWords(scene.Printer, before.Score(by).Value)}}, ui.Cell{Value: ui.Value{Text: rangeWords(scene.Printer, j.Score(by).Value)}}))
	for _, l := range j.Lines {
		k := slices.IndexFunc(before.Lines, func(old Line) bool { return old.ID == l.ID })
		if k < 0 || l.Type == method.Text {
			continue
		}
		was, is := before.Lines[k].said(scene.Printer), l.said(scene.Printer)
		if was != is {
			t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: l.Title.In(scene.Lang)}, Head: true}, ui.Cell{Value: known(scene, was)}, ui.Cell{Value: known(scene, is)}))
		}
	}
	return t, nil
}

// known is an answer, or that there is none yet.
func known(scene *web.Scene, said string) ui.Value {
	if said == "" {
		return ui.Value{Text: scene.T("assessment.state." + Gap)}
	}
	return ui.Value{Text: said}
}

// sentTable is what was handed in; nothing while nothing was.
func (s *Service) sentTable(ctx context.Context, scene *web.Scene, a Assessment) (*ui.Table, error) {
	all, err := s.Submissions(ctx, a.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	t := &ui.Table{ID: "sent", Caption: scene.T("submission.list"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("submission.on")}, {Label: scene.T("submission.recipient")}, {Label: scene.T("assessment.score")}, {Label: scene.T("submission.pack")}}}
	for _, x := range all {
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: scene.Date(x.On), Href: scene.Path("/submissions/" + x.ID)}, Head: true}, ui.Cell{Value: ui.Value{Text: x.Recipient, Note: x.Note}}, ui.Cell{Value: ui.Value{Text: x.score(scene)}}, ui.Cell{Value: ui.Value{Text: x.Pack[:12] + "…"}}))
	}
	return t, nil
}

// score is the sealed score in words.
func (x Submission) score(scene *web.Scene) string {
	low, _ := method.ParseNumber(x.Low)
	high, _ := method.ParseNumber(x.High)
	if x.Low == x.High {
		return scene.T("assessment.score.exact", "score", decimalWords(scene.Printer, low.Rat, 1))
	}
	return scene.T("assessment.score.range", "low", decimalWords(scene.Printer, low.Rat, 1), "high", decimalWords(scene.Printer, high.Rat, 1))
}
