package programme

import (
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

func TestParseRow(t *testing.T) {
	for text, want := range map[string]Row{
		"10:00–11:30 Встреча в администрации":          {"10:00", "11:30", "Встреча в администрации", ""},
		" 9.05 - 10 Завтрак @ гостиница «Урал» ":       {"09:05", "10:00", "Завтрак", "гостиница «Урал»"},
		"с 10 до 12 Переговоры":                        {"10:00", "12:00", "Переговоры", ""},
		"from 9:00 to 9:45 Talks @ City hall":          {"09:00", "09:45", "Talks", "City hall"},
		"18:30 Ужин":                                   {"18:30", "", "Ужин", ""},
		"18:30– Ужин":                                  {"18:30", "", "Ужин", ""},
		"23:00—01:00 Салют":                            {"23:00", "01:00", "Салют", ""},
		"0:00-0:30 Встреча поезда":                     {"00:00", "00:30", "Встреча поезда", ""},
		"10:00\u00a0–\u00a011:30 Осмотр 5 залов музея": {"10:00", "11:30", "Осмотр 5 залов музея", ""},
	} {
		if got, err := ParseRow(text); err != nil || got != want {
			t.Errorf("%q: %+v %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"": "programme.row.time", "Встреча": "programme.row.time", "10 лет дружбы": "programme.row.time", "10:00": "programme.row.what", "10:00–11:00": "programme.row.what", "10:00 @ Дума": "",
		"24:00 Салют": "programme.row.hour", "10:60 Салют": "programme.row.hour", "10:00–25 Салют": "programme.row.hour", "10:00–10:00 Салют": "programme.row.same", "10:00 " + strings.Repeat("я", 201): "programme.row.long",
	} {
		_, err := ParseRow(text)
		if want == "" {
			continue
		}
		if bad := errs.FieldsOf(err); len(bad) != 1 || bad[0].Key != want || bad[0].Field != "row" {
			t.Errorf("%q: %v, wanted %s", text, err, want)
		}
	}
}

func FuzzParseRow(f *testing.F) {
	for _, seed := range []string{"10:00–11:30 Встреча @ Дума", "с 9 до 10 x", "10 лет", "9.5 x", "23:00— x", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRow(text)
		if err != nil {
			return
		}
		i := Item{Day: "2026-12-10", Starts: r.Starts, Ends: r.Ends}
		if from, until := i.span(); from >= until || until-from > 24*60 {
			t.Errorf("%q takes from %d until %d", text, from, until)
		}
		again, err := ParseRow(i.hours() + " " + r.What)
		if err != nil || again.Starts != r.Starts || again.Ends != r.Ends {
			t.Errorf("%q is read as %+v and that as %+v (%v)", text, r, again, err)
		}
	})
}

func hallAt(id, day, starts, ends string) Item {
	return Item{ID: id, Day: day, Starts: starts, Ends: ends, Hall: "hall"}
}

func TestDoubles(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Item
		want bool
	}{
		{"one after the other", hallAt("a", "2026-12-10", "10:00", "11:00"), hallAt("b", "2026-12-10", "11:00", "12:00"), false},
		{"by a minute", hallAt("a", "2026-12-10", "10:00", "11:01"), hallAt("b", "2026-12-10", "11:00", "12:00"), true},
		{"one within the other", hallAt("a", "2026-12-10", "10:00", "18:00"), hallAt("b", "2026-12-10", "11:00", "12:00"), true},
		{"the same hours", hallAt("a", "2026-12-10", "10:00", "11:00"), hallAt("b", "2026-12-10", "10:00", "11:00"), true},
		{"another day", hallAt("a", "2026-12-10", "10:00", "11:00"), hallAt("b", "2026-12-11", "10:00", "11:00"), false},
		{"over midnight into the next day", hallAt("a", "2026-12-10", "23:00", "01:00"), hallAt("b", "2026-12-11", "00:30", "02:00"), true},
		{"until midnight", hallAt("a", "2026-12-10", "23:00", "00:00"), hallAt("b", "2026-12-11", "00:00", "02:00"), false},
		{"over midnight, end is start", hallAt("a", "2026-12-10", "23:00", "01:00"), hallAt("b", "2026-12-11", "01:00", "02:00"), false},
		{"over the turn of the year", hallAt("a", "2026-12-31", "23:00", "02:00"), hallAt("b", "2027-01-01", "01:00", "02:00"), true},
		{"open within", hallAt("a", "2026-12-10", "10:30", ""), hallAt("b", "2026-12-10", "10:00", "11:00"), true},
		{"open at the end", hallAt("a", "2026-12-10", "11:00", ""), hallAt("b", "2026-12-10", "10:00", "11:00"), false},
		{"two open at once", hallAt("a", "2026-12-10", "11:00", ""), hallAt("b", "2026-12-10", "11:00", ""), true},
		{"itself", hallAt("a", "2026-12-10", "10:00", "11:00"), hallAt("a", "2026-12-10", "10:00", "11:00"), false},
	} {
		for _, pair := range [][2]Item{{c.a, c.b}, {c.b, c.a}} {
			if got := len(doubles(pair[0], pair[1:])) == 1; got != c.want {
				t.Errorf("%s: %v", c.name, got)
			}
		}
		c.b.Hall, c.b.Car = "", "hall2"
		if len(doubles(c.a, []Item{c.b})) > 0 {
			t.Errorf("%s: clashes though they need different things", c.name)
		}
	}
}

func TestDoubts(t *testing.T) {
	v := Visit{First: date("2026-12-10"), Last: date("2026-12-11")}
	resources := map[string]Resource{"i": {ID: "i", Type: "interpreter", Tongues: []Tongue{{"de", "consecutive"}}, Off: []Off{{"2026-12-11", "2026-12-12"}}}}
	keys := func(lang string, items ...Item) string {
		inOrder(items)
		var all []string
		for _, c := range doubts(v, items, resources, lang) {
			all = append(all, c.Item+" "+strings.TrimPrefix(c.Key, "programme.clash."))
		}
		return strings.Join(all, ", ")
	}
	item := func(id, day, starts, ends string, change func(*Item)) Item {
		i := Item{ID: id, Day: day, Starts: starts, Ends: ends}
		if change != nil {
			change(&i)
		}
		return i
	}
	by := func(i *Item) { i.Interpreter = "i" }
	for _, c := range []struct{ name, got, want string }{
		{"nothing", keys("de", item("a", "2026-12-10", "10:00", "11:00", by), item("b", "2026-12-10", "11:00", "12:00", nil)), ""},
		{"outside", keys("de", item("a", "2026-12-12", "10:00", "11:00", nil)), "a outside"},
		{"language", keys("fr", item("a", "2026-12-10", "10:00", "11:00", by)), "a language"},
		{"Russian needs nobody's language", keys("ru", item("a", "2026-12-10", "10:00", "11:00", by)), ""},
		{"away", keys("de", item("a", "2026-12-11", "10:00", "11:00", by)), "a away"},
		{"overlap", keys("", item("a", "2026-12-10", "10:00", "11:00", nil), item("b", "2026-12-10", "10:30", "12:00", nil)), "b delegation"},
		{"two parts", keys("", item("a", "2026-12-10", "10:00", "11:00", func(i *Item) { i.Who = "x" }), item("b", "2026-12-10", "10:30", "12:00", func(i *Item) { i.Who = "y" })), ""},
		{"travel", keys("", item("a", "2026-12-10", "10:00", "11:00", func(i *Item) { i.Travel = 30 }), item("b", "2026-12-10", "11:29", "12:00", nil)), "b travel"},
		{"just enough travel", keys("", item("a", "2026-12-10", "10:00", "11:00", func(i *Item) { i.Travel = 30 }), item("b", "2026-12-10", "11:30", "12:00", nil)), ""},
		{"travel over midnight", keys("", item("a", "2026-12-10", "23:00", "23:50", func(i *Item) { i.Travel = 30 }), item("b", "2026-12-11", "00:10", "01:00", nil)), "b travel"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q instead of %q", c.name, c.got, c.want)
		}
	}
}

func TestShifted(t *testing.T) {
	for _, c := range []struct {
		starts, ends string
		by           int
		want         string
		ok           bool
	}{
		{"10:00", "11:30", 15, "10:15–11:45", true}, {"10:00", "11:30", -60, "09:00–10:30", true}, {"23:30", "00:30", 20, "23:50–00:50", true}, {"23:50", "", 10, "", false}, {"00:05", "01:00", -10, "", false}, {"23:00", "23:55", 10, "23:10–00:05", true},
	} {
		got, ok := Item{Starts: c.starts, Ends: c.ends}.shifted(c.by)
		if ok != c.ok || ok && got.hours() != c.want {
			t.Errorf("%+v: %s %v", c, got.hours(), ok)
		}
	}
}

func TestChanges(t *testing.T) {
	entry := func(id, starts, what string) Entry {
		return Entry{Item: Item{ID: id, Day: "2026-12-10", Starts: starts, What: i18n.NewText("ru", what)}}
	}
	before := []Entry{entry("a", "10:00", "А"), entry("b", "11:00", "Б"), entry("c", "12:00", "В")}
	after := []Entry{entry("a", "10:30", "А"), entry("b", "11:00", "Б"), entry("d", "13:00", "Г")}
	after[1].Remark = "позвонить"
	got := changes(before, after)
	if len(got) != 4 || got[0].Kind != "changed" || got[0].Fields[0].Name != "time" || got[1].Fields[0].Name != "remark" || got[2].Kind != "added" || got[3].Kind != "removed" || got[3].Entry.ID != "c" {
		t.Errorf("%+v", got)
	}
	if guests := forGuests(got); len(guests) != 3 {
		t.Errorf("guests see %+v", guests)
	}
	if len(changes(after, after)) > 0 {
		t.Error("a programme differs from itself")
	}
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}
