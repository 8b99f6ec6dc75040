package rule

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// Kind is the kind of packs in the history and in the authorization table.
const Kind = "rule"

// The regimes of an agreement.
const (
	General     = "general"
	CrossBorder = "crossborder"
	Domestic    = "domestic"
)

// Regimes lists the regimes.
func Regimes() []string { return []string{General, CrossBorder, Domestic} }

// Pack is the rules of one regime in one country.
type Pack struct {
	Name     string    `json:"name"` // as on the command line: "ru-general"
	Title    i18n.Text `json:"title"`
	Country  string    `json:"country"` // ISO 3166-1, of the municipality
	Regime   string    `json:"regime"`
	Calendar string    `json:"calendar"` // of working days: a country's code
	// Borders says which regions of the country border which states, by the
	// English name of the region in the gazetteer; only a cross-border pack has it.
	Borders       map[string][]string `json:"borders,omitempty"`
	BordersSource string              `json:"borders_source,omitempty"`
	Editions      []Edition           `json:"editions"`

	Version int64 `json:"-"` // of the office's own copy; 0 of a shipped pack
}

// Edition is what a pack says for a time.
type Edition struct {
	From  edtf.Date `json:"from"`  // empty: from the beginning
	Until edtf.Date `json:"until"` // last day; empty: until further notice
	Note  i18n.Text `json:"note"`
	Steps []Step    `json:"steps"`
}

// The events that deadlines count from.
const (
	Talks   = "talks"   // first day of talks
	Signing = "signing" // day of signing
	Trip    = "trip"    // last day of a trip or event
	Gift    = "gift"    // day on which a gift was received
	Year    = "year"    // a calendar year that is over
	Day     = "day"     // any day: the next deadline is asked for
)

// Events lists the events.
func Events() []string { return []string{Talks, Signing, Trip, Gift, Year, Day} }

// The ways of a deadline.
const (
	Before = "before" // so many days before the event
	After  = "after"  // so many days after it
	Yearly = "yearly" // on a day of every year: of a year that is over, in the next one
	Open   = "open"   // before the event; the rule gives no number of days
)

// Ways lists the ways.
func Ways() []string { return []string{Before, After, Yearly, Open} }

// The units of days.
const (
	CalendarDays = "calendar"
	WorkingDays  = "working"
)

// Units lists the units.
func Units() []string { return []string{CalendarDays, WorkingDays} }

// The marks say how far a rule was checked.
const (
	Read        = "read"        // in the source
	Inferred    = "inferred"    // our conclusion from what was read
	Unconfirmed = "unconfirmed" // to be checked against the official text
)

// Marks lists the marks.
func Marks() []string { return []string{Read, Inferred, Unconfirmed} }

// Step is one thing to do, with its deadline.
type Step struct {
	Name     string    `json:"name"` // stable within a pack: "consent"
	Title    i18n.Text `json:"title"`
	Document i18n.Text `json:"document"` // what proves that it was done; may be empty
	Of       string    `json:"of"`
	Way      string    `json:"way"`
	Days     int       `json:"days,omitempty"`
	Unit     string    `json:"unit,omitempty"`
	On       string    `json:"on,omitempty"` // of a yearly one: "01-15"
	Consent  bool      `json:"consent,omitempty"`
	Note     i18n.Text `json:"note"`
	Source   string    `json:"source"`
	URL      string    `json:"url,omitempty"`
	Mark     string    `json:"mark"`
}

// EditionOn is the edition that holds on a day.
func (p Pack) EditionOn(day time.Time) (Edition, bool) {
	for _, e := range p.Editions {
		if e.holds(day) {
			return e, true
		}
	}
	return Edition{}, false
}

func (e Edition) holds(day time.Time) bool {
	on := edtf.On(day)
	return !on.Before(e.From) && (e.Until.IsZero() || !e.Until.Before(on))
}

// first and last are the bounds of an edition as days.
func (e Edition) first() time.Time { return e.From.First() }

func (e Edition) last() time.Time {
	if e.Until.IsZero() {
		return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return e.Until.Last()
}

// check refuses a pack that gives no single answer. at is the edition that is
// being edited: what is wrong with its neighbours stands at its fields.
func (p Pack) check(at int) error {
	order := make([]int, len(p.Editions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(p.Editions[a].first().Compare(p.Editions[b].first()), cmp.Compare(a, b))
	})
	var bad errs.Fields
	for i, n := range order {
		e := p.Editions[n]
		if !e.Until.IsZero() && e.last().Before(e.first()) {
			bad.Add(errs.Field("until", "date.order", "start", e.From))
			continue
		}
		if i == 0 {
			continue
		}
		before := p.Editions[order[i-1]]
		field := "from"
		if order[i-1] == at {
			field = "until"
		}
		next := before.last().AddDate(0, 0, 1)
		switch {
		case !before.last().Before(e.first()):
			bad.Add(errs.Field(field, "rule.overlap", "until", until(before), "from", e.From))
		case next.Before(e.first()):
			bad.Add(errs.Field(field, "rule.gap", "from", edtf.On(next), "until", edtf.On(e.first().AddDate(0, 0, -1))))
		}
	}
	return bad.Err()
}

// until is the last day of an edition as it is said in a sentence.
func until(e Edition) edtf.Date {
	if e.Until.IsZero() {
		return edtf.OfYear(9999)
	}
	return e.Until
}

// check refuses a step that says nothing or something impossible.
func (s Step) check() error {
	var bad errs.Fields
	if s.Title.IsZero() {
		bad.Add(errs.Field("title", "rule.step.title.empty"))
	}
	for _, f := range []struct {
		name, value string
		of          []string
	}{{"of", s.Of, Events()}, {"way", s.Way, Ways()}, {"mark", s.Mark, Marks()}} {
		if !slices.Contains(f.of, f.value) {
			bad.Add(errs.Field(f.name, "form.choice"))
		}
	}
	switch s.Way {
	case Before, After:
		if s.Days < 1 || s.Days > maxDays {
			bad.Add(errs.Field("days", "rule.step.days.bounds", "max", maxDays))
		}
		if !slices.Contains(Units(), s.Unit) {
			bad.Add(errs.Field("unit", "form.choice"))
		}
	case Yearly:
		// 2023 is a common year: a day that only leap years have is no yearly day.
		if _, err := time.Parse(time.DateOnly, "2023-"+s.On); err != nil {
			bad.Add(errs.Field("on", "rule.step.on.unreadable"))
		}
	}
	if s.Source == "" {
		bad.Add(errs.Field("source", "rule.step.source.empty"))
	}
	return bad.Err()
}

// maxDays is the longest deadline; more is a slip of the hand.
const maxDays = 3660

// RegimeOf is the regime of an agreement with a partner in a country: domestic
// within the own one, cross-border when the own region borders on it. It is
// false when the own region is not known.
func RegimeOf(packs []Pack, home, region, partner string) (regime string, known bool) {
	if home == partner {
		return Domestic, true
	}
	for _, p := range packs {
		if p.Country == home && p.Regime == CrossBorder && slices.Contains(p.Borders[region], partner) {
			return CrossBorder, true
		}
	}
	return General, region != ""
}

// Of finds the pack of a regime in a country.
func Of(packs []Pack, country, regime string) (Pack, bool) {
	i := slices.IndexFunc(packs, func(p Pack) bool { return p.Country == country && p.Regime == regime })
	if i < 0 {
		return Pack{}, false
	}
	return packs[i], true
}
