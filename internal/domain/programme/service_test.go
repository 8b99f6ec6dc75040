package programme

import (
	"bytes"
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// house is an office with two visits on the same days and a City Day above them.
type house struct {
	*Service
	t      *testing.T
	visits map[string]Visit
	set    []typst.Doc // what the typesetter was given
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	policy := account.Policy{}
	for _, kind := range []string{Kind, ResourceKind} {
		for _, action := range []string{module.View, module.Edit} {
			policy = append(policy, account.Rule{Role: account.Head, Action: action, Kind: kind, Scope: account.All})
		}
		policy = append(policy, account.Rule{Role: account.Auditor, Action: module.View, Kind: kind, Scope: account.All})
	}
	keeptest.Each(t, policy, []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
		catalog, err := i18n.Load(form.Words(), edtf.Words(), keep.Files, account.Files, Files)
		if err != nil {
			t.Fatal(err)
		}
		h := &house{t: t, visits: map[string]Visit{}}
		for id, parent := range map[string]string{"day": "", "one": "day", "two": "day"} {
			h.visits[id] = Visit{ID: id, Name: i18n.NewText("ru", "Визит "+id), First: date("2026-12-10"), Last: date("2026-12-12"), Parent: parent}
		}
		h.Service = New(floor, Deps{
			Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()), Zone: func() *time.Location { return time.FixedZone("Perm", 5*3600) }, Slug: "perm",
			Visit: func(_ context.Context, id string) (Visit, error) {
				v, ok := h.visits[id]
				if !ok {
					return v, errs.New(errs.NotFound, "record.missing")
				}
				return v, nil
			},
			Path: func(id string) string { return "/activities/" + id },
			Members: func(context.Context, string) ([]Member, error) {
				return []Member{{Name: i18n.NewText("ru", "Гость Первый")}}, nil
			},
			Posts: func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil },
			PostName: func(context.Context, string) (i18n.Text, error) {
				return i18n.NewText("ru", "Начальник отдела"), nil
			},
			People: func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil },
			Words:  catalog.Printer, Office: func(string) string { return "Отдел" },
			Setter: func(_ context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error) {
				h.set = append(h.set, d)
				return []byte("%PDF"), nil, nil
			},
		})
		test(t, h)
	})
}

func (h *house) head() context.Context { return keeptest.As(h.t, account.Head) }

