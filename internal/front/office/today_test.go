package office

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// ask asks Today of subjects at an instant in a zone five hours ahead.
func ask(t *testing.T, now time.Time, subjects ...module.Module) todayPage {
	t.Helper()
	words, err := i18n.Load(Files, edtf.Words())
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	r := web.WithScene(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody),
		&web.Scene{Printer: words.Printer("en"), Base: "/perm/office", Now: now.In(zone), Zone: zone, Key: "key", URL: &url.URL{Path: "/perm/office/"}})
	f := &Frame{Log: slog.New(slog.DiscardHandler), Modules: subjects}
	reply, err := f.today(r)
	if err != nil {
		t.Fatal(err)
	}
	return reply.(web.Page).Data.(todayPage)
}

func subject(name string, cards []module.Cards, agenda []module.Agenda) module.Module {
	return module.Module{Name: name, Cards: cards, Agenda: agenda}
}

func cards(list ...module.Card) module.Cards {
	return func(context.Context, *web.Scene) ([]module.Card, error) { return list, nil }
}

func day(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// diary hands over those entries that touch the span it is asked for.
func diary(entries ...module.Entry) module.Agenda {
	return func(_ context.Context, _ *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
		var found []module.Entry
		for _, e := range entries {
			if !e.When.Before(from) && !until.Before(e.When) {
				found = append(found, e)
			}
		}
		return found, nil
	}
}

// short is a page in short: the bands with their rows.
func short(p todayPage) string {
	var all []string
	for _, b := range p.Bands {
		all = append(all, b.ID+":")
		for _, c := range b.Cards {
			all = append(all, c.Text)
		}
	}
	return strings.Join(all, " ")
}

func TestBandsStandInOrder(t *testing.T) {
	act := &module.Act{Text: "Done", Path: "/tasks/x/finish", Post: true, Version: 3}
	page := ask(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		subject("one", []module.Cards{cards(
			module.Card{Band: module.WaitingForOthers, Text: "wait", Path: "/w", Act: &module.Act{Text: "Remind", Path: "/w/remind"}},
			module.Card{Band: module.Burning, Text: "later", When: day("2026-11-20"), Path: "/b"},
			module.Card{Band: module.Burning, Text: "undated", Path: "/u"},
			module.Card{Band: module.Burning, Text: "earlier", When: day("2026-11-01"), Due: "21 days overdue", Path: "/a", Act: act},
		)}, []module.Agenda{diary(
			module.Entry{Of: record.Ref{Kind: "x", ID: "1"}, Text: "twice", When: day("2026-11-30"), Path: "/w"},
			module.Entry{Of: record.Ref{Kind: "x", ID: "2"}, Text: "tomorrow", When: day("2026-11-23"), Path: "/t"},
			module.Entry{Of: record.Ref{Kind: "x", ID: "3"}, Text: "soon", When: day("2026-12-22"), Path: "/s"},
			module.Entry{Of: record.Ref{Kind: "x", ID: "5"}, Text: "in other hands", When: day("2026-11-25"), Path: "/o", Aside: true},
			module.Entry{Of: record.Ref{Kind: "x", ID: "6"}, Text: "feast", When: day("2026-12-12"), Path: "/h", Layer: module.Holidays},
			module.Entry{Of: record.Ref{Kind: "x", ID: "7"}, Text: "this month", When: day("2026-12"), Path: "/m"},
			module.Entry{Of: record.Ref{Kind: "x", ID: "8"}, Text: "some day this year", When: day("2026"), Path: "/v"},
			module.Entry{Of: record.Ref{Kind: "x", ID: "4"}, Text: "far", When: day("2026-12-23"), Path: "/f"},
		)}),
		subject("two", []module.Cards{cards(module.Card{Band: module.Soon, Text: "jubilee", When: day("2027"), Path: "/j"}, module.Card{Band: module.TodayTomorrow, Text: "now", Path: "/n"})}, nil))
	if got := short(page); got != "burning: earlier later undated today: tomorrow now for_others: wait soon: this month soon jubilee" {
		t.Error(got)
	}
	if page.Done != "" || page.Failed != nil || page.Next != nil {
		t.Errorf("%+v", page)
	}
	first, wait := page.Bands[0].Cards[0], page.Bands[2].Cards[0]
	if first.When != "21 days overdue" || first.Send == nil || first.Send.Action != "/perm/office/tasks/x/finish" || first.Send.Hidden[0].Value != "3" || first.Send.Hidden[1].Value != "/" {
		t.Errorf("%+v %+v", first, first.Send)
	}
	if wait.Open == nil || wait.Open.Href != "/perm/office/w/remind" || wait.Send != nil {
		t.Errorf("%+v", wait)
	}
}

// TestOneFails wants the others to be shown, and the one that failed to be named.
func TestOneFails(t *testing.T) {
	broken := func(context.Context, *web.Scene) ([]module.Card, error) {
		return []module.Card{{Band: module.Burning, Text: "half", Path: "/h"}}, errors.New("disk")
	}
	lost := func(context.Context, *web.Scene, edtf.Date, edtf.Date) ([]module.Entry, error) {
		return nil, errors.New("disk")
	}
	page := ask(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), subject("one", []module.Cards{broken}, nil), subject("two", nil, []module.Agenda{lost}),
		subject("three", []module.Cards{cards(module.Card{Band: module.TodayTomorrow, Text: "now", Path: "/n"})}, nil))
	if got := short(page); got != "burning: half today: now" {
		t.Error(got)
	}
	if page.Failed == nil || !strings.Contains(page.Failed.Title, "one and two") || page.Failed.Links[0].Href != "/perm/office/" {
		t.Errorf("%+v", page.Failed)
	}
	if page = ask(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), subject("two", nil, []module.Agenda{lost})); page.Done != "" || page.Failed == nil {
		t.Errorf("all is done, as far as is known of nothing: %+v", page)
	}
}

// TestAllDone names the nearest day, also when it is far, and counts days in the
// city's zone: at 20:00 in Greenwich it is past midnight in Perm.
func TestAllDone(t *testing.T) {
	entry := func(when string) []module.Agenda {
		return []module.Agenda{diary(module.Entry{Text: "the application", When: day(when), Path: "/a"})}
	}
	noon, night := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC), time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now        time.Time
		when, next string
	}{
		{noon, "2026-12-14", "Next: 14 December 2026 –"}, {noon, "2027-11-22", "Next: 22 November 2027 –"}, {noon, "2027-11-23", ""}, {noon, "2026-11-24", "Next: 24 November 2026 –"},
		{night, "2026-11-25", "Next: 25 November 2026 –"}, {night, "2027-11-23", "Next: 23 November 2027 –"},
	} {
		page := ask(t, c.now, subject("one", nil, entry(c.when)))
		got := ""
		if page.Next != nil {
			got = strings.ReplaceAll(page.Next.When, "\u00a0", " ")
		}
		if page.Done == "" || got != c.next {
			t.Errorf("%s, %s: %q, want %q", c.now, c.when, got, c.next)
		}
	}
	for when, now := range map[string]time.Time{"2026-11-22": noon, "2026-11-23": noon, "2026-11-24": night} {
		if page := ask(t, now, subject("one", nil, entry(when))); short(page) != "today: the application" || page.Done != "" {
			t.Errorf("%s, %s: %+v", now, when, page)
		}
	}
	if page := ask(t, night, subject("one", []module.Cards{cards(module.Card{Band: module.WaitingForMe, Text: "decide", Path: "/d"})}, entry("2026-12-01"))); page.Done != "" || page.Next != nil {
		t.Errorf("something is left: %+v", page)
	}
}
