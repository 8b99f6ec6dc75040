package duplicate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Kind is what the authorization table calls this work; the permissions of the
// records themselves are asked for as well.
const Kind = "duplicate"

// Deps is what subjects hand over; package app collects it.
type Deps struct {
	Registers []Register
	Tables    func() []transfer.Table
	Pointers  func() []record.Pointer
	Kinds     func() record.Kinds
}

// Service finds duplicates, makes one record of two, and takes that back.
type Service struct {
	keep.Floor
	deps Deps

	mu    sync.Mutex
	found map[string]search // by kind
}

// search is what was found at one state of the data.
type search struct {
	version int64
	pairs   []Found
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	return &Service{Floor: floor, deps: deps, found: map[string]search{}}
}

// Found is a pair of records that may be one thing. One is the older record.
type Found struct {
	Kind       string
	One, Other string // identifiers
	Strength   float64
	Agree      []Sign
	Differ     []Sign
}

// Kinds lists the kinds of records that the viewer may look through.
func (s *Service) Kinds(ctx context.Context) []string {
	var kinds []string
	for _, r := range s.deps.Registers {
		if s.may(ctx, module.View, r.Kind) == nil {
			kinds = append(kinds, r.Kind)
		}
	}
	return kinds
}

// may asks for the permission of this work and for those of the records: who
// merges changes one record and puts the other away, and sees all of them.
func (s *Service) may(ctx context.Context, action, kind string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: action, Kind: Kind}); err != nil {
		return err
	}
	for _, a := range []string{module.View, module.Edit, module.Bin} {
		scope, err := s.Gate.Require(ctx, module.Need{Action: a, Kind: kind})
		if err != nil {
			return err
		}
		if scope < account.All {
			return errs.New(errs.Forbidden, "account.forbidden")
		}
	}
	return nil
}

func (s *Service) register(kind string) (Register, error) {
	i := slices.IndexFunc(s.deps.Registers, func(r Register) bool { return r.Kind == kind })
	if i < 0 {
		return Register{}, errs.New(errs.NotFound, "record.missing")
	}
	return s.deps.Registers[i], nil
}

func (s *Service) table(kind string) (transfer.Table, error) {
	all := s.deps.Tables()
	i := slices.IndexFunc(all, func(t transfer.Table) bool { return t.Kind == kind })
	if i < 0 {
		return transfer.Table{}, errs.New(errs.NotFound, "record.missing")
	}
	return all[i], nil
}

// Find lists the pairs of one kind that may be duplicates, the strongest first,
// without those that somebody found to be different. The answer is kept until a
// record changes.
func (s *Service) Find(ctx context.Context, kind string) ([]Found, error) {
	if err := s.may(ctx, module.View, kind); err != nil {
		return nil, err
	}
	r, err := s.register(kind)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	version := s.Log.Version()
	if kept, ok := s.found[kind]; ok && kept.version == version {
		return kept.pairs, nil
	}
	cards, err := s.cards(ctx, r)
	if err != nil {
		return nil, err
	}
	apart, err := distincts(ctx, s.DB, kind)
	if err != nil {
		return nil, err
	}
	known := make(map[[2]string]bool, len(apart))
	for _, d := range apart {
		known[[2]string{d.One, d.Other}] = true
	}
	var pairs []Found
	for _, p := range Find(r.Sort, cards) {
		one, other := ordered(cards[p.One].ID, cards[p.Other].ID)
		if !known[[2]string{one, other}] {
			pairs = append(pairs, Found{Kind: kind, One: one, Other: other, Strength: p.Strength, Agree: p.Agree, Differ: p.Differ})
		}
	}
	s.found[kind] = search{version, pairs}
	return pairs, nil
}

// ordered puts the identifier that was made earlier first.
func ordered(a, b string) (one, other string) {
	if a > b {
		return b, a
	}
	return a, b
}

