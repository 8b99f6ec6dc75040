package letter

import (
	"embed"
	"slices"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// texts are the templates that come along, our own texts: the subject in the
// first line, the body after an empty one.
//
//go:embed shipped
var texts embed.FS

// shippedPrefix begins the identifier of a template that comes along and that
// nobody has changed.
const shippedPrefix = "shipped-"

// shippedNames are what the templates that come along are called, by their kind.
func shippedNames() map[string]i18n.Text {
	named := func(ru, en string) i18n.Text {
		t := i18n.NewText("ru", ru)
		t.Set("en", en)
		return t
	}
	return map[string]i18n.Text{
		"invitation": named("Приглашение", "Invitation"), "thanks": named("Благодарность", "Thanks"),
		"congratulation": named("Поздравление с юбилеем", "Congratulation on a jubilee"),
		"reply":          named("Ответ на письмо", "Reply"), "request": named("Просьба", "Request"),
	}
}

// shippedTemplates are all that come along, in the order of kinds and languages.
func shippedTemplates() []Template {
	names := shippedNames()
	var all []Template
	for _, kind := range TemplateTypes() {
		for _, lang := range []string{"ru", "en", "de", "fr"} {
			raw, err := texts.ReadFile("shipped/" + kind + "." + lang + ".txt")
			if err != nil {
				continue // not every kind has a template
			}
			title, body, _ := strings.Cut(string(raw), "\n")
			key := kind + "." + lang
			all = append(all, Template{Meta: keep.Meta{ID: shippedPrefix + key, Visibility: record.Department}, Type: kind, Name: names[kind], Lang: lang, Title: strings.TrimSpace(title), Body: strings.TrimSpace(body), Shipped: key})
		}
	}
	return all
}

// shippedOf is the template that comes along under an identifier or a key; false
// for none.
func shippedOf(key string) (Template, bool) {
	key = strings.TrimPrefix(key, shippedPrefix)
	all := shippedTemplates()
	if i := slices.IndexFunc(all, func(t Template) bool { return t.Shipped == key }); i >= 0 {
		return all[i], true
	}
	return Template{}, false
}

// own tells whether a template is a record of the office, and not one that comes
// along unchanged.
func (t Template) own() bool { return t.ID != "" && !strings.HasPrefix(t.ID, shippedPrefix) }
