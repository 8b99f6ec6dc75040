package report

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"pobratim/internal/kit/typst/typsttest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pobratim/internal/kit/typst"
)

// cases are the sheets that tests set.
func cases() map[string]func(*house) string {
	return map[string]func(*house) string{"duisburg": duisburg, "qingdao": qingdao, "vagharshapat": vagharshapat, "flood": flood}
}

// wanted are words that the sheet of a city must have, in any language.
var wanted = map[string][]string{
	"duisburg":     {"502", "Die offiziellen Kontakte ruhen bis auf Weiteres", "Dr. Petra Beispiel", "Петра Байшпиль", "278", "+7 342 200-00-00", "coordinator@example.org"},
	"qingdao":      {"青岛", "王小明", "Wang Xiaoming", "Ван Сяомин", "请用双手递名"},
	"vagharshapat": {"Վաղարշապատ", "Անի Պետրոսյան", "Ani Petrosyan", "Ани Петросян"},
	"flood":        {"Duisburg", "+7 342 200-00-00"},
}

func TestPaper(t *testing.T) {
	paper := typsttest.Pool(t)
	for name, city := range cases() {
		for _, lang := range Langs() {
			t.Run(name+"-"+lang, func(t *testing.T) {
				h := onFile(t)
				h.deps.Paper = paper
				if name == "qingdao" {
					h.crest = Crest{[]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50"><path d="M0 0h40v30q0 12-20 20Q0 42 0 30z" fill="#b3261e"/></svg>`), "svg"}
				}
				pdf, b, err := h.BriefPDF(h.system(), lang, city(h))
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(t.TempDir(), "brief.pdf")
				if dir := os.Getenv("PAPERS"); dir != "" { // to look at them
					file = filepath.Join(dir, name+"-"+lang+".pdf")
				}
				if err := os.WriteFile(file, pdf, 0o600); err != nil {
					t.Fatal(err)
				}
				checkSheet(t, file, b)
				checkType(t, pdf)
				checkText(t, file, name, b)
			})
		}
	}
}

// poppler runs one of its programs; without them nothing here is tested.
func poppler(t *testing.T, program string, args ...string) string {
	t.Helper()
	var complaints bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s (package poppler-utils): %v: %s", program, err, complaints.String())
	}
	return string(out)
}

// checkSheet wants one tagged page of A4 with embedded fonts and a title.
func checkSheet(t *testing.T, file string, b Brief) {
	t.Helper()
	info := poppler(t, "pdfinfo", file)
	for _, want := range []string{`Pages:\s+1\n`, `Tagged:\s+yes`, `Page size:.*A4`, `Title:\s+` + regexp.QuoteMeta(b.Name) + ` — `, `Author:\s+\S`} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("pdfinfo lacks %s:\n%s", want, info)
		}
	}
	fonts := strings.Split(strings.TrimSpace(poppler(t, "pdffonts", file)), "\n")[2:]
	if len(fonts) < 4 {
		t.Errorf("fonts: %v", fonts)
	}
	for _, line := range fonts {
		if fields := strings.Fields(line); len(fields) < 8 || fields[len(fields)-5] != "yes" || fields[len(fields)-3] != "yes" {
			t.Errorf("a font is not embedded, or has no way back to letters: %s", line)
		}
	}
}

var (
	streams = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	sizes   = regexp.MustCompile(`/f\d+ ([\d.]+) Tf`)
	scales  = regexp.MustCompile(`([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) [-\d.]+ [-\d.]+ (cm|Tm)|\bBT\b`)
)

// checkType reads the size of every piece of type from the page's own
// operators, and wants no scale around it.
func checkType(t *testing.T, pdf []byte) {
	t.Helper()
	found := 0
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		page := inflate(m[1])
		for _, size := range sizes.FindAllSubmatch(page, -1) {
			found++
			if points, err := strconv.ParseFloat(string(size[1]), 64); err != nil || points < 10 {
				t.Errorf("type of %s points", size[1])
			}
		}
		if !sizes.Match(page) {
			continue
		}
		scale := "1"
		for _, op := range scales.FindAllSubmatch(page, -1) {
			switch {
			case string(op[5]) == "cm":
				scale = strings.TrimPrefix(string(op[1]), "-")
			case string(op[5]) == "Tm" && strings.TrimPrefix(string(op[1]), "-") != "1", len(op[5]) == 0 && scale != "1":
				t.Errorf("scaled type: %s", op[0])
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d pieces of type found: the test no longer reads these files", found)
	}
}

func inflate(packed []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return packed
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return plain
}

// checkText wants every line of the brief on the sheet, except for those that
// are named as left out, and all scripts.
func checkText(t *testing.T, file, name string, b Brief) {
	t.Helper()
	text := letters(poppler(t, "pdftotext", "-enc", "UTF-8", "-raw", file, "-"))
	for _, words := range wanted[name] {
		if !strings.Contains(text, letters(words)) {
			t.Errorf("the sheet lacks %q", words)
		}
	}
	gone := map[string]bool{}
	for _, l := range b.Left {
		gone[string(l.Block)+l.Text] = !l.Shortened
	}
	for _, block := range b.Blocks {
		for _, line := range block.Lines {
			if gone[string(block.Name)+line.Whole()] {
				continue
			}
			for _, p := range line.Parts {
				if !strings.Contains(text, letters(p.Text)) {
					t.Errorf("%s: %q is neither on the sheet nor named as left out", block.Name, p.Text)
				}
			}
		}
	}
	if name != "flood" && len(b.Left) > 0 {
		t.Errorf("left out without need: %+v", b.Left)
	}
	if name == "flood" && len(b.Left) < 10 {
		t.Errorf("only %d lines are named as left out", len(b.Left))
	}
}

// letters is a text without spaces and hyphens, which the breaking of lines
// changes.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\r\f\u00a0\u00ad\u202f-‐", r) {
			return -1
		}
		return r
	}, s)
}

