package health

import (
	"context"
	"time"

	"pobratim/internal/domain/health/profile"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
)

// held is an activity that was held, as the store gives it.
type held struct {
	id, kind string
	on       time.Time
}

// heldWith lists what was held with a partner since a day, the oldest first; what has
// no year is left out.
func heldWith(ctx context.Context, h db.Handle, partner, since string) ([]held, error) {
	return db.All(ctx, h, func(r db.Row) (held, error) {
		var one held
		var sort string
		err := r.Scan(&one.id, &one.kind, &sort)
		if err == nil {
			one.on, err = time.Parse(time.DateOnly, sort)
		}
		return one, err
	}, `SELECT a.id, a.type, q.sort FROM activity_partners q JOIN activities a ON a.id = q.activity_id
		WHERE q.partner_id = $1 AND q.sort >= $2 AND NOT a.binned AND a.status = 'held' ORDER BY q.sort, q.activity_id`, partner, since)
}

// part is one who took part in an activity.
type part struct {
	activity, person, role, side, organisation string // organisation is its type
}

// partsOf lists who took part in some activities.
func partsOf(ctx context.Context, h db.Handle, ids []string) ([]part, error) {
	var w db.Where
	w.In("p.activity_id", ids)
	return db.All(ctx, h, func(r db.Row) (part, error) {
		var p part
		err := r.Scan(&p.activity, &p.person, &p.role, &p.side, &p.organisation)
		return p, err
	}, `SELECT p.activity_id, p.person_id, p.role, p.side, COALESCE(o.type, '') FROM participants p LEFT JOIN organisations o ON o.id = p.organisation_id`+w.SQL(), w.Args()...)
}

// groupsOf lists for whom some activities were, as pairs of identifier and group.
func groupsOf(ctx context.Context, h db.Handle, ids []string) ([][2]string, error) {
	var w db.Where
	w.And("t.kind = 'activity'")
	w.And("t.scheme = 'beneficiary'")
	w.In("t.record_id", ids)
	return db.All(ctx, h, func(r db.Row) (pair [2]string, err error) {
		err = r.Scan(&pair[0], &pair[1])
		return pair, err
	}, `SELECT t.record_id, t.tag FROM record_tags t`+w.SQL(), w.Args()...)
}

// tie is a partnership with the posts of its coordinators.
type tie struct {
	id                                         string
	name                                       i18n.Text
	slug                                       string
	ourPost, ourDeputy, theirPost, theirDeputy string
}

const tieColumns = `t.id, t.name, t.slug, t.our_post, t.our_deputy, t.their_post, t.their_deputy`

func scanTie(r db.Row) (tie, error) {
	var t tie
	err := r.Scan(&t.id, &t.name, &t.slug, &t.ourPost, &t.ourDeputy, &t.theirPost, &t.theirDeputy)
	return t, err
}

// ties lists the partnerships that are not historic, by name.
func ties(ctx context.Context, h db.Handle) ([]tie, error) {
	return db.All(ctx, h, scanTie, `SELECT `+tieColumns+` FROM partnerships t WHERE NOT t.binned AND NOT t.historic ORDER BY t.fold, t.id`)
}

func tieByID(ctx context.Context, h db.Handle, id string) (tie, error) {
	return db.One(ctx, h, scanTie, `SELECT `+tieColumns+` FROM partnerships t WHERE t.id = $1 AND NOT t.binned`, id)
}

// termsOf lists how long the posts of coordinators were held; a day that is not known
// is the widest.
func termsOf(ctx context.Context, h db.Handle, posts ...string) ([]profile.Term, error) {
	var w db.Where
	w.And("r.post_id <> ''")
	w.In("r.post_id", posts)
	return db.All(ctx, h, func(r db.Row) (profile.Term, error) {
		var since, until edtf.Date
		err := r.Scan(&since, &until)
		var t profile.Term
		if !since.IsZero() {
			t.From = since.First()
		}
		if !until.IsZero() {
			t.Until = until.Last()
		}
		return t, err
	}, `SELECT r.since, r.until FROM roles r JOIN people p ON p.id = r.person_id AND NOT p.binned`+w.SQL(), w.Args()...)
}

func answersOf(ctx context.Context, h db.Handle, partner string) ([]Answer, error) {
	return db.All(ctx, h, func(r db.Row) (Answer, error) {
		var a Answer
		err := r.Scan(&a.ID, &a.Partner, &a.Ingredient, &a.Said, &a.On, &a.Who, &a.Source, &a.Note)
		return a, err
	}, `SELECT id, partner_id, ingredient, said, on_date, who, source, note FROM health_answers WHERE partner_id = $1 ORDER BY on_date DESC, id DESC`, partner)
}

func insertAnswer(ctx context.Context, h db.Handle, a Answer, at time.Time, actor string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO health_answers (id, partner_id, ingredient, said, on_date, who, source, note, added_at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.ID, a.Partner, a.Ingredient, a.Said, a.On, a.Who, a.Source, a.Note, clock.Stamp(at), actor)
	return err
}
