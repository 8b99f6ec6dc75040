package rating

import (
	"net/http"
	"slices"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// next leads to the first question without an answer.
func (s *Service) next(r *http.Request) (web.Reply, error) {
	a, err := s.Assessment(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	j, err := s.Judge(r.Context(), a, web.SceneOf(r).Lang)
	if err != nil {
		return nil, err
	}
	to := "/assessments/" + a.ID
	if l, open := j.Next(); open {
		to += "/questions/" + l.ID
	}
	return web.Redirect{To: to}, nil
}

// questionPage is what the template question shows.
type questionPage struct {
	Lead    string
	Found   *ui.Table
	Of      *ui.Table
	Open    string
	Form    *ui.Form
	None    string
	Current string
}

// question shows what the records say to a question, and takes the answer of the
// office.
func (s *Service) question(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.Assessment(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	j, err := s.Judge(ctx, a, scene.Lang)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(j.Lines, func(l Line) bool { return l.ID == r.PathValue("question") })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	l, at := j.Lines[i], "/assessments/"+a.ID
	given := Answer{Question: l.ID}
	if l.Given != nil {
		given = *l.Given
		given.Actor = ""
	}
	in, failed := form.Read(r.PostForm), error(nil)
	if r.Method == http.MethodPost {
		given = Answer{Question: l.ID, Value: in.Typed("value"), Words: in.Typed("words"), Reason: in.Typed("reason"), Absent: in.Typed("absent") == "yes"}
		if failed = s.Put(ctx, a.ID, given); failed == nil {
			to := at
			if in.Typed("then") == "next" {
				to = at + "/next"
			}
			return web.Redirect{To: to, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
		if errs.FieldsOf(failed) == nil {
			return nil, failed
		}
	}
	page := web.Page{Template: "rating/question", Title: l.Title.In(scene.Lang), Crumbs: []web.Crumb{{Text: scene.T("assessment.list"), Path: "/assessments"}, {Text: a.Title(scene.Lang), Path: at}}}
	data := questionPage{Lead: scene.T("assessment.question.lead", "rule", ruleWords(scene, l.Question)), Found: foundTable(scene, "found", l.Count), Of: foundTable(scene, "of", l.Of), Current: l.said(scene.Printer)}
	if l.Count != nil && (l.Count.Open || l.Of != nil && l.Of.Open) {
		data.Open = scene.T("assessment.evidence.open")
	}
	if l.Rule != nil && l.Count == nil {
		data.None = scene.T("assessment.evidence.none")
	}
	if l.Formula == "" && s.assessments.Can(ctx, module.Edit, &a) {
		f := answerForm(scene, at, l, given, failed)
		data.Form = &f
	}
	if failed != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	page.Data = data
	return page, nil
}

// foundTable lists the records of a count with what each adds; its foot is the
// figure. Nothing without such a count.
func foundTable(scene *web.Scene, id string, e *Evidence) *ui.Table {
	if e == nil {
		return nil
	}
	t := &ui.Table{ID: id, Caption: scene.T("assessment.evidence." + id), Stack: true, Columns: []ui.Column{{Label: scene.T("assessment.column.record")}, {Label: scene.T("assessment.column.adds"), Number: true}}, Empty: &ui.Empty{Title: scene.T("assessment.evidence.empty")}}
	for _, f := range e.Records {
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: f.Title, Href: scene.Path(f.Path)}, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Number(f.N)}, Number: true}))
	}
	if len(t.Rows) > 0 {
		t.Foot = []ui.Cell{{Value: ui.Value{Text: scene.T("assessment.evidence.sum")}, Head: true}, {Value: ui.Value{Text: scene.Number(e.Count())}, Number: true}}
	}
	return t
}

