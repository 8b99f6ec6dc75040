package mailbox

import (
	"context"
	"errors"
	"time"

	"pobratim/internal/domain/letter"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const (
	// often is how often the mailbox is looked into.
	often = 2 * time.Minute
	// once is how many messages are taken over one connection.
	once = 40
	// fetching is for how long one connection is used, and lease for how long the
	// mailbox is claimed: longer, or somebody else would read it too.
	fetching = 10 * time.Minute
	lease    = 15 * time.Minute
)

// Untaken is a message that could not be taken in, and still lies on the server.
type Untaken struct {
	Validity, UID uint32
	Sender, Title string
	At            time.Time // when it came into the folder
	Why           string    // key of words
}

// Fetched says what looking into the mailbox brought.
type Fetched struct {
	Taken   int `json:"taken"`
	Known   int `json:"known"`
	Bounced int `json:"bounced"`
	Untaken int `json:"untaken"`
	// Why is the key of the words for a server that does not answer, Said what it
	// said.
	Why  string `json:"why,omitempty"`
	Said string `json:"said,omitempty"`
	more bool
}

// Fetch looks into the mailbox when it is time, takes in what is new and tells
// whether there is more. The program calls it.
func (s *Service) Fetch(ctx context.Context) (bool, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: letter.Kind}); err != nil {
		return false, err
	}
	m, err := mailboxOf(ctx, s.DB)
	if err != nil || !m.SetUp() || s.deps.Clock().Before(m.NextAt) {
		return false, err
	}
	var got Fetched
	err = s.fetch(ctx, m, &got)
	return got.more, err
}

// FetchNow is Fetch without waiting for its time, until everything is taken in.
func (s *Service) FetchNow(ctx context.Context) (Fetched, error) {
	var got Fetched
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: letter.Kind}); err != nil {
		return got, err
	}
	for {
		m, err := mailboxOf(ctx, s.DB)
		if err == nil && !m.SetUp() {
			err = errs.New(errs.Conflict, "mailbox.none")
		}
		if err == nil {
			err = s.fetch(ctx, m, &got)
		}
		if err != nil || !got.more {
			return got, err
		}
	}
}

// fetch looks into the mailbox once, as the only one who does.
func (s *Service) fetch(ctx context.Context, m Mailbox, got *Fetched) error {
	now := s.deps.Clock()
	got.more = false
	if mine, err := claim(ctx, s.DB, now, now.Add(lease)); err != nil || !mine {
		return err
	}
	use, cancel := context.WithTimeout(ctx, fetching)
	defer cancel()
	err := s.read(use, m, got)
	if ctx.Err() != nil { // the program ends: the mailbox is given back
		return errors.Join(rest(context.WithoutCancel(ctx), s.DB, m), context.Cause(ctx))
	}
	if e, known := errors.AsType[*errs.E](err); known && e.Kind == errs.Unavailable {
		if m.DownSince.IsZero() {
			m.DownSince = now
		}
		m.Tries++
		m.DownWhy, m.DownSaid, m.NextAt = e.Key, "", now.Add(pause(m.Tries))
		if no, refused := errors.AsType[*mail.Refusal](err); refused {
			m.DownSaid = no.Said
		}
		got.Why, got.Said, got.more = m.DownWhy, m.DownSaid, false
		return rest(ctx, s.DB, m)
	}
	m.DownSince, m.DownWhy, m.DownSaid, m.Tries, m.NextAt = time.Time{}, "", "", 0, now.Add(often)
	switch {
	case err != nil: // it is ours, not the server's: again, but not at once
		got.more = false
	case got.more:
		m.NextAt = now
	default:
		m.CheckedAt = now
	}
	return errors.Join(err, rest(ctx, s.DB, m))
}

// pause is how long to wait after so many attempts.
func pause(tries int) time.Duration {
	steps := []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute}
	return steps[min(max(tries, 1), len(steps))-1]
}

// read takes in what came since the folder was last read.
func (s *Service) read(ctx context.Context, m Mailbox, got *Fetched) error {
	in, err := s.open(ctx, m)
	if err != nil {
		return err
	}
	defer in.Close()
	last, since := m.LastUID, m.Began
	if in.Validity != m.Validity {
		last = 0 // the server has numbered its messages anew
	}
	if m.Everything {
		since = time.Time{}
	}
	arrivals, err := in.After(ctx, last, since, once)
	if err != nil {
		return err
	}
	for _, a := range arrivals {
		if err := s.take(ctx, in, a, got); err != nil {
			return err
		}
		if err := setRead(ctx, s.DB, m, in.Validity, a.UID); err != nil {
			return err
		}
	}
	got.more = len(arrivals) == once
	return nil
}

