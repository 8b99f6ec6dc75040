package activity

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// yearCount is how many activities began in a year.
type yearCount struct {
	Year  string
	Count int
}

// countsByYear counts a partner's activities by the year of their start, the
// newest first; those without a year come under "".
func countsByYear(ctx context.Context, h db.Handle, partner string, scope account.Scope, own string) ([]yearCount, error) {
	w := where(Filter{Partner: partner}, scope, own)
	return db.All(ctx, h, func(r db.Row) (yearCount, error) {
		var y yearCount
		err := r.Scan(&y.Year, &y.Count)
		if y.Year == "0000" {
			y.Year = ""
		}
		return y, err
	}, `SELECT substr(a.sort, 1, 4), count(*) FROM activities a`+w.SQL()+` GROUP BY substr(a.sort, 1, 4) ORDER BY substr(a.sort, 1, 4) DESC`, w.Args()...)
}

// yearSpan is the first and the last year in which a visible activity began.
func yearSpan(ctx context.Context, h db.Handle, scope account.Scope, own string) (first, last string, err error) {
	w := where(Filter{}, scope, own)
	w.And("a.sort > '0001'")
	// Two looks into the index, where MIN and MAX together would read it whole.
	oldest, err := db.All(ctx, h, db.Value[string], `SELECT a.sort FROM activities a`+w.SQL()+` ORDER BY a.sort LIMIT 1`, w.Args()...)
	if err != nil || len(oldest) == 0 {
		return "", "", err
	}
	newest, err := db.All(ctx, h, db.Value[string], `SELECT a.sort FROM activities a`+w.SQL()+` ORDER BY a.sort DESC LIMIT 1`, w.Args()...)
	if err != nil || len(newest) == 0 {
		return "", "", err
	}
	return oldest[0][:4], newest[0][:4], nil
}

// lastHeld reads the newest held activity of each partner that began not after
// today.
func lastHeld(ctx context.Context, h db.Handle, today string, scope account.Scope, own string) (map[string]Activity, error) {
	w := where(Filter{Status: Held}, scope, own)
	w.And("q.sort <> '' AND q.sort <= ?", today)
	newest := map[string]string{}
	var ids []string
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var partner, id string
		err := r.Scan(&partner, &id)
		if id != "" {
			newest[partner], ids = id, append(ids, id)
		}
		return struct{}{}, err
	}, `SELECT p.partner_id, COALESCE((SELECT a.id FROM activity_partners q JOIN activities a ON a.id = q.activity_id`+w.SQL()+`
			AND q.partner_id = p.partner_id ORDER BY q.sort DESC, q.activity_id DESC LIMIT 1), '')
		FROM (SELECT DISTINCT partner_id FROM activity_partners) AS p`, w.Args()...)
	if err != nil {
		return nil, err
	}
	return pick(ctx, h, newest, ids)
}

