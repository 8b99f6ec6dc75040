package questionnaire

import (
	"slices"
	"strings"
	"time"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the form of one visit, for which links are made.
const Kind = "questionnaire"

// Purpose is that of its links.
const Purpose = "questionnaire"

// Asked lists what can be asked.
func Asked() []string {
	return append([]string{"latin", "name", "post", "languages", "arrives", "arrives_at", "leaves"}, visit.SealedFields()...)
}

// Form is what is asked of the people of one visit.
type Form struct {
	ID       string
	Version  int64
	Activity string
	Fields   []string
}

// Ref names the form.
func (f Form) Ref() record.Ref { return record.Ref{Kind: Kind, ID: f.ID} }

// check wants a name among what is asked: an answer without one is nobody's.
func (f Form) check() error {
	if !slices.Contains(f.Fields, "latin") && !slices.Contains(f.Fields, "name") {
		return errs.Field("fields", "questionnaire.fields.name")
	}
	for _, field := range f.Fields {
		if !slices.Contains(Asked(), field) {
			return errs.Field("fields", "form.choice")
		}
	}
	return nil
}

// State is what became of an answer.
type State string

// The states; the empty one is a consent without an answer yet.
const (
	Sent    State = "sent"
	Taken   State = "taken"
	Dropped State = "dropped"
)

// Answer is what came in by one link.
type Answer struct {
	Link, Activity, Who string
	Consent, Lang       string // the text that was shown, and its language
	ConsentAt, SentAt   time.Time
	State               State
	lock, box           string
}

// keptUntil is the last day on which a sealed field of a visit is kept; empty when
// the days of the visit are not known.
func keptUntil(v visit.Visit, days int64) time.Time {
	last, err := time.Parse(time.DateOnly, v.Last)
	if err != nil || strings.HasPrefix(v.Last, "9999") {
		return time.Time{}
	}
	return last.AddDate(0, 0, int(days))
}
