package task

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// sent sends a form and gives the page with what is wrong with it, or where it
// led.
func sent(t *testing.T, s *Service, role account.Role, target string, values url.Values) (body, to string, status int) {
	t.Helper()
	reply, err := ask(t, s, as(t, role), http.MethodPost, target, values)
	switch page := reply.(type) {
	case web.Page:
		return desk(t).HTML(desk(t).Scene("ru", target), page.Template, page.Title, page.Data), "", page.Status
	case web.Redirect:
		return page.Notice, page.To, 0
	}
	t.Fatalf("%s: %v", target, err)
	return "", "", 0
}

func TestListPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		mine := duty("Сверить список", "2026-11-19")
		mine.Owner, mine.Partner = "u", "duisburg"
		add(t, s, mine)
		left := duty("Чужое", "2026-12-01")
		left.Owner = "gone"
		add(t, s, left)
		add(t, s, Task{Type: Ours, Title: keeptest.Text("Прислать программу"), Partner: "duisburg", Due: keeptest.Date("2026-11-27")})
		body := shown(t, s, as(t, account.Coordinator), "/tasks")
		keeptest.Wants(t, body, []string{"Сверить список", "просрочено на 3 дня", "Дуйсбург", "Прислать программу", "до пятницы", "Анна — Координатор связи", `name="pick"`, "Передать сотруднику", "/tasks/new"}, "Чужое", "/tasks/rules")
		keeptest.Wants(t, body, []string{"Кто-то"}, ">Ушедший<") // who has left is offered to nobody
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks?whose=nobody"), []string{"Чужое", "Ушедший больше не работает с задачами", "/tasks/rules"}, "Сверить список")
		keeptest.Wants(t, shown(t, s, as(t, account.Auditor), "/tasks?whose=all"), []string{"Чужое", "Сверить список"}, `name="pick"`, "/tasks/new")
		keeptest.Wants(t, shown(t, s, as(t, account.Auditor), "/tasks?whose=all&type=ours&partner=duisburg"), []string{"Прислать программу", `value="ours" selected`}, ">Сверить список<")
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks?whose=all&state=closed"), []string{"Задач не нашлось"}, "Все задачи закрыты")
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks?whose=partners"), []string{"Дуйсбург", "partner=duisburg"}, "Оксфорд")
		keeptest.Wants(t, shown(t, s, account.With(t.Context(), account.Viewer{UserID: "x", Roles: []account.Role{account.Coordinator}}), "/tasks"), []string{"Все задачи закрыты"})
	})
}

// TestTakeAway wants the links of a page to lead to what it shows, and the bare
// address to the whole register.
func TestTakeAway(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		mine := duty("Моё", "2026-12-01")
		mine.Owner = "u"
		add(t, s, mine)
		add(t, s, duty("Чужое", "2026-12-01"))
		add(t, s, Task{Type: Duty, Title: keeptest.Text("Сделанное"), Outcome: Kept, Done: keeptest.Date("2026-11-01")})
		keeptest.Wants(t, shown(t, s, as(t, account.Auditor), "/tasks?type=task"), []string{"as=csv&amp;type=task&amp;whose=mine"})
		keeptest.Wants(t, shown(t, s, as(t, account.Auditor), "/tasks?whose=all"), []string{"as=csv&amp;whose=all"})
		for target, want := range map[string]int{"/tasks?as=json": 3, "/tasks?as=json&whose=mine": 1, "/tasks?as=json&whose=all": 2, "/tasks?as=json&whose=all&state=closed": 1} {
			reply, err := ask(t, s, as(t, account.Auditor), http.MethodGet, target, nil)
			stream, ok := reply.(web.Stream)
			if err != nil || !ok {
				t.Fatalf("%s: %#v %v", target, reply, err)
			}
			w := httptest.NewRecorder()
			if err := stream.Send(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(w.Body.String(), `"id"`); n != want {
				t.Errorf("%s: %d entries, want %d: %s", target, n, want, w.Body)
			}
		}
	})
}

func TestPagesOfTheList(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for range keep.PageSize + 1 {
			add(t, s, duty("Дело", "2026-12-01"))
		}
		body := shown(t, s, as(t, account.Head), "/tasks?whose=all")
		keeptest.Wants(t, body, []string{"Показано 50 записей из 51", "after=2026-12-01"})
		_, next, _ := strings.Cut(body, `href="/tasks?after=`)
		next, _, _ = strings.Cut(next, `"`)
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks?after="+strings.ReplaceAll(next, "&amp;", "&")), []string{"Показана 1 запись из 51", "К началу списка"}, "Дальше")
	})
}

func TestBulkPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b := keep.Pick{ID: add(t, s, duty("А", "2026-12-01")), Version: 1}, keep.Pick{ID: add(t, s, Task{Type: Ours, Title: keeptest.Text("Б"), Partner: "duisburg"}), Version: 1}
		form := func(pairs ...string) url.Values {
			v := url.Values{"query": {"whose=all"}, "do": {"change"}, "pick": {a.String()}}
			for i := 0; i < len(pairs); i += 2 {
				v[pairs[i]] = strings.Fields(pairs[i+1])
			}
			return v
		}
		for name, c := range map[string]struct {
			values url.Values
			says   []string
		}{
			"nothing ticked":      {form("pick", "", "due", "2027"), []string{"Отметьте хотя бы одну задачу", `value="2027"`}},
			"nothing to change":   {form(), []string{"Выберите сотрудника или введите новый срок"}},
			"31 February":         {form("due", "31.02.2027"), []string{"Такой даты нет", `value="31.02.2027"`, `value="` + a.String() + `" checked`}},
			"somebody who left":   {form("owner", "gone"), []string{"Выберите один из предложенных вариантов"}},
			"a promise of a user": {form("owner", "other", "pick", a.String()+" "+b.String()), []string{"«Б»: Обещание закрепляется за должностью", `value="other" selected`, "Ничего не изменено"}},
			"a stale one":         {form("due", "2027", "pick", a.ID+".7"), []string{"«А» тем временем изменили"}},
		} {
			body, _, status := sent(t, s, account.Coordinator, "/tasks/bulk", c.values)
			if status != http.StatusUnprocessableEntity {
				t.Errorf("%s answers %d: %s", name, status, body)
				continue
			}
			keeptest.Wants(t, body, append(c.says, `name="query" value="whose=all"`))
		}
		_, to, _ := sent(t, s, account.Coordinator, "/tasks/bulk", form("due", "24.12.2026", "owner", "other"))
		if to != "/tasks?changed="+a.ID+".2&whose=all" {
			t.Fatal(to)
		}
		body := shown(t, s, as(t, account.Coordinator), to)
		keeptest.Wants(t, body, []string{"Изменена 1 запись.", "Вернуть как было", `name="picks" value="` + a.ID + `.2"`, "Другой", "24 декабря 2026"})
		words, to, _ := sent(t, s, account.Coordinator, "/tasks/back", url.Values{"picks": {a.ID + ".2"}, "query": {"changed=x&whose=all"}})
		if to != "/tasks?whose=all" || words != "Возвращена 1 запись" {
			t.Errorf("%s %s", words, to)
		}
		if is := get(t, s, a.ID); is.Owner != "" || is.Due != keeptest.Date("2026-12-01") {
			t.Errorf("%+v", is)
		}
		if _, to, _ = sent(t, s, account.Coordinator, "/tasks/bulk", form("do", "finish", "pick", a.ID+".3 "+b.String())); !strings.Contains(to, "changed=") {
			t.Errorf("finished: %s", to)
		}
		if !get(t, s, a.ID).Closed() || !get(t, s, b.ID).Closed() {
			t.Error("both are still open")
		}
	})
}

func TestTaskPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		first := add(t, s, duty("Сперва", ""))
		is := full()
		is.After = first
		id := add(t, s, is)
		body := shown(t, s, as(t, account.Coordinator), "/tasks/"+id)
		keeptest.Wants(t, body, []string{"Обещал партнёр", "Прислать каталог", "декабрь 2026 г.", "Сделано 1 из 2", "Спросить", "Партнёр выполнил", "/tasks/" + id + "/remind", "Запись days", "/activity/days",
			"Сначала должно быть выполнено", "/tasks/" + first, "Анна — Координатор связи"}, "Сотрудник")
		keeptest.Wants(t, shown(t, s, as(t, account.Auditor), "/tasks/"+id), []string{"Прислать каталог"}, "/finish", "/edit", "/tick")
		if _, to, _ := sent(t, s, account.Coordinator, "/tasks/"+id+"/tick", url.Values{"version": {"1"}, "step": {"1"}}); to != "/tasks/"+id {
			t.Error(to)
		}
		keeptest.Wants(t, shown(t, s, as(t, account.Coordinator), "/tasks/"+id), []string{"Сделано 2 из 2"})
		body = shown(t, s, as(t, account.Coordinator), "/tasks/"+id+"/remind")
		keeptest.Wants(t, body, []string{"напоминали 20 ноября 2026", "Возвращаемся к нашей договорённости: Прислать каталог.\nДата договорённости: 1 октября 2026 г.\nСрок: декабрь 2026 г.\n\nБудем", "Скопировать текст"})
		if words, to, _ := sent(t, s, account.Coordinator, "/tasks/"+id+"/remind", url.Values{"version": {"2"}, "from": {"/"}}); to != "/" || !strings.Contains(words, "Прислать каталог") {
			t.Error(words, to)
		}
		if got := get(t, s, id); got.Reminded != keeptest.Date("2026-11-22") {
			t.Errorf("%+v", got)
		}
		words, to, _ := sent(t, s, account.Coordinator, "/tasks/"+id+"/finish", url.Values{"version": {"1"}, "from": {"https://example.org"}})
		if to != "/tasks/"+id || !strings.Contains(words, "тем временем изменили") {
			t.Errorf("a stale press: %s %s", words, to)
		}
		if _, to, _ = sent(t, s, account.Coordinator, "/tasks/"+id+"/finish", url.Values{"version": {"3"}, "from": {"//example.org"}}); to != "/tasks/"+id {
			t.Errorf("led out of the office: %s", to)
		}
		keeptest.Wants(t, shown(t, s, as(t, account.Coordinator), "/tasks/"+id), []string{"выполнено", "Вернуть в работу"}, "/finish")
		if _, err := ask(t, s, as(t, account.Coordinator), http.MethodGet, "/tasks/"+id+"/remind", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a reminder of what is done: %v", err)
		}
	})
}

func TestClose(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, Task{Type: Ours, Title: keeptest.Text("Прислать книги"), Partner: "duisburg", Made: keeptest.Date("2026-10-01"), Due: keeptest.Date("2026-11")})
		at := "/tasks/" + id + "/close"
		keeptest.Wants(t, shown(t, s, as(t, account.Head), at), []string{"Чем кончилось: Прислать книги", "22 ноября 2026 г.", "Дни Дуйсбурга", `value="kept" checked`})
		typed := url.Values{"version": {"1"}, "outcome": {"dropped"}, "done": {"31 февраля"}}
		for _, c := range []struct{ field, value, says string }{
			{"done", "31 февраля", "Такой даты нет: 31 февраля"}, {"done", "", "Укажите день, когда это кончилось"}, {"done", "01.09.2026", "раньше, чем обещано: 1 октября 2026"},
			{"done", "2027", "Дата должна быть в прошлом"}, {"done", "20.11.2026", "Напишите, почему снято"},
		} {
			typed.Set(c.field, c.value)
			body, _, status := sent(t, s, account.Head, at, typed)
			if status != http.StatusUnprocessableEntity {
				t.Errorf("%s=%s answers %d", c.field, c.value, status)
			}
			keeptest.Wants(t, body, []string{c.says, `value="dropped" checked`, `value="` + c.value + `"`})
		}
		typed.Set("reason", "Партнёр отказался")
		typed.Set("version", "9")
		if body, _, status := sent(t, s, account.Head, at, typed); status != http.StatusConflict || !strings.Contains(body, "Партнёр отказался") || !strings.Contains(body, `name="version" value="1"`) {
			t.Errorf("%d %s", status, body)
		}
		typed.Set("version", "1")
		if _, to, _ := sent(t, s, account.Head, at, typed); to != "/tasks/"+id {
			t.Error(to)
		}
		if is := get(t, s, id); is.Outcome != Dropped || is.Reason != "Партнёр отказался" {
			t.Errorf("%+v", is)
		}
	})
}

