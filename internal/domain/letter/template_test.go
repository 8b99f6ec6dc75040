package letter

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

// TestTemplateRules refuses a template that cannot be filled, at its field.
func TestTemplateRules(t *testing.T) {
	good := Template{Type: "thanks", Name: i18n.NewText("ru", "Спасибо"), Lang: "ru", Title: "Спасибо", Body: "{обращение}!\n\nСпасибо за {?что}. Ваш {Город-Партнёр.род}"}
	if err := good.validate([]string{"ru"}); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Template){
		"type form.choice":                  func(t *Template) { t.Type = "sms" },
		"name letter_template.name.empty":   func(t *Template) { t.Name = i18n.Text{} },
		"lang form.choice":                  func(t *Template) { t.Lang = "tlh" },
		"title letter_template.strange":     func(t *Template) { t.Title = "{тема}" },
		"title mail.line":                   func(t *Template) { t.Title = "Тема\r\nBcc: thief@evil.example" },
		"body letter_template.body.empty":   func(t *Template) { t.Body = " " },
		"body letter_template.strange":      func(t *Template) { t.Body = "{обращение} {адрес}" },
		"body letter_template.alone":        func(t *Template) { t.Body = "{обращение" },
		"title letter_template.alone":       func(t *Template) { t.Title = "тема}" },
		"title letter_template.title.empty": func(t *Template) { t.Title = "" },
	} {
		bad := good
		change(&bad)
		all := errs.FieldsOf(bad.validate([]string{"ru"}))
		if len(all) != 1 || all[0].Field+" "+all[0].Key != want {
			t.Errorf("%s: %v", want, all)
		}
	}
	if names, _ := strange("{обращение} {} {?} {адрес} {адрес}"); !slices.Equal(names, []string{"{}", "{?}", "{адрес}"}) {
		t.Errorf("%q", names)
	}
}

// TestShipped wants five templates in four languages, each of which the program
// can fill.
func TestShipped(t *testing.T) {
	all := shippedTemplates()
	if len(all) != 20 {
		t.Errorf("%d templates", len(all))
	}
	for _, one := range all {
		if err := one.validate(writtenIn(nil)); err != nil {
			t.Errorf("%s: %v", one.ID, err)
		}
		if again, ok := shippedOf(one.ID); !ok || again.Body != one.Body {
			t.Errorf("%s is not found", one.ID)
		}
		if !strings.Contains(one.Body, "{salutation}") && !strings.Contains(one.Body, "{обращение}") {
			t.Errorf("%s addresses nobody", one.ID)
		}
	}
}

