package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// The matrix sends every kind of person to every route with records in every
// relation to them, and compares with what the authorization table says. The
// table is read here a second time, from what `describe permissions` prints, by
// rules of its own: a mistake in the gate is not repeated. The whole outcome
// stands in testdata/matrix.csv, where a person can review it.

// Outcomes of a request, as they stand in the golden file.
const (
	served = "yes"
	hidden = "no"      // like a record that does not exist
	door   = "sign-in" // leads to the sign-in page
)

// viewers are the columns of the matrix.
func viewers() []string {
	var list []string
	for _, role := range account.Roles() {
		list = append(list, string(role))
	}
	return append(list, "stranger", "disabled", "expired")
}

// state is how a record stands to the one who asks.
type state struct {
	name       string
	visibility record.Visibility
	own        bool // the guest's and the branch department's organisation takes part
	binned     bool
	gone       string // another identifier is asked for: made-up, or of the other city
}

func states() []state {
	return []state{
		{name: "public", visibility: record.Public},
		{name: "participants", visibility: record.Participants},
		{name: "own", visibility: record.Participants, own: true},
		{name: "administration", visibility: record.Administration},
		{name: "department", visibility: record.Department},
		{name: "own, department", visibility: record.Department, own: true},
		{name: "binned", visibility: record.Public, binned: true},
		{name: "made-up", gone: "made-up"},
		{name: "other city", gone: "other city"},
	}
}

// grants is the authorization table as printed.
type grants []PermissionRow

// reach is the widest scope that a role has: 0 none, 1 public, 2 own,
// 3 administration, 4 all.
func (rows grants) reach(role, action, kind string) int {
	widest := 0
	for _, r := range rows {
		if r.Action == action && r.Kind == kind && (string(r.Role) == role || r.Role == account.Anyone) {
			widest = max(widest, map[string]int{"public": 1, "own": 2, "administration": 3, "all": 4}[r.Scope])
		}
	}
	return widest
}

// sees says in full which records a scope shows.
func sees(scope int, st state) bool {
	if st.gone != "" || st.binned {
		return false
	}
	switch scope {
	case 4:
		return true
	case 3:
		return st.visibility != record.Department
	case 2:
		return st.visibility == record.Public || st.visibility == record.Participants && st.own
	case 1:
		return st.visibility == record.Public
	}
	return false
}

// touches says which records may be changed: those that are seen, and of them
// all or one's own.
func (rows grants) touches(role, action, kind string, st state) bool {
	scope := rows.reach(role, action, kind)
	return sees(rows.reach(role, "view", kind), st) && (scope == 4 || scope >= 2 && st.own)
}

// expected is what the table says of a request. The kind is that of the record
// in the address, or empty when there is none.
func (rows grants) expected(a address, kind, viewer string, st state) string {
	_, open := openToAll()[a.name()]
	if a.face == "portal" {
		if kind == "" || st.gone == "" && !st.binned && st.visibility == record.Public {
			return served
		}
		return hidden
	}
	signedIn := viewer != "stranger" && viewer != "disabled" && viewer != "expired"
	switch {
	case open:
		return served
	case !signedIn:
		return door
	}
	yes := func(ok bool) string {
		if ok {
			return served
		}
		return hidden
	}
	switch a.path {
	case "/sign-in/form", "/profile/sessions/{id}/end", "/profile/tokens/{id}/end", "/profile/passkeys/{id}/end", "/profile/calendars/{id}/end", "/profile/calendars/passwords/{id}/end", "/users/{id}/passkeys/{key}/end", "/links/{id}/end":
		return hidden // nothing was kept, and the session is made up
	case "/history/{kind}/{id}": // also of what lies in the bin, and only within the department
		seen, scope := st, rows.reach(viewer, "view", kind)
		seen.binned = false
		return yes(scope == 4 && sees(scope, seen))
	case "/bin/{kind}/{id}/restore":
		return yes(rows.reach(viewer, "view", "bin") > 0 && rows.reach(viewer, "bin", kind) > 0 && st.binned)
	}
	if rows.reach(viewer, a.Need.Action, a.Need.Kind) == 0 {
		return hidden
	}
	if a.Need.Kind == "file" && kind == "file" { // as far as its record, a public partner, and its own circle go
		kind = "partner"
		if strings.HasSuffix(a.path, "/bin") {
			st.binned = false // to put away what is put away is no mistake
		}
	}
	if strings.HasPrefix(a.path, "/partners/{id}/brief") && rows.reach(viewer, "view", kind) < 4 {
		return hidden // the brief holds inner fields
	}
	switch {
	case kind == "":
		return yes(st.gone == "")
	case a.Need.Action == "view":
		return yes(sees(rows.reach(viewer, "view", kind), st))
	}
	return yes(rows.touches(viewer, a.Need.Action, kind, st))
}

