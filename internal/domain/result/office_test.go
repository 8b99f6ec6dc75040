package result

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func TestListPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		proved(t, s, seen())
		add(t, s, Result{Type: "trained", Name: keeptest.Text("Кадры под ключ"), Number: "16740", Unit: keeptest.Text("человек"), Partner: "oxford"})
		body := shown(t, s, keeptest.As(t, account.Coordinator), "/results?partner=oxford")
		keeptest.Wants(t, body, []string{"Кадры под ключ", "16 740 человек", "без подтверждения", `value="oxford" selected`, "/perm/office/results/new?partner=oxford"}, "Волна дружбы")
		body = shown(t, s, keeptest.As(t, account.Auditor), "/results?type=object&proof=seen")
		keeptest.Wants(t, body, []string{"Волна дружбы", "видели на месте", `name="type" value="object"`, "Дуйсбург"}, "Кадры под ключ", "/results/new")
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/results?type=media"), []string{"Результатов не нашлось"})
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/results?standing=unproved"), []string{"Кадры под ключ", `aria-current`}, "Волна дружбы")
	})
}

func TestResultPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := seen()
		r.Number, r.Recheck = "12000", keeptest.Date("2026-11")
		id := add(t, s, r, keep.Cite{Field: "number", Source: record.Source{Title: "Отчёт", Kind: record.SourceDocument}})
		if _, err := s.Prove(keeptest.As(t, account.Head), photo(id)); err != nil {
			t.Fatal(err)
		}
		body := shown(t, s, keeptest.As(t, account.Coordinator), "/results/"+id)
		keeptest.Wants(t, body, []string{"видели на месте", "есть", "12 000", "Отчёт", "Пора проверить", "/recheck", "школы и молодёжь", "/perm/office/activities/ars-vivendi", "Иванова", "папка 3", "12 июня 2026", "/evidence/new", "/field/since"}, "/field/proof")
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/results/"+id), []string{"12 000"}, "/recheck", "/edit", "/field/", "/evidence/")
	})
}

func TestNewResult(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		keeptest.Wants(t, shown(t, s, ctx, "/results/new?partner=duisburg&activity=ars-vivendi"), []string{`value="duisburg" selected`, `value="ars-vivendi" selected`}, `name="witness"`)
		typed := url.Values{"name.ru": {"Мастерские"}, "type": {"practice"}, "since": {"2019"}, "number": {"1 674"}, "partner": {"duisburg"}, "visibility": {"department"}}
		reply, err := ask(t, s, ctx, http.MethodPost, "/results", typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("a number of nothing: %#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/results"), page.Template, page.Title, page.Data), []string{"Напишите, чего именно столько", "1 674", "Мастерские"})
		typed.Set("unit.ru", "человека")
		if reply, err = ask(t, s, ctx, http.MethodPost, "/results", typed); err != nil {
			t.Fatal(err)
		}
		id := strings.TrimPrefix(reply.(web.Redirect).To, "/results/")
		if r, err := s.Result(ctx, id); err != nil || r.Number != "1674" || r.Proof != "claimed" || r.Partner != "duisburg" {
			t.Errorf("%+v %v", r, err)
		}
		// The same once more is held back, and added when somebody insists.
		reply, err = ask(t, s, ctx, http.MethodPost, "/results", typed)
		if page, ok = reply.(web.Page); err != nil || !ok {
			t.Fatalf("%#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/results"), page.Template, page.Title, page.Data), []string{"Похоже, такая запись уже есть: Мастерские"})
		typed.Set("different", "yes")
		if reply, err = ask(t, s, ctx, http.MethodPost, "/results", typed); err != nil {
			t.Fatal(err)
		}
		if _, ok := reply.(web.Redirect); !ok {
			t.Errorf("%#v", reply)
		}
		typed.Set("partner", "atlantis")
		reply, err = ask(t, s, ctx, http.MethodPost, "/results", typed)
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("a partner that is not there: %#v %v", reply, err)
		}
	})
}

