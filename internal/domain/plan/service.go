package plan

import (
	"context"
	"slices"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Options list what can be chosen, by value.
type Options = func(ctx context.Context, s *web.Scene) ([]ui.Option, error)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs    []string
	Clock    clock.Clock // in the municipality's zone
	Kinds    func() record.Kinds
	Words    func(lang string) *i18n.Printer
	Currency string // ISO 4217, of sums that name none
	// Partners, Posts, Organisations and Activities can be chosen by identifier,
	// Types and Audiences by their code.
	Partners, Posts, Organisations, Activities, Types, Audiences Options
	Home                                                         func(lang string) string // name of our own city
	// Lands are our own country and those of the partnerships, as ISO 3166-1 codes.
	Lands   func(ctx context.Context) (home string, of map[string]string, err error)
	Typeset paper.Setter // makes the PDF
	// Staff are the users who may answer for a line, and those who left.
	Staff func(ctx context.Context) ([]Colleague, error)
	// Statuses are the states of some activities, by identifier, as far as the
	// viewer may see them.
	Statuses func(ctx context.Context, ids []string) (map[string]string, error)
	// Sources are what other desks know of a span of years, both included, as far
	// as the viewer may see it.
	Sources func(ctx context.Context, first, last int) (candidate.Sources, error)
}

// Colleague is a user as far as plans need to know.
type Colleague struct {
	ID, Name string
	Left     bool // may no longer sign in, or no longer change plans
}

// Service is what the office does with its plans.
type Service struct {
	keep.Floor
	deps      Deps
	plans     keep.Pages[Plan]
	lines     keep.Pages[Line]
	proposals keep.Pages[Proposal]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.plans = keep.Pages[Plan]{Keeper: s.planKeeper(), Path: "/plans", Langs: deps.Langs, Start: s.startPlan, Parts: map[string]keep.Part{"state": {Words: "plan.state."}}}
	s.lines = keep.Pages[Line]{Keeper: s.lineKeeper(), Path: "/planlines", Langs: deps.Langs, Start: s.startLine, Quick: quick()}
	s.proposals = keep.Pages[Proposal]{Keeper: s.proposalKeeper(), Path: "/proposals", Langs: deps.Langs, Start: s.startProposal, Parts: map[string]keep.Part{"state": {Words: "proposal.state."}}}
	return s
}

// today is the day in the municipality's zone.
func (s *Service) today() edtf.Date { return edtf.On(s.deps.Clock()) }

// Plan reads one plan that the viewer may see.
func (s *Service) Plan(ctx context.Context, id string) (Plan, error) { return s.plans.Get(ctx, id) }

// Plans lists the plans that the viewer may see, the latest year first.
func (s *Service) Plans(ctx context.Context) ([]Plan, error) {
	scope, err := s.Gate.Require(ctx, s.plans.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listPlans(ctx, s.DB, scope)
}

// OfYear is the plan of a year; errs.NotFound when there is none to see.
func (s *Service) OfYear(ctx context.Context, year string) (Plan, error) {
	plans, err := s.Plans(ctx)
	if err != nil {
		return Plan{}, err
	}
	for _, p := range plans {
		if p.Year == year {
			return p, nil
		}
	}
	return Plan{}, errs.New(errs.NotFound, "record.missing")
}

// AddPlan makes a plan and returns its identifier.
func (s *Service) AddPlan(ctx context.Context, p Plan) (string, error) { return s.plans.Add(ctx, p) }

// ChangePlan writes a new state over the version it was made from.
func (s *Service) ChangePlan(ctx context.Context, p Plan) error { return s.plans.Change(ctx, p) }

// Line reads one line that the viewer may see.
func (s *Service) Line(ctx context.Context, id string) (Line, error) { return s.lines.Get(ctx, id) }

// Lines lists the lines that the viewer may see, by their time.
func (s *Service) Lines(ctx context.Context, f Filter) ([]Line, error) {
	scope, err := s.Gate.Require(ctx, s.lines.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listLines(ctx, s.DB, f, scope)
}

// AddLine makes a line and returns its identifier.
func (s *Service) AddLine(ctx context.Context, l Line, cites ...keep.Cite) (string, error) {
	return s.lines.Add(ctx, l, cites...)
}

// ChangeLine writes a new state over the version it was made from.
func (s *Service) ChangeLine(ctx context.Context, l Line, cites ...keep.Cite) error {
	return s.lines.Change(ctx, l, cites...)
}

// Candidates are what a span of years could hold, without what is in its plans.
func (s *Service) Candidates(ctx context.Context, first, last int) ([]candidate.Candidate, error) {
	plans, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	plans = slices.DeleteFunc(plans, func(p Plan) bool { return p.Number() < first || p.Number() > last })
	var taken []candidate.Taken
	for _, p := range plans {
		lines, err := s.Lines(ctx, Filter{Plan: p.ID})
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			taken = append(taken, candidate.Taken{Year: p.Number(), Origin: l.Origin, Key: l.Key, Activity: l.Activity})
		}
	}
	from, err := s.deps.Sources(ctx, first, last)
	if err != nil {
		return nil, err
	}
	if from.Offers, err = s.offers(ctx, plans); err != nil {
		return nil, err
	}
	return candidate.List(from, first, last, taken), nil
}

// Take makes lines of some candidates of a plan's year, all or none, and returns
// how many there were. What is no candidate any more is left out.
func (s *Service) Take(ctx context.Context, plan string, ids []string) (int, error) {
	p, err := s.plans.Get(ctx, plan)
	if err != nil {
		return 0, err
	}
	all, err := s.Candidates(ctx, p.Number(), p.Number())
	if err != nil {
		return 0, err
	}
	n := 0
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, c := range all {
			if !slices.Contains(ids, c.ID()) {
				continue
			}
			if _, err := s.lines.AddIn(ctx, w, s.lineOf(c, p)); err != nil {
				return p.Ref(), err
			}
			n++
		}
		return p.Ref(), nil
	})
	return n, err
}

