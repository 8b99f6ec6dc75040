package duplicate

import "context"

// Sort says how the names of a register are compared.
type Sort string

// The sorts.
const (
	People        Sort = "people"
	Organisations Sort = "organisations"
	Places        Sort = "places"
	Posts         Sort = "posts"  // of one organisation
	Papers        Sort = "papers" // with one partner, of one day
	Events        Sort = "events"
	Series        Sort = "series"
)

// Card is what of a record tells whether it is the same as another one.
type Card struct {
	ID    string
	Names []string // in every spelling and language that is known
	// Email, Phone and Site as they were written; empty when unknown.
	Email, Phone, Site string
	// Place is the partner to whose city an organisation belongs, the country of a
	// place, the organisation of a post, the partner of a paper.
	Place string
	// When is the day of a paper or the time of an event, in EDTF.
	When string
	// Codes name a place beyond doubt: "geonames:2934691", "wikidata:Q2100".
	Codes []string
	// Belongs are the organisations in which a person is or was, and the partners
	// of an event.
	Belongs []string
}

// Register is a kind of record that may stand twice.
type Register struct {
	Kind string
	Sort Sort
	// Columns say which columns of the register make its cards, where Cards is nil.
	Columns Columns
	// Cards reads all records that the viewer of ctx may see.
	Cards func(ctx context.Context) ([]Card, error)
	// Heir is the kind that a record of this one may become; empty for none.
	Heir string
}

// Columns name the columns of a register that tell whether two of its records
// are one; empty for those that it does not have.
type Columns struct{ Names, When, Place, Belongs string }

// Sign is one thing by which two records are compared: the last part of its
// message key.
type Sign string

// The signs.
const (
	SignName         Sign = "name"
	SignScript       Sign = "script"  // the same name in another script
	SignShort        Sign = "short"   // the same name, shortened to initials or an abbreviation
	SignForm         Sign = "form"    // nearly the same name
	SignFamily       Sign = "surname" // one word of the name alone
	SignEmail        Sign = "email"
	SignPhone        Sign = "phone"
	SignSite         Sign = "site"
	SignOrganisation Sign = "organisation"
	SignPlace        Sign = "place"
	SignDate         Sign = "date"
	SignCode         Sign = "code" // the same place of the gazetteer
)

// Pair is two cards that may be one thing.
type Pair struct {
	One, Other int     // indexes of the cards
	Strength   float64 // 0 to 1; likely from 0.8, nearly certain from 0.92
	Agree      []Sign
	Differ     []Sign
}
