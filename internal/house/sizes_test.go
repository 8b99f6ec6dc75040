package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// The budgets. A file or function over the soft mark is printed, one over the
// hard mark fails.
const (
	softFile     = 350
	hardFile     = 700
	hardFunction = 100
	p90Function  = 45
	hardPackage  = 4000
	interfaces   = 20
)

func sizeRules() []rule {
	body := func(n int) string { return "package x\nfunc f() {\n" + strings.Repeat("\n", n) + "}\n" }
	many := map[string]string{}
	for i := range 6 {
		many[fmt.Sprintf("internal/kit/x%d/a.go", i)] = fmt.Sprintf("package x%d\nfunc f() {}\n", i)
	}
	long := map[string]string{"internal/kit/y/a.go": strings.Replace(body(60), "package x", "package y", 1)}
	for name, text := range many {
		long[name] = text
	}
	return []rule{{
		name:    "files",
		find:    tooLongFiles,
		planted: []plant{{map[string]string{"internal/kit/x/a.go": "package x\n" + strings.Repeat("// line\n", hardFile)}, "701 lines"}},
		fine:    map[string]string{"internal/kit/x/a.go": "package x\n" + strings.Repeat("// line\n", hardFile-2)},
	}, {
		name: "functions",
		find: tooLongFunctions,
		planted: []plant{
			{map[string]string{"internal/kit/x/a.go": body(99)}, "function f takes 101 lines"},
			{long, "nine of ten functions"},
		},
		fine: many,
	}, {
		name:    "packages",
		find:    tooLargePackages,
		planted: []plant{{sheets(6), "4200 lines"}},
		fine:    sheets(5),
	}, {
		name:    "interfaces",
		find:    tooManyInterfaces,
		planted: []plant{{map[string]string{"internal/kit/x/a.go": "package x\n" + strings.Repeat("type _ interface{ M() }\n", interfaces+1)}, "21 interfaces"}},
		fine:    map[string]string{"internal/kit/x/a.go": "package x\n" + strings.Repeat("type _ interface{ M() }\n", interfaces) + "func f[T interface{ ~int }](T) {}\n"},
	}}
}

func sheets(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("internal/kit/x/a%d.go", i)] = "package x\n" + strings.Repeat("//\n", 699)
	}
	return files
}

func tooLongFiles(t *tree) []string { return t.filesOver(hardFile) }

// longFiles are those that will soon have to be split.
func longFiles(t *tree) []string { return t.filesOver(softFile) }

func (t *tree) filesOver(limit int) []string {
	var found []string
	for _, p := range t.pkgs {
		for _, f := range p.files {
			if n := f.lines; n > limit {
				found = append(found, fmt.Sprintf("%s has %d lines; %d are the limit", f.path, n, limit))
			}
		}
	}
	return found
}

func tooLongFunctions(t *tree) []string {
	var found []string
	var all []int
	t.product(func(_ *pkg, f *file) {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := t.lines(fn)
			all = append(all, n)
			if n > hardFunction {
				found = append(found, fmt.Sprintf("%s: function %s takes %d lines; %d are the limit", t.at(fn), fn.Name.Name, n, hardFunction))
			}
		}
	})
	if len(all) == 0 {
		return found
	}
	slices.Sort(all)
	if p90 := all[(len(all)*9)/10]; len(all) > 5 && p90 > p90Function {
		found = append(found, fmt.Sprintf("nine of ten functions should take at most %d lines; now it is %d", p90Function, p90))
	}
	return found
}

func tooLargePackages(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		sum := 0
		for _, f := range p.files {
			if !f.test {
				sum += f.lines
			}
		}
		if sum > hardPackage {
			found = append(found, fmt.Sprintf("%s has %d lines; split it by noun at %d", p.dir, sum, hardPackage))
		}
	}
	return found
}

// tooManyInterfaces counts named interfaces with methods; constraints of type
// parameters do not count.
func tooManyInterfaces(t *tree) []string {
	var names []string
	t.product(func(_ *pkg, f *file) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if i, ok := spec.Type.(*ast.InterfaceType); ok && len(i.Methods.List) > 0 {
				names = append(names, t.at(spec)+" "+spec.Name.Name)
			}
			return true
		})
	})
	if len(names) > interfaces {
		return []string{fmt.Sprintf("%d interfaces, %d are the limit: %s", len(names), interfaces, strings.Join(names, ", "))}
	}
	return nil
}
