package questionnaire

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/link"
)

// opened is what a link shows: the form, the visit and what came in already.
type opened struct {
	form  Form
	visit visit.Visit
	days  int64
	came  Answer
}

// open reads what the link of a request is for.
func (s *Service) open(r *http.Request) (o opened, err error) {
	l, ctx := link.From(r.Context()), program(r.Context())
	if o.form, err = formByID(ctx, s.DB, l.For.ID); err != nil {
		return o, err
	}
	if o.visit, err = s.deps.Visits.Visit(ctx, o.form.Activity); err != nil {
		return o, err
	}
	set, err := s.deps.Visits.Settings(ctx)
	if err != nil {
		return o, err
	}
	o.days = set.KeepDays
	o.came, err = answerBy(ctx, s.DB, l.ID)
	if errs.KindOf(err) == errs.NotFound {
		err = nil
	}
	return o, err
}

// guestPage is what the templates consent, form and done show.
type guestPage struct {
	Lead string
	Text []string
	Form ui.Form
}

// consent is the first page: what is asked, why, until when it is kept, and a tick.
func (s *Service) consent(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	o, err := s.open(r)
	if err != nil {
		return nil, err
	}
	if o.came.State != "" {
		return done(scene, o), nil
	}
	text := s.text(scene, o)
	data := guestPage{Lead: lead(scene, o), Text: text}
	tick := ui.Field{Kind: ui.FieldChecks, Name: "agree", Label: scene.T("questionnaire.agree"), Options: []ui.Option{{Value: "yes", Label: scene.T("questionnaire.agree.yes")}}}
	page := web.Page{Template: "questionnaire/guest", Title: scene.T("questionnaire.consent")}
	if r.Method == http.MethodPost {
		if form.Read(r.PostForm).Bool("agree") {
			l := link.From(r.Context())
			if err := s.agree(r.Context(), Answer{Link: l.ID, Activity: o.form.Activity, Who: l.Name, Consent: strings.Join(text, "\n"), Lang: scene.Lang}); err != nil {
				return nil, err
			}
			return web.Redirect{To: "/form"}, nil
		}
		tick.Error = scene.T("questionnaire.agree.empty")
		data.Form.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", 1), Items: []ui.Link{{Text: tick.Error, Href: "#" + tick.ID()}}}
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	data.Form.Action, data.Form.Once, data.Form.Fields = scene.Path("/"), ui.Once{Key: scene.Key}, []ui.Field{tick}
	data.Form.Submit = ui.Button{Text: scene.T("questionnaire.onward"), Kind: ui.ButtonPrimary}
	page.Data = data
	return page, nil
}

// lead says which visit it is about.
func lead(scene *web.Scene, o opened) string {
	return strings.Join(slices.DeleteFunc([]string{keep.Said(scene, o.visit.Trip.Name).Text, scene.Date(o.visit.Trip.When())}, func(w string) bool { return w == "" }), " · ")
}

// text is what a guest agrees to, line by line; it is kept as it was shown.
func (s *Service) text(scene *web.Scene, o opened) []string {
	labels := make([]string, len(o.form.Fields))
	for i, field := range o.form.Fields {
		labels[i] = fieldWords(scene, field)
	}
	text := []string{scene.T("questionnaire.consent.who", "city", s.deps.Home(scene.Lang)), scene.T("questionnaire.consent.what", "fields", scene.Join(labels))}
	if slices.ContainsFunc(o.form.Fields, func(f string) bool { return slices.Contains(visit.SealedFields(), f) }) {
		text = append(text, scene.T("questionnaire.consent.sealed", "until", untilWords(scene, o)))
	}
	return append(text, scene.T("questionnaire.consent.back"))
}

// untilWords say until when sealed details are kept.
func untilWords(scene *web.Scene, o opened) string {
	if until := keptUntil(o.visit, o.days); !until.IsZero() {
		return scene.Day(until)
	}
	return scene.N("questionnaire.until.days", int(o.days))
}

// label begins the words for a field with a capital letter.
func label(scene *web.Scene, field string) string {
	words := fieldWords(scene, field)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// fieldWords are what a field is called within a sentence.
func fieldWords(scene *web.Scene, field string) string {
	return scene.T("questionnaire.field." + field)
}

// done says that the answer has come in.
func done(scene *web.Scene, o opened) web.Page {
	return web.Page{Template: "questionnaire/guest", Title: scene.T("questionnaire.done"), Data: guestPage{Lead: lead(scene, o), Text: []string{scene.T("questionnaire.done.text", "time", scene.Instant(o.came.SentAt.In(scene.Zone)))}}}
}

// ask is the page of questions.
func (s *Service) ask(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	o, err := s.open(r)
	switch {
	case err != nil:
		return nil, err
	case o.came.State != "":
		return done(scene, o), nil
	case o.came.Link == "":
		return s.consent(r)
	}
	problems, in := keep.Problems{}, form.Read(r.PostForm)
	if r.Method == http.MethodPost {
		values := readAnswer(in, o.form.Fields, scene.Lang)
		if err = in.Err(); err == nil {
			err = s.receive(r.Context(), o.came.Link, values)
		}
		if err == nil || errs.KindOf(err) == errs.Conflict {
			return web.Redirect{To: "/"}, nil
		}
		if errs.FieldsOf(err) == nil && errs.KindOf(err) != errs.Invalid {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
	}
	data := guestPage{Lead: lead(scene, o), Form: ui.Form{Action: scene.Path("/form"), Once: ui.Once{Key: scene.Key}, Submit: ui.Button{Text: scene.T("questionnaire.send"), Kind: ui.ButtonPrimary}}}
	for _, field := range Asked() {
		if !slices.Contains(o.form.Fields, field) {
			continue
		}
		f := ui.Field{Kind: ui.FieldText, Name: field, Label: label(scene, field), Hint: scene.T("questionnaire.why." + field), Value: in.Typed(field), Error: problems[field], NoSpell: true}
		if slices.Contains(visit.SealedFields(), field) {
			f.Hint += " " + scene.T("questionnaire.kept", "until", untilWords(scene, o))
		} else {
			f.Hint += " " + scene.T("questionnaire.kept.visit")
		}
		if !required(field, o.form.Fields) {
			f.Optional = scene.T("form.optional")
		}
		data.Form.Fields = append(data.Form.Fields, f)
	}
	page := web.Page{Template: "questionnaire/guest", Title: scene.T("questionnaire.title"), Data: data}
	if data.Form.Errors = problems.Summary(scene, data.Form.Fields); data.Form.Errors != nil {
		page.Status, page.Title, page.Data = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title), data
	}
	return page, nil
}

// required tells whether a field has to be filled in: a name, in Latin letters when
// these are asked.
func required(field string, asked []string) bool {
	return field == "latin" || field == "name" && !slices.Contains(asked, "latin")
}

// readAnswer reads what was typed, of the fields that were asked and no others.
func readAnswer(in *form.Form, asked []string, lang string) map[string]string {
	values := map[string]string{}
	for _, field := range asked {
		rules := []form.Rule{form.Max(300)}
		if required(field, asked) {
			rules = append(rules, form.Required("questionnaire.name.empty"))
		}
		switch field {
		case "arrives", "leaves":
			values[field] = in.Date(field, lang, form.WholeDay()).String()
		case "arrives_at":
			tidy, ok := daytime.Tidy(in.Text(field, rules...))
			if !ok {
				in.Fail(field, "form.clock")
			}
			values[field] = tidy
		default:
			values[field] = in.Text(field, rules...)
			if field == "latin" && strings.ContainsFunc(values[field], func(c rune) bool { return unicode.Is(unicode.Cyrillic, c) }) {
				in.Fail(field, "questionnaire.latin.script")
			}
		}
	}
	if at, day := values["arrives_at"], values["arrives"]; at != "" && day == "" && slices.Contains(asked, "arrives") {
		in.Fail("arrives", "questionnaire.hour.day")
	}
	if day, err := time.Parse(time.DateOnly, values["leaves"]); err == nil {
		if came, err := time.Parse(time.DateOnly, values["arrives"]); err == nil && day.Before(came) {
			in.Fail("leaves", "questionnaire.leaves.early")
		}
	}
	return values
}
