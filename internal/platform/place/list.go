package place

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Entry is one city of a pasted list, as understood.
type Entry struct {
	Text    string  // the name as it was written
	Places  []Match // what it may be, the best first; empty if nothing is known
	Country string  // ISO code, from the text or else from a sure place
	Year    string  // since when, EDTF: 1965, 1989-10, 1989-10-10, 1965/2011; "" if none
	Unsure  bool    // a person should look: unknown, misspelt, or several of that name
}

// maxList bounds what ReadList takes, in bytes: a list of cities is shorter.
const maxList = 256 << 10

// Bounds of one reading: entries, and names for which mistakes are searched
// (about 8 ms each); what comes later must be spelt right or stays unknown.
const (
	maxEntries = 1000
	maxGuesses = 100
)

// ReadList finds cities with their countries and years in pasted text: one per
// line, separated by commas or semicolons, under headings, with the country in
// brackets, after a comma, on the next line or as a heading of its own. If the
// text is a longer document with a heading such as «Города-побратимы» or
// "Sister cities", only the list under that heading is read. A name that the
// gazetteer does not know still makes an entry; sentences do not. At most 1,000
// entries are read.
func (g *Gazetteer) ReadList(text, lang string) []Entry {
	if g.load() != nil {
		return nil
	}
	text = text[:min(len(text), maxList)]
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00A0", " ", "\u202F", " ", "\u2009", " ", "\uFEFF", "").Replace(strings.ToValidUTF8(text, ""))
	l := lister{g: g, lang: lang, names: map[string]bool{}}
	for _, line := range l.listed(strings.Split(text, "\n")) {
		if l.line(line); len(l.drafts) >= maxEntries {
			break
		}
	}
	var out []Entry
	for _, d := range l.drafts {
		if e, ok := l.entry(d); ok {
			out = append(out, e)
		}
	}
	return out
}

// draft is an entry before its place is looked up.
type draft struct {
	text, other   string // the name, and another in brackets
	country, year string
	group         int // cities written together share what follows them
}

// lister walks over a text.
type lister struct {
	g       *Gazetteer
	lang    string
	drafts  []draft
	groups  int
	heading string // country that heads the next lines
	guesses int    // how often mistakes were searched for, which is dear
	names   map[string]bool
}

var (
	twinHeading = regexp.MustCompile(`(?i)^[#*\s]*(?:(?:наши|зарубежные|иностранные)\s+)?(?:города[\s-]+(?:побратимы|партн[её]ры|друзья)|побратимы|sister[\s-]+cities|twin(?:ned)?[\s-]+(?:towns|cities)|partner[\s-]+(?:cities|towns)|partnerst[äa]dte|st[äa]dtepartnerschaften|villes[\s-]+jumel[ée]es|yst[äa]vyyskaupungit)([^:.;,()\d]{0,40})(:|$)`)
	bullet      = regexp.MustCompile(`^\s*(?:[-–—•*·▪◦]+\s+|\d{1,3}[.)]\s+|#+\s*)`)
	townWord    = regexp.MustCompile(`(?i)^(?:г\.|гор\.|город\s|(?:the\s)?city of\s|stadt\s|ville de\s)\s*`)
)

// listed returns the lines under a heading about sister cities, or all lines.
func (l *lister) listed(lines []string) []string {
	for i, line := range lines {
		at := twinHeading.FindStringSubmatchIndex(line)
		if at == nil {
			continue
		}
		rest := strings.TrimSpace(line[at[1]:])
		part := append([]string{rest}, l.until(lines[i+1:])...)
		for _, p := range part {
			if strings.TrimSpace(p) != "" {
				return part
			}
		}
	}
	return lines
}

// until keeps lines up to the end of the list: the next heading, or the first
// line after a wide gap that names neither a place nor a country nor a year.
func (l *lister) until(lines []string) []string {
	blank, any := 0, false
	for i, line := range lines {
		t := strings.TrimSpace(line)
		switch {
		case t == "":
			blank++
			continue
		case any && strings.HasPrefix(t, "#"):
			return lines[:i]
		case any && blank >= 2 && !l.listLike(t):
			return lines[:i]
		}
		blank, any = 0, true
	}
	return lines
}

// listLike reports whether a line could be an item: with a date, a country, or
// a place that we surely know.
func (l *lister) listLike(line string) bool {
	date, rest := takeDate(line)
	if date != "" && wordCount(rest) <= 5 {
		return true
	}
	for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",;()", r) }) {
		if l.g.FindCountry(part) != "" && wordCount(line) <= 8 || l.known(part) {
			return true
		}
	}
	return false
}

