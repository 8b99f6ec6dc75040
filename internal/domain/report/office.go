package report

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// measureFor is how long the screen waits for the typesetter; the PDF itself
// takes the time it needs.
const measureFor = 4 * time.Second

// briefPage is what the template brief shows.
type briefPage struct {
	Lead    string
	Actions []ui.Action
	Langs   ui.Tabs
	Fit     *ui.Notice // what does not fit, or that it was not measured
	Left    []leftRow
	Missing []ui.Link
	Lang    string // of the paper
	Over    string
	Name    string
	Native  ui.Value
	Summary *ui.Facts
	Blocks  []briefBlock
}

type leftRow struct {
	Block     string
	Text      string
	Shortened string
	Edit      *ui.Link
}

type briefBlock struct {
	ID    string
	Title string
	Facts ui.Facts
}

// paperLang is the language of the paper: the one asked for, or the reader's.
func paperLang(r *http.Request) string {
	lang := r.URL.Query().Get("paper")
	for _, known := range Langs() {
		if lang == known {
			return lang
		}
	}
	if web.SceneOf(r).Lang == "en" {
		return "en"
	}
	return "ru"
}

// show is the sheet on the screen, each line with its sources and the way to
// its record.
func (s *Service) show(r *http.Request) (web.Reply, error) {
	scene, lang := web.SceneOf(r), paperLang(r)
	b, err := s.collect(r.Context(), lang, r.PathValue("id"), scene.Now.In(scene.Zone))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), measureFor)
	defer cancel()
	_, measured, err := s.fit(ctx, b, scene.Now.In(scene.Zone))
	if err == nil {
		b = measured
	} else if errs.KindOf(err) != errs.Unavailable && !errors.Is(err, errOverflow()) && ctx.Err() == nil {
		return nil, err
	}
	data := briefPage{
		Lead: scene.T("report.screen.lead"), Lang: lang, Over: b.Over, Name: b.Name, Native: ui.Value{Text: b.Native.Text, Lang: b.Native.Lang},
		Actions: []ui.Action{{Link: &ui.LinkButton{Text: scene.T("report.print"), Href: scene.Path(b.Path+"/brief.pdf", "paper", lang), Kind: ui.ButtonPrimary, Icon: ui.IconPrint}}},
		Langs:   ui.Tabs{Label: scene.T("report.paper_lang")},
		Fit:     fitNotice(scene, b, err), Left: leftRows(scene, b), Missing: missing(scene, b),
	}
	for _, one := range Langs() {
		data.Langs.Items = append(data.Langs.Items, ui.Link{Text: i18n.Native(one), Lang: one, Href: scene.Here("paper", one), Current: one == lang})
	}
	n := &notes{scene: scene, paper: lang}
	data.Summary = n.summary(b)
	for _, block := range b.Blocks {
		data.Blocks = append(data.Blocks, briefBlock{ID: "brief-" + string(block.Name), Title: block.Title, Facts: n.facts(block)})
	}
	return web.Page{Template: "report/brief", Title: scene.T("report.title", "city", b.Name), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}, {Text: b.Name, Path: b.Path}}}, nil
}

// print is the sheet as a PDF.
func (s *Service) print(r *http.Request) (web.Reply, error) {
	scene, lang := web.SceneOf(r), paperLang(r)
	now := scene.Now.In(scene.Zone)
	b, err := s.collect(r.Context(), lang, r.PathValue("id"), now)
	if err != nil {
		return nil, err
	}
	pdf, _, err := s.fit(r.Context(), b, now)
	if err != nil {
		return nil, err
	}
	name := strings.TrimPrefix(b.Path, "/partners/") + "-" + now.Format(time.DateOnly) + "-" + lang + ".pdf"
	return web.File{Name: name, Type: "application/pdf", Body: pdf, Inline: true}, nil
}

// fitNotice says whether the sheet holds everything.
func fitNotice(scene *web.Scene, b Brief, failed error) *ui.Notice {
	switch {
	case errors.Is(failed, errOverflow()):
		return &ui.Notice{Tone: ui.ToneBad, Title: scene.T("report.overflow")}
	case failed != nil:
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("report.not_measured"), Text: scene.T("report.not_measured.text")}
	case len(b.Left) > 0:
		return &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("report.left", len(b.Left)), Text: scene.T("report.left.text")}
	}
	return &ui.Notice{Tone: ui.ToneGood, Title: scene.T("report.fits")}
}

