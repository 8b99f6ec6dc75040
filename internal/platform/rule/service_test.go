package rule

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, Files}, func(t *testing.T, d *db.DB) {
		log, err := audit.Open(t.Context(), d, clock.Fixed(time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)))
		if err != nil {
			t.Fatal(err)
		}
		gate := account.NewGate(account.Policy{
			{Role: account.Administrator, Action: module.View, Kind: Kind, Scope: account.All}, {Role: account.Administrator, Action: module.Edit, Kind: Kind, Scope: account.All},
			{Role: account.Coordinator, Action: module.View, Kind: Kind, Scope: account.All},
		})
		country := func(code, _ string) string {
			return map[string]string{"RU": "Россия", "DE": "Германия", "FI": "Финляндия", "NO": "Норвегия"}[code]
		}
		test(t, New(keep.Floor{DB: d, Log: log, Gate: gate}, Deps{Langs: []string{"ru", "en"}, Country: country}))
	})
}

func as(t *testing.T, role account.Role) context.Context {
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: []account.Role{role}})
}

// ask sends a request through the routes of the module and renders the page.
func ask(t *testing.T, s *Service, role account.Role, method, target string, values url.Values) (web.Reply, string, error) {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	scene := &web.Scene{Printer: words.Printer("ru"), Base: "/perm/office", Now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), Zone: time.UTC, Key: "key", URL: at}
	var reply web.Reply
	var failed error
	mux := http.NewServeMux()
	for _, route := range s.Module().Office {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) { reply, failed = route.Handle(r) })
	}
	r := httptest.NewRequestWithContext(as(t, role), method, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	mux.ServeHTTP(httptest.NewRecorder(), web.WithScene(r, scene))
	page, ok := reply.(web.Page)
	if failed != nil || !ok {
		return reply, "", failed
	}
	pages, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"rule": Files, "keep": keep.Files})
	if err != nil {
		t.Fatal(err)
	}
	body, err := pages.Fragment(page.Template, &web.View{Scene: scene, Title: page.Title, D: page.Data, Page: page})
	if err != nil {
		t.Fatal(err)
	}
	html := strings.ReplaceAll(string(body), "\u00a0", " ")
	if strings.Contains(html, "⟦") {
		t.Errorf("%s lacks words: %s", target, html[strings.Index(html, "⟦"):][:60])
	}
	return page, html, nil
}

// The first change makes the office's own copy; the shipped one returns on
// demand. A change made from an older version is refused.
func TestOwnCopy(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Administrator)
		before, err := s.Pack(ctx, "ru-general")
		if err != nil || before.Version != 0 {
			t.Fatalf("%+v, %v", before, err)
		}
		step := before.Editions[1].Steps[0]
		step.Days = 60
		if err := s.SaveStep(as(t, account.Coordinator), "ru-general", 0, 1, 0, step); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a coordinator changes a pack: %v", err)
		}
		if err := s.SaveStep(ctx, "ru-general", 0, 1, 0, step); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveStep(ctx, "ru-general", 0, 1, 0, step); errs.KindOf(err) != errs.Stale {
			t.Errorf("the second save of version 0: %v, want stale", err)
		}
		own, err := s.Pack(ctx, "ru-general")
		if err != nil || own.Version != 1 || own.Editions[1].Steps[0].Days != 60 || own.Editions[1].Steps[0].Name != "intent" || own.Editions[0].Steps[0].Days != 45 {
			t.Fatalf("%+v, %v", own, err)
		}
		step.Name = "intent" // a new step gets a name of its own
		if err := s.SaveStep(ctx, "ru-general", 1, 1, len(own.Editions[1].Steps), step); err != nil {
			t.Fatal(err)
		}
		if own, err = s.Pack(ctx, "ru-general"); err != nil || own.Editions[1].Steps[6].Name == "intent" {
			t.Errorf("%+v, %v", own.Editions[1].Steps, err)
		}
		if err := s.RemoveStep(ctx, "ru-general", 2, 1, 6); err != nil {
			t.Fatal(err)
		}
		if err := s.Return(ctx, "ru-general", 2); errs.KindOf(err) != errs.Stale {
			t.Errorf("return over a change: %v", err)
		}
		if err := s.Return(ctx, "ru-general", 3); err != nil {
			t.Fatal(err)
		}
		if own, err = s.Pack(ctx, "ru-general"); err != nil || own.Version != 0 || own.Editions[1].Steps[0].Days != 45 {
			t.Errorf("returned %+v, %v", own, err)
		}
		if left, err := s.Log.Verify(ctx); err != nil || len(left) > 0 {
			t.Errorf("history: %v, %v", left, err)
		}
	})
}

