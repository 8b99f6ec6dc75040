package visit

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/seal"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Options lists records of another subject, to choose from.
type Options func(ctx context.Context, s *web.Scene) ([]ui.Option, error)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the municipality's zone
	Words func(lang string) *i18n.Printer
	Home  func(lang string) string // name of the municipality
	// Country is the code of our own country; CountryName the name of any, and
	// Countries are those in which the partners lie, ours first.
	Country     func() string
	CountryName func(code, lang string) string
	Countries   func(ctx context.Context) ([]string, error)
	CountryOf   func(ctx context.Context, partner string) (string, error)
	// Partners, Letters, Lines, People, Owners and Events are what can be chosen.
	Partners, Letters, Lines, People, Owners, Events Options
	// Activity is what the viewer may see of an activity; ActivityIn the same for
	// who may change it, in a transaction; AddActivity makes one there.
	Activity    func(ctx context.Context, id string) (Trip, error)
	ActivityIn  func(ctx context.Context, w *audit.Writer, id string) (Trip, error)
	AddActivity func(ctx context.Context, w *audit.Writer, t Trip) (id string, err error)
	// Prepare makes tasks that follow the days of an activity, and returns their
	// identifiers in the order of the steps.
	Prepare func(ctx context.Context, w *audit.Writer, activity string, steps []Step) ([]string, error)
	// Work are the tasks that hang on activities, as far as the viewer may see
	// them, by activity; Finish closes one today.
	Work   func(ctx context.Context, scene *web.Scene, activities []string) (map[string][]Task, error)
	Finish func(ctx context.Context, id string, version int64) error
	// Working tells which days are working days of our own country.
	Working func(ctx context.Context) (func(day time.Time) (working, known bool), error)
	// Key is the outermost key of sealed fields, which is kept beside the database.
	Key func() (seal.Key, error)
	// Destroyed tells others that the key of a visit is gone, in that transaction.
	Destroyed func(ctx context.Context, w *audit.Writer, activity string) error
	// Typeset makes PDF of Typst.
	Typeset paper.Setter
}

// Task is a task of a visit as far as its page shows it.
type Task struct {
	ID      string
	Version int64
	Title   string
	State   ui.Value // when it is due, or how it ended
	Who     string
	Closed  bool
	Due     edtf.Date
}

// Service is what the office does with delegations.
type Service struct {
	keep.Floor
	deps    Deps
	visits  keep.Pages[Visit]
	members keep.Pages[Member]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.visits = keep.Pages[Visit]{Keeper: s.keeper(), Path: "/visits", Langs: deps.Langs, Address: func(v *Visit) string { return v.Trip.ID }}
	s.members = keep.Pages[Member]{Keeper: s.memberKeeper(), Path: "/delegation", Langs: deps.Langs}
	return s
}

func (s *Service) today() string { return s.deps.Clock().Format(time.DateOnly) }

// may tells whether the viewer may do something with records of a kind at all.
func (s *Service) may(ctx context.Context, action, kind string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: kind}) > account.None
}

// require asks for a permission.
func (s *Service) require(ctx context.Context, action, kind string) error {
	_, err := s.Gate.Require(ctx, module.Need{Action: action, Kind: kind})
	return err
}

// Visit reads a visit that the viewer may see, by its own identifier or by that of
// its activity.
func (s *Service) Visit(ctx context.Context, id string) (Visit, error) { return s.visits.Get(ctx, id) }

// Visits lists a page of visits.
func (s *Service) Visits(ctx context.Context, f Filter) ([]Visit, error) {
	if err := s.require(ctx, module.View, Kind); err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f)
}

// Count counts what Visits would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	if err := s.require(ctx, module.View, Kind); err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, bound)
}

// Begin gives an existing activity its visit, or finds the one that it has.
func (s *Service) Begin(ctx context.Context, activity string) (string, error) {
	if err := s.require(ctx, module.Create, Kind); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		t, err := s.deps.ActivityIn(ctx, w, activity)
		if err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: activityKind, ID: t.ID}
		if has, err := withVisit(ctx, w, []string{t.ID}); err != nil || len(has) > 0 {
			return ref, err
		}
		v := Visit{Trip: t}
		if len(t.Partners) > 0 {
			v.Partner = t.Partners[0]
		}
		_, err = s.addIn(ctx, w, v)
		return ref, err
	})
	return ref.ID, err
}

