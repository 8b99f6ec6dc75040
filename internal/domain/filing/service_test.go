package filing

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/record"
)

// ties fills a house: an agreement of each kind, a domestic one, one that is too
// late, and what was done with Duisburg in 2026.
func ties(h *house) {
	duisburg, agrigento, kazan := h.partner("Дуйсбург", "DE"), h.partner("Агридженто", "IT"), h.partner("Казань", "RU")
	first := h.paper(duisburg, "Договор 2017 года", "2017-10-15", "", "")
	h.paper(duisburg, "Продление договора", "2026-04-02", "2031-04-02", first)
	h.paper(agrigento, "Протокол", "2012", "2026-09-01", "")
	h.paper(agrigento, "Меморандум", "", "", "")
	h.paper(agrigento, "Программа прошлых лет", "2010", "2020", "")
	h.paper(kazan, "Соглашение внутри страны", "2026-02-01", "", "")
	h.events = []Event{
		{ID: "days", Name: i18n.NewText("ru", "Дни Дуйсбурга"), When: date("2026-06-12"), Partners: []string{duisburg}, Held: true},
		{ID: "trip", Name: i18n.NewText("ru", "Поездка"), When: date("2026-09-01"), Partners: []string{duisburg, kazan}, Doubt: true},
	}
	h.results = []Result{
		{ID: "book", Name: i18n.NewText("ru", "Книга"), Since: date("2026-07"), Activity: "days"},
		{ID: "old", Name: i18n.NewText("ru", "Старое"), Since: date("2025"), Partner: duisburg},
		{ID: "undated", Name: i18n.NewText("ru", "Без даты"), Partner: duisburg},
	}
}

// told is a report as lines of text.
func told(r Report) []string {
	var out []string
	for _, l := range r.Lines {
		one := string(l.Group)
		for _, c := range l.Cells {
			one += " | " + c.text()
		}
		out = append(out, strings.ReplaceAll(one, "\u00a0", " "))
	}
	return out
}

func TestReport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ties(h)
		r, err := h.Report(h.head(), "ru", 2026)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"concluded | Дуйсбург, Германия | Продление договора | 2 апреля 2026 г. | по 2 апреля 2031 г. | заключено в 2026 году",
			"ended | Агридженто, Италия | Протокол | 2012 г. | по 1 сентября 2026 г. | срок истёк в 2026 году",
			"followed | Дуйсбург, Германия | Договор 2017 года | 15 октября 2017 г. | не указан | продлено или заменено в 2026 году: Продление договора",
			"standing | Агридженто, Италия | Меморандум | дата не указана | не указан | срок не указан",
			"links | Агридженто, Италия |  | ",
			"links | Дуйсбург, Германия | 12 июня 2026 г. — Дни Дуйсбурга | июль 2026 г. — Книга",
		}
		if got := told(r); !slices.Equal(got, want) {
			t.Errorf("the report says\n%s", strings.Join(got, "\n"))
		}
		var gaps []string
		for _, g := range r.Gaps {
			gaps = append(gaps, g.Key+": "+strings.ReplaceAll(g.Text, "\u00a0", " "))
			if g.Path == "" {
				t.Errorf("%v leads nowhere", g)
			}
		}
		if want := []string{"quiet: Агридженто, Италия", "term: Агридженто, Италия — Меморандум", "unconfirmed: 1 сентября 2026 г. — Поездка", "unsigned: Агридженто, Италия — Меморандум"}; !slices.Equal(gaps, want) {
			t.Errorf("gaps: %q", gaps)
		}
		if r.Domestic != 1 || r.Lines[0].cell("signed").Day != "2026-04-02" || r.Lines[1].cell("signed").Day != "" {
			t.Errorf("%d domestic; days %q and %q", r.Domestic, r.Lines[0].cell("signed").Day, r.Lines[1].cell("signed").Day)
		}
	})
}

// TestEndedEarly wants an agreement that was ended before its term among those of
// the year in which it was ended, with who ended it and why, and nowhere later.
func TestEndedEarly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.paper(h.partner("Оксфорд", "GB"), "Соглашение", "1995", "", "")
		a, err := h.papers.Agreement(h.head(), id)
		if err != nil {
			t.Fatal(err)
		}
		a.Ended, a.EndedBy, a.EndedWhy = date("2025-03-07"), "theirs", i18n.NewText("ru", "Решение совета")
		if err := h.papers.Change(h.head(), a); err != nil {
			t.Fatal(err)
		}
		want := "ended | Оксфорд, Великобритания | Соглашение | 1995 г. | не указан; прекращено досрочно партнёром: 7 марта 2025 г.; Решение совета | прекращено досрочно в 2025 году"
		r, err := h.Report(h.head(), "ru", 2025)
		if got := told(r); err != nil || len(got) == 0 || got[0] != want {
			t.Errorf("%q %v", got, err)
		}
		if slices.ContainsFunc(r.Gaps, func(g Gap) bool { return g.Key == "term" }) {
			t.Errorf("the report asks for the term of what is over: %v", r.Gaps)
		}
		for year, group := range map[int]Group{2024: Standing, 2026: ""} {
			r, err := h.Report(h.head(), "ru", year)
			if err != nil || len(of(r.Lines, group)) != map[bool]int{true: 1}[group != ""] || len(of(r.Lines, Ended)) != 0 {
				t.Errorf("%d: %q %v", year, told(r), err)
			}
		}
	})
}

