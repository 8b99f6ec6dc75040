package result

import (
	"net/http"
	"strings"
	"testing"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// portal shows the public page to somebody.
func portal(t *testing.T, s *Service, lang string, roles ...account.Role) string {
	t.Helper()
	r, err := http.NewRequestWithContext(keeptest.As(t, roles...), http.MethodGet, "/results", nil)
	if err != nil {
		t.Fatal(err)
	}
	sc := desk(t).Scene(lang, "/perm/results")
	sc.Base = "/perm"
	reply, err := s.public(web.WithScene(r, sc))
	if err != nil {
		t.Fatal(err)
	}
	page := reply.(web.Page)
	return desk(t).HTML(sc, page.Template, page.Title, page.Data)
}

// TestPortalShowsWhatIsPublic: the same page for everybody, whoever is signed
// in, without witnesses, places of evidence and partners that are not public.
func TestPortalShowsWhatIsPublic(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, v := range record.Visibilities() {
			r := seen()
			r.Name, r.Visibility = keeptest.Text("Круг "+string(v)), v
			proved(t, s, r)
		}
		for _, r := range []Result{
			{Type: "practice", Name: keeptest.Text("Общественные центры"), Partner: "oxford"},
			{Type: "award", Name: keeptest.Text("Рейтинг"), Since: keeptest.Date("2017")},
			{Type: "thing", Name: keeptest.Text("Подарок тайного города"), Partner: "secret", There: Gone, ThereOn: keeptest.Date("2020")},
		} {
			r.Visibility = record.Public
			proved(t, s, r)
		}
		claim := Result{Type: "tie", Name: keeptest.Text("Одни слова")}
		claim.Visibility = record.Public
		add(t, s, claim)
		late := seen()
		late.Name, late.Visibility, late.Recheck = keeptest.Text("Давно не проверяли"), record.Public, keeptest.Date("2026-10")
		proved(t, s, late)
		late.Name, late.Recheck = keeptest.Text("Проверили поздно"), keeptest.Date("2026-09")
		proved(t, s, late)
		public := portal(t, s, "ru")
		keeptest.Wants(t, public, []string{"Что это дало городу", "Круг public", "3 скульптуры", "школы и молодёжь", "видели на месте", "Давно не проверяли", "/perm/partners/duisburg", "Городу в целом", "/perm/results/tangible?country=DE"},
			"без подтверждения", "больше нет", "Одни слова", "Проверили поздно", "Подарок",
			"Круг department", "Круг administration", "Круг participants", "Иванова", "папка 3", "12 июня", "Тайный", "secret")
		at := func(words string) int { return strings.Index(public, words) }
		if at("Дуйсбург</span>") > at("Оксфорд</span>") || at("Оксфорд</span>") > at("Городу") {
			t.Error("partners stand by name, the city as a whole comes last")
		}
		for _, role := range []account.Role{account.Head, account.Auditor, account.Guest} {
			if portal(t, s, "ru", role) != public {
				t.Errorf("%s sees another page than the public", role)
			}
		}
		keeptest.Wants(t, portal(t, s, "en"), []string{"What it gave the city", `<span lang="ru">Общественные центры</span>`, "seen on the spot"})
	})
}

func TestPortalWithoutResults(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		proved(t, s, seen())
		keeptest.Wants(t, portal(t, s, "ru"), []string{"Здесь пока ничего нет"}, "Волна")
	})
}

func TestPublicPanel(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := seen()
		add(t, s, r)
		sc, duisburg := desk(t).Scene("ru", "/perm/partners/duisburg"), record.Ref{Kind: "partner", ID: "duisburg"}
		if panel, err := s.publicRelated(keeptest.As(t, account.Head), sc, duisburg); err != nil || panel != nil {
			t.Errorf("nothing is public, and the head sees no more: %+v %v", panel, err)
		}
		r.Visibility, r.Name = record.Public, keeptest.Text("Книга")
		proved(t, s, r)
		panel, err := s.publicRelated(t.Context(), sc, duisburg)
		if err != nil || panel == nil {
			t.Fatalf("%+v %v", panel, err)
		}
		keeptest.Wants(t, desk(t).HTML(sc, panel.Template, panel.Title, panel.Data), []string{"Книга", "набережная"}, "Волна", "Иванова", "/office/")
	})
}
