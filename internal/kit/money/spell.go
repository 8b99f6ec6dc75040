package money

import (
	"strconv"
	"strings"
)

// Spell writes a sum in words, as papers that commit somebody to it do: «двадцать
// шесть тысяч триста двадцать рублей 00 копеек». It knows Russian and the
// currencies whose names it has; ok is false for anything else, for less than
// nothing and for a trillion and more.
func Spell(a Amount, lang string) (words string, ok bool) {
	unit, known := unitOf(a.Currency)
	whole, rest := a.Split()
	if lang != "ru" || !known || a.Minor < 0 || whole >= 1e12 {
		return "", false
	}
	said := []string{spellWhole(whole), unit.whole[form(whole)]}
	digits := strconv.FormatUint(rest, 10)
	if len(digits) < 2 {
		digits = "0" + digits
	}
	return strings.Join(append(said, digits, unit.minor[form(rest)]), " "), true
}

// unit is what a currency is called: for one, for two to four, for five.
type unit struct {
	whole, minor [3]string
}

func unitOf(currency string) (unit, bool) {
	kopecks, cents := [3]string{"копейка", "копейки", "копеек"}, [3]string{"цент", "цента", "центов"}
	switch currency {
	case "RUB":
		return unit{[3]string{"рубль", "рубля", "рублей"}, kopecks}, true
	case "BYN":
		return unit{[3]string{"белорусский рубль", "белорусских рубля", "белорусских рублей"}, kopecks}, true
	case "EUR":
		return unit{[3]string{"евро", "евро", "евро"}, cents}, true
	case "USD":
		return unit{[3]string{"доллар США", "доллара США", "долларов США"}, cents}, true
	case "CNY":
		return unit{[3]string{"юань", "юаня", "юаней"}, [3]string{"фэнь", "фэня", "фэней"}}, true
	case "KZT":
		return unit{[3]string{"тенге", "тенге", "тенге"}, [3]string{"тиын", "тиына", "тиынов"}}, true
	}
	return unit{}, false
}

// form is which of the three forms a number asks for.
func form(n uint64) int {
	switch tens, ones := n/10%10, n%10; {
	case tens == 1 || ones == 0 || ones > 4:
		return 2
	case ones == 1:
		return 0
	}
	return 1
}

// spellWhole writes a number below a trillion.
func spellWhole(n uint64) string {
	if n == 0 {
		return "ноль"
	}
	var said []string
	for _, order := range []struct {
		size     uint64
		words    [3]string
		feminine bool
	}{
		{1e9, [3]string{"миллиард", "миллиарда", "миллиардов"}, false},
		{1e6, [3]string{"миллион", "миллиона", "миллионов"}, false},
		{1e3, [3]string{"тысяча", "тысячи", "тысяч"}, true},
		{1, [3]string{}, false},
	} {
		part := n / order.size % 1000
		if part == 0 {
			continue
		}
		said = append(said, spellHundreds(part, order.feminine)...)
		if word := order.words[form(part)]; word != "" {
			said = append(said, word)
		}
	}
	return strings.Join(said, " ")
}

// spellHundreds writes a number from 1 to 999.
func spellHundreds(n uint64, feminine bool) []string {
	hundreds := strings.Fields("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
	tens := strings.Fields("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
	ones := strings.Fields("один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать")
	if feminine {
		ones[0], ones[1] = "одна", "две"
	}
	var said []string
	if h := n / 100; h > 0 {
		said = append(said, hundreds[h-1])
	}
	n %= 100
	if n >= 20 {
		said = append(said, tens[n/10-2])
		n %= 10
	}
	if n > 0 {
		said = append(said, ones[n-1])
	}
	return said
}
