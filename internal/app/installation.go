package app

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/heap"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/setting"
)

//go:embed schema
var schema embed.FS

// Config is everything that can be set when the program starts.
type Config struct {
	Data     string // folder that holds everything the installation keeps
	Database string // postgres://… ; empty for one SQLite file per municipality
	Cache    string // folder for what can be made again; inside Data when empty
	Address  string // "https://friends.example.org" when people reach it under one address; else empty
	ReadOnly bool   // only look; may be done while a server runs
	Quick    bool   // no lock and no papers: for commands that only list
	Proxies  web.Proxies
}

// Installation is one running program: several municipalities, each with a
// database of its own, and what they share: the gazetteer, words, styles and
// the typesetter. It knows of the municipalities only that they exist.
type Installation struct {
	config  Config
	db      *db.DB
	lock    *os.File
	clock   clock.Clock
	log     *slog.Logger
	catalog *i18n.Catalog
	assets  *assets.Set
	places  *place.Gazetteer
	papers  *typst.Pool
	jail    *jail.Jail     // where documents from outside are read
	thrift  heap.Thrift    // keeps the process small during imports
	setup   *setting.Setup // nil once a municipality existed at the start
	mu      sync.RWMutex   // guards cities: the set-up adds one while serving
	cities  map[string]*City

	setupFrame http.Handler
}

