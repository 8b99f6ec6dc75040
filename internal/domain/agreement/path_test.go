package agreement

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/rule"
)

// The regime, and with it what is asked, follows from where the two sides lie
// and from the day of signing.
func TestPathOf(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as(account.Coordinator, "")
		germany, finland, russia := h.partner("Дуйсбург", "Duisburg", "DE"), h.partner("Йоэнсуу", "Joensuu", "FI"), h.partner("Казань", "Kazan", "RU")
		for _, want := range []struct {
			region, partner, signed, pack, steps string
			planned                              bool
		}{
			{"Perm Krai", germany, "2024-06-12", "ru-general", "intent 2024-04-28, consent ", false},
			{"Perm Krai", germany, "2027-06-12", "ru-general", "intent 2027-04-28, consent ", true},
			{"Perm Krai", germany, "2007-10-15", "ru-general", "", false}, // older than the rules
			{"Perm Krai", germany, "2025", "ru-general", "", false},       // two editions in that year
			{"Perm Krai", germany, "2024", "ru-general", "intent , consent ", false},
			{"Perm Krai", finland, "2024-06-12", "ru-general", "intent 2024-04-28, consent ", false},
			{"Karelia", finland, "2024-06-12", "ru-crossborder", "talks-notice , consent , registration 2024-06-22", false},
			{"Karelia", russia, "2024-06-12", "ru-domestic", "", false},
		} {
			h.region = want.region
			a, err := h.Agreement(ctx, h.paper(Agreement{Partner: want.partner, Signed: day(t, want.signed), Planned: want.planned}))
			if err != nil {
				t.Fatal(err)
			}
			path, err := h.PathOf(ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, s := range path.Steps {
				on := ""
				if !s.Due.On.IsZero() {
					on = s.Due.On.Format(time.DateOnly)
				}
				steps = append(steps, s.Name+" "+on)
			}
			if got := strings.Join(steps, ", "); path.Pack.Name != want.pack || got != want.steps || !path.Certain {
				t.Errorf("%+v: %s, %q, certain %v", want, path.Pack.Name, got, path.Certain)
			}
		}
		h.region = ""
		a, err := h.Agreement(ctx, h.paper(Agreement{Partner: finland, Signed: day(t, "2024-06-12")}))
		if err != nil {
			t.Fatal(err)
		}
		if path, err := h.PathOf(ctx, a); err != nil || path.Certain {
			t.Errorf("without a region the regime is certain: %+v, %v", path, err)
		}
	})
}

// Signed before the consent is a fault; what an imprecise date leaves open is
// none.
func TestFault(t *testing.T) {
	consent := func(on string) Path {
		step := PathStep{Due: rule.Due{Step: rule.Step{Name: "consent", Consent: true}}}
		if on != "" {
			step.Done.On = day(t, on)
		}
		return Path{Steps: []PathStep{{Due: rule.Due{Step: rule.Step{Name: "intent"}}}, step}}
	}
	for _, want := range []struct {
		signed, consent string
		planned         bool
		fault           Fault
	}{
		{"2024-06-12", "2024-06-11", false, NoFault},
		{"2024-06-12", "2024-06-12", false, NoFault},
		{"2024-06-12", "2024-06-13", false, BeforeConsent},
		{"2024-02-28", "2024-02-29", false, BeforeConsent},
		{"2024-06-12", "2024-06", false, NoFault},
		{"2024-06", "2024-07", false, BeforeConsent},
		{"2024", "2024-07", false, NoFault},
		{"2024-06-12", "", false, NoConsent},
		{"2027-06-12", "", true, NoFault},
		{"2027-06-12", "2027-07-01", true, NoFault}, // not signed yet
	} {
		if got, _ := consent(want.consent).Fault(Agreement{Signed: day(t, want.signed), Planned: want.planned}); got != want.fault {
			t.Errorf("%+v: %q", want, got)
		}
	}
	if got, _ := (Path{}).Fault(Agreement{Signed: day(t, "2024-06-12")}); got != NoFault {
		t.Errorf("without steps: %q", got)
	}
}

