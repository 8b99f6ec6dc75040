package feed

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the pages on which users open their calendars to programs.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "feed", Files: Files,
		Office: []module.Route{
			{Pattern: "GET " + at, Need: account.NeedProfile, Handle: s.page, Command: "feed.command"},
			{Pattern: "GET " + at + "/new", Need: account.NeedProfile, Handle: s.newPage},
			{Pattern: "POST " + at + "/new", Need: account.NeedProfile, Handle: s.make},
			{Pattern: "POST " + at + "/{id}/end", Need: account.NeedProfile, Handle: s.end},
			{Pattern: "GET " + at + "/passwords/new", Need: account.NeedProfile, Handle: s.passwordPage},
			{Pattern: "POST " + at + "/passwords/new", Need: account.NeedProfile, Handle: s.makePassword},
			{Pattern: "POST " + at + "/passwords/{id}/end", Need: account.NeedProfile, Handle: s.endPassword},
		},
		Listings: []module.Listing{{Name: "feeds", Need: account.NeedUsers, Rows: s.listing}},
		// A feed of one partner ends with it: without it, it would show all.
		Pointers: []record.Pointer{{Table: "feeds", Column: "partner_id", Key: []string{"id"}, Kind: "partner", Fate: record.Goes}},
		Personal: []module.PersonalField{
			{Table: "feeds", Column: "name", Whose: "user", Purpose: "lets users recognise and revoke the calendars that read in their name", Retention: "until revoked or the account is closed"},
			{Table: "feeds", Column: "seen_at", Whose: "user", Purpose: "shows users when a calendar last read in their name", Retention: "until revoked or the account is closed"},
			{Table: "calendar_passwords", Column: "name", Whose: "user", Purpose: "lets users recognise and revoke the programs that read their calendars", Retention: "until revoked or the account is closed"},
			{Table: "calendar_passwords", Column: "seen_at", Whose: "user", Purpose: "shows users when a program last read their calendars", Retention: "until revoked or the account is closed"},
		},
	}
}
