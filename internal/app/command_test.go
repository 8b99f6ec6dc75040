package app

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/app/policy"
	"pobratim/internal/front/dav"
	"pobratim/internal/kit/db"
)

// said is what a command printed and how it ended.
type said struct {
	code     int
	out, err string
}

// command executes a command line within the test.
func command(t testing.TB, args ...string) said {
	t.Helper()
	var out, err bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // what should be refused and is not would serve for ever
	defer cancel()
	code := Run(ctx, args, Streams{In: strings.NewReader(""), Out: &out, Err: &err})
	return said{code, out.String(), err.String()}
}

// at adds where the installation of a stage is.
func (s *stage) at(args ...string) []string {
	args = append(args, "--data", s.folder)
	if s.database != "" {
		args = append(args, "--database", s.database)
	}
	return args
}

// oneSentence insists that a command failed with one line that holds all the
// words and no trace of the program's inside.
func oneSentence(t *testing.T, what string, got said, words ...string) {
	t.Helper()
	if got.code != 1 {
		t.Errorf("%s: status %d instead of 1; %s%s", what, got.code, got.out, got.err)
	}
	if strings.Count(strings.TrimSpace(got.err), "\n") > 0 || !strings.HasPrefix(got.err, "pobratim: ") {
		t.Errorf("%s: no single sentence on standard error: %q", what, got.err)
	}
	for _, word := range words {
		if !strings.Contains(got.err, word) {
			t.Errorf("%s: %q is missing in %q", what, word, got.err)
		}
	}
	if strings.Contains(got.err, "goroutine") || strings.Contains(got.err, ".go:") {
		t.Errorf("%s: %q", what, got.err)
	}
}

func decode[T any](t *testing.T, got said) T {
	t.Helper()
	var v T
	if got.code != 0 {
		t.Fatalf("status %d: %s", got.code, got.err)
	}
	if err := json.Unmarshal([]byte(got.out), &v); err != nil {
		t.Fatalf("%v in %s", err, got.out)
	}
	return v
}

func TestHelp(t *testing.T) {
	lines := [][]string{{}, {"--help"}, {"serve", "--help"}, {"demo", "--help"}, {"list", "--help"}, {"describe", "--help"}, {"check", "--help"}, {"version", "--help"}}
	for _, row := range configRows() {
		lines = append(lines, append(strings.Fields(row.Command), "--help"))
	}
	for _, line := range lines {
		if got := command(t, line...); got.code != 0 || !strings.Contains(got.out, "Usage: pobratim") {
			t.Errorf("%v: %d, %q %q", line, got.code, got.out, got.err)
		}
	}
	if got := command(t, "nonsense"); got.code == 0 || !strings.Contains(got.err, "nonsense") {
		t.Errorf("an unknown command: %+v", got)
	}
	if got := command(t, "serve"); got.code == 0 || !strings.Contains(got.err, "--data") {
		t.Errorf("serve without a folder: %+v", got)
	}
	if got := command(t, "version"); got.code != 0 || !regexp.MustCompile(`^pobratim \d+\.\d+\.\d+ \(go1\.\S+, SQLite 3\.\d+\.\d+\)\n$`).MatchString(got.out) {
		t.Errorf("version: %+v", got)
	}
}

func TestDescribe(t *testing.T) {
	routes := decode[[]RouteRow](t, command(t, "describe", "routes", "--json"))
	each(t, func(t *testing.T, s *stage) {
		all := addresses(s.city(t, "perm"))
		exist := len(all) + len(dav.Routes())
		for _, m := range s.city(t, "perm").Modules {
			for _, g := range m.Guest {
				exist += len(g.Routes)
			}
		}
		if len(routes) != exist {
			t.Errorf("%d routes are printed, %d exist", len(routes), exist)
		}
		for _, a := range all {
			if !slices.Contains(routes, RouteRow{a.face, a.method, a.path, a.subject, a.Need.Action, a.Need.Kind}) {
				t.Errorf("%s is not printed", a.name())
			}
		}
	})
	rows := decode[[]PermissionRow](t, command(t, "describe", "permissions", "--json"))
	if len(rows) != len(policy.Table()) {
		t.Errorf("%d rows of %d permissions", len(rows), len(policy.Table()))
	}
	for i, row := range rows {
		if row.Role == "" || row.Action == "" || row.Kind == "" || row.Scope == "" || slices.Contains(rows[:i], row) {
			t.Errorf("the row %+v is incomplete or there twice", row)
		}
	}
	config := decode[[]ConfigRow](t, command(t, "describe", "config", "--json"))
	for _, want := range []string{"serve --data POBRATIM_DATA", "serve --database POBRATIM_DATABASE", "serve --listen POBRATIM_LISTEN", "demo --no-open ", "list --municipality ", "check --data POBRATIM_DATA"} {
		if !slices.ContainsFunc(config, func(r ConfigRow) bool { return r.Command+" "+r.Flag+" "+r.Environment == want && r.Help != "" }) {
			t.Errorf("config: %s is missing in %+v", want, config)
		}
	}
	if got := command(t, "describe", "routes"); got.code != 0 || !strings.HasPrefix(got.out, "FACE") {
		t.Errorf("routes as a table: %+v", got)
	}
	personal(t)
}

