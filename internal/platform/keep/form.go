package keep

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// key is the message key of a field: "organisation.name".
func key(kind, field string) string { return kind + "." + field }

// limit is how many characters a field takes.
func (f Field[T]) limit() int {
	switch {
	case f.Max > 0:
		return f.Max
	case f.Long:
		return 8000
	}
	return 400
}

// Read puts what was typed into a record; the form collects what is wrong with
// it. Only one field is read when it is named.
func (set Set[T]) Read(ctx context.Context, s *web.Scene, kind string, in *form.Form, t *T, langs []string, only string) error {
	for _, f := range set {
		if only != "" && f.Name != only {
			continue
		}
		if err := f.read(ctx, s, kind, in, t, langs); err != nil {
			return err
		}
	}
	return nil
}

func (f Field[T]) read(ctx context.Context, s *web.Scene, kind string, in *form.Form, t *T, langs []string) error {
	var rules []form.Rule
	if f.Required {
		empty := key(kind, f.Name) + ".empty"
		if !s.Has(empty) {
			empty = "form.empty"
		}
		rules = append(rules, form.Required(empty))
	}
	rules = append(rules, form.Max(f.limit()))
	switch v := f.At(t).(type) {
	case *i18n.Text:
		v.SetAll(in.Texts(f.Name, textLangs(*v, langs), rules...))
	case *edtf.Date:
		*v = in.Date(f.Name, s.Lang, rules...)
	case *bool:
		*v = in.Bool(f.Name)
	case *record.Visibility:
		*v = form.Choice(in, f.Name, record.Visibilities())
	case *[]string:
		if f.Options == nil {
			*v = lines(in.Prose(f.Name, rules...))
			return nil
		}
		*v = in.List(f.Name, rules...)
		return f.checkOptions(ctx, s, in, *v)
	case *string:
		*v = f.readString(in, rules)
		if f.Options != nil && *v != "" {
			return f.checkOptions(ctx, s, in, []string{*v})
		}
	}
	return nil
}

func (f Field[T]) readString(in *form.Form, rules []form.Rule) string {
	switch f.Kind {
	case ui.FieldURL:
		rules = append(rules, form.URL())
	case ui.FieldEmail:
		rules = append(rules, form.Email())
	case ui.FieldPhone:
		rules = append(rules, form.Phone())
	}
	if f.Long {
		return in.Prose(f.Name, rules...)
	}
	text := in.Text(f.Name, rules...)
	if f.Kind != ui.FieldNumber || text == "" {
		return text
	}
	return checkNumber(in, f.Name, text)
}

// checkNumber refuses what is no number and drops the spaces between digits.
func checkNumber(in *form.Form, name, text string) string {
	digits := strings.ReplaceAll(text, " ", "")
	if _, err := strconv.ParseFloat(strings.Replace(digits, ",", ".", 1), 64); err != nil || strings.Trim(digits, "0123456789.,-−") != "" {
		in.Fail(name, "form.number")
		return text
	}
	return digits
}

// checkOptions refuses a value that is none of the choices.
func (f Field[T]) checkOptions(ctx context.Context, s *web.Scene, in *form.Form, values []string) error {
	options, err := f.Options(ctx, s)
	if err != nil {
		return err
	}
	for _, v := range values {
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == v }) {
			in.Fail(f.Name, "form.choice")
		}
	}
	return nil
}

func visibilities() []string {
	all := make([]string, 0, 4)
	for _, v := range record.Visibilities() {
		all = append(all, string(v))
	}
	return all
}

