package task

import (
	"context"
	"embed"

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
	see, create, edit := s.tasks.ViewNeed(), module.Need{Action: module.Create, Kind: Kind}, module.Need{Action: module.Edit, Kind: Kind}
	return module.Module{
		Name: "task", Files: Files, Kinds: s.kinds(), Related: []module.Related{s.related}, Moments: []module.Moments{s.moments},
		Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Office: append([]module.Route{
			{Pattern: "GET /tasks", Need: see, Handle: s.list, Nav: &module.Nav{Key: "task.list", Order: 15, Section: module.SectionToday, Jump: "k"}},
			{Pattern: "GET /tasks/week", Need: see, Handle: s.week, Command: "task.week"},
			{Pattern: "GET /tasks/rules", Need: rulesNeed(), Handle: s.rules},
			{Pattern: "POST /tasks/rules", Need: rulesNeed(), Handle: s.rules},
			{Pattern: "POST /tasks/bulk", Need: edit, Handle: s.bulk},
			{Pattern: "POST /tasks/back", Need: edit, Handle: s.takeBackPage},
			{Pattern: "POST /tasks/quick", Need: create, Handle: s.quick},
			{Pattern: "GET /tasks/{id}", Need: see, Handle: s.view},
			{Pattern: "GET /tasks/{id}/move", Need: edit, Handle: calendar.Move(s.mover)},
			{Pattern: "POST /tasks/{id}/move", Need: edit, Handle: calendar.Move(s.mover)},
			{Pattern: "GET /tasks/{id}/close", Need: edit, Handle: s.close},
			{Pattern: "POST /tasks/{id}/close", Need: edit, Handle: s.close},
			{Pattern: "POST /tasks/{id}/finish", Need: edit, Handle: s.finishPage()},
			{Pattern: "POST /tasks/{id}/reopen", Need: edit, Handle: s.reopenPage()},
			{Pattern: "POST /tasks/{id}/tick", Need: edit, Handle: s.tickPage()},
			{Pattern: "GET /tasks/{id}/remind", Need: edit, Handle: s.remind},
			{Pattern: "POST /tasks/{id}/remind", Need: edit, Handle: s.remindedPage()},
		}, s.routes()...),
		Listings: []module.Listing{{Name: "tasks", Need: see, Rows: s.listing}},
		Pointers: pointers(), Personal: personal(),
	}
}

// routes are the addresses of the forms, which offer the record one came from.
func (s *Service) routes() []module.Route {
	routes := s.tasks.Routes()
	for i := range routes {
		routes[i].Handle = s.offering(routes[i].Handle)
	}
	return routes
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	key := []string{"id"}
	return []record.Pointer{
		{Table: "tasks", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
		{Table: "tasks", Column: "partner_id", Key: key, Kind: "partner", Fate: record.Empties, Words: "task.moves"},
		{Table: "tasks", Column: "about_id", Key: key, KindColumn: "about_kind", Fate: record.Empties, Words: "task.moves"},
		{Table: "tasks", Column: "proof_id", Key: key, KindColumn: "proof_kind", Fate: record.Empties, Words: "task.moves.proof"},
		{Table: "tasks", Column: "post_id", Key: key, Kind: "post", Fate: record.Empties, Words: "task.moves"},
		{Table: "tasks", Column: "owner_id", Key: key, Kind: "user", Fate: record.Empties},
		{Table: "tasks", Column: "after_id", Key: key, Kind: Kind, Fate: record.Empties},
		{Table: "tasks", Column: "previous_id", Key: key, Kind: Kind, Fate: record.Empties},
	}
}

// personal is this subject's part of the register of personal data: a task says
// who has to do it, and may name people.
func personal() []module.PersonalField {
	const purpose, kept = "who has to do what, and by when", "until erased on request or by the office's retention rule"
	fields := []module.PersonalField{{Table: "tasks", Column: "owner_id", Whose: "user", Purpose: purpose, Retention: kept}}
	for _, column := range []string{"title", "note", "steps", "reason"} {
		fields = append(fields, module.PersonalField{Table: "tasks", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	return fields
}

type listingRow struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Title   string `json:"title"`
	Partner string `json:"partner,omitempty"`
	About   string `json:"about,omitempty"` // "kind:id"
	Made    string `json:"made,omitempty"`  // EDTF
	Due     string `json:"due,omitempty"`   // EDTF
	Owner   string `json:"owner,omitempty"`
	Post    string `json:"post,omitempty"`
	Outcome string `json:"outcome"`
	Done    string `json:"done,omitempty"` // EDTF
}

// listing is `pobratim list tasks`: what is open by its day, then what is closed.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	for _, f := range []Filter{{Limit: 500}, {Limit: 500, Closed: true}} {
		for {
			page, err := s.Tasks(ctx, f)
			if err != nil {
				return nil, err
			}
			for _, t := range page {
				rows = append(rows, listingRow{t.ID, t.Type, t.Title.In(lang).Value, t.Partner, t.About, t.Made.String(), t.Due.String(), t.Owner, t.Post, t.Outcome, t.Done.String()})
			}
			if len(page) < f.Limit {
				break
			}
			f.After = page[len(page)-1].Key()
		}
	}
	return rows, nil
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.tasks.Table("tasks")}
}
