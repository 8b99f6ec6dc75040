package goal

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func TestEveryFieldIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		above := add(t, s, Goal{Name: keeptest.Text("Город")})
		want := Goal{Name: keeptest.Text("Школы"), Parent: above, Position: "7", Aim: "self_realisation", Text: keeptest.Text("обмены"), Document: keeptest.Text("Стратегия, п. 3"), Period: keeptest.Date("2024/2030"), Post: "head", Ties: []string{"activity:held", "partner:p"}, Archived: true}
		want.Visibility = record.Administration
		got, err := s.Goal(keeptest.As(t, account.Auditor), add(t, s, want))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := s.goals.Fields.Audit(&got), s.goals.Fields.Audit(&want); !slices.Equal(a, b) {
			t.Errorf("%v, want %v", a, b)
		}
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, Goal{Name: keeptest.Text("Город")})
		ctx := keeptest.As(t, account.Auditor)
		for what, err := range map[string]error{
			"move": s.Move(ctx, id, 1, true), "tie": s.Tie(ctx, id, []string{"partner:p"}), "paste": s.AddAll(ctx, "", []Line{{Name: keeptest.Text("А"), Parent: -1}}),
			"serve": s.Serve(ctx, record.Ref{Kind: PartnerKind, ID: "p"}, nil, []string{id}),
		} {
			if errs.KindOf(err) != errs.Forbidden {
				t.Errorf("an auditor may %s: %v", what, err)
			}
		}
		if _, err := s.Add(keeptest.As(t, account.Head), Goal{Name: keeptest.Text("А"), Ties: []string{"partner:secret"}}); fieldsOf(err)["ties"] != "form.choice" {
			t.Errorf("tied to what nobody may see: %v", err)
		}
		if err := s.Tie(keeptest.As(t, account.Head), id, []string{"partner:secret"}); fieldsOf(err)["ties"] != "form.choice" {
			t.Errorf("tied to what nobody may see: %v", err)
		}
		// A goal that one may not see is none.
		if goals, err := s.Goals(keeptest.As(t, account.Branch)); err != nil || len(goals) != 0 {
			t.Errorf("a branch sees %v %v", goals, err)
		}
	})
}

func TestMove(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		a := add(t, s, Goal{Name: keeptest.Text("А")})
		add(t, s, Goal{Name: keeptest.Text("Б")})
		add(t, s, Goal{Name: keeptest.Text("Забыто"), Archived: true})
		c := add(t, s, Goal{Name: keeptest.Text("В")})
		add(t, s, Goal{Name: keeptest.Text("Г"), Parent: a})
		if got := order(t, s); got != "1А 1.1Г 2Б 3В" {
			t.Fatal(got)
		}
		if err := s.Move(ctx, c, 1, false); err != nil || order(t, s) != "1А 1.1Г 2В 3Б" {
			t.Errorf("up: %s %v", order(t, s), err)
		}
		if err := s.Move(ctx, a, 1, true); err != nil || order(t, s) != "1В 2А 2.1Г 3Б" {
			t.Errorf("down: %s %v", order(t, s), err)
		}
		if err := s.Move(ctx, a, 1, true); errs.KindOf(err) != errs.Stale {
			t.Errorf("a move from an old tree: %v", err)
		}
		g, err := s.Goal(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Move(ctx, c, g.Version, false); err != nil || order(t, s) != "1В 2А 2.1Г 3Б" {
			t.Errorf("above the first: %s %v", order(t, s), err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: a}, "position")
		if err != nil || len(history) != 2 || history[0].Changes[0] != (audit.Change{Field: "position", Before: "1", After: "2"}) {
			t.Errorf("history: %+v %v", history, err)
		}
	})
}

func TestServe(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		a, b := add(t, s, Goal{Name: keeptest.Text("А")}), add(t, s, Goal{Name: keeptest.Text("Б")})
		c := add(t, s, Goal{Name: keeptest.Text("В"), Ties: []string{"result:r1"}})
		about := record.Ref{Kind: ActivityKind, ID: "spare"}
		tied := func() string {
			var on []string
			for _, id := range []string{a, b, c} {
				g, err := s.Goal(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				if slices.Contains(g.Ties, about.String()) {
					on = append(on, g.Name.Get("ru"))
				}
			}
			return strings.Join(on, "")
		}
		if err := s.Serve(ctx, about, nil, []string{a, c}); err != nil || tied() != "АВ" {
			t.Errorf("%s %v", tied(), err)
		}
		// Somebody else ties b meanwhile; who took a away knows nothing of it.
		if err := s.Serve(ctx, about, nil, []string{b}); err != nil || tied() != "АБВ" {
			t.Errorf("%s %v", tied(), err)
		}
		if err := s.Serve(ctx, about, []string{a, c}, []string{c}); err != nil || tied() != "БВ" {
			t.Errorf("%s %v", tied(), err)
		}
		g, err := s.Goal(ctx, c)
		if err != nil || len(g.Ties) != 2 || g.Version != 2 {
			t.Errorf("%+v %v", g, err)
		}
		if err := s.Serve(ctx, record.Ref{Kind: "person", ID: "x"}, nil, []string{a}); fieldsOf(err)["ties"] != "form.choice" {
			t.Errorf("a person serves: %v", err)
		}
		if err := s.Tie(ctx, a, []string{"partner:p", "partner:p", "agreement:paper"}); err != nil {
			t.Fatal(err)
		}
		if g, err := s.Goal(ctx, a); err != nil || !slices.Equal(g.Ties, []string{"agreement:paper", "partner:p"}) {
			t.Errorf("%v %v", g.Ties, err)
		}
	})
}

