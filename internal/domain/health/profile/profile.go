package profile

import (
	"slices"
	"time"
)

// The ingredients, in the order of the field's list; reciprocity comes last.
const (
	People       = "people"
	Coordinators = "coordinators"
	Continuity   = "continuity"
	Initiative   = "initiative"
	NGOs         = "ngos"
	Joint        = "joint"
	Young        = "young"
	Reciprocity  = "reciprocity"
)

// Names lists the ingredients.
func Names() []string {
	return []string{People, Coordinators, Continuity, Initiative, NGOs, Joint, Young, Reciprocity}
}

// Level is how much of an ingredient there is.
type Level string

// The levels.
const (
	Unknown Level = "unknown"
	Weak    Level = "weak"
	Fair    Level = "fair"
	Strong  Level = "strong"
)

// Trend is where an ingredient goes.
type Trend string

// The trends.
const (
	NoTrend Trend = "unknown"
	Falling Trend = "falling"
	Steady  Trend = "steady"
	Rising  Trend = "rising"
)

// Way is the direction of a visit.
type Way string

// The ways; empty for what is no visit.
const (
	Incoming Way = "in"
	Outgoing Way = "out"
)

// Event is something that was done together or for the partnership.
type Event struct {
	ID     string
	On     time.Time // its first day
	Way    Way
	People []string // who took part by name, as identifiers
	// Told says that it is on record which organisations took part; NGO, Below and
	// Joint say nothing otherwise.
	Told  bool
	NGO   bool // an NGO took part
	Led   bool // it is on record who led it; Below says nothing otherwise
	Below bool // led by somebody other than the administration
	Joint bool // both sides did it
	// Aimed says that it is on record for whom it was; Young says nothing otherwise.
	Aimed bool
	Young bool // for young people
}

// Term is how long somebody held a coordinator's post; a zero end is unknown or open.
type Term struct{ From, Until time.Time }

// Seat is the coordinator's post of a side. Nobody knows of an unnamed seat whether
// there is a coordinator.
type Seat struct {
	Named bool
	Terms []Term
}

// heldOn tells whether somebody held the post on a day.
func (s Seat) heldOn(day time.Time) bool {
	return slices.ContainsFunc(s.Terms, func(t Term) bool {
		return !t.From.After(day) && (t.Until.IsZero() || !t.Until.Before(day))
	})
}

// vacantSince is the day since which nobody has held the post; zero when nobody ever
// did, as far as is known.
func (s Seat) vacantSince() time.Time {
	var last time.Time
	for _, t := range s.Terms {
		if t.Until.After(last) {
			last = t.Until
		}
	}
	return last
}

// History is what is known of a partnership. Events are those that were held, until
// Now.
type History struct {
	Now          time.Time
	Events       []Event
	Ours, Theirs Seat
}

// The windows and levels; ADR 0044 says why.
const (
	recentYears = 2   // what "now" is
	beforeYears = 8   // what it is compared with
	livelyYears = 5   // over which continuity is read
	enough      = 3   // events of which something is known; fewer say nothing
	strongShare = 0.5 // of the events of now
	fairShare   = 0.2
	vacantDays  = 180  // after which an empty post is no handover any more
	chance      = 0.05 // of a false alarm over all tests together
	tests       = 7    // coordinators are known, not inferred
)

// Count is how many of some events have a property.
type Count struct{ Part, Of int }

// Ingredient is one line of the profile.
type Ingredient struct {
	Name   string
	Level  Level
	Trend  Trend
	Now    Count // of the last two years; of continuity: years of the last five with an event
	Before Count // of the years before
	// Unknown is how many recent events say nothing about it.
	Unknown  int
	Evidence []string  // the recent events that have it, the newest first
	Newest   time.Time // the day of the newest event that has it, of all years; zero: none
	Vacant   []string  // of coordinators: the sides whose post nobody holds, "ours", "theirs"
	Unnamed  []string  // of coordinators: the sides of which no post is named
	p        float64   // how likely so few would come by chance
}

// Profile is how a partnership stands.
type Profile struct {
	Ingredients []Ingredient
	// Falling are the names of those that fall, the surest first.
	Falling []string
	// Step is the ingredient at which a step would help most; empty when all are strong.
	Step string
}

// Find returns an ingredient by name.
func (p Profile) Find(name string) Ingredient {
	for _, i := range p.Ingredients {
		if i.Name == name {
			return i
		}
	}
	return Ingredient{Name: name, Level: Unknown, Trend: NoTrend}
}

// Of reads the profile of a history.
func Of(h History) Profile {
	w := split(h)
	var p Profile
	for _, name := range Names() {
		switch name {
		case Coordinators:
			p.Ingredients = append(p.Ingredients, coordinators(h))
		case Continuity:
			p.Ingredients = append(p.Ingredients, continuity(h, w))
		case Reciprocity:
			p.Ingredients = append(p.Ingredients, reciprocity(w))
		default:
			p.Ingredients = append(p.Ingredients, share(name, w))
		}
	}
	var falls []Ingredient
	for _, i := range p.Ingredients {
		if i.Trend == Falling {
			falls = append(falls, i)
		}
	}
	slices.SortStableFunc(falls, func(a, b Ingredient) int {
		switch {
		case a.p < b.p:
			return -1
		case a.p > b.p:
			return 1
		}
		return 0
	})
	for _, i := range falls {
		p.Falling = append(p.Falling, i.Name)
	}
	p.Step = step(p)
	return p
}

// step chooses where to begin: at what falls, then at what is weak, then at what is
// not on record, then at what is fair; among equals first at what carries the others.
func step(p Profile) string {
	if len(p.Falling) > 0 {
		return p.Falling[0]
	}
	for _, level := range []Level{Weak, Unknown, Fair} {
		for _, name := range []string{Coordinators, Continuity, Joint, People, NGOs, Young, Initiative, Reciprocity} {
			if p.Find(name).Level == level {
				return name
			}
		}
	}
	return ""
}
