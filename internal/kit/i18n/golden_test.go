package i18n_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// icu is testdata/icu.json, made by testdata/icu.mjs.
type icu struct {
	Langs map[string]struct {
		Days, Months, Weekdays, ShortWeekdays, Numbers, Lists, Categories []string
		DayMonth, SameMonth, TwoMonths, TwoYears, Clock, Decimal          string
		Percent, Km, Rub                                                  string
		Plural                                                            map[string]string
	}
}

// departures are where we differ from ICU on purpose.
var departures = map[string]string{
	// four digits stand together in Russian
	"ru number 1234": "1234",
	// an em dash between named days
	"ru two months": "30 июня — 12 июля 2026 г.", "ru two years": "30 декабря 2026 г. — 12 января 2027 г.",
	// ranges keep the «m.» and «d.», the 年月日, the թ. and the г. of a single day
	"lt same month": "2026 m. birželio 12–14 d.", "lt two months": "2026 m. birželio 30 d. – liepos 12 d.", "lt two years": "2026 m. gruodžio 30 d. – 2027 m. sausio 12 d.",
	"zh same month": "2026年6月12–14日", "zh two months": "2026年6月30日–7月12日", "zh two years": "2026年12月30日–2027年1月12日",
	"hy two months": "30 հունիսի, 2026 թ. – 12 հուլիսի, 2026 թ.", "hy two years": "30 դեկտեմբերի, 2026 թ. – 12 հունվարի, 2027 թ.",
	"be same month": "12–14 чэрвеня 2026 г.", "be two months": "30 чэрвеня – 12 ліпеня 2026 г.", "be two years": "30 снежня 2026 г. – 12 студзеня 2027 г.",
	// British ranges without spaces between figures
	"en-GB same month": "12–14 June 2026",
}

// spaces makes all spaces plain: where a line may break is ours to say.
func spaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(s)
}

func TestGolden(t *testing.T) {
	b, err := os.ReadFile("testdata/icu.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden icu
	if err := json.Unmarshal(b, &golden); err != nil || len(golden.Langs) != 13 {
		t.Fatalf("%v, %d languages", err, len(golden.Langs))
	}
	cat := catalog(t, "{}", "{}")
	used := map[string]bool{}
	for lang, want := range golden.Langs {
		p := cat.Printer(lang)
		same := func(what, got, want string) {
			t.Helper()
			if d, ok := departures[lang+" "+what]; ok {
				used[lang+" "+what] = true
				want = d
			}
			if spaces(got) != spaces(want) {
				t.Errorf("%s %s: %q, want %q", lang, what, got, want)
			}
		}
		for i := range 12 {
			month := time.Month(i + 1)
			same("day", p.Day(time.Date(2026, month, 12, 0, 0, 0, 0, time.UTC)), want.Days[i])
			same("edtf day", p.Date(edtf.OfDay(2026, month, 12)), want.Days[i])
			same("month", p.Date(edtf.OfMonth(2026, month)), want.Months[i])
		}
		for i := range 7 {
			same("weekday", p.Weekday(time.Weekday(i)), want.Weekdays[i])
			same("short weekday", p.ShortWeekday(time.Weekday(i)), want.ShortWeekdays[i])
		}
		june := time.Date(2026, 6, 12, 9, 5, 0, 0, time.UTC)
		same("day and month", p.DayMonth(june), want.DayMonth)
		same("clock", p.Clock(june), want.Clock)
		for what, c := range map[string][2]string{
			"same month": {"2026-06-12/2026-06-14", want.SameMonth}, "two months": {"2026-06-30/2026-07-12", want.TwoMonths}, "two years": {"2026-12-30/2027-01-12", want.TwoYears},
		} {
			d, err := edtf.Parse(c[0])
			if err != nil {
				t.Fatal(err)
			}
			same(what, p.Date(d), c[1])
		}
		for i, n := range []int64{0, 999, 1234, 12345, 1234567} {
			same("number "+strconv.Itoa(int(n)), p.Number(n), want.Numbers[i])
		}
		same("decimal", p.Decimal(1234567.5, 1), want.Decimal)
		same("percent", p.Percent(0.606), want.Percent)
		same("km", p.Km(12_345_000), want.Km)
		same("rub", p.Money(money.Amount{Minor: 49766000, Currency: "RUB"}), want.Rub)
		for i, list := range [][]string{{"A"}, {"A", "B"}, {"A", "B", "C"}} {
			same("list", p.Join(list), want.Lists[i])
		}
		for n, category := range want.Plural {
			whole, rest, fraction := strings.Cut(n, ".")
			i, err := strconv.ParseInt(whole, 10, 64)
			if err != nil || rest != "" && rest != "5" {
				t.Fatal(n)
			}
			same("plural of "+n, i18n.Plural(lang, i, fraction), category)
		}
		got := slices.Sorted(slices.Values(i18n.Categories(lang)))
		same("categories", strings.Join(got, " "), strings.Join(want.Categories, " "))
	}
	for d := range departures {
		if !used[d] {
			t.Errorf("the departure %q is not met", d)
		}
	}
}