// All lists the duplicates of every kind that the viewer may look through.
func (s *Service) All(ctx context.Context) ([]Found, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind}); err != nil {
		return nil, err
	}
	var all []Found
	for _, kind := range s.Kinds(ctx) {
		found, err := s.Find(ctx, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b Found) int { return cmp.Compare(b.Strength, a.Strength) })
	return all, nil
}

// Distinguish remembers that two records are different things.
func (s *Service) Distinguish(ctx context.Context, kind, a, b string) error {
	return s.distinct(ctx, kind, a, b, insertDistinct)
}

// Doubt forgets that two records are different things, so that they are found
// again.
func (s *Service) Doubt(ctx context.Context, kind, a, b string) error {
	return s.distinct(ctx, kind, a, b, dropDistinct)
}

func (s *Service) distinct(ctx context.Context, kind, a, b string, write func(ctx context.Context, w *audit.Writer, kind, one, other string) error) error {
	if err := s.may(ctx, module.Edit, kind); err != nil {
		return err
	}
	table, err := s.table(kind)
	if err != nil {
		return err
	}
	one, other := ordered(a, b)
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, id := range []string{one, other} {
			if _, err := table.Get(ctx, w, id); err != nil {
				return record.Ref{}, err
			}
		}
		return record.Ref{Kind: kind, ID: one}, write(ctx, w, kind, one, other)
	})
	if err == nil {
		s.forget(kind)
	}
	return err
}

// forget drops what was found: a judgement is no change of a record, so the
// version of the history does not tell.
func (s *Service) forget(kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.found, kind)
}

// Merges lists what was merged, the newest first, as far as the viewer may undo it.
func (s *Service) Merges(ctx context.Context, limit int) ([]Merged, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind}); err != nil {
		return nil, err
	}
	all, err := merges(ctx, s.DB, limit)
	return slices.DeleteFunc(all, func(m Merged) bool { return s.mayBoth(ctx, module.View, m.Kind, m.Into().Kind) != nil }), err
}

// Distincts lists the pairs that somebody found to be different, the newest first.
func (s *Service) Distincts(ctx context.Context) ([]Distinct, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind}); err != nil {
		return nil, err
	}
	all, err := distincts(ctx, s.DB, "")
	return slices.DeleteFunc(all, func(d Distinct) bool { return s.may(ctx, module.View, d.Kind) != nil }), err
}

// check finds merges that do not hold: a loser that is in sight again, or a
// reference that still names one.
func (s *Service) check(ctx context.Context) ([]string, error) {
	all, err := holding(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, m := range all {
		for _, p := range s.deps.Pointers() {
			if !p.Names(m.Kind) || p.Hold == record.Stays || p.Hold == record.Itself && p.Column != "id" {
				continue
			}
			rows, err := db.RecordsNaming(ctx, s.DB, p.Table, p.Column, m.Loser, p.KindColumn, m.Kind)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				switch {
				case p.Hold == record.Itself && !truth(row["binned"]):
					problems = append(problems, fmt.Sprintf("%s %s was merged into %s and is in sight again", m.Kind, m.Loser, m.Winner))
				case p.Hold == record.Moves:
					problems = append(problems, fmt.Sprintf("%s.%s still names %s %s, which was merged into %s", p.Table, p.Column, m.Kind, m.Loser, m.Winner))
				}
			}
		}
	}
	return problems, nil
}

// Wanted notes which of the records a merge of the last 30 days needs to be
// undone. The program asks before it empties the bin.
func (s *Service) Wanted(ctx context.Context, now time.Time, wanted record.Wanted, ids map[string]bool) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind}); err != nil {
		return err
	}
	return journalsSince(ctx, s.DB, now.Add(-record.KeptInBin), func(at time.Time, journal string) {
		wanted.Note(journal, at.Add(record.KeptInBin), ids)
	})
}

// truth reads a boolean column, which SQLite hands over as a number.
func truth(v any) bool {
	n, number := v.(int64)
	b, _ := v.(bool)
	return b || number && n != 0
}
