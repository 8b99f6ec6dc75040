package letter

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// TestOffice shows the register, an entry and its answer.
func TestOffice(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		l := waits(passed(Paper, In, "Просят программу", "2026-11-01"), "2026-11-30")
		l.Number, l.Theirs = "12-04/7", "OB-3"
		id := add(t, s, l)
		page := shown(t, s, as(t), "/letters?view=ours")
		for _, want := range []string{"Просят программу", "письмо от них", "Дуйсбург", "№ 12-04/7, их № OB-3", "ответ до 30 ноября 2026"} {
			if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
				t.Errorf("%q is not in the register", want)
			}
		}
		if page := shown(t, s, as(t), "/letters?view=theirs"); !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), "На всё отвечено") {
			t.Error("nothing is said of there being nothing to wait for")
		}
		if page := shown(t, s, as(t), "/letters/"+id); !strings.Contains(page, "Записать наш ответ") {
			t.Error("no answer is offered")
		}
		form := shown(t, s, as(t), "/letters/new?answers="+id)
		if !strings.Contains(form, `value="`+id+`" selected`) || !strings.Contains(form, `value="duisburg" selected`) {
			t.Errorf("the form of an answer does not know what it answers:\n%s", form)
		}
		if page := shown(t, s, keeptest.As(t, account.Auditor), "/letters/"+id); strings.Contains(page, "Записать наш ответ") {
			t.Error("an answer is offered to who may not write one")
		}
	})
}

// TestQuick writes one line down from a partner's page, keeps what was typed when
// it cannot be taken, and is nobody's way to records that one may not see.
func TestQuick(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		line := url.Values{"letter_title": {"Обещали прислать список"}, "letter_type": {"call"}, "letter_side": {"in"}, "letter_on": {"21.11.2026"}, "letter_waits": {"yes"}}
		reply, err := ask(t, s, as(t), http.MethodPost, "/letters/quick?about=partner:duisburg", line)
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/partners/duisburg#letters" {
			t.Fatalf("%+v %v", reply, err)
		}
		rows, err := s.Letters(as(t), Filter{Partner: "duisburg", Limit: 2})
		if err != nil || len(rows) != 1 || rows[0].Type != Call || rows[0].On.String() != "2026-11-21" || !rows[0].Waits {
			t.Errorf("%+v %v", rows, err)
		}
		line.Set("letter_on", "31.02.2026")
		reply, err = ask(t, s, as(t), http.MethodPost, "/letters/quick?about=partner:duisburg", line)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%+v %v", reply, err)
		}
		html := desk(t).HTML(desk(t).Scene("ru", "/letters/quick"), page.Template, page.Title, page.Data)
		for _, want := range []string{"Обещали прислать список", "31.02.2026"} {
			if !strings.Contains(html, want) {
				t.Errorf("%q was typed and is lost", want)
			}
		}
		if _, err := ask(t, s, as(t), http.MethodPost, "/letters/quick?about=activity:day", url.Values{"letter_title": {"Договорились о встрече в аэропорту"}, "letter_type": {Call}, "letter_side": {Both}, "letter_on": {"20.11.2026"}}); err != nil {
			t.Fatal(err)
		}
		if rows, err := s.Letters(as(t), Filter{Event: "day", Limit: 2}); err != nil || len(rows) != 1 || rows[0].Partner != "duisburg" {
			t.Errorf("about an event: %+v %v", rows, err)
		}
		for _, about := range []string{"partner:oxford", "person:anna", "partner:", "moon:1"} {
			if _, err := ask(t, s, as(t), http.MethodPost, "/letters/quick?about="+about, line); err == nil {
				t.Errorf("%s is taken", about)
			}
		}
		panel, err := s.related(as(t), desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil || panel.Count != "2" {
			t.Fatalf("%+v %v", panel, err)
		}
		body := desk(t).HTML(desk(t).Scene("ru", "/"), panel.Template, "", panel.Data)
		if !strings.Contains(body, "Обещали прислать список") || !strings.Contains(body, "letter_title") {
			t.Errorf("the panel lacks the entry or the form:\n%s", body)
		}
		if panel, err := s.related(t.Context(), desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"}); err != nil || panel != nil {
			t.Errorf("a stranger sees %+v %v", panel, err)
		}
	})
}
