package duplicate

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/transfer"
)

// works compares what has a title and perhaps a time: posts, papers, events and
// series. Posts are compared within one organisation, papers within one partner.
// What surely happened at different times is not the same: an event comes again,
// a paper is renewed.
func works(sort Sort, a, b *read) verdict {
	if (sort == Posts || sort == Papers) && a.Place != b.Place {
		return verdict{}
	}
	meet, dated := meets(a.When, b.When)
	if dated && !meet {
		return verdict{}
	}
	likeness, signs := bestNames(a, b, likeThings)
	sameDay := sort == Papers && dated && a.When == b.When && len(a.When) == len("2007-05-19")
	if sameDay && likeness < 0.55 { // one paper under two titles
		likeness, signs = 0.55, nil
	}
	if likeness < 0.5 {
		return verdict{strength: max(likeness, 0)}
	}
	v := verdict{strength: likeness, agree: signs}
	switch {
	case sameDay:
		v.add(0.2, SignDate)
	case dated:
		v.add(0.05, SignDate)
	case a.When != b.When:
		v.strength -= 0.1 // of one the time is not known
	}
	switch sort {
	case Posts:
		v.same(a.Place, b.Place, 0, 0, SignOrganisation)
	case Papers:
		v.same(a.Place, b.Place, 0, 0, SignPlace)
	case Events:
		if slices.ContainsFunc(a.Belongs, func(id string) bool { return slices.Contains(b.Belongs, id) }) {
			v.add(0.05, SignPlace)
		} else if len(a.Belongs) > 0 && len(b.Belongs) > 0 {
			v.add(-0.3, SignPlace)
		}
	}
	return v
}

// meets tells whether two times can be the same; dated is false when one of
// them is not known.
func meets(a, b string) (meet, dated bool) {
	x, err1 := edtf.Parse(a)
	y, err2 := edtf.Parse(b)
	if err1 != nil || err2 != nil || x.IsZero() || y.IsZero() {
		return false, false
	}
	return !x.Last().Before(y.First()) && !y.Last().Before(x.First()), true
}

// cards reads the cards of a register, from its columns where it has no reader
// of its own.
func (s *Service) cards(ctx context.Context, r Register) ([]Card, error) {
	if r.Cards != nil {
		return r.Cards(ctx)
	}
	table, err := s.table(r.Kind)
	if err != nil {
		return nil, err
	}
	var cards []Card
	for after := ""; ; {
		rows, more, err := table.Page(ctx, after, 500)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			cards = append(cards, r.Columns.card(row))
		}
		if after = more; more == "" {
			return cards, nil
		}
	}
}

func (c Columns) card(row transfer.Row) Card {
	card := Card{ID: row.ID, When: row.Values[c.When], Place: row.Values[c.Place]}
	var name i18n.Text
	if json.Unmarshal([]byte(row.Values[c.Names]), &name) == nil {
		for _, lang := range name.Langs() {
			card.Names = append(card.Names, name.Get(lang))
		}
	}
	if list := row.Values[c.Belongs]; list != "" {
		card.Belongs = strings.Split(list, "\n")
	}
	return card
}
