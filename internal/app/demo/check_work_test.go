package demo

import (
	"strings"

	"pobratim/internal/platform/record"
)

func (c *checker) partnerships() {
	for _, p := range c.city.Partnerships {
		at := "partnership " + p.ID
		c.place(at, p.Place)
		c.text(at, p.About)
		c.optional(at, p.PublicWording)
		c.oneOf(at, p.Kind, "sister", "partner", "friendship", "project", "contact", "district")
		c.oneOf(at, p.Scope, "foreign", "domestic")
		c.check((p.Scope == "domestic") == (p.Place.Country == c.city.Municipality.Country), "%s: scope against country", at)
		c.oneOf(at, p.Visibility, "public", "internal")
		c.sources(at, p.Sources)
		used := map[string]int{}
		for _, f := range p.Facts {
			c.fact(at+" fact "+f.Field, f)
			n := used[f.Field]
			if f.Used {
				n++
			}
			used[f.Field] = n // a field without a used fact stays at zero
		}
		for field, n := range used {
			c.check(n == 1, "%s fact %s: %d used, want one", at, field, n)
		}
		for _, cl := range p.Claims {
			c.claim(at+" claim "+cl.Row, cl)
		}
	}
	for _, p := range c.city.Prospects {
		at := "prospect " + p.ID
		c.text(at, p.Name)
		c.text(at, p.Detail)
		c.oneOf(at, p.Stage, "idea", "contact", "consultations", "talks", "ready")
		c.date(at, p.On)
		c.sources(at, p.Sources)
	}
	for _, d := range c.city.Distances {
		c.need("distance", "partnership", d.Partnership)
	}
}

func (c *checker) fact(at string, f Fact) {
	c.oneOf(at, f.Field, "since", "first_contact", "council_decision", "signed_place", "population", "students", "area_km2", "region")
	switch f.Field {
	case "since", "first_contact", "council_decision":
		c.check(edtfValid(f.Value), "%s: bad date %q", at, f.Value)
	case "population", "students", "area_km2":
		c.check(f.Value != "" && strings.Trim(f.Value, "0123456789.") == "", "%s: bad number %q", at, f.Value)
	}
	c.check(f.Value != "", "%s: no value", at)
	c.optional(at, f.Note)
	c.sources(at, f.Sources)
}

func (c *checker) claim(at string, cl Claim) {
	c.oneOf(at, cl.Side, "ours", "theirs")
	c.oneOf(at, cl.About, "status")
	c.oneOf(at, cl.Value, "active", "paused", "ended", "disputed", "dormant", "preparing", "unknown")
	c.date(at, cl.On)
	c.check((cl.Wording == "") == (cl.WordingLang == ""), "%s: a wording and its language come together", at)
	c.check(cl.Inferred == strings.HasSuffix(cl.On, "?"), "%s: inferred and its date disagree", at)
	c.optional(at, cl.Document)
	c.optional(at, cl.By)
	c.optional(at, cl.Note)
	c.sources(at, cl.Sources)
}

func (c *checker) agreements() {
	for _, a := range c.city.Agreements {
		at := "agreement " + a.ID
		c.need(at, "partnership", a.Partnership)
		c.oneOf(at, a.Kind, "sister", "cooperation", "memorandum", "protocol", "treaty", "friendship", "renewal", "other")
		c.oneOf(at, a.Level, "city", "district")
		c.text(at, a.Title)
		for _, t := range []T{a.Place, a.Subjects, a.Note} {
			c.optional(at, t)
		}
		c.check(edtfValid(a.SignedOn), "%s: bad date %q", at, a.SignedOn)
		c.ref(at, "agreement", a.Renews)
		c.check((a.Kind == "renewal") == (a.Renews != ""), "%s: a renewal renews something", at)
		for _, s := range a.Signatories {
			c.oneOf(at, s.Side, "ours", "theirs")
			c.need(at, "person", s.Person)
			c.check(s.Name != "", "%s: signatory without a name", at)
			c.optional(at, s.Post)
		}
		c.sources(at, a.Sources)
	}
}

