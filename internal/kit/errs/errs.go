// Package errs is the one error type of the product: a kind that decides what
// happens (status code, retry, alarm), and a key from which the words are made
// at the edge, in the language of the reader.
//
// Code below the edge never writes a sentence for people. It says
//
//	return errs.Field("since", "date.impossible", "date", "31 апреля")
//
// and the frame asks i18n for "date.impossible". Error is for logs only: plain
// English with kind, field, key and cause. It leaves the arguments out, since
// they may hold what a person typed.
package errs

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Kind says what sort of failure an error is. The zero Kind means "no error".
// A Kind is itself an error, so errors.Is(err, errs.NotFound) works.
type Kind int

// The kinds. The frame turns them into status codes: 422, 404, 409, 403, 409,
// 503, 500, 429 and 401.
const (
	Invalid         Kind = iota + 1 // what was given cannot be accepted; it can be corrected
	NotFound                        // no such thing, or none that this reader may know of
	Conflict                        // it contradicts something that is already there
	Forbidden                       // known user, not allowed
	Stale                           // somebody changed the record in the meantime
	Unavailable                     // something we depend on does not answer; try later
	Internal                        // our own fault
	TooMany                         // too often; try later
	Unauthenticated                 // nobody is signed in
)

// String is the English name of the kind for logs.
func (k Kind) String() string {
	switch k {
	case 0:
		return "none"
	case Invalid:
		return "invalid"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case Forbidden:
		return "forbidden"
	case Stale:
		return "stale"
	case Unavailable:
		return "unavailable"
	case TooMany:
		return "too many"
	case Unauthenticated:
		return "unauthenticated"
	}
	return "internal"
}

// Error makes a Kind usable as the target of errors.Is.
func (k Kind) Error() string { return k.String() }

// E is one failure.
type E struct {
	Kind  Kind   // what sort of failure; zero counts as Internal
	Key   string // message key, "subject.thing.problem"
	Args  []any  // name, value, name, value for the placeholders of the message
	Field string // name of the form field at fault; empty when it is none
	Err   error  // the cause, for logs; may be nil
}

// New makes an error of a kind. Args are name, value, name, value.
func New(kind Kind, key string, args ...any) *E {
	return &E{Kind: kind, Key: key, Args: args}
}

// Field makes an Invalid error at a form field.
func Field(field, key string, args ...any) *E {
	return &E{Kind: Invalid, Key: key, Args: args, Field: field}
}

// Wrap makes an error of a kind that has a cause.
func Wrap(err error, kind Kind, key string, args ...any) *E {
	return &E{Kind: kind, Key: key, Args: args, Err: err}
}

// Error is a line for logs: "invalid: since: date.impossible: cause".
func (e *E) Error() string {
	parts := make([]string, 0, 4)
	parts = append(parts, e.kind().String())
	if e.Field != "" {
		parts = append(parts, e.Field)
	}
	if e.Key != "" {
		parts = append(parts, e.Key)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (e *E) Unwrap() error { return e.Err }

// Is matches a Kind, or another E with the same kind and key (and the same
// field, when the target names one).
func (e *E) Is(target error) bool {
	switch t := target.(type) {
	case Kind:
		return e.kind() == t
	case *E:
		return e.kind() == t.kind() && e.Key == t.Key && (t.Field == "" || t.Field == e.Field)
	}
	return false
}

// At is a copy of the error that points at a form field. It lets a parser that
// knows no form report through one.
func (e *E) At(field string) *E {
	c := *e
	c.Field = field
	return &c
}

// Because is a copy of the error with a cause.
func (e *E) Because(err error) *E {
	c := *e
	c.Err = err
	return &c
}

// Arg is the value of the named argument, or nil.
func (e *E) Arg(name string) any {
	for i := 0; i+1 < len(e.Args); i += 2 {
		if e.Args[i] == name {
			return e.Args[i+1]
		}
	}
	return nil
}

func (e *E) kind() Kind {
	if e.Kind == 0 {
		return Internal
	}
	return e.Kind
}

// Fields is several invalid fields of one form, in the order of the form.
type Fields []*E

// Add puts one more in.
func (f *Fields) Add(e *E) { *f = append(*f, e) }

// Err is nil when nothing is in it, so that "return f.Err()" cannot return a
// non-nil error that holds nothing.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Error joins the lines for logs.
func (f Fields) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "; ")
}

// Unwrap opens the list to errors.Is and errors.As.
func (f Fields) Unwrap() []error {
	list := make([]error, len(f))
	for i, e := range f {
		list[i] = e
	}
	return list
}

// Of is the first error at the named field, or nil.
func (f Fields) Of(field string) *E {
	if i := slices.IndexFunc(f, func(e *E) bool { return e.Field == field }); i >= 0 {
		return f[i]
	}
	return nil
}

// KindOf finds the kind of any error: 0 for nil, Internal for a stranger.
// A deadline counts as Unavailable. Fields are as bad as their worst member:
// Invalid, unless one of them is Internal.
func KindOf(err error) Kind {
	if err == nil {
		return 0
	}
	if fields, ok := errors.AsType[Fields](err); ok {
		for _, e := range fields {
			if e.kind() == Internal {
				return Internal
			}
		}
		return Invalid
	}
	if e, ok := errors.AsType[*E](err); ok {
		return e.kind()
	}
	if k, ok := errors.AsType[Kind](err); ok && k != 0 {
		return k
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Unavailable
	}
	return Internal
}

// FieldsOf lists what an error says about fields of a form: all of Fields, or
// one E that is Invalid or names a field. It is nil for other errors.
func FieldsOf(err error) Fields {
	if fields, ok := errors.AsType[Fields](err); ok {
		return fields
	}
	if e, ok := errors.AsType[*E](err); ok && (e.Field != "" || e.Kind == Invalid) {
		return Fields{e}
	}
	return nil
}

// Under points what an error says about fields at fields of the same names that
// stand under a prefix, as on a page with several forms. Other errors stay.
func Under(prefix string, err error) error {
	all := FieldsOf(err)
	if all == nil {
		return err
	}
	var bad Fields
	for _, e := range all {
		bad.Add(e.At(prefix + e.Field))
	}
	return bad.Err()
}
