package contact

import (
	"context"
	"io/fs"
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

func as(t *testing.T, role account.Role, organisation string) context.Context {
	t.Helper()
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: []account.Role{role}, Organisation: organisation})
}

func head(t *testing.T) context.Context { return as(t, account.Head, "") }

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(OrganisationKind, PersonKind, PostKind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
		partners := func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}}, nil
		}
		test(t, New(floor, []string{"ru", "en"}, partners))
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
