package estimate

import (
	"context"
	"io/fs"
	"net/url"
	"testing"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/typst/typsttest"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

// TestMain lets the test binary be the typesetter's worker, as the program is.
func TestMain(m *testing.M) { typsttest.Main(m) }

// activities are what estimates are of in the tests, all in June 2027 but the last.
func activities() map[string]Activity {
	return map[string]Activity{
		"visit": {Name: i18n.NewText("ru", "Делегация Дуйсбурга"), When: date("2027-06-12/2027-06-13"), Starts: date("2027-06-12"), Days: 2, People: 28, Place: i18n.NewText("ru", "Пермь")},
		"other": {Name: i18n.NewText("ru", "Дни Германии"), When: date("2027-06-20"), Starts: date("2027-06-20"), Days: 1},
		"later": {Name: i18n.NewText("ru", "Ответный визит"), When: date("2028-03"), Starts: date("2028-03")},
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), money.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	rights := append(keeptest.Rights(NormKind, LimitKind, Kind, LineKind), account.Rule{Role: account.Head, Action: "edit", Kind: "estimate_approval", Scope: account.All})
	keeptest.Each(t, rights, []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
		test(t, New(floor, Deps{
			Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()), Words: words.Printer, Home: func(string) string { return "Пермь" }, Paper: typsttest.Pool(t).PDF,
			Activity: func(_ context.Context, id string) (Activity, error) {
				a, ok := activities()[id]
				if !ok {
					return a, errs.New(errs.NotFound, "record.missing")
				}
				return a, nil
			},
			Activities: func(context.Context, *web.Scene) ([]ui.Option, error) {
				return []ui.Option{{Value: "visit", Label: "Делегация Дуйсбурга"}, {Value: "other", Label: "Дни Германии"}, {Value: "later", Label: "Ответный визит"}}, nil
			},
		}))
	})
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "estimate", Files: Files} }

func ask(t *testing.T, s *Service, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	return desk(t).Ask(ctx, s.Module().Office, method, target, values)
}

func head(t *testing.T) context.Context { return keeptest.As(t, account.Head) }

// done is the identifier of what was added without an error.
func done(t *testing.T) func(id string, err error) string {
	return func(id string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
}

func example() Act { return Act{Title: "Пример решения"} }

// meals is a norm of 470 roubles in force within a span.
func meals(rate, from, until string) Norm {
	return Norm{Item: "meals", Rank: "member", Per: PerDay, Rate: rate, Currency: "RUB", From: date(from), Until: date(until), Act: example()}
}

func sum(estimate, item, amount, source string) Line {
	return Line{Estimate: estimate, Item: item, Sum: amount, Currency: "RUB", Source: source}
}