// permissions are the rows that the command prints.
func permissions(t *testing.T) grants {
	t.Helper()
	var out, said bytes.Buffer
	if code := Run(t.Context(), []string{"describe", "permissions", "--json"}, Streams{In: strings.NewReader(""), Out: &out, Err: &said}); code != 0 {
		t.Fatalf("describe permissions: %d: %s", code, said.String())
	}
	var rows grants
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// target is one route with an address to ask for and the record in it.
type target struct {
	address
	path  string // example, with the record's identifier in it
	kind  string // of the record; empty when there is none
	table string // of the record; empty for records without a circle of readers
	part  string // what stands for the record in the address: identifier or slug
	id    string
}

// matrix is one run over one municipality.
type matrix struct {
	t       *testing.T
	s       *stage
	c       *City
	rows    grants
	tables  map[string]string
	foreign map[string]string // kind → identifier in the other city
	guest   string            // organisation of the guest and of the branch department
	golden  map[string][]string
	asked   int
	same    map[string]string // viewer and route → how a missing record looks
}

// TestMatrix asks for every route as everybody in every relation.
func TestMatrix(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			m := newMatrix(t, fresh(t, engine))
			begun := time.Now()
			groups := map[string][]target{}
			for _, a := range m.s.routes(t, "perm") {
				for _, x := range m.targets(a) {
					groups[x.table+" "+x.id] = append(groups[x.table+" "+x.id], x)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(groups)) {
				m.group(groups[key])
			}
			for _, line := range m.s.log.take() {
				if !strings.Contains(line, "level=WARN") {
					t.Errorf("in the log: %s", line)
				}
			}
			t.Logf("%d requests by %d viewers to %d routes and relations in %.0f s", m.asked, len(viewers()), len(m.golden), time.Since(begun).Seconds())
			golden(t, filepath.Join("testdata", "matrix.csv"), m.csv())
		})
	}
}

func newMatrix(t *testing.T, s *stage) *matrix {
	t.Helper()
	m := &matrix{t: t, s: s, c: s.city(t, "perm"), rows: permissions(t), foreign: map[string]string{}, golden: map[string][]string{}, same: map[string]string{}}
	s.everybody(t, "perm")
	m.tables = recordTables(t, m.c)
	other := s.city(t, "petrozavodsk")
	for kind, table := range recordTables(t, other) {
		if ids := idsOf(t, other, table); len(ids) > 0 {
			m.foreign[kind] = ids[0]
		}
	}
	m.guest = one[string](t, m.c, `SELECT organisation_id FROM users WHERE email = $1`, demoEmail(account.Guest))
	ctx := asProgram(t.Context())
	for _, who := range []string{"disabled", "expired"} {
		credentials, err := account.NewCredentials(ctx, demoPassword, nil)
		if err != nil {
			t.Fatal(err)
		}
		u, err := m.c.Accounts.Add(ctx, account.NewUser{Name: who, Email: who + "@example.org", Roles: []account.Role{account.Head}, Lang: "ru"}, credentials)
		if err != nil {
			t.Fatal(err)
		}
		s.signIn(t, "perm", who+"@example.org")
		if who == "disabled" {
			change := account.UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: u.Roles, Disabled: true}
			if err := m.c.Accounts.Change(ctx, change); err != nil {
				t.Fatal(err)
			}
			continue
		}
		m.exec(`UPDATE sessions SET ends_at = $1 WHERE user_id = $2`, clock.Stamp(began.Add(-time.Hour)), u.ID)
	}
	return m
}

