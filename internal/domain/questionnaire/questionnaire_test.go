package questionnaire

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/seal"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/record"
)

const canary = "CANARY-0000-ANSWER"

func catalog(t *testing.T) *i18n.Catalog {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), visit.Files, Files)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestWords(t *testing.T) {
	for _, problem := range i18n.Check(catalog(t)) {
		t.Error(problem)
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(visit.Kind, visit.MemberKind, visit.SealedKind, visit.TransferKind), []fs.FS{visit.Files, Files}, func(t *testing.T, floor keep.Floor) {
		trip := visit.Trip{ID: "guests", Name: i18n.NewText("ru", "Приём гостей"), Type: visit.In, Status: "planned", Starts: day("2026-12-01"), Ends: day("2026-12-03")}
		none := func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil }
		outer, s := seal.NewKey(), &Service{}
		visits := visit.New(floor, visit.Deps{
			Langs: []string{"ru", "en"}, Clock: keeptest.Now, Words: catalog(t).Printer, Partners: none, Letters: none, Lines: none, People: none, Owners: none,
			ActivityIn: func(context.Context, *audit.Writer, string) (visit.Trip, error) { return trip, nil },
			Key:        func() (seal.Key, error) { return outer, nil },
			Destroyed: func(ctx context.Context, w *audit.Writer, activity string) error {
				return s.Forget(ctx, w, activity)
			},
		})
		*s = *New(floor, Deps{Clock: keeptest.Now, Visits: visits, Home: func(string) string { return "Пермь" }, Words: catalog(t).Printer})
		if _, err := visits.Begin(keeptest.As(t, account.Head), "guests"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Ask(keeptest.As(t, account.Head), Form{Activity: "guests", Fields: []string{"latin", "arrives", "arrives_at", visit.Diet}}); err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

func day(text string) edtf.Date {
	d, err := edtf.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// at shows what a page answers, or says where it leads.
func (s *Service) at(t *testing.T, ctx context.Context, guest bool, method, target string, values url.Values) string {
	t.Helper()
	m := s.Module()
	routes, desk := m.Office, keeptest.Desk{T: t, Name: "questionnaire", Files: Files}
	if guest {
		routes = m.Guest[0].Routes
	}
	reply, err := desk.Ask(ctx, routes, method, target, values)
	if err != nil {
		return "error " + err.Error()
	}
	switch is := reply.(type) {
	case web.Redirect:
		return "→ " + is.To + " " + is.Notice
	case web.Page:
		return strings.ReplaceAll(desk.HTML(desk.Scene("ru", target), is.Template, is.Title, is.Data), "\u00a0", " ")
	}
	t.Fatalf("%s: %#v", target, reply)
	return ""
}

func has(t *testing.T, body string, words ...string) {
	t.Helper()
	wanted := true
	for _, w := range words {
		if w == "but not" {
			wanted = false
		} else if strings.Contains(body, w) != wanted {
			t.Errorf("%q stands in it: %v, want %v\n%s", w, !wanted, wanted, body)
		}
	}
}

// TestGuest: consent first, then the questions that were ticked and no others; the
// answer waits closed, is taken over by one press, and the link takes no second.
func TestGuest(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head := keeptest.As(t, account.Head)
		f, err := s.Form(head, "guests")
		if err != nil {
			t.Fatal(err)
		}
		guest := link.With(account.With(t.Context(), account.Viewer{}), link.Link{ID: "link-1", For: record.Ref{Kind: Kind, ID: f.ID}, Name: "Участник 1"})
		answer := url.Values{"latin": {"Test Person"}, "arrives": {"01.12.2026"}, "arrives_at": {"9.30"}, "diet": {canary}, "passport": {"not asked"}}
		has(t, s.at(t, guest, true, "GET", "/form", nil), "Ваше согласие", "but not", `name="latin"`)
		if err := s.receive(guest, "link-1", map[string]string{"latin": "x"}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("an answer without consent: %v", err)
		}
		has(t, s.at(t, guest, true, "POST", "/", url.Values{}), "Отметьте согласие", "#f-agree")
		has(t, s.at(t, guest, true, "POST", "/", url.Values{"agree": {"yes"}}), "→ /form")
		bad := url.Values{"latin": {"Участник"}, "arrives": {"31.02.2026"}, "arrives_at": {"25:00"}, "diet": {"без рыбы"}}
		has(t, s.at(t, guest, true, "POST", "/form", bad), "латинские буквы", "Такой даты нет", "Введите время, например", `value="без рыбы"`, "but not", `name="passport"`)
		has(t, s.at(t, guest, true, "POST", "/form", answer), "→ /")
		has(t, s.at(t, guest, true, "GET", "/", nil), "Ответ получен", "but not", canary)
		has(t, s.at(t, guest, true, "POST", "/form", answer), "Ответ получен")
		rows, err := db.All(t.Context(), s.DB, db.Value[string], `SELECT box || consent FROM questionnaire_answers`)
		if err != nil || len(rows) != 1 || strings.Contains(rows[0], canary) || strings.Contains(rows[0], "Test Person") || !strings.Contains(rows[0], "Пермь") {
			t.Errorf("%q %v", rows, err)
		}
		if _, err := s.Take(keeptest.As(t, account.Auditor), "link-1"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor takes: %v", err)
		}
		id, err := s.Take(head, "link-1")
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.deps.Visits.Members(head, "guests")
		if err != nil || len(all) != 1 || all[0].Latin != "Test Person" || all[0].ArrivesAt != "09:30" || all[0].Arrives != day("2026-12-01") {
			t.Errorf("%+v %v", all, err)
		}
		if open, err := s.deps.Visits.Open(head, id); err != nil || open[visit.Diet] != canary || len(open) != 1 {
			t.Errorf("%v %v", open, err)
		}
		if _, err := s.Take(head, "link-1"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("taken twice: %v", err)
		}
	})
}

func TestOffice(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head := keeptest.As(t, account.Head)
		f, err := s.Form(head, "guests")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Ask(head, Form{Version: f.Version, Activity: "guests", Fields: []string{visit.Passport}}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a form without a name: %v", err)
		}
		if _, err := s.Ask(head, Form{Version: f.Version + 1, Activity: "guests", Fields: []string{"latin"}}); errs.KindOf(err) != errs.Stale {
			t.Errorf("an old version: %v", err)
		}
		for _, who := range []string{"a", "b"} {
			if err := s.agree(head, Answer{Link: who, Activity: "guests", Who: who, Consent: "Пермь", Lang: "ru"}); err != nil {
				t.Fatal(err)
			}
			if err := s.receive(head, who, map[string]string{"latin": "Person " + who, visit.Diet: canary}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Drop(head, "a"); err != nil {
			t.Fatal(err)
		}
		// What waits goes with the key of the visit.
		if err := s.deps.Visits.Destroy(head, "guests"); err != nil {
			t.Fatal(err)
		}
		answers, err := s.Answers(head, "guests")
		if err != nil || len(answers) != 2 || answers[0].State != Dropped || answers[1].State != Dropped || answers[0].box+answers[1].box != "" {
			t.Errorf("%+v %v", answers, err)
		}
	})
}

func TestKeptUntil(t *testing.T) {
	if got := keptUntil(visit.Visit{Last: "2026-12-03"}, 30); got != time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC) {
		t.Error(got)
	}
	if got := keptUntil(visit.Visit{Last: "9999-12-31"}, 30); !got.IsZero() {
		t.Error(got)
	}
}
