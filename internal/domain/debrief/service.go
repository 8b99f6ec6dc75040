package debrief

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
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

// Promise is a point that was agreed, as a promise of one side.
type Promise struct {
	ID       string // of one that is kept already
	Title    string
	Theirs   bool
	Post     string // identifier of a post of ours; may be empty
	Due      edtf.Date
	Partner  string
	Activity string
	Made     edtf.Date
	Lang     string // of the title
	Done     bool
}

// Line is one thing that the records say of a visit, and the page of the office
// where they say it; no path for what is words alone.
type Line struct{ Text, Path string }

// Known are the lines that the records can say of a visit, by section: "who",
// "results", "gifts", "costs".
type Known map[string][]Line

// text is what a section says as a text, a line for each.
func (k Known) text(section string) string {
	lines := make([]string, len(k[section]))
	for i, l := range k[section] {
		lines[i] = l.Text
	}
	return strings.Join(lines, "\n")
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs      []string
	Clock      clock.Clock // in the city's zone
	Words      func(lang string) *i18n.Printer
	Home       func(lang string) string // name of the municipality
	Activity   func(ctx context.Context, id string) (Activity, error)
	Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Ended are the visits and trips that are over or held, since a day.
	Ended func(ctx context.Context, since time.Time) ([]Activity, error)
	Posts func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Due is what the rules say of a visit that ended on a day; false when they say
	// nothing.
	Due      func(ctx context.Context, day time.Time) (Due, bool, error)
	Known    func(ctx context.Context, words *i18n.Printer, activity string) (Known, error)
	Promises func(ctx context.Context, activity string) ([]Promise, error)
	Promise  func(ctx context.Context, w *audit.Writer, p Promise) error
	Paper    paper.Setter
}

// Service is what the office does with reports after visits.
type Service struct {
	keep.Floor
	deps    Deps
	reports keep.Pages[Debrief]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.reports = keep.Pages[Debrief]{Keeper: s.keeper(), Path: "/debriefs", Langs: deps.Langs, Start: s.start,
		Parts: map[string]keep.Part{"submitted": {Date: true}}}
	return s
}

func (s *Service) keeper() *keep.Keeper[Debrief] {
	return &keep.Keeper[Debrief]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Debrief]{
			{Name: "activity", At: func(d *Debrief) any { return &d.Activity }, Required: true, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "purpose", At: func(d *Debrief) any { return &d.Purpose }, Long: true, Called: true},
			{Name: "who", At: func(d *Debrief) any { return &d.Who }, Long: true},
			{Name: "agreed", At: func(d *Debrief) any { return &d.Agreed }, Max: 8000, Aside: true},
			{Name: "results", At: func(d *Debrief) any { return &d.Results }, Long: true},
			{Name: "costs", At: func(d *Debrief) any { return &d.Costs }, Long: true},
			{Name: "impressions", At: func(d *Debrief) any { return &d.Impressions }, Long: true},
			{Name: "next", At: func(d *Debrief) any { return &d.Next }, Long: true},
			{Name: "visibility", At: func(d *Debrief) any { return &d.Visibility }, Aside: true},
		},
		Meta:  func(d *Debrief) *keep.Meta { return &d.Meta },
		Title: func(_ *Debrief, lang string) string { return s.deps.Words(lang).T("debrief.kind") },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Check: s.check, Found: found,
	}
}

// found adds to the search the visit that the report is of.
func found(_ context.Context, _ db.Handle, d *Debrief, to *record.Searched) error {
	to.Links = append(to.Links, record.Ref{Kind: "activity", ID: d.Activity})
	return nil
}

// check holds the rules of a report: one for each visit, and none is changed after
// it was handed in.
func (s *Service) check(ctx context.Context, h db.Handle, d *Debrief) error {
	if d.Activity == "" {
		return errs.Field("activity", "debrief.activity.empty")
	}
	others, err := list(ctx, h, d.Activity, "", 2, account.All)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(others, func(o Debrief) bool { return o.ID != d.ID }) {
		return errs.Field("activity", "debrief.activity.taken")
	}
	if d.Version > 0 {
		was, err := byID(ctx, h, d.ID)
		if err != nil {
			return err
		}
		if was.Sealed() {
			return errs.New(errs.Conflict, "debrief.sealed")
		}
	}
	return nil
}

// start begins a report with what the records know of its visit.
func (s *Service) start(r *http.Request, d *Debrief) {
	if d.Activity = r.URL.Query().Get("activity"); r.Method == http.MethodPost || d.Activity == "" {
		return
	}
	known, err := s.deps.Known(r.Context(), web.SceneOf(r).Printer, d.Activity)
	if err != nil {
		return
	}
	d.Who, d.Results, d.Costs = known.text("who"), known.text("results"), known.text("costs")
}

// Debrief reads one report that the viewer may see.
func (s *Service) Debrief(ctx context.Context, id string) (Debrief, error) {
	return s.reports.Get(ctx, id)
}

// Add begins a report and returns its identifier.
func (s *Service) Add(ctx context.Context, d Debrief) (string, error) { return s.reports.Add(ctx, d) }

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, d Debrief) error { return s.reports.Change(ctx, d) }