func one[T any](t testing.TB, c *City, query string, args ...any) T {
	t.Helper()
	v, err := db.One(t.Context(), c.DB, db.Value[T], query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (m *matrix) exec(query string, args ...any) {
	m.t.Helper()
	if _, err := db.Exec(m.t.Context(), m.c.DB, query, args...); err != nil {
		m.t.Fatal(err)
	}
}

// transfer is a decision that the list of a delegation may go abroad; the
// demonstration has none, since it is nobody's to make up.
func (m *matrix) transfer() string {
	const id = "01decision0000000000000000"
	if one[int](m.t, m.c, `SELECT count(*) FROM visit_transfers WHERE id = $1`, id) == 0 {
		m.exec(`INSERT INTO visit_transfers (id, activity_id, country, recipient, fields, people, reason, class, source, notice, notice_on, decided_on, user_id, decided_by)
			SELECT $1, MIN(activity_id), 'DE', 'x', 'name', 1, 'x', 'adequate', 'x', 'x', '2026-01-01', $2, 'x', 'x' FROM visits`, id, clock.Stamp(m.s.clock.now()))
	}
	return id
}

// submission is an assessment that was handed in; the demonstration has none,
// since it is nobody's to make up.
func (m *matrix) submission() string {
	const id = "01handed000000000000000000"
	if one[int](m.t, m.c, `SELECT count(*) FROM submissions WHERE id = $1`, id) == 0 {
		m.exec(`INSERT INTO submissions (id, assessment_id, sent_on, recipient, title, low, high, pack, at, actor_id, actor)
			SELECT $1, MIN(id), '2026-01-01', 'x', 'x', '1.0', '2.0', '0123456789abcdef', $2, 'x', 'x' FROM assessments`, id, clock.Stamp(m.s.clock.now()))
	}
	return id
}

// untaken is a message that could not be entered; no demonstration fetches any.
func (m *matrix) untaken() string {
	if one[int](m.t, m.c, `SELECT count(*) FROM mailbox_untaken WHERE validity = 1`) == 0 {
		m.exec(`INSERT INTO mailbox_untaken (validity, uid, came_at, why) VALUES (1, 1, $1, 'mail.read.none')`, clock.Stamp(m.s.clock.now()))
	}
	return "1-1"
}

// targets finds an address of a route and the record in it. Routes that take
// any kind in their address are asked for with a partner and an organisation.
func (m *matrix) targets(a address) []target {
	x := target{address: a}
	base := bases("perm")[a.face]
	switch a.path {
	case "/history/{kind}/{id}", "/bin/{kind}/{id}/restore", "/files/{kind}/{id}":
		kind := "organisation"
		if strings.HasPrefix(a.path, "/files") {
			kind = "activity"
		}
		x.kind, x.table, x.id = kind, m.tables[kind], idsOf(m.t, m.c, m.tables[kind])[0]
		x.part = x.id
		x.path = base + strings.NewReplacer("{kind}", kind, "{id}", x.id).Replace(a.path)
		return []target{x}
	case "/profile/sessions/{id}/end", "/profile/tokens/{id}/end", "/profile/passkeys/{id}/end", "/profile/calendars/{id}/end", "/profile/calendars/passwords/{id}/end", "/users/{id}/passkeys/{key}/end", "/links/{id}/end", "/invite/{code}":
		x.path = base + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(a.path, "made-up")
		return []target{x}
	case "/transfers/{id}", "/transfers/{id}/file/{format}":
		x.part = m.transfer()
		x.path = base + strings.NewReplacer("{id}", x.part, "{format}", "docx").Replace(a.path)
		return []target{x}
	case "/submissions/{id}":
		x.part = m.submission()
		x.path = base + strings.Replace(a.path, "{id}", x.part, 1)
		return []target{x}
	case "/mailbox/untaken/{message}", "/mailbox/untaken/{message}/pass":
		x.path = base + strings.Replace(a.path, "{message}", m.untaken(), 1)
		return []target{x}
	case "/sign-in/form", "/sign-in/second", "/sign-in/passkey", "/sign-in/passkey/begin", "/look/end", "/profile/passkeys", "/profile/second", "/profile/second/end", "/links/new":
		x.path = base + a.path // no link leads there before something else was done
		return []target{x}
	}
	if strings.HasPrefix(a.path, "/users/{id}") { // not somebody whose sessions the matrix needs
		x.part = one[string](m.t, m.c, `SELECT id FROM users WHERE email = 'disabled@example.org'`)
		x.path = base + strings.Replace(a.path, "{id}", x.part, 1)
		return []target{x}
	}
	paths := m.s.examples(m.t, "perm")[a.name()]
	if len(paths) == 0 {
		m.t.Errorf("%s has no address to ask for", a.name())
		return nil
	}
	x.path, _, _ = strings.Cut(paths[0], "?")
	at := slices.IndexFunc(strings.Split(a.path, "/"), func(p string) bool { return p == "{id}" || p == "{slug}" })
	if at < 0 {
		return []target{x}
	}
	x.part = strings.Split(strings.TrimPrefix(x.path, base), "/")[at]
	if strings.HasSuffix(a.path, "/adopt") {
		return []target{x} // what comes along is no record
	}
	if a.Need.Kind == "letter_template" { // the first that a link leads to comes along
		own := idsOf(m.t, m.c, "letter_templates")[0]
		x.path, x.part = strings.Replace(x.path, x.part, own, 1), own
	}
	x.kind = a.Need.Kind
	if x.table = m.tables[x.kind]; x.table == "" {
		x.kind, x.id = m.above(a, x.part)
		x.table = m.tables[x.kind]
		return []target{x}
	}
	x.id = x.part
	if column := "slug"; slices.Contains(columnsOf(m.t, m.c)[x.table], column) {
		x.id = one[string](m.t, m.c, `SELECT id FROM `+x.table+` WHERE id = $1 OR slug = $1`, x.part)
	}
	return []target{x}
}

// above is the record that decides about one without a circle of its own: a
// file follows what it is attached to.
func (m *matrix) above(a address, part string) (kind, id string) {
	if !strings.HasPrefix(a.path, "/files/") {
		return "", ""
	}
	ref := one[string](m.t, m.c, `SELECT kind || ':' || record_id FROM attachments WHERE id = $1`, part)
	return record.ParseRef(ref).Kind, record.ParseRef(ref).ID
}

// group asks for all routes of one record in every state of it.
func (m *matrix) group(targets []target) {
	first := targets[0]
	for _, st := range states() {
		undo := func() {}
		switch {
		case st.gone == "" && first.table == "" && st.name != "public":
			continue // no record, or one without a circle of readers
		case st.gone != "" && first.part == "" && first.kind == "":
			if first.id == "" && !slices.ContainsFunc(targets, func(x target) bool { return x.part != "" }) {
				continue
			}
		case st.gone == "":
			ok := false
			if undo, ok = m.arrange(first, st); !ok {
				continue
			}
		}
		for _, x := range targets {
			m.relation(x, st)
		}
		undo()
	}
}

// neverOwn are kinds of which nobody's organisation takes part in a record.
func neverOwn() []string {
	return []string{"result", "note", "post", "prospect", "file", "task", "letter", "message", "keydate", "text", "plan", "planline", "membership", "dues", "ballot", "goal", "norm", "limit", "estimate", "estimateline", "gift", "debrief", "letter_template", "indicator", "award", "methodology", "assessment"}
}

// arrange brings a record into a state and returns how to undo it.
func (m *matrix) arrange(x target, st state) (undo func(), ok bool) {
	if x.table == "" {
		return func() {}, true
	}
	own := func() {}
	if st.own {
		if own = m.takePart(x); own == nil {
			if !slices.Contains(neverOwn(), x.kind) {
				m.t.Errorf("takePart does not know how an organisation takes part in a record of kind %s", x.kind)
			}
			return nil, false
		}
	}
	before := one[string](m.t, m.c, `SELECT visibility FROM `+x.table+` WHERE id = $1`, x.id)
	m.exec(`UPDATE `+x.table+` SET visibility = $1, binned = $2 WHERE id = $3`, string(st.visibility), st.binned, x.id)
	if st.binned {
		m.note(func(ctx context.Context, w *audit.Writer) error {
			return record.PutInBin(ctx, w, record.Ref{Kind: x.kind, ID: x.id}, "x", w.Now, "", "x")
		})
	}
	m.note(nil)
	return func() {
		own()
		m.exec(`UPDATE `+x.table+` SET visibility = $1, binned = FALSE WHERE id = $2`, before, x.id)
		m.exec(`DELETE FROM bin WHERE kind = $1 AND record_id = $2`, x.kind, x.id)
		m.note(nil)
	}, true
}

// note writes into the history, so that pages that were kept are made anew, and
// lets what is remembered of visitors run out.
func (m *matrix) note(do func(ctx context.Context, w *audit.Writer) error) {
	m.t.Helper()
	_, err := m.c.Log.Write(asProgram(m.t.Context()), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: "setting", ID: "municipality"}
		if do != nil {
			if err := do(ctx, w); err != nil {
				return ref, err
			}
		}
		return ref, w.Did(ctx, ref, audit.Changed, "test", nil)
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.exec(`DELETE FROM drafts`) // strangers leave forms behind, of which there may be so many only
	m.s.clock.pass(10 * time.Second)
}

// takePart makes the guest's organisation take part in a record; nil when that
// is not possible for its kind.
func (m *matrix) takePart(x target) func() {
	partner := func(query string) func() {
		before := one[string](m.t, m.c, `SELECT partner_id FROM organisations WHERE id = $1`, m.guest)
		m.exec(`UPDATE organisations SET partner_id = (`+query+`) WHERE id = $2`, x.id, m.guest)
		return func() { m.exec(`UPDATE organisations SET partner_id = $1 WHERE id = $2`, before, m.guest) }
	}
	added := id.New(m.s.clock.now())
	switch x.kind {
	case "partner":
		return partner(`SELECT id FROM partnerships WHERE id = $1`)
	case "agreement":
		return partner(`SELECT partner_id FROM agreements WHERE id = $1`)
	case "proposal":
		before := one[string](m.t, m.c, `SELECT organisation_id FROM proposals WHERE id = $1`, x.id)
		m.exec(`UPDATE proposals SET organisation_id = $1 WHERE id = $2`, m.guest, x.id)
		return func() { m.exec(`UPDATE proposals SET organisation_id = $1 WHERE id = $2`, before, x.id) }
	case "organisation":
		m.exec(`UPDATE users SET organisation_id = $1 WHERE organisation_id = $2`, x.id, m.guest)
		return func() { m.exec(`UPDATE users SET organisation_id = $1 WHERE organisation_id = $2`, m.guest, x.id) }
	case "person":
		m.exec(`INSERT INTO roles (id, version, person_id, organisation_id) VALUES ($1, 1, $2, $3)`, added, x.id, m.guest)
		return func() { m.exec(`DELETE FROM roles WHERE id = $1`, added) }
	case "activity", "series":
		m.exec(`INSERT INTO participants (id, activity_id, position, organisation_id, role, side)
			SELECT $1, a.id, 99, $2, 'participant', 'ours' FROM activities a WHERE a.id = $3 OR a.series_id = $3 ORDER BY a.id LIMIT 1`, added, m.guest, x.id)
		return func() { m.exec(`DELETE FROM participants WHERE id = $1`, added) }
	}
	return nil
}

// relation asks for one route as everybody.
func (m *matrix) relation(x target, st state) {
	path := x.path
	if st.gone != "" {
		if x.part == "" {
			return
		}
		other := id.New(m.s.clock.now())
		if st.gone == "other city" {
			if other = m.foreign[x.kind]; other == "" {
				return
			}
		}
		path = strings.Replace(path, x.part, other, 1)
	}
	label := st.name
	if x.table == "" && st.gone == "" {
		label = "-"
	}
	var cells []string
	for _, viewer := range viewers() {
		want := m.rows.expected(x.address, x.kind, viewer, st)
		got, a := m.ask(x, viewer, path, want)
		m.asked++
		cells = append(cells, got)
		if got != want {
			m.t.Errorf("%s, %s, %s: the table says %s; the answer is %s (%d)", x.name(), label, viewer, want, got, a.status)
		}
		if got == hidden && x.face == "office" && x.method == http.MethodGet {
			look := unlike(a.body, path)
			key := viewer + x.name() // the menu marks the part of the office that the address belongs to
			if first := m.same[key]; first == "" {
				m.same[key] = look
			} else if first != look {
				m.t.Errorf("%s, %s, %s: the page tells a hidden record from one that does not exist:\n%s", x.name(), label, viewer, difference(first, look))
			}
		}
	}
	m.golden[x.name()+"\x00"+label] = cells
}

// ask sends one request. What the table grants is held before it writes; what
// it refuses may do its worst, and must not have written.
func (m *matrix) ask(x target, viewer, path, want string) (string, answer) {
	email := viewer + "@example.org"
	if viewer == "stranger" {
		email = ""
	}
	// The profile stays as it was: later pages are compared with earlier ones.
	r := m.s.request(x.method, path, url.Values{"shortcuts": {"true"}})
	var before int64
	if x.method == http.MethodPost {
		if want == served {
			r = r.WithContext(audit.Hold(r.Context(), errs.New(errs.Conflict, "form.stale")))
		}
		before = one[int64](m.t, m.c, `SELECT seq FROM audit_head`)
	}
	a := m.s.send(email, r)
	if x.method == http.MethodPost && before != one[int64](m.t, m.c, `SELECT seq FROM audit_head`) {
		m.t.Errorf("%s as %s has written", x.name(), viewer)
	}
	if x.path == "/perm/office/sign-out" && email != "" && viewer != "disabled" && viewer != "expired" {
		m.s.mu.Lock()
		delete(m.s.cookies, "perm "+email)
		m.s.mu.Unlock()
		m.s.signIn(m.t, "perm", email)
	}
	switch {
	case a.status == http.StatusSeeOther && a.to() == "/perm/office/sign-in" && !strings.Contains(x.path, "/sign-"):
		return door, a
	case a.status == http.StatusSeeOther && want == door && a.to() == "/perm/office/sign-in":
		return door, a
	case a.status == http.StatusNotFound:
		return hidden, a
	case slices.Contains([]int{200, 303, 409, 422, 429}, a.status):
		return served, a
	}
	return fmt.Sprint(a.status), a
}

var ownKey = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{26}`)

// unlike takes out of a page what tells one request from another: its address
// and the key of its form.
func unlike(page, path string) string {
	page = strings.ReplaceAll(page, path, "PATH")
	page = strings.ReplaceAll(page, url.QueryEscape(path), "PATH")
	return ownKey.ReplaceAllString(page, "KEY")
}

func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

func (m *matrix) csv() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(append([]string{"route", "record"}, viewers()...))
	order := map[string]int{"-": -1}
	for i, st := range states() {
		order[st.name] = i
	}
	keys := slices.SortedFunc(maps.Keys(m.golden), func(a, b string) int {
		nameA, relA, _ := strings.Cut(a, "\x00")
		nameB, relB, _ := strings.Cut(b, "\x00")
		return cmp.Or(cmp.Compare(nameA, nameB), cmp.Compare(order[relA], order[relB]))
	})
	for _, key := range keys {
		name, relation, _ := strings.Cut(key, "\x00")
		_ = w.Write(append([]string{name, relation}, m.golden[key]...))
	}
	w.Flush()
	return b.String()
}
