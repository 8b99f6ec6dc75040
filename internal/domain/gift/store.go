package gift

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/account"
)

const allIDs = `SELECT id FROM gifts WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `g.id, g.version, g.side, g.title, g.on_date, g.partner_id, g.person_id, g.organisation_id, g.activity_id, g.worth, g.value, g.currency, g.kept, g.official, g.noticed, g.note, g.visibility, g.binned`

func scan(r db.Row) (Gift, error) {
	var g Gift
	var value int64
	err := r.Scan(&g.ID, &g.Version, &g.Side, &g.Title, &g.On, &g.Partner, &g.Person, &g.Organisation, &g.Activity, &g.Worth, &value, &g.Currency, &g.Kept, &g.Official, &g.Noticed, &g.Note, &g.Visibility, &g.Binned)
	if g.Worth == Known {
		g.Value = money.Amount{Minor: value, Currency: g.Currency}.Decimal()
	}
	return g, err
}

func byID(ctx context.Context, h db.Handle, id string) (Gift, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM gifts g WHERE g.id = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(g Gift) []any {
	sum, known := g.Amount()
	if !known {
		sum = money.Amount{}
	}
	return []any{g.Side, g.Title, g.On, g.On.Sort(), g.Partner, g.Person, g.Organisation, g.Activity, g.Worth, sum.Minor, g.Currency, g.Kept, g.Official, g.Noticed, g.Note, g.Visibility}
}

func insert(ctx context.Context, h db.Handle, g Gift) error {
	_, err := db.Exec(ctx, h, `INSERT INTO gifts (id, version, side, title, on_date, sort, partner_id, person_id, organisation_id, activity_id, worth, value, currency, kept, official, noticed, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, append([]any{g.ID}, values(g)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, g Gift) error {
	n, err := db.Exec(ctx, h, `UPDATE gifts SET version = version + 1, side = $3, title = $4, on_date = $5, sort = $6, partner_id = $7, person_id = $8, organisation_id = $9, activity_id = $10, worth = $11, value = $12,
		currency = $13, kept = $14, official = $15, noticed = $16, note = $17, visibility = $18 WHERE id = $1 AND version = $2`, append([]any{g.ID, g.Version}, values(g)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE gifts SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the register. After and Limit page through it by key, the newest
// first.
type Filter struct {
	Side         string
	Partner      string
	Person       string
	Organisation string
	Activity     string
	Open         bool // only those of which a notice is due
	After        Key
	Limit        int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Day, ID string }

// Key is the gift's place in the register.
func (g Gift) Key() Key { return Key{g.On.Sort(), g.ID} }

func where(f Filter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT g.binned")
	scope.Where(&w, "g.visibility", "")
	for _, c := range []struct{ column, value string }{
		{"g.side", f.Side}, {"g.partner_id", f.Partner}, {"g.person_id", f.Person}, {"g.organisation_id", f.Organisation}, {"g.activity_id", f.Activity},
	} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	if f.Open {
		w.And("g.official AND g.noticed = ''")
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Gift, error) {
	w := where(f, scope)
	if f.After != (Key{}) {
		w.And("(g.sort, g.id) < (?, ?)", f.After.Day, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM gifts g`+where+` ORDER BY g.sort DESC, g.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, bound int) (int, error) {
	w := where(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM gifts g`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// Tally is how many gifts one side gave to or got from a partner in a year.
type Tally struct {
	Partner, Side string
	Year          int // 0: not known
	N             int
}

// tally counts the gifts of all partners.
func tally(ctx context.Context, h db.Handle, scope account.Scope) ([]Tally, error) {
	var w db.Where
	w.And("NOT g.binned AND g.partner_id <> ''")
	scope.Where(&w, "g.visibility", "")
	return db.All(ctx, h, func(r db.Row) (Tally, error) {
		var t Tally
		var on edtf.Date
		err := r.Scan(&t.Partner, &t.Side, &on, &t.N)
		if year, known := on.Start().Year(); known {
			t.Year = year
		}
		return t, err
	}, `SELECT g.partner_id, g.side, g.on_date, count(*) FROM gifts g`+w.SQL()+` GROUP BY g.partner_id, g.side, g.on_date ORDER BY g.partner_id, g.side, g.on_date`, w.Args()...)
}
