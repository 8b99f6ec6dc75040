package report

import (
	"slices"
	"strings"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/record"
)

// How many lines the parts about the past take.
const (
	thesesMin, thesesMax = 3, 5
	historyLimit         = 5
	resultsLimit         = 4
	programmeLimit       = 3
)

// dated is a line with the day by which it is put in order.
type dated struct {
	on   edtf.Date
	line Line
}

// newestFirst orders by date; what has none comes last.
func newestFirst(all []dated) {
	slices.SortStableFunc(all, func(a, b dated) int { return strings.Compare(b.on.Sort(), a.on.Sort()) })
}

// done gathers the facts to speak of and what came of the tie. The facts are
// the newest of each kind: a round jubilee of this year or the next, the last
// thing done together, the newest result, an agreement with a term, and the
// newest dated note of each type. What has no date comes last.
func (c *collector) done() error {
	var err error
	if c.activities, err = c.s.deps.Sources.activities(c.ctx, c.p.ID); err != nil {
		return err
	}
	results, err := c.s.deps.Sources.results(c.ctx, c.p.ID)
	if err != nil {
		return err
	}
	results = slices.DeleteFunc(slices.Clone(results), func(r Result) bool { return r.Gone })
	slices.SortStableFunc(results, func(a, b Result) int { return strings.Compare(b.Since.Sort(), a.Since.Sort()) })
	var found []dated
	for _, candidates := range []func(*[]dated) error{c.jubilee, c.lastHeld, c.term, c.notes} {
		if err := candidates(&found); err != nil {
			return err
		}
	}
	if len(results) > 0 {
		line, err := c.result(results[0])
		if err != nil {
			return err
		}
		found = append(found, dated{results[0].Since, line})
	}
	newestFirst(found)
	for _, d := range found[:min(len(found), thesesMax)] {
		c.told[d.line.Ref.String()] = true
		c.add(Theses, d.line)
	}
	if len(c.blocks[Theses]) < thesesMin {
		c.miss("theses", c.when("/notes/new?about="+c.p.Ref().String()))
	}
	return c.results(results)
}

func (c *collector) results(all []Result) error {
	told := len(c.blocks[Done]) // the promises
	for _, r := range all {
		if c.told[record.Ref{Kind: "result", ID: r.ID}.String()] {
			continue
		}
		if len(c.blocks[Done])-told == resultsLimit {
			break
		}
		line, err := c.result(r)
		if err != nil {
			return err
		}
		c.add(Done, line)
	}
	if len(all) == 0 {
		c.miss("done", c.when("/results/new?partner="+c.p.ID))
	}
	return nil
}

func (c *collector) result(r Result) (Line, error) {
	line := c.line(record.Ref{Kind: "result", ID: r.ID}, "/results/"+r.ID)
	line.Label = c.w.Date(r.Since)
	line.Parts = []Part{c.words(r.Name, &line)}
	line.Edit = c.when(line.Path + "/edit")
	if !r.Proved {
		line.Remarks = append(line.Remarks, Remark{Key: "report.unproved"})
	}
	return line, c.cited(&line)
}

// jubilee is a round number of years of the tie, this year or the next; not of
// a tie that one of the sides has ended.
func (c *collector) jubilee(found *[]dated) error {
	if c.p.Historic || c.b.OursTone == Over || c.b.TheirsTone == Over {
		return nil
	}
	j, ok := partner.NextJubilee(c.p.Since, c.now.Year(), 5)
	if !ok || j.Year > c.now.Year()+1 {
		return nil
	}
	line := c.line(c.p.Ref(), c.b.Path, Part{Text: c.w.N("report.jubilee", j.Age)})
	line.Label = c.w.Date(edtf.OfYear(j.Year))
	c.fact(&line, "since")
	*found = append(*found, dated{edtf.OfYear(j.Year), line})
	return nil
}

// lastHeld is the newest activity that took place.
func (c *collector) lastHeld(found *[]dated) error {
	held := c.held()
	if len(held) == 0 {
		return nil
	}
	line, err := c.activity(held[0])
	*found = append(*found, dated{held[0].When, line})
	return err
}

// held are the activities that took place on a known date, the newest first.
func (c *collector) held() []Activity {
	var held []Activity
	for _, a := range c.activities {
		if a.Held && !a.When.IsZero() {
			held = append(held, a)
		}
	}
	slices.SortStableFunc(held, func(a, b Activity) int { return strings.Compare(b.When.Sort(), a.When.Sort()) })
	return held
}

func (c *collector) activity(a Activity) (Line, error) {
	line := c.line(record.Ref{Kind: "activity", ID: a.ID}, "/activities/"+a.ID)
	line.Label = c.w.Date(a.When)
	line.Edit = c.when(line.Path + "/edit")
	name := c.words(a.Name, &line)
	line.Parts = []Part{name}
	if place := a.Place.In(c.b.Lang).Value; place != "" && !mentions(name.Text, place) {
		line.Parts[0].Text += ","
		line.Parts = append(line.Parts, c.own(place, Plain, false))
	}
	return line, c.cited(&line)
}

// term is the newest agreement in force that has a last day.
func (c *collector) term(found *[]dated) error {
	papers, err := c.s.deps.Agreements.Agreements(c.ctx, agreement.Filter{Partner: c.p.ID})
	if err != nil {
		return err
	}
	for _, a := range papers { // the newest first
		if a.Planned || a.LastDay().IsZero() || a.StateOn(c.now, false) != agreement.InForce {
			continue
		}
		line := c.line(a.Ref(), "/agreements/"+a.ID, Part{Text: c.w.T("report.term", "until", a.LastDay())})
		line.Label = c.w.Date(a.Signed)
		line.Edit = c.when(line.Path + "/field/until")
		*found = append(*found, dated{a.Signed, line})
		return c.cited(&line)
	}
	return nil
}

