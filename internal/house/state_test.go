package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

func stateRules() []rule {
	planted := func(body, want string) plant {
		return plant{map[string]string{"internal/kit/x/a.go": "package x\nimport (\n\"sync\"\n\"slices\"\n)\n" + body}, want}
	}
	return []rule{{
		name:    "no init",
		find:    inits,
		planted: []plant{{map[string]string{"internal/kit/x/a.go": "package x\nfunc init() {}\n"}, "init"}},
		fine:    map[string]string{"internal/kit/x/a.go": "package x\ntype t int\nfunc (t) init() {}\n"},
	}, {
		name: "no package variable that changes",
		find: changingVariables,
		planted: []plant{
			planted("var n int\nfunc f() { n = 2 }\n", "n is assigned"),
			planted("var n int\nfunc f() { n++ }\n", "n is assigned"),
			planted("var m = map[string]int{}\nfunc f() { m[\"a\"] = 2 }\n", "m is assigned"),
			planted("var m = map[string]int{}\nfunc f() { delete(m, \"a\") }\n", "m is handed to delete"),
			planted("var s = []int{2, 1}\nfunc f() { slices.Sort(s) }\n", "s is handed to slices.Sort"),
			planted("var n struct{ a int }\nfunc f() { n.a = 2 }\n", "n is assigned"),
			planted("var n int\nfunc f(p *int) { f(&n) }\n", "address of n"),
			planted("var mu sync.Mutex\nfunc f() { mu.Lock() }\n", "mu holds state"),
			planted("var seen sync.Map\n", "seen holds state"),
			planted("var mu = &sync.Mutex{}\n", "mu holds state"),
			{map[string]string{"internal/kit/x/a.go": "package x\nvar n int\n", "internal/kit/x/b.go": "package x\nfunc f() { n = 2 }\n"}, "n is assigned"},
		},
		fine: map[string]string{"internal/kit/x/a.go": `package x
import ("errors"; "regexp"; "sync"; "embed")
var ErrGone = errors.New("gone")
var name = regexp.MustCompile("^a$")
var Files embed.FS
var buffers = sync.Pool{New: func() any { return new(int) }}
var table = map[string]int{"a": 1}
var once = sync.OnceValue(func() int { return 1 })
func f() int { n := table["a"]; n++; table := map[string]int{}; table["a"] = 2; return n }
`},
	}}
}

func inits(t *tree) []string {
	var found []string
	t.product(func(_ *pkg, f *file) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, t.at(fn)+": no init(); a constructor takes what it needs")
			}
		}
	})
	return found
}

// changingVariables finds package variables that are written after their
// declaration, whose address is taken, or whose type is made for change.
func changingVariables(t *tree) []string {
	var found []string
	t.product(func(p *pkg, f *file) {
		for _, d := range f.ast.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				found = append(found, t.statefulVars(f, g)...)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if what, name := changes(p, f, n); name != "" {
				found = append(found, fmt.Sprintf("%s: package variable %s %s", t.at(n), name, what))
			}
			return true
		})
	})
	return found
}

func (t *tree) statefulVars(f *file, g *ast.GenDecl) []string {
	var found []string
	for _, s := range g.Specs {
		spec := s.(*ast.ValueSpec)
		kinds := append([]ast.Expr{spec.Type}, spec.Values...)
		for _, e := range kinds {
			if u, ok := e.(*ast.UnaryExpr); ok {
				e = u.X
			}
			if lit, ok := e.(*ast.CompositeLit); ok {
				e = lit.Type
			}
			from, name := f.selected(e)
			held := from == "sync" && slices.Contains([]string{"Mutex", "RWMutex", "Map", "Once", "WaitGroup", "Cond"}, name) || from == "sync/atomic"
			if held {
				found = append(found, fmt.Sprintf("%s: package variable %s holds state (%s.%s)", t.at(spec), spec.Names[0].Name, from, name))
			}
		}
	}
	return found
}

// changes says what a node does to a package variable, and to which.
func changes(p *pkg, f *file, n ast.Node) (what, name string) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			return "", ""
		}
		for _, left := range n.Lhs {
			if v := packageVariable(p, left); v != "" {
				return "is assigned to", v
			}
		}
	case *ast.IncDecStmt:
		return "is assigned to", packageVariable(p, n.X)
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return "is assigned to", packageVariable(p, n.Key)
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return "gives away its address: the address of " + packageVariable(p, n.X) + " is taken", packageVariable(p, n.X)
		}
	case *ast.CallExpr:
		to := changer(f, n.Fun)
		if to != "" && len(n.Args) > 0 {
			return "is handed to " + to, packageVariable(p, n.Args[0])
		}
	}
	return "", ""
}

// changer is the name of a function that writes into its first argument.
func changer(f *file, fun ast.Expr) string {
	if id, ok := fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear", "copy"}, id.Name) {
		return id.Name
	}
	from, name := f.selected(fun)
	if from == "sort" && name != "SearchStrings" && name != "Search" && name != "SearchInts" ||
		from == "slices" && (strings.HasPrefix(name, "Sort") && name != "Sorted" || name == "Reverse") || from == "maps" && name == "Copy" {
		return from + "." + name
	}
	return ""
}

// packageVariable is the name of the package variable at the root of an
// expression like v, v.field, v[i] or *v; empty for anything else.
func packageVariable(p *pkg, e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.Ident:
			v, ok := p.info.Uses[x].(*types.Var)
			if ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
				return x.Name
			}
			return ""
		default:
			return ""
		}
	}
}
