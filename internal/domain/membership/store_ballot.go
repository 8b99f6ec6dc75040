package membership

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
)

const allBallotIDs = `SELECT id FROM ballots WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const selectBallots = `SELECT b.id, b.version, b.membership_id, b.question, b.meeting, b.held, b.position, b.reasons, b.outcome, b.note, b.visibility, b.binned, m.name FROM ballots b JOIN memberships m ON m.id = b.membership_id`

func scanBallot(r db.Row) (Ballot, error) {
	var b Ballot
	err := r.Scan(&b.ID, &b.Version, &b.Membership, &b.Question, &b.Meeting, &b.Held, &b.Position, &b.Reasons, &b.Outcome, &b.Note, &b.Visibility, &b.Binned, &b.Of)
	return b, err
}

func ballotByID(ctx context.Context, h db.Handle, id string) (Ballot, error) {
	return db.One(ctx, h, scanBallot, selectBallots+` WHERE b.id = $1`, id)
}

// ballotValues are the columns that insert and update write, in this order after id.
func ballotValues(b Ballot) []any {
	return []any{b.Membership, b.Question, b.Meeting, b.Held, b.Held.Sort(), b.Position, b.Reasons, b.Outcome, b.Note, b.Visibility}
}

func insertBallot(ctx context.Context, h db.Handle, b Ballot) error {
	_, err := db.Exec(ctx, h, `INSERT INTO ballots (id, version, membership_id, question, meeting, held, held_sort, position, reasons, outcome, note, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		append([]any{b.ID}, ballotValues(b)...)...)
	return err
}

func updateBallot(ctx context.Context, h db.Handle, b Ballot) error {
	return fresh(db.Exec(ctx, h, `UPDATE ballots SET version = version + 1, membership_id = $3, question = $4, meeting = $5, held = $6, held_sort = $7, position = $8, reasons = $9, outcome = $10, note = $11, visibility = $12
		WHERE id = $1 AND version = $2`, append([]any{b.ID, b.Version}, ballotValues(b)...)...))
}

func binBallot(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE ballots SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// BallotFilter narrows the register of ballots. After and Limit page through it
// by key, the newest meeting first, those without a day last.
type BallotFilter struct {
	Membership string
	Position   string
	Unsettled  bool // without a position
	After      BallotKey
	Limit      int
}

// BallotKey is the place in the register of ballots after which the next page
// begins.
type BallotKey struct{ Held, ID string }

// Key is the ballot's place in the register.
func (b Ballot) Key() BallotKey { return BallotKey{b.Held.Sort(), b.ID} }

func whereBallots(f BallotFilter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT b.binned AND NOT m.binned")
	scope.Where(&w, "b.visibility", "")
	if f.Membership != "" {
		w.And("b.membership_id = ?", f.Membership)
	}
	if f.Position != "" {
		w.And("b.position = ?", f.Position)
	}
	if f.Unsettled {
		w.And("b.position = ''")
	}
	return w
}

func listBallots(ctx context.Context, h db.Handle, f BallotFilter, scope account.Scope) ([]Ballot, error) {
	w := whereBallots(f, scope)
	if f.After != (BallotKey{}) {
		w.And("(b.held_sort, b.id) < (?, ?)", f.After.Held, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanBallot, selectBallots+where+` ORDER BY b.held_sort DESC, b.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// countBallots counts up to a bound.
func countBallots(ctx context.Context, h db.Handle, f BallotFilter, scope account.Scope, bound int) (int, error) {
	w := whereBallots(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM ballots b JOIN memberships m ON m.id = b.membership_id`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}