// known reports whether the gazetteer surely knows a name.
func (l *lister) known(name string) bool {
	name = cleanName(name)
	if name == "" || wordCount(name) > 6 {
		return false
	}
	if yes, seen := l.names[name]; seen {
		return yes
	}
	l.names[name] = len(l.g.Find(name, Options{Lang: l.lang, Limit: 1, whole: true})) > 0
	return l.names[name]
}

// line reads one line: pieces parted by punctuation, each of which is a city,
// a country, a date or a mixture.
func (l *lister) line(raw string) {
	marked := strings.HasPrefix(strings.TrimSpace(raw), "#")
	s := strings.TrimSpace(bullet.ReplaceAllString(raw, ""))
	s = strings.Trim(s, "*_ ")
	if s == "" {
		return
	}
	if a, b, ok := strings.Cut(s, ";"); ok && strings.Count(a, "(") == strings.Count(a, ")") {
		l.line(a)
		l.line(b)
		return
	}
	if head, ok := strings.CutSuffix(s, ":"); ok || marked {
		if c := l.g.FindCountry(head); c != "" {
			l.heading = c
		} else if marked && l.known(head) {
			l.piece(head, false)
		}
		return
	}
	if head, rest, ok := strings.Cut(s, ":"); ok {
		if c := l.g.FindCountry(head); c != "" {
			l.heading = c
			s = rest
		} else if !l.known(head) {
			s = rest // «Партнёры: Варкаус, …»
		}
	}
	if wordCount(s) > 8 && !strings.ContainsAny(s, ",;(") {
		return // a sentence
	}
	if !l.country(s) {
		l.pieces(s)
	}
}

// country takes a line that is nothing but a country: of the city just before
// it if that has none, else a heading for what follows.
func (l *lister) country(s string) bool {
	date, rest := takeDate(s)
	c := l.g.FindCountry(rest)
	if c == "" {
		return false
	}
	if n := len(l.drafts); n > 0 && l.drafts[n-1].country == "" && l.heading == "" {
		l.attach(c, date)
	} else if date == "" {
		l.heading = c
	}
	return true
}

// pieces cuts a line at its punctuation. Brackets belong to the city before.
func (l *lister) pieces(s string) {
	start, depth := 0, 0
	cut := func(end int, bracket bool) {
		if p := strings.TrimSpace(s[start:end]); p != "" {
			l.piece(p, bracket)
		}
	}
	for i, r := range s {
		size := utf8.RuneLen(r)
		switch {
		case r == '(' || r == '[':
			cut(i, depth > 0)
			depth++
			start = i + size
		case r == ')' || r == ']':
			cut(i, true)
			depth = max(0, depth-1)
			start = i + size
		case strings.ContainsRune(",;\t•|", r), dashAt(s, i, r):
			cut(i, depth > 0)
			start = i + size
		}
	}
	cut(len(s), depth > 0)
}

// dashAt reports a dash between spaces: one that parts, not one inside a name
// or a range of years.
func dashAt(s string, i int, r rune) bool {
	if r != '—' && r != '–' && r != '-' {
		return false
	}
	before, after := s[:i], s[i+utf8.RuneLen(r):]
	if !strings.HasSuffix(before, " ") || !strings.HasPrefix(after, " ") {
		return false
	}
	before = strings.TrimRight(before, " ")
	return before == "" || !isDigit(before[len(before)-1]) || !isDigit((strings.TrimLeft(after, " ") + " ")[0])
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// piece reads one piece: a date, a country, another name in brackets, or one
// city or several joined by «и».
func (l *lister) piece(p string, bracket bool) {
	date, rest := takeDate(p)
	rest = cleanName(rest)
	last := len(l.drafts) - 1
	if rest == "" {
		if last >= 0 {
			l.attach("", date)
		}
		return
	}
	if c := l.g.FindCountry(rest); c != "" && (bracket || last >= 0 && l.drafts[last].country == "" && l.heading == "" || !l.known(rest)) {
		if last >= 0 && (bracket || l.drafts[last].country == "") {
			l.attach(c, date)
		} else {
			l.heading = c
		}
		return
	}
	if bracket && last >= 0 {
		l.attach("", date)
		if !strings.ContainsFunc(rest, unicode.IsDigit) && wordCount(rest) <= 4 {
			l.drafts[last].other = rest
		}
		return
	}
	if !strings.ContainsFunc(rest, unicode.IsLetter) || wordCount(rest) > 8 || len(l.drafts) >= maxEntries {
		return
	}
	l.groups++
	for _, name := range l.split(rest) {
		name, country := l.trailingCountry(name)
		if country == "" {
			country = l.heading
		}
		l.drafts = append(l.drafts, draft{text: name, country: country, year: date, group: l.groups})
	}
}

var joiners = regexp.MustCompile(`(?i)\s+(?:и|and|und|et|ja|och|e|y|&)\s+`)
