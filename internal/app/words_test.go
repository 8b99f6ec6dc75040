package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pobratim/internal/kit/i18n"
)

// spoken is what the program's text says about keys of words.
type spoken struct {
	asked    map[string]string // key that is asked for literally → where
	literals map[string]bool   // every string of the program
	begins   []string          // beginnings that something is added to: "partner.type."
	ends     []string          // ends that are added to something: ".empty"
}

// made are keys that nothing asks for as far as the reader of the source can
// see, each with its reason.
func made() map[string]string {
	const kit = "kit/form has the words for every control of the design system; no subject has this one yet"
	return map[string]string{
		"form.consent": kit, "form.date.approximate": kit, "form.duplicate": kit, "form.file.virus": kit, "form.link.expired": kit,
		"form.lookalike": kit, "form.rate": kit, "form.server": kit, "form.unsent": kit,
	}
}

// TestWords wants the same words in every language, every key that is asked for
// to exist, and every key that exists to be asked for.
func TestWords(t *testing.T) {
	catalog, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range i18n.Check(catalog) {
		t.Error(problem)
	}
	said := listen(t, filepath.Join("..", ".."))
	for key, at := range said.asked {
		if !catalog.Has("ru", key) {
			t.Errorf("%s asks for the words %q, which do not exist", at, key)
		}
	}
	unused := 0
	for _, key := range catalog.Keys("ru") {
		if !said.uses(key) && made()[key] == "" {
			unused++
			t.Errorf("nothing asks for the words %q", key)
		}
	}
	if len(said.asked) < 300 {
		t.Errorf("only %d keys are asked for: the source was not read", len(said.asked))
	}
	t.Logf("%d keys, %d asked for literally, %d never", len(catalog.Keys("ru")), len(said.asked), unused)
}

// uses tells whether something may ask for a key.
func (s *spoken) uses(key string) bool {
	if s.literals[key] {
		return true
	}
	for _, begin := range s.begins {
		if strings.HasPrefix(key, begin) {
			return true
		}
	}
	for _, end := range s.ends {
		if stem, ok := strings.CutSuffix(key, end); ok && (s.literals[stem] || s.field(stem) || !strings.Contains(stem, ".")) {
			return true
		}
	}
	return s.field(key)
}

// field tells whether a key is made of two that are there: a kind and the name
// of its field, a field and one of its choices.
func (s *spoken) field(key string) bool {
	for at, r := range key {
		if r == '.' && s.literals[key[:at]] && s.literals[key[at+1:]] {
			return true
		}
	}
	return false
}

var inTemplate = regexp.MustCompile(`\b[TN] "([^"]+)"|"([a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+)"`)

// listen reads the program's Go files and templates.
func listen(t *testing.T, root string) *spoken {
	t.Helper()
	s := &spoken{asked: map[string]string{}, literals: map[string]bool{}}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "killtest" || d.Name() == "house" || d.Name() == "built"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return s.source(path)
		case strings.HasSuffix(path, ".html"):
			text, err := os.ReadFile(path)
			for _, m := range inTemplate.FindAllStringSubmatch(string(text), -1) {
				if m[1] != "" {
					s.asked[m[1]] = path
				}
				s.literals[m[1]+m[2]] = true
			}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// source reads one Go file.
func (s *spoken) source(path string) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	sample := strings.Contains(path, "sample") || strings.Contains(path, "uishow")
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				s.literals[text] = true
			}
		case *ast.BinaryExpr:
			if left, ok := literal(last(n.X)); ok && n.Op == token.ADD && strings.HasSuffix(left, ".") || ok && n.Op == token.ADD && strings.HasSuffix(left, "_") {
				s.begins = append(s.begins, left)
			}
			if right, ok := literal(n.Y); ok && n.Op == token.ADD && strings.HasPrefix(right, ".") && len(right) > 1 {
				s.ends = append(s.ends, right)
			}
		case *ast.CallExpr:
			if key, ok := keyOf(n); ok && !sample {
				s.asked[key] = set.Position(n.Pos()).String()
			}
		}
		return true
	})
	return nil
}

// keyOf is the key that a call asks for: T, N and Has of a printer, New, Field
// and Wrap of an error.
func keyOf(call *ast.CallExpr) (string, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	at := map[string]int{"T": 0, "N": 0, "New": 1, "Field": 1, "Wrap": 2}
	position, ok := at[sel.Sel.Name]
	if !ok || len(call.Args) <= position {
		return "", false
	}
	if from, isName := sel.X.(*ast.Ident); position > 0 && (!isName || from.Name != "errs") {
		return "", false
	}
	key, ok := literal(call.Args[position])
	return key, ok && strings.Contains(key, ".")
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// last is the last operand of a chain of additions.
func last(e ast.Expr) ast.Expr {
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return b.Y
	}
	return e
}

// TestListening plants a source with words and looks what is heard.
func TestListening(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "internal", "x"), 0o750); err != nil {
		t.Fatal(err)
	}
	text := `package x
func f(p P, kind string) { p.T("a.b"); p.N("a.c", 2); _ = errs.New(errs.Invalid, "a.d"); p.T("a.kind." + kind); p.T(kind + ".empty") ; _ = F{Name: "title"}; _ = "thing"; choices("thing.there", "unknown") }
`
	for name, body := range map[string]string{"x.go": text, "x.html": `{{.T "a.e" "n" 1}}{{template "x" ($.T "a.f")}}`} {
		if err := os.WriteFile(filepath.Join(root, "internal", "x", name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := listen(t, root)
	for _, key := range []string{"a.b", "a.c", "a.d", "a.e", "a.f"} {
		if s.asked[key] == "" {
			t.Errorf("%s was not heard", key)
		}
	}
	for key, want := range map[string]bool{"a.b": true, "a.kind.visit": true, "thing.title": true, "thing.title.empty": true, "thing.there.unknown": true, "a.z": false, "thing.other": false, "a.b.c": false} {
		if s.uses(key) != want {
			t.Errorf("%s: used is %v", key, !want)
		}
	}
	if !slices.Contains(s.ends, ".empty") {
		t.Errorf("ends: %v", s.ends)
	}
}
