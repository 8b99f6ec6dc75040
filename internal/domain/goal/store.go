package goal

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM goals WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

// tieRole is the role of the links from a goal to what serves it.
const tieRole = "serves"

const columns = `g.id, g.version, g.name, g.parent_id, g.position, g.aim, g.text, g.document, g.period, g.post_id, g.archived, g.visibility, g.binned`

func scan(r db.Row) (Goal, error) {
	var g Goal
	var position int64
	err := r.Scan(&g.ID, &g.Version, &g.Name, &g.Parent, &position, &g.Aim, &g.Text, &g.Document, &g.Period, &g.Post, &g.Archived, &g.Visibility, &g.Binned)
	g.Position = digits(position)
	return g, err
}

func byID(ctx context.Context, h db.Handle, id string) (Goal, error) {
	g, err := db.One(ctx, h, scan, `SELECT `+columns+` FROM goals g WHERE g.id = $1`, id)
	if err != nil {
		return g, err
	}
	refs, err := record.LinksFrom(ctx, h, g.Ref(), tieRole)
	for _, ref := range refs {
		g.Ties = append(g.Ties, ref.String())
	}
	return g, err
}

// values are the columns that insert and update write, in this order after id.
func values(g Goal) []any {
	return []any{g.Name, fold.Key(g.Name.In("ru").Value), g.Parent, g.place(), g.Aim, g.Text, g.Document, g.Period, g.Post, g.Archived, g.Visibility}
}

func insert(ctx context.Context, h db.Handle, g Goal) error {
	_, err := db.Exec(ctx, h, `INSERT INTO goals (id, version, name, fold, parent_id, position, aim, text, document, period, post_id, archived, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		append([]any{g.ID}, values(g)...)...)
	if err != nil {
		return err
	}
	return record.SetLinks(ctx, h, g.Ref(), tieRole, g.Refs())
}

func update(ctx context.Context, h db.Handle, g Goal) error {
	n, err := db.Exec(ctx, h, `UPDATE goals SET version = version + 1, name = $3, fold = $4, parent_id = $5, position = $6, aim = $7, text = $8, document = $9, period = $10, post_id = $11, archived = $12, visibility = $13
		WHERE id = $1 AND version = $2`, append([]any{g.ID, g.Version}, values(g)...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return record.SetLinks(ctx, h, g.Ref(), tieRole, g.Refs())
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE goals SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// list reads all goals that a scope may see, in no order of the tree.
func list(ctx context.Context, h db.Handle, scope account.Scope) ([]Goal, error) {
	var w db.Where
	w.And("NOT g.binned")
	scope.Where(&w, "g.visibility", "")
	where := w.SQL()
	goals, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM goals g`+where+` ORDER BY g.parent_id, g.position, g.id`, w.Args()...)
	if err != nil || len(goals) == 0 {
		return nil, err
	}
	at := make(map[string]int, len(goals))
	for i, g := range goals {
		at[g.ID] = i
	}
	type link struct {
		from string
		to   record.Ref
	}
	links, err := db.All(ctx, h, func(r db.Row) (link, error) {
		var l link
		err := r.Scan(&l.from, &l.to.Kind, &l.to.ID)
		return l, err
	}, `SELECT from_id, to_kind, to_id FROM record_links WHERE from_kind = $1 AND role = $2 ORDER BY from_id, to_kind, to_id`, Kind, tieRole)
	for _, l := range links {
		if i, ok := at[l.from]; ok {
			goals[i].Ties = append(goals[i].Ties, l.to.String())
		}
	}
	return goals, err
}

// parents says of every goal that is not in the bin what stands above it.
func parents(ctx context.Context, h db.Handle) (map[string]string, error) {
	type pair struct{ id, parent string }
	all, err := db.All(ctx, h, func(r db.Row) (pair, error) {
		var p pair
		err := r.Scan(&p.id, &p.parent)
		return p, err
	}, `SELECT id, parent_id FROM goals WHERE NOT binned ORDER BY id`)
	of := make(map[string]string, len(all))
	for _, p := range all {
		of[p.id] = p.parent
	}
	return of, err
}

// lastPlace is the highest position below a parent; 0 without any.
func lastPlace(ctx context.Context, h db.Handle, parent string) (int64, error) {
	return db.One(ctx, h, db.Value[int64], `SELECT COALESCE(MAX(position), 0) FROM goals WHERE parent_id = $1 AND NOT binned`, parent)
}