// New makes an activity and its visit, with the usual tasks when they are wanted,
// and returns the identifier of the activity.
func (s *Service) New(ctx context.Context, v Visit, usual bool) (string, error) {
	if err := s.require(ctx, module.Create, Kind); err != nil {
		return "", err
	}
	if err := v.planned(); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		t := v.Trip
		t.Status = "planned"
		if v.Partner != "" {
			t.Partners = []string{v.Partner}
		}
		var err error
		if v.Trip.ID, err = s.deps.AddActivity(ctx, w, t); err != nil {
			return record.Ref{}, err
		}
		if _, err := s.addIn(ctx, w, v); err != nil {
			return record.Ref{}, err
		}
		if usual {
			err = s.prepare(ctx, w, v, Template(t.Type, s.deps.Langs, s.deps.Words))
		}
		return record.Ref{Kind: activityKind, ID: v.Trip.ID}, err
	})
	return ref.ID, err
}

// planned wants of a new visit what its activity and its tasks need.
func (v Visit) planned() error {
	var bad errs.Fields
	if !slices.Contains(Types(), v.Trip.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	if v.Trip.Name.IsZero() {
		bad.Add(errs.Field("name", "visit.name.empty"))
	}
	if start := v.Trip.Starts; start.IsZero() || start.Start().Precision() < edtf.Month {
		bad.Add(errs.Field("starts", "visit.starts.coarse"))
	}
	if v.Trip.Ends.Before(v.Trip.Starts) {
		bad.Add(errs.Field("ends", "visit.ends.early", "date", v.Trip.Starts))
	}
	if v.Line == "" && v.Unplanned == "" {
		bad.Add(errs.Field("line", "visit.line.empty"))
	}
	return bad.Err()
}

// addIn makes the row and copies what the activity says.
func (s *Service) addIn(ctx context.Context, w *audit.Writer, v Visit) (string, error) {
	id, err := s.visits.AddIn(ctx, w, v)
	if err != nil {
		return "", err
	}
	t, err := s.deps.ActivityIn(ctx, w, v.Trip.ID)
	if err != nil {
		return "", err
	}
	return id, copyTrip(ctx, w, t)
}

// left is how many days before the arrival the next working day lies: today, when
// it is one.
func (s *Service) left(ctx context.Context, v Visit) (int, bool, error) {
	left, ahead := v.Until(s.deps.Clock())
	working, err := s.deps.Working(ctx)
	if err != nil || !ahead {
		return 0, false, err
	}
	day := edtf.On(s.deps.Clock()).First()
	for works, known := working(day); known && !works && left > 0; works, known = working(day) {
		day, left = day.AddDate(0, 0, 1), left-1
	}
	return left, true, nil
}

// prepare makes tasks and notes their groups. What should have been done before
// today is to be done on the next working day.
func (s *Service) prepare(ctx context.Context, w *audit.Writer, v Visit, steps []Step) error {
	left, ahead, err := s.left(ctx, v)
	if err != nil {
		return err
	}
	for i := range steps {
		if ahead {
			steps[i].Days = min(steps[i].Days, left)
		}
	}
	ids, err := s.deps.Prepare(ctx, w, v.Trip.ID, steps)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := putTask(ctx, w, v.Trip.ID, id, steps[i].Part); err != nil {
			return err
		}
	}
	return nil
}

// Prepare gives a visit the usual tasks.
func (s *Service) Prepare(ctx context.Context, id string) error {
	return s.change(ctx, id, func(ctx context.Context, w *audit.Writer, v Visit) error {
		return s.prepare(ctx, w, v, Template(v.Trip.Type, s.deps.Langs, s.deps.Words))
	})
}

// AddTask gives a visit one more task in a group.
func (s *Service) AddTask(ctx context.Context, id string, step Step) error {
	if !slices.Contains(Parts(), step.Part) {
		return errs.Field("part", "form.choice")
	}
	if step.Title.IsZero() {
		return errs.Field("title", "visit.task.empty")
	}
	return s.change(ctx, id, func(ctx context.Context, w *audit.Writer, v Visit) error {
		return s.prepare(ctx, w, v, []Step{step})
	})
}

// change does something with a visit that the viewer may change.
func (s *Service) change(ctx context.Context, id string, do func(ctx context.Context, w *audit.Writer, v Visit) error) error {
	if err := s.require(ctx, module.Edit, Kind); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		v, err := s.visits.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		return v.Ref(), do(ctx, w, v)
	})
	return err
}

// Follow copies what activities say to their visits, before the change of an
// activity is committed (audit.Log.Followed). It is called in the program's own
// name.
func (s *Service) Follow(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	var ids []string
	for _, ref := range changed {
		if ref.Kind == activityKind {
			ids = append(ids, ref.ID)
		}
	}
	for part := range slices.Chunk(ids, 500) {
		has, err := withVisit(ctx, w, part)
		if err != nil {
			return err
		}
		for _, id := range has {
			t, err := s.deps.ActivityIn(ctx, w, id)
			switch {
			case errs.KindOf(err) == errs.NotFound:
				err = hide(ctx, w, id)
			case err == nil:
				err = copyTrip(ctx, w, t)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