func leftRows(scene *web.Scene, b Brief) []leftRow {
	rows := make([]leftRow, len(b.Left))
	for i, l := range b.Left {
		rows[i] = leftRow{Block: l.Title, Text: l.Text, Edit: &ui.Link{Text: scene.T("keep.change"), Hidden: l.Title, Href: scene.Path(l.Path)}}
		if l.Shortened {
			rows[i].Shortened = scene.T("report.shortened")
		}
	}
	return rows
}

// missing are the remarks to the author, each leading to where it is mended.
func missing(scene *web.Scene, b Brief) []ui.Link {
	links := make([]ui.Link, len(b.Missing))
	for i, m := range b.Missing {
		links[i].Text = scene.T(m.Key, m.Args...)
		if m.Path != "" {
			links[i].Href = scene.Path(m.Path)
		}
	}
	return links
}

// notes numbers the footnotes of a page.
type notes struct {
	scene *web.Scene
	paper string
	marks int
}

// summary is the head of the sheet: what the partner is and what both say.
func (n *notes) summary(b Brief) *ui.Facts {
	list := ui.Facts{}
	if b.Since != "" {
		list.Rows = append(list.Rows, ui.Fact{Label: n.scene.T("partner.since"), Value: ui.Value{Text: b.Since}})
	}
	if b.Lead != nil {
		list.Rows = append(list.Rows, n.fact(*b.Lead, n.scene.T("partner.about")))
	}
	list.Rows = append(list.Rows, n.fact(b.Ours, b.Ours.Label), n.fact(b.Theirs, b.Theirs.Label))
	return &list
}

func (n *notes) facts(block Block) ui.Facts {
	list := ui.Facts{}
	for _, line := range block.Lines {
		label := line.Label
		if label == "" {
			label = block.Title
		}
		if line.Key != "" {
			label = n.scene.T(line.Key)
		}
		list.Rows = append(list.Rows, n.fact(line, label))
	}
	return list
}

// fact is a line with its pieces, its source and the way to its record.
func (n *notes) fact(line Line, label string) ui.Fact {
	fact := ui.Fact{Label: label, Source: n.source(line.Sources)}
	values := n.values(line.Parts)
	if len(values) == 0 {
		return fact
	}
	head := &values[0]
	head.Href = n.scene.Path(line.Path)
	if line.Old {
		head.Chip = &ui.Chip{Text: n.scene.T("report.old"), Tone: ui.ToneWarn, Note: n.scene.T("report.as_of", "date", line.AsOf)}
	}
	words := make([]string, len(line.Remarks))
	for i, m := range line.Remarks {
		words[i] = n.scene.T(m.Key, m.Args...)
	}
	head.Note = strings.Join(words, "; ")
	fact.Value = *head
	if len(values) > 1 {
		fact.Value = ui.Value{Parts: values}
	}
	if line.Edit != "" {
		fact.Edit = &ui.Link{Text: n.scene.T("keep.change"), Hidden: label, Href: n.scene.Path(line.Edit)}
	}
	return fact
}

// values joins the pieces of a row that are in one language.
func (n *notes) values(parts []Part) []ui.Value {
	var values []ui.Value
	for i, p := range parts {
		lang := p.Lang
		if lang == "" && n.paper != n.scene.Lang {
			lang = n.paper
		}
		if i > 0 && !p.Break && values[len(values)-1].Lang == lang {
			values[len(values)-1].Text += " " + p.Text
			continue
		}
		values = append(values, ui.Value{Text: p.Text, Lang: lang})
	}
	return values
}

// source is the footnote of a line; several sources share one.
func (n *notes) source(all []record.Source) *ui.Source {
	if len(all) == 0 {
		return nil
	}
	n.marks++
	titles := make([]string, len(all))
	note := &ui.Source{Mark: strconv.Itoa(n.marks), Label: n.scene.T("keep.source"), Open: n.scene.T("keep.source.open")}
	for i, one := range all {
		titles[i] = one.Title
		if note.Href == "" {
			note.Href = one.URL
		}
	}
	note.Text = strings.Join(titles, "; ")
	return note
}
