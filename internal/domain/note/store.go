package note

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM notes WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

// aboutRole is the role of the links from a note to what it is about.
const aboutRole = "about"

const columns = `n.id, n.version, n.type, n.title, n.text, n.confirmed, n.question, n.decided_on, n.decided_by, n.reasons, n.alternatives, n.reconsider, n.visibility, n.binned`

func scan(r db.Row) (Note, error) {
	var n Note
	err := r.Scan(&n.ID, &n.Version, &n.Type, &n.Title, &n.Text, &n.Confirmed, &n.Question, &n.DecidedOn, &n.DecidedBy, &n.Reasons, &n.Alternatives, &n.Reconsider, &n.Visibility, &n.Binned)
	return n, err
}

func byID(ctx context.Context, h db.Handle, id string) (Note, error) {
	n, err := db.One(ctx, h, scan, `SELECT `+columns+` FROM notes n WHERE n.id = $1`, id)
	if err != nil {
		return n, err
	}
	refs, err := record.LinksFrom(ctx, h, n.Ref(), aboutRole)
	for _, ref := range refs {
		n.About = append(n.About, ref.String())
	}
	return n, err
}

// values are the columns that insert and update write, in this order after id.
func values(n Note) []any {
	return []any{n.Type, n.Title, fold.Key(n.Title.In("ru").Value), n.Text, n.Confirmed, n.Question, n.DecidedOn, n.DecidedOn.Sort(), n.DecidedBy,
		n.Reasons, n.Alternatives, n.Reconsider, words(n), n.Visibility}
}

// words are all texts of a note, folded for the search.
func words(n Note) string {
	var b strings.Builder
	for _, text := range []i18n.Text{n.Title, n.Text, n.Question, n.DecidedBy, n.Reasons, n.Alternatives, n.Reconsider} {
		for _, lang := range text.Langs() {
			b.WriteString(" " + fold.Key(text.Get(lang)))
		}
	}
	return b.String()
}

func insert(ctx context.Context, h db.Handle, n Note) error {
	_, err := db.Exec(ctx, h, `INSERT INTO notes (id, version, type, title, fold, text, confirmed, question, decided_on, decided_sort, decided_by, reasons, alternatives, reconsider, words, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, append([]any{n.ID}, values(n)...)...)
	if err != nil {
		return err
	}
	return record.SetLinks(ctx, h, n.Ref(), aboutRole, n.Refs())
}

func update(ctx context.Context, h db.Handle, n Note) error {
	count, err := db.Exec(ctx, h, `UPDATE notes SET version = version + 1, type = $3, title = $4, fold = $5, text = $6, confirmed = $7, question = $8, decided_on = $9, decided_sort = $10,
		decided_by = $11, reasons = $12, alternatives = $13, reconsider = $14, words = $15, visibility = $16 WHERE id = $1 AND version = $2`,
		append([]any{n.ID, n.Version}, values(n)...)...)
	if err != nil {
		return err
	}
	if count == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return record.SetLinks(ctx, h, n.Ref(), aboutRole, n.Refs())
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE notes SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the list of notes. After and Limit page through it by key, in
// the order of the titles.
type Filter struct {
	Type  string
	Query string // beginnings of words of any text of the note, in any order
	After Key
	Limit int
}

// Key is the place in the list after which the next page begins.
type Key struct{ Fold, ID string }

// Row is one line of the list.
type Row struct {
	Note
	Key Key
}

func where(f Filter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT n.binned")
	scope.Where(&w, "n.visibility", "")
	if f.Type != "" {
		w.And("n.type = ?", f.Type)
	}
	for _, word := range fold.Words(f.Query) {
		w.And("n.words LIKE ?", "% "+db.Prefix(word))
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Row, error) {
	w := where(f, scope)
	if f.After != (Key{}) {
		w.And("(n.fold, n.id) > (?, ?)", f.After.Fold, f.After.ID)
	}
	where := w.SQL()
	notes, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM notes n`+where+` ORDER BY n.fold, n.id LIMIT `+w.Arg(f.Limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	if err := addAbout(ctx, h, notes); err != nil {
		return nil, err
	}
	rows := make([]Row, len(notes))
	for i, n := range notes {
		rows[i] = Row{n, Key{fold.Key(n.Title.In("ru").Value), n.ID}}
	}
	return rows, nil
}

// count counts up to a bound, so that the number above a list never costs more
// than reading that many keys.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, bound int) (int, error) {
	w := where(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM notes n`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// about lists the notes on any of some records: decisions first, the newest of
// them before the others, then by title.
func about(ctx context.Context, h db.Handle, refs []record.Ref, scope account.Scope, limit int) ([]Note, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("NOT n.binned")
	scope.Where(&w, "n.visibility", "")
	// One part per record, since SQLite reads all links of all notes for an OR.
	targets := make([]string, len(refs))
	for i, ref := range refs {
		targets[i] = `SELECT l.from_id FROM record_links l WHERE l.to_kind = ` + w.Arg(ref.Kind) + ` AND l.to_id = ` + w.Arg(ref.ID) +
			` AND l.from_kind = ` + w.Arg(Kind) + ` AND l.role = ` + w.Arg(aboutRole)
	}
	w.And("n.id IN (" + together(targets) + ")")
	where := w.SQL()
	notes, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM notes n`+where+` ORDER BY n.type = 'decision' DESC, n.decided_sort DESC, n.fold, n.id LIMIT `+w.Arg(limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return notes, addAbout(ctx, h, notes)
}

// addAbout fills in what each of the notes is about.
func addAbout(ctx context.Context, h db.Handle, notes []Note) error {
	if len(notes) == 0 {
		return nil
	}
	at := make(map[string]int, len(notes))
	ids := make([]string, len(notes))
	for i, n := range notes {
		at[n.ID], ids[i] = i, n.ID
	}
	type link struct {
		from string
		to   record.Ref
	}
	var w db.Where
	w.And("from_kind = ?", Kind)
	w.And("role = ?", aboutRole)
	w.In("from_id", ids)
	links, err := db.All(ctx, h, func(r db.Row) (link, error) {
		var l link
		err := r.Scan(&l.from, &l.to.Kind, &l.to.ID)
		return l, err
	}, `SELECT from_id, to_kind, to_id FROM record_links`+w.SQL()+` ORDER BY from_id, to_kind, to_id`, w.Args()...)
	for _, l := range links {
		n := &notes[at[l.from]]
		n.About = append(n.About, l.to.String())
	}
	return err
}

// together joins queries that hold nothing but placeholders.
func together(queries []string) string { return strings.Join(queries, " UNION ") }
