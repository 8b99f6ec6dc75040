package letter

import (
	"context"
	"io/fs"
	"net/url"
	"testing"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()),
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}}, nil
		},
		People: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "anna", Label: "Анна"}}, nil
		},
		Kinds: func() record.Kinds {
			return record.Kinds{"partner": {Name: "partner", Path: "/partners/{id}", Allowed: func(_ context.Context, id, _ string) (bool, error) {
				if id == "duisburg" {
					return false, nil
				}
				return false, errs.New(errs.NotFound, "form.choice")
			}}}
		},
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{Files, outbox.Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "letter", Files: words(t)} }

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

func as(t *testing.T) context.Context { return keeptest.As(t, account.Head) }

func add(t *testing.T, s *Service, l Letter) string {
	t.Helper()
	id, err := s.Add(as(t), l)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// passed is an entry about Duisburg.
func passed(kind, side, title, on string) Letter {
	return Letter{Type: kind, Side: side, Title: i18n.NewText("ru", title), On: keeptest.Date(on), Partner: "duisburg"}
}

func waits(l Letter, by string) Letter {
	l.Waits, l.By = true, keeptest.Date(by)
	return l
}

// titles are the words of a list in its order.
func titles(rows []Letter) (all []string) {
	for _, l := range rows {
		all = append(all, l.Title.Get("ru"))
	}
	return all
}

// cardTexts are the cards as band, words and day in words.
func cardTexts(cards []module.Card) (all []string) {
	for _, c := range cards {
		all = append(all, string('0'+rune(c.Band))+" "+c.Text+" | "+c.Due)
	}
	return all
}