func (c *checker) activities() {
	for _, s := range c.city.Series {
		c.text("series "+s.ID, s.Name)
	}
	for _, a := range c.city.Activities {
		at := "activity " + a.ID
		c.oneOf(at, a.Kind, "project", "event", "visit_in", "visit_out", "exchange", "mission", "training", "campaign", "meeting", "conference")
		c.oneOf(at, a.Status, "planned", "confirmed", "held", "cancelled", "moved", "refused", "unknown")
		c.oneOf(at, a.Visibility, "public", "internal")
		c.check(!a.Inferred || a.Visibility == "internal", "%s: what is inferred is not public", at)
		c.text(at, a.Name)
		c.text(at, a.Summary)
		c.optional(at, a.Place)
		c.optional(at, a.Programme)
		c.dates(at, a)
		c.ref(at, "activity", a.Parent)
		c.ref(at, "series", a.Series)
		for _, id := range a.Partnerships {
			c.need(at, "partnership", id)
		}
		for _, v := range a.Themes {
			c.oneOf(at, v, record.Themes()...)
		}
		for _, v := range a.Goals {
			c.oneOf(at, v, "world_community", "city_advantages", "self_realisation", "objective_information")
		}
		for _, v := range a.Beneficiaries {
			c.oneOf(at, v, record.Beneficiaries()...)
		}
		for _, p := range a.Participants {
			c.participant(at, p)
		}
		for _, m := range a.Money {
			c.money(at, m)
		}
		c.sources(at, a.Sources)
	}
}

func (c *checker) dates(at string, a Activity) {
	for _, s := range []string{a.Starts, a.Ends, a.When} {
		c.date(at, s)
	}
	c.check(a.When == "" || a.Starts == "" && a.Ends == "", "%s: both When and Starts or Ends", at)
	c.check(a.Starts == "" || a.Ends == "" || a.Starts <= a.Ends, "%s: ends before it starts", at)
}

func (c *checker) participant(at string, p Participant) {
	n := 0
	for _, given := range []bool{p.Organisation != "", p.Person != "", len(p.Text) > 0} {
		if given {
			n++
		}
	}
	c.check(n == 1, "%s: a participant is one of organisation, person, text", at)
	c.ref(at, "organisation", p.Organisation)
	c.ref(at, "person", p.Person)
	c.optional(at, p.Text)
	c.oneOf(at, p.Role, "lead", "partner", "associated", "organiser", "participant", "host", "delegation_head", "venue", "support")
	c.oneOf(at, p.Side, "ours", "theirs", "both", "neutral")
}

func (c *checker) money(at string, m Money) {
	c.oneOf(at, m.What, "budget", "grant", "requested", "cofinancing", "total")
	c.check(m.Minor > 0 && len(m.Currency) == 3, "%s: bad sum %d %s", at, m.Minor, m.Currency)
	c.optional(at, m.Note)
}

func (c *checker) outcomes() {
	for _, a := range c.city.Applications {
		at := "application " + a.ID
		c.need(at, "activity", a.Activity)
		c.need(at, "organisation", a.Organisation)
		c.text(at, a.Call)
		c.text(at, a.Direction)
		c.check(edtfValid(a.SubmittedOn), "%s: bad date %q", at, a.SubmittedOn)
		c.oneOf(at, a.Outcome, "refused")
		c.check(a.Requested.Minor+a.Cofinancing.Minor == a.Total.Minor, "%s: requested + co-financing is not the total", at)
		c.sources(at, a.Sources)
	}
	for _, r := range c.city.Results {
		at := "result " + r.ID
		c.oneOf(at, r.Kind, "thing", "practice", "trained", "tie", "award", "publication")
		c.text(at, r.Name)
		c.optional(at, r.Place)
		c.optional(at, r.Note)
		c.date(at, r.Since)
		c.ref(at, "partnership", r.Partnership)
		c.ref(at, "activity", r.Activity)
		c.sources(at, r.Sources)
	}
	for _, k := range c.city.KeyDates {
		at := "key date " + k.ID
		c.oneOf(at, k.Occasion, "founded", "statehood", "other")
		c.text(at, k.Title)
		c.date(at, k.On)
		c.check(k.On != "", "%s: no date", at)
		c.check(strings.HasPrefix(k.About, "country:") || k.About == "home:city", "%s is about %q", at, k.About)
		c.sources(at, k.Sources)
	}
	for _, n := range c.city.Notes {
		at := "note " + n.ID
		c.oneOf(at, n.Kind, "decision", "fact", "channel", "culture", "lesson", "legal", "count")
		c.text(at, n.Title)
		c.text(at, n.Text)
		for _, ref := range n.About {
			kind, id, _ := strings.Cut(ref, ":")
			c.need(at, kind, id)
		}
		// That nothing was found has no source; everything else has.
		if n.ID != "status-unknown" {
			c.sources(at, n.Sources)
		}
	}
}
