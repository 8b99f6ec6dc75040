package export

import (
	"context"
	"encoding/json"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Words writes canonical values as people read them. It remembers the words of
// choices and the titles of records, and belongs to one export.
type Words struct {
	scene   *web.Scene
	kinds   record.Kinds
	choices map[string]map[string]string // column key → value → label
	titles  map[string]string            // reference → title
}

// maxTitles bounds the memory for titles; past it they are asked for anew.
const maxTitles = 20_000

// NewWords makes the words of a language. Kinds may be nil: references are then
// shown as the choices of their column.
func NewWords(scene *web.Scene, kinds record.Kinds) *Words {
	return &Words{scene: scene, kinds: kinds, choices: map[string]map[string]string{}, titles: map[string]string{}}
}

// Value is a value in words, on one line for each entry of a list. A record
// that the viewer may not see has no words.
func (w *Words) Value(ctx context.Context, c transfer.Column, canonical string) (string, error) {
	if canonical == "" {
		return "", nil
	}
	switch c.Type {
	case transfer.Langs:
		var text i18n.Text
		if err := json.Unmarshal([]byte(canonical), &text); err != nil {
			return canonical, nil
		}
		return text.In(w.scene.Lang).Value, nil
	case transfer.Flag:
		return w.scene.T("keep.yes"), nil
	case transfer.Circle:
		return w.scene.T("keep.visibility." + canonical), nil
	case transfer.Date:
		return canonical, nil
	case transfer.List:
		var words []string
		for one := range strings.SplitSeq(canonical, "\n") {
			word, err := w.one(ctx, c, one)
			if err != nil {
				return "", err
			}
			if word != "" {
				words = append(words, word)
			}
		}
		return strings.Join(words, "; "), nil
	}
	return w.one(ctx, c, canonical)
}

// one is a single choice, reference or plain text.
func (w *Words) one(ctx context.Context, c transfer.Column, value string) (string, error) {
	if kind := KindOf(c, w.kinds); kind != "" {
		return w.title(ctx, record.Ref{Kind: kind, ID: value}), nil
	}
	if c.Options == nil {
		return value, nil
	}
	labels, known := w.choices[c.Key]
	if !known {
		options, err := c.Options(ctx, w.scene)
		if err != nil {
			return "", err
		}
		labels = make(map[string]string, len(options))
		for _, o := range options {
			labels[o.Value] = o.Label
		}
		w.choices[c.Key] = labels
	}
	if label, ok := labels[value]; ok {
		return label, nil
	}
	return w.reference(ctx, value), nil
}

// reference is the title of a record that a free choice names as kind:id, or
// the value itself. A bare identifier among the choices names a record that the
// viewer may not see.
func (w *Words) reference(ctx context.Context, value string) string {
	ref := record.ParseRef(value)
	if _, ok := w.kinds[ref.Kind]; !ok {
		if id.Valid(value) {
			return ""
		}
		return value
	}
	return w.title(ctx, ref)
}

func (w *Words) title(ctx context.Context, ref record.Ref) string {
	if title, ok := w.titles[ref.String()]; ok {
		return title
	}
	title, err := w.kinds[ref.Kind].Title(ctx, ref.ID, w.scene.Lang)
	if err != nil {
		title = "" // hidden from this viewer, or in the bin
	}
	if len(w.titles) >= maxTitles {
		clear(w.titles)
	}
	w.titles[ref.String()] = title
	return title
}

// KindOf is the kind of record that a column's values name; empty for none.
func KindOf(c transfer.Column, kinds record.Kinds) string {
	if c.Link == "" {
		return ""
	}
	for name, k := range kinds {
		if k.Path == c.Link {
			return name
		}
	}
	return ""
}
