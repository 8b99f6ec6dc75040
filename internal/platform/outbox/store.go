package outbox

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM outbox_messages WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `m.id, m.version, m.title, m.body, m.langs, m.sender, m.recipients, m.files, m.occasion_kind, m.occasion_id, m.in_reply_to, m.references_to, m.state, m.by_hand, m.made_at, m.queued_at, m.due_at, m.moved_at, m.visibility, m.binned`

func scan(r db.Row) (Message, error) {
	var m Message
	var langs, to, files, refs, made, queued, due, moved string
	err := r.Scan(&m.ID, &m.Version, &m.Title, &m.Body, &langs, &m.Sender, &to, &files, &m.Occasion.Kind, &m.Occasion.ID, &m.InReplyTo, &refs, &m.State, &m.ByHand, &made, &queued, &due, &moved, &m.Visibility, &m.Binned)
	if err != nil {
		return m, err
	}
	m.Langs, m.Files, m.References = strings.Fields(langs), strings.Fields(files), strings.Fields(refs)
	if to != "" {
		m.To = strings.Split(to, "\n")
	}
	return m, stamps(made, &m.MadeAt, queued, &m.QueuedAt, due, &m.DueAt, moved, &m.MovedAt)
}

// stamps reads instants in pairs of text and place.
func stamps(pairs ...any) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		at, err := clock.ParseStamp(pairs[i].(string))
		if err != nil {
			return err
		}
		*pairs[i+1].(*time.Time) = at
	}
	return nil
}

// stamp is an instant as it is stored; the zero one is empty.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock.Stamp(t)
}

func byID(ctx context.Context, h db.Handle, id string) (Message, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM outbox_messages m WHERE m.id = $1`, id)
}

func insert(ctx context.Context, h db.Handle, m Message) error {
	_, err := db.Exec(ctx, h, `INSERT INTO outbox_messages (id, version, title, body, langs, sender, recipients, files, occasion_kind, occasion_id, in_reply_to, references_to, state, made_at, moved_at, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12, $12, $13)`,
		m.ID, m.Title, m.Body, strings.Join(m.Langs, " "), m.Sender, strings.Join(m.To, "\n"), strings.Join(m.Files, " "), m.Occasion.Kind, m.Occasion.ID, m.InReplyTo, strings.Join(m.References, " "), stamp(m.MadeAt), m.Visibility)
	return err
}

// update writes what is said in a draft; what is on its way stays as it is.
func update(ctx context.Context, h db.Handle, m Message) error {
	n, err := db.Exec(ctx, h, `UPDATE outbox_messages SET version = version + 1, title = $3, body = $4, langs = $5, sender = $6, recipients = $7, files = $8, visibility = $9 WHERE id = $1 AND version = $2 AND state = 'draft'`,
		m.ID, m.Version, m.Title, m.Body, strings.Join(m.Langs, " "), m.Sender, strings.Join(m.To, "\n"), strings.Join(m.Files, " "), m.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE outbox_messages SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// move writes the state of a message over the former one. It returns false when
// the message was not in that any more.
func move(ctx context.Context, h db.Handle, m Message, from State) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE outbox_messages SET version = version + 1, state = $3, by_hand = $4, queued_at = $5, due_at = $6, moved_at = $7 WHERE id = $1 AND state = $2 AND NOT binned`,
		m.ID, from, m.State, m.ByHand, stamp(m.QueuedAt), stamp(m.DueAt), stamp(m.MovedAt))
	return n == 1, err
}

// Filter narrows the outbox. After and Limit page through it, the newest first.
type Filter struct {
	State    State
	Occasion record.Ref
	After    Key
	Limit    int
}

// Key is the place in the outbox after which the next page begins.
type Key struct{ Moved, ID string }

// Key is the message's place in the outbox.
func (m Message) Key() Key { return Key{stamp(m.MovedAt), m.ID} }

