package chain

import (
	"context"
	"encoding/json"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

const chainColumns = `id, anchor_kind, anchor_id, of_kind, of_id, of_year, starts, ends, was_starts, was_ends, asks`

func scanChain(r db.Row) (Chain, error) {
	var c Chain
	err := r.Scan(&c.ID, &c.Anchor.Kind, &c.Anchor.ID, &c.Of.Kind, &c.Of.ID, &c.Year, &c.Starts, &c.Ends, &c.WasStarts, &c.WasEnds, &c.Asks)
	return c, err
}

// chainsOf reads the chains of some anchors of one kind. After two anchors became
// one there may be two of the same.
func chainsOf(ctx context.Context, h db.Handle, kind string, ids []string) ([]Chain, error) {
	var w db.Where
	w.In("anchor_id", ids)
	w.And("anchor_kind = ?", kind)
	return db.All(ctx, h, scanChain, `SELECT `+chainColumns+` FROM chains`+w.SQL()+` ORDER BY id`, w.Args()...)
}

// chainsFor reads the chains that prepare a jubilee.
func chainsFor(ctx context.Context, h db.Handle, of record.Ref, year int) ([]Chain, error) {
	return db.All(ctx, h, scanChain, `SELECT `+chainColumns+` FROM chains WHERE of_id = $1 AND of_id <> '' AND of_kind = $2 AND of_year = $3 ORDER BY id`, of.ID, of.Kind, year)
}

// asking reads the chains that have a question.
func asking(ctx context.Context, h db.Handle, limit int) ([]Chain, error) {
	return db.All(ctx, h, scanChain, `SELECT `+chainColumns+` FROM chains WHERE asks <> '' AND asks IN ('moved', 'off') ORDER BY asks, id LIMIT $1`, limit)
}

func insertChain(ctx context.Context, h db.Handle, c Chain) error {
	_, err := db.Exec(ctx, h, `INSERT INTO chains (id, anchor_kind, anchor_id, of_kind, of_id, of_year, starts, ends) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.Anchor.Kind, c.Anchor.ID, c.Of.Kind, c.Of.ID, c.Year, c.Starts, c.Ends)
	return err
}

func updateChain(ctx context.Context, h db.Handle, c Chain) error {
	_, err := db.Exec(ctx, h, `UPDATE chains SET starts = $2, ends = $3, was_starts = $4, was_ends = $5, asks = $6 WHERE id = $1`, c.ID, c.Starts, c.Ends, c.WasStarts, c.WasEnds, c.Asks)
	return err
}

func scanStep(r db.Row) (Step, error) {
	var s Step
	var lead string
	if err := r.Scan(&s.Task, &s.Anchor.Kind, &s.Anchor.ID, &lead, &s.Counted); err != nil {
		return s, err
	}
	var err error
	s.Lead, err = ParseLead(lead)
	return s, err
}

func stepsOf(ctx context.Context, h db.Handle, anchor record.Ref) ([]Step, error) {
	return db.All(ctx, h, scanStep, `SELECT task_id, anchor_kind, anchor_id, lead, counted FROM chain_steps WHERE anchor_id = $1 AND anchor_kind = $2 ORDER BY task_id`, anchor.ID, anchor.Kind)
}

// stepsOfAll reads the steps of several anchors of a kind.
func stepsOfAll(ctx context.Context, h db.Handle, kind string, anchors []string) ([]Step, error) {
	var w db.Where
	w.In("anchor_id", db.Evened(anchors))
	w.And("anchor_kind = ?", kind)
	return db.All(ctx, h, scanStep, `SELECT task_id, anchor_kind, anchor_id, lead, counted FROM chain_steps`+w.SQL()+` ORDER BY task_id`, w.Args()...)
}

func stepOf(ctx context.Context, h db.Handle, task string) (Step, error) {
	return db.One(ctx, h, scanStep, `SELECT task_id, anchor_kind, anchor_id, lead, counted FROM chain_steps WHERE task_id = $1`, task)
}

// putStep writes a step, or its new lead and day.
func putStep(ctx context.Context, h db.Handle, s Step) error {
	_, err := db.Exec(ctx, h, `INSERT INTO chain_steps (task_id, anchor_kind, anchor_id, lead, counted) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (task_id) DO UPDATE SET lead = excluded.lead, counted = excluded.counted`, s.Task, s.Anchor.Kind, s.Anchor.ID, s.Lead.String(), s.Counted)
	return err
}

func scanSet(r db.Row) (Set, error) {
	var s Set
	var steps string
	if err := r.Scan(&s.ID, &s.Version, &s.Name, &steps); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(steps), &s.Steps)
}

func allSets(ctx context.Context, h db.Handle) ([]Set, error) {
	return db.All(ctx, h, scanSet, `SELECT id, version, title, steps FROM chain_sets ORDER BY id`)
}

func setByID(ctx context.Context, h db.Handle, id string) (Set, error) {
	return db.One(ctx, h, scanSet, `SELECT id, version, title, steps FROM chain_sets WHERE id = $1`, id)
}

// saveSet writes a set over the version that was read; 0 is a new one.
func saveSet(ctx context.Context, h db.Handle, s Set) error {
	steps, err := json.Marshal(s.Steps)
	if err != nil {
		return err
	}
	n, err := db.Exec(ctx, h, `INSERT INTO chain_sets (id, version, title, steps) VALUES ($1, $2 + 1, $3, $4)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, title = excluded.title, steps = excluded.steps WHERE chain_sets.version = $2`, s.ID, s.Version, s.Name, string(steps))
	return fresh(n, err)
}

func dropSet(ctx context.Context, h db.Handle, s Set) error {
	return fresh(db.Exec(ctx, h, `DELETE FROM chain_sets WHERE id = $1 AND version = $2`, s.ID, s.Version))
}

func readSettings(ctx context.Context, h db.Handle) (Settings, error) {
	return db.One(ctx, h, func(r db.Row) (Settings, error) {
		var s Settings
		err := r.Scan(&s.Version, &s.Budget)
		return s, err
	}, `SELECT version, budget FROM chain_settings WHERE id = 'office'`)
}

func saveSettings(ctx context.Context, h db.Handle, s Settings) error {
	return fresh(db.Exec(ctx, h, `UPDATE chain_settings SET version = version + 1, budget = $1 WHERE id = 'office' AND version = $2`, s.Budget, s.Version))
}

// fresh refuses what was written over another version than the one that is there.
func fresh(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "chain.stale")
	}
	return err
}
