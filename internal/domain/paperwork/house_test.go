package paperwork

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/kit/zipbox"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// TestMain lets the test binary be the typesetter's worker and the child of a
// jail, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case typst.WorkerArg:
			if err := typst.ServeWorker(os.Stdin, os.Stdout); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		case jail.Arg:
			os.Exit(jail.Main(jail.Handlers{fill.Job: fill.Handle}, os.Stdin, os.Stdout, os.Stderr))
		}
	}
	os.Exit(m.Run())
}

var pool = sync.OnceValue(func() *typst.Pool {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return typst.NewPool(typst.PoolOptions{Timeout: 5 * time.Minute, Engine: typst.Options{CacheDir: filepath.Join(dir, "pobratim-test", "typst")}})
})

func two(ru, en string) i18n.Text {
	t := i18n.NewText("ru", ru)
	t.Set("en", en)
	return t
}

func day(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sources tell of a visit of nineteen people for three days. The people are made
// up.
func sources(crest []byte) Sources {
	when := day("2027-06-10/2027-06-12")
	s := Sources{
		Activity: func(_ context.Context, id string) (Activity, error) {
			if id != "visit" {
				return Activity{}, errs.New(errs.NotFound, "record.missing")
			}
			return Activity{ID: id, Name: two("Визит делегации", "Visit of a delegation"), When: when, Place: two("ул. Ленина, 23", "23 Lenin Street"), Partners: []string{"duisburg"}}, nil
		},
		Partner: func(context.Context, string) (Partner, error) {
			return Partner{ID: "duisburg", Name: two("Дуйсбург", "Duisburg"), Native: "Duisburg", Country: "DE", Languages: []string{"de"}, Since: day("2007"), Post: "mayor"}, nil
		},
		Home: func(context.Context) (Home, error) {
			return Home{Name: two("Пермь", "Perm"), Department: two("Отдел международных связей", "International Department"), Address: two("614000, Пермь, ул. Ленина, 23", "23 Lenin Street, Perm"), Phone: "+7 342 000-00-00", Email: "office@example.org", Crest: crest}, nil
		},
		Person: func(_ context.Context, id string) (Person, error) {
			people := map[string]Person{"anna": {ID: "anna", Name: "Anna Beispiel", Cyrillic: "Анна Байшпиль", Latin: "Anna Beispiel"}, "petrov": {ID: "petrov", Name: "Пётр Примеров", Latin: "Pyotr Primerov"}}
			if p, known := people[id]; known {
				return p, nil
			}
			return Person{}, errs.New(errs.NotFound, "record.missing")
		},
		Post: func(_ context.Context, id string) (i18n.Text, string, error) {
			switch id {
			case "head":
				return two("Глава города", "Head of the City"), "petrov", nil
			case "mayor":
				return two("Обер-бургомистр", "Lord Mayor"), "anna", nil
			}
			return i18n.Text{}, "", errs.New(errs.NotFound, "record.missing")
		},
		Members: func(context.Context, string) ([]Member, error) {
			all := []Member{{Person: "anna", Post: two("Обер-бургомистр", "Lord Mayor"), Passport: "BEISPIEL ANNA", Citizenship: "DE", Role: two("глава делегации", "head of the delegation"), Head: true}}
			for i := range 18 {
				all = append(all, Member{Name: two(fmt.Sprintf("Гость %d", i+2), fmt.Sprintf("Guest %d", i+2)), Passport: fmt.Sprintf("GUEST NUMBER %d", i+2), Citizenship: "DE", Post: two("член делегации", "member of the delegation")})
			}
			return all, nil
		},
		Programme: func(context.Context, string) ([]Item, error) {
			var all []Item
			for d := range 3 {
				for _, at := range []string{"09:00", "12:00", "15:00"} {
					all = append(all, Item{Day: when.First().AddDate(0, 0, d), From: at, Until: "", What: two("Встреча в "+at, "Meeting at "+at), Where: two("Зал заседаний", "Council hall")})
				}
			}
			return all, nil
		},
		Estimate: func(context.Context, string) ([]Cost, error) {
			return []Cost{{What: two("Питание", "Meals"), How: two("2 000 ₽ × 19 × 3", "₽2,000 × 19 × 3"), Sum: money.Amount{Minor: 11_400_000, Currency: "RUB"}}}, nil
		},
		Promises: func(context.Context, string) ([]Promise, error) {
			return []Promise{{What: two("прислать список школ", "to send a list of schools"), Ours: true, Due: day("2027-07-01")}}, nil
		},
	}
	return s
}

func policy() account.Policy {
	p := keeptest.Rights(Kind, TemplateKind, activityKind, "person", "post", "partner")
	for _, action := range []string{module.View, module.Edit} {
		p = append(p, account.Rule{Role: account.Head, Action: action, Kind: file.Kind, Scope: account.All})
	}
	return p
}

// house is one municipality with this subject and the files.
type house struct {
	*Service
	t     *testing.T
	files *file.Service
	words *i18n.Catalog
}

func crest(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 80))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	if err := typst.Built(); err != nil {
		t.Fatal("the typesetter is not embedded: run `make assets` and test again")
	}
	keeptest.Each(t, policy(), []fs.FS{file.Files, Files}, func(t *testing.T, floor keep.Floor) { test(t, open(t, floor, sources(crest(t)))) })
}

