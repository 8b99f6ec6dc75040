package demo

// T is one text in several languages: language code (BCP 47: ru, en, de, zh…)
// to text. Russian is the language of origin; an empty map is "not known".
type T map[string]string

// City is everything on record about one municipality.
type City struct {
	Municipality  Municipality   `json:"municipality"`
	Sources       []Source       `json:"sources"`
	Organisations []Organisation `json:"organisations"`
	People        []Person       `json:"people"`
	Posts         []Post         `json:"posts"`
	Roles         []Role         `json:"roles"`
	Partnerships  []Partnership  `json:"partnerships"`
	Prospects     []Prospect     `json:"prospects"`
	Agreements    []Agreement    `json:"agreements"`
	Series        []Series       `json:"series"`
	Activities    []Activity     `json:"activities"`
	Applications  []Application  `json:"applications"`
	Results       []Result       `json:"results"`
	Notes         []Note         `json:"notes"`
	KeyDates      []KeyDate      `json:"keydates"`
	Goals         []Goal         `json:"goals"`
	Distances     []Distance     `json:"distances"`
}

// Municipality is the city whose department works with the program.
type Municipality struct {
	Slug       string  `json:"slug"`
	Name       T       `json:"name"`
	Country    string  `json:"country"`  // ISO 3166-1 alpha-2
	GeoNames   int     `json:"geonames"` // GeoNames id
	Lat        float64 `json:"lat"`      // degrees north, WGS 84
	Lon        float64 `json:"lon"`      // degrees east, WGS 84
	Zone       string  `json:"zone"`     // IANA time zone
	Department T       `json:"department"`
	Contact    T       `json:"contact"` // of the office, never of a person; empty if not on record
}

// Source is where a fact was read. Records name it by ID.
type Source struct {
	ID    string `json:"id"`
	Title T      `json:"title"`
	URL   string `json:"url"`
	// Partial says that the field record holds only the beginning of the
	// address: show it as text, do not link it.
	Partial bool   `json:"partial"`
	Kind    string `json:"kind"` // deck web press document study
	Note    T      `json:"note"`
}

// Organisation is a body on either side, on both, or on neither.
type Organisation struct {
	ID      string   `json:"id"`
	Row     string   `json:"row"` // row of the field record; see README.md
	Name    T        `json:"name"`
	Kind    string   `json:"kind"`   // municipal authority ngo school university museum archive company media culture fund network research other
	Side    string   `json:"side"`   // ours theirs both neutral
	City    string   `json:"city"`   // id of the partnership to which it belongs, or empty
	Parent  string   `json:"parent"` // id of the organisation above it, or empty
	About   T        `json:"about"`
	Sources []string `json:"sources"`
}

// Person is a holder of a public office who is named in a source.
type Person struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`     // as the field record spells it
	Cyrillic string   `json:"cyrillic"` // spelling in Russian texts; of Russian office holders only
	Latin    string   `json:"latin"`    // only where a source in Latin script gives it
	Sources  []string `json:"sources"`
}

// Post is an office that persons hold.
type Post struct {
	ID           string `json:"id"`
	Title        T      `json:"title"`
	Organisation string `json:"organisation"` // id, or empty
	City         string `json:"city"`         // id of the partnership whose side it belongs to, or empty
	Side         string `json:"side"`         // ours theirs neutral
}

// Role says that a person held a post. On is a date on which the person was
// seen in office; the sources seldom say since when or until when.
type Role struct {
	Person  string   `json:"person"`
	Post    string   `json:"post"`
	Since   string   `json:"since"`
	Until   string   `json:"until"`
	On      string   `json:"on"`
	Sources []string `json:"sources"`
}

// Place is a town of the world, or a district of one.
type Place struct {
	GeoNames int    `json:"geonames"` // 0 where the gazetteer has no entry
	Name     T      `json:"name"`     // with the name in the language of the place
	Country  string `json:"country"`
	// Lat and Lon are degrees, WGS 84; both 0 where not on record.
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
	Zone string  `json:"zone"`
	// Former are earlier official names, Aliases other spellings in the sources.
	Former  []string `json:"former"`
	Aliases []string `json:"aliases"`
}

// Partnership is the tie of the municipality to one place.
type Partnership struct {
	ID            string   `json:"id"`
	Row           string   `json:"row"`
	Place         Place    `json:"place"`
	Kind          string   `json:"kind"`     // sister partner friendship project contact district
	Scope         string   `json:"scope"`    // foreign domestic
	Historic      bool     `json:"historic"` // known only from an old list
	About         T        `json:"about"`
	PublicWording T        `json:"public_wording"` // what the portal says of the state; empty if nothing need be said
	Facts         []Fact   `json:"facts"`
	Claims        []Claim  `json:"claims"`
	Visibility    string   `json:"visibility"` // public internal
	Sources       []string `json:"sources"`
}

// Fact is one sourced value. Several facts of one Field are a conflict or a
// difference in precision; exactly one of them is Used.
type Fact struct {
	Field    string   `json:"field"` // since first_contact council_decision signed_place population students area_km2 region
	Value    string   `json:"value"` // EDTF for dates, digits for counts, words otherwise
	Used     bool     `json:"used"`
	Inferred bool     `json:"inferred"`
	Note     T        `json:"note"`
	Sources  []string `json:"sources"`
}

// Claim is what one side said of the tie, and when.
type Claim struct {
	Row         string   `json:"row"`
	Side        string   `json:"side"`  // ours theirs
	About       string   `json:"about"` // status
	Value       string   `json:"value"` // active paused ended disputed dormant preparing unknown
	On          string   `json:"on"`
	Wording     string   `json:"wording"` // quotation, in the language of WordingLang; empty if only a paraphrase is on record
	WordingLang string   `json:"wording_lang"`
	Document    T        `json:"document"`
	By          T        `json:"by"`
	Note        T        `json:"note"`
	Inferred    bool     `json:"inferred"`
	Sources     []string `json:"sources"`
}
