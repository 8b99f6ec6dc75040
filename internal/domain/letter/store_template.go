package letter

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

const allTemplateIDs = `SELECT id FROM letter_templates WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const templateColumns = `t.id, t.version, t.type, t.name, t.lang, t.title, t.body, t.shipped, t.visibility, t.binned`

func scanTemplate(r db.Row) (Template, error) {
	var t Template
	err := r.Scan(&t.ID, &t.Version, &t.Type, &t.Name, &t.Lang, &t.Title, &t.Body, &t.Shipped, &t.Visibility, &t.Binned)
	return t, err
}

func templateByID(ctx context.Context, h db.Handle, id string) (Template, error) {
	return db.One(ctx, h, scanTemplate, `SELECT `+templateColumns+` FROM letter_templates t WHERE t.id = $1`, id)
}

// templatesMax is how many templates an office can choose from.
const templatesMax = 500

func templates(ctx context.Context, h db.Handle) ([]Template, error) {
	return db.All(ctx, h, scanTemplate, `SELECT `+templateColumns+` FROM letter_templates t WHERE NOT t.binned ORDER BY t.fold, t.lang LIMIT $1`, templatesMax)
}

func insertTemplate(ctx context.Context, h db.Handle, t Template) error {
	_, err := db.Exec(ctx, h, `INSERT INTO letter_templates (id, version, type, name, fold, lang, title, body, shipped, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.Type, t.Name, t.Group(), t.Lang, t.Title, t.Body, t.Shipped, t.Visibility)
	return err
}

func updateTemplate(ctx context.Context, h db.Handle, t Template) error {
	n, err := db.Exec(ctx, h, `UPDATE letter_templates SET version = version + 1, type = $3, name = $4, fold = $5, lang = $6, title = $7, body = $8, visibility = $9 WHERE id = $1 AND version = $2`,
		t.ID, t.Version, t.Type, t.Name, t.Group(), t.Lang, t.Title, t.Body, t.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binTemplate(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE letter_templates SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	if db.UniqueKey(err) != "" { // another one has taken its place meanwhile
		return errs.Wrap(err, errs.Conflict, "letter_template.shipped.taken")
	}
	return err
}
