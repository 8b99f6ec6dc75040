package outbox

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the outbox needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock
	Zone  func() *time.Location // of the municipality
	Kinds func() record.Kinds
	Files *file.Service // nil: nothing is attached
	// Key is the key of its secrets, which lies beside the database.
	Key func() (seal.Key, error)
	// Quiet tells of mailboxes whether their owner asked not to be written to.
	Quiet func(ctx context.Context, boxes []string) (map[string]bool, error)
	// Roots are whose certificates are believed; nil: those of the system.
	Roots *x509.CertPool
	// Lease is for how long who sends has a row for itself; 0 means ten minutes.
	Lease time.Duration
}

func (d Deps) lease() time.Duration {
	if d.Lease > 0 {
		return d.Lease
	}
	return lease
}

// Followed is told, within the transaction, that a message has been sent, and to
// whom.
type Followed func(ctx context.Context, w *audit.Writer, m Message, to []Recipient) error

// Service is what the office does with what it sends.
type Service struct {
	keep.Floor
	deps     Deps
	messages keep.Pages[Message]
	sent     []Followed
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.messages = keep.Pages[Message]{Keeper: s.keeper(), Path: "/outbox", Langs: deps.Langs, Start: s.start, Parts: parts()}
	return s
}

// Follow lets somebody know what was sent. It is called while the program is
// built.
func (s *Service) Follow(do Followed) { s.sent = append(s.sent, do) }

// Message reads a message that the viewer may see.
func (s *Service) Message(ctx context.Context, id string) (Message, error) {
	return s.messages.Get(ctx, id)
}

// Add writes a draft and returns its identifier.
func (s *Service) Add(ctx context.Context, m Message) (string, error) {
	m.State = Draft
	return s.messages.Add(ctx, m)
}

// AddIn writes a draft in a transaction of the caller's.
func (s *Service) AddIn(ctx context.Context, w *audit.Writer, m Message) (string, error) {
	m.State = Draft
	return s.messages.AddIn(ctx, w, m)
}

// Change writes a draft anew over the version that it was made from.
func (s *Service) Change(ctx context.Context, m Message) error { return s.messages.Change(ctx, m) }

// PutAway puts a draft into the bin.
func (s *Service) PutAway(ctx context.Context, id string) error { return s.messages.PutAway(ctx, id) }

// Messages lists a page of the outbox.
func (s *Service) Messages(ctx context.Context, f Filter) ([]Message, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f)
}

// Count counts what Messages would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, bound)
}

// Recipients are the mailboxes that a queued message goes to, and what became of
// it there.
func (s *Service) Recipients(ctx context.Context, id string) ([]Recipient, error) {
	m, err := s.messages.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return recipientsOf(ctx, s.DB, m.ID)
}

// Sender is the address that messages are sent from unless another is chosen;
// empty when there is none.
func (s *Service) Sender(ctx context.Context) (string, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return "", err
	}
	server, err := serverOf(ctx, s.DB)
	if err != nil || len(server.Senders) == 0 {
		return "", err
	}
	return server.Senders[0], nil
}

// Sends tells whether an address is one of those that messages are sent from.
func (s *Service) Sends(ctx context.Context, box string) (bool, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return false, err
	}
	server, err := serverOf(ctx, s.DB)
	for _, line := range server.Senders {
		if a, bad := ReadLine(line); bad == nil && strings.EqualFold(a.Box, box) {
			return true, err
		}
	}
	return false, err
}

// Left says who was left out because they asked not to be written to.
type Left []mail.Address

// Send puts a draft into the queue: for at least the hold, or until a time. Who
// asked not to be written to is left out and named. What is wrong with the draft
// is errs.E at its fields.
func (s *Service) Send(ctx context.Context, id string, version int64, at time.Time) (Left, error) {
	return s.send(ctx, id, version, later(s.deps.Clock(), at))
}

// SendNow queues a draft without the hold, for programs that send at once.
func (s *Service) SendNow(ctx context.Context, id string, version int64) error {
	_, err := s.send(ctx, id, version, s.deps.Clock())
	return err
}

// send queues a draft for a time.
func (s *Service) send(ctx context.Context, id string, version int64, due time.Time) (Left, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return nil, err
	}
	m, err := s.messages.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	server, err := serverOf(ctx, s.DB)
	switch {
	case err != nil:
		return nil, err
	case m.Version != version:
		if done, err := s.Log.Done(ctx); done || err != nil {
			return nil, err // the form was sent twice
		}
		return nil, errs.New(errs.Stale, "outbox.stale")
	case m.State != Draft:
		return nil, errs.New(errs.Conflict, "outbox.locked")
	case !server.SetUp():
		return nil, errs.New(errs.Conflict, "outbox.none")
	}
	now := s.deps.Clock()
	before := m
	m.State, m.QueuedAt, m.DueAt, m.MovedAt = Waiting, now, due, now
	rows, left, err := s.rows(ctx, m)
	if err != nil {
		return left, err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if is, err := byID(ctx, w, m.ID); err != nil || is.Version != version {
			return m.Ref(), errors.Join(err, errs.New(errs.Stale, "outbox.stale"))
		}
		ok, err := move(ctx, w, m, Draft)
		if err == nil && !ok {
			err = errs.New(errs.Stale, "outbox.stale")
		}
		if err == nil {
			err = insertRecipients(ctx, w, rows)
		}
		if err != nil {
			return m.Ref(), err
		}
		return m.Ref(), moved(ctx, w, before, m)
	})
	return left, err
}