func TestAddAll(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		top := add(t, s, Goal{Name: keeptest.Text("Город")})
		lines, err := ReadList("1. Школы\n1.1. Обмены\n2. Музеи", "ru")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddAll(ctx, top, lines); err != nil || order(t, s) != "1Город 1.1Школы 1.1.1Обмены 1.2Музеи" {
			t.Errorf("%s %v", order(t, s), err)
		}
		deep, err := ReadList("А\n Б\n  В\n   Г", "ru")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddAll(ctx, top, deep); fieldsOf(err)["parent"] != "goal.parent.deep" {
			t.Errorf("too deep: %v", err)
		}
		if order(t, s) != "1Город 1.1Школы 1.1.1Обмены 1.2Музеи" {
			t.Errorf("half a list was kept: %s", order(t, s))
		}
	})
}

func TestBinAndReturn(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		top := add(t, s, Goal{Name: keeptest.Text("Город")})
		add(t, s, Goal{Name: keeptest.Text("Школы"), Parent: top})
		if err := s.goals.PutAway(ctx, top); err != nil || order(t, s) != "1Школы" {
			t.Errorf("what stood below stands at the top: %s %v", order(t, s), err)
		}
		if err := s.goals.Restore(ctx, top); err != nil || order(t, s) != "1Город 1.1Школы" {
			t.Errorf("%s %v", order(t, s), err)
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		keeptest.Wants(t, shown(t, s, ctx, "/goals"), []string{"Целей ещё не записано", "/goals/paste"})
		top := add(t, s, Goal{Name: keeptest.Text("Город"), Aim: "world_community", Document: keeptest.Text("Стратегия"), Period: keeptest.Date("2024/2030"), Post: "head"})
		low := add(t, s, Goal{Name: keeptest.Text("Обмены"), Parent: top, Ties: []string{"partner:p", "agreement:paper"}})
		add(t, s, Goal{Name: keeptest.Text("Пусто")})
		add(t, s, Goal{Name: keeptest.Text("Забыто"), Archived: true})
		keeptest.Wants(t, shown(t, s, ctx, "/goals"), []string{"1.1", "Стратегия · 2024–2030 гг. · Начальник отдела", "2 дела", "1 партнёр", "1 соглашение", "1 результат", "ни связей, ни дел", "связи есть, дел нет", "Служат целям: 2 из 3 дел", "Без цели — 1 дело", "Ниже", "/goals/" + top + "#serving-activity"}, "Забыто")
		keeptest.Wants(t, shown(t, s, ctx, "/goals?year=2024&partner=q"), []string{"1 дело", "/goals/" + top + "?year=2024&amp;partner=q#serving-activity"}, "1 результат")
		keeptest.Wants(t, shown(t, s, ctx, "/goals?year=сто"), []string{`value="сто"`, "Введите"})
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/goals"), []string{"Обмены"}, "/move", "/goals/new", "/goals/paste")
		keeptest.Wants(t, shown(t, s, ctx, "/goals/"+top), []string{"Цель 1", "Обмен", "по общей цели деятельности", "результат дела", "служит цели ниже", "/perm/office/activities/held", "Связать с целью", "/goals/new?parent=" + top})
		keeptest.Wants(t, shown(t, s, ctx, "/goals/"+low), []string{"Цель 1.1", "связано с целью", "Убрать связи"})
		keeptest.Wants(t, shown(t, s, ctx, "/goals/coverage"), []string{"Поездка", "3 мая 2026", "/goals/set?about=activity%3Aspare"}, "Выставка")
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/goals/coverage?year=2024"), []string{"Дел без цели нет"}, "/goals/set")
		keeptest.Wants(t, shown(t, s, ctx, "/goals/archived"), []string{"Забыто"}, "Обмены")
	})
}

