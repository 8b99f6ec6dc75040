package plan

import (
	"context"
	"embed"
	"slices"

	"pobratim/internal/platform/calendar"
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
	see, edit, lines := s.plans.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}, s.lines.ViewNeed()
	routes := []module.Route{
		{Pattern: "GET /plans", Need: see, Handle: s.listPlans, Nav: &module.Nav{Key: "plan.nav", Order: 12, Section: module.SectionPlan, Jump: "e"}},
		{Pattern: "GET /plans/horizon", Need: see, Handle: s.horizon, Command: "plan.horizon"},
		{Pattern: "GET /plans/{id}", Need: see, Handle: s.viewPlan},
		{Pattern: "POST /plans/{id}/state", Need: edit, Handle: s.setState},
		{Pattern: "GET /plans/{id}/collect", Need: edit, Handle: s.collect},
		{Pattern: "POST /plans/{id}/collect", Need: edit, Handle: s.collect},
		{Pattern: "GET /plans/{id}/approve", Need: approval(), Handle: s.approve},
		{Pattern: "POST /plans/{id}/approve", Need: approval(), Handle: s.approve},
		{Pattern: "GET /plans/{id}/changes", Need: see, Handle: s.showChanges},
		{Pattern: "GET /plans/{id}/clashes", Need: see, Handle: s.clashes},
		{Pattern: "GET /plans/{id}/paper/{as}", Need: see, Handle: s.paper},
		{Pattern: "POST /plans/{id}/bulk", Need: edit, Handle: s.bulk},
		{Pattern: "POST /plans/{id}/lines", Need: edit, Handle: s.addLines},
		{Pattern: "POST /plans/{id}/back", Need: edit, Handle: s.takeBackPage},
		{Pattern: "GET /proposals", Need: s.proposals.ViewNeed(), Handle: s.listAllProposals, Nav: &module.Nav{Key: "proposal.list", Order: 13, Section: module.SectionPlan}},
		{Pattern: "GET /proposals/{id}", Need: s.proposals.ViewNeed(), Handle: s.viewProposal},
		{Pattern: "POST /proposals/{id}/answer", Need: answering(), Handle: s.answer},
		{Pattern: "GET /planlines", Need: lines, Handle: s.listAll, Command: "planline.list"},
		{Pattern: "GET /planlines/{id}", Need: lines, Handle: s.viewLine},
		{Pattern: "GET /planlines/{id}/move", Need: changes(), Handle: calendar.Move(s.mover)},
		{Pattern: "POST /planlines/{id}/move", Need: changes(), Handle: calendar.Move(s.mover)},
	}
	routes = slices.Concat(routes, s.plans.Routes(), s.lineRoutes(), s.proposals.Routes())
	return module.Module{
		Name: "plan", Files: Files, Kinds: []record.Kind{s.plans.RecordKind(), s.lines.RecordKind(), s.proposals.RecordKind()}, Office: routes,
		Related: []module.Related{s.related}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Listings: []module.Listing{{Name: "plans", Need: see, Rows: s.listing}},
		Pointers: pointers(), Personal: personal(),
	}
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	key := []string{"id"}
	return []record.Pointer{
		{Table: "plans", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
		{Table: "plan_lines", Column: "id", Key: key, Kind: LineKind, Hold: record.Itself},
		{Table: "plan_lines", Column: "plan_id", Key: key, Kind: Kind},
		{Table: "plan_baselines", Column: "plan_id", Key: []string{"plan_id", "edition"}, Kind: Kind, Fate: record.Goes},
		{Table: "plan_baselines", Column: "by_id", Key: []string{"plan_id", "edition"}, Kind: "user", Fate: record.Empties},
		{Table: "plan_lines", Column: "owner_id", Key: key, Kind: "user", Fate: record.Empties},
		{Table: "plan_lines", Column: "post_id", Key: key, Kind: "post", Fate: record.Empties, Words: "plan.moves"},
		{Table: "plan_lines", Column: "origin_id", Key: key, KindColumn: "origin_kind", Fate: record.Empties, Words: "plan.moves"},
		{Table: "plan_lines", Column: "activity_id", Key: key, Kind: "activity", Fate: record.Empties, Words: "plan.moves"},
		{Table: "proposals", Column: "id", Key: key, Kind: ProposalKind, Hold: record.Itself},
		{Table: "proposals", Column: "plan_id", Key: key, Kind: Kind, Fate: record.Goes},
		{Table: "proposals", Column: "organisation_id", Key: key, Kind: "organisation", Fate: record.Empties, Words: "proposal.moves"},
		{Table: "proposals", Column: "proposer_id", Key: key, Kind: "user", Fate: record.Empties},
	}
}

// personal is this subject's part of the register of personal data: a line says
// who answers for it, and may name people.
func personal() []module.PersonalField {
	const purpose, kept = "who does what in the plan of the year", "until erased on request or by the office's retention rule"
	fields := []module.PersonalField{{Table: "plan_lines", Column: "owner_id", Whose: "user", Purpose: purpose, Retention: kept}}
	for _, column := range []string{"by_id", "by_name"} {
		fields = append(fields, module.PersonalField{Table: "plan_baselines", Column: column, Whose: "user", Purpose: "who approved the plan of the year", Retention: "as long as the plan"})
	}
	fields = append(fields, module.PersonalField{Table: "plan_baselines", Column: "lines", Whose: "contact person", Purpose: purpose, Retention: "as long as the plan"})
	for _, column := range []string{"title", "note"} {
		fields = append(fields, module.PersonalField{Table: "plan_lines", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	for _, column := range []string{"proposer_id", "title", "text", "answer"} {
		fields = append(fields, module.PersonalField{Table: "proposals", Column: column, Whose: "user", Purpose: "who proposed what for the plan of the year", Retention: kept})
	}
	return fields
}

type listingRow struct {
	ID    string        `json:"id"`
	Year  string        `json:"year"`
	State State         `json:"state"`
	Lines []listingLine `json:"lines"`
}

type listingLine struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	When     string   `json:"when"` // EDTF
	Partners []string `json:"partners,omitempty"`
	Reason   string   `json:"reason"`
	Origin   string   `json:"origin,omitempty"` // "kind:id"
	Owner    string   `json:"owner,omitempty"`
	Post     string   `json:"post,omitempty"`
	Money    string   `json:"money,omitempty"`
	Amount   string   `json:"amount,omitempty"`
	Activity string   `json:"activity,omitempty"`
	Outcome  string   `json:"outcome,omitempty"`
}

// listing is `pobratim list plans`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	plans, err := s.Plans(ctx)
	rows := []listingRow{}
	for _, p := range plans {
		lines, err := s.Lines(ctx, Filter{Plan: p.ID})
		if err != nil {
			return nil, err
		}
		row := listingRow{p.ID, p.Year, p.State, []listingLine{}}
		for _, l := range lines {
			row.Lines = append(row.Lines, listingLine{l.ID, l.Title.In(lang).Value, l.When.String(), l.Partners, l.Reason, l.Origin, l.Owner, l.Post, l.Money, l.Amount, l.Activity, l.Outcome})
		}
		rows = append(rows, row)
	}
	return rows, err
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.plans.Table("plans"), s.lines.Table("planlines"), s.proposals.Table("proposals")}
}
