package anniversary

import (
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// KeyDateKind is the kind of the records in the table of key dates.
const KeyDateKind = "keydate"

// CountryKind stands for countries in references; they are no records, and the
// identifier is their ISO 3166-1 code.
const CountryKind = "country"

// HomeKind stands for our own city in references, as HomeRef.
const HomeKind = "home"

// HomeRef names our own city.
const HomeRef = HomeKind + ":city"

// Occasions lists what a key date can mark.
func Occasions() []string { return []string{"founded", "statehood", "other"} }

// KeyDate is a date from which anniversaries are counted and that no other
// record holds.
type KeyDate struct {
	keep.Meta
	About    string // "partner:…", "organisation:…", "country:FI" or HomeRef
	Occasion string
	Title    i18n.Text // «Независимость Финляндии»
	On       edtf.Date
}

// Ref names the key date.
func (k KeyDate) Ref() record.Ref { return record.Ref{Kind: KeyDateKind, ID: k.ID} }

// Sort is what its anniversaries are of.
func (k KeyDate) Sort() Sort {
	about := record.ParseRef(k.About).Kind
	switch {
	case about == "organisation":
		return Organisation
	case about == CountryKind:
		return Country
	case k.Occasion == "founded":
		return City
	}
	return Other
}
