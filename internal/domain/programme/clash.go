package programme

import (
	"slices"

	"pobratim/internal/kit/i18n"
)

// Clash is something that may be wrong with an item.
type Clash struct {
	Item string // identifier of the item
	Key  string // message key
	Args []any  // of the message, in words of people
	Hard bool   // a double booking: refused without a reason
	// Other is the item that it clashes with; zero when there is none.
	Other Item
	// What is the resource or post that both need.
	What string
}

// needs are what nobody has twice, as identifiers.
func (i Item) needs() []string {
	return slices.DeleteFunc([]string{i.Interpreter, i.Hall, i.Car, i.Post}, func(id string) bool { return id == "" })
}

// doubles are the double bookings of an item among others, its own programme's and
// those of other visits.
func doubles(i Item, others []Item) []Clash {
	var found []Clash
	for _, other := range others {
		if other.ID == i.ID || !i.overlaps(other) {
			continue
		}
		for _, id := range i.needs() {
			if slices.Contains(other.needs(), id) {
				found = append(found, Clash{Item: i.ID, Key: "programme.clash.double", Hard: true, Other: other, What: id})
			}
		}
	}
	return found
}

// doubts are what else may be wrong with the items of a programme, which are in
// order. Shared items of the parent are among them.
func doubts(v Visit, items []Item, resources map[string]Resource, lang string) []Clash {
	var found []Clash
	for n, i := range items {
		if !v.has(i.Day) {
			found = append(found, Clash{Item: i.ID, Key: "programme.clash.outside"})
		}
		if r, ok := resources[i.Interpreter]; ok {
			if lang != "" && lang != "ru" && !r.Speaks(lang) {
				found = append(found, Clash{Item: i.ID, Key: "programme.clash.language", What: r.ID})
			}
		}
		for _, id := range i.needs() {
			if r, ok := resources[id]; ok && r.Away(i.Day) {
				found = append(found, Clash{Item: i.ID, Key: "programme.clash.away", What: id})
			}
		}
		_, until := i.span()
		for _, next := range items[n+1:] {
			if i.Who != "" && next.Who != "" && i.Who != next.Who {
				continue // two parts of the delegation
			}
			from, _ := next.span()
			switch {
			case i.overlaps(next):
				found = append(found, Clash{Item: next.ID, Key: "programme.clash.delegation", Other: i})
			case i.Travel > 0 && from < until+i.Travel:
				found = append(found, Clash{Item: next.ID, Key: "programme.clash.travel", Args: []any{"have", from - until, "need", i.Travel}, Other: i})
			}
		}
	}
	return found
}

// Resource is what an item needs and nobody has twice.
type Resource struct {
	ID      string
	Version int64
	Type    string // see Types
	Name    string
	Person  string // identifier in the register of people
	Contact string // shown to those who may change resources
	Tongues []Tongue
	Off     []Off
	Seats   int // of a hall or a car
	Note    string
	Closed  bool // no longer offered
}

// Tongue is a language with a level.
type Tongue struct {
	Lang  string
	Level string // see Levels
}

// Off is a span of days on which somebody is not there, both included.
type Off struct{ From, Until string }

// Types lists what a resource can be.
func Types() []string { return []string{"interpreter", "volunteer", "guide", "hall", "car"} }

// people tells whether a resource is somebody.
func people(kind string) bool { return kind == "interpreter" || kind == "volunteer" || kind == "guide" }

// Levels lists how well a language is spoken, the best first.
func Levels() []string { return []string{"simultaneous", "consecutive", "conversation"} }

// Speaks tells whether somebody has a language.
func (r Resource) Speaks(lang string) bool {
	return slices.ContainsFunc(r.Tongues, func(t Tongue) bool { return t.Lang == lang })
}

// Away tells whether a resource is not there on a day.
func (r Resource) Away(day string) bool {
	return slices.ContainsFunc(r.Off, func(o Off) bool { return o.From <= day && day <= o.Until })
}

// knownLang tells whether a code names a language.
func knownLang(code string) bool { return slices.Contains(i18n.LanguageCodes(), code) }
