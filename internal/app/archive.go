package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/archive"
)

// notArchived are tables that an archive leaves out, each with its reason. All
// others are taken, those of subjects that are still to come too.
func notArchived() map[string]string {
	return map[string]string{
		"sessions":           "whoever is signed in here is not signed in there",
		"recovery_codes":     "open accounts",
		"invites":            "open accounts",
		"passkeys":           "open accounts",
		"one_time_codes":     "open accounts",
		"ceremonies":         "begun at the door, ended within minutes",
		"tokens":             "open records",
		"feeds":              "open calendars",
		"calendar_passwords": "open calendars",
		"links":              "open records to guests",
		"drafts":             "forms on the way, sealed for one browser",
		"mailbox_secrets":    "open the mailbox; sealed under a key of this installation",
		"outbox_secrets":     "open the mail server; sealed under a key of this installation",
		"idempotency":        "keys of forms of the last day",
		"visit_keys":         "open what is sealed of delegations",
		"visit_sealed":       "does not open without them, and goes soon after a visit",
	}
}

// madeAgain begins the names of tables that follow from others, such as an
// index for searching: they are made anew from what was loaded.
const madeAgain = "search_"

func leftOut(table string) bool {
	return notArchived()[table] != "" || strings.HasPrefix(table, madeAgain)
}

// blanked are columns whose values an archive leaves out.
func blanked() map[string]string {
	return map[string]string{"users": "password", "questionnaire_answers": "box"}
}

// plan says what the archive of a municipality is made of.
func (in *Installation) plan(ctx context.Context, c *City) (archive.Plan, error) {
	about, err := db.One(ctx, in.db, func(r db.Row) (archive.Municipality, error) {
		m := archive.Municipality{Slug: c.Slug}
		err := r.Scan(&m.CreatedAt, &m.Demo)
		return m, err
	}, `SELECT created_at, demo FROM municipalities WHERE slug = $1`, c.Slug)
	if err != nil {
		return archive.Plan{}, err
	}
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return archive.Plan{}, err
	}
	return archive.Plan{
		Municipality: about, DB: c.DB, Blobs: c.blobs, Skip: leftOut, Blank: blanked(),
		As: func(ctx context.Context) context.Context { return account.With(ctx, account.System("archive")) },
		Pages: &archive.Pages{Langs: languages(), Kinds: c.Kinds, Tables: c.Tables, Name: s.Name, Department: s.Department, Scene: func(lang string) *web.Scene {
			return &web.Scene{Printer: in.catalog.Printer(lang), Zone: s.Home.Location()}
		}},
	}, nil
}

// archives is the page from which the archive is taken. What it is made of is
// read for the program itself: whoever may take it, takes everything.
func (c *City) archives(in *Installation) *archive.Office {
	return &archive.Office{Log: c.Log, Require: c.require, Plan: func(ctx context.Context) (archive.Plan, error) { return in.plan(ctx, c) }}
}

type exportCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Output       string `short:"o" help:"The file to write; it must not exist." required:"" placeholder:"FILE.zip"`
}

// Run writes the archive of a municipality; it may be done while a server runs.
func (c *exportCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	begun := in.clock()
	sum, err := in.export(ctx, city, c.Output)
	if err != nil {
		return err
	}
	info, err := os.Stat(c.Output)
	if err != nil {
		return err
	}
	fmt.Fprintf(r.std.Out, "%s: %d rows of %d tables, %d files and %d pages in %d bytes, %.1f s\n",
		c.Output, sum.Rows, sum.Tables, sum.Files, sum.Pages, info.Size(), in.clock().Sub(begun).Seconds())
	return nil
}

// export writes an archive beside its name and gives it the name when it is
// whole.
func (in *Installation) export(ctx context.Context, c *City, path string) (sum archive.Summary, err error) {
	if _, err := os.Stat(path); err == nil {
		return sum, fmt.Errorf("%s exists already", path)
	}
	plan, err := in.plan(ctx, c)
	if err != nil {
		return sum, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".pobratim-*.zip")
	if err != nil {
		return sum, fmt.Errorf("%s cannot be written: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	sum, err = archive.Write(ctx, f, plan)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return sum, err
	}
	return sum, os.Rename(f.Name(), path)
}

type loadCommand struct {
	Where
	Archive string `arg:"" help:"What pobratim export has written."`
}

// Run makes a municipality of an archive.
func (c *loadCommand) Run(r *run) error {
	a, err := archive.Open(c.Archive)
	if err != nil {
		return err
	}
	defer a.Close()
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database, Quick: true})
	if err != nil {
		return err
	}
	defer in.Close()
	if err := in.load(ctx, a); err != nil {
		return fmt.Errorf("%s cannot be loaded: %w", c.Archive, err)
	}
	slug := a.Municipality().Slug
	city, err := in.City(slug)
	if err != nil {
		return err
	}
	size, root, err := city.Log.Root(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(r.std.Out, "%s is loaded: %d revisions, root %s\n", slug, size, root)
	fmt.Fprintf(r.std.Out, "Archives hold no passwords. Let an administrator in: pobratim invite --municipality %s E-MAIL\n", slug)
	return nil
}

