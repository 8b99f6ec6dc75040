package agreement

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// has wants every text in a page, and the error of a fragment otherwise.
func has(t *testing.T, html string, texts ...string) {
	t.Helper()
	plain := strings.ReplaceAll(html, "\u00a0", " ")
	for _, text := range texts {
		if !strings.Contains(plain, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if t.Failed() && testing.Verbose() {
		t.Log(html)
	}
	if strings.Contains(html, "⟦") {
		t.Errorf("the page has words missing: %s", html[strings.Index(html, "⟦"):])
	}
}

func duisburg(h *house) (city, first, second string) {
	city = h.partner("Дуйсбург", "Duisburg", "DE")
	first = h.paper(Agreement{Meta: keep.Meta{Visibility: record.Public}, Partner: city, Signed: day(h.t, "2007-10-15"), Title: i18n.NewText("de", "Städtepartnerschaftsvertrag"), Languages: []string{"ru", "de"}, Place: i18n.NewText("ru", "Висбаден")})
	second = h.paper(Agreement{Meta: keep.Meta{Visibility: record.Public}, Partner: city, Type: "renewal", Signed: day(h.t, "2017"), Title: i18n.NewText("ru", "Соглашение о продлении"), Renews: first})
	return city, first, second
}

func TestRegister(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city, _, _ := duisburg(h)
		joensuu := h.partner("Йоэнсуу", "Joensuu", "FI")
		h.paper(Agreement{Partner: joensuu, Type: "memorandum", Signed: day(t, "1994"), Until: day(t, "1998"), Title: i18n.NewText("ru", "Меморандум")})
		h.paper(Agreement{Partner: joensuu, Type: "protocol", Planned: true, Title: i18n.NewText("ru", "Протокол")})
		ctx := h.as(account.Coordinator, "")
		_, html, err := h.ask(ctx, "GET", "/agreements", nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Städtepartnerschaftsvertrag", `lang="de"`, "15 октября 2007 г.", "продлено", "срок не указан", "срок истёк", "ещё не подписано", "дата не установлена", "до 1998 г.", "русский и немецкий", "Дуйсбург", "Показаны 4 документа", "/agreements/new")
		_, html, err = h.ask(ctx, "GET", "/agreements?partner="+city+"&type=renewal", nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Соглашение о продлении", "/agreements/new?partner="+city, `value="renewal" selected`)
		if strings.Contains(html, "Меморандум") {
			t.Error("the filter lets other papers through")
		}
		_, html, err = h.ask(ctx, "GET", "/agreements?type=poem", nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Соглашений здесь нет")
	})
}

// TestEndedEarly ends a paper and looks where its state is told, then undoes it.
func TestEndedEarly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		id := h.paper(Agreement{Meta: keep.Meta{Visibility: record.Public}, Partner: city, Signed: day(t, "2007"), Until: day(t, "2030"), Title: i18n.NewText("ru", "Договор")})
		other := h.paper(Agreement{Partner: city, Signed: day(t, "2008"), Until: day(t, "2026-11-01"), Title: i18n.NewText("ru", "Протокол")})
		ctx := h.as(account.Coordinator, "")
		end := func(id, on string) {
			t.Helper()
			a, err := h.Agreement(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			if a.Ended, a.EndedBy, a.EndedWhy = day(t, on), "theirs", i18n.NewText("ru", "Письмо мэра"); on == "" {
				a.EndedBy, a.EndedWhy = "", i18n.Text{}
			}
			if err := h.Change(ctx, a); err != nil {
				t.Fatal(err)
			}
		}
		end(id, "2022-03-04")
		for _, at := range []string{"/agreements", "/agreements/" + id} {
			_, html, err := h.ask(ctx, "GET", at, nil)
			if err != nil {
				t.Fatal(err)
			}
			has(t, html, "прекращено досрочно", "4 марта 2022 г.")
		}
		about := record.Ref{Kind: partner.Kind, ID: city}
		moments, err := h.moments(ctx, h.scene("ru", "/"), about)
		if err != nil || !slices.ContainsFunc(moments, func(m module.Moment) bool {
			return m.What == "соглашение прекращено" && m.When == day(t, "2022-03-04")
		}) {
			t.Errorf("%+v %v", moments, err)
		}
		// What was ended asks for no renewal; what ran out does.
		end(other, "2026-10-01")
		if cards, err := h.cards(ctx, h.scene("ru", "/")); err != nil || len(cards) != 0 {
			t.Errorf("%+v %v", cards, err)
		}
		end(other, "")
		if cards, err := h.cards(ctx, h.scene("ru", "/")); err != nil || len(cards) != 1 {
			t.Errorf("%+v %v", cards, err)
		}
		// An end that is set stands in the calendar instead of the term.
		end(id, "2026-12-31")
		entries, err := h.agenda(ctx, h.scene("ru", "/"), day(t, "2026-12-01"), day(t, "2030-12-31"))
		if err != nil || len(entries) != 1 || entries[0].When != day(t, "2026-12-31") || entries[0].Text != "Последний день соглашения: Дуйсбург" {
			t.Errorf("%+v %v", entries, err)
		}
	})
}

func TestRegisterPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		for i := range keep.PageSize + 5 {
			h.paper(Agreement{Partner: city, Signed: edtf.OfYear(1950 + i)})
		}
		page, html, err := h.ask(h.system(), "GET", "/agreements", nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Показано 50 документов")
		next := page.(web.Page).Data.(listPage).Pager.Next
		if next == nil {
			t.Fatal("no way to the next page")
		}
		_, html, err = h.ask(h.system(), "GET", next.Href, nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Показано 5 документов", "1950 г.", "К началу списка")
	})
}

