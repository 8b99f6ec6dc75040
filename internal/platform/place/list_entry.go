package place

import (
	"strings"

	"pobratim/internal/kit/fold"
)

// attach gives a country or a date to the city just read and to those written
// together with it.
func (l *lister) attach(country, date string) {
	last := l.drafts[len(l.drafts)-1].group
	for i := range l.drafts {
		d := &l.drafts[i]
		if d.group != last {
			continue
		}
		if country != "" {
			d.country = country
		}
		if date != "" && d.year == "" {
			d.year = date
		}
	}
}

// split parts «Варкаус и Йоенсуу» but not «Мо и Рана»: only when the gazetteer
// knows each half and not the whole.
func (l *lister) split(name string) []string {
	parts := joiners.Split(name, -1)
	if len(parts) < 2 || l.known(name) {
		return []string{name}
	}
	for _, p := range parts {
		if !l.known(p) {
			return []string{name}
		}
	}
	return parts
}

// trailingCountry parts «Тюбинген Германия», when the whole is no place.
func (l *lister) trailingCountry(name string) (city, country string) {
	words := strings.Fields(name)
	if len(words) < 2 || l.known(name) {
		return name, ""
	}
	for n := min(3, len(words)-1); n > 0; n-- {
		head, tail := strings.Join(words[:len(words)-n], " "), strings.Join(words[len(words)-n:], " ")
		if c := l.g.FindCountry(tail); c != "" {
			return head, c
		}
	}
	if tail := words[len(words)-1]; len(tail) == 2 && strings.ToUpper(tail) == tail && tail[0] < 0x80 {
		if head := strings.Join(words[:len(words)-1], " "); l.known(head) {
			return head, "US" // Louisville KY
		}
	}
	return name, ""
}

// entry looks a draft up.
func (l *lister) entry(d draft) (Entry, bool) {
	e := Entry{Text: d.text, Country: d.country, Year: d.year}
	opt := Options{Lang: l.lang, Country: d.country, Limit: 8}
	if opt.whole = l.known(d.text) || l.guesses >= maxGuesses; !opt.whole {
		l.guesses++
	}
	e.Places = l.g.Find(d.text, opt)
	if d.other != "" && (len(e.Places) == 0 || !e.Places[0].How.Sure()) {
		if other := l.g.Find(d.other, opt); len(other) > 0 && other[0].How.Sure() {
			e.Places = other
		}
	}
	if len(e.Places) == 0 && wordCount(d.text) > 6 {
		return Entry{}, false // a sentence, not a name
	}
	if len(e.Places) == 0 {
		e.Unsure = true
		return e, true
	}
	best := e.Places[0]
	e.Unsure = !best.How.Sure() || d.country != "" && best.Place.Country != d.country
	for _, m := range e.Places[1:] {
		if m.How.Sure() && (d.country == "" || m.Place.Country == d.country) && float64(m.Place.Population) > 0.4*float64(best.Place.Population) {
			e.Unsure = true
		}
	}
	if e.Country == "" && best.How.Sure() {
		e.Country = best.Place.Country
	}
	return e, true
}

// cleanName takes away quotation marks, footnotes and the word for a town.
func cleanName(s string) string {
	s = strings.Trim(strings.TrimSpace(s), ".,;:–—-*_/ \"'«»„“”")
	s = townWord.ReplaceAllString(s, "")
	return strings.TrimSpace(s)
}

func wordCount(s string) int { return len(fold.Words(s)) }
