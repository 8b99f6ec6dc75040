package reciprocity

import (
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// address is where the records of a figure stand.
type address func(of string) string

// to makes the addresses of the figures of a partner's year; all years when it is
// empty.
func to(scene *web.Scene, partner, year string) address {
	return func(of string) string {
		return scene.Path("/reciprocity/"+partner, "year", year, "of", of) + "#records"
	}
}

// yearWords are the year as addresses and files have it.
func yearWords(year int) string {
	if year == 0 {
		return unknownYear
	}
	return strconv.Itoa(year)
}

// unknownYear stands in addresses for what nobody can date.
const unknownYear = "unknown"

// yearTitle is the year as people read it.
func yearTitle(scene *web.Scene, year int) string {
	if year == 0 {
		return scene.T("reciprocity.year.unknown")
	}
	return scene.Date(edtf.OfYear(year))
}

// countValue is what passed one way: visits, people, days, each a link to its
// records, and beside each what nobody wrote down.
func countValue(scene *web.Scene, c Count, href string) ui.Value {
	if c.Visits == 0 {
		return ui.Value{Text: "–"}
	}
	people := ui.Value{Text: scene.N("reciprocity.people", c.People), Href: href}
	days := ui.Value{Text: scene.N("reciprocity.days", c.Days), Href: href}
	if c.People == 0 {
		people.Text = scene.T("reciprocity.people.unknown")
	} else if c.Nameless > 0 {
		people.Note = scene.N("reciprocity.nameless", c.Nameless)
	}
	if c.Days == 0 {
		days.Text = scene.T("reciprocity.days.unknown")
	} else if c.Dayless > 0 {
		days.Note = scene.N("reciprocity.dayless", c.Dayless)
	}
	return ui.Value{Parts: []ui.Value{{Text: scene.N("reciprocity.visits", c.Visits), Href: href}, people, days}}
}

// purseParts are what one side paid, a sum in each currency.
func purseParts(scene *web.Scene, who string, p Purse, href string) []ui.Value {
	var parts []ui.Value
	for _, sum := range p.Sums {
		parts = append(parts, ui.Value{Text: scene.T("reciprocity.paid."+who, "sum", scene.Money(sum)), Href: href})
	}
	switch {
	case p.Missing == 0:
	case len(parts) == 0:
		parts = append(parts, ui.Value{Text: scene.T("reciprocity.paid."+who, "sum", scene.T("reciprocity.unknown")), Href: href, Note: scene.N("reciprocity.factless", p.Missing)})
	default:
		parts[len(parts)-1].Note = scene.N("reciprocity.factless", p.Missing)
	}
	return parts
}

// moneyValue is what each side paid.
func moneyValue(scene *web.Scene, f Figures, at address) ui.Value {
	parts := slices.Concat(purseParts(scene, Own, f.Own, at(Own)), purseParts(scene, Theirs, f.Theirs, at(Theirs)), purseParts(scene, Others, f.Others, at(Others)))
	return joined(parts)
}

// joined are values in one cell.
func joined(parts []ui.Value) ui.Value {
	switch len(parts) {
	case 0:
		return ui.Value{Text: "–"}
	case 1:
		return parts[0]
	}
	return ui.Value{Parts: parts}
}

// giftsValue is who gave how often.
func giftsValue(scene *web.Scene, f Figures, at address) ui.Value {
	var parts []ui.Value
	if f.Given > 0 {
		parts = append(parts, ui.Value{Text: scene.T("reciprocity.given", "n", f.Given), Href: at(Given)})
	}
	if f.Received > 0 {
		parts = append(parts, ui.Value{Text: scene.T("reciprocity.received", "n", f.Received), Href: at(Received)})
	}
	return joined(parts)
}

// columns are those of figures, after the first one of a table.
func columns(scene *web.Scene, first ...string) []ui.Column {
	var all []ui.Column
	for _, name := range append(first, "in", "out", "both", "money", "gifts") {
		all = append(all, ui.Column{Label: scene.T("reciprocity.column." + name)})
	}
	return all
}

// cells are the figures in the order of columns.
func cells(scene *web.Scene, f Figures, at address) []ui.Cell {
	return []ui.Cell{
		{Value: countValue(scene, f.In, at(In))}, {Value: countValue(scene, f.Out, at(Out))}, {Value: countValue(scene, f.Both, at(Both))},
		{Value: moneyValue(scene, f, at)}, {Value: giftsValue(scene, f, at)},
	}
}

// turnChip says whose turn it is.
func turnChip(scene *web.Scene, f Figures) ui.Chip {
	turn, n := f.Turn()
	chip := ui.Chip{Text: scene.T("reciprocity.turn." + turn), Tone: ui.ToneNeutral}
	switch turn {
	case OurTurn:
		chip.Tone, chip.Note = ui.ToneWarn, scene.N("reciprocity.by", n)
	case TheirTurn:
		chip.Tone, chip.Note = ui.ToneInfo, scene.N("reciprocity.by", n)
	case Even:
		chip.Tone = ui.ToneGood
	}
	return chip
}

// doubts are the sentences about what the figures leave open.
func doubts(scene *web.Scene, f Figures, at address) []ui.Value {
	var all []ui.Value
	if f.Unsure > 0 {
		all = append(all, ui.Value{Text: scene.N("reciprocity.unsure", f.Unsure), Href: at(Unsure)})
	}
	if n := f.In.Nameless + f.Out.Nameless + f.Both.Nameless; n > 0 {
		all = append(all, ui.Value{Text: scene.N("reciprocity.doubt.nameless", n)})
	}
	if f.Uncosted > 0 {
		all = append(all, ui.Value{Text: scene.N("reciprocity.doubt.uncosted", f.Uncosted)})
	}
	return all
}
