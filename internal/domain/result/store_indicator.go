package result

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const allIndicatorIDs = `SELECT id FROM indicators WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const indicatorColumns = `r.id, r.version, r.name, r.unit, r.partner_id, r.activity_id, r.baseline, r.baseline_on, r.target, r.target_on, r.actual, r.actual_on, r.note, r.visibility, r.binned`

func scanIndicator(row db.Row) (Indicator, error) {
	var i Indicator
	err := row.Scan(&i.ID, &i.Version, &i.Name, &i.Unit, &i.Partner, &i.Activity, &i.Baseline, &i.BaselineOn, &i.Target, &i.TargetOn, &i.Actual, &i.ActualOn, &i.Note, &i.Visibility, &i.Binned)
	return i, err
}

func indicatorByID(ctx context.Context, h db.Handle, id string) (Indicator, error) {
	return db.One(ctx, h, scanIndicator, `SELECT `+indicatorColumns+` FROM indicators r WHERE r.id = $1`, id)
}

func indicatorValues(i Indicator) []any {
	return []any{i.Name, fold.Key(i.Name.In("ru").Value), i.Unit, i.Partner, i.Activity, i.Baseline, i.BaselineOn, i.Target, i.TargetOn, i.Actual, i.ActualOn, i.Note, i.Visibility}
}

func insertIndicator(ctx context.Context, h db.Handle, i Indicator) error {
	_, err := db.Exec(ctx, h, `INSERT INTO indicators (id, version, name, fold, unit, partner_id, activity_id, baseline, baseline_on, target, target_on, actual, actual_on, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, append([]any{i.ID}, indicatorValues(i)...)...)
	return err
}

func updateIndicator(ctx context.Context, h db.Handle, i Indicator) error {
	n, err := db.Exec(ctx, h, `UPDATE indicators SET version = version + 1, name = $3, fold = $4, unit = $5, partner_id = $6, activity_id = $7, baseline = $8, baseline_on = $9, target = $10, target_on = $11,
		actual = $12, actual_on = $13, note = $14, visibility = $15 WHERE id = $1 AND version = $2`, append([]any{i.ID, i.Version}, indicatorValues(i)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binIndicator(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE indicators SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// listIndicators lists a page of indicators in the order of their names, those of a
// partner or an activity when one is given.
func listIndicators(ctx context.Context, h db.Handle, f IndicatorFilter, scope account.Scope) ([]Indicator, error) {
	var w db.Where
	w.And("NOT r.binned")
	scope.Where(&w, "r.visibility", "")
	if f.Partner != "" {
		w.And("r.partner_id = ?", f.Partner)
	}
	if f.Activity != "" {
		w.And("r.activity_id = ?", f.Activity)
	}
	if f.AfterName != "" || f.AfterID != "" {
		w.And("(r.fold, r.id) > (?, ?)", f.AfterName, f.AfterID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanIndicator, `SELECT `+indicatorColumns+` FROM indicators r`+where+` ORDER BY r.fold, r.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}
