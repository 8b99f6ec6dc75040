package app

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"pobratim/internal/app/demo"
	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/typst"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

// The tests of this package run the whole program on the demonstration, on both
// engines, and walk over the modules as they are handed over: a new subject is
// covered by being in the list of modules.
//
// The demonstration is loaded once per engine; every test works on a copy of it
// or, when it only reads, on one copy that all share.

// began is when the tests take place.
var began = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == typst.WorkerArg || os.Args[1] == jail.Arg) { // the test binary is its own worker, as the program is
		os.Exit(Run(context.Background(), os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
	}
	status := m.Run()
	for i := len(leftovers.undo) - 1; i >= 0; i-- {
		leftovers.undo[i]()
	}
	os.Exit(status)
}

// leftovers are undone when all tests are over.
var leftovers struct {
	sync.Mutex
	undo []func()
}

func atEnd(undo func()) {
	leftovers.Lock()
	defer leftovers.Unlock()
	leftovers.undo = append(leftovers.undo, undo)
}

// ticking is a clock that goes on by a millisecond whenever somebody looks.
type ticking struct{ since atomic.Int64 }

func (c *ticking) now() time.Time {
	return began.Add(time.Duration(c.since.Add(int64(time.Millisecond))))
}

func (c *ticking) pass(d time.Duration) { c.since.Add(int64(d)) }

// findings collects what the program writes into its log: a panel that fails is
// left out of a page, which then looks well.
type findings struct {
	sync.Mutex
	lines []string
}

// Write implements io.Writer for a text handler.
func (f *findings) Write(line []byte) (int, error) {
	f.Lock()
	defer f.Unlock()
	f.lines = append(f.lines, strings.TrimSpace(string(line)))
	return len(line), nil
}

func (f *findings) take() []string {
	f.Lock()
	defer f.Unlock()
	lines := f.lines
	f.lines = nil
	return lines
}

// stage is one running installation.
type stage struct {
	engine, folder, database string
	in                       *Installation
	handler                  http.Handler
	clock                    *ticking
	log                      *findings
	serial                   atomic.Int64
	planted                  []string // by the canary test
	mu                       sync.Mutex
	cookies                  map[string]string // city and e-mail → Cookie header
	found                    map[string]map[string][]string
}

// engines are those that a test runs on. PostgreSQL's server stands in
// TEST_POSTGRES; where a change is judged it has to be there.
func engines(t *testing.T) []string {
	t.Helper()
	if os.Getenv("TEST_POSTGRES") != "" {
		return []string{"sqlite", "postgres"}
	}
	if os.Getenv("CI") == "true" {
		t.Error("TEST_POSTGRES is not set: the tests on PostgreSQL did not run")
	} else {
		t.Log("TEST_POSTGRES is not set: only SQLite was tested")
	}
	return []string{"sqlite"}
}

// each runs a test that only reads on the shared installation of each engine.
func each(t *testing.T, test func(t *testing.T, s *stage)) {
	t.Helper()
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			s, err := shared[engine]()
			if err != nil {
				t.Fatal(err)
			}
			s.log.take()
			test(t, s)
			for _, line := range s.log.take() {
				t.Errorf("in the log: %s", line)
			}
		})
	}
}

// eachFresh runs a test that writes on an installation of its own.
func eachFresh(t *testing.T, test func(t *testing.T, s *stage)) {
	t.Helper()
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			test(t, fresh(t, engine))
		})
	}
}

