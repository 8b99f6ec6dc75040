package paperwork

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/keep/keeptest"
)

// gated are the sources of a visit from Germany whose gate let some fields go.
func gated(t *testing.T, decided ...string) Sources {
	from := sources(crest(t))
	from.Abroad = func(context.Context, string) ([]string, error) { return []string{"DE"}, nil }
	from.Passed = func(_ context.Context, id, country string, fields []string) (string, error) {
		path := "/visits/" + id + "/list?country=" + country
		for _, f := range fields {
			if !slices.Contains(decided, f) {
				return path, errs.New(errs.Conflict, "visit.gate.closed")
			}
		}
		return path, nil
	}
	return from
}

// TestGate: over every kind of paper, what names people of the delegation does not
// leave for another country before the gate is decided, and stays free for our
// own office.
func TestGate(t *testing.T) {
	// What the built-in papers say of the delegation, by kind and language. A kind
	// that is not here says nothing of it.
	says := map[string][]string{
		"visa-letter ru": {"latin", "post", "citizenship"}, "visa-letter en": {"latin", "post", "citizenship"},
		"order ru": {"name"}, "order en": {"latin"}, "trip-order ru": {"name", "post"}, "trip-order en": {"latin", "post"},
		"delegation ru": {"name", "post", "role"}, "delegation en": {"latin", "post", "role"}, "booklet ru": {"name", "post"}, "booklet en": {"latin", "post"},
		"protocol ru": {"name", "post"}, "protocol en": {"latin", "post"}, "trip-report ru": {"name", "post"}, "trip-report en": {"latin", "post"},
	}
	each(t, func(t *testing.T, h *house) {
		shut, half, whole := open(t, h.Floor, gated(t)), open(t, h.Floor, gated(t, "post")), open(t, h.Floor, gated(t, "name", "latin", "post", "role", "citizenship"))
		for _, kind := range Kinds() {
			for _, lang := range []string{"ru", "en"} {
				want := Wanted{Activity: "visit", Paper: kind, Langs: lang, Format: "odt", For: "DE"}
				carries := says[kind+" "+lang]
				for name, c := range map[string]struct {
					h      *house
					who    string
					closed bool
				}{"shut": {shut, "DE", len(carries) > 0}, "half": {half, "DE", len(carries) > 0}, "decided": {whole, "DE", false}, "own": {shut, Office, false}} {
					want.For = c.who
					_, err := c.h.Make(c.h.head(), want)
					if (errs.KindOf(err) == errs.Conflict) != c.closed || !c.closed && err != nil {
						t.Errorf("%s in %s, %s: %v", kind, lang, name, err)
					}
				}
				// Nobody said for whom: what is written to the other side is for them.
				want.For = ""
				_, err := shut.Make(shut.head(), want)
				if closed := len(carries) > 0 && slices.Contains(outward(), kind); (errs.KindOf(err) == errs.Conflict) != closed {
					t.Errorf("%s in %s by itself: %v", kind, lang, err)
				}
				f, err := shut.collect(shut.head(), "visit")
				if err != nil {
					t.Fatal(err)
				}
				doc, err := Describe(kind, lang)
				if err != nil {
					t.Fatal(err)
				}
				if got := carried(f, marksOf(t, doc), lang); !sameFields(got, carries) {
					t.Errorf("%s in %s says %v, not %v", kind, lang, got, carries)
				}
			}
		}
		if _, err := shut.Keep(shut.head(), Wanted{Activity: "visit", Paper: "booklet", Langs: "ru", Format: "docx"}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a booklet is kept: %v", err)
		}
		if _, err := shut.Make(shut.head(), Wanted{Activity: "visit", Paper: "booklet", Langs: "ru", Format: "docx", For: "XX"}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a country that is none: %v", err)
		}
		at := "/activities/visit/papers/"
		keeptest.Wants(t, shut.desk().Show(shut.head(), shut.Module().Office, at+"booklet"), []string{"Документ называет людей из делегации", "в страну «Германия»", "/visits/visit/list?country=DE", "остаётся у нас"}, "Посмотреть, не сохраняя", "method=\"post\"")
		keeptest.Wants(t, shut.desk().Show(shut.head(), shut.Module().Office, at+"booklet?for=office"), []string{"Посмотреть, не сохраняя", "for=office"}, "Документ называет")
		if _, err := shut.desk().Ask(shut.head(), shut.Module().Office, "GET", at+"booklet/preview", url.Values{}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a booklet is shown: %v", err)
		}
		if reply, err := whole.desk().Ask(whole.head(), whole.Module().Office, "GET", at+"booklet/preview", url.Values{}); err != nil {
			t.Error(err)
		} else if _, is := reply.(web.File); !is {
			t.Errorf("%T", reply)
		}
	})
}

// marksOf are the marks of a built-in paper.
func marksOf(t *testing.T, doc paper.Document) []fill.Found {
	t.Helper()
	built, err := fill.Describe(doc)
	if err != nil {
		t.Fatal(err)
	}
	return built.Marks()
}

// sameFields tells whether two lists name the same, in any order.
func sameFields(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
