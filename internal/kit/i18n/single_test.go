package i18n

import (
	"encoding/json"
	"testing"
)

// FuzzSingle compares the short way of writing and reading a text with the long
// one.
func FuzzSingle(f *testing.F) {
	for _, s := range []string{"Клуб друзей № 5", `ООО "Ромашка"`, "a\\b", "строка\nвторая", "<b>", "R&D", "a\u2028b", "\xff\xfe", "\ue280", "}}", `"}}`, ""} {
		f.Add("ru", s)
	}
	f.Add(`","text":{"`, "x")
	f.Add("", "без языка")
	f.Fuzz(func(t *testing.T, lang, value string) {
		text := NewText(lang, value)
		if text.IsZero() {
			return
		}
		long, err := json.Marshal(stored{text.src, text.text, nil})
		if err != nil {
			t.Fatal(err)
		}
		short, err := text.MarshalJSON()
		if err != nil || string(short) != string(long) {
			t.Fatalf("%q in %q is written %s, the long way gives %s (%v)", value, lang, short, long, err)
		}
		var s stored
		if err := json.Unmarshal(long, &s); err != nil {
			t.Fatal(err)
		}
		gotLang, got, ok := readSingle(string(long))
		if ok && (gotLang != s.Src || len(s.Text) != 1 || s.Text[s.Src] != got) {
			t.Fatalf("%s is read as %q in %q, the long way gives %+v", long, got, gotLang, s)
		}
	})
}

// TestSingleGrows sees that a text read the short way takes another language.
func TestSingleGrows(t *testing.T) {
	var text Text
	if err := text.UnmarshalJSON([]byte(`{"src":"ru","text":{"ru":"Пермь"}}`)); err != nil {
		t.Fatal(err)
	}
	text.Set("en", "Perm")
	if text.Get("ru") != "Пермь" || text.Get("en") != "Perm" || text.Stale("en") || text.Source() != "ru" {
		t.Errorf("%+v", text)
	}
}
