package letter

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

// Draft is what is asked before a letter is written (page O26), and what the
// register will say of it once it is sent.
type Draft struct {
	Message string // identifier of the message in the outbox
	Partner string
	Person  string
	Answers string // identifier of the entry that it answers
	Waits   bool
	By      edtf.Date
	Number  string
	// Only asked, and then a part of the message:
	To    string
	Title string
	Langs []string
}

func (s *Service) draftSet() keep.Set[Draft] {
	return keep.Set[Draft]{
		{Name: "partner", At: func(d *Draft) any { return &d.Partner }, Options: s.deps.Partners},
		{Name: "person", At: func(d *Draft) any { return &d.Person }, Options: s.deps.People},
		{Name: "to", At: func(d *Draft) any { return &d.To }, Max: 300},
		{Name: "subject", At: func(d *Draft) any { return &d.Title }, Required: true, Max: titleMax},
		{Name: "langs", At: func(d *Draft) any { return &d.Langs }, Kind: ui.FieldChecks, Options: s.writtenLangs},
		{Name: "answers", At: func(d *Draft) any { return &d.Answers }, Options: s.answerOptions},
		{Name: "waits", At: func(d *Draft) any { return &d.Waits }},
		{Name: "by", At: func(d *Draft) any { return &d.By }},
		{Name: "number", At: func(d *Draft) any { return &d.Number }, Max: 100, Width: ui.WidthShort},
	}
}

// writtenLangs are the languages of the office and those that partners are
// written to in most.
func (s *Service) writtenLangs(_ context.Context, scene *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	for _, lang := range append(slices.Clone(s.deps.Langs), "de", "fr", "es", "it", "fi", "zh") {
		options = append(options, ui.Option{Value: lang, Label: scene.Language(lang)})
	}
	return options, nil
}

// write asks what a letter is about and makes a draft of it in the outbox.
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
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		var id string
		if id, asked.Failed = s.Write(ctx, d); asked.Failed == nil {
			return web.Redirect{To: "/outbox/" + id + "/edit", Notice: scene.T("letter.did.write")}, nil
		}
	}
	return keep.FormPage(r, asked)
}

// begin fills the form in from the address: whom one writes to, what is answered.
func (s *Service) begin(r *http.Request) (Draft, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	d := Draft{Partner: q.Get("partner"), Person: q.Get("person"), Answers: q.Get("answers"), Langs: []string{scene.Lang}}
	if d.Answers != "" {
		first, err := s.Letter(ctx, d.Answers)
		if err != nil {
			return d, err
		}
		d.Partner, d.Person = first.Partner, first.Person
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

// person is who is written to; zero when that is nobody in particular, or not
// for the viewer to see.
func (s *Service) person(ctx context.Context, id string) (contact.Person, error) {
	if id == "" || s.deps.Contacts == nil {
		return contact.Person{}, nil
	}
	p, err := s.deps.Contacts.Person(ctx, id)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return contact.Person{}, nil
	}
	return p, err
}

// boxOf is a person's address, with the name in the letters of the Latin
// spelling where there is one.
func boxOf(p contact.Person) string {
	if p.Email == "" {
		return ""
	}
	name := p.Latin
	if name == "" {
		name = p.Name
	}
	return outbox.Line(mail.Address{Name: form.Line(name), Box: p.Email})
}

// Write makes a draft of a letter in the outbox and remembers what the register
// will say of it. It returns the identifier of the message.
func (s *Service) Write(ctx context.Context, d Draft) (string, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return "", err
	}
	p, err := s.person(ctx, d.Person)
	if err != nil {
		return "", err
	}
	if p.Quiet {
		return "", errs.Field("person", "letter.person.quiet", "name", p.Name)
	}
	m, err := s.message(ctx, &d, p)
	if err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		id, err := s.deps.Outbox.AddIn(ctx, w, m)
		if err != nil {
			return record.Ref{}, err
		}
		d.Message = id
		return record.Ref{Kind: outbox.Kind, ID: id}, insertDraft(ctx, w, d)
	})
	return ref.ID, err
}

