package questionnaire

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

func scanForm(r db.Row) (Form, error) {
	var f Form
	var fields string
	err := r.Scan(&f.ID, &f.Version, &f.Activity, &fields)
	f.Fields = strings.Fields(fields)
	return f, err
}

// formByID reads a form by its own identifier or by that of the activity.
func formByID(ctx context.Context, h db.Handle, id string) (Form, error) {
	return db.One(ctx, h, scanForm, `SELECT id, version, activity_id, fields FROM questionnaires WHERE id = $1 OR activity_id = $1`, id)
}

func insertForm(ctx context.Context, h db.Handle, f Form) error {
	_, err := db.Exec(ctx, h, `INSERT INTO questionnaires (id, version, activity_id, fields) VALUES ($1, 1, $2, $3)`, f.ID, f.Activity, strings.Join(f.Fields, " "))
	return err
}

func updateForm(ctx context.Context, h db.Handle, f Form) error {
	n, err := db.Exec(ctx, h, `UPDATE questionnaires SET version = version + 1, fields = $3 WHERE id = $1 AND version = $2`, f.ID, f.Version, strings.Join(f.Fields, " "))
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

const answerColumns = `link, activity_id, who, consent, lang, consent_at, sent_at, lock, box, state`

func scanAnswer(r db.Row) (Answer, error) {
	var a Answer
	var consented, sent string
	err := r.Scan(&a.Link, &a.Activity, &a.Who, &a.Consent, &a.Lang, &consented, &sent, &a.lock, &a.box, &a.State)
	if err != nil {
		return a, err
	}
	if a.ConsentAt, err = clock.ParseStamp(consented); err == nil && sent != "" {
		a.SentAt, err = clock.ParseStamp(sent)
	}
	return a, err
}

func answerBy(ctx context.Context, h db.Handle, link string) (Answer, error) {
	return db.One(ctx, h, scanAnswer, `SELECT `+answerColumns+` FROM questionnaire_answers WHERE link = $1`, link)
}

func answersOf(ctx context.Context, h db.Handle, activity string) ([]Answer, error) {
	return db.All(ctx, h, scanAnswer, `SELECT `+answerColumns+` FROM questionnaire_answers WHERE activity_id = $1 ORDER BY link`, activity)
}

func putConsent(ctx context.Context, h db.Handle, a Answer) error {
	_, err := db.Exec(ctx, h, `INSERT INTO questionnaire_answers (link, activity_id, who, consent, lang, consent_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (link) DO UPDATE SET consent = $4, lang = $5, consent_at = $6`, a.Link, a.Activity, a.Who, a.Consent, a.Lang, clock.Stamp(a.ConsentAt))
	return err
}

// send puts an answer to its consent; false when there is one already.
func send(ctx context.Context, h db.Handle, link, lock, box string, at time.Time) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE questionnaire_answers SET sent_at = $4, lock = $2, box = $3, state = 'sent' WHERE link = $1 AND state = ''`, link, lock, box, clock.Stamp(at))
	return n > 0, err
}

// settle empties an answer that was taken over or dropped; false when somebody was
// faster.
func settle(ctx context.Context, h db.Handle, link string, to State) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE questionnaire_answers SET lock = '', box = '', state = $2 WHERE link = $1 AND state = 'sent'`, link, string(to))
	return n > 0, err
}

// forget empties the answers of a visit that nobody took over.
func forget(ctx context.Context, h db.Handle, activity string) error {
	_, err := db.Exec(ctx, h, `UPDATE questionnaire_answers SET lock = '', box = '', state = 'dropped' WHERE activity_id = $1 AND state = 'sent'`, activity)
	return err
}
