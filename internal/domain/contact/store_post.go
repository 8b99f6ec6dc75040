package contact

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
)

const postIDs = `SELECT id FROM posts WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

func scanPost(r db.Row) (Post, error) {
	var p Post
	err := r.Scan(&p.ID, &p.Version, &p.Title, &p.Organisation, &p.Side, &p.Visibility, &p.Binned)
	return p, err
}

const selectPosts = `SELECT id, version, title, organisation_id, side, visibility, binned FROM posts`

func postByID(ctx context.Context, h db.Handle, id string) (Post, error) {
	return db.One(ctx, h, scanPost, selectPosts+` WHERE id = $1`, id)
}

func listPosts(ctx context.Context, h db.Handle, organisation string) ([]Post, error) {
	var w db.Where
	w.And("NOT binned")
	if organisation != "" {
		w.And("organisation_id = ?", organisation)
	}
	return db.All(ctx, h, scanPost, selectPosts+w.SQL()+` ORDER BY fold, id`, w.Args()...)
}

func insertPost(ctx context.Context, h db.Handle, p Post) error {
	_, err := db.Exec(ctx, h, `INSERT INTO posts (id, version, title, fold, organisation_id, side, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6)`,
		p.ID, p.Title, fold.Key(p.Title.In("ru").Value), p.Organisation, p.Side, p.Visibility)
	return err
}

func updatePost(ctx context.Context, h db.Handle, p Post) error {
	n, err := db.Exec(ctx, h, `UPDATE posts SET version = version + 1, title = $3, fold = $4, organisation_id = $5, side = $6, visibility = $7 WHERE id = $1 AND version = $2`,
		p.ID, p.Version, p.Title, fold.Key(p.Title.In("ru").Value), p.Organisation, p.Side, p.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binPost(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE posts SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

func insertRole(ctx context.Context, h db.Handle, r Role) error {
	_, err := db.Exec(ctx, h, `INSERT INTO roles (id, version, person_id, post_id, organisation_id, title, since, until, seen) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.Person, r.Post, r.Organisation, r.Title, r.Since, r.Until, r.Seen)
	return err
}

func updateRole(ctx context.Context, h db.Handle, r Role) error {
	n, err := db.Exec(ctx, h, `UPDATE roles SET version = version + 1, post_id = $3, organisation_id = $4, title = $5, since = $6, until = $7, seen = $8 WHERE id = $1 AND version = $2`,
		r.ID, r.Version, r.Post, r.Organisation, r.Title, r.Since, r.Until, r.Seen)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func deleteRole(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM roles WHERE id = $1`, id)
	return err
}

const selectHolders = `SELECT r.id, r.version, r.person_id, r.post_id, r.organisation_id, r.title, r.since, r.until, r.seen,
	p.id, p.name, p.cyrillic, p.latin, p.visibility, COALESCE(t.title, ''), COALESCE(o.name, '')
	FROM roles r JOIN people p ON p.id = r.person_id AND NOT p.binned
	LEFT JOIN posts t ON t.id = r.post_id
	LEFT JOIN organisations o ON o.id = r.organisation_id`

func scanHolder(r db.Row) (Holder, error) {
	var h Holder
	err := r.Scan(&h.ID, &h.Version, &h.Person, &h.Post, &h.Organisation, &h.Title, &h.Since, &h.Until, &h.Seen,
		&h.PersonName.ID, &h.PersonName.Name, &h.PersonName.Cyrillic, &h.PersonName.Latin, &h.PersonName.Visibility, &h.PostTitle, &h.OrganisationName)
	return h, err
}

func roleByID(ctx context.Context, h db.Handle, id string) (Holder, error) {
	return db.One(ctx, h, scanHolder, selectHolders+` WHERE r.id = $1`, id)
}

// holdersOf lists roles by one of the columns person_id, post_id and
// organisation_id, those that began latest first.
func holdersOf(ctx context.Context, h db.Handle, column, id string) ([]Holder, error) {
	return db.All(ctx, h, scanHolder, selectHolders+` WHERE r.`+column+` = $1 AND r.`+column+` <> '' ORDER BY r.until = '' DESC, r.since DESC, r.id`, id)
}

// holdersOfAll lists the roles of several people.
func holdersOfAll(ctx context.Context, h db.Handle, people []string) ([]Holder, error) {
	var w db.Where
	w.In("r.person_id", people)
	return db.All(ctx, h, scanHolder, selectHolders+w.SQL()+` ORDER BY r.person_id, r.since DESC, r.id`, w.Args()...)
}

// organisationNames are the names of those organisations that have posts.
func organisationNames(ctx context.Context, h db.Handle) (map[string]i18n.Text, error) {
	all, err := db.All(ctx, h, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations o WHERE o.id IN (SELECT organisation_id FROM posts WHERE NOT binned)`)
	names := make(map[string]i18n.Text, len(all))
	for _, o := range all {
		names[o.ID] = o.Name
	}
	return names, err
}

// holdersOfPosts lists all roles that are tied to a post.
func holdersOfPosts(ctx context.Context, h db.Handle) ([]Role, error) {
	return db.All(ctx, h, func(r db.Row) (Role, error) {
		var role Role
		err := r.Scan(&role.Post, &role.Since, &role.Until)
		return role, err
	}, `SELECT r.post_id, r.since, r.until FROM roles r JOIN people p ON p.id = r.person_id AND NOT p.binned WHERE r.post_id <> ''`)
}

// incumbentsOf lists all roles that are tied to a post with the people in them,
// those that began latest first.
func incumbentsOf(ctx context.Context, h db.Handle) ([]Incumbent, error) {
	return db.All(ctx, h, func(r db.Row) (Incumbent, error) {
		var i Incumbent
		err := r.Scan(&i.Post, &i.Since, &i.Until, &i.Person.ID, &i.Person.Name, &i.Person.Cyrillic, &i.Person.Latin, &i.Person.Email, &i.Person.Visibility)
		return i, err
	}, `SELECT r.post_id, r.since, r.until, p.id, p.name, p.cyrillic, p.latin, p.email, p.visibility FROM roles r JOIN people p ON p.id = r.person_id AND NOT p.binned
		WHERE r.post_id <> '' ORDER BY r.post_id, r.since DESC, r.id`)
}