func TestNewTask(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		body := shown(t, s, as(t, account.Coordinator), "/tasks/new?type=ours&about=activity:days")
		keeptest.Wants(t, body, []string{`value="ours" checked`, `value="duisburg" selected`, `value="activity:days" selected`, `value="10 ноября 2026 г."`}, `name="outcome"`)
		typed := url.Values{"type": {"ours"}, "title.ru": {"Прислать программу"}, "partner": {"oxford"}, "made": {"20.11.2026"}, "due": {"19.11.2026"}, "about": {"agreement:x"}}
		body, _, status := sent(t, s, account.Coordinator, "/tasks", typed)
		if status != http.StatusUnprocessableEntity {
			t.Fatal(status)
		}
		keeptest.Wants(t, body, []string{"Срок раньше, чем обещано: 20 ноября 2026", "Прислать программу", `value="19.11.2026"`, `value="agreement:x" selected`, `href="#f-due"`})
		typed.Set("due", "до конца 2026 г.")
		_, to, _ := sent(t, s, account.Coordinator, "/tasks", typed)
		if is := get(t, s, strings.TrimPrefix(to, "/tasks/")); is.Due != keeptest.Date("2026") || is.About != "agreement:x" || is.Post != "" {
			t.Errorf("%+v", is)
		}
		keeptest.Wants(t, shown(t, s, as(t, account.Coordinator), to+"/edit"), []string{`value="agreement:x" selected`, `name="outcome"`})
		typed.Set("about", "moon:x")
		if _, _, status = sent(t, s, account.Coordinator, "/tasks", typed); status != http.StatusUnprocessableEntity {
			t.Errorf("about the moon: %d", status)
		}
	})
}

// TestQuick takes promises from the page of a record: by the short form, and by
// one press beside a line of the protocol.
func TestQuick(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		days := record.Ref{Kind: "activity", ID: "days"}
		show := func(about record.Ref) string {
			t.Helper()
			sc := desk(t).Scene("ru", "/")
			panel, err := s.related(as(t, account.Coordinator), sc, about)
			if err != nil || panel == nil {
				t.Fatalf("%+v %v", panel, err)
			}
			return desk(t).HTML(sc, panel.Template, panel.Title, panel.Data)
		}
		keeptest.Wants(t, show(days), []string{"Обещаний и задач пока нет", "Прислать программу", "Назвать школу", `name="promise_title"`, "about=activity%3Adays"}, `name="promise_partner"`)
		_, to, _ := sent(t, s, account.Coordinator, "/tasks/quick?about=activity:days", url.Values{"promise_title": {"Прислать программу"}, "promise_type": {"ours"}})
		if to != "/activity/days#tasks" {
			t.Fatal(to)
		}
		rows, err := s.Tasks(as(t, account.Auditor), Filter{About: days, Limit: 9})
		if err != nil || len(rows) != 1 || rows[0].Type != Ours || rows[0].Partner != "duisburg" || rows[0].Post != "post-1" || rows[0].Made != keeptest.Date("2026-11-10") {
			t.Fatalf("%+v %v", rows, err)
		}
		keeptest.Wants(t, show(days), []string{"Мы обещали", "/tasks/" + rows[0].ID}, `value="Прислать программу"`)
		keeptest.Wants(t, show(record.Ref{Kind: "partner", ID: "duisburg"}), []string{"Прислать программу", "Анна"})
		// An agreement that will be signed promises nothing in the future.
		if _, to, _ = sent(t, s, account.Coordinator, "/tasks/quick?about=agreement:x", url.Values{"promise_title": {"Обмен"}, "promise_type": {"theirs"}, "promise_due": {"2027"}}); to != "/agreement/x#tasks" {
			t.Fatal(to)
		}
		if rows, err = s.Tasks(as(t, account.Auditor), Filter{Partner: "oxford", Limit: 9}); err != nil || len(rows) != 1 || rows[0].Made != keeptest.Date("2026-11-22") && !rows[0].Made.IsZero() {
			t.Errorf("%+v %v", rows, err)
		}
		// A note that concerns no partner asks for one.
		body, _, status := sent(t, s, account.Coordinator, "/tasks/quick?about=note:n", url.Values{"promise_title": {"Позвонить"}, "promise_type": {"ours"}, "promise_due": {"31 февраля 2027"}})
		if status != http.StatusUnprocessableEntity {
			t.Fatal(status)
		}
		keeptest.Wants(t, body, []string{"Такой даты нет", "31 февраля 2027", "Позвонить", `name="promise_partner"`})
		body, _, _ = sent(t, s, account.Coordinator, "/tasks/quick?about=note:n", url.Values{"promise_title": {"Позвонить"}, "promise_type": {"ours"}})
		keeptest.Wants(t, body, []string{"Выберите партнёра: у обещания две стороны", `href="#f-promise_partner"`})
		if _, err := ask(t, s, as(t, account.Coordinator), http.MethodPost, "/tasks/quick?about=moon:x", url.Values{}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("about the moon: %v", err)
		}
		moments, err := s.moments(as(t, account.Auditor), desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || len(moments) != 1 || moments[0].When != keeptest.Date("2026-11-10") || moments[0].What != "Мы обещали" {
			t.Errorf("%+v %v", moments, err)
		}
	})
}

