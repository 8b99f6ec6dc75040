package i18n

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Text is one text in several languages. One of them is the source; of each
// other the hash of the source text at the time of translation is kept, so
// that a translation that is older than its source is seen ("stale").
//
// It is stored as one JSON column: {"src":"ru","text":{"ru":"…","en":"…"},
// "of":{"en":"9f86d081884c7d65"}}. The zero Text is empty. A copy is
// independent: Set never changes what another copy sees.
type Text struct {
	src  string
	text map[string]string
	of   map[string]string // language → hash of the source it was made from
}

// Said is a text as it is shown.
type Said struct {
	Value    string
	Lang     string // the language of Value, for the lang attribute; empty when there is no text
	Fallback bool   // it is not the language that was asked for
	Stale    bool   // it is older than the source
}

// String is the value.
func (s Said) String() string { return s.Value }

// NewText is a text in its source language.
func NewText(src, value string) Text {
	var t Text
	t.Set(src, value)
	return t
}

// IsZero reports that no language has a text.
func (t Text) IsZero() bool { return len(t.text) == 0 }

// Source is the source language; empty for the zero Text.
func (t Text) Source() string { return t.src }

// Langs are the languages that have a text: the source first, then by code.
func (t Text) Langs() []string {
	return slices.SortedFunc(maps.Keys(t.text), func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == t.src:
			return -1
		case b == t.src:
			return 1
		}
		return strings.Compare(a, b)
	})
}

// Get is the text in exactly this language, or empty.
func (t Text) Get(lang string) string { return t.text[lang] }

// Set puts a text in one language, trimmed; an empty one takes the language
// out. The first language that is set is the source. A new source text makes
// the others stale until they are set again; to set what is there already is
// not a new translation (see Confirm).
//
// A form that brings several languages uses SetAll, which sees to the order.
func (t *Text) Set(lang, value string) {
	value = strings.TrimSpace(value)
	if lang == "" || value == t.text[lang] {
		return
	}
	text, of := maps.Clone(t.text), maps.Clone(t.of)
	if text == nil {
		text = map[string]string{}
	}
	if of == nil {
		of = map[string]string{}
	}
	if value == "" {
		delete(text, lang)
		delete(of, lang)
	} else {
		text[lang] = value
	}
	t.text, t.of = text, of
	switch {
	case len(text) == 0:
		*t = Text{}
	case t.src == "":
		t.src = lang
	case value == "" && lang == t.src: // the source is gone: the next one takes its place
		t.src = ""
		t.src = t.Langs()[0]
		t.of = map[string]string{}
		for l := range text {
			if l != t.src {
				t.of[l] = t.hash()
			}
		}
	case lang != t.src && value != "":
		t.of[lang] = t.hash()
	}
}

// SetAll sets several languages, the source first.
func (t *Text) SetAll(values map[string]string) {
	source := t.src // another language takes its place when it is emptied
	if v, ok := values[source]; ok {
		t.Set(source, v)
	}
	for _, lang := range slices.Sorted(maps.Keys(values)) {
		if lang != source {
			t.Set(lang, values[lang])
		}
	}
}

// Confirm says that the text of a language is right for the present source.
func (t *Text) Confirm(lang string) {
	if lang == t.src || t.text[lang] == "" {
		return
	}
	t.of = maps.Clone(t.of)
	if t.of == nil {
		t.of = map[string]string{}
	}
	t.of[lang] = t.hash()
}

// Stale reports that a translation was made from another source text.
func (t Text) Stale(lang string) bool {
	return lang != t.src && t.text[lang] != "" && t.of[lang] != t.hash()
}

// hash is of the source text: 64 bits tell two versions of one text apart.
func (t Text) hash() string {
	sum := sha256.Sum256([]byte(t.text[t.src]))
	return hex.EncodeToString(sum[:8])
}

// In is the text for a reader of a language. Without one in it, the order is:
// the given fallbacks, English, Russian, the source, any. It says which
// language it is and whether that one is stale.
func (t Text) In(lang string, fallbacks ...string) Said {
	if t.IsZero() {
		return Said{}
	}
	for _, l := range [...]string{lang, base(lang)} {
		if t.text[l] != "" {
			return Said{Value: t.text[l], Lang: l, Stale: t.Stale(l)}
		}
	}
	for _, l := range fallbacks {
		if t.text[l] != "" {
			return t.instead(l)
		}
	}
	for _, l := range [...]string{"en", "ru", t.src} {
		if t.text[l] != "" {
			return t.instead(l)
		}
	}
	return t.instead(t.Langs()[0])
}

func (t Text) instead(lang string) Said {
	return Said{Value: t.text[lang], Lang: lang, Fallback: true, Stale: t.Stale(lang)}
}

// Equal reports the same texts, source and marks.
func (t Text) Equal(u Text) bool {
	return t.src == u.src && maps.Equal(t.text, u.text) && maps.Equal(t.of, u.of)
}

// stored is the JSON of the column.
type stored struct {
	Src  string            `json:"src"`
	Text map[string]string `json:"text"`
	Of   map[string]string `json:"of,omitempty"`
}

// MarshalJSON writes the JSON of the column; null for the zero Text.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	if b := t.single(); b != nil {
		return b, nil
	}
	return json.Marshal(stored{t.src, t.text, t.of})
}

// UnmarshalJSON reads what MarshalJSON writes. Languages without a text are
// dropped; a source without one is an error.
func (t *Text) UnmarshalJSON(b []byte) error {
	if lang, value, ok := readSingle(string(b)); ok {
		*t = Text{src: lang, text: map[string]string{lang: value}}
		return nil
	}
	var s *stored
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("i18n: text: %w", err)
	}
	*t = Text{}
	if s == nil {
		return nil
	}
	maps.DeleteFunc(s.Text, func(_, v string) bool { return v == "" })
	if len(s.Text) == 0 {
		return nil
	}
	if s.Text[s.Src] == "" {
		return fmt.Errorf("i18n: text: the source language %q has no text", s.Src)
	}
	if s.Of == nil {
		s.Of = map[string]string{}
	}
	*t = Text{s.Src, s.Text, s.Of}
	return nil
}

// Value writes the column; the zero Text is the empty text, never NULL.
func (t Text) Value() (driver.Value, error) {
	if t.IsZero() {
		return "", nil
	}
	b, err := t.MarshalJSON()
	return string(b), err
}

// Scan reads the column; NULL and the empty text are the zero Text.
func (t *Text) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Text{}
		return nil
	case string:
		return t.scan([]byte(v))
	case []byte:
		return t.scan(v)
	}
	return fmt.Errorf("i18n: cannot read a text from %T", src)
}

func (t *Text) scan(b []byte) error {
	if len(b) == 0 {
		*t = Text{}
		return nil
	}
	return t.UnmarshalJSON(b)
}
