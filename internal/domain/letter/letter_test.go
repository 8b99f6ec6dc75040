package letter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep/keeptest"
)

func TestValidate(t *testing.T) {
	today := keeptest.Date("2026-11-22")
	for name, c := range map[string]struct {
		change func(l *Letter)
		want   string // field and key
	}{
		"whole":              {func(*Letter) {}, ""},
		"no words":           {func(l *Letter) { l.Title = i18n.Text{} }, "title letter.title.empty"},
		"a type unknown":     {func(l *Letter) { l.Type = "fax" }, "type form.choice"},
		"a side unknown":     {func(l *Letter) { l.Side = "" }, "side form.choice"},
		"a letter of both":   {func(l *Letter) { l.Side = Both }, "side letter.side.both"},
		"talks of both":      {func(l *Letter) { l.Side, l.Type = Both, Meeting }, ""},
		"talks that wait":    {func(l *Letter) { l.Side, l.Type, l.Waits = Both, Meeting, true }, "waits letter.waits.both"},
		"about nobody":       {func(l *Letter) { l.Partner = "" }, "partner letter.partner.empty"},
		"about a person":     {func(l *Letter) { l.Partner, l.Person = "", "anna" }, ""},
		"no day":             {func(l *Letter) { l.On = keeptest.Date("") }, "on letter.on.empty"},
		"tomorrow":           {func(l *Letter) { l.On = keeptest.Date("2026-11-23") }, "on form.date.past"},
		"this month":         {func(l *Letter) { l.On = keeptest.Date("2026-11") }, ""},
		"a deadline unasked": {func(l *Letter) { l.By = keeptest.Date("2026-12-01") }, "by letter.by.unasked"},
		"a deadline before":  {func(l *Letter) { l.Waits, l.By = true, keeptest.Date("2026-11-19") }, "by letter.by.early"},
		"29 February":        {func(l *Letter) { l.On, l.Waits, l.By = keeptest.Date("2024-02-29"), true, keeptest.Date("2024-03-01") }, ""},
		"answers itself":     {func(l *Letter) { l.Answers = "one" }, "answers letter.answers.itself"},
	} {
		l := passed(Paper, In, "Просят программу", "2026-11-20")
		l.ID = "one"
		c.change(&l)
		var got []string
		for _, e := range errs.FieldsOf(l.validate(today)) {
			got = append(got, e.Field+" "+e.Key)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestSilence counts days in the city's zone, around midnight and from days that
// are not known exactly.
func TestSilence(t *testing.T) {
	perm := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	at := func(day string, h, m int) time.Time {
		d, err := time.ParseInLocation("2006-01-02", day, perm)
		if err != nil {
			t.Fatal(err)
		}
		return d.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	}
	for _, c := range []struct {
		on, by          string
		now             time.Time
		silent, overdue int
	}{
		{"2026-11-22", "", at("2026-11-22", 23, 59), 0, 0},
		{"2026-11-22", "", at("2026-11-23", 0, 1), 1, 0},
		{"2026-11-22", "2026-11-23", at("2026-11-23", 23, 59), 1, 0},
		{"2026-11-22", "2026-11-23", at("2026-11-24", 0, 1), 2, 1},
		{"2026-10", "2026-11", at("2026-11-22", 12, 0), 22, 0},
		{"2024-02-28", "2024-02-29", at("2024-03-01", 12, 0), 2, 1},
	} {
		l := waits(passed(Paper, Out, "x", c.on), c.by)
		if got := fmt.Sprint(l.Silence(c.now), l.Overdue(c.now)); got != fmt.Sprint(c.silent, c.overdue) {
			t.Errorf("%s by %s at %s: %s, want %d %d", c.on, c.by, c.now, got, c.silent, c.overdue)
		}
		l.Answered = true
		if l.Silence(c.now) != 0 || l.Overdue(c.now) != 0 {
			t.Errorf("%s: silent though answered", c.on)
		}
	}
}
