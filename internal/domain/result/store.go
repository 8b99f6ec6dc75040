package result

import (
	"context"
	"database/sql"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM results WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `r.id, r.version, r.type, r.name, r.since, r.place, r.number, r.unit, r.partner_id, r.activity_id, r.note, r.proof, r.there, r.there_on, r.recheck, r.visibility, r.binned`

func scan(row db.Row) (Result, error) {
	var r Result
	var number sql.NullInt64
	err := row.Scan(&r.ID, &r.Version, &r.Type, &r.Name, &r.Since, &r.Place, &number, &r.Unit, &r.Partner, &r.Activity, &r.Note,
		&r.Proof, &r.There, &r.ThereOn, &r.Recheck, &r.Visibility, &r.Binned)
	if number.Valid {
		r.Number = strconv.FormatInt(number.Int64, 10)
	}
	return r, err
}

func byID(ctx context.Context, h db.Handle, id string) (Result, error) {
	r, err := db.One(ctx, h, scan, `SELECT `+columns+` FROM results r WHERE r.id = $1`, id)
	if err != nil {
		return r, err
	}
	one := []Result{r}
	err = addGroups(ctx, h, one)
	return one[0], err
}

// values are the columns that insert and update write, in this order after id.
func values(r Result) []any {
	var number sql.NullInt64
	if n, err := strconv.ParseInt(r.Number, 10, 64); err == nil {
		number = sql.NullInt64{Int64: n, Valid: true}
	}
	return []any{r.Type, r.Name, fold.Key(r.Name.In("ru").Value), r.Since, r.Since.Sort(), r.Place, number, r.Unit, r.Partner, r.Activity, r.Note,
		r.Proof, r.There, r.ThereOn, r.Recheck, r.Recheck.Sort(), r.expires(), r.Visibility}
}

func insert(ctx context.Context, h db.Handle, r Result) error {
	_, err := db.Exec(ctx, h, `INSERT INTO results (id, version, type, name, fold, since, since_sort, place, number, unit, partner_id, activity_id, note, proof, there, there_on, recheck, recheck_sort, expires, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, append([]any{r.ID}, values(r)...)...)
	if err != nil {
		return err
	}
	return record.SetTags(ctx, h, r.Ref(), record.Beneficiary, r.Beneficiaries)
}

func update(ctx context.Context, h db.Handle, r Result) error {
	n, err := db.Exec(ctx, h, `UPDATE results SET version = version + 1, type = $3, name = $4, fold = $5, since = $6, since_sort = $7, place = $8, number = $9, unit = $10, partner_id = $11, activity_id = $12,
		note = $13, proof = $14, there = $15, there_on = $16, recheck = $17, recheck_sort = $18, expires = $19, visibility = $20 WHERE id = $1 AND version = $2`,
		append([]any{r.ID, r.Version}, values(r)...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return record.SetTags(ctx, h, r.Ref(), record.Beneficiary, r.Beneficiaries)
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE results SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// alike finds another result of the same name from the same partner.
func alike(ctx context.Context, h db.Handle, r *Result) (title, id string, err error) {
	found, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM results r WHERE r.fold = $1 AND r.partner_id = $2 AND r.id <> $3 AND NOT r.binned ORDER BY r.id LIMIT 1`,
		fold.Key(r.Name.In("ru").Value), r.Partner, r.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Name.In("ru").Value, found[0].ID, nil
}

// Filter narrows the register. After and Limit page through it by key, the
// newest result first, those of unknown age last.
type Filter struct {
	Type     string
	Partner  string // identifier of the partnership
	Activity string // identifier of the activity
	Proof    string
	Standing Standing // how it stands today; empty: all
	Country  string   // of the page; the query reads Partners
	Partners []string // one of these partnerships; empty: all
	After    Key
	Limit    int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Since, ID string }

// Key is the result's place in the register.
func (r Result) Key() Key { return Key{r.Since.Sort(), r.ID} }

// where narrows to what a filter asks for and the viewer may see on a day.
func where(f Filter, scope account.Scope, day string) db.Where {
	var w db.Where
	w.And("NOT r.binned")
	scope.Where(&w, "r.visibility", "")
	for _, c := range []struct{ column, value string }{{"r.type", f.Type}, {"r.partner_id", f.Partner}, {"r.activity_id", f.Activity}, {"r.proof", f.Proof}} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	if len(f.Partners) > 0 {
		w.In("r.partner_id", f.Partners)
	}
	switch f.Standing {
	case Counted:
		w.And("r.there <> 'no' AND r.proof <> 'claimed' AND (r.expires = '' OR r.expires >= ?)", day)
	case Unproved:
		w.And("r.there <> 'no' AND r.proof = 'claimed'")
	case Expired:
		w.And("r.there <> 'no' AND r.proof <> 'claimed' AND r.expires <> '' AND r.expires < ?", day)
	case Over:
		w.And("r.there = 'no'")
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope, day string) ([]Result, error) {
	w := where(f, scope, day)
	if f.After != (Key{}) {
		w.And("(r.since_sort, r.id) < (?, ?)", f.After.Since, f.After.ID)
	}
	where := w.SQL()
	rows, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM results r`+where+` ORDER BY r.since_sort DESC, r.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return rows, addGroups(ctx, h, rows)
}

// addGroups fills in for whom each of the results is.
func addGroups(ctx context.Context, h db.Handle, rows []Result) error {
	if len(rows) == 0 {
		return nil
	}
	at := make(map[string]int, len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		at[r.ID], ids[i] = i, r.ID
	}
	var w db.Where
	w.And("kind = ?", Kind)
	w.And("scheme = ?", record.Beneficiary)
	w.In("record_id", ids)
	type tag struct{ id, group string }
	tags, err := db.All(ctx, h, func(r db.Row) (tag, error) {
		var t tag
		err := r.Scan(&t.id, &t.group)
		return t, err
	}, `SELECT record_id, tag FROM record_tags`+w.SQL()+` ORDER BY record_id, tag`, w.Args()...)
	for _, t := range tags {
		r := &rows[at[t.id]]
		r.Beneficiaries = append(r.Beneficiaries, t.group)
	}
	return err
}

// count counts up to a bound, so that the number above a list never costs more
// than reading that many keys.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, day string, bound int) (int, error) {
	w := where(f, scope, day)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM results r`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// due lists what is to be looked at until a day, given in the form of
// edtf.Date.Sort, the longest overdue first.
func due(ctx context.Context, h db.Handle, until string, scope account.Scope, limit int) ([]Result, error) {
	w := where(Filter{}, scope, "")
	w.And("r.recheck_sort <> '' AND r.recheck_sort <= ? AND r.there <> 'no'", until)
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM results r`+where+` ORDER BY r.recheck_sort, r.id LIMIT `+w.Arg(limit), w.Args()...)
}

// dueFrom pages through the looks of a span, by day and identifier.
func dueFrom(ctx context.Context, h db.Handle, since, after, until string, scope account.Scope, limit int) ([]Result, error) {
	w := where(Filter{}, scope, "")
	w.And("r.recheck_sort <> '' AND r.recheck_sort <= ? AND r.there <> 'no' AND (r.recheck_sort, r.id) > (?, ?)", until, since, after)
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM results r`+where+` ORDER BY r.recheck_sort, r.id LIMIT `+w.Arg(limit), w.Args()...)
}
