package contact

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

// offers are what one does next with a city, an organisation or a person in view.
func offers() []module.Offer {
	return []module.Offer{
		{Kinds: []string{"partner"}, Key: "organisation.offer", Path: "/organisations/new?partner={id}", Need: module.Need{Action: module.Create, Kind: OrganisationKind}},
		{Kinds: []string{OrganisationKind}, Key: "post.offer", Path: "/posts/new?organisation={id}", Need: module.Need{Action: module.Create, Kind: PostKind}},
		{Kinds: []string{PersonKind}, Key: "role.offer", Path: "/people/{id}/roles/new", Need: module.Need{Action: module.Edit, Kind: PersonKind}},
	}
}

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	org, person := s.organisations.ViewNeed(), s.people.ViewNeed()
	edit := module.Need{Action: module.Edit, Kind: PersonKind}
	m := module.Module{
		Name: "contact", Files: Files, Kinds: s.kinds(), Related: []module.Related{s.relatedToPartner}, Offers: offers(),
		Office: []module.Route{
			{Pattern: "GET /organisations", Need: org, Handle: s.listOrganisations, Nav: &module.Nav{Key: "organisation.list", Order: 40, Section: module.SectionPeople, Jump: "o"}},
			{Pattern: "GET /organisations/{id}", Need: org, Handle: s.viewOrganisation},
			{Pattern: "GET /people", Need: person, Handle: s.listPeople, Nav: &module.Nav{Key: "person.list", Order: 50, Section: module.SectionPeople, Jump: "l"}},
			{Pattern: "GET /people/{id}", Need: person, Handle: s.viewPerson},
			{Pattern: "GET /people/{id}/roles/new", Need: edit, Handle: s.role},
			{Pattern: "POST /people/{id}/roles/new", Need: edit, Handle: s.role},
			{Pattern: "GET /people/{id}/roles/{role}", Need: edit, Handle: s.role},
			{Pattern: "POST /people/{id}/roles/{role}", Need: edit, Handle: s.role},
			{Pattern: "GET /posts/{id}", Need: s.posts.ViewNeed(), Handle: s.viewPost},
		},
		Listings: []module.Listing{{Name: "organisations", Need: org, Rows: s.listing}},
		Personal: personal(), Pointers: pointers(),
	}
	m.Office = append(m.Office, s.organisations.Routes()...)
	m.Office = append(m.Office, s.people.Routes()...)
	m.Office = append(m.Office, s.posts.Routes()...)
	return m
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	const whose, purpose, kept = "contact person", "correspondence and visits of the city's partnerships", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"name", "cyrillic", "latin", "sounds", "address", "spoken", "written", "email", "phone", "met", "quiet", "about"} {
		fields = append(fields, module.PersonalField{Table: "people", Column: column, Whose: whose, Purpose: purpose, Retention: kept})
	}
	return append(fields, module.PersonalField{Table: "roles", Column: "person_id", Whose: whose, Purpose: "who held which office when", Retention: kept})
}

// pointers are the columns that name people, organisations and their partners.
func pointers() []record.Pointer {
	id := []string{"id"}
	return []record.Pointer{
		{Table: "organisations", Column: "id", Key: id, Kind: OrganisationKind, Hold: record.Itself},
		{Table: "organisations", Column: "parent_id", Key: id, Kind: OrganisationKind, Fate: record.Empties, Words: "organisation.moves.parent"},
		{Table: "organisations", Column: "partner_id", Key: id, Kind: "partner", Fate: record.Empties, Words: "organisation.moves.partner"},
		{Table: "people", Column: "id", Key: id, Kind: PersonKind, Hold: record.Itself},
		{Table: "posts", Column: "organisation_id", Key: id, Kind: OrganisationKind, Fate: record.Empties, Words: "post.moves"},
		{Table: "posts", Column: "id", Key: id, Kind: PostKind, Hold: record.Itself},
		{Table: "roles", Column: "post_id", Key: id, Kind: PostKind, Fate: record.Empties, Same: []string{"person_id", "post_id", "organisation_id", "title", "since", "until"}, Words: "contact.role.moves"},
		{Table: "roles", Column: "person_id", Key: id, Kind: PersonKind, Fate: record.Goes, Words: "contact.role.moves"},
		{Table: "roles", Column: "organisation_id", Key: id, Kind: OrganisationKind, Fate: record.Empties, Words: "contact.role.moves"},
		{Table: "name_keys", Column: "record_id", Key: []string{"kind", "fold", "record_id"}, KindColumn: "kind", Hold: record.Itself},
	}
}

type listingRow struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Side    string `json:"side"`
	Website string `json:"website,omitempty"`
}

// listing is `pobratim list organisations`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	f := OrganisationFilter{Limit: 500}
	for {
		page, err := s.Organisations(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, o := range page {
			rows = append(rows, listingRow{o.ID, o.Name.In(lang).Value, o.Type, o.Side, o.Website})
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	organisations, people, posts := s.organisations.Table("organisations"), s.people.Table("people"), s.posts.Table("posts")
	organisations.Parts, people.Parts, posts.Parts = s.organisationParts, s.personParts, s.postParts
	return []transfer.Table{organisations, people, posts}
}
