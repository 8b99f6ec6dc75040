package gate

import (
	"context"
	"strconv"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
)

// KeepMax is the largest number of days that sealed fields can be kept after a
// visit.
const KeepMax = 365

// ReadSettings reads what holds for all visits.
func ReadSettings(ctx context.Context, h db.Handle) (Settings, error) {
	return db.One(ctx, h, func(r db.Row) (Settings, error) {
		var s Settings
		err := r.Scan(&s.Version, &s.KeepDays, &s.Notice, &s.NoticeOn)
		return s, err
	}, `SELECT version, keep_days, notice, notice_on FROM visit_settings WHERE id = 'office'`)
}

// PutSettings writes it over the version that was read.
func PutSettings(ctx context.Context, h db.Handle, s Settings) error {
	n, err := db.Exec(ctx, h, `UPDATE visit_settings SET version = version + 1, keep_days = $2, notice = $3, notice_on = $4 WHERE id = 'office' AND version = $1`, s.Version, s.KeepDays, s.Notice, s.NoticeOn)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

// Values are the settings for their history.
func (s Settings) Values() audit.Fields {
	return audit.Fields{{Name: "keep_days", Value: strconv.FormatInt(s.KeepDays, 10)}, {Name: "notice", Value: s.Notice}, {Name: "notice_on", Value: s.NoticeOn.String()}}
}

// Values are what is known of a country for its history.
func (c Country) Values() audit.Fields {
	return audit.Fields{{Name: "class", Value: c.Class}, {Name: "source", Value: c.Source}, {Name: "as_of", Value: c.AsOf.String()}}
}

// CountryOf reads what is known of a country; a country without a row is unknown.
func CountryOf(ctx context.Context, h db.Handle, code string) (Country, error) {
	c, err := db.One(ctx, h, scanCountry, `SELECT country, class, source, as_of FROM visit_countries WHERE country = $1`, code)
	if errs.KindOf(err) == errs.NotFound {
		return Country{Code: code}, nil
	}
	return c, err
}

func scanCountry(r db.Row) (Country, error) {
	var c Country
	err := r.Scan(&c.Code, &c.Class, &c.Source, &c.AsOf)
	return c, err
}

// Countries lists those of which something is known.
func Countries(ctx context.Context, h db.Handle) ([]Country, error) {
	return db.All(ctx, h, scanCountry, `SELECT country, class, source, as_of FROM visit_countries ORDER BY country`)
}

// PutCountry writes what is known of a country; an unknown class takes the row away.
func PutCountry(ctx context.Context, h db.Handle, c Country) error {
	if c.Class == "" {
		_, err := db.Exec(ctx, h, `DELETE FROM visit_countries WHERE country = $1`, c.Code)
		return err
	}
	_, err := db.Exec(ctx, h, `INSERT INTO visit_countries (country, class, source, as_of) VALUES ($1, $2, $3, $4) ON CONFLICT (country) DO UPDATE SET class = $2, source = $3, as_of = $4`, c.Code, c.Class, c.Source, c.AsOf)
	return err
}

const transferColumns = `t.id, t.activity_id, t.country, t.recipient, t.fields, t.people, t.reason, t.class, t.source, t.notice, t.notice_on, t.decided_on, t.decided_by`

func scanTransfer(r db.Row) (Transfer, error) {
	var t Transfer
	var fields, on string
	err := r.Scan(&t.ID, &t.Activity, &t.Country, &t.Recipient, &fields, &t.People, &t.Reason, &t.Class, &t.Source, &t.Notice, &t.NoticeOn, &on, &t.By)
	if err != nil {
		return t, err
	}
	t.Fields = strings.Fields(fields)
	t.On, err = clock.ParseStamp(on)
	return t, err
}

// InsertTransfer notes a decision of a user.
func InsertTransfer(ctx context.Context, h db.Handle, t Transfer, user string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visit_transfers (id, activity_id, country, recipient, fields, people, reason, class, source, notice, notice_on, decided_on, user_id, decided_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.ID, t.Activity, t.Country, t.Recipient, strings.Join(t.Fields, " "), t.People, t.Reason, t.Class, t.Source, t.Notice, t.NoticeOn, clock.Stamp(t.On), user, t.By)
	return err
}

// TransferByID reads one decision.
func TransferByID(ctx context.Context, h db.Handle, id string) (Transfer, error) {
	return db.One(ctx, h, scanTransfer, `SELECT `+transferColumns+` FROM visit_transfers t WHERE t.id = $1`, id)
}

// TransferTo is the newest decision about a visit and a country.
func TransferTo(ctx context.Context, h db.Handle, activity, country string) (Transfer, error) {
	return db.One(ctx, h, scanTransfer, `SELECT `+transferColumns+` FROM visit_transfers t WHERE t.activity_id = $1 AND t.country = $2 ORDER BY t.id DESC LIMIT 1`, activity, country)
}

// Filter narrows the register of transfers.
type Filter struct {
	Activity string
	After    Key
	Limit    int
}

// Key is the place in the register after which the next page begins.
type Key struct{ On, ID string }

// Key is the decision's place in the register.
func (t Transfer) Key() Key { return Key{clock.Stamp(t.On), t.ID} }

// ListTransfers lists decisions, the newest first.
func ListTransfers(ctx context.Context, h db.Handle, f Filter) ([]Transfer, error) {
	var w db.Where
	if f.Activity != "" {
		w.And("t.activity_id = ?", f.Activity)
	}
	if f.After != (Key{}) {
		w.And("(t.decided_on, t.id) < (?, ?)", f.After.On, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scanTransfer, `SELECT `+transferColumns+` FROM visit_transfers t`+where+` ORDER BY t.decided_on DESC, t.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}
