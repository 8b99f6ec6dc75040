package task

import (
	"context"
	"io/fs"
	"net/url"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var (
	now  = keeptest.Now()
	perm = time.FixedZone("Asia/Yekaterinburg", 5*60*60)
)

// policy is a small authorization table with every scope.
func policy() account.Policy {
	p := account.Policy{{Role: account.Auditor, Action: module.View, Kind: Kind, Scope: account.All}}
	for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
		p = append(p, account.Rule{Role: account.Coordinator, Action: action, Kind: Kind, Scope: account.All},
			account.Rule{Role: account.Head, Action: action, Kind: Kind, Scope: account.All})
	}
	return append(p, account.Rule{Role: account.Head, Action: module.Edit, Kind: RulesKind, Scope: account.All})
}

// deps are an office of three users, of whom one has left, and two posts, of
// which Anna, whose address is the coordinator's, holds the first.
func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(now.In(perm)),
		Kinds: func() record.Kinds {
			title := func(_ context.Context, id, _ string) (string, error) { return "Запись " + id, nil }
			allowed := func(context.Context, string, string) (bool, error) { return false, nil }
			kinds := record.Kinds{}
			for _, kind := range AboutKinds() {
				kinds[kind] = record.Kind{Name: kind, Path: "/" + kind + "/{id}", Title: title, Allowed: allowed}
			}
			return kinds
		},
		Partners: options("duisburg", "Дуйсбург", "oxford", "Оксфорд"),
		Posts:    options("post-1", "Координатор связи", "post-2", "Заместитель"),
		Proofs:   options("activity:days", "Дни Дуйсбурга", "result:book", "Книга"),
		Staff: func(context.Context) ([]Colleague, error) {
			return []Colleague{{ID: "u", Name: "Кто-то", Email: "anna@example.org"}, {ID: "other", Name: "Другой", Email: "other@example.org"}, {ID: "gone", Name: "Ушедший", Left: true}}, nil
		},
		Held: func(context.Context, string) ([]Held, error) {
			return []Held{{Post: "post-1", Name: "Анна", Email: "Anna@example.org"}}, nil
		},
		Coordinator: func(_ context.Context, _ db.Handle, partner string) (string, error) {
			return map[string]string{"duisburg": "post-1"}[partner], nil
		},
		Origin: func(_ context.Context, about record.Ref) (Origin, error) {
			switch about.Kind {
			case "activity":
				return Origin{Partner: "duisburg", On: keeptest.Date("2026-11-10"), Lines: []string{"Прислать программу", "Назвать школу"}}, nil
			case "agreement":
				return Origin{Partner: "oxford", On: keeptest.Date("2027-01-01")}, nil
			}
			return Origin{}, nil
		},
	}
}

func options(pairs ...string) func(context.Context, *web.Scene) ([]ui.Option, error) {
	return func(context.Context, *web.Scene) ([]ui.Option, error) {
		var all []ui.Option
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, ui.Option{Value: pairs[i], Label: pairs[i+1]})
		}
		return all, nil
	}
}

func as(t *testing.T, roles ...account.Role) context.Context {
	t.Helper()
	ctx := audit.WithActor(t.Context(), audit.Actor{ID: "u", Name: "Кто-то"})
	return account.With(ctx, account.Viewer{UserID: "u", Name: "Кто-то", Email: "anna@example.org", Roles: roles})
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, policy(), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "task", Files: Files} }

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

func add(t *testing.T, s *Service, n Task, cites ...keep.Cite) string {
	t.Helper()
	id, err := s.Add(as(t, account.Head), n, cites...)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
