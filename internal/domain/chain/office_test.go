package chain

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// hidden are the hidden fields and choices of the form that a page sends.
var value = regexp.MustCompile(`<input type="(?:hidden|text)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"`)

// filled is the last form of a page as it would be sent without a change.
func filled(html string) url.Values {
	form := html[strings.LastIndex(html, `<form`):]
	values := url.Values{}
	for _, m := range value.FindAllStringSubmatch(form, -1) {
		values.Set(m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`name="(step-\d+-on)" value="yes" checked`).FindAllStringSubmatch(form, -1) {
		values.Set(m[1], "yes")
	}
	return values
}

const jubilee = "/preparation/new?partner=duisburg&name=%D0%94%D1%83%D0%B9%D1%81%D0%B1%D1%83%D1%80%D0%B3&of=partner:duisburg&year=2027"

func TestJubileeIsUnrolled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		page := h.shown(ctx, jubilee)
		if !strings.Contains(page, "Известен только год: 2027") || strings.Contains(page, "Завести задачи") || strings.Contains(page, "field-bad") {
			t.Errorf("a jubilee known by its year:\n%s", page)
		}
		page = h.shown(ctx, jubilee+"&day=15.10.2027")
		for _, want := range []string{"15 апреля 2026 г.", "День бюджетной заявки не задан", "Этот срок уже прошёл", "Срок 3 шагов уже прошёл", "Календаря рабочих дней нет: 2028", "за 18 месяцев до начала", `value="Собрать рабочую группу"`} {
			if !strings.Contains(page, want) {
				t.Errorf("no %q on the page", want)
			}
		}
		if len(h.anchors) != 0 {
			t.Error("something was written before the press")
		}
		form := filled(page)
		form.Del("step-1-on")
		form.Set("step-0-title", "Назначить группу")
		form.Set("step-3-due", "1.03.2027")
		reply, err := h.ask(ctx, "POST", "/preparation", form)
		to, ok := reply.(web.Redirect)
		if err != nil || !ok || plain(to.Notice) != "Заведено 6 задач" {
			t.Fatalf("%+v %v", reply, err)
		}
		if len(h.anchors) != 1 {
			t.Fatalf("%d anchors", len(h.anchors))
		}
		for id, a := range h.anchors {
			if a.Starts.String() != "2027-10-15" || a.Partner != "duisburg" {
				t.Errorf("%+v", a)
			}
			p, _, err := h.Preparation(ctx, record.Ref{Kind: party, ID: id})
			if err != nil || len(p.rows) != 6 || p.rows[0].Task.Title.Get("ru") != "Назначить группу" || p.rows[0].Task.Due.String() != "2026-04-15" {
				t.Fatalf("%+v %v", p.rows, err)
			}
			if r := p.rows[2]; r.Lead.String() != "before 228 day" || r.Task.Due.String() != "2027-03-01" {
				t.Errorf("a chosen day: %+v", r.Step)
			}
			if en := p.rows[1].Task.Title.Get("en"); en != "Hand in the budget request" {
				t.Errorf("the other language of a step is lost: %q", en)
			}
		}
		if page := h.shown(ctx, jubilee+"&day=15.10.2027"); !strings.Contains(page, "Этот юбилей уже готовится") {
			t.Error("a second chain is not warned of")
		}
	})
}

func TestBadInputOfTheForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		for target, want := range map[string]string{
			jubilee + "&day=2027":         "Выберите день или хотя бы месяц",
			jubilee + "&day=31.02.2027":   "Такой даты нет",
			jubilee + "&day=%D0%BE%D0%B9": "Не удалось прочитать дату",
			jubilee + "&day=2027-10-15..": "",
		} {
			page := h.html(h.ask(ctx, "GET", target, nil))
			if want != "" && !strings.Contains(page, want) {
				t.Errorf("%s: no %q:\n%s", target, want, page)
			}
		}
		good := filled(h.shown(ctx, jubilee+"&day=15.10.2027"))
		for what, c := range map[string]struct {
			change func(url.Values)
			want   string
		}{
			"an impossible day": {func(v url.Values) { v.Set("step-2-due", "30.02.2027") }, "Такой даты нет: 30.02.2027"},
			"no day":            {func(v url.Values) { v.Set("step-2-due", "") }, "Укажите срок или снимите отметку с шага"},
			"no title":          {func(v url.Values) { v.Set("step-2-title", " ") }, "Напишите, что сделать"},
			"somebody else":     {func(v url.Values) { v.Set("step-2-owner", "nobody") }, "Выберите один из предложенных вариантов"},
			"nothing ticked": {func(v url.Values) {
				for i := range 7 {
					v.Del(at(i, "on"))
				}
			}, "Отметьте хотя бы один шаг"},
			"no name":             {func(v url.Values) { v.Del("name") }, "Назовите мероприятие"},
			"no day of the event": {func(v url.Values) { v.Set("day", "2027") }, "Выберите день или хотя бы месяц"},
			"another set by now":  {func(v url.Values) { v.Set("set_version", "7") }, "набор шагов изменили"},
		} {
			bad := url.Values{}
			for k, v := range good {
				bad[k] = v
			}
			bad.Set("step-5-title", "Анонс в газете")
			c.change(bad)
			page := h.html(h.ask(ctx, "POST", "/preparation", bad))
			if !strings.Contains(page, c.want) || !strings.Contains(page, `class="errors"`) {
				t.Errorf("%s: no %q in %s", what, c.want, regexp.MustCompile(`(?s)<div class="errors.*?</div>`).FindString(page))
			}
			if c.want == "Отметьте хотя бы один шаг" && !strings.Contains(page, "Анонс в газете") {
				t.Errorf("%s: what was typed is lost", what)
			}
		}
		if len(h.anchors) != 0 {
			t.Errorf("%d anchors were made", len(h.anchors))
		}
	})
}

func TestStepForms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Coordinator)
		h.days("2027-06-09")
		ref := h.unroll("Программа", "before 1 month")
		add := "/preparation/step?anchor=" + ref.String()
		if page := h.shown(ctx, add); !strings.Contains(page, "Ещё один шаг: Дни Дуйсбурга") {
			t.Errorf("%s", page)
		}
		for want, form := range map[string]url.Values{
			"Напишите, что сделать":                   {"way": {Before}, "n": {"1"}, "unit": {"month"}},
			"Введите число цифрами":                   {"title": {"Итоги"}, "way": {After}, "n": {"два"}, "unit": {"month"}},
			"от 0 до 120":                             {"title": {"Итоги"}, "way": {After}, "n": {"121"}, "unit": {"month"}},
			"пока день не задан: от 1 до 120":         {"title": {"Заявка"}, "way": {Budget}, "n": {"2"}, "unit": {"week"}},
			"Выберите один из предложенных вариантов": {"title": {"Итоги"}, "way": {"beside"}, "n": {"2"}, "unit": {"week"}},
		} {
			if page := h.html(h.ask(ctx, "POST", add, form)); !strings.Contains(page, want) {
				t.Errorf("no %q", want)
			}
		}
		reply, err := h.ask(ctx, "POST", add, url.Values{"title": {"Итоги"}, "way": {After}, "n": {"1"}, "unit": {"week"}, "owner": {"u"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/activities/days#preparation" {
			t.Fatalf("%+v %v", reply, err)
		}
		if h.dues() != "Программа 2027-05-07; Итоги 2027-06-16" || h.step("Итоги").Owner != "u" {
			t.Errorf("%s", h.dues())
		}
		one := "/preparation/steps/" + h.step("Итоги").ID
		if page := h.shown(ctx, one); !strings.Contains(page, "Срок шага: Итоги") {
			t.Errorf("%s", page)
		}
		if _, err := h.ask(ctx, "POST", one, url.Values{"way": {After}, "n": {"2"}, "unit": {"week"}}); err != nil || h.step("Итоги").Due.String() != "2027-06-23" {
			t.Errorf("%s %v", h.dues(), err)
		}
		if said := h.panel(ctx, h.step("Итоги").Ref()); !strings.Contains(said, "Дни Дуйсбурга</span></a>: через 2 недели после окончания") {
			t.Errorf("%s", said)
		}
		if _, err := h.ask(ctx, "GET", "/preparation/steps/none", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v", err)
		}
	})
}

