package outbox

import (
	"context"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Bounced writes down a report that a message came back. It returns the message,
// or errs.NotFound for a report of something that we did not send.
func (s *Service) Bounced(ctx context.Context, b mail.Bounce) (record.Ref, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return record.Ref{}, err
	}
	return s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		to, err := byMailID(ctx, w, strings.ToLower(b.ID))
		if err != nil || !b.Failed {
			return record.Ref{Kind: Kind, ID: to.Message}, err
		}
		to.Fate, to.Enhanced, to.Said, to.At = CameBack, b.Status, b.Said, w.Now
		if err := setFate(ctx, w, to); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: Kind, ID: to.Message}, s.finish(ctx, w, to.Message)
	})
}

// OfMail is the identifier of the message that carried a Message-ID to one of its
// recipients; empty when that was none of ours.
func (s *Service) OfMail(ctx context.Context, mailID string) (string, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return "", err
	}
	to, err := byMailID(ctx, s.DB, mailID)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil
	}
	return to.Message, err
}

// EML is a message as a file, for a mail program: to one of its recipients, the
// first one of a draft.
func (s *Service) EML(ctx context.Context, id string, n int) ([]byte, Message, error) {
	m, err := s.messages.Get(ctx, id)
	if err != nil {
		return nil, m, err
	}
	rows, err := recipientsOf(ctx, s.DB, m.ID)
	if err != nil {
		return nil, m, err
	}
	if len(rows) == 0 {
		if err := m.ready(); err != nil {
			return nil, m, err
		}
		to, err := addresses(m.To)
		if err != nil {
			return nil, m, err
		}
		m.QueuedAt = s.deps.Clock()
		for i, a := range to {
			rows = append(rows, Recipient{N: i + 1, Address: a, MailID: mailID(m.ID, i+1, sendersDomain(m.Sender))})
		}
	}
	for _, r := range rows {
		if r.N == n || n == 0 {
			raw, err := s.bytes(ctx, m, r)
			return raw, m, err
		}
	}
	return nil, m, errs.New(errs.NotFound, "record.missing")
}

// sendersDomain is the domain of a sender.
func sendersDomain(line string) string {
	a, err := ReadLine(line)
	if err != nil {
		return "localhost"
	}
	return a.Domain()
}
