package form_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

type kind string

const (
	sister kind = "sister"
	friend kind = "friend"
)

func read(pairs ...string) *form.Form {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return form.Read(v)
}

func words(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(form.Words(), edtf.Words(), money.Words())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWords(t *testing.T) {
	for _, p := range i18n.Check(words(t)) {
		t.Error(p)
	}
}

func TestGoodForm(t *testing.T) {
	f := read("name", "  Дни\u00a0Варкауса \u200b в\nПерми", "since", "окт. 1989", "kind", "sister", "about.ru", "Раз\u00a0два \r\n\r\nтри\n", "about.en", " ",
		"people", "1\u00a0200", "sum", "497 660,00", "place", "01J_x-9", "public", "on", "tag", "а", "tag", " а ", "tag", "", "tag", "б",
		"lat", "58,01", "at", "9.30", "digits", "１２３", "nfd", "Йошкар", "mail", "name@example.org", "site", "https://example.org/а", "tel", "+7 (814) 271-00-00, доб. 5")
	check := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, want %#v", what, got, want)
		}
	}
	check("name", f.Text("name", form.Required("x"), form.Max(120), form.Min(2)), "Дни Варкауса в Перми")
	check("since", f.Date("since", "ru", form.Required("x")), edtf.OfMonth(1989, 10))
	check("kind", form.Choice(f, "kind", []kind{sister, friend}, form.Required("x")), sister)
	check("about", f.Texts("about", []string{"ru", "en", "fi"}, form.Required("x")), map[string]string{"ru": "Раз\u00a0два\n\nтри", "en": ""})
	check("people", f.Int("people", form.Between(1, 5000)), int64(1200))
	check("sum", f.Money("sum", "RUB"), money.Amount{Minor: 49766000, Currency: "RUB"})
	check("place", f.ID("place", form.Required("x")), "01J_x-9")
	check("public", f.Bool("public", form.Required("x")), true)
	check("tag", f.List("tag"), []string{"а", "б"})
	check("lat", f.Float("lat", form.Between(-90, 90)), 58.01)
	at, ok := f.Clock("at")
	check("at", []any{at, ok}, []any{9*time.Hour + 30*time.Minute, true})
	check("digits", f.Text("digits"), "123")
	check("nfd", f.Text("nfd"), "Йошкар")
	check("mail", f.Text("mail", form.Email()), "name@example.org")
	check("site", f.Text("site", form.URL()), "https://example.org/а")
	check("tel", f.Text("tel", form.Phone()), "+7 (814) 271-00-00, доб. 5")
	check("limits", f.Text("people", form.Max(5), form.Min(5)), "1 200")
	check("absent", []any{f.Text("no"), f.Date("no", "ru"), f.Int("no"), f.Money("no", "RUB"), f.Bool("no"), f.ID("no"), f.Choice("no", []string{"a"})},
		[]any{"", edtf.Date{}, int64(0), money.Amount{}, false, "", ""})
	check("unknown", f.Unknown(), []string(nil))
	check("typed", f.Typed("since"), "окт. 1989")
	if err := f.Err(); err != nil {
		t.Errorf("errors: %v", err)
	}
}

