package health

import (
	"embed"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "health", Files: Files, Related: []module.Related{s.related},
		Office: []module.Route{
			{Pattern: "GET /health", Need: need(module.View), Handle: s.list, Nav: &module.Nav{Key: "health.nav", Order: 25, Section: module.SectionPartners}},
			{Pattern: "GET /health/{id}", Need: need(module.View), Handle: s.view},
			{Pattern: "GET /health/{id}/answers/new", Need: need(module.Edit), Handle: s.answer},
			{Pattern: "POST /health/{id}/answers/new", Need: need(module.Edit), Handle: s.answer},
		},
		Pointers: []record.Pointer{
			{Table: "health_answers", Column: "id", Key: []string{"id"}, Hold: record.Stays},
			{Table: "health_answers", Column: "partner_id", Key: []string{"id"}, Kind: "partner", Fate: record.Goes, Words: "health.moves"},
		},
		Personal: []module.PersonalField{
			{Table: "health_answers", Column: "who", Whose: "coordinator of the other side", Purpose: "who said how the partnership stands", Retention: "as long as the partnership is kept"},
			{Table: "health_answers", Column: "actor", Whose: "user", Purpose: "who wrote the answer down", Retention: "as long as the partnership is kept"},
		},
	}
}
