package clause

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Found is a part that was recognised in a pasted text of one language.
type Found struct {
	Part    Part
	Heading string
	Words   string
}

// articleWord matches the beginning of an article in the languages in which
// cities correspond: «Статья 1.», "Article 1", "Artikel 1", "§ 1", "المادة 1".
var articleWord = regexp.MustCompile(`(?i)^(?:статья|стаття|артыкул|член|члан|article|artikel|artikkel|artikla|artículo|articolo|articolul|artigo|artykuł|článek|článok|član|madde|art\.|§|المادة|ماده|סעיף)\s*(?:[\p{Nd}]{1,3}|[IVXL]{1,6})(?:[.:)\-–—]+|\s|$)\s*(.*)$`)

// numbered matches «1.», "1)", «1.1.», "1.1 text"; a year or a sum is no number
// of a clause.
var numbered = regexp.MustCompile(`^([\p{Nd}]{1,2})(?:\.([\p{Nd}]{1,2}))?(?:\.([\p{Nd}]{1,2}))?([.)]?)(?:\s+|$)(.*)$`)

// closingWord matches the words with which the closing formula of a treaty
// begins.
var closingWord = regexp.MustCompile(`(?i)^(?:совершено|подписано|составлено|учинено|done (?:at|in)|signed (?:at|in)|geschehen|gegeben|unterzeichnet|fait|signé|hecho|fatto|feito|sporządzono|tehty|utfärdat)(?:$|[^\p{L}])`)

// Split takes a text of one language apart by its numbering. What stands before
// the first number is the title, if it is one short line, and the preamble. A
// line without a number belongs to what stands above it.
func Split(text string) []Found {
	s := splitter{}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			s.gap = true
			continue
		}
		s.take(line, nextOf(lines[i+1:]))
		s.gap = false
	}
	return s.found
}

// nextOf is the next line that holds something.
func nextOf(lines []string) string {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// splitter is how far the splitting has come.
type splitter struct {
	found  []Found
	gap    bool // an empty line stood before
	worded bool // articles are headed by a word: «1.» under them is a point
}

// take puts a line where it belongs.
func (s *splitter) take(line, next string) {
	if m := articleWord.FindStringSubmatch(line); m != nil {
		s.worded = true
		s.article(m[1], next)
		return
	}
	body := len(s.found) > 0 && s.found[len(s.found)-1].Part.Body()
	if m := numbered.FindStringSubmatch(line); m != nil && (m[2] != "" || m[4] != "") {
		switch {
		case m[3] != "" && body: // a third level stays in its point
			s.append(line)
		case (m[2] != "" || s.worded) && body:
			s.found = append(s.found, Found{Part: Point, Words: m[5]})
		default:
			s.article(m[5], next)
		}
		return
	}
	switch {
	case body && closingWord.MatchString(line):
		s.found = append(s.found, Found{Part: Closing, Words: line})
	case len(s.found) == 0 && utf8.RuneCountInString(line) <= headingMax && !strings.HasSuffix(line, "."):
		s.found = append(s.found, Found{Part: Title, Words: line})
	case len(s.found) == 0, s.found[len(s.found)-1].Part == Title && s.gap:
		s.found = append(s.found, Found{Part: Preamble, Words: line})
	default:
		s.append(line)
	}
}

// article begins an article with what stands beside its number: a heading when
// it is short and a text or a number follows.
func (s *splitter) article(beside, next string) {
	one := Found{Part: Article, Words: beside}
	if heading(beside) && next != "" && articleWord.FindString(next) == "" {
		if m := numbered.FindStringSubmatch(next); s.worded || m != nil && m[2] != "" {
			one.Heading, one.Words = beside, ""
		}
	}
	s.found = append(s.found, one)
}

// append adds a line to what stands above it. An article that has nothing yet
// takes a short line as its heading.
func (s *splitter) append(line string) {
	last := &s.found[len(s.found)-1]
	switch {
	case last.Part == Article && last.Heading == "" && last.Words == "" && heading(line):
		last.Heading = line
	case last.Words == "":
		last.Words = line
	case last.Part == Title:
		last.Words += " " + line
	default:
		last.Words += "\n" + line
	}
}

// heading tells whether a line can be one.
func heading(line string) bool {
	return line != "" && utf8.RuneCountInString(line) <= 120 && !strings.ContainsAny(line[len(line)-1:], ".;:,")
}
