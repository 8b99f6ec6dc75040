package filing

import (
	"cmp"
	"context"
	"slices"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
)

// Event is what the report needs of an activity.
type Event struct {
	ID       string
	Name     i18n.Text
	When     edtf.Date
	Partners []string // identifiers of partnerships
	Held     bool     // it took place
	Doubt    bool     // it is over, and nobody has said whether it took place
}

// Result is what the report needs of something that remained.
type Result struct {
	ID       string
	Name     i18n.Text
	Since    edtf.Date
	Partner  string // identifier of the partnership; may be empty
	Activity string // identifier of the activity; may be empty
}

// pageSize is how many agreements are read at once.
const pageSize = 500

// collector gathers one report.
type collector struct {
	s        *Service
	ctx      context.Context
	w        *i18n.Printer
	r        Report
	home     string // our country
	partners []partner.Partnership
	byID     map[string]partner.Partnership
	next     map[string][]agreement.Agreement // papers that follow a paper
	listed   map[string]bool                  // partners with a paper in the list
}

// collect computes the report of a year from the records that the viewer may
// see. It asks for no permission of its own.
func (s *Service) collect(ctx context.Context, lang string, year int) (Report, error) {
	c := &collector{s: s, ctx: ctx, w: s.deps.Words(lang), home: s.deps.Home(lang).Country, r: Report{Year: year, Lang: lang, On: s.deps.Clock()},
		byID: map[string]partner.Partnership{}, next: map[string][]agreement.Agreement{}, listed: map[string]bool{}}
	var err error
	if c.partners, err = s.deps.Partners.Partners(ctx, partner.Filter{Old: true}); err != nil {
		return c.r, err
	}
	for _, p := range c.partners {
		c.byID[p.ID] = p
	}
	if err := c.papers(); err != nil {
		return c.r, err
	}
	if err := c.links(); err != nil {
		return c.r, err
	}
	byPlace(c.r.Lines)
	slices.SortStableFunc(c.r.Gaps, func(a, b Gap) int { return cmp.Compare(a.Key, b.Key) })
	return c.r, nil
}

// said is a text in the report's language, or in another one that is named.
func (c *collector) said(t i18n.Text, path string) Item {
	one := t.In(c.r.Lang)
	item := Item{Text: one.Value, Path: path}
	if one.Lang != c.r.Lang {
		item.Lang = one.Lang
	}
	return item
}

// city is a partner with its country.
func (c *collector) city(p partner.Partnership) Item {
	item := c.said(p.Name, "/partners/"+p.Slug)
	item.Text += ", " + c.s.deps.Partners.Country(p.Country, c.r.Lang)
	return item
}

func (c *collector) gap(key string, about Item) {
	c.r.Gaps = append(c.r.Gaps, Gap{key, about.Text, about.Lang, about.Path})
}

// allPapers reads the whole register of agreements.
func (c *collector) allPapers() ([]agreement.Agreement, error) {
	var all []agreement.Agreement
	f := agreement.Filter{Limit: pageSize}
	for {
		page, err := c.s.deps.Agreements.Agreements(c.ctx, f)
		all = append(all, page...)
		if err != nil || len(page) < f.Limit {
			return all, err
		}
		last := page[len(page)-1]
		f.After = agreement.Key{Sort: last.Signed.Sort(), ID: last.ID}
	}
}