// TestSentences goes through the errors and reads them as people do.
func TestSentences(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	long := strings.Repeat("я", 134)
	june := edtf.OfDay(2026, 6, 12)
	c := words(t)
	for _, s := range []struct {
		value    string
		read     func(*form.Form)
		key      string
		ru, engl string
	}{
		{"", func(f *form.Form) { f.Text("x", form.Required("")) }, "form.empty", "Заполните это поле", "Fill in this field"},
		{"\u200b \u00a0", func(f *form.Form) { f.Text("x", form.Required("")) }, "form.empty", "", ""},
		{long, func(f *form.Form) { f.Text("x", form.Max(120)) }, "form.long", "Не больше 120 знаков, сейчас 134", "Must be 120 characters or less – you have 134"},
		{"24:00", func(f *form.Form) { f.Clock("x") }, "form.clock", "", ""},
		{long, func(f *form.Form) { f.Text("x", form.Max(121)) }, "form.long", "Не больше 121 знака, сейчас 134", ""},
		{"мало", func(f *form.Form) { f.Prose("x", form.Min(80)) }, "form.short", "Напишите подробнее: хотя бы 80 знаков, сейчас 4", ""},
		{"31 апреля", func(f *form.Form) { f.Date("x", "ru") }, "date.impossible", "Такой даты нет: 31 апреля", "There is no such date: 31 апреля"},
		{"скоро", func(f *form.Form) { f.Date("x", "ru") }, "date.unreadable", "Не удалось прочитать дату «скоро». Напишите, например, 12.10.1989, октябрь 1989 или 1989", ""},
		{"11.06.2026", func(f *form.Form) { f.Date("x", "ru", form.NotBefore(june)) }, "date.order", "Дата окончания должна быть не раньше, чем 12 июня 2026 г.", "End date must be on or after 12 June 2026"},
		{"14–12 июня 2026", func(f *form.Form) { f.Date("x", "ru") }, "date.order", "Дата окончания должна быть не раньше, чем 14 июня 2026 г.", ""},
		{"2027", func(f *form.Form) { f.Date("x", "ru", form.Past(now)) }, "form.date.past", "Дата должна быть в прошлом", "The date must be in the past"},
		{"2025", func(f *form.Form) { f.Date("x", "ru", form.Future(now)) }, "form.date.future", "Дата должна быть в будущем", ""},
		{"2026", func(f *form.Form) { f.Date("x", "ru", form.WholeDay()) }, "form.date.month", "В дате не хватает месяца", ""},
		{"июнь 2026", func(f *form.Form) { f.Date("x", "ru", form.WholeDay()) }, "form.date.day", "В дате не хватает дня", ""},
		{"12 июня", func(f *form.Form) { f.Date("x", "ru", form.WholeDay()) }, "date.incomplete", "В дате не хватает года: 12 июня", ""},
		{"", func(f *form.Form) { f.Date("x", "ru", form.Required("")) }, "form.empty", "", ""},
		{"много", func(f *form.Form) { f.Int("x") }, "form.number", "Введите число цифрами, например 12", ""},
		{"0", func(f *form.Form) { f.Int("x", form.Between(1, 500)) }, "form.range", "Число может быть от 1 до 500", "The number must be between 1 and 500"},
		{"NaN", func(f *form.Form) { f.Float("x") }, "form.number", "", ""}, {"1e3", func(f *form.Form) { f.Float("x") }, "form.number", "", ""},
		{"91", func(f *form.Form) { f.Float("x", form.Between(-90, 90)) }, "form.range", "", ""},
		{"много", func(f *form.Form) { f.Money("x", "RUB") }, "money.unreadable", "Введите сумму цифрами, например 150 000 или 497 660,00", "Enter an amount in figures, like 1,500 or 1,500.50"},
		{"€ 5", func(f *form.Form) { f.Money("x", "RUB") }, "money.currency", "Валюта «EUR» здесь не подходит", ""},
		{"enemy", func(f *form.Form) { form.Choice(f, "x", []kind{sister}) }, "form.choice", "Выберите один из предложенных вариантов", ""},
		{"enemy", func(f *form.Form) { form.Choices(f, "x", []kind{sister}) }, "form.choice", "", ""},
		{"a b", func(f *form.Form) { f.ID("x") }, "form.choice", "", ""}, {"a/b", func(f *form.Form) { f.IDs("x") }, "form.choice", "", ""},
		{"off", func(f *form.Form) { f.Bool("x", form.Required("form.consent")) }, "form.consent", "Отметьте согласие, чтобы мы могли вам ответить", ""},
		{"name@", func(f *form.Form) { f.Text("x", form.Email()) }, "form.email", "Введите адрес почты целиком, например name@example.org", ""},
		{"name@local", func(f *form.Form) { f.Text("x", form.Email()) }, "form.email", "", ""}, {"A <a@b.org>", func(f *form.Form) { f.Text("x", form.Email()) }, "form.email", "", ""},
		{"example.org", func(f *form.Form) { f.Text("x", form.URL()) }, "form.url", "Введите адрес страницы, начиная с https://", ""},
		{"javascript:alert(1)", func(f *form.Form) { f.Text("x", form.URL()) }, "form.url", "", ""}, {"https://a@b.org", func(f *form.Form) { f.Text("x", form.URL()) }, "form.url", "", ""},
		{"271-00-00", func(f *form.Form) { f.Text("x", form.Phone()) }, "form.phone", "", ""}, {"+7 abc", func(f *form.Form) { f.Text("x", form.Phone()) }, "form.phone", "", ""},
		{"25:00", func(f *form.Form) { f.Clock("x") }, "form.clock", "Введите время, например 09:30", ""}, {"9:5", func(f *form.Form) { f.Clock("x") }, "form.clock", "", ""},
		{"", func(f *form.Form) { f.File("x", form.Required("")) }, "form.file.none", "Выберите файл", "Select a file"},
	} {
		f := read("x", s.value)
		s.read(f)
		list := errs.FieldsOf(f.Err())
		if len(list) != 1 || list[0].Key != s.key || list[0].Field != "x" || !f.Failed("x") || errs.KindOf(f.Err()) != errs.Invalid {
			t.Errorf("%q: %v, want %s at x", s.value, f.Err(), s.key)
			continue
		}
		ru, en := c.Printer("ru").Err(list[0]), c.Printer("en").Err(list[0])
		if plain := strings.ReplaceAll(ru, "\u00a0", " "); s.ru != "" && plain != s.ru || strings.Contains(ru, "⟦") {
			t.Errorf("%q: %q, want %q", s.value, plain, s.ru)
		}
		if s.engl != "" && en != s.engl || strings.Contains(en, "⟦") {
			t.Errorf("%q: %q, want %q", s.value, en, s.engl)
		}
	}
	if got := c.Printer("ru").N("form.summary", 2); got != "Проверьте ответы: нужно исправить 2 поля" {
		t.Error(got)
	}
}

