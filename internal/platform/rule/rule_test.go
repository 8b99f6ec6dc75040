package rule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/place"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

// What the program brings along holds together: every pack, step and year passes
// the rules that the screen asks of an office, and names its source.
func TestShipped(t *testing.T) {
	packs, err := Shipped()
	if err != nil || len(packs) < 4 {
		t.Fatalf("%d packs: %v", len(packs), err)
	}
	for _, p := range packs {
		if p.Name == "" || p.Title.Get("ru") == "" || p.Title.Get("en") == "" || p.Country == "" || p.Calendar == "" {
			t.Errorf("%q lacks a name, title, country or calendar", p.Name)
		}
		if err := p.check(-1); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		for _, e := range p.Editions {
			names := map[string]bool{}
			for _, s := range e.Steps {
				for _, text := range []i18n.Text{p.Title, e.Note, s.Title, s.Document, s.Note} {
					if text.Stale("en") || !text.IsZero() && text.Get("en") == "" {
						t.Errorf("%s %s: no translation of %q", p.Name, s.Name, text.Get("ru"))
					}
				}
				if err := s.check(); err != nil || names[s.Name] {
					t.Errorf("%s %s: %v", p.Name, s.Name, err)
				}
				names[s.Name] = true
			}
		}
		if len(p.Borders) > 0 && p.BordersSource == "" {
			t.Errorf("%s has borders without a source", p.Name)
		}
	}
	calendars, err := shippedCalendars()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range calendars {
		for _, y := range c.Years {
			if err := y.check(); err != nil {
				t.Errorf("%s %d: %v", c.Country, y.Year, err)
			}
		}
	}
}

// The calendar of Russia against what the decrees say of the longest rests, and
// the number of days off from Monday to Friday.
func TestRussianYears(t *testing.T) {
	calendar, err := ShippedCalendar("RU")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		day     string
		working bool
	}{
		{"2025-01-08", false}, {"2025-01-09", true}, {"2025-02-24", true}, {"2025-05-08", false}, {"2025-06-13", false}, {"2025-11-01", true}, {"2025-11-03", false}, {"2025-12-31", false},
		{"2026-01-09", false}, {"2026-01-11", false}, {"2026-01-12", true}, {"2026-02-23", false}, {"2026-03-09", false}, {"2026-05-11", false}, {"2026-11-04", false}, {"2026-12-31", false},
		{"2024-04-27", true}, {"2024-04-30", false}, {"2024-12-28", true}, {"2024-12-29", false},
	} {
		if working, known := calendar.Working(day(want.day)); !known || working != want.working {
			t.Errorf("%s: working %v, known %v", want.day, working, known)
		}
	}
	if _, known := calendar.Working(day("2027-06-15")); known {
		t.Error("2027 is said to be known")
	}
}

