package reading

import (
	"strings"

	"pobratim/internal/kit/fold"
)

// listed are the cities of plain words.
func (r *Reader) listed(t *Table, each func(Item) bool) {
	for i, e := range t.names {
		item := Item{Row: i, Text: e.Text, Values: map[Field]string{t.Columns[0].Field: e.Text}, Subject: t.Subject}
		if t.Subject != Partners {
			if !each(item) {
				return
			}
			continue
		}
		if e.Country != "" {
			item.Values[Country] = e.Country
		}
		if e.Year != "" {
			item.Values[PartnerSince] = e.Year
		}
		if len(e.Places) > 0 && e.Places[0].How.Sure() {
			item.Values[placeField] = itoa(e.Places[0].Place.GeoNames)
		}
		if t.Columns[0].Field != City {
			item.Skip = "unnamed"
		}
		if !each(item) {
			return
		}
	}
}

// across makes an item of every city of a row.
func (w *walk) across(r int, row Item) []Item {
	var items []Item
	ours := w.t.Layout == Countries
	for _, c := range w.t.Columns {
		if c.Field == Origin {
			ours = w.isHome(w.t.grid.at(r, c.Index))
		}
	}
	for _, c := range w.t.Columns {
		text := w.t.grid.at(r, c.Index)
		if c.Field != City || text == "" {
			continue
		}
		if !ours {
			items = append(items, Item{Row: r, Column: c.Index, Text: text, Skip: "other_city"})
			continue
		}
		country := w.towns.countryOf(c.Header)
		for part, e := range w.towns.read(text, country) {
			item := Item{Row: r, Column: c.Index, Part: part, Text: e.Text, Values: map[Field]string{City: e.Text}}
			if country = cmpOr(e.Country, country); country != "" {
				item.Values[Country] = country
			}
			setSure(item.Values, e)
			if e.Year != "" {
				item.Values[PartnerSince] = e.Year
			}
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		row.Skip = "unnamed"
		return []Item{row}
	}
	return items
}

// isHome tells whether a cell names the reader's own city.
func (w *walk) isHome(text string) bool {
	head, _, _ := strings.Cut(text, ",")
	for _, h := range w.home {
		if fold.Key(head) == h || fold.Key(text) == h {
			return true
		}
	}
	return false
}

// overYears makes an activity of every cell under a year, and keeps marks like
// «+» as a remark.
func (w *walk) overYears(r int, row Item) []Item {
	base := w.plain(r, row)
	var items []Item
	for _, c := range w.t.Columns {
		text := w.t.grid.at(r, c.Index)
		if c.Field != years || text == "" {
			continue
		}
		year, _, _ := strings.Cut(c.Header, " ")
		if letters(text) < 4 {
			for i := range base {
				base[i].Notes = append(base[i].Notes, Remark{c.Header, text})
			}
			continue
		}
		item := Item{Row: r, Column: c.Index, Text: cut(text, 160), Values: map[Field]string{ActivityName: text, ActivityStarts: strings.Trim(year, ".г ")}}
		if len(base) > 0 {
			if city := base[0].Values[City]; city != "" {
				item.Values[City] = city
			}
		}
		items = append(items, item)
	}
	if w.t.Subject == Activities && len(items) > 0 {
		return items
	}
	return append(base, items...)
}

// eachCity parts «Варкаус и Йоенсуу» into two items, where the row is about
// cities.
func (w *walk) eachCity(item Item) []Item {
	text := item.Values[City]
	if text == "" {
		return []Item{item}
	}
	if w.t.Subject != Partners && w.t.Subject != Agreements {
		return []Item{item}
	}
	found := w.towns.read(text, item.Values[Country])
	if len(found) == 0 {
		return []Item{item}
	}
	items := make([]Item, len(found))
	for i, e := range found {
		one := item
		one.Part = i
		one.Values = map[Field]string{}
		for f, v := range item.Values {
			one.Values[f] = v
		}
		one.Values[City] = e.Text
		if one.Values[Country] == "" && e.Country != "" {
			one.Values[Country] = e.Country
		}
		if e.Year != "" && one.Values[PartnerSince] == "" {
			one.Values[PartnerSince] = e.Year
		}
		setSure(one.Values, e)
		items[i] = one
	}
	return items
}
