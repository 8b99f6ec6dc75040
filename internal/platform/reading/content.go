package reading

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
)

// sort is what the text of a cell looks like.
type sort int

const (
	plainText sort = iota
	anEmail
	aPhone
	aSite
	severalContacts
	aDate
	aNumber
	aCountry
	aCity
	aPerson
	anOrganisation
	aPost
	sorts
)

var (
	emailIn  = regexp.MustCompile(`[\p{L}\d._%+\-]+@[\p{L}\d\-]+(?:\.[\p{L}\d\-]+)+`)
	siteIn   = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s,;<>«»"]+`)
	bareSite = regexp.MustCompile(`(?i)^(?:[a-zа-яё0-9\-]+\.)+(?:ru|com|org|net|de|fi|fr|se|no|eu|рф|info|us|uk|cn|it|by|am|ee|lt|lv|edu|su)(?:/\S*)?$`)
	phoneIn  = regexp.MustCompile(`(?:\+|\(|\d)[\d()\s.\-–\x{2011}/]{4,}\d(?:,?\s*(?:доб|ext|вн)\.?\s*\d+)?`)
	initials = regexp.MustCompile(`^\p{Lu}\.\s?(?:\p{Lu}\.)?$`)
	numeric  = regexp.MustCompile(`^[+\-−]?\d[\d\s]*(?:[.,]\d+)?\s*%?$`)
	dayLike  = regexp.MustCompile(`\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:1[89]|20)\d{2}\b|\b(?:1[89]|20)\d{2}-\d{2}`)
)

// organisationWords begin words that only organisations have in their names.
func organisationWords() []string {
	return []string{"школ", "гимнази", "лицей", "университет", "институт", "музей", "театр", "библиотек", "ассоциац", "фонд", "общество", "обществен", "администрац", "мэри", "управлен", "министерств", "департамент", "комитет", "центр", "ооо", "оао", "зао", "пао", "ано", "нко", "мбоу", "маоу", "мау", "мбу", "гбу", "союз", "совет", "клуб", "архив", "консульств", "посольств", "колледж", "академи", "филармони", "палата", "агентств", "редакци", "газет", "больниц", "поликлиник", "ансамбл", "оркестр", "университ",
		"school", "universit", "university", "college", "museum", "theatre", "theater", "library", "association", "foundation", "society", "council", "ministry", "department", "centre", "center", "institute", "ltd", "gmbh", "inc", "llc", "club", "archive", "embassy", "consulate", "academy", "chamber", "committee", "agency", "orchestra", "union",
		"gymnasium", "schule", "hochschule", "stadtverwaltung", "verein", "gesellschaft", "stiftung", "amt", "landratsamt", "bibliothek", "e v", "kulturamt", "burgermeisteramt", "rathaus", "oy", "ry", "yhdistys", "seura", "koulu", "yliopisto", "kirjasto", "kaupungin", "mairie", "lycee", "comite", "associazione", "comune", "kommun", "forening", "skola"}
}

func postWords() []string {
	return []string{"директор", "мэр", "глава", "председател", "заместител", "зам", "начальник", "руководител", "специалист", "координатор", "менеджер", "президент", "секретар", "консультант", "учител", "преподавател", "профессор", "декан", "ректор", "проректор", "депутат", "посол", "консул", "редактор", "журналист", "эксперт", "советник", "бургомистр", "обер", "методист", "воспитател", "атташе", "заведующ", "помощник", "референт", "переводчик", "дирижер", "хореограф", "куратор", "бухгалтер",
		"director", "mayor", "head", "chair", "deputy", "manager", "president", "secretary", "teacher", "professor", "dean", "rector", "coordinator", "officer", "adviser", "advisor", "editor", "expert", "specialist", "consultant", "principal", "chairman", "chairwoman", "consul", "ambassador", "assistant", "treasurer",
		"burgermeister", "oberburgermeister", "leiter", "leiterin", "vorsitzende", "vorsitzender", "geschaftsfuhrer", "referent", "referentin", "sachbearbeiter", "sachbearbeiterin", "beauftragte", "beauftragter", "schulleiter", "rehtori", "johtaja", "kaupunginjohtaja", "sihteeri", "maire", "adjoint", "sindaco", "lehrer", "lehrerin", "stadtrat", "amtsleiterin", "amtsleiter", "dezernent", "schulleiterin", "geschaftsfuhrerin"}
}

// eye tells what cells look like.
type eye struct {
	towns         *towns
	organisations []string
	posts         []string
}

func begins(word string, stems []string) bool {
	for _, s := range stems {
		if word == s || len(s) >= 6 && strings.HasPrefix(word, s) {
			return true
		}
	}
	return false
}

