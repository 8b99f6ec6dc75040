package search

import (
	"cmp"
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/lexis"
)

// near lists the leading records whose names are nearly what was typed, as far
// as the viewer may find them.
func (s *Service) near(ctx context.Context, reaches []reach, ask Ask) ([]Hit, error) {
	var all []candidate
	for _, r := range reaches {
		owned, err := r.ownedNumbers(ctx, s.index.db)
		if err != nil {
			return nil, err
		}
		found, err := db.All(ctx, s.index.db, scanEntry, selectEntries+` WHERE e.number >= $1 ORDER BY e.number DESC LIMIT $2`, int64(1)<<leadBit, mostMatches)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if !r.finds(&e, owned) {
				continue
			}
			if d := distance(ask.Text, readTitle(e.title, r.depth)); d <= 2 && (ask.Kind == "" || ask.Kind == e.ref.Kind) {
				all = append(all, candidate{entry: e, depth: r.depth, score: -float64(d)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var hits []Hit
	for _, c := range all {
		ask.Plain = true
		hit, ok, err := s.hit(ctx, lexis.Query{}, c, ask)
		if err != nil || len(hits) == mostSuggest {
			return hits, err
		}
		if ok && hit.Path != "" {
			hits = append(hits, hit)
		}
	}
	return hits, nil
}

// distance is how many letters lie between what was typed, under either layout,
// and the nearest name, by their sounds; 99 when they are too short to tell.
func distance(typed string, t lexis.Title) int {
	best := 99
	for _, text := range []string{typed, fold.SwapLayout(typed)} {
		sound := []rune(fold.Latin(text))
		if len(sound) < 4 {
			continue
		}
		for _, words := range append(slices.Clone(t.Variants), t.Names) {
			for _, w := range words {
				best = min(best, edits(sound, []rune(fold.Latin(w))))
			}
		}
	}
	return best
}

// edits is the number of insertions, deletions and replacements from a to b
// (Levenshtein); 99 when the lengths alone are too far apart.
func edits(a, b []rune) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 99
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			before, row[j] = row[j], min(row[j]+1, row[j-1]+1, before+cost)
		}
	}
	return row[len(b)]
}
