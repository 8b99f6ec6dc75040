package activity

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// sqlite is a service on an empty database of the default engine.
func sqlite(t *testing.T) *Service {
	t.Helper()
	merged, err := db.Merge(subjects()...)
	if err != nil {
		t.Fatal(err)
	}
	return testService(t, dbtest.SQLite(t, merged))
}

// story is a project with a part, participants and money, and a plan of which
// nobody said whether it took place.
func story(t *testing.T, s *Service, ctx context.Context) (project, part, plan, series string) {
	t.Helper()
	series, err := s.AddSeries(ctx, Series{Meta: keep.Meta{Visibility: record.Public}, Name: i18n.NewText("ru", "Дни Перми")})
	if err != nil {
		t.Fatal(err)
	}
	p := made(t, "Год юбилеев", "project", Held, "2022-07-01/2022-11-30")
	p.Partners, p.Themes, p.Beneficiaries = []string{"duisburg"}, []string{"people_diplomacy"}, []string{"youth"}
	p.Summary, p.Code = i18n.NewText("ru", "Встречи <двух> городов"), "SECRET-22"
	project = add(t, s, ctx, p, keep.Cite{Field: "starts", Source: record.Source{Title: "Реестр", URL: "https://example.org/r", Kind: record.SourceWeb}})
	e := made(t, "Дни Перми 2022", "event", Held, "2022-09-28")
	e.Parent, e.Series = project, series
	part = add(t, s, ctx, e)
	v := made(t, "Визит хора", "visit_in", Planned, "2026-10-01")
	v.Partners, v.Series, v.Visibility = []string{"duisburg"}, series, record.Department
	plan = add(t, s, ctx, v)
	for _, x := range []Participant{
		{Activity: project, Organisation: "museum", Role: "lead", Side: "ours"}, {Activity: project, Organisation: "closed", Role: "partner", Side: "theirs"},
		{Activity: project, Person: "anna", Role: "delegation_head", Side: "ours"}, {Activity: project, Text: i18n.NewText("ru", "школы обоих городов"), Role: "participant", Side: "both"},
	} {
		if _, err := s.AddParticipant(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []struct {
		what  string
		minor int64
	}{{Requested, 49766000}, {Cofinancing, 31062500}, {Total, 80828500}} {
		if _, err := s.AddMoney(ctx, Money{Activity: project, What: m.what, Amount: money.Amount{Minor: m.minor, Currency: "RUB"}}); err != nil {
			t.Fatal(err)
		}
	}
	return project, part, plan, series
}

func TestOfficePages(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	project, part, plan, series := story(t, s, ctx)
	get := func(lang, target string) string {
		reply, err := call(t, s, ctx, lang, http.MethodGet, target, nil)
		if err != nil {
			t.Fatalf("%s: %v", target, err)
		}
		return html(t, reply, lang)
	}
	has(t, get("ru", "/activities"), "Деятельность", "Год юбилеев", "1 июля — 30 ноября 2022 г.", "Дуйсбург", "не подтверждено, состоялось ли", "Показаны 3 записи из 3")
	has(t, get("en", "/activities?group=visits"), "visit to us", "Визит хора", `aria-current="page"`, "Showing 1 of 1")
	lacks(t, get("ru", "/activities?group=visits"), "Год юбилеев")
	has(t, get("ru", "/activities?year=1950"), "Ничего не нашлось", "Снять отбор", `<option value="1950" selected>`)
	has(t, get("ru", "/activities/"+project), "Встречи &lt;двух&gt; городов", "Ведущие партнёры", "/perm/office/organisations/museum", "Закрытое учреждение",
		"Анна Смирнова", "школы обоих городов", "497 660,00 ₽", "497 660,00 ₽ &#43; 310 625,00 ₽ = 808 285,00 ₽", "сходится с общей суммой",
		"народная дипломатия", "Дни Перми 2022", "/perm/office/partners/duisburg", "https://example.org/r", "Добавить участника", "/remove")
	has(t, get("en", "/activities/"+part), "Part of a project or event", "Год юбилеев", "/perm/office/series/"+series, `lang="ru"`)
	has(t, get("ru", "/activities/"+plan), "Состоялось ли: Визит хора?", "/field/status")
	has(t, get("ru", "/series"), "Дни Перми", "2022–2026")
	has(t, get("ru", "/series/"+series), "1 октября 2026 г.", "28 сентября 2022 г.", "Визит хора", "Добавить очередное событие")
	has(t, get("ru", "/activities/new?partner=duisburg&series="+series), `value="duisburg" checked`, `value="`+series+`" selected`)

	guest := as(t.Context(), account.Guest, "")
	reply, err := call(t, s, guest, "ru", http.MethodGet, "/activities/"+project, nil)
	if err != nil {
		t.Fatal(err)
	}
	lacks(t, html(t, reply, "ru"), "Добавить участника", "/remove", "/edit")
	if _, err := call(t, s, guest, "ru", http.MethodGet, "/activities/"+plan, nil); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a guest opens an internal visit: %v", err)
	}
}

func TestForms(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	project, _, plan, _ := story(t, s, ctx)
	post := func(target string, values ...string) (web.Reply, error) {
		v := url.Values{}
		for i := 0; i < len(values); i += 2 {
			v.Add(values[i], values[i+1])
		}
		return call(t, s, ctx, "ru", http.MethodPost, target, v)
	}
	refused := func(name string, reply web.Reply, err error, want ...string) {
		t.Helper()
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %+v %v", name, reply, err)
			return
		}
		has(t, html(t, reply, "ru"), want...)
	}
	done := func(name string, reply web.Reply, err error, to string) {
		t.Helper()
		if r, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasPrefix(r.To, to) {
			t.Errorf("%s: %+v %v", name, reply, err)
		}
	}

	reply, err := post("/activities", "name.ru", "Форум", "type", "conference", "status", "planned", "starts", "14 июня 2027", "ends", "12 июня 2027", "visibility", "department")
	refused("the end before the start", reply, err, "14 июня 2027", `value="Форум"`, `id="f-ends-error"`)
	reply, err = post("/activities", "name.ru", "", "type", "", "status", "held", "starts", "31 апреля 2026", "visibility", "department")
	refused("everything wrong", reply, err, "Выберите вид", "31 апреля", "field-bad")
	reply, err = post("/activities", "name.ru", "Форум", "type", "conference", "status", "planned", "starts", "12–14 июня 2027", "partners", "oxford", "visibility", "department")
	done("a span in one field", reply, err, "/activities/")
	if list, err := s.List(ctx, Filter{Type: "conference", Limit: 2}); err != nil || len(list) != 1 || list[0].Ends.String() != "2027-06-14" || list[0].Partners[0] != "oxford" {
		t.Errorf("kept %+v %v", list, err)
	}
	reply, err = post("/activities/"+plan+"/field/status", "status", "held", "version", "1")
	done("the outcome", reply, err, "/activities/"+plan)

	at := "/activities/" + project
	reply, err = post(at+"/participants/new", "role", "host", "side", "ours")
	refused("nobody", reply, err, "Укажите, кто участвует", `id="f-organisation-error"`)
	reply, err = post(at+"/participants/new", "organisation", "museum", "text.ru", "школы", "role", "host", "side", "ours")
	refused("two at once", reply, err, "Оставьте одно", `value="школы"`, `value="museum" selected`)
	reply, err = post(at+"/participants/new", "organisation", "unknown", "role", "host", "side", "ours")
	refused("not on the list", reply, err, "Выберите один из предложенных")
	reply, err = post(at+"/participants/new", "person", "anna", "role", "host", "side", "ours")
	done("a person", reply, err, at+"#participants")

	reply, err = post(at+"/money/new", "what", "cofinancing", "amount", "1,00", "currency", "RUB")
	refused("the sum no longer comes out", reply, err, "808 286,00 ₽", "808 285,00 ₽", `id="f-amount-error"`)
	reply, err = post(at+"/money/new", "what", "grant", "amount", "много", "currency", "RUB")
	refused("no sum", reply, err, `id="f-amount-error"`, `value="много"`)
	reply, err = post(at+"/money/new", "what", "grant", "amount", "-5", "currency", "RUB")
	refused("less than nothing", reply, err, `id="f-amount-error"`)
	reply, err = post(at+"/money/new", "what", "", "amount", "", "currency", "")
	refused("empty", reply, err, "Выберите, что это за сумма", "Введите сумму больше нуля", "Выберите валюту")
	reply, err = post(at+"/money/new", "what", "grant", "amount", "1 500,50", "currency", "EUR", "note.ru", "доля фонда")
	done("a grant", reply, err, at+"#money")

	lines, err := s.Money(ctx, project)
	if err != nil {
		t.Fatal(err)
	}
	reply, err = post(at + "/money/" + lines[len(lines)-1].ID + "/remove")
	done("a line off", reply, err, at+"#money")
	if left, _ := s.Money(ctx, project); lines[len(lines)-1].Amount.Minor != 150050 || len(left) != len(lines)-1 {
		t.Errorf("before %v, after %v", lines, left)
	}
	takes, err := s.Participants(ctx, project)
	if err != nil {
		t.Fatal(err)
	}
	reply, err = post(at + "/participants/" + takes[0].ID + "/remove")
	done("one off the list", reply, err, at+"#participants")
	if _, err := call(t, s, as(t.Context(), account.Branch, ""), "ru", http.MethodGet, at+"/money/new", nil); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a branch may not change: %v", err)
	}
}

