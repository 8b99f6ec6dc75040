package filing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
)

// Formats lists the kinds of files that a report is made as.
func Formats() []string { return []string{"docx", "pdf", "xlsx"} }

// write makes a file of a report.
func (s *Service) write(ctx context.Context, r Report, format string) ([]byte, error) {
	doc := s.document(r)
	var b bytes.Buffer
	var err error
	switch format {
	case "docx":
		err = doc.DOCX(&b)
	case "xlsx":
		err = doc.XLSX(&b)
	case "pdf":
		return doc.PDF(ctx, s.deps.Paper)
	default:
		err = errs.New(errs.NotFound, "record.missing")
	}
	return b.Bytes(), err
}

// document describes a report as a paper. The heads are those of the law: the
// list of agreements with those concluded and lapsed, the links and results.
func (s *Service) document(r Report) paper.Document {
	w, home := s.deps.Words(r.Lang), s.deps.Home(r.Lang).Name
	year := yearWords(r.Year)
	day := time.Date(r.On.Year(), r.On.Month(), r.On.Day(), 0, 0, 0, 0, time.UTC)
	doc := paper.Document{Title: w.T("filing.paper.title", "year", year), Author: home, Lang: r.Lang, Landscape: true, At: day, Blocks: []paper.Block{
		{Heading: 1, Text: paper.Plain(w.T("filing.paper.title", "year", year)), Align: paper.Center},
		{Text: paper.Plain(w.T("filing.paper.city", "city", home)), Align: paper.Center},
		{Text: paper.Plain(w.T("filing.paper.on", "day", w.Day(day))), Align: paper.Center},
		{Heading: 2, Text: paper.Plain("1. " + w.T("filing.papers"))},
	}}
	if all := papers(r.Lines); len(all) > 0 {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(totals(w, r.Lines)), Keep: true}, paper.Block{Table: table(w, r, w.T("filing.papers"), paperCells(), PaperGroups())})
	} else {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(w.T("filing.papers.none"))}, paper.Block{Table: table(w, r, w.T("filing.papers"), paperCells(), nil)})
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Heading: 2, Text: paper.Plain("2. " + w.T("filing.links", "year", year))},
		paper.Block{Table: table(w, r, w.T("filing.links.sheet"), linkCells(), []Group{Links})}, paper.Block{Text: paper.Plain(w.T("filing.paper.signature"))})
	return doc
}

// totals is how many agreements there are, in one sentence.
func totals(w *i18n.Printer, lines []Line) string {
	words := w.N("filing.total", len(papers(lines)))
	for _, g := range PaperGroups()[:3] {
		words += "; " + w.N("filing.total."+string(g), len(of(lines, g)))
	}
	return words + "."
}

// share is the width of a column against the others'.
func share(name string) int {
	switch name {
	case "paper", "done":
		return 8
	case "results":
		return 7
	case "standing":
		return 5
	case "signed":
		return 3
	}
	return 4
}

func table(w *i18n.Printer, r Report, name string, cells []string, groups []Group) *paper.Table {
	t := &paper.Table{Name: name, Rules: true, Columns: []paper.Column{{Title: w.T("filing.column.no"), Align: paper.End}}}
	for _, c := range cells {
		t.Columns = append(t.Columns, paper.Column{Title: w.T("filing.column." + c), Share: share(c)})
	}
	n := 0
	for _, g := range groups {
		lines := of(r.Lines, g)
		if len(lines) == 0 {
			continue
		}
		if len(groups) > 1 {
			t.Rows = append(t.Rows, paper.Row{Whole: true, Bold: true, Cells: []paper.Cell{paper.Words(w.T("filing.group."+string(g), "year", yearWords(r.Year)))}})
		}
		for _, l := range lines {
			n++
			number := strconv.Itoa(n)
			row := paper.Row{Cells: []paper.Cell{{Paragraphs: [][]paper.Run{paper.Plain(number)}, Number: number}}}
			for _, c := range cells {
				row.Cells = append(row.Cells, paperCell(w, l.cell(c)))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// paperCell is a cell with a paragraph for each thing that it says.
func paperCell(w *i18n.Printer, c Cell) paper.Cell {
	cell := paper.Cell{Day: c.Day}
	for _, one := range c.Items {
		cell.Paragraphs = append(cell.Paragraphs, []paper.Run{{Text: one.Text, Lang: one.Lang}})
	}
	if len(c.Items) == 0 {
		cell.Paragraphs = [][]paper.Run{paper.Plain(w.T("filing.none." + c.Name))}
	}
	return cell
}

// version is a number that changes with whatever a report says, so that nobody
// files something else than was looked at.
func (r Report) version(edition int) int64 {
	sum := sha256.New()
	b, err := json.Marshal(r.Lines)
	if err != nil { // cannot happen: lines are texts
		return 1
	}
	sum.Write(b)
	sum.Write([]byte(idOf(r.Year, edition)))
	return int64(binary.BigEndian.Uint64(sum.Sum(nil))>>1 | 1)
}
