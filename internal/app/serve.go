package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pobratim/internal/front/api"
	"pobratim/internal/front/dav"
	"pobratim/internal/front/guest"
	"pobratim/internal/front/office"
	"pobratim/internal/front/portal"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// frames builds the office and the portal of a municipality.
func (in *Installation) frames(c *City, base string) error {
	if in.assets == nil { // a command that only lists
		return nil
	}
	c.office = &office.Frame{
		Base: base + "/office", Portal: base, Origin: in.config.Address, Catalog: in.catalog, Assets: in.assets, Modules: c.Modules, Kinds: c.Kinds,
		Gate: c.Gate, Accounts: c.Accounts, Settings: c.Settings, Search: c.search, Clock: in.clock, Log: in.log,
	}
	if err := c.office.Open(); err != nil {
		return err
	}
	c.api = &api.Frame{
		Base: base + "/api", Portal: base, Origin: in.config.Address, Catalog: in.catalog, Tables: c.Tables, Kinds: c.Kinds, Gate: c.Gate, Accounts: c.Accounts,
		DB: c.DB, History: c.Log, City: c.forPrograms, Clock: in.clock, Log: in.log,
	}
	c.api.Open()
	c.dav = &dav.Frame{
		Base: base, Origin: in.config.Address, Catalog: in.catalog, Feeds: c.feeds, City: c.forCalendars, Version: c.Log.Version, Clock: in.clock, Log: in.log,
	}
	c.dav.Open()
	public := &portal.Frame{
		Base: base, Office: base + "/office", Origin: in.config.Address, Catalog: in.catalog, Assets: in.assets, Modules: c.Modules, Kinds: c.Kinds,
		Gate: c.Gate, City: func(ctx context.Context) (portal.City, error) { return c.public(ctx, base) }, Data: c.openData(), API: base + "/api", Version: c.Log.Version, Clock: in.clock, Log: in.log,
	}
	c.portal = public
	c.guest = &guest.Frame{Base: base, Catalog: in.catalog, Assets: in.assets, Modules: c.Modules, Links: c.links, Exists: c.exists, City: public.City, Clock: in.clock, Log: in.log}
	return errors.Join(public.Open(), c.guest.Open())
}

// exists asks in the name of the program whether a record is there and is not put
// away.
func (c *City) exists(ctx context.Context, of record.Ref) error {
	kind, ok := c.Kinds[of.Kind]
	if !ok || kind.Allowed == nil {
		return errs.New(errs.NotFound, "record.missing")
	}
	_, err := kind.Allowed(forProgram(ctx), of.ID, module.View)
	return err
}

// forPrograms is what the municipality says about itself to programs.
func (c *City) forPrograms(ctx context.Context) (api.City, error) {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return api.City{}, err
	}
	return api.City{Name: s.Name, Department: s.Department, Email: s.Email, Licence: s.Licence, Langs: s.PortalLangs, Zone: s.Home.Location()}, nil
}

// forCalendars is what the municipality says about itself to calendars elsewhere.
func (c *City) forCalendars(ctx context.Context) (dav.City, error) {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return dav.City{}, err
	}
	return dav.City{Name: s.Name, Langs: s.OfficeLangs, Zone: s.Home.Location()}, nil
}

// public is what the municipality says about itself on its portal.
func (c *City) public(ctx context.Context, base string) (portal.City, error) {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return portal.City{}, err
	}
	city := portal.City{
		Name: s.Name, Department: s.Department, Address: s.Address, Hours: s.Hours, Phone: s.Phone, Email: s.Email, Policy: s.Policy, Legal: s.Legal, Licence: s.Licence,
		Langs: s.PortalLangs, Home: s.Home.Point(), Zone: s.Home.Location(), Accent: s.AccentCSS(), Demo: s.Demo,
		Crest: s.Crest.Picture(base, ""), TestResult: s.TestResult,
	}
	if !s.Tested.IsZero() {
		city.Tested = s.Tested.First()
	}
	for _, who := range s.Contacts {
		city.People = append(city.People, portal.Contact{Name: who.Name, Role: who.Post, Hours: who.Hours, Phone: who.Phone, Email: who.Email})
	}
	return city, nil
}

