package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/record"
)

const (
	// batch is how many rows are taken at once, over one connection.
	batch = 20
	// lease is for how long they are taken: longer than one connection lasts, or
	// somebody else would send them too.
	lease = 10 * time.Minute
	// session is how long one connection is used.
	session = 5 * time.Minute
)

// mailID is the Message-ID of a message to one of its recipients.
func mailID(message string, n int, domain string) string {
	return strings.ToLower(message + "." + strconv.Itoa(n) + "@" + domain)
}

func trialID(now time.Time, domain string) string { return mailID(id.New(now), 0, domain) }

// Step sends what is due, as much as one connection takes, and tells whether
// there is more. The program calls it; who sends was asked when the message was
// put into the queue.
func (s *Service) Step(ctx context.Context) (bool, error) {
	now := s.deps.Clock()
	server, err := serverOf(ctx, s.DB)
	if err != nil || !server.SetUp() || now.Before(server.RetryAt) {
		return false, err
	}
	token := rand.Text()
	taken, err := s.take(ctx, now, token)
	if err != nil || len(taken) == 0 {
		return false, err
	}
	all, err := s.settings(ctx)
	if err != nil {
		return false, s.down(ctx, server, taken, token, err)
	}
	use, cancel := context.WithTimeout(ctx, session)
	defer cancel()
	conn, err := all.to(s.deps.Roots).Dial(use)
	if err != nil {
		return false, s.down(ctx, server, taken, token, err)
	}
	defer conn.Close()
	if !server.DownSince.IsZero() {
		if err := setDown(ctx, s.DB, Server{}); err != nil {
			return false, err
		}
		server = Server{}
	}
	for i, to := range taken {
		if err := s.one(ctx, conn, all, to, token); err != nil {
			return false, s.down(ctx, server, taken[i:], token, err)
		}
	}
	return len(taken) == batch, nil
}

// take claims rows that are due, and moves their messages on.
func (s *Service) take(ctx context.Context, now time.Time, token string) ([]Recipient, error) {
	waiting, err := due(ctx, s.DB, now, batch)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	var taken []Recipient
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		taken = nil
		for _, r := range waiting {
			m, err := byID(ctx, w, r.Message)
			if err != nil {
				return record.Ref{}, err
			}
			if m.State == Waiting {
				before := m
				m.State, m.MovedAt = Sending, now
				moves, err := move(ctx, w, m, Waiting)
				if err != nil {
					return record.Ref{}, err
				}
				if !moves {
					continue // taken back since
				}
				if err := moved(ctx, w, before, m); err != nil {
					return record.Ref{}, err
				}
			}
			if m.State != Sending {
				continue
			}
			mine, err := claim(ctx, w, r, token, now, now.Add(s.deps.lease()))
			if err != nil {
				return record.Ref{}, err
			}
			if mine {
				taken = append(taken, r)
			}
		}
		return record.Ref{}, nil
	})
	return taken, err
}

// one sends to one recipient and writes down what became of it. An error says
// that the server cannot be used any more.
func (s *Service) one(ctx context.Context, conn *mail.Conn, all settings, to Recipient, token string) error {
	m, err := byID(ctx, s.DB, to.Message)
	if err != nil {
		return err
	}
	raw, err := s.bytes(ctx, m, to)
	if err == nil {
		raw, err = all.signed(raw)
	}
	now := s.deps.Clock()
	to.At, to.Tries = now, to.Tries+1
	if err != nil {
		if errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.NotFound {
			return err
		}
		to.Fate, to.Said = Refused, "outbox.why.broken"
		return s.settle(ctx, to, token)
	}
	from, err := ReadLine(m.Sender)
	if err != nil {
		return err
	}
	err = conn.Send(from.Box, to.Address.Box, raw)
	no, refused := errors.AsType[*mail.Refused](err)
	switch {
	case err == nil:
		to.Fate, to.Code, to.Enhanced, to.Said = Delivered, 0, "", ""
	case !refused:
		return err
	case no.Temporary && now.Sub(m.QueuedAt) < patience:
		to.NextAt, to.Code, to.Enhanced, to.Said = now.Add(pause(to.Tries)), no.Code, no.Enhanced, no.Said
	default:
		to.Fate, to.Code, to.Enhanced, to.Said = Refused, no.Code, no.Enhanced, no.Said
	}
	return s.settle(ctx, to, token)
}

