package search

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/record"
)

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
