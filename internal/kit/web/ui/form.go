package ui

import (
	"slices"
	"strings"

	"pobratim/internal/kit/i18n"
)

// FieldKind is the control of a field.
type FieldKind string

// Controls.
const (
	FieldText     FieldKind = "text"
	FieldEmail    FieldKind = "email"
	FieldPhone    FieldKind = "tel"
	FieldURL      FieldKind = "url"
	FieldNumber   FieldKind = "number" // digits in a text field with a numeric keyboard
	FieldPassword FieldKind = "password"
	FieldDate     FieldKind = "date" // free text: "1989", "окт. 1989", "12.10.1989"
	FieldArea     FieldKind = "area"
	FieldSelect   FieldKind = "select"
	FieldRadios   FieldKind = "radios"
	FieldChecks   FieldKind = "checks"
	FieldFile     FieldKind = "file"
	FieldLangs    FieldKind = "langs" // one text in several languages, side by side
)

// FieldWidth is how wide the control is: a hint of how long the answer is.
type FieldWidth string

// Widths.
const (
	WidthFull   FieldWidth = ""
	WidthShort  FieldWidth = "short"
	WidthMedium FieldWidth = "medium"
)

// Field is one question of a form. Its label is above the control, the hint
// under the label, the error under the hint. Optional fields are marked with the
// word in Optional; required ones are not marked.
type Field struct {
	Kind         FieldKind
	Name         string
	Label        string
	LabelHidden  bool // the label is only for screen readers, as in a search line
	Hint         string
	Error        string
	Suggest      string // a doubt that does not block: "Может быть, gmail.com?"
	Optional     string // "необязательно"
	Value        string
	Lang         string // language of the value
	Width        FieldWidth
	Rows         int // of an area; 0 = 3
	Limit        int // characters that fit; counted under the area with scripts
	LimitText    string
	Autocomplete string // token of the HTML standard, such as "email"
	NoSpell      bool   // names, addresses and codes are not spell-checked
	Suffix       string // unit after the control, such as "₽"
	Empty        string // first option of a select: "Пока не знаю"
	Options      []Option
	Langs        []LangValue
	Accept       string // of a file: ".pdf,.docx"
	Choose       string // button of a file: "Выбрать файл"; empty: the browser's own
	NoFile       string // beside it while nothing is chosen
	Multiple     bool
	Current      *Link // file that is already there
	Autofocus    bool
}

// Option is one choice of a select, of radios or checkboxes.
type Option struct {
	Value, Label, Hint string
	Lang               string
	Selected           bool
}

// Labels are the words of options by their values.
func Labels(options []Option) map[string]string {
	labels := make(map[string]string, len(options))
	for _, o := range options {
		labels[o.Value] = o.Label
	}
	return labels
}

// Chosen are the options with those of these values selected, and no others.
func Chosen(options []Option, values ...string) []Option {
	options = slices.Clone(options)
	for i := range options {
		options[i].Selected = slices.Contains(values, options[i].Value)
	}
	return options
}

// Select is a list of options of which one may be chosen; empty is what is said
// while none is.
func Select(name, label, empty string, options []Option, chosen string) Field {
	return Field{Kind: FieldSelect, Name: name, Label: label, Empty: empty, Options: Chosen(options, chosen)}
}

// LangValue is one language of a FieldLangs. Its control is named by Name.
type LangValue struct {
	Lang, Language string // "de", "Deutsch"
	Name, Value    string
	Source         string // marks the language of the original: "исходный"
	Stale          string // "устарел после правки"
	Error          string
	Long           bool // a text area instead of a line
}

// ID is the id of the control, made from the name.
func (f Field) ID() string { return fieldID(f.Name) }

// ID is the id of the control, made from the name.
func (v LangValue) ID() string { return fieldID(v.Name) }

// Dir is the direction of a language that is written from right to left; empty
// for the others.
func (v LangValue) Dir() string { return dir(v.Lang) }

// Dir is the direction of the words' language, as of LangValue.
func (v Value) Dir() string { return dir(v.Lang) }

// dir is the dir attribute of words in a language.
func dir(lang string) string {
	if i18n.RightToLeft(lang) {
		return "rtl"
	}
	return ""
}

func fieldID(name string) string {
	return "f-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(name)
}

// Described lists the ids of the words that explain the control, for
// aria-describedby; empty when there are none.
func (f Field) Described() string {
	var ids []string
	for _, part := range []struct{ words, end string }{
		{f.Hint, "-hint"}, {f.Error, "-error"}, {f.Suggest, "-suggest"}, {f.LimitText, "-limit"},
	} {
		if part.words != "" {
			ids = append(ids, f.ID()+part.end)
		}
	}
	return strings.Join(ids, " ")
}

// Type is the type of the input element.
func (f Field) Type() string {
	switch f.Kind {
	case FieldEmail, FieldPhone, FieldURL, FieldPassword:
		return string(f.Kind)
	default:
		return "text"
	}
}

// InputMode is the keyboard that a phone shows; empty for the usual one.
func (f Field) InputMode() string {
	if f.Kind == FieldNumber {
		return "numeric"
	}
	return ""
}

// Height is the number of lines of an area.
func (f Field) Height() int {
	if f.Rows == 0 {
		return 3
	}
	return f.Rows
}

// Part says which partial lays the control out.
func (f Field) Part() string {
	switch f.Kind {
	case FieldArea, FieldSelect, FieldRadios, FieldChecks, FieldFile, FieldLangs:
		return string(f.Kind)
	default:
		return "line"
	}
}

// Group reports whether the field is several controls under one legend.
func (f Field) Group() bool {
	return f.Kind == FieldRadios || f.Kind == FieldChecks || f.Kind == FieldLangs
}

// Control is the type of each choice of a group.
func (f Field) Control() string {
	if f.Kind == FieldChecks {
		return "checkbox"
	}
	return "radio"
}

// OnceName is the form name of the idempotency key.
const OnceName = "idempotency_key"

// Once is the hidden key with which a repeated submission does nothing twice.
type Once struct{ Key string }

// Name is the form name of the key.
func (Once) Name() string { return OnceName }

// Hidden is a hidden value, such as the version that is being edited.
type Hidden struct{ Name, Value string }

// Fieldset groups fields that answer one question together.
type Fieldset struct {
	Legend, Hint string
	Fields       []Field
	Row          bool // side by side where there is room
}

// Form is a whole form. Errors of fields are also in Errors, in the same words.
type Form struct {
	Action    string
	Get       bool // asks instead of changing; has no key then
	Multipart bool
	Once      Once
	Hidden    []Hidden
	Errors    *ErrorSummary
	Fields    []Field
	Sets      []Fieldset
	Submit    Button
	Others    []Button
	Cancel    *Link
	Draft     string // address where the unfinished form is kept; empty = nowhere
}

// ErrorSummary stands above the page's heading when a form was not taken.
type ErrorSummary struct {
	Title string
	Items []Link
}

// Search is a search line.
type Search struct {
	Action, Name, Value string
	Label, Button       string
	ID                  string // of the input; unique on the page
	Key                 string // shortcut shown beside it: "/"
	Hidden              []Hidden
}

// Switch is a choice of few that takes effect at once, such as the theme.
type Switch struct {
	Label, Action, Name string
	Options             []Option
	Hidden              []Hidden
}

// LowVision is the panel of «Версия для слабовидящих»; each choice is a group
// of radios, Apply keeps them and Reset returns to the ordinary view.
type LowVision struct {
	Title, Text string
	Action      string
	Choices     []Field
	Hidden      []Hidden
	Apply       Button
	Reset       Button
}
