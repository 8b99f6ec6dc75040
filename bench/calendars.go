package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Both sides answer the same questions about the same number of days: a list of
// all of them with their tags, and all of them whole.
const (
	listAll = `<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontenttype/><getetag/></prop></propfind>`
	readAll = `<?xml version="1.0"?><c:calendar-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><getetag/><c:calendar-data/></prop>` +
		`<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>`
)

// caldavAim is how many times less than Radicale's our work has to be.
const caldavAim = 20

// calendarWord opens the head's calendars. It is made for one run.
const calendarWord = "AAAABBBBCCCCDDDDEEEEFFFF"

// calendars measures CalDAV beside Radicale: go run . calendars -program ../bin/pobratim
func calendars(ctx context.Context, args []string) error {
	var o options
	set := flag.NewFlagSet("calendars", flag.ExitOnError)
	set.StringVar(&o.program, "program", "../bin/pobratim", "the `path` of the built product")
	set.Float64Var(&o.seconds, "seconds", 5, "how long to ask for each figure")
	days := set.Int("days", 5000, "how many days both sides hold")
	if err := set.Parse(args); err != nil {
		return err
	}
	var err error
	if o.program, err = filepath.Abs(o.program); err != nil {
		return err
	}
	if o.dir, err = os.MkdirTemp("", "pobratim-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(o.dir)
	fmt.Printf("%d days in a calendar\n\n", *days)
	ours, err := ourCalendar(ctx, o, *days)
	if err != nil {
		return fmt.Errorf("our data: %w", err)
	}
	defer ours.s.stop()
	theirs, err := radicale(ctx, o, *days)
	if err != nil {
		return fmt.Errorf("the peer's data: %w", err)
	}
	defer theirs.s.stop()
	t := newTable(os.Stdout)
	for _, q := range []struct{ name, method, body string }{{"PROPFIND of all days", "PROPFIND", listAll}, {"REPORT of all days", "REPORT", readAll}} {
		beside, err := theirs.cost(ctx, q.method, q.body, *days, o.span(), false)
		if err != nil {
			return fmt.Errorf("Radicale: %w", err)
		}
		for _, fresh := range []bool{false, true} {
			one, err := ours.cost(ctx, q.method, q.body, *days, o.span(), fresh)
			if err != nil {
				return err
			}
			name, aim := q.name, fmt.Sprintf("≥ %d×", caldavAim)
			if fresh { // the first question after a change; the peer still has all it kept
				name, aim = name+", made anew", ""
			}
			t.row(name, ms(one), ms(beside), times(beside/one), aim, beside/one >= caldavAim)
		}
	}
	t.verdict()
	return nil
}

// calendar is one side's.
type calendar struct {
	s                    *server
	path, user, password string
}

// cost is the processor time of one question. With fresh each one is asked under
// another host name, which our side puts into the addresses in its answers: it
// has to make everything anew, as after a change.
func (c calendar) cost(ctx context.Context, method, body string, days int, span time.Duration, fresh bool) (float64, error) {
	hosts := 0
	ask := func() error {
		r, err := http.NewRequestWithContext(ctx, method, c.s.base+c.path, strings.NewReader(body))
		if err != nil {
			return err
		}
		if fresh {
			hosts++
			r.Host = fmt.Sprintf("host%d.example.org", hosts)
		}
		r.SetBasicAuth(c.user, c.password)
		r.Header.Set("Depth", "1")
		r.Header.Set("Content-Type", "application/xml; charset=utf-8")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		said, err := io.ReadAll(res.Body)
		if err != nil {
			return err
		}
		if n := bytes.Count(said, []byte(".ics</")); res.StatusCode != http.StatusMultiStatus || n != days {
			return fmt.Errorf("%s %s answers %d with %d days: %.300s", method, c.path, res.StatusCode, n, said)
		}
		return nil
	}
	if err := ask(); err != nil { // fills what both sides keep
		return 0, err
	}
	before, n := c.s.cpu(), 0
	for begin := time.Now(); n == 0 || time.Since(begin) < span; n++ {
		if err := ask(); err != nil {
			return 0, err
		}
	}
	return (c.s.cpu() - before) / float64(n), nil
}

// ourCalendar makes the demonstration, writes days straight into its tables, and
// starts the program on it.
func ourCalendar(ctx context.Context, o options, days int) (*calendar, error) {
	d, err := prepareOurs(ctx, o)
	if err != nil {
		return nil, err
	}
	file, err := findOrganisations(d.dir)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var user string
	if err := db.QueryRowContext(ctx, "SELECT id FROM users WHERE email = $1", d.head.Email).Scan(&user); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(calendarWord))
	if _, err := db.ExecContext(ctx, "INSERT INTO calendar_passwords (id, password_hash, user_id, name, made_at) VALUES ('bench', $1, $2, 'bench', '2026-11-22T09:30:00.000000Z')", hex.EncodeToString(sum[:]), user); err != nil {
		return nil, err
	}
	if err := fillDays(ctx, db, days); err != nil {
		return nil, err
	}
	s, err := launch(ctx, "/healthz", o.program, "serve", "--data", d.dir, "--listen", "ADDR")
	if err != nil {
		return nil, err
	}
	return &calendar{s, "/perm/dav/calendars/" + user + "/events/", d.head.Email, calendarWord}, nil
}

