package form

import (
	"mime/multipart"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// Text reads a text of one line.
func (f *Form) Text(name string, list ...Rule) string {
	r := collect(list)
	s := f.one(name)
	if !f.missing(name, s == "", r) {
		f.text(name, s, r)
	}
	return s
}

// Prose reads a text of several lines.
func (f *Form) Prose(name string, list ...Rule) string {
	r := collect(list)
	s := f.prose(name)
	if !f.missing(name, s == "", r) {
		f.text(name, s, r)
	}
	return s
}

// Texts reads a text in several languages from the fields name.ru, name.en …,
// ready for i18n.Text.SetAll. A language that the form does not carry is not
// in the map; one that was emptied is there, empty. Required asks for one
// language at least, and its error stands at the first.
func (f *Form) Texts(name string, langs []string, list ...Rule) map[string]string {
	r := collect(list)
	out := make(map[string]string, len(langs))
	empty := true
	for _, lang := range langs {
		field := join(name, lang)
		if !f.Has(field) {
			continue
		}
		s := f.prose(field)
		out[lang] = s
		if s != "" {
			empty = false
			f.text(field, s, r)
		}
	}
	if len(langs) > 0 {
		f.missing(join(name, langs[0]), empty, r)
	}
	return out
}

// Date reads a date as people type it; lang is the language of the page.
func (f *Form) Date(name, lang string, list ...Rule) edtf.Date {
	r := collect(list)
	s := f.one(name)
	d, err := edtf.Read(s, lang)
	if err != nil {
		f.FailWith(name, err)
		return edtf.Date{}
	}
	if f.missing(name, d.IsZero(), r) {
		return d
	}
	year, _, _ := d.Missing()
	switch {
	case r.whole && d.Precision() < edtf.Month:
		f.Fail(name, "form.date.month")
	case r.whole && d.Precision() < edtf.Day:
		f.Fail(name, "form.date.day")
	case r.whole && year:
		f.Fail(name, "date.incomplete", "date", s)
	case !r.from.IsZero() && d.Last().Before(r.from.First()):
		f.Fail(name, "date.order", "start", r.from)
	case !r.before.IsZero() && d.First().After(midnight(r.before)):
		f.Fail(name, "form.date.past")
	case !r.after.IsZero() && d.Last().Before(midnight(r.after)):
		f.Fail(name, "form.date.future")
	default:
		return d
	}
	return edtf.Date{}
}

// midnight is the day of an instant in its own zone, as edtf counts days.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Clock reads a time of day, «9:30», "09.30", "0930", as the time since
// midnight; ok is false when the field is empty or wrong.
func (f *Form) Clock(name string, list ...Rule) (since time.Duration, ok bool) {
	s := f.one(name)
	if f.missing(name, s == "", collect(list)) {
		return 0, false
	}
	h, m, found := strings.Cut(strings.NewReplacer(".", ":", "-", ":").Replace(s), ":")
	if !found && len(s) == 4 {
		h, m, found = s[:2], s[2:], true
	}
	hours, err1 := strconv.ParseUint(h, 10, 8)
	minutes, err2 := strconv.ParseUint(m, 10, 8)
	if !found || err1 != nil || err2 != nil || hours > 23 || minutes > 59 || len(m) != 2 || len(h) > 2 {
		f.Fail(name, "form.clock")
		return 0, false
	}
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute, true
}

// Int reads a whole number; spaces between digits are fine. An empty field is 0.
func (f *Form) Int(name string, list ...Rule) int64 {
	r := collect(list)
	s := f.one(name)
	if f.missing(name, s == "", r) {
		return 0
	}
	n, err := strconv.ParseInt(strings.NewReplacer(" ", "", "−", "-").Replace(s), 10, 64)
	if err != nil {
		f.Fail(name, "form.number")
		return 0
	}
	if r.bounded && (n < r.low || n > r.high) {
		f.Fail(name, "form.range", "low", r.low, "high", r.high)
		return 0
	}
	return n
}

// Float reads a number with a decimal comma or full stop. An empty field is 0.
func (f *Form) Float(name string, list ...Rule) float64 {
	r := collect(list)
	s := f.one(name)
	if f.missing(name, s == "", r) {
		return 0
	}
	s = strings.NewReplacer(" ", "", "−", "-", ",", ".").Replace(s)
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsAny(s, "eEnNxXpP_") {
		f.Fail(name, "form.number")
		return 0
	}
	if r.bounded && (n < float64(r.low) || n > float64(r.high)) {
		f.Fail(name, "form.range", "low", r.low, "high", r.high)
		return 0
	}
	return n
}

// Money reads a sum in a currency. An empty field is the zero Amount.
func (f *Form) Money(name, currency string, list ...Rule) money.Amount {
	s := f.one(name)
	if f.missing(name, s == "", collect(list)) {
		return money.Amount{}
	}
	a, err := money.Parse(s, currency)
	if err != nil {
		f.FailWith(name, err)
		return money.Amount{}
	}
	return a
}

// Bool reads a box to tick. With Required it must be ticked: a consent.
func (f *Form) Bool(name string, list ...Rule) bool {
	var yes bool
	switch strings.ToLower(f.one(name)) {
	case "on", "true", "1", "yes":
		yes = true
	}
	f.missing(name, !yes, collect(list))
	return yes
}

// ID reads the id of a record: up to 64 letters and digits of ASCII, "-", "_".
// Whether there is such a record the service tells.
func (f *Form) ID(name string, list ...Rule) string {
	s := f.one(name)
	if f.missing(name, s == "", collect(list)) {
		return ""
	}
	if !isID(s) {
		f.Fail(name, "form.choice")
		return ""
	}
	return s
}

func isID(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// IDs reads all ids of a field, each once.
func (f *Form) IDs(name string, list ...Rule) []string {
	out := f.List(name, list...)
	if slices.ContainsFunc(out, func(s string) bool { return !isID(s) }) {
		f.Fail(name, "form.choice")
		return nil
	}
	return out
}

// List reads all values of a field that are not empty, each once, in order.
func (f *Form) List(name string, list ...Rule) []string {
	f.read[name] = true
	var out []string
	for _, v := range f.values[name] {
		if v = Line(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	r := collect(list)
	if !f.missing(name, len(out) == 0, r) {
		for _, v := range out {
			if !f.Failed(name) {
				f.text(name, v, r)
			}
		}
	}
	return out
}

// Choice reads one of the allowed values.
func (f *Form) Choice(name string, allowed []string, list ...Rule) string {
	return Choice(f, name, allowed, list...)
}

// Choice reads one of the allowed values of a type of its own. An empty field
// is the zero value, unless Required.
func Choice[T ~string](f *Form, name string, allowed []T, list ...Rule) T {
	s := T(f.one(name))
	if f.missing(name, s == "", collect(list)) {
		return ""
	}
	if !slices.Contains(allowed, s) {
		f.Fail(name, "form.choice")
		return ""
	}
	return s
}

// Choices reads any number of the allowed values, each once.
func Choices[T ~string](f *Form, name string, allowed []T, list ...Rule) []T {
	var out []T
	for _, s := range f.List(name, list...) {
		if !slices.Contains(allowed, T(s)) {
			f.Fail(name, "form.choice")
			return nil
		}
		out = append(out, T(s))
	}
	return out
}

// File reads one file; nil when there is none or it cannot be taken. Its
// ending and size are checked here; what is inside, the store checks.
func (f *Form) File(name string, list ...Rule) *multipart.FileHeader {
	f.read[name] = true
	r := collect(list)
	if r.required == "form.empty" {
		r.required = "form.file.none"
	}
	var h *multipart.FileHeader
	if all := f.files[name]; len(all) > 0 && all[0].Filename != "" {
		h = all[0]
	}
	if f.missing(name, h == nil, r) {
		return nil
	}
	ending := strings.TrimPrefix(strings.ToLower(path.Ext(h.Filename)), ".")
	switch {
	case len(r.types) > 0 && !slices.Contains(r.types, ending):
		f.Fail(name, "form.file.type", "types", strings.ToUpper(strings.Join(r.types, ", ")))
	case h.Size == 0:
		f.Fail(name, "form.file.empty")
	case r.size > 0 && h.Size > r.size:
		f.Fail(name, "form.file.size", "size", i18n.Bytes(r.size))
	default:
		return h
	}
	return nil
}
