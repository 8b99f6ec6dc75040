package house

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// open are exported methods of services that reach data and ask for no
// permission, each with its reason.
func open() map[string]string {
	account := "internal/platform/account."
	return map[string]string{
		account + "SignIn":                  "the door itself",
		account + "SignInByCode":            "the door itself",
		account + "AskPasskey":              "the door itself",
		account + "SignInByPasskey":         "the door itself",
		account + "SignInSecond":            "the door itself",
		account + "Invited":                 "the door itself: the code is the permission",
		account + "Accept":                  "the door itself: the code is the permission",
		account + "Bearer":                  "the door itself: the token is the permission",
		account + "Acting":                  "packages call it that have checked a secret of the account's owner",
		"internal/platform/feed.Open":       "the address is the permission",
		"internal/platform/feed.Enter":      "the door itself, of calendars",
		"internal/platform/link.Enter":      "the door itself, of guests: the link is the permission",
		account + "SignOut":                 "ends the viewer's own session; nobody signed in is no error",
		account + "KeepDraft":               "keeps the form of somebody whose session has ended",
		account + "TakeDraft":               "the token is the permission",
		account + "Sweep":                   "removes what is out of date; called by the program alone",
		"internal/platform/intake.Resume":   "carries on with what somebody who may has started, in their name",
		"internal/platform/outbox.Step":     "sends what somebody who may has queued; called by the program alone",
		"internal/platform/file.Check":      "pobratim check reads every file; no page calls it",
		"internal/platform/setting.Get":     "name, colours and contacts of the municipality are on every page of the portal",
		"internal/platform/setting.Crest":   "the coat of arms is on every page of the portal",
		"internal/domain/contact.HeldPosts": "says of identifiers whether somebody holds the post, not who",
	}
}

func doorRules() []rule {
	x := func(body string) map[string]string {
		return map[string]string{"internal/domain/partner/service.go": `package partner
import ("context"; "pobratim/internal/platform/keep"; "pobratim/internal/platform/module")
type Service struct { partners *keep.Keeper[int]; pages keep.Pages[int]; gate interface{ Require(context.Context, module.Need) (int, error) }; db int }
func list(ctx context.Context, h int) error { return nil }
` + body}
	}
	return []rule{{
		name: "every service asks for a permission",
		find: openDoors,
		planted: []plant{
			{x("func (s *Service) Sign(ctx context.Context) error { return list(ctx, s.db) }\n"), "Sign asks for no permission"},
			{x("func (s *Service) Sign(id string) error { _, err := s.gate.Require(nil, module.Need{}); s.db = 1; return err }\n"), "Sign should take a context first"},
			{x("func (s *Service) Sign(ctx context.Context) error { return s.write(ctx) }\nfunc (s *Service) write(ctx context.Context) error { return list(ctx, s.db) }\n"), "Sign asks for no permission"},
			{x("func (s *Service) Sign(ctx context.Context) error { s.other.Get(); return list(ctx, s.db) }\n"), "Sign asks for no permission"},
			{x("func (s *Service) Sign(ctx context.Context) error { var o other; return o.Renew(ctx, s.db) }\nfunc (s *Service) Renew(ctx context.Context) error { return s.partners.Change(ctx, 1) }\n"), "Sign asks for no permission"},
		},
		fine: x(`func (s *Service) Sign(ctx context.Context) error { if _, err := s.gate.Require(ctx, module.Need{}); err != nil { return err }; return list(ctx, s.db) }
func (s *Service) Renew(ctx context.Context) error { return s.partners.Change(ctx, 1) }
func (s *Service) Show(ctx context.Context) error { s.pages.Get(ctx, "a"); return list(ctx, s.db) }
func (s *Service) Confirm(ctx context.Context) error { return s.through(ctx) }
func (s *Service) through(ctx context.Context) error { return s.Sign(ctx) }
func (s *Service) Visible(ctx context.Context) error { _ = s.gate.Scope(ctx, module.Need{}); return list(ctx, s.db) }
func (s *Service) Module() module.Module { return module.Module{} }
func (s *Service) Distance(a, b int) int { return a - b }
func (s *Service) write() {}
`),
	}}
}