// TestTemplates changes one that comes along, gives it back, and adds one.
func TestTemplates(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		at := func(id string) Template {
			t.Helper()
			one, err := p.Template(as(t), id)
			if err != nil {
				t.Fatal(err)
			}
			return one
		}
		id, err := p.Adopt(as(t), "shipped-thanks.de")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := p.Adopt(as(t), "shipped-thanks.de"); err != nil || again != id {
			t.Errorf("a second one: %s %v", again, err)
		}
		mine := at(id)
		mine.Body = "{salutation},\n\nvielen Dank."
		if err := p.templates.Change(as(t), mine); err != nil {
			t.Fatal(err)
		}
		all, err := p.Templates(as(t))
		if err != nil || len(all) != 20 {
			t.Fatalf("%d templates %v", len(all), err)
		}
		i := slices.IndexFunc(all, func(o Template) bool { return o.Shipped == "thanks.de" })
		if all[i].ID != id || all[i-2].Lang != "ru" || all[i-1].Lang != "en" || all[i+1].Lang != "fr" {
			t.Errorf("out of order: %+v", all[i-2:i+2])
		}
		twin := Template{Type: "thanks", Name: mine.Name, Lang: "de", Title: "Dank", Body: "Dank"}
		twin.Visibility = record.Department
		if _, err := p.templates.Add(as(t), twin); errs.FieldsOf(err) == nil || errs.FieldsOf(err)[0].Field != "name" {
			t.Errorf("two of one name: %v", err)
		}
		if back, err := p.GiveBack(as(t), id); err != nil || back != "shipped-thanks.de" {
			t.Errorf("%s %v", back, err)
		}
		if all, err = p.Templates(as(t)); err != nil || all[i].own() {
			t.Errorf("%+v %v", all[i], err)
		}
		if other, err := p.Adopt(as(t), "shipped-thanks.de"); err != nil || other == id {
			t.Errorf("%s %v", other, err)
		}
		if err := p.templates.Restore(as(t), id); errs.KindOf(err) != errs.Conflict {
			t.Errorf("two in one place: %v", err)
		}
		auditor := keeptest.As(t, account.Auditor)
		if _, err := p.Adopt(auditor, "shipped-thanks.en"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

// TestFill fills what is known in the language of the letter, and names the rest.
func TestFill(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		d := Draft{Template: "приглашение", Partner: "duisburg", Person: p.anna, Activity: "day", Langs: []string{"de", "ru"}}
		filled, open, err := p.Fill(as(t), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Sehr geehrte Frau Schmidt,", "im Namen der Stadt Perm", "„Stadttag“", "12.–14. Juni 2027", "{worum es bei dem Besuch geht: was gezeigt wird, wer daran teilnimmt}", "{sender}"} {
			if !strings.Contains(strings.ReplaceAll(filled["de"].Body, "\u00a0", " "), want) {
				t.Errorf("%q is not in the letter:\n%s", want, filled["de"].Body)
			}
		}
		for _, want := range []string{"{обращение}!", "города {наш город.род}", "«День города»", "Отдел международных связей"} {
			if !strings.Contains(filled["ru"].Body, want) {
				t.Errorf("%q is not in the letter:\n%s", want, filled["ru"].Body)
			}
		}
		hole := func(lang, place string) Hole {
			t.Helper()
			i := slices.IndexFunc(open, func(h Hole) bool { return h.Lang == lang && h.Place == place })
			if i < 0 {
				t.Fatalf("%s %s is not named: %+v", lang, place, open)
			}
			return open[i]
		}
		address, city := hole("ru", "salutation"), hole("ru", "city.gen")
		if address.Hint != "Sehr geehrte Frau Schmidt" || address.Of != (record.Ref{Kind: contact.PersonKind, ID: p.anna}) || city.Of != homeRef || hole("de", "sender").Hint == "" {
			t.Errorf("%+v %+v", address, city)
		}
		given := map[string]string{address.Name(): "Уважаемая госпожа Шмидт!", city.Name(): "Перми"}
		if err := p.remember(as(t), open, given); err != nil {
			t.Fatal(err)
		}
		filled, open, err = p.Fill(as(t), d, nil)
		if err != nil || !strings.Contains(filled["ru"].Body, "Уважаемая госпожа Шмидт!\n") || !strings.Contains(filled["ru"].Body, "города Перми приглашаем") {
			t.Errorf("what was typed is not remembered: %v\n%s", err, filled["ru"].Body)
		}
		for _, h := range open {
			if h.Of == address.Of && h.Place == "salutation" {
				t.Errorf("%+v is still asked", h)
			}
		}
		for want, change := range map[string]func(*Draft){
			"langs letter.template.lang":    func(d *Draft) { d.Langs = []string{"ru", "fi"} },
			"template letter.template.gone": func(d *Draft) { d.Template = "нет такого" },
		} {
			bad := d
			change(&bad)
			_, _, err := p.Fill(as(t), bad, nil)
			if all := errs.FieldsOf(err); len(all) != 1 || all[0].Field+" "+all[0].Key != want {
				t.Errorf("%s: %v", want, err)
			}
		}
	})
}

// TestAddressIn never takes a form of address for one in another language.
func TestAddressIn(t *testing.T) {
	german, russian, spoken := contact.Person{Address: "Sehr geehrte Frau Schmidt"}, contact.Person{Address: "Уважаемая Анна Карловна"}, contact.Person{Address: "Dear Mr Li", Spoken: []string{"zh", "en"}}
	known := german
	known.Written = []string{"de", "en"}
	for _, c := range []struct {
		who        contact.Person
		lang, want string
	}{
		{german, "de", ""}, {german, "en", ""}, {known, "de", german.Address}, {known, "en", ""}, {known, "ru", ""},
		{russian, "ru", russian.Address}, {russian, "de", ""}, {spoken, "en", ""}, {contact.Person{}, "ru", ""},
	} {
		if got := addressIn(c.who, c.lang); got != c.want {
			t.Errorf("%+v in %s: %q", c.who, c.lang, got)
		}
	}
}

