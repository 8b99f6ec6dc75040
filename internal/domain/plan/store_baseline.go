package plan

import (
	"context"
	"encoding/json"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

// edition is the number of an approval as the history has it; nothing before the
// first.
func edition(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func insertBaseline(ctx context.Context, h db.Handle, b Baseline) error {
	lines, err := json.Marshal(b.Lines)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO plan_baselines (plan_id, edition, day, by_id, by_name, lines) VALUES ($1, $2, $3, $4, $5, $6)`, b.Plan, b.Number, b.Day, b.By, b.ByName, string(lines))
	return err
}

// lastBaseline is the newest copy of a plan; the zero Baseline when there is none.
func lastBaseline(ctx context.Context, h db.Handle, plan string) (Baseline, error) {
	b, err := db.One(ctx, h, func(r db.Row) (Baseline, error) {
		var b Baseline
		var lines string
		if err := r.Scan(&b.Plan, &b.Number, &b.Day, &b.By, &b.ByName, &lines); err != nil {
			return b, err
		}
		return b, json.Unmarshal([]byte(lines), &b.Lines)
	}, `SELECT plan_id, edition, day, by_id, by_name, lines FROM plan_baselines WHERE plan_id = $1 ORDER BY edition DESC LIMIT 1`, plan)
	if errs.KindOf(err) == errs.NotFound {
		return Baseline{}, nil
	}
	return b, err
}
