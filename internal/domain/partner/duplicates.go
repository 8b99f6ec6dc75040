package partner

import (
	"context"
	"strconv"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
)

// Duplicates are the registers in which a place may stand twice.
func (s *Service) Duplicates() []duplicate.Register {
	return []duplicate.Register{
		{Kind: Kind, Sort: duplicate.Places, Cards: s.partnerCards},
		{Kind: ProspectKind, Sort: duplicate.Places, Cards: s.prospectCards, Heir: Kind},
	}
}

func (s *Service) partnerCards(ctx context.Context) ([]duplicate.Card, error) {
	scope, err := s.Gate.Require(ctx, s.partners.ViewNeed())
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, s.DB, Filter{Old: true}, scope, account.From(ctx).Organisation)
	var cards []duplicate.Card
	for _, p := range all {
		if p.Type == "district" {
			continue // named in full, and beside its city on purpose
		}
		c := s.placeCard(p.ID, p.Name, p.Country, p.GeoNames)
		if p.Native != "" {
			c.Names = append(c.Names, p.Native)
		}
		if p.Wikidata != "" {
			c.Codes = append(c.Codes, "wikidata:"+p.Wikidata)
		}
		c.Names = append(c.Names, p.Former...)
		cards = append(cards, c)
	}
	return cards, err
}

func (s *Service) prospectCards(ctx context.Context) ([]duplicate.Card, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: ProspectKind})
	if err != nil {
		return nil, err
	}
	all, err := listProspects(ctx, s.DB, scope)
	cards := make([]duplicate.Card, len(all))
	for i, p := range all {
		cards[i] = s.placeCard(p.ID, p.Name, p.Country, p.GeoNames)
	}
	return cards, err
}

// placeCard names a place by its code; one that nobody chose from the gazetteer
// is looked up there by its name.
func (s *Service) placeCard(id string, name i18n.Text, country, code string) duplicate.Card {
	c := duplicate.Card{ID: id, Place: country}
	for _, lang := range name.Langs() {
		c.Names = append(c.Names, name.Get(lang))
	}
	if code == "" {
		if found, ok := s.locate(c.Names, country); ok {
			code = strconv.Itoa(found.GeoNames)
		}
	}
	if code != "" {
		c.Codes = []string{"geonames:" + code}
	}
	return c
}

// locate finds the place that one of the names surely means in a country.
func (s *Service) locate(names []string, country string) (place.Place, bool) {
	for _, name := range names {
		for _, m := range s.deps.Places.Find(name, place.Options{Country: country, Limit: 1}) {
			if m.How.Sure() && m.Place.Country == country {
				return m.Place, true
			}
		}
	}
	return place.Place{}, false
}
