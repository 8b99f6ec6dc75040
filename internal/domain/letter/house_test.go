package letter

import (
	"context"
	"io/fs"
	"maps"
	"net/url"
	"strings"
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

// spoken are the forms of names that somebody has typed.
type spoken struct {
	cases   map[record.Ref]map[string]string
	address map[record.Ref]i18n.Text
}

func deps() Deps {
	said := spoken{map[record.Ref]map[string]string{}, map[record.Ref]i18n.Text{}}
	catalog, err := i18n.Load(Files)
	if err != nil {
		panic(err)
	}
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()),
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}}, nil
		},
		People: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "anna", Label: "Анна"}}, nil
		},
		Activities: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "day", Label: "День города"}}, nil
		},
		Words: catalog.Printer,
		Ours:  func(_ context.Context, box string) (bool, error) { return strings.HasSuffix(box, "@perm.example"), nil },
		Sources: Sources{
			Activity: func(_ context.Context, id string) (Event, error) {
				if id != "day" {
					return Event{}, errs.New(errs.NotFound, "record.missing")
				}
				name := i18n.NewText("ru", "День города")
				name.Set("de", "Stadttag")
				return Event{Name: name, When: keeptest.Date("2027-06-12/2027-06-14"), Partner: "duisburg"}, nil
			},
			City: func(_ context.Context, id string) (City, error) {
				name := i18n.NewText("ru", "Дуйсбург")
				name.Set("de", "Duisburg")
				return City{Name: name, Native: "Duisburg", Country: "DE"}, nil
			},
			Home: func(context.Context) (name, department i18n.Text, err error) {
				name, department = i18n.NewText("ru", "Пермь"), i18n.NewText("ru", "Отдел международных связей")
				name.Set("de", "Perm")
				return name, department, nil
			},
			Country: func(code, lang string) string { return code + " " + lang },
			Forms: func(_ context.Context, ref record.Ref) (map[string]string, i18n.Text, error) {
				return maps.Clone(said.cases[ref]), said.address[ref], nil
			},
			SayForm: func(_ context.Context, ref record.Ref, form, lang, value string) error {
				if form == "salutation" {
					t := said.address[ref]
					t.Set(lang, value)
					said.address[ref] = t
					return nil
				}
				if said.cases[ref] == nil {
					said.cases[ref] = map[string]string{}
				}
				said.cases[ref][form] = value
				return nil
			},
		},
		Kinds: func() record.Kinds {
			only := func(name, path, known string) record.Kind {
				return record.Kind{Name: name, Path: path, Allowed: func(_ context.Context, id, _ string) (bool, error) {
					if id == known {
						return false, nil
					}
					return false, errs.New(errs.NotFound, "form.choice")
				}}
			}
			return record.Kinds{"partner": only("partner", "/partners/{id}", "duisburg"), "activity": only("activity", "/activities/{id}", "day")}
		},
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind, TemplateKind), []fs.FS{Files, outbox.Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
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