// message is the draft as the outbox takes it.
func (s *Service) message(ctx context.Context, d *Draft, p contact.Person) (outbox.Message, error) {
	var bad errs.Fields
	if d.Partner == "" && d.Person == "" {
		bad.Add(errs.Field("partner", "letter.partner.empty"))
	}
	if len(d.Langs) == 0 {
		bad.Add(errs.Field("langs", "letter.langs.empty"))
	}
	if !d.By.IsZero() && !d.Waits {
		bad.Add(errs.Field("by", "letter.by.unasked"))
	}
	if d.To == "" {
		d.To = boxOf(p)
	}
	m := outbox.Message{Langs: d.Langs, Occasion: record.Ref{Kind: "partner", ID: d.Partner}}
	if d.Partner == "" {
		m.Occasion = record.Ref{Kind: "person", ID: d.Person}
	}
	if d.To != "" {
		if _, err := outbox.ReadLine(d.To); err != nil {
			bad.Add(errs.Field("to", "outbox.to.bad", "line", d.To))
		}
		m.To = []string{d.To}
	}
	if err := bad.Err(); err != nil {
		return m, err
	}
	m.Visibility = record.Department
	for i, lang := range d.Langs {
		if i == 0 {
			m.Title.Set(lang, d.Title)
		}
		m.Body.Set(lang, s.frame(ctx, lang, p.Address))
	}
	var err error
	if m.Sender, err = s.deps.Outbox.Sender(ctx); err != nil || d.Answers == "" {
		return m, err
	}
	first, err := s.Letter(ctx, d.Answers)
	if err == nil {
		m.Occasion = first.Ref()
		if first.MailID != "" {
			m.InReplyTo, m.References = first.MailID, []string{first.MailID}
		}
	}
	return m, err
}

// frame is how a letter begins and ends: the form of address that was written
// down, in its own script, or a placeholder; and who writes.
func (s *Service) frame(ctx context.Context, lang, address string) string {
	words := map[string][2]string{
		"ru": {"{обращение}", "С уважением"}, "en": {"{salutation}", "Yours sincerely"}, "de": {"{Anrede}", "Mit freundlichen Grüßen"}, "fr": {"{formule d’appel}", "Veuillez agréer l’expression de ma considération distinguée"},
		"es": {"{saludo}", "Atentamente"}, "it": {"{formula di saluto}", "Distinti saluti"}, "fi": {"{puhuttelu}", "Ystävällisin terveisin"}, "zh": {"{称呼}", "此致"},
	}[lang]
	greeting := words[0]
	if address != "" && hasCyrillic(address) == (lang == "ru") {
		greeting = address
	}
	lines := []string{greeting + ",", "", "{" + bodyWord(lang) + "}", "", words[1] + ",", account.From(ctx).Name}
	if s.deps.Office != nil {
		lines = append(lines, s.deps.Office(lang))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// bodyWord names the place where the words of the letter belong.
func bodyWord(lang string) string {
	if word := map[string]string{"ru": "текст письма", "de": "Text", "fr": "texte", "es": "texto", "it": "testo", "fi": "teksti", "zh": "正文"}[lang]; word != "" {
		return word
	}
	return "text"
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// wasSent enters a letter that the outbox has sent into the register. What the
// register cannot take does not keep the message from being sent.
func (s *Service) wasSent(ctx context.Context, w *audit.Writer, m outbox.Message, to []outbox.Recipient) error {
	d, is, err := draftOf(ctx, w, m.ID)
	if err != nil || !is {
		return err
	}
	if _, known, err := byMessage(ctx, w, m.ID); err != nil || known {
		return err
	}
	l := Letter{Type: "email", Side: Out, Title: i18n.NewText(sentLang(m), m.Subject()), On: edtf.On(s.deps.Clock()), Partner: d.Partner, Person: d.Person, Number: d.Number, Waits: d.Waits, By: d.By, Answers: d.Answers, Message: m.ID, Body: (&mail.Message{Texts: bodies(m)}).Plain()}
	l.Visibility = record.Department
	if len(to) > 0 {
		l.MailID = to[0].MailID
	}
	if _, err = s.letters.AddIn(ctx, w, l); errs.FieldsOf(err) == nil {
		return err
	}
	l.Answers, l.By = "", edtf.Date{} // what it answers may be gone meanwhile
	if _, err = s.letters.AddIn(ctx, w, l); errs.FieldsOf(err) == nil {
		return err
	}
	return nil
}

func sentLang(m outbox.Message) string {
	if len(m.Langs) > 0 {
		return m.Langs[0]
	}
	return "ru"
}

func bodies(m outbox.Message) []mail.Text {
	var all []mail.Text
	for _, lang := range m.Langs {
		all = append(all, mail.Text{Lang: lang, Body: m.Body.Get(lang)})
	}
	return all
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
		if f.Name == "to" || f.Name == "subject" || f.Name == "langs" {
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
