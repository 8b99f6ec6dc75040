package anniversary

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The list of the office: what rests is marked, what is disputed is shown by
// both dates, what cannot be counted is named.
func TestAnniversariesPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		page := func(target string) string {
			t.Helper()
			_, html, err := ask(t, s, account.Head, http.MethodGet, target, nil)
			if err != nil {
				t.Fatal(err)
			}
			return html
		}
		html := page("/anniversaries?from=2027&to=2030&of=sister")
		for _, words := range []string{"3 юбилея за 2027–2030 годы", "в паузе", "отмечать ли, решает отдел", "15 октября 2027", "принята в карточке", "по другому источнику", `href="/perm/office/partners/duisburg"`} {
			if !strings.Contains(html, words) {
				t.Errorf("the page lacks %q:\n%s", words, html)
			}
		}
		if html = page("/anniversaries"); !strings.Contains(html, `value="2026"`) || !strings.Contains(html, `value="2036"`) || !strings.Contains(html, "Юбилей посчитать нельзя") || !strings.Contains(html, "Брест") {
			t.Errorf("the page as it opens:\n%s", html)
		}
		for _, bad := range []struct{ query, sentence, kept string }{
			{"from=2030&to=2027", "Последний год — не раньше первого: 2030", `value="2027"`},
			{"from=скоро", "Введите число", `value="скоро"`},
			{"from=0", "от 1", `value="0"`},
			{"step=0", "от 1", `value="0"`},
			{"from=1000&to=9999", "Не больше 200", `value="9999"`},
		} {
			reply, html, err := ask(t, s, account.Head, http.MethodGet, "/anniversaries?"+bad.query, nil)
			if err != nil || reply.(web.Page).Status != http.StatusUnprocessableEntity || !strings.Contains(html, bad.sentence) || !strings.Contains(html, bad.kept) {
				t.Errorf("%s: %v\n%s", bad.query, err, html)
			}
		}
		reply, _, err := ask(t, s, account.Head, http.MethodGet, "/anniversaries?from=2027&to=2027&as=csv", nil)
		var out bytes.Buffer
		if err != nil || reply.(web.Stream).Write(&out) != nil || !strings.Contains(out.String(), "2027;15;2027;Агридженто") || !strings.Contains(out.String(), "2027-10-15") {
			t.Errorf("as a file: %v\n%s", err, out.String())
		}
		if _, _, err := ask(t, s, account.Guest, http.MethodGet, "/anniversaries", nil); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a guest: %v", err)
		}
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		const at = "/anniversaries/settings"
		for _, bad := range []struct{ step, horizon string }{{"0", "10"}, {"101", "10"}, {"5", "0"}, {"5", "201"}, {"", "10"}, {"пять", "10"}} {
			reply, html, err := ask(t, s, account.Head, http.MethodPost, at, url.Values{"step": {bad.step}, "horizon": {bad.horizon}})
			if err != nil || reply.(web.Page).Status != http.StatusUnprocessableEntity || !strings.Contains(html, `value="`+bad.step+`"`) {
				t.Errorf("%v: %v\n%s", bad, err, html)
			}
		}
		reply, html, err := ask(t, s, account.Head, http.MethodPost, at, url.Values{"step": {"10"}, "horizon": {"3"}, "first": {"yes"}})
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Fatalf("%v, %v\n%s", reply, err, html)
		}
		set, err := s.Settings(as(t, account.Head))
		if err != nil || set.Step != 10 || set.Horizon != 3 || !set.First {
			t.Errorf("%+v, %v", set, err)
		}
		reply, html, err = ask(t, s, account.Head, http.MethodPost, at, url.Values{"step": {"5"}, "horizon": {"10"}}) // from no version
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusConflict || !strings.Contains(html, "сохранил кто-то другой") {
			t.Errorf("an older version: %v, %v\n%s", reply, err, html)
		}
		if err := s.Save(as(t, account.Auditor), set); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor saves: %v", err)
		}
		if left, err := s.Log.Verify(t.Context()); err != nil || len(left) > 0 {
			t.Errorf("history: %v, %v", left, err)
		}
	})
}

