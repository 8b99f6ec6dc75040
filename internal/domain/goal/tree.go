package goal

import (
	"cmp"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// Work is something that can serve a goal: a tie with a partner, an agreement,
// an activity or a result, as the desk that owns it says.
type Work struct {
	Ref      record.Ref
	Name     i18n.Text
	When     edtf.Date
	Partners []string // identifiers of the partnerships it concerns
	Aims     []string // of an activity: the general aims that it carries
	Activity string   // of a result: what it came from
}

// in tells whether an activity or a result falls into a year; what has no year
// falls into none.
func (w Work) in(year int) bool {
	if _, known := w.When.Start().Year(); !known {
		return false
	}
	return w.When.First().Year() <= year && year <= w.lastYear()
}

// lastYear is the year in which something ended; what goes on without a known
// end counts in the year in which it began.
func (w Work) lastYear() int {
	if end := w.When.End(); w.When.IsInterval() && !end.IsZero() {
		if _, known := end.Year(); known {
			return end.Last().Year()
		}
	}
	return w.When.Start().Last().Year()
}

// Lens narrows what the tree counts.
type Lens struct {
	Year    int    // 0: all years; ties to partners and agreements have no year
	Partner string // identifier of a partnership; empty: all
}

// through are the works that a lens lets through. A result passes with the
// activity that it came from.
func (l Lens) through(works []Work) []Work {
	passed := map[string]bool{}
	pass := func(w Work) bool {
		if l.Partner != "" && !slices.Contains(w.Partners, l.Partner) {
			return false
		}
		return l.Year == 0 || w.Ref.Kind == PartnerKind || w.Ref.Kind == AgreementKind || w.in(l.Year)
	}
	for _, w := range works {
		if w.Ref.Kind == ActivityKind && pass(w) {
			passed[w.Ref.ID] = true
		}
	}
	var seen []Work
	for _, w := range works {
		if pass(w) || w.Ref.Kind == ResultKind && passed[w.Activity] {
			seen = append(seen, w)
		}
	}
	return seen
}

// How says why something serves a goal.
type How string

// The ways.
const (
	Direct     How = "direct"   // the goal is tied to it
	ByAim      How = "aim"      // the activity carries the general aim of the goal
	ByActivity How = "activity" // the result came from an activity that serves the goal
	Below      How = "below"    // it serves a goal below this one
)

// Served is a work that serves a goal.
type Served struct {
	Work
	How How
}

// Node is a goal in its place.
type Node struct {
	Goal
	Number   string // "1.2"
	Level    int    // from 1
	Above    *Node
	Children []*Node
	// Serving is what serves the goal or one below it, by kind, each once.
	Serving map[string][]Served
}

// Forest is the tree with what serves it.
type Forest struct {
	Roots []*Node
	Nodes map[string]*Node // by identifier
	Spare []Work           // activities that serve no goal
	Total int              // activities that were looked at
}

// Gap names what a goal lacks: "all" when nothing serves it, "activity" when
// ties stand and nothing is done, "result" when nothing remained yet.
func (n *Node) Gap() string {
	has := func(kind string) bool { return len(n.Serving[kind]) > 0 }
	switch {
	case has(ResultKind):
		return ""
	case has(ActivityKind):
		return "result"
	case has(PartnerKind) || has(AgreementKind):
		return "activity"
	}
	return "all"
}

// Grow puts goals into their places and counts what serves them. A goal whose
// parent is not among them stands at the top.
func Grow(goals []Goal, works []Work, lens Lens) *Forest {
	f := &Forest{Nodes: map[string]*Node{}}
	for _, g := range goals {
		f.Nodes[g.ID] = &Node{Goal: g, Serving: map[string][]Served{}}
	}
	for _, g := range goals {
		n := f.Nodes[g.ID]
		if above := f.Nodes[g.Parent]; above != nil {
			n.Above, above.Children = above, append(above.Children, n)
		} else {
			f.Roots = append(f.Roots, n)
		}
	}
	f.number(f.Roots, "", 1)
	f.serve(lens.through(works))
	return f
}

// number orders siblings and writes down where they stand.
func (f *Forest) number(nodes []*Node, before string, level int) {
	slices.SortFunc(nodes, func(a, b *Node) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(fold.Key(a.Name.In("ru").Value), fold.Key(b.Name.In("ru").Value)), cmp.Compare(a.ID, b.ID))
	})
	for i, n := range nodes {
		n.Number, n.Level = before+strconv.Itoa(i+1), level
		f.number(n.Children, n.Number+".", level+1)
	}
}

// serve notes for every work which goals it serves.
func (f *Forest) serve(works []Work) {
	tied, aims := map[string][]*Node{}, map[string][]*Node{}
	f.Walk(func(n *Node) {
		for _, tie := range n.Ties {
			tied[tie] = append(tied[tie], n)
		}
		if n.Aim != "" {
			aims[n.Aim] = append(aims[n.Aim], n)
		}
	})
	from := map[string][]*Node{} // activity → goals that it serves
	for _, w := range works {
		if w.Ref.Kind == ResultKind {
			continue
		}
		for _, n := range tied[w.Ref.String()] {
			n.note(w, Direct)
			from[w.Ref.ID] = append(from[w.Ref.ID], n)
		}
		for _, aim := range w.Aims {
			for _, n := range aims[aim] {
				n.note(w, ByAim)
				from[w.Ref.ID] = append(from[w.Ref.ID], n)
			}
		}
		if w.Ref.Kind == ActivityKind {
			if f.Total++; len(from[w.Ref.ID]) == 0 {
				f.Spare = append(f.Spare, w)
			}
		}
	}
	for _, w := range works {
		if w.Ref.Kind != ResultKind {
			continue
		}
		for _, n := range tied[w.Ref.String()] {
			n.note(w, Direct)
		}
		for _, n := range from[w.Activity] {
			n.note(w, ByActivity)
		}
	}
}

// note adds what serves a goal to it and to those above it, once.
func (n *Node) note(w Work, how How) {
	for at := n; at != nil; at, how = at.Above, Below {
		list := at.Serving[w.Ref.Kind]
		i := slices.IndexFunc(list, func(s Served) bool { return s.Ref == w.Ref })
		switch {
		case i < 0:
			at.Serving[w.Ref.Kind] = append(list, Served{w, how})
		case list[i].How == Below:
			list[i].How = how // a closer reason is the better one
		}
	}
}

// Walk visits the goals in the order of the tree.
func (f *Forest) Walk(visit func(*Node)) { walk(f.Roots, visit) }

func walk(nodes []*Node, visit func(*Node)) {
	for _, n := range nodes {
		visit(n)
		walk(n.Children, visit)
	}
}
