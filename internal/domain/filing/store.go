package filing

import (
	"context"
	"encoding/json"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
)

const columns = `id, year, edition, sent_on, recipient, number, note, lang, lines, docx, pdf, xlsx, at, actor`

func scan(r db.Row) (Filing, error) {
	var f Filing
	var lines, at string
	err := r.Scan(&f.ID, &f.Year, &f.Edition, &f.On, &f.Recipient, &f.Number, &f.Note, &f.Lang, &lines, &f.Sums.DOCX, &f.Sums.PDF, &f.Sums.XLSX, &at, &f.Actor)
	if err != nil {
		return f, err
	}
	if f.At, err = clock.ParseStamp(at); err != nil {
		return f, err
	}
	return f, json.Unmarshal([]byte(lines), &f.Lines)
}

// listAll are all editions, the newest year first, in it the newest edition.
func listAll(ctx context.Context, h db.Handle) ([]Filing, error) {
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM filings ORDER BY year DESC, edition DESC`)
}

func byID(ctx context.Context, h db.Handle, id string) (Filing, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM filings WHERE id = $1`, id)
}

func insert(ctx context.Context, h db.Handle, f Filing, actorID string) error {
	lines, err := json.Marshal(f.Lines)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO filings (id, year, edition, sent_on, recipient, number, note, lang, lines, docx, pdf, xlsx, at, actor_id, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		f.ID, f.Year, f.Edition, f.On, f.Recipient, f.Number, f.Note, f.Lang, string(lines), f.Sums.DOCX, f.Sums.PDF, f.Sums.XLSX, clock.Stamp(f.At), actorID, f.Actor)
	return err
}