// Of is the report of an activity; errs.NotFound when there is none.
func (s *Service) Of(ctx context.Context, activity string) (Debrief, error) {
	scope, err := s.Gate.Require(ctx, s.reports.ViewNeed())
	if err != nil {
		return Debrief{}, err
	}
	all, err := list(ctx, s.DB, activity, "", 1, scope)
	if err == nil && len(all) == 0 {
		err = errs.New(errs.NotFound, "record.missing")
	}
	if err != nil {
		return Debrief{}, err
	}
	return all[0], nil
}

// Debriefs lists a page of reports before an identifier, the newest first.
func (s *Service) Debriefs(ctx context.Context, before string, limit int) ([]Debrief, error) {
	scope, err := s.Gate.Require(ctx, s.reports.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, "", before, limit, scope)
}

// called is how long a report is called for after the visit, in days.
const called = 120

// Owed is a visit whose report was not handed in.
type Owed struct {
	Activity
	Begun string // identifier of the report; empty when nobody began it
	Due   Due
	Ruled bool // the rules say by when
	Late  int  // days
}

// Owed lists the visits of the last months whose reports were not handed in.
func (s *Service) Owed(ctx context.Context) ([]Owed, error) {
	if _, err := s.Gate.Require(ctx, s.reports.ViewNeed()); err != nil {
		return nil, err
	}
	ended, err := s.deps.Ended(ctx, s.deps.Clock().AddDate(0, 0, -called))
	if err != nil {
		return nil, err
	}
	var all []Owed
	for _, a := range ended {
		begun, err := list(ctx, s.DB, a.ID, "", 1, account.All)
		if err != nil {
			return nil, err
		}
		o := Owed{Activity: a}
		if len(begun) > 0 {
			if begun[0].Sealed() {
				continue
			}
			o.Begun = begun[0].ID
		}
		if o.Due, o.Ruled, err = s.due(ctx, a); err != nil {
			return nil, err
		}
		o.Late = late(o.Due.On, s.today())
		all = append(all, o)
	}
	return all, nil
}

func (s *Service) today() time.Time {
	y, m, d := s.deps.Clock().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (s *Service) due(ctx context.Context, a Activity) (Due, bool, error) {
	if a.Last.IsZero() {
		return Due{}, false, nil
	}
	return s.deps.Due(ctx, a.Last)
}

// Submit hands a report in, in the version that was read, and freezes it.
func (s *Service) Submit(ctx context.Context, id string, version int64) error {
	viewer := account.From(ctx)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		d, err := s.reports.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		switch {
		case d.Version != version:
			return d.Ref(), errs.New(errs.Stale, "debrief.stale")
		case d.Sealed():
			return d.Ref(), errs.New(errs.Conflict, "debrief.sealed")
		case strings.TrimSpace(d.Purpose) == "" || len(d.Agreed) == 0 && strings.TrimSpace(d.Results) == "":
			return d.Ref(), errs.New(errs.Conflict, "debrief.submit.empty")
		}
		a, err := s.deps.Activity(ctx, d.Activity)
		if err != nil {
			return d.Ref(), err
		}
		due, _, err := s.due(ctx, a)
		if err != nil {
			return d.Ref(), err
		}
		if d.Submitted, d.SubmitterID, d.Submitter = edtf.On(s.deps.Clock()), viewer.UserID, viewer.Name; !due.On.IsZero() {
			d.Due = edtf.On(due.On)
		}
		if err := update(ctx, w, d); err != nil {
			return d.Ref(), err
		}
		return d.Ref(), w.Did(ctx, d.Ref(), audit.Changed, s.reports.Title(&d, "ru"), []audit.Change{{Field: "submitted", After: d.Submitted.String()}})
	})
	return err
}

// Promised writes down points of a report as promises, in one transaction.
// Errors name the fields "due.<n>" by the number of the point, from 0.
func (s *Service) Promised(ctx context.Context, id, lang string, points map[int]Promise) error {
	d, err := s.reports.Get(ctx, id)
	if err != nil {
		return err
	}
	a, err := s.deps.Activity(ctx, d.Activity)
	if err != nil {
		return err
	}
	if len(a.Partners) == 0 {
		return errs.New(errs.Conflict, "debrief.promise.partner")
	}
	there, err := s.deps.Promises(ctx, d.Activity)
	if err != nil {
		return err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		var bad errs.Fields
		for n, text := range d.Agreed {
			p, wanted := points[n]
			if !wanted || slices.ContainsFunc(there, func(o Promise) bool { return o.Title == text }) {
				continue
			}
			p.Title, p.Activity, p.Lang = text, d.Activity, lang
			if p.Partner == "" {
				p.Partner = a.Partners[0]
			}
			if !a.Last.IsZero() && !a.Last.After(s.today()) {
				p.Made = edtf.On(a.Last)
			}
			if err := s.deps.Promise(ctx, w, p); err != nil {
				for _, e := range errs.FieldsOf(err) {
					bad.Add(e.At(field(e.Field, n)))
				}
				if errs.FieldsOf(err) == nil {
					return d.Ref(), err
				}
			}
		}
		return d.Ref(), bad.Err()
	})
	return err
}

// may tells whether the viewer may do something with reports.
func (s *Service) may(ctx context.Context, action string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: Kind}) > account.None
}
