package between

import (
	"cmp"
	"context"
	"strconv"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/membership"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/rating"
	"pobratim/internal/domain/rating/method"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// Measures are what the rules of ratings may count.
func Measures() method.Measures { return method.Known(activity.Types(), result.Proofs()) }

// counting collects what the records of a year say to the measures of ratings.
type counting struct {
	*Desks
	joined func(context.Context, membership.Filter) ([]membership.Membership, error)
	year   int
	lang   string
	words  *i18n.Printer
	found  map[string]rating.Evidence
}

// Evidence is what the records that the viewer may see say to each measure of a
// rating for a year. A measure of records that the viewer may not see is missing:
// it is not known, and not zero.
func (d *Desks) Evidence(words func(lang string) *i18n.Printer, memberships func(context.Context, membership.Filter) ([]membership.Membership, error)) func(ctx context.Context, year int, lang string) (map[string]rating.Evidence, error) {
	return func(ctx context.Context, year int, lang string) (map[string]rating.Evidence, error) {
		c := counting{d, memberships, year, lang, words(lang), map[string]rating.Evidence{}}
		for _, one := range []struct {
			kind  string
			count func(context.Context) error
		}{{partner.Kind, c.partners}, {agreement.Kind, c.agreements}, {activity.Kind, c.activities}, {membership.Kind, c.memberships}, {result.Kind, c.results}} {
			if !d.sees(ctx, one.kind) {
				continue
			}
			if err := one.count(ctx); err != nil {
				return nil, err
			}
		}
		return c.found, nil
	}
}

// add lets a record count for a measure.
func (c *counting) add(measure string, f rating.Found) {
	e := c.found[measure]
	e.Records = append(e.Records, f)
	c.found[measure] = e
}

// begin makes measures known, though nothing may count for them.
func (c *counting) begin(measures ...string) {
	for _, m := range measures {
		c.found[m] = rating.Evidence{}
	}
}

// by tells whether a date lies in the year or before it beyond doubt; one that is
// not known does.
func (c *counting) by(d edtf.Date) bool { return d.IsZero() || d.First().Year() <= c.year }

// within tells whether a date lies in the year beyond doubt.
func (c *counting) within(d edtf.Date) bool {
	return !d.IsZero() && d.First().Year() == c.year && d.Last().Year() == c.year
}

// partners counts the ties that no side calls resting or over today, and their
// countries.
func (c *counting) partners(ctx context.Context) error {
	c.begin("partners", "countries")
	resting, err := c.Partners.Resting(ctx)
	if err != nil {
		return err
	}
	list, err := c.Partners.Partners(ctx, partner.Filter{})
	countries := map[string]bool{}
	for _, p := range list {
		if p.Historic || resting[p.ID] != "" || !c.by(p.Since) {
			continue
		}
		c.add("partners", rating.Found{Title: p.Name.In(c.lang).Value, Path: "/partners/" + cmp.Or(p.Slug, p.ID), Ref: record.Ref{Kind: partner.Kind, ID: p.ID}, N: 1})
		if !countries[p.Country] && p.Country != "" {
			countries[p.Country] = true
			c.add("countries", rating.Found{Title: c.CountryName(p.Country, c.lang), Path: "/partners?country=" + p.Country, N: 1})
		}
	}
	return err
}

// agreements counts the papers in force in the year, and those signed in it. One
// without a term is in force until something says otherwise.
func (c *counting) agreements(ctx context.Context) error {
	c.begin("agreements", "agreements_signed")
	list, err := c.Agreements.Agreements(ctx, agreement.Filter{Limit: worksLimit})
	followed := map[string]bool{}
	for _, a := range list {
		if !a.Planned && c.by(a.Signed) {
			followed[a.Renews] = true
		}
	}
	for _, a := range list {
		f := rating.Found{Title: a.Title.In(c.lang).Value, Path: "/agreements/" + a.ID, Ref: a.Ref(), N: 1}
		if a.Planned || !c.by(a.Signed) {
			continue
		}
		if c.within(a.Signed) {
			c.add("agreements_signed", f)
		}
		if !followed[a.ID] && (a.Until.IsZero() || a.Until.Last().Year() >= c.year) {
			c.add("agreements", f)
		}
	}
	return err
}

// activities counts what was held in the year: by type, by theme, by partner, and
// the people of visits. What has passed and nobody confirmed, and what has no
// themes, leaves the counts open.
func (c *counting) activities(ctx context.Context) error {
	c.begin("activities", "themes", "partners_contacted", "people_sent", "people_received")
	for _, t := range activity.Types() {
		c.begin("activities:" + t)
	}
	partners := map[string]rating.Found{}
	for _, f := range c.found["partners"].Records {
		partners[f.Ref.ID] = f
	}
	list, err := c.Activities.List(ctx, activity.Filter{Year: c.year, Done: true, Limit: worksLimit})
	if err != nil {
		return err
	}
	themes, now := map[string]bool{}, edtf.On(c.Today())
	for _, a := range list {
		if a.Status != activity.Held {
			if a.Outcome(now) == activity.Unconfirmed || a.Status == activity.Unknown {
				c.open("activities", "activities:"+a.Type, "themes", "partners_contacted")
			}
			continue
		}
		f := rating.Found{Title: a.Name.In(c.lang).Value, Path: "/activities/" + a.ID, Ref: a.Ref(), N: 1}
		c.add("activities", f)
		c.add("activities:"+a.Type, f)
		if len(a.Themes) == 0 {
			c.open("themes")
		}
		for _, theme := range a.Themes {
			if !themes[theme] {
				themes[theme] = true
				c.add("themes", rating.Found{Title: c.words.T("theme." + theme), Path: "/activities?theme=" + theme + "&year=" + strconv.Itoa(c.year), N: 1})
			}
		}
		for _, id := range a.Partners {
			if p, active := partners[id]; active {
				delete(partners, id)
				c.add("partners_contacted", p)
			}
		}
		if err := c.people(ctx, a, f); err != nil {
			return err
		}
	}
	return nil
}

// open says that a count may be higher than what is known.
func (c *counting) open(measures ...string) {
	for _, m := range measures {
		e := c.found[m]
		e.Open = true
		c.found[m] = e
	}
}

// people counts the members of a visit's delegation; a visit without a list of
// them leaves the count open.
func (c *counting) people(ctx context.Context, a activity.Activity, f rating.Found) error {
	measure := map[string]string{"visit_in": "people_received", "visit_out": "people_sent"}[a.Type]
	if measure == "" {
		return nil
	}
	if !c.sees(ctx, visit.MemberKind) {
		c.open(measure)
		return nil
	}
	members, err := c.Visits.Members(ctx, a.ID)
	if len(members) == 0 {
		c.open(measure)
		return err
	}
	f.N = int64(len(members))
	c.add(measure, f)
	return err
}

func (c *counting) memberships(ctx context.Context) error {
	c.begin("memberships")
	list, err := c.joined(ctx, membership.Filter{Limit: worksLimit})
	for _, m := range list {
		if c.by(m.Since) && (m.Until.IsZero() || m.Until.Last().Year() >= c.year) {
			c.add("memberships", rating.Found{Title: m.Name.In(c.lang).Value, Path: "/memberships/" + m.ID, Ref: record.Ref{Kind: membership.Kind, ID: m.ID}, N: 1})
		}
	}
	return err
}

// results counts what is there and since the year or earlier, by the least proof,
// and what was published in the year.
func (c *counting) results(ctx context.Context) error {
	c.begin("results", "publications")
	for _, p := range result.Proofs() {
		c.begin("results:" + p)
	}
	list, err := c.Results.Results(ctx, result.Filter{Limit: worksLimit})
	for _, r := range list {
		f := rating.Found{Title: r.Name.In(c.lang).Value, Path: "/results/" + r.ID, Ref: r.Ref(), N: 1}
		if (r.Type == "publication" || r.Type == "media") && c.within(r.Since) {
			c.add("publications", f)
		}
		if r.There == result.Gone || !c.by(r.Since) {
			continue
		}
		c.add("results", f)
		for level, p := range result.Proofs() {
			if result.Proof(r.Proof).Level() >= level {
				c.add("results:"+p, f)
			}
		}
	}
	return err
}