// pick reads the activities that were found for each partner.
func pick(ctx context.Context, h db.Handle, of map[string]string, ids []string) (map[string]Activity, error) {
	var w db.Where
	w.In("a.id", ids)
	all, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM activities a`+w.SQL(), w.Args()...)
	byID := make(map[string]Activity, len(all))
	for _, a := range all {
		byID[a.ID] = a
	}
	found := make(map[string]Activity, len(of))
	for partner, id := range of {
		found[partner] = byID[id]
	}
	return found, err
}

// nextAhead reads the next planned or confirmed activity of each partner that
// is not over: first what still lies ahead, then what has begun or is known
// only by its year.
func nextAhead(ctx context.Context, h db.Handle, today string, scope account.Scope, own string) (map[string]Activity, error) {
	w := where(Filter{}, scope, own)
	w.And("a.status IN ('planned', 'confirmed') AND a.last >= ?", today)
	w.And("a.sort <> ''")
	where := w.SQL()
	first := map[string]Activity{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var partner string
		var a Activity
		err := r.Scan(append([]any{&partner}, targets(&a)...)...)
		first[partner] = a
		return struct{}{}, err
	}, `SELECT a.partner_id, `+columns+` FROM (
			SELECT p.partner_id, a.*, row_number() OVER (PARTITION BY p.partner_id
				ORDER BY CASE WHEN a.sort >= `+w.Arg(today)+` THEN 0 ELSE 1 END, a.sort, a.id) AS place_in_line
			FROM activity_partners p JOIN activities a ON a.id = p.activity_id`+where+`) AS a WHERE a.place_in_line = 1`, w.Args()...)
	return first, err
}

// around lists what is planned or confirmed, begins between two days and is not
// over today, the earliest first.
func around(ctx context.Context, h db.Handle, from, today, until string, limit int, scope account.Scope, own string) ([]Activity, error) {
	w := where(Filter{}, scope, own)
	w.And("a.status IN ('planned', 'confirmed') AND a.last >= ? AND a.sort >= ? AND a.sort <= ?", today, from, until)
	return byDay(ctx, h, w, limit)
}

// dayColumns are what a calendar shows of an activity.
const dayColumns = `a.id, a.version, a.type, a.name, a.starts, a.ends, a.status, a.visibility, a.opens, a.closes, a.zone`

func scanDay(r db.Row) (Activity, error) {
	var a Activity
	err := r.Scan(&a.ID, &a.Version, &a.Type, &a.Name, &a.Starts, &a.Ends, &a.Status, &a.Visibility, &a.Opens, &a.Closes, &a.Zone)
	return a, err
}

const (
	// wholeDays is true of what has exact days within one month: all that can be
	// too many for a page. An index holds what is not so, and repeats this.
	wholeDays = `(a.starts = a.sort AND (a.ends = '' OR a.ends = a.last) AND substr(a.sort, 1, 7) = substr(a.last, 1, 7))`
	isVisit   = `a.type IN ('visit_in', 'visit_out', 'exchange', 'mission')`
)

// touching lists the activities that may have a day between two others, with
// their partners; under a condition, if there is one.
func touching(ctx context.Context, h db.Handle, from, until, only string, scope account.Scope, own string) ([]Activity, error) {
	w := where(Filter{}, scope, own)
	w.And("a.sort > '0001' AND a.sort <= ? AND a.last >= ?"+only, until, from)
	all, err := db.All(ctx, h, scanDay, `SELECT `+dayColumns+` FROM activities a`+w.SQL()+` ORDER BY a.sort, a.id`, w.Args()...)
	if err != nil {
		return nil, err
	}
	return all, withPartners(ctx, h, all)
}

// crowd is how many activities of a layer have the same days.
type crowd struct {
	first, last string
	visits      bool
	n           int
}

// layer is the part of the calendar that it stands in.
func (c crowd) layer() module.Layer {
	if c.visits {
		return module.Visits
	}
	return module.Events
}

// crowds counts the activities with whole days that touch a span.
func crowds(ctx context.Context, h db.Handle, from, until string, scope account.Scope, own string) (all []crowd, total int, err error) {
	w := where(Filter{}, scope, own)
	w.And(wholeDays+" AND a.sort >= ? AND a.sort <= ? AND a.last >= ?", from[:7]+"-01", until, from)
	_, err = db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var c crowd
		var visits int
		err := r.Scan(&c.first, &c.last, &visits, &c.n)
		total += c.n
		all = append(all, crowd{c.first, c.last, true, visits}, crowd{c.first, c.last, false, c.n - visits})
		return struct{}{}, err
	}, `SELECT a.sort, a.last, sum(CASE WHEN `+isVisit+` THEN 1 ELSE 0 END), count(*) FROM activities a`+w.SQL()+` GROUP BY a.sort, a.last ORDER BY a.sort, a.last`, w.Args()...)
	return all, total, err
}

// of lists the first of a crowd, in the order of a calendar.
func (c crowd) of(ctx context.Context, h db.Handle, most int, scope account.Scope, own string) ([]Activity, error) {
	layer := " AND NOT " + isVisit
	if c.visits {
		layer = " AND " + isVisit
	}
	w := where(Filter{}, scope, own)
	w.And(wholeDays+" AND a.sort = ? AND a.last = ?"+layer, c.first, c.last)
	where := w.SQL()
	return db.All(ctx, h, scanDay, `SELECT `+dayColumns+` FROM activities a`+where+` ORDER BY a.opens, a.fold, a.id LIMIT `+w.Arg(most), w.Args()...)
}

// byDay lists activities by their first day, with their partners.
func byDay(ctx context.Context, h db.Handle, w db.Where, limit int) ([]Activity, error) {
	where := w.SQL()
	all, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM activities a`+where+` ORDER BY a.sort, a.id LIMIT `+w.Arg(limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return all, withPartners(ctx, h, all)
}

// tagCount is how many activities carry a tag.
type tagCount struct {
	Tag   string
	Count int
}

// themeCounts counts the themes of the activities of a filter, the most
// frequent first.
func themeCounts(ctx context.Context, h db.Handle, f Filter, scope account.Scope, own string) ([]tagCount, error) {
	w := where(f, scope, own)
	w.And("t.kind = 'activity' AND t.scheme = 'theme'")
	return db.All(ctx, h, func(r db.Row) (tagCount, error) {
		var c tagCount
		err := r.Scan(&c.Tag, &c.Count)
		return c, err
	}, `SELECT t.tag, count(*) FROM activities a JOIN record_tags t ON t.record_id = a.id`+w.SQL()+` GROUP BY t.tag ORDER BY count(*) DESC, t.tag`, w.Args()...)
}
