package goal

import (
	"context"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// neighbours are the kinds of the works; "secret" is hidden from everybody.
func neighbours() record.Kinds {
	kinds := record.Kinds{}
	for kind, path := range map[string]string{PartnerKind: "/partners/{id}", AgreementKind: "/agreements/{id}", ActivityKind: "/activities/{id}", ResultKind: "/results/{id}"} {
		find := func(id string) (string, error) {
			for _, w := range works() {
				if w.Ref == (record.Ref{Kind: kind, ID: id}) {
					return w.Name.Get("ru"), nil
				}
			}
			return "", errs.New(errs.NotFound, "record.missing")
		}
		kinds[kind] = record.Kind{Name: kind, Path: path,
			Title: func(_ context.Context, id, _ string) (string, error) { return find(id) },
			Allowed: func(_ context.Context, id, _ string) (bool, error) {
				_, err := find(id)
				return false, err
			}}
	}
	return kinds
}

func deps() Deps {
	options := func(all ...ui.Option) func(context.Context, *web.Scene) ([]ui.Option, error) {
		return func(context.Context, *web.Scene) ([]ui.Option, error) { return slices.Clone(all), nil }
	}
	return Deps{
		Langs: []string{"ru", "en"}, Kinds: neighbours, Posts: options(ui.Option{Value: "head", Label: "Начальник отдела"}),
		Partners: options(ui.Option{Value: "p", Label: "Дуйсбург"}, ui.Option{Value: "q", Label: "Оксфорд"}),
		Works:    func(context.Context) ([]Work, error) { return works(), nil },
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "goal", Files: Files} }

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

func add(t *testing.T, s *Service, g Goal) string {
	t.Helper()
	id, err := s.Add(keeptest.As(t, account.Head), g)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// order is the tree as its numbers and names.
func order(t *testing.T, s *Service) string {
	t.Helper()
	f, err := s.forest(keeptest.As(t, account.Head), nil, Lens{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	f.Walk(func(n *Node) { all = append(all, n.Number+n.Name.Get("ru")) })
	return strings.Join(all, " ")
}