// TestEndIsSaid wants what a side said of the end beside the agreement, though
// nothing makes the agreement lapse by it.
func TestEndIsSaid(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.partner("Оксфорд", "GB")
		h.paper(id, "Соглашение", "1995", "", "")
		if _, err := h.partners.Say(h.head(), partner.Claim{Partnership: id, Side: partner.Theirs, State: partner.Ended, On: date("2026-03-07"), Source: record.Source{Title: "Письмо", Kind: record.SourceDocument}}); err != nil {
			t.Fatal(err)
		}
		r, err := h.Report(h.head(), "ru", 2026)
		if err != nil || !strings.Contains(told(r)[0], "партнёр заявил, что связь окончена (7 марта 2026") || r.Gaps[0].Key != "ended" {
			t.Errorf("%q %v, %v", told(r), r.Gaps, err)
		}
		if r, err = h.Report(h.head(), "ru", 2025); err != nil || strings.Contains(told(r)[0], "окончена") {
			t.Errorf("the year before knows it: %q, %v", told(r), err)
		}
	})
}

func sent() Sent {
	return Sent{On: date("2027-01-11"), Recipient: "Министерство региона", Number: "01-15/7", Lang: "ru"}
}

// version is that of what somebody would look at now.
func (h *house) version(year int) int64 {
	h.t.Helper()
	r, edition, err := h.next(h.head(), year)
	if err != nil {
		h.t.Fatal(err)
	}
	return r.version(edition)
}

func (h *house) sealed(id string) map[string][]byte {
	h.t.Helper()
	all := map[string][]byte{}
	for _, format := range Formats() {
		body, err := h.Sealed(h.head(), id, format)
		if err != nil {
			h.t.Fatal(err)
		}
		all[format] = body
	}
	return all
}

func TestFile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ties(h)
		ref, err := h.File(h.head(), 2026, h.version(2026), sent())
		if err != nil || ref.ID != "2026-1" {
			t.Fatal(ref, err)
		}
		first := h.sealed("2026-1")
		docx, err := zip.NewReader(bytes.NewReader(first["docx"]), int64(len(first["docx"])))
		if err != nil {
			t.Fatal(err)
		}
		body, err := docx.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(body)
		if err != nil || !strings.Contains(string(text), "Продление договора") || !bytes.HasPrefix(first["pdf"], []byte("%PDF")) || !bytes.HasPrefix(first["xlsx"], []byte("PK")) {
			t.Errorf("what was sealed is no report: %v", err)
		}
		// Records change; what was filed does not.
		h.paper(h.partner("Брест", "BY"), "Новое соглашение", "2026-10-30", "", "")
		h.now = h.now.AddDate(0, 0, 2)
		for format, body := range h.sealed("2026-1") {
			if !bytes.Equal(body, first[format]) {
				t.Errorf("the sealed %s changed", format)
			}
			taken, edition, err := h.Take(h.head(), "ru", 2026, format)
			if err != nil || edition != "2026-1" || !bytes.Equal(taken, first[format]) {
				t.Errorf("who asks for the year gets another %s (%s, %v)", format, edition, err)
			}
			if other, edition, err := h.Take(h.head(), "en", 2026, format); err != nil || edition != "" || bytes.Equal(other, first[format]) {
				t.Errorf("in another language: %s, %v", edition, err)
			}
		}
		if page := h.shown("/filings/2026"); !strings.Contains(page, "Отличия от поданной редакции 1") || !strings.Contains(page, "Новое соглашение") {
			t.Error("the page names no difference")
		}
		again := sent()
		if _, err := h.File(h.head(), 2026, h.version(2026), again); errs.FieldsOf(err).Of("note") == nil {
			t.Errorf("a correction that says nothing: %v", err)
		}
		again.Note = "Добавлено соглашение с Брестом"
		if ref, err = h.File(h.head(), 2026, h.version(2026), again); err != nil || ref.ID != "2026-2" {
			t.Fatal(ref, err)
		}
		if !bytes.Equal(h.sealed("2026-1")["docx"], first["docx"]) || bytes.Equal(h.sealed("2026-2")["docx"], first["docx"]) {
			t.Error("the editions are not what they should be")
		}
		page := h.shown("/filings/2026-2")
		for _, want := range []string{"Министерство региона", "01-15/7", "Добавлено соглашение с Брестом", "Новое соглашение", "11 января 2027"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page of the edition lacks %q", want)
			}
		}
	})
}

