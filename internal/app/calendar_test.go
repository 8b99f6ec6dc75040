package app

import (
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// BenchmarkCalendar renders a month of 5,000 entries and, to compare, the
// dossier of a partner in the same city: the month should take no more than
// twice as long. `make bench` runs both. On a machine that does other things
// too, the seconds that the processor worked ("cpu-ms/op") say more than those
// that passed.
func BenchmarkCalendar(b *testing.B) {
	const n = 5000
	s, err := copied("sqlite")
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	c := s.city(b, "perm")
	meetings(b, c, n)
	email := demoEmail(account.Head)
	s.signIn(b, "perm", email)
	for _, page := range [][2]string{{"dossier", "partners/duisburg"}, {"month", "calendar?day=2031-05-01"}, {"week", "calendar?view=week&day=2031-05-05"}, {"year", "calendar?view=year&day=2031-05-01"}} {
		path := "/perm/office/" + page[1]
		b.Run(page[0], func(b *testing.B) {
			before := worked(b)
			for range b.N {
				if got := s.get(email, path); got.status != http.StatusOK {
					b.Fatalf("%s: %d", path, got.status)
				}
			}
			b.ReportMetric(float64((worked(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// meetings makes meetings in May 2031, some of them of three days.
func meetings(b *testing.B, c *City, n int) []string {
	ctx, ids := asProgram(b.Context()), make([]string, n)
	first := time.Date(2031, time.May, 1, 0, 0, 0, 0, time.UTC)
	for i := range ids {
		day := first.AddDate(0, 0, i%31)
		a := activity.Activity{Type: "meeting", Status: activity.Planned, Name: i18n.NewText("ru", fmt.Sprintf("Встреча %d", i)), Starts: edtf.On(day)}
		a.Visibility = record.Department
		if i%7 == 0 {
			a.Ends = edtf.On(day.AddDate(0, 0, 2))
		}
		var err error
		if ids[i], err = c.Activities.Add(ctx, a); err != nil {
			b.Fatal(err)
		}
	}
	return ids
}

// worked is how long the processor has worked for this process.
func worked(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
