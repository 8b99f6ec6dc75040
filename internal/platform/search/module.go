package search

import (
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

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
			{Table: "search_fresh", Column: "terms", Whose: "anybody named in a record", Purpose: "finding the record by its words", Retention: kept},
			{Table: "search_postings", Column: "term", Whose: "anybody named in a record", Purpose: "finding the record by its words", Retention: "follows the records it is made from; words of those taken out lead nowhere, and go when the index is tidied"},
		},
		Pointers: pointers(),
		Checks:   []module.Check{s.index.check},
	}
}

// pointers stay as they are when two records become one: the change is noted,
// and what named either of them is read anew.
func pointers() []record.Pointer {
	links := []string{"from_kind", "from_id", "to_kind", "to_id"}
	return []record.Pointer{
		{Table: "search_entries", Column: "record_id", Key: []string{"number"}, Hold: record.Stays},
		{Table: "search_entries", Column: "about_id", Key: []string{"number"}, Hold: record.Stays},
		{Table: "search_links", Column: "from_id", Key: links, Hold: record.Stays},
		{Table: "search_links", Column: "to_id", Key: links, Hold: record.Stays},
		{Table: "search_queue", Column: "record_id", Key: []string{"kind", "record_id"}, Hold: record.Stays},
	}
}
