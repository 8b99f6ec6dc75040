package goal

import (
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of goals.
const Kind = "goal"

// maxLevel is how many goals can stand above one another.
const maxLevel = 4

// The kinds of records that a goal can be tied to.
const (
	PartnerKind   = "partner"
	AgreementKind = "agreement"
	ActivityKind  = "activity"
	ResultKind    = "result"
)

// TieKinds lists the kinds of records that a goal can be tied to, in the order
// in which the tree counts them.
func TieKinds() []string { return []string{PartnerKind, AgreementKind, ActivityKind, ResultKind} }

// Goal is one goal of the city.
type Goal struct {
	keep.Meta
	Name     i18n.Text
	Parent   string    // identifier of the goal above it; empty: at the top
	Position string    // place among its siblings, digits
	Aim      string    // see Aims; empty: none
	Text     i18n.Text // what is meant
	Document i18n.Text // strategy or programme that states it, with the paragraph
	Period   edtf.Date
	Post     string // who answers for it
	// Ties are references in the form "kind:id".
	Ties     []string
	Archived bool
}

// Ref names the goal.
func (g Goal) Ref() record.Ref { return record.Ref{Kind: Kind, ID: g.ID} }

// Refs are the records that the goal is tied to.
func (g Goal) Refs() []record.Ref {
	refs := make([]record.Ref, len(g.Ties))
	for i, tie := range g.Ties {
		refs[i] = record.ParseRef(tie)
	}
	return refs
}

// place is the position as a number.
func (g Goal) place() int64 {
	n, _ := strconv.ParseInt(g.Position, 10, 64)
	return n
}

// validate holds the rules that need nothing but the goal.
func (g *Goal) validate() error {
	var bad errs.Fields
	if g.Name.IsZero() {
		bad.Add(errs.Field("name", "goal.name.empty"))
	}
	if g.Aim != "" && !slices.Contains(record.Goals(), g.Aim) {
		bad.Add(errs.Field("aim", "form.choice"))
	}
	if g.Position != "" && (g.place() < 1 || strings.Trim(g.Position, "0123456789") != "" || len(g.Position) > 6) {
		bad.Add(errs.Field("position", "goal.position.number"))
	}
	slices.Sort(g.Ties)
	g.Ties = slices.Compact(g.Ties)
	for _, ref := range g.Refs() {
		if !slices.Contains(TieKinds(), ref.Kind) || ref.ID == "" {
			bad.Add(errs.Field("ties", "form.choice"))
			break
		}
	}
	return bad.Err()
}

// standing refuses a place in the tree that cannot be: under itself, or deeper
// than maxLevel. Parents says of every goal what stands above it.
func (g Goal) standing(parents map[string]string) error {
	if g.Parent == "" {
		return nil
	}
	if _, ok := parents[g.Parent]; !ok {
		return errs.Field("parent", "form.choice")
	}
	level := 1
	for at := g.Parent; at != ""; at = parents[at] {
		if at == g.ID {
			return errs.Field("parent", "goal.parent.circle")
		}
		if level++; level > maxLevel {
			return errs.Field("parent", "goal.parent.deep", "n", maxLevel)
		}
	}
	if level+height(g.ID, parents) > maxLevel {
		return errs.Field("parent", "goal.parent.deep", "n", maxLevel)
	}
	return nil
}

// height is how many levels of goals hang below one. No goal hangs below itself:
// standing has seen to that.
func height(id string, parents map[string]string) int {
	below := 0
	for child, parent := range parents {
		if parent == id && id != "" {
			below = max(below, 1+height(child, parents))
		}
	}
	return below
}