// look says what one cell looks like, apart from places, which are dear.
func (e *eye) look(cell string) sort {
	text := strings.TrimSpace(cell)
	mails, sites := len(emailIn.FindAllString(text, 3)), len(siteIn.FindAllString(text, 3))
	bare := emailIn.ReplaceAllString(text, " ")
	bare = siteIn.ReplaceAllString(bare, " ")
	phones := len(phonesOf(bare))
	switch {
	case mails > 0 && phones > 0:
		return severalContacts
	case mails > 0:
		return anEmail
	case sites > 0 || bareSite.MatchString(text):
		return aSite
	case numeric.MatchString(text) && phones == 0 || yearOnly(text):
		if yearOnly(text) {
			return aDate
		}
		return aNumber
	case dayLike.MatchString(text) && utf8.RuneCountInString(text) <= 40 && isDate(text):
		return aDate
	case phones > 0 && letters(bare) <= 12:
		return aPhone
	case letters(text) > 2 && utf8.RuneCountInString(text) <= 40 && isDate(text):
		return aDate
	}
	return e.words(text)
}

// words judges a cell of words.
func (e *eye) words(text string) sort {
	words := fold.Words(text)
	if len(words) == 0 || len(words) > 16 {
		return plainText
	}
	for _, w := range words {
		if begins(w, e.organisations) {
			if begins(words[0], e.posts) {
				return aPost
			}
			return anOrganisation
		}
	}
	if begins(words[0], e.posts) || len(words) <= 3 && begins(words[len(words)-1], e.posts) {
		return aPost
	}
	if likePerson(text) {
		return aPerson
	}
	return plainText
}

func yearOnly(s string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(s), "."), " г"))
	return err == nil && n >= 1850 && n <= 2090
}

func isDate(s string) bool {
	d, err := edtf.Read(dateText(s), "ru")
	return err == nil && !d.IsZero()
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// likePerson holds for «Иванов И. И.», «Иванова Анна Петровна», "Dr. Anna
// Schmidt": two to four words with capitals, one of which may be initials.
func likePerson(s string) bool {
	words := strings.Fields(parted.Replace(s))
	named, total := 0, 0
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsAny(w, "0123456789@«»\"/:;"):
			return false
		case initials.MatchString(w):
			total++
		case unicode.IsUpper(first) && utf8.RuneCountInString(strings.Trim(w, ".-")) > 1:
			named++
			total++
		case w == "von" || w == "de" || w == "van" || w == "der" || w == "оглы" || w == "кызы":
		default:
			return false
		}
	}
	return named >= 1 && total >= 2 && total <= 5
}

// patronymics end so; a name with one is surely a person's.
func hasPatronymic(s string) bool {
	for _, w := range strings.Fields(s) {
		for _, end := range []string{"вич", "вна", "чна", "ична"} {
			if strings.HasSuffix(w, end) && utf8.RuneCountInString(w) > 5 {
				return true
			}
		}
	}
	return false
}

// portrait counts how a column's cells look.
type portrait struct {
	filled, distinct int
	count            [sorts]int
	patronymics      int
	short            int // of at most 40 characters
	han              int // without letters but Chinese characters: their look tells little
}

func (p portrait) share(s sort) float64 {
	if p.filled == 0 {
		return 0
	}
	return float64(p.count[s]) / float64(p.filled)
}

// differ holds when a column's cells name things of two sorts or more.
func (p portrait) differ() bool {
	sorts := 0
	for _, s := range []sort{aPerson, anOrganisation, aCity} {
		if p.share(s) >= 0.15 {
			sorts++
		}
	}
	return sorts > 1
}

// only is what all cells look like; plain text when they differ.
func (p portrait) only() sort {
	for s, n := range p.count {
		if n == p.filled && n > 0 {
			return sort(s)
		}
	}
	return plainText
}

// sample is how many cells of a column are looked at.
const sample = 60

// portrait looks at the cells of a column.
func (e *eye) portrait(cells []string) portrait {
	var p portrait
	seen := map[string]bool{}
	for _, c := range cells {
		text := strings.TrimSpace(c)
		if text == "" || text == "-" || text == "—" {
			continue
		}
		p.filled++
		seen[text] = true
		if utf8.RuneCountInString(text) <= 40 {
			p.short++
		}
		if letters(text) > 0 && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }) {
			p.han++
		}
		s := e.look(text)
		if s == plainText || s == aPerson || s == anOrganisation {
			if place := e.towns.look(text); place != plainText && (s != anOrganisation || place == aCountry) {
				s = place
			}
		}
		if s == aPerson && hasPatronymic(text) {
			p.patronymics++
		}
		p.count[s]++
	}
	p.distinct = len(seen)
	return p
}
