package told

import (
	"time"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/rule"
)

// Deadlines are what `pobratim deadlines` prints.
type Deadlines struct {
	Pack     string     `json:"pack"`
	Title    string     `json:"title"`
	Regime   string     `json:"regime"`
	Event    string     `json:"event"`
	From     string     `json:"valid_from,omitempty"`  // EDTF
	Until    string     `json:"valid_until,omitempty"` // EDTF
	Note     string     `json:"note,omitempty"`
	Deadline []Deadline `json:"deadlines"`
}

// Deadline is one step that is due, with its source.
type Deadline struct {
	Step     string `json:"step"`
	Title    string `json:"title"`
	Document string `json:"document,omitempty"`
	Of       string `json:"of"`   // talks, signing, trip, gift, year, day
	Rule     string `json:"rule"` // in words
	Due      string `json:"due,omitempty"`
	// MissingYear is the year whose days off are not known: there is no due day.
	MissingYear int    `json:"missing_year,omitempty"`
	DayOff      bool   `json:"day_off,omitempty"`      // the due day is one
	UnknownYear bool   `json:"unknown_year,omitempty"` // nobody knows whether it is one
	Consent     bool   `json:"consent,omitempty"`      // no signing without it
	Source      string `json:"source"`
	URL         string `json:"url,omitempty"`
	Mark        string `json:"mark"` // read, inferred, unconfirmed
	Note        string `json:"note,omitempty"`
}

// DeadlinesOf are the deadlines of an edition of a pack that count from an event;
// of limits them to those of one sort of event.
func DeadlinesOf(pack rule.Pack, edition rule.Edition, calendar rule.Calendar, event time.Time, of string, words *i18n.Printer) Deadlines {
	lang := words.Lang
	out := Deadlines{
		Pack: pack.Name, Title: pack.Title.In(lang).Value, Regime: pack.Regime, Event: event.Format(time.DateOnly),
		From: edition.From.String(), Until: edition.Until.String(), Note: edition.Note.In(lang).Value, Deadline: []Deadline{},
	}
	for _, due := range edition.Dues(event, calendar) {
		if of != "" && of != due.Of {
			continue
		}
		row := Deadline{
			Step: due.Name, Title: due.Title.In(lang).Value, Document: due.Document.In(lang).Value, Of: due.Of, Rule: rule.Words(words, due.Step),
			MissingYear: due.Missing, DayOff: due.Rest, UnknownYear: due.Unsure, Consent: due.Consent, Source: due.Source, URL: due.URL, Mark: due.Mark, Note: due.Note.In(lang).Value,
		}
		if !due.On.IsZero() {
			row.Due = due.On.Format(time.DateOnly)
		}
		out.Deadline = append(out.Deadline, row)
	}
	return out
}
