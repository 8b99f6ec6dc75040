package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// What one query looks at, at most.
const (
	mostTitles  = 400  // newest records with all words in their titles
	mostMatches = 1000 // newest records with all words anywhere
	mostPublic  = 200  // records of the portal: each is asked for its address
	mostSuggest = 3
)

// leadBonus brings leading kinds before others of the same match.
const leadBonus = 1.5

// Service answers queries within the rights of the viewer.
type Service struct {
	index *Index
	gate  *account.Gate
}

// New makes the service on an index.
func New(index *Index, gate *account.Gate) *Service { return &Service{index: index, gate: gate} }

// Ask is a query.
type Ask struct {
	Text   string
	Kind   string // only records of this kind
	Lang   string // of titles and, first, of snippets
	Portal bool   // as residents see it, whoever asks
	From   int    // how many hits are left out
	Limit  int
	Plain  bool // without snippets
}

// Hit is a record that was found.
type Hit struct {
	Ref     record.Ref
	Title   string
	Path    string // within the frame
	Snippet []lexis.Part
}

// Count is how many records of a kind were found.
type Count struct {
	Kind string
	N    int
}

// Answer is what was found, the best first.
type Answer struct {
	Hits   []Hit
	Total  int  // of the kind asked for, at most what is looked at
	More   bool // there are more than Total
	Kinds  []Count
	As     string // what the query was taken for, when it was typed under the other layout
	Making bool   // the index is being made anew; something may be missing
	Near   []Hit  // when nothing was found: names that are nearly so
}

// candidate is an entry that matches.
type candidate struct {
	entry
	depth record.Depth
	named bool // all words are in its title, or sound so
	score float64
}

// Find answers a query. A viewer who may see nothing gets errs.Forbidden.
func (s *Service) Find(ctx context.Context, ask Ask) (Answer, error) {
	if ask.Portal {
		ctx = account.With(ctx, account.Viewer{})
	}
	if _, err := s.gate.Require(ctx, module.Need{Action: module.View, Kind: "search"}); err != nil {
		return Answer{}, err
	}
	if _, ok := s.index.kinds()[ask.Kind]; !ok {
		ask.Kind = ""
	}
	var a Answer
	ready, err := s.index.Ready(ctx)
	if err != nil {
		return a, err
	}
	a.Making = !ready
	reaches := s.reaches(ctx, ask.Portal)
	q, all, as, err := s.match(ctx, reaches, ask)
	if err != nil || q.IsZero() {
		return a, err
	}
	a.As = as
	if ask.Portal {
		if all, err = s.addressed(ctx, all); err != nil {
			return a, err
		}
	}
	a.Kinds = counts(all)
	a.More = len(all) >= mostMatches || ask.Portal && len(all) >= mostPublic
	if ask.Kind != "" {
		all = slices.DeleteFunc(all, func(c candidate) bool { return c.ref.Kind != ask.Kind })
	}
	a.Total = len(all)
	rank(q, all, s.index.lead)
	for _, c := range all[min(max(ask.From, 0), len(all)):] {
		if len(a.Hits) == ask.Limit {
			break
		}
		hit, ok, err := s.hit(ctx, q, c, ask)
		if err != nil {
			return a, err
		}
		if ok {
			a.Hits = append(a.Hits, hit)
		}
	}
	if len(all) == 0 {
		a.Near, err = s.near(ctx, reaches, ask)
	}
	return a, err
}

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

// candidates are the newest matches: those by title, and those by any word.
func (s *Service) candidates(ctx context.Context, reaches []reach, q lexis.Query, ask Ask) ([]candidate, error) {
	if q.IsZero() {
		return nil, nil
	}
	limit := mostMatches
	if ask.Portal {
		limit = mostPublic
	}
	var all []candidate
	seen := map[int64]bool{}
	for _, r := range reaches {
		for _, part := range []struct {
			q     lexis.Query
			limit int
			named bool
		}{{q.InTitles(), min(limit, mostTitles), true}, {q, limit, false}} {
			found, err := s.newest(ctx, r, r.narrows(part.q, ask.Kind), part.limit)
			if err != nil {
				return nil, err
			}
			for _, e := range found {
				if !seen[e.number] {
					seen[e.number] = true
					all = append(all, candidate{entry: e, depth: r.depth, named: part.named})
				}
			}
		}
	}
	return all, nil
}

