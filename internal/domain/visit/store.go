package visit

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM visits WHERE id > $1 AND NOT hidden ORDER BY id LIMIT $2`

const columns = `v.id, v.version, v.activity_id, v.partner_id, v.purpose, v.basis, v.letter_id, v.document, v.line_id, v.unplanned, v.expected, v.owner_id, v.note,
	v.name, v.type, v.status, v.starts, v.ends, v.opens, v.parent_id, v.first_day, v.last_day, v.hidden, v.purged_on`

func scan(r db.Row) (Visit, error) {
	v := Visit{}
	v.Visibility = record.Department
	err := r.Scan(&v.ID, &v.Version, &v.Trip.ID, &v.Partner, &v.Purpose, &v.Basis, &v.Letter, &v.Document, &v.Line, &v.Unplanned, &v.Expected, &v.Owner, &v.Note,
		&v.Trip.Name, &v.Trip.Type, &v.Trip.Status, &v.Trip.Starts, &v.Trip.Ends, &v.Trip.Opens, &v.Trip.Parent, &v.First, &v.Last, &v.Binned, &v.Purged)
	return v, err
}

// byID reads a visit by its own identifier or by that of its activity.
func byID(ctx context.Context, h db.Handle, id string) (Visit, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM visits v WHERE v.id = $1 OR v.activity_id = $1`, id)
}

func insert(ctx context.Context, h db.Handle, v Visit) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visits (id, version, activity_id, partner_id, purpose, basis, letter_id, document, line_id, unplanned, expected, owner_id, note)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		v.ID, v.Trip.ID, v.Partner, v.Purpose, v.Basis, v.Letter, v.Document, v.Line, v.Unplanned, v.Expected, v.Owner, v.Note)
	return err
}

func update(ctx context.Context, h db.Handle, v Visit) error {
	return fresh(db.Exec(ctx, h, `UPDATE visits SET version = version + 1, partner_id = $3, purpose = $4, basis = $5, letter_id = $6, document = $7, line_id = $8, unplanned = $9, expected = $10,
		owner_id = $11, note = $12 WHERE id = $1 AND version = $2`,
		v.ID, v.Version, v.Partner, v.Purpose, v.Basis, v.Letter, v.Document, v.Line, v.Unplanned, v.Expected, v.Owner, v.Note))
}

// fresh says that no row was of the version that a change was made from.
func fresh(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

// copyTrip writes what an activity says beside its visit.
func copyTrip(ctx context.Context, h db.Handle, t Trip) error {
	first, last := t.days()
	_, err := db.Exec(ctx, h, `UPDATE visits SET hidden = FALSE, name = $2, type = $3, status = $4, starts = $5, ends = $6, opens = $7, parent_id = $8, first_day = $9, last_day = $10 WHERE activity_id = $1`,
		t.ID, t.Name, t.Type, t.Status, t.Starts, t.Ends, t.Opens, t.Parent, first, last)
	return err
}

// hide takes the visit of an activity that is in the bin out of sight.
func hide(ctx context.Context, h db.Handle, activity string) error {
	_, err := db.Exec(ctx, h, `UPDATE visits SET hidden = TRUE WHERE activity_id = $1`, activity)
	return err
}

// withVisit keeps those of some activities that have a visit.
func withVisit(ctx context.Context, h db.Handle, activities []string) ([]string, error) {
	var w db.Where
	w.In("activity_id", db.Evened(activities))
	return db.All(ctx, h, db.Value[string], `SELECT activity_id FROM visits`+w.SQL()+` ORDER BY activity_id`, w.Args()...)
}

// The parts of the register.
const (
	Ahead = "ahead"
	Past  = "past"
)

// Filter narrows the register. After and Limit page through it by key: what lies
// ahead the next one first, what is past the newest one first.
type Filter struct {
	State   string // Ahead or Past
	Day     string // on which State is asked, YYYY-MM-DD
	Type    string
	Partner string
	Parent  string // the activity that the visits are parts of
	After   Key
	Limit   int
}

// Key is the place in the register after which the next page begins.
type Key struct{ Day, ID string }

func where(f Filter) db.Where {
	var w db.Where
	w.And("NOT v.hidden")
	switch f.State {
	case Ahead:
		w.And("v.last_day >= ?", f.Day)
	case Past:
		w.And("v.last_day < ?", f.Day)
	}
	for _, c := range []struct{ column, value string }{{"v.type", f.Type}, {"v.partner_id", f.Partner}, {"v.parent_id", f.Parent}} {
		if c.value != "" {
			w.And(c.column+" = ?", c.value)
		}
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter) ([]Visit, error) {
	w := where(f)
	if f.State == Past {
		if f.After != (Key{}) {
			w.And("(v.first_day, v.id) < (?, ?)", f.After.Day, f.After.ID)
		}
		where := w.SQL()
		return db.All(ctx, h, scan, `SELECT `+columns+` FROM visits v`+where+` ORDER BY v.first_day DESC, v.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
	}
	if f.After != (Key{}) {
		w.And("(v.first_day, v.id) > (?, ?)", f.After.Day, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM visits v`+where+` ORDER BY v.first_day, v.id LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound.
func count(ctx context.Context, h db.Handle, f Filter, bound int) (int, error) {
	w := where(f)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM visits v`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// wholes lists the activities that visits ahead are parts of.
func wholes(ctx context.Context, h db.Handle, day string) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT v.parent_id FROM visits v WHERE NOT v.hidden AND v.parent_id <> '' AND v.last_day >= $1 GROUP BY v.parent_id ORDER BY min(v.first_day), v.parent_id LIMIT 20`, day)
}

// spent lists the activities whose visits were over before a day, or were called
// off, and that still have a key.
func spent(ctx context.Context, h db.Handle, day string) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT v.activity_id FROM visits v WHERE v.activity_id IN (SELECT k.activity_id FROM visit_keys k) AND (v.last_day < $1 OR v.status IN ('cancelled', 'refused')) ORDER BY v.activity_id LIMIT 1000`, day)
}

func putPurged(ctx context.Context, h db.Handle, activity string, on edtf.Date) error {
	_, err := db.Exec(ctx, h, `UPDATE visits SET purged_on = $2 WHERE activity_id = $1`, activity, on)
	return err
}

// putTask says in which group of a visit a task stands.
func putTask(ctx context.Context, h db.Handle, activity, task, part string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visit_tasks (task_id, activity_id, part) VALUES ($1, $2, $3) ON CONFLICT (task_id) DO UPDATE SET part = $3`, task, activity, part)
	return err
}

// partsOf are the groups of the tasks of some visits, by task.
func partsOf(ctx context.Context, h db.Handle, activities []string) (map[string]string, error) {
	var w db.Where
	w.In("activity_id", db.Evened(activities))
	parts := map[string]string{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var task, part string
		err := r.Scan(&task, &part)
		parts[task] = part
		return struct{}{}, err
	}, `SELECT task_id, part FROM visit_tasks`+w.SQL()+` ORDER BY task_id`, w.Args()...)
	return parts, err
}
