package errs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"pobratim/internal/kit/errs"
)

func TestKindOf(t *testing.T) {
	missing := errs.New(errs.NotFound, "partner.unknown")
	two := errs.Fields{errs.Field("name", "partner.name.empty"), errs.Field("since", "date.impossible")}
	broken := append(errs.Fields{errs.Wrap(io.EOF, errs.Internal, "x")}, two...)
	for name, c := range map[string]struct {
		err  error
		want errs.Kind
	}{
		"nil":             {nil, 0},
		"stranger":        {io.EOF, errs.Internal},
		"plain":           {missing, errs.NotFound},
		"wrapped":         {fmt.Errorf("open: %w", missing), errs.NotFound},
		"zero kind":       {&errs.E{Key: "x"}, errs.Internal},
		"fields":          {two, errs.Invalid},
		"wrapped fields":  {fmt.Errorf("save: %w", two), errs.Invalid},
		"internal inside": {broken, errs.Internal},
		"bare kind":       {fmt.Errorf("x: %w", errs.TooMany), errs.TooMany},
		"deadline":        {fmt.Errorf("x: %w", context.DeadlineExceeded), errs.Unavailable},
	} {
		if got := errs.KindOf(c.err); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestIs(t *testing.T) {
	err := fmt.Errorf("save: %w", errs.Field("since", "date.impossible", "date", "31 апреля").Because(io.EOF))
	for _, target := range []error{
		errs.Invalid, io.EOF, errs.New(errs.Invalid, "date.impossible"), errs.Field("since", "date.impossible"),
	} {
		if !errors.Is(err, target) {
			t.Errorf("is not %v", target)
		}
	}
	for _, target := range []error{
		errs.NotFound, io.ErrUnexpectedEOF, errs.Field("until", "date.impossible"), errs.New(errs.Invalid, "date.order"),
	} {
		if errors.Is(err, target) {
			t.Errorf("is %v", target)
		}
	}
	if !errors.Is(errs.Fields{errs.Field("a", "k")}, errs.Invalid) {
		t.Error("Fields are not open to errors.Is")
	}
}

func TestWords(t *testing.T) {
	err := errs.Field("since", "date.impossible", "date", "31 апреля").Because(io.EOF)
	if got, want := err.Error(), "invalid: since: date.impossible: EOF"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := err.Arg("date"); got != "31 апреля" {
		t.Errorf("Arg: %v", got)
	}
	if got := err.Arg("nothing"); got != nil {
		t.Errorf("Arg of nothing: %v", got)
	}
	plain := errs.New(errs.Invalid, "date.order")
	if at := plain.At("until"); at.Field != "until" || plain.Field != "" {
		t.Errorf("At must copy: %v and %v", at, plain)
	}
	for k := errs.Invalid; k <= errs.Unauthenticated; k++ {
		if (k.String() == "internal") != (k == errs.Internal) {
			t.Errorf("kind %d has no name", k)
		}
	}
}

func TestFields(t *testing.T) {
	var f errs.Fields
	if f.Err() != nil {
		t.Error("empty Fields are an error")
	}
	f.Add(errs.Field("name", "a"))
	f.Add(errs.Field("since", "b"))
	if got, want := f.Err().Error(), "invalid: name: a; invalid: since: b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if f.Of("since").Key != "b" || f.Of("x") != nil {
		t.Error("Of")
	}
	if got := errs.FieldsOf(fmt.Errorf("save: %w", f)); len(got) != 2 {
		t.Errorf("FieldsOf: %v", got)
	}
	if got := errs.FieldsOf(errs.Field("x", "k")); len(got) != 1 {
		t.Errorf("FieldsOf one: %v", got)
	}
	if got := errs.FieldsOf(errs.New(errs.NotFound, "k")); got != nil {
		t.Errorf("FieldsOf NotFound: %v", got)
	}
}
