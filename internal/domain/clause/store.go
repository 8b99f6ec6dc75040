package clause

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

const (
	textIDs   = `SELECT id FROM agreement_texts WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`
	clauseIDs = `SELECT id FROM clauses WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

	// A text lies in the bin with its agreement, and a clause with its text.
	selectTexts   = `SELECT t.id, t.version, t.agreement_id, t.our_lang, t.their_lang, t.third_lang, t.our_name, t.their_name, t.state, t.visibility, a.title, t.binned OR a.binned FROM agreement_texts t JOIN agreements a ON a.id = t.agreement_id`
	selectClauses = `SELECT c.id, c.version, c.text_id, c.position, c.part, c.heading, c.words, c.binned OR t.binned OR a.binned FROM clauses c JOIN agreement_texts t ON t.id = c.text_id JOIN agreements a ON a.id = t.agreement_id`
)

func scanText(r db.Row) (Text, error) {
	var t Text
	err := r.Scan(&t.ID, &t.Version, &t.Agreement, &t.OurLang, &t.TheirLang, &t.ThirdLang, &t.OurName, &t.TheirName, &t.State, &t.Visibility, &t.Called, &t.Binned)
	return t, err
}

// scanClause reads a clause, which is read by those who read its text.
func scanClause(r db.Row) (Clause, error) {
	c := Clause{}
	c.Visibility = record.Department
	err := r.Scan(&c.ID, &c.Version, &c.Text, &c.Position, &c.Part, &c.Heading, &c.Words, &c.Binned)
	return c, err
}

func textByID(ctx context.Context, h db.Handle, id string) (Text, error) {
	return db.One(ctx, h, scanText, selectTexts+` WHERE t.id = $1`, id)
}

// textsOf are the texts of an agreement, the first one first.
func textsOf(ctx context.Context, h db.Handle, agreement string) ([]Text, error) {
	return db.All(ctx, h, scanText, selectTexts+` WHERE t.agreement_id = $1 AND NOT t.binned ORDER BY t.id`, agreement)
}

func insertText(ctx context.Context, h db.Handle, t Text) error {
	_, err := db.Exec(ctx, h, `INSERT INTO agreement_texts (id, version, agreement_id, our_lang, their_lang, third_lang, our_name, their_name, state, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)`, t.ID, t.Agreement, t.OurLang, t.TheirLang, t.ThirdLang, t.OurName, t.TheirName, t.State, t.Visibility)
	return err
}

func updateText(ctx context.Context, h db.Handle, t Text) error {
	n, err := db.Exec(ctx, h, `UPDATE agreement_texts SET version = version + 1, our_lang = $3, their_lang = $4, third_lang = $5, our_name = $6, their_name = $7, state = $8 WHERE id = $1 AND version = $2`,
		t.ID, t.Version, t.OurLang, t.TheirLang, t.ThirdLang, t.OurName, t.TheirName, t.State)
	return stale(n, err)
}

// holdText locks the row of a text until the end of the transaction, so that it
// does not become ready while a clause of it is written.
func holdText(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `UPDATE agreement_texts SET state = state WHERE id = $1`, id)
	return err
}

// stale is the error of an update that met a newer version.
func stale(n int64, err error) error {
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binText(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE agreement_texts SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

func clauseByID(ctx context.Context, h db.Handle, id string) (Clause, error) {
	return db.One(ctx, h, scanClause, selectClauses+` WHERE c.id = $1`, id)
}

// clausesOf are the clauses of a text in their order.
func clausesOf(ctx context.Context, h db.Handle, text string) ([]Clause, error) {
	return db.All(ctx, h, scanClause, selectClauses+` WHERE c.text_id = $1 AND NOT c.binned ORDER BY c.position, c.id`, text)
}

func insertClause(ctx context.Context, h db.Handle, c Clause) error {
	_, err := db.Exec(ctx, h, `INSERT INTO clauses (id, version, text_id, position, part, heading, words) VALUES ($1, 1, $2, $3, $4, $5, $6)`,
		c.ID, c.Text, c.Position, c.Part, c.Heading, c.Words)
	return err
}

func updateClause(ctx context.Context, h db.Handle, c Clause) error {
	n, err := db.Exec(ctx, h, `UPDATE clauses SET version = version + 1, part = $3, heading = $4, words = $5 WHERE id = $1 AND version = $2`, c.ID, c.Version, c.Part, c.Heading, c.Words)
	return stale(n, err)
}

func binClause(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE clauses SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// arrange writes the order of clauses down, as far as it differs.
func arrange(ctx context.Context, h db.Handle, clauses []Clause) error {
	for i, c := range clauses {
		if c.Position == i+1 {
			continue
		}
		if _, err := db.Exec(ctx, h, `UPDATE clauses SET position = $2 WHERE id = $1`, c.ID, i+1); err != nil {
			return err
		}
	}
	return nil
}

const obligationColumns = `o.id, o.clause_id, o.side, o.what, o.due, o.repeats, o.our_promise_id, o.their_promise_id`

func scanObligation(r db.Row) (Obligation, error) {
	var o Obligation
	err := r.Scan(&o.ID, &o.Clause, &o.Side, &o.What, &o.Due, &o.Repeat, &o.OurPromise, &o.TheirPromise)
	return o, err
}

// obligationsOf are what the clauses of a text oblige to, in their order.
func obligationsOf(ctx context.Context, h db.Handle, text string) ([]Obligation, error) {
	return db.All(ctx, h, scanObligation, `SELECT `+obligationColumns+` FROM clauses c JOIN obligations o ON o.clause_id = c.id WHERE c.text_id = $1 AND NOT c.binned ORDER BY c.position, c.id, o.id`, text)
}

func obligationByID(ctx context.Context, h db.Handle, clause, id string) (Obligation, error) {
	return db.One(ctx, h, scanObligation, `SELECT `+obligationColumns+` FROM obligations o WHERE o.id = $1 AND o.clause_id = $2`, id, clause)
}

func insertObligation(ctx context.Context, h db.Handle, o Obligation) error {
	_, err := db.Exec(ctx, h, `INSERT INTO obligations (id, clause_id, side, what, due, repeats) VALUES ($1, $2, $3, $4, $5, $6)`, o.ID, o.Clause, o.Side, o.What, o.Due, o.Repeat)
	return err
}

func removeObligation(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM obligations WHERE id = $1`, id)
	return err
}

// setPromises notes which promises were made of an obligation.
func setPromises(ctx context.Context, h db.Handle, o Obligation) error {
	_, err := db.Exec(ctx, h, `UPDATE obligations SET our_promise_id = $2, their_promise_id = $3 WHERE id = $1`, o.ID, o.OurPromise, o.TheirPromise)
	return err
}

// allTexts are the newest texts, to begin another one with.
func allTexts(ctx context.Context, h db.Handle) ([]Text, error) {
	return db.All(ctx, h, scanText, selectTexts+` WHERE NOT t.binned AND NOT a.binned ORDER BY t.id DESC LIMIT 200`)
}
