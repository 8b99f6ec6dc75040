package contact

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const organisationIDs = `SELECT id FROM organisations WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const organisationColumns = `o.id, o.version, o.name, o.type, o.side, o.partner_id, o.parent_id, o.about, o.website, o.email, o.phone, o.screened, o.visibility, o.binned`

func scanOrganisation(r db.Row) (Organisation, error) {
	var o Organisation
	err := r.Scan(&o.ID, &o.Version, &o.Name, &o.Type, &o.Side, &o.Partner, &o.Parent, &o.About, &o.Website, &o.Email, &o.Phone, &o.Screened, &o.Visibility, &o.Binned)
	return o, err
}

func organisationByID(ctx context.Context, h db.Handle, id string) (Organisation, error) {
	return db.One(ctx, h, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations o WHERE o.id = $1`, id)
}

func organisationsByID(ctx context.Context, h db.Handle, ids []string) ([]Organisation, error) {
	var w db.Where
	w.In("o.id", ids)
	return db.All(ctx, h, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations o`+w.SQL()+` ORDER BY o.id`, w.Args()...)
}

func insertOrganisation(ctx context.Context, h db.Handle, o Organisation) error {
	_, err := db.Exec(ctx, h, `INSERT INTO organisations (id, version, name, fold, type, side, partner_id, parent_id, about, website, email, phone, screened, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		o.ID, o.Name, nameFold(o.Name), o.Type, o.Side, o.Partner, o.Parent, o.About, o.Website, o.Email, o.Phone, o.Screened, o.Visibility)
	if err != nil {
		return err
	}
	return addNameKeys(ctx, h, OrganisationKind, o.ID, textNames(o.Name))
}

// updateOrganisation writes a new state over the version it was made from; it
// answers errs.Stale when somebody else was faster.
func updateOrganisation(ctx context.Context, h db.Handle, o Organisation) error {
	n, err := db.Exec(ctx, h, `UPDATE organisations SET version = version + 1, name = $3, fold = $4, type = $5, side = $6, partner_id = $7, parent_id = $8,
		about = $9, website = $10, email = $11, phone = $12, screened = $13, visibility = $14 WHERE id = $1 AND version = $2`,
		o.ID, o.Version, o.Name, nameFold(o.Name), o.Type, o.Side, o.Partner, o.Parent, o.About, o.Website, o.Email, o.Phone, o.Screened, o.Visibility)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return setNameKeys(ctx, h, OrganisationKind, o.ID, textNames(o.Name))
}

func binOrganisation(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE organisations SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// OrganisationFilter narrows the list of organisations. After and Limit page
// through it by key.
type OrganisationFilter struct {
	Query   string // beginning of any word of a name, in any spelling that fold evens out
	Type    string
	Side    string
	Partner string
	After   Key
	Limit   int
}

// Key is the place in a list after which the next page begins.
type Key struct{ Fold, ID string }

// OrganisationRow is one line of the list.
type OrganisationRow struct {
	Organisation
	Key Key
}

func scanOrganisationRow(r db.Row) (OrganisationRow, error) {
	var o OrganisationRow
	err := r.Scan(&o.ID, &o.Name, &o.Type, &o.Side, &o.Partner, &o.Website, &o.Visibility, &o.Key.Fold)
	o.Key.ID = o.ID
	return o, err
}

// ownOrganisation is true for the viewer's own organisation.
const ownOrganisation = "o.id = ?"

// ownedOrganisation lists the organisation $1 itself.
const ownedOrganisation = `SELECT o.id FROM organisations o WHERE o.id = $1`

func organisationWhere(f OrganisationFilter, scope account.Scope, own string) db.Where {
	var w db.Where
	w.And("NOT o.binned")
	scope.Where(&w, "o.visibility", ownOrganisation, own)
	if f.Type != "" {
		w.And("o.type = ?", f.Type)
	}
	if f.Side != "" {
		w.And("o.side = ?", f.Side)
	}
	if f.Partner != "" {
		w.And("o.partner_id = ? AND o.partner_id <> ''", f.Partner) // as the index says it, or SQLite leaves it aside
	}
	if key := fold.Key(f.Query); key != "" {
		w.And(nameKeyCondition("o.id"), OrganisationKind, key, key+"\U0010ffff")
	}
	return w
}

func listOrganisations(ctx context.Context, h db.Handle, f OrganisationFilter, scope account.Scope, own string) ([]OrganisationRow, error) {
	w := organisationWhere(f, scope, own)
	if f.After != (Key{}) {
		w.And("(o.fold, o.id) > (?, ?)", f.After.Fold, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanOrganisationRow,
		`SELECT o.id, o.name, o.type, o.side, o.partner_id, o.website, o.visibility, o.fold FROM organisations o`+where+` ORDER BY o.fold, o.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// countOrganisations counts up to a bound, so that the number above a list
// never costs more than reading that many keys.
func countOrganisations(ctx context.Context, h db.Handle, f OrganisationFilter, scope account.Scope, own string, bound int) (int, error) {
	w := organisationWhere(f, scope, own)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM organisations o`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}