// take takes one message in, or puts it on the list of those that could not be. It
// may be done once more when the program ended before it was written down that it is
// done: what is known already is not entered again.
func (s *Service) take(ctx context.Context, in *mail.Inbox, a mail.Arrival, got *Fetched) error {
	taken, read, err := s.enter(ctx, in, a, "")
	all := errs.FieldsOf(err)
	switch {
	case err == nil && taken.Bounced != "":
		got.Bounced++
	case err == nil && taken.Known:
		got.Known++
		return s.deps.Letters.Complete(ctx, taken)
	case err == nil:
		got.Taken++
	case errs.KindOf(err) == errs.NotFound: // it was deleted meanwhile
		return nil
	case len(all) > 0:
		got.Untaken++
		u := Untaken{Validity: in.Validity, UID: a.UID, At: a.At, Why: all[0].Key}
		if read != nil {
			u.Title = read.Subject
			if len(read.From) > 0 {
				u.Sender = read.From[0].String()
			}
		}
		return insertUntaken(ctx, s.DB, u)
	}
	return err
}

// enter fetches one message and enters it into the register.
func (s *Service) enter(ctx context.Context, in *mail.Inbox, a mail.Arrival, partner string) (letter.Taken, *mail.Read, error) {
	if a.Size > mail.MaxRead {
		return letter.Taken{}, nil, errs.Field("file", "mail.read.size", "size", "32 MiB")
	}
	raw, err := in.Message(ctx, a.UID)
	if err != nil {
		return letter.Taken{}, nil, err
	}
	read, err := s.deps.Letters.Read(ctx, raw)
	if err != nil {
		return letter.Taken{}, nil, err
	}
	taken, err := s.deps.Letters.TakeRead(ctx, read, partner, true)
	return taken, read, err
}

// untakenMax is how many messages are listed.
const untakenMax = 200

// Untaken lists the messages that could not be taken in, the newest first.
func (s *Service) Untaken(ctx context.Context) ([]Untaken, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: letter.Kind}); err != nil {
		return nil, err
	}
	return untaken(ctx, s.DB, untakenMax)
}

// One is one of them.
func (s *Service) One(ctx context.Context, validity, uid uint32) (Untaken, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: letter.Kind}); err != nil {
		return Untaken{}, err
	}
	return oneUntaken(ctx, s.DB, validity, uid)
}

// TakeUntaken takes one of them in after all, as from a partner.
func (s *Service) TakeUntaken(ctx context.Context, validity, uid uint32, partner string) (letter.Taken, error) {
	u, err := s.One(ctx, validity, uid)
	if err != nil {
		return letter.Taken{}, err
	}
	m, err := mailboxOf(ctx, s.DB)
	if err == nil && !m.SetUp() {
		err = errs.Field("partner", "mailbox.none")
	}
	if err != nil {
		return letter.Taken{}, err
	}
	in, err := s.open(ctx, m)
	if err != nil {
		return letter.Taken{}, err
	}
	defer in.Close()
	if in.Validity != u.Validity {
		return letter.Taken{}, errs.Field("partner", "mail.gone")
	}
	taken, _, err := s.enter(ctx, in, mail.Arrival{UID: u.UID, At: u.At}, partner)
	if errs.KindOf(err) == errs.NotFound {
		return taken, errs.Field("partner", "mail.gone")
	}
	if err != nil {
		return taken, err
	}
	return taken, dropUntaken(ctx, s.DB, u)
}

// PassOver takes a message off the list; it is not entered.
func (s *Service) PassOver(ctx context.Context, validity, uid uint32) error {
	u, err := s.One(ctx, validity, uid)
	if err != nil {
		return err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := dropUntaken(ctx, w, u); err != nil {
			return ref(), err
		}
		m, err := mailboxOf(ctx, w)
		if err != nil {
			return ref(), err
		}
		return ref(), w.Changed(ctx, ref(), m.Host, audit.Fields{{Name: "untaken", Value: stamp(u.At)}}, audit.Fields{{Name: "untaken", Value: ""}})
	})
	return err
}
