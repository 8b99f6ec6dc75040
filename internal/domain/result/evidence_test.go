package result

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/record"
)

// TestEvidenceMakesTheLevel: it follows what is written down and taken away, whoever
// writes another level into the record.
func TestEvidenceMakesTheLevel(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		r := seen()
		r.Proof = string(Independent)
		id := add(t, s, r)
		level := func() string {
			t.Helper()
			r, err := s.Result(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			return r.Proof
		}
		if level() != "claimed" {
			t.Errorf("a level without evidence: %s", level())
		}
		paper, err := s.Prove(ctx, Evidence{Result: id, Kind: "document", What: " gorodperm.ru "})
		if err != nil || level() != "document" {
			t.Errorf("%s %v", level(), err)
		}
		seenID, err := s.Prove(ctx, photo(id))
		if err != nil || level() != "seen" {
			t.Errorf("%s %v", level(), err)
		}
		if err := s.Withdraw(ctx, id, seenID); err != nil || level() != "document" {
			t.Errorf("%s %v", level(), err)
		}
		other := add(t, s, Result{Type: "tie", Name: keeptest.Text("Другой")})
		if err := s.Withdraw(ctx, other, paper); errs.KindOf(err) != errs.NotFound {
			t.Errorf("evidence of another result: %v", err)
		}
		if _, err := s.Prove(keeptest.As(t, account.Auditor), photo(id)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor proves: %v", err)
		}
		if _, err := s.Prove(ctx, Evidence{Result: id, Kind: "partner"}); len(errs.FieldsOf(err)) != 2 {
			t.Errorf("neither name nor day: %v", err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "evidence.what")
		if err != nil || len(history) != 3 {
			t.Errorf("the history keeps what was taken away: %+v %v", history, err)
		}
		if all, err := s.Evidence(ctx, id); err != nil || len(all) != 1 || all[0].What != "gorodperm.ru" || all[0].Actor == "" {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestEvidencePage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		id := add(t, s, seen())
		at := "/results/" + id + "/evidence/new"
		keeptest.Wants(t, shown(t, s, ctx, at), []string{"Подтверждение: Волна дружбы", "видели на месте"})
		typed := url.Values{"kind": {"seen"}, "what": {""}, "witness": {"Петрова"}, "on": {"12.06.2026"}}
		reply, err := ask(t, s, ctx, http.MethodPost, at, typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", at), page.Template, page.Title, page.Data), []string{"Напишите, где лежит фотография", `value="Петрова"`, `value="seen" checked`})
		typed.Set("what", "снимок 7")
		if reply, err = ask(t, s, ctx, http.MethodPost, at, typed); err != nil {
			t.Fatal(err)
		}
		if to, ok := reply.(web.Redirect); !ok || to.To != "/results/"+id+"#evidence" {
			t.Fatalf("%#v", reply)
		}
		body := shown(t, s, ctx, "/results/"+id)
		keeptest.Wants(t, body, []string{"снимок 7", "Петрова", "12 июня 2026", "Убрать"}, "В итогах, на портале")
		all, err := s.Evidence(ctx, id)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if _, err := ask(t, s, ctx, http.MethodPost, "/results/"+id+"/evidence/"+all[0].ID+"/remove", url.Values{}); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, shown(t, s, ctx, "/results/"+id), []string{"Его ничто не подтверждает", "пока только назван"}, "снимок 7")
	})
}

// guest opens the page behind a link to a result, or sends its form.
func guest(t *testing.T, s *Service, id, method string, typed url.Values) web.Page {
	t.Helper()
	r := httptest.NewRequestWithContext(link.With(t.Context(), link.Link{ID: "l", Name: "Общество инвалидов", For: record.Ref{Kind: Kind, ID: id}}), method, "/", strings.NewReader(typed.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	reply, err := s.ask(web.WithScene(r, desk(t).Scene("ru", "/")))
	if err != nil {
		t.Fatal(err)
	}
	return reply.(web.Page)
}

// TestAnswerByLink: who keeps the thing answers without an account; a plain yes is
// taken, and what has changed is put before the office until it looked itself.
func TestAnswerByLink(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx, sc := keeptest.As(t, account.Coordinator), desk(t).Scene("ru", "/")
		id := proved(t, s, seen())
		page := guest(t, s, id, http.MethodGet, nil)
		keeptest.Wants(t, desk(t).HTML(sc, page.Template, page.Title, page.Data), []string{"Волна дружбы", "Есть ли это до сих пор?", "набережная"}, "Иванова", "папка 3", "Памятник", "Дуйсбург")
		for _, bad := range []url.Values{{}, {"there": {"unknown"}}, {"there": {"changed"}}} {
			if page := guest(t, s, id, http.MethodPost, bad); page.Status != http.StatusUnprocessableEntity {
				t.Errorf("%v is taken: %+v", bad, page)
			}
		}
		if page := guest(t, s, id, http.MethodPost, url.Values{"there": {"yes"}}); page.Status != 0 {
			t.Errorf("%+v", page)
		}
		r, err := s.Result(ctx, id)
		if err != nil || r.There != Alive || r.ThereOn != keeptest.Date("2026-11-22") || r.Recheck != keeptest.Date("2030-12-31") {
			t.Errorf("%+v %v", r, err)
		}
		if cards, err := s.cards(ctx, sc); err != nil || len(cards) != 0 {
			t.Errorf("a yes asks nothing: %+v %v", cards, err)
		}
		guest(t, s, id, http.MethodPost, url.Values{"there": {"changed"}, "remark": {"Облезла краска"}})
		cards, err := s.cards(ctx, sc)
		if err != nil || len(cards) != 1 || cards[0].Note != "Облезла краска" {
			t.Fatalf("%+v %v", cards, err)
		}
		looks, err := s.Looks(ctx, id)
		if err != nil || len(looks) != 2 || !looks[0].ByLink || looks[0].Who != "Общество инвалидов" {
			t.Errorf("%+v %v", looks, err)
		}
		keeptest.Wants(t, shown(t, s, ctx, "/results/"+id), []string{"Облезла краска", "по ссылке, без учётной записи", "есть, но изменилось"})
		if r, err = s.Result(ctx, id); err != nil {
			t.Fatal(err)
		}
		if err := s.Recheck(ctx, id, r.Version, Look{There: Alive, On: keeptest.Date("2026-11-22"), Remark: "Покрашено"}); err != nil {
			t.Fatal(err)
		}
		if cards, err := s.cards(ctx, sc); err != nil || len(cards) != 0 {
			t.Errorf("the office has looked: %+v %v", cards, err)
		}
		guest(t, s, id, http.MethodPost, url.Values{"there": {"no"}})
		if r, err = s.Result(ctx, id); err != nil || r.There != Gone || !r.Recheck.IsZero() || r.Standing(keeptest.Now()) != Over {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestTangible(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		wave := proved(t, s, seen())
		more := seen()
		more.Name, more.Number = keeptest.Text("Вторая волна"), "4"
		proved(t, s, more)
		add(t, s, Result{Type: "practice", Name: keeptest.Text("Одни слова"), Partner: "duisburg"})
		proved(t, s, Result{Type: "object", Name: keeptest.Text("Скамья"), Partner: "oxford"})
		body := shown(t, s, ctx, "/results/tangible?country=DE")
		keeptest.Wants(t, body, []string{"Осязаемые результаты: Германия", "2 результата подтверждены", ">7<", "скульптуры", "/perm/office/results/" + wave, "1 результат без подтверждения", "standing=unproved&amp;country=DE"}, "Скамья", "Одни слова")
		keeptest.Wants(t, shown(t, s, ctx, "/results/tangible?partner=oxford"), []string{"Осязаемые результаты: Оксфорд", "Скамья"}, "Волна дружбы", "Не вошли")
		keeptest.Wants(t, shown(t, s, ctx, "/results/tangible"), []string{"Скамья", "Волна дружбы", "country=GB"})
		keeptest.Wants(t, shown(t, s, ctx, "/results?country=DE&standing=unproved"), []string{"Одни слова", `name="country" value="DE"`}, "Скамья", "Волна дружбы")
		for _, unknown := range []string{"?country=FR", "?partner=atlantis", "?country=DE&partner=atlantis"} {
			if _, err := ask(t, s, ctx, http.MethodGet, "/results/tangible"+unknown, nil); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", unknown, err)
			}
		}
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/results/tangible", nil)
		reply, err := s.publicTangible(web.WithScene(r, desk(t).Scene("ru", "/results/tangible")))
		if err != nil {
			t.Fatal(err)
		}
		page := reply.(web.Page)
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/"), page.Template, page.Title, page.Data), []string{"Подтверждённых результатов пока нет"}, "Волна", "Не вошли")
	})
}

func TestIndicators(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		typed := url.Values{"name.ru": {"Школьники в обменах"}, "unit.ru": {"человек"}, "baseline": {"0"}, "baseline_on": {"2014"}, "target": {"2 763"}, "target_on": {"2027"}, "actual": {"1674"}, "partner": {"duisburg"}, "visibility": {"department"}}
		reply, err := ask(t, s, ctx, http.MethodPost, "/indicators", typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("a number of no day: %#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/indicators"), page.Template, page.Title, page.Data), []string{"Введите день, к которому относится число", `value="2 763"`})
		typed.Set("actual_on", "2026")
		if reply, err = ask(t, s, ctx, http.MethodPost, "/indicators", typed); err != nil {
			t.Fatal(err)
		}
		at := reply.(web.Redirect).To
		keeptest.Wants(t, shown(t, s, ctx, at), []string{"Школьники в обменах", "2763", "60,6"})
		unknown := Indicator{Name: keeptest.Text("Никто не считал"), Unit: keeptest.Text("дней")}
		if _, err := s.AddIndicator(ctx, unknown); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, shown(t, s, ctx, "/indicators"), []string{"1674", "60,6", "Никто не считал", "неизвестно", "не посчитать"})
		panel, err := s.indicated(ctx, desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil || panel.Count != "1" {
			t.Errorf("%+v %v", panel, err)
		}
		for _, bad := range []string{"много", "1.2.3", "1e5", "1,2345", "-"} {
			i := Indicator{Name: keeptest.Text("x"), Unit: keeptest.Text("y"), Target: bad, TargetOn: keeptest.Date("2027")}
			if _, err := s.AddIndicator(ctx, i); len(errs.FieldsOf(err)) != 1 {
				t.Errorf("%q is a number: %v", bad, err)
			}
		}
	})
}