func TestDues(t *testing.T) {
	russia, err := ShippedCalendar("RU")
	if err != nil {
		t.Fatal(err)
	}
	germany, err := ShippedCalendar("DE")
	if err != nil {
		t.Fatal(err)
	}
	perm := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	for _, want := range []struct {
		event    time.Time
		step     Step
		calendar Calendar
		due      string // day, then what is said of it
	}{
		{day("2026-06-12"), Step{Way: Before, Days: 45, Unit: CalendarDays}, russia, "2026-04-28"},
		{day("2026-03-01"), Step{Way: Before, Days: 1, Unit: CalendarDays}, russia, "2026-02-28 rest"},
		{day("2024-03-01"), Step{Way: Before, Days: 1, Unit: CalendarDays}, russia, "2024-02-29"},
		{day("2024-02-29"), Step{Way: After, Days: 10, Unit: CalendarDays}, russia, "2024-03-10 rest"},
		{day("2026-06-12"), Step{Way: After, Days: 10, Unit: CalendarDays}, russia, "2026-06-22"},
		{day("2026-06-12"), Step{Of: Year, Way: Yearly, On: "01-15"}, russia, "2027-01-15 unsure"},
		{day("2025-12-31"), Step{Of: Year, Way: Yearly, On: "01-15"}, russia, "2026-01-15"},
		{day("2026-01-01"), Step{Of: Year, Way: Yearly, On: "02-01"}, russia, "2027-02-01 unsure"},
		{day("2026-06-12"), Step{Of: Day, Way: Yearly, On: "12-31"}, germany, "2026-12-31"},
		{day("2026-12-31"), Step{Of: Day, Way: Yearly, On: "12-31"}, germany, "2026-12-31"},
		{day("2027-01-01"), Step{Of: Day, Way: Yearly, On: "12-31"}, germany, "2027-12-31"},
		// Three working days after a trip, over the January holidays.
		{day("2025-12-30"), Step{Way: After, Days: 3, Unit: WorkingDays}, russia, "2026-01-14"},
		{day("2024-12-28"), Step{Way: After, Days: 3, Unit: WorkingDays}, russia, "2025-01-13"},
		{day("2026-06-10"), Step{Way: After, Days: 3, Unit: WorkingDays}, russia, "2026-06-16"},
		{day("2025-10-31"), Step{Way: After, Days: 1, Unit: WorkingDays}, russia, "2025-11-01"}, // a working Saturday
		{day("2026-01-12"), Step{Way: Before, Days: 1, Unit: WorkingDays}, russia, "2025-12-30"},
		// Through a year that nobody has entered: no day at all.
		{day("2026-12-30"), Step{Way: After, Days: 3, Unit: WorkingDays}, russia, "missing 2027"},
		{day("2024-01-09"), Step{Way: Before, Days: 5, Unit: WorkingDays}, russia, "missing 2023"},
		{day("2027-06-01"), Step{Way: After, Days: 1, Unit: WorkingDays}, russia, "missing 2027"},
		// The same rule where other days are off.
		{day("2026-10-02"), Step{Way: After, Days: 3, Unit: WorkingDays}, germany, "2026-10-07"},
		{day("2026-12-30"), Step{Way: After, Days: 3, Unit: WorkingDays}, germany, "2027-01-05"},
		{day("2026-06-12"), Step{Way: Open}, russia, "none"},
		// The day is that of the clock in the city, to the second.
		{time.Date(2026, 6, 12, 0, 0, 0, 0, perm), Step{Way: Before, Days: 45, Unit: CalendarDays}, russia, "2026-04-28"},
		{time.Date(2026, 6, 12, 23, 59, 59, 0, perm), Step{Way: Before, Days: 45, Unit: CalendarDays}, russia, "2026-04-28"},
		{time.Date(2026, 6, 12, 20, 0, 0, 0, time.UTC).In(perm), Step{Way: Before, Days: 45, Unit: CalendarDays}, russia, "2026-04-29"},
	} {
		due := want.step.Due(want.event, want.calendar)
		got := "none"
		switch {
		case due.Missing > 0:
			got = fmt.Sprintf("missing %d", due.Missing)
		case due.Rest:
			got = due.On.Format(time.DateOnly) + " rest"
		case due.Unsure:
			got = due.On.Format(time.DateOnly) + " unsure"
		case !due.On.IsZero():
			got = due.On.Format(time.DateOnly)
		}
		if got != want.due {
			t.Errorf("%v %+v: %s, want %s", want.event, want.step, got, want.due)
		}
	}
}

// Editions follow one another to the day; anything else is an error at the field
// of the edition that is edited.
func TestEditions(t *testing.T) {
	for _, want := range []struct {
		spans []string // from/until
		at    int
		bad   string // field and key
	}{
		{[]string{"/"}, 0, ""},
		{[]string{"2023-08/2025-06-18", "2025-06-19/"}, 1, ""},
		{[]string{"2025-06-19/", "2023-08/2025-06-18"}, 0, ""},
		{[]string{"/2024-02-29", "2024-03-01/"}, 1, ""},
		{[]string{"/2024-02", "2024-03/"}, 1, ""},
		{[]string{"2023/2025-06-18", "2025-06-20/"}, 1, "from rule.gap"},
		{[]string{"2023/2025-06-18", "2025-06-20/"}, 0, "until rule.gap"},
		{[]string{"2023/2025-06-18", "2025-06-18/"}, 1, "from rule.overlap"},
		{[]string{"2023/2025-06-18", "2025-06-18/"}, 0, "until rule.overlap"},
		{[]string{"2023/", "2025-06-19/"}, 1, "from rule.overlap"},
		{[]string{"/", "/"}, 1, "from rule.overlap"},
		{[]string{"/2024-02-28", "2024-03-01/"}, 1, "from rule.gap"}, // 2024 has a 29 February
		{[]string{"/2023-02-28", "2023-03-01/"}, 1, ""},
		{[]string{"2025/2024"}, 0, "until date.order"},
	} {
		p := Pack{}
		for _, span := range want.spans {
			from, until, _ := strings.Cut(span, "/")
			p.Editions = append(p.Editions, Edition{From: date(from), Until: date(until)})
		}
		got := ""
		for _, e := range errs.FieldsOf(p.check(want.at)) {
			got = e.Field + " " + e.Key
		}
		if got != want.bad {
			t.Errorf("%v at %d: %q, want %q", want.spans, want.at, got, want.bad)
		}
	}
}