// settle writes down what became of a row, and of its message when this was the
// last one.
func (s *Service) settle(ctx context.Context, to Recipient, token string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		mine, err := settle(ctx, w, to, token)
		if err != nil || !mine {
			return record.Ref{}, err
		}
		return record.Ref{Kind: Kind, ID: to.Message}, s.finish(ctx, w, to.Message)
	})
	return err
}

// finish moves a message on when nothing of it is queued any more.
func (s *Service) finish(ctx context.Context, w *audit.Writer, message string) error {
	all, err := recipientsOf(ctx, w, message)
	if err != nil {
		return err
	}
	state := Sent
	reached := false
	for _, r := range all {
		switch r.Fate {
		case Queued:
			return nil
		case Delivered:
			reached = true
		default:
			state = Failed
		}
	}
	m, err := byID(ctx, w, message)
	if err != nil || m.State == state {
		return err
	}
	before := m
	m.State, m.MovedAt = state, w.Now
	ok, err := move(ctx, w, m, before.State)
	if err != nil || !ok {
		return err
	}
	if err := moved(ctx, w, before, m); err != nil {
		return err
	}
	if reached && before.State == Sending {
		return s.tell(ctx, w, m, all)
	}
	return nil
}

// tell lets those know who wait for a message to be sent.
func (s *Service) tell(ctx context.Context, w *audit.Writer, m Message, to []Recipient) error {
	for _, do := range s.sent {
		if err := do(ctx, w, m, to); err != nil {
			return err
		}
	}
	return nil
}

// down gives rows back and remembers when to try again.
func (s *Service) down(ctx context.Context, server Server, rows []Recipient, token string, why error) error {
	if ctx.Err() != nil {
		ctx = context.WithoutCancel(ctx) // the program ends: what was taken is given back
		return errors.Join(release(ctx, s.DB, rows, token), context.Cause(ctx))
	}
	now := s.deps.Clock()
	e, known := errors.AsType[*errs.E](why)
	if !known || e.Kind != errs.Unavailable {
		return errors.Join(why, release(ctx, s.DB, rows, token))
	}
	if server.DownSince.IsZero() {
		server.DownSince = now
	}
	server.Tries++
	server.DownWhy, server.RetryAt = e.Key, now.Add(pause(server.Tries))
	if err := release(ctx, s.DB, rows, token); err != nil {
		return err
	}
	return setDown(ctx, s.DB, server)
}

// bytes is a message as it goes to one recipient, without a signature.
func (s *Service) bytes(ctx context.Context, m Message, to Recipient) ([]byte, error) {
	files, err := s.attachments(ctx, m)
	if err != nil {
		return nil, err
	}
	composed, err := m.compose(to, files, s.deps.Zone())
	if err != nil {
		return nil, err
	}
	return composed.Bytes()
}

// attachments are the files that were put at the message, and those that were
// chosen of other records. They were within the reach of who wrote it.
func (s *Service) attachments(ctx context.Context, m Message) ([]mail.Attachment, error) {
	if s.deps.Files == nil {
		return nil, nil
	}
	ctx = account.With(ctx, account.System("pobratim"))
	own, err := s.deps.Files.List(ctx, m.Ref())
	if err != nil {
		return nil, err
	}
	ids := m.Files
	for _, f := range own {
		if !f.Binned {
			ids = append(ids[:len(ids):len(ids)], f.ID)
		}
	}
	var all []mail.Attachment
	for _, one := range ids {
		a, err := readFile(ctx, s.deps.Files, one)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func readFile(ctx context.Context, files *file.Service, id string) (mail.Attachment, error) {
	f, content, err := files.Open(ctx, id)
	if err != nil {
		return mail.Attachment{}, err
	}
	body, err := io.ReadAll(content)
	return mail.Attachment{Name: f.Name, Type: f.Type.Media(), Body: body}, errors.Join(err, content.Close())
}

// hand sends one message at once, past the queue.
func (s *Service) hand(ctx context.Context, all settings, from, to string, raw []byte) error {
	conn, err := all.to(s.deps.Roots).Dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Send(from, to, raw)
	if no, refused := errors.AsType[*mail.Refused](err); refused {
		return errs.Field("try", no.Why()).Because(err)
	}
	return err
}
