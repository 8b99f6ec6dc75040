package file

import (
	"context"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module is what the program gets of this package. Its routes ask for actions
// on the kind "file"; the record's own permission is asked by the service.
func (s *Service) Module() module.Module {
	view, edit := module.Need{Action: module.View, Kind: Kind}, module.Need{Action: module.Edit, Kind: Kind}
	return module.Module{
		Name: "file", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /files/{id}", Need: view, Handle: s.download},
			{Pattern: "GET /files/{id}/edit", Need: edit, Handle: s.change},
			{Pattern: "POST /files/{id}", Need: edit, Handle: s.change},
			{Pattern: "POST /files/{id}/bin", Need: edit, Handle: s.putAway},
			{Pattern: "GET /files/{kind}/{id}", Need: edit, Handle: s.attach},
			{Pattern: "POST /files/{kind}/{id}", Need: edit, Handle: s.attach, MaxBody: maxRequest},
		},
		Portal:  []module.Route{{Pattern: "GET /files/{id}", Need: view, Handle: s.publicDownload}},
		Kinds:   []record.Kind{s.kind()},
		Related: []module.Related{s.panel},
		Public:  []module.Related{s.publicPanel},
		Pointers: []record.Pointer{
			{Table: "attachments", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "attachments", Column: "record_id", Key: []string{"id"}, KindColumn: "kind", Fate: record.Goes, Words: "file.moves"},
		},
		Personal: []module.PersonalField{
			{Table: "files", Column: "sha256", Whose: "anybody named or pictured in a document", Purpose: "the documents of the city's international ties; the bytes lie in the store of files", Retention: "as long as the record; 30 days in the bin"},
			{Table: "file_texts", Column: "text", Whose: "anybody named in a document", Purpose: "finding the document by its words", Retention: "as long as the document"},
			{Table: "attachments", Column: "name", Whose: "anybody named in the title of a document", Purpose: "finding the document", Retention: "as long as the record; 30 days in the bin"},
			{Table: "attachments", Column: "note", Whose: "anybody named in the remark", Purpose: "understanding the document", Retention: "as long as the record; 30 days in the bin"},
			{Table: "attachments", Column: "actor_id", Whose: "user", Purpose: "who attached the document", Retention: "as long as the record"},
			{Table: "attachments", Column: "actor", Whose: "user", Purpose: "who attached the document, by name", Retention: "as long as the record"},
		},
		Checks: []module.Check{s.check},
	}
}

// kind is what the rest of the program may know of attachments.
func (s *Service) kind() record.Kind {
	return record.Kind{
		Name: Kind, Path: "/files/{id}",
		Title: func(ctx context.Context, id, _ string) (string, error) {
			a, err := s.Get(ctx, id)
			return a.Name, err
		},
		Restore: s.Restore,
		Search:  s.searching(),
	}
}