// newest reads number, reference and title of the newest entries that match
// within a reach.
func (s *Service) newest(ctx context.Context, r reach, q lexis.Query, limit int) ([]entry, error) {
	engine := s.index.db.Engine()
	from, match := matchSQL(engine, r.table)
	var w db.Where
	w.And(match, queryText(engine, q))
	r.where(&w)
	query := `SELECT e.number, e.kind, e.record_id, e.title` + from + w.SQL() + newestSQL(engine, r.table) + w.Arg(limit)
	return db.AllPlanned(ctx, s.index.db, func(r db.Row) (entry, error) {
		var e entry
		err := r.Scan(&e.number, &e.ref.Kind, &e.ref.ID, &e.title)
		return e, err
	}, query, w.Args()...)
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

// hit makes a candidate ready to be shown. Its title is asked for in the name
// of the viewer, who may have lost the right to see it a moment ago.
func (s *Service) hit(ctx context.Context, q lexis.Query, c candidate, ask Ask) (Hit, bool, error) {
	kind := s.index.kinds()[c.ref.Kind]
	title, err := kind.Title(ctx, c.ref.ID, ask.Lang)
	if gone(err) {
		return Hit{}, false, nil
	}
	if err != nil {
		return Hit{}, false, err
	}
	h := Hit{Ref: c.ref, Title: title, Path: s.index.kinds().Path(c.ref)}
	if ask.Portal {
		if h.Path, err = kind.Search.Public(ctx, c.ref.ID); err != nil {
			return Hit{}, false, err
		}
	}
	if !ask.Plain {
		h.Snippet, err = s.snippet(ctx, q, c, ask.Lang)
	}
	return h, true, err
}

func gone(err error) bool {
	kind := errs.KindOf(err)
	return err != nil && (kind == errs.NotFound || kind == errs.Forbidden || kind == errs.Unauthenticated)
}

// addressed leaves out what the portal has no page for.
func (s *Service) addressed(ctx context.Context, all []candidate) ([]candidate, error) {
	kept := all[:0]
	for _, c := range all {
		path, err := s.index.kinds()[c.ref.Kind].Search.Public(ctx, c.ref.ID)
		if err != nil && !gone(err) {
			return nil, err
		}
		if err == nil && path != "" {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// snippet is the first passage that answers the query, of those that the viewer
// may read; passages in the viewer's language go before others.
func (s *Service) snippet(ctx context.Context, q lexis.Query, c candidate, lang string) ([]lexis.Part, error) {
	found, err := s.index.kinds()[c.ref.Kind].Search.Read(ctx, s.index.db, c.ref.ID, nil)
	if err != nil {
		if gone(err) {
			err = nil
		}
		return nil, err
	}
	slices.SortStableFunc(found.Passages, func(a, b record.Passage) int { return place(a, lang) - place(b, lang) })
	for _, p := range found.Passages {
		if p.Depth > c.depth || !strings.Contains(strings.TrimSpace(p.Text), " ") {
			continue // a single word says nothing beside the title
		}
		if parts := q.Snippet(p.Text); parts != nil {
			return parts, nil
		}
	}
	return nil, nil
}

func place(p record.Passage, lang string) int {
	switch p.Lang {
	case lang:
		return 0
	case "":
		return 1
	}
	return 2
}

// near lists the leading records whose names are nearly what was typed, as far
// as the viewer may find them.
func (s *Service) near(ctx context.Context, reaches []reach, ask Ask) ([]Hit, error) {
	var all []candidate
	for _, r := range reaches {
		var w db.Where
		w.And("e.number >= ?", int64(1)<<leadBit)
		r.where(&w)
		found, err := db.All(ctx, s.index.db, scanEntry, selectEntries+w.SQL()+` ORDER BY e.number DESC LIMIT `+w.Arg(mostMatches), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
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

// Recent shows records by their references, as far as the viewer may see them.
func (s *Service) Recent(ctx context.Context, lang string, refs []record.Ref) ([]Hit, error) {
	if _, err := s.gate.Require(ctx, module.Need{Action: module.View, Kind: "search"}); err != nil {
		return nil, err
	}
	var hits []Hit
	for _, ref := range refs {
		kind, ok := s.index.kinds()[ref.Kind]
		if !ok || kind.Search == nil {
			continue
		}
		title, err := kind.Title(ctx, ref.ID, lang)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		hits = append(hits, Hit{Ref: ref, Title: title, Path: s.index.kinds().Path(ref)})
	}
	return hits, nil
}
