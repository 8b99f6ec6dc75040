package contact

import (
	"strings"

	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// PersonKind is the kind of the records in the table of people.
const PersonKind = "person"

// Person is somebody whom the office deals with.
type Person struct {
	keep.Meta
	Name string // as the person writes it, in any script
	// Cyrillic and Latin are spellings that the office was given, for example
	// from a passport or a letter; empty when nobody gave one.
	Cyrillic string
	Latin    string
	Sounds   string // how the name is said, for the one who greets
	// Address is how to address the person: «г-жа доктор Шмидт», "Dear Mr Li".
	Address string
	// Spoken and Written are ISO 639 codes, the best language first. Who
	// speaks a language does not always write it.
	Spoken  []string
	Written []string
	Email   string
	Phone   string
	Met     string // where and when the office met the person
	Quiet   bool   // asked not to be contacted
	About   string
}

// Ref names the person.
func (p Person) Ref() record.Ref { return record.Ref{Kind: PersonKind, ID: p.ID} }

// In is the name in the script that readers of a language read, as far as a
// spelling is known; the name as written otherwise.
func (p Person) In(lang string) string {
	if lang == "ru" && p.Cyrillic != "" {
		return p.Cyrillic
	}
	if lang != "ru" && p.Latin != "" {
		return p.Latin
	}
	return p.Name
}

// Initials are up to two first letters, for the round mark beside the name.
func (p Person) Initials() string {
	var b strings.Builder
	for i, word := range strings.Fields(p.Name) {
		if i == 2 {
			break
		}
		for _, r := range word {
			b.WriteRune(r)
			break
		}
	}
	return b.String()
}