// slugForm keeps addresses and names of PostgreSQL schemas simple.
var slugForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,39}$`)

// reserved are first parts of addresses that no municipality can have.
func reserved(slug string) bool {
	switch slug {
	case "assets", "healthz", "setup", "api", "dav", "robots", "installation":
		return true
	}
	return false
}

// Open opens the installation in a folder, making it when it is new, and every
// municipality in it.
func Open(ctx context.Context, config Config, log *slog.Logger) (*Installation, error) {
	in := &Installation{config: config, clock: clock.System, log: log, places: place.Open(), cities: map[string]*City{}}
	if err := in.open(ctx); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

func (in *Installation) open(ctx context.Context) error {
	if in.config.Data == "" {
		return errors.New("say where the data is kept: --data DIR")
	}
	var err error
	if !in.config.ReadOnly {
		if err := os.MkdirAll(in.config.Data, 0o750); err != nil {
			return fmt.Errorf("the data folder cannot be made: %w", err)
		}
		if in.lock, err = lockFolder(in.config.Data); err != nil {
			return err
		}
	}
	if in.catalog, err = loadWords(); err != nil {
		return err
	}
	if in.assets, err = assets.Load(); err != nil && !in.config.Quick {
		return err
	}
	merged, err := db.Merge(schema)
	if err != nil {
		return err
	}
	if in.db, err = in.openDB(ctx, "installation", merged); err != nil {
		return err
	}
	in.papers = newPapers(in.config, in.log)
	if in.jail, err = jail.New(jail.Options{}); err != nil {
		return err
	}
	slugs, err := db.All(ctx, in.db, db.Value[string], `SELECT slug FROM municipalities ORDER BY slug`)
	if err != nil {
		return err
	}
	for _, slug := range slugs {
		if err := in.openCity(ctx, slug); err != nil {
			return fmt.Errorf("%s: %w", slug, err)
		}
	}
	return nil
}

// openDB opens one database of the installation and brings its schema up to
// date: a file in the data folder, or a schema of the PostgreSQL database.
func (in *Installation) openDB(ctx context.Context, name string, merged fs.FS) (*db.DB, error) {
	var d *db.DB
	var err error
	switch {
	case in.config.Database != "":
		schema := strings.ReplaceAll(name, "-", "_")
		if name == "installation" {
			schema = "pobratim_installation"
		}
		d, err = db.OpenPostgres(ctx, in.config.Database, schema)
	case name == "installation":
		d, err = db.OpenSQLite(ctx, filepath.Join(in.config.Data, "installation.db"), in.mode())
	default:
		d, err = db.OpenSQLite(ctx, filepath.Join(in.config.Data, name, "office.db"), in.mode())
	}
	if err != nil {
		return nil, err
	}
	if in.config.ReadOnly {
		return d, nil
	}
	if err := db.Migrate(ctx, d, merged); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// cache is the folder for what can be made again.
func (c Config) cache() string {
	if c.Cache != "" {
		return c.Cache
	}
	return filepath.Join(c.Data, "cache")
}

func (in *Installation) mode() db.SQLiteMode {
	if in.config.ReadOnly {
		return db.ReadOnly
	}
	return db.ReadWrite
}

// City is one of the municipalities; errs.NotFound when there is none.
func (in *Installation) City(slug string) (*City, error) {
	in.mu.RLock()
	defer in.mu.RUnlock()
	if c, ok := in.cities[slug]; ok {
		return c, nil
	}
	return nil, errs.New(errs.NotFound, "record.missing")
}

// mayBe tells whether a municipality of that address can be made.
func (in *Installation) mayBe(slug string) error {
	if !slugForm.MatchString(slug) || reserved(slug) {
		return fmt.Errorf("%q cannot be the address of a municipality: small Latin letters, digits and hyphens, beginning with a letter", slug)
	}
	if _, err := in.City(slug); err == nil {
		return fmt.Errorf("there is a municipality %s already", slug)
	}
	return nil
}

// add makes a municipality with an empty database.
func (in *Installation) add(ctx context.Context, slug string, demo bool) (*City, error) {
	if err := in.mayBe(slug); err != nil {
		return nil, err
	}
	if err := in.openCity(ctx, slug); err != nil {
		return nil, err
	}
	_, err := db.Exec(ctx, in.db, `INSERT INTO municipalities (slug, created_at, demo) VALUES ($1, $2, $3)`, slug, clock.Stamp(in.clock()), demo)
	if err != nil {
		return nil, err
	}
	return in.City(slug)
}

// Close ends the worker and closes all databases.
func (in *Installation) Close() error {
	var problems []error
	if in.papers != nil {
		in.papers.Close()
	}
	for _, c := range in.cities {
		c.imports.Close()
		problems = append(problems, c.DB.Close())
	}
	if in.db != nil {
		problems = append(problems, in.db.Close())
	}
	if in.lock != nil {
		problems = append(problems, in.lock.Close())
	}
	return errors.Join(problems...)
}

// keepFresh follows changes that other processes make in a shared database and
// drops what has had its day. It returns when ctx ends.
func (in *Installation) keepFresh(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	sweep := in.clock()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, c := range in.all() {
			if c.DB.Engine() == db.Postgres {
				if err := c.Log.Refresh(ctx); err != nil && ctx.Err() == nil {
					in.log.Error("refresh", "municipality", c.Slug, "error", err)
				}
			}
		}
		if in.clock().Sub(sweep) > time.Hour {
			sweep = in.clock()
			in.sweep(ctx)
		}
	}
}

func (in *Installation) sweep(ctx context.Context) {
	for _, c := range in.all() {
		if err := errors.Join(c.Log.ForgetKeys(ctx), c.Accounts.Sweep(ctx), c.imports.Sweep(forProgram(ctx))); err != nil {
			in.log.Error("sweep", "municipality", c.Slug, "error", err)
		}
	}
}

// keepEmptied empties the bins when the program starts and once a day, until
// ctx ends.
func (in *Installation) keepEmptied(ctx context.Context) {
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		in.emptyBins(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// emptyBins erases in all municipalities what has been in the bin for its time,
// and the bytes that nothing refers to any more.
func (in *Installation) emptyBins(ctx context.Context) {
	ctx = forProgram(ctx)
	for _, c := range in.all() {
		gone, err := c.bin.Purge(ctx)
		if err == nil {
			err = c.files.Sweep(ctx)
		}
		if err == nil {
			_, err = c.Visits.Purge(ctx)
		}
		switch {
		case err != nil && ctx.Err() == nil:
			in.log.Error("bin", "municipality", c.Slug, "error", err)
		case gone > 0:
			in.log.Info("bin", "municipality", c.Slug, "gone for good", gone)
		}
	}
}

// all lists the municipalities as they are at this moment.
func (in *Installation) all() []*City {
	in.mu.RLock()
	defer in.mu.RUnlock()
	cities := make([]*City, 0, len(in.cities))
	for _, c := range in.cities {
		cities = append(cities, c)
	}
	return cities
}
