package filing

import (
	"slices"
	"testing"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/edtf"
)

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

// TestFate asks what became of a paper in 2025. In the table: when it was
// signed, its last day, and when papers that follow it were signed.
func TestFate(t *testing.T) {
	for _, c := range []struct {
		signed, until string
		ended         string // its last day when it was ended early
		next          []string
		want          Group
		out           bool
	}{
		{signed: "2025-03-01", want: Concluded},
		{signed: "2025", until: "2030", want: Concluded},
		{signed: "2024-12-31", want: Standing},
		{signed: "2026-01-01", out: true},
		{signed: "", want: Standing},
		{signed: "2025/2026", want: Standing}, // it may have been either year
		{signed: "2007-10-15", until: "2025-10-15", want: Ended},
		{signed: "2007-10-15", until: "2025", want: Ended},
		{signed: "2025-01-10", until: "2025-12-31", want: Ended},
		{signed: "2007-10-15", until: "2024-12-31", out: true},
		{signed: "2007-10-15", until: "2026-01-01", want: Standing},
		{signed: "2007-10-15", until: "2024/2026", want: Standing}, // nobody knows
		{signed: "2007-10-15", until: "2025-10-15", next: []string{"2025-10-14"}, want: Followed},
		{signed: "2007-10-15", next: []string{"2025-10-14"}, want: Followed},
		{signed: "2007-10-15", next: []string{"2017"}, out: true},
		{signed: "2007-10-15", next: []string{"2026-05-01"}, want: Standing},
		{signed: "2007-10-15", until: "2025-10-15", next: []string{"2026-05-01"}, want: Ended},
		{signed: "2007-10-15", next: []string{"planned 2025-05-01"}, want: Standing},
		{signed: "planned 2025-05-01", out: true},
		{signed: "2007-10-15", ended: "2025-03-01", want: Ended},
		{signed: "2007-10-15", until: "2030", ended: "2025-03-01", want: Ended},
		{signed: "2007-10-15", until: "2025-10-15", ended: "2024-03-01", out: true},
		{signed: "2007-10-15", until: "2030", ended: "2026-03-01", want: Standing},
		{signed: "2025-02-01", ended: "2025-03-01", want: Ended},
	} {
		paper := func(s string) agreement.Agreement {
			when, planned := s, false
			if rest, ok := cutPlanned(s); ok {
				when, planned = rest, true
			}
			return agreement.Agreement{Signed: date(when), Planned: planned}
		}
		a := paper(c.signed)
		a.Until, a.Ended = date(c.until), date(c.ended)
		var next []agreement.Agreement
		for _, n := range c.next {
			next = append(next, paper(n))
		}
		got, in := fate(a, next, 2025)
		if in == c.out || in && got != c.want {
			t.Errorf("%+v: %q, in the list: %v", c, got, in)
		}
	}
}

func cutPlanned(s string) (string, bool) {
	const mark = "planned "
	if len(s) > len(mark) && s[:len(mark)] == mark {
		return s[len(mark):], true
	}
	return s, false
}

func TestParseID(t *testing.T) {
	for id, want := range map[string][2]int{"2026": {2026, 0}, "2026-1": {2026, 1}, "2026-12": {2026, 12}} {
		if year, edition, ok := parseID(id); !ok || year != want[0] || edition != want[1] {
			t.Errorf("%q is %d, %d, %v", id, year, edition, ok)
		}
		if want[1] > 0 && idOf(want[0], want[1]) != id {
			t.Errorf("%v is named %s", want, idOf(want[0], want[1]))
		}
	}
	for _, id := range []string{"", "x", "02026", "2026-", "2026-0", "2026-01", "2026--1", "2026-1-1", "+2026", "99999999999999999999"} {
		if _, _, ok := parseID(id); ok {
			t.Errorf("%q is taken", id)
		}
	}
}

// FuzzParseID wants whatever is taken to be written the same way again.
func FuzzParseID(f *testing.F) {
	for _, id := range []string{"2026", "2026-1", "2026-01", "-1", "2026-", "+1-1"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		year, edition, ok := parseID(id)
		switch {
		case !ok:
		case edition == 0 && yearWords(year) != id, edition > 0 && idOf(year, edition) != id, edition < 0:
			t.Errorf("%q is read as %d, %d", id, year, edition)
		}
	})
}

func TestCompare(t *testing.T) {
	line := func(ref string, g Group, cells ...string) Line {
		l := Line{Group: g, Ref: ref}
		for i := 0; i < len(cells); i += 2 {
			l.Cells = append(l.Cells, Cell{Name: cells[i], Items: []Item{{Text: cells[i+1]}}})
		}
		return l
	}
	before := []Line{
		line("a", Concluded, "paper", "A", "standing", "new"), line("b", Standing, "paper", "B", "term", "none"), line("c", Ended, "paper", "C"),
		line("p", Links, "done", "one"),
	}
	after := []Line{
		line("a", Standing, "paper", "A", "standing", "old"), line("b", Standing, "paper", "B", "term", "until 2030"), line("d", Concluded, "paper", "D"),
		line("p", Links, "done", "two"),
	}
	said := func(changes []Change) []string {
		var out []string
		for _, c := range changes {
			one := c.Kind + " " + c.Line.Ref
			for _, cell := range c.Cells {
				one += " " + cell.Name + ": " + cell.Before + " → " + cell.After
			}
			out = append(out, one)
		}
		return out
	}
	if got, want := said(sinceYear(before, after)), []string{"changed b term: none → until 2030", "added d", "gone c"}; !slices.Equal(got, want) {
		t.Errorf("since the year before: %q", got)
	}
	if got, want := said(sinceFiled(before, after)), []string{"changed a standing: new → old", "changed b term: none → until 2030", "added d", "changed p done: one → two", "gone c"}; !slices.Equal(got, want) {
		t.Errorf("since it was filed: %q", got)
	}
	if got := sinceFiled(before, before); got != nil {
		t.Errorf("nothing changed: %v", got)
	}
}
