package letter

import (
	"regexp"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// TemplateKind is the kind of the records in the table of templates.
const TemplateKind = "letter_template"

// Template is how the office writes a letter of one kind in one language. Those
// with the same name are one choice, whatever their languages.
type Template struct {
	keep.Meta
	Type string
	Name i18n.Text
	Lang string
	// Title and Body hold places in braces: {salutation} is filled by the program,
	// {?for what} is asked of who writes.
	Title   string
	Body    string
	Shipped string // the one of the program that it stands for: "invitation.de"
}

// Ref names the template.
func (t Template) Ref() record.Ref { return record.Ref{Kind: TemplateKind, ID: t.ID} }

// Group is what templates of one name have in common.
func (t Template) Group() string { return fold.Key(t.Name.In("ru").Value) }

// TemplateTypes lists the kinds of letters.
func TemplateTypes() []string {
	return []string{"invitation", "thanks", "congratulation", "reply", "request", "other"}
}

// writtenIn are the languages in which letters are written beside those of the
// office.
func writtenIn(office []string) []string {
	all := slices.Clone(office)
	for _, lang := range []string{"ru", "en", "de", "fr", "es", "it", "fi", "zh"} {
		if !slices.Contains(all, lang) {
			all = append(all, lang)
		}
	}
	return all
}

// Limits of a template, in characters.
const (
	templateNameMax = 120
	templateBodyMax = 20000
)

// place is something that the program fills in.
type place struct {
	name string // as templates in any language write it
	ru   string // the same in Russian
}

// cases are the endings of a name in Russian, by the names that kit and desks
// know them under.
func cases() []place {
	return []place{{"gen", "род"}, {"dat", "дат"}, {"acc", "вин"}, {"ins", "тв"}, {"pre", "пр"}}
}

// declined are the places that can stand in a case.
func declined() []string { return []string{"name", "post", "partner", "city"} }

// places are all that the program fills in, in the order of the page that
// explains them.
func places() []place {
	all := []place{
		{"salutation", "обращение"}, {"name", "имя"}, {"post", "должность"}, {"organisation", "организация"},
		{"partner", "город-партнёр"}, {"partner.native", "город-партнёр.там"}, {"country", "страна"},
		{"city", "наш город"}, {"department", "отдел"}, {"sender", "отправитель"}, {"today", "сегодня"},
		{"activity", "событие"}, {"days", "дни"}, {"place", "место"},
		{"their.subject", "тема письма"}, {"their.day", "день письма"}, {"their.number", "номер письма"},
	}
	for _, one := range slices.Clone(all) {
		if slices.Contains(declined(), one.name) {
			for _, c := range cases() {
				all = append(all, place{one.name + "." + c.name, one.ru + "." + c.ru})
			}
		}
	}
	return all
}

// braces are a place of a template.
var braces = regexp.MustCompile(`\{[^{}\n]*\}`)

// called is the place that is meant by what stands between braces; empty for one
// that there is not.
func called(words string) string {
	words = strings.ToLower(strings.Join(strings.Fields(words), " "))
	for _, p := range places() {
		if p.name == words || p.ru == words {
			return p.name
		}
	}
	return ""
}

// asks is the question of a place that who writes fills in; false for others.
func asks(inside string) (string, bool) {
	question, is := strings.CutPrefix(inside, "?")
	return strings.TrimSpace(question), is
}

// strange are the places of a text that nobody can fill, each once, and whether a
// brace stands alone.
func strange(text string) (names []string, alone bool) {
	for _, one := range braces.FindAllString(text, -1) {
		inside := one[1 : len(one)-1]
		if question, is := asks(inside); is && question != "" || called(inside) != "" {
			continue
		}
		if !slices.Contains(names, one) {
			names = append(names, one)
		}
	}
	return names, strings.ContainsAny(braces.ReplaceAllString(text, ""), "{}")
}

// validate holds the rules of a template.
func (t Template) validate(langs []string) error {
	var bad errs.Fields
	if !slices.Contains(TemplateTypes(), t.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	if t.Name.IsZero() {
		bad.Add(errs.Field("name", "letter_template.name.empty"))
	}
	if !slices.Contains(langs, t.Lang) {
		bad.Add(errs.Field("lang", "form.choice"))
	}
	if strings.ContainsAny(t.Title, "\r\n") {
		bad.Add(errs.Field("title", "mail.line"))
	}
	for _, part := range []struct{ field, text string }{{"title", t.Title}, {"body", t.Body}} {
		if strings.TrimSpace(part.text) == "" {
			bad.Add(errs.Field(part.field, "letter_template."+part.field+".empty"))
		}
		switch names, alone := strange(part.text); {
		case len(names) > 0:
			bad.Add(errs.Field(part.field, "letter_template.strange", "names", strings.Join(names, ", ")))
		case alone:
			bad.Add(errs.Field(part.field, "letter_template.alone"))
		}
	}
	return bad.Err()
}
