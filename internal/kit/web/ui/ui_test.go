package ui

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// render writes the page of components in one frame.
func render(t *testing.T, face, lang string, look Look) string {
	t.Helper()
	set, err := Parse("/assets/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Parse(`{{define "content"}}{{template "ui/show" .}}{{end}}{{define "hero"}}{{template "ui/hero" .Hero}}{{end}}`); err != nil {
		t.Fatal(err)
	}
	files := Assets{Styles: []string{"/assets/a.css"}, Scripts: []string{"/assets/a.js"}, Fonts: []string{"/assets/a.woff2"}, Icon: "/assets/a.svg"}
	var page any = SampleOffice(lang, files, look)
	if face == "ui/portal" {
		page = SamplePortal(lang, files, look)
	}
	var out strings.Builder
	if err := set.ExecuteTemplate(&out, face, page); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// faults lists what a page under the content security policy must not hold, and
// ids that stand twice or are pointed at and missing.
func faults(page string) []string {
	var found []string
	for _, rule := range []*regexp.Regexp{
		regexp.MustCompile(`(?i)<style`), regexp.MustCompile(`(?i)\sstyle=`), regexp.MustCompile(`(?i)\son[a-z]+=`),
		regexp.MustCompile(`(?i)<script(?:>|[^>]*>[^<])`), regexp.MustCompile(`(?i)(?:src|href)="(?:https?:)?//`),
		regexp.MustCompile(`ZgotmplZ`), regexp.MustCompile(`<no value>`), regexp.MustCompile(`tabindex="[1-9]`),
	} {
		found = append(found, rule.FindAllString(page, -1)...)
	}
	ids := map[string]bool{}
	for _, match := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[match[1]] {
			found = append(found, "id twice: "+match[1])
		}
		ids[match[1]] = true
	}
	for _, match := range regexp.MustCompile(`\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		for id := range strings.FieldsSeq(match[1]) {
			if !ids[id] {
				found = append(found, "no such id: "+id)
			}
		}
	}
	return found
}

func TestEveryComponentInBothFramesAndLanguages(t *testing.T) {
	for _, face := range []string{"ui/office", "ui/portal"} {
		for _, lang := range []string{"ru", "en"} {
			page := render(t, face, lang, Look{})
			for _, fault := range faults(page) {
				t.Errorf("%s %s: %s", face, lang, fault)
			}
			if strings.Count(page, "<main") != 1 || strings.Count(page, "<!doctype html>") != 1 {
				t.Errorf("%s %s: not one page", face, lang)
			}
			if strings.Index(page, `class="skip"`) > strings.Index(page, `class="page"`) {
				t.Errorf("%s %s: the skip link is not first", face, lang)
			}
		}
	}
}

func TestFaultsAreFound(t *testing.T) {
	planted := `<p style="x" id="a" onclick="y"></p><p id="a"><label for="b"></label><script>1</script><img src="//x.example/a.png">`
	if got := len(faults(planted)); got != 6 {
		t.Errorf("6 planted faults, %d found: %v", got, faults(planted))
	}
}

func TestEnglishPageHasNoRussianWords(t *testing.T) {
	page := render(t, "ui/portal", "en", Look{})
	page = regexp.MustCompile(`(?s)<(\w+)[^>]*\slang="ru"[^>]*>.*?</(?:textarea|span|a|label)>`).ReplaceAllString(page, "")
	page = regexp.MustCompile(`<input[^>]*lang="ru"[^>]*>`).ReplaceAllString(page, "")
	if found := regexp.MustCompile(`[А-Яа-яё]{2,}[^<]{0,40}`).FindAllString(page, 5); found != nil {
		t.Errorf("untranslated: %q", found)
	}
}

// Every drawing that a partial names is a constant of icon.go, since only those
// reach the sprite; every partial is shown on the page of components.
func TestTemplatesNameKnownIconsAndAreAllShown(t *testing.T) {
	source, err := fs.ReadFile(Files, "templates/basic.html")
	if err != nil || len(source) == 0 {
		t.Fatal(err)
	}
	known := []string{string(IconAlert), string(IconChevron), string(IconClose), string(IconDownload), string(IconEdit), string(IconInfo), string(IconLanguages), string(IconMenu), string(IconPerson), string(IconSearch)}
	var all strings.Builder
	files, err := fs.Glob(Files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(Files, file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, match := range regexp.MustCompile(`icon "([^"]+)"`).FindAllStringSubmatch(all.String(), -1) {
		if !slices.Contains(known, match[1]) {
			t.Errorf("a partial draws %q, which this test does not know as a constant", match[1])
		}
	}
	unused := map[string]bool{"ui/office": true, "ui/portal": true, "ui/show": true, "ui/hero": true, "ui/picture": true}
	for _, match := range regexp.MustCompile(`define "([^"]+)"`).FindAllStringSubmatch(all.String(), -1) {
		if !unused[match[1]] && !strings.Contains(all.String(), `template "`+match[1]+`"`) {
			t.Errorf("%s is on no page", match[1])
		}
	}
}

func TestLookClass(t *testing.T) {
	for _, test := range []struct {
		look Look
		want string
	}{
		{Look{}, ""},
		{Look{Theme: "dark"}, "theme-dark"},
		{Look{Theme: `x" onload="`}, ""},
		{Look{Size: 100}, ""},
		{Look{Size: 200, Palette: "blue", Spacing: "wider", Serif: true, NoImage: true}, "vi vi-size-200 vi-blue vi-space-wider vi-serif vi-no-images"},
		{Look{Dense: true, Narrow: true}, "dense nav-narrow"},
	} {
		if got := test.look.Class(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.look, got, test.want)
		}
	}
}

func TestFieldExplainsItself(t *testing.T) {
	field := Field{Name: "public[ru].title", Hint: "h", Error: "e", Kind: FieldNumber}
	if field.ID() != "f-public-ru-title" || field.Described() != "f-public-ru-title-hint f-public-ru-title-error" {
		t.Error(field.ID(), field.Described())
	}
	if field.Type() != "text" || field.InputMode() != "numeric" {
		t.Error("digits are typed in a text field with a numeric keyboard")
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	set, err := Parse("/assets/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fact := Fact{Label: `<script>`, Value: Value{Text: `"><img src=x onerror=1>`, Href: "javascript:alert(1)", Lang: `ru" onclick="x`}}
	if err := set.ExecuteTemplate(&out, "ui/facts", Facts{Rows: []Fact{fact}}); err != nil {
		t.Fatal(err)
	}
	if page := out.String(); strings.Contains(page, "<script") || strings.Contains(page, "<img") || strings.Contains(page, "javascript:") || strings.Contains(page, `" onclick`) {
		t.Error(page)
	}
}

// TestHref lets telephone numbers through, and nothing that could be a program.
func TestHref(t *testing.T) {
	set, err := Parse("/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{
		"tel:+73422124486": `href="tel:+73422124486"`, "mailto:a@example.org": `href="mailto:a@example.org"`, "/a?b=c": `href="/a?b=c"`,
		"tel:1;javascript:x": "ZgotmplZ", "javascript:x": "ZgotmplZ", "data:text/html,x": "ZgotmplZ",
	} {
		var b strings.Builder
		if err := set.ExecuteTemplate(&b, "ui/value", Value{Text: "x", Href: to}); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(b.String(), "&#43;", "+"); !strings.Contains(got, want) {
			t.Errorf("%s: %q is missing in %s", to, want, got)
		}
	}
}