// openDoors finds exported methods of a Service that reach the database, but
// neither Require nor a keeper, directly or through functions of the package.
func openDoors(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		if r := ring(p.dir); r != "domain" && r != "platform" {
			continue
		}
		keepers := p.keepers()
		asks := p.closure(func(fun ast.Expr) bool { return isDoor(fun, keepers) })
		touches := p.closure(func(e ast.Expr) bool { return isData(e) || isDoor(e, keepers) })
		p.functions(func(f *file, d *ast.FuncDecl) {
			name := d.Name.Name
			if receiver(d) != "Service" || !d.Name.IsExported() || name == "Module" || name == "Tables" || !touches["Service."+name] {
				return
			}
			if open()[p.dir+"."+name] != "" || takes(f, d, "net/http", "Request") {
				return
			}
			if !takes(f, d, "context", "Context") {
				found = append(found, fmt.Sprintf("%s: %s should take a context first", t.at(d), name))
			}
			if !asks["Service."+name] {
				found = append(found, fmt.Sprintf("%s: %s asks for no permission: Gate.Require or a keeper comes first", t.at(d), name))
			}
		})
	}
	return found
}

// closure names the functions ("list") and methods ("Service.Sign") in whose
// body is holds for some expression, or that call one of these.
func (p *pkg) closure(is func(ast.Expr) bool) map[string]bool {
	in := map[string]bool{}
	for changed := true; changed; {
		changed = false
		p.functions(func(_ *file, d *ast.FuncDecl) {
			if name := qualified(d); !in[name] && contains(d, is, in) {
				in[name] = true
				changed = true
			}
		})
	}
	return in
}

func qualified(d *ast.FuncDecl) string {
	if r := receiver(d); r != "" {
		return r + "." + d.Name.Name
	}
	return d.Name.Name
}

func contains(d *ast.FuncDecl, is func(ast.Expr) bool, in map[string]bool) bool {
	self := "" // the name of the receiver
	if d.Recv != nil && len(d.Recv.List[0].Names) > 0 {
		self = d.Recv.List[0].Names[0].Name
	}
	yes := false
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && is(e) {
			yes = true
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !yes
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			yes = yes || in[fun.Name]
		case *ast.SelectorExpr:
			of, ok := fun.X.(*ast.Ident)
			yes = yes || ok && of.Name == self && in[receiver(d)+"."+fun.Sel.Name]
		}
		return !yes
	})
	return yes
}

// isDoor holds for x.Require, gate.Scope and anything of a keeper.
func isDoor(e ast.Expr, keepers map[string]bool) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	inner, ok := sel.X.(*ast.SelectorExpr)
	return sel.Sel.Name == "Require" || ok && (keepers[inner.Sel.Name] || sel.Sel.Name == "Scope" && strings.EqualFold(inner.Sel.Name, "gate"))
}

// isData holds for the database and the history of a service.
func isData(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"DB", "db", "Log", "log"}, sel.Sel.Name)
}

func (p *pkg) functions(do func(f *file, d *ast.FuncDecl)) {
	for _, f := range p.files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				do(f, fn)
			}
		}
	}
}

// keepers are the names of fields and variables whose type is a keeper: every
// use of one asks for a permission.
func (p *pkg) keepers() map[string]bool {
	names := map[string]bool{}
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			field, ok := n.(*ast.Field)
			if !ok || !strings.Contains(source(field.Type), "keep.Keeper[") && !strings.Contains(source(field.Type), "keep.Pages[") {
				return true
			}
			for _, name := range field.Names {
				names[name.Name] = true
			}
			return true
		})
	}
	return names
}

// takes tells whether the first parameter is of this type, pointer or not.
func takes(f *file, d *ast.FuncDecl, importPath, name string) bool {
	if len(d.Type.Params.List) == 0 {
		return false
	}
	e := d.Type.Params.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	from, got := f.selected(e)
	return from == importPath && got == name
}

// source is an expression as it is written.
func source(e ast.Expr) string { return types.ExprString(e) }
