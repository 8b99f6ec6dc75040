package search

import (
	"cmp"
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
)

// match tries the query as it was typed, then under the other keyboard layout,
// then with its last word as a beginning anywhere, until something is found.
func (s *Service) match(ctx context.Context, reaches []reach, ask Ask) (lexis.Query, []candidate, string, error) {
	typed := lexis.Read(ask.Text)
	all, err := s.candidates(ctx, reaches, typed, ask)
	if err != nil || len(all) > 0 {
		return typed, all, "", err
	}
	other, text := lexis.Other(ask.Text)
	if all, err = s.candidates(ctx, reaches, other, ask); err != nil || len(all) > 0 {
		return other, all, text, err
	}
	for _, try := range []struct {
		q  lexis.Query
		as string
	}{{typed, ""}, {other, text}} {
		wide, ok := try.q.Wider()
		if !ok {
			continue
		}
		if all, err = s.candidates(ctx, reaches, wide, ask); err != nil || len(all) > 0 {
			return wide, all, try.as, err
		}
	}
	return typed, nil, "", nil
}

// candidates are the newest matches: those by title, and those by any word. When
// a record was changed while they were read, and may have been missed between
// its old number and its new one, they are read again from one state.
func (s *Service) candidates(ctx context.Context, reaches []reach, q lexis.Query, ask Ask) ([]candidate, error) {
	if q.IsZero() {
		return nil, nil
	}
	before, err := stateOf(ctx, s.index.db)
	if err != nil {
		return nil, err
	}
	all, missed, err := s.gather(ctx, s.index.db, reaches, q, ask)
	if err != nil || !missed {
		return all, err
	}
	after, err := stateOf(ctx, s.index.db)
	if err != nil || after.seq == before.seq {
		return all, err
	}
	err = s.index.db.Snapshot(ctx, func(ctx context.Context, h db.Handle) error {
		all, _, err = s.gather(ctx, h, reaches, q, ask)
		return err
	})
	return all, err
}

// gather reads candidates; missed says that a number was gone before it
// was read.
func (s *Service) gather(ctx context.Context, h db.Handle, reaches []reach, q lexis.Query, ask Ask) (all []candidate, missed bool, err error) {
	limit := mostMatches
	if ask.Portal {
		limit = mostPublic
	}
	titles, anywhere := slices.Clip(q.InTitles().Groups), slices.Clip(q.Groups)
	if ask.Kind != "" {
		kind := lexis.Group{Any: []string{markKind + ask.Kind}}
		titles, anywhere = append(titles, kind), append(anywhere, kind)
	}
	seen := map[int64]bool{}
	for _, r := range reaches {
		reading, err := s.index.newReading(ctx, h, r, slices.Concat(titles, anywhere))
		if err != nil {
			return nil, false, err
		}
		add := func(named bool, found []*entry, err error) error {
			for _, e := range found {
				if !seen[e.number] {
					seen[e.number] = true
					all = append(all, candidate{entry: *e, depth: r.depth, named: named})
				}
			}
			return err
		}
		found, err := reading.newest(ctx, titles, min(limit, mostTitles))
		if err = add(true, found, err); err != nil {
			return nil, false, err
		}
		if ask.making {
			found, err = reading.exact(ctx, q, ask.Kind, min(limit, mostTitles))
			if err = add(true, found, err); err != nil {
				return nil, false, err
			}
		}
		found, err = reading.newest(ctx, anywhere, limit)
		if err = add(false, found, err); err != nil {
			return nil, false, err
		}
		missed = missed || reading.missed
	}
	return all, missed, nil
}

// rank orders candidates: the better title first, then the newer.
func rank(q lexis.Query, all []candidate, lead []string) {
	for i := range all {
		all[i].score = q.Score(readTitle(all[i].title, all[i].depth), all[i].named)
		if all[i].score > 0 && slices.Contains(lead, all[i].ref.Kind) {
			all[i].score += leadBonus
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.number&(1<<leadBit-1), a.number&(1<<leadBit-1)))
	})
}

func counts(all []candidate) []Count {
	n := map[string]int{}
	for _, c := range all {
		n[c.ref.Kind]++
	}
	var list []Count
	for kind, k := range n {
		list = append(list, Count{kind, k})
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind)) })
	return list
}
