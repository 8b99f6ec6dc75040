package intake

import (
	"context"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
)

// Part is somebody's part in an event: exactly one of a person, an organisation
// and a text.
type Part struct {
	ID, Activity         string
	Person, Organisation string
	Text                 string // canonical text in languages
	Role, Side           string
}

// same tells whether two parts say the same thing.
func (p Part) same(q Part) bool {
	return p.Person == q.Person && p.Organisation == q.Organisation && p.Role == q.Role && (p.Text == q.Text || match.ShareText(p.Text, q.Text))
}

// taker is a part with the draft of who takes it; nil for a text.
type taker struct {
	part Part
	who  *draft
}

// participants drafts those whom a row about an event names. They are beside
// what the row is about, and each stands once, whatever parts they take.
func (p *planner) participants(pl *plan) {
	for _, part := range pl.item.Parts {
		t := taker{part: Part{Role: part.Role, Side: p.partSide(pl, part.Role)}}
		switch {
		case part.Person != "":
			t.who = pl.beside("person", part.Person, func() *draft { return pl.add("person", map[string]string{"name": part.Person}, nil) })
		case part.Organisation != "":
			t.who = pl.beside("organisation", part.Organisation, func() *draft { return p.bareOrganisation(pl, part.Organisation, t.part.Side) })
		default:
			t.part.Text = said(part.Text)
		}
		pl.takers = append(pl.takers, t)
	}
}

// beside finds the draft of somebody whom the row names already, or makes one.
func (pl *plan) beside(kind, name string, make func() *draft) *draft {
	key := kind + " " + match.SortedWords(name)
	if d := pl.named[key]; d != nil {
		return d
	}
	d := make()
	d.aside = len(pl.named) + 1
	if pl.named == nil {
		pl.named = map[string]*draft{}
	}
	pl.named[key] = d
	return d
}

// bareOrganisation drafts an organisation of which a row says only the name.
func (p *planner) bareOrganisation(pl *plan, name, side string) *draft {
	extra := map[string]string{"side": side, "type": reading.Choice(reading.OrganisationType, name)}
	if extra["type"] == "" {
		extra["type"] = "other"
	}
	return pl.add("organisation", map[string]string{"name": said(name)}, extra)
}

// partSide is whose side somebody stands on by their role: the host of our visit
// abroad is theirs, who answers for an event is ours.
func (p *planner) partSide(pl *plan, role string) string {
	kind := pl.item.Values[reading.ActivityType]
	if kind == "" {
		kind = reading.Choice(reading.ActivityType, pl.item.Values[reading.ActivityName])
	}
	ours := map[string]bool{"host": kind == "visit_in", "delegation_head": kind == "visit_out", "organiser": true}[role]
	theirs := map[string]bool{"host": kind == "visit_out", "delegation_head": kind == "visit_in"}[role]
	switch {
	case ours:
		return "ours"
	case theirs:
		return "theirs"
	case p.settings.Side != "":
		return p.settings.Side
	}
	return "neutral"
}

// parent drafts the organisation that another one belongs to.
func (p *planner) parent(pl *plan, side string) *draft {
	name := pl.item.Values[reading.OrganisationParent]
	if name == "" || fold.Key(name) == fold.Key(pl.item.Values[reading.OrganisationName]) {
		return nil
	}
	return pl.beside("organisation", name, func() *draft { return p.bareOrganisation(pl, name, side) })
}

// takePart fills in who takes part in what, and drops what the event says
// already.
func (p *planner) takePart(ctx context.Context, pl *plan) error {
	main := pl.main()
	if main == nil || len(pl.takers) == 0 {
		return nil
	}
	there := p.parts[main.id]
	if main.found.id != "" && !p.index.Imagines(main.id) {
		known, err := p.s.deps.Parts(ctx, p.h, main.id)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
		there = append(known, there...)
	}
	var kept []taker
	for _, t := range pl.takers {
		t.part.Activity = main.id
		if t.who != nil && t.who.kind == "person" {
			t.part.Person = t.who.id
		} else if t.who != nil {
			t.part.Organisation = t.who.id
		}
		if !slices.ContainsFunc(there, t.part.same) {
			kept, there = append(kept, t), append(there, t.part)
		}
	}
	pl.takers = kept
	return nil
}

// imagineParts lets later rows of a dry run find who takes part.
func (p *planner) imagineParts(pl plan) {
	for _, t := range pl.takers {
		p.parts[t.part.Activity] = append(p.parts[t.part.Activity], t.part)
	}
}

// partKind names participants in what was done; they are no register of their own.
const partKind = "participant"

func (wr *writer) putParts(ctx context.Context, w *audit.Writer, pl plan) error {
	for _, t := range pl.takers {
		id, err := wr.s.deps.TakePart(ctx, w, t.part)
		if err != nil {
			return err
		}
		if err := wr.touch(ctx, w, touch{Kind: partKind, ID: id, Made: true, Version: 1}); err != nil {
			return err
		}
	}
	return nil
}
