package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

func glueRules() []rule {
	return []rule{{
		name: "no SQL by formatting",
		find: formattedSQL,
		planted: []plant{
			{map[string]string{"internal/domain/partner/store.go": "package partner\nimport \"fmt\"\nfunc f(x string) string { return fmt.Sprintf(\"SELECT id FROM a WHERE name = '%s'\", x) }\n"}, "Sprintf"},
			{map[string]string{"internal/domain/partner/store.go": "package partner\nimport \"fmt\"\nfunc f(x string) string { return fmt.Sprintf(`x`+` WHERE a = `+x+`%d ORDER BY b`, 1) }\n"}, "Sprintf"},
			{map[string]string{"internal/domain/partner/store.go": "package partner\nfunc f(x string) string { return `SELECT id FROM a WHERE name = '` + x + `'` }\nfunc G(y string) string { return f(y) }\n"}, "x is glued into SQL"},
			{map[string]string{"internal/domain/partner/store.go": "package partner\nfunc f(column string) string { return `SELECT id FROM a WHERE ` + column + ` = $1` }\nfunc g(x string) string { return f(x) }\nfunc G(x string) string { return g(x) }\n"}, "column is glued into SQL"},
			{map[string]string{"internal/domain/partner/store.go": "package partner\nfunc F(column string) string { return `SELECT id FROM a WHERE ` + column + ` = $1` }\n"}, "column is glued into SQL"},
			{map[string]string{"internal/domain/partner/store.go": "package partner\nfunc f(r struct{ Name string }) string { return `SELECT id FROM a WHERE name = ` + r.Name }\n"}, "r.Name is glued into SQL"},
		},
		fine: map[string]string{"internal/domain/partner/store.go": `package partner
import "fmt"
const columns = "a, b"
type where struct{}
func (where) SQL() string { return "" }
func (where) Arg(any) string { return "" }
func f(w where) string { where := w.SQL(); return "SELECT " + columns + " FROM t" + where + " LIMIT " + w.Arg(1) }
func g(w where) string { return "SELECT " + columns + " FROM t" + w.SQL() + " ORDER BY a" }
func by(column string) string { return "SELECT id FROM t WHERE " + column + " = $1" }
func k() string { return by("name") + by(columns) + through("code") }
func through(c string) string { return by(c) }
func h() string { return fmt.Sprintf("%d of %d: LIMITED", 1, 2) }
`},
	}}
}

// formattedSQL finds SQL that is made of values: by Sprintf, or by gluing
// anything but constants and the parts that db.Where makes.
func formattedSQL(t *tree) []string {
	var found []string
	t.product(func(p *pkg, f *file) {
		if knowsEngine(p.dir) {
			return
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if from, name := f.selected(n.Fun); from == "fmt" && strings.HasPrefix(name, "Sprint") && len(n.Args) > 0 && holdsSQL(n.Args[0]) {
					found = append(found, fmt.Sprintf("%s: SQL by fmt.%s; use placeholders and db.Where", t.at(n), name))
				}
			case *ast.BinaryExpr:
				if n.Op != token.ADD || !holdsSQL(n) {
					return true
				}
				for _, part := range parts(n) {
					if !trusted(p, part) {
						found = append(found, fmt.Sprintf("%s: %s is glued into SQL; use a placeholder", t.at(part), source(part)))
					}
				}
				return false
			}
			return true
		})
	})
	return found
}

func holdsSQL(e ast.Expr) bool {
	holds := false
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && looksLikeSQL.MatchString(text) {
				holds = true
			}
		}
		return !holds
	})
	return holds
}

// parts are the operands of a chain of additions.
func parts(e ast.Expr) []ast.Expr {
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return append(parts(b.X), parts(b.Y)...)
	}
	return []ast.Expr{e}
}

// trusted tells whether a part of a query cannot carry a value from outside: a
// constant, a call of the collector of conditions or of a function of this
// package, or a variable that is called where.
func trusted(p *pkg, e ast.Expr) bool {
	if v, ok := p.info.Types[e]; ok && v.Value != nil {
		return true
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return e.Name == "where" || p.constant(e) || p.onlyConstants(e)
	case *ast.CallExpr:
		switch fun := e.Fun.(type) {
		case *ast.SelectorExpr:
			return fun.Sel.Name == "SQL" || fun.Sel.Name == "Arg" || fun.Sel.Name == "Marks"
		case *ast.Ident:
			return true // a function of the package: its own text is examined too
		}
	}
	return false
}

// onlyConstants tells whether a name is a parameter of an unexported function
// or method that the package calls with constants alone, like the name of a
// column, also when such a parameter is handed on.
func (p *pkg) onlyConstants(id *ast.Ident) bool {
	v, ok := p.info.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	name, position := p.parameter(v)
	if name == "" || ast.IsExported(name) {
		return false
	}
	safe := true
	p.functions(func(_ *file, d *ast.FuncDecl) {
		ast.Inspect(d.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || called(call) != name || position >= len(call.Args) {
				return true
			}
			arg := call.Args[position]
			given, known := p.info.Types[arg]
			handed, isName := arg.(*ast.Ident)
			if !(known && given.Value != nil) && !(isName && p.info.Uses[handed] != v && p.onlyConstants(handed)) {
				safe = false
			}
			return true
		})
	})
	return safe
}

// called is the name of the function or method that is called.
func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// parameter finds the function that has this parameter, and its position.
func (p *pkg) parameter(v *types.Var) (function string, position int) {
	p.functions(func(_ *file, d *ast.FuncDecl) {
		i := 0
		for _, field := range d.Type.Params.List {
			for _, name := range field.Names {
				if p.info.Defs[name] == v {
					function, position = d.Name.Name, i
				}
				i++
			}
		}
	})
	return function, position
}