func TestSetsAndSettings(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		if page := h.shown(ctx, "/preparation/sets"); !strings.Contains(page, "Собрать рабочую группу") || !strings.Contains(page, "привычка отдела, а не требование закона") || !strings.Contains(page, "Не задан") {
			t.Errorf("%s", page)
		}
		form := url.Values{"version": {"1"}, "name.ru": {"Юбилей"}, "step-0-title": {"Собрать группу"}, "step-0-way": {Before}, "step-0-n": {"12"}, "step-0-unit": {"month"},
			"step-1-title": {""}, "step-1-way": {Before}, "step-1-n": {"1"}, "step-1-unit": {"month"}, "step-2-title": {"Заявка"}, "step-2-way": {Budget}, "step-2-n": {"1"}, "step-2-unit": {"week"}}
		page := h.html(h.ask(ctx, "POST", "/preparation/sets/jubilee", form))
		if !strings.Contains(page, "пока день не задан: от 1 до 120") || !strings.Contains(page, "step-2-spare") {
			t.Errorf("a step of the budget without its months:\n%s", page)
		}
		form.Set("step-2-spare", "14")
		if _, err := h.ask(ctx, "POST", "/preparation/sets/jubilee", form); err != nil {
			t.Fatal(err)
		}
		is, err := h.Set(ctx, "jubilee")
		if err != nil || len(is.Steps) != 2 || is.Steps[0].Lead.N != 12 || is.Steps[1].Lead.Spare != 14 || is.Version != 2 {
			t.Fatalf("%+v %v", is, err)
		}
		if page := h.html(h.ask(ctx, "POST", "/preparation/sets/jubilee", form)); !strings.Contains(page, "Кто-то уже изменил это") {
			t.Error("a second editor writes over the first one")
		}
		form.Set("name.ru", "Визит")
		if _, err := h.ask(ctx, "POST", "/preparation/sets", form); err != nil {
			t.Fatal(err)
		}
		if sets, err := h.Sets(ctx); err != nil || len(sets) != 2 {
			t.Fatalf("%+v %v", sets, err)
		}
		h.days("2027-06-09")
		if page := h.shown(ctx, "/preparation/new?anchor=activity:days"); !strings.Contains(page, "Визит") || strings.Contains(page, `name="day"`) {
			t.Errorf("%s", page)
		}
		if _, err := h.ask(ctx, "POST", "/preparation/sets/jubilee/remove", url.Values{"version": {"2"}}); err != nil {
			t.Fatal(err)
		}
		if sets, _ := h.Sets(ctx); len(sets) != 1 {
			t.Error("still there")
		}
		if page := h.html(h.ask(ctx, "POST", "/preparation/settings", url.Values{"version": {"1"}, "budget": {"осенью"}})); !strings.Contains(page, "Напишите день и месяц") {
			t.Errorf("%s", page)
		}
		if _, err := h.ask(ctx, "POST", "/preparation/settings", url.Values{"version": {"1"}, "budget": {"1 октября"}}); err != nil {
			t.Fatal(err)
		}
		if is, _ := h.Settings(ctx); is.Budget != "10-01" {
			t.Errorf("%+v", is)
		}
		h.unroll("Заявка", "budget 2 week 13")
		if h.dues() != "Заявка 2026-09-17" {
			t.Errorf("%s", h.dues())
		}
	})
}

// A preparation without a set is a page that says so, not an error.
func TestNoSetsAtAll(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		if err := h.RemoveSet(ctx, "jubilee", 1); err != nil {
			t.Fatal(err)
		}
		page := h.shown(ctx, jubilee+"&day=15.10.2027")
		if !strings.Contains(page, "Наборов нет") || strings.Contains(page, "Завести задачи") {
			t.Errorf("%s", page)
		}
		if page := h.shown(ctx, "/preparation/sets"); !strings.Contains(page, "Наборов нет") {
			t.Errorf("%s", page)
		}
	})
}

func TestPanelOffersWhatIsAhead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		for on, want := range map[string]bool{"2027-06-09": true, "2026-11-22": true, "2026-11-21": false, "2027": false, "": false} {
			ref := h.days(on)
			if got := strings.Contains(h.panel(ctx, ref), "Развернуть подготовку"); got != want {
				t.Errorf("%q: %v", on, got)
			}
		}
		if h.panel(as(t, account.Auditor), h.days("2027-06-09")) != "" {
			t.Error("an offer to somebody who may not")
		}
	})
}
