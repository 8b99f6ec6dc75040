package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite"
)

// data is our side's folder.
type data struct {
	dir  string
	head account
}

type account struct{ Role, Email, Password, Office string }

// prepareOurs makes the demonstration and fills Perm's register up with
// organisations. They are copies of the first one under other names, written
// straight into its table: what is measured is reading.
func prepareOurs(ctx context.Context, o options) (*data, error) {
	d := &data{dir: filepath.Join(o.dir, "ours")}
	file := filepath.Join(o.dir, "accounts.json")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		s, err := launch(ctx, "/healthz", o.program, "demo", "--data", d.dir, "--listen", "ADDR", "--no-open", "--accounts", file)
		if err != nil {
			return nil, err
		}
		s.stop()
		db, err := findOrganisations(d.dir)
		if err != nil {
			return nil, err
		}
		if err := fill(ctx, db, o.organisations); err != nil {
			return nil, err
		}
		if err := d.settle(ctx, o, db); err != nil {
			return nil, err
		}
	}
	return d, d.know(file)
}

// know reads who may sign in.
func (d *data) know(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all []account
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	for _, a := range all {
		if a.Role == "head" && strings.Contains(a.Office, "/perm/") {
			d.head = a
			return nil
		}
	}
	return errors.New("the demonstration has no head of department of Perm")
}

// findOrganisations finds Perm's database: the file whose path says perm and
// that has a table of organisations.
func findOrganisations(dir string) (string, error) {
	found := ""
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".db" || !strings.Contains(path, "perm") {
			return err
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			return err
		}
		defer db.Close()
		var n int
		if db.QueryRow("SELECT count(*) FROM organisations").Scan(&n) == nil && n > 0 {
			found = path
		}
		return nil
	})
	if err == nil && found == "" {
		err = fmt.Errorf("no database of Perm with organisations below %s", dir)
	}
	return found, err
}

// settle lets the program read the new rows for its search, which it does beside
// its work once: what is measured afterwards is the work alone.
func (d *data) settle(ctx context.Context, o options, file string) error {
	s, err := launch(ctx, "/healthz", o.program, "serve", "--data", d.dir, "--listen", "ADDR")
	if err != nil {
		return err
	}
	defer s.stop()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer db.Close()
	for making := 0; making == 0; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		if err := db.QueryRowContext(ctx, "SELECT making FROM search_state").Scan(&making); err != nil {
			return err
		}
	}
	return nil
}

// fill copies an organisation until there are n. Whatever columns the table
// has, it sets id, name and fold, and takes the rest from the copied row.
func fill(ctx context.Context, file string, n int) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer db.Close()
	var columns string
	if err := db.QueryRowContext(ctx, "SELECT group_concat(name, ', ') FROM pragma_table_info('organisations') WHERE name NOT IN ('id', 'name', 'fold')").Scan(&columns); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var model string
	var have int
	if err := tx.QueryRowContext(ctx, "SELECT min(id), count(*) FROM organisations WHERE NOT binned").Scan(&model, &have); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO organisations (id, name, fold, "+columns+") SELECT $1, $2, $3, "+columns+" FROM organisations WHERE id = $4")
	if err != nil {
		return err
	}
	key, err := tx.PrepareContext(ctx, "INSERT INTO name_keys (kind, fold, record_id) VALUES ('organisation', $1, $2)")
	if err != nil {
		return err
	}
	for i := have; i < n; i++ {
		id := strings.ToLower(rand.Text())
		words := organisationName(i)
		if _, err := insert.ExecContext(ctx, id, text(words), strings.ToLower(words), model); err != nil {
			return err
		}
		for _, word := range strings.Fields(strings.ToLower(words)) {
			if _, err := key.ExecContext(ctx, word, id); err != nil {
				return err
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "ANALYZE")
	return err
}

// text is a name as the column of a multilingual text holds it.
func text(ru string) string {
	raw, _ := json.Marshal(map[string]any{"src": "ru", "text": map[string]string{"ru": ru}})
	return string(raw)
}

// organisationName is a name that sorts all over the alphabet.
func organisationName(i int) string {
	kinds := []string{"Школа", "Музей", "Общество", "Театр", "Союз", "Клуб", "Архив", "Библиотека", "Ассоциация", "Центр"}
	themes := []string{"дружбы", "краеведения", "молодёжи", "ремёсел", "музыки", "экологии", "спорта", "памяти", "языков", "кино"}
	return fmt.Sprintf("%s %s города № %d", kinds[i%len(kinds)], themes[i/len(kinds)%len(themes)], i)
}

// signIn returns the session of the head of department.
func signIn(ctx context.Context, base string, a account) ([]*http.Cookie, error) {
	form := url.Values{"email": {a.Email}, "password": {a.Password}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/perm/office/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := client(1).Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) == 0 {
		return nil, fmt.Errorf("signing in answers %d", res.StatusCode)
	}
	return res.Cookies(), nil
}
