package outbox

import (
	"context"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// ServerKind is the kind of the one record that says where mail is handed over.
const ServerKind = "mail"

// NeedServer lets its holder set up the server.
var NeedServer = module.Need{Action: module.Manage, Kind: "setting"}

func serverRef() record.Ref { return record.Ref{Kind: ServerKind, ID: "mail"} }

// The names of secrets, which are also the places that they are sealed for.
const (
	passwordSecret = "smtp.password"
	keySecret      = "dkim.key"
)

// Server is where mail is handed over, and in whose name.
type Server struct {
	Version  int64
	Host     string // empty: nothing is sent
	Port     int
	Security mail.Security
	Login    string
	Senders  []string // as Line writes them; the first is proposed
	Domain   string   // for which messages are signed; empty: they are not
	Selector string

	DownSince time.Time // zero while it answers
	DownWhy   string    // key of words
	RetryAt   time.Time
	Tries     int
}

// SetUp tells whether there is a server.
func (s Server) SetUp() bool { return s.Host != "" }

// settings are a server and what is secret of it.
type settings struct {
	Server
	password []byte
	key      *mail.Key // nil: not signed
}

// validate holds the rules of a server.
func (s *Server) validate() error {
	var bad errs.Fields
	s.Host = strings.ToLower(strings.TrimSpace(s.Host))
	if strings.ContainsAny(s.Host, " /:@\t\r\n") {
		bad.Add(errs.Field("host", "outbox.server.host_bad"))
	}
	if s.Host != "" && (s.Port < 1 || s.Port > 65535) {
		bad.Add(errs.Field("port", "outbox.server.port_bad"))
	}
	if !slices.Contains(mail.Securities(), s.Security) {
		bad.Add(errs.Field("security", "form.choice"))
	}
	if s.Security == mail.Open && s.Login != "" && s.Host != "localhost" && !strings.HasPrefix(s.Host, "127.") {
		bad.Add(errs.Field("login", "outbox.server.login_open"))
	}
	if strings.ContainsAny(s.Login, "\r\n\x00") {
		bad.Add(errs.Field("login", "mail.line"))
	}
	var senders []string
	for _, line := range s.Senders {
		a, err := ReadLine(line)
		if err != nil {
			bad.Add(errs.Field("senders", "outbox.to.bad", "line", line))
			continue
		}
		senders = append(senders, Line(a))
	}
	if s.Senders = senders; s.Host != "" && len(senders) == 0 && len(bad) == 0 {
		bad.Add(errs.Field("senders", "outbox.server.senders_empty"))
	}
	s.signing(&bad)
	return bad.Err()
}

// signing holds the rules of the signature.
func (s *Server) signing(bad *errs.Fields) {
	s.Domain = strings.ToLower(strings.TrimSpace(s.Domain))
	if s.Domain == "" {
		s.Selector = ""
		return
	}
	box, err := mail.ParseBox("a@" + s.Domain)
	if err != nil {
		bad.Add(errs.Field("domain", "mail.address.domain", "domain", s.Domain))
		return
	}
	s.Domain = strings.TrimPrefix(box, "a@")
	if err := mail.CheckSelector(s.Selector); err != nil {
		bad.Add(errs.Field("selector", "mail.selector"))
	}
	for _, line := range s.Senders {
		if a, err := ReadLine(line); err == nil && a.Domain() != s.Domain && !strings.HasSuffix(a.Domain(), "."+s.Domain) {
			bad.Add(errs.Field("domain", "outbox.server.domain_other", "address", a.Shown()))
		}
	}
}

// Server is what an administrator has set up.
func (s *Service) Server(ctx context.Context) (Server, error) {
	if _, err := s.Gate.Require(ctx, NeedServer); err != nil {
		return Server{}, err
	}
	return serverOf(ctx, s.DB)
}

// SetServer sets up the server. A nil password keeps the one there is; an empty
// one takes it away. A key is made when messages are to be signed and there is
// none, or a new one is asked for.
func (s *Service) SetServer(ctx context.Context, next Server, password *string, newKey bool) error {
	if _, err := s.Gate.Require(ctx, NeedServer); err != nil {
		return err
	}
	if err := next.validate(); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := serverOf(ctx, w)
		if err != nil {
			return serverRef(), err
		}
		if err := putServer(ctx, w, next); err != nil {
			return serverRef(), err
		}
		fields := next.audit()
		changed, err := s.setSecrets(ctx, w, next, password, newKey)
		if err != nil {
			return serverRef(), err
		}
		fields = append(fields, changed...)
		return serverRef(), w.Changed(ctx, serverRef(), next.Host, before.audit(), fields)
	})
	return err
}

