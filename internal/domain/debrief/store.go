package debrief

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

const allIDs = `SELECT id FROM debriefs WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `d.id, d.version, d.activity_id, d.purpose, d.who, d.agreed, d.results, d.costs, d.impressions, d.next, d.submitted, d.submitter_id, d.submitter, d.due, d.visibility, d.binned`

func scan(r db.Row) (Debrief, error) {
	var d Debrief
	var agreed string
	err := r.Scan(&d.ID, &d.Version, &d.Activity, &d.Purpose, &d.Who, &agreed, &d.Results, &d.Costs, &d.Impressions, &d.Next, &d.Submitted, &d.SubmitterID, &d.Submitter, &d.Due, &d.Visibility, &d.Binned)
	if agreed != "" {
		d.Agreed = strings.Split(agreed, "\n")
	}
	return d, err
}

func byID(ctx context.Context, h db.Handle, id string) (Debrief, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM debriefs d WHERE d.id = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(d Debrief) []any {
	return []any{d.Activity, d.Purpose, d.Who, strings.Join(d.Agreed, "\n"), d.Results, d.Costs, d.Impressions, d.Next, d.Submitted, d.SubmitterID, d.Submitter, d.Due, d.Visibility}
}

func insert(ctx context.Context, h db.Handle, d Debrief) error {
	_, err := db.Exec(ctx, h, `INSERT INTO debriefs (id, version, activity_id, purpose, who, agreed, results, costs, impressions, next, submitted, submitter_id, submitter, due, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, append([]any{d.ID}, values(d)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, d Debrief) error {
	n, err := db.Exec(ctx, h, `UPDATE debriefs SET version = version + 1, activity_id = $3, purpose = $4, who = $5, agreed = $6, results = $7, costs = $8, impressions = $9, next = $10, submitted = $11, submitter_id = $12,
		submitter = $13, due = $14, visibility = $15 WHERE id = $1 AND version = $2`, append([]any{d.ID, d.Version}, values(d)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE debriefs SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// list are the reports before an identifier, or the newest when it is empty; of
// one activity when it is named.
func list(ctx context.Context, h db.Handle, activity, before string, limit int, scope account.Scope) ([]Debrief, error) {
	var w db.Where
	w.And("NOT d.binned")
	scope.Where(&w, "d.visibility", "")
	if activity != "" {
		w.And("d.activity_id = ?", activity)
	}
	if before != "" {
		w.And("d.id < ?", before)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM debriefs d`+where+` ORDER BY d.id DESC LIMIT `+w.Arg(limit), w.Args()...)
}