// dayOf spreads days over the years to come.
func dayOf(i int) time.Time {
	return time.Date(time.Now().Year()+1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%3000)
}

func nameOf(i int) string {
	return fmt.Sprintf("Встреча с делегацией города-партнёра № %d", i)
}

// fillDays makes the days of the calendar: what the demonstration has of its own
// is put away, so that both sides hold the same number.
func fillDays(ctx context.Context, db *sql.DB, days int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "UPDATE activities SET binned = TRUE"); err != nil {
		return err
	}
	for i := range days {
		day := dayOf(i).Format(time.DateOnly)
		name := fmt.Sprintf(`{"src":"ru","text":{"ru":%q}}`, nameOf(i))
		if _, err := tx.ExecContext(ctx, `INSERT INTO activities (id, version, type, name, fold, starts, sort, last, status, visibility) VALUES ($1, 1, 'event', $2, $3, $4, $4, $4, 'confirmed', 'public')`,
			fmt.Sprintf("01m0000000000000000%07d", i), name, nameOf(i), day); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// radicale starts the peer, a Debian package, on a folder with as many days.
func radicale(ctx context.Context, o options, days int) (*calendar, error) {
	program, err := exec.LookPath("radicale")
	if err != nil {
		return nil, fmt.Errorf("radicale is missing: run scripts/setup.sh bench")
	}
	folder := filepath.Join(o.dir, "radicale")
	at := filepath.Join(folder, "collection-root", "bench", "days")
	if err := os.MkdirAll(at, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(at, ".Radicale.props"), []byte(`{"tag": "VCALENDAR"}`), 0o600); err != nil {
		return nil, err
	}
	for i := range days {
		uid := fmt.Sprintf("activity-01m0000000000000000%07d-starts", i)
		body := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//EN\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20261122T093000Z\r\nSEQUENCE:1\r\nDTSTART;VALUE=DATE:" + dayOf(i).Format("20060102") +
			"\r\nDTEND;VALUE=DATE:" + dayOf(i).AddDate(0, 0, 1).Format("20060102") + "\r\nSUMMARY:" + nameOf(i) + "\r\nURL:https://friends.example.org/perm/office/activities/" + uid + "\r\nCATEGORIES:Мероприятия\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
		if err := os.WriteFile(filepath.Join(at, uid+".ics"), []byte(body), 0o600); err != nil {
			return nil, err
		}
	}
	s, err := launch(ctx, "/.web/", program, "--config", "", "--server-hosts", "ADDR", "--auth-type", "none", "--storage-filesystem-folder", folder)
	if err != nil {
		return nil, err
	}
	return &calendar{s, "/bench/days/", "bench", "bench"}, nil
}
