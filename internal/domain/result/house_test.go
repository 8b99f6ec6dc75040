package result

import (
	"context"
	"io/fs"
	"net/url"
	"testing"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()),
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}, {Value: "secret", Label: "Тайный город"}}, nil
		},
		Activities: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "ars-vivendi", Label: "Ars Vivendi"}}, nil
		},
		Places: func(context.Context) ([]Place, error) {
			return []Place{{"duisburg", keeptest.Text("Дуйсбург"), "DE"}, {"oxford", keeptest.Text("Оксфорд"), "GB"}}, nil
		},
		Country: func(code, _ string) string {
			return map[string]string{"DE": "Германия", "GB": "Великобритания"}[code]
		},
		// The public knows two of the three partners.
		PublicPartner: func(ctx context.Context, s *web.Scene, id string) (ui.Link, error) {
			names := map[string]string{"duisburg": "Дуйсбург", "oxford": "Оксфорд"}
			if account.From(ctx).SignedIn() {
				names["secret"] = "Тайный город"
			}
			if names[id] == "" {
				return ui.Link{}, nil
			}
			return ui.Link{Text: names[id], Href: s.Path("/partners/" + id)}, nil
		},
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind, IndicatorKind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "result", Files: Files} }

// ask sends a request through the office's routes, and shown shows the page that
// answers.
func ask(t *testing.T, s *Service, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	return desk(t).Ask(ctx, s.Module().Office, method, target, values)
}

func shown(t *testing.T, s *Service, ctx context.Context, target string) string {
	t.Helper()
	return desk(t).Show(ctx, s.Module().Office, target)
}

func add(t *testing.T, s *Service, n Result, cites ...keep.Cite) string {
	t.Helper()
	id, err := s.Add(keeptest.As(t, account.Head), n, cites...)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// proved adds a result with a photograph of it.
func proved(t *testing.T, s *Service, r Result) string {
	t.Helper()
	id := add(t, s, r)
	if _, err := s.Prove(keeptest.As(t, account.Head), photo(id)); err != nil {
		t.Fatal(err)
	}
	return id
}
