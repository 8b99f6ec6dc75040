package contact

import (
	"context"
	"io/fs"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var (
	now     = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	schemas = []fs.FS{record.Files, audit.Files, Files}
)

// policy is a small authorization table with every scope.
func policy() account.Policy {
	var p account.Policy
	for _, kind := range []string{OrganisationKind, PersonKind, PostKind} {
		p = append(p,
			account.Rule{Role: account.Branch, Action: module.View, Kind: kind, Scope: account.City},
			account.Rule{Role: account.Guest, Action: module.View, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Auditor, Action: module.View, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Head, Action: module.Publish, Kind: kind, Scope: account.All})
		for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
			p = append(p, account.Rule{Role: account.Head, Action: action, Kind: kind, Scope: account.All})
		}
	}
	return p
}

func as(t *testing.T, role account.Role, organisation string) context.Context {
	t.Helper()
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: []account.Role{role}, Organisation: organisation})
}

func head(t *testing.T) context.Context { return as(t, account.Head, "") }

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		log, err := audit.Open(t.Context(), d, clock.Fixed(now))
		if err != nil {
			t.Fatal(err)
		}
		partners := func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}}, nil
		}
		test(t, New(keep.Floor{DB: d, Log: log, Gate: account.NewGate(policy())}, []string{"ru", "en"}, partners))
	})
}

// must is the value of a call that may not fail.
func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func text(s string) i18n.Text { return i18n.NewText("ru", s) }

func date(t *testing.T, s string) edtf.Date { return must[edtf.Date](t)(edtf.Parse(s)) }

func archive() Organisation {
	return Organisation{Name: text("Городской архив"), Type: "archive", Side: string(Theirs), Partner: "duisburg"}
}
