package debrief

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/file"
)

// Formats lists the kinds of files that a report is made as.
func Formats() []string { return []string{"docx", "pdf"} }

// Paper is the report of an activity as a file, in the words of a language. The
// sections stay in the language in which they were written.
func (s *Service) Paper(ctx context.Context, lang, activity, format string) ([]byte, error) {
	d, err := s.Of(ctx, activity)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, lang, d, format)
}

func (s *Service) write(ctx context.Context, lang string, d Debrief, format string) ([]byte, error) {
	doc, err := s.document(ctx, s.deps.Words(lang), d)
	if err != nil {
		return nil, err
	}
	if format == "xlsx" {
		format = "" // a text is no table
	}
	return doc.File(ctx, format, s.deps.Paper)
}

// paper sends a report as a file.
func (s *Service) paper(r *http.Request) (web.Reply, error) {
	d, err := s.reports.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	for _, format := range Formats() {
		if r.PathValue("paper") == "report."+format {
			body, err := s.write(r.Context(), web.SceneOf(r).Lang, d, format)
			return web.File{Name: "report." + format, Type: file.Type(format).Media(), Body: body}, err
		}
	}
	return nil, errs.New(errs.NotFound, "record.missing")
}

// document describes a report as a paper.
func (s *Service) document(ctx context.Context, p *i18n.Printer, d Debrief) (paper.Document, error) {
	a, err := s.deps.Activity(ctx, d.Activity)
	if kind := errs.KindOf(err); err != nil && kind != errs.NotFound && kind != errs.Forbidden {
		return paper.Document{}, err
	}
	promises, err := s.deps.Promises(ctx, d.Activity)
	if err != nil {
		return paper.Document{}, err
	}
	today := s.deps.Clock()
	title := p.T(titleKey(a))
	doc := paper.Document{Title: title, Author: s.deps.Home(p.Lang), Lang: p.Lang, At: time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC), Blocks: []paper.Block{
		{Heading: 1, Text: paper.Plain(title), Align: paper.Center, Keep: true},
	}}
	if name := a.Name.In(p.Lang); name.Value != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: name.Value, Lang: name.Lang, Bold: true}}, Align: paper.Center, Keep: true})
	}
	if said := strings.Join(whenWhere(p, a), ", "); said != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(said), Align: paper.Center})
	}
	before, after := d.Sections()
	n := 0
	section := func(name string, lines []string) {
		if len(lines) == 0 {
			return
		}
		n++
		doc.Blocks = append(doc.Blocks, paper.Block{Heading: 2, Text: paper.Plain(strconv.Itoa(n) + ". " + p.T("debrief."+name)), Keep: true})
		for _, line := range lines {
			doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(line), Align: paper.Justify})
		}
	}
	for _, one := range before {
		section(one.Name, paragraphs(one.Text))
	}
	section("agreed", numbered(d.Agreed))
	if len(promises) > 0 {
		doc.Blocks = append(doc.Blocks, paper.Block{Table: promiseTable(p, promises)})
	}
	for _, one := range after {
		section(one.Name, paragraphs(one.Text))
	}
	said := p.T("debrief.paper.draft")
	if d.Sealed() {
		said = p.T("debrief.paper.submitted", "date", d.Submitted, "who", d.Submitter)
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(said)}, paper.Block{Text: paper.Plain(p.T("debrief.paper.signature"))})
	return doc, nil
}

// titleKey is the key of what the report is called: of a trip, or of a visit.
func titleKey(a Activity) string {
	if a.Out {
		return "debrief.title.out"
	}
	return "debrief.title.in"
}

func whenWhere(p *i18n.Printer, a Activity) []string {
	var said []string
	for _, one := range []string{p.Date(a.When), a.Place.In(p.Lang).Value} {
		if one != "" {
			said = append(said, one)
		}
	}
	return said
}

// paragraphs are the lines of a text that hold something.
func paragraphs(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func numbered(lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[i] = strconv.Itoa(i+1) + ") " + line
	}
	return all
}

// promiseTable is what became of the points: whose promise and by when.
func promiseTable(p *i18n.Printer, promises []Promise) *paper.Table {
	t := &paper.Table{Name: p.T("debrief.promises"), Rules: true, Columns: []paper.Column{{Title: p.T("debrief.promise"), Share: 6}, {Title: p.T("debrief.side"), Share: 3}, {Title: p.T("debrief.due"), Share: 3}}}
	for _, one := range promises {
		t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{paper.Words(one.Title), paper.Words(p.T(sideKey(one))), paper.Words(dueWords(p, one))}})
	}
	return t
}

func sideKey(one Promise) string {
	if one.Theirs {
		return "debrief.side.theirs"
	}
	return "debrief.side.ours"
}

func dueWords(p *i18n.Printer, one Promise) string {
	if one.Due.IsZero() {
		return p.T("debrief.due.none")
	}
	return p.Date(one.Due)
}
