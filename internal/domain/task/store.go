package task

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM tasks WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `t.id, t.version, t.type, t.title, t.note, t.partner_id, t.about_kind, t.about_id, t.clause, t.made, t.due, t.owner_id, t.post_id, t.after_id, t.repeats, t.steps,
	t.outcome, t.done, t.proof_kind, t.proof_id, t.reason, t.reminded, t.previous_id, t.visibility, t.binned`

func scan(r db.Row) (Task, error) {
	var t Task
	var about, proof record.Ref
	var steps string
	err := r.Scan(&t.ID, &t.Version, &t.Type, &t.Title, &t.Note, &t.Partner, &about.Kind, &about.ID, &t.Clause, &t.Made, &t.Due, &t.Owner, &t.Post, &t.After, &t.Repeat, &steps,
		&t.Outcome, &t.Done, &proof.Kind, &proof.ID, &t.Reason, &t.Reminded, &t.Previous, &t.Visibility, &t.Binned)
	if !about.IsZero() {
		t.About = about.String()
	}
	if !proof.IsZero() {
		t.Proof = proof.String()
	}
	if steps != "" {
		t.Steps = strings.Split(steps, "\n")
	}
	return t, err
}

func byID(ctx context.Context, h db.Handle, id string) (Task, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM tasks t WHERE t.id = $1`, id)
}

// many reads several tasks in the order of their identifiers.
func many(ctx context.Context, h db.Handle, ids []string) ([]Task, error) {
	var w db.Where
	w.In("t.id", ids)
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM tasks t`+w.SQL()+` ORDER BY t.id`, w.Args()...)
}

// dueSort is the last day that a day can mean, for the order of lists.
func dueSort(due edtf.Date) string {
	if due.IsZero() {
		return "9999-12-31"
	}
	return due.Last().Format("2006-01-02")
}

// values are the columns that insert and update write, in this order after id.
func values(t Task) []any {
	about, proof := record.ParseRef(t.About), record.ParseRef(t.Proof)
	return []any{t.Type, t.Title, t.Note, t.Partner, about.Kind, about.ID, t.Clause, t.Made, t.Due, dueSort(t.Due), t.Owner, t.Post, t.After, t.Repeat, strings.Join(t.Steps, "\n"),
		t.Outcome, t.Done, t.Done.Sort(), proof.Kind, proof.ID, t.Reason, t.Reminded, t.Visibility}
}

