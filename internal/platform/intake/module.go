package intake

import (
	"context"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// maxRequest is what an upload may bring, in bytes.
const maxRequest = 80 << 20

// Module is what the program gets of this package.
func (s *Service) Module() module.Module {
	view, create := s.view(), s.create()
	return module.Module{
		Name: "intake", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /import", Need: view, Handle: s.listPage, Nav: &module.Nav{Key: "import.list", Order: 92, Section: module.SectionRun}},
			{Pattern: "GET /import/new", Need: create, Handle: s.newPage},
			{Pattern: "POST /import/new", Need: create, Handle: s.takeFiles, MaxBody: maxRequest},
			{Pattern: "GET /import/{id}", Need: view, Handle: s.showPage},
			{Pattern: "POST /import/{id}", Need: create, Handle: s.takeTables},
			{Pattern: "GET /import/{id}/columns", Need: create, Handle: s.columnsPage},
			{Pattern: "POST /import/{id}/columns", Need: create, Handle: s.takeColumns},
			{Pattern: "GET /import/{id}/check", Need: create, Handle: s.checkPage},
			{Pattern: "POST /import/{id}/check", Need: create, Handle: s.takeDecisions},
			{Pattern: "POST /import/{id}/start", Need: create, Handle: s.takeStart},
			{Pattern: "POST /import/{id}/undo", Need: create, Handle: s.takeUndo},
			{Pattern: "POST /import/{id}/forget", Need: create, Handle: s.takeForget},
			{Pattern: "GET /import/{id}/report", Need: view, Handle: s.report},
		},
		Kinds: []record.Kind{{Name: Kind, Path: "/import/{id}", Title: s.title}},
		// What an import did stays said of the record that it did it to.
		Pointers: []record.Pointer{
			{Table: "import_rows", Column: "record_id", Key: []string{"import_id", "n"}, Hold: record.Stays},
			{Table: "import_touches", Column: "record_id", Key: []string{"import_id", "n"}, Hold: record.Stays},
		},
		Personal: []module.PersonalField{
			{Table: "imports", Column: "title", Whose: "anybody named in the title of a file", Purpose: "knowing which file was brought in", Retention: kept},
			{Table: "imports", Column: "actor_id", Whose: "user", Purpose: "who brought the file in", Retention: kept},
			{Table: "imports", Column: "actor", Whose: "user", Purpose: "who brought the file in, by name", Retention: kept},
			{Table: "imports", Column: "viewer", Whose: "user", Purpose: "in whose name an interrupted import goes on", Retention: kept},
			{Table: "import_parts", Column: "cells", Whose: "anybody named in a file", Purpose: "the tables as they were read, until they are in", Retention: "until an import is finished or dropped"},
			{Table: "import_rows", Column: "brief", Whose: "anybody named in a file", Purpose: "the report of an import", Retention: "30 days after the import"},
			{Table: "import_rows", Column: "doubts", Whose: "anybody named in a file", Purpose: "the report of an import", Retention: "30 days after the import"},
			{Table: "import_touches", Column: "before", Whose: "contact person", Purpose: "taking an import back", Retention: "30 days after the import"},
			{Table: "import_touches", Column: "title", Whose: "contact person", Purpose: "naming what could not be taken back", Retention: "30 days after the import"},
		},
	}
}

const kept = "as long as the list of imports"

func (s *Service) title(ctx context.Context, id, _ string) (string, error) {
	i, err := s.Get(ctx, id)
	return i.Title, err
}
