package activity

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const activityIDs = `SELECT id FROM activities WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `a.id, a.version, a.type, a.name, a.code, a.parent_id, a.series_id, a.starts, a.ends, a.status, a.place, a.programme, a.summary, a.inferred, a.visibility, a.binned, a.opens, a.closes, a.zone`

func targets(a *Activity) []any {
	return []any{&a.ID, &a.Version, &a.Type, &a.Name, &a.Code, &a.Parent, &a.Series, &a.Starts, &a.Ends, &a.Status, &a.Place, &a.Programme, &a.Summary, &a.Inferred, &a.Visibility, &a.Binned, &a.Opens, &a.Closes, &a.Zone}
}

func scan(r db.Row) (Activity, error) {
	var a Activity
	err := r.Scan(targets(&a)...)
	return a, err
}

// bare reads an activity without its partners and tags.
func bare(ctx context.Context, h db.Handle, id string) (Activity, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM activities a WHERE a.id = $1`, id)
}

// byID reads an activity with its partners and tags.
func byID(ctx context.Context, h db.Handle, id string) (Activity, error) {
	a, err := bare(ctx, h, id)
	if err != nil {
		return a, err
	}
	one := []Activity{a}
	if err := withPartners(ctx, h, one); err != nil {
		return a, err
	}
	a = one[0]
	tags, err := record.Tags(ctx, h, a.Ref())
	a.Themes, a.Goals, a.Beneficiaries = tags[record.Theme], tags[record.Goal], tags[record.Beneficiary]
	return a, err
}

// withPartners fills in the partners of some activities, however many.
func withPartners(ctx context.Context, h db.Handle, list []Activity) error {
	at := make(map[string]*Activity, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(at)), 1000) {
		var w db.Where
		w.In("activity_id", ids)
		_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
			var activity, partner string
			err := r.Scan(&activity, &partner)
			if err == nil {
				at[activity].Partners = append(at[activity].Partners, partner)
			}
			return struct{}{}, err
		}, `SELECT activity_id, partner_id FROM activity_partners`+w.SQL()+` ORDER BY activity_id, partner_id`, w.Args()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// values are the columns that insert and update write, in this order after id.
func values(a Activity) []any {
	return []any{a.Type, a.Name, fold.Key(a.Name.In("ru").Value), a.Code, a.Parent, a.Series, a.Starts, a.Ends, a.SortKey(), a.LastDay(), a.Status,
		a.Place, a.Programme, a.Summary, a.Inferred, a.Visibility, a.Opens, a.Closes, a.Zone}
}

func insert(ctx context.Context, h db.Handle, a Activity) error {
	_, err := db.Exec(ctx, h, `INSERT INTO activities (id, version, type, name, fold, code, parent_id, series_id, starts, ends, sort, last, status, place, programme, summary, inferred, visibility, opens, closes, zone)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`, append([]any{a.ID}, values(a)...)...)
	if err != nil {
		return err
	}
	return setParts(ctx, h, a)
}

// update writes a new state over the version it was made from; it answers
// errs.Stale when somebody else was faster.
func update(ctx context.Context, h db.Handle, a Activity) error {
	n, err := db.Exec(ctx, h, `UPDATE activities SET version = version + 1, type = $3, name = $4, fold = $5, code = $6, parent_id = $7, series_id = $8, starts = $9, ends = $10,
		sort = $11, last = $12, status = $13, place = $14, programme = $15, summary = $16, inferred = $17, visibility = $18, opens = $19, closes = $20, zone = $21 WHERE id = $1 AND version = $2`,
		append([]any{a.ID, a.Version}, values(a)...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return setParts(ctx, h, a)
}

// setParts writes what stands in tables of its own: partners, tags, words.
func setParts(ctx context.Context, h db.Handle, a Activity) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM activity_partners WHERE activity_id = $1`, a.ID); err != nil {
		return err
	}
	for _, partner := range a.Partners {
		if _, err := db.Exec(ctx, h, `INSERT INTO activity_partners (activity_id, partner_id, sort) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, a.ID, partner, a.SortKey()); err != nil {
			return err
		}
	}
	for scheme, tags := range map[record.Scheme][]string{record.Theme: a.Themes, record.Goal: a.Goals, record.Beneficiary: a.Beneficiaries} {
		if err := record.SetTags(ctx, h, a.Ref(), scheme, tags); err != nil {
			return err
		}
	}
	return setWords(ctx, h, a)
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE activities SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the list of activities. After and Limit page through it by
// key, the newest first.
type Filter struct {
	Query        string // beginnings of words, all of which occur
	Type         string
	Group        string // see Groups
	Status       string // a stored state, or Unconfirmed
	Theme        string
	Goal         string
	Beneficiary  string
	Partner      string
	Organisation string // that takes part
	Person       string // who takes part
	Series       string
	Parent       string
	Year         int // with a day in that year
	Began        int // whose first day is in that year
	// Done leaves out what came to nothing: refused and cancelled.
	Done  bool
	After Key
	Limit int
	today string // YYYY-MM-DD, set by the service
	words []queryWord
}