// papers makes the list of agreements, by partner and then by date.
func (c *collector) papers() error {
	all, err := c.allPapers()
	if err != nil {
		return err
	}
	of := map[string][]agreement.Agreement{}
	for _, a := range all {
		of[a.Partner] = append(of[a.Partner], a)
		if a.Renews != "" {
			c.next[a.Renews] = append(c.next[a.Renews], a)
		}
	}
	for _, p := range c.partners {
		list := of[p.ID]
		slices.SortFunc(list, func(a, b agreement.Agreement) int {
			return cmp.Or(edtf.Compare(a.Signed, b.Signed), cmp.Compare(a.ID, b.ID))
		})
		for _, a := range list {
			group, in := fate(a, c.next[a.ID], c.r.Year)
			switch {
			case !in:
			case p.Country == c.home:
				c.r.Domestic++
			default:
				c.listed[p.ID] = true
				if err := c.paper(p, a, group); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *collector) paper(p partner.Partnership, a agreement.Agreement, group Group) error {
	path := "/agreements/" + a.ID
	title := c.said(a.Title, path)
	if a.Level == "district" {
		title.Text += " (" + c.w.T("filing.district") + ")"
	}
	about := Item{c.city(p).Text + " — " + title.Text, title.Lang, path}
	signed := Cell{Name: "signed", Items: []Item{{Text: c.w.T("filing.signed.none")}}}
	if !a.Signed.IsZero() {
		signed.Items[0].Text = c.w.Date(a.Signed)
		if a.Signed.Precision() == edtf.Day && !a.Signed.IsInterval() && a.Signed.Mark() == 0 {
			signed.Day = a.Signed.String()
		}
	}
	term := Cell{Name: "term", Items: []Item{{Text: c.term(a)}}}
	if !a.Ended.IsZero() {
		term.Items = append(term.Items, c.early(a)...)
	}
	if a.Extension != "" {
		term.Items = append(term.Items, Item{Text: a.Extension})
	}
	standing, err := c.standing(p, a, group)
	if err != nil {
		return err
	}
	c.paperGaps(a, group, about)
	c.r.Lines = append(c.r.Lines, Line{group, a.Ref().String(), []Cell{
		{Name: "partner", Items: []Item{c.city(p)}}, {Name: "paper", Items: []Item{title}}, signed, term, {Name: "standing", Items: standing},
	}})
	return nil
}

// term says from when to when a paper is in force.
func (c *collector) term(a agreement.Agreement) string {
	switch {
	case !a.Until.IsZero() && !a.From.IsZero():
		return c.w.T("filing.term.both", "from", a.From, "until", a.Until)
	case !a.Until.IsZero():
		return c.w.T("filing.term.until", "until", a.Until)
	case !a.From.IsZero():
		return c.w.T("filing.term.from", "from", a.From)
	}
	return c.w.T("filing.term.none")
}

// early says when a paper was ended before its term, by whom and why.
func (c *collector) early(a agreement.Agreement) []Item {
	by := a.EndedBy
	if by == "" {
		by = "unknown"
	}
	items := []Item{{Text: c.w.T("filing.early."+by, "date", a.Ended)}}
	if !a.EndedWhy.IsZero() {
		items = append(items, c.said(a.EndedWhy, ""))
	}
	return items
}

// standing says what became of a paper in the year, and what the sides have said
// of the end of the tie.
func (c *collector) standing(p partner.Partnership, a agreement.Agreement, group Group) ([]Item, error) {
	var items []Item
	fate := string(group)
	if group == Ended && !a.Ended.IsZero() {
		fate = "early"
	}
	year := c.w.T("filing.standing."+fate, "year", yearWords(c.r.Year))
	switch {
	case group == Followed:
		for _, n := range c.next[a.ID] {
			if !n.Planned && yearsOf(n.Signed).within(c.r.Year) {
				items = append(items, Item{Text: year + ": " + c.said(n.Title, "").Text, Path: "/agreements/" + n.ID})
			}
		}
	case group == Standing && a.LastDay().IsZero():
		items = append(items, Item{Text: c.w.T("filing.standing.open")})
	default:
		items = append(items, Item{Text: year})
	}
	if signed := yearsOf(a.Signed); group != Concluded && !a.Signed.IsZero() && signed.within(c.r.Year) {
		items = append(items, Item{Text: c.w.T("filing.standing.concluded", "year", yearWords(c.r.Year))})
	}
	claims, err := c.s.deps.Partners.Claims(c.ctx, p.ID)
	if err != nil {
		return nil, err
	}
	said := partner.Newest(claims)
	for _, side := range []partner.ClaimSide{partner.Ours, partner.Theirs} {
		one := said[side]
		if one.State != partner.Ended || !one.On.IsZero() && yearsOf(one.On).first > c.r.Year {
			continue
		}
		words := c.w.T("filing.said." + string(side))
		if !one.On.IsZero() {
			words += " (" + c.w.Date(one.On) + ")"
		}
		items = append(items, Item{Text: words, Path: "/partners/" + p.Slug})
		if group == Standing {
			c.gap("ended", Item{c.city(p).Text + " — " + c.said(a.Title, "").Text, "", "/agreements/" + a.ID})
		}
	}
	return items, nil
}

func (c *collector) paperGaps(a agreement.Agreement, group Group, about Item) {
	when := yearsOf(a.Signed)
	switch {
	case a.Signed.IsZero():
		c.gap("unsigned", about)
	case group == Standing && when.last >= c.r.Year && when.first != when.last:
		c.gap("vague", about)
	}
	if a.LastDay().IsZero() && group != Followed {
		c.gap("term", about)
	}
}

// links tells for each partner abroad what was done in the year and what came of
// it: for those with an agreement in the list, and those with whom anything was.
func (c *collector) links() error {
	events, err := c.s.deps.Events(c.ctx, c.r.Year)
	if err != nil {
		return err
	}
	results, err := c.s.deps.Results(c.ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(edtf.Compare(a.When, b.When), cmp.Compare(a.ID, b.ID)) })
	slices.SortStableFunc(results, func(a, b Result) int { return cmp.Or(edtf.Compare(a.Since, b.Since), cmp.Compare(a.ID, b.ID)) })
	done, came := map[string][]Item{}, map[string][]Item{}
	with := map[string][]string{} // partners of an activity
	for _, e := range events {
		with[e.ID] = e.Partners
		item := c.dated(e.Name, e.When, "/activities/"+e.ID)
		if e.Doubt {
			c.gap("unconfirmed", item)
		}
		for _, id := range e.Partners {
			if e.Held {
				done[id] = append(done[id], item)
			}
		}
	}
	for _, r := range results {
		if r.Since.IsZero() || !yearsOf(r.Since).within(c.r.Year) {
			continue
		}
		of := with[r.Activity]
		if r.Partner != "" {
			of = []string{r.Partner}
		}
		for _, id := range of {
			came[id] = append(came[id], c.dated(r.Name, r.Since, "/results/"+r.ID))
		}
	}
	for _, p := range c.partners {
		if p.Country != c.home && (c.listed[p.ID] || len(done[p.ID])+len(came[p.ID]) > 0) {
			c.link(p, done[p.ID], came[p.ID])
		}
	}
	return nil
}

// dated is a name with its date before it.
func (c *collector) dated(name i18n.Text, when edtf.Date, path string) Item {
	item := c.said(name, path)
	if !when.IsZero() {
		item.Text = c.w.Date(when) + " — " + item.Text
	}
	return item
}

func (c *collector) link(p partner.Partnership, done, came []Item) {
	switch {
	case len(done)+len(came) == 0:
		c.gap("quiet", c.city(p))
	case len(came) == 0:
		c.gap("result", c.city(p))
	}
	c.r.Lines = append(c.r.Lines, Line{Links, p.Ref().String(), []Cell{
		{Name: "partner", Items: []Item{c.city(p)}}, {Name: "done", Items: done}, {Name: "results", Items: came},
	}})
}
