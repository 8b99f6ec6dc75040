package report

import (
	"context"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// Sources are what the brief reads of subjects that this package does not
// import; package app hands them in. Each may be nil, and answers only with
// what the viewer of the context may see.
type Sources struct {
	// Activities lists what was done and what is planned with a partnership, in
	// any order.
	Activities func(ctx context.Context, partnership string) ([]Activity, error)
	// Results lists what came of a partnership.
	Results func(ctx context.Context, partnership string) ([]Result, error)
	// Notes lists the notes on a record.
	Notes func(ctx context.Context, about record.Ref) ([]Note, error)
	// Promises lists what either side has promised in a partnership and not yet
	// kept, what is due first.
	Promises func(ctx context.Context, partnership string) ([]Promise, error)
}

// Activity is what the brief needs of something done or planned.
type Activity struct {
	ID    string
	Name  i18n.Text
	When  edtf.Date
	Place i18n.Text
	Held  bool // it took place
	Ahead bool // planned or confirmed, and not over
}

// Result is what the brief needs of something that remained.
type Result struct {
	ID     string
	Name   i18n.Text
	Since  edtf.Date
	Gone   bool // it is no longer there
	Proved bool // shown by more than somebody's word
}

// Note is what the brief needs of a piece of knowledge.
type Note struct {
	ID    string
	Type  string // as in package note
	Title i18n.Text
	Text  i18n.Text
	On    edtf.Date // when it was decided, or last confirmed; empty when not known
}

// Promise is what the brief needs of a promise that is open.
type Promise struct {
	ID    string
	Title i18n.Text
	Ours  bool
	Due   edtf.Date // empty when no day was named
	Over  bool      // the day is past
}

func (s Sources) promises(ctx context.Context, partnership string) ([]Promise, error) {
	if s.Promises == nil {
		return nil, nil
	}
	return s.Promises(ctx, partnership)
}

func (s Sources) activities(ctx context.Context, partnership string) ([]Activity, error) {
	if s.Activities == nil {
		return nil, nil
	}
	return s.Activities(ctx, partnership)
}

func (s Sources) results(ctx context.Context, partnership string) ([]Result, error) {
	if s.Results == nil {
		return nil, nil
	}
	return s.Results(ctx, partnership)
}

func (s Sources) notes(ctx context.Context, about record.Ref) ([]Note, error) {
	if s.Notes == nil {
		return nil, nil
	}
	return s.Notes(ctx, about)
}