// personal wants the register of personal data to name columns that exist, and
// to name those that look like somebody's.
func personal(t *testing.T) {
	t.Helper()
	type field struct{ Table, Column, Whose, Purpose, Retention string }
	fields := decode[[]field](t, command(t, "describe", "personal-data", "--json"))
	named := map[string]bool{}
	for _, f := range fields {
		if f.Whose == "" || f.Purpose == "" || f.Retention == "" {
			t.Errorf("personal data: %+v is incomplete", f)
		}
		if named[f.Table+"."+f.Column] {
			t.Errorf("personal data: %s.%s twice", f.Table, f.Column)
		}
		named[f.Table+"."+f.Column] = true
	}
	// The same words in columns of organisations and of the program itself.
	impersonal := regexp.MustCompile(`^(organisations|indicators|partnerships|series|activities|results|posts|prospects|memberships|goals|rule_packs|settings|letter_templates|programme_items|outbox_secrets|mailbox_secrets|goose|sqlite_sequence)\.`)
	each(t, func(t *testing.T, s *stage) {
		columns := columnsOf(t, s.city(t, "perm"))
		for name := range named {
			table, column, _ := strings.Cut(name, ".")
			if !slices.Contains(columns[table], column) {
				t.Errorf("personal data: there is no column %s", name)
			}
		}
		for table, list := range columns {
			for _, column := range list {
				name := table + "." + column
				if slices.Contains([]string{"name", "email", "phone", "actor", "said_by", "person_id", "browser", "address"}, column) && !named[name] && !impersonal.MatchString(name) {
					t.Errorf("personal data: nobody speaks for %s", name)
				}
			}
		}
	})
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		partners := decode[[]map[string]any](t, command(t, s.at("list", "partners", "--municipality", "perm", "--json")...))
		i := slices.IndexFunc(partners, func(p map[string]any) bool { return p["slug"] == "duisburg" })
		if i < 0 || partners[i]["since"] != "2007-10-15" {
			t.Errorf("Duisburg since 2007-10-15 is not among %v", partners)
		}
		for _, m := range s.city(t, "perm").Modules {
			for _, l := range m.Listings {
				if l.Name == "feeds" || l.Name == "links" {
					continue // the demonstration has none: each is a secret of whoever made it
				}
				rows := decode[[]map[string]any](t, command(t, s.at("list", l.Name, "--municipality", "perm", "--lang", "en")...))
				if len(rows) == 0 {
					t.Errorf("the register %s is empty", l.Name)
				}
			}
		}
		oneSentence(t, "an unknown municipality", command(t, s.at("list", "partners", "--municipality", "atlantis")...), "atlantis", s.folder)
		oneSentence(t, "an unknown register", command(t, s.at("list", "unicorns", "--municipality", "perm")...), "unicorns", "partners", "organisations")
		oneSentence(t, "a check of an unknown municipality", command(t, s.at("check", "--municipality", "atlantis")...), "atlantis")
	})
	empty := t.TempDir()
	oneSentence(t, "a folder without an installation", command(t, "list", "partners", "--municipality", "perm", "--data", filepath.Join(empty, "none")))
	if found, _ := os.ReadDir(empty); len(found) > 0 {
		t.Error("a command that only reads has made a folder")
	}
}

// TestCheck lets the examination find what was planted. What only reads may be
// done while the program runs: here it holds the folder all the time.
func TestCheck(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		good := command(t, s.at("check")...)
		if good.code != 0 || strings.Count(good.out, "fit together") != len(slugs()) {
			t.Errorf("an untouched installation: %+v", good)
		}
		c := s.city(t, "perm")
		plants := []struct{ name, do, undo, want string }{
			{"values of a revision", `UPDATE revisions SET changes = '[]' WHERE seq = 7`, "", "the values of revision 7"},
			{"author of a revision", `UPDATE revisions SET actor_id = 'somebody' WHERE seq = 9`, "", "hash"},
			{"a revision taken out", `DELETE FROM revisions WHERE seq = 12`, "", "revision 12 is missing"},
		}
		for _, p := range plants {
			if _, err := db.Exec(t.Context(), c.DB, p.do); err != nil {
				t.Fatal(err)
			}
			got := command(t, s.at("check")...)
			if got.code != 1 || !strings.Contains(got.out, p.want) {
				t.Errorf("%s: status %d, %q is missing in %q", p.name, got.code, p.want, got.out)
			}
		}
		if got := command(t, s.at("check", "--municipality", "petrozavodsk")...); got.code != 0 {
			t.Errorf("the other municipality: %+v", got)
		}
	})
}

