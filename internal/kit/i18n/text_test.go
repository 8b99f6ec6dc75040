package i18n_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pobratim/internal/kit/i18n"
)

func TestText(t *testing.T) {
	text := i18n.NewText("ru", " Дни Варкауса ")
	if text.Get("ru") != "Дни Варкауса" || text.Source() != "ru" || text.IsZero() {
		t.Fatalf("%v", text)
	}
	text.Set("en", "Varkaus Days")
	text.Set("fi", "Varkauden päivät")
	before := text
	text.Set("ru", "Дни Варкауса в Петрозаводске")
	if !text.Stale("en") || !text.Stale("fi") || text.Stale("ru") || text.Stale("de") {
		t.Error("a new source must make the translations stale")
	}
	if before.Stale("en") || before.Get("ru") != "Дни Варкауса" {
		t.Error("a copy changed with the original")
	}
	text.Set("en", "Varkaus Days")
	if !text.Stale("en") {
		t.Error("the same words again are not a new translation")
	}
	text.Confirm("en")
	text.Set("fi", "Varkauden päivät Petroskoissa")
	if text.Stale("en") || text.Stale("fi") {
		t.Error("confirmed or set again, and still stale")
	}
	if got := text.Langs(); !slices.Equal(got, []string{"ru", "en", "fi"}) {
		t.Errorf("Langs: %v", got)
	}
	text.Set("ru", "")
	if text.Source() != "en" || text.Stale("fi") || text.Get("ru") != "" {
		t.Errorf("without the source: %v", text)
	}
	text.Set("en", "")
	text.Set("fi", "  ")
	if !text.IsZero() || !text.Equal(i18n.Text{}) {
		t.Errorf("emptied: %v", text)
	}
}

func TestTextSetAll(t *testing.T) {
	text := i18n.NewText("ru", "Дни Варкауса")
	text.Set("en", "Varkaus Days")
	text.Set("fi", "Varkauden päivät")
	text.SetAll(map[string]string{"en": "Days of Varkaus", "ru": "Дни города Варкаус", "fi": "Varkauden päivät"})
	if text.Stale("en") || !text.Stale("fi") {
		t.Error("SetAll must set the source first")
	}
}

func TestTextIn(t *testing.T) {
	text := i18n.NewText("fi", "päivät")
	text.Set("ru", "дни")
	text.Set("de", "Tage")
	three := text
	three.Set("fi", "juhlat")
	en := text
	en.Set("en", "days")
	lone := i18n.NewText("hy", "օրեր")
	for _, c := range []struct {
		name      string
		text      i18n.Text
		lang      string
		fallbacks []string
		want      i18n.Said
	}{
		{"asked", text, "de", nil, i18n.Said{Value: "Tage", Lang: "de"}},
		{"region", text, "de-AT", nil, i18n.Said{Value: "Tage", Lang: "de"}},
		{"stale", three, "de", nil, i18n.Said{Value: "Tage", Lang: "de", Stale: true}},
		{"English first", en, "sv", nil, i18n.Said{Value: "days", Lang: "en", Fallback: true}},
		{"own fallback", en, "sv", []string{"nb", "de"}, i18n.Said{Value: "Tage", Lang: "de", Fallback: true}},
		{"Russian", text, "sv", nil, i18n.Said{Value: "дни", Lang: "ru", Fallback: true}},
		{"any", lone, "ru", nil, i18n.Said{Value: "օրեր", Lang: "hy", Fallback: true}},
		{"none", i18n.Text{}, "ru", nil, i18n.Said{}},
	} {
		if got := c.text.In(c.lang, c.fallbacks...); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestTextColumn(t *testing.T) {
	text := i18n.NewText("ru", "Дни")
	text.Set("en", "Days")
	v, err := text.Value()
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range []any{v, []byte(v.(string))} {
		var back i18n.Text
		if err := back.Scan(src); err != nil || !back.Equal(text) {
			t.Errorf("%v → %v, %v", v, back, err)
		}
	}
	b, err := json.Marshal(struct{ A, B i18n.Text }{text, i18n.Text{}})
	if err != nil || string(b) != `{"A":`+v.(string)+`,"B":null}` {
		t.Errorf("%s %v", b, err)
	}
	for _, src := range []any{nil, "", "null", "{}", `{"src":"ru","text":{}}`} {
		back := text
		if err := back.Scan(src); err != nil || !back.IsZero() {
			t.Errorf("Scan(%v): %v %v", src, back, err)
		}
	}
	for _, src := range []any{7, "x", `{"src":"ru","text":{"en":"Days"}}`} {
		var back i18n.Text
		if err := back.Scan(src); err == nil {
			t.Errorf("Scan(%v): no error", src)
		}
	}
	if v, _ := (i18n.Text{}).Value(); v != "" {
		t.Errorf("the zero Text: %v", v)
	}
}

func TestTextSetAllEmptied(t *testing.T) {
	text := i18n.NewText("ru", "Дни Варкауса")
	text.SetAll(map[string]string{"en": "Days of Varkaus"})
	text.SetAll(map[string]string{"ru": "", "en": ""})
	if !text.IsZero() {
		t.Errorf("emptied in all languages, %v is left", text.Langs())
	}
}
