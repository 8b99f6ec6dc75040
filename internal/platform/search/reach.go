package search

import (
	"context"
	"maps"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// The tables of a viewer's search, one for each depth of reading. They are made
// of the rows of postings up to that depth.
const (
	tableAll    = "all"
	tableOpen   = "open"
	tablePortal = "portal"
)

// reach is how far a viewer's search goes on one of the tables: the same rule as
// account.Scope.Where, for many kinds at once.
type reach struct {
	table string
	depth record.Depth
	kinds []string // with the scope of the table
	// whole are kinds seen from the circle of the administration on, open kinds
	// seen when public; both of tableOpen only.
	whole, open []string
	owned       []ownedKind
	all         bool // nothing that the table holds is left out, but what is hidden
	without     []string
}

// ownedKind is a kind of which the viewer also sees what the viewer's
// organisation takes part in.
type ownedKind struct{ kind, sql, organisation string }

// reaches asks the authorization table what the viewer may find. On the portal
// everybody is the public.
func (s *Service) reaches(ctx context.Context, portal bool) []reach {
	kinds := s.index.kinds()
	var deep, shallow, public reach
	deep = reach{table: tableAll, depth: record.Inner, all: true}
	shallow = reach{table: tableOpen, depth: record.InRecord, all: true}
	public = reach{table: tablePortal, depth: record.OnPortal, all: true}
	organisation := account.From(ctx).Organisation
	var without []string
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		search := kinds[name].Search
		if search == nil {
			continue
		}
		scope := s.gate.Scope(ctx, module.Need{Action: module.View, Kind: name})
		if scope == account.None {
			deep.all, shallow.all = false, false
			public.all = public.all && search.Public == nil
			without = append(without, name)
			continue
		}
		if search.Called == nil {
			continue // it shares the rules of the records that it is about
		}
		switch {
		case portal:
			public.kinds = append(public.kinds, name)
		case scope >= account.All:
			deep.kinds = append(deep.kinds, name)
			shallow.all = false
			continue
		case scope >= account.City:
			shallow.whole = append(shallow.whole, name)
		default:
			shallow.all = false
			shallow.open = append(shallow.open, name)
			if scope >= account.Own && search.Owned != "" && organisation != "" {
				shallow.owned = append(shallow.owned, ownedKind{name, search.Owned, organisation})
			}
		}
		deep.all = false
	}
	var list []reach
	for _, r := range []reach{deep, shallow, public} {
		if len(r.kinds)+len(r.whole)+len(r.open) > 0 {
			r.without = without
			list = append(list, r)
		}
	}
	return list
}

// finds tells whether the viewer may find an entry.
func (r reach) finds(e *entry, owned map[int64]*block) bool {
	if e.circle == hidden || slices.Contains(r.without, e.ref.Kind) {
		return false
	}
	public := e.circle == record.Public
	switch r.table {
	case tableAll:
		return r.all || slices.Contains(r.kinds, e.about.Kind)
	case tablePortal:
		return public && slices.Contains(r.kinds, e.about.Kind)
	}
	if slices.Contains(r.whole, e.about.Kind) {
		return public || e.circle == record.Administration || e.circle == record.Participants
	}
	if b := owned[blockOf(e.number)]; b != nil && b.has(uint16(e.number)) && e.circle == record.Participants {
		return true
	}
	return public && slices.Contains(r.open, e.about.Kind)
}

// rule says the same in marks, so that what nobody may find is left out before it
// is looked at: a number has to meet one of the alternatives, each with all its groups, or to be owned.
type rule struct {
	either [][]lexis.Group // none: everything
	never  lexis.Group
}

func (r reach) rule() rule {
	if r.all {
		return rule{}
	}
	about := func(kinds []string) lexis.Group {
		var g lexis.Group
		for _, kind := range kinds {
			g.Any = append(g.Any, markAbout+kind)
		}
		return g
	}
	var one rule
	for _, kind := range r.without {
		one.never.Any = append(one.never.Any, markKind+kind)
	}
	switch {
	case r.table != tableOpen:
		one.either = [][]lexis.Group{{about(r.kinds)}}
	default:
		if len(r.whole) > 0 {
			one.either = append(one.either, []lexis.Group{about(r.whole)})
		}
		if len(r.open) > 0 {
			one.either = append(one.either, []lexis.Group{about(r.open), {Any: []string{markCircle + string(record.Public)}}})
		}
	}
	return one
}

// groups are all that the rule asks for.
func (r rule) groups() []lexis.Group {
	return append(slices.Concat(r.either...), r.never)
}

// ownedNumbers are the entries that the viewer finds because the viewer's
// organisation takes part, by their blocks.
func (r reach) ownedNumbers(ctx context.Context, h db.Handle) (map[int64]*block, error) {
	owned := map[int64]*block{}
	for _, o := range r.owned {
		var w db.Where
		w.And("e.about_kind = ? AND e.circle = 'participants' AND e.about_id IN ("+strings.ReplaceAll(o.sql, "$1", "?")+")", o.kind, o.organisation)
		numbers, err := db.All(ctx, h, db.Value[int64], `SELECT e.number FROM search_entries e`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			if owned[blockOf(n)] == nil {
				owned[blockOf(n)] = &block{}
			}
			owned[blockOf(n)].set(uint16(n))
		}
	}
	return owned, nil
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, s := range list {
		all[i] = s
	}
	return all
}
