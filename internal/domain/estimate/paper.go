package estimate

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/file"
)

// Formats lists the kinds of files that an estimate is made as.
func Formats() []string { return paper.Formats() }

// Paper is the estimate of an activity as a file, in the words of a language.
func (s *Service) Paper(ctx context.Context, lang, activity, format string) ([]byte, error) {
	rows, err := s.Estimates(ctx, Filter{Activity: activity, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	return s.write(ctx, lang, rows[0], format)
}

func (s *Service) write(ctx context.Context, lang string, e Estimate, format string) ([]byte, error) {
	doc, err := s.document(ctx, s.deps.Words(lang), e)
	if err != nil {
		return nil, err
	}
	return doc.File(ctx, format, s.deps.Paper)
}

// paper sends an estimate as a file.
func (s *Service) paper(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	e, err := s.estimates.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	for _, format := range Formats() {
		if r.PathValue("paper") == "estimate."+format {
			body, err := s.write(r.Context(), scene.Lang, e, format)
			return web.File{Name: "estimate-" + e.Year + "." + format, Type: file.Type(format).Media(), Body: body}, err
		}
	}
	return nil, errs.New(errs.NotFound, "record.missing")
}

// document describes an estimate as a paper: who approves, what it is for, the
// lines with their reckoning, the sums of each source and currency, the sum in
// words, who made it.
func (s *Service) document(ctx context.Context, p *i18n.Printer, e Estimate) (paper.Document, error) {
	lines, err := s.Lines(ctx, e.ID)
	if err != nil {
		return paper.Document{}, err
	}
	last, err := lastEdition(ctx, s.DB, e.ID)
	if err != nil {
		return paper.Document{}, err
	}
	a, err := s.deps.Activity(ctx, e.Activity)
	if kind := errs.KindOf(err); err != nil && kind != errs.NotFound && kind != errs.Forbidden {
		return paper.Document{}, err
	}
	totals, err := Totals(lines)
	if err != nil {
		return paper.Document{}, err
	}
	home, today := s.deps.Home(p.Lang), s.deps.Clock()
	approved := p.T("estimate.paper.blank")
	if last.Number > 0 {
		approved = p.T("estimate.paper.approved", "date", last.Day)
	}
	doc := paper.Document{Title: p.T("estimate.kind"), Author: home, Lang: p.Lang, At: time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC), Blocks: []paper.Block{
		{Text: paper.Plain(approved), Align: paper.End},
		{Heading: 1, Text: paper.Plain(p.T("estimate.kind")), Align: paper.Center, Keep: true},
	}}
	if name := a.Name.In(p.Lang); name.Value != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: name.Value, Lang: name.Lang, Bold: true}}, Align: paper.Center, Keep: true})
	}
	for _, said := range about(p, e, a) {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(said), Keep: true})
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Table: paperLines(p, lines, totals)})
	for _, currency := range currenciesOf(totals) {
		whole := wholeOf(totals, currency)
		said := p.T("estimate.paper.sum", "sum", p.Money(whole.Plan))
		if words, ok := money.Spell(whole.Plan, p.Lang); ok {
			said = p.T("estimate.paper.sum_words", "sum", p.Money(whole.Plan), "words", words)
		}
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: said, Bold: true}}})
	}
	if last.Number > 0 && len(Differences(last.Lines, lines)) > 0 {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: p.T("estimate.paper.changed", "date", last.Day), Italic: true}}})
	}
	if e.Note != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(e.Note)})
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(p.T("estimate.paper.signature"))})
	return doc, nil
}

// about says when and where the activity is and how many people it is for; what
// nobody knows is left out.
func about(p *i18n.Printer, e Estimate, a Activity) []string {
	var said []string
	if when := p.Date(a.When); when != "" {
		said = append(said, p.T("estimate.paper.when", "when", when))
	}
	if place := a.Place.In(p.Lang).Value; place != "" {
		said = append(said, p.T("estimate.paper.place", "place", place))
	}
	if n := number(e.People); n > 0 {
		said = append(said, p.T("estimate.paper.people", "n", n))
	}
	if n := number(e.Days); n > 0 {
		said = append(said, p.T("estimate.paper.days", "n", n))
	}
	return said
}

// paperLines is the table of the lines, those of a source together, and its sums.
func paperLines(p *i18n.Printer, lines []Line, totals []Total) *paper.Table {
	facts := false
	for _, l := range lines {
		facts = facts || l.Fact != ""
	}
	t := &paper.Table{Name: p.T("estimate.kind"), Rules: true, Columns: []paper.Column{
		{Title: p.T("estimate.paper.no"), Share: 1, Align: paper.End}, {Title: p.T("estimate.what"), Share: 6}, {Title: p.T("estimate.reckoning"), Share: 6}, {Title: p.T("estimate.source"), Share: 5}, {Title: p.T("estimate.plan"), Share: 4, Align: paper.End},
	}}
	if facts {
		t.Columns = append(t.Columns, paper.Column{Title: p.T("estimate.fact"), Share: 4, Align: paper.End})
	}
	sum := func(a money.Amount) paper.Cell {
		return paper.Cell{Paragraphs: [][]paper.Run{paper.Plain(p.Money(a))}, Number: a.Decimal()}
	}
	for i, l := range lines {
		no := strconv.Itoa(i + 1)
		row := paper.Row{Cells: []paper.Cell{{Paragraphs: [][]paper.Run{paper.Plain(no)}, Number: no}, paper.Words(lineTitle(p, l)), paper.Words(reckoning(p, l)), paper.Words(p.T("estimateline.source." + l.Source)), sum(l.Planned())}}
		if facts {
			cell := paper.Words(p.T("estimate.fact.none"))
			if spent, known := l.Spent(); known {
				cell = sum(spent)
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	for _, total := range totals {
		row := paper.Row{Bold: true, Cells: []paper.Cell{paper.Words(""), paper.Words(p.T("estimate.paper.total")), paper.Words(""), paper.Words(totalWords(p, total)), sum(total.Plan)}}
		if facts {
			cell := paper.Words(p.T("estimate.fact.none"))
			if total.Missing < total.Lines {
				cell = sum(total.Fact)
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Summary are the sums of an activity's estimate by source and currency, a
// sentence for each; nothing without an estimate.
func (s *Service) Summary(ctx context.Context, p *i18n.Printer, activity string) ([]string, error) {
	rows, err := s.Estimates(ctx, Filter{Activity: activity, Limit: 1})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	lines, err := s.Lines(ctx, rows[0].ID)
	if err != nil {
		return nil, err
	}
	totals, err := Totals(lines)
	var said []string
	for _, t := range totals {
		fact := p.T("estimate.fact.none")
		if t.Missing < t.Lines {
			fact = p.Money(t.Fact)
		}
		said = append(said, p.T("estimate.summary", "source", totalWords(p, t), "plan", p.Money(t.Plan), "fact", fact))
	}
	return said, err
}

// Told is a line as other papers tell of it.
type Told struct {
	What, How i18n.Text
	Sum       money.Amount // planned
}

// Told are the lines of an activity's estimate; none when it has no estimate.
func (s *Service) Told(ctx context.Context, activity string) ([]Told, error) {
	found, err := s.Estimates(ctx, Filter{Activity: activity, Limit: 1})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	lines, err := s.Lines(ctx, found[0].ID)
	told := make([]Told, len(lines))
	for i, l := range lines {
		told[i].Sum = l.Planned()
		for _, lang := range s.deps.Langs {
			p := s.deps.Words(lang)
			told[i].What.Set(lang, lineTitle(p, l))
			told[i].How.Set(lang, reckoning(p, l))
		}
	}
	return told, err
}