func TestLook(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		id := add(t, s, seen())
		keeptest.Wants(t, shown(t, s, ctx, "/results/"+id+"/recheck"), []string{"Проверка: Волна дружбы", "22 ноября 2026", `value="yes" checked`})
		typed := url.Values{"version": {"1"}, "there": {"no"}, "there_on": {"31 апреля"}, "recheck": {""}}
		reply, err := ask(t, s, ctx, http.MethodPost, "/results/"+id+"/recheck", typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/results"), page.Template, page.Title, page.Data), []string{"Такой даты нет", `value="no" checked`})
		typed.Set("there_on", "20.11.2026")
		if reply, err = ask(t, s, ctx, http.MethodPost, "/results/"+id+"/recheck", typed); err != nil {
			t.Fatal(err)
		}
		if to, ok := reply.(web.Redirect); !ok || to.To != "/results/"+id {
			t.Fatalf("%#v", reply)
		}
		keeptest.Wants(t, shown(t, s, ctx, "/results/"+id), []string{"больше нет", "20 ноября 2026"})
		reply, err = ask(t, s, ctx, http.MethodPost, "/results/"+id+"/recheck", typed)
		page, ok = reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusConflict {
			t.Fatalf("a stale look: %#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/results"), page.Template, page.Title, page.Data), []string{"запись изменили", `name="version" value="2"`})
		if _, err := ask(t, s, keeptest.As(t, account.Branch), http.MethodGet, "/results/"+id+"/recheck", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a look at what one may not see: %v", err)
		}
	})
}

func TestPanelsMomentsAndCards(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := seen()
		r.Recheck = keeptest.Date("2026-11-01")
		add(t, s, r)
		later := Result{Type: "tie", Name: keeptest.Text("Журналисты"), Partner: "duisburg", Recheck: keeptest.Date("2026-12-20")}
		add(t, s, later)
		far := Result{Type: "tie", Name: keeptest.Text("Нескоро"), Recheck: keeptest.Date("2027-12-20")}
		add(t, s, far)
		ctx, sc, duisburg := keeptest.As(t, account.Coordinator), desk(t).Scene("en", "/partners/duisburg"), record.Ref{Kind: "partner", ID: "duisburg"}
		panel, err := s.related(ctx, sc, duisburg)
		if err != nil || panel == nil || panel.Count != "2" {
			t.Fatalf("%+v %v", panel, err)
		}
		keeptest.Wants(t, desk(t).HTML(sc, panel.Template, panel.Title, panel.Data), []string{"Волна дружбы", "Журналисты", `lang="ru"`, "/results/new?partner=duisburg"}, "Нескоро")
		if panel, err = s.related(ctx, sc, record.Ref{Kind: "activity", ID: "ars-vivendi"}); err != nil || panel == nil || panel.Count != "1" {
			t.Errorf("%+v %v", panel, err)
		}
		if panel, err = s.related(keeptest.As(t, account.Auditor), sc, record.Ref{Kind: "partner", ID: "oxford"}); err != nil || panel != nil {
			t.Errorf("nothing to say: %+v %v", panel, err)
		}
		if panel, err = s.related(ctx, sc, record.Ref{Kind: "person", ID: "x"}); err != nil || panel != nil {
			t.Errorf("no result comes from a person: %+v %v", panel, err)
		}
		moments, err := s.moments(ctx, sc, duisburg)
		if err != nil || len(moments) != 1 || moments[0].When != keeptest.Date("2015") {
			t.Errorf("what has no date has no place on a timeline: %+v %v", moments, err)
		}
		cards, err := s.cards(ctx, sc)
		if err != nil || len(cards) != 1 || cards[0].Band != module.WaitingForMe || cards[0].Note == "" {
			t.Errorf("%+v %v", cards, err)
		}
		for span, want := range map[string]int{"2026-11-23/2026-12-22": 1, "2026-11-23/2026-12-01": 0, "2027-12-01/2027-12-31": 1} {
			whole := keeptest.Date(span)
			if entries, err := s.agenda(ctx, sc, whole.Start(), whole.End()); err != nil || len(entries) != want {
				t.Errorf("%s: %+v %v", span, entries, err)
			}
		}
		if cards, err := s.cards(keeptest.As(t, account.Auditor), sc); err != nil || len(cards) != 0 {
			t.Errorf("%+v %v", cards, err)
		}
	})
}

func TestModule(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		m := s.Module()
		for _, route := range append(m.Office, m.Portal...) {
			if route.Need.Action == "" || route.Need.Kind != Kind && route.Need.Kind != IndicatorKind {
				t.Errorf("%s asks for %+v", route.Pattern, route.Need)
			}
		}
	})
}