// load makes a municipality of an archive. Everything is put up in a folder, and
// with PostgreSQL a schema, of its own and gets its name when it is whole; what
// a stopped attempt has left behind, the next one removes.
func (in *Installation) load(ctx context.Context, a *archive.Archive) (err error) {
	m := a.Municipality()
	if err := in.mayBe(m.Slug); err != nil {
		return err
	}
	folder, temp := filepath.Join(in.config.Data, m.Slug), filepath.Join(in.config.Data, ".loading")
	if _, err := os.Stat(folder); err == nil {
		return fmt.Errorf("the folder %s exists already and belongs to no municipality", folder)
	}
	if err := in.clearLoading(ctx, temp); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, in.clearLoading(context.WithoutCancel(ctx), temp))
		}
	}()
	if err := in.fill(ctx, a, temp); err != nil {
		return err
	}
	if in.config.Database != "" {
		if err := db.RenameSchema(ctx, in.config.Database, loadingSchema, strings.ReplaceAll(m.Slug, "-", "_")); err != nil {
			return err
		}
	}
	if err := os.Rename(temp, folder); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, in.db, `INSERT INTO municipalities (slug, created_at, demo) VALUES ($1, $2, $3)`, m.Slug, m.CreatedAt, m.Demo); err != nil {
		return err
	}
	return in.openCity(ctx, m.Slug)
}

// loadingSchema is the schema in which PostgreSQL keeps what is being loaded.
const loadingSchema = "pobratim_loading"

// clearLoading removes what an attempt has left behind.
func (in *Installation) clearLoading(ctx context.Context, temp string) error {
	if err := os.RemoveAll(temp); err != nil || in.config.Database == "" {
		return err
	}
	return db.DropSchema(ctx, in.config.Database, loadingSchema)
}

// fill puts the records and files of an archive into a fresh database and
// folder, in the schema of the archive's time.
func (in *Installation) fill(ctx context.Context, a *archive.Archive, temp string) (err error) {
	merged, err := mergedSchema()
	if err != nil {
		return err
	}
	if newest, err := db.NewestMigration(merged); err != nil || a.Schema() > newest {
		return errors.Join(err, fmt.Errorf("it was written by a newer program (schema %d, this one knows %d)", a.Schema(), newest))
	}
	if err := os.MkdirAll(temp, 0o750); err != nil {
		return err
	}
	var d *db.DB
	if in.config.Database != "" {
		d, err = db.OpenPostgres(ctx, in.config.Database, loadingSchema)
	} else {
		d, err = db.OpenSQLite(ctx, filepath.Join(temp, "office.db"), db.ReadWrite)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := db.MigrateTo(ctx, d, merged, a.Schema()); err != nil {
		return err
	}
	store, err := blob.Open(filepath.Join(temp, "files"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := a.LoadTables(ctx, tx, leftOut); err != nil {
			return err
		}
		return a.LoadFiles(ctx, tx, store)
	})
}

type inviteCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Reset        bool   `help:"Also turn off the codes of the user's application and remove the passkeys: the telephone is lost."`
	Email        string `arg:"" help:"Who is to get in; the account has to exist." name:"e-mail"`
}

// Run prints a one-time code with which a user sets a new password, for the case
// that nobody else can let them in: after a loading, or when the only
// administrator has lost theirs.
func (c *inviteCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toWrite)
	if err != nil {
		return err
	}
	defer in.Close()
	users, err := city.Accounts.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		if strings.EqualFold(u.Email, c.Email) {
			return c.tell(ctx, r.std.Out, city, u)
		}
	}
	return fmt.Errorf("there is no account %s in %s", c.Email, c.Municipality)
}

func (c *inviteCommand) tell(ctx context.Context, to io.Writer, city *City, u account.User) error {
	if c.Reset {
		if err := city.Accounts.Reset(ctx, u.ID); err != nil {
			return err
		}
	}
	_, code, err := city.Accounts.Reinvite(ctx, u.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(to, "Open /%s/office/invite and enter the code (one week, once): %s\n", city.Slug, code)
	return nil
}
