package i18n_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

const (
	ruWords = `{
		"plain": "Сохранить",
		"hello": "Город {name}, год {year}",
		"delegations": {"one": "{n} делегация", "few": "{n} делегации", "many": "{n} делегаций", "other": "{n} делегации"},
		"summary": {"one": "Проверьте ответы: нужно исправить {n} поле", "few": "Проверьте ответы: нужно исправить {n} поля", "many": "Проверьте ответы: нужно исправить {n} полей", "other": "Проверьте ответы: нужно исправить {n} поля"}
	}`
	enWords = `{
		"plain": "Save",
		"hello": "City {name}, year {year}",
		"delegations": {"one": "{n} delegation", "other": "{n} delegations"},
		"summary": "There is a problem"
	}`
)

func files(ru, en string) fs.FS {
	return fstest.MapFS{"a/locale/ru.json": {Data: []byte(ru)}, "a/locale/en.json": {Data: []byte(en)}, "a/other.json": {Data: []byte("x")}}
}

func catalog(t testing.TB, ru, en string) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(files(ru, en))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMessages(t *testing.T) {
	c := catalog(t, ruWords, enWords)
	ru, en, de := c.Printer("ru"), c.Printer("en-GB"), c.Printer("de")
	for _, s := range [][2]string{
		{ru.T("plain"), "Сохранить"}, {en.T("plain"), "Save"}, {de.T("plain"), "Save"},
		{ru.T("hello", "name", "Варкаус", "year", "1965"), "Город Варкаус, год 1965"},
		{ru.T("hello", "year", 10_000, "name", edtf.OfYear(1989)), "Город 1989\u00a0г., год 10\u00a0000"},
		{ru.T("hello", "name", "Варкаус"), "Город Варкаус, год ⟦year⟧"},
		{ru.N("delegations", 1), "1 делегация"}, {ru.N("delegations", 21), "21 делегация"}, {ru.N("delegations", 3), "3 делегации"},
		{ru.N("delegations", 0), "0 делегаций"}, {ru.N("delegations", 111), "111 делегаций"}, {ru.N("delegations", 12_345), "12\u00a0345 делегаций"},
		{ru.N("delegations", -2), "−2 делегации"}, {en.N("delegations", 1), "1 delegation"}, {de.N("delegations", 0), "0 delegations"},
		{ru.N("summary", 5), "Проверьте ответы: нужно исправить 5 полей"}, {en.N("summary", 5), "There is a problem"},
		{ru.T("no.such"), "⟦no.such⟧"}, {ru.N("no.such", 3), "⟦no.such⟧"},
	} {
		if s[0] != s[1] {
			t.Errorf("%q, want %q", s[0], s[1])
		}
	}
	miss := c.Missing()
	if len(miss) != 1 || miss[0] != (i18n.Miss{Lang: "ru", Key: "no.such", Count: 2}) {
		t.Errorf("Missing: %v", miss)
	}
	if !ru.Has("plain") || ru.Has("no.such") || !c.Has("en", "hello") || len(c.Keys("ru")) != 4 {
		t.Error("Has or Keys")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, ru := range map[string]string{
		"twice in a file": `{"a": "x", "a": "y"}`, "not an object": `[]`, "broken": `{"a": `, "a number": `{"a": 1}`,
		"open brace": `{"a": "x {name"}`, "closing brace": `{"a": "x} y"}`, "bad name": `{"a": "{Name}"}`, "no name": `{"a": "{}"}`,
		"bad category": `{"a": {"two": "x", "other": "y"}}`, "no other": `{"a": {"one": "x"}}`,
	} {
		if _, err := i18n.Load(files(ru, "{}")); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := i18n.Load(files(`{"a": "x"}`, "{}"), files(`{"a": "x"}`, "{}")); err == nil {
		t.Error("a key of two packages: no error")
	}
	if _, err := i18n.Load(fstest.MapFS{}); err == nil {
		t.Error("nothing: no error")
	}
}

func TestCheck(t *testing.T) {
	if p := i18n.Check(catalog(t, ruWords, enWords)); len(p) != 0 {
		t.Errorf("good words: %v", p)
	}
	bad := catalog(t,
		`{"only.ru": "Да", "args": "от {a}", "few": {"one": "x", "other": "y"}, "empty": " ", "voice": "Некорректный адрес: введите данный адрес!", "data": "Персональные данные", "loses": {"one": "x", "few": "{a}", "many": "{a}", "other": "{a}"}}`,
		`{"only.en": "Yes", "args": "from {b}", "few": {"one": "x", "few": "z", "other": "y"}, "empty": "x", "voice": "Invalid. Please", "data": "Personal data", "loses": "{a}"}`)
	var all []string
	for _, p := range i18n.Check(bad) {
		all = append(all, p.String())
	}
	got := strings.Join(all, "\n")
	for _, want := range []string{
		"en only.ru: is missing", "ru only.en: is missing", "en args: has the placeholders [b]; ru has [a]",
		"ru few: the plural category few is missing", "ru few: the plural category many is missing", "en few: en has no plural category few",
		"ru empty: empty", `ru voice: the word "!"`, `ru voice: the word "данный"`, `ru voice: the word "некорректный"`, `en voice: the word "invalid"`, `en voice: the word "please"`,
		"ru loses: {a} is missing in one",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if strings.Contains(got, " data:") {
		t.Errorf("«данные» is a good noun:\n%s", got)
	}
}

func TestNumbers(t *testing.T) {
	c := catalog(t, "{}", "{}")
	ru, en, zh := c.Printer("ru"), c.Printer("en"), c.Printer("zh")
	for _, s := range [][2]string{
		{ru.Number(3194), "3194"}, {ru.Number(10_000), "10\u00a0000"}, {en.Number(10_000), "10,000"}, {en.Number(3194), "3,194"},
		{ru.Number(-1 << 63), "−9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808"},
		{ru.Decimal(1.5, 2), "1,5"}, {ru.Decimal(2.675, 2), "2,68"}, {ru.Decimal(-0.001, 2), "0"}, {en.Decimal(0.1+0.2, 2), "0.3"}, {ru.Decimal(9.999, 2), "10"},
		{ru.Percent(1674.0 / 2763), "60,6\u00a0%"}, {en.Percent(1674.0 / 2763), "60.6%"},
		{ru.Money(money.Amount{Minor: 49766000, Currency: "RUB"}), "497\u00a0660,00\u00a0₽"}, {en.Money(money.Amount{Minor: 49766000, Currency: "RUB"}), "RUB\u00a0497,660.00"},
		{ru.Money(money.Amount{Minor: -5, Currency: "EUR"}), "−0,05\u00a0€"}, {en.Money(money.Amount{Minor: 150050, Currency: "EUR"}), "€1,500.50"},
		{ru.Money(money.Amount{Minor: 1500, Currency: "JPY"}), "1500\u00a0JPY"}, {en.Money(money.Amount{Minor: 1500, Currency: "KWD"}), "KWD\u00a01.500"},
		{ru.Km(3_194_000), "3194\u00a0км"}, {en.Km(3_194_000), "3,194\u00a0km"}, {ru.Km(255_400), "255\u00a0км"}, {ru.Km(5_240), "5,2\u00a0км"}, {ru.Km(850), "850\u00a0м"},
		{ru.Km(999.6), "1\u00a0км"}, {ru.Km(9_960), "10\u00a0км"}, {zh.Km(3_194_000), "3,194公里"},
		{ru.Size(20 << 20), "20\u00a0МБ"}, {en.Size(20 << 20), "20\u00a0MB"}, {ru.Size(1_600), "1,6\u00a0кБ"}, {ru.Size(0), "0\u00a0Б"}, {ru.Size(1<<20 - 1), "1\u00a0МБ"}, {ru.Size(5 << 40), "5120\u00a0ГБ"},
		{ru.Join(nil), ""}, {ru.Join([]string{"Пермь"}), "Пермь"}, {ru.Join([]string{"Пермь", "Оксфорд", "Циндао"}), "Пермь, Оксфорд и Циндао"},
		{ru.Bearing(278.5), "278,5°"}, {en.Bearing(-0.04), "0°"}, {ru.Bearing(359.96), "0°"}, {ru.Bearing(360 - 1e-15), "0°"},
		{ru.Compass(13), "запад-северо-запад"}, {en.Compass(13), "west-north-west"}, {c.Printer("de").Compass(13), "WNW"}, {ru.Compass(-1), "север-северо-запад"},
	} {
		if s[0] != s[1] {
			t.Errorf("%q, want %q", s[0], s[1])
		}
	}
	// Duisburg, Louisville, Qingdao from Perm
	for deg, want := range map[float64]int{278.5: 12, 330.5: 15, 88.9: 4, 0: 0, 11.24: 0, 11.25: 1, 348.75: 0, 359.9: 0, -90: 12, 720: 0} {
		if got := i18n.CompassIndex(deg); got != want {
			t.Errorf("CompassIndex(%v) = %d, want %d", deg, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	c := catalog(t, "{}", "{}")
	ru, en := c.Printer("ru"), c.Printer("en")
	at := time.Date(2026, 6, 12, 9, 30, 0, 0, time.FixedZone("", 5*3600))
	for _, s := range [][2]string{
		{ru.Day(at), "12 июня 2026 г."}, {en.Day(at), "12 June 2026"}, {ru.WeekdayDay(at), "пт, 12 июня"}, {en.WeekdayDay(at), "Fri, 12 June"},
		{ru.Clock(at), "09:30"}, {c.Printer("fi").Clock(at), "09.30"}, {ru.Instant(at), "12 июня 2026 г., 09:30"}, {en.Instant(at), "12 June 2026, 09:30"},
		{ru.Clocks(at, at.Add(2*time.Hour)), "09:30–11:30"}, {ru.Month(time.June), "июнь"}, {ru.MonthYear(at), "июнь 2026 г."}, {ru.Month(13), ""},
		{ru.Weekday(at.Weekday()), "пятница"},
	} {
		if spaces(s[0]) != s[1] {
			t.Errorf("%q, want %q", s[0], s[1])
		}
	}
	if got := ru.Day(at); got != "12\u00a0июня 2026\u00a0г." {
		t.Errorf("no-break spaces: %q", got)
	}
}

func TestDates(t *testing.T) {
	c := catalog(t, "{}", "{}")
	ru, en, de := c.Printer("ru"), c.Printer("en"), c.Printer("de")
	for _, s := range [][4]string{
		{"1989", "1989 г.", "1989", "1989"}, {"1989-10", "октябрь 1989 г.", "October 1989", "Oktober 1989"},
		{"1989-10-10", "10 октября 1989 г.", "10 October 1989", "10. Oktober 1989"},
		{"2026-06-12/2026-06-14", "12–14 июня 2026 г.", "12–14 June 2026", "12.–14. Juni 2026"},
		{"2026-06-30/2026-07-02", "30 июня — 2 июля 2026 г.", "30 June – 2 July 2026", "30. Juni – 2. Juli 2026"},
		{"2026-06-12/2026-06-12", "12 июня 2026 г.", "12 June 2026", "12. Juni 2026"},
		{"2011/2013", "2011–2013 гг.", "2011–2013", "2011–2013"}, {"2026-06/2026-07", "июнь — июль 2026 г.", "June–July 2026", "Juni–Juli 2026"},
		{"2026-06/2027-07", "июнь 2026 г. — июль 2027 г.", "June 2026 – July 2027", "Juni 2026 – Juli 2027"},
		{"1989/1995-06", "1989 г. — июнь 1995 г.", "1989 – June 1995", "1989 – Juni 1995"},
		{"1965~", "около 1965 г.", "about 1965", "≈ 1965"}, {"1989-10~", "около октября 1989 г.", "about October 1989", "≈ Oktober 1989"},
		{"1965?", "1965 г. (?)", "1965 (?)", "1965 (?)"}, {"1965%", "около 1965 г. (?)", "about 1965 (?)", "≈ 1965 (?)"},
		{"1965~/1970", "около 1965 г. — 1970 г.", "about 1965 – 1970", "≈ 1965 – 1970"},
		{"1992/..", "с 1992 г.", "since 1992", "1992 –"}, {"1989-10/..", "с октября 1989 г.", "since October 1989", "Oktober 1989 –"},
		{"1965~/..", "примерно с 1965 г.", "since about 1965", "≈ 1965 –"}, {"../1990%", "примерно до 1990 г. (?)", "until about 1990 (?)", "– ≈ 1990 (?)"},
		{"2026-06-02/..", "со 2 июня 2026 г.", "since 2 June 2026", "2. Juni 2026 –"},
		{"../1990", "до 1990 г.", "until 1990", "– 1990"}, {"../1990-10", "до октября 1990 г.", "until October 1990", "– Oktober 1990"},
		{"1990/", "с 1990 г., окончание неизвестно", "since 1990, end not known", "1990 – ?"}, {"/1990", "до 1990 г., начало неизвестно", "until 1990, start not known", "? – 1990"},
		{"199X", "1990-е гг.", "1990s", "1990–1999"}, {"199X/..", "с 1990-х гг.", "since the 1990s", "1990–1999 –"}, {"199X~", "около 1990-х гг.", "about the 1990s", "≈ 1990–1999"},
		{"19XX", "между 1900 и 1999 гг.", "between 1900 and 1999", "1900–1999"}, {"19XX/..", "с 19XX", "since 19XX", "1900–1999 –"},
		{"1990-21", "весна 1990 г.", "spring 1990", "März–Mai 1990"}, {"1990-21/..", "с весны 1990 г.", "since spring 1990", "März–Mai 1990 –"},
		{"2001-24", "зима 2001 г.", "winter 2001", "Dezember 2001 – Februar 2002"},
		{"XXXX-10-12", "12 октября, год не установлен", "12 October, year not known", "12. Oktober (????)"},
		{"XXXX-10", "октябрь, год не установлен", "October, year not known", "Oktober (????)"},
		{"2004-10-XX", "октябрь 2004 г., день не установлен", "October 2004, day not known", "Oktober 2004 (?)"},
		{"2004-XX", "2004 г., месяц не установлен", "2004, month not known", "2004 (?)"}, {"2004-XX-XX", "2004 г., день и месяц не установлены", "2004, day and month not known", "2004 (?)"},
		{"19XX/20XX", "19XX — 20XX", "19XX – 20XX", "1900–1999 – 2000–2099"}, {"", "", "", ""},
	} {
		d, err := edtf.Parse(s[0])
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range []*i18n.Printer{ru, en, de} {
			got := p.Date(d)
			if spaces(got) != s[i+1] {
				t.Errorf("%s %s: %q, want %q", p.Lang, s[0], got, s[i+1])
			}
			// What we write in Russian and English, we read; but one day from–to becomes the day.
			back, err := edtf.Read(got, p.Lang)
			if i < 2 && (err != nil || back != d) && d.Start() != d.End() {
				t.Errorf("Read(%q) = %v, %v; want %s", got, back, err, d)
			}
		}
	}
	for _, s := range [][3]string{
		{"1989", "с 1989 года", "since 1989"}, {"1989-10", "с октября 1989 г.", "since October 1989"}, {"1989-10-12", "с 12 октября 1989 г.", "since 12 October 1989"},
		{"1992/2000", "с 1992 года", "since 1992"}, {"1965~", "примерно с 1965 г.", "since about 1965"}, {"../1990", "", ""}, {"", "", ""},
	} {
		d, err := edtf.Parse(s[0])
		if err != nil {
			t.Fatal(err)
		}
		if spaces(ru.Since(d)) != s[1] || en.Since(d) != s[2] {
			t.Errorf("Since %s: %q, %q", s[0], ru.Since(d), en.Since(d))
		}
	}
}

func BenchmarkT(b *testing.B) {
	c := catalog(b, ruWords, enWords)
	p := c.Printer("ru")
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = p.T("plain")
		}
	})
	b.Run("two values", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = p.T("hello", "name", "Варкаус", "year", "1965")
		}
	})
	b.Run("plural", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = p.N("delegations", 12_345)
		}
	})
	b.Run("date", func(b *testing.B) {
		b.ReportAllocs()
		d := edtf.OfDay(2026, 6, 12)
		for b.Loop() {
			_ = p.Date(d)
		}
	})
	b.Run("money", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = p.Money(money.Amount{Minor: 49766000, Currency: "RUB"})
		}
	})
}

func TestPlainMessageAllocatesNothing(t *testing.T) {
	p := catalog(t, ruWords, enWords).Printer("ru")
	if n := testing.AllocsPerRun(100, func() { _ = p.T("plain") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