// speaking are the types of notes that are facts to speak of.
func speaking() []string { return []string{"decision", "expectation", "fact", "count", "lesson"} }

// notes are the newest note of each type that is worth saying; a note of which
// nobody knows when it was true is not.
func (c *collector) notes(found *[]dated) error {
	all, err := c.s.deps.Sources.notes(c.ctx, c.p.Ref())
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b Note) int { return strings.Compare(b.On.Sort(), a.On.Sort()) })
	taken := map[string]bool{}
	for _, n := range all {
		if n.On.IsZero() || taken[n.Type] || !slices.Contains(speaking(), n.Type) {
			continue
		}
		taken[n.Type] = true
		line := c.line(record.Ref{Kind: "note", ID: n.ID}, "/notes/"+n.ID)
		line.Label = c.w.Date(n.On)
		line.Edit = c.when(line.Path + "/edit")
		line.Parts = []Part{c.words(n.Title, &line)}
		if body := firstParagraph(n.Text.In(c.b.Lang).Value); body != "" {
			short, cut := shorten(body, noteLimit)
			line.Parts[0].Text = strings.TrimRight(line.Parts[0].Text, ".:") + "."
			line.Parts = append(line.Parts, c.own(short, Plain, false))
			line.shortened = line.shortened || cut
		}
		if n.Type != "decision" {
			c.age(&line, n.On)
		}
		if err := c.cited(&line); err != nil {
			return err
		}
		*found = append(*found, dated{n.On, line})
	}
	return nil
}

func firstParagraph(text string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(paragraph)
}

// history is five lines in the order of time: how it began, the first and the
// newest agreement, and the last things done that are not among the facts to
// speak of.
func (c *collector) history() error {
	all, err := c.beginnings()
	if err != nil {
		return err
	}
	for _, a := range c.held() {
		if len(all) == historyLimit {
			break
		}
		if c.told[record.Ref{Kind: "activity", ID: a.ID}.String()] {
			continue
		}
		line, err := c.activity(a)
		if err != nil {
			return err
		}
		all = append(all, dated{a.When, line})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return edtf.Compare(a.on, b.on) })
	for _, d := range all {
		c.add(History, d.line)
	}
	if len(all) == 0 {
		c.miss("history", c.when("/agreements/new?partner="+c.p.ID))
	}
	return nil
}

// beginnings are the start of the tie, unless a paper was signed that day, and
// the first and the newest signed paper.
func (c *collector) beginnings() ([]dated, error) {
	found, err := c.s.deps.Agreements.Agreements(c.ctx, agreement.Filter{Partner: c.p.ID})
	if err != nil {
		return nil, err
	}
	papers := slices.DeleteFunc(found, func(a agreement.Agreement) bool { return a.Planned || a.Signed.IsZero() })
	slices.SortStableFunc(papers, func(a, b agreement.Agreement) int { return edtf.Compare(a.Signed, b.Signed) })
	if len(papers) > 2 {
		papers = []agreement.Agreement{papers[0], papers[len(papers)-1]}
	}
	var all []dated
	for _, a := range papers {
		line, err := c.paper(a)
		if err != nil {
			return nil, err
		}
		all = append(all, dated{a.Signed, line})
	}
	if !c.p.Since.IsZero() && !slices.ContainsFunc(papers, func(a agreement.Agreement) bool { return a.Signed == c.p.Since }) {
		line := c.line(c.p.Ref(), c.b.Path, Part{Text: c.w.T("report.history.start")})
		line.Label = c.w.Date(c.p.Since)
		c.fact(&line, "since")
		all = append(all, dated{c.p.Since, line})
	}
	return all, nil
}

func (c *collector) paper(a agreement.Agreement) (Line, error) {
	line := c.line(a.Ref(), "/agreements/"+a.ID)
	line.Label = c.w.Date(a.Signed)
	line.Edit = c.when(line.Path + "/edit")
	name := c.words(a.Title, &line)
	line.Parts = []Part{name}
	if place := a.Place.In(c.b.Lang).Value; place != "" {
		line.Parts[0].Text += ","
		line.Parts = append(line.Parts, c.own(place, Plain, false))
	}
	return line, c.cited(&line)
}

// programme is what lies ahead, the next first.
func (c *collector) programme() error {
	var ahead []Activity
	for _, a := range c.activities {
		if a.Ahead {
			ahead = append(ahead, a)
		}
	}
	slices.SortStableFunc(ahead, func(a, b Activity) int { return edtf.Compare(a.When, b.When) })
	for _, a := range ahead[:min(len(ahead), programmeLimit)] {
		line, err := c.activity(a)
		if err != nil {
			return err
		}
		c.add(Programme, line)
	}
	if len(ahead) == 0 {
		c.miss("programme", c.when("/activities/new?partner="+c.p.ID))
	}
	return nil
}

// mentions tells whether a text names a place already, in whatever case: the
// end of the name may differ.
func mentions(text, place string) bool {
	stem := []rune(fold.Key(place))
	return strings.Contains(fold.Key(text), string(stem[:max(min(len(stem), 4), len(stem)-2)]))
}
