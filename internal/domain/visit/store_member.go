package visit

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

const allMemberIDs = `SELECT id FROM visit_members WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const memberColumns = `m.id, m.version, m.activity_id, m.latin, m.name, m.post, m.role, m.person_id, m.languages, m.state, m.arrives, m.arrives_at, m.leaves, m.leaves_at, m.doubled, m.note, m.binned`

func scanMember(r db.Row) (Member, error) {
	m := Member{}
	m.Visibility = record.Department
	err := r.Scan(&m.ID, &m.Version, &m.Visit, &m.Latin, &m.Name, &m.Post, &m.Role, &m.Person, &m.Languages, &m.State, &m.Arrives, &m.ArrivesAt, &m.Leaves, &m.LeavesAt, &m.Doubled, &m.Note, &m.Binned)
	return m, err
}

func memberByID(ctx context.Context, h db.Handle, id string) (Member, error) {
	return db.One(ctx, h, scanMember, `SELECT `+memberColumns+` FROM visit_members m WHERE m.id = $1`, id)
}

// memberValues are the columns that insert and update write, in this order after
// the identifier and the version.
func memberValues(m Member) []any {
	return []any{m.Visit, m.Latin, m.Name, m.key(), m.Post, m.Role, m.Person, m.Languages, m.State, m.Arrives, m.ArrivesAt, m.Leaves, m.LeavesAt, m.Doubled, m.Note}
}

func insertMember(ctx context.Context, h db.Handle, m Member) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visit_members (id, version, activity_id, latin, name, fold, post, role, person_id, languages, state, arrives, arrives_at, leaves, leaves_at, doubled, note, place)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, (SELECT COALESCE(max(o.place), 0) + 1 FROM visit_members o WHERE o.activity_id = $2))`, append([]any{m.ID}, memberValues(m)...)...)
	return err
}

func updateMember(ctx context.Context, h db.Handle, m Member) error {
	return fresh(db.Exec(ctx, h, `UPDATE visit_members SET version = version + 1, activity_id = $3, latin = $4, name = $5, fold = $6, post = $7, role = $8, person_id = $9, languages = $10, state = $11,
		arrives = $12, arrives_at = $13, leaves = $14, leaves_at = $15, doubled = $16, note = $17 WHERE id = $1 AND version = $2`, append([]any{m.ID, m.Version}, memberValues(m)...)...))
}

// binMember puts somebody away or brings them back.
func binMember(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE visit_members SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// membersOf are the delegation of a visit, the head first, in the order in which
// they were entered.
func membersOf(ctx context.Context, h db.Handle, activity string) ([]Member, error) {
	return db.All(ctx, h, scanMember, `SELECT `+memberColumns+` FROM visit_members m WHERE m.activity_id = $1 AND NOT m.binned ORDER BY CASE m.role WHEN 'head' THEN 0 ELSE 1 END, m.place, m.id`, activity)
}

// sizes counts the delegations of some visits without those who declined.
func sizes(ctx context.Context, h db.Handle, activities []string) (map[string]int, error) {
	var w db.Where
	w.And("NOT m.binned AND m.state <> 'declined'")
	w.In("m.activity_id", db.Evened(activities))
	all := map[string]int{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var id string
		var n int
		err := r.Scan(&id, &n)
		all[id] = n
		return struct{}{}, err
	}, `SELECT m.activity_id, count(*) FROM visit_members m`+w.SQL()+` GROUP BY m.activity_id`, w.Args()...)
	return all, err
}

// meet finds the other rows about somebody: of the same name, or of the same person
// of the register.
func meet(ctx context.Context, h db.Handle, m *Member) ([]Member, error) {
	found, err := db.All(ctx, h, scanMember, `SELECT `+memberColumns+` FROM visit_members m WHERE m.fold = $1 AND m.id <> $2 AND NOT m.binned ORDER BY m.id LIMIT 50`, m.key(), m.ID)
	if err != nil || m.Person == "" {
		return found, err
	}
	more, err := db.All(ctx, h, scanMember, `SELECT `+memberColumns+` FROM visit_members m WHERE m.person_id = $1 AND m.person_id <> '' AND m.id <> $2 AND NOT m.binned ORDER BY m.id LIMIT 50`, m.Person, m.ID)
	return append(found, more...), err
}