// textLangs are the languages of a text's form: those of the office and those
// that it already has.
func textLangs(t i18n.Text, langs []string) []string {
	all := slices.Clone(langs)
	for _, l := range t.Langs() {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// Problems are the words of an error by field.
type Problems map[string]string

// ProblemsOf sorts an error into fields; what belongs to no field stands under "".
func ProblemsOf(s *web.Scene, err error) Problems {
	problems := Problems{}
	all := errs.FieldsOf(err)
	if one, ok := errors.AsType[*errs.E](err); ok && all == nil {
		all = errs.Fields{one}
	}
	for _, e := range all {
		if e.Key == "form.stale" {
			continue // the notice above the form says who and what
		}
		if problems[e.Field] == "" {
			problems[e.Field] = s.Say(e)
		}
	}
	return problems
}

// Summary lists the problems above the form, in the order of its fields.
func (p Problems) Summary(s *web.Scene, fields []ui.Field) *ui.ErrorSummary {
	if len(p) == 0 {
		return nil
	}
	sum := &ui.ErrorSummary{Title: s.N("form.summary", len(p))}
	for _, f := range fields {
		if words := p[f.Name]; words != "" {
			sum.Items = append(sum.Items, ui.Link{Text: words, Href: "#" + f.ID()})
		}
		for _, v := range f.Langs {
			if words := p[v.Name]; words != "" {
				sum.Items = append(sum.Items, ui.Link{Text: words, Href: "#" + v.ID()})
			}
		}
	}
	if words := p[""]; words != "" {
		sum.Items = append(sum.Items, ui.Link{Text: words, Href: "#main"})
	}
	return sum
}

// Form makes the fields of a record's form. What was typed, when something was,
// goes before what the record holds.
func (set Set[T]) Form(ctx context.Context, s *web.Scene, kind string, t *T, in *form.Form, problems Problems, langs []string, only string) ([]ui.Field, error) {
	var fields []ui.Field
	for _, f := range set {
		if only != "" && f.Name != only {
			continue
		}
		field, err := f.control(ctx, s, kind, t, in, langs)
		if err != nil {
			return nil, err
		}
		field.Error = problems[f.Name]
		for i := range field.Langs {
			field.Langs[i].Error = problems[field.Langs[i].Name]
		}
		fields = append(fields, field)
	}
	return fields, nil
}

func (f Field[T]) control(ctx context.Context, s *web.Scene, kind string, t *T, in *form.Form, langs []string) (ui.Field, error) {
	words := key(kind, f.Name)
	field := ui.Field{Kind: f.Kind, Name: f.Name, Label: s.T(words), Width: f.Width}
	if s.Has(words + ".hint") {
		field.Hint = s.T(words + ".hint")
	}
	if !f.Required {
		field.Optional = s.T("form.optional")
	}
	at := f.At(t)
	typed := func(held string) string {
		if in != nil {
			return in.Typed(f.Name)
		}
		return held
	}
	switch v := at.(type) {
	case *i18n.Text:
		field.Kind, field.Langs = ui.FieldLangs, f.langValues(s, *v, in, langs)
		return field, nil
	case *edtf.Date:
		field.Kind, field.Width = ui.FieldDate, ui.WidthMedium
		field.Value = typed(s.Date(*v))
		if field.Hint == "" {
			field.Hint = s.T("form.date.hint")
		}
		return field, nil
	case *bool:
		field.Kind, field.Optional = ui.FieldChecks, ""
		field.Options = []ui.Option{{Value: "yes", Label: s.T(words + ".yes"), Selected: typed(Canonical(v)) == "yes"}}
		return field, nil
	case *record.Visibility:
		field.Kind, field.Optional = ui.FieldRadios, ""
		for _, o := range visibilities() {
			field.Options = append(field.Options, ui.Option{Value: o, Label: s.T("keep.visibility." + o), Hint: s.T("keep.visibility." + o + ".hint"), Selected: typed(string(*v)) == o})
		}
		return field, nil
	}
	return f.plain(ctx, s, field, at, in)
}

// plain makes the control of a string or a list of strings.
func (f Field[T]) plain(ctx context.Context, s *web.Scene, field ui.Field, at any, in *form.Form) (ui.Field, error) {
	chosen := []string{}
	switch v := at.(type) {
	case *string:
		field.Value = *v
		chosen = append(chosen, *v)
	case *[]string:
		field.Value = strings.Join(*v, "\n")
		chosen = *v
	}
	if in != nil {
		field.Value = in.Typed(f.Name)
		chosen = in.TypedAll(f.Name)
	}
	if f.Options == nil {
		if f.Long && field.Kind == "" {
			field.Kind = ui.FieldArea
		}
		if _, list := at.(*[]string); list && field.Kind == "" {
			field.Kind = ui.FieldArea
		}
		if field.Kind == "" {
			field.Kind = ui.FieldText
		}
		return field, nil
	}
	options, err := f.Options(ctx, s)
	if err != nil {
		return field, err
	}
	for _, o := range options {
		o.Selected = slices.Contains(chosen, o.Value)
		field.Options = append(field.Options, o)
	}
	if field.Kind == "" {
		field.Kind = ui.FieldSelect
		if _, list := at.(*[]string); list {
			field.Kind = ui.FieldChecks
		}
	}
	if field.Kind == ui.FieldSelect {
		field.Empty = s.T("form.choose")
	}
	return field, nil
}

func (f Field[T]) langValues(s *web.Scene, t i18n.Text, in *form.Form, langs []string) []ui.LangValue {
	all := textLangs(t, langs)
	values := make([]ui.LangValue, len(all))
	for i, lang := range all {
		value := ui.LangValue{Lang: lang, Language: i18n.Native(lang), Name: f.Name + "." + lang, Value: t.Get(lang), Long: f.Long}
		if in != nil {
			value.Value = in.Typed(value.Name)
		}
		if lang == t.Source() && len(t.Langs()) > 1 {
			value.Source = s.T("keep.source_language")
		}
		if t.Stale(lang) {
			value.Stale = s.T("keep.stale_translation")
		}
		values[i] = value
	}
	return values
}

// lines are the lines of a text that hold something.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
