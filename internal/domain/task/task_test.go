package task

import (
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

// wrong are the fields and keys of an error, in order.
func wrong(err error) string {
	var all []string
	for _, e := range errs.FieldsOf(err) {
		all = append(all, e.Field+" "+e.Key)
	}
	return strings.Join(all, ", ")
}

func TestRules(t *testing.T) {
	good := Task{Type: Duty, Title: keeptest.Text("Сделать")}
	promise := Task{Type: Ours, Title: keeptest.Text("Прислать"), Partner: "duisburg"}
	for name, c := range map[string]struct {
		of   Task
		with func(*Task)
		want string
	}{
		"a task":                          {good, func(*Task) {}, ""},
		"a promise":                       {promise, func(*Task) {}, ""},
		"no title":                        {good, func(t *Task) { t.Title = keeptest.Text("") }, "title task.title.empty"},
		"a promise without a partner":     {promise, func(t *Task) { t.Partner = "" }, "partner task.partner.empty"},
		"a promise of a person":           {promise, func(t *Task) { t.Owner = "u" }, "owner task.owner.promise"},
		"a person and a post":             {good, func(t *Task) { t.Owner, t.Post = "u", "post-1" }, "post task.post.both"},
		"after itself":                    {good, func(t *Task) { t.ID, t.After = "x", "x" }, "after task.after.self"},
		"due before it was promised":      {promise, func(t *Task) { t.Made, t.Due = keeptest.Date("2026-11-20"), keeptest.Date("2026-11-19") }, "due task.due.early"},
		"due in the month of the promise": {promise, func(t *Task) { t.Made, t.Due = keeptest.Date("2026-11-20"), keeptest.Date("2026-11") }, ""},
		"due without a year":              {good, func(t *Task) { t.Due = keeptest.Date("XXXX-12-25") }, "due task.due.endless"},
		"due without an end":              {good, func(t *Task) { t.Due = keeptest.Date("2026/..") }, "due task.due.endless"},
		"by the end of 2026":              {good, func(t *Task) { t.Due = keeptest.Date("../2026") }, ""},
		"promised in the future":          {promise, func(t *Task) { t.Made = keeptest.Date("2026-12-01") }, "made form.date.past"},
		"an outcome without a day":        {good, func(t *Task) { t.Outcome = Kept }, "done task.done.empty"},
		"a day without an outcome":        {good, func(t *Task) { t.Done = keeptest.Date("2026-11-20") }, "outcome task.outcome.empty"},
		"done in the future":              {good, func(t *Task) { t.Outcome, t.Done = Kept, keeptest.Date("2027") }, "done form.date.past"},
		"done before it was promised": {promise, func(t *Task) {
			t.Outcome, t.Made, t.Done = Kept, keeptest.Date("2026-11-20"), keeptest.Date("2026-11-10")
		}, "done task.done.early"},
		"dropped without a reason":          {good, func(t *Task) { t.Outcome, t.Done = Dropped, keeptest.Date("2026-11-20") }, "reason task.reason.empty"},
		"proof of what is open":             {good, func(t *Task) { t.Proof = "activity:x" }, "proof task.proof.open"},
		"proof by a letter":                 {good, func(t *Task) { t.Outcome, t.Done, t.Proof = Kept, keeptest.Date("2026-11-20"), "letter:x" }, "proof form.choice"},
		"about nothing known":               {good, func(t *Task) { t.About = "moon:x" }, "about form.choice"},
		"a word that is no type":            {good, func(t *Task) { t.Type = "wish" }, "type form.choice"},
		"every week from a month":           {good, func(t *Task) { t.Repeat, t.Due = "week", keeptest.Date("2026-12") }, "due task.due.repeat.week"},
		"every month from a year":           {good, func(t *Task) { t.Repeat, t.Due = "month", keeptest.Date("2026") }, "due task.due.repeat.month"},
		"every year without a day":          {good, func(t *Task) { t.Repeat = "year" }, "due task.due.repeat.year"},
		"every quarter from a season":       {good, func(t *Task) { t.Repeat, t.Due = "quarter", keeptest.Date("2026-21") }, "due task.due.repeat.quarter"},
		"every year from a year":            {good, func(t *Task) { t.Repeat, t.Due = "year", keeptest.Date("2026") }, ""},
		"more steps than anybody reads":     {good, func(t *Task) { t.Steps = strings.Split(strings.Repeat("шаг\n", stepsMax)+"шаг", "\n") }, "steps task.steps.many"},
		"two mistakes are told at once":     {promise, func(t *Task) { t.Partner, t.Outcome = "", Kept }, "partner task.partner.empty, done task.done.empty"},
		"a reminder in the future":          {promise, func(t *Task) { t.Reminded = keeptest.Date("2026-12-24") }, "reminded form.date.past"},
		"an outcome that is a word of ours": {good, func(t *Task) { t.Outcome = "nearly" }, "outcome form.choice, done task.done.empty"},
	} {
		is := c.of
		c.with(&is)
		is.normalise()
		if got := wrong(is.validate(keeptest.Date("2026-11-23"))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOutcomeFollowsFromDays(t *testing.T) {
	for _, c := range []struct{ due, done, outcome, want string }{
		{"2026-11-20", "2026-11-20", Kept, Kept}, {"2026-11-20", "2026-11-21", Kept, Late}, {"2026-11-20", "2026-11-20", Late, Kept},
		{"2026", "2026-12-31", Kept, Kept}, {"2026", "2027-01-01", Kept, Late}, {"../2025", "2026-01-01", Kept, Late}, {"", "2026-11-20", Kept, Kept}, {"", "2026-11-20", Late, Kept},
		{"2026-11-20", "2026-11", Kept, Kept}, {"2026-11-20", "2026-11-25", Partly, Partly}, {"2026-11-20", "2026-11-25", Dropped, Dropped}, {"2026-11-20", "", "", Open},
	} {
		is := Task{Due: keeptest.Date(c.due), Done: keeptest.Date(c.done), Outcome: c.outcome}
		is.normalise()
		if is.Outcome != c.want {
			t.Errorf("due %s, done %s, said %q: %s, want %s", c.due, c.done, c.outcome, is.Outcome, c.want)
		}
	}
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ due, repeat, done, want string }{
		{"2026-11-20", "week", "2026-11-20", "2026-11-27"},
		{"2026-11-20", "week", "2026-12-09", "2026-12-11"}, // late: not three times
		{"2026-11-20", "week", "2026-11-10", "2026-11-27"}, // early
		{"2026-01-31", "month", "2026-01-31", "2026-02-28"},
		{"2024-01-31", "month", "2024-01-31", "2024-02-29"},
		{"2026-01-31", "month", "2026-03-01", "2026-03-31"}, // the 31st is not lost in February
		{"2026-11-30", "quarter", "2026-11-30", "2027-02-28"},
		{"2024-02-29", "year", "2024-02-29", "2025-02-28"},
		{"2024-02-29", "year", "2027-12-01", "2028-02-29"},
		{"2026-12", "month", "2026-12-15", "2027-01"},
		{"2026", "year", "2026-11-22", "2027"},
		{"2026", "week", "2026-11-22", ""},
		{"", "year", "2026-11-22", ""},
	} {
		done := keeptest.Date(c.done).Last()
		if got := next(keeptest.Date(c.due), c.repeat, done); got != keeptest.Date(c.want) {
			t.Errorf("%s every %s, done %s: %s, want %s", c.due, c.repeat, c.done, got, c.want)
		}
	}
}

// TestDueWords says days as people do. The clock stands around midnight in a
// city that is hours ahead of Greenwich.
func TestDueWords(t *testing.T) {
	at := func(day string, hour, minute int) time.Time {
		d := keeptest.Date(day).First()
		return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, perm)
	}
	noon := at("2026-11-25", 12, 0) // a Wednesday
	for _, c := range []struct {
		due    string
		now    time.Time
		ru, en string
	}{
		{"2026-11-22", noon, "просрочено на 3 дня", "3 days overdue"},
		{"2026-11-24", noon, "просрочено на 1 день", "1 day overdue"},
		{"2026-11-04", noon, "просрочено на 21 день", "21 days overdue"},
		{"2026-11-25", noon, "сегодня", "today"},
		{"2026-11-25", at("2026-11-25", 0, 0), "сегодня", "today"},
		{"2026-11-25", at("2026-11-25", 23, 59), "сегодня", "today"},
		{"2026-11-25", at("2026-11-26", 0, 1), "просрочено на 1 день", "1 day overdue"},
		{"2026-11-26", at("2026-11-25", 23, 59), "завтра", "tomorrow"},
		{"2026-11-27", noon, "до пятницы", "by Friday"},
		{"2026-12-01", noon, "до вторника", "by Tuesday"},
		{"2026-12-02", noon, "2 декабря 2026 г.", "2 December 2026"},
		{"2026-11", noon, "ноябрь 2026 г.", "November 2026"},
		{"2026-11", at("2026-11-30", 12, 0), "сегодня", "today"},
		{"2026", noon, "2026 г.", "2026"},
		{"2025", noon, "просрочено на 329 дней", "329 days overdue"},
		{"", noon, "", ""},
	} {
		for lang, want := range map[string]string{"ru": c.ru, "en": c.en} {
			words := dueWords(desk(t).Scene(lang, "/").Printer, keeptest.Date(c.due), c.now)
			if got := strings.ReplaceAll(words, "\u00a0", " "); got != want {
				t.Errorf("%s on %s: %q, want %q", c.due, c.now, got, want)
			}
		}
	}
	if n := (Task{Due: keeptest.Date("2026-11-25"), Outcome: Open}).Overdue(at("2026-11-26", 0, 1)); n != 1 {
		t.Errorf("a minute past midnight: %d days overdue", n)
	}
	if n := (Task{Due: keeptest.Date("2026-11-25"), Outcome: Kept}).Overdue(noon.AddDate(1, 0, 0)); n != 0 {
		t.Errorf("what is done is %d days overdue", n)
	}
}

func TestMonday(t *testing.T) {
	for day, want := range map[string]string{"2026-11-23": "2026-11-23", "2026-11-22": "2026-11-16", "2026-11-29": "2026-11-23", "2027-01-01": "2026-12-28"} {
		if got := edtf.On(monday(keeptest.Date(day).First())); got != keeptest.Date(want) {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestTick(t *testing.T) {
	is := Task{Steps: []string{"[x] Найти", "Обновить"}}
	same := is.Steps
	if !is.tick(0) || !is.tick(1) || is.tick(2) || is.tick(-1) {
		t.Error("two steps can be ticked, no other")
	}
	if got := strings.Join(is.Steps, "|"); got != "Найти|[x] Обновить" || same[0] != "[x] Найти" {
		t.Errorf("%s, %v", got, same)
	}
	if list := is.Checklist(); len(list) != 2 || list[0].Done || !list[1].Done || list[1].Text != "Обновить" {
		t.Errorf("%+v", list)
	}
	is.Steps = []string{"  ", "[x]  ", "Шаг"}
	if is.normalise(); len(is.Steps) != 1 {
		t.Errorf("empty steps stay: %q", is.Steps)
	}
}

func TestReadPicks(t *testing.T) {
	picks := keep.ReadPicks([]string{"a.1", "b", "", ".3", "c.x", "d.12"})
	if len(picks) != 2 || picks[0].String() != "a.1" || picks[1].Version != 12 {
		t.Errorf("%+v", picks)
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{"7 1": "7 1", "1, 7": "7 1", "": "", "3;3": "3", "x": ""} {
		if got := (Rules{Ahead: numbers(in)}).ahead(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for _, r := range []Rules{{Ahead: []int{0}}, {Ahead: []int{366}}, {Ahead: []int{1, 2, 3, 4, 5, 6, 7}}, {Escalate: -1}, {Escalate: 91}} {
		if r.validate() == nil {
			t.Errorf("%+v is taken", r)
		}
	}
}

// FuzzPicks reads anything; what it makes of it is written and read back alike.
func FuzzPicks(f *testing.F) {
	for _, s := range []string{"a.1", "a.1,b.2", ",,", "a.-1", "a.99999999999999999999", "\x00.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range keep.ReadPicks(strings.Split(s, ",")) {
			again := keep.ReadPicks([]string{p.String()})
			if len(again) != 1 || again[0].Version != p.Version && again[0].ID == p.ID {
				t.Errorf("%q: %+v, %+v", s, p, again)
			}
		}
	})
}

// FuzzNext shifts any day; the next one is never over on the day it was done.
func FuzzNext(f *testing.F) {
	f.Add("2026-11-20", "week", 3)
	f.Add("2024-02-29", "year", 400)
	f.Add("2026", "year", -5)
	f.Add("9998-12", "month", 30)
	f.Fuzz(func(t *testing.T, due, repeat string, days int) {
		d, err := edtf.Parse(due)
		if err != nil || !repeatable(d, repeat) || days < -4000 || days > 4000 || d.Last().Year() > 9000 {
			return
		}
		done := d.Last().AddDate(0, 0, days)
		if n := next(d, repeat, done); !n.Last().After(done) || !repeatable(n, repeat) || !d.Before(n) {
			t.Errorf("%s every %s, done %s: %s", due, repeat, done, n)
		}
	})
}
