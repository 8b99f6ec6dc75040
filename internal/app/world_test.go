package app

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// TestWorldList takes over what the list of the world knows of Perm: only what
// was chosen, with the list as its source, and not twice.
func TestWorldList(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		for _, role := range []account.Role{account.Head, account.Editor, account.Branch, account.Guest} {
			s.signIn(t, "perm", demoEmail(role))
		}
		head, at := demoEmail("head"), "/perm/office/prospects/world"
		names := func() []string {
			t.Helper()
			all, err := c.Partners.Suggestions(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, n := range all {
				list = append(list, n.Name)
			}
			return list
		}
		if got := names(); !slices.Contains(got, "Realmonte") || slices.Contains(got, "Duisburg") {
			t.Fatalf("suggested: %v", got)
		}
		page := s.get(head, at)
		if page.status != http.StatusOK || !strings.Contains(page.body, "Реальмонте") && !strings.Contains(page.body, "Realmonte") || !strings.Contains(page.body, "Викиданные, август 2025") {
			t.Errorf("the page: %d", page.status)
		}
		for _, role := range []account.Role{account.Editor, account.Branch, account.Guest} {
			if a := s.get(demoEmail(role), at); a.status != http.StatusNotFound {
				t.Errorf("%s opens the page: %d", role, a.status)
			}
			if a := s.post(demoEmail(role), at, url.Values{"city": {"2523636"}}); a.status == http.StatusSeeOther {
				t.Errorf("%s takes cities over", role)
			}
		}
		if a := s.post(head, at, url.Values{}); a.status != http.StatusUnprocessableEntity || !strings.Contains(unbound(a.body), "Отметьте хотя бы один город") {
			t.Errorf("nothing chosen: %d", a.status)
		}
		before, err := c.Partners.Prospects(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a second time changes nothing
			if a := s.post(head, at, url.Values{"city": {"2523636", "2934691", "no such city"}}); a.status != http.StatusSeeOther {
				t.Fatalf("taking over: %d", a.status)
			}
		}
		after, err := c.Partners.Prospects(ctx)
		if err != nil || len(after) != len(before)+1 {
			t.Fatalf("%d prospects instead of %d: %v", len(after), len(before)+1, err)
		}
		i := slices.IndexFunc(after, func(p partner.Prospect) bool { return p.GeoNames == "2523636" })
		facts, err := record.FactsOf(ctx, c.DB, after[i].Ref())
		if used, ok := facts.Used("detail"); err != nil || !ok || !strings.Contains(used.Source.Title, "Викиданные") || after[i].Stage != "idea" {
			t.Errorf("%+v %+v %v", after[i], facts, err)
		}
		if page := s.get(head, "/perm/office/prospects/"+after[i].ID); strings.Contains(page.body, "уже ваш партнёр") {
			t.Error("a city that is no partner is called one")
		}
		dup, err := c.Partners.AddProspect(ctx, partner.Prospect{Name: i18n.NewText("ru", "Дуйсбург"), Country: "DE", Stage: "talks"})
		if err != nil {
			t.Fatal(err)
		}
		if page := unbound(s.get(head, "/perm/office/prospects/"+dup).body); !strings.Contains(page, "Этот город уже ваш партнёр") || !strings.Contains(page, "/perm/office/partners/duisburg") {
			t.Error("a prospect that became a partner is not called one")
		}
		if slices.Contains(names(), "Realmonte") {
			t.Error("a city that was taken over is suggested again")
		}
		dossier := s.get(head, "/perm/office/partners/duisburg")
		for _, want := range []string{"Кто ещё дружит с этим городом", "Вильнюс", "это мы", "Отдел это не проверял"} {
			if !strings.Contains(unbound(dossier.body), want) {
				t.Errorf("the dossier of Duisburg says nothing of %q", want)
			}
		}
		if portal := s.get("", "/perm/partners/duisburg"); strings.Contains(portal.body, "Кто ещё дружит") {
			t.Error("residents read what nobody verified")
		}
	})
}