// answerForm asks for the office's own answer; empty fields take it back.
func answerForm(scene *web.Scene, at string, l Line, given Answer, failed error) ui.Form {
	bad := errs.FieldsOf(failed)
	value := ui.Field{Kind: ui.FieldText, Name: "value", Label: scene.T("assessment.answer.value"), Hint: l.Unit.In(scene.Lang), Value: given.Value, Width: ui.WidthMedium}
	switch l.Type {
	case method.Text:
		value = ui.Field{Kind: ui.FieldArea, Name: "words", Label: scene.T("assessment.answer.words"), Value: given.Words, Rows: 6}
	case method.Ratio:
		value.Hint = scene.T("assessment.answer.percent")
		value.Suffix = "%"
	case method.YesNo:
		value = ui.Select("value", scene.T("assessment.answer.value"), scene.T("assessment.answer.unknown"), []ui.Option{{Value: "1", Label: scene.T("assessment.answer.yes")}, {Value: "0", Label: scene.T("assessment.answer.no")}}, given.Value)
	}
	fields := []ui.Field{value,
		{Kind: ui.FieldArea, Name: "reason", Label: scene.T("assessment.reason"), Hint: scene.T("assessment.reason.hint"), Value: given.Reason},
		{Kind: ui.FieldChecks, Name: "absent", Label: scene.T("assessment.absent"), Options: []ui.Option{{Value: "yes", Label: scene.T("assessment.absent.yes"), Selected: given.Absent}}},
		{Kind: ui.FieldRadios, Name: "then", Label: scene.T("assessment.then"), Options: []ui.Option{{Value: "next", Label: scene.T("assessment.then.next"), Selected: true}, {Value: "back", Label: scene.T("assessment.then.back")}}},
	}
	var summary []ui.Link
	for i := range fields {
		if e := bad.Of(fields[i].Name); e != nil {
			fields[i].Error = scene.Say(e)
			summary = append(summary, ui.Link{Text: fields[i].Error, Href: "#" + fields[i].ID()})
		}
	}
	f := ui.Form{Action: scene.Path(at + "/questions/" + l.ID), Once: scene.Once(), Fields: fields, Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(at)}}
	if summary != nil {
		f.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", len(summary)), Items: summary}
	}
	return f
}

// evidence sends the pack.
func (s *Service) evidence(r *http.Request) (web.Reply, error) {
	a, err := s.Assessment(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	body, err := s.Pack(r.Context(), a, web.SceneOf(r).Lang)
	if err != nil {
		return nil, err
	}
	return web.File{Name: packName(a) + ".zip", Type: "application/zip", Body: body}, nil
}

// submissionSet are the fields of what is handed in.
func submissionSet() keep.Set[Submission] {
	return keep.Set[Submission]{
		{Name: "recipient", At: func(x *Submission) any { return &x.Recipient }, Required: true, Max: 300},
		{Name: "on", At: func(x *Submission) any { return &x.On }, Required: true, Width: ui.WidthMedium},
		{Name: "note", At: func(x *Submission) any { return &x.Note }, Long: true, Max: 2000},
	}
}

// submit shows and takes the form by which an assessment is handed in.
func (s *Service) submit(r *http.Request) (web.Reply, error) {
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
	if n := j.Gaps(); n > 0 && r.Method != http.MethodPost {
		return web.Redirect{To: at, Notice: scene.T("assessment.gaps.left", "n", scene.Number(int64(n)))}, nil
	}
	typed := Submission{}
	asked := keep.Asked[Submission]{Set: submissionSet(), Kind: SubmissionKind, Of: &typed, Langs: s.deps.Langs, Version: a.Version, Title: scene.T("assessment.submit.title", "title", a.Title(scene.Lang)), Action: scene.Path(at + "/submit"), Cancel: scene.Path(at), Submit: scene.T("assessment.submit")}
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, SubmissionKind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			_, asked.Failed = s.Submit(ctx, a, typed, scene.Lang)
		}
		if asked.Failed == nil {
			return web.Redirect{To: at, Notice: scene.T("assessment.submitted")}, nil
		}
	}
	page, err := keep.FormPage(r, asked)
	page.Crumbs = []web.Crumb{{Text: scene.T("assessment.list"), Path: "/assessments"}, {Text: a.Title(scene.Lang), Path: at}}
	return page, err
}

// submissionPage is what the template submission shows.
type submissionPage struct {
	Head  ui.Head
	Facts ui.Facts
}

func (s *Service) viewSubmission(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	x, err := s.Submission(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := submissionPage{Head: ui.Head{Over: scene.T("submission.kind"), Title: ui.Value{Text: x.Title}, Lead: scene.T("submission.lead")}}
	for _, row := range []struct{ name, text string }{{"on", scene.Date(x.On)}, {"recipient", x.Recipient}, {"note", x.Note}, {"score", x.score(scene)}, {"actor", x.Actor}, {"pack", x.Pack}} {
		if row.text != "" {
			data.Facts.Rows = append(data.Facts.Rows, ui.Fact{Label: scene.T("submission." + row.name), Value: ui.Value{Text: row.text}})
		}
	}
	return web.Page{Template: "rating/submission", Title: x.Title, Data: data, About: x.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("assessment.list"), Path: "/assessments"}, {Text: x.Title, Path: "/assessments/" + x.Assessment}}}, nil
}
