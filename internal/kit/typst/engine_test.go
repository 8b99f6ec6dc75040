package typst

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst/internal/parts"
)

// TestModule pins the build of the module that the host was written for.
func TestModule(t *testing.T) {
	needAssets(t)
	wasm, err := unpack(parts.Module())
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(wasm)
	if got := hex.EncodeToString(sum[:]); got != parts.ModuleSHA256 {
		t.Errorf("SHA-256 of the module is %s, the host is written for %s", got, parts.ModuleSHA256)
	}
}

// TestImports checks that the host offers nothing that the module does not ask
// for; the engine itself refuses what the host does not offer.
func TestImports(t *testing.T) {
	asked := map[string]bool{}
	for _, def := range engine(t).code.ImportedFunctions() {
		_, name, _ := def.Import()
		asked[name] = true
	}
	for name := range imports() {
		if !asked[name] {
			t.Errorf("the host offers %s, which the module does not import", name)
		}
	}
	if len(asked) != 76 {
		t.Errorf("the module imports %d functions, want 76", len(asked))
	}
}

func TestBrief(t *testing.T) {
	pdf, said, err := engine(t).PDF(t.Context(), brief(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(said) != 0 {
		t.Errorf("diagnostics: %v", said)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.7")) {
		t.Fatalf("not a PDF 1.7: %q", pdf[:min(len(pdf), 16)])
	}
	path := filepath.Join(t.TempDir(), "brief.pdf")
	if keep := os.Getenv("TYPST_KEEP"); keep != "" {
		path = keep
	}
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("pdfinfo", func(t *testing.T) { checkInfo(t, path) })
	t.Run("pdffonts", func(t *testing.T) { checkFonts(t, path) })
	t.Run("pdftotext", func(t *testing.T) { checkText(t, path) })
}

// poppler runs one of poppler's programs.
func poppler(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is not installed: install the package poppler-utils", program)
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func checkInfo(t *testing.T, path string) {
	facts := map[string]string{}
	for line := range strings.Lines(poppler(t, "pdfinfo", "-isodates", path)) {
		name, value, _ := strings.Cut(line, ":")
		facts[name] = strings.TrimSpace(value)
	}
	for name, want := range map[string]string{
		"Pages": "1", "Tagged": "yes", "Title": "Справка о городах-партнёрах",
		"Encrypted": "no", "JavaScript": "no", "CreationDate": "2026-06-12T09:30:00Z",
	} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
}

func checkFonts(t *testing.T, path string) {
	lines := strings.Split(strings.TrimSpace(poppler(t, "pdffonts", path)), "\n")[2:]
	seen := ""
	for _, line := range lines {
		seen += line + "\n"
		// The columns emb, sub and uni stand before the two of the object.
		cells := strings.Fields(line)
		if n := len(cells); n < 6 || cells[n-5] != "yes" || cells[n-4] != "yes" || cells[n-3] != "yes" {
			t.Errorf("not embedded, subset and mapped to text: %s", line)
		}
	}
	for _, want := range []string{"PTSerif-Regular", "GolosText-SemiBold", "NotoSansArmenian", "Amiri", "NotoSansSC"} {
		if !strings.Contains(seen, want) {
			t.Errorf("no %s among the fonts:\n%s", want, seen)
		}
	}
}

func checkText(t *testing.T, path string) {
	text := poppler(t, "pdftotext", "-enc", "UTF-8", path, "-")
	for _, want := range []string{
		"Справка о городах-партнёрах", "#let, *звёздочки*", "_подчёркивания_", "$формулы$",
		"шәһәр, дөнья, җәмгыять", "ҡала, дуҫлыҡ, Башҡортостан", "войтыр, ӧтув",
		"Târgu Mureș", "Plzeň", "Łódź", "Երևան", "բարեկամություն", "济南", "友好城市",
		"دولي",
		"Казань", // inside the picture
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
}

// TestSame checks that a document depends on nothing that was set before it,
// not on the fonts of others, and not on an older instance.
func TestSame(t *testing.T) {
	e := engine(t)
	plain := Doc{Main: "= Привет\n→ ок", At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	first := mustPDF(t, e, plain)
	mustPDF(t, e, brief(t))
	if !bytes.Equal(first, mustPDF(t, e, plain)) {
		t.Error("the document differs after one with other fonts")
	}
	e.mu.Lock()
	e.discard()
	e.mu.Unlock()
	if !bytes.Equal(first, mustPDF(t, e, plain)) {
		t.Error("the document differs in a new instance")
	}
}

func mustPDF(t *testing.T, e *Engine, doc Doc) []byte {
	t.Helper()
	pdf, _, err := e.PDF(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, main string
		files      map[string]string
		want       string // the first diagnostic
	}{
		{"syntax", "= Заголовок\n\nТекст #let x = \n", nil, "/main.typ:3:15: expected expression"},
		{"unclosed", "строка\n#table(columns: 2", nil, "/main.typ:2:7: unclosed delimiter"},
		{"in a part", "#import \"/p.typ\": a\n#a()", map[string]string{"/p.typ": "\n#let a() = 1 +"}, "/p.typ:2:15: expected expression"},
		{"no picture", "#image(\"/none.svg\")", nil, "/main.typ:1:8: file not found: /none.svg"},
		{"broken picture", "#image(\"/x.svg\")", map[string]string{"/x.svg": "<svg"}, "failed to parse SVG (missing root node)"},
		{"file of the machine", "#read(\"/etc/passwd\")", nil, "/main.typ:1:7: file not found: /etc/passwd"},
		{"package", "#import \"@preview/cetz:0.3.0\": *", nil, "/main.typ:1:9: package not found (searched for @preview/cetz:0.3.0)"},
		{"panic", "#panic(\"ой\")", nil, "/main.typ:1:2: panicked with: \"ой\""},
		{"recursion", "#let f(n) = f(n + 1)\n#f(0)", nil, "/main.typ:1:13: maximum function call depth exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string][]byte{}
			for name, text := range c.files {
				files[name] = []byte(text)
			}
			pdf, said, err := engine(t).PDF(t.Context(), Doc{Main: c.main, Files: files})
			if pdf != nil || !errors.Is(err, errs.New(errs.Invalid, "typst.faulty")) {
				t.Fatalf("%d bytes, error %v", len(pdf), err)
			}
			if len(said) == 0 || said[0].String() != c.want {
				t.Errorf("says %q, want %q", said, c.want)
			}
		})
	}
	// None of them has spoilt the instance or left a file behind.
	if pdf := mustPDF(t, engine(t), brief(t)); len(pdf) == 0 {
		t.Error("no PDF after faults")
	}
	_, said, err := engine(t).PDF(t.Context(), Doc{Main: "#read(\"/data.json\")"})
	if err == nil || len(said) == 0 || !strings.Contains(said[0].Message, "file not found: /data.json") {
		t.Errorf("a document reads the file of another: %v %v", said, err)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		doc Doc
		key string
	}{
		{Doc{Main: "\xff"}, "typst.source"},
		{Doc{Files: map[string][]byte{"/p.typ": {0xff}}}, "typst.source"},
		{Doc{Files: map[string][]byte{"data.json": nil}}, "typst.path"},
		{Doc{Files: map[string][]byte{"/../data.json": nil}}, "typst.path"},
		{Doc{Files: map[string][]byte{"/main.typ": nil}}, "typst.path"},
		{Doc{Files: map[string][]byte{"/": nil}}, "typst.path"},
	} {
		if err := c.doc.check(); !errors.Is(err, errs.New(errs.Invalid, c.key)) {
			t.Errorf("%v: %v, want %s", c.doc, err, c.key)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := engine(t).PDF(ctx, Doc{Main: "x"}); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("with an ended context: %v", err)
	}
}

// TestHungry checks that a document that eats all memory only harms itself.
func TestHungry(t *testing.T) {
	e := engine(t)
	_, _, err := e.PDF(t.Context(), Doc{Main: "#let a = range(100000000)"})
	if !errors.Is(err, errs.New(errs.Internal, "typst.broken")) {
		t.Fatalf("error %v", err)
	}
	mustPDF(t, e, brief(t))
}

// TestRecycled checks that instances above the limit are closed.
func TestRecycled(t *testing.T) {
	options := testOptions(t)
	options.RecycleAbove = 1
	e, err := NewEngine(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close(context.Background())
	for range 3 {
		mustPDF(t, e, brief(t))
		if now, peak := e.Memory(); now != 0 || peak == 0 {
			t.Errorf("memory now %d, peak %d", now, peak)
		}
	}
}

// TestDamagedCache checks that a broken cache is made anew, not a dead end.
func TestDamagedCache(t *testing.T) {
	if testing.Short() {
		t.Skip("making machine code takes half a minute: not with -short")
	}
	good := testOptions(t)
	engine(t) // fills the good cache
	dir := t.TempDir()
	err := filepath.WalkDir(good.CacheDir, func(path string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(good.CacheDir, path)
		if err != nil || d.IsDir() {
			return errors.Join(err, os.MkdirAll(filepath.Join(dir, rel), 0o700))
		}
		b, err := os.ReadFile(path)
		b[len(b)/2] ^= 0xff
		return errors.Join(err, os.WriteFile(filepath.Join(dir, rel), b, 0o600))
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := NewEngine(t.Context(), Options{CacheDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close(context.Background())
	mustPDF(t, e, brief(t))
}

// TestLeaks checks that documents leave few values in the host's table.
func TestLeaks(t *testing.T) {
	e := engine(t)
	mustPDF(t, e, brief(t))
	before := e.host.heap.live()
	for range 20 {
		mustPDF(t, e, brief(t))
	}
	if after := e.host.heap.live(); after > before+2 {
		t.Errorf("%d values before 20 documents, %d after", before, after)
	}
}
