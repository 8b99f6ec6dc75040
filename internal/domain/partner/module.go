package partner

import (
	"context"
	"embed"

	"pobratim/internal/domain/contact"
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
	view, edit := s.partners.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}
	prospect := s.prospects.ViewNeed()
	m := module.Module{
		Name: "partner", Files: Files, Kinds: []record.Kind{s.partners.RecordKind(), s.prospects.RecordKind()},
		Home: s.home, Sitemap: s.sitemap,
		Related: []module.Related{s.relatedWorld}, Moments: []module.Moments{s.moments}, Cards: []module.Cards{s.cards},
		Office: []module.Route{
			{Pattern: "GET /partners", Need: view, Handle: s.list, Nav: &module.Nav{Key: "partner.list", Order: 20, Section: module.SectionPartners, Jump: "p"}},
			{Pattern: "GET /partners/find", Need: module.Need{Action: module.Create, Kind: Kind}, Handle: s.find, Command: "partner.new"},
			{Pattern: "GET /partners/{id}", Need: view, Handle: s.dossier},
			{Pattern: "GET /partners/{id}/claims/new", Need: edit, Handle: s.claim},
			{Pattern: "POST /partners/{id}/claims/new", Need: edit, Handle: s.claim},
			{Pattern: "POST /partners/world", Need: module.Need{Action: module.Create, Kind: ProspectKind}, Handle: s.say},
			{Pattern: "GET /prospects", Need: prospect, Handle: s.listProspects},
			{Pattern: "GET /prospects/world", Need: module.Need{Action: module.Create, Kind: ProspectKind}, Handle: s.world},
			{Pattern: "POST /prospects/world", Need: module.Need{Action: module.Create, Kind: ProspectKind}, Handle: s.world},
			{Pattern: "GET /prospects/{id}", Need: prospect, Handle: s.viewProspect},
		},
		Portal: []module.Route{
			{Pattern: "GET /partners", Need: view, Handle: s.portalList, Nav: &module.Nav{Key: "partner.portal.nav", Order: 10}},
			{Pattern: "GET /partners/{slug}", Need: view, Handle: s.portalCity},
		},
		Listings: []module.Listing{{Name: "partners", Need: view, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "partnerships", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "prospects", Column: "id", Key: []string{"id"}, Kind: ProspectKind, Hold: record.Itself},
			{Table: "partnerships", Column: "our_post", Key: []string{"id"}, Kind: contact.PostKind, Fate: record.Empties, Words: "partner.post.moves"},
			{Table: "partnerships", Column: "our_deputy", Key: []string{"id"}, Kind: contact.PostKind, Fate: record.Empties, Words: "partner.post.moves"},
			{Table: "partnerships", Column: "their_post", Key: []string{"id"}, Kind: contact.PostKind, Fate: record.Empties, Words: "partner.post.moves"},
			{Table: "partnerships", Column: "their_deputy", Key: []string{"id"}, Kind: contact.PostKind, Fate: record.Empties, Words: "partner.post.moves"},
			{Table: "claims", Column: "partnership_id", Key: []string{"id"}, Kind: Kind, Fate: record.Goes, Words: "partner.claim.moves"},
		},
		Personal: []module.PersonalField{
			{Table: "claims", Column: "said_by", Whose: "office holder", Purpose: "who spoke for a side", Retention: "kept with the partnership"},
			{Table: "claims", Column: "actor", Whose: "user", Purpose: "shows colleagues who wrote a position down", Retention: "kept with the partnership"},
		},
	}
	m.Office = append(m.Office, s.partners.Routes()...)
	m.Office = append(m.Office, s.prospects.Routes()...)
	return m
}

type listingRow struct {
	Slug     string   `json:"slug"`
	Name     string   `json:"name"`
	Native   string   `json:"native,omitempty"`
	Country  string   `json:"country"`
	Type     string   `json:"type"`
	Since    string   `json:"since,omitempty"` // EDTF
	Ours     string   `json:"ours"`            // state as we say
	Theirs   string   `json:"theirs"`          // state as they say
	Historic bool     `json:"historic"`
	Km       *float64 `json:"km,omitempty"`
	Bearing  *float64 `json:"bearing,omitempty"` // degrees from north
	Public   bool     `json:"public"`
}

// listing is `pobratim list partners`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	partners, err := s.Partners(ctx, Filter{Old: true})
	if err != nil {
		return nil, err
	}
	rows := make([]listingRow, len(partners))
	for i, p := range partners {
		claims, err := claimsOf(ctx, s.DB, p.ID)
		if err != nil {
			return nil, err
		}
		newest := Newest(claims)
		rows[i] = listingRow{Slug: p.Slug, Name: p.Name.In(lang).Value, Native: p.Native, Country: p.Country, Type: p.Type, Since: p.Since.String(),
			Ours: stateWord(newest, Ours), Theirs: stateWord(newest, Theirs), Historic: p.Historic, Public: p.Visibility == record.Public}
		if metres, degrees, ok := s.Bearing(p); ok {
			km, deg := round(metres/1000, 1), round(degrees, 1)
			rows[i].Km, rows[i].Bearing = &km, &deg
		}
	}
	return rows, nil
}

func stateWord(newest map[ClaimSide]Claim, side ClaimSide) string {
	if c, ok := newest[side]; ok {
		return string(c.State)
	}
	return string(Unknown)
}

func round(x float64, digits int) float64 {
	scale := 1.0
	for range digits {
		scale *= 10
	}
	return float64(int64(x*scale+0.5)) / scale
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	partners := s.partners.Table("partners")
	partners.Parts = s.parts
	return []transfer.Table{partners, s.prospects.Table("prospects")}
}
