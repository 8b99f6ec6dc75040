package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary play the peers, as main does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "peer" {
		if err := peer(os.Args[2:]); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestPocketBaseAnswersWithTheSameData(t *testing.T) {
	b := &bench{o: options{dir: t.TempDir(), organisations: 500, seconds: 0.5}}
	if err := preparePocketBase(b.o); err != nil {
		t.Fatal(err)
	}
	s, err := b.pocketBase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	body, err := (load{url: s.base + peerList}).get(t.Context(), client(1))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		TotalItems int
		Items      []struct{ Name string }
	}
	if err := json.Unmarshal(body, &list); err != nil || list.TotalItems != 500 || len(list.Items) != 50 || list.Items[0].Name == "" {
		t.Errorf("list: %v %d of %d", err, len(list.Items), list.TotalItems)
	}
	body, err = (load{url: s.base + peerDossier}).get(t.Context(), client(1))
	if err != nil || strings.Count(string(body), `"partner":"`+peerPartner+`"`) != 20+3+4+20 {
		t.Errorf("dossier: %v %s", err, body)
	}
	c, err := (load{url: s.base + peerList}).measure(t.Context(), s, 500*time.Millisecond)
	if err != nil || c.cpu <= 0 || c.requests < 10 {
		t.Errorf("cost %+v, %v", c, err)
	}
	t.Logf("PocketBase: %s a list, %s at rest, started in %v", ms(c.cpu), mib(s.memory("VmRSS")), s.took)
}

func TestBareWritesTheBytes(t *testing.T) {
	b := &bench{o: options{dir: t.TempDir()}}
	s, err := b.bare(t.Context(), []byte("<h1>Пермь</h1>"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	if body, err := (load{url: s.base}).get(t.Context(), client(1)); err != nil || string(body) != "<h1>Пермь</h1>" {
		t.Errorf("%s %v", body, err)
	}
}

func TestFillCopiesWhateverColumnsThereAre(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cities", "perm")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		"CREATE TABLE organisations (id TEXT PRIMARY KEY, version BIGINT NOT NULL, name TEXT, fold TEXT, later TEXT NOT NULL, binned BOOLEAN NOT NULL DEFAULT FALSE)",
		"CREATE TABLE name_keys (kind TEXT, fold TEXT, record_id TEXT)",
		"INSERT INTO organisations VALUES ('a', 3, 'Первая', 'первая', 'x', FALSE)",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	file, err := findOrganisations(filepath.Dir(filepath.Dir(dir)))
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(context.Background(), file, 100); err != nil {
		t.Fatal(err)
	}
	var n, copied int
	if err := db.QueryRow("SELECT count(*), sum(later = 'x' AND version = 3) FROM organisations").Scan(&n, &copied); err != nil || n != 100 || copied != 100 {
		t.Errorf("%d rows, %d copied, %v", n, copied, err)
	}
}
