package questionnaire

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// formPage is what the template form shows: what is asked, and the links, which
// stand among the panels.
type formPage struct {
	Lead string
	Form ui.Form
}

// edit is the page on which somebody ticks what this visit needs of people.
func (s *Service) edit(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	f, err := s.Form(ctx, r.PathValue("id"))
	if errs.KindOf(err) == errs.NotFound {
		f, err = Form{Activity: r.PathValue("id")}, nil
	}
	if err != nil {
		return nil, err
	}
	v, err := s.deps.Visits.Visit(ctx, f.Activity)
	if err != nil {
		return nil, err
	}
	chosen, problems := f.Fields, keep.Problems{}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		chosen = slices.DeleteFunc(Asked(), func(name string) bool { return !slices.Contains(in.TypedAll("fields"), name) })
		_, err := s.Ask(ctx, Form{Version: in.Int("version"), Activity: v.Trip.ID, Fields: chosen})
		if err == nil {
			return web.Redirect{To: "/questionnaires/" + v.Trip.ID, Notice: scene.T("questionnaire.saved")}, nil
		}
		if errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.Stale && errs.FieldsOf(err) == nil {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
	}
	fields := ui.Field{Kind: ui.FieldChecks, Name: "fields", Label: scene.T("questionnaire.fields"), Hint: scene.T("questionnaire.fields.hint"), Error: problems["fields"]}
	for _, name := range Asked() {
		fields.Options = append(fields.Options, ui.Option{Value: name, Label: label(scene, name), Hint: scene.T("questionnaire.why." + name), Selected: slices.Contains(chosen, name)})
	}
	data := formPage{Lead: scene.T("questionnaire.lead"), Form: ui.Form{Action: scene.Path("/questionnaires/" + v.Trip.ID), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(f.Version, 10)}}, Fields: []ui.Field{fields},
		Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/visits/" + v.Trip.ID)}}}
	data.Form.Errors = problems.Summary(scene, data.Form.Fields)
	page := web.Page{Template: "questionnaire/form", Title: scene.T("questionnaire.kind"), Data: data, Crumbs: []web.Crumb{{Text: v.Trip.Name.In(scene.Lang).Value, Path: "/visits/" + v.Trip.ID}}}
	if f.ID != "" {
		page.About = f.Ref().String()
	}
	if len(problems) > 0 {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// panelPage is what the template panel shows on the page of a visit.
type panelPage struct {
	Asked string
	Rows  []answerRow
	Edit  *ui.LinkButton
}

// answerRow is what came in by one link.
type answerRow struct {
	Text string
	Take *ui.Form
	Drop *ui.Form
}

// related is the questionnaire on the page of a visit and of its activity.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "activity" || s.require(ctx, module.View, visit.MemberKind) != nil {
		return nil, nil
	}
	may := s.require(ctx, module.Edit, visit.Kind) == nil
	if _, err := s.deps.Visits.Visit(ctx, about.ID); err != nil {
		if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Forbidden {
			return nil, nil
		}
		return nil, err
	}
	data := panelPage{Asked: scene.T("questionnaire.none")}
	f, err := s.Form(ctx, about.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound && !may:
		return nil, nil
	case err == nil:
		words := make([]string, len(f.Fields))
		for i, field := range f.Fields {
			words[i] = fieldWords(scene, field)
		}
		data.Asked = scene.T("questionnaire.asked", "fields", scene.Join(words))
	case errs.KindOf(err) != errs.NotFound:
		return nil, err
	}
	if may {
		data.Edit = &ui.LinkButton{Text: scene.T("questionnaire.edit"), Href: scene.Path("/questionnaires/" + about.ID)}
	}
	answers, err := s.Answers(ctx, about.ID)
	if err != nil {
		return nil, err
	}
	take := s.require(ctx, module.Edit, visit.SealedKind) == nil
	for i, a := range answers {
		row := answerRow{Text: scene.T("questionnaire.row.consent", "who", a.Who, "time", scene.Instant(a.ConsentAt.In(scene.Zone)))}
		if a.State != "" {
			row.Text = scene.T("questionnaire.row."+string(a.State), "who", a.Who, "time", scene.Instant(a.SentAt.In(scene.Zone)))
		}
		if a.State == Sent && take {
			key := scene.Key + "-q" + strconv.Itoa(i)
			hidden := []ui.Hidden{{Name: "link", Value: a.Link}}
			row.Take = &ui.Form{Action: scene.Path("/questionnaires/" + about.ID + "/take"), Once: ui.Once{Key: key}, Hidden: hidden, Submit: ui.Button{Text: scene.T("questionnaire.take"), Hidden: a.Who}}
			row.Drop = &ui.Form{Action: scene.Path("/questionnaires/" + about.ID + "/drop"), Once: ui.Once{Key: key + "x"}, Hidden: hidden, Submit: ui.Button{Text: scene.T("questionnaire.drop"), Hidden: a.Who, Kind: ui.ButtonQuiet}}
		}
		data.Rows = append(data.Rows, row)
	}
	return &module.Panel{Name: "questionnaire", Title: scene.T("questionnaire.panel"), Template: "questionnaire/panel", Data: data, Order: 5}, nil
}

// take makes somebody of the delegation of an answer. What stands in the way, such
// as a name that is in the delegation already, is said on the page of the visit.
func (s *Service) take(r *http.Request) (web.Reply, error) {
	scene, to := web.SceneOf(r), "/visits/"+r.PathValue("id")
	id, err := s.Take(r.Context(), r.PostFormValue("link"))
	if reply, failed := told(scene, to, err); reply != nil || failed != nil {
		return reply, failed
	}
	return web.Redirect{To: "/delegation/" + id, Notice: scene.T("questionnaire.taken")}, nil
}

func (s *Service) drop(r *http.Request) (web.Reply, error) {
	scene, to := web.SceneOf(r), "/visits/"+r.PathValue("id")
	err := s.Drop(r.Context(), r.PostFormValue("link"))
	if reply, failed := told(scene, to, err); reply != nil || failed != nil {
		return reply, failed
	}
	return web.Redirect{To: to, Notice: scene.T("questionnaire.dropped")}, nil
}

// told returns to a page with the words of an error that a person can mend.
func told(scene *web.Scene, to string, err error) (web.Reply, error) {
	e, ok := errors.AsType[*errs.E](err)
	if all := errs.FieldsOf(err); len(all) > 0 {
		e, ok = all[0], true
	}
	switch {
	case err == nil:
		return nil, nil
	case ok && (e.Kind == errs.Invalid || e.Kind == errs.Conflict):
		return web.Redirect{To: to, Notice: scene.Say(e)}, nil
	}
	return nil, err
}
