package partner

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of partnerships.
const Kind = "partner"

// Types lists what a tie can be.
func Types() []string {
	return []string{"sister", "partner", "friendship", "project", "contact", "district"}
}

// Partnership is the tie of the municipality to one place.
type Partnership struct {
	keep.Meta
	Slug        string    // in addresses and on the command line: "duisburg"
	Name        i18n.Text // of the place, by language; with its own
	Native      string    // the name as its inhabitants write it
	NativeLang  string    // ISO 639 code of that language
	Country     string    // ISO 3166-1 alpha-2
	Region      string    // state, land, oblast as given; may be empty
	GeoNames    string    // GeoNames identifier; may be empty
	Wikidata    string    // Wikidata identifier; may be empty
	Coordinates string    // "51.4325, 6.7652" degrees north and east; may be empty
	Zone        string    // IANA time zone; may be empty
	Former      []string  // earlier and other names, searched as well
	Population  string    // digits, as the source gives them; may be empty
	Type        string
	Since       edtf.Date // start of the tie; empty when not known
	Historic    bool      // in an old list only; no tie today as far as known
	About       i18n.Text
	Wants       i18n.Text // what we ourselves want of it
	Wording     i18n.Text // what residents read of the state
	Languages   []string  // ISO 639 codes of the correspondence, the usual one first
	OurPost     string    // identifiers of posts
	OurDeputy   string
	TheirPost   string
	TheirDeputy string
	Channel     string // communication card: how they are reached best
	Rhythm      string // how fast they answer
	Customs     string // forms of address, etiquette
	Sensitive   string // what to avoid
	Gifts       string // what was given, what fits
}

// Ref names the partnership.
func (p Partnership) Ref() record.Ref { return record.Ref{Kind: Kind, ID: p.ID} }

// Point is where the place lies; false when it is not known.
func (p Partnership) Point() (geo.Point, bool) {
	at, err := geo.ParsePoint(p.Coordinates)
	return at, err == nil
}

// Location is the place's time zone; false when it is not known.
func (p Partnership) Location() (*time.Location, bool) {
	if p.Zone == "" {
		return nil, false
	}
	zone, err := time.LoadLocation(p.Zone)
	return zone, err == nil
}

// State is what a side says of the tie.
type State string

// The states. Unknown is the state of a side that has said nothing.
const (
	Unknown   State = "unknown"
	Preparing State = "preparing"
	Active    State = "active"
	Paused    State = "paused"
	Dormant   State = "dormant"
	Ended     State = "ended"
	Disputed  State = "disputed"
)

// States lists the states that a side can claim.
func States() []string {
	return []string{string(Preparing), string(Active), string(Paused), string(Dormant), string(Ended), string(Disputed)}
}

// ClaimSide is who says it.
type ClaimSide string

// The two sides.
const (
	Ours   ClaimSide = "ours"
	Theirs ClaimSide = "theirs"
)

// Claim is what one side says of the state, since when, on what paper and in
// what words. Claims are added, never overwritten.
type Claim struct {
	ID          string
	Partnership string
	Side        ClaimSide
	State       State
	On          edtf.Date // date of the statement
	Wording     string    // the side's own words
	WordingLang string    // ISO 639 code of these words
	Document    string    // letter, decision, report: what it is called
	By          string    // body or post that said it
	Note        i18n.Text
	Source      record.Source
	Inferred    bool // date or link concluded by us
	Added       time.Time
	Actor       string // who wrote it down
}

// Newest returns the current view of each side: the claim with the latest date,
// of equal dates the one written down last. A letter that says nothing of the
// state does not take the place of one that does.
func Newest(claims []Claim) map[ClaimSide]Claim {
	sorted := slices.SortedFunc(slices.Values(claims), func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.On.Sort(), b.On.Sort()), a.Added.Compare(b.Added), cmp.Compare(a.ID, b.ID))
	})
	newest := map[ClaimSide]Claim{}
	for _, c := range sorted {
		if _, spoke := newest[c.Side]; !spoke || c.State != Unknown {
			newest[c.Side] = c
		}
	}
	return newest
}

// Disagree tells whether both sides have spoken and say different things.
func Disagree(newest map[ClaimSide]Claim) bool {
	ours, weSpoke := newest[Ours]
	theirs, theySpoke := newest[Theirs]
	return weSpoke && theySpoke && ours.State != Unknown && theirs.State != Unknown && ours.State != theirs.State
}

// Jubilee is the next round anniversary of a start date, counted in steps of
// years, not earlier than the given year.
type Jubilee struct{ Year, Age int }

// NextJubilee finds the next anniversary divisible by step; false when the
// start is not known.
func NextJubilee(since edtf.Date, from, step int) (Jubilee, bool) {
	for year := from; year < from+step; year++ {
		if age, ok := since.AnniversaryIn(year); ok && age > 0 && age%step == 0 {
			return Jubilee{Year: year, Age: age}, true
		}
	}
	return Jubilee{}, false
}
