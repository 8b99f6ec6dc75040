package report

import (
	"context"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// How many characters of a text the sheet takes at most.
const (
	leadLimit    = 260
	wantsLimit   = 420
	wordingLimit = 220
	noteLimit    = 260
	carefulLimit = 240
	giftsLimit   = 220
	nameLimit    = 160
)

// collector gathers one brief.
type collector struct {
	s      *Service
	ctx    context.Context
	w      *i18n.Printer
	now    time.Time
	p      partner.Partnership
	home   partner.Home
	facts  record.Facts
	edit   bool
	blocks map[BlockName][]Line
	b      Brief

	activities []Activity
	told       map[string]bool // references that a thesis has told already
}

func (s *Service) collect(ctx context.Context, lang, partnerID string, now time.Time) (Brief, error) {
	if !slices.Contains(Langs(), lang) {
		return Brief{}, errs.New(errs.NotFound, "record.missing")
	}
	if err := s.inner(ctx); err != nil {
		return Brief{}, err
	}
	p, err := s.deps.Partners.Partner(ctx, partnerID)
	if err != nil {
		return Brief{}, err
	}
	c := &collector{s: s, ctx: ctx, w: s.deps.Words(lang), now: now, p: p, home: s.deps.Home(lang), blocks: map[BlockName][]Line{}, told: map[string]bool{}}
	c.edit = s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: partner.Kind}) > account.Own
	if c.facts, err = record.FactsOf(ctx, s.DB, p.Ref()); err != nil {
		return Brief{}, err
	}
	crest, kind, err := s.deps.Crest(ctx)
	if err != nil {
		return Brief{}, err
	}
	c.b = Brief{Crest: Crest{crest, kind}, Partner: p.Ref(), Path: "/partners/" + p.Slug, Lang: lang, Office: s.deps.Office(lang), Day: c.w.Day(now)}
	c.title()
	for _, part := range []func() error{c.state, c.who, c.why, c.promises, c.done, c.history, c.where, c.careful, c.programme, c.phones} {
		if err := part(); err != nil {
			return Brief{}, err
		}
	}
	c.finish()
	return c.b, nil
}

// title fills in the head of the sheet.
func (c *collector) title() {
	lang := c.b.Lang
	name := c.p.Name.In(lang)
	c.b.Name = name.Value
	c.b.Over = c.w.T("partner.type."+c.p.Type) + " · " + c.s.deps.Partners.Country(c.p.Country, lang)
	if c.p.Native != "" && c.p.Native != name.Value {
		c.b.Native = Part{Text: c.p.Native, Lang: first(c.p.NativeLang, script(c.p.Native))}
	} else if other := c.p.Name.Get(map[string]string{"ru": "en", "en": "ru"}[lang]); other != "" && other != name.Value {
		c.b.Native = Part{Text: other, Lang: map[string]string{"ru": "en", "en": "ru"}[lang]}
	}
	if !c.p.Since.IsZero() {
		c.b.Since = c.w.Since(c.p.Since)
	} else {
		c.miss("since", c.field("since"))
	}
	if !c.p.About.IsZero() {
		lead := c.said("about", c.p.About, leadLimit)
		c.b.Lead = &lead
	}
	c.b.Map = c.mapOf()
}

// state is what each side says of the tie, in its newest claim.
func (c *collector) state() error {
	claims, err := c.s.deps.Partners.Claims(c.ctx, c.p.ID)
	if err != nil {
		return err
	}
	newest := partner.Newest(claims)
	c.b.Ours, c.b.OursTone = c.claim(newest, partner.Ours)
	c.b.Theirs, c.b.TheirsTone = c.claim(newest, partner.Theirs)
	if partner.Disagree(newest) {
		c.b.Differ = c.w.T("report.differ")
	}
	for _, one := range []partner.ClaimSide{partner.Ours, partner.Theirs} {
		claim, spoke := newest[one]
		if !spoke {
			c.miss("claim."+string(one), c.when(c.b.Path+"/claims/new"))
		}
		if key := stopWord(claim.State); spoke && key != "" {
			line := c.line(c.p.Ref(), c.b.Path+"#said", Part{Text: c.w.T(key+"."+string(one), "city", c.b.Name, "date", dateOr(c.w, claim.On)), Kind: Strong})
			line.Key, line.Sources = "partner.claims", sources(claim.Source)
			c.add(Careful, line)
		}
	}
	return nil
}

// stopWord is the warning that a claimed state asks for; empty for none.
func stopWord(state partner.State) string {
	switch state {
	case partner.Paused, partner.Dormant:
		return "report.careful.paused"
	case partner.Ended:
		return "report.careful.ended"
	case partner.Disputed:
		return "report.careful.disputed"
	}
	return ""
}

