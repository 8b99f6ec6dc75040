package reading

import (
	"strings"

	"pobratim/internal/kit/sheet"
)

// plainText is a list of cities in a text that is no list of people's addresses.
func (b *builder) plainText(n int, s sheet.Sheet, text string) *Table {
	lines, mails := 0, 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines++
		}
		if emailIn.MatchString(line) {
			mails++
		}
	}
	if mails*10 > lines || strings.Contains(text, "\t") {
		return nil
	}
	return b.cities(n, s, text)
}

// split parts pasted lines at tabs, where most have some.
func split(s sheet.Sheet) sheet.Sheet {
	tabs := 0
	for _, row := range s.Rows {
		if len(row) == 1 && strings.Contains(row[0], "\t") {
			tabs++
		}
	}
	if tabs*2 < len(s.Rows) || tabs == 0 {
		return s
	}
	out := sheet.Sheet{Name: s.Name, Merged: s.Merged}
	for _, row := range s.Rows {
		if len(row) == 1 {
			row = strings.Split(row[0], "\t")
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// plainList takes pasted text for a list of cities when it names some and holds
// no addresses of people.
func (b *builder) plainList(n int, s sheet.Sheet) *Table {
	var lines []string
	for _, row := range s.Rows {
		lines = append(lines, strings.Join(row, " "))
	}
	return b.plainText(n, s, strings.Join(lines, "\n"))
}

// cityLines takes a sheet of one column for a list of cities when most of its
// lines are that.
func (b *builder) cityLines(n int, s sheet.Sheet) *Table {
	if len(s.Rows) > 1000 {
		return nil
	}
	var lines []string
	for _, row := range s.Rows {
		filled := 0
		for c, cell := range row {
			if strings.TrimSpace(cell) != "" {
				if filled++; filled > 1 || c > 0 {
					return nil
				}
			}
		}
		if len(row) > 0 {
			lines = append(lines, row[0])
		}
	}
	t := b.cities(n, s, strings.Join(lines, "\n"))
	if t == nil || len(t.names)*2 < len(lines)/2 {
		return nil
	}
	return t
}

// longList is how many entries the reader of plain lists stops at: what may go
// on behind them is read row by row instead.
const longList = 1000

func (b *builder) cities(n int, s sheet.Sheet, text string) *Table {
	entries := b.towns.places.ReadList(text, "ru")
	sure := 0
	for _, e := range entries {
		if len(e.Places) > 0 && e.Places[0].How.Sure() {
			sure++
		}
	}
	if sure == 0 || sure*2 < len(entries) || len(entries) >= longList {
		return nil
	}
	t := &Table{Sheet: n, Name: s.Name, Header: -1, Layout: Names, Subject: Partners, Sure: float64(sure) / float64(len(entries)), names: entries, area: region{bottom: len(entries) - 1}}
	t.Columns = []Column{{Field: City, Sure: t.Sure, By: "content"}}
	for _, e := range entries[:min(5, len(entries))] {
		t.Columns[0].Samples = append(t.Columns[0].Samples, e.Text)
	}
	return t
}
