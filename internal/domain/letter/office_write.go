package letter

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

func (s *Service) draftSet() keep.Set[Draft] {
	return keep.Set[Draft]{
		{Name: "template", At: func(d *Draft) any { return &d.Template }, Options: s.templateOptions},
		{Name: "partner", At: func(d *Draft) any { return &d.Partner }, Options: s.deps.Partners},
		{Name: "person", At: func(d *Draft) any { return &d.Person }, Options: s.deps.People},
		{Name: "activity", At: func(d *Draft) any { return &d.Activity }, Options: s.deps.Activities},
		{Name: "to", At: func(d *Draft) any { return &d.To }, Max: 300},
		{Name: "subject", At: func(d *Draft) any { return &d.Title }, Max: titleMax},
		{Name: "langs", At: func(d *Draft) any { return &d.Langs }, Kind: ui.FieldChecks, Options: s.writtenLangs},
		{Name: "answers", At: func(d *Draft) any { return &d.Answers }, Options: s.answerOptions},
		{Name: "waits", At: func(d *Draft) any { return &d.Waits }},
		{Name: "by", At: func(d *Draft) any { return &d.By }},
		{Name: "number", At: func(d *Draft) any { return &d.Number }, Max: 100, Width: ui.WidthShort},
	}
}

// writtenLangs are the languages in which letters are written.
func (s *Service) writtenLangs(_ context.Context, scene *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	for _, lang := range writtenIn(s.deps.Langs) {
		options = append(options, ui.Option{Value: lang, Label: scene.Language(lang)})
	}
	return options, nil
}

// write asks what a letter is about, then what its template lacks, and makes a
// draft of it in the outbox.
func (s *Service) write(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	d, err := s.begin(r)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[Draft]{Set: s.draftSet(), Kind: Kind, Of: &d, Title: scene.T("letter.write"), Action: scene.Path("/letters/write", "answers", r.URL.Query().Get("answers")), Cancel: scene.Path("/letters"), Submit: scene.T("letter.write.on")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	d = Draft{}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, &d, nil, ""); err != nil {
		return nil, err
	}
	var given map[string]string
	asked.Failed = asked.Typed.Err()
	if asked.Failed == nil && d.Template != "" {
		var page web.Reply
		if page, given, asked.Failed = s.holes(r, asked.Typed, d); page != nil {
			return page, nil
		}
	}
	if asked.Failed == nil {
		var id string
		if id, asked.Failed = s.WriteFilled(ctx, d, given); asked.Failed == nil {
			return web.Redirect{To: "/outbox/" + id + "/edit", Notice: scene.T("letter.did.write")}, nil
		}
	}
	return keep.FormPage(r, asked)
}

// begin fills the form in from the address: whom one writes to, what about, by
// which template, what is answered.
func (s *Service) begin(r *http.Request) (Draft, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	d := Draft{Partner: q.Get("partner"), Person: q.Get("person"), Activity: q.Get("activity"), Template: q.Get("template"), Answers: q.Get("answers"), Langs: []string{scene.Lang}}
	if lang := q.Get("lang"); slices.Contains(writtenIn(s.deps.Langs), lang) {
		d.Langs = []string{lang}
	}
	if d.Activity != "" {
		event, err := s.deps.Sources.Activity(ctx, d.Activity)
		if ignore(err) != nil {
			return d, err
		}
		if d.Partner == "" {
			d.Partner = event.Partner
		}
	}
	if d.Answers != "" {
		first, err := s.Letter(ctx, d.Answers)
		if err != nil {
			return d, err
		}
		d.Partner, d.Person = first.Partner, first.Person
		if d.Activity == "" {
			d.Activity = first.Event
		}
		d.Title = first.Title.In(scene.Lang).Value
		if !strings.HasPrefix(strings.ToLower(d.Title), "re:") {
			d.Title = "Re: " + d.Title
		}
	}
	p, err := s.person(ctx, d.Person)
	if err != nil {
		return d, err
	}
	d.To = boxOf(p)
	return d, nil
}

// holesPage is what the template holes shows: what a letter lacks, before there
// is a draft.
type holesPage struct {
	Lead string
	Form ui.Form
}

// filledName says in a form that its holes were shown.
const filledName = "holes"