// rows are the recipients of a message that is about to be queued, each with its
// Message-ID. What cannot be composed for the first of them is refused.
func (s *Service) rows(ctx context.Context, m Message) ([]Recipient, Left, error) {
	if err := m.ready(); err != nil {
		return nil, nil, err
	}
	to, err := addresses(m.To)
	if err != nil {
		return nil, nil, err
	}
	to, left, err := s.welcome(ctx, to)
	if err != nil {
		return nil, left, err
	}
	rows := make([]Recipient, len(to))
	for i, a := range to {
		rows[i] = Recipient{Message: m.ID, N: i + 1, Address: a, MailID: mailID(m.ID, i+1, sendersDomain(m.Sender)), NextAt: m.DueAt}
	}
	_, err = s.bytes(ctx, m, rows[0])
	return rows, left, err
}

// welcome parts those who may be written to from those who asked not to be.
func (s *Service) welcome(ctx context.Context, to []mail.Address) ([]mail.Address, Left, error) {
	if s.deps.Quiet == nil {
		return to, nil, nil
	}
	boxes := make([]string, len(to))
	for i, a := range to {
		boxes[i] = strings.ToLower(a.Box)
	}
	quiet, err := s.deps.Quiet(ctx, boxes)
	if err != nil {
		return nil, nil, err
	}
	var may []mail.Address
	var left Left
	for i, a := range to {
		if quiet[boxes[i]] {
			left = append(left, a)
		} else {
			may = append(may, a)
		}
	}
	if len(may) == 0 {
		return nil, left, errs.Field("to", "outbox.to.quiet")
	}
	return may, left, nil
}

// TakeBack makes a draft again of what is held or waits for its time.
func (s *Service) TakeBack(ctx context.Context, id string) error {
	return s.step(ctx, id, func(ctx context.Context, w *audit.Writer, m *Message) error {
		m.State, m.QueuedAt, m.DueAt = Draft, time.Time{}, time.Time{}
		return dropRecipients(ctx, w, m.ID)
	}, Waiting)
}

// ByHand notes that a draft was sent by other means.
func (s *Service) ByHand(ctx context.Context, id string) error {
	return s.step(ctx, id, func(_ context.Context, _ *audit.Writer, m *Message) error {
		m.State, m.ByHand = Sent, true
		return nil
	}, Draft)
}

// Again sends once more to those whom a message did not reach. It keeps its
// Message-ID.
func (s *Service) Again(ctx context.Context, id string) error {
	return s.step(ctx, id, func(ctx context.Context, w *audit.Writer, m *Message) error {
		m.State, m.DueAt = Sending, w.Now
		return again(ctx, w, m.ID, w.Now)
	}, Failed)
}

// Copy writes a new draft with the words and files of a message, to those whom it
// did not reach, or to all.
func (s *Service) Copy(ctx context.Context, id string) (string, error) {
	m, err := s.messages.Get(ctx, id)
	if err != nil {
		return "", err
	}
	all, err := recipientsOf(ctx, s.DB, m.ID)
	if err != nil {
		return "", err
	}
	var to []string
	for _, r := range all {
		if r.Fate == Refused || r.Fate == CameBack {
			to = append(to, Line(r.Address))
		}
	}
	if len(to) > 0 {
		m.To = to
	}
	return s.Add(ctx, Message{Meta: keep.Meta{Visibility: m.Visibility}, Title: m.Title, Body: m.Body, Langs: m.Langs, Sender: m.Sender, To: m.To, Files: m.Files, Occasion: m.Occasion, InReplyTo: m.InReplyTo, References: m.References})
}

// step moves a message from one state to another.
func (s *Service) step(ctx context.Context, id string, do func(ctx context.Context, w *audit.Writer, m *Message) error, from State) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		m, err := s.messages.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		before := m
		m.MovedAt = w.Now
		if err := do(ctx, w, &m); err != nil {
			return m.Ref(), err
		}
		ok, err := move(ctx, w, m, from)
		if err == nil && !ok {
			err = errs.New(errs.Conflict, "outbox.late."+string(from))
		}
		if err != nil {
			return m.Ref(), err
		}
		if err := moved(ctx, w, before, m); err != nil || !m.ByHand {
			return m.Ref(), err
		}
		return m.Ref(), s.tell(ctx, w, m, nil)
	})
	return err
}
