package link

import (
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// need is what making and revoking links asks for, besides the permission of
// the purpose.
func need() module.Need { return module.Need{Action: module.Edit, Kind: "link"} }

// Module hands over the pages on which links are made and revoked, and the panel
// on the pages of records.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "link", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /links/new", Need: need(), Handle: s.newPage},
			{Pattern: "POST /links/new", Need: need(), Handle: s.make},
			{Pattern: "POST /links/{id}/end", Need: need(), Handle: s.end},
		},
		Related:  []module.Related{s.panel},
		Listings: []module.Listing{{Name: "links", Need: module.Need{Action: module.Manage, Kind: "user"}, Rows: s.listing}},
		Pointers: []record.Pointer{{Table: "links", Column: "record_id", Key: []string{"id"}, KindColumn: "kind", Hold: record.Stays, Fate: record.Goes}},
		Personal: []module.PersonalField{
			{Table: "links", Column: "name", Whose: "guest", Purpose: "lets the office recognise and revoke a link that it handed out", Retention: "until the record that it shows is erased"},
			{Table: "links", Column: "seen_at", Whose: "guest", Purpose: "shows the office when a link was last opened", Retention: "until the record that it shows is erased"},
		},
	}
}
