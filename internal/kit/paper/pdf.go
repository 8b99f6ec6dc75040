package paper

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/typst"
)

//go:embed paper.typ
var source string

// Setter makes a PDF of a source, as the method PDF of typst.Pool does.
type Setter func(context.Context, typst.Doc) ([]byte, []typst.Diagnostic, error)

// PDF sets the document. It is tagged and its fonts are embedded.
func (d Document) PDF(ctx context.Context, set Setter) ([]byte, error) {
	files := map[string][]byte{}
	data, err := json.Marshal(d.pdf(files))
	if err != nil {
		return nil, err
	}
	files["/data.json"] = data
	doc := typst.Doc{Main: source, Files: files, At: d.At}
	if d.At.IsZero() {
		doc.At = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) // paper.typ leaves it out
	}
	pdf, said, err := set(ctx, doc)
	if err == nil {
		return pdf, nil
	}
	for _, line := range said {
		err = errors.Join(err, errors.New(line.String()))
	}
	return nil, err
}

// The document as the source reads it.
type (
	pdfDoc struct {
		Title     string     `json:"title"`
		Author    string     `json:"author"`
		Lang      string     `json:"lang"`
		RTL       bool       `json:"rtl"`
		Dated     bool       `json:"dated"`
		Landscape bool       `json:"landscape"`
		Blocks    []pdfBlock `json:"blocks"`
	}
	pdfBlock struct {
		Kind  string    `json:"kind"` // heading, text, table, page
		Level int       `json:"level"`
		Text  pdfPara   `json:"text"`
		Align string    `json:"align"`
		Keep  bool      `json:"keep"`
		In    bool      `json:"indent"`
		Rule  bool      `json:"rule"`
		Tight bool      `json:"tight"`
		Table *pdfTable `json:"table"`
	}
	pdfPara struct {
		RTL  bool     `json:"rtl"`
		Runs []pdfRun `json:"runs"`
	}
	pdfRun struct {
		Lines  []string `json:"lines"`
		Bold   bool     `json:"bold"`
		Italic bool     `json:"italic"`
		Lang   string   `json:"lang"`
		Link   string   `json:"link"`
		Small  bool     `json:"small"`
		Under  bool     `json:"underline"`
		Image  string   `json:"image"` // a file; empty for words
		Width  int      `json:"width"` // millimetres
		Alt    string   `json:"alt"`
	}
	pdfTable struct {
		Rules   bool        `json:"rules"`
		Titled  bool        `json:"titled"`
		Columns []pdfColumn `json:"columns"`
		Rows    []pdfRow    `json:"rows"`
	}
	pdfColumn struct {
		Title string `json:"title"`
		Share int    `json:"share"`
		Align string `json:"align"`
	}
	pdfRow struct {
		Whole bool        `json:"whole"`
		Bold  bool        `json:"bold"`
		One   bool        `json:"one"` // on one page
		Cells [][]pdfPara `json:"cells"`
	}
)

// pdf is the document as data; pictures become files.
func (d Document) pdf(files map[string][]byte) pdfDoc {
	out := pdfDoc{Title: d.Title, Author: d.Author, Lang: setLang(d.Lang), RTL: leftward(d.Lang), Dated: !d.At.IsZero(), Landscape: d.Landscape, Blocks: []pdfBlock{}}
	for _, b := range d.Blocks {
		one := pdfBlock{Kind: "text", Text: d.para(b.Text, files), Align: b.Align.name(), Keep: b.Keep, In: b.Indent, Rule: b.Rule, Tight: b.Tight}
		switch {
		case b.PageBreak:
			one.Kind = "page"
		case b.Table != nil:
			one.Kind, one.Table = "table", d.pdfTable(b.Table, files)
		case b.Heading > 0:
			one.Kind, one.Level = "heading", min(b.Heading, 3)
		}
		out.Blocks = append(out.Blocks, one)
	}
	return out
}

func (d Document) para(runs []Run, files map[string][]byte) pdfPara {
	p := pdfPara{RTL: d.leftward(runs), Runs: []pdfRun{}}
	for _, r := range runs {
		one := pdfRun{Lines: strings.Split(strings.ReplaceAll(printable(r.Text), "\t", " "), "\n"), Bold: r.Bold, Italic: r.Italic, Lang: setLang(d.lang(r)), Link: r.href(), Small: r.Small, Under: r.Underline}
		if r.Picture != nil {
			kind := r.Picture.kind()
			if kind == "" {
				continue
			}
			one.Image, one.Width, one.Alt = "/picture"+strconv.Itoa(len(files))+"."+kind, r.Picture.Width, printable(r.Picture.Alt)
			files[one.Image] = r.Picture.Data
		}
		p.Runs = append(p.Runs, one)
	}
	return p
}

func (d Document) pdfTable(t *Table, files map[string][]byte) *pdfTable {
	out := &pdfTable{Rules: t.Rules, Titled: t.titled(), Columns: []pdfColumn{}, Rows: []pdfRow{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, pdfColumn{c.Title, c.share(), c.Align.name()})
	}
	for _, r := range t.Rows {
		row := pdfRow{Whole: r.Whole, Bold: r.Bold, One: t.Rules || r.Together}
		cells := len(t.Columns)
		if r.Whole {
			cells = 1
		}
		for i := range cells {
			paras := []pdfPara{}
			if i < len(r.Cells) {
				for _, p := range r.Cells[i].Paragraphs {
					paras = append(paras, d.para(p, files))
				}
			}
			row.Cells = append(row.Cells, paras)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (a Align) name() string {
	return [...]string{Start: "start", Center: "center", End: "end", Justify: "justify"}[a]
}

// setLang is a language as the typesetter takes it: two or three letters, none
// for what has another form.
func setLang(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	if len(lang) < 2 || len(lang) > 3 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return lang
}
