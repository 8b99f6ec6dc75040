package debrief

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
)

// TestOwed: a report is called for by itself when the trip is over, in three
// working days, also over the January holidays.
func TestOwed(t *testing.T) {
	for _, c := range []struct {
		now, until, due string
		band            module.Band
	}{
		{"2026-11-16", "2026-11-14", "2026-11-18", module.Soon}, // Saturday; Monday to Wednesday
		{"2026-11-17", "2026-11-14", "2026-11-18", module.TodayTomorrow},
		{"2026-11-19", "2026-11-14", "2026-11-18", module.Burning},
		{"2026-01-05", "2025-12-29", "2026-01-13", module.Soon}, // 30 December is the only working day before 12 January
		{"2026-01-14", "2025-12-29", "2026-01-13", module.Burning},
	} {
		t.Run(c.now+" "+c.until, func(t *testing.T) {
			each(t, c.now, []Activity{trip("trip", c.until, c.until)}, func(t *testing.T, h *house) {
				cards, err := h.cards(head(t), desk(t).Scene("ru", "/"))
				if err != nil || len(cards) != 1 || cards[0].When.String() != c.due || cards[0].Band != c.band || cards[0].Path != "/debriefs/new?activity=trip" {
					t.Fatalf("%+v %v, want %s", cards, err, c.due)
				}
				if html := desk(t).Show(head(t), h.Module().Office, "/debriefs"); !strings.Contains(html, "Отчёт о\u00a0поездке") {
					t.Error(html)
				}
				entries, err := h.agenda(head(t), desk(t).Scene("ru", "/"), cards[0].When, cards[0].When)
				if err != nil || len(entries) != 1 {
					t.Errorf("%v %v", entries, err)
				}
				if cards, err := h.cards(keeptest.As(t, account.Auditor), desk(t).Scene("ru", "/")); err != nil || cards != nil {
					t.Errorf("who may not write is asked for a report: %v %v", cards, err)
				}
			})
		})
	}
}

// TestWriting: the form begins with what the records know; the report is handed in
// once, late, and then stays as it is.
func TestWriting(t *testing.T) {
	each(t, "2026-11-20", []Activity{trip("trip", "2026-11-12", "2026-11-14")}, func(t *testing.T, h *house) {
		routes := h.Module().Office
		if html := desk(t).Show(head(t), routes, "/debriefs/new?activity=trip"); !strings.Contains(html, "Анна Шмидт") || !strings.Contains(html, "Обучены реставраторы") {
			t.Error(html)
		}
		reply, err := desk(t).Ask(head(t), routes, http.MethodPost, "/debriefs", url.Values{"activity": {"trip"}, "agreed": {"Прислать каталог\n\nНазвать школу"}})
		at, is := reply.(web.Redirect)
		if err != nil || !is {
			t.Fatal(reply, err)
		}
		d, err := h.Of(head(t), "trip")
		if err != nil || fmt.Sprint(d.Agreed) != "[Прислать каталог Назвать школу]" {
			t.Fatal(d, err)
		}
		// What the records say leads to the record that says it.
		keeptest.Wants(t, desk(t).Show(head(t), routes, "/debriefs/"+d.ID), []string{`<a href="/perm/office/people/anna">Анна Шмидт</a>`, `<a href="/perm/office/results/r">Обучены реставраторы</a>`, "<li>Слова без записи</li>"})
		if _, err := h.Add(head(t), Debrief{Activity: "trip"}); errs.FieldsOf(err) == nil {
			t.Errorf("a second report was begun: %v", err)
		}
		if err := h.Submit(head(t), d.ID, d.Version); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a report without a purpose was handed in: %v", err)
		}
		d.Purpose = "Обмен опытом"
		if err := h.Change(head(t), d); err != nil {
			t.Fatal(err)
		}
		if err := h.Submit(head(t), d.ID, d.Version); errs.KindOf(err) != errs.Stale {
			t.Errorf("another version was handed in: %v", err)
		}
		if err := h.Submit(keeptest.As(t, account.Auditor), d.ID, d.Version+1); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor hands in: %v", err)
		}
		if _, err := desk(t).Ask(head(t), routes, http.MethodPost, at.To+"/submit", url.Values{"version": {fmt.Sprint(d.Version + 1)}}); err != nil {
			t.Fatal(err)
		}
		html := strings.ReplaceAll(desk(t).Show(head(t), routes, at.To), "\u00a0", " ")
		for _, want := range []string{"сдан с опозданием на 2 дня", "Обещали мы"} {
			if !strings.Contains(html, want) {
				t.Errorf("no %q:\n%s", want, html)
			}
		}
		if strings.Contains(html, "/edit") || strings.Contains(html, "/field/") {
			t.Error("a report that was handed in offers to change it")
		}
		if d, err = h.Debrief(head(t), d.ID); err != nil {
			t.Fatal(err)
		}
		d.Results = "иначе"
		if err := h.Change(head(t), d); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a report that was handed in changes: %v", err)
		}
		if cards, err := h.cards(head(t), desk(t).Scene("ru", "/")); err != nil || len(cards) != 0 {
			t.Errorf("%v %v", cards, err)
		}
	})
}