func TestProvenBy(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, Task{Type: Ours, Title: keeptest.Text("Издать книгу"), Partner: "duisburg", Made: keeptest.Date("2026-01"), Outcome: Kept, Done: keeptest.Date("2026-11-01"), Proof: "result:book"})
		sc := desk(t).Scene("ru", "/")
		panel, err := s.related(as(t, account.Auditor), sc, record.Ref{Kind: "result", ID: "book"})
		if err != nil || panel == nil {
			t.Fatalf("%+v %v", panel, err)
		}
		keeptest.Wants(t, desk(t).HTML(sc, panel.Template, panel.Title, panel.Data), []string{"Этим выполнено", "Издать книгу", "выполнено"}, "promise_title")
		if panel, err = s.related(as(t, account.Auditor), sc, record.Ref{Kind: "post", ID: "x"}); panel != nil || err != nil {
			t.Errorf("%+v %v", panel, err)
		}
	})
}

func TestWeekPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		keeptest.Wants(t, shown(t, s, as(t, account.Coordinator), "/tasks/week"), []string{"Кто-то, неделя с 16 ноября 2026 г. по 22 ноября 2026 г.", "сроков нет"})
		for title, due := range map[string]string{"прошлое": "2026-11-20", "сегодняшнее": "2026-11-22", "будущее": "2026-11-27", "далёкое": "2026-12-20"} {
			one := duty(title, due)
			one.Owner = "u"
			add(t, s, one)
		}
		add(t, s, full())
		other := duty("чужое", "2026-11-22")
		other.Owner = "other"
		add(t, s, other)
		add(t, s, duty("ничьё", ""))
		done := duty("сделанное", "")
		done.Owner, done.Outcome, done.Done = "u", Kept, keeptest.Date("2026-11-12")
		add(t, s, done)
		body := shown(t, s, as(t, account.Head), "/tasks/week")
		keeptest.Wants(t, body, []string{"прошлое", "сегодняшнее", "будущее", "Прислать каталог", "ничьё", "сделанное", "Напечатать"}, "далёкое", "чужое")
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks/week?owner=other"), []string{"Другой, неделя", "чужое"}, "прошлое", "ничьё")
		keeptest.Wants(t, shown(t, s, as(t, account.Coordinator), "/tasks/week?owner=gone"), []string{"Кто-то, неделя"}, "ничьё")
	})
}

func TestRulesPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		keeptest.Wants(t, shown(t, s, as(t, account.Head), "/tasks/rules"), []string{`value="7 1"`, `value="3"`})
		for _, c := range []struct{ ahead, escalate, says string }{
			{"семь", "3", "Введите не больше 6 чисел"}, {"1 2 3 4 5 6 7", "3", "Введите не больше 6 чисел"}, {"0", "3", "от 1 до 365"}, {"7", "сто", "Введите число цифрами"}, {"7", "91", "от 0 до 90"}, {"7", "", "Заполните это поле"},
		} {
			body, _, status := sent(t, s, account.Head, "/tasks/rules", url.Values{"version": {"1"}, "ahead": {c.ahead}, "escalate": {c.escalate}})
			if status != http.StatusUnprocessableEntity {
				t.Errorf("%+v answers %d", c, status)
			}
			keeptest.Wants(t, body, []string{c.says, `value="` + c.ahead + `"`})
		}
		if _, to, _ := sent(t, s, account.Head, "/tasks/rules", url.Values{"version": {"1"}, "ahead": {"3, 14"}, "escalate": {"5"}}); to != "/tasks" {
			t.Error(to)
		}
		if body, _, status := sent(t, s, account.Head, "/tasks/rules", url.Values{"version": {"1"}, "ahead": {"3"}, "escalate": {"5"}}); status != http.StatusConflict || !strings.Contains(body, "Правила тем временем изменили") {
			t.Errorf("%d %s", status, body)
		}
		if now, err := s.Rules(as(t, account.Head)); err != nil || now.ahead() != "14 3" || now.Escalate != 5 {
			t.Errorf("%+v %v", now, err)
		}
	})
}