func TestSeveralErrors(t *testing.T) {
	f := read("about.en", "", "extra", "1", "csrf", "x")
	f.Texts("about", []string{"ru", "en"}, form.Required("partner.about.empty"))
	f.Date("since", "ru", form.Required("partner.since.empty", "who", "x"))
	f.Fail("name", "partner.name.taken")
	f.FailWith("since", io.ErrUnexpectedEOF)
	f.Ignore("csrf")
	list := errs.FieldsOf(f.Err())
	var got []string
	for _, e := range list {
		got = append(got, e.Field+" "+e.Key)
	}
	want := []string{"about.ru partner.about.empty", "since partner.since.empty", "name partner.name.taken", "since form.broken"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if errs.KindOf(f.Err()) != errs.Internal || !errors.Is(f.Err(), io.ErrUnexpectedEOF) {
		t.Error("a stranger must stay an internal error")
	}
	if u := f.Unknown(); !reflect.DeepEqual(u, []string{"extra"}) {
		t.Errorf("Unknown: %v", u)
	}
}

func TestFile(t *testing.T) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, size := range map[string]int{"good.PDF": 100, "bad.exe": 10, "empty.pdf": 0, "large.pdf": 2000} {
		part, err := w.CreateFormFile(strings.TrimRight(strings.ToLower(name), "."), name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteField("name", "Устав"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := multipart.NewReader(&b, w.Boundary()).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	defer m.RemoveAll()
	f := form.ReadMultipart(m)
	rules := []form.Rule{form.Types("pdf", "docx"), form.MaxSize(1 << 10)}
	if h := f.File("good.pdf", rules...); h == nil || h.Size != 100 || f.Text("name") != "Устав" || f.Err() != nil {
		t.Errorf("good: %v %v", h, f.Err())
	}
	p := words(t).Printer("ru")
	for name, want := range map[string]string{
		"bad.exe": "Подходят файлы PDF, DOCX", "empty.pdf": "Файл пустой", "large.pdf": "Файл больше 1 кБ. Сократите его или пришлите ссылку",
	} {
		if f.Unknown() == nil {
			t.Errorf("%s was not read yet and is known", name)
		}
		if h := f.File(name, rules...); h != nil {
			t.Errorf("%s was taken", name)
		}
		list := errs.FieldsOf(f.Err())
		if got := strings.ReplaceAll(p.Err(list[len(list)-1]), "\u00a0", " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestHints(t *testing.T) {
	for in, want := range map[string]string{
		"a@gmial.com": "a@gmail.com", "a@gmail.co": "a@gmail.com", "a@gmaill.com": "a@gmail.com", "A@yandx.ru": "a@yandex.ru",
		"a@gmail.com": "", "a@ya.ru": "", "a@mail.ru": "", "a@bk.ru": "", "a@example.org": "", "a": "", "a@": "",
	} {
		if got := form.EmailHint(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
	if got := form.Lookalikes("Cоглашение IT-отдела, Варкаус и Varkaus"); !reflect.DeepEqual(got, []string{"Cоглашение"}) {
		t.Errorf("%q", got)
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("  a\u00a0b\r\nc\u200b ")
	f.Fuzz(func(t *testing.T, s string) {
		if l := form.Line(s); form.Line(l) != l || strings.ContainsAny(l, "\n\r\u00a0\u200b") {
			t.Fatalf("Line(%q) = %q", s, l)
		}
		if p := form.Prose(s); form.Prose(p) != p || strings.ContainsAny(p, "\r\u200b") {
			t.Fatalf("Prose(%q) = %q", s, p)
		}
	})
}

func BenchmarkForm(b *testing.B) {
	v := url.Values{"name": {"Дни Варкауса"}, "since": {"окт. 1989"}, "kind": {"sister"}, "about.ru": {strings.Repeat("Слово ", 200)}, "sum": {"497 660,00"}}
	b.ReportAllocs()
	for b.Loop() {
		f := form.Read(v)
		f.Text("name", form.Required("x"), form.Max(120))
		f.Date("since", "ru")
		form.Choice(f, "kind", []kind{sister, friend})
		f.Texts("about", []string{"ru", "en"})
		f.Money("sum", "RUB")
		if f.Err() != nil {
			b.Fatal(f.Err())
		}
	}
}
