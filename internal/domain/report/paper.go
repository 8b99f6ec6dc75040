package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"slices"
	"sort"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
)

//go:embed papers
var papers embed.FS

// keptPapers is how many finished sheets are kept, so that the screen and the
// PDF after it do the work once.
const keptPapers = 16

// path is where the template finds the picture.
func (c Crest) path() string {
	if c.Kind == "" {
		return ""
	}
	return "/crest." + c.Kind
}

// fitted is a sheet that is done.
type fitted struct {
	pdf  []byte
	left []Left
}

// sheet is the data of the template, as it stands in /data.json.
type sheet struct {
	Lang   string       `json:"lang"`
	Words  sheetWords   `json:"words"`
	Office string       `json:"office"`
	Crest  string       `json:"crest"` // path of the picture; empty without one
	Day    string       `json:"day"`
	Over   string       `json:"over"`
	Name   string       `json:"name"`
	Native Part         `json:"native"`
	Since  string       `json:"since"`
	Lead   []Part       `json:"lead"`
	Strip  []sheetLine  `json:"strip"`
	Claims []sheetClaim `json:"claims"`
	Differ string       `json:"differ"`
	Main   []sheetBlock `json:"main"`
	Aside  []sheetBlock `json:"aside"`
	Map    *sheetMap    `json:"map"`
}

// sheetWords are the words of the sheet itself.
type sheetWords struct {
	Kind    string `json:"kind"`    // «Справка»
	Printed string `json:"printed"` // «Напечатано программой 22 ноября 2026 г.»
	Page    string `json:"page"`    // "стр. # из ##", with # and ## for the numbers
}

type sheetClaim struct {
	Side  string `json:"side"`
	Tone  Tone   `json:"tone"`
	Parts []Part `json:"parts"`
}

type sheetBlock struct {
	Name  BlockName   `json:"name"`
	Title string      `json:"title"`
	Lines []sheetLine `json:"lines"`
}

type sheetLine struct {
	Label string `json:"label"`
	Parts []Part `json:"parts"`
}

type sheetMap struct {
	Alt  string `json:"alt"`
	Home Dot    `json:"home"`
	City Dot    `json:"city"`
}

// spot names a line of the brief.
type spot struct {
	block BlockName
	line  int
}

// lead is the line under the heading, which stands in no block.
const lead BlockName = "lead"

// fit sets the sheet on one page. What does not fit is left out in the order of
// dropOrder, no more of either column than must be.
func (s *Service) fit(ctx context.Context, b Brief, now time.Time) ([]byte, Brief, error) {
	key := b.digest(s, now)
	if one, ok := s.kept(key); ok {
		b.Left = one.left
		return one.pdf, b, nil
	}
	main, aside := b.dropOrder()
	f := &fitting{s: s, ctx: ctx, b: b, now: now, gone: map[spot]bool{}}
	if f.set(); f.pages > 1 {
		f.leave(main, aside)
		f.leave(aside, nil)
		f.set()
	}
	if f.err == nil && f.pages != 1 {
		f.err = errOverflow()
	}
	if f.err != nil {
		return nil, b, f.err
	}
	for _, p := range append(main, aside...) {
		if !f.gone[p] {
			continue
		}
		one := b.left(p)
		b.Left = slices.DeleteFunc(b.Left, func(l Left) bool { return l.Shortened && l.Block == one.Block && l.Text == one.Text })
		b.Left = append(b.Left, one)
	}
	s.keep(key, fitted{f.pdf, b.Left})
	return f.pdf, b, nil
}

// errOverflow says that even what must stay does not fit on the page.
func errOverflow() *errs.E { return errs.New(errs.Invalid, "report.overflow") }

// fitting is the search for what has to be left out.
type fitting struct {
	s     *Service
	ctx   context.Context
	b     Brief
	now   time.Time
	gone  map[spot]bool
	pdf   []byte
	pages int
	err   error
}

// set sets the sheet without what is gone.
func (f *fitting) set() {
	if f.err == nil {
		f.pdf, f.pages, f.err = f.s.set(f.ctx, f.b, f.gone, f.now)
	}
}

// refills is how many lines of a column are tried again when others are gone.
const refills = 4

// leave takes the fewest lines of one column off the sheet, in order, with
// which it has one page while the other column is out of the way. Then what
// still has room comes back, the most important first.
func (f *fitting) leave(column, other []spot) {
	mark := func(list []spot, gone bool) {
		for _, p := range list {
			f.gone[p] = gone
		}
	}
	mark(other, true)
	n := sort.Search(len(column), func(n int) bool {
		mark(column, false)
		mark(column[:n], true)
		f.set()
		return f.pages <= 1
	})
	mark(column, false)
	mark(column[:n], true)
	for i := n - 2; i >= max(0, n-1-refills); i-- {
		f.gone[column[i]] = false
		if f.set(); f.pages > 1 {
			f.gone[column[i]] = true
		}
	}
	mark(other, false)
}

