package estimate

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/account"
)

const (
	allNorms     = `SELECT id FROM norms WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	allLimits    = `SELECT id FROM spending_limits WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	allEstimates = `SELECT id FROM estimates WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	allLines     = `SELECT id FROM estimate_lines WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
)

// decimal is a number of minor units as a record holds it.
func decimal(minor int64, currency string) string {
	return money.Amount{Minor: minor, Currency: currency}.Decimal()
}

// stale says that somebody else was faster when nothing was updated.
func stale(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

const normColumns = `n.id, n.version, n.item, n.rank, n.per, n.rate, n.currency, n.from_date, n.until_date, n.act, n.number, n.dated, n.url, n.note, n.visibility, n.binned`

func scanNorm(r db.Row) (Norm, error) {
	var n Norm
	var rate int64
	err := r.Scan(&n.ID, &n.Version, &n.Item, &n.Rank, &n.Per, &rate, &n.Currency, &n.From, &n.Until, &n.Title, &n.Number, &n.Dated, &n.URL, &n.Note, &n.Visibility, &n.Binned)
	n.Rate = decimal(rate, n.Currency)
	return n, err
}

func normByID(ctx context.Context, h db.Handle, id string) (Norm, error) {
	return db.One(ctx, h, scanNorm, `SELECT `+normColumns+` FROM norms n WHERE n.id = $1`, id)
}

// firstDay and lastDay are the days that a date can mean; empty for no date.
func firstDay(d edtf.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.First().Format("2006-01-02")
}

func lastDay(d edtf.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Last().Format("2006-01-02")
}

func normValues(n Norm) []any {
	return []any{n.Item, n.Rank, n.Per, n.Amount().Minor, n.Currency, n.From, n.Until, firstDay(n.From), lastDay(n.Until), n.Title, n.Number, n.Dated, n.URL, n.Note, n.Visibility}
}

func insertNorm(ctx context.Context, h db.Handle, n Norm) error {
	_, err := db.Exec(ctx, h, `INSERT INTO norms (id, version, item, rank, per, rate, currency, from_date, until_date, first, last, act, number, dated, url, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, append([]any{n.ID}, normValues(n)...)...)
	return err
}

func updateNorm(ctx context.Context, h db.Handle, n Norm) error {
	return stale(db.Exec(ctx, h, `UPDATE norms SET version = version + 1, item = $3, rank = $4, per = $5, rate = $6, currency = $7, from_date = $8, until_date = $9, first = $10, last = $11,
		act = $12, number = $13, dated = $14, url = $15, note = $16, visibility = $17 WHERE id = $1 AND version = $2`, append([]any{n.ID, n.Version}, normValues(n)...)...))
}

func binNorm(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE norms SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// normsMax bounds the norms that a list shows and a form offers.
const normsMax = 1000

func listNorms(ctx context.Context, h db.Handle, scope account.Scope) ([]Norm, error) {
	var w db.Where
	w.And("NOT n.binned")
	scope.Where(&w, "n.visibility", "")
	where := w.SQL()
	return db.All(ctx, h, scanNorm, `SELECT `+normColumns+` FROM norms n`+where+` ORDER BY n.item, n.rank, n.first, n.id LIMIT `+w.Arg(normsMax), w.Args()...)
}

const limitColumns = `m.id, m.version, m.type, m.year, m.item, m.value, m.currency, m.firm, m.act, m.number, m.dated, m.url, m.note, m.visibility, m.binned`

func scanLimit(r db.Row) (Limit, error) {
	var l Limit
	var value int64
	err := r.Scan(&l.ID, &l.Version, &l.Type, &l.Year, &l.Item, &value, &l.Currency, &l.Firm, &l.Title, &l.Number, &l.Dated, &l.URL, &l.Note, &l.Visibility, &l.Binned)
	if l.Value = decimal(value, l.Currency); l.Type == Count {
		l.Value = countWords(value)
		if value == 0 {
			l.Value = "0"
		}
	}
	return l, err
}

func limitByID(ctx context.Context, h db.Handle, id string) (Limit, error) {
	return db.One(ctx, h, scanLimit, `SELECT `+limitColumns+` FROM spending_limits m WHERE m.id = $1`, id)
}

func limitValues(l Limit) []any {
	value := l.Amount().Minor
	if l.Type == Count {
		value = l.Times()
	}
	return []any{l.Type, l.Year, l.Item, value, l.Currency, l.Firm, l.Title, l.Number, l.Dated, l.URL, l.Note, l.Visibility}
}

func insertLimit(ctx context.Context, h db.Handle, l Limit) error {
	_, err := db.Exec(ctx, h, `INSERT INTO spending_limits (id, version, type, year, item, value, currency, firm, act, number, dated, url, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, append([]any{l.ID}, limitValues(l)...)...)
	return err
}

func updateLimit(ctx context.Context, h db.Handle, l Limit) error {
	return stale(db.Exec(ctx, h, `UPDATE spending_limits SET version = version + 1, type = $3, year = $4, item = $5, value = $6, currency = $7, firm = $8, act = $9, number = $10, dated = $11, url = $12, note = $13,
		visibility = $14 WHERE id = $1 AND version = $2`, append([]any{l.ID, l.Version}, limitValues(l)...)...))
}

func binLimit(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE spending_limits SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// listLimits are the limits of a year, or of all years, the latest first.
func listLimits(ctx context.Context, h db.Handle, year string, scope account.Scope) ([]Limit, error) {
	var w db.Where
	w.And("NOT m.binned")
	scope.Where(&w, "m.visibility", "")
	if year != "" {
		w.And("m.year = ?", year)
	}
	where := w.SQL()
	return db.All(ctx, h, scanLimit, `SELECT `+limitColumns+` FROM spending_limits m`+where+` ORDER BY m.year DESC, m.type, m.id LIMIT `+w.Arg(normsMax), w.Args()...)
}

func readLists(ctx context.Context, h db.Handle) (Lists, error) {
	return db.One(ctx, h, func(r db.Row) (Lists, error) {
		var l Lists
		var items, ranks string
		err := r.Scan(&l.Version, &items, &ranks)
		l.Items, l.Ranks = strings.Split(items, "\n"), strings.Split(ranks, "\n")
		return l, err
	}, `SELECT version, items, ranks FROM norm_lists WHERE id = 'office'`)
}

func writeLists(ctx context.Context, h db.Handle, l Lists) error {
	return stale(db.Exec(ctx, h, `UPDATE norm_lists SET version = version + 1, items = $1, ranks = $2 WHERE id = 'office' AND version = $3`,
		strings.Join(l.Items, "\n"), strings.Join(l.Ranks, "\n"), l.Version))
}