// For each day there is one edition, around midnight too.
func TestEditionOn(t *testing.T) {
	p := Pack{Editions: []Edition{{From: date("2023-08"), Until: date("2025-06-18")}, {From: date("2025-06-19")}}}
	perm := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	for _, want := range []struct {
		at   time.Time
		from string // empty: none
	}{
		{day("2023-07-31"), ""},
		{day("2023-08-01"), "2023-08"},
		{time.Date(2025, 6, 18, 23, 59, 59, 0, perm), "2023-08"},
		{time.Date(2025, 6, 19, 0, 0, 0, 0, perm), "2025-06-19"},
		{time.Date(2025, 6, 18, 19, 0, 0, 0, time.UTC).In(perm), "2025-06-19"},
		{day("2999-01-01"), "2025-06-19"},
	} {
		e, ok := p.EditionOn(want.at)
		if ok != (want.from != "") || e.From.String() != want.from {
			t.Errorf("%s: %s, %v", want.at, e.From, ok)
		}
	}
}

// The regime follows from the own region and the partner's country.
func TestRegimeOf(t *testing.T) {
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ home, region, partner, regime string }{
		{"RU", "Karelia", "FI", CrossBorder},
		{"RU", "Karelia", "SE", General},
		{"RU", "Karelia", "RU", Domestic},
		{"RU", "Perm Krai", "DE", General},
		{"RU", "Perm Krai", "KZ", General},
		{"RU", "Murmansk", "NO", CrossBorder},
		{"RU", "Samara Oblast", "KZ", CrossBorder},
		{"DE", "Bavaria", "AT", General}, // no cross-border pack there
	} {
		if regime, known := RegimeOf(packs, want.home, want.region, want.partner); regime != want.regime || !known {
			t.Errorf("%s, %s → %s: %s, %v", want.home, want.region, want.partner, regime, known)
		}
	}
	if _, known := RegimeOf(packs, "RU", "", "FI"); known {
		t.Error("a region that is not known is said to be known")
	}
}

// The regions of the pack are called as the gazetteer calls them, or no city
// would ever be found to lie at the border.
func TestBorderRegions(t *testing.T) {
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	pack, ok := Of(packs, "RU", CrossBorder)
	if !ok {
		t.Fatal("no cross-border pack")
	}
	gazetteer, known := place.Open(), map[string]bool{}
	for _, city := range strings.Fields("Петрозаводск Мурманск Выборг Псков Калининград Смоленск Брянск Курск Белгород Воронеж Ростов-на-Дону Краснодар Черкесск Нальчик Владикавказ Назрань Грозный Махачкала Астрахань Волгоград Саратов Самара Оренбург Челябинск Курган Тюмень Омск Новосибирск Барнаул Горно-Алтайск Кызыл Улан-Удэ Чита Благовещенск Биробиджан Хабаровск Владивосток") {
		for _, m := range gazetteer.Find(city, place.Options{Lang: "ru", Country: "RU", Limit: 1}) {
			known[m.Place.Region("en")] = true
		}
	}
	for region := range pack.Borders {
		if !known[region] {
			t.Errorf("%s is the region of no city", region)
		}
	}
}