// openData are the registers of which the public may see records, for the page
// of open data.
func (c *City) openData() []portal.DataSet {
	var sets []portal.DataSet
	for _, one := range api.Sets(c.Gate, c.Tables) {
		set := portal.DataSet{Name: one.Name, Title: one.Kind + ".list", About: "api.set." + one.Name}
		for _, file := range one.Files {
			set.Files = append(set.Files, portal.DataFile{Name: file.Name, Format: file.Format})
		}
		for _, t := range c.Tables {
			if t.Name == one.Name {
				for _, column := range export.Open(t).Columns {
					set.Columns = append(set.Columns, portal.DataColumn{Name: column.Name, Words: column.Key})
				}
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// newPapers makes the typesetter's pool; nothing runs before the first paper.
func newPapers(config Config, log *slog.Logger) *typst.Pool {
	if config.Quick {
		return nil
	}
	engine := typst.Options{CacheDir: filepath.Join(config.cache(), "typst")}
	if fonts := filepath.Join(config.Data, "fonts"); isFolder(fonts) { // further fonts of the operator
		engine.FontsDir = fonts
	}
	return typst.NewPool(typst.PoolOptions{Engine: engine, Log: log})
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Handler answers everything: each municipality under the first part of the
// address, styles and scripts under /assets/, and the health of the program.
func (in *Installation) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, in.assets)
	mux.HandleFunc("GET /healthz", in.health)
	mux.HandleFunc("GET /{$}", in.index)
	mux.HandleFunc("/"+wellKnown, in.calendars)
	mux.HandleFunc("/setup", in.setupHandler)
	mux.HandleFunc("/setup/", in.setupHandler)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		c, err := in.City(first)
		switch {
		case err != nil:
			http.NotFound(w, r)
		case rest == "office":
			http.Redirect(w, r, "/"+first+"/office/", http.StatusPermanentRedirect)
		case strings.HasPrefix(rest, "office/"):
			c.office.ServeHTTP(w, r)
		case strings.HasPrefix(rest, "api/"):
			c.api.ServeHTTP(w, r)
		case rest == "dav":
			http.Redirect(w, r, "/"+first+"/dav/", http.StatusMovedPermanently)
		case strings.HasPrefix(rest, "dav/"), strings.HasPrefix(rest, "feeds/"), rest == wellKnown:
			c.dav.ServeHTTP(w, r)
		case strings.HasPrefix(rest, "guest/"):
			c.guest.ServeHTTP(w, r)
		case rest == "" && !strings.HasSuffix(r.URL.Path, "/"):
			http.Redirect(w, r, "/"+first+"/", http.StatusPermanentRedirect)
		case c.portal != nil:
			c.portal.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
	return web.Behind(in.config.Proxies, web.Headers(web.Recover(in.log, web.SameOrigin(mux))))
}

// health says whether every database answers.
func (in *Installation) health(w http.ResponseWriter, r *http.Request) {
	for _, c := range in.all() {
		if err := c.Log.Refresh(r.Context()); err != nil {
			in.log.Error("health", "municipality", c.Slug, "error", err)
			http.Error(w, "the database of "+c.Slug+" does not answer", http.StatusServiceUnavailable)
			return
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// wellKnown is where programs look for calendars when they are told a host and
// nothing else (RFC 6764).
const wellKnown = ".well-known/caldav"

// calendars leads to those of the only municipality. Of several none is guessed:
// programs are told the whole address, as the office shows it.
func (in *Installation) calendars(w http.ResponseWriter, r *http.Request) {
	cities := in.all()
	if len(cities) != 1 {
		http.NotFound(w, r)
		return
	}
	http.Redirect(w, r, "/"+cities[0].Slug+"/dav/", http.StatusMovedPermanently)
}

// index leads to the only municipality, or to a choice of several.
func (in *Installation) index(w http.ResponseWriter, r *http.Request) {
	cities := in.all()
	switch {
	case len(cities) == 1:
		http.Redirect(w, r, "/"+cities[0].Slug+"/", http.StatusFound)
	case len(cities) == 0 && in.setup != nil:
		http.Redirect(w, r, "/setup/", http.StatusFound)
	default:
		in.choice(w, r)
	}
}

// Serve answers on an address until ctx ends, then lets running requests finish.
func (in *Installation) Serve(ctx context.Context, listen string, ready func(address string)) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("the address %s cannot be used: %w", listen, err)
	}
	server := &http.Server{
		Handler: in.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(in.log.Handler(), slog.LevelWarn),
	}
	fresh, stop := context.WithCancel(ctx)
	defer stop()
	go in.guarded("refresh", func() { in.keepFresh(fresh) })
	go in.guarded("papers", func() { in.warm(fresh) })
	go in.guarded("search", func() { in.keepIndexed(fresh) })
	go in.guarded("bin", func() { in.keepEmptied(fresh) })
	go in.guarded("outbox", func() {
		in.keepMailing(fresh, "outbox", func(c *City, ctx context.Context) (bool, error) { return c.outbox.Step(ctx) })
	})
	go in.guarded("mailbox", func() {
		in.keepMailing(fresh, "mailbox", func(c *City, ctx context.Context) (bool, error) { return c.mailbox.Fetch(ctx) })
	})
	in.resumeImports(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	if ready != nil {
		ready(listener.Addr().String())
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// keepIndexed reads for the search what takes long, in all municipalities: at
// once while there is something to do, then once a second.
func (in *Installation) keepIndexed(ctx context.Context) {
	ctx = account.With(ctx, account.System("pobratim"))
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		busy := false
		for _, c := range in.all() {
			more, err := c.index.Step(ctx)
			if err != nil && ctx.Err() == nil {
				in.log.Error("search", "municipality", c.Slug, "error", err)
				more = false
			}
			busy = busy || more
		}
		if busy && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// resumeImports carries on with imports that the end of the program interrupted.
func (in *Installation) resumeImports(ctx context.Context) {
	for _, c := range in.all() {
		if err := c.imports.Resume(ctx); err != nil {
			in.log.Error("imports", "municipality", c.Slug, "error", err)
		}
	}
}

// guarded keeps a panic in the background from ending the program.
func (in *Installation) guarded(what string, do func()) {
	defer func() {
		if p := recover(); p != nil {
			in.log.Error("panic", "in", what, "panic", p)
		}
	}()
	do()
}

// warm prepares the typesetter once per machine, since making its machine code
// takes half a minute; when that is done before, nothing is started.
func (in *Installation) warm(ctx context.Context) {
	if in.papers == nil || typst.Built() != nil {
		return
	}
	mark := filepath.Join(in.config.cache(), "typst-ready-"+Version)
	if _, err := os.Stat(mark); err == nil {
		return
	}
	if err := in.papers.Warm(ctx); err != nil {
		if ctx.Err() == nil {
			in.log.Warn("papers are not ready", "error", err)
		}
		return
	}
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		in.log.Warn("papers", "error", err)
	}
}
