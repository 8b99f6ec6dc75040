package rule

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// YearKind is the kind of the years of calendars in the history.
const YearKind = "workdays"

// Deps is what the package needs from outside; package app hands it in.
type Deps struct {
	Langs   []string
	Country func(code, lang string) string // name of a country; empty for an unknown code
}

// Service reads and changes the packs and calendars of one municipality.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func view() module.Need { return module.Need{Action: module.View, Kind: Kind} }
func edit() module.Need { return module.Need{Action: module.Edit, Kind: Kind} }

// Packs lists the packs, by name: the office's own copies in place of those that
// were shipped.
func (s *Service) Packs(ctx context.Context) ([]Pack, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return nil, err
	}
	packs, err := Shipped()
	if err != nil {
		return nil, err
	}
	own, err := copies(ctx, s.DB)
	for _, p := range own {
		if i := slices.IndexFunc(packs, func(q Pack) bool { return q.Name == p.Name }); i >= 0 {
			packs[i] = p
		}
	}
	return packs, err
}

// Pack finds a pack by its name.
func (s *Service) Pack(ctx context.Context, name string) (Pack, error) {
	packs, err := s.Packs(ctx)
	if err != nil {
		return Pack{}, err
	}
	i := slices.IndexFunc(packs, func(p Pack) bool { return p.Name == name })
	if i < 0 {
		return Pack{}, errs.New(errs.NotFound, "record.missing")
	}
	return packs[i], nil
}

// Calendar is the working days of a country: shipped years, and those that the
// office entered itself.
func (s *Service) Calendar(ctx context.Context, country string) (Calendar, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return Calendar{}, err
	}
	calendar, err := ShippedCalendar(country)
	if err != nil {
		return calendar, err
	}
	own, err := ownYears(ctx, s.DB)
	for _, y := range own {
		if y.Country == country {
			calendar.Years[y.Year] = y.DaysOff
		}
	}
	return calendar, err
}

// change edits a pack in one transaction. The office's copy comes into being
// with the first change; at is the edition that is edited.
func (s *Service) change(ctx context.Context, name string, version int64, at int, do func(p *Pack) error) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	before, err := s.Pack(ctx, name)
	if err != nil {
		return err
	}
	next, err := s.Pack(ctx, name) // a second copy, which shares nothing with the first
	if err != nil {
		return err
	}
	next.Version = version
	if err := do(&next); err != nil {
		return err
	}
	if err := next.check(at); err != nil {
		return err
	}
	slices.SortStableFunc(next.Editions, func(a, b Edition) int { return a.first().Compare(b.first()) })
	ref := record.Ref{Kind: Kind, ID: name}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := savePack(ctx, w, next); err != nil {
			return record.Ref{}, err
		}
		return ref, w.Changed(ctx, ref, next.Title.In("ru").Value, before.fields(), next.fields())
	})
	return err
}

// SaveEdition writes the validity and the note of an edition; a number past the
// last makes a new one with the steps of the one before.
func (s *Service) SaveEdition(ctx context.Context, name string, version int64, n int, e Edition) error {
	return s.change(ctx, name, version, n, func(p *Pack) error {
		switch {
		case n < 0 || n > len(p.Editions):
			return errs.New(errs.NotFound, "record.missing")
		case n == len(p.Editions):
			e.Steps = slices.Clone(p.Editions[n-1].Steps)
			p.Editions = append(p.Editions, e)
		default:
			e.Steps = p.Editions[n].Steps
			p.Editions[n] = e
		}
		return nil
	})
}

// RemoveEdition takes an edition out; the last one stays.
func (s *Service) RemoveEdition(ctx context.Context, name string, version int64, n int) error {
	return s.change(ctx, name, version, n, func(p *Pack) error {
		if n < 0 || n >= len(p.Editions) || len(p.Editions) == 1 {
			return errs.New(errs.NotFound, "record.missing")
		}
		p.Editions = slices.Delete(p.Editions, n, n+1)
		return nil
	})
}

// SaveStep writes a step of an edition; a number past the last adds one.
func (s *Service) SaveStep(ctx context.Context, name string, version int64, n, m int, step Step) error {
	if err := step.check(); err != nil {
		return err
	}
	return s.change(ctx, name, version, n, func(p *Pack) error {
		if n < 0 || n >= len(p.Editions) || m < 0 || m > len(p.Editions[n].Steps) {
			return errs.New(errs.NotFound, "record.missing")
		}
		e := &p.Editions[n]
		if m == len(e.Steps) {
			step.Name = e.free()
			e.Steps = append(e.Steps, step)
			return nil
		}
		step.Name = e.Steps[m].Name
		e.Steps[m] = step
		return nil
	})
}

// free is a name that no step has yet.
func (e Edition) free() string {
	for n := len(e.Steps) + 1; ; n++ {
		name := "step-" + strconv.Itoa(n)
		if !slices.ContainsFunc(e.Steps, func(s Step) bool { return s.Name == name }) {
			return name
		}
	}
}