// holes shows what the template of a draft lacks, or returns what was answered
// when that was shown already.
func (s *Service) holes(r *http.Request, in *form.Form, d Draft) (web.Reply, map[string]string, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if err := d.validate(); err != nil {
		return nil, nil, err
	}
	_, open, err := s.Fill(ctx, d, nil)
	if err != nil || len(open) == 0 {
		return nil, nil, err
	}
	given := map[string]string{}
	if in.Typed(filledName) == "yes" {
		for _, h := range open {
			given[h.Name()] = in.Text(h.Name(), form.Max(holeMax))
		}
		if in.Err() == nil {
			if in.Bool("remember") {
				err = s.remember(ctx, open, given)
			}
			return nil, given, err
		}
	}
	data := holesPage{Lead: scene.T("letter.holes.lead"), Form: s.holesForm(scene, in, d, open)}
	page := web.Page{Template: "letter/holes", Title: scene.T("letter.holes"), Data: &data, Crumbs: []web.Crumb{{Text: scene.T("letter.write"), Path: "/letters/write"}}}
	if failed := in.Err(); failed != nil {
		page.Status, _ = scene.Mark(&data.Form, failed)
		page.Title = scene.ErrorTitle(page.Title)
	}
	return page, nil, nil
}

// capital is a question as a label begins.
func capital(question string) string {
	first, size := utf8.DecodeRuneInString(question)
	return string(unicode.ToUpper(first)) + question[size:]
}

// holeMax is how long an answer may be, in characters.
const holeMax = 2000

// holesForm asks for what is missing and carries what was typed before.
func (s *Service) holesForm(scene *web.Scene, in *form.Form, d Draft, open []Hole) ui.Form {
	f := ui.Form{Action: scene.Path("/letters/write", "answers", d.Answers), Once: scene.Once(), Hidden: []ui.Hidden{{Name: filledName, Value: "yes"}},
		Submit: ui.Button{Text: scene.T("letter.write.on"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/letters")}}
	for _, field := range s.draftSet() {
		for _, value := range in.TypedAll(field.Name) {
			f.Hidden = append(f.Hidden, ui.Hidden{Name: field.Name, Value: value})
		}
	}
	kept := false
	for _, h := range open {
		field := ui.Field{Kind: ui.FieldText, Name: h.Name(), Label: capital(h.Question), Lang: h.Lang, Optional: scene.T("form.optional"), Value: in.Typed(h.Name()), NoSpell: true}
		if h.Place == "" {
			field.Kind, field.NoSpell = ui.FieldArea, false
		} else {
			field.Label = scene.T("letter.place." + h.Place)
		}
		if len(d.Langs) > 1 {
			field.Label = scene.T("letter.holes.in", "what", field.Label, "lang", scene.Language(h.Lang))
		}
		if h.Hint != "" {
			field.Hint = scene.T("letter.holes.hint", "known", h.Hint)
		}
		kept = kept || !h.Of.IsZero()
		f.Fields = append(f.Fields, field)
	}
	if kept {
		f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldChecks, Name: "remember", Label: scene.T("letter.holes.remember"), LabelHidden: true,
			Options: []ui.Option{{Value: "yes", Label: scene.T("letter.holes.remember"), Hint: scene.T("letter.holes.remember.hint"), Selected: true}}})
	}
	return f
}

// draftPanel says on the page of a message what the register will say of it.
type draftPanel struct{ Facts ui.Facts }

func (s *Service) ofMessage(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != outbox.Kind || s.Gate.Scope(ctx, s.letters.ViewNeed()) == account.None {
		return nil, nil
	}
	d, is, err := draftOf(ctx, s.DB, about.ID)
	if err != nil || !is {
		return nil, err
	}
	var rows []ui.Fact
	for _, f := range s.draftSet() {
		if slices.Contains([]string{"template", "activity", "to", "subject", "langs"}, f.Name) {
			continue
		}
		if value := f.Show(ctx, scene, keep.Canonical(f.At(&d))); value.Text != "" {
			rows = append(rows, ui.Fact{Label: scene.T("letter." + f.Name), Value: value})
		}
	}
	title := "letter.draft"
	if l, sent, err := byMessage(ctx, s.DB, about.ID); err == nil && sent {
		title = "letter.drafted"
		rows = append(rows, ui.Fact{Label: scene.T("letter.kind"), Value: ui.Value{Text: scene.T("letter.answer_option", "title", l.Title, "date", scene.Date(l.On)), Href: scene.Path("/letters/" + l.ID)}})
	}
	return &module.Panel{Name: "letter", Title: scene.T(title), Template: "letter/draft", Data: draftPanel{ui.Facts{Rows: rows}}, Order: 1}, nil
}
