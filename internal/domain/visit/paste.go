package visit

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	pasteMax = 200 // people at once
	partMax  = 200 // characters of a name
	postMax  = 300
)

var (
	// numbered is what stands before a line of a list: "1.", "2)", "–", "•".
	numbered = regexp.MustCompile(`^(?:\d{1,3}[.)]|[-–—•*·])\s*`)
	// bracketed is a part in brackets at the end of a name, or before the post.
	bracketed = regexp.MustCompile(`\s*\(([^()]*)\)`)
	// between parts a name from the post.
	between = regexp.MustCompile(`\t+|\s*;\s*|\s+[-–—]\s+|\s*,\s+`)
)

// ReadList reads people out of a pasted list: a line for each, as mails and tables
// have them. The name comes first, then the post; the other spelling of the name
// stands in brackets, or as a part of its own after the first. Latin letters go to
// the spelling of the passport, Cyrillic ones to the Russian name, and neither is
// made from the other.
func ReadList(text string) []Member {
	var all []Member
	for line := range strings.Lines(strings.ReplaceAll(text, "\u00a0", " ")) {
		line = numbered.ReplaceAllString(strings.TrimSpace(line), "")
		if line == "" || !strings.ContainsFunc(line, unicode.IsLetter) {
			continue
		}
		if len(all) == pasteMax {
			break
		}
		all = append(all, readLine(line))
	}
	return all
}

func readLine(line string) Member {
	m := Member{Role: roleMember}
	parts := between.Split(line, -1)
	first := parts[0]
	var inside string
	if found := bracketed.FindStringSubmatch(first); found != nil {
		first, inside = strings.TrimSpace(bracketed.ReplaceAllString(first, " ")), found[1]
	}
	m.name(first)
	m.name(inside)
	rest := parts[1:]
	// A second part that spells a name in the other script is one.
	if len(rest) > 0 && spells(rest[0]) && (m.Latin == "" || m.Name == "") && strings.ContainsFunc(rest[0], cyrillic) == (m.Name == "") && len(rest) > 1 {
		m.name(rest[0])
		rest = rest[1:]
	}
	var words []string
	for _, part := range rest {
		if part = strings.TrimSpace(part); part != "" {
			words = append(words, part)
		}
	}
	m.Post = cut(strings.Join(words, ", "), postMax)
	return m
}

// name puts a spelling where its letters belong; a place that is taken keeps what
// it has.
func (m *Member) name(text string) {
	text = cut(strings.Join(strings.Fields(text), " "), partMax)
	switch {
	case text == "":
	case strings.ContainsFunc(text, cyrillic):
		if m.Name == "" {
			m.Name = text
		}
	case m.Latin == "":
		m.Latin = text
	}
}

// spells tells whether a text can be a name: two to five words, each with a
// capital letter.
func spells(text string) bool {
	words := strings.Fields(text)
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return len(words) >= 2 && len(words) <= 5
}

// cut shortens a text to so many characters.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimSpace(string(runes[:most]))
}
