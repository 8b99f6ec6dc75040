package estimate

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
)

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

// TestProduct is the arithmetic of the estimates that Novgorod published.
func TestProduct(t *testing.T) {
	for _, c := range []struct{ rate, people, days, want int64 }{{470, 28, 2, 26320}, {230, 19, 1, 4370}, {125, 19, 1, 2375}} {
		rate, err := money.Of(c.rate, "RUB")
		if err != nil {
			t.Fatal(err)
		}
		want, _ := money.Of(c.want, "RUB")
		if got, err := Product(rate, c.people, c.days); err != nil || got != want {
			t.Errorf("%d × %d × %d = %v %v, want %v", c.rate, c.people, c.days, got, err, want)
		}
	}
	for _, c := range [][2]int64{{math.MaxInt64, 2}, {2, math.MaxInt64}, {1 << 31, 1 << 31}} {
		if got, err := Product(money.Amount{Minor: 1 << 10, Currency: "RUB"}, c[0], c[1]); err == nil {
			t.Errorf("%v gave %v", c, got)
		}
	}
}

func TestNorm(t *testing.T) {
	good := Norm{Item: "meals", Per: PerDay, Rate: "470,50", Currency: "RUB", Act: Act{Title: "Пример"}}
	for name, c := range map[string]struct {
		change func(*Norm)
		want   string
	}{
		"good":              {func(*Norm) {}, ""},
		"nothing":           {func(n *Norm) { n.Rate = "0" }, "rate norm.rate.empty"},
		"less than nothing": {func(n *Norm) { n.Rate = "-5" }, "rate estimate.negative"},
		"words":             {func(n *Norm) { n.Rate = "много" }, "rate money.unreadable"},
		"too much":          {func(n *Norm) { n.Rate = "99999999999999999999" }, "rate money.overflow"},
		"another currency":  {func(n *Norm) { n.Rate = "5 EUR" }, "rate money.currency"},
		"no decision":       {func(n *Norm) { n.Title = "" }, "act norm.act.empty"},
		"ends first":        {func(n *Norm) { n.From, n.Until = date("2027"), date("2026") }, "until date.order"},
		"for nothing":       {func(n *Norm) { n.Per = "week" }, "per form.choice"},
		"for no expense":    {func(n *Norm) { n.Item = "" }, "item form.empty"},
	} {
		n := good
		c.change(&n)
		if got := wrong(n.validate()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	n := good
	if err := n.validate(); err != nil || n.Rate != "470.50" || n.Amount() != (money.Amount{Minor: 47050, Currency: "RUB"}) {
		t.Errorf("%+v %v", n, err)
	}
	n.From, n.Until = date("2026"), date("2026-06")
	for day, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true, "2026-06-30": true, "2026-07-01": false} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if n.Holds(at) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
}

// wrong is the first error of a field as "field key"; empty for none.
func wrong(err error) string {
	if all := errs.FieldsOf(err); len(all) > 0 {
		return all[0].Field + " " + all[0].Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestReadCount(t *testing.T) {
	for text, want := range map[string]string{"": "0 ", "28": "28 ", "1 000": "1000 ", "-1": "0 n estimate.negative", "2.5": "0 n estimate.count.bad", "сто": "0 n estimate.count.bad", "100001": "0 n estimate.count.many", "99999999999999999999": "0 n estimate.count.many"} {
		n, e := readCount(text, "n")
		got := fmt.Sprint(n, " ")
		if e != nil {
			got += e.Field + " " + e.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func cost(source, currency, sum, fact string) Line {
	return Line{Item: "meals", Source: source, Currency: currency, Sum: sum, Fact: fact}
}

// TestTotals: currencies are never added, an unknown fact is not nothing.
func TestTotals(t *testing.T) {
	got, err := Totals([]Line{cost(Own, "RUB", "26320.00", "26000.00"), cost(Own, "RUB", "4370.00", ""), cost(Partner, "RUB", "2375.00", "0.00"), cost(Partner, "EUR", "100.00", "120.00")})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, one := range got {
		d, known := one.Difference()
		said = append(said, fmt.Sprintf("%s|%v|%v|%d|%v %v", one.Source, one.Plan, one.Fact, one.Missing, d, known))
	}
	want := []string{
		"partner|100.00 EUR|120.00 EUR|0|20.00 EUR true",
		"own|30690.00 RUB|26000.00 RUB|1|-4690.00 RUB false", "partner|2375.00 RUB|0.00 RUB|0|-2375.00 RUB true", "|33065.00 RUB|26000.00 RUB|1|-7065.00 RUB false",
	}
	if fmt.Sprint(said) != fmt.Sprint(want) {
		t.Errorf("%q\nwant %q", said, want)
	}
	if _, err := Totals([]Line{cost(Own, "RUB", "92233720368547758.07", ""), cost(Own, "RUB", "0.01", "")}); err == nil {
		t.Error("a sum that does not fit was given")
	}
}

// TestAgainst holds estimates against limits, as Ufa has them: so many receptions
// a year, so much for a guest.
func TestAgainst(t *testing.T) {
	reception := Line{Item: Reception, Source: Own, Currency: "RUB", Sum: "100000.00"}
	own := []Line{reception, cost(Partner, "RUB", "900000.00", ""), cost(Own, "EUR", "900000.00", ""), cost(Own, "RUB", "20000.00", "30000.00")}
	year := append([]Line{reception, reception}, own...)
	for _, c := range []struct {
		limit  Limit
		people int64
		want   string
	}{
		{Limit{Type: Count, Value: "3"}, 0, "3 false"},
		{Limit{Type: Count, Value: "2"}, 0, "3 true"},
		{Limit{Type: Count, Item: "meals", Value: "2"}, 0, "3 true"},
		{Limit{Type: Guest, Item: Reception, Value: "5000.00", Currency: "RUB"}, 20, "100000.00 RUB false"},
		{Limit{Type: Guest, Item: Reception, Value: "5000.00", Currency: "RUB"}, 19, "100000.00 RUB true"},
		{Limit{Type: Guest, Value: "5000.00", Currency: "RUB"}, 0, "120000.00 RUB false"},
		{Limit{Type: Visit, Value: "120000.00", Currency: "RUB"}, 0, "120000.00 RUB false"},
		{Limit{Type: Visit, Value: "119999.99", Currency: "RUB"}, 0, "120000.00 RUB true"},
		{Limit{Type: Whole, Value: "330000.00", Currency: "RUB"}, 0, "330000.00 RUB false"},
		{Limit{Type: Whole, Value: "329999.99", Currency: "RUB"}, 0, "330000.00 RUB true"},
	} {
		all, err := Against([]Limit{c.limit}, c.people, own, year)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(all[0].Used, " ", all[0].Over)
		if c.limit.Type == Count {
			got = fmt.Sprint(all[0].Times, " ", all[0].Over)
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.limit, got, c.want)
		}
		if all[0].Unknown != (c.limit.Type == Guest && c.people == 0) {
			t.Errorf("%+v unknown: %v", c.limit, all[0].Unknown)
		}
	}
}

func TestDifferences(t *testing.T) {
	one, two, three := cost(Own, "RUB", "1.00", ""), cost(Own, "RUB", "2.00", ""), cost(Own, "RUB", "3.00", "")
	one.ID, two.ID, three.ID = "1", "2", "3"
	was := frozen([]Line{one, two})
	one.Fact, two.Source = "5.00", Sponsor
	var said []string
	for _, d := range Differences(was, []Line{one, two, three}) {
		said = append(said, d.What+d.Before.ID+d.Now.ID)
	}
	for _, d := range Differences(was, []Line{one}) {
		said = append(said, d.What+d.Before.ID+d.Now.ID)
	}
	if got := fmt.Sprint(said); got != "[altered22 added3 removed2]" {
		t.Error(got)
	}
}
