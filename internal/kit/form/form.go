// Package form reads what came in a form, field by field, into typed values.
//
//	f := form.Read(r.PostForm)
//	in := partner.Input{
//		Name:  f.Text("name", form.Required("partner.name.empty"), form.Max(120)),
//		Since: f.Date("since", lang),
//		Kind:  form.Choice(f, "kind", partner.Kinds, form.Required("partner.kind.empty")),
//		About: f.Texts("about", langs),
//	}
//	if err := f.Err(); err != nil { … show the form again with f.Typed … }
//
// A reader always returns a value (the zero value when the field is wrong) and
// collects what is wrong as errs.Fields, so that a person sees all errors at
// once. What was typed is kept as it was. Nothing is mapped by reflection: a
// field that nobody reads changes nothing, and Unknown names it.
//
// Values are normalised before they are checked: Unicode NFC; full-width
// digits; no invisible signs; in texts of one line all spaces plain and single.
// The generic sentences of forms live in locale/ of this package.
package form

import (
	"embed"
	"io/fs"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
)

//go:embed locale/*.json
var words embed.FS

// Words are the sentences of forms, for i18n.Load.
func Words() fs.FS { return words }

// Form is one submission. It is used by one goroutine.
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	read   map[string]bool
	fields errs.Fields
}

// Read takes the values of a form or a query. Parse the request before, with a
// limit on its size.
func Read(values url.Values) *Form {
	return &Form{values: values, read: map[string]bool{}}
}

// ReadMultipart takes a form that may carry files.
func ReadMultipart(m *multipart.Form) *Form {
	return &Form{values: m.Value, files: m.File, read: map[string]bool{}}
}

// Typed is what the person typed, untouched, for showing the form again.
func (f *Form) Typed(name string) string { return f.values.Get(name) }

// TypedAll are all values of a field, untouched.
func (f *Form) TypedAll(name string) []string { return f.values[name] }

// Has reports whether the field was sent at all, even empty. It tells "left
// empty" from "not on this form".
func (f *Form) Has(name string) bool { return f.values.Has(name) || len(f.files[name]) > 0 }

// Fail adds an error at a field: what only the handler can check.
func (f *Form) Fail(field, key string, args ...any) {
	f.fields.Add(errs.Field(field, key, args...))
}

// FailWith adds the error of a parser at a field. An error that is no errs.E
// is our own fault and is kept as such.
func (f *Form) FailWith(field string, err error) {
	list := errs.FieldsOf(err)
	if list == nil {
		f.fields.Add(errs.Wrap(err, errs.Internal, "form.broken").At(field))
		return
	}
	for _, e := range list {
		f.fields.Add(e.At(field))
	}
}

// Failed reports whether a field has an error already.
func (f *Form) Failed(field string) bool { return f.fields.Of(field) != nil }

// Err is errs.Fields with all errors in the order in which the fields were
// read, or nil.
func (f *Form) Err() error { return f.fields.Err() }

// Ignore marks fields as expected without reading them: tokens, buttons.
func (f *Form) Ignore(names ...string) {
	for _, n := range names {
		f.read[n] = true
	}
}

// Unknown are the fields that came and were neither read nor ignored, sorted.
// A strict handler asks after it has read all.
func (f *Form) Unknown() []string {
	var out []string
	for name := range f.values {
		if !f.read[name] {
			out = append(out, name)
		}
	}
	for name := range f.files {
		if !f.read[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// one is the normalised value of a field, on one line.
func (f *Form) one(name string) string {
	f.read[name] = true
	return Line(f.values.Get(name))
}

// missing adds the error of Required when the value is empty, and reports
// whether it is empty.
func (f *Form) missing(name string, empty bool, r rules) bool {
	if empty && r.required != "" {
		f.Fail(name, r.required, r.args...)
	}
	return empty
}

// prose is the normalised value of a field of several lines.
func (f *Form) prose(name string) string {
	f.read[name] = true
	return Prose(f.values.Get(name))
}

// join makes the name of a field of a language: about.ru.
func join(name, lang string) string { return strings.Join([]string{name, lang}, ".") }
