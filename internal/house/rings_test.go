package house

import (
	"fmt"
	"slices"
	"strings"
)

// rings says which parts of the product a part may import from.
func rings() map[string][]string {
	return map[string][]string{
		"cmd":      {"app"},
		"app":      {"app", "front", "domain", "platform", "kit"},
		"front":    {"front", "platform", "kit"},
		"domain":   {"domain", "platform", "kit"},
		"platform": {"platform", "kit"},
		"kit":      {"kit"},
		"house":    {"house", "kit"},
	}
}

// neighbours is the list of arrows between the desks: a subject may import
// itself and those named here. A subject that is not named yet is added
// together with docs/ARCHITECTURE.md.
func neighbours() map[string][]string {
	return map[string][]string{
		"contact":       nil,
		"partner":       {"contact"},
		"agreement":     {"partner", "contact"},
		"clause":        {"agreement", "partner", "contact"},
		"activity":      {"contact", "partner"},
		"programme":     {"activity", "contact"},
		"anniversary":   nil,
		"plan":          nil,
		"filing":        {"agreement", "partner", "contact"}, // reads them, writes none
		"task":          nil,
		"membership":    nil,
		"chain":         {"task"},
		"visit":         nil,
		"goal":          nil,
		"funding":       {"activity"},
		"initiative":    {"contact"},
		"letter":        {"contact"},
		"mailbox":       {"letter", "contact"},
		"result":        nil,
		"rating":        nil,
		"note":          nil,
		"paperwork":     nil,
		"news":          nil,
		"bulletin":      nil,
		"media":         nil,
		"route":         nil,
		"report":        {"*"}, // reads any, writes none
		"questionnaire": {"visit"},
		"debrief":       nil,
		"estimate":      nil,
		"gift":          nil,
		"reciprocity":   nil,
		"health":        {"activity", "contact", "partner"}, // reads their tables, writes none
	}
}

// outsiders are the modules that something other than kit may import: a module
// belongs into kit, behind a package of ours, unless its use is one call deep.
func outsiders() map[string][]string {
	return map[string][]string{
		"internal/app":                             {"github.com/alecthomas/kong"},         // the command line
		"internal/platform/audit":                  {"golang.org/x/mod/sumdb/tlog"},        // the tree of hashes is what this package is about
		"internal/platform/place":                  {"github.com/klauspost/compress/zstd"}, // the gazetteer is embedded packed
		"internal/platform/twinning":               {"github.com/klauspost/compress/zstd"}, // the list of twinned cities is embedded packed
		"internal/platform/twinning/internal/pack": {"github.com/klauspost/compress/zstd"},
		"internal/platform/place/internal/pack":    {"github.com/klauspost/compress/zstd"},
	}
}

func ringRules() []rule {
	return []rule{{
		name: "rings",
		find: brokenRings,
		planted: []plant{
			{map[string]string{"internal/domain/partner/a.go": "package partner\nimport _ \"pobratim/internal/front/office\""}, "domain may not import front"},
			{map[string]string{"internal/front/office/a.go": "package office\nimport _ \"pobratim/internal/domain/partner\""}, "front may not import domain"},
			{map[string]string{"internal/platform/record/a.go": "package record\nimport _ \"pobratim/internal/domain/partner\""}, "platform may not import domain"},
			{map[string]string{"internal/kit/web/a.go": "package web\nimport _ \"pobratim/internal/platform/record\""}, "kit may not import platform"},
			{map[string]string{"internal/kit/web/a_test.go": "package web\nimport _ \"pobratim/internal/platform/record\""}, "kit may not import platform"},
			{map[string]string{"cmd/pobratim/main.go": "package main\nimport _ \"pobratim/internal/kit/db\""}, "cmd may not import kit"},
			{map[string]string{"internal/platform/record/a.go": "package record\nimport _ \"pobratim/internal/app\""}, "platform may not import app"},
			{map[string]string{"internal/helpers/a.go": "package helpers"}, "no part of the product"},
			{map[string]string{"internal/domain/partner/a.go": "package partner\nimport _ \"github.com/x/y\""}, "modules are imported by kit"},
		},
		fine: map[string]string{
			"cmd/pobratim/main.go":         "package main\nimport _ \"pobratim/internal/app\"",
			"internal/app/a.go":            "package app\nimport (\n_ \"pobratim/internal/domain/partner\"\n_ \"pobratim/internal/front/office\"\n)",
			"internal/domain/partner/a.go": "package partner\nimport (\n_ \"net/http\"\n_ \"pobratim/internal/kit/db\"\n)",
			"internal/kit/db/a.go":         "package db\nimport _ \"github.com/jackc/pgx/v5\"",
		},
	}, {
		name:    "packages apart",
		find:    notApart,
		planted: []plant{{map[string]string{"internal/domain/health/invented/a.go": "package invented\nimport _ \"pobratim/internal/domain/health/profile\""}, "shares no code"}},
		fine:    map[string]string{"internal/domain/health/invented/a.go": "package invented\nimport _ \"math\""},
	}, {
		name: "neighbours",
		find: strangeNeighbours,
		planted: []plant{
			{map[string]string{"internal/domain/contact/a.go": "package contact\nimport _ \"pobratim/internal/domain/partner\""}, "contact may not import partner"},
			{map[string]string{"internal/domain/result/a.go": "package result\nimport _ \"pobratim/internal/domain/activity\""}, "result may not import activity"},
			{map[string]string{"internal/domain/parade/a.go": "package parade"}, "parade is not in the list"},
		},
		fine: map[string]string{
			"internal/domain/agreement/a.go": "package agreement\nimport _ \"pobratim/internal/domain/partner\"",
			"internal/domain/report/a.go":    "package report\nimport _ \"pobratim/internal/domain/activity\"",
		},
	}}
}