// items are the lines of a programme, as day, hours and words.
func (h *house) items(id string) string {
	h.t.Helper()
	p, err := h.Programme(h.head(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	var all []string
	for _, i := range p.Items {
		all = append(all, i.Day[8:]+" "+i.hours()+" "+i.What.Get("ru"))
	}
	return strings.Join(all, "; ")
}

func (h *house) version(id string) int64 {
	h.t.Helper()
	p, err := h.Programme(h.head(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return p.Version
}

func (h *house) add(id, day, row string) Item {
	h.t.Helper()
	if err := h.Add(h.head(), id, h.version(id), day, row, "ru"); err != nil {
		h.t.Fatal(err)
	}
	p, err := h.Programme(h.head(), id)
	line, _ := ParseRow(row)
	for _, i := range p.Items {
		if i.Day == day && i.Starts == line.Starts && i.What.Get("ru") == line.What {
			return i
		}
	}
	h.t.Fatalf("%q is not there: %v", row, err)
	return Item{}
}

func (h *house) resource(x Resource) string {
	h.t.Helper()
	id, err := h.SaveResource(h.head(), x)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func wants(t *testing.T, name string, err error, key string) {
	t.Helper()
	if key == "" && err != nil || key != "" && (err == nil || !strings.Contains(err.Error(), key)) {
		t.Errorf("%s: %v, wanted %q", name, err, key)
	}
}

func TestEditing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.add("one", "2026-12-10", "10:00–11:00 А")
		h.add("one", "2026-12-10", "12:00 Б")
		h.add("one", "2026-12-11", "09:00–10:00 В")
		if got := h.items("one"); got != "10 10:00–11:00 А; 10 12:00 Б; 11 09:00–10:00 В" {
			t.Fatal(got)
		}
		wants(t, "an old version", h.Add(h.head(), "one", 1, "2026-12-10", "13:00 Г", "ru"), "form.stale")
		wants(t, "no day", h.Add(h.head(), "one", h.version("one"), "x", "13:00 Г", "ru"), "day: programme.day.bad")
		wants(t, "shift", h.Shift(h.head(), "one", h.version("one"), a.ID, 30), "")
		if got := h.items("one"); got != "10 10:30–11:30 А; 10 12:30 Б; 11 09:00–10:00 В" {
			t.Error(got)
		}
		wants(t, "shift over midnight", h.Shift(h.head(), "one", h.version("one"), a.ID, 12*60), "programme.shift.over")
		wants(t, "copy", h.Copy(h.head(), "one", h.version("one"), "2026-12-11", "2026-12-12"), "")
		wants(t, "copy to nowhere", h.Copy(h.head(), "one", h.version("one"), "2026-12-11", ""), "to: programme.copy.day")
		wants(t, "remove", h.Remove(h.head(), "one", h.version("one"), a.ID), "")
		if got := h.items("one"); got != "10 12:30 Б; 11 09:00–10:00 В; 12 09:00–10:00 В" {
			t.Error(got)
		}
		wants(t, "undo", h.Undo(h.head(), "one", h.version("one")), "")
		if got := h.items("one"); !strings.Contains(got, "10:30–11:30 А") {
			t.Error(got)
		}
		for name, err := range map[string]error{
			"an auditor": h.Add(keeptest.As(t, account.Auditor), "one", h.version("one"), "2026-12-10", "13:00 Г", "ru"), "the public": h.Undo(t.Context(), "one", h.version("one")),
			"a visit that is not there": h.Add(h.head(), "none", 0, "2026-12-10", "13:00 Г", "ru"),
		} {
			if err == nil {
				t.Errorf("%s may change a programme", name)
			}
		}
	})
}

func TestDoubleBookingIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		hall := h.resource(Resource{Type: "hall", Name: "Зал"})
		a, b := h.add("one", "2026-12-10", "10:00–11:00 А"), h.add("two", "2026-12-10", "10:30–12:00 Б")
		a.Hall, b.Hall = hall, hall
		wants(t, "the first", h.Save(h.head(), "one", h.version("one"), a), "")
		wants(t, "the second", h.Save(h.head(), "two", h.version("two"), b), "excuse: programme.clash.refused")
		later := b
		later.Starts = "11:00"
		wants(t, "one after the other", h.Save(h.head(), "two", h.version("two"), later), "")
		b.Excuse = "зал делится пополам"
		wants(t, "with a reason", h.Save(h.head(), "two", h.version("two"), b), "")
		p, err := h.Programme(h.head(), "one")
		if err != nil {
			t.Fatal(err)
		}
		found, err := h.Clashes(h.head(), p)
		if err != nil || len(found) != 1 || !found[0].Hard || found[0].Other.Activity != "two" {
			t.Errorf("%+v %v", found, err)
		}
		for name, gone := range map[string]func(){"called off": func() { v := h.visits["two"]; v.Off = true; h.visits["two"] = v }, "put away": func() { delete(h.visits, "two") }} {
			gone()
			if found, err := h.Clashes(h.head(), p); err != nil || len(found) != 0 {
				t.Errorf("a visit that is %s still takes the hall: %+v %v", name, found, err)
			}
		}
	})
}