// TestPromises: points become promises by one press each, and the others together.
func TestPromises(t *testing.T) {
	each(t, "2026-11-20", []Activity{trip("trip", "2026-11-12", "2026-11-14")}, func(t *testing.T, h *house) {
		id, err := h.Add(head(t), Debrief{Activity: "trip", Agreed: []string{"Прислать каталог", "Назвать школу", "Встретиться"}})
		if err != nil {
			t.Fatal(err)
		}
		routes, at := h.Module().Office, "/debriefs/"+id
		press := func(values url.Values) error {
			_, err := desk(t).Ask(head(t), routes, http.MethodPost, at+"/promise", values)
			return err
		}
		if err := press(url.Values{"point": {"0"}, "side": {"nobody"}}); errs.KindOf(err) != errs.Invalid {
			t.Error(err)
		}
		for range 2 { // the second press finds it there
			if err := press(url.Values{"point": {"0"}, "side": {"theirs"}}); err != nil {
				t.Fatal(err)
			}
		}
		post := func(values url.Values) web.Reply {
			reply, err := desk(t).Ask(head(t), routes, http.MethodPost, at+"/promises", values)
			if err != nil {
				t.Fatal(err)
			}
			return reply
		}
		page, is := post(url.Values{"side.1": {"ours"}, "post.1": {"coordinator"}, "due.1": {"01.11.2026"}}).(web.Page)
		if !is || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%+v", page)
		}
		if html := desk(t).HTML(desk(t).Scene("ru", at), page.Template, page.Title, page.Data); !strings.Contains(html, `value="01.11.2026"`) || !strings.Contains(html, `value="coordinator" selected`) || strings.Contains(html, "Прислать каталог") {
			t.Error(html)
		}
		if page, is := post(url.Values{"side.1": {"ours"}, "due.1": {"когда-нибудь"}}).(web.Page); !is || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%+v", page)
		}
		if _, is := post(url.Values{"side.1": {"ours"}, "post.1": {"coordinator"}, "due.1": {"01.12.2026"}, "side.2": {""}}).(web.Redirect); !is {
			t.Error("not saved")
		}
		var said []string
		for _, p := range h.promises {
			said = append(said, fmt.Sprint(p.Title, "|", p.Theirs, "|", p.Post, "|", p.Due, "|", p.Made, "|", p.Partner))
		}
		if got, want := strings.Join(said, "; "), "Прислать каталог|true|||2026-11-14|duisburg; Назвать школу|false|coordinator|2026-12-01|2026-11-14|duisburg"; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		h.ended[0].Partners = nil
		if err := press(url.Values{"point": {"2"}, "side": {"ours"}}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a promise to nobody: %v", err)
		}
		h.ended[0].Partners = []string{"duisburg"}
	})
}

// TestPapers opens both papers of a report.
func TestPapers(t *testing.T) {
	if err := typst.Built(); err != nil {
		t.Fatal("the typesetter is not embedded: run `make assets` and test again")
	}
	each(t, "2026-11-20", []Activity{trip("trip", "2026-11-12", "2026-11-14")}, func(t *testing.T, h *house) {
		if _, err := h.Add(head(t), Debrief{Activity: "trip", Purpose: "Обмен опытом", Agreed: []string{"Прислать каталог"}}); err != nil {
			t.Fatal(err)
		}
		pdf, err := h.Paper(head(t), "ru", "trip", "pdf")
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Error(len(pdf), err)
		}
		docx, err := h.Paper(head(t), "ru", "trip", "docx")
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
		if err != nil {
			t.Fatal(err)
		}
		r, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Отчёт о\u00a0поездке", "1. Цель", "1) Прислать каталог"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("no %q in %s", want, text)
			}
		}
		for _, format := range []string{"xlsx", "exe"} {
			if _, err := h.Paper(head(t), "ru", "trip", format); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
