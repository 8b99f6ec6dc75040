package contact

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// foundOrganisation adds to the search the city and what it is a part of.
func foundOrganisation(_ context.Context, _ db.Handle, o *Organisation, to *record.Searched) error {
	link(to, "partner", o.Partner)
	link(to, OrganisationKind, o.Parent)
	return nil
}

// foundPerson adds what a person is and was.
func foundPerson(ctx context.Context, h db.Handle, p *Person, to *record.Searched) error {
	roles, err := holdersOf(ctx, h, "person_id", p.ID)
	for _, r := range roles {
		to.Passages = append(to.Passages, keep.Passages(r.Title, record.InRecord)...)
		link(to, PostKind, r.Post)
		link(to, OrganisationKind, r.Organisation)
	}
	return err
}

func foundPost(_ context.Context, _ db.Handle, p *Post, to *record.Searched) error {
	link(to, OrganisationKind, p.Organisation)
	return nil
}

func link(to *record.Searched, kind, id string) {
	if id != "" {
		to.Links = append(to.Links, record.Ref{Kind: kind, ID: id})
	}
}
