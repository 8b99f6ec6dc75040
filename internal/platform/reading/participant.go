package reading

import (
	"regexp"
	"strings"
)

// Fields of events that name who takes part. Behind the dot stands the role.
const (
	Organiser      Field = "participant.organiser"
	DelegationHead Field = "participant.delegation_head"
	Participant    Field = "participant.participant"
	Host           Field = "participant.host"
)

// Part is one who takes part in an event: a person, an organisation, or words
// that name neither.
type Part struct {
	Role               string
	Person             string
	Organisation, Text string
}

var bullet = regexp.MustCompile(`^(?:[-–—•*·]|\d{1,2}[.)])\s*`)

// takesPart reads a cell that names one or several participants. What stands
// beside a name, such as a post, is kept in the remarks with the whole cell.
func (v values) takesPart(c Column, field Field, text string) {
	if letters(text) < 4 {
		v.note(v.label(c), text)
		return
	}
	whole := true
	for _, one := range v.eye.apart(text) {
		p := Part{Role: field.Column()}
		name, rest := v.eye.named(one)
		switch sort := v.eye.portrait([]string{name}).only(); {
		case sort == aPerson:
			p.Person = strings.Join(strings.Fields(name), " ")
			whole = whole && rest == ""
		case v.eye.words(one) == anOrganisation:
			p.Organisation = strings.Join(strings.Fields(one), " ")
		default:
			p.Text = strings.Join(strings.Fields(one), " ")
		}
		v.item.Parts = append(v.item.Parts, p)
	}
	if !whole {
		v.note(v.label(c), text)
	}
}

// apart splits a cell into those it names: by lines and semicolons, and by
// commas where every part is somebody.
func (e *eye) apart(text string) []string {
	var parts []string
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' || r == '、' }) {
		if line = bullet.ReplaceAllString(strings.Trim(line, " \t,"), ""); line == "" {
			continue
		}
		parts = append(parts, e.byCommas(line)...)
	}
	return parts
}

func (e *eye) byCommas(line string) []string {
	var parts []string
	for one := range strings.SplitSeq(strings.ReplaceAll(line, " и ", ", "), ",") {
		one = strings.TrimSpace(one)
		if sort := e.words(one); one == "" || sort != aPerson && sort != anOrganisation {
			return []string{line}
		}
		parts = append(parts, one)
	}
	return parts
}

// named finds a person's name beside a post: «Иванов И. И., директор», «глава
// города Иванов И. И.».
func (e *eye) named(text string) (name, rest string) {
	for _, sep := range []string{",", "(", " — ", " – ", " - "} {
		if head, tail, ok := strings.Cut(text, sep); ok && likePerson(strings.TrimSpace(head)) {
			return strings.TrimSpace(head), strings.Trim(tail, " )")
		}
	}
	words := strings.Fields(text)
	for n := 3; n >= 2; n-- {
		if len(words) > n && e.words(text) == aPost {
			if tail := strings.Join(words[len(words)-n:], " "); likePerson(tail) && e.words(tail) == aPerson {
				return tail, strings.Join(words[:len(words)-n], " ")
			}
		}
	}
	return text, ""
}
