package rating

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

const allAwardIDs = `SELECT id FROM awards WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const awardColumns = `a.id, a.version, a.type, a.name, a.giver, a.organisation_id, a.year, a.given, a.place, a.partner_id, a.kept, a.note, a.visibility, a.binned`

func scanAward(r db.Row) (Award, error) {
	var a Award
	err := r.Scan(&a.ID, &a.Version, &a.Type, &a.Name, &a.Giver, &a.Organisation, &a.Year, &a.Given, &a.Place, &a.Partner, &a.Kept, &a.Note, &a.Visibility, &a.Binned)
	return a, err
}

func awardByID(ctx context.Context, h db.Handle, id string) (Award, error) {
	return db.One(ctx, h, scanAward, `SELECT `+awardColumns+` FROM awards a WHERE a.id = $1`, id)
}

// awardValues are the columns that insert and update write, in this order after
// id.
func awardValues(a Award) []any {
	return []any{a.Type, a.Name, a.Giver, a.Organisation, a.Year, a.Given, a.sort(), a.Place, a.Partner, a.Kept, a.Note, a.Visibility}
}

// sort is the award's place among the others: when it was given, otherwise the
// year that it was given for.
func (a Award) sort() string {
	if a.Given.IsZero() {
		return a.Year
	}
	return a.Given.Sort()
}

func insertAward(ctx context.Context, h db.Handle, a Award) error {
	_, err := db.Exec(ctx, h, `INSERT INTO awards (id, version, type, name, giver, organisation_id, year, given, sort, place, partner_id, kept, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, append([]any{a.ID}, awardValues(a)...)...)
	return err
}

func updateAward(ctx context.Context, h db.Handle, a Award) error {
	n, err := db.Exec(ctx, h, `UPDATE awards SET version = version + 1, type = $3, name = $4, giver = $5, organisation_id = $6, year = $7, given = $8, sort = $9, place = $10, partner_id = $11, kept = $12,
		note = $13, visibility = $14 WHERE id = $1 AND version = $2`, append([]any{a.ID, a.Version}, awardValues(a)...)...)
	return fresh(n, err)
}

// fresh says that no row was of the version that a change was made from.
func fresh(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binAward(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE awards SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// AwardFilter narrows the register. After and Limit page through it by key, the
// newest first.
type AwardFilter struct {
	Type         string
	Partner      string
	Organisation string
	Year         string // that it was given for
	After        AwardKey
	Limit        int
}

// AwardKey is the place in the register after which the next page begins.
type AwardKey struct{ Day, ID string }

// Key is the award's place in the register.
func (a Award) Key() AwardKey { return AwardKey{a.sort(), a.ID} }

func whereAwards(f AwardFilter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT a.binned")
	scope.Where(&w, "a.visibility", "")
	for _, c := range []struct{ column, value string }{{"a.type", f.Type}, {"a.partner_id", f.Partner}, {"a.organisation_id", f.Organisation}, {"a.year", f.Year}} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	return w
}

func listAwards(ctx context.Context, h db.Handle, f AwardFilter, scope account.Scope) ([]Award, error) {
	w := whereAwards(f, scope)
	if f.After != (AwardKey{}) {
		w.And("(a.sort, a.id) < (?, ?)", f.After.Day, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanAward, `SELECT `+awardColumns+` FROM awards a`+where+` ORDER BY a.sort DESC, a.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// countAwards counts up to a bound.
func countAwards(ctx context.Context, h db.Handle, f AwardFilter, scope account.Scope, bound int) (int, error) {
	w := whereAwards(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM awards a`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}
