package clause

import (
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// rows are the clauses as a view shows them.
func rows(scene *web.Scene, t Text, clauses []Clause, langs []string, whose Copy, missing []Problem, obligations []Obligation, edit bool) []clauseRow {
	numbers := Numbers(clauses)
	open := edit && t.State == Draft
	shown := make([]clauseRow, len(clauses))
	for i, c := range clauses {
		row := clauseRow{ID: c.ID, Number: numbers[c.ID], Part: scene.T("clause.part." + string(c.Part)), Langs: wording(scene, t, c, langs, whose)}
		if whose == "" {
			row.Link = ui.Link{Text: row.called(), Href: scene.Path("/clauses/" + c.ID)}
			row.Chips = obligedChips(scene, c, obligations)
			for _, p := range missing {
				if p.Clause == c.ID {
					row.Problem = say(scene, p.Err)
				}
			}
		}
		if open {
			row.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Hidden: row.called(), Href: scene.Path("/clauses/" + c.ID + "/edit"), Icon: ui.IconEdit, Kind: ui.ButtonQuiet}}
			row.Acts = clauseActs(scene, c, row.called())
		}
		shown[i] = row
	}
	return shown
}

// wording is a clause in each language of a view.
func wording(scene *web.Scene, t Text, c Clause, langs []string, whose Copy) []spoken {
	said := make([]spoken, len(langs))
	for i, lang := range langs {
		one := spokenIn(lang)
		heading, words := c.Heading.Get(lang), c.Words.Get(lang)
		if whose != "" {
			heading, words = t.fill(heading, lang, whose), t.fill(words, lang, whose)
		}
		one.Heading = heading
		for line := range strings.Lines(words) {
			if line = strings.TrimSpace(line); line != "" {
				one.Lines = append(one.Lines, line)
			}
		}
		if one.Heading == "" && len(one.Lines) == 0 {
			one.Missing = scene.T("clause.missing", "lang", scene.Language(lang))
		}
		if whose == "" && (c.Words.Stale(lang) || c.Heading.Stale(lang)) {
			one.Old = scene.T("keep.stale_translation")
		}
		said[i] = one
	}
	return said
}

// obligedChips say whom a clause obliges.
func obligedChips(scene *web.Scene, c Clause, obligations []Obligation) []ui.Chip {
	var chips []ui.Chip
	for _, o := range obligations {
		if o.Clause == c.ID {
			chips = append(chips, ui.Chip{Text: scene.T("clause.obliges." + o.Side), Tone: ui.ToneInfo, Icon: ui.IconHandshake})
		}
	}
	return chips
}

// clauseActs move and remove a clause by one press.
func clauseActs(scene *web.Scene, c Clause, called string) []ui.Form {
	press := func(what string, icon ui.Icon, hidden ...ui.Hidden) ui.Form {
		return ui.Form{Action: scene.Path("/clauses/" + c.ID + "/" + what), Once: ui.Once{Key: scene.Key + what + c.ID + value(hidden)}, Hidden: hidden,
			Submit: ui.Button{Text: scene.T("clause." + what + value(hidden)), Hidden: called, Kind: ui.ButtonQuiet, Icon: icon}}
	}
	var acts []ui.Form
	if c.Part.Body() {
		acts = append(acts, press("move", ui.IconArrowUp, ui.Hidden{Name: "to", Value: "up"}), press("move", ui.IconArrowDown, ui.Hidden{Name: "to", Value: "down"}))
	}
	return append(acts, press("remove", ui.IconTrash))
}

// value is the end of a message key for a button with a value.
func value(hidden []ui.Hidden) string {
	if len(hidden) == 0 {
		return ""
	}
	return "." + hidden[0].Value
}
