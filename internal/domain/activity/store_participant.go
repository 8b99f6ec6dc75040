package activity

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

const participantColumns = `x.id, x.activity_id, x.organisation_id, x.person_id, x.text, x.role, x.side`

func participantTargets(p *Participant) []any {
	return []any{&p.ID, &p.Activity, &p.Organisation, &p.Person, &p.Text, &p.Role, &p.Side}
}

func scanParticipant(r db.Row) (Participant, error) {
	var p Participant
	err := r.Scan(participantTargets(&p)...)
	return p, err
}

// participantsOf lists who takes part, in the order of writing down.
func participantsOf(ctx context.Context, h db.Handle, activity string) ([]Participant, error) {
	return db.All(ctx, h, scanParticipant, `SELECT `+participantColumns+` FROM participants x WHERE x.activity_id = $1 ORDER BY x.position, x.id`, activity)
}

func participantByID(ctx context.Context, h db.Handle, id string) (Participant, error) {
	return db.One(ctx, h, scanParticipant, `SELECT `+participantColumns+` FROM participants x WHERE x.id = $1`, id)
}

func insertParticipant(ctx context.Context, h db.Handle, p Participant) error {
	_, err := db.Exec(ctx, h, `INSERT INTO participants (id, activity_id, position, organisation_id, person_id, text, role, side)
		VALUES ($1, $2, (SELECT COALESCE(MAX(y.position), 0) + 1 FROM participants y WHERE y.activity_id = $2), $3, $4, $5, $6, $7)`,
		p.ID, p.Activity, p.Organisation, p.Person, p.Text, p.Role, p.Side)
	return err
}

func removeParticipant(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM participants WHERE id = $1`, id)
	return err
}

// Participation is an activity as one of its participants sees it.
type Participation struct {
	Activity
	Role string
	Side string
}

// participations lists the activities of an organisation or a person (by the
// column organisation_id or person_id), the newest first, one row per role.
func participations(ctx context.Context, h db.Handle, column, id string, limit int, scope account.Scope, own string) ([]Participation, error) {
	var w db.Where
	w.And("NOT a.binned")
	w.And("x."+column+" = ? AND x."+column+" <> ''", id) // their indexes have no others
	scope.Where(&w, "a.visibility", ownCondition, own)
	where := w.SQL()
	return db.All(ctx, h, func(r db.Row) (Participation, error) {
		var p Participation
		err := r.Scan(append(targets(&p.Activity), &p.Role, &p.Side)...)
		return p, err
	}, `SELECT `+columns+`, x.role, x.side FROM participants x JOIN activities a ON a.id = x.activity_id`+where+` ORDER BY a.sort DESC, a.id DESC, x.position LIMIT `+w.Arg(limit), w.Args()...)
}

const moneyColumns = `m.id, m.activity_id, m.what, m.minor, m.currency, m.note`

func scanMoney(r db.Row) (Money, error) {
	var m Money
	err := r.Scan(&m.ID, &m.Activity, &m.What, &m.Amount.Minor, &m.Amount.Currency, &m.Note)
	return m, err
}

// moneyOf lists an activity's lines of money in the order of writing down.
func moneyOf(ctx context.Context, h db.Handle, activity string) ([]Money, error) {
	return db.All(ctx, h, scanMoney, `SELECT `+moneyColumns+` FROM activity_money m WHERE m.activity_id = $1 ORDER BY m.position, m.id`, activity)
}

func insertMoney(ctx context.Context, h db.Handle, m Money) error {
	_, err := db.Exec(ctx, h, `INSERT INTO activity_money (id, activity_id, position, what, minor, currency, note)
		VALUES ($1, $2, (SELECT COALESCE(MAX(y.position), 0) + 1 FROM activity_money y WHERE y.activity_id = $2), $3, $4, $5, $6)`,
		m.ID, m.Activity, m.What, m.Amount.Minor, m.Amount.Currency, m.Note)
	return err
}

func removeMoney(ctx context.Context, h db.Handle, activity, id string) error {
	n, err := db.Exec(ctx, h, `DELETE FROM activity_money WHERE id = $1 AND activity_id = $2`, id, activity)
	if err == nil && n == 0 {
		err = errs.New(errs.NotFound, "record.missing")
	}
	return err
}
