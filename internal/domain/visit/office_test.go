package visit

import (
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func TestNewPage(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Coordinator)
		has(t, o.shown(t, ctx, "/visits"), "Впереди визитов нет", "/perm/office/visits/new")
		has(t, o.shown(t, ctx, "/visits/new?partner=duisburg&letter=letter"), `value="duisburg" selected`, `value="letter" selected`, `value="visit_in" checked`)
		typed := url.Values{"type": {"visit_in"}, "starts": {"31 февраля 2027"}, "purpose": {"Обмен опытом"}, "expected": {"много"}}
		has(t, o.sent(t, ctx, "/visits", typed), "Такой даты нет", "Введите число цифрами", "Обмен опытом")
		typed = url.Values{"type": {"visit_in"}, "starts": {"12–15 июня 2027"}, "purpose": {"Обмен опытом"}}
		has(t, o.sent(t, ctx, "/visits", typed), "Назовите визит или выберите город-партнёр", "Выберите строку плана или напишите ниже", "Обмен опытом")
		typed.Set("partner", "duisburg")
		typed.Set("unplanned", "пригласили на прошлой неделе")
		typed.Set("event", "party")
		typed.Set("usual", "yes")
		to := strings.TrimPrefix(o.sent(t, ctx, "/visits", typed), "→ ")
		body := o.shown(t, ctx, to)
		has(t, body, "Приём делегации: Дуйсбург", "До приезда 202 дня", "вне плана", "Обмен опытом", "Согласовать", "После визита", "0 из 19", "Следующий шаг", "Сделано", "/perm/office/city-day/party", "Состав пока не внесён")
		id := strings.TrimPrefix(to, "/visits/")
		if trip := o.trips[id]; trip.Starts != date("2027-06-12") || trip.Ends != date("2027-06-15") || trip.Name.Get("en") != "Delegation received: Дуйсбург" {
			t.Errorf("%+v", trip)
		}
		// The next step is done from the page.
		first := o.tasks[id][0]
		for _, task := range o.tasks[id] {
			if task.Due.Before(first.Due) {
				first = task
			}
		}
		has(t, body, first.Title)
		has(t, o.sent(t, ctx, to+"/done", url.Values{"task": {first.ID}, "version": {"1"}}), "→ "+to)
		has(t, o.shown(t, ctx, to), "1 из 19")
		has(t, o.sent(t, ctx, to+"/task", url.Values{"part": {"lodge"}, "title": {""}, "days": {"семь"}}), "Напишите, что надо сделать", `value="семь"`)
		has(t, o.sent(t, ctx, to+"/task", url.Values{"part": {"lodge"}, "title": {"Заказать автобус"}, "days": {"2"}}), "→ "+to)
		has(t, o.shown(t, ctx, to), "Заказать автобус", "1 из 20")
		has(t, o.shown(t, ctx, "/visits?type=visit_in&partner=duisburg"), "Приём делегации: Дуйсбург", "через 202 дня", "1 из 20", "не известно", "/perm/office/city-day/party")
		has(t, o.shown(t, ctx, "/visits?type=visit_out"), "Впереди визитов нет")
		has(t, o.shown(t, keeptest.As(t, account.Auditor), to), "Обмен опытом", "but not", "/edit", "Сделано", "Добавить участника", "/list")
	})
}

func TestVisitOfActivity(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx, scene := keeptest.As(t, account.Coordinator), desk(t).Scene("ru", "/activities/guests")
		panel := func(ref record.Ref) string {
			t.Helper()
			p, err := o.related(ctx, scene, ref)
			if err != nil || p == nil {
				t.Fatalf("%v: %v %v", ref, p, err)
			}
			return strings.ReplaceAll(desk(t).HTML(scene, p.Template, p.Title, p.Data), "\u00a0", " ")
		}
		guests, party := record.Ref{Kind: activityKind, ID: "guests"}, record.Ref{Kind: activityKind, ID: "party"}
		has(t, panel(guests), "Сделать страницу визита", "/perm/office/visits/guests/begin")
		if p, err := o.related(keeptest.As(t, account.Auditor), scene, guests); err != nil || p != nil {
			t.Errorf("offered to who may not: %v %v", p, err)
		}
		if p, err := o.related(ctx, scene, party); err != nil || p != nil {
			t.Errorf("an event without delegations: %v %v", p, err)
		}
		has(t, o.sent(t, ctx, "/visits/guests/begin", nil), "→ /visits/guests")
		has(t, o.sent(t, ctx, "/visits/guests/begin", nil), "→ /visits/guests")
		has(t, panel(guests), "До приезда 9 дней", "/perm/office/visits/guests")
		has(t, panel(record.Ref{Kind: "partner", ID: "duisburg"}), "Приём гостей")
		has(t, o.shown(t, ctx, "/visits/guests"), "Задач пока нет", "Добавить обычные задачи", "не отнесён к плану")
		has(t, o.sent(t, ctx, "/visits/guests/usual", nil), "→ /visits/guests")
		has(t, o.shown(t, ctx, "/visits/guests"), "0 из 19")
		cards, err := o.cards(ctx, scene)
		if err != nil || len(cards) != 1 || cards[0].Path != "/visits/guests" {
			t.Errorf("%+v %v", cards, err)
		}
		o.joined(t, Member{Latin: "Anna Beispiel"})
		if cards, err := o.cards(ctx, scene); err != nil || len(cards) != 0 {
			t.Errorf("%+v %v", cards, err)
		}
	})
}

func TestDelegationPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Coordinator)
		o.begun(t)
		has(t, o.sent(t, ctx, "/visits/guests/member", url.Values{"role": {"member"}, "post": {"мэр"}}), "Напишите имя", `value="мэр"`)
		has(t, o.sent(t, ctx, "/visits/guests/member", url.Values{"latin": {"Anna Beispiel"}, "role": {"head"}, "arrives": {"01.12.2026"}, "arrives_at": {"10.30"}}), "→ /visits/guests#members")
		has(t, o.shown(t, ctx, "/visits/guests"), "Anna Beispiel", "глава делегации", "1 декабря 2026 г., 10:30", "когда программа уже началась")
		// A list out of a mail, with a line that is not wanted and one that is there
		// already.
		has(t, o.sent(t, ctx, "/visits/guests/paste", url.Values{"lines": {"  "}}), "Вставьте хотя бы одну строку")
		body := o.sent(t, ctx, "/visits/guests/paste", url.Values{"lines": {"1. Max Muster, Dolmetscher\n2. Anna Beispiel\n3. Участник 3 – водитель"}})
		has(t, body, `value="Max Muster"`, `value="Dolmetscher"`, `value="Участник 3"`, "Внести в делегацию отмеченных из 3 строк")
		rows := url.Values{"rows": {"3"}, "row-0-take": {"yes"}, "row-0-latin": {"Max Muster"}, "row-1-take": {"yes"}, "row-1-latin": {"Anna Beispiel"}, "row-2-name": {"Участник 3"}}
		has(t, o.sent(t, ctx, "/visits/guests/paste", rows), "В этой делегации уже есть: Anna Beispiel", `href="#f-row-1-latin"`)
		if all, err := o.Members(ctx, "guests"); err != nil || len(all) != 1 {
			t.Errorf("something was taken: %+v %v", all, err)
		}
		rows.Del("row-1-take")
		rows.Set("row-2-take", "yes")
		has(t, o.sent(t, ctx, "/visits/guests/paste", rows), "→ /visits/guests#members")
		all, err := o.Members(ctx, "guests")
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v %v", all, err)
		}
		at := "/delegation/" + all[0].ID
		has(t, o.sent(t, ctx, at+"/sealed", url.Values{"secret_passport": {canary}, "secret_diet": {"без орехов"}}), "→ "+at)
		has(t, o.shown(t, ctx, at), "закрыто: 2 поля", "Открыть сведения", "but not", canary, "орех")
		has(t, o.shown(t, ctx, at+"/sealed"), "Значение есть", "but not", canary)
		has(t, o.sent(t, ctx, at+"/open", nil), canary, "без орехов", "but not", "Открыть сведения")
		has(t, o.sent(t, ctx, at+"/sealed", url.Values{"forget": {"diet"}}), "→ "+at)
		has(t, o.sent(t, ctx, at+"/open", nil), canary, "but not", "орех")
		has(t, o.shown(t, keeptest.As(t, account.Auditor), at), "закрыто: 1 поле", "but not", "Открыть сведения", "/sealed", canary)
		has(t, o.shown(t, ctx, "/visits/guests"), "закрыто: 1 поле", "Закрытые сведения есть об 1 участнике", "Уничтожить", "but not", canary)
		has(t, o.sent(t, ctx, "/visits/guests/destroy", nil), "→ /visits/guests")
		has(t, o.shown(t, ctx, "/visits/guests"), "Закрытые сведения уничтожены: 22 ноября 2026")
		has(t, o.sent(t, ctx, "/delegation/"+all[2].ID+"/bin", nil), "→ /visits/guests#members")
		if all, err := o.Members(ctx, "guests"); err != nil || len(all) != 2 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestCityDay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Coordinator)
		has(t, o.shown(t, ctx, "/city-day/party"), "На это событие визитов нет")
		for _, city := range []string{"a", "b"} {
			o.trips[city] = Trip{ID: city, Name: i18n.NewText("ru", "Делегация "+city), Type: In, Status: "planned", Starts: date("2027-06-12"), Parent: "party", Partners: []string{"duisburg"}}
			if _, err := o.Begin(keeptest.As(t, account.Head), city); err != nil {
				t.Fatal(err)
			}
		}
		o.joined(t, Member{Visit: "a", Name: "Участник 1", Arrives: date("2027-06-11"), ArrivesAt: "18:00"})
		o.joined(t, Member{Visit: "a", Name: "Участник 2", Arrives: date("2027-06-11"), ArrivesAt: "18:00"})
		o.joined(t, Member{Visit: "a", Name: "Участник 3", Arrives: date("2027-06-12")})
		body := o.shown(t, ctx, "/city-day/party")
		has(t, body, "День города", "Делегация a", "Делегация b", "Участник 1 и Участник 2", "18:00", "час не известен", "Время приезда не известно: Делегация b", "не назначен", `<span class="figure-number">3</span>`)
		if strings.Index(body, "11 июня 2027") > strings.Index(body, "12 июня 2027 г.</h3>") {
			t.Error("arrivals are not in the order of their days")
		}
		if _, err := o.ask(t, ctx, "GET", "/city-day/nowhere", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v", err)
		}
	})
}

func TestExport(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.begun(t)
		o.joined(t, Member{Latin: "Anna Beispiel"})
		for _, as := range []string{"xlsx", "csv", "json"} {
			if reply, err := o.ask(t, keeptest.As(t, account.Auditor), "GET", "/visits?as="+as, nil); err != nil || reply == nil {
				t.Errorf("%s: %v", as, err)
			}
		}
		rows, err := o.listing(keeptest.As(t, account.Auditor), "ru")
		if list, ok := rows.([]listingRow); err != nil || !ok || len(list) != 1 || list[0].Named != 1 || list[0].Starts != "2026-12-01" {
			t.Errorf("%+v %v", rows, err)
		}
	})
}
