package rating

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func TestAwardKeepsEveryField(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		want := diploma()
		got, err := s.Award(head(t), addAward(t, s, want))
		if err != nil {
			t.Fatal(err)
		}
		fields := s.awards.Fields.Audit(&got)
		want.Visibility = record.Department
		for i, f := range s.awards.Fields.Audit(&want) {
			if fields[i] != f {
				t.Errorf("%s: %q, want %q", f.Name, fields[i].Value, f.Value)
			}
		}
	})
}

func TestRulesOfAnAward(t *testing.T) {
	for _, c := range []struct {
		name, field, key string
		change           func(*Award)
	}{
		{"whole", "", "", func(*Award) {}},
		{"little known", "", "", func(a *Award) { *a = Award{Type: "diploma", Name: keeptest.Text("Диплом")} }},
		{"given in its year", "", "", func(a *Award) { a.Given = keeptest.Date("2016") }},
		{"no name", "name", "award.name.empty", func(a *Award) { a.Name = i18n.Text{} }},
		{"no type", "type", "form.choice", func(a *Award) { a.Type = "" }},
		{"year in words", "year", "award.year.wrong", func(a *Award) { a.Year = "позапрошлый" }},
		{"year with a sign", "year", "award.year.wrong", func(a *Award) { a.Year = "+201" }},
		{"year ahead", "year", "award.year.wrong", func(a *Award) { a.Year, a.Given = "2199", edtf.Date{} }},
		{"given before its year", "given", "award.given.early", func(a *Award) { a.Given = keeptest.Date("2015-12") }},
		{"given ahead", "given", "form.date.past", func(a *Award) { a.Given = keeptest.Date("2199") }},
	} {
		a := diploma()
		c.change(&a)
		bad := errs.FieldsOf(a.validate(edtf.On(keeptest.Now())))
		if c.field == "" && bad != nil || c.field != "" && (len(bad) != 1 || bad[0].Field != c.field || bad[0].Key != c.key) {
			t.Errorf("%s: %v", c.name, bad)
		}
	}
}

func TestAwardsAreListedByTheDayTheyWereGiven(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		old := diploma()
		old.Name, old.Given, old.Year, old.Type, old.Partner = keeptest.Text("Старый диплом"), edtf.Date{}, "2014", "diploma", ""
		addAward(t, s, old)
		addAward(t, s, diploma())
		html := shown(t, s, head(t), "/awards")
		keeptest.Wants(t, html, []string{"Рейтинг активности", "место в рейтинге", "Союз городов", "Старый диплом", "1-е место"})
		if strings.Index(html, "Рейтинг активности") > strings.Index(html, "Старый диплом") {
			t.Error("the newest award stands first")
		}
		for target, want := range map[string]int{"/awards?type=diploma": 1, "/awards?partner=duisburg": 1, "/awards?year=2014": 1, "/awards?type=letter": 0} {
			html := shown(t, s, head(t), target)
			if got := strings.Count(html, `href="/perm/office/awards/0`); got != want {
				t.Errorf("%s lists %d awards, want %d", target, got, want)
			}
		}
	})
}

func TestAwardOnItsPageAndOnOthers(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := addAward(t, s, diploma())
		keeptest.Wants(t, shown(t, s, head(t), "/awards/"+id), []string{"Рейтинг активности", "за 2016 год", "1-е место", "зал городов-побратимов", "/partners/duisburg", "/organisations/union"})
		scene := desk(t).Scene("ru", "/partners/duisburg")
		for ref, want := range map[string]bool{"partner:duisburg": true, "organisation:union": true, "partner:oxford": false, "activity:duisburg": false} {
			panel, err := s.related(head(t), scene, record.ParseRef(ref))
			if err != nil || (panel != nil) != want {
				t.Errorf("%s: %v %v", ref, panel, err)
			}
		}
	})
}

func TestAwardIsWrittenDownInTheForm(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		values := url.Values{"type": {"certificate"}, "name.ru": {"Грамота"}, "year": {"16"}}
		reply, err := ask(t, s, head(t), http.MethodPost, "/awards", values)
		if _, again := reply.(web.Page); err != nil || !again {
			t.Fatalf("a year of two figures is refused on the form: %+v %v", reply, err)
		}
		values.Set("year", "2016")
		reply, err = ask(t, s, head(t), http.MethodPost, "/awards", values)
		if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasPrefix(to.To, "/awards/") {
			t.Fatalf("%+v %v", reply, err)
		}
	})
}
