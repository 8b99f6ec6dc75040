package duplicate

import (
	"embed"

	"pobratim/internal/platform/module"
)

// Files holds templates and words of this package; its tables are with those of
// package record, which every keeper reads.
//
//go:embed templates locale
var Files embed.FS

// Module is what this package hands over to the program.
func (s *Service) Module() module.Module {
	view, edit := module.Need{Action: module.View, Kind: Kind}, module.Need{Action: module.Edit, Kind: Kind}
	return module.Module{
		Name: "duplicate", Files: Files, Related: []module.Related{s.related}, Checks: []module.Check{s.check},
		Office: []module.Route{
			{Pattern: "GET /duplicates", Need: view, Handle: s.list, Nav: &module.Nav{Key: "duplicate.title", Order: 88, Section: module.SectionRun}},
			{Pattern: "GET /duplicates/merged", Need: view, Handle: s.history},
			{Pattern: "POST /duplicates/merged/{id}/undo", Need: edit, Handle: s.undoMerge},
			{Pattern: "GET /become/{kind}/{id}/{heir}", Need: view, Handle: s.become},
			{Pattern: "POST /become/{kind}/{id}/{heir}", Need: edit, Handle: s.become},
			{Pattern: "GET /duplicates/{kind}/{one}/{other}", Need: view, Handle: s.compare},
			{Pattern: "POST /duplicates/{kind}/{one}/{other}", Need: edit, Handle: s.compare},
			{Pattern: "POST /duplicates/{kind}/{one}/{other}/different", Need: edit, Handle: s.different},
			{Pattern: "POST /duplicates/{kind}/{one}/{other}/doubt", Need: edit, Handle: s.doubt},
		},
		Personal: []module.PersonalField{
			{Table: "merges", Column: "title", Whose: "persons in records", Purpose: "shows what was merged", Retention: "as long as the record that stayed"},
			{Table: "merges", Column: "journal", Whose: "persons in records", Purpose: "undoing restores both records exactly", Retention: "as long as the record that stayed; erased with it on request"},
			{Table: "merges", Column: "actor_id", Whose: "user", Purpose: "who merged", Retention: "as long as the record that stayed"},
			{Table: "merges", Column: "actor", Whose: "user", Purpose: "who merged, by name", Retention: "as long as the record that stayed"},
			{Table: "merges", Column: "undone_by", Whose: "user", Purpose: "who undid a merge, by name", Retention: "as long as the record that stayed"},
			{Table: "not_duplicates", Column: "actor_id", Whose: "user", Purpose: "who found two records to be different", Retention: "as long as both records"},
			{Table: "not_duplicates", Column: "actor", Whose: "user", Purpose: "who found two records to be different, by name", Retention: "as long as both records"},
		},
	}
}