// fresh is an installation for one test; it is closed and removed with it.
func fresh(t *testing.T, engine string) *stage {
	t.Helper()
	s, err := copied(engine)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

var shared = map[string]func() (*stage, error){
	"sqlite":   sync.OnceValues(func() (*stage, error) { return sharedCopy("sqlite") }),
	"postgres": sync.OnceValues(func() (*stage, error) { return sharedCopy("postgres") }),
}

func sharedCopy(engine string) (*stage, error) {
	s, err := copied(engine)
	if err == nil {
		atEnd(s.close)
	}
	return s, err
}

// loaded is the demonstration, closed, as it is copied for the tests.
var loaded = map[string]func() (*stage, error){
	"sqlite":   sync.OnceValues(func() (*stage, error) { return load("sqlite") }),
	"postgres": sync.OnceValues(func() (*stage, error) { return load("postgres") }),
}

func load(engine string) (*stage, error) {
	folder, err := os.MkdirTemp("", "pobratim-app")
	if err != nil {
		return nil, err
	}
	s := &stage{engine: engine, folder: folder}
	atEnd(s.remove)
	if engine == "postgres" {
		if s.database, err = newDatabase("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"); err != nil {
			return nil, err
		}
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	if _, err := s.in.demonstration(asProgram(context.Background())); err != nil {
		return nil, errors.Join(err, s.in.Close())
	}
	if err := s.furnish(); err != nil {
		return nil, errors.Join(err, s.in.Close())
	}
	return s, s.in.Close()
}

// furnish adds to Perm what the demonstration does not have and some pages
// show: a file at a public record, duplicates, and one record in the bin.
func (s *stage) furnish() error {
	c, err := s.in.City("perm")
	if err != nil {
		return err
	}
	ctx := asProgram(context.Background())
	partners, err := db.All(ctx, c.DB, db.Value[string], `SELECT id FROM partnerships WHERE slug = 'duisburg'`)
	if err != nil || len(partners) != 1 {
		return errors.Join(errors.New("no Duisburg among the partners of Perm"), err)
	}
	paper := file.Upload{Name: "paper.txt", Body: strings.NewReader("Перечень мероприятий\n"), Details: file.Details{Visibility: "public"}}
	if _, err := c.files.Attach(ctx, record.Ref{Kind: "partner", ID: partners[0]}, paper); err != nil {
		return err
	}
	if err := bringIn(ctx, c); err != nil {
		return err
	}
	if err := s.crests(ctx); err != nil {
		return err
	}
	id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", "Убранная организация"), Type: "other", Side: "neutral"})
	if err != nil {
		return err
	}
	if err := c.furnishDuplicates(ctx); err != nil {
		return err
	}
	_, err = c.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: contact.OrganisationKind, ID: id}
		if _, err := db.Exec(ctx, w, `UPDATE organisations SET binned = TRUE WHERE id = $1`, id); err != nil {
			return ref, err
		}
		return ref, w.Binned(ctx, ref, "Убранная организация")
	})
	return err
}

// crests gives both cities a coat of arms.
func (s *stage) crests(ctx context.Context) error {
	for _, slug := range slugs() {
		c, err := s.in.City(slug)
		if err != nil {
			return err
		}
		now, err := c.Settings.Get(ctx)
		if err != nil {
			return err
		}
		if err := c.Settings.SaveCrest(ctx, now.Version, []byte(`<svg viewBox="0 0 40 50"><path d="M0 0h40v30q0 12-20 20Q0 42 0 30z"/></svg>`)); err != nil {
			return err
		}
	}
	return nil
}

