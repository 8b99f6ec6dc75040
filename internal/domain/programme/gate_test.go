package programme

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/record"
)

// TestGate: over every paper of a release, what names the people of a delegation
// leaves the office only when the gate let it; guests see no names until then.
func TestGate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var decided []string
		h.deps.Passed = func(_ context.Context, id string, fields []string) (string, error) {
			for _, f := range fields {
				if !slices.Contains(decided, f) {
					return "/visits/" + id + "/list?country=DE", errs.New(errs.Conflict, "visit.gate.closed")
				}
			}
			return "", nil
		}
		item := h.add("one", "2026-12-10", "10:00–11:00 Приём")
		item.Who, item.Host = "Anna Beispiel", "Пётр Примеров"
		wants(t, "save", h.Save(h.head(), "one", h.version("one"), item), "")
		if _, err := h.Publish(h.head(), "one", h.version("one"), ""); err != nil {
			t.Fatal(err)
		}
		closed := []string{"guest", "press", "badges", "plates"}
		papers := func(who string, shut []string) {
			t.Helper()
			for _, kind := range PaperKinds() {
				for _, format := range Formats(kind) {
					_, err := h.Paper(h.head(), "ru", "one", kind, format, who)
					if want := slices.Contains(shut, kind); (errs.KindOf(err) == errs.Conflict) != want || !want && err != nil {
						t.Errorf("%s.%s for %q: %v", kind, format, who, err)
					}
					target := "/programmes/one/releases/1/" + kind + "." + format
					if who != "" {
						target += "?for=" + who
					}
					if _, err := h.desk().Ask(h.head(), h.Module().Office, "GET", target, nil); (err != nil) != slices.Contains(shut, kind) {
						t.Errorf("%s: %v", target, err)
					}
				}
			}
		}
		papers("", closed)
		papers(Office, nil)
		page := h.office("/programmes/one/releases/" + strconv.Itoa(1))
		for _, want := range []string{"В этих документах названы люди", "badges.pdf?for=office", "/visits/one/list?country=DE", "host.pdf\"", "pocket.pdf\""} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing in %s", want, page)
			}
		}
		guest := link.With(t.Context(), link.Link{ID: "l", Purpose: Purpose, For: record.Ref{Kind: "activity", ID: "one"}, Lang: "ru"})
		seen := func() string {
			_, all, err := h.forGuest(guest)
			if err != nil || len(all) != 1 {
				t.Fatal(err)
			}
			return all[0].Entries[0].Who
		}
		if who := seen(); who != "" {
			t.Errorf("guests see %s", who)
		}
		decided = []string{"name"}
		papers("", []string{"badges", "plates"})
		if who := seen(); who != "Anna Beispiel" {
			t.Errorf("guests see %q", who)
		}
		decided = []string{"name", "latin", "post"}
		papers("", nil)
		if page := h.office("/programmes/one/releases/1"); strings.Contains(page, "названы люди") {
			t.Error(page)
		}
	})
}
