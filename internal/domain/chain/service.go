package chain

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Anchors is what package app knows of one kind of records with a day.
type Anchors struct {
	// Read is an anchor that the viewer may see; In the same for who may change
	// it, in a transaction.
	Read func(ctx context.Context, id string) (Anchor, error)
	In   func(ctx context.Context, w *audit.Writer, id string) (Anchor, error)
	// Move gives an anchor other days.
	Move func(ctx context.Context, w *audit.Writer, id string, starts, ends edtf.Date) error
	// Add makes an anchor; nil when one is not made from here.
	Add func(ctx context.Context, w *audit.Writer, is Anchor) (id string, err error)
	// Ahead are those that have not been held yet, to choose from; of one partner
	// when it is named.
	Ahead func(ctx context.Context, scene *web.Scene, partner string) ([]ui.Option, error)
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the municipality's zone
	Tasks *task.Service
	Kinds func() record.Kinds
	// Anchors are the kinds of anchors; New is the kind that is made for a jubilee.
	Anchors map[string]Anchors
	New     string
	// Working is the calendar of working days of our own country.
	Working func(ctx context.Context) (func(day time.Time) (working, known bool), error)
}

// Service is what the office does with chains.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func see() module.Need      { return module.Need{Action: module.View, Kind: task.Kind} }
func create() module.Need   { return module.Need{Action: module.Create, Kind: task.Kind} }
func edit() module.Need     { return module.Need{Action: module.Edit, Kind: task.Kind} }
func editSets() module.Need { return module.Need{Action: module.Edit, Kind: SetKind} }
func missing() error        { return errs.New(errs.NotFound, "record.missing") }

// counting reads what days are counted by.
func (s *Service) counting(ctx context.Context, h db.Handle) (Counting, error) {
	settings, err := readSettings(ctx, h)
	if err != nil {
		return Counting{}, err
	}
	working, err := s.deps.Working(ctx)
	return Counting{settings.Budget, working}, err
}

// anchors are what is known of a kind; no page has a form for another one.
func (s *Service) anchors(kind string) (Anchors, error) {
	of, ok := s.deps.Anchors[kind]
	if !ok {
		return of, errs.New(errs.Invalid, "form.broken") // no page has such a form
	}
	return of, nil
}

// Anchor reads a record on which tasks can hang.
func (s *Service) Anchor(ctx context.Context, ref record.Ref) (Anchor, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return Anchor{}, err
	}
	of, err := s.anchors(ref.Kind)
	if err != nil {
		return Anchor{}, err
	}
	return of.Read(ctx, ref.ID)
}

// Rolled is a chain that is to be unrolled: on an anchor that is there, or on a
// new one.
type Rolled struct {
	Anchor record.Ref // zero: New is made
	New    Anchor
	Of     record.Ref // the record whose jubilee it prepares; may be zero
	Year   int        // of that jubilee
	Steps  []Planned
}

// stepsMax is how many steps are made at once.
const stepsMax = 60

// Unroll makes the tasks of a chain, and its anchor when there is none yet, and
// returns the anchor.
func (s *Service) Unroll(ctx context.Context, r Rolled) (record.Ref, error) {
	if _, err := s.Gate.Require(ctx, create()); err != nil {
		return record.Ref{}, err
	}
	switch {
	case len(r.Steps) == 0:
		return record.Ref{}, errs.New(errs.Invalid, "chain.steps.none")
	case len(r.Steps) > stepsMax:
		return record.Ref{}, errs.New(errs.Invalid, "chain.steps.many", "max", stepsMax)
	}
	if _, ok := span(r.New.Starts, r.New.Ends); !ok && r.Anchor.IsZero() {
		return record.Ref{}, errs.Field("day", "chain.day.coarse")
	}
	return s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if r.Anchor.IsZero() {
			made, err := s.deps.Anchors[s.deps.New].Add(ctx, w, r.New)
			if err != nil {
				return record.Ref{}, err
			}
			r.Anchor = record.Ref{Kind: s.deps.New, ID: made}
		}
		_, err := s.hang(ctx, w, r)
		return r.Anchor, err
	})
}

// HangIn makes tasks that hang on an anchor, as a part of what another subject does
// in its transaction, and returns them in the order of the steps.
func (s *Service) HangIn(ctx context.Context, w *audit.Writer, anchor record.Ref, steps []Planned) ([]string, error) {
	if _, err := s.Gate.Require(ctx, create()); err != nil {
		return nil, err
	}
	return s.hang(ctx, w, Rolled{Anchor: anchor, Steps: steps})
}

