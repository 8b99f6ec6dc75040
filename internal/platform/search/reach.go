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

// reach is how far a viewer's search goes on one of the index tables: the same
// rule as account.Scope.Where, for many kinds at once.
type reach struct {
	table string
	depth record.Depth
	kinds []string // with the scope of the table
	// whole are kinds seen from the circle of the administration on, open kinds
	// seen when public; both of search_open only.
	whole, open []string
	owned       []ownedKind
	all         bool // no kind is left out: only what is hidden is
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
	shallow = reach{table: tableOpen, depth: record.InRecord}
	public = reach{table: tablePortal, depth: record.OnPortal}
	organisation := account.From(ctx).Organisation
	var without []string
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		search := kinds[name].Search
		if search == nil {
			continue
		}
		scope := s.gate.Scope(ctx, module.Need{Action: module.View, Kind: name})
		if scope == account.None {
			deep.all = false
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
			continue
		case scope >= account.City:
			shallow.whole = append(shallow.whole, name)
		default:
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

// where adds the rule as conditions on search_entries.
func (r reach) where(w *db.Where) {
	if len(r.without) > 0 {
		w.And("e.kind NOT IN ("+marks(len(r.without))+")", anys(r.without)...)
	}
	switch r.table {
	case tableAll:
		w.And("e.circle <> ?", string(hidden))
		if !r.all {
			w.In("e.about_kind", r.kinds)
		}
	case tablePortal:
		w.And("e.circle = ?", string(record.Public))
		w.In("e.about_kind", r.kinds)
	default:
		var either []string
		var args []any
		if len(r.whole) > 0 {
			either = append(either, "e.about_kind IN ("+marks(len(r.whole))+") AND e.circle IN ('administration', 'participants', 'public')")
			args = append(args, anys(r.whole)...)
		}
		if len(r.open) > 0 {
			either = append(either, "e.about_kind IN ("+marks(len(r.open))+") AND e.circle = 'public'")
			args = append(args, anys(r.open)...)
		}
		for _, o := range r.owned {
			either = append(either, "e.about_kind = ? AND e.circle = 'participants' AND e.about_id IN ("+strings.ReplaceAll(o.sql, "$1", "?")+")")
			args = append(args, o.kind, o.organisation)
		}
		w.And("("+strings.Join(either, " OR ")+")", args...)
	}
}

// narrows adds to a query what the engine can tell by tokens alone, so that it
// need not look at entries that the conditions would drop.
func (r reach) narrows(q lexis.Query, kind string) lexis.Query {
	q.Groups = slices.Clip(q.Groups)
	if kind != "" {
		q.Groups = append(q.Groups, lexis.Group{Any: []string{markKind + kind}})
	}
	if r.table == tableOpen && len(r.whole) == 0 {
		circles := []string{markCircle + string(record.Public)}
		if len(r.owned) > 0 {
			circles = append(circles, markCircle+string(record.Participants))
		}
		q.Groups = append(q.Groups, lexis.Group{Any: circles})
	}
	return q
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func anys(list []string) []any {
	all := make([]any, len(list))
	for i, s := range list {
		all[i] = s
	}
	return all
}
