package agreement

import (
	"context"
	"embed"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
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
	view, edit := s.papers.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}
	m := module.Module{
		Name: "agreement", Files: Files, Kinds: []record.Kind{s.papers.RecordKind()},
		Offers: []module.Offer{{
			Kinds: []string{"partner"}, Key: "agreement.offer", Path: "/agreements/new?partner={id}", Need: module.Need{Action: module.Create, Kind: Kind},
		}},
		Related: []module.Related{s.relatedToPartner}, Public: []module.Related{s.publicPanel},
		Moments: []module.Moments{s.moments}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Office: []module.Route{
			{Pattern: "GET /agreements", Need: view, Handle: s.list, Nav: &module.Nav{Key: "agreement.list", Order: 30, Section: module.SectionPartners, Jump: "a"}},
			{Pattern: "GET /agreements/{id}", Need: view, Handle: s.view},
			{Pattern: "GET /agreements/{id}/signatories/new", Need: edit, Handle: s.sign},
			{Pattern: "POST /agreements/{id}/signatories/new", Need: edit, Handle: s.sign},
			{Pattern: "GET /agreements/{id}/path/{step}", Need: edit, Handle: s.did},
			{Pattern: "POST /agreements/{id}/path/{step}", Need: edit, Handle: s.did},
			{Pattern: "POST /agreements/{id}/signatories/{signatory}/remove", Need: edit, Handle: s.unsign},
		},
		Listings: []module.Listing{{Name: "agreements", Need: view, Rows: s.listing}},
		Personal: personal(),
		Pointers: pointers(),
		Checks:   []module.Check{s.circles},
	}
	m.Office = append(m.Office, s.papers.Routes()...)
	return m
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	var fields []module.PersonalField
	for _, column := range []string{"name", "post", "person_id"} {
		fields = append(fields, module.PersonalField{Table: "signatories", Column: column, Whose: "signatory", Purpose: "who signed a paper of the city in which post", Retention: "kept with the agreement, permanently"})
	}
	return fields
}

type listingRow struct {
	ID        string   `json:"id"`
	Partner   string   `json:"partner"` // slug
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Signed    string   `json:"signed,omitempty"` // EDTF
	Planned   bool     `json:"planned,omitempty"`
	From      string   `json:"from,omitempty"`
	Until     string   `json:"until,omitempty"`
	Ended     string   `json:"ended,omitempty"` // last day of a paper that was ended early
	EndedBy   string   `json:"ended_by,omitempty"`
	Languages []string `json:"languages,omitempty"`
	Renews    string   `json:"renews,omitempty"`
	Followed  bool     `json:"followed,omitempty"` // a later one renews it
	Public    bool     `json:"public"`
}

// listing is `pobratim list agreements`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	names, err := s.partnersByID(ctx)
	if err != nil {
		return nil, err
	}
	rows := []listingRow{}
	for f := (Filter{Limit: 500}); ; {
		papers, err := s.Agreements(ctx, f)
		if err != nil {
			return nil, err
		}
		later, err := followed(ctx, s.DB, papers)
		if err != nil {
			return nil, err
		}
		for _, a := range papers {
			rows = append(rows, listingRow{
				ID: a.ID, Partner: names[a.Partner].Slug, Type: a.Type, Title: a.Title.In(lang).Value, Signed: a.Signed.String(), Planned: a.Planned,
				From: a.From.String(), Until: a.Until.String(), Ended: a.Ended.String(), EndedBy: a.EndedBy, Languages: a.Languages, Renews: a.Renews, Followed: later[a.ID], Public: a.Visibility == record.Public,
			})
		}
		if len(papers) < f.Limit {
			return rows, nil
		}
		last := papers[len(papers)-1]
		f.After = Key{last.Signed.Sort(), last.ID}
	}
}

// circles finds papers that renew each other in a circle, or a paper of another
// partner, which no form lets through but an older database may hold.
func (s *Service) circles(ctx context.Context) ([]string, error) {
	papers, err := allPapers(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	byID := map[string]Agreement{}
	for _, a := range papers {
		byID[a.ID] = a
	}
	var found []string
	for _, a := range papers {
		before, ok := byID[a.Renews]
		if ok && before.Partner != a.Partner {
			found = append(found, "agreement "+a.ID+" renews a paper of another partner: "+before.ID)
		}
		for steps := 0; ok && steps <= len(papers); steps++ {
			if before.ID == a.ID {
				found = append(found, "agreement "+a.ID+" renews itself through others")
				break
			}
			before, ok = byID[before.Renews]
		}
	}
	return found, nil
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	papers := s.papers.Table("agreements")
	papers.Parts = s.parts
	return []transfer.Table{papers}
}

// pointers are the columns that name agreements, and those of agreements that
// name others. A partner is kept while an agreement names it.
func pointers() []record.Pointer {
	id := []string{"id"}
	return []record.Pointer{
		{Table: "agreements", Column: "id", Key: id, Kind: Kind, Hold: record.Itself},
		{Table: "agreements", Column: "renews_id", Key: id, Kind: Kind, Fate: record.Empties, Words: "agreement.moves.renewals"},
		{Table: "agreements", Column: "partner_id", Key: id, Kind: partner.Kind, Words: "agreement.moves"},
		{Table: "agreement_steps", Column: "agreement_id", Key: []string{"agreement_id", "step"}, Kind: Kind, Fate: record.Goes, Words: "agreement.moves.steps"},
		{Table: "signatories", Column: "agreement_id", Key: id, Kind: Kind, Fate: record.Goes, Same: []string{"agreement_id", "side", "name", "post", "person_id"}, Words: "signatory.moves"},
		{Table: "signatories", Column: "person_id", Key: id, Kind: contact.PersonKind, Fate: record.Empties, Words: "signatory.moves"},
	}
}