// What an administrator gets wrong stands at the field, in a sentence, and what
// was typed stays.
func TestEditingOnTheScreen(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		refused := func(target, sentence, kept string, values url.Values) {
			t.Helper()
			reply, html, err := ask(t, s, account.Administrator, http.MethodPost, target, values)
			page, ok := reply.(web.Page)
			if err != nil || !ok || page.Status != http.StatusUnprocessableEntity || !strings.Contains(html, sentence) || !strings.Contains(html, kept) {
				t.Errorf("%s %v: %v, %v\n%s", target, values, reply, err, html)
			}
		}
		saved := func(target string, values url.Values) {
			t.Helper()
			reply, html, err := ask(t, s, account.Administrator, http.MethodPost, target, values)
			if _, ok := reply.(web.Redirect); err != nil || !ok {
				t.Fatalf("%s %v: %v, %v\n%s", target, values, reply, err, html)
			}
		}
		const first, second = "/rules/ru-general/editions/0", "/rules/ru-general/editions/1"
		refused(second, "остаётся промежуток: с 19 июня 2025 г. по 31 июля 2025 г.", `value="01.08.2025"`, url.Values{"from": {"01.08.2025"}, "until": {""}})
		refused(second, "Действует одновременно с другой редакцией", `value="18.06.2025"`, url.Values{"from": {"18.06.2025"}})
		refused(first, "Действует одновременно с другой редакцией", `value="01.07.2025"`, url.Values{"from": {"август 2023"}, "until": {"01.07.2025"}})
		refused(second, "Такой даты нет", `value="31.06.2025"`, url.Values{"from": {"31.06.2025"}})
		refused("/rules/ru-general/editions/2", "Действует одновременно", `value="01.01.2027"`, url.Values{"from": {"01.01.2027"}})
		saved(second, url.Values{"from": {"19.06.2025"}, "until": {"31.12.2026"}})
		saved("/rules/ru-general/editions/2", url.Values{"version": {"1"}, "from": {"01.01.2027"}})
		p, err := s.Pack(as(t, account.Administrator), "ru-general")
		if err != nil || len(p.Editions) != 3 || len(p.Editions[2].Steps) != len(p.Editions[1].Steps) {
			t.Fatalf("%d editions, %v", len(p.Editions), err)
		}

		step := func(change ...string) url.Values {
			v := url.Values{"version": {"2"}, "title.ru": {"Уведомить"}, "of": {Talks}, "way": {Before}, "days": {"30"}, "unit": {CalendarDays}, "source": {"Порядок"}, "mark": {Read}}
			for i := 0; i < len(change); i += 2 {
				v.Set(change[i], change[i+1])
			}
			return v
		}
		const at = "/rules/ru-general/editions/2/steps/6"
		refused(at, "Введите число дней", `value="0"`, step("days", "0"))
		refused(at, "Введите день и месяц", `value="29 февраля 2028"`, step("way", Yearly, "on", "29 февраля 2028"))
		refused(at, "Введите день и месяц", `value="скоро"`, step("way", Yearly, "on", "скоро"))
		refused(at, "Назовите источник", "Уведомить", step("source", ""))
		refused(at, "Выберите", "Уведомить", step("of", "breakfast"))
		saved(at, step("way", Yearly, "on", "1 февраля"))
		reply, _, err := ask(t, s, account.Administrator, http.MethodPost, at, step()) // from version 2 again
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusConflict {
			t.Errorf("an older version: %v, %v", reply, err)
		}
		if p, err = s.Pack(as(t, account.Administrator), "ru-general"); err != nil || p.Editions[2].Steps[6].On != "02-01" {
			t.Errorf("%+v, %v", p.Editions[2].Steps, err)
		}

		refused("/rules/ru-crossborder/borders", "Не удалось прочитать строку «Karelia FI»", "Karelia FI", url.Values{"borders": {"Karelia FI"}, "source": {"x"}})
		refused("/rules/ru-crossborder/borders", "Нет страны с кодом «XX»", "Karelia: XX", url.Values{"borders": {"Karelia: XX"}, "source": {"x"}})
		saved("/rules/ru-crossborder/borders", url.Values{"borders": {"Karelia: FI, no"}, "source": {"Карта"}})
		if _, _, err := ask(t, s, account.Administrator, http.MethodGet, "/rules/ru-general/borders", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("borders of a general pack: %v", err)
		}
	})
}

