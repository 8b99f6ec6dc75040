package setting

import (
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/twinning"
)

// The cities that public lists name as twins of the chosen one: offered to be
// ticked beside the pasted text, each with its list and date.

// listed are the cities of the list, by their name in a language.
func (s *Setup) listed(st *state) ([]twinning.Tie, error) {
	list, err := twinning.Open()
	if err != nil {
		return nil, err
	}
	ties := list.Of(st.city.GeoNames, st.city.Country, st.city.Main, st.city.Names["en"])
	slices.SortStableFunc(ties, func(a, b twinning.Tie) int {
		return strings.Compare(fold.Key(s.tieName(a, st.lang)), fold.Key(s.tieName(b, st.lang)))
	})
	return ties, nil
}

// tieKey names a city of the list in forms.
func tieKey(t twinning.Tie) string {
	if t.GeoNames != 0 {
		return strconv.Itoa(t.GeoNames)
	}
	return t.Country + " " + t.Name
}

func (s *Setup) tieName(t twinning.Tie, lang string) string {
	if p, ok := s.towns.ByGeoNames(t.GeoNames); ok {
		return p.Name(lang)
	}
	return t.Name
}

// listField offers them; false when the list knows none.
func (s *Setup) listField(sc *web.Scene, st *state) (ui.Field, bool, error) {
	ties, err := s.listed(st)
	field := ui.Field{Kind: ui.FieldChecks, Name: "listed", Label: sc.T("setting.setup.partners.listed"), Hint: sc.T("setting.setup.partners.listed.hint")}
	for _, t := range ties {
		country, _ := s.towns.Country(t.Country)
		var said []string
		for _, mark := range t.Sources {
			said = append(said, sc.T("setting.setup.list."+string(rune(mark))))
		}
		option := ui.Option{Value: tieKey(t), Label: s.tieName(t, sc.Lang), Hint: country.Name(sc.Lang) + " · " + strings.Join(said, "; "), Selected: slices.Contains(st.ticked, tieKey(t))}
		if option.Label == t.Name && sc.Lang != "en" {
			option.Lang = "en"
		}
		field.Options = append(field.Options, option)
	}
	return field, len(ties) > 0, err
}

// takeListed adds the cities that were ticked and are not in the pasted text.
func (s *Setup) takeListed(st *state) error {
	ties, err := s.listed(st)
	for _, t := range ties {
		if !slices.Contains(st.ticked, tieKey(t)) {
			continue
		}
		one := row{Partner: Partner{Written: s.tieName(t, st.lang), Country: t.Country, List: t.Sources[0]}}
		if p, ok := s.towns.ByGeoNames(t.GeoNames); ok {
			one.Place, one.matches = p, []place.Match{{Place: p, Matched: one.Written, How: place.Exact}}
		}
		if !slices.ContainsFunc(st.rows, one.same) {
			st.rows = append(st.rows, one)
		}
	}
	return err
}

// same tells whether two rows mean one city.
func (one row) same(other row) bool {
	if !one.Place.IsZero() && !other.Place.IsZero() {
		return one.Place.GeoNames == other.Place.GeoNames
	}
	return one.Country == other.Country && fold.Latin(one.Written) == fold.Latin(other.Written)
}
