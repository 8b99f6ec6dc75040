package i18n

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
)

// message is a compiled message: one form, or one per plural category.
type message struct {
	single *form
	plural map[string]*form
}

// form is a text cut at its placeholders. Without any, text is all there is.
type form struct {
	text  string
	parts []part
}

// part is a piece of text, followed by a placeholder unless arg is empty.
type part struct{ text, arg string }

// compile reads the JSON value of a key.
func compile(lang string, raw json.RawMessage) (*message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		f, err := cut(lang, text)
		return &message{single: f}, err
	}
	var many map[string]string
	if err := json.Unmarshal(raw, &many); err != nil {
		return nil, fmt.Errorf("neither a text nor an object of plural forms")
	}
	m := &message{plural: map[string]*form{}}
	for category, text := range many {
		if !slices.Contains([]string{One, Few, Many, Other}, category) {
			return nil, fmt.Errorf("%q is not a plural category", category)
		}
		f, err := cut(lang, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", category, err)
		}
		m.plural[category] = f
	}
	if m.plural[Other] == nil {
		return nil, fmt.Errorf("the plural category other is missing")
	}
	return m, nil
}

// cut finds the placeholders. A brace that opens none is an error.
func cut(lang, text string) (*form, error) {
	text = Typo(lang, text)
	f := &form{text: text}
	rest := text
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, fmt.Errorf("a } without its { in %q", text)
		}
		if !found {
			if f.parts != nil && before != "" {
				f.parts = append(f.parts, part{text: before})
			}
			return f, nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || name == "" || strings.ContainsFunc(name, notName) {
			return nil, fmt.Errorf("a bad placeholder in %q", text)
		}
		f.parts = append(f.parts, part{before, name})
		rest = tail
	}
}

func notName(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' }

// form is the form of a category, or the nearest there is.
func (m *message) form(category string) *form {
	if m.single != nil {
		return m.single
	}
	if f := m.plural[category]; f != nil {
		return f
	}
	return m.plural[Other]
}

// forms are all forms with their categories; a single one has the empty category.
func (m *message) forms() map[string]*form {
	if m.single != nil {
		return map[string]*form{"": m.single}
	}
	return m.plural
}

// placeholders are the names used in any form, without n in plural messages,
// since «одна делегация» may leave the number out.
func (m *message) placeholders() []string {
	names := map[string]bool{}
	for _, f := range m.forms() {
		for _, p := range f.parts {
			names[p.arg] = true
		}
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}

func (f *form) print(p *Printer, args []any) string {
	if f.parts == nil {
		return f.text
	}
	var room [128]byte
	b := room[:0]
	for _, s := range f.parts {
		b = append(b, s.text...)
		if s.arg != "" {
			b = p.appendArg(b, s.arg, args)
		}
	}
	return string(b)
}

func (f *form) printN(p *Printer, args []any, n int) string {
	if f.parts == nil {
		return f.text
	}
	var room [128]byte
	b := room[:0]
	for _, s := range f.parts {
		b = append(b, s.text...)
		switch s.arg {
		case "":
		case "n":
			b = p.appendInt(b, int64(n))
		default:
			b = p.appendArg(b, s.arg, args)
		}
	}
	return string(b)
}

func (p *Printer) appendArg(b []byte, name string, args []any) []byte {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return append(b, v...)
		case int:
			return p.appendInt(b, int64(v))
		}
		return append(b, p.Value(args[i+1])...)
	}
	return append(append(append(b, "⟦"...), name...), "⟧"...)
}

// Value writes a value as T does with its arguments: text as it is, whole
// numbers grouped, floats with at most two digits, edtf.Date by Date, time.Time
// by Day, money.Amount by Money, []string by Join, Text in this language, Bytes by Size.
func (p *Printer) Value(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return p.Number(int64(v))
	case int64:
		return p.Number(v)
	case int32:
		return p.Number(int64(v))
	case uint64:
		if v > 1<<63-1 {
			return strconv.FormatUint(v, 10)
		}
		return p.Number(int64(v))
	case float64:
		return p.Decimal(v, 2)
	case edtf.Date:
		return p.Date(v)
	case time.Time:
		return p.Day(v)
	case money.Amount:
		return p.Money(v)
	case []string:
		return p.Join(v)
	case Text:
		return v.In(p.Lang).Value
	case Bytes:
		return p.Size(int64(v))
	}
	return fmt.Sprint(v)
}

// Err is the sentence of a failure for people. An argument named n is the
// number that chooses the plural form.
func (p *Printer) Err(e *errs.E) string {
	if n, ok := e.Arg("n").(int); ok {
		return p.N(e.Key, n, e.Args...)
	}
	return p.T(e.Key, e.Args...)
}

// Bytes is a size of a file as an argument of a message: «20 МБ».
type Bytes int64
