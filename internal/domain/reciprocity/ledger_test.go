package reciprocity

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func roubles(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "RUB"} }

// visits are what two partners and the city did, the newest first.
func visits() []Visit {
	return []Visit{
		{ID: "unsure", Name: keeptest.Text("Визит без итога"), When: keeptest.Date("2026-05-02"), Way: In, Partners: []string{"duisburg"}, People: 4},
		{ID: "day", Name: keeptest.Text("День города"), When: keeptest.Date("2026-06-12/2026-06-14"), Way: In, Partners: []string{"duisburg"}, Held: true, People: 19, Days: 3, Paid: []Paid{
			{By: Own, Estimate: "e1", Sum: roubles(26320), Known: 2, Missing: 1}, {By: Theirs, Estimate: "e1", Sum: money.Amount{Minor: 50000, Currency: "EUR"}, Known: 1}, {By: Others, Estimate: "e1", Missing: 2}}},
		{ID: "nameless", Name: keeptest.Text("Визит без делегации"), When: keeptest.Date("2026-03"), Way: In, Partners: []string{"duisburg", "agrigento"}, Held: true},
		{ID: "trip", Name: keeptest.Text("Поездка"), When: keeptest.Date("2025-10-01/2025-10-02"), Way: Out, Partners: []string{"duisburg"}, Held: true, People: 2, Days: 2, Paid: []Paid{{By: Own, Estimate: "e2", Sum: roubles(1000), Known: 1}}},
		{ID: "swap", Name: keeptest.Text("Обмен школьников"), When: keeptest.Date("19XX"), Way: Both, Partners: []string{"duisburg"}, Held: true, People: 10, Days: 7, Paid: []Paid{{By: Own, Estimate: "e3", Missing: 1}}},
	}
}

func gifts() []Gift {
	return []Gift{{ID: "g1", Title: keeptest.Text("Ваза"), On: keeptest.Date("2026-06-13"), Side: Given}, {ID: "g2", Title: keeptest.Text("Блюдо"), On: keeptest.Date("2025-10-02"), Side: Received}}
}

// TestReckon: every figure of the ledger, with what nobody wrote down beside it.
func TestReckon(t *testing.T) {
	l, err := reckon(visits(), gifts())
	if err != nil {
		t.Fatal(err)
	}
	var in []int
	for _, y := range l.Years {
		in = append(in, y.Year)
	}
	if len(in) != 3 || in[0] != 2026 || in[1] != 2025 || in[2] != 0 {
		t.Fatalf("years %v", in)
	}
	this := l.Years[0].Figures
	if this.In != (Count{Visits: 2, People: 19, Nameless: 1, Days: 3, Dayless: 1}) || this.Out != (Count{}) || this.Unsure != 1 || this.Uncosted != 1 || this.Given != 1 || this.Received != 0 {
		t.Errorf("%+v", this)
	}
	if len(this.Own.Sums) != 1 || this.Own.Sums[0] != roubles(26320) || this.Own.Missing != 1 || this.Theirs.Sums[0].Currency != "EUR" || len(this.Others.Sums) != 0 || this.Others.Missing != 2 {
		t.Errorf("%+v %+v %+v", this.Own, this.Theirs, this.Others)
	}
	if all := l.Total; all.Own.Sums[0] != roubles(27320) || all.Own.Missing != 2 || all.Both.People != 10 || all.Out.Days != 2 {
		t.Errorf("%+v", all)
	}
	if turn, by := l.Total.Turn(); turn != OurTurn || by != 1 {
		t.Errorf("%s by %d", turn, by)
	}
	huge := money.Amount{Minor: 1 << 62, Currency: "RUB"}
	over := []Visit{{Held: true, Way: In, Paid: []Paid{{By: Own, Sum: huge, Known: 1}, {By: Own, Sum: huge, Known: 1}}}}
	if _, err := reckon(over, nil); err == nil {
		t.Error("a sum that fits nowhere is added up")
	}
}

