package gift

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
	see, create := s.gifts.ViewNeed(), module.Need{Action: module.Create, Kind: Kind}
	key := []string{"id"}
	return module.Module{
		Name: "gift", Files: Files, Kinds: []record.Kind{s.gifts.RecordKind()}, Related: []module.Related{s.related}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Offers: []module.Offer{
			{Kinds: []string{"partner"}, Key: "gift.offer", Path: "/gifts/new?partner={id}", Need: create},
			{Kinds: []string{"activity"}, Key: "gift.offer", Path: "/gifts/new?activity={id}", Need: create},
		},
		Office: append([]module.Route{
			{Pattern: "GET /gifts", Need: see, Handle: s.list, Nav: &module.Nav{Key: "gift.list", Order: 51, Section: module.SectionVisits}},
			{Pattern: "GET /gifts/{id}", Need: see, Handle: s.view},
		}, s.gifts.Routes()...),
		Listings: []module.Listing{{Name: "gifts", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "gifts", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
			{Table: "gifts", Column: "partner_id", Key: key, Kind: "partner", Fate: record.Empties, Words: "gift.moves"},
			{Table: "gifts", Column: "person_id", Key: key, Kind: "person", Fate: record.Empties, Words: "gift.moves"},
			{Table: "gifts", Column: "organisation_id", Key: key, Kind: "organisation", Fate: record.Empties, Words: "gift.moves"},
			{Table: "gifts", Column: "activity_id", Key: key, Kind: "activity", Fate: record.Empties, Words: "gift.moves"},
		},
		Personal: personal(),
	}
}

// personal is this subject's part of the register of personal data: a gift says
// who gave it to whom.
func personal() []module.PersonalField {
	const purpose, kept = "gifts given and received in office", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"title", "person_id", "kept", "note"} {
		fields = append(fields, module.PersonalField{Table: "gifts", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	return fields
}

type listingRow struct {
	ID           string `json:"id"`
	Side         string `json:"side"`
	Title        string `json:"title"`
	On           string `json:"on"` // EDTF
	Partner      string `json:"partner,omitempty"`
	Person       string `json:"person,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Activity     string `json:"activity,omitempty"`
	Worth        string `json:"worth"` // known, none, unknown
	Value        string `json:"value,omitempty"`
	Currency     string `json:"currency,omitempty"`
	Kept         string `json:"kept,omitempty"`
	Official     bool   `json:"official,omitempty"`
	Noticed      string `json:"noticed,omitempty"` // EDTF
}

// listing is `pobratim list gifts`, the newest first.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows, f := []listingRow{}, Filter{Limit: 500}
	for {
		page, err := s.Gifts(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			rows = append(rows, listingRow{g.ID, g.Side, g.Title.In(lang).Value, g.On.String(), g.Partner, g.Person, g.Organisation, g.Activity, g.Worth, g.Value, g.Currency, g.Kept, g.Official, g.Noticed.String()})
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.gifts.Table("gifts")}
}
