package membership

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const allIDs = `SELECT id FROM memberships WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `m.id, m.version, m.name, m.organisation_id, m.type, m.since, m.until, m.post_id, m.person_id, m.deputy_id, m.offices, m.website, m.report, m.assembly, m.nominations, m.note, m.visibility, m.binned`

func scan(r db.Row) (Membership, error) {
	var m Membership
	err := r.Scan(&m.ID, &m.Version, &m.Name, &m.Organisation, &m.Type, &m.Since, &m.Until, &m.Post, &m.Person, &m.Deputy, &m.Offices, &m.Website,
		&m.Report, &m.Assembly, &m.Nominations, &m.Note, &m.Visibility, &m.Binned)
	return m, err
}

func byID(ctx context.Context, h db.Handle, id string) (Membership, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM memberships m WHERE m.id = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(m Membership) []any {
	return []any{m.Name, fold.Key(m.Name.In("ru").Value), m.Organisation, m.Type, m.Since, m.Until, m.untilLast(), m.Post, m.Person, m.Deputy, m.Offices, m.Website,
		m.Report, m.Assembly, m.Nominations, m.Note, m.Visibility}
}

func insert(ctx context.Context, h db.Handle, m Membership) error {
	_, err := db.Exec(ctx, h, `INSERT INTO memberships (id, version, name, fold, organisation_id, type, since, until, until_last, post_id, person_id, deputy_id, offices, website, report, assembly, nominations, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`, append([]any{m.ID}, values(m)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, m Membership) error {
	n, err := db.Exec(ctx, h, `UPDATE memberships SET version = version + 1, name = $3, fold = $4, organisation_id = $5, type = $6, since = $7, until = $8, until_last = $9, post_id = $10, person_id = $11,
		deputy_id = $12, offices = $13, website = $14, report = $15, assembly = $16, nominations = $17, note = $18, visibility = $19 WHERE id = $1 AND version = $2`,
		append([]any{m.ID, m.Version}, values(m)...)...)
	return fresh(n, err)
}

// fresh says that no row was of the version that a change was made from.
func fresh(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE memberships SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// alike finds another membership in a network of the same name.
func alike(ctx context.Context, h db.Handle, m *Membership) (title, id string, err error) {
	found, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM memberships m WHERE m.fold = $1 AND m.id <> $2 AND NOT m.binned ORDER BY m.id LIMIT 1`, fold.Key(m.Name.In("ru").Value), m.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Name.In("ru").Value, found[0].ID, nil
}

// The parts of the register.
const (
	Current = "current"
	Past    = "past"
	Both    = "all"
)

// Filter narrows the register. After and Limit page through it by key, in the
// order of names.
type Filter struct {
	State string // Current, Past or Both; empty: both
	Day   string // on which State is asked, YYYY-MM-DD
	Type  string
	// Organisation, Post and Person are what a membership names.
	Organisation, Post, Person string
	After                      Key
	Limit                      int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Fold, ID string }

// Key is the membership's place in the register.
func (m Membership) Key() Key { return Key{fold.Key(m.Name.In("ru").Value), m.ID} }

func where(f Filter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT m.binned")
	scope.Where(&w, "m.visibility", "")
	switch f.State {
	case Current:
		w.And("(m.until_last = '' OR m.until_last >= ?)", f.Day)
	case Past:
		w.And("m.until_last <> '' AND m.until_last < ?", f.Day)
	}
	if f.Post != "" {
		w.And("(m.post_id = ? OR m.deputy_id = ?)", f.Post, f.Post)
	}
	for _, c := range []struct{ column, value string }{{"m.type", f.Type}, {"m.organisation_id", f.Organisation}, {"m.person_id", f.Person}} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Membership, error) {
	w := where(f, scope)
	if f.After != (Key{}) {
		w.And("(m.fold, m.id) > (?, ?)", f.After.Fold, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM memberships m`+where+` ORDER BY m.fold, m.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, bound int) (int, error) {
	w := where(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM memberships m`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}