func TestReleases(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.Publish(h.head(), "one", 0, "")
		wants(t, "nothing", err, "programme.release.empty")
		a := h.add("one", "2026-12-10", "10:00–11:00 А")
		shared := h.add("day", "2026-12-11", "12:00–13:00 Салют")
		x, err := h.Publish(h.head(), "one", h.version("one"), "")
		if err != nil || x.Number != 1 || len(x.Entries) != 2 || !x.Entries[1].Shared || x.Entries[1].ID != shared.ID {
			t.Fatalf("%+v %v", x, err)
		}
		_, err = h.Publish(h.head(), "one", h.version("one"), "")
		wants(t, "the same again", err, "programme.release.same")
		a.Starts, a.Ends = "10:30", "11:30"
		wants(t, "change", h.Save(h.head(), "one", h.version("one"), a), "")
		h.add("one", "2026-12-20", "10:00 Мимо")
		_, err = h.Publish(h.head(), "one", h.version("one"), " ")
		wants(t, "no reason", err, "reason: programme.release.reason")
		x, err = h.Publish(h.head(), "one", h.version("one"), "так решили")
		if err != nil || x.Number != 2 || len(x.Warnings) != 1 || x.Warnings[0].Text.Get("en") != "The day is outside the visit" {
			t.Fatalf("%+v %v", x, err)
		}
		h.add("one", "2026-12-10", "15:00 Черновик")
		all, err := h.Releases(h.head(), "one")
		if err != nil || len(all) != 2 || len(all[0].Entries) != 3 || len(all[1].Entries) != 2 {
			t.Fatalf("%+v %v", all, err)
		}
		page := h.office("/programmes/one/releases/2")
		for _, want := range []string{"Изменено: 10 декабря, 10:30–11:30 — А (Время: 10:00–11:00 → 10:30–11:30)", "Добавлено: 20 декабря, 10:00 — Мимо", "День вне визита", "так решили", "badges.pdf"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing in\n%s", want, page)
			}
		}
		if strings.Contains(page, "Черновик") {
			t.Error("a release shows work in progress")
		}
	})
}

func (h *house) desk() keeptest.Desk {
	return keeptest.Desk{T: h.t, Name: "programme", Files: Files}
}

func (h *house) office(target string) string {
	h.t.Helper()
	return strings.ReplaceAll(h.desk().Show(h.head(), h.Module().Office, target), "\u00a0", " ")
}

// guest is what somebody sees who came by a link.
func (h *house) guest(ctx context.Context, target string) (web.Reply, string, error) {
	h.t.Helper()
	ctx = link.With(ctx, link.Link{ID: "l", Purpose: Purpose, For: record.Ref{Kind: "activity", ID: "one"}, Lang: "ru"})
	reply, err := h.desk().Ask(ctx, h.Module().Guest[0].Routes, "GET", target, nil)
	page, ok := reply.(web.Page)
	if err != nil || !ok {
		return reply, "", err
	}
	return reply, strings.ReplaceAll(h.desk().HTML(h.desk().Scene("ru", target), page.Template, page.Title, page.Data), "\u00a0", " "), nil
}

func TestGuestSeesTheNewestRelease(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, _, err := h.guest(t.Context(), "/"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("without a release: %v", err)
		}
		a := h.add("one", "2026-12-10", "23:00–01:00 Салют @ Набережная")
		a.Remark, a.Address, a.Dress = "охрана", "ул. Ленина, 1", "тёплая"
		wants(t, "save", h.Save(h.head(), "one", h.version("one"), a), "")
		if _, err := h.Publish(h.head(), "one", h.version("one"), ""); err != nil {
			t.Fatal(err)
		}
		_, page, err := h.guest(t.Context(), "/")
		if err != nil || strings.Contains(page, "охрана") || !strings.Contains(page, "ул. Ленина, 1") || !strings.Contains(page, "Версия 1") || strings.Contains(page, "Что изменилось") {
			t.Fatalf("%v\n%s", err, page)
		}
		a.Remark = "другая охрана"
		a.Starts = "22:30"
		wants(t, "save", h.Save(h.head(), "one", h.version("one"), a), "")
		if _, page, _ = h.guest(t.Context(), "/?seen=1"); strings.Contains(page, "22:30") {
			t.Error("a guest sees work in progress")
		}
		if _, err := h.Publish(h.head(), "one", h.version("one"), ""); err != nil {
			t.Fatal(err)
		}
		_, page, _ = h.guest(t.Context(), "/?seen=1")
		if !strings.Contains(page, "Что изменилось после версии 1") || !strings.Contains(page, "Время: 23:00–01:00 → 22:30–01:00") || strings.Contains(page, "охрана") {
			t.Errorf("what has changed:\n%s", page)
		}
		if _, page, _ = h.guest(t.Context(), "/?seen=2"); strings.Contains(page, "Что изменилось") || strings.Contains(page, "Запомнить") {
			t.Errorf("seen:\n%s", page)
		}
		reply, _, err := h.guest(t.Context(), "/programme.ics")
		file, _ := reply.(web.File)
		if err != nil || !bytes.Contains(file.Body, []byte("20261210T173000Z")) || !bytes.Contains(file.Body, []byte("20261210T200000Z")) || bytes.Contains(file.Body, []byte("охрана")) {
			t.Errorf("%v\n%s", err, file.Body)
		}
		other := link.With(t.Context(), link.Link{ID: "l", Purpose: "other", For: record.Ref{Kind: "activity", ID: "one"}})
		if _, err := h.desk().Ask(other, h.Module().Guest[0].Routes, "GET", "/", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a link of another purpose: %v", err)
		}
	})
}

