package agreement

import (
	"context"

	"pobratim/internal/kit/db"
)

// doneSteps are the steps of a paper's legal path that were noted as done, by
// the name of the step.
func doneSteps(ctx context.Context, h db.Handle, id string) (map[string]Done, error) {
	all, err := db.All(ctx, h, func(r db.Row) (Done, error) {
		var d Done
		err := r.Scan(&d.Step, &d.On, &d.Document)
		return d, err
	}, `SELECT step, done_on, document FROM agreement_steps WHERE agreement_id = $1 ORDER BY step`, id)
	done := make(map[string]Done, len(all))
	for _, d := range all {
		done[d.Step] = d
	}
	return done, err
}

// putStep notes a step as done, in place of what was noted before.
func putStep(ctx context.Context, h db.Handle, id string, d Done) error {
	_, err := db.Exec(ctx, h, `INSERT INTO agreement_steps (agreement_id, step, done_on, document) VALUES ($1, $2, $3, $4)
		ON CONFLICT (agreement_id, step) DO UPDATE SET done_on = excluded.done_on, document = excluded.document`, id, d.Step, d.On, d.Document)
	return err
}

func takeStep(ctx context.Context, h db.Handle, id, step string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM agreement_steps WHERE agreement_id = $1 AND step = $2`, id, step)
	return err
}