// dropOrder lists what may be left out, the least important first, for the wide
// and the narrow column. What it does not list always stays: the strip, the first
// person, what we want, the first fact, the map, the first warning, the first
// telephone.
func (b Brief) dropOrder() (main, aside []spot) {
	count := map[BlockName]int{}
	for _, block := range b.Blocks {
		count[block.Name] = len(block.Lines)
	}
	down := func(list *[]spot, name BlockName, from, to int) {
		for i := min(from, count[name]-1); i >= to; i-- {
			*list = append(*list, spot{name, i})
		}
	}
	// History keeps its beginning and loses the middle first.
	down(&main, Done, 9, 2)
	for i := 2; i < count[History]; i++ {
		main = append(main, spot{History, i})
	}
	down(&main, Theses, 9, 3)
	down(&main, Who, 9, 3)
	down(&main, Done, 1, 0)
	if b.Lead != nil {
		main = append(main, spot{block: lead})
	}
	down(&main, History, 1, 0)
	down(&main, Theses, 2, 1)
	down(&main, Who, 2, 1)
	down(&aside, Programme, 9, 2)
	down(&aside, Gifts, 9, 0)
	down(&aside, Careful, 9, 2)
	down(&aside, Programme, 1, 1)
	down(&aside, Phones, 9, 1)
	down(&aside, Programme, 0, 0)
	down(&aside, Careful, 1, 1)
	return main, aside
}

// left names a line that was left out.
func (b Brief) left(p spot) Left {
	if p.block == lead {
		return Left{Block: p.block, Title: b.Name, Text: b.Lead.Text(), Path: first(b.Lead.Edit, b.Lead.Path)}
	}
	for _, block := range b.Blocks {
		if block.Name == p.block {
			line := block.Lines[p.line]
			return Left{Block: p.block, Title: block.Title, Text: line.Whole(), Path: first(line.Edit, line.Path)}
		}
	}
	return Left{Block: p.block}
}

// set sets the sheet without some lines and counts its pages.
func (s *Service) set(ctx context.Context, b Brief, gone map[spot]bool, now time.Time) ([]byte, int, error) {
	doc, err := b.doc(s, gone, now)
	if err != nil {
		return nil, 0, err
	}
	pdf, said, err := s.deps.Paper.PDF(ctx, doc)
	if err != nil {
		for _, d := range said {
			err = errors.Join(err, errors.New(d.String()))
		}
		return nil, 0, err
	}
	return pdf, pageCount(pdf), nil
}

// doc is the sheet as the typesetter takes it. All words are data, never
// source.
func (b Brief) doc(s *Service, gone map[spot]bool, now time.Time) (typst.Doc, error) {
	data, err := json.Marshal(b.sheet(s, gone))
	if err != nil {
		return typst.Doc{}, err
	}
	main, err := papers.ReadFile("papers/brief.typ")
	if err != nil {
		return typst.Doc{}, err
	}
	doc := typst.Doc{Main: string(main), Files: map[string][]byte{"/data.json": data}, At: now}
	if b.Crest.Kind != "" {
		doc.Files[b.Crest.path()] = b.Crest.Body
	}
	if b.Map != nil {
		doc.Files["/map.svg"] = []byte(b.Map.SVG)
	}
	return doc, nil
}

func (b Brief) sheet(s *Service, gone map[spot]bool) sheet {
	w := s.deps.Words(b.Lang)
	data := sheet{
		Lang: b.Lang, Office: b.Office, Crest: b.Crest.path(), Day: b.Day, Over: b.Over, Name: b.Name, Native: b.Native, Since: b.Since, Differ: b.Differ,
		Words:  sheetWords{Kind: w.T("report.kind"), Printed: w.T("report.printed", "day", b.Day), Page: w.T("report.page", "page", "#", "pages", "##")},
		Claims: []sheetClaim{{b.Ours.Label, b.OursTone, b.Ours.Parts}, {b.Theirs.Label, b.TheirsTone, b.Theirs.Parts}},
		Strip:  []sheetLine{}, Main: []sheetBlock{}, Aside: []sheetBlock{}, Lead: []Part{},
	}
	if b.Lead != nil && !gone[spot{block: lead}] {
		data.Lead = b.Lead.Parts
	}
	if b.Map != nil {
		data.Map = &sheetMap{b.Map.Alt, b.Map.Home, b.Map.City}
	}
	for _, block := range b.Blocks {
		part := sheetBlock{Name: block.Name, Title: block.Title}
		for i, line := range block.Lines {
			if !gone[spot{block.Name, i}] {
				part.Lines = append(part.Lines, sheetLine{line.Label, line.Parts})
			}
		}
		switch {
		case len(part.Lines) == 0:
		case block.Name == Where:
			data.Strip = part.Lines
		case block.Name.Aside():
			data.Aside = append(data.Aside, part)
		default:
			data.Main = append(data.Main, part)
		}
	}
	return data
}

// digest tells sheets apart by everything that is printed on them.
func (b Brief) digest(s *Service, now time.Time) string {
	doc, err := b.doc(s, nil, now)
	if err != nil {
		return ""
	}
	sum := sha256.New()
	sum.Write(doc.Files["/data.json"])
	sum.Write(doc.Files["/map.svg"])
	sum.Write(b.Crest.Body)
	return string(sum.Sum(nil))
}

func (s *Service) kept(key string) (fitted, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.done[key]
	return one, ok && key != ""
}

func (s *Service) keep(key string, one fitted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.done[key]; !ok {
		s.keys = append(s.keys, key)
	}
	s.done[key] = one
	if len(s.keys) > keptPapers {
		delete(s.done, s.keys[0])
		s.keys = s.keys[1:]
	}
}

// pageCount counts the pages of a PDF of our own typesetter, which writes page
// objects in the open: "/Type /Page", unlike "/Type /Pages" of their tree.
func pageCount(pdf []byte) int {
	count := 0
	for rest := pdf; ; {
		at := bytes.Index(rest, []byte("/Type"))
		if at < 0 {
			return count
		}
		rest = bytes.TrimLeft(rest[at+len("/Type"):], " \r\n")
		if after, ok := bytes.CutPrefix(rest, []byte("/Page")); ok && len(after) > 0 && after[0] != 's' {
			count++
		}
	}
}
