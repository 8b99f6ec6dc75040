package mailtest

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Box is a server that keeps mail for somebody to fetch, with one account.
type Box struct {
	Port   int
	Roots  *x509.CertPool
	User   string
	Pass   string
	server *imapserver.Server
	user   *imapmemserver.User
}

// NewBox starts a box with an empty INBOX; it ends with the test. address is where
// it listens, empty for a free port.
func NewBox(t testing.TB, way, address string) *Box {
	t.Helper()
	keys := &Sink{Roots: x509.NewCertPool()}
	settings := &tls.Config{Certificates: []tls.Certificate{keys.certificate(t)}}
	b := &Box{Roots: keys.Roots, User: "office", Pass: "correct horse"}
	b.user = imapmemserver.NewUser(b.User, b.Pass)
	if err := b.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	memory := imapmemserver.New()
	memory.AddUser(b.user)
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	}
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	b.Port = listener.Addr().(*net.TCPAddr).Port
	switch way {
	case StartTLS:
		options.TLSConfig = settings
	case TLS:
		listener = tls.NewListener(listener, settings)
	}
	b.server = imapserver.New(options)
	go func() { _ = b.server.Serve(listener) }()
	t.Cleanup(b.Close)
	return b
}

// Close ends the server.
func (b *Box) Close() { _ = b.server.Close() }

// literal is bytes as the server takes them.
type literal struct{ *bytes.Reader }

// Size is how many there are.
func (l literal) Size() int64 { return l.Reader.Size() }

// Put lays a message into the box, as come at a time.
func (b *Box) Put(t testing.TB, message string, at time.Time) {
	t.Helper()
	if _, err := b.user.Append("INBOX", literal{bytes.NewReader([]byte(message))}, &imap.AppendOptions{Time: at}); err != nil {
		t.Fatal(err)
	}
}

// Renew makes the folder anew: with another validity and without messages.
func (b *Box) Renew(t testing.TB) {
	t.Helper()
	if err := b.user.Delete("INBOX"); err != nil {
		t.Fatal(err)
	}
	if err := b.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
}

// Seen tells how many messages are marked as read.
func (b *Box) Seen(t testing.TB) uint32 {
	t.Helper()
	status, err := b.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true, NumMessages: true})
	if err != nil {
		t.Fatal(err)
	}
	return *status.NumMessages - *status.NumUnseen
}
