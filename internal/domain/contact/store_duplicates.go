package contact

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/duplicate"
)

// organisationCards reads what tells organisations apart, all in one go.
func organisationCards(ctx context.Context, h db.Handle, scope account.Scope, own string) ([]duplicate.Card, error) {
	var w db.Where
	w.And("NOT o.binned")
	scope.Where(&w, "o.visibility", ownOrganisation, own)
	return db.All(ctx, h, func(r db.Row) (duplicate.Card, error) {
		var c duplicate.Card
		var name i18n.Text
		err := r.Scan(&c.ID, &name, &c.Email, &c.Phone, &c.Site, &c.Place)
		c.Names = textNames(name)
		return c, err
	}, `SELECT o.id, o.name, o.email, o.phone, o.website, o.partner_id FROM organisations o`+w.SQL()+` ORDER BY o.id`, w.Args()...)
}

// personCards reads what tells people apart, but for their organisations.
func personCards(ctx context.Context, h db.Handle, scope account.Scope, own string) ([]duplicate.Card, error) {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", ownPerson, own)
	return db.All(ctx, h, func(r db.Row) (duplicate.Card, error) {
		c := duplicate.Card{Names: make([]string, 3)}
		err := r.Scan(&c.ID, &c.Names[0], &c.Names[1], &c.Names[2], &c.Email, &c.Phone)
		return c, err
	}, `SELECT p.id, p.name, p.cyrillic, p.latin, p.email, p.phone FROM people p`+w.SQL()+` ORDER BY p.id`, w.Args()...)
}

// memberships are the organisations of each person, past ones too.
func memberships(ctx context.Context, h db.Handle) (map[string][]string, error) {
	type member struct{ person, organisation string }
	all, err := db.All(ctx, h, func(r db.Row) (member, error) {
		var m member
		err := r.Scan(&m.person, &m.organisation)
		return m, err
	}, `SELECT DISTINCT person_id, organisation_id FROM roles WHERE organisation_id <> '' ORDER BY person_id, organisation_id`)
	of := make(map[string][]string, len(all))
	for _, m := range all {
		of[m.person] = append(of[m.person], m.organisation)
	}
	return of, err
}