func TestPanelsMomentsAndCards(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	project, part, _, series := story(t, s, ctx)
	scene := testScene(t, "ru", now)
	about := func(kind, id string) string {
		p, err := s.related(ctx, scene, record.Ref{Kind: kind, ID: id})
		if err != nil {
			t.Fatal(err)
		}
		return panel(t, p, "ru")
	}
	has(t, about("partner", "duisburg"), "Год юбилеев", "Визит хора", "/activities?partner=duisburg&amp;began=2022", "/activities/new?partner=duisburg")
	has(t, about("partner", "oxford"), "пока ничего не записано")
	has(t, about("organisation", "museum"), "ведущий партнёр", "Дуйсбург", "Темы: народная дипломатия — 1")
	has(t, about("person", "anna"), "глава делегации", "Год юбилеев")
	if p, err := s.related(ctx, scene, record.Ref{Kind: "organisation", ID: "nobody"}); p != nil || err != nil {
		t.Errorf("a panel about nothing: %+v %v", p, err)
	}
	if p, err := s.related(t.Context(), scene, record.Ref{Kind: "partner", ID: "oxford"}); p != nil || err != nil {
		t.Errorf("an empty panel for the public: %+v %v", p, err)
	}

	for ref, want := range map[record.Ref]int{
		{Kind: "partner", ID: "duisburg"}: 2, {Kind: "organisation", ID: "museum"}: 1, {Kind: "person", ID: "anna"}: 1,
		{Kind: Kind, ID: project}: 1, {Kind: SeriesKind, ID: series}: 2, {Kind: "note", ID: "x"}: 0,
	} {
		moments, err := s.moments(ctx, scene, ref)
		if err != nil || len(moments) != want {
			t.Errorf("%s: %d moments, want %d: %v", ref, len(moments), want, err)
		}
	}
	a, err := s.Activity(ctx, part)
	if err != nil {
		t.Fatal(err)
	}
	a.Status = Moved
	if err := s.Change(ctx, a); err != nil {
		t.Fatal(err)
	}
	moments, err := s.moments(ctx, scene, a.Ref())
	if err != nil || len(moments) != 1 || moments[0].Text != "состоялось → перенесено" || moments[0].When.String() != "2026-11-22" {
		t.Errorf("a change of state: %+v %v", moments, err)
	}

	visit := made(t, "Делегация Оксфорда", "visit_in", Confirmed, "2026-11-24/2026-11-26")
	visit.Partners = []string{"oxford"}
	add(t, s, ctx, visit)
	add(t, s, ctx, made(t, "Далеко", "event", Planned, "2027-03"))
	cards, err := s.cards(ctx, scene)
	if err != nil || len(cards) != 2 {
		t.Fatalf("%+v %v", cards, err)
	}
	if cards[0].Band != module.Burning || cards[0].Text != "Встретить: Делегация Оксфорда" || cards[0].Note != "Оксфорд" {
		t.Errorf("%+v", cards[0])
	}
	if cards[1].Band != module.WaitingForMe || cards[1].Text != "Состоялось\u00a0ли: Визит хора?" {
		t.Errorf("%+v", cards[1])
	}
	add(t, s, ctx, made(t, "Летний лагерь", "event", Planned, "2027"))
	add(t, s, ctx, made(t, "Не состоялось", "event", Cancelled, "2027-03-25"))
	for span, want := range map[string]string{
		"2026-11-24/2026-12-22": "Встретить: Делегация Оксфорда", "2026-11-26/2026-12-22": "Встретить: Делегация Оксфорда", "2026-11-27/2026-12-22": "",
		"2027-03-20/2027-04-10": "tentative Подтвердить: Летний лагерь; tentative Подтвердить: Далеко; (off Подготовить: Не состоялось)", "2027-04-01/2027-06-30": "tentative Подтвердить: Летний лагерь",
		"2022-09-28/2022-09-28": "(done Подготовить: Год юбилеев); (off Подготовить: Дни Перми 2022)",
	} {
		whole := day(t, span)
		entries, err := s.agenda(ctx, scene, whole.Start(), whole.End(), module.All)
		var got []string
		for _, e := range entries {
			words := strings.TrimSpace(string(e.Standing) + " " + e.Text)
			if e.Aside {
				words = "(" + words + ")"
			}
			got = append(got, words)
		}
		if err != nil || strings.Join(got, "; ") != want {
			t.Errorf("%s: %q %v, want %q", span, got, err, want)
		}
	}
	if cards, err := s.cards(as(t.Context(), account.Branch, ""), scene); err != nil || len(cards) != 1 {
		t.Errorf("who changes nothing is asked nothing: %+v %v", cards, err)
	}
	rows, err := s.listing(ctx, "ru")
	if list, ok := rows.([]listingRow); err != nil || !ok || len(list) != 7 || list[3].When != "2026-11-24/2026-11-26" || list[3].Partners[0] != "Оксфорд" {
		t.Errorf("listing: %+v %v", rows, err)
	}
}