// bringIn leaves two imports behind: one that is done, with rows that were left
// out, and one that waits for decisions about the same organisation.
func bringIn(ctx context.Context, c *City) error {
	for n, table := range []string{
		"Организация;Телефон;Сайт\nКлуб друзей Оксфорда;+7 342 200-00-01;www.club.example.ru\n\nИтого: 1;;\n",
		"Организация;Телефон;Примечание\nКлуб друзей Оксфорда;+7 342 200-00-02;с 2005 года\nВторой клуб;нет;—\n",
	} {
		id, err := c.imports.Take(ctx, []intake.File{{Name: "clubs.csv", Body: []byte(table)}}, "ru")
		if err == nil && n == 0 {
			err = c.imports.Start(ctx, id, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copied opens a copy of the demonstration.
func copied(engine string) (*stage, error) {
	from, err := loaded[engine]()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pobratim-app")
	if err != nil {
		return nil, err
	}
	s := &stage{engine: engine, folder: filepath.Join(folder, "data")}
	if err := os.CopyFS(s.folder, os.DirFS(from.folder)); err != nil {
		return nil, err
	}
	if engine == "postgres" {
		if s.database, err = newDatabase("TEMPLATE " + nameOf(from.database)); err != nil {
			return nil, err
		}
	}
	return s, s.open()
}

// open starts the program on the stage's folder and database.
func (s *stage) open() error {
	s.clock, s.log, s.cookies, s.found = &ticking{}, &findings{}, map[string]string{}, map[string]map[string][]string{}
	if err := shareTypesetter(s.folder); err != nil {
		return err
	}
	s.in = &Installation{
		config: Config{Data: s.folder, Database: s.database}, clock: s.clock.now, log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelWarn})),
		places: place.Open(), cities: map[string]*City{},
	}
	if err := s.in.open(context.Background()); err != nil {
		return errors.Join(err, s.in.Close())
	}
	s.handler = s.in.Handler()
	return nil
}

// shareTypesetter lets all stages use one cache of the typesetter's machine
// code, which takes half a minute to make.
func shareTypesetter(folder string) error {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	cache := filepath.Join(dir, "pobratim-test", "typst")
	if err := errors.Join(os.MkdirAll(cache, 0o750), os.MkdirAll(filepath.Join(folder, "cache"), 0o750)); err != nil {
		return err
	}
	if err := os.Symlink(cache, filepath.Join(folder, "cache", "typst")); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

func (s *stage) close() {
	_ = s.in.Close()
	s.remove()
}

func (s *stage) remove() {
	_ = os.RemoveAll(s.folder)
	if s.database == "" {
		return
	}
	_ = onServer("DROP DATABASE IF EXISTS " + nameOf(s.database) + " WITH (FORCE)")
}

// newDatabase makes a database on the server of the tests and returns its address.
func newDatabase(like string) (string, error) {
	name := "pobratim_app_" + strings.ToLower(rand.Text()[:12])
	if err := onServer("CREATE DATABASE " + name + " " + like); err != nil {
		return "", err
	}
	u, err := url.Parse(os.Getenv("TEST_POSTGRES"))
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

func nameOf(database string) string { return database[strings.LastIndex(database, "/")+1:] }

func onServer(statement string) error {
	admin, err := sql.Open("pgx", os.Getenv("TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.Exec(statement)
	return err
}

// asProgram acts for the program itself, as commands do.
func asProgram(ctx context.Context) context.Context {
	return audit.WithActor(account.With(ctx, account.System("pobratim")), audit.Actor{ID: "pobratim", Name: "pobratim"})
}

// city is one of the two cities.
func (s *stage) city(t testing.TB, slug string) *City {
	t.Helper()
	c, err := s.in.City(slug)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answer is what the program said to a request.
type answer struct {
	status int
	header http.Header
	body   string
}

// to is where a redirect leads, without the query.
func (a answer) to() string {
	at, _, _ := strings.Cut(a.header.Get("Location"), "?")
	return at
}

// get asks for an address as a user of its city; no e-mail means without an
// account.
func (s *stage) get(email, path string) answer {
	return s.send(email, s.request(http.MethodGet, path, nil))
}

// post sends a form as a browser does.
func (s *stage) post(email, path string, values url.Values) answer {
	return s.send(email, s.request(http.MethodPost, path, values))
}

func (s *stage) request(method, path string, values url.Values) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://example.com")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	n := s.serial.Add(1) // each request from a browser of its own: the limits on guessing are not under test
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:40000", n>>16&255, n>>8&255, n&255)
	return r
}

func (s *stage) send(email string, r *http.Request) answer {
	if email != "" {
		slug, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		s.mu.Lock()
		cookie := s.cookies[slug+" "+email]
		s.mu.Unlock()
		if cookie == "" {
			panic("nobody signed in " + email + " at " + slug)
		}
		r.Header.Add("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// signIn goes through the door of a city with the demonstration's password.
func (s *stage) signIn(t testing.TB, slug, email string) {
	t.Helper()
	s.mu.Lock()
	known := s.cookies[slug+" "+email]
	s.mu.Unlock()
	if known != "" {
		return
	}
	a := s.post("", "/"+slug+"/office/sign-in", url.Values{"email": {email}, "password": {demoPassword}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in at %s: %d\n%s", email, slug, a.status, a.body)
	}
	set := (&http.Response{Header: a.header}).Cookies()
	i := slices.IndexFunc(set, func(c *http.Cookie) bool { return strings.HasSuffix(c.Name, "-session") && c.Value != "" })
	if i < 0 {
		t.Fatalf("%s got no session at %s: %v", email, slug, a.header)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cookies[slug+" "+email] = set[i].Name + "=" + set[i].Value
}

// everybody signs in an account of every role and returns their e-mails.
func (s *stage) everybody(t testing.TB, slug string) []string {
	t.Helper()
	var emails []string
	for _, role := range account.Roles() {
		s.signIn(t, slug, demoEmail(role))
		emails = append(emails, demoEmail(role))
	}
	return emails
}

// slugs are the cities of the demonstration.
func slugs() []string { return demo.Names() }
