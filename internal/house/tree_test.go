package house

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const modulePath = "pobratim"

// file is one Go file of the product.
type file struct {
	path  string // from the root of the repository, with slashes
	lines int
	ast   *ast.File
	test  bool // a test, or part of a package that serves only tests
}

// pkg is one folder of Go files.
type pkg struct {
	dir   string
	files []*file
	info  *types.Info // of the files that are not tests; imports stay unresolved
}

// tree is what the rules look at: all Go files and all other files.
type tree struct {
	fsys fs.FS
	set  *token.FileSet
	pkgs []*pkg
	sql  []string // paths of migrations
}

// load parses every Go file below cmd and internal.
func load(fsys fs.FS) (*tree, error) {
	t := &tree{fsys: fsys, set: token.NewFileSet()}
	byDir := map[string]*pkg{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(p, d.Name()):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case strings.HasSuffix(p, ".sql"):
			t.sql = append(t.sql, p)
		case strings.HasSuffix(p, ".go"):
			return t.add(byDir, p)
		}
		return nil
	})
	for _, p := range t.pkgs {
		p.resolve(t.set)
	}
	return t, err
}

func skipped(p, name string) bool {
	if p == "." {
		return false
	}
	return name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") ||
		!strings.Contains(p, "/") && p != "cmd" && p != "internal"
}

func (t *tree) add(byDir map[string]*pkg, p string) error {
	text, err := fs.ReadFile(t.fsys, p)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(t.set, p, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	dir := path.Dir(p)
	if byDir[dir] == nil {
		byDir[dir] = &pkg{dir: dir}
		t.pkgs = append(t.pkgs, byDir[dir])
	}
	byDir[dir].files = append(byDir[dir].files, &file{path: p, lines: bytes.Count(text, []byte("\n")), ast: parsed, test: strings.HasSuffix(p, "_test.go") || serves(dir)})
	return nil
}

// serves tells whether a package is there only for tests.
func serves(dir string) bool {
	return strings.HasSuffix(dir, "test") || ring(dir) == "house"
}

// resolve finds out what each name of the package's own stands for. Imports
// are not followed: the rules need only the package's own names.
func (p *pkg) resolve(set *token.FileSet) {
	p.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: nobody{}, Error: func(error) {}}
	var own []*ast.File
	for _, f := range p.files {
		if !f.test {
			own = append(own, f.ast)
		}
	}
	_, _ = config.Check(p.dir, set, own, p.info)
}

type nobody struct{}

func (nobody) Import(string) (*types.Package, error) { return nil, errors.New("not followed") }

// product are the files that end up in the program.
func (t *tree) product(do func(p *pkg, f *file)) {
	for _, p := range t.pkgs {
		for _, f := range p.files {
			if !f.test {
				do(p, f)
			}
		}
	}
}

func (t *tree) at(n ast.Node) string {
	pos := t.set.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}

// lines is how many lines a node takes.
func (t *tree) lines(n ast.Node) int {
	return t.set.Position(n.End()).Line - t.set.Position(n.Pos()).Line + 1
}

// ring is the part of the product that a folder belongs to.
func ring(dir string) string {
	parts := strings.Split(dir, "/")
	switch {
	case parts[0] == "cmd":
		return "cmd"
	case len(parts) < 2:
		return ""
	case slices.Contains([]string{"house", "killtest"}, parts[1]):
		return "house"
	}
	return parts[1]
}

// subject is the name of a domain package: internal/domain/partner/x → partner.
func subject(dir string) string {
	parts := strings.Split(dir, "/")
	if len(parts) < 3 {
		return ""
	}
	return parts[2]
}

// name of the package that a selector like time.Now belongs to, and the
// selected name; empty when it is not a plain pkg.Name of an import.
func (f *file) selected(e ast.Expr) (importPath, name string) {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	for _, spec := range f.ast.Imports {
		p := strings.Trim(spec.Path.Value, `"`)
		local := path.Base(p)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local == id.Name {
			return p, sel.Sel.Name
		}
	}
	return "", ""
}

// constant tells whether a name stands for a constant of the package, or for a
// variable of the package that holds text made of constants.
func (p *pkg) constant(id *ast.Ident) bool {
	switch o := p.info.Uses[id].(type) {
	case *types.Const:
		return true
	case *types.Var:
		return o.Pkg() != nil && o.Parent() == o.Pkg().Scope()
	}
	return false
}
