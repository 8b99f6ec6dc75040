package intake

import (
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/transfer"
)

// checkValues moves what no form would take into the remarks.
func (p *planner) checkValues(pl *plan) {
	for _, d := range pl.drafts {
		t := p.tables[d.kind]
		for column, value := range d.values {
			c, ok := t.Column(column)
			if !ok {
				delete(d.values, column)
				continue
			}
			if c.Link != "" || len(value) == 0 {
				continue
			}
			reason := refused(c, value)
			if reason == "" {
				continue
			}
			shown := strings.Join(match.Texts(value), "\n")
			pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: reason, Text: tables.Short(shown)})
			pl.note(p.headers[reading.Field(d.kind+"."+column)], shown)
			delete(d.values, column)
			if c.Required && reason == "long" {
				d.values[column] = shorten(c, shown)
			}
		}
	}
	p.checkOrder(pl)
}

// shorten fits a name that is too long, of which the whole stands in the remarks.
func shorten(c transfer.Column, text string) string {
	text = string([]rune(strings.Join(strings.Fields(text), " "))[:c.Max-1]) + "…"
	if c.Type == transfer.Langs {
		return said(text)
	}
	return text
}

// refused says why a form would not take a value; empty when it would.
func refused(c transfer.Column, value string) string {
	if c.Type == transfer.Date || c.Type == transfer.Flag || c.Type == transfer.Circle || c.Type == transfer.List {
		return ""
	}
	rules := []form.Rule{form.Max(c.Max)}
	reason := "long"
	switch c.Control {
	case ui.FieldEmail:
		rules, reason = append(rules, form.Email()), "email"
	case ui.FieldPhone:
		rules, reason = append(rules, form.Phone()), "phone"
	case ui.FieldURL:
		rules, reason = append(rules, form.URL()), "website"
	}
	for _, text := range match.Texts(value) {
		if !form.Takes(text, rules...) {
			return reason
		}
	}
	return ""
}

// checkOrder keeps an end from lying before its beginning: the end then stands
// in the remarks.
func (p *planner) checkOrder(pl *plan) {
	for _, pair := range [][3]string{{"agreement", "signed", "until"}, {"agreement", "from", "until"}, {"activity", "starts", "ends"}} {
		for _, d := range pl.drafts {
			if d.kind != pair[0] || d.values[pair[1]] == "" || d.values[pair[2]] == "" {
				continue
			}
			start, err1 := edtf.Parse(d.values[pair[1]])
			end, err2 := edtf.Parse(d.values[pair[2]])
			if err1 == nil && err2 == nil && !end.Before(start) && !(pair[0] == "activity" && end.IsInterval()) {
				continue
			}
			pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: "order", Text: d.values[pair[2]]})
			pl.note(p.headers[reading.Field(pair[0]+"."+pair[2])], d.values[pair[2]])
			delete(d.values, pair[2])
		}
	}
}

// remarks puts what has no field of its own into the remarks of the main record.
func (p *planner) remarks(pl *plan) {
	d := pl.main()
	p.checkValues(pl)
	var lines []string
	for _, n := range pl.item.Notes {
		line := n.Text
		if n.Label != "" {
			line = n.Label + ": " + n.Text
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return
	}
	column := remarksOf(d.kind)
	t := p.tables[d.kind]
	c, ok := t.Column(column)
	if !ok {
		return
	}
	text := strings.Join(append(match.Texts(d.values[column]), lines...), "\n")
	if c.Max > 0 && len([]rune(text)) > c.Max {
		text = string([]rune(text)[:c.Max-1]) + "…"
		pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: "long", Text: text[:min(len(text), 200)]})
	}
	if c.Type == "langs" {
		text = said(text)
	}
	d.values[column] = text
}

// remarksOf is the column that takes remarks.
func remarksOf(kind string) string {
	switch kind {
	case "agreement":
		return "note"
	case "activity":
		return "summary"
	}
	return "about"
}
