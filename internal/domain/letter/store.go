package letter

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const allIDs = `SELECT id FROM letters WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

// answered tells of a row l whether another one answers it.
const answered = `EXISTS (SELECT 1 FROM letters a WHERE a.answers_id = l.id AND a.answers_id <> '' AND NOT a.binned)`

const columns = `l.id, l.version, l.type, l.side, l.title, l.note, l.on_date, l.partner_id, l.person_id, l.number, l.theirs, l.waits, l.by_date, l.answers_id, l.visibility, l.binned, l.mail_id, l.message_id, l.body, l.activity_id, ` + answered

func scan(r db.Row) (Letter, error) {
	var l Letter
	err := r.Scan(&l.ID, &l.Version, &l.Type, &l.Side, &l.Title, &l.Note, &l.On, &l.Partner, &l.Person, &l.Number, &l.Theirs, &l.Waits, &l.By, &l.Answers, &l.Visibility, &l.Binned, &l.MailID, &l.Message, &l.Body, &l.Event, &l.Answered)
	return l, err
}

func byID(ctx context.Context, h db.Handle, id string) (Letter, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM letters l WHERE l.id = $1`, id)
}

// lastSort is the last day that a date can mean, for the order of lists.
func lastSort(d edtf.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Last().Format("2006-01-02")
}

// values are the columns that insert and update write, in this order after id.
func values(l Letter) []any {
	return []any{l.Type, l.Side, l.Title, fold.Key(l.Title.In("ru").Value), l.Note, l.On, l.On.Sort(), l.Partner, l.Person, l.Number, l.Theirs, l.Waits, l.By, lastSort(l.By), l.Answers, l.Visibility, l.Event}
}

func insert(ctx context.Context, h db.Handle, l Letter) error {
	_, err := db.Exec(ctx, h, `INSERT INTO letters (id, version, type, side, title, fold, note, on_date, sort, partner_id, person_id, number, theirs, waits, by_date, by_sort, answers_id, visibility, activity_id, mail_id, message_id, body)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`, append(append([]any{l.ID}, values(l)...), l.MailID, l.Message, l.Body)...)
	return err
}

func update(ctx context.Context, h db.Handle, l Letter) error {
	n, err := db.Exec(ctx, h, `UPDATE letters SET version = version + 1, type = $3, side = $4, title = $5, fold = $6, note = $7, on_date = $8, sort = $9, partner_id = $10, person_id = $11,
		number = $12, theirs = $13, waits = $14, by_date = $15, by_sort = $16, answers_id = $17, visibility = $18, activity_id = $19 WHERE id = $1 AND version = $2`, append([]any{l.ID, l.Version}, values(l)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE letters SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// alike finds another entry of the same day with the same words.
func alike(ctx context.Context, h db.Handle, l *Letter) (title, id string, err error) {
	found, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l WHERE l.fold = $1 AND l.sort = $2 AND l.partner_id = $3 AND l.id <> $4 AND NOT l.binned ORDER BY l.id LIMIT 1`,
		fold.Key(l.Title.In("ru").Value), l.On.Sort(), l.Partner, l.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Title.In("ru").Value, found[0].ID, nil
}

// Filter narrows the register. After and Limit page through it by key, the newest
// first; what waits for an answer is listed the longest silent first.
type Filter struct {
	Type    string
	Side    string
	Partner string
	Person  string
	Event   string
	Waiting bool   // only what waits for an answer
	From    string // with Until: only what is to be answered between two days,
	Until   string // both included, YYYY-MM-DD, ordered by that day
	After   Key
	Limit   int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Day, ID string }

// Key is the entry's place in the register.
func (l Letter) Key() Key { return Key{l.On.Sort(), l.ID} }

func where(f Filter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT l.binned")
	scope.Where(&w, "l.visibility", "")
	for _, c := range []struct{ column, value string }{{"l.type", f.Type}, {"l.side", f.Side}, {"l.partner_id", f.Partner}} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	if f.Person != "" {
		w.And("l.person_id = ? AND l.person_id <> ''", f.Person)
	}
	if f.Event != "" {
		w.And("l.activity_id = ? AND l.activity_id <> ''", f.Event)
	}
	if f.Waiting {
		w.And("l.waits")
		w.And("NOT " + answered)
	}
	if f.Until != "" {
		w.And("l.by_sort <> '' AND l.by_sort BETWEEN ? AND ?", f.From, f.Until)
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Letter, error) {
	w := where(f, scope)
	switch {
	case f.After != Key{} && f.Waiting:
		w.And("(l.sort, l.id) > (?, ?)", f.After.Day, f.After.ID)
	case f.After != Key{}:
		w.And("(l.sort, l.id) < (?, ?)", f.After.Day, f.After.ID)
	}
	where := w.SQL()
	switch {
	case f.Until != "":
		return db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l`+where+` ORDER BY l.by_sort, l.id LIMIT `+w.Arg(f.Limit), w.Args()...)
	case f.Waiting:
		return db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l`+where+` ORDER BY l.sort, l.id LIMIT `+w.Arg(f.Limit), w.Args()...)
	}
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l`+where+` ORDER BY l.sort DESC, l.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound, so that the number above a list never costs more
// than reading that many keys.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, bound int) (int, error) {
	w := where(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM letters l`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// answersTo lists what answers an entry, the first first.
func answersTo(ctx context.Context, h db.Handle, id string, scope account.Scope) ([]Letter, error) {
	w := where(Filter{}, scope)
	w.And("l.answers_id = ? AND l.answers_id <> ''", id)
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM letters l`+w.SQL()+` ORDER BY l.sort, l.id LIMIT 100`, w.Args()...)
}

// lastDays is the newest day of each partner on which something passed, until a
// day, by the identifier of the partnership: one look into the index for each.
func lastDays(ctx context.Context, h db.Handle, today string, scope account.Scope) (map[string]edtf.Date, error) {
	var w db.Where
	w.And("NOT l.binned")
	scope.Where(&w, "l.visibility", "")
	w.And("l.sort <= ?", today)
	last := map[string]edtf.Date{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var partner string
		var day edtf.Date
		err := r.Scan(&partner, &day)
		if !day.IsZero() {
			last[partner] = day
		}
		return struct{}{}, err
	}, `SELECT p.partner_id, COALESCE((SELECT l.on_date FROM letters l`+w.SQL()+` AND l.partner_id = p.partner_id ORDER BY l.sort DESC, l.id DESC LIMIT 1), '')
		FROM (SELECT DISTINCT partner_id FROM letters WHERE NOT binned AND partner_id <> '') AS p`, w.Args()...)
	return last, err
}
