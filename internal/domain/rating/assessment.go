package rating

import (
	"context"
	"math/big"
	"strconv"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// AssessmentKind is the kind of the records in the table of assessments.
const AssessmentKind = "assessment"

// Assessment is how the city stands in a year by a methodology.
type Assessment struct {
	keep.Meta
	Methodology string    // identifier
	By          i18n.Text // its name; read, not written
	Year        string
	Population  string    // digits; empty: that of the gazetteer
	Announced   edtf.Date // when the outcome was announced; empty: not yet
	Outcome     i18n.Text // place, points
	Note        i18n.Text
}

// Ref names the assessment.
func (a Assessment) Ref() record.Ref { return record.Ref{Kind: AssessmentKind, ID: a.ID} }

// Title is the methodology's name and the year.
func (a Assessment) Title(lang string) string {
	if name := a.By.In(lang).Value; name != "" {
		return name + " · " + a.Year
	}
	return a.Year
}

// year is the year as a number; what is kept was checked.
func (a Assessment) year() int {
	y, _ := strconv.Atoi(a.Year)
	return y
}

func (s *Service) assessmentKeeper() *keep.Keeper[Assessment] {
	return &keep.Keeper[Assessment]{
		Floor: s.Floor, Kind: AssessmentKind, IDs: allAssessmentIDs,
		Fields: keep.Set[Assessment]{
			{Name: "methodology", At: func(a *Assessment) any { return &a.Methodology }, Required: true, Options: s.methodologyOptions, Link: "/methodologies/{id}"},
			{Name: "year", At: func(a *Assessment) any { return &a.Year }, Kind: ui.FieldNumber, Required: true, Max: 4, Width: ui.WidthShort, Called: true},
			{Name: "population", At: func(a *Assessment) any { return &a.Population }, Kind: ui.FieldNumber, Max: 9, Width: ui.WidthMedium, Source: true},
			{Name: "announced", At: func(a *Assessment) any { return &a.Announced }, Source: true},
			{Name: "outcome", At: func(a *Assessment) any { return &a.Outcome }, Max: 400, Source: true},
			{Name: "note", At: func(a *Assessment) any { return &a.Note }, Long: true},
			{Name: "visibility", At: func(a *Assessment) any { return &a.Visibility }, Aside: true},
		},
		Meta:  func(a *Assessment) *keep.Meta { return &a.Meta },
		Title: func(a *Assessment, lang string) string { return a.Title(lang) },
		ByID:  assessmentByID, Insert: insertAssessment, Update: updateAssessment, Bin: binAssessment,
		Found: func(_ context.Context, _ db.Handle, a *Assessment, to *record.Searched) error {
			to.Links = append(to.Links, record.Ref{Kind: MethodologyKind, ID: a.Methodology})
			return nil
		},
		Check: func(ctx context.Context, h db.Handle, a *Assessment) error {
			if err := a.validate(s.begun()); err != nil {
				return err
			}
			m, err := methodologyByID(ctx, h, a.Methodology)
			if errs.KindOf(err) == errs.NotFound {
				return errs.Field("methodology", "form.choice")
			}
			a.By = m.Title
			return err
		},
	}
}

func (a Assessment) validate(today edtf.Date) error {
	var bad errs.Fields
	last := today.Last().Year() + 1
	if key := yearFault(a.Year, last); key != "" {
		bad.Add(errs.Field("year", key, "first", strconv.Itoa(firstYear), "last", strconv.Itoa(last)))
	}
	if a.Population != "" && a.people() == 0 {
		bad.Add(errs.Field("population", "assessment.population.wrong"))
	}
	if today.Before(a.Announced) {
		bad.Add(errs.Field("announced", "form.date.past"))
	}
	return bad.Err()
}

// people is the population that somebody entered; 0 where nobody did.
func (a Assessment) people() int64 {
	n, err := strconv.ParseUint(a.Population, 10, 31)
	if err != nil {
		return 0
	}
	return int64(n)
}

// Answer is what the office says to a question itself.
type Answer struct {
	Question string
	Value    string // a figure; of a ratio per cent; "1" or "0" for yes or no
	Words    string // of a question that asks for a text
	Reason   string // where the figure is from, or why there is none
	Absent   bool   // there is none
	Actor    string
}

// Found is a record that counts.
type Found struct {
	Title string
	Path  string // within the office
	Ref   record.Ref
	N     int64 // what it adds to the count
}

// Evidence is what the records say to a measure. A measure that the reader may
// not see, or of which the records know nothing, has none.
type Evidence struct {
	Records []Found
	// Open says that some records do not tell how much they add: the count is at
	// least what it says.
	Open bool
}

// Count is the sum of what the records add.
func (e Evidence) Count() int64 {
	var n int64
	for _, f := range e.Records {
		n += f.N
	}
	return n
}

// value is the count as far as it is known.
func (e Evidence) value() method.Value {
	if e.Open {
		return method.AtLeast(method.Int(e.Count()))
	}
	return method.Exactly(method.Int(e.Count()))
}

// The states of an answer.
const (
	FromRecords = "records"
	ByHand      = "hand"
	Computed    = "computed"
	Absent      = "absent" // nobody can say, and it is written why
	Gap         = "gap"
)

// Line is a question with what is known of its answer.
type Line struct {
	method.Question
	Block, Indicator string // their identifiers
	State            string
	Value            method.Value
	Given            *Answer   // by the office
	Count, Of        *Evidence // from the records; Of of a ratio
}

// Judged is an assessment worked out.
type Judged struct {
	Method  *method.Methodology
	Place   method.Place
	Lines   []Line
	answers method.Answers
	counted map[string]method.Counted
}

// judge answers the questions of a methodology: by hand before the records.
func judge(m *method.Methodology, people int64, given []Answer, found map[string]Evidence) Judged {
	j := Judged{Method: m, Place: m.Classify(people), answers: method.Answers{}, counted: map[string]method.Counted{}}
	by := map[string]*Answer{}
	for i := range given {
		by[given[i].Question] = &given[i]
	}
	m.Each(func(b *method.Block, i *method.Indicator, q *method.Question) {
		if !j.asks(*q) {
			return
		}
		l := Line{Question: *q, Block: b.ID, Indicator: i.ID, State: Gap, Given: by[q.ID]}
		if q.Rule != nil {
			l.measure(found, j.counted)
		}
		l.hand()
		j.answers[q.ID] = l.Value
		j.Lines = append(j.Lines, l)
	})
	values := m.Values(j.answers)
	for i := range j.Lines {
		if l := &j.Lines[i]; l.Formula != "" {
			if l.Value = values[l.ID]; l.Value.Known() {
				l.State = Computed
			}
		}
	}
	return j
}

// asks tells whether one of the classes that the city may belong to is asked.
func (j Judged) asks(q method.Question) bool {
	if len(j.Place.Of) == 0 {
		return q.Asks("")
	}
	for _, c := range j.Place.Of {
		if q.Asks(c.ID) {
			return true
		}
	}
	return false
}

// measure answers from the records.
func (l *Line) measure(found map[string]Evidence, counted map[string]method.Counted) {
	count, ok := found[l.Rule.Count]
	if !ok {
		return
	}
	l.Count = &count
	if l.Rule.Of == "" {
		l.Value, l.State = count.value(), FromRecords
		return
	}
	of, ok := found[l.Rule.Of]
	if !ok {
		return
	}
	l.Of = &of
	if n := of.Count(); n > 0 && !of.Open {
		part := big.NewRat(min(count.Count(), n), n)
		l.Value, l.State = method.Value{Low: part, High: part}, FromRecords
		if count.Open {
			l.Value.High = big.NewRat(1, 1)
		}
		counted[l.ID] = method.Counted{Part: count.Count(), Whole: n}
	}
}

// hand lets what the office says itself go before the records.
func (l *Line) hand() {
	if l.Given == nil {
		return
	}
	switch n, ok := method.ParseNumber(l.Given.Value); {
	case l.Given.Absent:
		l.State, l.Value = Absent, method.Value{}
	case l.Type == method.Text && l.Given.Words != "":
		l.State = ByHand
	case ok && l.Type == method.Ratio:
		part := new(big.Rat).Quo(n.Rat, big.NewRat(100, 1))
		l.State, l.Value = ByHand, method.Value{Low: part, High: part}
	case ok && l.Type != method.Text:
		l.State, l.Value = ByHand, method.Exactly(n)
	}
}

// Score computes the score by some weights.
func (j Judged) Score(by method.Weighting) method.Score {
	return j.Method.Score(j.answers, j.Place.Of, by)
}

// Steps are the cheapest next steps by some weights.
func (j Judged) Steps(by method.Weighting) []method.Step {
	return j.Method.Steps(j.answers, j.counted, j.Place.Of, by)
}

// Next is the first question without an answer; false when none is left.
func (j Judged) Next() (Line, bool) {
	for _, l := range j.Lines {
		if l.State == Gap && l.Formula == "" {
			return l, true
		}
	}
	return Line{}, false
}

// Gaps counts the questions without an answer.
func (j Judged) Gaps() int {
	n := 0
	for _, l := range j.Lines {
		if l.State == Gap {
			n++
		}
	}
	return n
}
