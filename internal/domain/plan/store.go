package plan

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const (
	allPlans = `SELECT id FROM plans WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	allLines = `SELECT id FROM plan_lines WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
)

// partnerRole is the role of the links from a line to its partners.
const partnerRole = "with"

const planColumns = `p.id, p.version, p.year, p.state, p.closes, p.load, p.apart, p.note, p.visibility, p.binned`

func scanPlan(r db.Row) (Plan, error) {
	var p Plan
	err := r.Scan(&p.ID, &p.Version, &p.Year, &p.State, &p.Closes, &p.Load, &p.Apart, &p.Note, &p.Visibility, &p.Binned)
	return p, err
}

func planByID(ctx context.Context, h db.Handle, id string) (Plan, error) {
	return db.One(ctx, h, scanPlan, `SELECT `+planColumns+` FROM plans p WHERE p.id = $1`, id)
}

func insertPlan(ctx context.Context, h db.Handle, p Plan) error {
	_, err := db.Exec(ctx, h, `INSERT INTO plans (id, version, year, state, closes, load, apart, note, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)`, p.ID, p.Year, p.State, p.Closes, p.Load, p.Apart, p.Note, p.Visibility)
	return err
}

func updatePlan(ctx context.Context, h db.Handle, p Plan) error {
	n, err := db.Exec(ctx, h, `UPDATE plans SET version = version + 1, year = $3, state = $4, closes = $5, load = $6, apart = $7, note = $8, visibility = $9 WHERE id = $1 AND version = $2`,
		p.ID, p.Version, p.Year, p.State, p.Closes, p.Load, p.Apart, p.Note, p.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binPlan(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE plans SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	if db.UniqueKey(err) == "plans_year_key" {
		return errs.New(errs.Conflict, "plan.year.taken")
	}
	return err
}

// listPlans are the plans that a scope sees, the latest year first.
func listPlans(ctx context.Context, h db.Handle, scope account.Scope) ([]Plan, error) {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", "")
	return db.All(ctx, h, scanPlan, `SELECT `+planColumns+` FROM plans p`+w.SQL()+` ORDER BY p.year DESC`, w.Args()...)
}

const lineColumns = `l.id, l.version, l.plan_id, l.title, l.on_date, l.place, l.type, l.owner_id, l.post_id, l.funds, l.amount, l.funder, l.audience, l.reason, l.origin_kind, l.origin_id, l.origin_key,
	l.activity_id, l.outcome, l.note, l.visibility, l.binned`

func scanLine(r db.Row) (Line, error) {
	var l Line
	var origin record.Ref
	var audience string
	err := r.Scan(&l.ID, &l.Version, &l.Plan, &l.Title, &l.When, &l.Place, &l.Type, &l.Owner, &l.Post, &l.Money, &l.Amount, &l.Funder, &audience, &l.Reason, &origin.Kind, &origin.ID, &l.Key,
		&l.Activity, &l.Outcome, &l.Note, &l.Visibility, &l.Binned)
	if !origin.IsZero() {
		l.Origin = origin.String()
	}
	if audience != "" {
		l.Audience = strings.Split(audience, "\n")
	}
	return l, err
}

func lineByID(ctx context.Context, h db.Handle, id string) (Line, error) {
	l, err := db.One(ctx, h, scanLine, `SELECT `+lineColumns+` FROM plan_lines l WHERE l.id = $1`, id)
	if err != nil {
		return l, err
	}
	refs, err := record.LinksFrom(ctx, h, l.Ref(), partnerRole)
	for _, ref := range refs {
		l.Partners = append(l.Partners, ref.ID)
	}
	return l, err
}

// lineValues are the columns that insert and update write, in this order after id.
func lineValues(l Line) []any {
	origin := record.ParseRef(l.Origin)
	return []any{l.Plan, l.Title, l.When, l.When.Sort(), l.When.Last().Format("2006-01-02"), l.Place, l.Type, l.Owner, l.Post, l.Money, l.Amount, l.Funder, strings.Join(l.Audience, "\n"),
		l.Reason, origin.Kind, origin.ID, l.Key, l.Activity, l.Outcome, l.Note, l.Visibility}
}

func insertLine(ctx context.Context, h db.Handle, l Line) error {
	_, err := db.Exec(ctx, h, `INSERT INTO plan_lines (id, version, plan_id, title, on_date, sort, last, place, type, owner_id, post_id, funds, amount, funder, audience, reason, origin_kind, origin_id, origin_key, activity_id, outcome, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`, append([]any{l.ID}, lineValues(l)...)...)
	if err != nil {
		return err
	}
	return record.SetLinks(ctx, h, l.Ref(), partnerRole, l.partnerRefs())
}

func updateLine(ctx context.Context, h db.Handle, l Line) error {
	n, err := db.Exec(ctx, h, `UPDATE plan_lines SET version = version + 1, plan_id = $3, title = $4, on_date = $5, sort = $6, last = $7, place = $8, type = $9, owner_id = $10, post_id = $11, funds = $12, amount = $13,
		funder = $14, audience = $15, reason = $16, origin_kind = $17, origin_id = $18, origin_key = $19, activity_id = $20, outcome = $21, note = $22, visibility = $23 WHERE id = $1 AND version = $2`,
		append([]any{l.ID, l.Version}, lineValues(l)...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return record.SetLinks(ctx, h, l.Ref(), partnerRole, l.partnerRefs())
}

func binLine(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE plan_lines SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

func (l Line) partnerRefs() []record.Ref {
	refs := make([]record.Ref, len(l.Partners))
	for i, id := range l.Partners {
		refs[i] = record.Ref{Kind: "partner", ID: id}
	}
	return refs
}

// Filter narrows the lines, which come by their time. After and Limit page
// through them by key.
type Filter struct {
	Plan    string
	Partner string // identifier of the partnership
	Of      record.Ref
	From    string // whose last day is this one or later, as YYYY-MM-DD
	Until   string // whose first day is this one or earlier
	Since   string // whose first day is this one or later
	After   Key
	Limit   int
}

// Key is the place in the list after which the next page begins.
type Key struct{ Sort, ID string }

// listMax is how many lines are read when nobody says how many.
const listMax = 2000

func listLines(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Line, error) {
	var w db.Where
	w.And("NOT l.binned")
	w.And("l.plan_id IN (SELECT p.id FROM plans p WHERE NOT p.binned)")
	scope.Where(&w, "l.visibility", "")
	for _, c := range []struct{ condition, value string }{{"l.plan_id = ?", f.Plan}, {"l.last >= ?", f.From}, {"l.sort <= ?", f.Until}, {"l.sort >= ?", f.Since}} {
		if c.value != "" {
			w.And(c.condition, c.value)
		}
	}
	if f.Partner != "" {
		w.And("l.id IN (SELECT k.from_id FROM record_links k WHERE k.to_kind = 'partner' AND k.to_id = ? AND k.from_kind = ? AND k.role = ?)", f.Partner, LineKind, partnerRole)
	}
	switch {
	case f.Of.Kind == "activity":
		w.And("l.activity_id = ? AND l.activity_id <> ''", f.Of.ID)
	case !f.Of.IsZero():
		w.And("l.origin_kind = ? AND l.origin_id = ? AND l.origin_id <> ''", f.Of.Kind, f.Of.ID)
	}
	if f.After != (Key{}) {
		w.And("(l.sort, l.id) > (?, ?)", f.After.Sort, f.After.ID)
	}
	if f.Limit == 0 {
		f.Limit = listMax
	}
	where := w.SQL()
	lines, err := db.All(ctx, h, scanLine, `SELECT `+lineColumns+` FROM plan_lines l`+where+` ORDER BY l.sort, l.id LIMIT `+w.Arg(f.Limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return lines, addPartners(ctx, h, lines)
}

// linkChunk bounds the identifiers of one query.
const linkChunk = 500

// addPartners fills in the partners of lines.
func addPartners(ctx context.Context, h db.Handle, lines []Line) error {
	for len(lines) > 0 {
		part := lines[:min(len(lines), linkChunk)]
		lines = lines[len(part):]
		at, ids := make(map[string]int, len(part)), make([]string, len(part))
		for i, l := range part {
			at[l.ID], ids[i] = i, l.ID
		}
		var w db.Where
		w.And("from_kind = ?", LineKind)
		w.And("role = ?", partnerRole)
		w.In("from_id", ids)
		links, err := db.All(ctx, h, func(r db.Row) ([2]string, error) {
			var l [2]string
			err := r.Scan(&l[0], &l[1])
			return l, err
		}, `SELECT from_id, to_id FROM record_links`+w.SQL()+` ORDER BY from_id, to_id`, w.Args()...)
		if err != nil {
			return err
		}
		for _, l := range links {
			line := &part[at[l[0]]]
			line.Partners = append(line.Partners, l[1])
		}
	}
	return nil
}
