package mailbox

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the one record that says where letters come from.
const Kind = "mailbox"

// needMailbox lets its holder set up the mailbox.
var needMailbox = module.Need{Action: module.Manage, Kind: "setting"}

func ref() record.Ref { return record.Ref{Kind: Kind, ID: "inbox"} }

// passwordSecret is the name of the password, and the place it is sealed for.
const passwordSecret = "imap.password"

// Mailbox is where letters come from, and how far it was read.
type Mailbox struct {
	Version    int64
	Host       string // empty: nothing is fetched
	Port       int
	Security   mail.Security
	Login      string
	Folder     string
	Everything bool      // also what lay there when it was set up
	Began      time.Time // when it was set up

	Validity  uint32
	LastUID   uint32
	CheckedAt time.Time // when it was last read to its end
	DownSince time.Time // zero while it answers
	DownWhy   string    // key of words
	DownSaid  string    // the server's words
	NextAt    time.Time
	Tries     int
}

// SetUp tells whether there is a mailbox.
func (m Mailbox) SetUp() bool { return m.Host != "" }

// validate holds the rules of a mailbox.
func (m *Mailbox) validate() error {
	var bad errs.Fields
	m.Host = strings.ToLower(strings.TrimSpace(m.Host))
	if strings.ContainsAny(m.Host, " /:@\t\r\n") {
		bad.Add(errs.Field("host", "mailbox.host_bad"))
	}
	if m.Host != "" && (m.Port < 1 || m.Port > 65535) {
		bad.Add(errs.Field("port", "mailbox.port_bad"))
	}
	if !slices.Contains(mail.Securities(), m.Security) {
		bad.Add(errs.Field("security", "form.choice"))
	}
	if m.Security == mail.Open && m.Host != "" && m.Host != "localhost" && !strings.HasPrefix(m.Host, "127.") {
		bad.Add(errs.Field("security", "mailbox.open"))
	}
	if m.Host != "" && m.Login == "" {
		bad.Add(errs.Field("login", "mailbox.login_empty"))
	}
	if strings.ContainsAny(m.Login, "\r\n\x00") {
		bad.Add(errs.Field("login", "mail.line"))
	}
	if strings.ContainsAny(m.Folder, "\r\n\x00*%") {
		bad.Add(errs.Field("folder", "mailbox.folder_bad"))
	}
	return bad.Err()
}

func (m Mailbox) audit() audit.Fields {
	everything := ""
	if m.Everything {
		everything = "yes"
	}
	return audit.Fields{{Name: "host", Value: m.Host}, {Name: "security", Value: string(m.Security)}, {Name: "login", Value: m.Login}, {Name: "folder", Value: m.Folder}, {Name: "everything", Value: everything}}
}

// sameFolder tells whether two name the same folder of the same account.
func (m Mailbox) sameFolder(other Mailbox) bool {
	return m.Host == other.Host && m.Login == other.Login && m.Folder == other.Folder
}

// Mailbox is what an administrator has set up.
func (s *Service) Mailbox(ctx context.Context) (Mailbox, error) {
	if _, err := s.Gate.Require(ctx, needMailbox); err != nil {
		return Mailbox{}, err
	}
	return mailboxOf(ctx, s.DB)
}

// Set sets up the mailbox. A nil password keeps the one there is; an empty one takes
// it away. Another folder is read from its own beginning.
func (s *Service) Set(ctx context.Context, next Mailbox, password *string) error {
	if _, err := s.Gate.Require(ctx, needMailbox); err != nil {
		return err
	}
	if next.Folder = strings.TrimSpace(next.Folder); next.Folder == "" {
		next.Folder = "INBOX"
	}
	if err := next.validate(); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := mailboxOf(ctx, w)
		if err != nil {
			return ref(), err
		}
		next.Began, next.Validity, next.LastUID = before.Began, before.Validity, before.LastUID
		if !next.sameFolder(before) || next.Everything && !before.Everything {
			next.Validity, next.LastUID, next.Began = 0, 0, w.Now
		}
		if err := putMailbox(ctx, w, next); err != nil {
			return ref(), err
		}
		fields := next.audit()
		if password != nil {
			if err := s.setPassword(ctx, w, *password); err != nil {
				return ref(), err
			}
			fields = append(fields, audit.Field{Name: passwordSecret, Value: stamp(w.Now)})
		}
		return ref(), w.Changed(ctx, ref(), next.Host, before.audit(), fields)
	})
	return err
}

// setPassword seals the password, or takes it away.
func (s *Service) setPassword(ctx context.Context, w *audit.Writer, password string) error {
	if password == "" {
		return dropSecret(ctx, w)
	}
	key, err := s.deps.Key()
	if err != nil {
		return err
	}
	return putSecret(ctx, w, key.Seal(password, passwordSecret))
}

// open opens the folder of the mailbox.
func (s *Service) open(ctx context.Context, m Mailbox) (*mail.Inbox, error) {
	box := mail.Mailbox{Host: m.Host, Port: m.Port, Security: m.Security, User: m.Login, Folder: m.Folder, Roots: s.deps.Roots, Wait: 30 * time.Second}
	sealed, err := secret(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	if sealed != "" {
		key, err := s.deps.Key()
		if err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "mailbox.sealed")
		}
		if box.Password, err = key.Open(sealed, passwordSecret); err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "mailbox.sealed")
		}
	}
	return box.Open(ctx)
}

// Check opens the folder and says how many messages lie in it.
func (s *Service) Check(ctx context.Context) (int, error) {
	m, err := s.Mailbox(ctx)
	if err != nil {
		return 0, err
	}
	if !m.SetUp() {
		return 0, errs.New(errs.Conflict, "mailbox.none")
	}
	in, err := s.open(ctx, m)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	return int(in.Count), nil
}
