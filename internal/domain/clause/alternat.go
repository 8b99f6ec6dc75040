package clause

import (
	"slices"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
)

// party is how a party is called: by mark of a text, as a copy has it.
func (t Text) party(mark string, whose Copy) i18n.Text {
	named := Copy(mark)
	switch mark {
	case "first":
		named = whose
	case "second":
		named = whose.Other()
	}
	if named == Ours {
		return t.OurName
	}
	return t.TheirName
}

// lang is the language of a party.
func (t Text) lang(whose Copy) string {
	if whose == Ours {
		return t.OurLang
	}
	return t.TheirLang
}

// Columns are the languages of a copy from left to right: that of the party
// first. A language written from right to left has its first place on the right.
func (t Text) Columns(whose Copy) []string {
	langs := []string{t.lang(whose), t.lang(whose.Other())}
	if t.ThirdLang != "" {
		langs = append(langs, t.ThirdLang)
	}
	var left, right []string
	for _, lang := range langs {
		if i18n.RightToLeft(lang) {
			right = append(right, lang)
		} else {
			left = append(left, lang)
		}
	}
	slices.Reverse(right)
	return append(left, right...)
}

// Signatures are the parties from left to right where a copy is signed: the one
// that keeps it stands on the left, or on the right when it writes from there.
func (t Text) Signatures(whose Copy) []Copy {
	if i18n.RightToLeft(t.lang(whose)) {
		return []Copy{whose.Other(), whose}
	}
	return []Copy{whose, whose.Other()}
}

// Signer is who signs, or signed, in the post of that day.
type Signer struct {
	Side string // "ours", "theirs" or "witness"
	Name i18n.Text
	Post i18n.Text
}

// Sheet is all that a copy is made of.
type Sheet struct {
	Text    Text
	Clauses []Clause
	Signers []Signer
}

// Copy describes the copy of a party as a paper.
func (s Sheet) Copy(whose Copy) paper.Document {
	columns := s.Text.Columns(whose)
	own := s.Text.lang(whose)
	// A paper in a language from right to left counts its columns from there.
	side := columns
	if i18n.RightToLeft(columns[0]) {
		side = slices.Clone(columns)
		slices.Reverse(side)
	}
	doc := paper.Document{Lang: columns[0], Author: s.Text.party("first", whose).Get(own)}
	tables := map[Part]*paper.Table{}
	numbers := Numbers(s.Clauses)
	for _, c := range s.Clauses {
		part := c.Part
		if part == Point || part == Preamble {
			part = Article
		}
		if tables[part] == nil {
			tables[part] = sideBySide(columns, part == Title)
		}
		row := paper.Row{Bold: part == Title}
		for _, lang := range side {
			row.Cells = append(row.Cells, s.cell(c, numbers[c.ID], lang, whose))
		}
		tables[part].Rows = append(tables[part].Rows, row)
		if c.Part == Title {
			doc.Title = s.Text.fill(c.Words.Get(own), own, whose)
		}
	}
	for _, part := range []Part{Title, Article, Closing} {
		if tables[part] != nil {
			// The last page never holds signatures alone.
			doc.Blocks = append(doc.Blocks, paper.Block{Table: tables[part], Keep: part == Closing || part == Title})
		}
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Table: s.signatures(columns, whose)})
	return doc
}

// sideBySide is a table without lines, a column for each language.
func sideBySide(columns []string, centred bool) *paper.Table {
	t := &paper.Table{Columns: make([]paper.Column, len(columns))}
	for i := range t.Columns {
		if centred {
			t.Columns[i].Align = paper.Center
		}
	}
	return t
}

// cell is a clause in one language: number and heading, then the words.
func (s Sheet) cell(c Clause, number, lang string, whose Copy) paper.Cell {
	var cell paper.Cell
	if number != "" {
		number += ". "
	}
	if heading := s.Text.fill(c.Heading.Get(lang), lang, whose); heading != "" {
		cell.Paragraphs = append(cell.Paragraphs, []paper.Run{{Text: number + heading, Bold: true, Lang: lang}})
		number = ""
	}
	for line := range strings.Lines(s.Text.fill(c.Words.Get(lang), lang, whose)) {
		if line = strings.TrimSpace(line); line != "" {
			cell.Paragraphs = append(cell.Paragraphs, []paper.Run{{Text: number + line, Lang: lang}})
			number = ""
		}
	}
	return cell
}

// line is where a signature goes.
const line = "____________________"

// signatures are the places for the signatures of both parties, and under them
// those of witnesses.
func (s Sheet) signatures(columns []string, whose Copy) *paper.Table {
	parties := s.Text.Signatures(whose)
	if i18n.RightToLeft(columns[0]) {
		slices.Reverse(parties)
	}
	t := sideBySide([]string{"", ""}, false)
	row := paper.Row{}
	for _, party := range parties {
		// Within a place the party's own language comes first.
		langs := s.Text.Columns(party)
		if i18n.RightToLeft(s.Text.lang(party)) {
			slices.Reverse(langs)
		}
		var cell paper.Cell
		for _, lang := range langs {
			cell.Paragraphs = append(cell.Paragraphs, []paper.Run{{Text: s.Text.party(string(party), whose).Get(lang), Bold: true, Lang: lang}})
		}
		signed := false
		for _, one := range s.Signers {
			if one.Side == string(party) {
				cell.Paragraphs = append(cell.Paragraphs, signature(one, langs)...)
				signed = true
			}
		}
		if !signed {
			cell.Paragraphs = append(cell.Paragraphs, paper.Plain(line))
		}
		row.Cells = append(row.Cells, cell)
	}
	t.Rows = append(t.Rows, row)
	for _, one := range s.Signers {
		if one.Side == "witness" {
			t.Rows = append(t.Rows, paper.Row{Whole: true, Cells: []paper.Cell{{Paragraphs: signature(one, columns)}}})
		}
	}
	return t
}

// signature is the place of one signatory: post and name in every language.
func signature(one Signer, langs []string) [][]paper.Run {
	var lines [][]paper.Run
	for _, lang := range langs {
		if post := one.Post.Get(lang); post != "" {
			lines = append(lines, []paper.Run{{Text: post, Lang: lang}})
		}
	}
	lines = append(lines, paper.Plain(line))
	said := map[string]bool{}
	for _, lang := range langs {
		if name := one.Name.Get(lang); name != "" && !said[name] {
			lines = append(lines, []paper.Run{{Text: name, Lang: lang}})
			said[name] = true
		}
	}
	return lines
}
