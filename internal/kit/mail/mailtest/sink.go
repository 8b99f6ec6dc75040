// Package mailtest is a mail server for tests: it takes what it is sent, as
// fast as one likes, and says no where it is told to.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Got is a message that was taken.
type Got struct {
	From, To string
	Body     []byte
}

// Sink is the server. Refuse may be set before it is used: what it returns is
// the answer to a recipient.
type Sink struct {
	Port    int
	Roots   *x509.CertPool
	Refuse  func(to string) *smtp.SMTPError
	Taken   func(Got) // told of each message before it is confirmed
	User    string    // with Password: who may send; empty: everybody
	Pass    string
	server  *smtp.Server
	mu      sync.Mutex
	got     []Got
	address string
}

// Ways of protection.
const (
	Plain    = ""
	StartTLS = "starttls"
	TLS      = "tls"
)

// New starts a sink that ends with the test. Its certificate is for localhost.
func New(t testing.TB, way string, change ...func(*Sink)) *Sink {
	t.Helper()
	s := &Sink{Roots: x509.NewCertPool()}
	for _, do := range change {
		do(s)
	}
	s.server = smtp.NewServer(s)
	s.server.Domain, s.server.AllowInsecureAuth, s.server.MaxMessageBytes = "sink.example", true, 64<<20
	s.server.ErrorLog = quiet{}
	settings := &tls.Config{Certificates: []tls.Certificate{s.certificate(t)}}
	address := s.address
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
	switch way {
	case StartTLS:
		s.server.TLSConfig = settings
	case TLS:
		listener = tls.NewListener(listener, settings)
	}
	go func() { _ = s.server.Serve(listener) }()
	t.Cleanup(s.Close)
	return s
}

// Close ends the server.
func (s *Sink) Close() { _ = s.server.Close() }

// Got are the messages that were taken so far.
func (s *Sink) Got() []Got {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Got(nil), s.got...)
}

// On makes the sink listen on a port that another one had.
func On(address string) func(*Sink) { return func(s *Sink) { s.address = address } }

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *Sink) certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// NewSession begins a connection.
func (s *Sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }

type session struct {
	sink     *Sink
	from, to string
	in       bool
}

// AuthMechanisms are the ways to sign in.
func (c *session) AuthMechanisms() []string {
	if c.sink.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth lets in who has the password.
func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != c.sink.User || password != c.sink.Pass {
			return smtp.ErrAuthFailed
		}
		c.in = true
		return nil
	}), nil
}

// Reset forgets the message at hand.
func (c *session) Reset() { c.from, c.to = "", "" }

// Logout ends the connection.
func (c *session) Logout() error { return nil }

// Mail begins a message.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.sink.User != "" && !c.in {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

// Rcpt names its recipient.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.sink.Refuse != nil {
		if no := c.sink.Refuse(to); no != nil {
			return no
		}
	}
	c.to = to
	return nil
}

// Data takes it.
func (c *session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	got := Got{c.from, c.to, body}
	if c.sink.Taken != nil {
		c.sink.Taken(got)
	}
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	c.sink.got = append(c.sink.got, got)
	return nil
}