// RemoveStep takes a step out.
func (s *Service) RemoveStep(ctx context.Context, name string, version int64, n, m int) error {
	return s.change(ctx, name, version, n, func(p *Pack) error {
		if n < 0 || n >= len(p.Editions) || m < 0 || m >= len(p.Editions[n].Steps) {
			return errs.New(errs.NotFound, "record.missing")
		}
		p.Editions[n].Steps = slices.Delete(p.Editions[n].Steps, m, m+1)
		return nil
	})
}

// SaveBorders writes which regions border which states.
func (s *Service) SaveBorders(ctx context.Context, name string, version int64, borders map[string][]string, source string) error {
	return s.change(ctx, name, version, -1, func(p *Pack) error {
		if p.Regime != CrossBorder {
			return errs.New(errs.NotFound, "record.missing")
		}
		p.Borders, p.BordersSource = borders, source
		return nil
	})
}

// Return takes the shipped pack again in place of the office's copy.
func (s *Service) Return(ctx context.Context, name string, version int64) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	before, err := s.Pack(ctx, name)
	if err != nil {
		return err
	}
	packs, err := Shipped()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(packs, func(p Pack) bool { return p.Name == name })
	ref := record.Ref{Kind: Kind, ID: name}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := dropPack(ctx, w, name, version); err != nil {
			return record.Ref{}, err
		}
		return ref, w.Changed(ctx, ref, packs[i].Title.In("ru").Value, before.fields(), packs[i].fields())
	})
	return err
}

// SaveYear writes the days off of a year over the version that was read.
func (s *Service) SaveYear(ctx context.Context, country string, version int64, y DaysOff) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	if err := y.check(); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx, country)
	if err != nil {
		return err
	}
	ref := record.Ref{Kind: YearKind, ID: yearID(country, y.Year)}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := saveYear(ctx, w, ownYear{country, version, y}); err != nil {
			return record.Ref{}, err
		}
		return ref, w.Changed(ctx, ref, ref.ID, calendar.Years[y.Year].fields(), y.fields())
	})
	return err
}

// yearID names a year of a calendar: "RU-2027".
func yearID(country string, year int) string { return fmt.Sprintf("%s-%d", country, year) }

// parseYearID reads what yearID wrote.
func parseYearID(id string) (country string, year int, ok bool) {
	country, digits, _ := strings.Cut(id, "-")
	year, err := strconv.Atoi(digits)
	return country, year, err == nil && len(country) == 2 && year >= firstYear && year <= lastYear
}

// The years that a calendar can hold.
const (
	firstYear = 1990
	lastYear  = 2100
)

// check refuses days of another year, working days on a working day and days off
// on a weekend: they are slips of the hand, and the deadline would be wrong.
func (y DaysOff) check() error {
	var bad errs.Fields
	if y.Year < firstYear || y.Year > lastYear {
		bad.Add(errs.Field("year", "form.range", "low", firstYear, "high", lastYear))
	}
	for _, f := range []struct {
		name    string
		days    []string
		weekend bool
	}{{"off", y.Off, false}, {"working", y.Working, true}} {
		for _, one := range f.days {
			day, err := time.Parse(time.DateOnly, one)
			switch rest := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
			case err != nil:
				bad.Add(errs.Field(f.name, "rule.year.unreadable", "date", one))
			case day.Year() != y.Year:
				bad.Add(errs.Field(f.name, "rule.year.other", "date", one, "year", strconv.Itoa(y.Year)))
			case rest != f.weekend:
				bad.Add(errs.Field(f.name, "rule.year."+f.name+".weekday", "date", one))
			default:
				continue
			}
			break
		}
	}
	if len(y.Off) == 0 {
		bad.Add(errs.Field("off", "rule.year.off.empty"))
	}
	if y.Source == "" {
		bad.Add(errs.Field("source", "rule.step.source.empty"))
	}
	return bad.Err()
}

func (y DaysOff) fields() audit.Fields {
	return audit.Fields{{Name: "off", Value: strings.Join(y.Off, "\n")}, {Name: "working", Value: strings.Join(y.Working, "\n")}, {Name: "source", Value: y.Source}}
}

// fields are a pack's values for its history.
func (p Pack) fields() audit.Fields {
	var editions, steps []string
	for _, e := range p.Editions {
		span := e.From.String() + "/" + e.Until.String()
		editions = append(editions, span)
		for _, s := range e.Steps {
			steps = append(steps, strings.Join([]string{span, s.Title.In("ru").Value, s.Of, s.Way, strconv.Itoa(s.Days), s.Unit, s.On, s.Source, s.Mark}, " · "))
		}
	}
	fields := audit.Fields{{Name: "editions", Value: strings.Join(editions, "\n")}, {Name: "steps", Value: strings.Join(steps, "\n")}}
	return append(fields, audit.Field{Name: "borders", Value: borderLines(p.Borders)}, audit.Field{Name: "borders_source", Value: p.BordersSource})
}
