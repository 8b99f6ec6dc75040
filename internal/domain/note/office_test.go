package note

import (
	"net/http"
	"net/url"
	"slices"
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
		add(t, s, Note{Type: "etiquette", Title: keeptest.Text("Обращение"), About: []string{"country:DE"}, Confirmed: keeptest.Date("2024-03-01")})
		add(t, s, Note{Type: "fact", Title: keeptest.Text("О городе")})
		add(t, s, decision())
		body := shown(t, s, keeptest.As(t, account.Coordinator), "/notes")
		keeptest.Wants(t, body, []string{"Германия (страна)", "не подтверждалось больше года", "весь город", "/perm/office/partners/duisburg", "/perm/office/notes/new?type=decision", "октябрь 2006"})
		body = shown(t, s, keeptest.As(t, account.Auditor), "/notes?type=decision")
		keeptest.Wants(t, body, []string{"Почему Дуйсбург"}, "Обращение", "/notes/new")
		body = shown(t, s, keeptest.As(t, account.Auditor), "/notes?q=nothing")
		keeptest.Wants(t, body, []string{"Заметок не нашлось"})
	})
}

func TestDecisionPageShowsItsGaps(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		n := Note{Type: Decision, Title: keeptest.Text("Почему Дуйсбург"), Text: keeptest.Text("Подписать.\n\n- раз\n- два"), About: []string{"partner:duisburg", "person:schmidt"}}
		id := add(t, s, n, keep.Cite{Field: "text", Source: record.Source{Title: "Протокол думы", Kind: record.SourceDocument}})
		body := shown(t, s, keeptest.As(t, account.Coordinator), "/notes/"+id)
		keeptest.Wants(t, body, []string{"Что решили", "<li>раз</li>", "Почему так решили, не записано", "Протокол думы", "/notes/" + id + "/field/reasons", "Дуйсбург"},
			"Anna Schmidt", "schmidt", "Подтвердить")
		body = shown(t, s, keeptest.As(t, account.Head), "/notes/"+id)
		keeptest.Wants(t, body, []string{"/perm/office/people/schmidt"})
		body = shown(t, s, keeptest.As(t, account.Auditor), "/notes/"+id)
		keeptest.Wants(t, body, []string{"Что решили"}, "/field/", "/edit")
	})
}

func TestOldNoteIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, Note{Type: "fact", Title: keeptest.Text("Факт"), Confirmed: keeptest.Date("2024")})
		body := shown(t, s, keeptest.As(t, account.Coordinator), "/notes/"+id)
		keeptest.Wants(t, body, []string{"не подтверждалось больше года", "Последнее подтверждение: 2024 г., проверьте", "/confirm"})
		reply, err := ask(t, s, keeptest.As(t, account.Coordinator), http.MethodPost, "/notes/"+id+"/confirm", url.Values{"version": {"1"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/notes/"+id {
			t.Fatalf("%v %v", reply, err)
		}
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Coordinator), "/notes/"+id), []string{"22 ноября 2026"}, "больше года")
		reply, err = ask(t, s, keeptest.As(t, account.Coordinator), http.MethodPost, "/notes/"+id+"/confirm", url.Values{"version": {"1"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.Contains(to.Notice, "ещё раз") {
			t.Errorf("what has changed since it was read: %v %v", reply, err)
		}
	})
}

func TestNewNoteAboutARecord(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		body := shown(t, s, ctx, "/notes/new?about=person:schmidt")
		keeptest.Wants(t, body, []string{`value="person:schmidt" checked`, `value="partner:oxford"`, `value="country:DE"`, "22 ноября 2026"}, `name="reasons.ru"`)
		// Somebody who may not see the person is not offered the name.
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Coordinator), "/notes/new?about=person:schmidt"), nil, "schmidt", "Schmidt")
		keeptest.Wants(t, shown(t, s, ctx, "/notes/new?type=decision"), []string{`name="reasons.ru"`, `name="decided_on"`}, `name="confirmed"`)

		reply, err := ask(t, s, ctx, http.MethodPost, "/notes", url.Values{"type": {"etiquette"}, "title.ru": {"Обращение"}, "title.en": {"Address"},
			"about": {"person:schmidt", "country:DE"}, "confirmed": {"12.10.2026"}, "visibility": {"department"}})
		to, ok := reply.(web.Redirect)
		if err != nil || !ok {
			t.Fatalf("%#v %v", reply, err)
		}
		n, err := s.Note(ctx, strings.TrimPrefix(to.To, "/notes/"))
		if err != nil || !slices.Equal(n.About, []string{"country:DE", "person:schmidt"}) || n.Confirmed != keeptest.Date("2026-10-12") || n.Title.Get("en") != "Address" {
			t.Errorf("%+v %v", n, err)
		}
	})
}

func TestNewDecision(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		typed := url.Values{"type": {"decision"}, "title.ru": {"Почему остановились"}, "decided_on": {"31 апреля 2020"}, "reasons.ru": {"Не было ответа"}, "visibility": {"department"}}
		reply, err := ask(t, s, ctx, http.MethodPost, "/notes", typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%#v %v", reply, err)
		}
		body := desk(t).HTML(desk(t).Scene("ru", "/notes"), page.Template, page.Title, page.Data)
		keeptest.Wants(t, body, []string{"Такой даты нет", "Не было ответа", "31 апреля 2020", "Почему остановились"})
		typed.Set("decided_on", "30 апреля 2020")
		reply, err = ask(t, s, ctx, http.MethodPost, "/notes", typed)
		to, ok := reply.(web.Redirect)
		if err != nil || !ok {
			t.Fatalf("%#v %v", reply, err)
		}
		n, err := s.Note(ctx, strings.TrimPrefix(to.To, "/notes/"))
		if err != nil || n.DecidedOn != keeptest.Date("2020-04-30") || n.Reasons.Get("ru") != "Не было ответа" || !n.Confirmed.IsZero() {
			t.Errorf("%+v %v", n, err)
		}
	})
}

