package activity

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// day reads a date of a test; a wrong one is a mistake in the test.
func day(t testing.TB, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func TestTime(t *testing.T) {
	for _, c := range []struct{ starts, ends, when, sort, last, year string }{
		{"", "", "", "", "", ""},
		{"2010", "", "2010", "2010-01-01", "2010-12-31", "2010"},
		{"2010-09-03", "2010-09-05", "2010-09-03/2010-09-05", "2010-09-03", "2010-09-05", "2010"},
		{"2012", "2014", "2012/2014", "2012-01-01", "2014-12-31", "2012"},
		{"", "2014", "/2014", "2014-01-01", "2014-12-31", "2014"},
		{"2023~/", "", "2023~/", "2023-01-01", "2023-12-31", "2023"},
		{"1994/..", "", "1994/..", "1994-01-01", "9999-12-31", "1994"},
		{"2016-23", "", "2016-23", "2016-09-01", "2016-11-30", "2016"},
		{"2019-05?", "", "2019-05?", "2019-05-01", "2019-05-31", "2019"},
		{"XXXX-10-12", "", "XXXX-10-12", "0000-10-12", "", ""},
	} {
		a := Activity{Starts: day(t, c.starts), Ends: day(t, c.ends)}
		if got := a.When().String(); got != c.when {
			t.Errorf("%s…%s: when %q, want %q", c.starts, c.ends, got, c.when)
		}
		if a.SortKey() != c.sort || a.LastDay() != c.last || a.Year() != c.year {
			t.Errorf("%s…%s: sort %q last %q year %q, want %q %q %q", c.starts, c.ends, a.SortKey(), a.LastDay(), a.Year(), c.sort, c.last, c.year)
		}
	}
}

func TestOutcome(t *testing.T) {
	today := day(t, "2026-11-22")
	for _, c := range []struct{ status, starts, ends, want string }{
		{Planned, "2026-11-21", "", Unconfirmed},
		{Confirmed, "2026-10", "", Unconfirmed},
		{Planned, "2026-11-22", "", Planned},
		{Planned, "2026-11-20", "2026-11-24", Planned},
		{Planned, "2026-11", "", Planned},
		{Planned, "2026", "", Planned},
		{Planned, "2025", "", Unconfirmed},
		{Planned, "", "", Planned},
		{Held, "2020", "", Held},
		{Cancelled, "2020", "", Cancelled},
		{Moved, "2020", "", Moved},
		{Planned, "1994/..", "", Planned},
	} {
		a := Activity{Status: c.status, Starts: day(t, c.starts), Ends: day(t, c.ends)}
		if got := a.Outcome(today); got != c.want {
			t.Errorf("%s %s…%s: %s, want %s", c.status, c.starts, c.ends, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	today := day(t, "2026-11-22")
	for _, c := range []struct{ starts, ends, status, field, key, asStarts, asEnds string }{
		{"2026-06-14", "2026-06-12", Planned, "ends", "date.order", "", ""},
		{"2014", "2012", Held, "ends", "date.order", "", ""},
		{"2012", "2012", Held, "", "", "2012", "2012"},
		{"2014-06-12", "2014", Held, "", "", "2014-06-12", "2014"},
		{"2014-06-12/2014-06-14", "", Held, "", "", "2014-06-12", "2014-06-14"},
		{"2014-06-12/2014-06-14", "2014-06-14", Held, "", "", "2014-06-12", "2014-06-14"},
		{"2014-06-12/2014-06-14", "2014-06-20", Held, "ends", "activity.ends.twice", "", ""},
		{"2014", "2014/2015", Held, "ends", "activity.ends.span", "", ""},
		{"2026-11-23", "", Held, "status", "activity.status.ahead", "", ""},
		{"2026-11-22", "", Held, "", "", "2026-11-22", ""},
		{"2026", "", Held, "", "", "2026", ""},
		{"2027", "", Planned, "", "", "2027", ""},
		{"2023~/", "", Held, "", "", "2023~/", ""},
		{"", "2014", Held, "", "", "", "2014"},
	} {
		a := Activity{Starts: day(t, c.starts), Ends: day(t, c.ends), Status: c.status}
		err := checkDates(&a, today)
		switch {
		case c.key == "" && err != nil:
			t.Errorf("%s…%s %s: %v", c.starts, c.ends, c.status, err)
		case c.key == "" && (a.Starts.String() != c.asStarts || a.Ends.String() != c.asEnds):
			t.Errorf("%s…%s became %s…%s", c.starts, c.ends, a.Starts, a.Ends)
		case c.key != "" && (err == nil || err.Field != c.field || err.Key != c.key):
			t.Errorf("%s…%s %s: %v, want %s at %s", c.starts, c.ends, c.status, err, c.key, c.field)
		}
	}
}

func TestEveryTypeIsInOneGroup(t *testing.T) {
	var all []string
	for _, g := range Groups() {
		all = append(all, TypesOf(g)...)
	}
	slices.Sort(all)
	types := slices.Sorted(slices.Values(Types()))
	if !slices.Equal(all, types) {
		t.Errorf("groups hold %v, types are %v", all, types)
	}
}

func TestMoneyAgrees(t *testing.T) {
	line := func(what string, minor int64, currency string) Money {
		return Money{What: what, Amount: money.Amount{Minor: minor, Currency: currency}}
	}
	asked, added := line(Requested, 49766000, "RUB"), line(Cofinancing, 31062500, "RUB")
	for _, c := range []struct {
		name  string
		there []Money
		line  Money
		field string
		key   string
	}{
		{"the application of 2022", []Money{asked, added}, line(Total, 80828500, "RUB"), "", ""},
		{"a kopeck too much", []Money{asked, added}, line(Total, 80828501, "RUB"), "amount", "activity.money.unbalanced"},
		{"total first", []Money{line(Total, 80828500, "RUB"), asked}, line(Cofinancing, 31062499, "RUB"), "amount", "activity.money.unbalanced"},
		{"another currency is another sum", []Money{asked, added}, line(Total, 100, "EUR"), "", ""},
		{"incomplete", []Money{asked}, line(Total, 1, "RUB"), "", ""},
		{"two shares", []Money{line(Requested, 100, "RUB"), line(Cofinancing, 20, "RUB"), line(Cofinancing, 30, "RUB")}, line(Total, 150, "RUB"), "", ""},
		{"nothing", nil, line("budget", 0, "RUB"), "amount", "activity.money.amount.empty"},
		{"less than nothing", nil, line("budget", -5, "RUB"), "amount", "activity.money.amount.empty"},
		{"no currency", nil, line("budget", 5, "XXY"), "currency", "activity.money.currency.empty"},
		{"no such line", nil, line("bribe", 5, "RUB"), "what", "activity.money.what.empty"},
	} {
		bad := errs.FieldsOf(checkMoney(c.line, c.there))
		switch {
		case c.key == "" && len(bad) > 0:
			t.Errorf("%s: %v", c.name, bad)
		case c.key != "" && (len(bad) == 0 || bad[0].Field != c.field || bad[0].Key != c.key):
			t.Errorf("%s: %v, want %s at %s", c.name, bad, c.key, c.field)
		}
	}
	sum := checkMoney(line(Total, 80000000, "RUB"), []Money{asked, added})
	one, _ := errors.AsType[*errs.E](sum)
	if one == nil || one.Arg("sum") != (money.Amount{Minor: 80828500, Currency: "RUB"}) {
		t.Errorf("the error does not say what comes out: %v", sum)
	}
}

func TestParticipantIsOneThing(t *testing.T) {
	text := i18n.NewText("ru", "школы")
	for _, c := range []struct {
		p    Participant
		keys []string
	}{
		{Participant{Organisation: "o", Role: "lead", Side: "ours"}, nil},
		{Participant{Person: "p", Role: "lead", Side: "ours"}, nil},
		{Participant{Text: text, Role: "venue", Side: "both"}, nil},
		{Participant{Role: "lead", Side: "ours"}, []string{"activity.participant.empty"}},
		{Participant{Organisation: "o", Text: text, Role: "lead", Side: "ours"}, []string{"activity.participant.many"}},
		{Participant{Person: "p", Role: "boss", Side: ""}, []string{"activity.participant.role.empty", "activity.participant.side.empty"}},
	} {
		var keys []string
		for _, e := range errs.FieldsOf(c.p.check()) {
			keys = append(keys, e.Key)
		}
		if !slices.Equal(keys, c.keys) {
			t.Errorf("%+v: %v, want %v", c.p, keys, c.keys)
		}
	}
}

func TestByYear(t *testing.T) {
	list := []Activity{{Starts: day(t, "2016-02")}, {Starts: day(t, "2016")}, {Starts: day(t, "2004")}, {Starts: day(t, "XXXX-10-12")}, {}}
	var got []string
	for _, g := range ByYear(list) {
		got = append(got, g.Year+":"+string(rune('0'+len(g.List))))
	}
	if want := []string{"2016:2", "2004:1", ":2"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestCardsStandInTheirBands(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	scene := testScene(t, "ru", now)
	for _, c := range []struct {
		kind, status, starts, ends, want string
	}{
		{"visit_in", Confirmed, "2026-11-25", "", "0 Встретить: X"},
		{"visit_out", Confirmed, "2026-11-22", "", "0 Подготовить поездку: X"},
		{"visit_in", Confirmed, "2026-11-26", "", "4 Встретить: X"},
		{"event", Confirmed, "2026-11-23", "", "1 Подготовить: X"},
		{"event", Confirmed, "2026-11-25", "", "4 Подготовить: X"},
		{"event", Planned, "2026-11-25", "", "0 Подтвердить: X"},
		{"event", Planned, "2026-12", "", "4 Подтвердить: X"},
		{"event", Planned, "2026", "", ""},
		{"event", Planned, "2026-11", "", ""},
		{"event", Confirmed, "2026-11-20", "2026-11-24", "1 Идёт сейчас: X"},
		{"exchange", Confirmed, "2026-09-01", "2027-06-01", ""},
		{"project", Planned, "2026-11-25", "", ""},
	} {
		a := Activity{Type: c.kind, Status: c.status, Starts: day(t, c.starts), Ends: day(t, c.ends), Name: i18n.NewText("ru", "X")}
		got := ""
		if card, ok := upcoming(scene, a, dayOf(now)); ok {
			got = string(rune('0'+int(card.Band))) + " " + card.Text
		}
		if got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.kind, c.status, c.starts, got, c.want)
		}
	}
}