func TestTurn(t *testing.T) {
	for _, c := range []struct {
		in, out int
		turn    string
		by      int
	}{{0, 0, Nobody, 0}, {2, 2, Even, 0}, {3, 1, OurTurn, 2}, {0, 1, TheirTurn, 1}} {
		if turn, by := (Figures{In: Count{Visits: c.in}, Out: Count{Visits: c.out}}).Turn(); turn != c.turn || by != c.by {
			t.Errorf("%d in, %d out: %s by %d", c.in, c.out, turn, by)
		}
	}
}

// TestLines: a visit of several partners counts for each; one year is a part.
func TestLines(t *testing.T) {
	partners := func() []Line { return []Line{{Partner: "duisburg"}, {Partner: "agrigento"}, {Partner: "varkaus"}} }
	tally := []Gifts{{Partner: "agrigento", Side: Received, Year: 2025, N: 2}, {Partner: "gone", Side: Given, Year: 2025, N: 1}}
	all, err := lines(partners(), visits(), tally, 0)
	if err != nil || all[0].In.Visits != 2 || all[1].In.Visits != 1 || all[1].Received != 2 || !all[2].Empty() {
		t.Fatalf("%+v %v", all, err)
	}
	if all[0].LastIn.String() != "2026-06-12/2026-06-14" || all[0].LastOut.String() != "2025-10-01/2025-10-02" || !all[1].LastOut.IsZero() {
		t.Errorf("last %v %v", all[0].LastIn, all[0].LastOut)
	}
	one, err := lines(partners(), visits(), tally, 2025)
	if err != nil || one[0].In.Visits != 0 || one[0].Out.Visits != 1 || one[1].Received != 2 {
		t.Errorf("%+v %v", one, err)
	}
	if got := years(visits(), tally); len(got) != 2 || got[0] != 2026 || got[1] != 2025 {
		t.Errorf("%v", got)
	}
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "reciprocity", Files: Files} }

// stage is the ledger of two partners over made-up records.
func stage(t *testing.T) *Service {
	t.Helper()
	return New(keep.Floor{Gate: account.NewGate(keeptest.Rights(Kind))}, Deps{
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "agrigento", Label: "Агридженто"}, {Value: "varkaus", Label: "Варкаус"}}, nil
		},
		Partner: func(_ context.Context, id string) (Party, error) {
			if id != "duisburg" && id != "varkaus" {
				return Party{}, errs.New(errs.NotFound, "record.missing")
			}
			return Party{ID: id, Name: keeptest.Text("Дуйсбург"), Path: "/partners/" + id}, nil
		},
		Visits: func(_ context.Context, partner string) ([]Visit, error) {
			if partner == "varkaus" {
				return nil, nil
			}
			return visits(), nil
		},
		Gifts: func(_ context.Context, partner string) ([]Gift, error) {
			if partner == "varkaus" {
				return nil, nil
			}
			return gifts(), nil
		},
		Tally: func(context.Context) ([]Gifts, error) {
			return []Gifts{{Partner: "duisburg", Side: Given, Year: 2026, N: 1}}, nil
		},
		Words: func(lang string) *i18n.Printer { return desk(t).Scene(lang, "/").Printer },
	})
}