// TestWorldClaims keeps what the list says of our partners beside what we say:
// with the list as its source, once, and never in the place of ours.
func TestWorldClaims(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		for _, role := range []account.Role{account.Head, account.Guest} {
			s.signIn(t, "perm", demoEmail(role))
		}
		head, at := demoEmail("head"), "/perm/office/partners/world"
		duisburg, err := c.Partners.Partner(ctx, "duisburg")
		if err != nil {
			t.Fatal(err)
		}
		dossier := "/perm/office/partners/duisburg"
		if page := unbound(s.get(head, dossier).body); !strings.Contains(page, "Список называет этот город нашим побратимом") || !strings.Contains(page, "Сохранить как сведения списка") {
			t.Error("the dossier does not offer what the list says")
		}
		if a := s.get(demoEmail(account.Guest), dossier); strings.Contains(a.body, "Сохранить как сведения списка") {
			t.Error("a guest is offered to write")
		}
		if a := s.post(demoEmail(account.Guest), at, url.Values{"partner": {duisburg.ID}}); a.status == http.StatusSeeOther {
			t.Error("a guest writes")
		}
		if a := s.post(head, at, url.Values{}); a.status != http.StatusUnprocessableEntity || !strings.Contains(unbound(a.body), "Отметьте хотя бы один город") {
			t.Errorf("nothing chosen: %d", a.status)
		}
		before, err := record.FactsOf(ctx, c.DB, duisburg.Ref())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a second time changes nothing
			if a := s.post(head, at, url.Values{"partner": {duisburg.ID, "no such partner"}, "back": {"duisburg"}}); a.status != http.StatusSeeOther {
				t.Fatalf("keeping: %d", a.status)
			}
		}
		after, err := record.FactsOf(ctx, c.DB, duisburg.Ref())
		if err != nil || len(after["type"]) != len(before["type"])+1 {
			t.Fatalf("%+v, %v", after["type"], err)
		}
		i := slices.IndexFunc(after["type"], func(f record.Fact) bool { return strings.Contains(f.Source.Title, "Википедия") })
		if i < 0 || after["type"][i].Used || after["type"][i].Value != "sister" {
			t.Errorf("%+v", after["type"])
		}
		if now, err := c.Partners.Partner(ctx, "duisburg"); err != nil || now.Type != duisburg.Type || now.Version != duisburg.Version {
			t.Errorf("ours: %s, %v", now.Type, err)
		}
		if page := unbound(s.get(head, dossier).body); strings.Contains(page, "Сохранить как сведения списка") || !strings.Contains(page, "Список называет этот город") {
			t.Error("what is kept is offered again")
		}
		unsaid, err := c.Partners.Unsaid(ctx)
		if err != nil || len(unsaid) == 0 || slices.ContainsFunc(unsaid, func(l partner.Listed) bool { return l.Slug == "duisburg" }) {
			t.Errorf("%d unsaid, %v", len(unsaid), err)
		}
	})
}

// TestTwinsCommand asks the list from the command line.
func TestTwinsCommand(t *testing.T) {
	out := decode[twinsOf](t, command(t, "twins", "Дуйсбург", "--lang", "en", "--json"))
	if out.GeoNames != 2934691 {
		t.Errorf("found %+v", out)
	}
	out = decode[twinsOf](t, command(t, "twins", "Perm'", "--country", "RU", "--lang", "ru"))
	if out.Name != "Пермь" || !slices.ContainsFunc(out.Twins, func(r twinRow) bool { return r.Name == "Дуйсбург" && r.Country == "DE" && len(r.Sources) > 0 }) {
		t.Errorf("%+v", out)
	}
	oneSentence(t, "no such city", command(t, "twins", "Кщварплдж"), "Кщварплдж")
}

// unbound is a page with ordinary spaces for those that do not break.
func unbound(page string) string { return strings.ReplaceAll(page, "\u00a0", " ") }