// TestWriteByTemplate names what is missing before there is a draft, keeps what
// was typed, and leaves the rest in braces.
func TestWriteByTemplate(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		form := shown(t, p.Service, as(t), "/letters/write?activity=day&template=приглашение&lang=de")
		for _, want := range []string{`value="приглашение" selected`, `value="day" selected`, `value="duisburg" selected`, "Приглашение (русский, английский, немецкий и французский)"} {
			if !strings.Contains(form, want) {
				t.Errorf("%q is not in the form", want)
			}
		}
		values := url.Values{"template": {"приглашение"}, "partner": {"duisburg"}, "person": {p.anna}, "activity": {"day"}, "langs": {"ru"}, "waits": {"yes"}}
		post := func() (web.Reply, string) {
			t.Helper()
			reply, err := ask(t, p.Service, as(t), http.MethodPost, "/letters/write", values)
			if err != nil {
				t.Fatal(err)
			}
			if page, is := reply.(web.Page); is {
				return reply, strings.ReplaceAll(desk(t).HTML(desk(t).Scene("ru", "/letters/write"), page.Template, page.Title, page.Data), "\u00a0", " ")
			}
			return reply, ""
		}
		_, html := post()
		for _, want := range []string{"Чего не хватает для письма", "Обращение", "Известно: Sehr geehrte Frau Schmidt", "До какого дня ответить", "Запомнить для следующих писем", `name="person" value="` + p.anna + `"`} {
			if !strings.Contains(html, want) {
				t.Errorf("%q is not on the page:\n%s", want, html)
			}
		}
		if n, err := p.out.Count(as(t), outbox.Filter{State: outbox.Draft}, 10); err != nil || n != 0 {
			t.Errorf("%d drafts before anything was answered, %v", n, err)
		}
		answer := Hole{Lang: "ru", Place: "salutation"}.Name()
		values.Set("holes", "yes")
		values.Set("remember", "yes")
		values.Set(answer, strings.Repeat("я", holeMax+1))
		if _, html = post(); !strings.Contains(html, strings.Repeat("я", holeMax+1)) {
			t.Error("what was typed is lost")
		}
		values.Set(answer, "Уважаемая госпожа Шмидт")
		reply, _ := post()
		to, is := reply.(web.Redirect)
		if !is || !strings.HasPrefix(to.To, "/outbox/") {
			t.Fatalf("%+v", reply)
		}
		m, err := p.out.Message(as(t), strings.Split(to.To, "/")[2])
		if err != nil || m.Title.Get("ru") != "Приглашение: День города" || m.Occasion != (record.Ref{Kind: "activity", ID: "day"}) || !strings.HasPrefix(m.Body.Get("ru"), "Уважаемая госпожа Шмидт!") || len(m.Gaps()) < 4 {
			t.Errorf("%+v %v", m, err)
		}
	})
}

// TestTemplatePages shows the list, one that comes along, and one's own.
func TestTemplatePages(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		show := func(target string) string {
			return strings.ReplaceAll(shown(t, p.Service, as(t), target), "\u00a0", " ")
		}
		list := show("/letter-templates")
		for _, want := range []string{"Благодарность", "из программы", "{город-партнёр.дат}", "или {partner.dat}", "{?за что благодарим}"} {
			if !strings.Contains(list, want) {
				t.Errorf("%q is not in the list", want)
			}
		}
		if one := show("/letter-templates/shipped-reply.de"); !strings.Contains(one, "<mark>{their.subject}</mark>") || !strings.Contains(one, "Изменить под себя") {
			t.Errorf("%s", one)
		}
		reply, err := ask(t, p.Service, as(t), http.MethodPost, "/letter-templates/shipped-reply.de/adopt", nil)
		to, is := reply.(web.Redirect)
		if err != nil || !is {
			t.Fatalf("%+v %v", reply, err)
		}
		at := strings.TrimSuffix(to.To, "/edit")
		if one := show(at); !strings.Contains(one, "Вернуть текст из программы") {
			t.Errorf("%s", one)
		}
		values := url.Values{"version": {"1"}, "type": {"reply"}, "name.ru": {"Ответ на письмо"}, "lang": {"de"}, "title": {"Re: {тема}"}, "body": {"{salutation},"}, "visibility": {"department"}}
		reply, err = ask(t, p.Service, as(t), http.MethodPost, at, values)
		page, is := reply.(web.Page)
		if err != nil || !is || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%+v %v", reply, err)
		}
		html := desk(t).HTML(desk(t).Scene("ru", at), page.Template, page.Title, page.Data)
		if !strings.Contains(html, "Таких мест нет: {тема}") && !strings.Contains(strings.ReplaceAll(html, "\u00a0", " "), "Таких мест нет: {тема}") || !strings.Contains(html, `value="Re: {тема}"`) {
			t.Errorf("%s", html)
		}
		if reply, err = ask(t, p.Service, as(t), http.MethodPost, at+"/return", nil); err != nil || reply.(web.Redirect).To != "/letter-templates/shipped-reply.de" {
			t.Errorf("%+v %v", reply, err)
		}
		if one := shown(t, p.Service, keeptest.As(t, account.Auditor), "/letter-templates/shipped-reply.de"); strings.Contains(one, "Изменить под себя") {
			t.Error("an auditor is offered to change a template")
		}
	})
}
