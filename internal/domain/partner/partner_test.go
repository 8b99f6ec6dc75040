package partner

import (
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
)

func day(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The founding years of both talks and the anniversaries that they celebrate.
func TestNextJubilee(t *testing.T) {
	for _, c := range []struct {
		city, since string
		from        int
		want        Jubilee
	}{
		{"Тюбинген", "1989-10-10", 2014, Jubilee{2014, 25}},
		{"Варкаус", "1965", 2015, Jubilee{2015, 50}},
		{"Умео", "1976", 2016, Jubilee{2016, 40}},
		{"Ла-Рошель", "1973", 2018, Jubilee{2018, 45}},
		{"Дуйсбург", "2007-10-15", 2017, Jubilee{2017, 10}},
		{"Луисвилл", "1994", 2014, Jubilee{2014, 20}},
		{"Оксфорд", "1995", 2014, Jubilee{2015, 20}},
		{"Амневиль", "1992", 2014, Jubilee{2017, 25}},
		{"Агридженто", "2012", 2014, Jubilee{2017, 5}},
		{"Циндао", "2003", 2014, Jubilee{2018, 15}},
		{"Дуйсбург", "2007-10-15", 2027, Jubilee{2027, 20}},
		{"Амневиль", "1992", 2027, Jubilee{2027, 35}},
	} {
		got, ok := NextJubilee(day(t, c.since), c.from, 5)
		if !ok || got != c.want {
			t.Errorf("%s since %s, from %d: %v %v, want %v", c.city, c.since, c.from, got, ok, c.want)
		}
	}
	if j, ok := NextJubilee(edtf.Date{}, 2026, 5); ok {
		t.Errorf("a start that nobody knows has a jubilee: %v", j)
	}
}

func TestNewestClaim(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	claims := []Claim{
		{ID: "1", Side: Theirs, State: Active, On: day(t, "2022-03-08"), Added: at},
		{ID: "2", Side: Theirs, State: Ended, On: day(t, "2022-06-17~"), Added: at.Add(time.Minute)},
		{ID: "3", Side: Theirs, State: Unknown, On: day(t, "2023-01-01"), Added: at.Add(2 * time.Minute)},
		{ID: "4", Side: Ours, State: Active, On: day(t, "2025?"), Added: at},
		{ID: "5", Side: Ours, State: Paused, Added: at.Add(time.Hour)}, // undated: never the newest
	}
	newest := Newest(claims)
	if got := newest[Theirs]; got.ID != "2" {
		t.Errorf("theirs is claim %s; a letter without a state takes no place", got.ID)
	}
	if got := newest[Ours]; got.ID != "4" {
		t.Errorf("ours is claim %s; an undated claim is not the newest", got.ID)
	}
	if !Disagree(newest) {
		t.Error("active against ended is no disagreement")
	}
	delete(newest, Ours)
	if Disagree(newest) {
		t.Error("silence is taken for disagreement")
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"La Rochelle": "la-rochelle", "Umeå": "umea", "Mo i Rana": "mo-i-rana", "  Ёж 5 ": "5", "": ""} {
		if got := slugText(in); got != want {
			t.Errorf("slugText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAnswersAnySpelling(t *testing.T) {
	p := Partnership{Native: "Tübingen", Former: []string{"Тюбинген"}}
	for _, query := range []string{"тюб", "Tübingen", "tubing", "Tuebingen", "n.,byu"} { // the last is «тюбин» on the other keyboard
		if !p.answers(query) {
			t.Errorf("%q does not find Tübingen", query)
		}
	}
	if p.answers("Duisburg") {
		t.Error("Duisburg finds Tübingen")
	}
}