// TestPages walks the register, a ledger, its figures, the panel and the list of
// the command line.
func TestPages(t *testing.T) {
	s := stage(t)
	head := keeptest.As(t, account.Head)
	routes := s.Module().Office
	keeptest.Wants(t, desk(t).Show(head, routes, "/reciprocity"), []string{"ответный визит за нами", "разница — 1 визит", "визитов не записано", "мы: 27 320,00 ₽", "они: 500,00 €", "без факта — 2 строки", "другие: неизвестно", "последний: 12–14 июня 2026 г."}, "⟦")
	keeptest.Wants(t, desk(t).Show(head, routes, "/reciprocity?turn=none"), []string{"Варкаус"}, "Дуйсбург", "Агридженто")
	keeptest.Wants(t, desk(t).Show(head, routes, "/reciprocity?year=2025"), []string{"ответный визит за ними", "мы: 1000,00 ₽"}, "27 320,00")
	whole := desk(t).Show(head, routes, "/reciprocity/duisburg")
	keeptest.Wants(t, whole, []string{"год неизвестен", "и 1 визит без списка", "не записано, состоялся ли он", "Визит без итога", "не подтверждено", "День города", "неизвестно"})
	// Every figure leads to its records, and these are those that were counted.
	for query, want := range map[string][]string{
		"of=in": {"День города", "Визит без делегации"}, "of=in&year=2026": {"День города", "Визит без делегации"}, "of=out&year=2026": nil, "of=out": {"Поездка"}, "of=both&year=unknown": {"Обмен школьников"},
		"of=own": {"День города", "Поездка", "Обмен школьников"}, "of=theirs": {"День города"}, "of=unsure": {"Визит без итога"}, "of=given": {"Ваза"}, "of=received&year=2025": {"Блюдо"}, "of=received&year=2026": nil,
	} {
		body := desk(t).Show(head, routes, "/reciprocity/duisburg?"+query)
		body = body[strings.Index(body, `id="records"`):]
		n := 0
		for _, name := range []string{"День города", "Визит без делегации", "Поездка", "Обмен школьников", "Визит без итога", "Ваза", "Блюдо"} {
			if strings.Contains(body, name) {
				n++
			}
		}
		keeptest.Wants(t, body, want)
		if n != len(want) {
			t.Errorf("%s lists %d records, not %d", query, n, len(want))
		}
	}
	for _, figure := range []string{"year=2026&amp;of=in#records", "year=unknown&amp;of=both#records"} {
		if !strings.Contains(whole, figure) {
			t.Errorf("no figure leads to %s", figure)
		}
	}
	if _, err := desk(t).Ask(head, routes, "GET", "/reciprocity/nobody", url.Values{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown partner: %v", err)
	}
	panel, err := s.related(head, desk(t).Scene("en", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
	if err != nil || panel == nil {
		t.Fatal(err)
	}
	keeptest.Wants(t, desk(t).HTML(desk(t).Scene("en", "/"), panel.Template, panel.Title, panel.Data), []string{"our turn to visit", "2 visits", "In all"})
	for _, about := range []record.Ref{{Kind: "partner", ID: "varkaus"}, {Kind: "activity", ID: "day"}} {
		if panel, err := s.related(head, desk(t).Scene("ru", "/"), about); err != nil || panel != nil {
			t.Errorf("%v: %+v %v", about, panel, err)
		}
	}
	rows, err := s.listing(head, "ru")
	if list, is := rows.([]listingRow); err != nil || !is || len(list) != 3 || list[0].Own != "27320.00 RUB" || list[0].In.PeopleUnknown != 1 || list[0].Turn != OurTurn {
		t.Errorf("%+v %v", rows, err)
	}
}

// TestRights: who may not see the ledger sees no figure of it.
func TestRights(t *testing.T) {
	s := stage(t)
	s.Gate = account.NewGate(keeptest.Rights("visit"))
	if _, err := s.Ledger(keeptest.As(t, account.Head), "duisburg"); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("%v", err)
	}
	if panel, err := s.related(keeptest.As(t, account.Head), desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"}); panel != nil || err != nil {
		t.Errorf("%+v %v", panel, err)
	}
}

// TestFiles: the register and a ledger leave with as many columns as headings.
func TestFiles(t *testing.T) {
	s := stage(t)
	head := keeptest.As(t, account.Head)
	for target, want := range map[string][]string{
		"/reciprocity?as=csv":          {"Дуйсбург", "27320.00 RUB", "500.00 EUR"},
		"/reciprocity/duisburg?as=csv": {"2026", "26320.00 RUB"},
		"/reciprocity?as=json":         {`"in_people_unknown"`, `"without_estimate"`},
	} {
		reply, err := desk(t).Ask(head, s.Module().Office, "GET", target, url.Values{})
		stream, is := reply.(web.Stream)
		if err != nil || !is {
			t.Fatalf("%s: %v", target, err)
		}
		var out strings.Builder
		if err := stream.Write(&out); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, out.String(), want, "⟦")
	}
}