// lineOf is the line that a candidate becomes.
func (s *Service) lineOf(c candidate.Candidate, p Plan) Line {
	l := Line{Plan: p.ID, When: c.When, Place: c.Place, Type: c.Type, Partners: c.Partners, Audience: c.Audience, Reason: c.Reason, Origin: c.Origin.String(), Activity: c.Activity, Key: c.Key, Note: c.Note}
	l.Visibility = p.Visibility
	var src string
	values := map[string]string{}
	for _, lang := range s.deps.Langs {
		if said := c.Title.Get(lang); said != "" {
			values[lang] = s.titleOf(s.deps.Words(lang), c, said)
			if src == "" || lang == c.Title.Source() {
				src = lang
			}
		}
	}
	if src == "" {
		src = c.Title.Source()
		values[src] = s.titleOf(s.deps.Words(src), c, c.Title.Get(src))
	}
	l.Title = i18n.NewText(src, values[src])
	for lang, value := range values {
		l.Title.Set(lang, value)
	}
	return l
}

// titleOf is what a line is called by its reason.
func (s *Service) titleOf(words *i18n.Printer, c candidate.Candidate, title string) string {
	switch {
	case c.Reason == Anniversary:
		return words.N("plan.title.anniversary."+c.Sort, c.Years, "what", title)
	case c.Reason == Agreement || c.Reason == Project:
		return words.T("plan.title."+c.Reason, "what", title)
	}
	return title
}

// Set brings a plan, in the version that was read, to another state.
func (s *Service) Set(ctx context.Context, id string, version int64, to State) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.plans.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		if p.Version != version {
			return p.Ref(), errs.New(errs.Stale, "plan.stale")
		}
		if !slices.Contains(nextStates(p.State), to) {
			return p.Ref(), errs.New(errs.Conflict, "plan.state.not_now")
		}
		if (p.State == Approved || p.State == Closed) && s.Gate.Scope(ctx, approval()) == account.None {
			return p.Ref(), errs.New(errs.Forbidden, "account.forbidden")
		}
		return p.Ref(), s.setIn(ctx, w, p, to)
	})
	return err
}

// setIn writes a new state of a plan into its row and its history, with the
// number of its baseline before and after when that changes.
func (s *Service) setIn(ctx context.Context, w *audit.Writer, p Plan, to State, baseline ...audit.Field) error {
	was := p.State
	p.State = to
	if to == Collecting && !p.Closes.IsZero() && p.Closes.Before(s.today()) {
		return errs.Field("closes", "plan.closes.past")
	}
	if err := p.validate(s.today(), &p); err != nil {
		return err
	}
	if err := updatePlan(ctx, w, p); err != nil {
		return err
	}
	before, after := audit.Fields{{Name: "state", Value: string(was)}}, audit.Fields{{Name: "state", Value: string(to)}}
	if len(baseline) == 2 {
		before, after = append(before, baseline[0]), append(after, baseline[1])
	}
	return w.Changed(ctx, p.Ref(), s.plans.Title(&p, "ru"), before, after)
}

// approval is the permission to approve a plan, and to close it.
func approval() module.Need { return module.Need{Action: module.Edit, Kind: ApprovalKind} }

// changes is the permission to change lines.
func changes() module.Need { return module.Need{Action: module.Edit, Kind: LineKind} }
