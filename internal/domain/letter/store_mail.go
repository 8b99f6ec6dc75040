package letter

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

// byMail is the entry of a mail; false when there is none.
func byMail(ctx context.Context, h db.Handle, mailID string) (Letter, bool, error) {
	found, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l WHERE l.mail_id = $1 AND l.mail_id <> '' AND NOT l.binned ORDER BY l.id LIMIT 1`, mailID)
	if err != nil || len(found) == 0 {
		return Letter{}, false, err
	}
	return found[0], true, nil
}

// byMessage is the entry of a message of the outbox; false when there is none.
func byMessage(ctx context.Context, h db.Handle, message string) (Letter, bool, error) {
	found, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l WHERE l.message_id = $1 AND l.message_id <> '' ORDER BY l.id LIMIT 1`, message)
	if err != nil || len(found) == 0 {
		return Letter{}, false, err
	}
	return found[0], true, nil
}

func insertDraft(ctx context.Context, h db.Handle, d Draft) error {
	_, err := db.Exec(ctx, h, `INSERT INTO letter_drafts (message_id, partner_id, person_id, answers_id, waits, by_date, number, activity_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, d.Message, d.Partner, d.Person, d.Answers, d.Waits, d.By, d.Number, d.Activity)
	return err
}

// draftOf is what the register will say of a message; false when it is no letter.
func draftOf(ctx context.Context, h db.Handle, message string) (Draft, bool, error) {
	d, err := db.One(ctx, h, func(r db.Row) (Draft, error) {
		var d Draft
		err := r.Scan(&d.Message, &d.Partner, &d.Person, &d.Answers, &d.Waits, &d.By, &d.Number, &d.Activity)
		return d, err
	}, `SELECT message_id, partner_id, person_id, answers_id, waits, by_date, number, activity_id FROM letter_drafts WHERE message_id = $1`, message)
	if errs.KindOf(err) == errs.NotFound {
		return Draft{}, false, nil
	}
	return d, err == nil, err
}