func TestForms(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		top := add(t, s, Goal{Name: keeptest.Text("Город"), Aim: "world_community"})
		keeptest.Wants(t, shown(t, s, ctx, "/goals/new?parent="+top), []string{`value="` + top + `" selected`})
		keeptest.Wants(t, shown(t, s, ctx, "/goals/"+top+"/edit"), []string{"Город"}, `<option value="`+top+`"`, "activity:held")
		reply, err := ask(t, s, ctx, "POST", "/goals/"+top+"/tie", url.Values{"tie_activity": {"activity:spare"}, "tie_partner": {""}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/goals/"+top+"#tie" {
			t.Fatalf("%#v %v", reply, err)
		}
		keeptest.Wants(t, shown(t, s, ctx, "/goals/"+top+"/field/ties"), []string{"activity:spare"}, "activity:held")
		keeptest.Wants(t, shown(t, s, ctx, "/goals/set?about=activity:held"), []string{"Каким целям служит: Обмен", "1 Город"})
		reply, err = ask(t, s, ctx, "POST", "/goals/set?about=result:r1&had=", url.Values{"goals": {top}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/results/r1#goals" {
			t.Fatalf("%#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/goals/set?about=result:r1&had="+top, url.Values{"goals": {"nonsense"}}), []string{"Каким целям служит: Награда"})
		if _, err := ask(t, s, ctx, "GET", "/goals/set?about=partner:secret", nil); err == nil {
			t.Error("goals of a record that nobody may see")
		}
		keeptest.Wants(t, shown(t, s, ctx, "/goals/paste"), []string{"Список целей", "По одной в строке"})
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/goals/paste", url.Values{"lines": {"1. А\n1.1.1. Б"}}), []string{"нет цели предыдущего уровня", "1.1.1. Б"})
		list := url.Values{"lines": {"1. Школы\n1.1. Обмены"}, "under": {top}}
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/goals/paste", list), []string{"Так мы поняли список", "Школы", "1.1", "Записать 2 цели"})
		if order(t, s) != "1Город" {
			t.Errorf("a look at the list has made goals: %s", order(t, s))
		}
		list.Set("sure", "yes")
		if _, err := ask(t, s, ctx, "POST", "/goals/paste", list); err != nil || order(t, s) != "1Город 1.1Школы 1.1.1Обмены" {
			t.Errorf("%s %v", order(t, s), err)
		}
		g, err := s.Goal(ctx, top)
		if err != nil {
			t.Fatal(err)
		}
		reply, err = ask(t, s, ctx, "POST", "/goals/"+top+"/move", url.Values{"version": {"99"}, "way": {"down"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasPrefix(to.To, "/goals#") {
			t.Errorf("%#v %v (%d)", reply, err, g.Version)
		}
	})
}

func TestPanel(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		sc := desk(t).Scene("ru", "/")
		show := func(role account.Role, about record.Ref) string {
			t.Helper()
			panel, err := s.related(keeptest.As(t, role), sc, about)
			if err != nil {
				t.Fatal(err)
			}
			if panel == nil {
				return ""
			}
			return desk(t).HTML(sc, panel.Template, panel.Title, panel.Data)
		}
		held := record.Ref{Kind: ActivityKind, ID: "held"}
		if body := show(account.Head, held); body != "" {
			t.Errorf("without goals there is nothing to set: %s", body)
		}
		add(t, s, Goal{Name: keeptest.Text("Город"), Aim: "world_community", Ties: []string{"partner:p"}})
		keeptest.Wants(t, show(account.Head, held), []string{"Какой цели это служит, не записано", "/goals/set?about=activity%3Aheld"})
		if body := show(account.Auditor, held); body != "" {
			t.Errorf("an auditor can set nothing: %s", body)
		}
		_, err := s.Log.Write(keeptest.As(t, account.Head), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			return held, record.SetTags(ctx, w, held, record.Goal, []string{"world_community"})
		})
		if err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, show(account.Auditor, held), []string{"Город", "по общей цели деятельности"}, "/goals/set")
		keeptest.Wants(t, show(account.Head, record.Ref{Kind: PartnerKind, ID: "p"}), []string{"Город", "связано с целью"})
		if body := show(account.Head, record.Ref{Kind: "person", ID: "p"}); body != "" {
			t.Errorf("people serve no goals: %s", body)
		}
	})
}

func TestListing(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		top := add(t, s, Goal{Name: keeptest.Text("Город"), Aim: "world_community"})
		add(t, s, Goal{Name: keeptest.Text("Обмены"), Parent: top, Ties: []string{"partner:p"}})
		rows, err := s.listing(keeptest.As(t, account.Auditor), "ru")
		if err != nil {
			t.Fatal(err)
		}
		got := rows.([]listingRow)
		if len(got) != 2 || got[0].Number != "1" || got[0].Partners != 1 || got[0].Activities != 2 || got[0].Results != 1 || got[1].Number != "1.1" || got[1].Activities != 0 {
			t.Errorf("%+v", got)
		}
	})
}