// TestSecondServer wants a folder to be served once, and a running server to be
// no hindrance for what only reads.
func TestSecondServer(t *testing.T) {
	s := fresh(t, "sqlite")
	oneSentence(t, "a second server", command(t, s.at("serve", "--listen", "127.0.0.1:0")...), s.folder)
	if got := command(t, s.at("list", "partners", "--municipality", "perm")...); got.code != 0 {
		t.Errorf("a list beside a server: %+v", got)
	}
}

// TestServe starts the program as a person does, and stops it.
func TestServe(t *testing.T) {
	s := fresh(t, "sqlite")
	if err := s.in.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	oneSentence(t, "an address in use", command(t, s.at("serve", "--listen", address)...), address)
	_ = l.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, problems bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- Run(ctx, s.at("serve", "--listen", address), Streams{In: strings.NewReader(""), Out: &out, Err: &problems})
	}()
	waitFor(t, "http://"+address+"/healthz")
	for path, want := range map[string]int{"/perm/": 200, "/petrozavodsk/office/sign-in": 200, "/atlantis/": 404, "/": 200} {
		res, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s answers %d instead of %d", path, res.StatusCode, want)
		}
	}
	stop()
	select {
	case code := <-done:
		if code != 0 || !strings.Contains(out.String(), address) {
			t.Errorf("status %d, %q %q", code, out.String(), problems.String())
		}
	case <-time.After(30 * time.Second):
		t.Error("the server does not stop")
	}
}

func waitFor(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if res, err := http.Get(address); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
	}
	t.Fatalf("%s does not answer", address)
}

// TestNewerSchema wants a database of a newer program to be left alone.
func TestNewerSchema(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			s := fresh(t, engine)
			now := any(1)
			if engine == "postgres" {
				now = true
			}
			if _, err := db.Exec(t.Context(), s.city(t, "perm").DB, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99991231235959, $1)`, now); err != nil {
				t.Fatal(err)
			}
			if err := s.in.Close(); err != nil {
				t.Fatal(err)
			}
			oneSentence(t, "a newer schema", command(t, s.at("serve", "--listen", "127.0.0.1:0")...), "perm", "newer program")
		})
	}
}

// TestCollation wants a PostgreSQL database that sorts by a language to be
// refused with the line that makes a good one.
func TestCollation(t *testing.T) {
	if !slices.Contains(engines(t), "postgres") {
		return
	}
	database, err := newDatabase("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'ru' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = onServer("DROP DATABASE " + nameOf(database) + " WITH (FORCE)") })
	got := command(t, "serve", "--data", t.TempDir(), "--database", database, "--listen", "127.0.0.1:0")
	oneSentence(t, "a database that sorts in Russian", got, "CREATE DATABASE "+nameOf(database), "LC_COLLATE 'C'", "byte order")
	nowhere := strings.Replace(database, nameOf(database), "pobratim_is_not_there", 1)
	oneSentence(t, "a database that is not there", command(t, "serve", "--data", t.TempDir(), "--database", nowhere, "--listen", "127.0.0.1:0"), "PostgreSQL")
}

// TestSetup begins an installation without a municipality: a code on the
// console opens the set-up, and nothing else is there.
func TestSetup(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	var out, problems bytes.Buffer
	done := make(chan int, 1)
	folder := t.TempDir()
	if err := shareTypesetter(folder); err != nil {
		t.Fatal(err)
	}
	go func() {
		done <- Run(ctx, []string{"serve", "--data", folder, "--listen", address}, Streams{In: strings.NewReader(""), Out: &out, Err: &problems})
	}()
	waitFor(t, "http://"+address+"/healthz")
	for _, lang := range languages() {
		res, err := http.Get("http://" + address + "/setup/?lang=" + lang)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		_, _ = body.ReadFrom(res.Body)
		_ = res.Body.Close()
		if found := faults(body.String(), lang); res.StatusCode != http.StatusOK || len(found) > 0 {
			t.Errorf("the set-up in %s: %d, %v", lang, res.StatusCode, found)
		}
	}
	stop()
	if code := <-done; code != 0 || !regexp.MustCompile(`One-time code .*: \S+`).MatchString(out.String()) {
		t.Errorf("status %d, %q %q", code, out.String(), problems.String())
	}
}