// setSecrets seals what is secret and says what has changed, not into what.
func (s *Service) setSecrets(ctx context.Context, w *audit.Writer, next Server, password *string, newKey bool) (audit.Fields, error) {
	var changed audit.Fields
	put := func(name string, value []byte) error {
		key, err := s.deps.Key()
		if err != nil {
			return err
		}
		changed = append(changed, audit.Field{Name: name, Value: stamp(w.Now)})
		return putSecret(ctx, w, name, key.Seal(string(value), name))
	}
	if password != nil {
		if *password == "" {
			if err := dropSecret(ctx, w, passwordSecret); err != nil {
				return nil, err
			}
		} else if err := put(passwordSecret, []byte(*password)); err != nil {
			return nil, err
		}
	}
	have, err := secret(ctx, w, keySecret)
	if err != nil || next.Domain == "" || have != "" && !newKey {
		return changed, err
	}
	key, err := mail.NewKey()
	if err != nil {
		return nil, err
	}
	return changed, put(keySecret, key)
}

func (s Server) audit() audit.Fields {
	return audit.Fields{
		{Name: "host", Value: s.Host}, {Name: "security", Value: string(s.Security)}, {Name: "login", Value: s.Login},
		{Name: "senders", Value: strings.Join(s.Senders, "\n")}, {Name: "domain", Value: s.Domain}, {Name: "selector", Value: s.Selector},
	}
}

// settings opens what is secret of the server.
func (s *Service) settings(ctx context.Context) (settings, error) {
	server, err := serverOf(ctx, s.DB)
	if err != nil || !server.SetUp() {
		return settings{Server: server}, err
	}
	all := settings{Server: server}
	open := func(name string) ([]byte, error) {
		sealed, err := secret(ctx, s.DB, name)
		if err != nil || sealed == "" {
			return nil, err
		}
		key, err := s.deps.Key()
		if err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "outbox.server.sealed")
		}
		value, err := key.Open(sealed, name)
		if err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "outbox.server.sealed")
		}
		return []byte(value), nil
	}
	if all.password, err = open(passwordSecret); err != nil || server.Domain == "" {
		return all, err
	}
	kept, err := open(keySecret)
	if err != nil || kept == nil {
		return all, err
	}
	all.key, err = mail.ReadKey(kept, server.Domain, server.Selector)
	return all, err
}

// Record is what the DNS of the domain has to say for the signature; empty when
// messages are not signed.
func (s *Service) Record(ctx context.Context) (name, value string, err error) {
	if _, err := s.Gate.Require(ctx, NeedServer); err != nil {
		return "", "", err
	}
	all, err := s.settings(ctx)
	if err != nil || all.key == nil {
		return "", "", err
	}
	return all.key.Record()
}

// to is the server as kit/mail knows it.
func (s settings) to(roots *x509.CertPool) mail.Server {
	to := mail.Server{Host: s.Host, Port: s.Port, Security: s.Security, User: s.Login, Password: string(s.password), Roots: roots, Wait: 20 * time.Second}
	if len(s.Senders) > 0 {
		if a, err := ReadLine(s.Senders[0]); err == nil {
			to.Hello = a.Domain()
		}
	}
	return to
}

// signed is a message with its signature, when there is a key.
func (s settings) signed(body []byte) ([]byte, error) {
	if s.key == nil {
		return body, nil
	}
	return s.key.Sign(body)
}

// Try sends a message to one's own address at once, past the queue, and says
// what the server said.
func (s *Service) Try(ctx context.Context, box, subject, body, lang string) error {
	if _, err := s.Gate.Require(ctx, NeedServer); err != nil {
		return err
	}
	box, err := mail.ParseBox(box)
	if err != nil {
		return errs.Field("try", "mail.address")
	}
	all, err := s.settings(ctx)
	if err != nil {
		return err
	}
	if !all.SetUp() {
		return errs.Field("host", "outbox.none")
	}
	from, err := ReadLine(all.Senders[0])
	if err != nil {
		return err
	}
	now := s.deps.Clock()
	m := mail.Message{From: from, To: mail.Address{Box: box}, Subject: subject, Date: now.In(s.deps.Zone()), ID: trialID(now, from.Domain()), Texts: []mail.Text{{Lang: lang, Body: body}}}
	raw, err := m.Bytes()
	if err != nil {
		return err
	}
	if raw, err = all.signed(raw); err != nil {
		return err
	}
	return s.hand(ctx, all, from.Box, box, raw)
}
