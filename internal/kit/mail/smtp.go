package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"pobratim/internal/kit/errs"
)

// Security is how a connection is protected.
type Security string

// The ways. STARTTLS is demanded where it is chosen: a server that does not
// offer it is refused.
const (
	TLS      Security = "tls"
	StartTLS Security = "starttls"
	Open     Security = "none" // for a server within one's own network
)

// Securities lists them, the best first.
func Securities() []Security { return []Security{TLS, StartTLS, Open} }

// Server is where mail is handed over.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // empty: the server lets in without
	Password string
	Hello    string // what we call ourselves; the sender's domain
	// Roots are whose certificates are believed; nil: those of the system.
	Roots *x509.CertPool
	// Wait is how long one step may take; 0 means a minute.
	Wait time.Duration
}

// Refused says that a server did not take a message for its recipient.
type Refused struct {
	Code      int
	Enhanced  string // "5.1.1"; empty when the server gave none
	Said      string // the server's words
	Temporary bool   // it may be taken later
}

// Error is for logs; it leaves the server's words out, which name people.
func (r *Refused) Error() string { return fmt.Sprintf("refused with %d %s", r.Code, r.Enhanced) }

// Why is the reason as a key of words.
func (r *Refused) Why() string { return Why(r.Code, r.Enhanced) }

// Why is the reason of an answer as a key of words.
func Why(code int, enhanced string) string {
	_, sub, _ := strings.Cut(enhanced, ".")
	switch {
	case sub == "1.1" || sub == "1.6" || sub == "1.10" || code == 551:
		return "mail.why.unknown"
	case sub == "1.2" || sub == "4.4" || sub == "1.3":
		return "mail.why.domain"
	case sub == "2.2":
		return "mail.why.full"
	case sub == "2.1":
		return "mail.why.closed"
	case sub == "3.4" || sub == "2.3" || code == 552 && sub == "":
		return "mail.why.large"
	case strings.HasPrefix(sub, "7."):
		return "mail.why.policy"
	case code/100 == 4 || strings.HasPrefix(enhanced, "4."):
		return "mail.why.later"
	case code == 550 && sub == "":
		return "mail.why.unknown"
	case code == 554 && sub == "":
		return "mail.why.policy"
	}
	return "mail.why.other"
}

// Conn is an open connection to a server.
type Conn struct {
	client *smtp.Client
	stop   func() bool
}

// Dial opens a connection and signs in. Errors are errs.E of kind Unavailable;
// the key says whether the server does not answer, cannot be believed, or does
// not let us in.
func (s Server) Dial(ctx context.Context) (*Conn, error) {
	wait := s.Wait
	if wait <= 0 {
		wait = time.Minute
	}
	settings := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	opening, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var dialer net.Dialer
	raw, err := dialer.DialContext(opening, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	over := context.AfterFunc(opening, func() { _ = raw.Close() })
	defer over()
	c := &Conn{stop: context.AfterFunc(ctx, func() { _ = raw.Close() })}
	if c.client, err = s.open(opening, raw, settings); err != nil {
		c.stop()
		_ = raw.Close()
		return nil, err
	}
	c.client.CommandTimeout, c.client.SubmissionTimeout = wait, 2*wait
	if err := s.enter(c.client); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (s Server) open(ctx context.Context, raw net.Conn, settings *tls.Config) (*smtp.Client, error) {
	switch s.Security {
	case TLS:
		secured := tls.Client(raw, settings)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, noTLS(err)
		}
		return smtp.NewClient(secured), nil
	case StartTLS:
		c, err := smtp.NewClientStartTLS(raw, settings)
		if err != nil {
			return nil, noTLS(err)
		}
		return c, nil
	}
	return smtp.NewClient(raw), nil
}

// noTLS tells a server that does not protect the connection from one that does
// not answer, and from one that nobody vouches for.
func noTLS(err error) error {
	_, silent := errors.AsType[net.Error](err)
	switch _, strange := errors.AsType[*tls.CertificateVerificationError](err); {
	case strange:
		return errs.Wrap(err, errs.Unavailable, "mail.certificate")
	case silent || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed):
		return errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	return errs.Wrap(err, errs.Unavailable, "mail.tls")
}

func (s Server) enter(c *smtp.Client) error {
	hello := s.Hello
	if hello == "" {
		hello = "localhost"
	}
	if err := c.Hello(hello); err != nil {
		if s.Security == StartTLS { // the handshake takes place with the first command
			return noTLS(err)
		}
		return errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	if s.User == "" {
		return nil
	}
	var way sasl.Client
	switch {
	case c.SupportsAuth(sasl.Plain):
		way = sasl.NewPlainClient("", s.User, s.Password)
	case c.SupportsAuth(sasl.Login):
		way = sasl.NewLoginClient(s.User, s.Password)
	default:
		return errs.New(errs.Unavailable, "mail.auth.none")
	}
	if err := c.Auth(way); err != nil {
		if e, ok := errors.AsType[*smtp.SMTPError](err); ok && e.Code/100 == 5 {
			return errs.Wrap(err, errs.Unavailable, "mail.auth")
		}
		return errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	return nil
}

// Send hands over one message. nil says that the server has taken it; *Refused
// that it has not. Anything else is errs.E of kind Unavailable: the connection
// is of no more use, and the server may have taken the message all the same.
func (c *Conn) Send(from, to string, message []byte) error {
	step := func(err error) error {
		if e, ok := errors.AsType[*smtp.SMTPError](err); ok && e.Code != 421 {
			r := &Refused{Code: e.Code, Said: e.Message, Temporary: e.Code/100 == 4}
			if e.EnhancedCode != (smtp.EnhancedCode{}) && e.EnhancedCode != smtp.NoEnhancedCode && e.EnhancedCode[0] > 0 {
				r.Enhanced = fmt.Sprintf("%d.%d.%d", e.EnhancedCode[0], e.EnhancedCode[1], e.EnhancedCode[2])
			}
			if reset := c.client.Reset(); reset != nil {
				return errs.Wrap(errors.Join(err, reset), errs.Unavailable, "mail.down")
			}
			return r
		}
		return errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	if err := c.client.Mail(from, &smtp.MailOptions{Size: int64(len(message))}); err != nil {
		return step(err)
	}
	if err := c.client.Rcpt(to, nil); err != nil {
		return step(err)
	}
	w, err := c.client.Data()
	if err != nil {
		return step(err)
	}
	if _, err := w.Write(bytes.TrimSuffix(message, []byte("\r\n"))); err != nil {
		return errs.Wrap(err, errs.Unavailable, "mail.down")
	}
	if err := w.Close(); err != nil {
		return step(err)
	}
	return nil
}

// Close says goodbye and ends the connection.
func (c *Conn) Close() {
	c.stop()
	if c.client.Quit() != nil {
		_ = c.client.Close()
	}
}
