package calendar

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func date(text string) edtf.Date {
	d, err := edtf.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// says is a subject whose agenda always says the same.
func says(name string, entries ...module.Entry) module.Module {
	return module.Module{Name: name, Agenda: []module.Agenda{func(context.Context, *web.Scene, edtf.Date, edtf.Date) ([]module.Entry, error) {
		return entries, nil
	}}}
}

func entry(when, text string, layer module.Layer) module.Entry {
	return module.Entry{Of: record.Ref{Kind: "x", ID: text}, Name: "day", Layer: layer, When: date(when), Text: text, Path: "/x/" + text}
}

func texts(entries []module.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.Words())
	}
	return strings.Join(all, " ")
}

// What may touch the span is there, whoever said it and in whatever order; what
// cannot is not, nor what has no date at all.
func TestCollect(t *testing.T) {
	at := entry("2027-05-10", "hour", module.Events)
	at.Opens, at.Closes = time.Date(2027, 5, 10, 9, 0, 0, 0, time.UTC), time.Date(2027, 5, 10, 10, 0, 0, 0, time.UTC)
	subjects := []module.Module{
		says("one", at, entry("2027-05-10", "deadline", module.Deadlines), entry("2027-05-10", "event", module.Events), entry("2027-04-30", "before", module.Events),
			entry("2027-06-01", "after", module.Events), module.Entry{Of: record.Ref{Kind: "x", ID: "none"}, Text: "undated"}),
		says("two", entry("2027-04-20/2027-05-01", "bar", module.Visits), entry("2027-05", "month", module.Events), entry("2027", "year", module.Anniversaries), entry("2027-05-31", "last", module.Holidays)),
	}
	for range 2 {
		got, err := Collect(t.Context(), nil, subjects, date("2027-05-01"), date("2027-05-31"))
		if want := "year bar month event deadline hour last"; err != nil || texts(got) != want {
			t.Errorf("%v: %s, want %s", err, texts(got), want)
		}
		got, err = Collect(t.Context(), nil, subjects, date("2027-05"), date("2027-05"), module.Visits, module.Holidays)
		if want := "bar last"; err != nil || texts(got) != want {
			t.Errorf("%v: %s, want %s", err, texts(got), want)
		}
		slices.Reverse(subjects)
	}
	if _, err := Collect(t.Context(), nil, subjects, date("2027-05-31"), date("2027-05-01")); err == nil {
		t.Error("a span that ends before it begins")
	}
}

// One subject that fails is named, and the others are heard.
func TestUnanswered(t *testing.T) {
	disk := errors.New("disk")
	broken := module.Module{Name: "two", Agenda: []module.Agenda{func(context.Context, *web.Scene, edtf.Date, edtf.Date) ([]module.Entry, error) { return nil, disk }}}
	got, err := Collect(t.Context(), nil, []module.Module{broken, says("one", entry("2027-05-10", "event", module.Events))}, date("2027"), date("2027"))
	var lost *Unanswered
	if !errors.As(err, &lost) || !slices.Equal(lost.Subjects, []string{"two"}) || !errors.Is(err, disk) || texts(got) != "event" {
		t.Errorf("%v: %s", err, texts(got))
	}
}
