package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func russian() []string {
	return []string{
		"Да", "ПЕРМЬ ВЕЛИКАЯ", "МОСКВА", "Варкаус и Йоенсуу", "№ 5", "«Дружба»", "тел.", "Ёлка", "Город;Страна;Год\nДуйсбург;Германия;2007\n",
		"ФИО;Должность;Телефон\r\nПетров П. П.;начальник отдела;+7 (342) 212-00-00", "Список городов-побратимов — 2017 год",
		"НАИМЕНОВАНИЕ ОРГАНИЗАЦИИ;КОНТАКТНОЕ ЛИЦО", "E-mail: info@example.ru, сайт example.ru", "Мо и Рана", "Нойбранденбург,1983",
		"Соглашение о сотрудничестве подписано 12 октября 1989 г. в г. Петрозаводске", "Циндао", "Ля-Рошель", "Умео", "оплата 100 €",
	}
}

func western() []string {
	return []string{
		"Jyväskylä", "Tübingen;Schwäbisch Gmünd", "Straße", "Mo i Rana\nUmeå\n", "Ääretön yö", "Ystävyyskaupungit: Jyväskylä, Hämeenlinna",
		"Città di Castello", "Amnéville-les-Thermes", "La Rochelle – jumelée à Petrozavodsk", "Région Grand Est; hôtel de ville; é", "„Fürth“", "Größe (m²)",
		"Bürgermeister Müller\nOberbürgermeisterin Jäger", "ÄÖÜ: Österreich", "Åbo", "façade", "São Paulo",
	}
}

func TestDetect(t *testing.T) {
	check := func(text, want string, b []byte) {
		t.Helper()
		got := Detect(b)
		back, err := Decode(b, got)
		if err != nil || back != text {
			t.Errorf("%q in %s is taken for %s: %q, %v", text, want, got, back, err)
		}
	}
	for _, text := range russian() {
		for name, page := range map[string]*charmap.Charmap{Windows1251: charmap.Windows1251, KOI8R: charmap.KOI8R, IBM866: charmap.CodePage866} {
			b, err := page.NewEncoder().Bytes([]byte(text))
			if err != nil {
				continue // the encoding lacks a character
			}
			check(text, name, b)
		}
	}
	for _, text := range western() {
		if b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text)); err == nil {
			check(text, Windows1252, b)
		} else {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range append(russian(), western()...) {
		check(text, UTF8, []byte(text))
		check(text, UTF8, []byte("\ufeff"+text))
		if utf8.RuneCountInString(text) < 4 {
			continue
		}
		for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
			for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
				b, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				check(text, "UTF-16", b)
			}
		}
	}
}

func TestDamagedUTF8(t *testing.T) {
	text := strings.Repeat("Петрозаводск ", 20)
	for _, b := range []string{text[:len(text)-2], text + "\xff" + text, "plain", ""} {
		if got := Detect([]byte(b)); got != UTF8 {
			t.Errorf("%q is taken for %s", b, got)
		}
	}
	if got, err := Decode([]byte("a\xffb"), UTF8); err != nil || got != "a\ufffdb" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Decode(nil, "EBCDIC"); err == nil || Known("EBCDIC") {
		t.Error("an unknown encoding is accepted")
	}
}

func TestLongFile(t *testing.T) {
	b, err := charmap.Windows1251.NewEncoder().String(strings.Repeat("plain line\n", 100_000) + strings.Repeat("Мэр города Перми\n", 100))
	if err != nil {
		t.Fatal(err)
	}
	if got := Detect([]byte(b)); got != Windows1251 {
		t.Errorf("got %s", got)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add([]byte("\xcc\xee\xf1\xea\xe2\xe0"))
	f.Fuzz(func(t *testing.T, b []byte) {
		name := Detect(b)
		text, err := Decode(b, name)
		if err != nil || !utf8.ValidString(text) {
			t.Errorf("%q in %s: %q, %v", b, name, text, err)
		}
	})
}
