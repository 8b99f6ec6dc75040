package export

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Object is a record as programs read it: in lists as JSON and in the read API.
type Object struct {
	ID      string             `json:"id"`
	Title   string             `json:"title"`
	Values  map[string]any     `json:"values"`
	Sources map[string][]Cited `json:"sources,omitempty"`
}

// Cited is a source of a value.
type Cited struct {
	Title    string `json:"title"`
	URL      string `json:"url,omitempty"`
	Inferred bool   `json:"inferred,omitempty"` // our conclusion, not said by the source
}

// NewObject is a row with typed values: texts by language, lists, numbers, true;
// dates are EDTF. Values that the table has no column for are left out, and so
// are sources without one.
func NewObject(t transfer.Table, row transfer.Row, facts record.Facts, lang string) Object {
	o := Object{ID: row.ID, Title: t.Title(row, lang), Values: map[string]any{}}
	for _, c := range t.Columns {
		canonical := row.Values[c.Name]
		if canonical == "" {
			continue
		}
		o.Values[c.Name] = typed(c, canonical)
		if used, ok := facts.Used(c.Name); ok && used.Source.ID != "" {
			if o.Sources == nil {
				o.Sources = map[string][]Cited{}
			}
			o.Sources[c.Name] = []Cited{{Title: used.Source.Title, URL: used.Source.URL, Inferred: used.Inferred}}
		}
	}
	return o
}

func typed(c transfer.Column, canonical string) any {
	switch c.Type {
	case transfer.Langs:
		var text i18n.Text
		if err := json.Unmarshal([]byte(canonical), &text); err != nil {
			return canonical
		}
		byLang := map[string]string{}
		for _, lang := range text.Langs() {
			byLang[lang] = text.Get(lang)
		}
		return byLang
	case transfer.List:
		return strings.Split(canonical, "\n")
	case transfer.Flag:
		return true
	}
	if c.Control == ui.FieldNumber {
		if n, err := strconv.ParseInt(canonical, 10, 64); err == nil {
			return n
		}
	}
	return canonical
}

// objects are the records of the list as programs read them.
func (l List) objects(ctx context.Context, s *web.Scene) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		words := NewWords(s, l.Kinds)
		for row, err := range l.rows(ctx) {
			if err == nil {
				row.Row, err = words.Clean(ctx, l.Table, row.Row)
			}
			if err != nil {
				yield(Object{}, err)
				return
			}
			if !yield(NewObject(l.Table, row.Row, row.Facts, s.Lang), nil) {
				return
			}
		}
	}
}
