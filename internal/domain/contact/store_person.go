package contact

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
)

const personIDs = `SELECT id FROM people WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const personColumns = `p.id, p.version, p.name, p.cyrillic, p.latin, p.sounds, p.address, p.spoken, p.written, p.email, p.phone, p.met, p.quiet, p.about, p.visibility, p.binned`

func personTargets(p *Person, spoken, written *string) []any {
	return []any{&p.ID, &p.Version, &p.Name, &p.Cyrillic, &p.Latin, &p.Sounds, &p.Address, spoken, written, &p.Email, &p.Phone, &p.Met, &p.Quiet, &p.About, &p.Visibility, &p.Binned}
}

func scanPerson(r db.Row) (Person, error) {
	var p Person
	var spoken, written string
	err := r.Scan(personTargets(&p, &spoken, &written)...)
	p.Spoken, p.Written = strings.Fields(spoken), strings.Fields(written)
	return p, err
}

func personByID(ctx context.Context, h db.Handle, id string) (Person, error) {
	return db.One(ctx, h, scanPerson, `SELECT `+personColumns+` FROM people p WHERE p.id = $1`, id)
}

func peopleByID(ctx context.Context, h db.Handle, ids []string) ([]Person, error) {
	var w db.Where
	w.In("p.id", ids)
	return db.All(ctx, h, scanPerson, `SELECT `+personColumns+` FROM people p`+w.SQL()+` ORDER BY p.id`, w.Args()...)
}

func insertPerson(ctx context.Context, h db.Handle, p Person) error {
	_, err := db.Exec(ctx, h, `INSERT INTO people (id, version, name, fold, cyrillic, latin, sounds, address, spoken, written, email, phone, met, quiet, about, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		p.ID, p.Name, personFold(p), p.Cyrillic, p.Latin, p.Sounds, p.Address, strings.Join(p.Spoken, " "), strings.Join(p.Written, " "),
		p.Email, p.Phone, p.Met, p.Quiet, p.About, p.Visibility)
	if err != nil {
		return err
	}
	return addNameKeys(ctx, h, PersonKind, p.ID, []string{p.Name, p.Cyrillic, p.Latin})
}

func updatePerson(ctx context.Context, h db.Handle, p Person) error {
	n, err := db.Exec(ctx, h, `UPDATE people SET version = version + 1, name = $3, fold = $4, cyrillic = $5, latin = $6, sounds = $7, address = $8,
		spoken = $9, written = $10, email = $11, phone = $12, met = $13, quiet = $14, about = $15, visibility = $16 WHERE id = $1 AND version = $2`,
		p.ID, p.Version, p.Name, personFold(p), p.Cyrillic, p.Latin, p.Sounds, p.Address, strings.Join(p.Spoken, " "), strings.Join(p.Written, " "),
		p.Email, p.Phone, p.Met, p.Quiet, p.About, p.Visibility)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return setNameKeys(ctx, h, PersonKind, p.ID, []string{p.Name, p.Cyrillic, p.Latin})
}

func binPerson(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE people SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// PersonFilter narrows the list of people.
type PersonFilter struct {
	Query string
	After Key
	Limit int
}

// PersonRow is one line of the list, with what the person is now.
type PersonRow struct {
	Person
	Key Key
}

// ownPerson is true for people with a role in the viewer's organisation.
const ownPerson = "p.id IN (SELECT r.person_id FROM roles r WHERE r.organisation_id = ? AND r.organisation_id <> '')"

// ownedPeople lists the people with a role in the organisation $1.
const ownedPeople = `SELECT r.person_id FROM roles r WHERE r.organisation_id = $1 AND r.organisation_id <> ''`

// isOwnPerson is the same rule in Go.
func isOwnPerson(ctx context.Context, h db.Handle, p *Person, organisation string) (bool, error) {
	if organisation == "" {
		return false, nil
	}
	n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM roles WHERE person_id = $1 AND organisation_id = $2`, p.ID, organisation)
	return n > 0, err
}

func personWhere(f PersonFilter, scope account.Scope, own string) db.Where {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", ownPerson, own)
	if key := fold.Key(f.Query); key != "" {
		w.And(nameKeyCondition("p.id"), PersonKind, key, key+"\U0010ffff")
	}
	return w
}

func listPeople(ctx context.Context, h db.Handle, f PersonFilter, scope account.Scope, own string) ([]PersonRow, error) {
	w := personWhere(f, scope, own)
	if f.After != (Key{}) {
		w.And("(p.fold, p.id) > (?, ?)", f.After.Fold, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, func(r db.Row) (PersonRow, error) {
		var row PersonRow
		var spoken, written string
		err := r.Scan(append(personTargets(&row.Person, &spoken, &written), &row.Key.Fold)...)
		row.Spoken, row.Written, row.Key.ID = strings.Fields(spoken), strings.Fields(written), row.ID
		return row, err
	}, `SELECT `+personColumns+`, p.fold FROM people p`+where+` ORDER BY p.fold, p.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}

func countPeople(ctx context.Context, h db.Handle, f PersonFilter, scope account.Scope, own string, bound int) (int, error) {
	w := personWhere(f, scope, own)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM people p`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// nameKeyCondition finds records one of whose name words begins with a prefix.
// The bound keeps a one-letter query as cheap as a long one.
func nameKeyCondition(id string) string {
	return id + ` IN (SELECT k.record_id FROM name_keys k WHERE k.kind = ? AND k.fold >= ? AND k.fold < ? LIMIT 2000)`
}

// setNameKeys writes the folded name and every rest of it that begins a word.
func setNameKeys(ctx context.Context, h db.Handle, kind, id string, names []string) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM name_keys WHERE kind = $1 AND record_id = $2`, kind, id); err != nil {
		return err
	}
	return addNameKeys(ctx, h, kind, id, names)
}

