package archive

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"strconv"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds templates and words.
//
//go:embed templates locale
var Files embed.FS

// Pages are the registers and records as HTML that opens from a disk: relative
// links, no scripts, one style sheet.
type Pages struct {
	Langs      []string
	Scene      func(lang string) *web.Scene
	Kinds      record.Kinds
	Tables     []transfer.Table
	Name       i18n.Text // of the city
	Department i18n.Text
}

// perPage is how many records a page of a register lists.
const perPage = 500

// sheet is what a template gets: words and its own data.
type sheet struct {
	*web.Scene
	Root  string // from the page to the root of the archive: "../../"
	Title string
	City  string
	D     any
}

type pageLink struct {
	Text, Href, Note string
	Current          bool
}

type printer struct {
	*Pages
	ctx   context.Context
	h     db.Handle
	put   func(name string, body []byte) error
	set   *template.Template
	names map[string]string // kind → name of its table
	made  int64
}

// write hands over every page and counts them. At is when the newest change was
// made, as a stamp.
func (p *Pages) write(ctx context.Context, h db.Handle, put func(string, []byte) error, at string) (int64, error) {
	set, err := template.ParseFS(Files, "templates/disk/*.html")
	if err != nil {
		return 0, err
	}
	w := &printer{Pages: p, ctx: ctx, h: h, put: put, set: set, names: map[string]string{}}
	for _, t := range p.Tables {
		w.names[t.Kind] = t.Name
	}
	style, err := Files.ReadFile("templates/disk/style.css")
	if err != nil {
		return 0, err
	}
	if err := put("style.css", style); err != nil {
		return 0, err
	}
	for _, lang := range p.Langs {
		if err := w.language(lang, at); err != nil {
			return 0, err
		}
	}
	return w.made, w.door()
}

// door is the first page: it leads to each language in its own words.
func (w *printer) door() error {
	var ways []pageLink
	for _, lang := range w.Langs {
		s := w.Scene(lang)
		ways = append(ways, pageLink{Text: s.T("archive.disk.title", "city", w.Name.In(lang).Value), Href: lang + "/index.html", Note: lang})
	}
	return w.page("index.html", "door", w.Scene(w.Langs[0]), "", w.Name.In(w.Langs[0]).Value, ways)
}

func (w *printer) page(name, tmpl string, s *web.Scene, root, title string, data any) error {
	var body bytes.Buffer
	if err := w.set.ExecuteTemplate(&body, tmpl, &sheet{Scene: s, Root: root, Title: title, City: w.Name.In(s.Lang).Value, D: data}); err != nil {
		return err
	}
	w.made++
	return w.put(name, body.Bytes())
}

// indexPage is what the template index shows.
type indexPage struct {
	Department string
	At         string
	Registers  []pageLink
}

func (w *printer) language(lang, at string) error {
	s := w.Scene(lang)
	data := indexPage{Department: w.Department.In(lang).Value}
	if t, err := clock.ParseStamp(at); err == nil && !t.IsZero() {
		data.At = s.Instant(s.Local(t))
	}
	words := export.NewWords(s, w.Kinds)
	for _, t := range w.Tables {
		n, err := w.register(s, words, t)
		if err != nil {
			return err
		}
		data.Registers = append(data.Registers, pageLink{Text: s.T(t.Kind + ".list"), Href: t.Name + "/index.html", Note: s.Number(int64(n))})
	}
	return w.page(lang+"/index.html", "index", s, "../", s.T("archive.disk.title", "city", w.Name.In(lang).Value), data)
}

// registerPage is what the template register shows.
type registerPage struct {
	Columns []string
	Rows    []registerRow
	Pages   []pageLink
}

type registerRow struct {
	Title pageLink
	Cells []string
}

// register writes the pages of one register and of each of its records, and
// returns how many records there are.
func (w *printer) register(s *web.Scene, words *export.Words, t transfer.Table) (int, error) {
	short := shortColumns(t)
	var rows []registerRow
	for after := ""; ; {
		page, more, err := t.PageIn(w.ctx, w.h, after, 200)
		if err != nil {
			return 0, err
		}
		for _, row := range page {
			line, err := w.record(s, words, t, row, short)
			if err != nil {
				return 0, err
			}
			rows = append(rows, line)
		}
		if after = more; more == "" {
			break
		}
	}
	return len(rows), w.list(s, t, short, rows)
}

// list writes the rows of a register on as many pages as they need.
func (w *printer) list(s *web.Scene, t transfer.Table, short []transfer.Column, rows []registerRow) error {
	count := max(1, (len(rows)+perPage-1)/perPage)
	for i := range count {
		data := registerPage{Rows: rows[i*perPage : min(len(rows), (i+1)*perPage)]}
		for _, c := range short {
			data.Columns = append(data.Columns, s.T(c.Key))
		}
		for j := range count {
			if count > 1 {
				data.Pages = append(data.Pages, pageLink{Text: strconv.Itoa(j + 1), Href: listName(j), Current: i == j})
			}
		}
		if err := w.page(s.Lang+"/"+t.Name+"/"+listName(i), "register", s, "../../", s.T(t.Kind+".list"), data); err != nil {
			return err
		}
	}
	return nil
}

func listName(i int) string {
	if i == 0 {
		return "index.html"
	}
	return "page-" + strconv.Itoa(i+1) + ".html"
}

// shortColumns are those that fit beside the title in a list: choices, dates
// and references.
func shortColumns(t transfer.Table) []transfer.Column {
	var short []transfer.Column
	for _, c := range t.Columns {
		if len(short) < 4 && (c.Type == transfer.Date || c.Type == transfer.Plain && c.Options != nil) {
			short = append(short, c)
		}
	}
	return short
}
