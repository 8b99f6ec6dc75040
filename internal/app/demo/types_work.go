package demo

// Prospect is a city that may become a partner.
type Prospect struct {
	ID       string   `json:"id"`
	Row      string   `json:"row"`
	Name     T        `json:"name"`
	Country  string   `json:"country"`
	GeoNames int      `json:"geonames"` // 0 where the source does not name the city
	Stage    string   `json:"stage"`    // idea contact consultations talks ready
	On       string   `json:"on"`
	Detail   T        `json:"detail"`
	Sources  []string `json:"sources"`
}

// Agreement is one document.
type Agreement struct {
	ID          string      `json:"id"`
	Row         string      `json:"row"`
	Partnership string      `json:"partnership"`
	Kind        string      `json:"kind"`  // sister cooperation memorandum protocol treaty friendship renewal other
	Level       string      `json:"level"` // city district
	Title       T           `json:"title"`
	SignedOn    string      `json:"signed_on"` // with Planned: when it was to be signed
	Planned     bool        `json:"planned"`   // planned; whether it was signed is not on record
	Place       T           `json:"place"`
	Signatories []Signatory `json:"signatories"`
	Renews      string      `json:"renews"` // id of the agreement that it renews, or empty
	Subjects    T           `json:"subjects"`
	Note        T           `json:"note"`
	Inferred    bool        `json:"inferred"` // the date was inferred
	Sources     []string    `json:"sources"`
}

// Signatory is who signed for a side. Person is an id of People.
type Signatory struct {
	Side   string `json:"side"` // ours theirs
	Person string `json:"person"`
	Name   string `json:"name"` // as the field record spells it
	Post   T      `json:"post"` // only where the record states it
}

// Series is an event that comes back in editions.
type Series struct {
	ID   string `json:"id"`
	Name T      `json:"name"`
}

// Activity is anything that is done: a project, an event, a visit.
// Either Starts and Ends are given, or When, or nothing is known.
type Activity struct {
	ID            string        `json:"id"`
	Row           string        `json:"row"`
	Kind          string        `json:"kind"` // project event visit_in visit_out exchange mission training campaign meeting conference
	Name          T             `json:"name"`
	Code          string        `json:"code"`   // number in its funding programme
	Parent        string        `json:"parent"` // id of the activity that it is part of
	Series        string        `json:"series"` // id of the series of which it is an edition
	Starts        string        `json:"starts"`
	Ends          string        `json:"ends"`
	When          string        `json:"when"`
	Status        string        `json:"status"` // planned confirmed held cancelled moved refused unknown
	Place         T             `json:"place"`
	Partnerships  []string      `json:"partnerships"`
	Participants  []Participant `json:"participants"`
	Themes        []string      `json:"themes"`        // see Themes
	Goals         []string      `json:"goals"`         // world_community city_advantages self_realisation objective_information
	Beneficiaries []string      `json:"beneficiaries"` // see Beneficiaries
	Programme     T             `json:"programme"`     // funding programme
	Money         []Money       `json:"money"`
	Summary       T             `json:"summary"`
	Inferred      bool          `json:"inferred"` // the year or the link was inferred
	Sources       []string      `json:"sources"`
	Visibility    string        `json:"visibility"` // public internal
}

// Participant is one of Organisation, Person (ids) or Text.
type Participant struct {
	Organisation string `json:"organisation"`
	Person       string `json:"person"`
	Text         T      `json:"text"`
	Role         string `json:"role"` // lead partner associated organiser participant host delegation_head venue support
	Side         string `json:"side"` // ours theirs both neutral
}

// Money is a sum in minor units (kopecks, cents) of an ISO 4217 currency.
type Money struct {
	What     string `json:"what"` // budget grant requested cofinancing total
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
	Note     T      `json:"note"`
}

// Application is a request for funding and its outcome. Its sums are those of
// the Money of its activity.
type Application struct {
	ID           string   `json:"id"`
	Row          string   `json:"row"`
	Activity     string   `json:"activity"`
	Organisation string   `json:"organisation"`
	Call         T        `json:"call"`
	Number       string   `json:"number"`
	SubmittedOn  string   `json:"submitted_on"`
	Direction    T        `json:"direction"`
	Requested    Money    `json:"requested"`
	Cofinancing  Money    `json:"cofinancing"`
	Total        Money    `json:"total"`
	Outcome      string   `json:"outcome"` // refused
	Sources      []string `json:"sources"`
}

// Result is what remained of a tie or an activity.
type Result struct {
	ID          string   `json:"id"`
	Row         string   `json:"row"`
	Kind        string   `json:"kind"` // thing practice trained tie award publication
	Name        T        `json:"name"`
	Since       string   `json:"since"`
	Partnership string   `json:"partnership"` // thanks to whom, or empty
	Activity    string   `json:"activity"`    // from what, or empty
	Place       T        `json:"place"`
	Note        T        `json:"note"`
	Award       *Award   `json:"award"` // of one that stands in the register of awards as well
	Sources     []string `json:"sources"`
}

// Award is what the register of awards says of a result.
type Award struct {
	Kind  string `json:"kind"` // rating award certificate
	Name  T      `json:"name"`
	Giver T      `json:"giver"`
	Place T      `json:"place"`
	Year  string `json:"year"` // that it was given for; empty: not recorded
}

// Note is knowledge that belongs to other records: About holds references such
// as "partnership:oxford"; an empty About concerns the whole city.
type Note struct {
	ID      string   `json:"id"`
	Row     string   `json:"row"`
	Kind    string   `json:"kind"` // decision fact channel culture lesson legal count
	Title   T        `json:"title"`
	Text    T        `json:"text"`
	About   []string `json:"about"`
	Sources []string `json:"sources"`
}

// KeyDate is a date that no other record holds and that comes round.
type KeyDate struct {
	ID       string   `json:"id"`
	Row      string   `json:"row"`
	About    string   `json:"about"`    // country:FI, or home:city
	Occasion string   `json:"occasion"` // statehood founded other
	Title    T        `json:"title"`
	On       string   `json:"on"` // EDTF
	Inferred bool     `json:"inferred"`
	Sources  []string `json:"sources"`
}

// Goal is a goal that the city has set itself, with the general aim that it
// states.
type Goal struct {
	ID      string   `json:"id"`
	Row     string   `json:"row"`
	Name    T        `json:"name"`
	Aim     string   `json:"aim"` // see Goals of Activity
	Sources []string `json:"sources"`
}

// Distance is a check value, not a record: the great-circle distance that the
// field record computed (sphere of 6371.0088 km) from approximate city centres.
// It is no inscription of any signpost; the program computes its own.
type Distance struct {
	Row         string `json:"row"`
	Partnership string `json:"partnership"`
	Km          int    `json:"km"`
}