// A step is noted, seen, corrected and taken back; each change is in the
// history, and the fault on the page.
func TestStepsOnThePage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as(account.Coordinator, "")
		id := h.paper(Agreement{Partner: h.partner("Дуйсбург", "Duisburg", "DE"), Signed: day(t, "2026-06-12")})
		at := "/agreements/" + id
		page := func() string {
			_, html, err := h.ask(ctx, http.MethodGet, at, nil)
			if err != nil {
				t.Fatal(err)
			}
			return plain(html)
		}
		if html := page(); !strings.Contains(html, "Подписано, а согласие не отмечено") || !strings.Contains(html, "28 апреля 2026") || strings.Contains(html, "⟦") {
			t.Errorf("the page of a paper without consent: %s", html)
		}
		note := func(on, document string) (web.Reply, string, error) {
			reply, html, err := h.ask(ctx, http.MethodPost, at+"/path/consent", url.Values{"on": {on}, "document": {document}})
			return reply, plain(html), err
		}
		if reply, html, err := note("20.06.2026", "Распоряжение № 7"); err != nil || html != "" || reply.(web.Redirect).To != at+"#path" {
			t.Fatalf("noting a step: %v, %s, %v", reply, html, err)
		}
		if html := page(); !strings.Contains(html, "Подписано раньше согласия") || !strings.Contains(html, "Распоряжение № 7") || !strings.Contains(html, "20 июня 2026") {
			t.Errorf("signed before consent is not said: %s", html)
		}
		if _, _, err := note("10.06.2026", "Распоряжение № 7"); err != nil {
			t.Fatal(err)
		}
		if html := page(); strings.Contains(html, "Подписано раньше согласия") || strings.Contains(html, "Подписано, а согласие") {
			t.Errorf("a fault where there is none: %s", html)
		}
		for _, bad := range []struct{ on, document, sentence string }{
			{"31.04.2026", "", "Такой даты нет"},
			{"01.01.2030", "", "Эта дата ещё не наступила"},
			{"", "Распоряжение № 8", "Введите, когда это сделано"},
		} {
			reply, html, err := note(bad.on, bad.document)
			if err != nil || reply.(web.Page).Status != http.StatusUnprocessableEntity || !strings.Contains(html, bad.sentence) || !strings.Contains(html, `value="`+bad.document+`"`) {
				t.Errorf("%+v: %v, %s", bad, err, html)
			}
		}
		if _, _, err := note("", ""); err != nil {
			t.Fatal(err)
		}
		if done, err := doneSteps(ctx, h.DB, id); err != nil || len(done) > 0 {
			t.Errorf("the note is still there: %v, %v", done, err)
		}
		if _, _, err := h.ask(ctx, http.MethodGet, at+"/path/breakfast", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a step that no pack has: %v", err)
		}
		if err := h.Did(h.as(account.Branch, ""), id, Done{Step: "consent", On: day(t, "2026-06-10")}); err == nil {
			t.Error("another department notes a step")
		}
		if left, err := h.floor.Log.Verify(ctx); err != nil || len(left) > 0 {
			t.Errorf("history: %v, %v", left, err)
		}
	})
}

func TestLate(t *testing.T) {
	today := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, want := range []struct {
		due, done string
		late      bool
	}{
		{"2026-05-31", "", true}, {"2026-06-01", "", false}, {"2026-05-31", "2026-05-31", false}, {"2026-05-31", "2026-06-01", true},
		{"2026-05-31", "2026-05", false}, {"", "", false}, {"", "2026-05-01", false},
	} {
		s := PathStep{}
		if want.due != "" {
			s.Due.On = day(t, want.due).First()
		}
		if want.done != "" {
			s.Done.On = day(t, want.done)
		}
		if s.Late(today) != want.late {
			t.Errorf("%+v", want)
		}
	}
}

// plain has ordinary spaces in place of those that keep words together.
func plain(html string) string { return strings.ReplaceAll(html, "\u00a0", " ") }

// The days that the law sets stand in the agenda, those that are over on Today,
// and what was done on neither.
func TestLawDays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as(account.Coordinator, "")
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		// Intent 45 calendar days before the signing: 1 December 2026, and 15 November.
		ahead := h.paper(Agreement{Partner: city, Signed: day(t, "2027-01-15"), Planned: true})
		late := h.paper(Agreement{Partner: city, Signed: day(t, "2026-12-30"), Planned: true})
		h.paper(Agreement{Partner: city, Signed: day(t, "2027-01"), Planned: true}) // no day, no deadline
		h.paper(Agreement{Partner: city, Signed: day(t, "2007-10-15")})             // older than the rules
		said := func(until string) string {
			entries, err := h.agenda(ctx, h.scene("ru", "/"), day(t, "2026-11-22"), day(t, until))
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, e := range entries {
				if strings.HasPrefix(e.Name, "path.") && e.Layer == module.Deadlines {
					all = append(all, e.When.String()+" "+e.Path)
				}
			}
			return strings.Join(all, ", ")
		}
		if got := said("2026-12-31"); got != "2026-12-01 /agreements/"+ahead+"/path/intent" {
			t.Errorf("ahead: %s", got)
		}
		if got := said("2026-11-30"); got != "" {
			t.Errorf("a week ahead: %s", got)
		}
		burning := func(role account.Role) string {
			cards, err := h.cards(h.as(role, ""), h.scene("ru", "/"))
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, c := range cards {
				if c.Band == module.Burning {
					all = append(all, c.When.String()+" "+c.Path)
				}
			}
			return strings.Join(all, ", ")
		}
		if got := burning(account.Coordinator); got != "2026-11-15 /agreements/"+late+"/path/intent" {
			t.Errorf("late: %s", got)
		}
		if got := burning(account.Branch); got != "" {
			t.Errorf("a branch does not see the rules: %s", got)
		}
		for _, id := range []string{ahead, late} {
			if err := h.Did(ctx, id, Done{Step: "intent", On: day(t, "2026-11-20")}); err != nil {
				t.Fatal(err)
			}
		}
		if said("2026-12-31") != "" || burning(account.Coordinator) != "" {
			t.Error("what was done is still asked for")
		}
	})
}
