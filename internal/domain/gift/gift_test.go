package gift

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

// notice counts three working days by the shipped calendar of Russia.
func notice(_ context.Context, day time.Time) (Notice, bool, error) {
	calendar, err := rule.ShippedCalendar("RU")
	on, missing := calendar.Add(day, 3)
	return Notice{On: on, Missing: missing, Rule: "Пример правила", Path: "/rules/ru-general"}, true, err
}

func each(t *testing.T, now time.Time, test func(t *testing.T, s *Service)) {
	t.Helper()
	options := func(all ...string) func(context.Context, *web.Scene) ([]ui.Option, error) {
		return func(context.Context, *web.Scene) ([]ui.Option, error) {
			var list []ui.Option
			for _, one := range all {
				list = append(list, ui.Option{Value: one, Label: strings.ToUpper(one)})
			}
			return list, nil
		}
	}
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
		test(t, New(floor, Deps{Langs: []string{"ru", "en"}, Clock: clock.Fixed(now), Partners: options("duisburg"), People: options("anna"), Organisations: options("museum"), Activities: options("visit"), Notice: notice}))
	})
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "gift", Files: Files} }

func head(t *testing.T) context.Context { return keeptest.As(t, account.Head) }

func plate(side, on string) Gift {
	return Gift{Side: side, Title: i18n.NewText("ru", "Блюдо"), On: date(on), Partner: "duisburg", Worth: Unknown}
}

