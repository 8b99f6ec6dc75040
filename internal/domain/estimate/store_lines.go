package estimate

import (
	"context"
	"encoding/json"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/account"
)

const columns = `e.id, e.version, e.activity_id, e.year, e.people, e.days, e.note, e.visibility, e.binned`

func scan(r db.Row) (Estimate, error) {
	var e Estimate
	var people, days int64
	err := r.Scan(&e.ID, &e.Version, &e.Activity, &e.Year, &people, &days, &e.Note, &e.Visibility, &e.Binned)
	e.People, e.Days = countWords(people), countWords(days)
	return e, err
}

func byID(ctx context.Context, h db.Handle, id string) (Estimate, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM estimates e WHERE e.id = $1`, id)
}

// number is a count that was checked before.
func number(text string) int64 {
	n, err := readCount(text, "")
	if err != nil {
		return 0
	}
	return n
}

func insert(ctx context.Context, h db.Handle, e Estimate) error {
	_, err := db.Exec(ctx, h, `INSERT INTO estimates (id, version, activity_id, year, people, days, note, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.Activity, e.Year, number(e.People), number(e.Days), e.Note, e.Visibility)
	return err
}

func update(ctx context.Context, h db.Handle, e Estimate) error {
	return stale(db.Exec(ctx, h, `UPDATE estimates SET version = version + 1, activity_id = $3, year = $4, people = $5, days = $6, note = $7, visibility = $8 WHERE id = $1 AND version = $2`,
		e.ID, e.Version, e.Activity, e.Year, number(e.People), number(e.Days), e.Note, e.Visibility))
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE estimates SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the estimates. After and Limit page through them, the latest
// year first.
type Filter struct {
	Activity string
	Year     string
	After    Key
	Limit    int
}

// Key is the place in the list after which the next page begins.
type Key struct{ Year, ID string }

// Key is the estimate's place in the list.
func (e Estimate) Key() Key { return Key{e.Year, e.ID} }

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Estimate, error) {
	var w db.Where
	w.And("NOT e.binned")
	scope.Where(&w, "e.visibility", "")
	if f.Activity != "" {
		w.And("e.activity_id = ?", f.Activity)
	}
	if f.Year != "" {
		w.And("e.year = ?", f.Year)
	}
	if f.After != (Key{}) {
		w.And("(e.year, e.id) < (?, ?)", f.After.Year, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM estimates e`+where+` ORDER BY e.year DESC, e.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

const lineColumns = `l.id, l.version, l.estimate_id, l.place, l.item, l.title, l.norm_id, l.per, l.rate, l.people, l.days, l.plan, l.currency, l.source, l.fact, l.fact_known, l.note, l.visibility, l.binned`

func scanLine(r db.Row) (Line, error) {
	var l Line
	var rate, people, days, plan, fact int64
	var known bool
	err := r.Scan(&l.ID, &l.Version, &l.Estimate, &l.Place, &l.Item, &l.Title, &l.Norm, &l.Per, &rate, &people, &days, &plan, &l.Currency, &l.Source, &fact, &known, &l.Note, &l.Visibility, &l.Binned)
	l.People, l.Days, l.Sum = countWords(people), countWords(days), decimal(plan, l.Currency)
	if l.Per != "" {
		l.Rate = decimal(rate, l.Currency)
	}
	if known {
		l.Fact = decimal(fact, l.Currency)
	}
	return l, err
}

func lineByID(ctx context.Context, h db.Handle, id string) (Line, error) {
	return db.One(ctx, h, scanLine, `SELECT `+lineColumns+` FROM estimate_lines l WHERE l.id = $1`, id)
}

func lineValues(l Line) []any {
	fact, known := l.Spent()
	rate := int64(0)
	if l.Rate != "" {
		rate = amount(l.Rate, l.Currency).Minor
	}
	return []any{l.Estimate, l.Place, l.Item, l.Title, l.Norm, l.Per, rate, number(l.People), number(l.Days), l.Planned().Minor, l.Currency, l.Source, fact.Minor, known, l.Note, l.Visibility}
}

func insertLine(ctx context.Context, h db.Handle, l Line) error {
	_, err := db.Exec(ctx, h, `INSERT INTO estimate_lines (id, version, estimate_id, place, item, title, norm_id, per, rate, people, days, plan, currency, source, fact, fact_known, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, append([]any{l.ID}, lineValues(l)...)...)
	return err
}

func updateLine(ctx context.Context, h db.Handle, l Line) error {
	return stale(db.Exec(ctx, h, `UPDATE estimate_lines SET version = version + 1, estimate_id = $3, place = $4, item = $5, title = $6, norm_id = $7, per = $8, rate = $9, people = $10, days = $11, plan = $12, currency = $13,
		source = $14, fact = $15, fact_known = $16, note = $17, visibility = $18 WHERE id = $1 AND version = $2`, append([]any{l.ID, l.Version}, lineValues(l)...)...))
}

func binLine(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE estimate_lines SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// linesMax is how many lines an estimate has at most.
const linesMax = 500

// linesOf are the lines of an estimate in the order in which they were written.
func linesOf(ctx context.Context, h db.Handle, estimate string) ([]Line, error) {
	return db.All(ctx, h, scanLine, `SELECT `+lineColumns+` FROM estimate_lines l WHERE l.estimate_id = $1 AND NOT l.binned ORDER BY l.place, l.id LIMIT $2`, estimate, linesMax+1)
}

// linesOfYear are the lines of all estimates of a year.
func linesOfYear(ctx context.Context, h db.Handle, year string) ([]Line, error) {
	return db.All(ctx, h, scanLine, `SELECT `+lineColumns+` FROM estimates e JOIN estimate_lines l ON l.estimate_id = e.id AND NOT l.binned WHERE e.year = $1 AND NOT e.binned ORDER BY l.id`, year)
}

// editionWords is the number of an approval as the history has it; nothing
// before the first.
func editionWords(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func insertEdition(ctx context.Context, h db.Handle, e Edition) error {
	lines, err := json.Marshal(e.Lines)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO estimate_editions (estimate_id, edition, day, by_id, by_name, lines) VALUES ($1, $2, $3, $4, $5, $6)`, e.Estimate, e.Number, e.Day, e.By, e.ByName, string(lines))
	return err
}

// lastEdition is the newest approved copy of an estimate; the zero Edition when
// there is none.
func lastEdition(ctx context.Context, h db.Handle, estimate string) (Edition, error) {
	e, err := db.One(ctx, h, func(r db.Row) (Edition, error) {
		var e Edition
		var lines string
		if err := r.Scan(&e.Estimate, &e.Number, &e.Day, &e.By, &e.ByName, &lines); err != nil {
			return e, err
		}
		return e, json.Unmarshal([]byte(lines), &e.Lines)
	}, `SELECT estimate_id, edition, day, by_id, by_name, lines FROM estimate_editions WHERE estimate_id = $1 ORDER BY edition DESC LIMIT 1`, estimate)
	if errs.KindOf(err) == errs.NotFound {
		return Edition{}, nil
	}
	return e, err
}

// Spent is what one source paid for an activity, in one currency.
type Spent struct {
	Activity, Estimate, Source string
	Sum                        money.Amount // of the lines that have a fact
	Known, Missing             int          // lines with and without one
}

// factsOf adds up the facts of the estimates of some activities.
func factsOf(ctx context.Context, h db.Handle, activities []string, scope, ofLines account.Scope) ([]Spent, error) {
	var w db.Where
	w.And("NOT e.binned AND NOT l.binned")
	w.In("e.activity_id", db.Evened(activities))
	scope.Where(&w, "e.visibility", "")
	ofLines.Where(&w, "l.visibility", "")
	return db.All(ctx, h, func(r db.Row) (Spent, error) {
		var s Spent
		err := r.Scan(&s.Activity, &s.Estimate, &s.Source, &s.Sum.Currency, &s.Sum.Minor, &s.Known, &s.Missing)
		return s, err
	}, `SELECT e.activity_id, e.id, l.source, l.currency, CAST(sum(CASE WHEN l.fact_known THEN l.fact ELSE 0 END) AS BIGINT), sum(CASE WHEN l.fact_known THEN 1 ELSE 0 END), sum(CASE WHEN l.fact_known THEN 0 ELSE 1 END)
		FROM estimates e JOIN estimate_lines l ON l.estimate_id = e.id`+w.SQL()+` GROUP BY e.activity_id, e.id, l.source, l.currency ORDER BY e.activity_id, e.id, l.source, l.currency`, w.Args()...)
}