func (c *collector) claim(newest map[partner.ClaimSide]partner.Claim, side partner.ClaimSide) (Line, Tone) {
	claim, ok := newest[side]
	line := c.line(c.p.Ref(), c.b.Path+"#said")
	line.Label = c.w.T("report.claim."+string(side), "city", c.b.Name)
	line.Edit = c.when(c.b.Path + "/claims/new")
	if !ok {
		line.Parts = []Part{{Text: c.w.T("report.claim.none"), Kind: Soft}}
		return line, Silent
	}
	line.Sources = sources(claim.Source)
	c.age(&line, claim.On)
	if claim.Inferred {
		line.Remarks = append(line.Remarks, Remark{Key: "keep.inferred"})
	}
	line.Parts = []Part{{Text: c.w.T("partner.state." + string(claim.State)), Kind: Strong}}
	if !claim.On.IsZero() {
		line.Parts[0].Text += ","
		line.Parts = append(line.Parts, Part{Text: c.w.Date(claim.On), Kind: Soft})
	}
	if claim.Wording != "" {
		words, cut := shorten(claim.Wording, wordingLimit)
		line.Parts = append(line.Parts, Part{Text: words, Lang: claim.WordingLang, Kind: Quote, Break: true})
		line.shortened = cut
	} else if claim.Document != "" {
		line.Parts = append(line.Parts, c.own(claim.Document, Plain, true))
	}
	return line, toneOf(claim.State)
}

func toneOf(state partner.State) Tone {
	switch state {
	case partner.Active, partner.Preparing:
		return Going
	case partner.Paused, partner.Dormant, partner.Disputed:
		return Resting
	case partner.Ended:
		return Over
	}
	return Silent
}

func (c *collector) why() error {
	if c.p.Wants.IsZero() {
		c.miss("why", c.field("wants"))
		return nil
	}
	line := c.said("wants", c.p.Wants, wantsLimit)
	c.add(Why, line)
	return nil
}

// where is distance and direction, the clock, how many live there, the
// languages of the letters.
func (c *collector) where() error {
	add := func(label, text string) *Line {
		line := c.line(c.p.Ref(), c.b.Path, Part{Text: text})
		line.Label = c.w.T("report.where." + label)
		c.add(Where, line)
		return &c.blocks[Where][len(c.blocks[Where])-1]
	}
	if metres, degrees, ok := c.s.deps.Partners.Bearing(c.p); ok {
		line := add("distance", c.w.T("report.where.bearing", "km", c.w.Km(metres), "compass", c.w.Compass(i18n.CompassIndex(degrees)), "degrees", c.w.Bearing(degrees)))
		line.Edit = c.field("coordinates")
	} else {
		c.miss("place", c.field("coordinates"))
	}
	if zone, ok := c.p.Location(); ok && c.home.Zone != nil {
		add("clock", c.clock(zone)).Edit = c.field("zone")
	}
	if n, err := strconv.ParseInt(c.p.Population, 10, 64); err == nil {
		line := add("people", c.w.Number(n))
		c.fact(line, "population")
		if used, ok := c.facts.Used("population"); ok {
			c.age(line, edtf.On(used.At))
		}
	}
	if len(c.p.Languages) > 0 {
		names := make([]string, len(c.p.Languages))
		for i, code := range c.p.Languages {
			names[i] = c.w.Language(code)
		}
		c.fact(add("languages", c.w.Join(names)), "languages")
	}
	return nil
}

// clock says how many hours the partner's clock differs from ours today.
func (c *collector) clock(zone *time.Location) string {
	_, there := c.now.In(zone).Zone()
	_, here := c.now.In(c.home.Zone).Zone()
	switch hours := float64(there-here) / 3600; {
	case hours > 0:
		return c.w.T("report.where.ahead", "hours", c.w.Decimal(hours, 2))
	case hours < 0:
		return c.w.T("report.where.behind", "hours", c.w.Decimal(-hours, 2))
	}
	return c.w.T("report.where.same")
}

// careful adds what is written in the record; the warnings about the state of
// the tie stand before it.
func (c *collector) careful() error {
	for _, one := range []struct{ field, text string }{{"sensitive", c.p.Sensitive}, {"customs", c.p.Customs}} {
		if one.text != "" {
			c.add(Careful, c.prose(one.field, one.text, carefulLimit))
		}
	}
	if c.p.Sensitive == "" {
		c.miss("careful", c.field("sensitive"))
	}
	if c.p.Gifts != "" {
		c.add(Gifts, c.prose("gifts", c.p.Gifts, giftsLimit))
	} else {
		c.miss("gifts", c.field("gifts"))
	}
	return nil
}

// finish puts the parts in order and notes what is shortened.
func (c *collector) finish() {
	for _, name := range Blocks() {
		if lines := c.blocks[name]; len(lines) > 0 {
			c.b.Blocks = append(c.b.Blocks, Block{Name: name, Title: c.w.T("report." + string(name)), Lines: lines})
		}
	}
	note := func(name BlockName, title string, line Line) {
		if line.shortened {
			c.b.Left = append(c.b.Left, Left{Block: name, Title: title, Text: line.Whole(), Path: first(line.Edit, line.Path), Shortened: true})
		}
	}
	if c.b.Lead != nil {
		note(lead, c.b.Name, *c.b.Lead)
	}
	note("state", c.b.Ours.Label, c.b.Ours)
	note("state", c.b.Theirs.Label, c.b.Theirs)
	for _, block := range c.b.Blocks {
		for _, line := range block.Lines {
			note(block.Name, block.Title, line)
		}
	}
}