// addNameKeys is setNameKeys for a new record.
func addNameKeys(ctx context.Context, h db.Handle, kind, id string, names []string) error {
	var rows [][]any
	for _, name := range names {
		for rest := fold.Key(name); rest != ""; {
			rows = append(rows, []any{kind, rest, id})
			_, rest, _ = strings.Cut(rest, " ")
		}
	}
	return db.InsertAll(ctx, h, `INSERT INTO name_keys (kind, fold, record_id)`, ` ON CONFLICT DO NOTHING`, rows)
}

// nameFold orders organisations as a reader of Russian expects, and falls back
// to the source language.
func nameFold(name i18n.Text) string { return fold.Key(name.In("ru").Value) }

func personFold(p Person) string { return fold.Key(p.In("ru")) }

func textNames(name i18n.Text) []string {
	var all []string
	for _, lang := range name.Langs() {
		all = append(all, name.Get(lang))
	}
	return all
}

// alikeOrganisation finds an organisation of the same folded name.
func alikeOrganisation(ctx context.Context, h db.Handle, o *Organisation) (title, id string, err error) {
	found, err := db.All(ctx, h, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations o WHERE o.fold = $1 AND NOT o.binned AND o.id <> $2 LIMIT 1`, nameFold(o.Name), o.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Name.In("ru").Value, found[0].ID, nil
}

// alikePerson finds a person one of whose spellings folds to the same.
func alikePerson(ctx context.Context, h db.Handle, p *Person) (title, id string, err error) {
	found, err := db.All(ctx, h, scanPerson, `SELECT `+personColumns+` FROM people p JOIN name_keys k ON k.kind = $1 AND k.record_id = p.id WHERE k.fold = $2 AND NOT p.binned AND p.id <> $3 LIMIT 1`,
		PersonKind, fold.Key(p.Name), p.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Name, found[0].ID, nil
}

// quietBoxes are the addresses of people who asked not to be contacted.
func quietBoxes(ctx context.Context, h db.Handle) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT email FROM people WHERE quiet AND NOT binned AND email <> '' ORDER BY email`)
}

// boxes are the people who have an address of e-mail, with it.
func boxes(ctx context.Context, h db.Handle) ([]Person, error) {
	return db.All(ctx, h, func(r db.Row) (Person, error) {
		var p Person
		err := r.Scan(&p.ID, &p.Email, &p.Visibility)
		return p, err
	}, `SELECT id, email, visibility FROM people WHERE NOT binned AND email <> '' ORDER BY email, id`)
}

// sites are the addresses of e-mail and of the web of partners' organisations.
func sites(ctx context.Context, h db.Handle) ([]Organisation, error) {
	return db.All(ctx, h, func(r db.Row) (Organisation, error) {
		var o Organisation
		err := r.Scan(&o.ID, &o.Partner, &o.Email, &o.Website, &o.Visibility)
		return o, err
	}, `SELECT id, partner_id, email, website, visibility FROM organisations WHERE NOT binned AND partner_id <> '' ORDER BY partner_id, fold, id`)
}