// ownCondition is true for activities in which the viewer's organisation takes part.
const ownCondition = "a.id IN (SELECT x.activity_id FROM participants x WHERE x.organisation_id = ? AND x.organisation_id <> '')"

// ownedIDs lists the activities in which the organisation $1 takes part.
const ownedIDs = `SELECT x.activity_id FROM participants x WHERE x.organisation_id = $1 AND x.organisation_id <> ''`

func isOwn(ctx context.Context, h db.Handle, a *Activity, organisation string) (bool, error) {
	if organisation == "" {
		return false, nil
	}
	n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM participants x WHERE x.activity_id = $1 AND x.organisation_id = $2 AND x.organisation_id <> ''`, a.ID, organisation)
	return n > 0, err
}

// equal adds conditions for what a filter names.
func equal(w *db.Where, pairs ...[2]string) {
	for _, p := range pairs {
		if p[1] != "" {
			w.And(p[0], p[1])
		}
	}
}

func where(f Filter, scope account.Scope, own string) db.Where {
	var w db.Where
	w.And("NOT a.binned")
	scope.Where(&w, "a.visibility", ownCondition, own)
	equal(&w,
		[2]string{"a.type = ?", f.Type}, [2]string{"a.series_id = ? AND a.series_id <> ''", f.Series}, [2]string{"a.parent_id = ? AND a.parent_id <> ''", f.Parent},
		[2]string{"a.id IN (SELECT x.activity_id FROM activity_partners x WHERE x.partner_id = ?)", f.Partner},
		[2]string{"a.id IN (SELECT x.activity_id FROM participants x WHERE x.organisation_id = ? AND x.organisation_id <> '')", f.Organisation},
		[2]string{"a.id IN (SELECT x.activity_id FROM participants x WHERE x.person_id = ? AND x.person_id <> '')", f.Person},
		[2]string{"a.id IN (SELECT t.record_id FROM record_tags t WHERE t.kind = 'activity' AND t.scheme = 'theme' AND t.tag = ?)", f.Theme},
		[2]string{"a.id IN (SELECT t.record_id FROM record_tags t WHERE t.kind = 'activity' AND t.scheme = 'goal' AND t.tag = ?)", f.Goal},
		[2]string{"a.id IN (SELECT t.record_id FROM record_tags t WHERE t.kind = 'activity' AND t.scheme = 'beneficiary' AND t.tag = ?)", f.Beneficiary},
	)
	if f.Group != "" {
		w.In("a.type", TypesOf(f.Group))
	}
	switch f.Status {
	case "":
	case Unconfirmed:
		w.And("a.status IN ('planned', 'confirmed') AND a.last <> '' AND a.last < ?", f.today)
	default:
		w.And("a.status = ?", f.Status)
	}
	if f.Done {
		w.And("a.status NOT IN ('refused', 'cancelled')")
	}
	if f.Year > 0 {
		year := strconv.Itoa(f.Year)
		w.And("a.sort <> '' AND a.sort <= ? AND a.last >= ?", year+"-12-31", year+"-01-01")
	}
	if f.Began > 0 {
		year := strconv.Itoa(f.Began)
		w.And("a.sort >= ? AND a.sort <= ?", year+"-01-01", year+"-12-31")
	}
	for _, word := range f.words {
		w.And(word.condition(), word.fold, past(word.fold))
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope, own string) ([]Activity, error) {
	var err error
	if f.words, err = queryWords(ctx, h, f.Query); err != nil {
		return nil, err
	}
	w := where(f, scope, own)
	if f.After != (Key{}) {
		w.And("(a.sort, a.id) < (?, ?)", f.After.Sort, f.After.ID)
	}
	where := w.SQL()
	all, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM activities a`+where+` ORDER BY a.sort DESC, a.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return all, withPartners(ctx, h, all)
}

// count counts up to a bound, so that the number above a list never costs more
// than reading that many keys.
func count(ctx context.Context, h db.Handle, f Filter, scope account.Scope, own string, bound int) (int, error) {
	var err error
	if f.words, err = queryWords(ctx, h, f.Query); err != nil {
		return 0, err
	}
	w := where(f, scope, own)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM activities a`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

// alike finds an activity of the same folded name in the same year.
func alike(ctx context.Context, h db.Handle, a *Activity) (title, id string, err error) {
	same, err := db.All(ctx, h, scan, `SELECT `+columns+` FROM activities a WHERE a.fold = $1 AND NOT a.binned AND a.id <> $2 ORDER BY a.sort DESC, a.id LIMIT 50`, fold.Key(a.Name.In("ru").Value), a.ID)
	if err != nil {
		return "", "", err
	}
	for _, b := range same {
		if b.Year() == a.Year() {
			return b.Name.In("ru").Value, b.ID, nil
		}
	}
	return "", "", nil
}

// withParts lists activities that are the parent of another, the newest first.
func withParts(ctx context.Context, h db.Handle, limit int, scope account.Scope, own string) ([]Activity, error) {
	w := where(Filter{}, scope, own)
	w.And("a.id IN (SELECT c.parent_id FROM activities c WHERE c.parent_id <> '')")
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM activities a`+where+` ORDER BY a.sort DESC, a.id DESC LIMIT `+w.Arg(limit), w.Args()...)
}
