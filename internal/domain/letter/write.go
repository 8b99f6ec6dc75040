package letter

import (
	"context"
	"strings"
	"unicode"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
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
	To       string
	Title    string
	Langs    []string
	Template string // the name of templates, as Group gives it; empty: none
	Activity string // identifier of what it is about
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
	return s.WriteFilled(ctx, d, nil)
}

// WriteFilled is Write with answers to what the template of the draft asks; what
// is not answered stays in the text in braces.
func (s *Service) WriteFilled(ctx context.Context, d Draft, given map[string]string) (string, error) {
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
	m, err := s.message(ctx, &d, p, given)
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
func (s *Service) message(ctx context.Context, d *Draft, p contact.Person, given map[string]string) (outbox.Message, error) {
	if d.To == "" {
		d.To = boxOf(p)
	}
	if err := d.validate(); err != nil {
		return outbox.Message{}, err
	}
	m := outbox.Message{Langs: d.Langs, Occasion: d.occasion()}
	if d.To != "" {
		m.To = []string{d.To}
	}
	m.Visibility = record.Department
	err := s.texts(ctx, &m, *d, p, given)
	if err != nil {
		return m, err
	}
	if m.Sender, err = s.deps.Outbox.Sender(ctx); err != nil || d.Answers == "" {
		return m, err
	}
	first, err := s.Letter(ctx, d.Answers)
	if err == nil {
		m.Occasion = first.Ref()
		if first.MailID != "" && !strings.HasSuffix(first.MailID, nowhere) {
			m.InReplyTo, m.References = first.MailID, []string{first.MailID}
		}
	}
	return m, err
}

// validate holds the rules of what is asked before a letter is written.
func (d Draft) validate() error {
	var bad errs.Fields
	if d.Partner == "" && d.Person == "" {
		bad.Add(errs.Field("partner", "letter.partner.empty"))
	}
	if len(d.Langs) == 0 {
		bad.Add(errs.Field("langs", "letter.langs.empty"))
	}
	if d.Title == "" && d.Template == "" {
		bad.Add(errs.Field("subject", "letter.subject.empty"))
	}
	if !d.By.IsZero() && !d.Waits {
		bad.Add(errs.Field("by", "letter.by.unasked"))
	}
	if _, err := outbox.ReadLine(d.To); d.To != "" && err != nil {
		bad.Add(errs.Field("to", "outbox.to.bad", "line", d.To))
	}
	return bad.Err()
}

// occasion is what the message is about: an event before a city before a person.
func (d Draft) occasion() record.Ref {
	switch {
	case d.Activity != "":
		return record.Ref{Kind: "activity", ID: d.Activity}
	case d.Partner != "":
		return record.Ref{Kind: "partner", ID: d.Partner}
	}
	return record.Ref{Kind: contact.PersonKind, ID: d.Person}
}

// texts writes subject and body, by the template or as an empty letter.
func (s *Service) texts(ctx context.Context, m *outbox.Message, d Draft, p contact.Person, given map[string]string) error {
	if d.Template == "" {
		m.Title.Set(d.Langs[0], d.Title)
		for _, lang := range d.Langs {
			m.Body.Set(lang, s.frame(ctx, lang, addressIn(p, lang)))
		}
		return nil
	}
	filled, _, err := s.Fill(ctx, d, given)
	for _, lang := range d.Langs {
		m.Title.Set(lang, filled[lang].Title)
		m.Body.Set(lang, filled[lang].Body)
	}
	return err
}

// frame is how a letter without a template begins and ends: the form of address,
// or a placeholder; and who writes.
func (s *Service) frame(ctx context.Context, lang, address string) string {
	words := map[string][2]string{
		"ru": {"{обращение}", "С уважением"}, "en": {"{salutation}", "Yours sincerely"}, "de": {"{Anrede}", "Mit freundlichen Grüßen"}, "fr": {"{formule d’appel}", "Veuillez agréer l’expression de ma considération distinguée"},
		"es": {"{saludo}", "Atentamente"}, "it": {"{formula di saluto}", "Distinti saluti"}, "fi": {"{puhuttelu}", "Ystävällisin terveisin"}, "zh": {"{称呼}", "此致"},
	}[lang]
	greeting := words[0]
	if address != "" {
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
	l := Letter{Type: "email", Side: Out, Title: i18n.NewText(sentLang(m), m.Subject()), On: edtf.On(s.deps.Clock()), Partner: d.Partner, Person: d.Person, Event: d.Activity, Number: d.Number, Waits: d.Waits, By: d.By, Answers: d.Answers, Message: m.ID, Body: (&mail.Message{Texts: bodies(m)}).Plain()}
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