// TestAHiddenRecordStays: somebody who may not see one of the records that a
// note is about changes the note and does not cut that link.
func TestAHiddenRecordStays(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, Note{Type: "fact", Title: keeptest.Text("Факт"), About: []string{"partner:duisburg", "person:schmidt"}})
		ctx := keeptest.As(t, account.Coordinator)
		keeptest.Wants(t, shown(t, s, ctx, "/notes/"+id+"/edit"), []string{"запись, которая вам не видна", `value="person:schmidt" checked`}, "Anna")
		reply, err := ask(t, s, ctx, http.MethodPost, "/notes/"+id+"/field/about", url.Values{"version": {"1"}, "about": {"person:schmidt", "partner:oxford"}})
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Fatalf("%#v %v", reply, err)
		}
		if n, err := s.Note(ctx, id); err != nil || !slices.Equal(n.About, []string{"partner:oxford", "person:schmidt"}) {
			t.Errorf("%+v %v", n, err)
		}
		reply, err = ask(t, s, ctx, http.MethodPost, "/notes/"+id+"/field/about", url.Values{"version": {"2"}, "about": {"partner:atlantis"}})
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("a record that is not there: %#v %v", reply, err)
		}
	})
}

func TestMissingAndForbiddenLookTheSame(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, Note{Type: "fact", Title: keeptest.Text("Факт")})
		for _, target := range []string{"/notes/" + id, "/notes/" + strings.Repeat("0", len(id))} {
			if _, err := ask(t, s, keeptest.As(t, account.Branch), http.MethodGet, target, nil); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", target, err)
			}
		}
	})
}

func TestPanel(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, Note{Type: "etiquette", Title: keeptest.Text("Пунктуальность"), Text: keeptest.Text("Не опаздывать.\n\nСовсем."), About: []string{"country:DE"}})
		add(t, s, decision())
		ctx, duisburg := keeptest.As(t, account.Coordinator), record.Ref{Kind: "partner", ID: "duisburg"}
		sc := desk(t).Scene("en", "/partners/duisburg")
		panel, err := s.related(ctx, sc, duisburg)
		if err != nil || panel == nil || panel.Count != "2" {
			t.Fatalf("%+v %v", panel, err)
		}
		body := desk(t).HTML(sc, panel.Template, panel.Title, panel.Data)
		keeptest.Wants(t, body, []string{"Германия (country)", "Не опаздывать.", "Read the whole note", `lang="ru"`, "about=partner%3Aduisburg"}, "Совсем")
		if strings.Index(body, "Почему Дуйсбург") > strings.Index(body, "Пунктуальность") {
			t.Error("decisions come first")
		}
		// An activity shows the notes on its partner as well.
		if panel, err := s.related(ctx, sc, record.Ref{Kind: "activity", ID: "crossroutes"}); err != nil || panel == nil || panel.Count != "2" {
			t.Errorf("%+v %v", panel, err)
		}
		if panel, err := s.related(ctx, sc, record.Ref{Kind: "partner", ID: "oxford"}); err != nil || panel == nil || panel.Count != "0" {
			t.Errorf("nothing yet, but one may write: %+v %v", panel, err)
		}
		for _, about := range []record.Ref{{Kind: "partner", ID: "oxford"}, {Kind: Kind, ID: "x"}} {
			if panel, err := s.related(keeptest.As(t, account.Auditor), sc, about); err != nil || panel != nil {
				t.Errorf("%v says nothing: %+v %v", about, panel, err)
			}
		}
		moments, err := s.moments(ctx, sc, duisburg)
		if err != nil || len(moments) != 1 || moments[0].When != keeptest.Date("2006-10") || !strings.HasPrefix(moments[0].Path, "/notes/") {
			t.Errorf("%+v %v", moments, err)
		}
	})
}

func TestHistoryNamesWhatANoteWasAbout(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		show := s.kinds()[0].Show
		words := desk(t).Scene("ru", "/").Printer
		for value, want := range map[string]string{
			"":                                 "весь город",
			"country:DE":                       "Германия (страна)",
			"partner:duisburg\npartner:oxford": "Дуйсбург и Оксфорд",
			"person:schmidt":                   "запись, которая вам не видна",
		} {
			if got := strings.ReplaceAll(show(keeptest.As(t, account.Coordinator), words, "about", value), "\u00a0", " "); got != want {
				t.Errorf("%q: %q, want %q", value, got, want)
			}
		}
		if got := show(keeptest.As(t, account.Head), words, "type", "lesson"); got != "урок" {
			t.Errorf("type: %q", got)
		}
	})
}

func TestModule(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		m := s.Module()
		for _, route := range m.Office {
			if route.Need.Action == "" || route.Need.Kind != Kind {
				t.Errorf("%s asks for %+v", route.Pattern, route.Need)
			}
		}
		if section := m.Office[0].Nav.Section; section != module.SectionNotes {
			t.Errorf("stands in the section %q", section)
		}
	})
}
