package partner

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// found adds to the search what both sides said, who answers for the tie, and
// every spelling of the city and of its country that the gazetteer knows.
func (s *Service) found(ctx context.Context, h db.Handle, p *Partnership, to *record.Searched) error {
	s.spellings(p.GeoNames, p.Country, record.OnPortal, to)
	claims, err := claimsOf(ctx, h, p.ID)
	for _, c := range claims {
		for _, text := range []string{c.Document, c.By, c.Source.Title} {
			to.Passages = append(to.Passages, record.Passage{Text: text, Depth: record.Inner})
		}
		to.Passages = append(to.Passages, record.Passage{Text: c.Wording, Lang: c.WordingLang, Depth: record.Inner})
		to.Passages = append(to.Passages, keep.Passages(c.Note, record.Inner)...)
	}
	for _, id := range []string{p.OurPost, p.OurDeputy, p.TheirPost, p.TheirDeputy} {
		if id != "" {
			to.Links = append(to.Links, record.Ref{Kind: "post", ID: id})
		}
	}
	return err
}

func (s *Service) foundProspect(_ context.Context, _ db.Handle, p *Prospect, to *record.Searched) error {
	s.spellings(p.GeoNames, p.Country, record.InRecord, to)
	return nil
}

// spellings adds what the gazetteer knows of a place: it is no secret.
func (s *Service) spellings(geonames, iso2 string, depth record.Depth, to *record.Searched) {
	if country, ok := s.deps.Places.Country(iso2); ok {
		for _, lang := range slices.Sorted(maps.Keys(country.Names)) {
			to.Passages = append(to.Passages, record.Passage{Text: country.Names[lang], Lang: lang, Depth: depth})
		}
	}
	id, err := strconv.Atoi(geonames)
	if err != nil {
		return
	}
	found, ok := s.deps.Places.ByGeoNames(id)
	if !ok {
		return
	}
	for _, lang := range slices.Sorted(maps.Keys(found.Names)) {
		to.Names = append(to.Names, record.Passage{Text: found.Names[lang], Lang: lang, Depth: depth})
	}
	for _, name := range found.Aliases {
		to.Names = append(to.Names, record.Passage{Text: name, Depth: depth})
	}
}

// publicPath is the page of a partner on the portal.
func (s *Service) publicPath(ctx context.Context, id string) (string, error) {
	p, err := s.Partner(ctx, id)
	if err != nil || p.Visibility != record.Public {
		return "", err
	}
	return "/partners/" + p.Slug, nil
}
