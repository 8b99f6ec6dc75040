package task

import (
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of tasks.
const Kind = "task"

// The types: a task of the office, a promise that we made, a promise that the
// partner made.
const (
	Duty   = "task"
	Ours   = "ours"
	Theirs = "theirs"
)

// Types lists what an entry can be.
func Types() []string { return []string{Duty, Ours, Theirs} }

// The outcomes. Whether something was done in time follows from the days.
const (
	Open    = "open"
	Kept    = "kept"
	Late    = "late"    // done after the day by which it was due
	Partly  = "partly"  // done in part, and no more is expected
	Dropped = "dropped" // not done, for a reason
)

// Outcomes lists how an entry can stand.
func Outcomes() []string { return []string{Open, Kept, Late, Partly, Dropped} }

// AboutKinds lists the kinds of records that an entry can come from or belong to.
func AboutKinds() []string {
	return []string{"agreement", "activity", "note", "result", "organisation", "person", "partner"}
}

// ProofKinds lists the kinds of records by which something can be fulfilled.
func ProofKinds() []string { return []string{"activity", "result"} }

// stepsMax is how many steps a checklist has at most.
const stepsMax = 50

// ticked begins a step that is done.
const ticked = "[x] "

// Task is a task or a promise.
type Task struct {
	keep.Meta
	Type     string
	Title    i18n.Text
	Note     i18n.Text
	Partner  string    // identifier of the partnership
	About    string    // what it comes from or belongs to, "kind:id"
	Clause   string    // where in it: "п. 3.2"
	Made     edtf.Date // when it was promised or given
	Due      edtf.Date
	Owner    string   // identifier of a user
	Post     string   // identifier of a post of ours
	After    string   // identifier of the task that has to be done before
	Repeat   string   // see Repeats; empty: once
	Steps    []string // a step that is done begins with ticked
	Outcome  string
	Done     edtf.Date // when the outcome came
	Proof    string    // the activity or result that fulfilled it, "kind:id"
	Reason   string
	Reminded edtf.Date // when the partner was reminded last

	Previous string // the task that this one repeats
}

// Ref names the task.
func (t Task) Ref() record.Ref { return record.Ref{Kind: Kind, ID: t.ID} }

// Promise tells whether it is a promise of either side.
func (t Task) Promise() bool { return t.Type == Ours || t.Type == Theirs }

// Closed tells whether nothing is left to do.
func (t Task) Closed() bool { return t.Outcome != Open }

// Step is one line of a checklist.
type Step struct {
	Text string
	Done bool
}

// Checklist are the steps.
func (t Task) Checklist() []Step {
	steps := make([]Step, len(t.Steps))
	for i, line := range t.Steps {
		text, done := strings.CutPrefix(line, ticked)
		steps[i] = Step{text, done}
	}
	return steps
}

// tick marks a step as done, or as not done.
func (t *Task) tick(n int) bool {
	if n < 0 || n >= len(t.Steps) {
		return false
	}
	t.Steps = slices.Clone(t.Steps)
	if rest, done := strings.CutPrefix(t.Steps[n], ticked); done {
		t.Steps[n] = rest
	} else {
		t.Steps[n] = ticked + t.Steps[n]
	}
	return true
}

// normalise fills in what empty fields mean and what follows from the days.
func (t *Task) normalise() {
	if t.Type == "" {
		t.Type = Duty
	}
	if t.Outcome == "" {
		t.Outcome = Open
	}
	if t.Due.IsInterval() && t.Due.Start().IsZero() {
		t.Due = t.Due.End() // "until 2026" is due in 2026
	}
	switch {
	case t.Outcome == Kept && t.Due.Before(t.Done):
		t.Outcome = Late
	case t.Outcome == Late && !t.Due.Before(t.Done):
		t.Outcome = Kept
	}
	var steps []string
	for _, line := range t.Steps {
		if text := strings.TrimSpace(strings.TrimPrefix(line, ticked)); text != "" {
			steps = append(steps, line)
		}
	}
	t.Steps = steps
}

// validate holds the rules that need nothing but the task and the day.
func (t Task) validate(today edtf.Date) error {
	var bad errs.Fields
	if t.Title.IsZero() {
		bad.Add(errs.Field("title", "task.title.empty"))
	}
	for _, c := range []struct {
		field, value string
		allowed      []string
	}{{"type", t.Type, Types()}, {"outcome", t.Outcome, Outcomes()}, {"repeat", t.Repeat, append(Repeats(), "")}} {
		if !slices.Contains(c.allowed, c.value) {
			bad.Add(errs.Field(c.field, "form.choice"))
		}
	}
	for _, c := range []struct {
		field, ref string
		kinds      []string
	}{{"about", t.About, AboutKinds()}, {"proof", t.Proof, ProofKinds()}} {
		if c.ref != "" && !slices.Contains(c.kinds, record.ParseRef(c.ref).Kind) {
			bad.Add(errs.Field(c.field, "form.choice"))
		}
	}
	if t.Promise() && t.Partner == "" {
		bad.Add(errs.Field("partner", "task.partner.empty"))
	}
	if t.Promise() && t.Owner != "" {
		bad.Add(errs.Field("owner", "task.owner.promise"))
	} else if t.Owner != "" && t.Post != "" {
		bad.Add(errs.Field("post", "task.post.both"))
	}
	if t.After != "" && t.After == t.ID {
		bad.Add(errs.Field("after", "task.after.self"))
	}
	if len(t.Steps) > stepsMax {
		bad.Add(errs.Field("steps", "task.steps.many", "max", stepsMax))
	}
	bad = append(bad, t.days(today)...)
	bad = append(bad, t.closing()...)
	return bad.Err()
}

// days checks the days against each other and against the present.
func (t Task) days(today edtf.Date) (bad errs.Fields) {
	for _, d := range []struct {
		field string
		day   edtf.Date
	}{{"made", t.Made}, {"done", t.Done}, {"reminded", t.Reminded}} {
		if today.Before(d.day) {
			bad.Add(errs.Field(d.field, "form.date.past"))
		}
	}
	if !t.Due.IsZero() {
		switch noYear, _, _ := t.Due.Missing(); {
		case noYear || t.Due.Last().Year() == endless:
			bad.Add(errs.Field("due", "task.due.endless"))
		case t.Due.Before(t.Made):
			bad.Add(errs.Field("due", "task.due.early", "start", t.Made))
		}
	}
	if t.Done.Before(t.Made) {
		bad.Add(errs.Field("done", "task.done.early", "start", t.Made))
	}
	if t.Repeat != "" && !repeatable(t.Due, t.Repeat) {
		bad.Add(errs.Field("due", "task.due.repeat."+t.Repeat))
	}
	return bad
}

// closing asks for what makes an outcome one.
func (t Task) closing() (bad errs.Fields) {
	switch {
	case t.Closed() && t.Done.IsZero():
		bad.Add(errs.Field("done", "task.done.empty"))
	case !t.Closed() && !t.Done.IsZero():
		bad.Add(errs.Field("outcome", "task.outcome.empty"))
	}
	if t.Outcome == Dropped && t.Reason == "" {
		bad.Add(errs.Field("reason", "task.reason.empty"))
	}
	if !t.Closed() && t.Proof != "" {
		bad.Add(errs.Field("proof", "task.proof.open"))
	}
	return bad
}

// Overdue is how many days after its last day an open task is; 0 when it is not.
func (t Task) Overdue(today time.Time) int {
	if t.Closed() || t.Due.IsZero() {
		return 0
	}
	return max(0, daysFrom(t.Due.Last(), today))
}