func open(t *testing.T, floor keep.Floor, from Sources) *house {
	t.Helper()
	words := loaded(t)
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := record.Kinds{}
	floor.Kinds = func() record.Kinds { return kinds }
	for name, ids := range map[string]string{activityKind: "visit", "person": "anna", "post": "mayor", "partner": "duisburg"} {
		kinds[name] = record.Kind{Name: name, Path: "/" + name + "/{id}",
			Title: func(_ context.Context, id, _ string) (string, error) { return name + " " + id, nil },
			Allowed: func(_ context.Context, id, _ string) (bool, error) {
				if id != ids {
					return false, errs.New(errs.NotFound, "record.missing")
				}
				return false, nil
			}}
	}
	none := func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil }
	h := &house{t: t, files: file.New(floor, kinds, blobs, clock.Fixed(keeptest.Now())), words: words}
	h.Service = New(floor, Deps{Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()), Words: words.Printer, Country: func(code, lang string) string {
		return map[string]string{"DEru": "Германия", "DEen": "Germany"}[code+lang]
	}, Sources: from, Files: h.files, Jail: j, Set: pool().PDF, People: none,
		Posts: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "head", Label: "Глава города"}}, nil
		},
		Activities: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "visit", Label: "Визит"}}, nil
		},
	})
	for _, k := range h.Module().Kinds {
		kinds[k.Name] = k
	}
	return h
}

func loaded(t testing.TB) *i18n.Catalog {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), money.Words(), zipbox.Locale(), jail.Locale(), fill.Locale(), file.Files, Files)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func (h *house) head() context.Context { return keeptest.As(h.t, account.Head) }

func (h *house) desk() keeptest.Desk { return keeptest.Desk{T: h.t, Name: "paperwork", Files: Files} }

// told writes down all that the papers of the visit ask for.
func (h *house) told() {
	h.t.Helper()
	d := Details{Activity: "visit", SignerPost: "head", ResponsiblePost: "head", AddresseePost: "mayor", Purpose: two("развитие сотрудничества", "cooperation"), Ground: two("план на 2027 год", "the plan for 2027"), Money: two("бюджет города", "the city budget")}
	if err := h.SayDetails(h.head(), d); err != nil {
		h.t.Fatal(err)
	}
	for _, f := range []Forms{
		{Ref: record.Ref{Kind: homeKind, ID: homeID}, Gen: "Перми", Pre: "Перми"},
		{Ref: record.Ref{Kind: "partner", ID: "duisburg"}, Gen: "Дуйсбурга"},
		{Ref: record.Ref{Kind: "post", ID: "mayor"}, Dat: "Обер-бургомистру"},
		{Ref: record.Ref{Kind: "person", ID: "anna"}, Dat: "Анне Байшпиль", Ins: "Анной Байшпиль", Short: "А. Байшпиль", Salutation: two("Уважаемая госпожа Байшпиль", "Dear Ms Beispiel")},
	} {
		if err := h.SayForms(h.head(), f); err != nil {
			h.t.Fatal(err)
		}
	}
	// The holder of the post has no page here: his forms are written as they stand.
	if err := putForms(h.t.Context(), h.DB, Forms{Ref: record.Ref{Kind: "person", ID: "petrov"}, Acc: "Петра Примерова", Short: "П. Примеров"}); err != nil {
		h.t.Fatal(err)
	}
}

// upload sends a file through the form of a kind of paper.
func (h *house) upload(ctx context.Context, kind, langs, name string, body []byte) (web.Reply, error) {
	h.t.Helper()
	return h.send(ctx, h.scene("/papers/templates/"+kind), kind, langs, name, bytes.NewReader(body))
}

// send does so on a scene, with a file of any length.
func (h *house) send(ctx context.Context, scene *web.Scene, kind, langs, name string, body io.Reader) (web.Reply, error) {
	h.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	err := m.WriteField("langs", langs)
	if err == nil {
		_, err = m.CreateFormFile("file", name)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	end := "\r\n--" + m.Boundary() + "--\r\n"
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/papers/templates/"+kind, io.MultiReader(&b, body, strings.NewReader(end)))
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.SetPathValue("kind", kind)
	return h.adopt(web.WithScene(r, scene))
}

// scene has the words of the other packages too, of which faults are told.
func (h *house) scene(target string) *web.Scene {
	h.t.Helper()
	s := h.desk().Scene("ru", target)
	s.Printer = h.words.Printer("ru")
	return s
}
