package note

import (
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// found puts the names of countries in place of references to them; all other
// references are records of their own.
func (s *Service) found(_ context.Context, _ db.Handle, n *Note, to *record.Searched) error {
	to.Links = slices.DeleteFunc(to.Links, func(ref record.Ref) bool { return ref.Kind == CountryKind })
	for _, ref := range n.Refs() {
		if ref.Kind != CountryKind {
			continue
		}
		for _, lang := range s.deps.Langs {
			to.Passages = append(to.Passages, record.Passage{Text: s.deps.Country(ref.ID, lang), Lang: lang, Depth: record.InRecord})
		}
	}
	return nil
}
