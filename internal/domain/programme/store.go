package programme

import (
	"context"
	"encoding/json"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
)

// head is what a programme is besides its items.
type head struct {
	Version             int64
	Lang, Escort, Phone string
	Before              string // the items before the last change, in JSON; empty: nothing to take back
}

func headOf(ctx context.Context, h db.Handle, activity string) (head, error) {
	all, err := db.All(ctx, h, func(r db.Row) (head, error) {
		var x head
		return x, r.Scan(&x.Version, &x.Lang, &x.Escort, &x.Phone, &x.Before)
	}, `SELECT version, lang, escort, phone, former FROM programmes WHERE activity_id = $1`, activity)
	if err != nil || len(all) == 0 {
		return head{}, err
	}
	return all[0], nil
}

// saveHead writes over the version that was read; 0 is a new one.
func saveHead(ctx context.Context, h db.Handle, activity string, x head) error {
	n, err := db.Exec(ctx, h, `INSERT INTO programmes (activity_id, version, lang, escort, phone, former) VALUES ($1, $2 + 1, $3, $4, $5, $6)
		ON CONFLICT (activity_id) DO UPDATE SET version = excluded.version, lang = excluded.lang, escort = excluded.escort, phone = excluded.phone, former = excluded.former WHERE programmes.version = $2`,
		activity, x.Version, x.Lang, x.Escort, x.Phone, x.Before)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

const itemColumns = `id, activity_id, day, starts, ends, what, place, address, post_id, interpreter_id, hall_id, car_id, host, who, dress, remark, travel, excuse`

func scanItem(r db.Row) (Item, error) {
	var i Item
	err := r.Scan(&i.ID, &i.Activity, &i.Day, &i.Starts, &i.Ends, &i.What, &i.Place, &i.Address, &i.Post, &i.Interpreter, &i.Hall, &i.Car, &i.Host, &i.Who, &i.Dress, &i.Remark, &i.Travel, &i.Excuse)
	return i, err
}

func itemsOf(ctx context.Context, h db.Handle, activity string) ([]Item, error) {
	return db.All(ctx, h, scanItem, `SELECT `+itemColumns+` FROM programme_items WHERE activity_id = $1 ORDER BY day, starts, ends, id`, activity)
}

// itemsBetween are the items of all programmes on some days, both included.
func itemsBetween(ctx context.Context, h db.Handle, from, until string) ([]Item, error) {
	return db.All(ctx, h, scanItem, `SELECT `+itemColumns+` FROM programme_items WHERE day >= $1 AND day <= $2 ORDER BY day, starts, id`, from, until)
}

func insertItem(ctx context.Context, h db.Handle, i Item) error {
	_, err := db.Exec(ctx, h, `INSERT INTO programme_items (`+itemColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		i.ID, i.Activity, i.Day, i.Starts, i.Ends, i.What, i.Place, i.Address, i.Post, i.Interpreter, i.Hall, i.Car, i.Host, i.Who, i.Dress, i.Remark, i.Travel, i.Excuse)
	return err
}

func deleteItems(ctx context.Context, h db.Handle, activity string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM programme_items WHERE activity_id = $1`, activity)
	return err
}

const resourceColumns = `id, version, type, title, person_id, contact, tongues, off, seats, note, closed`

func scanResource(r db.Row) (Resource, error) {
	var x Resource
	var tongues, off string
	if err := r.Scan(&x.ID, &x.Version, &x.Type, &x.Name, &x.Person, &x.Contact, &tongues, &off, &x.Seats, &x.Note, &x.Closed); err != nil {
		return x, err
	}
	if err := json.Unmarshal([]byte(tongues), &x.Tongues); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(off), &x.Off)
}

func allResources(ctx context.Context, h db.Handle) ([]Resource, error) {
	return db.All(ctx, h, scanResource, `SELECT `+resourceColumns+` FROM programme_resources ORDER BY fold, id`)
}

func resourceByID(ctx context.Context, h db.Handle, id string) (Resource, error) {
	return db.One(ctx, h, scanResource, `SELECT `+resourceColumns+` FROM programme_resources WHERE id = $1`, id)
}

// saveResource writes over the version that was read; 0 is a new one.
func saveResource(ctx context.Context, h db.Handle, x Resource) error {
	tongues, err := json.Marshal(x.Tongues)
	if err != nil {
		return err
	}
	off, err := json.Marshal(x.Off)
	if err != nil {
		return err
	}
	n, err := db.Exec(ctx, h, `INSERT INTO programme_resources (id, version, type, title, fold, person_id, contact, tongues, off, seats, note, closed) VALUES ($1, $2 + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, type = excluded.type, title = excluded.title, fold = excluded.fold, person_id = excluded.person_id, contact = excluded.contact,
		tongues = excluded.tongues, off = excluded.off, seats = excluded.seats, note = excluded.note, closed = excluded.closed WHERE programme_resources.version = $2`,
		x.ID, x.Version, x.Type, x.Name, fold.Key(x.Name), x.Person, x.Contact, string(tongues), string(off), x.Seats, x.Note, x.Closed)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "form.stale")
	}
	return err
}

func scanRelease(r db.Row) (Release, error) {
	var body string
	var x Release
	if err := r.Scan(&x.Number, &body); err != nil {
		return x, err
	}
	number := x.Number
	err := json.Unmarshal([]byte(body), &x)
	x.Number = number
	return x, err
}

// releasesOf lists the releases of a programme, the newest first.
func releasesOf(ctx context.Context, h db.Handle, activity string) ([]Release, error) {
	return db.All(ctx, h, scanRelease, `SELECT edition, body FROM programme_releases WHERE activity_id = $1 ORDER BY edition DESC`, activity)
}

func insertRelease(ctx context.Context, h db.Handle, activity string, x Release) error {
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO programme_releases (activity_id, edition, body) VALUES ($1, $2, $3)`, activity, x.Number, string(body))
	return err
}

// Template is a programme to begin with.
type Template struct {
	ID, Name string
	Items    []Item // Day is the number of the day, counted from 0
}

func scanTemplate(r db.Row) (Template, error) {
	var t Template
	var body string
	if err := r.Scan(&t.ID, &t.Name, &body); err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(body), &t.Items)
}

func allTemplates(ctx context.Context, h db.Handle) ([]Template, error) {
	return db.All(ctx, h, scanTemplate, `SELECT id, title, body FROM programme_templates ORDER BY title, id`)
}

func insertTemplate(ctx context.Context, h db.Handle, t Template) error {
	body, err := json.Marshal(t.Items)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO programme_templates (id, title, body) VALUES ($1, $2, $3)`, t.ID, t.Name, string(body))
	return err
}