func TestPortalShowsOnlyWhatIsPublic(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	project, _, plan, series := story(t, s, ctx)
	gone := made(t, "Не получили", "project", Refused, "2023")
	gone.Partners = []string{"duisburg"}
	refusedID := add(t, s, ctx, gone)
	// Whoever is signed in, the portal answers as for the public.
	for name, viewer := range map[string]context.Context{"public": t.Context(), "head": ctx} {
		get := func(lang, target string) string {
			reply, err := call(t, s, viewer, lang, http.MethodGet, target, nil)
			if err != nil {
				t.Fatalf("%s %s: %v", name, target, err)
			}
			return html(t, reply, lang)
		}
		list := get("ru", "/projects")
		has(t, list, "<h2>2022</h2>", "Год юбилеев", "Дни Перми 2022", "Дуйсбург", "Показаны 2 записи из 2")
		lacks(t, list, "Визит хора", "Не получили", "SECRET-22")
		has(t, get("ru", "/projects?series="+series), "Дни Перми 2022")
		has(t, get("en", "/projects?group=visits"), "Nothing found")
		one := get("ru", "/projects/"+project)
		has(t, one, "Год юбилеев", "Музей", "школы обоих городов", `href="/perm/office/partners/duisburg"`, "народная дипломатия", "Дни Перми 2022")
		lacks(t, one, "SECRET-22", "Закрытое учреждение", "Анна Смирнова", "497", "₽", "example.org", "person:", "organisation:")
		has(t, get("en", "/projects/"+project), `lang="ru"`, "Participants")
		has(t, get("ru", "/projects/"+refusedID), "отказано")
		if _, err := call(t, s, viewer, "ru", http.MethodGet, "/projects/"+plan, nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s opens an internal visit on the portal: %v", name, err)
		}
		p, err := s.publicRelated(viewer, testScene(t, "ru", now), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil {
			t.Fatal(err)
		}
		body := panel(t, p, "ru")
		has(t, body, "Год юбилеев")
		lacks(t, body, "Визит хора", "Не получили")
		figures, err := s.home(viewer, testScene(t, "ru", now))
		if err != nil || len(figures) != 2 || figures[0].Number+" "+figures[0].Label != "1 проект" || figures[1].Number+" "+figures[1].Label != "1 событие" {
			t.Errorf("%s: %+v %v", name, figures, err)
		}
		paths, err := s.sitemap(viewer)
		if err != nil || len(paths) != 3 {
			t.Errorf("%s: %v %v", name, paths, err)
		}
	}
	reply, err := call(t, s, t.Context(), "ru", http.MethodGet, "/projects/"+project, nil)
	if page, ok := reply.(web.Page); err != nil || !ok || page.Head.Canonical != "/projects/"+project || page.Head.JSONLD != nil {
		t.Errorf("%+v %v", reply, err)
	}
}
