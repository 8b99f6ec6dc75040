package agreement

import (
	"context"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

func scanSignatory(r db.Row) (Signatory, error) {
	var s Signatory
	err := r.Scan(&s.ID, &s.Agreement, &s.Side, &s.Name, &s.Post, &s.Person)
	return s, err
}

func signatoriesOf(ctx context.Context, h db.Handle, id string) ([]Signatory, error) {
	return db.All(ctx, h, scanSignatory, `SELECT id, agreement_id, side, name, post, person_id FROM signatories WHERE agreement_id = $1 ORDER BY side, id`, id)
}

func insertSignatory(ctx context.Context, h db.Handle, s Signatory) error {
	_, err := db.Exec(ctx, h, `INSERT INTO signatories (id, agreement_id, side, name, post, person_id) VALUES ($1, $2, $3, $4, $5, $6)`, s.ID, s.Agreement, s.Side, s.Name, s.Post, s.Person)
	return err
}

func removeSignatory(ctx context.Context, h db.Handle, agreement, id string) error {
	n, err := db.Exec(ctx, h, `DELETE FROM signatories WHERE id = $1 AND agreement_id = $2`, id, agreement)
	if err == nil && n == 0 {
		err = errs.New(errs.NotFound, "record.missing")
	}
	return err
}

// signedBy lists the papers that a person signed, the oldest first, as far as
// the viewer may see them.
func signedBy(ctx context.Context, h db.Handle, person string, scope account.Scope, own string) ([]Agreement, error) {
	var w db.Where
	w.And("NOT a.binned")
	w.And("a.id IN (SELECT s.agreement_id FROM signatories s WHERE s.person_id = ? AND s.person_id <> '')", person)
	scope.Where(&w, "a.visibility", ownCondition, own)
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM agreements a`+w.SQL()+` ORDER BY a.sort, a.id`, w.Args()...)
}

// signers lists the people who may sign a paper with a partner, at most a
// thousand: those with a role in an organisation of the partner's city or of
// ours.
func signers(ctx context.Context, h db.Handle, partner string, scope account.Scope) ([]contact.Person, error) {
	var w db.Where
	w.And("NOT p.binned")
	w.And("p.id IN (SELECT r.person_id FROM roles r JOIN organisations o ON o.id = r.organisation_id AND r.organisation_id <> '' WHERE o.partner_id = ? OR o.side = 'ours')", partner)
	scope.Where(&w, "p.visibility", "")
	return db.All(ctx, h, func(r db.Row) (contact.Person, error) {
		var p contact.Person
		err := r.Scan(&p.ID, &p.Name, &p.Cyrillic, &p.Latin)
		return p, err
	}, `SELECT p.id, p.name, p.cyrillic, p.latin FROM people p`+w.SQL()+` ORDER BY p.fold, p.id LIMIT 1000`, w.Args()...)
}
