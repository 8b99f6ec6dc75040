package clause

import "slices"

// Pair is a clause of a text beside a part of a pasted one. One of them is
// missing where the structures differ.
type Pair struct {
	Clause *Clause
	Found  *Found
}

// spot is the place of a part in the structure: its rank, article and point.
type spot [3]int

// before compares places.
func (s spot) before(other spot) bool {
	for i := range s {
		if s[i] != other[i] {
			return s[i] < other[i]
		}
	}
	return false
}

// spots are the places of parts in their order. Second parts of a kind that
// there is once, such as a second preamble, are told apart by their number.
func spots(parts []Part) []spot {
	all := make([]spot, len(parts))
	article, point := 0, 0
	others := map[Part]int{}
	for i, part := range parts {
		switch part {
		case Article:
			article, point = article+1, 0
		case Point:
			point++
		default:
			others[part]++
			all[i] = spot{part.rank(), others[part], 0}
			continue
		}
		all[i] = spot{part.rank(), article, point}
	}
	return all
}

// Align sets a pasted text beside the clauses that there are, place by place.
func Align(clauses []Clause, found []Found) []Pair {
	parts := make([]Part, len(clauses))
	for i, c := range clauses {
		parts[i] = c.Part
	}
	have := spots(parts)
	parts = make([]Part, len(found))
	for i, f := range found {
		parts[i] = f.Part
	}
	come := spots(parts)
	var pairs []Pair
	i, j := 0, 0
	for i < len(have) || j < len(come) {
		switch {
		case j == len(come) || i < len(have) && have[i].before(come[j]):
			pairs = append(pairs, Pair{Clause: &clauses[i]})
			i++
		case i == len(have) || come[j].before(have[i]):
			pairs = append(pairs, Pair{Found: &found[j]})
			j++
		default:
			pairs = append(pairs, Pair{&clauses[i], &found[j]})
			i, j = i+1, j+1
		}
	}
	return pairs
}

// ordered puts the parts of a text into their order: a closing formula that
// stands before an article goes to the end.
func ordered(found []Found) []Found {
	slices.SortStableFunc(found, func(a, b Found) int { return a.Part.rank() - b.Part.rank() })
	return found
}