func TestStanding(t *testing.T) {
	x := Release{Entries: []Entry{{Item: Item{ID: "a", Day: "2026-12-10", Starts: "23:00", Ends: "01:00"}}, {Item: Item{ID: "b", Day: "2026-12-11", Starts: "10:00", Ends: "11:00"}}}}
	for at, want := range map[string]string{"2026-12-10 22:59": "-a", "2026-12-10 23:00": "a-b", "2026-12-11 00:59": "a-b", "2026-12-11 01:00": "-b", "2026-12-11 10:59": "b-", "2026-12-11 11:00": "-"} {
		now, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		current, next := x.standing(now)
		got := ""
		for _, e := range current {
			got += e.ID
		}
		if got += "-"; next != nil {
			got += next.ID
		}
		if got != want {
			t.Errorf("%s: %s instead of %s", at, got, want)
		}
	}
}

func TestTemplates(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, name := range Built() {
			if len(builtIn()[name]) == 0 {
				t.Errorf("the template %s is empty", name)
			}
		}
		wants(t, "begin", h.Begin(h.head(), "one", 0, "one", ""), "")
		if got := h.items("one"); !strings.HasPrefix(got, "10 09:00–09:30 Встреча делегации") {
			t.Error(got)
		}
		wants(t, "again", h.Begin(h.head(), "one", h.version("one"), "three", ""), "programme.template.full")
		wants(t, "keep", h.SaveTemplate(h.head(), "one", "Наш день"), "")
		own, err := h.Templates(h.head())
		if err != nil || len(own) != 1 || own[0].Name != "Наш день" {
			t.Fatalf("%+v %v", own, err)
		}
		wants(t, "of our own", h.Begin(h.head(), "two", 0, own[0].ID, ""), "")
		if h.items("two") != h.items("one") {
			t.Error(h.items("two"))
		}
		wants(t, "none", h.Begin(h.head(), "day", 0, "x", ""), "template: programme.template.unknown")
	})
}

func TestPapers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.Paper(h.head(), "ru", "one", "guest", "pdf", "")
		wants(t, "no release", err, "programme.paper.none")
		a := h.add("one", "2026-12-10", "10:00–11:00 А @ Дума")
		a.Remark = "секрет"
		wants(t, "save", h.Save(h.head(), "one", h.version("one"), a), "")
		wants(t, "guests", h.Guests(h.head(), "one", h.version("one"), "de", "", ""), "")
		if _, err := h.Publish(h.head(), "one", h.version("one"), ""); err != nil {
			t.Fatal(err)
		}
		for _, kind := range PaperKinds() {
			for _, format := range Formats(kind) {
				if f, err := h.Paper(h.head(), "ru", "one", kind, format, ""); err != nil || len(f.Body) == 0 || !strings.HasSuffix(f.Name, format) {
					t.Errorf("%s.%s: %v", kind, format, err)
				}
			}
			last := string(h.set[len(h.set)-1].Files["/data.json"])
			if shown := strings.Contains(last, "секрет"); shown != (kind == "host") {
				t.Errorf("%s shows the remark: %v", kind, shown)
			}
			if kind == "guest" && !strings.Contains(last, "there are none in German yet") {
				t.Errorf("guests are not told about their language: %s", last)
			}
		}
		_, err = h.Paper(h.head(), "ru", "one", "plates", "docx", Office)
		wants(t, "no such format", err, "record.missing")
	})
}