// Key dates are kept like any record, and their anniversaries follow: those of a
// country on the dossier of each partner there.
func TestKeyDates(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Head)
		add := func(about, occasion, title, on string) string {
			t.Helper()
			id, err := s.Add(ctx, KeyDate{About: about, Occasion: occasion, Title: i18n.NewText("ru", title), On: date(on)}, keep.Cite{Field: "on", Source: record.Source{Title: "Хроника", Kind: record.SourceWeb}})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		unity := add("country:DE", "statehood", "Единство Германии", "1990-10-03")
		add("partner:duisburg", "founded", "Основание Дуйсбурга", "0883")
		add("organisation:archive", "founded", "Основание архива", "1918")
		for _, bad := range []struct{ about, on, field string }{
			{"country:ZZ", "1990", "about"}, {"planet:mars", "1990", "about"}, {"", "1990", "about"}, {"country:DE", "199X", "on"}, {"country:DE", "", "on"},
		} {
			k := KeyDate{About: bad.about, Occasion: "other", Title: i18n.NewText("ru", "x")}
			if bad.on != "" {
				k.On = date(bad.on)
			}
			if _, err := s.Add(ctx, k); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != bad.field {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		starts, err := s.Starts(ctx, "ru", "duisburg")
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, one := range starts {
			words = append(words, string(one.Sort)+" "+one.Title+" "+one.Source)
		}
		if got := strings.Join(words, "; "); got != "sister Дуйсбург ; city Основание Дуйсбурга Хроника; country Единство Германии Хроника" {
			t.Errorf("the starts of Duisburg: %s", got)
		}
		panel, err := s.related(ctx, s.scene("/partners/duisburg"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil {
			t.Fatalf("%v, %v", panel, err)
		}
		if html := render(t, s, "/partners/duisburg", panel.Template, panel.Title, panel.Data); !strings.Contains(html, "Единство Германии") || !strings.Contains(html, "3 октября 2030") || !strings.Contains(html, "about=partner%3Aduisburg") {
			t.Errorf("the panel:\n%s", html)
		}
		if panel, err = s.related(ctx, s.scene("/x"), record.Ref{Kind: "organisation", ID: "archive"}); err != nil || panel == nil || panel.Count != "1" {
			t.Errorf("the panel of an organisation: %+v, %v", panel, err)
		}
		for _, target := range []string{"/keydates", "/keydates/" + unity, "/keydates/new?about=organisation%3Aarchive", "/keydates/" + unity + "/edit"} {
			if _, html, err := ask(t, s, account.Head, http.MethodGet, target, nil); err != nil || !strings.Contains(html, "рхив") && !strings.Contains(html, "Единство Германии") {
				t.Errorf("%s: %v\n%s", target, err, html)
			}
		}
		rows, err := s.Found(ctx, "ru", 2030, 2030, Rule{Step: 5})
		if list, ok := rows.([]listingRow); err != nil || !ok || len(list) != 2 {
			t.Errorf("2030: %+v, %v", rows, err)
		}
	})
}

func TestHolidays(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, want := range []struct{ query, words string }{
			{"", "Всемирный день породнённых городов"},
			{"?year=2027", "25 апреля 2027"},
			{"?year=2027&country=DE", `<span lang="de">Tag der Deutschen Einheit</span>`},
			{"?year=2027&country=DE", `<span lang="de">Neujahr</span>`}, // beside its name in Russian
			{"?year=2027", "в программе не записаны"},                   // Antarctica has no table
			{"?year=1066", "от 2"},
			{"?year=завтра", "Введите число"},
		} {
			_, html, err := ask(t, s, account.Head, http.MethodGet, "/anniversaries/holidays"+want.query, nil)
			if err != nil || !strings.Contains(html, want.words) {
				t.Errorf("%s lacks %q: %v\n%s", want.query, want.words, err, html)
			}
		}
	})
}
