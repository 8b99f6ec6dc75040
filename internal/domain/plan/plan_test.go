package plan

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

func TestPlanRules(t *testing.T) {
	today := keeptest.Date("2026-11-22")
	for _, c := range []struct {
		name string
		plan Plan
		was  *Plan
		want string
	}{
		{"fine", Plan{Year: "2027", Closes: keeptest.Date("2026-12-15")}, nil, ""},
		{"no day", Plan{Year: "2027"}, nil, ""},
		{"no year", Plan{Year: ""}, nil, "year plan.year.bounds"},
		{"words", Plan{Year: "next"}, nil, "year plan.year.bounds"},
		{"long ago", Plan{Year: "1027"}, nil, "year plan.year.bounds"},
		{"a month", Plan{Year: "2027", Closes: keeptest.Date("2026-12")}, nil, "closes plan.closes.day"},
		{"yesterday", Plan{Year: "2027", Closes: keeptest.Date("2026-11-21")}, nil, "closes plan.closes.past"},
		{"today", Plan{Year: "2027", Closes: today}, nil, ""},
		{"over meanwhile", Plan{Year: "2027", Closes: keeptest.Date("2026-11-01")}, &Plan{Closes: keeptest.Date("2026-11-01")}, ""},
		{"after the year", Plan{Year: "2027", Closes: keeptest.Date("2028-01-01")}, nil, "closes plan.closes.late"},
		{"collecting for ever", Plan{Year: "2027", State: Collecting}, nil, "closes plan.closes.empty"},
	} {
		if got := wrong(c.plan.validate(today, c.was)); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

func TestLineRules(t *testing.T) {
	plan := Plan{Year: "2027"}
	fine := Line{Title: keeptest.Text("Ярмарка"), Reason: Own}
	for _, c := range []struct {
		name, when, want string
		change           func(*Line)
	}{
		{"nothing said", "", "", nil},
		{"a month", "2027-09", "", nil},
		{"a month without a year", "XXXX-09", "", nil},
		{"over the new year", "2027-12-28/2028-01-05", "", nil},
		{"from the year before", "2026-12-28/2027-01-05", "when planline.when.year", nil},
		{"another year", "2028-09", "when planline.when.year", nil},
		{"a decade", "202X", "when planline.when.year", nil},
		{"29 February of a common year", "XXXX-02-29", "when planline.when.leap", nil},
		{"no title", "", "title planline.title.empty", func(l *Line) { l.Title = keeptest.Text("") }},
		{"known, and no sum", "", "amount planline.amount.empty", func(l *Line) { l.Money = Known }},
		{"no money, and a sum", "", "amount planline.amount.none", func(l *Line) { l.Money, l.Amount = NoCost, "1 RUB" }},
		{"strange words", "", "reason form.choice; money form.choice; outcome form.choice", func(l *Line) { l.Reason, l.Money, l.Outcome = "x", "x", "x" }},
	} {
		l := fine
		if l.When = completed(keeptest.Date(c.when), 2027); c.change != nil {
			c.change(&l)
		}
		if got := wrong(l.validate(plan)); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
	for typed, want := range map[string]string{"": "2027", "XXXX-09": "2027-09", "XXXX-09-15": "2027-09-15", "2027-23": "2027-23", "2026": "2026"} {
		if got := completed(keeptest.Date(typed), 2027); got != keeptest.Date(want) {
			t.Errorf("%q becomes %s, not %s", typed, got, want)
		}
	}
	if got := completed(keeptest.Date("XXXX-02-29"), 2028); got != keeptest.Date("2028-02-29") {
		t.Errorf("29 February of a leap year: %s", got)
	}
}

func TestMoved(t *testing.T) {
	for _, c := range [][3]string{
		{"2027", "2027-03-01", "2027-03-01"}, {"2027-05", "2027-03-01", "2027-03-01"}, {"2027-05-10", "2027-03-01", "2027-03-01"},
		{"2027-05-10/2027-05-12", "2027-02-27", "2027-02-27/2027-03-01"}, {"2027-05/2027-06", "2027-02-27", "2027-02-27"},
	} {
		if got, ok := movedTo(keeptest.Date(c[0]), keeptest.Date(c[1])); !ok || got != keeptest.Date(c[2]) {
			t.Errorf("%s on %s becomes %s, not %s", c[0], c[1], got, c[2])
		}
	}
	for _, day := range []string{"", "2027-03", "2027-03-01?", "2027-03-01/2027-03-02"} {
		if got, ok := movedTo(keeptest.Date("2027-05-10"), keeptest.Date(day)); ok || got != keeptest.Date("2027-05-10") {
			t.Errorf("on %q: %s", day, got)
		}
	}
}

// said lists candidates as "year group origin when".
func listed(all []candidate.Candidate) []string {
	var words []string
	for _, c := range all {
		mark := "+"
		if !c.Checked() {
			mark = "-"
		}
		words = append(words, mark+" "+strings.Join([]string{edtf.OfYear(c.Year).String(), c.Group(), c.Origin.String(), c.When.String()}, " "))
	}
	return words
}

func TestCandidates(t *testing.T) {
	all := candidate.List(sources(), 2027, 2027, nil)
	want := []string{
		"- 2027 anniversary.sister partner:agrigento 2027",
		"+ 2027 anniversary.sister partner:agrigento 2027",
		"+ 2027 anniversary.sister partner:amneville 2027",
		"- 2027 anniversary.sister partner:oxford 2027-02",
		"+ 2027 anniversary.sister partner:duisburg 2027-10-15",
		"+ 2027 agreement agreement:treaty 2027-06",
		"+ 2027 repeat activity:ball 2027-05",
		"+ 2027 repeat series:days 2027-09",
		"+ 2027 project activity:bridge 2027-11",
		"- 2027 activity activity:visit 2027-04-10/2027-04-12",
	}
	if got := listed(all); !slices.Equal(got, want) {
		t.Errorf("%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Ten years: the series comes every second year, and nothing is repeated twice.
	var years []int
	for _, c := range candidate.List(sources(), 2027, 2036, nil) {
		if c.Origin.Kind == "series" {
			years = append(years, c.Year)
		}
		if c.Origin.ID == "ball" && c.Year != 2027 {
			t.Errorf("a single event again in %d", c.Year)
		}
	}
	if !slices.Equal(years, []int{2027, 2029, 2031, 2033, 2035}) {
		t.Errorf("the series in %v", years)
	}
	// What is in the plan already is not offered; the same record in another year is.
	taken := []candidate.Taken{{Year: 2027, Origin: "partner:amneville", Key: "1992"}, {Year: 2027, Origin: "series:days"}, {Year: 2027, Activity: "visit"}, {Year: 2022, Origin: "partner:duisburg", Key: "2007-10-15"}}
	left := listed(candidate.List(sources(), 2027, 2027, taken))
	if len(left) != len(want)-3 || slices.ContainsFunc(left, func(s string) bool {
		return strings.Contains(s, "amneville") || strings.Contains(s, "series") || strings.Contains(s, "visit")
	}) {
		t.Errorf("left are\n%s", strings.Join(left, "\n"))
	}
}

// FuzzPicks: what comes back from a form never says more than was ticked.
func FuzzPicks(f *testing.F) {
	for _, s := range []string{"", "a.1", "a.b", ".1", "a.1.2", "a."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, p := range keep.ReadPicks([]string{typed}) {
			if again := keep.ReadPicks([]string{p.String()}); len(again) != 1 || again[0] != p {
				t.Errorf("%q: %+v reads as %+v", typed, p, again)
			}
		}
	})
}

func TestTitles(t *testing.T) {
	got := titlesOf("1. Ярмарка\n\n - Бал\r\n• Приём в мэрии\n2027 год дружбы\n—\n")
	if want := []string{"Ярмарка", "Бал", "Приём в мэрии", "2027 год дружбы"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// FuzzTitles: no title is empty or has a line break, however a list was typed.
func FuzzTitles(f *testing.F) {
	for _, s := range []string{"", "1. a", "- - b", "\r\n\u00a0", "— c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, title := range titlesOf(typed) {
			if strings.TrimSpace(title) != title || title == "" || strings.Contains(title, "\n") {
				t.Errorf("%q gives %q", typed, title)
			}
		}
	})
}
