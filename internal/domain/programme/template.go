package programme

import (
	"context"
	"strconv"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// line is a line of a template that comes with the program; its words stand under
// "programme.line.<what>".
type line struct {
	day          int
	starts, ends string
	what         string
}

// builtIn are the templates that come with the program: the habit of an office and
// no rule.
func builtIn() map[string][]line {
	arrival := []line{{0, "10:00", "10:30", "arrival"}, {0, "11:00", "11:30", "hotel"}, {0, "12:00", "13:00", "reception"}, {0, "13:15", "14:15", "lunch"}, {0, "15:00", "17:00", "tour"}, {0, "19:00", "21:00", "dinner"}}
	talks := []line{{1, "09:30", "11:30", "talks"}, {1, "12:00", "13:00", "visit"}, {1, "13:15", "14:15", "lunch"}, {1, "15:00", "16:30", "meeting"}, {1, "18:30", "20:30", "concert"}}
	return map[string][]line{
		"one":   {{0, "09:00", "09:30", "arrival"}, {0, "10:00", "11:00", "reception"}, {0, "11:15", "12:45", "talks"}, {0, "13:00", "14:00", "lunch"}, {0, "14:30", "16:30", "tour"}, {0, "17:00", "17:30", "farewell"}},
		"three": append(append(append([]line{}, arrival...), talks...), line{2, "10:00", "11:00", "signing"}, line{2, "11:30", "12:30", "press"}, line{2, "13:00", "14:00", "lunch"}, line{2, "16:00", "16:30", "farewell"}),
		"five": append(append(append([]line{}, arrival...), talks...),
			line{2, "10:00", "12:00", "institutions"}, line{2, "13:00", "14:00", "lunch"}, line{2, "15:00", "17:00", "museum"},
			line{3, "09:30", "17:00", "region"}, line{3, "19:00", "21:00", "dinner"},
			line{4, "10:00", "11:00", "signing"}, line{4, "11:30", "12:30", "press"}, line{4, "13:00", "14:00", "lunch"}, line{4, "16:00", "16:30", "farewell"}),
		"days": {{0, "12:00", "13:00", "opening"}, {0, "15:00", "17:00", "exhibition"}, {0, "18:30", "20:30", "concert"}, {1, "10:00", "12:00", "roundtable"}, {1, "14:00", "16:00", "workshops"}, {1, "18:00", "20:00", "film"}, {2, "11:00", "15:00", "fair"}, {2, "17:00", "18:00", "closing"}},
	}
}

// Built lists the names of the templates that come with the program.
func Built() []string { return []string{"one", "three", "five", "days"} }

// Templates lists the office's own templates.
func (s *Service) Templates(ctx context.Context) ([]Template, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	return allTemplates(ctx, s.DB)
}

// Begin puts the items of a template into an empty programme: one that comes with
// the program by its name, or one of the office's own by its identifier. Day 0 is
// the first day of the visit, or that given.
func (s *Service) Begin(ctx context.Context, activity string, version int64, name, first string) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	return s.write(ctx, activity, version, func(w *audit.Writer, p Programme) ([]Item, error) {
		if len(p.Items) > 0 {
			return nil, errs.New(errs.Conflict, "programme.template.full")
		}
		if !p.First.IsZero() {
			first = p.First.Format(time.DateOnly)
		}
		if _, err := time.Parse(time.DateOnly, first); err != nil {
			return nil, errs.Field("first", "programme.day.bad")
		}
		items, err := s.templateItems(ctx, w, name)
		for n := range items {
			day, _ := strconv.Atoi(items[n].Day)
			items[n].ID, items[n].Day = w.NewID(), addDays(first, day)
		}
		return items, err
	})
}

func (s *Service) templateItems(ctx context.Context, w *audit.Writer, name string) ([]Item, error) {
	if lines, ok := builtIn()[name]; ok {
		items := make([]Item, len(lines))
		for n, l := range lines {
			items[n] = Item{Day: strconv.Itoa(l.day), Starts: l.starts, Ends: l.ends}
			for _, lang := range s.deps.Langs {
				items[n].What.Set(lang, s.deps.Words(lang).T("programme.line."+l.what))
			}
		}
		return items, nil
	}
	all, err := allTemplates(ctx, w)
	for _, t := range all {
		if t.ID == name {
			return t.Items, nil
		}
	}
	if err == nil {
		err = errs.Field("template", "programme.template.unknown")
	}
	return nil, err
}

// SaveTemplate keeps a programme as a template of the office: words, places and
// hours, without people, halls and cars.
func (s *Service) SaveTemplate(ctx context.Context, activity, name string) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	name = form.Line(name)
	if name == "" || len([]rune(name)) > maxWhat {
		return errs.Field("name", "programme.template.name")
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.read(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		if len(p.Items) == 0 {
			return ref(activity), errs.New(errs.Conflict, "programme.release.empty")
		}
		first := dayNumber(p.Items[0].Day)
		t := Template{ID: w.NewID(), Name: name}
		for _, i := range p.Items {
			t.Items = append(t.Items, Item{Day: strconv.Itoa(dayNumber(i.Day) - first), Starts: i.Starts, Ends: i.Ends, What: i.What, Place: i.Place, Address: i.Address, Dress: i.Dress, Travel: i.Travel})
		}
		if err := insertTemplate(ctx, w, t); err != nil {
			return ref(activity), err
		}
		return ref(activity), w.Did(ctx, ref(activity), audit.Issued, p.Name.In("ru").Value, []audit.Change{{Field: "template", After: name}})
	})
	return err
}