func where(f Filter) db.Where {
	var w db.Where
	w.And("NOT m.binned")
	if f.State != "" {
		w.And("m.state = ?", f.State)
	}
	if !f.Occasion.IsZero() {
		w.And("m.occasion_id = ? AND m.occasion_id <> ''", f.Occasion.ID)
		w.And("m.occasion_kind = ?", f.Occasion.Kind)
	}
	return w
}

func list(ctx context.Context, h db.Handle, f Filter) ([]Message, error) {
	w := where(f)
	if f.After != (Key{}) {
		w.And("(m.moved_at, m.id) < (?, ?)", f.After.Moved, f.After.ID)
	}
	where := w.SQL()
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM outbox_messages m`+where+` ORDER BY m.moved_at DESC, m.id DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// count counts up to a bound.
func count(ctx context.Context, h db.Handle, f Filter, bound int) (int, error) {
	w := where(f)
	where := w.SQL()
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM outbox_messages m`+where+` LIMIT `+w.Arg(bound)+`) AS bounded`, w.Args()...)
}

const recipientColumns = `r.message_id, r.n, r.name, r.box, r.mail_id, r.state, r.tries, r.next_at, r.code, r.enhanced, r.said, r.at`

func scanRecipient(r db.Row) (Recipient, error) {
	var to Recipient
	var next, at string
	if err := r.Scan(&to.Message, &to.N, &to.Address.Name, &to.Address.Box, &to.MailID, &to.Fate, &to.Tries, &next, &to.Code, &to.Enhanced, &to.Said, &at); err != nil {
		return to, err
	}
	return to, stamps(next, &to.NextAt, at, &to.At)
}

func recipientsOf(ctx context.Context, h db.Handle, message string) ([]Recipient, error) {
	return db.All(ctx, h, scanRecipient, `SELECT `+recipientColumns+` FROM outbox_recipients r WHERE r.message_id = $1 ORDER BY r.n`, message)
}

func insertRecipients(ctx context.Context, h db.Handle, all []Recipient) error {
	rows := make([][]any, len(all))
	for i, r := range all {
		rows[i] = []any{r.Message, r.N, r.Address.Name, r.Address.Box, r.MailID, Queued, stamp(r.NextAt)}
	}
	return db.InsertAll(ctx, h, `INSERT INTO outbox_recipients (message_id, n, name, box, mail_id, state, next_at)`, "", rows)
}

// dropRecipients forgets to whom a message was to go; nothing has gone yet.
func dropRecipients(ctx context.Context, h db.Handle, message string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM outbox_recipients WHERE message_id = $1 AND state = 'queued'`, message)
	return err
}

// again queues the recipients that a message did not reach once more.
func again(ctx context.Context, h db.Handle, message string, at time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE outbox_recipients SET state = 'queued', tries = 0, next_at = $2, claim = '', claim_until = '' WHERE message_id = $1 AND state = 'failed'`, message, stamp(at))
	return err
}

// due are rows that nobody is sending, the longest waiting first.
func due(ctx context.Context, h db.Handle, now time.Time, limit int) ([]Recipient, error) {
	return db.All(ctx, h, scanRecipient, `SELECT `+recipientColumns+` FROM outbox_recipients r WHERE r.state = 'queued' AND r.next_at <= $1 AND r.claim_until <= $1 ORDER BY r.next_at, r.message_id, r.n LIMIT $2`, stamp(now), limit)
}

// claim takes a row for the one who sends; false when somebody else has it.
func claim(ctx context.Context, h db.Handle, r Recipient, token string, now, until time.Time) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE outbox_recipients SET claim = $3, claim_until = $4 WHERE message_id = $1 AND n = $2 AND state = 'queued' AND claim_until <= $5`,
		r.Message, r.N, token, stamp(until), stamp(now))
	return n == 1, err
}