// What is left out follows the fixed order, and the kinds that must stay do.
func TestDropOrder(t *testing.T) {
	h := onFile(t)
	b, err := h.Brief(h.system(), "ru", flood(h))
	if err != nil {
		t.Fatal(err)
	}
	main, aside := b.dropOrder()
	seen := map[spot]bool{}
	for _, p := range append(main, aside...) {
		if seen[p] {
			t.Errorf("%v twice", p)
		}
		seen[p] = true
	}
	for _, p := range []spot{{Who, 0}, {Why, 0}, {Theses, 0}, {Where, 0}, {Careful, 0}, {Phones, 0}} {
		if seen[p] {
			t.Errorf("%v may be left out", p)
		}
	}
	for _, block := range b.Blocks {
		for i := range block.Lines {
			if p := (spot{block.Name, i}); i > 0 && block.Name != Where && !seen[p] {
				t.Errorf("%v can never be left out", p)
			}
		}
	}
	if main[0].block != Done || slices.Index(main, spot{block: lead}) < slices.Index(main, spot{History, 4}) {
		t.Errorf("order %v", main)
	}
}

// pages is a typesetter whose sheets are as long as they have lines.
type pages struct{ fits, asked int }

func (p *pages) PDF(_ context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error) {
	p.asked++
	if bytes.Count(d.Files["/data.json"], []byte(`"label"`)) > p.fits {
		return []byte("<</Type /Pages>> <</Type /Page>> <</Type/Page >>"), nil, nil
	}
	return []byte("<</Type /Pages>> <</Type /Page>>"), nil, nil
}

func TestFit(t *testing.T) {
	h := onFile(t)
	id := duisburg(h)
	for _, fits := range []int{100, 22, 18} {
		paper := &pages{fits: fits}
		h.deps.Paper, h.done, h.keys = paper, map[string]fitted{}, nil
		_, b, err := h.BriefPDF(h.system(), "ru", id)
		if err != nil {
			t.Fatalf("%d lines: %v", fits, err)
		}
		if (len(b.Left) == 0) != (fits == 100) {
			t.Errorf("%d lines: left %d", fits, len(b.Left))
		}
		asked := paper.asked
		if _, again, err := h.BriefPDF(h.system(), "ru", id); err != nil || len(again.Left) != len(b.Left) || paper.asked != asked {
			t.Errorf("the same sheet was set again: %d times, %v", paper.asked-asked, err)
		}
	}
	h.deps.Paper, h.done, h.keys = &pages{}, map[string]fitted{}, nil
	if _, _, err := h.BriefPDF(h.system(), "ru", id); !errors.Is(err, errOverflow()) {
		t.Errorf("a sheet of two pages: %v", err)
	}
	if _, html, err := h.ask(h.system(), "ru", "/partners/duisburg/brief"); err != nil || !strings.Contains(html, "не\u00a0помещается на\u00a0страницу даже") {
		t.Errorf("the screen of a sheet that cannot be set: %v", err)
	}
	if n := pageCount([]byte("/Type /Pages /Type /Page\n/Type/Page>>")); n != 2 {
		t.Errorf("%d pages, want 2", n)
	}
}

func BenchmarkBriefPDF(b *testing.B) {
	h := onFile(b)
	h.deps.Paper = typsttest.Pool(b)
	id := duisburg(h)
	if _, _, err := h.BriefPDF(h.system(), "ru", id); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		h.done, h.keys = map[string]fitted{}, nil
		if _, _, err := h.BriefPDF(h.system(), "ru", id); err != nil {
			b.Fatal(err)
		}
	}
}
