package paper

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
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
	data, err := json.Marshal(d.pdf())
	if err != nil {
		return nil, err
	}
	doc := typst.Doc{Main: source, Files: map[string][]byte{"/data.json": data}, At: d.At}
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
		Cells [][]pdfPara `json:"cells"`
	}
)

func (d Document) pdf() pdfDoc {
	out := pdfDoc{Title: d.Title, Author: d.Author, Lang: setLang(d.Lang), RTL: leftward(d.Lang), Dated: !d.At.IsZero(), Landscape: d.Landscape, Blocks: []pdfBlock{}}
	for _, b := range d.Blocks {
		one := pdfBlock{Kind: "text", Text: d.para(b.Text), Align: b.Align.name(), Keep: b.Keep}
		switch {
		case b.PageBreak:
			one.Kind = "page"
		case b.Table != nil:
			one.Kind, one.Table = "table", d.pdfTable(b.Table)
		case b.Heading > 0:
			one.Kind, one.Level = "heading", min(b.Heading, 3)
		}
		out.Blocks = append(out.Blocks, one)
	}
	return out
}

func (d Document) para(runs []Run) pdfPara {
	p := pdfPara{RTL: d.leftward(runs), Runs: []pdfRun{}}
	for _, r := range runs {
		p.Runs = append(p.Runs, pdfRun{strings.Split(strings.ReplaceAll(printable(r.Text), "\t", " "), "\n"), r.Bold, r.Italic, setLang(d.lang(r)), r.href()})
	}
	return p
}

func (d Document) pdfTable(t *Table) *pdfTable {
	out := &pdfTable{Rules: t.Rules, Titled: t.titled(), Columns: []pdfColumn{}, Rows: []pdfRow{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, pdfColumn{c.Title, c.share(), c.Align.name()})
	}
	for _, r := range t.Rows {
		row := pdfRow{Whole: r.Whole, Bold: r.Bold}
		cells := len(t.Columns)
		if r.Whole {
			cells = 1
		}
		for i := range cells {
			paras := []pdfPara{}
			if i < len(r.Cells) {
				for _, p := range r.Cells[i].Paragraphs {
					paras = append(paras, d.para(p))
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