func add(t *testing.T, s *Service, g Gift) string {
	t.Helper()
	id, err := s.Add(head(t), g)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Gift)
		want   string
	}{
		"good":                  {func(*Gift) {}, ""},
		"a drawing":             {func(g *Gift) { g.Worth = None }, ""},
		"nothing given":         {func(g *Gift) { g.Title = i18n.Text{} }, "title gift.title.empty"},
		"to nobody":             {func(g *Gift) { g.Partner = "" }, "partner gift.partner.empty"},
		"by nobody":             {func(g *Gift) { g.Side = "" }, "side form.choice"},
		"in future":             {func(g *Gift) { g.On = date("2030") }, "on form.date.past"},
		"known without a value": {func(g *Gift) { g.Worth = Known }, "value gift.value.empty"},
		"known, nothing":        {func(g *Gift) { g.Worth, g.Value, g.Currency = Known, "0", "RUB" }, "value gift.value.nothing"},
		"known, in words":       {func(g *Gift) { g.Worth, g.Value, g.Currency = Known, "дорого", "RUB" }, "value money.unreadable"},
		"unknown with a value":  {func(g *Gift) { g.Value, g.Currency = "100", "RUB" }, "value gift.value.unasked"},
		"notice of what is given": {func(g *Gift) {
			g.Side, g.Official = Given, true
		}, "official gift.official.given"},
		"notice that nobody asked for": {func(g *Gift) { g.Noticed = date("2026-11-20") }, "noticed gift.noticed.unasked"},
		"notice before the gift":       {func(g *Gift) { g.Official, g.Noticed = true, date("2026-10-01") }, "noticed gift.noticed.early"},
	} {
		g := plate(Received, "2026-11-01")
		c.change(&g)
		got := ""
		if all := errs.FieldsOf(g.validate(edtf.On(keeptest.Now()))); len(all) > 0 {
			got = all[0].Field + " " + all[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNotice: of a gift received in office a notice is due in three working days,
// over the January holidays too, until it is written down.
func TestNotice(t *testing.T) {
	each(t, time.Date(2026, 1, 16, 9, 0, 0, 0, time.UTC), func(t *testing.T, s *Service) {
		official := plate(Received, "2025-12-30")
		official.Official = true
		id := add(t, s, official)
		add(t, s, plate(Received, "2025-12-30"))
		add(t, s, plate(Given, "2025-12-30"))
		cards, err := s.cards(head(t), desk(t).Scene("ru", "/"))
		// 30 December is a Tuesday; 31 December, 1–11 January are off.
		if err != nil || len(cards) != 1 || cards[0].When.String() != "2026-01-14" || !strings.Contains(cards[0].Due, "2") {
			t.Fatalf("%+v %v", cards, err)
		}
		entries, err := s.agenda(head(t), desk(t).Scene("ru", "/"), date("2026-01-14"), date("2026-01-14"))
		if err != nil || len(entries) != 1 || entries[0].Of.ID != id {
			t.Errorf("%+v %v", entries, err)
		}
		if cards, err := s.cards(keeptest.As(t, account.Auditor), desk(t).Scene("ru", "/")); err != nil || cards != nil {
			t.Errorf("who may not write is asked for a notice: %v %v", cards, err)
		}
		g, err := s.Gift(head(t), id)
		if err != nil {
			t.Fatal(err)
		}
		g.Noticed = date("2026-01-15")
		if err := s.Change(head(t), g); err != nil {
			t.Fatal(err)
		}
		if cards, err := s.cards(head(t), desk(t).Scene("ru", "/")); err != nil || len(cards) != 0 {
			t.Errorf("%+v %v", cards, err)
		}
	})
}

// TestRegister walks pages, filters and the panel.
func TestRegister(t *testing.T) {
	each(t, keeptest.Now(), func(t *testing.T, s *Service) {
		for i := range 5 {
			g := plate(Received, fmt.Sprintf("2026-11-0%d", i+1))
			if i == 0 {
				g.Side, g.Partner, g.Person, g.Activity = Given, "", "anna", "visit"
			}
			add(t, s, g)
		}
		walked := 0
		f := Filter{Limit: 2}
		for {
			rows, err := s.Gifts(head(t), f)
			if err != nil {
				t.Fatal(err)
			}
			if walked += len(rows); len(rows) < f.Limit {
				break
			}
			f.After = rows[len(rows)-1].Key()
		}
		if walked != 5 {
			t.Errorf("walked over %d", walked)
		}
		for _, c := range []struct {
			filter Filter
			want   int
		}{{Filter{Side: Given}, 1}, {Filter{Partner: "duisburg"}, 4}, {Filter{Person: "anna"}, 1}, {Filter{Activity: "visit"}, 1}, {Filter{Organisation: "museum"}, 0}, {Filter{Open: true}, 0}} {
			if n, err := s.Count(head(t), c.filter, 100); err != nil || n != c.want {
				t.Errorf("%+v: %d %v, want %d", c.filter, n, err, c.want)
			}
		}
		panel, err := s.related(head(t), desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil || panel.Count != "4" {
			t.Fatalf("%+v %v", panel, err)
		}
		if html := desk(t).HTML(desk(t).Scene("ru", "/"), panel.Template, panel.Title, panel.Data); !strings.Contains(html, "Блюдо") {
			t.Error(html)
		}
		routes := s.Module().Office
		if html := desk(t).Show(head(t), routes, "/gifts?view=given"); !strings.Contains(html, "ANNA") || strings.Contains(html, "<td>DUISBURG") {
			t.Error(html)
		}
		if html := desk(t).Show(head(t), routes, "/gifts/new?activity=visit&side=received"); !strings.Contains(html, `value="visit" selected`) {
			t.Error(html)
		}
		reply, err := desk(t).Ask(head(t), routes, http.MethodPost, "/gifts", url.Values{"side": {Given}, "title.ru": {"Ваза"}, "on": {"01.11.2026"}, "partner": {"duisburg"}, "worth": {Known}, "value": {"1 500"}, "currency": {"RUB"}})
		at, is := reply.(web.Redirect)
		if err != nil || !is {
			t.Fatal(reply, err)
		}
		if html := strings.ReplaceAll(desk(t).Show(head(t), routes, at.To), "\u00a0", " "); !strings.Contains(html, "1500,00 ₽") {
			t.Error(html)
		}
	})
}

// TestTally counts by partner, side and day, without what names no partner and
// without what the viewer may not see.
func TestTally(t *testing.T) {
	each(t, keeptest.Now(), func(t *testing.T, s *Service) {
		for _, g := range []Gift{plate(Given, "2026-06-13"), plate(Given, "2026-06-13"), plate(Received, "2025"), plate(Received, "19XX")} {
			add(t, s, g)
		}
		personal := plate(Given, "2026-06-13")
		personal.Partner, personal.Person = "", "anna"
		add(t, s, personal)
		binned := add(t, s, plate(Given, "2026-06-14"))
		if err := s.gifts.PutAway(head(t), binned); err != nil {
			t.Fatal(err)
		}
		want := []Tally{{"duisburg", Given, 2026, 2}, {"duisburg", Received, 0, 1}, {"duisburg", Received, 2025, 1}}
		got, err := s.Tally(head(t))
		slices.SortFunc(got, func(a, b Tally) int { return cmp.Or(cmp.Compare(a.Side, b.Side), cmp.Compare(a.Year, b.Year)) })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v %v", got, err)
		}
		if got, err := s.Tally(keeptest.As(t, account.Branch)); err != nil || len(got) != 0 {
			t.Errorf("another department counts %+v %v", got, err)
		}
	})
}
