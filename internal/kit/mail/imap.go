package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"pobratim/internal/kit/errs"
)

// Mailbox is where mail for us lies: a folder of an account on a server (IMAP,
// RFC 9051). It is opened for reading alone: nothing in it is moved, marked or
// deleted.
type Mailbox struct {
	Host     string
	Port     int
	Security Security
	User     string
	Password string
	Folder   string // "INBOX"
	// Roots are whose certificates are believed; nil: those of the system.
	Roots *x509.CertPool
	// Wait is how long one step may take; 0 means a minute.
	Wait time.Duration
}

// Inbox is an open folder.
type Inbox struct {
	// Validity says that identifiers of messages are those of another time when it
	// changes (RFC 9051, section 2.3.1.1).
	Validity uint32
	Count    uint32 // messages in the folder
	client   *imapclient.Client
	conn     *metered
	wait     time.Duration
	stop     func() bool
}

// Arrival is a message in the folder.
type Arrival struct {
	UID  uint32
	Size int64
	At   time.Time // when it came into the folder
}

// Refusal is what a server said when it would not do something; for people, not
// for logs.
type Refusal struct{ Said string }

// Error leaves the server's words out, which may name people.
func (r *Refusal) Error() string { return "the mail server refused" }

// metered is a connection that gives up when a server sends more than one answer
// can be long.
type metered struct {
	net.Conn
	left int64
}

// mostAnswer is how long the answer to one command may be, in bytes: one message
// of the largest size that is read, and room for what stands around it.
const mostAnswer = MaxRead + 1<<20

// Read counts.
func (m *metered) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errors.New("mail: the server sends too much")
	}
	n, err := m.Conn.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	return n, err
}

// Open signs in and opens the folder. Errors are errs.E of kind Unavailable; the
// key says whether the server does not answer, cannot be believed, does not let us
// in, or has no such folder.
func (m Mailbox) Open(ctx context.Context) (*Inbox, error) {
	wait := m.Wait
	if wait <= 0 {
		wait = time.Minute
	}
	opening, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var dialer net.Dialer
	raw, err := dialer.DialContext(opening, "tcp", net.JoinHostPort(m.Host, strconv.Itoa(m.Port)))
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	b := &Inbox{wait: wait, conn: &metered{Conn: raw, left: 1 << 20}, stop: context.AfterFunc(ctx, func() { _ = raw.Close() })}
	over := context.AfterFunc(opening, func() { _ = raw.Close() })
	defer over()
	if err := m.enter(opening, b); err != nil {
		b.stop()
		_ = raw.Close()
		return nil, err
	}
	return b, nil
}

func (m Mailbox) enter(ctx context.Context, b *Inbox) error {
	settings := &tls.Config{ServerName: m.Host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12, NextProtos: []string{"imap"}}
	options := &imapclient.Options{TLSConfig: settings}
	switch m.Security {
	case TLS:
		secured := tls.Client(b.conn, settings)
		if err := secured.HandshakeContext(ctx); err != nil {
			return noTLS(err)
		}
		b.client = imapclient.New(secured, options)
	case StartTLS:
		client, err := imapclient.NewStartTLS(b.conn, options)
		if err != nil {
			if _, refused := errors.AsType[*imap.Error](err); refused {
				return errs.Wrap(err, errs.Unavailable, "mail.tls")
			}
			return noTLS(err)
		}
		b.client = client
	default:
		b.client = imapclient.New(b.conn, options)
	}
	if err := b.client.WaitGreeting(); err != nil {
		return said(err, "mail.down")
	}
	if err := b.client.Login(m.User, m.Password).Wait(); err != nil {
		return said(err, "mail.auth")
	}
	folder := m.Folder
	if folder == "" {
		folder = "INBOX"
	}
	data, err := b.client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return said(err, "mail.folder")
	}
	b.Validity, b.Count = data.UIDValidity, data.NumMessages
	return nil
}

// said is the error of a command: what the server refused, under a key, or that it
// does not answer.
func said(err error, key string) error {
	if no, refused := errors.AsType[*imap.Error](err); refused {
		return errs.Wrap(errors.Join(&Refusal{no.Text}, err), errs.Unavailable, key)
	}
	return errs.Wrap(err, errs.Unavailable, "mail.down")
}

// Close says goodbye and ends the connection.
func (b *Inbox) Close() {
	b.stop()
	done := b.begin(context.Background()) // also when what it was opened for is over
	defer done()
	_ = b.client.Logout().Wait()
	_ = b.client.Close()
}

// begin gives one command its time and its length.
func (b *Inbox) begin(ctx context.Context) (done func()) {
	b.conn.left = mostAnswer
	limited, cancel := context.WithTimeout(ctx, b.wait)
	stop := context.AfterFunc(limited, func() { _ = b.conn.Close() })
	return func() { stop(); cancel() }
}

// After lists the messages that came after one, in the order in which they came,
// limit at most. since leaves out what was in the folder before; zero means all.
func (b *Inbox) After(ctx context.Context, uid uint32, since time.Time, limit int) ([]Arrival, error) {
	done := b.begin(ctx)
	defer done()
	criteria := &imap.SearchCriteria{UID: []imap.UIDSet{{imap.UIDRange{Start: imap.UID(uid) + 1}}}}
	if !since.IsZero() {
		criteria.Since = since.AddDate(0, 0, -1) // the server's day may have begun before ours
	}
	found, err := b.client.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return nil, said(err, "mail.folder")
	}
	// A range without an end names the last message also when that came before.
	uids := slices.DeleteFunc(found.AllUIDs(), func(u imap.UID) bool { return uint32(u) <= uid })
	slices.Sort(uids)
	var all []Arrival
	for len(uids) > 0 && len(all) < limit {
		n := min(len(uids), limit)
		rows, err := b.client.Fetch(imap.UIDSetNum(uids[:n]...), &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
		if err != nil {
			return nil, said(err, "mail.folder")
		}
		for _, r := range rows {
			if since.IsZero() || !r.InternalDate.Before(since.Truncate(time.Second)) {
				all = append(all, Arrival{uint32(r.UID), r.RFC822Size, r.InternalDate})
			}
		}
		uids = uids[n:]
	}
	slices.SortFunc(all, func(x, y Arrival) int { return int(x.UID) - int(y.UID) })
	return all[:min(len(all), limit)], nil
}

// Message is one message as it lies in the folder, which stays as it is. One that
// is not there any more is errs.NotFound.
func (b *Inbox) Message(ctx context.Context, uid uint32) ([]byte, error) {
	done := b.begin(ctx)
	defer done()
	fetch := b.client.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	var raw []byte
	found := false
	var failed error
	for one := fetch.Next(); one != nil; one = fetch.Next() {
		for item := one.Next(); item != nil; item = one.Next() {
			body, is := item.(imapclient.FetchItemDataBodySection)
			if !is || body.Literal == nil {
				continue
			}
			found = true
			if raw, failed = io.ReadAll(io.LimitReader(body.Literal, MaxRead+1)); failed == nil && len(raw) > MaxRead {
				failed = errs.New(errs.Invalid, "mail.read.size", "size", "32 MiB")
			}
		}
	}
	switch err := fetch.Close(); {
	case failed != nil && errs.KindOf(failed) == errs.Invalid:
		return nil, failed
	case failed != nil || err != nil:
		return nil, said(errors.Join(err, failed), "mail.folder")
	case !found:
		return nil, errs.New(errs.NotFound, "mail.gone")
	}
	return raw, nil
}
