package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// mayWait are the tests that drive real processes and therefore meet real time.
func mayWait() []string {
	return []string{"internal/killtest", "internal/kit/typst", "internal/app"}
}

// maySkip are files whose tests may leave themselves out, each with its reason.
func maySkip() map[string]string {
	return map[string]string{
		"internal/kit/typst/pool_test.go": "only Linux tells the memory of another process",
	}
}

func testRules() []rule {
	return []rule{{
		name: "tests neither skip nor sleep",
		find: lazyTests,
		planted: []plant{
			{map[string]string{"internal/kit/x/a_test.go": "package x\nimport \"testing\"\nfunc TestA(t *testing.T) { t.Skip(\"later\") }\n"}, "Skip"},
			{map[string]string{"internal/kit/x/a_test.go": "package x\nimport \"testing\"\nfunc TestA(t *testing.T) { t.Skipf(\"later\") }\n"}, "Skipf"},
			{map[string]string{"internal/kit/x/a_test.go": "package x\nimport \"time\"\nfunc f() { time.Sleep(1) }\n"}, "Sleep"},
		},
		fine: map[string]string{"internal/kit/x/a_test.go": "package x\nimport \"testing\"\nfunc TestA(t *testing.T) { if testing.Short() { t.Skip() }; t.Log(\"done\") }\nfunc FuzzB(f *testing.F) { f.Fuzz(func(t *testing.T, s string) { if s == \"\" { t.Skip() } }) }\n"},
	}}
}

// lazyTests finds tests that can pass without having looked. A fuzz target may
// turn away an input.
func lazyTests(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		for _, f := range p.files {
			if !f.test {
				continue
			}
			for _, d := range f.ast.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || strings.HasPrefix(fn.Name.Name, "Fuzz") {
					continue
				}
				ast.Inspect(fn, func(n ast.Node) bool {
					if i, ok := n.(*ast.IfStmt); ok && source(i.Cond) == "testing.Short()" {
						return false // asked for by -short, which make never does
					}
					call, ok := n.(*ast.CallExpr)
					if !ok {
						return true
					}
					if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) && maySkip()[f.path] == "" {
						found = append(found, fmt.Sprintf("%s: %s: a check that cannot run has failed; say what is missing with Fatal", t.at(n), sel.Sel.Name))
					}
					if from, name := f.selected(call.Fun); from == "time" && name == "Sleep" && !slices.Contains(mayWait(), p.dir) {
						found = append(found, fmt.Sprintf("%s: time.Sleep in a test: inject a clock or use testing/synctest", t.at(n)))
					}
					return true
				})
			}
		}
	}
	return found
}