// settle writes what became of a row that was taken; false when it was taken
// away meanwhile.
func settle(ctx context.Context, h db.Handle, r Recipient, token string) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE outbox_recipients SET state = $4, tries = $5, next_at = $6, code = $7, enhanced = $8, said = $9, at = $10, claim = '', claim_until = '' WHERE message_id = $1 AND n = $2 AND claim = $3`,
		r.Message, r.N, token, r.Fate, r.Tries, stamp(r.NextAt), r.Code, r.Enhanced, r.Said, stamp(r.At))
	return n == 1, err
}

// release gives back what was taken and not sent.
func release(ctx context.Context, h db.Handle, all []Recipient, token string) error {
	for _, r := range all {
		if _, err := db.Exec(ctx, h, `UPDATE outbox_recipients SET claim = '', claim_until = '' WHERE message_id = $1 AND n = $2 AND claim = $3`, r.Message, r.N, token); err != nil {
			return err
		}
	}
	return nil
}

// byMailID finds the recipient whose message carries a Message-ID.
func byMailID(ctx context.Context, h db.Handle, mailID string) (Recipient, error) {
	return db.One(ctx, h, scanRecipient, `SELECT `+recipientColumns+` FROM outbox_recipients r WHERE r.mail_id = $1`, mailID)
}

// setFate writes what became of a message later.
func setFate(ctx context.Context, h db.Handle, r Recipient) error {
	_, err := db.Exec(ctx, h, `UPDATE outbox_recipients SET state = $3, code = $4, enhanced = $5, said = $6, at = $7 WHERE message_id = $1 AND n = $2`, r.Message, r.N, r.Fate, r.Code, r.Enhanced, r.Said, stamp(r.At))
	return err
}

// The server.

const serverColumns = `version, host, port, security, login, senders, domain, selector, down_since, down_why, retry_at, tries`

func scanServer(r db.Row) (Server, error) {
	var s Server
	var senders, since, retry string
	if err := r.Scan(&s.Version, &s.Host, &s.Port, &s.Security, &s.Login, &senders, &s.Domain, &s.Selector, &since, &s.DownWhy, &retry, &s.Tries); err != nil {
		return s, err
	}
	if senders != "" {
		s.Senders = strings.Split(senders, "\n")
	}
	return s, stamps(since, &s.DownSince, retry, &s.RetryAt)
}

// serverOf is the server that was set up; zero when there is none.
func serverOf(ctx context.Context, h db.Handle) (Server, error) {
	s, err := db.One(ctx, h, scanServer, `SELECT `+serverColumns+` FROM outbox_server WHERE id = 'mail'`)
	if errs.KindOf(err) == errs.NotFound {
		return Server{}, nil
	}
	return s, err
}

// putServer writes the server over the version that it was made from.
func putServer(ctx context.Context, h db.Handle, s Server) error {
	n, err := db.Exec(ctx, h, `INSERT INTO outbox_server (id, version, host, port, security, login, senders, domain, selector) VALUES ('mail', $1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET version = outbox_server.version + 1, host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login, senders = excluded.senders, domain = excluded.domain, selector = excluded.selector,
		down_since = '', down_why = '', retry_at = '', tries = 0 WHERE outbox_server.version = $1 - 1`,
		s.Version+1, s.Host, s.Port, s.Security, s.Login, strings.Join(s.Senders, "\n"), s.Domain, s.Selector)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

// setDown writes since when the server is not answering, or that it is.
func setDown(ctx context.Context, h db.Handle, s Server) error {
	_, err := db.Exec(ctx, h, `UPDATE outbox_server SET down_since = $1, down_why = $2, retry_at = $3, tries = $4 WHERE id = 'mail'`, stamp(s.DownSince), s.DownWhy, stamp(s.RetryAt), s.Tries)
	return err
}

// secret is a sealed value; empty when there is none.
func secret(ctx context.Context, h db.Handle, name string) (string, error) {
	sealed, err := db.One(ctx, h, db.Value[string], `SELECT sealed FROM outbox_secrets WHERE name = $1`, name)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil
	}
	return sealed, err
}

func putSecret(ctx context.Context, h db.Handle, name, sealed string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO outbox_secrets (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed`, name, sealed)
	return err
}

func dropSecret(ctx context.Context, h db.Handle, name string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM outbox_secrets WHERE name = $1`, name)
	return err
}