// TestSealedStays tries to change the papers of an edition as files.
func TestSealedStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, err := h.File(h.head(), 2026, h.version(2026), sent()); err != nil {
			t.Fatal(err)
		}
		ref := record.Ref{Kind: Kind, ID: "2026-1"}
		list, err := h.files.List(h.head(), ref)
		if err != nil || len(list) != 3 {
			t.Fatal(list, err)
		}
		for _, a := range list {
			if err := h.files.PutAway(h.head(), a.ID); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s was put away: %v", a.Name, err)
			}
			if err := h.files.Change(h.head(), a.ID, a.Version, file.Details{Note: "x", Visibility: record.Department}); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s was changed: %v", a.Name, err)
			}
		}
		if _, err := h.files.Attach(h.head(), ref, file.Upload{Name: "a.txt", Body: strings.NewReader("a")}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a file was added: %v", err)
		}
		if err := h.files.Sweep(h.head()); err != nil {
			t.Fatal(err)
		}
		h.sealed("2026-1")
	})
}

func TestFileRefuses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.head()
		for field, spoil := range map[string]func(*Sent){
			"on":        func(s *Sent) { s.On = edtf.Date{} },
			"recipient": func(s *Sent) { s.Recipient = "  " },
			"lang":      func(s *Sent) { s.Lang = "tlh" },
		} {
			one := sent()
			spoil(&one)
			if _, err := h.File(ctx, 2026, h.version(2026), one); errs.FieldsOf(err).Of(field) == nil {
				t.Errorf("%s: %v", field, err)
			}
		}
		for on, key := range map[string]string{"2026-12-31": "filing.on.early", "2027-01-12": "form.date.past", "2027-01": "form.date.day"} {
			one := sent()
			one.On = date(on)
			if e := errs.FieldsOf(must(h.File(ctx, 2026, h.version(2026), one))).Of("on"); e == nil || e.Key != key {
				t.Errorf("%s: %v", on, e)
			}
		}
		if err := must(h.File(ctx, 2027, h.version(2027), sent())); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a year that is not over: %v", err)
		}
		for _, year := range []int{0, 1991, 2028, -5, 1 << 40} {
			if err := must(h.File(ctx, year, 1, sent())); errs.KindOf(err) == 0 {
				t.Errorf("%d was filed", year)
			}
			if _, err := h.Report(ctx, "ru", year); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%d has a report: %v", year, err)
			}
		}
		if err := must(h.File(h.as(account.Coordinator), 2026, h.version(2026), sent())); err == nil {
			t.Error("a coordinator filed")
		}
		if all, err := h.Filings(ctx); err != nil || len(all) != 0 {
			t.Errorf("something was filed: %v, %v", all, err)
		}
	})
}

// must is the error of what should not succeed.
func must(_ record.Ref, err error) error { return err }

// TestTwoFile lets several file at once what all looked at: one edition comes of
// it, and the others are told.
func TestTwoFile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ties(h)
		seen, ctx := h.version(2026), h.head()
		failed := make([]error, 4)
		var wait sync.WaitGroup
		for i := range failed {
			wait.Go(func() { _, failed[i] = h.File(ctx, 2026, seen, sent()) })
		}
		wait.Wait()
		filed := 0
		for _, err := range failed {
			switch {
			case err == nil:
				filed++
			case errs.KindOf(err) != errs.Stale:
				t.Errorf("somebody is told %v", err)
			}
		}
		if all, err := h.Filings(ctx); err != nil || filed != 1 || len(all) != 1 {
			t.Errorf("%d of them filed, there are %d editions (%v)", filed, len(all), err)
		}
		// Records that change while a form is open are seen before it is sent.
		seen = h.version(2026)
		h.paper(h.partner("Брест", "BY"), "Ещё одно", "2026-05-05", "", "")
		again := sent()
		again.Note = "x"
		if err := must(h.File(ctx, 2026, seen, again)); errs.KindOf(err) != errs.Stale {
			t.Errorf("what nobody looked at was filed: %v", err)
		}
	})
}

func TestForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		values := url.Values{"recipient": {"Министерство"}, "on": {"вчера"}, "lang": {"ru"}, "version": {strconv.FormatInt(h.version(2026), 10)}}
		reply, err := h.ask(h.head(), http.MethodPost, "/filings/2026/file", values)
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%+v, %v", reply, err)
		}
		values.Set("on", "11 января 2027")
		values.Set("version", "1")
		reply, err = h.ask(h.head(), http.MethodPost, "/filings/2026/file", values)
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusConflict {
			t.Fatalf("without a version: %+v, %v", reply, err)
		}
		values.Set("version", strconv.FormatInt(h.version(2026), 10))
		reply, err = h.ask(h.head(), http.MethodPost, "/filings/2026/file", values)
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/filings/2026-1" {
			t.Fatalf("%+v, %v", reply, err)
		}
		for _, at := range []string{"/filings/x", "/filings/2026-7", "/filings/2026/report.exe", "/filings/2026/report", "/filings/2026-1/file", "/filings/1900"} {
			if _, err := h.ask(h.head(), http.MethodGet, at, nil); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", at, err)
			}
		}
		if page := h.shown("/filings"); !strings.Contains(page, "подан") || !strings.Contains(page, "15 января 2027") {
			t.Error("the list lacks the year")
		}
	})
}