func TestView(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, first, second := duisburg(h)
		ctx := h.as(account.Coordinator, "")
		if _, err := h.AddSignatory(ctx, Signatory{Agreement: first, Side: "ours", Name: "Игорь Шубин", Post: i18n.NewText("ru", "глава города Перми")}); err != nil {
			t.Fatal(err)
		}
		_, html, err := h.ask(ctx, "GET", "/agreements/"+first, nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Städtepartnerschaftsvertrag", "/agreements/"+second, "продлевает", `aria-current="step"`, "Висбаден", "Наша сторона", "Игорь Шубин", "глава города Перми", "/remove", "/partners/duisburg", "Записать продление", "renews="+first)
		_, html, err = h.ask(h.as(account.Anyone, ""), "GET", "/agreements/"+first, nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(html, "/remove") || strings.Contains(html, "/edit") {
			t.Error("who may not edit sees the way to edit")
		}
		if _, _, err := h.ask(ctx, "GET", "/agreements/none", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("unknown paper: %v", err)
		}
	})
}

func TestForms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city, first, _ := duisburg(h)
		ctx := h.as(account.Coordinator, "")
		_, html, err := h.ask(ctx, "GET", "/agreements/new?partner="+city+"&renews="+first, nil)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, `value="`+city+`" selected`, `value="renewal" selected`, `value="`+first+`" selected`)
		typed := url.Values{"partner": {city}, "type": {"renewal"}, "title.ru": {"Продление"}, "signed": {"с потолка"}, "renews": {first}, "visibility": {"department"}}
		reply, html, err := h.ask(ctx, "POST", "/agreements", typed)
		if err != nil || reply.(web.Page).Status != http.StatusUnprocessableEntity {
			t.Fatalf("unreadable date: %v", err)
		}
		has(t, html, "с потолка", "Не удалось прочитать дату")
		typed.Set("signed", "12.10.2027")
		_, html, err = h.ask(ctx, "POST", "/agreements", typed)
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Эта дата ещё не наступила: 12 октября 2027 г.")
		typed.Set("planned", "yes")
		reply, _, err = h.ask(ctx, "POST", "/agreements", typed)
		if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasPrefix(to.To, "/agreements/") {
			t.Fatalf("saved: %+v, %v", reply, err)
		}
		_, html, err = h.ask(ctx, "POST", "/agreements/"+first+"/signatories/new", url.Values{"side": {"ours"}})
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Введите имя или выберите человека")
		reply, _, err = h.ask(ctx, "POST", "/agreements/"+first+"/signatories/new", url.Values{"side": {"ours"}, "name": {"Игорь Шубин"}, "post.ru": {"глава города"}})
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Fatalf("signed: %+v, %v", reply, err)
		}
		all, err := h.Signatories(ctx, first)
		if err != nil || len(all) != 1 || all[0].Post.Get("ru") != "глава города" {
			t.Fatalf("signatories %+v, %v", all, err)
		}
		reply, _, err = h.ask(ctx, "POST", "/agreements/"+first+"/signatories/"+all[0].ID+"/remove", nil)
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Errorf("removed: %+v, %v", reply, err)
		}
	})
}

func TestPanels(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city, _, second := duisburg(h)
		secret := h.paper(Agreement{Partner: city, Signed: day(t, "2020"), Title: i18n.NewText("ru", "Закрытый протокол")})
		about := record.Ref{Kind: partner.Kind, ID: city}
		ctx, scene := h.as(account.Coordinator, ""), h.scene("ru", "/partners/duisburg")
		show := func(panelOf string) string {
			related := h.relatedToPartner
			if panelOf == "public" {
				related = h.publicPanel
			}
			panel, err := related(ctx, scene, about)
			if err != nil || panel == nil {
				t.Fatalf("%s panel: %v, %v", panelOf, panel, err)
			}
			html, err := h.pages.Fragment(panel.Template, &web.View{Scene: scene, D: panel.Data})
			if err != nil {
				t.Fatal(err)
			}
			return string(html)
		}
		office := show("office")
		has(t, office, "Städtepartnerschaftsvertrag", "продлевает", "продлено", "срок не указан", "/agreements/"+second, "/agreements/"+secret)
		public := show("public")
		has(t, public, "Städtepartnerschaftsvertrag", "2017 г.", "продлевает")
		if strings.Contains(public, "срок не указан") || strings.Contains(public, "действует") {
			t.Error("residents are told a state that no paper states")
		}
		if strings.Contains(public, "Закрытый") || strings.Contains(public, "/agreements/") {
			t.Error("residents see a closed paper or a way into the office")
		}
		moments, err := h.moments(ctx, scene, about)
		if err != nil || len(moments) != 3 {
			t.Errorf("moments %+v, %v", moments, err)
		}
		if panel, err := h.publicPanel(ctx, scene, record.Ref{Kind: partner.Kind, ID: "other"}); err != nil || panel != nil {
			t.Errorf("a city without papers: %+v, %v", panel, err)
		}
	})
}