// eachImport walks over all imports, those of tests too.
func (t *tree) eachImport(do func(p *pkg, f *file, at, imported string)) {
	for _, p := range t.pkgs {
		for _, f := range p.files {
			for _, spec := range f.ast.Imports {
				do(p, f, t.at(spec), strings.Trim(spec.Path.Value, `"`))
			}
		}
	}
}

func brokenRings(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		if rings()[ring(p.dir)] == nil {
			found = append(found, fmt.Sprintf("%s is no part of the product: see the rings in docs/ARCHITECTURE.md", p.dir))
		}
	}
	t.eachImport(func(p *pkg, f *file, at, imported string) {
		from := ring(p.dir)
		own, ok := strings.CutPrefix(imported, modulePath+"/")
		if !ok {
			first, _, _ := strings.Cut(imported, "/")
			if strings.Contains(first, ".") && from != "kit" && !f.test && !slices.Contains(outsiders()[p.dir], imported) {
				found = append(found, fmt.Sprintf("%s imports %s: modules are imported by kit, or named with a reason in outsiders", at, imported))
			}
			return
		}
		if to := ring(own); !slices.Contains(rings()[from], to) {
			found = append(found, fmt.Sprintf("%s: %s may not import %s (%s)", at, from, to, imported))
		}
	})
	return found
}

// apart are packages that may not import each other, nor anything else of the product:
// what makes up histories and what reads them would otherwise fit each other.
func apart() []string {
	return []string{"internal/domain/health/invented", "internal/domain/health/profile"}
}

// notApart lists what they import of the product, but for tests.
func notApart(t *tree) []string {
	var found []string
	t.eachImport(func(p *pkg, f *file, at, imported string) {
		if slices.Contains(apart(), p.dir) && !f.test && strings.HasPrefix(imported, modulePath) {
			found = append(found, fmt.Sprintf("%s: %s shares no code, and imports %s", at, p.dir, imported))
		}
	})
	return found
}

func strangeNeighbours(t *tree) []string {
	var found []string
	for _, p := range t.pkgs {
		if ring(p.dir) != "domain" || subject(p.dir) == "" {
			continue
		}
		if _, ok := neighbours()[subject(p.dir)]; !ok {
			found = append(found, fmt.Sprintf("%s is not in the list of neighbours", subject(p.dir)))
		}
	}
	t.eachImport(func(p *pkg, _ *file, at, imported string) {
		own, ok := strings.CutPrefix(imported, modulePath+"/")
		if !ok || ring(p.dir) != "domain" || ring(own) != "domain" || subject(own) == subject(p.dir) {
			return
		}
		allowed := neighbours()[subject(p.dir)]
		if !slices.Contains(allowed, subject(own)) && !slices.Contains(allowed, "*") {
			found = append(found, fmt.Sprintf("%s: %s may not import %s", at, subject(p.dir), subject(own)))
		}
	})
	return found
}
