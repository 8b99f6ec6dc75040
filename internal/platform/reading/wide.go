package reading

import (
	"strconv"
	"strings"
)

// across looks for a header of years, countries or bare numbers.
func (b *builder) across(g *grid, area region) (heading, bool) {
	for r := area.top; r <= min(area.bottom, area.top+10); r++ {
		h := heading{row: r, last: r, texts: make([]string, area.right-area.left+1)}
		n, years, countries, numbers := 0, 0, 0, 0
		for c := area.left; c <= area.right; c++ {
			text := g.at(r, c)
			h.texts[c-area.left] = text
			if text == "" {
				continue
			}
			n++
			if c == area.left {
				continue
			}
			_, err := strconv.Atoi(text)
			switch {
			case yearOnly(text):
				years++
			case b.towns.countryOf(text) != "":
				countries++
			case err == nil:
				numbers++
			}
		}
		if c := g.at(r, area.left); b.towns.countryOf(c) != "" {
			countries++
		}
		h.known = max(years, countries, numbers)
		if h.known >= 3 && h.known*10 >= (n-1)*8 {
			if countries == h.known && b.countriesBelow(g, r, area) {
				return heading{}, false
			}
			return h, true
		}
	}
	return heading{}, false
}

// countriesBelow holds when the next row names countries too: then they are
// data and no header.
func (b *builder) countriesBelow(g *grid, r int, area region) bool {
	n, countries := 0, 0
	for c := area.left; c <= area.right; c++ {
		if text := g.at(r+1, c); text != "" {
			n++
			if b.towns.countryOf(text) != "" {
				countries++
			}
		}
	}
	return n > 0 && countries*2 > n
}

// wide takes a table for one of cities across: with countries or numbers above,
// or a city followed by its partners.
func (b *builder) wide(t *Table, portraits []portrait) bool {
	countries, cities, numbers := 0, 0, 0
	for i, c := range t.Columns {
		if b.towns.countryOf(c.Header) != "" {
			countries++
		}
		if portraits[i].share(aCity) >= 0.5 || portraits[i].filled == 0 {
			cities++
		}
		if c.Header != "" && !yearOnly(c.Header) && strings.Trim(c.Header, "0123456789") == "" {
			numbers++
		}
	}
	n := len(t.Columns)
	switch {
	case countries >= 3 && countries*10 >= (n-1)*8 && cities*10 >= n*6:
		t.Layout = Countries
	case n >= 4 && cities*10 >= n*9 && (numbers >= n-2 || t.Header < 0):
		t.Layout = Wide
	default:
		return false
	}
	t.Subject, t.Sure = Partners, 0.9
	for i := range t.Columns {
		c := &t.Columns[i]
		c.Field, c.Sure, c.By = City, 0.9, "content"
		switch {
		case t.Layout == Wide && i == 0:
			c.Field = Origin
		case t.Layout == Countries && b.towns.countryOf(c.Header) == "":
			c.Field, c.Sure = Note, 0.5
		}
	}
	return true
}
