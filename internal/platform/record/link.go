package record

import (
	"context"

	"pobratim/internal/kit/db"
)

// Scheme is a list of tags that the office keeps.
type Scheme string

// The schemes.
const (
	Theme       Scheme = "theme"       // what an activity or note is about
	Goal        Scheme = "goal"        // which of the city's own goals it serves
	Beneficiary Scheme = "beneficiary" // for whom: youth, people with disabilities, …
)

// SetTags replaces a record's tags of one scheme.
func SetTags(ctx context.Context, h db.Handle, ref Ref, scheme Scheme, tags []string) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM record_tags WHERE kind = $1 AND record_id = $2 AND scheme = $3`, ref.Kind, ref.ID, scheme); err != nil {
		return err
	}
	for _, tag := range tags {
		if _, err := db.Exec(ctx, h, `INSERT INTO record_tags (kind, record_id, scheme, tag) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, ref.Kind, ref.ID, scheme, tag); err != nil {
			return err
		}
	}
	return nil
}

// Tags are a record's tags by scheme, each list in alphabetical order.
func Tags(ctx context.Context, h db.Handle, ref Ref) (map[Scheme][]string, error) {
	type pair struct{ scheme, tag string }
	all, err := db.All(ctx, h, func(r db.Row) (pair, error) {
		var p pair
		err := r.Scan(&p.scheme, &p.tag)
		return p, err
	}, `SELECT scheme, tag FROM record_tags WHERE kind = $1 AND record_id = $2 ORDER BY scheme, tag`, ref.Kind, ref.ID)
	tags := map[Scheme][]string{}
	for _, p := range all {
		tags[Scheme(p.scheme)] = append(tags[Scheme(p.scheme)], p.tag)
	}
	return tags, err
}

// SetLinks replaces everything that a record points at in one role.
func SetLinks(ctx context.Context, h db.Handle, from Ref, role string, to []Ref) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM record_links WHERE from_kind = $1 AND from_id = $2 AND role = $3`, from.Kind, from.ID, role); err != nil {
		return err
	}
	for _, t := range to {
		if _, err := db.Exec(ctx, h, `INSERT INTO record_links (from_kind, from_id, role, to_kind, to_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, from.Kind, from.ID, role, t.Kind, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// LinksFrom are the records that one points at in a role.
func LinksFrom(ctx context.Context, h db.Handle, from Ref, role string) ([]Ref, error) {
	return db.All(ctx, h, scanRef, `SELECT to_kind, to_id FROM record_links WHERE from_kind = $1 AND from_id = $2 AND role = $3 ORDER BY to_kind, to_id`, from.Kind, from.ID, role)
}

// LinksTo are the records of one kind that point at a record in a role.
func LinksTo(ctx context.Context, h db.Handle, to Ref, kind, role string) ([]Ref, error) {
	return db.All(ctx, h, scanRef, `SELECT from_kind, from_id FROM record_links WHERE to_kind = $1 AND to_id = $2 AND from_kind = $3 AND role = $4 ORDER BY from_id`, to.Kind, to.ID, kind, role)
}

func scanRef(r db.Row) (Ref, error) {
	var ref Ref
	err := r.Scan(&ref.Kind, &ref.ID)
	return ref, err
}
