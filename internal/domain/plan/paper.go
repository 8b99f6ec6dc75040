package plan

import (
	"bytes"
	"context"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Formats are the forms in which a plan can be handed in, with their media types.
func Formats() map[string]string {
	return map[string]string{
		"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
}

// Paper writes a plan as the annex to an order, in one of the formats.
func (s *Service) Paper(ctx context.Context, lang, id, format string) ([]byte, error) {
	if Formats()[format] == "" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	doc, err := s.document(ctx, &web.Scene{Printer: s.deps.Words(lang)}, id)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	switch format {
	case "docx":
		err = doc.DOCX(&out)
	case "xlsx":
		err = doc.XLSX(&out)
	default:
		return doc.PDF(ctx, s.deps.Typeset)
	}
	return out.Bytes(), err
}

// document describes the annex: the line of approval, the lines month by month,
// and what they come to.
func (s *Service) document(ctx context.Context, scene *web.Scene, id string) (paper.Document, error) {
	p, err := s.Plan(ctx, id)
	if err != nil {
		return paper.Document{}, err
	}
	lines, err := s.Lines(ctx, Filter{Plan: p.ID})
	if err != nil {
		return paper.Document{}, err
	}
	base, err := s.Baseline(ctx, p.ID)
	if err != nil {
		return paper.Document{}, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return paper.Document{}, err
	}
	home := s.deps.Home(scene.Lang)
	title := scene.T("plan.title", "year", p.Year)
	approved := scene.T("plan.paper.blank")
	if base.Number > 0 {
		approved = scene.T("plan.paper.approved", "date", base.Day)
	}
	doc := paper.Document{Title: title, Author: home, Lang: scene.Lang, Landscape: true, Blocks: []paper.Block{
		{Text: paper.Plain(scene.T("plan.paper.annex")), Align: paper.End}, {Text: paper.Plain(approved), Align: paper.End},
		{Heading: 1, Text: paper.Plain(title), Align: paper.Center, Keep: true}, {Text: paper.Plain(home), Align: paper.Center, Keep: true},
		{Table: s.paperTable(scene, n, lines, title)},
		{Text: paper.Plain(scene.T("plan.paper.sums", "sums", summary(scene, n, lines)))},
	}}
	if note := p.Note.In(scene.Lang).Value; note != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(note)})
	}
	if changes := len(Differences(base.Lines, lines)); base.Number > 0 && changes > 0 {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(scene.N("plan.paper.changed", changes))})
	}
	return doc, nil
}

// paperTable are the lines under their months.
func (s *Service) paperTable(scene *web.Scene, n *naming, lines []Line, name string) *paper.Table {
	t := &paper.Table{Name: name, Rules: true}
	for _, c := range []struct {
		name  string
		share int
		align paper.Align
	}{{"number", 2, paper.Center}, {"what", 12, paper.Start}, {"when", 6, paper.Start}, {"place", 5, paper.Start}, {"partners", 7, paper.Start}, {"who", 7, paper.Start}, {"funder", 6, paper.Start}, {"sum", 5, paper.End}} {
		t.Columns = append(t.Columns, paper.Column{Title: scene.T("plan.paper." + c.name), Share: c.share, Align: c.align})
	}
	under := time.Month(-1)
	number := 0
	for _, l := range byMonth(lines) {
		if m := l.When.Month(); m != under {
			under = m
			words := scene.T("plan.paper.year")
			if m != 0 {
				words = upper(scene.Month(m))
			}
			t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{paper.Words(words)}, Whole: true, Bold: true})
		}
		number++
		who, held := n.who(scene, l)
		if !held {
			who = scene.T("plan.paper.nobody")
		}
		funder := l.Funder.In(scene.Lang).Value
		if funder == "" && l.Money != Known && l.Money != "" {
			funder = scene.T("planline.money." + l.Money)
		}
		sum := paper.Cell{}
		if l.Amount != "" {
			sum = paper.Words(scene.Money(l.sum()))
			if l.sum().Currency == s.deps.Currency {
				sum.Number = l.sum().Decimal()
			}
		}
		place := l.Place.In(scene.Lang).Value
		t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{
			{Paragraphs: [][]paper.Run{paper.Plain(strconv.Itoa(number))}, Number: strconv.Itoa(number)}, paper.Words(l.Title.In(scene.Lang).Value), paper.Words(scene.Date(l.When)),
			paper.Words(place), paper.Words(scene.Join(n.cities(l))), paper.Words(who), paper.Words(funder), sum,
		}})
	}
	return t
}

// upper begins words with a capital letter, as a heading does.
func upper(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// byMonth puts what is known to the month first, by its time, and then what is
// some day of the year.
func byMonth(lines []Line) []Line {
	var months, rest []Line
	for _, l := range lines {
		if l.When.Month() == 0 {
			rest = append(rest, l)
		} else {
			months = append(months, l)
		}
	}
	return append(months, rest...)
}

// downloads offer a plan as a paper.
func downloads(scene *web.Scene, p Plan) ui.Download {
	d := ui.Download{Label: scene.T("plan.paper")}
	for _, as := range []string{"docx", "pdf", "xlsx"} {
		d.Items = append(d.Items, ui.Link{Text: scene.T("plan.paper." + as), Href: scene.Path("/plans/" + p.ID + "/paper/" + as), Download: true})
	}
	return d
}
