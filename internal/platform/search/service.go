package search

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/lexis"
	"pobratim/internal/kit/web/ui"
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
	index    *Index
	gate     *account.Gate
	commands func(r *http.Request, q string) ([]ui.Link, error) // nil: none
}

// New makes the service on an index.
func New(index *Index, gate *account.Gate) *Service {
	return &Service{index: index, gate: gate}
}

// Ask is a query.
type Ask struct {
	Text   string
	Kind   string // only records of this kind
	Lang   string // of titles and, first, of snippets
	Portal bool   // as residents see it, whoever asks
	From   int    // how many hits are left out
	Limit  int
	Plain  bool // without snippets
	making bool // the index is not whole
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
	Making bool   // the index is being made anew: exact matches of titles, and what has been read already
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
	a.Making, ask.making = !ready, !ready
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
