package keep

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Meta is what every kept record has; records embed it.
type Meta struct {
	ID         string
	Version    int64 // counts saves; a save made from an older version is refused
	Visibility record.Visibility
	Binned     bool
}

// Field describes one field of records of type T.
type Field[T any] struct {
	// Name is the form name and, after the kind and a dot, the message key of
	// the label; "<key>.hint" and "<key>.missing" are used when they exist.
	Name string
	// At points at the field: *string, *i18n.Text, *edtf.Date, *[]string, *bool
	// or *record.Visibility.
	At       func(*T) any
	Kind     ui.FieldKind // control; chosen by the type when empty
	Required bool
	Max      int // characters; 0 means 400, or 8000 for long texts
	Long     bool
	Width    ui.FieldWidth
	// Options lists the choices of a string or []string field.
	Options func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Link is the office path of what a string field refers to, with {id}.
	Link string
	// Source says that the field may carry sources, which may disagree.
	Source bool
	// Inner keeps the field to those who see every record of the kind: the
	// department and the leadership, even when the record itself is public.
	Inner bool
	// Fixed keeps the value with its record when two records become one: an
	// address, which the other one cannot take over.
	Fixed bool
	// Residents is what they get of the field once the record is public: open
	// data, the page of the portal as well, or nothing.
	Residents transfer.Residents
	// Aside keeps the field out of the list of facts; its page shows it elsewhere.
	Aside bool
	// Called says that the field is a name of the record.
	Called bool
	// Derived says that the value follows from other records: it is shown and
	// handed out, and no form or file changes it.
	Derived bool
}

// What residents get of a field that says more or less than open data.
const (
	OnPage  = transfer.OnPage
	Indoors = transfer.Indoors
)

// Set are the fields of a record in the order in which people read them.
type Set[T any] []Field[T]

// Find returns a field by name.
func (set Set[T]) Find(name string) (Field[T], bool) {
	for _, f := range set {
		if f.Name == name {
			return f, true
		}
	}
	return Field[T]{}, false
}

// Audit are a record's values in canonical form, for its history.
func (set Set[T]) Audit(t *T) audit.Fields {
	fields := make(audit.Fields, len(set))
	for i, f := range set {
		fields[i] = audit.Field{Name: f.Name, Value: Canonical(f.At(t))}
	}
	return fields
}

// Canonical is the stored form of a value: EDTF for dates, JSON for texts in
// several languages, lines for lists, "yes" for true.
func Canonical(at any) string {
	switch v := at.(type) {
	case *string:
		return *v
	case *i18n.Text:
		if v.IsZero() {
			return ""
		}
		text, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(text)
	case *edtf.Date:
		return v.String()
	case *[]string:
		return strings.Join(*v, "\n")
	case *bool:
		if *v {
			return "yes"
		}
		return ""
	case *record.Visibility:
		return string(*v)
	}
	panic(fmt.Sprintf("keep: no canonical form for %T", at))
}

// Put writes a canonical value into a field.
func Put(at any, canonical string) error {
	switch v := at.(type) {
	case *string:
		*v = canonical
	case *i18n.Text:
		*v = i18n.Text{}
		if canonical != "" {
			return json.Unmarshal([]byte(canonical), v)
		}
	case *edtf.Date:
		d, err := edtf.Parse(canonical)
		if err != nil && canonical != "" {
			return err
		}
		*v = d
	case *[]string:
		*v = nil
		if canonical != "" {
			*v = strings.Split(canonical, "\n")
		}
	case *bool:
		*v = canonical == "yes"
	case *record.Visibility:
		*v = record.Visibility(canonical)
	default:
		return fmt.Errorf("keep: no canonical form for %T", at)
	}
	return nil
}

// Show is a canonical value in the reader's words.
func (f Field[T]) Show(ctx context.Context, s *web.Scene, canonical string) ui.Value {
	if canonical == "" {
		return ui.Value{}
	}
	var t T
	at := f.At(&t)
	if err := Put(at, canonical); err != nil {
		return ui.Value{Text: canonical}
	}
	switch v := at.(type) {
	case *i18n.Text:
		return Said(s, *v)
	case *edtf.Date:
		return ui.Value{Text: s.Date(*v)}
	case *bool:
		return ui.Value{Text: s.T("keep.yes")}
	case *record.Visibility:
		return ui.Value{Text: s.T("keep.visibility." + canonical)}
	case *[]string:
		return ui.Value{Text: s.Join(f.labels(ctx, s, *v))}
	}
	value := ui.Value{Text: f.labels(ctx, s, []string{canonical})[0]}
	switch {
	case f.Link != "":
		value.Href = s.Path(strings.ReplaceAll(f.Link, "{id}", canonical))
	case f.Kind == ui.FieldURL:
		value.Href = canonical
	case f.Kind == ui.FieldEmail:
		value.Href = "mailto:" + canonical
	case f.Kind == ui.FieldPhone:
		value.Href = "tel:" + strings.Map(dialled, canonical)
	}
	return value
}

// dialled keeps what a telephone can dial.
func dialled(r rune) rune {
	if r >= '0' && r <= '9' || r == '+' {
		return r
	}
	return -1
}

// labels are the words of chosen options; a value that is no option stays.
func (f Field[T]) labels(ctx context.Context, s *web.Scene, values []string) []string {
	if f.Options == nil {
		return values
	}
	options, err := f.Options(ctx, s)
	if err != nil {
		return values
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v
		for _, o := range options {
			if o.Value == v {
				words[i] = o.Label
			}
		}
	}
	return words
}

// Said is a text in the reader's language with a remark when it fell back or
// is older than its source.
func Said(s *web.Scene, t i18n.Text) ui.Value {
	said := t.In(s.Lang)
	value := ui.Value{Text: said.Value}
	if said.Lang != s.Lang {
		value.Lang = said.Lang
		s.FallBack(said.Lang)
	}
	if said.Stale {
		value.Note = s.T("keep.stale_translation")
	}
	return value
}

// Choices are options whose words stand under "<prefix>.<value>".
func Choices(prefix string, values ...string) func(context.Context, *web.Scene) ([]ui.Option, error) {
	return func(_ context.Context, s *web.Scene) ([]ui.Option, error) {
		options := make([]ui.Option, len(values))
		for i, v := range values {
			options[i] = ui.Option{Value: v, Label: s.T(prefix + "." + v)}
		}
		return options, nil
	}
}