func TestPool(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.resource(Resource{Type: "interpreter", Name: "Анна", Contact: "+7 900", Tongues: []Tongue{{"de", "consecutive"}}})
		h.resource(Resource{Type: "volunteer", Name: "Борис", Tongues: []Tongue{{"de", "conversation"}}, Off: []Off{{"2026-12-10", "2026-12-11"}}})
		h.resource(Resource{Type: "hall", Name: "Зал"})
		a := h.add("one", "2026-12-10", "10:00–11:00 А")
		a.Interpreter = anna
		wants(t, "save", h.Save(h.head(), "one", h.version("one"), a), "")
		for target, want := range map[string][2]bool{"/interpreters": {true, true}, "/interpreters?lang_of=fr": {}, "/interpreters?day=10.12.2026&lang_of=de": {}, "/interpreters?day=12.12.2026&lang_of=de": {true, true}, "/interpreters?day=11.12.2026": {true, false}} {
			page := h.office(target)
			if got := [2]bool{strings.Contains(page, "Анна"), strings.Contains(page, "Борис")}; got != want || strings.Contains(page, ">Зал<") {
				t.Errorf("%s: %v instead of %v", target, got, want)
			}
		}
		if page := h.office("/interpreters?day=12.12.2026"); !strings.Contains(page, "1 раз за месяц") || !strings.Contains(page, "7 900") {
			t.Error(page)
		}
		all, err := h.Resources(keeptest.As(t, account.Auditor))
		if err != nil || len(all) != 3 || all[0].Contact != "" {
			t.Errorf("who may not change a contact sees it: %+v %v", all, err)
		}
		reply, err := h.desk().Ask(h.head(), h.Module().Office, "POST", "/interpreters/new", url.Values{"name": {"Вера"}, "type": {"guide"}, "lang1": {"fi"}, "off": {"завтра\n10.12.2026 – 12.12.2026"}})
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != 422 {
			t.Errorf("days that are none: %+v %v", reply, err)
		}
		reply, err = h.desk().Ask(h.head(), h.Module().Office, "POST", "/interpreters/new", url.Values{"name": {"Вера"}, "type": {"guide"}, "lang1": {"fi"}, "off": {"10.12.2026 – 12.12.2026"}})
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Errorf("%+v %v", reply, err)
		}
		all, _ = h.Resources(h.head())
		if vera := all[len(all)-2]; vera.Name != "Вера" || !vera.Away("2026-12-11") || vera.Away("2026-12-13") || !vera.Speaks("fi") {
			t.Errorf("%+v", vera)
		}
	})
}

func TestBadRow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		reply, err := h.desk().Ask(h.head(), h.Module().Office, "POST", "/programmes/one/add?day=2026-12-10", url.Values{"version": {"0"}, "row.2026-12-10": {"в десять встреча"}})
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != 422 {
			t.Fatalf("%+v %v", reply, err)
		}
		html := h.desk().HTML(h.desk().Scene("ru", "/programmes/one"), page.Template, page.Title, page.Data)
		html = strings.ReplaceAll(html, "\u00a0", " ")
		for _, want := range []string{"в десять встреча", "Начните со времени", `aria-invalid="true"`} {
			if !strings.Contains(html, want) {
				t.Errorf("%q is missing", want)
			}
		}
	})
}
