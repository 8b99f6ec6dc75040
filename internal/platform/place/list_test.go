package place

import (
	"fmt"
	"strings"
	"testing"
)

// The lists as the two cities' presentations write them, with the line breaks
// that copying leaves, and with what stands around.
const petrozavodskDeck = `

Петрозаводск

***Международное сотрудничество:
опыт взаимодействия
муниципалитета и НКО***

14 декабря 2017 Петрозаводск

- Объединяя усилия, можно успешнее строить свою деятельность.

Сотрудничество с зарубежными городами

Города-побратимы:

Варкаус и Йоенсуу (Финляндия)

Ла-Рошель (Франция)

Умео (Швеция)

Нойбранденбург и Тюбинген (Германия)

Мо и Рана (Норвегия)

 
Дулут (США)

Брест (Беларусь)

Эчмиадзин (Армения)

Алитус (Литва)

Нарва (Эстония)





Международные мероприятия

Дни Петрозаводска

к 25-летию дружбы с Тюбингеном
(2014),

в Варкаусе (2015) в рамках
50-летия побратимских
отношений
`

const permDeck = `

# Координация деятельности в сфере международных и внешнеэкономических связей

## Опыт администрации города Перми



# Города-побратимы Перми



Amneville, France  
1992



Louisville, USA  
1994



Qingdao, China  
2003



Oxford, UK  
1995



Duisburg,  
Germany 2007



Agrigento, Italy  
2012

# ЦЕЛИ международного сотрудничества

- Пермь - часть международного сообщества
- Объективная информация о России
`

// want is an expected entry: GeoNames id, country, year, and ? if unsure.
func show(e Entry) string {
	id := 0
	if len(e.Places) > 0 {
		id = e.Places[0].Place.GeoNames
	}
	mark := ""
	if e.Unsure {
		mark = "?"
	}
	return fmt.Sprintf("%d %s %s%s", id, e.Country, e.Year, mark)
}

func TestReadList(t *testing.T) {
	g := Open()
	ptz := []string{
		"632370 FI ", "655808 FI ", "3006787 FR ", "602150 SE ", "2866135 DE ", "2820860 DE ", "3145614 NO ", "5024719 US ", "629634 BY ", "616062 AM ", "601084 LT ", "590031 EE ",
	}
	prm := []string{"3037838 FR 1992", "4299276 US 1994", "1797929 CN 2003", "2640729 GB 1995", "2934691 DE 2007", "2525764 IT 2012"}
	onlyList := petrozavodskDeck[strings.Index(petrozavodskDeck, "Варкаус"):strings.Index(petrozavodskDeck, "Международные мероприятия")]
	onlyPerm := permDeck[strings.Index(permDeck, "Amneville"):strings.Index(permDeck, "# ЦЕЛИ")]
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"Petrozavodsk's deck", petrozavodskDeck, ptz},
		{"Petrozavodsk's list", onlyList, ptz},
		{"Perm's deck", permDeck, prm},
		{"Perm's list", onlyPerm, prm},
		{"one line", "Варкаус (Финляндия) 1965, Ла-Рошель — 1973; Тюбинген 10.10.1989", []string{"632370 FI 1965", "3006787 FR 1973", "2820860 DE 1989-10-10"}},
		{"heading and colon", "Города-побратимы: Варкаус, Умео, Нарва", []string{"632370 FI ", "602150 SE ", "590031 EE "}},
		{"under countries", "Финляндия\nВаркаус\nЙоэнсуу\nГермания:\n- Тюбинген, с октября 1989 г.\n- Нойбранденбург (1983)", []string{"632370 FI ", "655808 FI ", "2820860 DE 1989-10", "2866135 DE 1983"}},
		{"country first", "Финляндия: Варкаус, Йоенсуу; Германия: Тюбинген", []string{"632370 FI ", "655808 FI ", "2820860 DE "}},
		{"numbered", "1. г. Дуйсбург (Германия), 2007 год\n2) г. Циндао (Китай), с 2003 г.\n3. Оксфорд, Великобритания, 1995", []string{"2934691 DE 2007", "1797929 CN 2003", "2640729 GB 1995"}},
		{"without brackets", "Тюбинген Германия 1989\nLouisville KY", []string{"2820860 DE 1989", "4299276 US "}},
		{"other name", "Эчмиадзин (Вагаршапат), Армения, 2004", []string{"616062 AM 2004"}},
		{"unknown is kept", "Варкаус (Финляндия)\nНовый Зурбаган (Германия), 1999\nТюбинген", []string{"632370 FI ", "0 DE 1999?", "2820860 DE "}},
		{"misspelt is unsure", "Дуйсбруг (Германия)", []string{"2934691 DE ?"}},
		{"English", "Sister cities:\n• Duisburg, Germany (since 2007)\n• Qingdao, China – 12 June 2003", []string{"2934691 DE 2007", "1797929 CN 2003-06-12"}},
		{"range", "Портомаджоре (Италия) 1965–2011", []string{"3170082 IT 1965/2011"}},
		{"several of that name", "Брест", []string{"629634 BY ?"}},
		{"sentences", "В 2017 году в городе прошли Дни Германии, организованные вместе с обществом дружбы и университетом города", nil},
		{"nothing", " \n\n", nil},
	} {
		var got []string
		for _, e := range g.ReadList(c.text, "ru") {
			got = append(got, show(e))
		}
		if c.name == "sentences" {
			if len(got) > 2 {
				t.Errorf("%s: %q", c.name, got)
			}
			continue
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
			for _, e := range g.ReadList(c.text, "ru") {
				t.Logf("   %q other places %d", e.Text, len(e.Places))
			}
		}
	}
}

func TestTakeDate(t *testing.T) {
	for in, want := range map[string]string{
		"1965": "1965|", "Варкаус 1965": "1965|Варкаус", "с 1965 года": "1965|", "1989-10-10": "1989-10-10|", "10.10.1989": "1989-10-10|",
		"октябрь 1989 г.": "1989-10|", "10 октября 1989 г.": "1989-10-10|", "12 June 2003": "2003-06-12|", "1965–2011": "1965/2011|",
		"31.04.1990": "1990|", "29.02.2004": "2004-02-29|", "Школа 1000": "|Школа 1000", "19655": "|19655", "": "|",
	} {
		date, rest := takeDate(in)
		if got := date + "|" + rest; got != want {
			t.Errorf("takeDate(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestReadListBounded: a long text of names that nobody knows ends soon.
func TestReadListBounded(t *testing.T) {
	var b strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&b, "Зурбаган%c%c, ", 'а'+rune(i%32), 'а'+rune(i/32%32))
	}
	if n := len(Open().ReadList(b.String(), "ru")); n != maxEntries {
		t.Errorf("%d entries", n)
	}
}

func FuzzReadList(f *testing.F) {
	f.Add(petrozavodskDeck)
	f.Add(permDeck)
	f.Add("((((1965)—и и и (США) : # \x00")
	g := Open()
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		for _, e := range g.ReadList(s, "ru") {
			if e.Text == "" || len(e.Places) == 0 && !e.Unsure {
				t.Errorf("entry %+v from %q", e, s)
			}
		}
	})
}

func BenchmarkReadList(b *testing.B) {
	g := Open()
	for b.Loop() {
		g.ReadList(petrozavodskDeck, "ru")
	}
}