// A year that the office enters is counted with from then on.
func TestYearOnTheScreen(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		const at = "/workdays/RU-2027/edit"
		for _, bad := range []struct{ off, working, sentence string }{
			{"", "", "Введите нерабочие дни"},
			{"02.01.2027", "", "и без того выходной"},
			{"01.01.2026", "", "день другого года"},
			{"31.04.2027", "", "Не удалось прочитать дату «31.04.2027»"},
			{"01.01.2027", "15.01.2027", "и без того рабочий день"},
		} {
			_, html, err := ask(t, s, account.Administrator, http.MethodPost, at, url.Values{"off": {bad.off}, "working": {bad.working}, "source": {"Постановление"}})
			if err != nil || !strings.Contains(html, bad.sentence) || !strings.Contains(html, bad.working) {
				t.Errorf("%+v: %v\n%s", bad, err, html)
			}
		}
		reply, html, err := ask(t, s, account.Administrator, http.MethodPost, at, url.Values{"off": {"1 января\n04.01.2027, 5 января, 6 января; 7 января, 8 января"}, "source": {"Постановление"}})
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Fatalf("%v, %v, %s", reply, err, html)
		}
		calendar, err := s.Calendar(as(t, account.Coordinator), "RU")
		if err != nil {
			t.Fatal(err)
		}
		due := Step{Way: After, Days: 3, Unit: WorkingDays}.Due(day("2026-12-30"), calendar)
		if got := due.On.Format(time.DateOnly); got != "2027-01-13" || due.Missing != 0 {
			t.Errorf("three working days after 30 December 2026: %s, %d", got, due.Missing)
		}
		if err := s.SaveYear(as(t, account.Administrator), "RU", 0, calendar.Years[2027]); errs.KindOf(err) != errs.Stale {
			t.Errorf("a second first entry: %v", err)
		}
		if _, html, err = ask(t, s, account.Coordinator, http.MethodGet, "/workdays/RU-2027", nil); err != nil || !strings.Contains(html, "4 января (пн)") {
			t.Errorf("%v\n%s", err, html)
		}
		if _, html, err = ask(t, s, account.Coordinator, http.MethodGet, "/workdays/RU-2030", nil); err != nil || !strings.Contains(html, "не внесены") {
			t.Errorf("an unknown year: %v\n%s", err, html)
		}
		for _, missing := range []string{"/workdays/RU-12", "/workdays/XX-2027", "/workdays/RU", "/rules/nothing"} {
			if _, _, err := ask(t, s, account.Coordinator, http.MethodGet, missing, nil); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", missing, err)
			}
		}
	})
}

// The pages show what a pack says, and count for a day.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, want := range []struct{ target, words string }{
			{"/rules", "Россия: общий порядок"},
			{"/rules/ru-general", "не позднее чем за 45 календарных дней до подписания"},
			{"/rules/ru-general?event=12.06.2026", "28 апреля 2026"},
			{"/rules/ru-general?event=30.12.2026", "не посчитать: выходные дни 2027 года не внесены"},
			{"/rules/ru-general?event=31.04.2026", "Такой даты нет"},
			{"/rules/ru-crossborder", "Karelia"},
			{"/rules/de-general", "ежегодно, не позднее 31 декабря"},
		} {
			_, html, err := ask(t, s, account.Coordinator, http.MethodGet, want.target, nil)
			if err != nil || !strings.Contains(html, want.words) || strings.Contains(html, "/editions/") {
				t.Errorf("%s: %v\n%s", want.target, err, html)
			}
		}
	})
}
