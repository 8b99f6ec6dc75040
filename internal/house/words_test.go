package house

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
)

func wordRules() []rule {
	return []rule{{
		name: "package comments",
		find: mutePackages,
		planted: []plant{
			{map[string]string{"internal/kit/x/a.go": "package x\n"}, "internal/kit/x says nowhere what it owns"},
			{map[string]string{"internal/kit/x/a.go": "// Package y is another.\npackage x\n"}, "should begin with"},
		},
		fine: map[string]string{
			"internal/kit/x/a.go": "// Package x owns nothing.\npackage x\n", "internal/kit/x/b.go": "package x\n",
			"cmd/pobratim/main.go": "// Command pobratim serves.\npackage main\n",
		},
	}, {
		name: "comments of exported names",
		find: muteNames,
		planted: []plant{
			{map[string]string{"internal/kit/x/a.go": "package x\nfunc Open() {}\n"}, "Open"},
			{map[string]string{"internal/kit/x/a.go": "package x\ntype T int\n"}, "T "},
			{map[string]string{"internal/kit/x/a.go": "package x\nconst Max = 1\n"}, "Max"},
			{map[string]string{"internal/kit/x/a.go": "package x\nvar Files int\n"}, "Files"},
			{map[string]string{"internal/kit/x/a.go": "package x\n// T is.\ntype T int\nfunc (t *T) Do() {}\n"}, "Do"},
		},
		fine: map[string]string{"internal/kit/x/a.go": `package x
// T is a thing.
type T int
// The kinds.
const (
	One = 1
	Two = 2
)
// Do does.
func (t *T) Do() {}
func (t *T) inner() {}
type hidden int
func (h hidden) String() string { return "" }
`},
	}, {
		name: "names of packages",
		find: emptyNames,
		planted: []plant{
			{map[string]string{"internal/kit/util/a.go": "package util\n"}, "util says nothing"},
			{map[string]string{"internal/domain/partner/helpers/a.go": "package helpers\n"}, "helpers says nothing"},
			{map[string]string{"internal/kit/mail/a.go": "package letter\n"}, "is called letter"},
			{map[string]string{"internal/kit/mail_box/a.go": "package mail_box\n"}, "mail_box"},
		},
		fine: map[string]string{"internal/kit/mail/a.go": "package mail\n", "internal/kit/mail/a_test.go": "package mail_test\n", "cmd/pobratim/main.go": "package main\n"},
	}}
}

func mutePackages(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		said := ""
		name := ""
		for _, f := range p.files {
			if strings.HasSuffix(f.path, "_test.go") {
				continue
			}
			name = f.ast.Name.Name
			if f.ast.Doc != nil {
				said = f.ast.Doc.Text()
			}
		}
		begin := "Package " + name + " "
		if name == "main" {
			begin = "Command "
		}
		switch {
		case name == "": // only tests
		case said == "":
			found = append(found, p.dir+" says nowhere what it owns: write a package comment")
		case !strings.HasPrefix(said, begin) && name != "main":
			found = append(found, fmt.Sprintf("the comment of %s should begin with %q", p.dir, begin))
		}
	}
	return found
}

func muteNames(t *tree) []string {
	var found []string
	mute := func(n ast.Node, name string) {
		found = append(found, fmt.Sprintf("%s: %s is exported and has no comment", t.at(n), name))
	}
	for _, p := range t.pkgs {
		for _, f := range p.files {
			if strings.HasSuffix(f.path, "_test.go") || f.ast.Name.Name == "main" {
				continue
			}
			for _, d := range f.ast.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
						mute(d, d.Name.Name)
					}
				case *ast.GenDecl:
					muteSpecs(d, mute)
				}
			}
		}
	}
	return found
}

func muteSpecs(d *ast.GenDecl, mute func(ast.Node, string)) {
	if d.Doc != nil {
		return // a comment over a group speaks for all in it
	}
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && s.Comment == nil {
				mute(s, s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && s.Doc == nil && s.Comment == nil {
					mute(s, name.Name)
				}
			}
		}
	}
}

// receiver is the name of a method's type, or nothing for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func emptyNames(t *tree) []string {
	empty := []string{"util", "utils", "common", "helper", "helpers", "misc", "model", "models", "manager", "types", "base", "core", "shared", "lib"}
	var found []string
	for _, p := range t.pkgs {
		dir := path.Base(p.dir)
		name := strings.TrimSuffix(p.files[0].ast.Name.Name, "_test")
		switch {
		case slices.Contains(empty, dir) || slices.Contains(empty, name):
			found = append(found, fmt.Sprintf("%s: %s says nothing of what is inside", p.dir, name))
		case strings.ContainsAny(dir, "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
			found = append(found, p.dir+": the name of a folder is one small word")
		case name != dir && name != "main":
			found = append(found, fmt.Sprintf("%s is called %s", p.dir, name))
		}
	}
	return found
}