func insert(ctx context.Context, h db.Handle, t Task) error {
	_, err := db.Exec(ctx, h, `INSERT INTO tasks (id, version, previous_id, type, title, note, partner_id, about_kind, about_id, clause, made, due, due_sort, owner_id, post_id, after_id, repeats, steps,
		outcome, done, done_sort, proof_kind, proof_id, reason, reminded, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`, append([]any{t.ID, t.Previous}, values(t)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, t Task) error {
	n, err := db.Exec(ctx, h, `UPDATE tasks SET version = version + 1, type = $3, title = $4, note = $5, partner_id = $6, about_kind = $7, about_id = $8, clause = $9, made = $10, due = $11, due_sort = $12,
		owner_id = $13, post_id = $14, after_id = $15, repeats = $16, steps = $17, outcome = $18, done = $19, done_sort = $20, proof_kind = $21, proof_id = $22, reason = $23, reminded = $24, visibility = $25
		WHERE id = $1 AND version = $2`, append([]any{t.ID, t.Version}, values(t)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE tasks SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// before is what has to be done before a task; empty when nothing has.
func before(ctx context.Context, h db.Handle, id string) (string, error) {
	found, err := db.All(ctx, h, db.Value[string], `SELECT after_id FROM tasks WHERE id = $1 AND NOT binned`, id)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// following is the task that was made when one was done, as long as nobody has
// touched it.
func following(ctx context.Context, h db.Handle, id string) ([]Task, error) {
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM tasks t WHERE t.previous_id = $1 AND t.previous_id <> '' AND NOT t.binned AND t.version = 1 AND t.outcome = 'open'`, id)
}

// Filter narrows the register. After and Limit page through it by key: what is
// open by the day it is due, what is closed by the day it was closed, the newest
// first.
type Filter struct {
	Type    string
	Partner string     // identifier of the partnership
	About   record.Ref // what it comes from or belongs to
	Closed  bool
	Hands   *Hands // whose; nil: everybody's
	Since   string // of closed ones: on this day or later, as edtf.Date.Sort
	From    string // of open ones: due on this day or later
	Until   string // of open ones: due on this day or earlier
	After   Key
	Limit   int
}

// Hands says in whose hands a task is.
type Hands struct {
	// Nobody wants what has no owner: no user and no post, a user who is not in
	// Users, a post that is not in Posts. Otherwise it is what one of Users has or
	// what belongs to one of Posts; at least one has to be given.
	Nobody bool
	Users  []string
	Posts  []string
}

// Key is the place in the register after which the next page begins.
type Key struct{ Day, ID string }

// Key is the task's place in the register.
func (t Task) Key() Key {
	if t.Closed() {
		return Key{t.Done.Sort(), t.ID}
	}
	return Key{dueSort(t.Due), t.ID}
}

func where(f Filter, scope account.Scope) db.Where {
	var w db.Where
	w.And("NOT t.binned")
	if f.Closed {
		w.And("t.outcome <> 'open'")
	} else {
		w.And("t.outcome = 'open'")
	}
	scope.Where(&w, "t.visibility", "")
	for _, c := range []struct{ condition, value string }{
		{"t.type = ?", f.Type}, {"t.partner_id = ?", f.Partner}, {"t.about_kind = ?", f.About.Kind}, {"t.about_id = ?", f.About.ID}, {"t.done_sort >= ?", f.Since}, {"t.due_sort >= ?", f.From}, {"t.due_sort <= ?", f.Until},
	} {
		if c.value != "" {
			w.And(c.condition, c.value)
		}
	}
	if f.Hands != nil {
		f.Hands.where(&w)
	}
	return w
}

// where adds the condition. An empty list is a list of nothing. What is in
// somebody's hands is found by each user and post, since SQLite reads everything
// that is open for an OR.
func (a *Hands) where(w *db.Where) {
	if a.Nobody {
		users, posts := marks(w, a.Users), marks(w, a.Posts)
		w.And("(t.owner_id = '' AND t.post_id = '' OR t.owner_id <> '' AND t.owner_id NOT IN (" + users + ") OR t.owner_id = '' AND t.post_id <> '' AND t.post_id NOT IN (" + posts + "))")
		return
	}
	held := make([]string, 0, len(a.Users)+len(a.Posts))
	for _, user := range a.Users {
		held = append(held, `SELECT o.id FROM tasks o WHERE NOT o.binned AND o.owner_id = `+w.Arg(user))
	}
	for _, post := range a.Posts {
		held = append(held, `SELECT o.id FROM tasks o WHERE NOT o.binned AND o.post_id = `+w.Arg(post))
	}
	w.And("t.id IN (" + together(held) + ")")
}

// together joins queries that hold nothing but placeholders.
func together(queries []string) string { return strings.Join(queries, " UNION ALL ") }

// marks are the placeholders of a list that is never empty for the database.
func marks(w *db.Where, list []string) string {
	all := make([]string, 0, len(list)+1)
	for _, v := range append([]string{"-"}, list...) {
		all = append(all, w.Arg(v))
	}
	return strings.Join(all, ", ")
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope) ([]Task, error) {
	w := where(f, scope)
	if f.Closed {
		if f.After != (Key{}) {
			w.And("(t.done_sort, t.id) < (?, ?)", f.After.Day, f.After.ID)
		}
		where := w.SQL()
		return db.All(ctx, h, scan, `SELECT `+columns+` FROM tasks t`+where+` ORDER BY t.done_sort DESC, t.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
	}
	if f.After != (Key{}) {
		w.And("(t.due_sort, t.id) > (?, ?)", f.After.Day, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM tasks t`+where+` ORDER BY t.due_sort, t.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound, so that the number above a list never costs more
// than reading that many keys.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, bound int) (int, error) {
	w := where(f, scope)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM tasks t`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// provenBy lists what a record has fulfilled.
func provenBy(ctx context.Context, h db.Handle, ref record.Ref, scope account.Scope, limit int) ([]Task, error) {
	var w db.Where
	w.And("NOT t.binned")
	w.And("t.proof_kind = ? AND t.proof_id = ? AND t.proof_id <> ''", ref.Kind, ref.ID)
	scope.Where(&w, "t.visibility", "")
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM tasks t`+where+` ORDER BY t.done_sort DESC, t.id LIMIT `+w.Arg(limit), w.Args()...)
}

// Tally is how much is open with one partner.
type Tally struct {
	Partner             string
	Tasks, Ours, Theirs int
	Overdue             int
}

// tallies counts what is open by partner.
func tallies(ctx context.Context, h db.Handle, today string, scope account.Scope) ([]Tally, error) {
	w := where(Filter{}, scope)
	w.And("t.partner_id <> ''")
	where := w.SQL()
	return db.All(ctx, h, func(r db.Row) (Tally, error) {
		var y Tally
		err := r.Scan(&y.Partner, &y.Tasks, &y.Ours, &y.Theirs, &y.Overdue)
		return y, err
	}, `SELECT t.partner_id, SUM(CASE WHEN t.type = 'task' THEN 1 ELSE 0 END), SUM(CASE WHEN t.type = 'ours' THEN 1 ELSE 0 END), SUM(CASE WHEN t.type = 'theirs' THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.due_sort < `+w.Arg(today)+` THEN 1 ELSE 0 END) FROM tasks t`+where+` GROUP BY t.partner_id ORDER BY t.partner_id`, w.Args()...)
}

func readRules(ctx context.Context, h db.Handle) (Rules, error) {
	return db.One(ctx, h, func(r db.Row) (Rules, error) {
		var rules Rules
		var ahead string
		err := r.Scan(&rules.Version, &ahead, &rules.Escalate)
		rules.Ahead = numbers(ahead)
		return rules, err
	}, `SELECT version, ahead, escalate FROM task_rules WHERE id = 'office'`)
}

func writeRules(ctx context.Context, h db.Handle, r Rules) error {
	n, err := db.Exec(ctx, h, `UPDATE task_rules SET version = version + 1, ahead = $1, escalate = $2 WHERE id = 'office' AND version = $3`, r.ahead(), r.Escalate, r.Version)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "task.rules.stale")
	}
	return err
}
