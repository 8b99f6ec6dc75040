package membership

import (
	"context"
	"database/sql"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/account"
)

const allDuesIDs = `SELECT id FROM dues WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

// Registers leave out the dues and ballots of a membership that is in the bin.
const selectDues = `SELECT d.id, d.version, d.membership_id, d.year, d.minor, d.currency, d.due, d.paid, d.document, d.note, d.visibility, d.binned, m.name FROM dues d JOIN memberships m ON m.id = d.membership_id`

func scanDues(r db.Row) (Dues, error) {
	var d Dues
	var year int64
	var minor sql.NullInt64
	err := r.Scan(&d.ID, &d.Version, &d.Membership, &year, &minor, &d.Currency, &d.Due, &d.Paid, &d.Document, &d.Note, &d.Visibility, &d.Binned, &d.Of)
	d.Year = strconv.FormatInt(year, 10)
	if minor.Valid {
		d.Amount = money.Amount{Minor: minor.Int64, Currency: d.Currency}.Decimal()
	}
	return d, err
}

func duesByID(ctx context.Context, h db.Handle, id string) (Dues, error) {
	return db.One(ctx, h, scanDues, selectDues+` WHERE d.id = $1`, id)
}

// duesValues are the columns that insert and update write, in this order after id.
func duesValues(d Dues) []any {
	var minor sql.NullInt64
	if sum, ok := d.Sum(); ok {
		minor = sql.NullInt64{Int64: sum.Minor, Valid: true}
	}
	year, _ := strconv.ParseInt(d.Year, 10, 64)
	return []any{d.Membership, year, minor, d.Currency, d.Due, d.Paid, d.Document, d.Note, d.Visibility}
}

func insertDues(ctx context.Context, h db.Handle, d Dues) error {
	_, err := db.Exec(ctx, h, `INSERT INTO dues (id, version, membership_id, year, minor, currency, due, paid, document, note, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		append([]any{d.ID}, duesValues(d)...)...)
	return err
}

func updateDues(ctx context.Context, h db.Handle, d Dues) error {
	return fresh(db.Exec(ctx, h, `UPDATE dues SET version = version + 1, membership_id = $3, year = $4, minor = $5, currency = $6, due = $7, paid = $8, document = $9, note = $10, visibility = $11 WHERE id = $1 AND version = $2`,
		append([]any{d.ID, d.Version}, duesValues(d)...)...))
}

func binDues(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE dues SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// alikeDues finds other dues of the same membership and year.
func alikeDues(ctx context.Context, h db.Handle, d *Dues) (title, id string, err error) {
	year, _ := strconv.ParseInt(d.Year, 10, 64)
	found, err := db.All(ctx, h, scanDues, selectDues+` WHERE d.membership_id = $1 AND d.year = $2 AND d.id <> $3 AND NOT d.binned ORDER BY d.id LIMIT 1`, d.Membership, year, d.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Title("ru"), found[0].ID, nil
}

// DuesFilter narrows the register of dues. After and Limit page through it by
// key, the newest year first.
type DuesFilter struct {
	Membership string
	Year       int // 0: all
	Unpaid     bool
	Due        string // with Unpaid: a day is named, and lies up to this one (YYYY-MM-DD)
	After      DuesKey
	Limit      int
}

// DuesKey is the place in the register of dues after which the next page begins.
type DuesKey struct {
	Year int64
	ID   string
}

// Key is the dues' place in the register.
func (d Dues) Key() DuesKey {
	year, _ := strconv.ParseInt(d.Year, 10, 64)
	return DuesKey{year, d.ID}
}

func whereDues(f DuesFilter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT d.binned AND NOT m.binned")
	scope.Where(&w, "d.visibility", "")
	if f.Membership != "" {
		w.And("d.membership_id = ?", f.Membership)
	}
	if f.Year != 0 {
		w.And("d.year = ?", f.Year)
	}
	if f.Unpaid {
		w.And("d.paid = ''")
	}
	if f.Due != "" {
		w.And("d.due <> '' AND d.due <= ?", f.Due)
	}
	return w
}

func listDues(ctx context.Context, h db.Handle, f DuesFilter, scope account.Scope) ([]Dues, error) {
	w := whereDues(f, scope)
	if f.After != (DuesKey{}) {
		w.And("(d.year, d.id) < (?, ?)", f.After.Year, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanDues, selectDues+where+` ORDER BY d.year DESC, d.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// countDues counts up to a bound.
func countDues(ctx context.Context, h db.Handle, f DuesFilter, scope account.Scope, bound int) (int, error) {
	w := whereDues(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM dues d JOIN memberships m ON m.id = d.membership_id`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}
