package filing

import (
	"context"
	"strconv"
	"time"

	"pobratim/internal/platform/rule"
)

// Deadline is by when the report of a year is due, as the rule packs of the own
// country have it.
type Deadline struct {
	On    time.Time // the earliest day; zero when the packs name none
	Pack  rule.Pack
	Steps []rule.Due // what is due
}

// yearWords is a year as a word, without the grouping of numbers.
func yearWords(year int) string { return strconv.Itoa(year) }

// deadline finds what a municipality owes for a year that is over, in the
// edition of the general pack that holds when the next one begins.
func (s *Service) deadline(ctx context.Context, year int) (Deadline, error) {
	packs, err := s.deps.Rules.Packs(ctx)
	if err != nil {
		return Deadline{}, err
	}
	pack, ok := rule.Of(packs, s.deps.Home("ru").Country, rule.General)
	if !ok {
		return Deadline{}, nil
	}
	edition, ok := pack.EditionOn(time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC))
	if !ok {
		return Deadline{Pack: pack}, nil
	}
	calendar, err := s.deps.Rules.Calendar(ctx, pack.Calendar)
	if err != nil {
		return Deadline{}, err
	}
	d := Deadline{Pack: pack}
	for _, step := range edition.Steps {
		if step.Of != rule.Year {
			continue
		}
		due := step.Due(time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC), calendar)
		if due.On.IsZero() {
			continue
		}
		d.Steps = append(d.Steps, due)
		if d.On.IsZero() || due.On.Before(d.On) {
			d.On = due.On
		}
	}
	return d, nil
}