// hang adds steps to an anchor, in the writer's transaction.
func (s *Service) hang(ctx context.Context, w *audit.Writer, r Rolled) ([]string, error) {
	of, err := s.anchors(r.Anchor.Kind)
	if err != nil {
		return nil, err
	}
	anchor, err := of.In(ctx, w, r.Anchor.ID)
	if err != nil {
		return nil, err
	}
	days, ok := span(anchor.Starts, anchor.Ends)
	if !ok {
		return nil, errs.Field("day", "chain.day.coarse")
	}
	has, err := chainsOf(ctx, w, anchor.Ref.Kind, []string{anchor.Ref.ID})
	if err != nil {
		return nil, err
	}
	if len(has) == 0 {
		if err := insertChain(ctx, w, Chain{ID: w.NewID(), Anchor: anchor.Ref, Of: r.Of, Year: r.Year, Starts: anchor.Starts, Ends: anchor.Ends}); err != nil {
			return nil, err
		}
	}
	by, err := s.counting(ctx, w)
	if err != nil {
		return nil, err
	}
	made := make([]string, len(r.Steps))
	for i, p := range r.Steps {
		if err := p.Lead.check(); err != nil {
			return nil, err
		}
		due := edtf.On(p.Lead.Count(days, by).On)
		if !p.Due.IsZero() && p.Due != due {
			p.Lead, due = away(p.Due.Last(), days), p.Due
		}
		made[i], err = s.deps.Tasks.AddIn(ctx, w, task.Task{Type: task.Duty, Title: p.Title, Due: due, Owner: p.Owner, Partner: anchor.Partner})
		if err != nil {
			return nil, err
		}
		if err := putStep(ctx, w, Step{Task: made[i], Anchor: anchor.Ref, Lead: p.Lead, Counted: due.String()}); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// AddStep hangs one more task on an anchor.
func (s *Service) AddStep(ctx context.Context, anchor record.Ref, p Planned) error {
	if _, err := s.Gate.Require(ctx, create()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		_, err := s.hang(ctx, w, Rolled{Anchor: anchor, Steps: []Planned{p}})
		return anchor, err
	})
	return err
}

// Relead gives a step another lead, and its task the day that follows from it.
func (s *Service) Relead(ctx context.Context, id string, lead Lead) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	if err := lead.check(); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: task.Kind, ID: id}
		step, err := stepOf(ctx, w, id)
		if err != nil {
			return ref, err
		}
		of, err := s.anchors(step.Anchor.Kind)
		if err != nil {
			return ref, err
		}
		anchor, err := of.In(ctx, w, step.Anchor.ID)
		if err != nil {
			return ref, err
		}
		days, ok := span(anchor.Starts, anchor.Ends)
		if !ok {
			return ref, errs.New(errs.Invalid, "chain.day.coarse")
		}
		by, err := s.counting(ctx, w)
		if err != nil {
			return ref, err
		}
		due := edtf.On(lead.Count(days, by).On)
		step.Lead, step.Counted = lead, due.String()
		if err := putStep(ctx, w, step); err != nil {
			return ref, err
		}
		return ref, s.deps.Tasks.ChangeIn(ctx, w, id, func(t *task.Task) { t.Due = due })
	})
	return err
}

// TasksOf are the tasks that hang on anchors of a kind, by anchor.
func (s *Service) TasksOf(ctx context.Context, kind string, anchors []string) (map[string][]string, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	steps, err := stepsOfAll(ctx, s.DB, kind, anchors)
	all := map[string][]string{}
	for _, step := range steps {
		all[step.Anchor.ID] = append(all[step.Anchor.ID], step.Task)
	}
	return all, err
}

// Preparation is a chain with its steps, as far as the viewer may see them.
type Preparation struct {
	Chain  Chain
	Anchor Anchor
	rows   []row
}

// parts sorts the steps: those that follow the anchor, those that were moved by
// hand, and those that are closed.
func (p Preparation) parts() (follow, stay, closed []row) {
	for _, r := range p.rows {
		switch {
		case r.Task.Closed():
			closed = append(closed, r)
		case r.follows(r.Task):
			follow = append(follow, r)
		default:
			stay = append(stay, r)
		}
	}
	return follow, stay, closed
}

// Preparation reads the chain of an anchor; false when it has none.
func (s *Service) Preparation(ctx context.Context, ref record.Ref) (p Preparation, ok bool, err error) {
	if p.Anchor, err = s.Anchor(ctx, ref); err != nil {
		return p, false, err
	}
	chains, err := chainsOf(ctx, s.DB, ref.Kind, []string{ref.ID})
	if err != nil || len(chains) == 0 {
		return p, false, err
	}
	p.Chain = chains[0]
	steps, err := stepsOf(ctx, s.DB, ref)
	if err != nil {
		return p, false, err
	}
	p.rows, err = s.rows(ctx, s.DB, steps)
	return p, len(p.rows) > 0, err
}

// rows puts steps and their tasks together.
func (s *Service) rows(ctx context.Context, h db.Handle, steps []Step) ([]row, error) {
	ids := make([]string, len(steps))
	for i, step := range steps {
		ids[i] = step.Task
	}
	tasks, err := s.deps.Tasks.Several(ctx, h, ids)
	var rows []row
	for _, t := range tasks {
		if i := slices.IndexFunc(steps, func(step Step) bool { return step.Task == t.ID }); i >= 0 {
			rows = append(rows, row{steps[i], t})
		}
	}
	return sorted(rows), err
}

// mayHang tells whether the viewer may add steps to an anchor.
func (s *Service) mayHang(ctx context.Context, ref record.Ref) bool {
	kind := s.deps.Kinds()[ref.Kind]
	if s.Gate.Scope(ctx, create()) == account.None || kind.Allowed == nil {
		return false
	}
	_, err := kind.Allowed(ctx, ref.ID, module.Edit)
	return err == nil
}

// title is a text in one language, with what a set says of it in others.
func title(typed, lang string, steps []SetStep) i18n.Text {
	for _, step := range steps {
		if step.Title.In(lang).Value == typed {
			return step.Title
		}
	}
	return i18n.NewText(lang, typed)
}