func TestStepCheck(t *testing.T) {
	good := Step{Title: i18n.NewText("ru", "Уведомить"), Of: Talks, Way: Before, Days: 30, Unit: CalendarDays, Source: "Порядок", Mark: Read}
	for _, want := range []struct {
		change func(*Step)
		bad    string
	}{
		{func(*Step) {}, ""},
		{func(s *Step) { s.Title = i18n.Text{} }, "title rule.step.title.empty"},
		{func(s *Step) { s.Days = 0 }, "days rule.step.days.bounds"},
		{func(s *Step) { s.Days = -3 }, "days rule.step.days.bounds"},
		{func(s *Step) { s.Days = maxDays + 1 }, "days rule.step.days.bounds"},
		{func(s *Step) { s.Unit = "moons" }, "unit form.choice"},
		{func(s *Step) { s.Of = "breakfast" }, "of form.choice"},
		{func(s *Step) { s.Way, s.On = Yearly, "01-15" }, ""},
		{func(s *Step) { s.Way, s.On = Yearly, "02-29" }, "on rule.step.on.unreadable"},
		{func(s *Step) { s.Way, s.On = Yearly, "13-01" }, "on rule.step.on.unreadable"},
		{func(s *Step) { s.Source = "" }, "source rule.step.source.empty"},
		{func(s *Step) { s.Mark = "sure" }, "mark form.choice"},
	} {
		s := good
		want.change(&s)
		got := ""
		for _, e := range errs.FieldsOf(s.check()) {
			got = e.Field + " " + e.Key
		}
		if got != want.bad {
			t.Errorf("%+v: %q, want %q", s, got, want.bad)
		}
	}
}

func TestYearCheck(t *testing.T) {
	for _, want := range []struct{ off, working, bad string }{
		{"2027-01-01", "2027-01-16", ""},
		{"", "", "off rule.year.off.empty"},
		{"2026-01-01", "", "off rule.year.other"},
		{"2027-01-02", "", "off rule.year.off.weekday"},
		{"2027-02-29", "", "off rule.year.unreadable"},
		{"2027-01-01", "2027-01-15", "working rule.year.working.weekday"},
	} {
		y := DaysOff{Year: 2027, Off: strings.Fields(want.off), Working: strings.Fields(want.working), Source: "Постановление"}
		got := ""
		for _, e := range errs.FieldsOf(y.check()) {
			got = e.Field + " " + e.Key
		}
		if got != want.bad {
			t.Errorf("%v: %q, want %q", want, got, want.bad)
		}
	}
}

func TestReadDays(t *testing.T) {
	for _, want := range []struct{ typed, days string }{
		{"09.01.2027\n31.12.2027", "2027-01-09 2027-12-31"},
		{"9 января, 8 марта; 2027-05-03", "2027-01-09 2027-03-08 2027-05-03"},
		{"", ""},
		{"29 февраля", "refused"}, // 2027 is a common year
		{"31.04.2027", "refused"},
		{"май 2027", "refused"},
		{"1–8 января 2027", "refused"},
		{"завтра", "refused"},
	} {
		days, err := readDays(want.typed, "ru", 2027)
		got := strings.Join(days, " ")
		if err != nil {
			got = "refused"
		}
		if got != want.days {
			t.Errorf("%q: %s, want %s", want.typed, got, want.days)
		}
	}
}

func FuzzReadDays(f *testing.F) {
	for _, typed := range []string{"09.01.2027\n31.12.2027", "9 января, 8 марта", "29 февраля", ";;,\n", "1989/90"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		days, _ := readDays(typed, "ru", 2027)
		for _, one := range days {
			if _, err := time.Parse(time.DateOnly, one); err != nil {
				t.Errorf("%q gives %q", typed, one)
			}
		}
	})
}

func FuzzReadBorders(f *testing.F) {
	s := &Service{deps: Deps{Country: func(code, _ string) string { return code }}}
	for _, typed := range []string{"Karelia: FI", "a: b, c\nd:", ":", "Karelia: FI\nKarelia: NO", "\n\n"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		borders, err := s.readBorders(typed)
		if err != nil {
			return
		}
		again, err := s.readBorders(borderLines(borders))
		if err != nil || len(again) != len(borders) {
			t.Errorf("%q is read as %q, which is not read again: %v", typed, borderLines(borders), err)
		}
	})
}
