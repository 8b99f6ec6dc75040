package filing

import "slices"

// Change is how a line of one report differs from the other's.
type Change struct {
	Kind  string // Added, Gone or Changed
	Line  Line   // the later one; of what is gone the earlier one
	Cells []CellChange
}

// The kinds of changes.
const (
	Added   = "added"
	Gone    = "gone"
	Changed = "changed"
)

// CellChange is a cell that says something else.
type CellChange struct{ Name, Before, After string }

// compare tells in what a report differs from an earlier one: in these groups,
// by these headings. A group itself counts only where several are one list.
func compare(before, after []Line, names []string) []Change {
	var changes []Change
	old := map[string]Line{}
	for _, l := range before {
		old[l.Ref] = l
	}
	kept := map[string]bool{}
	for _, l := range after {
		was, ok := old[l.Ref]
		kept[l.Ref] = true
		if !ok {
			changes = append(changes, Change{Kind: Added, Line: l})
			continue
		}
		var cells []CellChange
		for _, name := range names {
			if a, b := was.cell(name).text(), l.cell(name).text(); a != b {
				cells = append(cells, CellChange{name, a, b})
			}
		}
		if len(cells) > 0 {
			changes = append(changes, Change{Changed, l, cells})
		}
	}
	for _, l := range before {
		if !kept[l.Ref] {
			changes = append(changes, Change{Kind: Gone, Line: l})
		}
	}
	return changes
}

// sinceFiled is what would differ from an edition of the same year: everything.
func sinceFiled(before, after []Line) []Change {
	return compare(before, after, append(paperCells(), linkCells()[1:]...))
}

// sinceYear is what differs from the report of the year before: the list of
// agreements, without what became of them, which is another question each year.
func sinceYear(before, after []Line) []Change {
	names := slices.DeleteFunc(paperCells(), func(name string) bool { return name == "standing" })
	return compare(papers(before), papers(after), names)
}

// papers are the lines of agreements.
func papers(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Group == Links })
}
