package visit

import (
	"context"
	"io/fs"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/seal"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// office is a desk with the neighbours that it asks: activities and tasks held in
// memory.
type office struct {
	*Service
	trips map[string]Trip
	tasks map[string][]Task
	now   time.Time
}

// TestWords finds words that are missing in a language.
func TestWords(t *testing.T) {
	catalog, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), audit.Files, Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range i18n.Check(catalog) {
		t.Error(problem)
	}
}

func options(all ...ui.Option) Options {
	return func(context.Context, *web.Scene) ([]ui.Option, error) { return all, nil }
}

// open makes the desk on a floor. The visit "guests" lies ahead, from 1 to 3
// December 2026, in Duisburg's name; "party" is an event.
func open(t *testing.T, floor keep.Floor) *office {
	t.Helper()
	o := &office{trips: map[string]Trip{}, tasks: map[string][]Task{}, now: keeptest.Now()}
	catalog, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	outer := seal.NewKey()
	find := func(id string) (Trip, error) {
		trip, ok := o.trips[id]
		if !ok {
			return Trip{}, errs.New(errs.NotFound, "record.missing")
		}
		return trip, nil
	}
	o.Service = New(floor, Deps{
		Langs: []string{"ru", "en"}, Clock: func() time.Time { return o.now }, Words: catalog.Printer, Home: func(string) string { return "Пермь" },
		Country: func() string { return "RU" }, CountryName: func(code, _ string) string {
			return map[string]string{"RU": "Россия", "DE": "Германия", "CN": "Китай"}[code]
		},
		Countries: func(context.Context) ([]string, error) { return []string{"RU", "DE", "CN"}, nil }, CountryOf: func(context.Context, string) (string, error) { return "DE", nil },
		Partners: options(ui.Option{Value: "duisburg", Label: "Дуйсбург (Германия)"}), Letters: options(ui.Option{Value: "letter", Label: "Запрос"}), Lines: options(ui.Option{Value: "line", Label: "Дни Дуйсбурга"}),
		People: options(ui.Option{Value: "person", Label: "Участник из картотеки"}), Owners: options(ui.Option{Value: "owner", Label: "Ответственный сотрудник"}), Events: options(ui.Option{Value: "party", Label: "День города"}),
		Activity:   func(_ context.Context, id string) (Trip, error) { return find(id) },
		ActivityIn: func(_ context.Context, _ *audit.Writer, id string) (Trip, error) { return find(id) },
		AddActivity: func(ctx context.Context, w *audit.Writer, trip Trip) (string, error) {
			trip.ID = w.NewID()
			o.trips[trip.ID] = trip
			return trip.ID, w.Created(ctx, record.Ref{Kind: activityKind, ID: trip.ID}, "", nil)
		},
		Prepare: func(_ context.Context, w *audit.Writer, id string, steps []Step) ([]string, error) {
			var ids []string
			for _, step := range steps {
				task := Task{ID: w.NewID(), Version: 1, Title: step.Title.In("ru").Value, Who: "никто"}
				if days := o.trips[id].Starts.Start(); !days.IsZero() {
					task.Due = edtf.On(days.First().AddDate(0, 0, -step.Days))
				}
				o.tasks[id] = append(o.tasks[id], task)
				ids = append(ids, task.ID)
			}
			return ids, nil
		},
		Work: func(context.Context, *web.Scene, []string) (map[string][]Task, error) { return o.tasks, nil },
		Finish: func(_ context.Context, id string, _ int64) error {
			for trip, list := range o.tasks {
				for i := range list {
					if list[i].ID == id {
						o.tasks[trip][i].Closed = true
						return nil
					}
				}
			}
			return errs.New(errs.NotFound, "record.missing")
		},
		Working: func(context.Context) (func(time.Time) (bool, bool), error) {
			return func(day time.Time) (bool, bool) {
				return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday, day.Year() < 2027
			}, nil
		},
		Key:       func() (seal.Key, error) { return outer, nil },
		Destroyed: func(context.Context, *audit.Writer, string) error { return nil },
	})
	floor.Log.Followed(o.Follow)
	o.trips["guests"] = Trip{ID: "guests", Name: i18n.NewText("ru", "Приём гостей"), Type: In, Status: "planned", Starts: date("2026-12-01"), Ends: date("2026-12-03"), Opens: "10:00", Partners: []string{"duisburg"}}
	o.trips["party"] = Trip{ID: "party", Name: i18n.NewText("ru", "День города"), Type: "event", Status: "planned", Starts: date("2027-06-12")}
	return o
}

// kinds are those of the authorization table of the tests.
func kinds() []string {
	return []string{Kind, MemberKind, SealedKind, TransferKind, SettingsKind}
}

// rights is the small table of the tests, in which sealed fields are for those who
// receive delegations.
func rights() account.Policy {
	var p account.Policy
	for _, rule := range keeptest.Rights(kinds()...) {
		if rule.Kind != SealedKind || rule.Role == account.Head || rule.Role == account.Coordinator {
			p = append(p, rule)
		}
	}
	return p
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	keeptest.Each(t, rights(), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, open(t, floor)) })
}

func desk(t *testing.T) keeptest.Desk {
	return keeptest.Desk{T: t, Name: "visit", Files: Files}
}

func (o *office) ask(t *testing.T, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	return desk(t).Ask(ctx, o.Module().Office, method, target, values)
}

func (o *office) shown(t *testing.T, ctx context.Context, target string) string {
	t.Helper()
	return strings.ReplaceAll(desk(t).Show(ctx, o.Module().Office, target), "\u00a0", " ")
}

// sent posts a form and shows the page that answers, or says where it leads.
func (o *office) sent(t *testing.T, ctx context.Context, target string, values url.Values) string {
	t.Helper()
	reply, err := o.ask(t, ctx, "POST", target, values)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	switch is := reply.(type) {
	case web.Page:
		return strings.ReplaceAll(desk(t).HTML(desk(t).Scene("ru", target), is.Template, is.Title, is.Data), "\u00a0", " ")
	case web.Redirect:
		return "→ " + is.To
	case web.File:
		return "file " + is.Name + " " + strconv.Itoa(len(is.Body))
	}
	t.Fatalf("%s: %#v", target, reply)
	return ""
}

// has checks that a page says some words; those after "but not" it must not say.
func has(t *testing.T, body string, words ...string) {
	t.Helper()
	wanted := true
	for _, w := range words {
		w = strings.ReplaceAll(w, "\u00a0", " ")
		if w == "but not" {
			wanted = false
			continue
		}
		if strings.Contains(body, w) != wanted {
			t.Errorf("%q stands in it: %v, want %v\n%s", w, !wanted, wanted, body)
		}
	}
}

// begun gives the guests their visit.
func (o *office) begun(t *testing.T) Visit {
	t.Helper()
	ctx := keeptest.As(t, account.Head)
	if _, err := o.Begin(ctx, "guests"); err != nil {
		t.Fatal(err)
	}
	v, err := o.Visit(ctx, "guests")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// joined adds somebody to the delegation of the guests.
func (o *office) joined(t *testing.T, m Member) string {
	t.Helper()
	if m.Visit == "" {
		m.Visit = "guests"
	}
	id, err := o.AddMember(keeptest.As(t, account.Head), m)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}
