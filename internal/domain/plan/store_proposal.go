package plan

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

const (
	allProposals = `SELECT id FROM proposals WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	// ownedProposals lists what the organisation $1 has proposed.
	ownedProposals = `SELECT o.id FROM proposals o WHERE o.organisation_id = $1`
)

const proposalColumns = `p.id, p.version, p.plan_id, p.title, p.on_date, p.text, p.organisation_id, p.proposer_id, p.given, p.state, p.answer, p.visibility, p.binned`

func scanProposal(r db.Row) (Proposal, error) {
	var p Proposal
	err := r.Scan(&p.ID, &p.Version, &p.Plan, &p.Title, &p.When, &p.Text, &p.Organisation, &p.Proposer, &p.Given, &p.State, &p.Answer, &p.Visibility, &p.Binned)
	return p, err
}

func proposalByID(ctx context.Context, h db.Handle, id string) (Proposal, error) {
	return db.One(ctx, h, scanProposal, `SELECT `+proposalColumns+` FROM proposals p WHERE p.id = $1`, id)
}

func insertProposal(ctx context.Context, h db.Handle, p Proposal) error {
	_, err := db.Exec(ctx, h, `INSERT INTO proposals (id, version, plan_id, title, on_date, text, organisation_id, proposer_id, given, state, answer, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, p.ID, p.Plan, p.Title, p.When, p.Text, p.Organisation, p.Proposer, p.Given, p.State, p.Answer, p.Visibility)
	return err
}

func updateProposal(ctx context.Context, h db.Handle, p Proposal) error {
	n, err := db.Exec(ctx, h, `UPDATE proposals SET version = version + 1, plan_id = $3, title = $4, on_date = $5, text = $6, organisation_id = $7, state = $8, answer = $9, visibility = $10
		WHERE id = $1 AND version = $2`, p.ID, p.Version, p.Plan, p.Title, p.When, p.Text, p.Organisation, p.State, p.Answer, p.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binProposal(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE proposals SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// listProposals are those that a scope sees, the newest first; of one plan when
// it is named.
func listProposals(ctx context.Context, h db.Handle, plan string, scope account.Scope, organisation string) ([]Proposal, error) {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", "p.organisation_id = ? AND p.organisation_id <> ''", organisation)
	if plan != "" {
		w.And("p.plan_id = ?", plan)
	}
	where := w.SQL()
	return db.All(ctx, h, scanProposal, `SELECT `+proposalColumns+` FROM proposals p`+where+` ORDER BY p.given DESC, p.id DESC LIMIT `+w.Arg(listMax), w.Args()...)
}
