package goal

import (
	"context"
	"embed"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	see, edit, create := s.goals.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}, module.Need{Action: module.Create, Kind: Kind}
	routes := s.goals.Routes()
	for i := range routes {
		routes[i].Handle = s.about(routes[i].Handle)
	}
	return module.Module{
		Name: "goal", Files: Files, Kinds: []record.Kind{s.goals.RecordKind()},
		Offers:  []module.Offer{{Kinds: TieKinds(), Key: "goal.offer", Path: "/goals/set?about={ref}", Need: edit}},
		Related: []module.Related{s.related},
		Office: append([]module.Route{
			{Pattern: "GET /goals", Need: see, Handle: s.tree, Nav: &module.Nav{Key: "goal.nav", Order: 75, Section: module.SectionPlan}},
			{Pattern: "GET /goals/coverage", Need: see, Handle: s.covered, Command: "goal.coverage"},
			{Pattern: "GET /goals/archived", Need: see, Handle: s.archived, Command: "goal.archive"},
			{Pattern: "GET /goals/set", Need: edit, Handle: s.set},
			{Pattern: "POST /goals/set", Need: edit, Handle: s.set},
			{Pattern: "GET /goals/paste", Need: create, Handle: s.paste, Command: "goal.paste"},
			{Pattern: "POST /goals/paste", Need: create, Handle: s.paste},
			{Pattern: "GET /goals/{id}", Need: see, Handle: s.view},
			{Pattern: "POST /goals/{id}/move", Need: edit, Handle: s.move},
			{Pattern: "POST /goals/{id}/tie", Need: edit, Handle: s.tie},
		}, routes...),
		Listings: []module.Listing{{Name: "goals", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "goals", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "goals", Column: "parent_id", Key: []string{"id"}, Kind: Kind, Fate: record.Empties, Words: "goal.moves"},
			{Table: "goals", Column: "post_id", Key: []string{"id"}, Kind: "post", Fate: record.Empties, Words: "goal.moves"},
		},
	}
}

type listingRow struct {
	ID         string `json:"id"`
	Number     string `json:"number"`
	Name       string `json:"name"`
	Parent     string `json:"parent,omitempty"`
	Document   string `json:"document,omitempty"`
	Period     string `json:"period,omitempty"`
	Post       string `json:"post,omitempty"`
	Aim        string `json:"aim,omitempty"`
	Partners   int    `json:"partners"` // that serve it, or a goal below it
	Agreements int    `json:"agreements"`
	Activities int    `json:"activities"`
	Results    int    `json:"results"`
}

// listing is `pobratim list goals`: the tree without archived goals.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	works, err := s.deps.Works(ctx)
	if err != nil {
		return nil, err
	}
	f, err := s.forest(ctx, works, Lens{})
	if err != nil {
		return nil, err
	}
	rows := []listingRow{}
	f.Walk(func(n *Node) {
		rows = append(rows, listingRow{ID: n.ID, Number: n.Number, Name: n.Name.In(lang).Value, Parent: n.Parent, Document: n.Document.In(lang).Value, Period: n.Period.String(), Post: n.Post, Aim: n.Aim,
			Partners: len(n.Serving[PartnerKind]), Agreements: len(n.Serving[AgreementKind]), Activities: len(n.Serving[ActivityKind]), Results: len(n.Serving[ResultKind])})
	})
	return rows, nil
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table { return []transfer.Table{s.goals.Table("goals")} }
