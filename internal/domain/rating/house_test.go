package rating

import (
	"context"
	"io/fs"
	"net/url"
	"strconv"
	"testing"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// deps are a partner city and an organisation.
func deps() Deps {
	options := func(all ...ui.Option) func(context.Context, *web.Scene) ([]ui.Option, error) {
		return func(context.Context, *web.Scene) ([]ui.Option, error) { return all, nil }
	}
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()),
		Measures: method.Known([]string{"event", "exchange"}, []string{"claimed"}), Population: func() int64 { return 1000000 },
		Evidence: func(_ context.Context, year int, _ string) (map[string]Evidence, error) {
			if year != 2026 {
				return map[string]Evidence{"partners": {Records: records("partner", 1)}, "partners_contacted": {}, "themes": {}}, nil
			}
			return map[string]Evidence{"partners": {Records: records("partner", 4)}, "partners_contacted": {Records: records("partner", 3)}, "themes": {Records: records("activity", 2), Open: true}}, nil
		},
		Partners: options(ui.Option{Value: "duisburg", Label: "Дуйсбург"}), Organisations: options(ui.Option{Value: "union", Label: "Союз городов"}),
	}
}

// records are some records of a kind, each of which counts once.
func records(kind string, n int) []Found {
	var all []Found
	for i := range n {
		id := kind + strconv.Itoa(i)
		all = append(all, Found{Title: "Запись " + id, Path: "/" + kind + "s/" + id, Ref: record.Ref{Kind: kind, ID: id}, N: 1})
	}
	return all
}

// rights are those of the head over everything here, and over files.
func rights() account.Policy {
	p := keeptest.Rights(AwardKind, MethodologyKind, AssessmentKind)
	for _, kind := range []string{SubmissionKind, file.Kind} {
		for _, action := range []string{module.View, module.Edit} {
			p = append(p, account.Rule{Role: account.Head, Action: action, Kind: kind, Scope: account.All})
		}
	}
	return p
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, rights(), []fs.FS{file.Files, Files}, func(t *testing.T, floor keep.Floor) {
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { blobs.Close() })
		words, err := i18n.Load(keep.Files, Files)
		if err != nil {
			t.Fatal(err)
		}
		kinds, d := record.Kinds{}, deps()
		d.Files, d.Words = file.New(floor, kinds, blobs, d.Clock), words.Printer
		s := New(floor, d)
		for _, kind := range s.Module().Kinds {
			kinds[kind.Name] = kind
		}
		test(t, s)
	})
}

func desk(t *testing.T) keeptest.Desk {
	return keeptest.Desk{T: t, Name: "rating", Files: Files}
}

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

func head(t *testing.T) context.Context {
	t.Helper()
	return keeptest.As(t, account.Head)
}

func addAward(t *testing.T, s *Service, a Award) string {
	t.Helper()
	id, err := s.AddAward(head(t), a)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// diploma is an award with everything noted.
func diploma() Award {
	return Award{Type: "rating", Name: keeptest.Text("Рейтинг активности"), Giver: keeptest.Text("Союз городов"), Organisation: "union", Year: "2016", Given: keeptest.Date("2017-12"),
		Place: keeptest.Text("1-е место"), Partner: "duisburg", Kept: "зал городов-побратимов", Note: keeptest.Text("Вручён на съезде")}
}
