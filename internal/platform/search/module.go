package search

import "pobratim/internal/platform/module"

// Module is what the program gets of this package.
func (s *Service) Module() module.Module {
	need := module.Need{Action: module.View, Kind: "search"}
	kept := "follows the records it is made from; taken out with them"
	return module.Module{
		Name: "search", Files: Files,
		Office: []module.Route{{Pattern: "GET /search", Need: need, Handle: s.office}},
		Portal: []module.Route{{Pattern: "GET /search", Need: need, Handle: s.public, Query: []string{"q", "kind", "page"}}},
		Personal: []module.PersonalField{
			{Table: "search_entries", Column: "title", Whose: "anybody named in a record", Purpose: "finding the record by its title", Retention: kept},
			{Table: "search_all", Column: "terms", Whose: "anybody named in a record", Purpose: "finding the record by its words", Retention: kept},
			{Table: "search_open", Column: "terms", Whose: "anybody named in a record", Purpose: "finding the record by its words", Retention: kept},
			{Table: "search_portal", Column: "terms", Whose: "anybody named in a record", Purpose: "finding the record by its words", Retention: kept},
		},
		Checks: []module.Check{s.index.check},
	}
}
