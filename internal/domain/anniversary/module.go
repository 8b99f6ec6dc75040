package anniversary

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
	see, edit := s.keydates.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}
	return module.Module{
		Name: "anniversary", Files: Files, Kinds: []record.Kind{s.keydates.RecordKind(), s.settingsKind()}, Related: []module.Related{s.related}, Agenda: []module.Agenda{s.agenda, s.festive},
		Office: append([]module.Route{
			{Pattern: "GET /anniversaries", Need: view(), Handle: s.anniversaries, Nav: &module.Nav{Key: "anniversary.list", Order: 60, Section: module.SectionPlan, Jump: "y"}},
			{Pattern: "GET /anniversaries/holidays", Need: view(), Handle: s.holidays, Command: "anniversary.holidays"},
			{Pattern: "GET /anniversaries/settings", Need: edit, Handle: s.settings, Command: "anniversary.settings"},
			{Pattern: "POST /anniversaries/settings", Need: edit, Handle: s.settings},
			{Pattern: "GET /keydates", Need: see, Handle: s.listKeyDates, Command: "keydate.list"},
			{Pattern: "GET /keydates/{id}", Need: see, Handle: s.viewKeyDate},
		}, s.keydateRoutes()...),
		Listings: []module.Listing{{Name: "keydates", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "keydates", Column: "id", Key: []string{"id"}, Kind: KeyDateKind, Hold: record.Itself},
			{Table: "keydates", Column: "about_id", Key: []string{"id"}, KindColumn: "about_kind", Fate: record.Goes, Words: "keydate.moves"},
		},
	}
}

// settingsKind lets the history name the settings.
func (s *Service) settingsKind() record.Kind {
	return record.Kind{
		Name: Kind, Path: "/anniversaries/settings",
		Title: func(_ context.Context, _, lang string) (string, error) {
			return s.deps.Words(lang).T("anniversary.settings"), nil
		},
		Sees: func(ctx context.Context, _ string) error {
			_, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind})
			return err
		},
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table { return []transfer.Table{s.keydates.Table("keydates")} }
