package agreement

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const allIDs = `SELECT id FROM agreements WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `a.id, a.version, a.partner_id, a.type, a.level, a.title, a.planned, a.signed, a.place, a.from_date, a.until_date, a.extension, a.ended, a.ended_by, a.ended_why, a.languages, a.subjects, a.renews_id, a.original, a.note, a.visibility, a.binned`

func scan(r db.Row) (Agreement, error) {
	var a Agreement
	var languages string
	err := r.Scan(&a.ID, &a.Version, &a.Partner, &a.Type, &a.Level, &a.Title, &a.Planned, &a.Signed, &a.Place, &a.From, &a.Until, &a.Extension, &a.Ended, &a.EndedBy, &a.EndedWhy, &languages, &a.Subjects, &a.Renews, &a.Original, &a.Note, &a.Visibility, &a.Binned)
	a.Languages = strings.Fields(languages)
	return a, err
}

func byID(ctx context.Context, h db.Handle, id string) (Agreement, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM agreements a WHERE a.id = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(a Agreement) []any {
	return []any{a.Partner, a.Type, a.Level, a.Title, fold.Key(a.Title.In("ru").Value), a.Planned, a.Signed, a.Signed.Sort(), a.Place, a.From, a.Until,
		a.Extension, a.Ended, a.EndedBy, a.EndedWhy, strings.Join(a.Languages, " "), a.Subjects, a.Renews, a.Original, a.Note, a.Visibility}
}

func insert(ctx context.Context, h db.Handle, a Agreement) error {
	_, err := db.Exec(ctx, h, `INSERT INTO agreements (id, version, partner_id, type, level, title, fold, planned, signed, sort, place, from_date, until_date, extension, ended, ended_by, ended_why, languages, subjects, renews_id, original, note, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`, append([]any{a.ID}, values(a)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, a Agreement) error {
	n, err := db.Exec(ctx, h, `UPDATE agreements SET version = version + 1, partner_id = $3, type = $4, level = $5, title = $6, fold = $7, planned = $8, signed = $9, sort = $10, place = $11,
		from_date = $12, until_date = $13, extension = $14, ended = $15, ended_by = $16, ended_why = $17, languages = $18, subjects = $19, renews_id = $20, original = $21, note = $22, visibility = $23 WHERE id = $1 AND version = $2`,
		append([]any{a.ID, a.Version}, values(a)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE agreements SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the register. After and Limit page through it by key, the
// newest paper first.
type Filter struct {
	Partner string
	Type    string
	After   Key
	Limit   int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Sort, ID string }

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope, own string) ([]Agreement, error) {
	var w db.Where
	w.And("NOT a.binned")
	scope.Where(&w, "a.visibility", ownCondition, own)
	if f.Partner != "" {
		w.And("a.partner_id = ?", f.Partner)
	}
	if f.Type != "" {
		w.And("a.type = ?", f.Type)
	}
	if f.After != (Key{}) {
		w.And("(a.sort, a.id) < (?, ?)", f.After.Sort, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM agreements a`+where+` ORDER BY a.sort DESC, a.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// ownCondition is true for papers with the city to which the viewer's
// organisation belongs.
const ownCondition = "a.partner_id IN (SELECT o.partner_id FROM organisations o WHERE o.id = ?)"

// ownedIDs lists the papers with the city to which the organisation $1 belongs.
const ownedIDs = `SELECT a.id FROM agreements a JOIN organisations o ON o.partner_id = a.partner_id WHERE o.id = $1`

func isOwn(ctx context.Context, h db.Handle, a *Agreement, organisation string) (bool, error) {
	if organisation == "" {
		return false, nil
	}
	n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM organisations o WHERE o.id = $1 AND o.partner_id = $2`, organisation, a.Partner)
	return n > 0, err
}

// followed are those of the given papers that a later one renews. A renewal
// that is only planned does not follow yet.
func followed(ctx context.Context, h db.Handle, papers []Agreement) (map[string]bool, error) {
	if len(papers) == 0 {
		return nil, nil
	}
	var w db.Where
	ids := make([]string, len(papers))
	for i, a := range papers {
		ids[i] = a.ID
	}
	w.In("renews_id", ids)
	w.And("renews_id <> ''") // its index has no others
	w.And("NOT binned AND NOT planned")
	found, err := db.All(ctx, h, db.Value[string], `SELECT renews_id FROM agreements`+w.SQL(), w.Args()...)
	later := map[string]bool{}
	for _, id := range found {
		later[id] = true
	}
	return later, err
}

// unsettled are the papers that may ask for something: with a last day that no
// signed paper has renewed, or announced and not signed.
func unsettled(ctx context.Context, h db.Handle, scope account.Scope, own string) ([]Agreement, error) {
	var w db.Where
	w.And("NOT a.binned")
	w.And("(a.planned OR (a.until_date <> '' OR a.ended <> '') AND NOT EXISTS (SELECT 1 FROM agreements l WHERE l.renews_id = a.id AND l.renews_id <> '' AND NOT l.binned AND NOT l.planned))")
	scope.Where(&w, "a.visibility", ownCondition, own)
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM agreements a`+w.SQL()+` ORDER BY a.sort, a.id`, w.Args()...)
}

// around are the papers that were signed, or are to be, between two days.
func around(ctx context.Context, h db.Handle, from, until string, scope account.Scope, own string) ([]Agreement, error) {
	var w db.Where
	w.And("NOT a.binned")
	w.And("a.sort >= ? AND a.sort <= ?", from, until)
	scope.Where(&w, "a.visibility", ownCondition, own)
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM agreements a`+w.SQL()+` ORDER BY a.sort, a.id`, w.Args()...)
}

// allPapers are all papers that are not in the bin, for checks.
func allPapers(ctx context.Context, h db.Handle) ([]Agreement, error) {
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM agreements a WHERE NOT a.binned ORDER BY a.id`)
}

// partnershipIDs finds a partnership by identifier or slug.
func partnershipIDs(ctx context.Context, h db.Handle, id string) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT id FROM partnerships WHERE (id = $1 OR slug = $1) AND NOT binned`, id)
}

// personName is the name of a person who is not in the bin.
func personName(ctx context.Context, h db.Handle, id string) (string, error) {
	return db.One(ctx, h, db.Value[string], `SELECT name FROM people WHERE id = $1 AND NOT binned`, id)
}
