package letter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Taken says what became of a message that came.
type Taken struct {
	Letter  Letter
	Known   bool       // it was in the register before
	Bounced string     // identifier of our message that came back; then there is no letter
	Lost    []string   // names of attachments that the office does not keep
	read    *mail.Read // what was entered: of a message that was handed on, the original
}

// nowhere is the domain of identifiers that we make for mail without one; no mail
// has it (RFC 2606).
const nowhere = "@nowhere.invalid"

// made is the identifier of a message that has none: the same one for the same
// bytes.
func made(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]) + nowhere
}

// Read reads a message in the child process, and sees to it that it has an
// identifier.
func (s *Service) Read(ctx context.Context, raw []byte) (*mail.Read, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return nil, err
	}
	read, err := s.deps.Mail(ctx, bytes.NewReader(raw))
	if err == nil && read.ID == "" {
		read.ID = made(raw)
	}
	return read, err
}

// Take enters a message that came into the register. Who wrote is found by the
// address; partner is whom the message is from when that is not known.
func (s *Service) Take(ctx context.Context, message io.Reader, partner string, waits bool) (Taken, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return Taken{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(message, mail.MaxRead+1))
	if err != nil {
		return Taken{}, err
	}
	read, err := s.Read(ctx, raw)
	if err != nil {
		return Taken{}, err
	}
	return s.TakeRead(ctx, read, partner, waits)
}

// TakeRead enters a message that was read. What one of us forwarded is what was
// forwarded; what one of us wrote is ours.
func (s *Service) TakeRead(ctx context.Context, read *mail.Read, partner string, waits bool) (Taken, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return Taken{}, err
	}
	if read.Bounce != nil && read.Bounce.ID != "" {
		ref, err := s.deps.Outbox.Bounced(ctx, *read.Bounce)
		if errs.KindOf(err) != errs.NotFound {
			return Taken{Bounced: ref.ID}, err
		}
	}
	ours, err := s.wroteIt(ctx, read)
	if err != nil {
		return Taken{}, err
	}
	if original := read.Forwarded; ours && original != nil {
		if original.ID == "" {
			original.ID = strings.TrimSuffix(read.ID, nowhere) + ".forwarded" + nowhere
		}
		if original.Quoted {
			original.Attachments = read.Attachments
		}
		read = original
		if ours, err = s.wroteIt(ctx, read); err != nil {
			return Taken{}, err
		}
	}
	old, known, err := byMail(ctx, s.DB, read.ID)
	if err == nil && !known && ours {
		old, known, err = s.ofOutbox(ctx, strings.ToLower(read.ID))
	}
	if err != nil || known {
		return Taken{Letter: old, Known: true, read: read}, err
	}
	l, err := s.letterOf(ctx, read, ours, partner, waits)
	if err != nil {
		return Taken{}, err
	}
	id, err := s.Add(ctx, l)
	if err != nil {
		return Taken{}, err
	}
	taken := Taken{}
	if taken.Letter, err = s.Letter(ctx, id); err != nil {
		return taken, err
	}
	taken.Lost, err = s.attach(ctx, taken.Letter.Ref(), read.Attachments)
	return taken, err
}

// wroteIt tells whether a message was written by one of us.
func (s *Service) wroteIt(ctx context.Context, read *mail.Read) (bool, error) {
	if len(read.From) == 0 {
		return false, nil
	}
	if sends, err := s.deps.Outbox.Sends(ctx, read.From[0].Box); err != nil || sends {
		return sends, err
	}
	return s.deps.Ours(ctx, read.From[0].Box)
}

// letterOf proposes an entry for a message; ours is one that we wrote.
func (s *Service) letterOf(ctx context.Context, read *mail.Read, ours bool, partner string, waits bool) (Letter, error) {
	l := Letter{Type: "email", Side: In, On: edtf.On(s.deps.Clock()), Partner: partner, Waits: waits && !ours && !read.Automatic, MailID: read.ID, Body: read.Text}
	l.Visibility = record.Department
	if read.Remark != "" {
		l.Note = i18n.NewText(s.deps.Langs[0], read.Remark)
	}
	others := read.From
	if ours {
		l.Side, others = Out, append(slices.Clone(read.To), read.Cc...)
	}
	if at := read.Date; !at.IsZero() && at.Before(s.deps.Clock().Add(earliest)) {
		l.On = edtf.On(at.In(s.deps.Clock().Location()))
	}
	title := read.Subject
	if r := []rune(title); len(r) > titleMax {
		title = string(r[:titleMax-1]) + "…"
	}
	if title == "" {
		title = "—"
	}
	l.Title = i18n.NewText(s.deps.Langs[0], title)
	who, err := s.correspondents(ctx, others, &l)
	if err != nil {
		return l, err
	}
	first, err := s.answered(ctx, read)
	if err != nil {
		return l, err
	}
	if first.ID != "" {
		if l.Partner == "" {
			l.Partner = first.Partner
		}
		l.Event = first.Event
		if first.Side != l.Side && first.Side != Both && !l.On.Before(first.On) {
			l.Answers = first.ID
		}
	}
	if l.Partner == "" && l.Person == "" {
		return l, errs.Field("partner", "letter.incoming.unknown", "address", who)
	}
	return l, nil
}

// correspondents finds the other side among addresses: the first that we know. It
// returns the first address, for the one who has to be asked.
func (s *Service) correspondents(ctx context.Context, all []mail.Address, l *Letter) (string, error) {
	first := ""
	for _, a := range all {
		if first == "" {
			first = a.Box
		}
		person, city, err := s.deps.Contacts.Correspondent(ctx, a.Box)
		if err != nil {
			return first, err
		}
		if person == "" && city == "" {
			continue
		}
		if l.Person = person; city != "" {
			l.Partner = city
		}
		return first, nil
	}
	return first, nil
}

// answered is the entry that a message answers: the nearest one that it names.
// It is zero when there is none.
func (s *Service) answered(ctx context.Context, read *mail.Read) (Letter, error) {
	named := slices.Clone(read.References)
	slices.Reverse(named)
	for _, id := range append(slices.Clone(read.InReplyTo), named...) {
		l, found, err := byMail(ctx, s.DB, strings.ToLower(id))
		if err == nil && !found {
			l, found, err = byMail(ctx, s.DB, id)
		}
		if err == nil && !found {
			l, found, err = s.ofOutbox(ctx, strings.ToLower(id))
		}
		if err != nil || found {
			return l, err
		}
	}
	return Letter{}, nil
}

// ofOutbox is the entry of a message of ours by the Message-ID that one of its
// recipients got.
func (s *Service) ofOutbox(ctx context.Context, mailID string) (Letter, bool, error) {
	message, err := s.deps.Outbox.OfMail(ctx, mailID)
	if err != nil || message == "" {
		return Letter{}, false, err
	}
	return byMessage(ctx, s.DB, message)
}

// attach keeps the attachments that the office keeps and names the others.
func (s *Service) attach(ctx context.Context, to record.Ref, all []mail.Attachment) ([]string, error) {
	ctx = audit.WithoutKey(ctx)
	var lost []string
	for _, a := range all {
		_, err := s.deps.Files.Attach(ctx, to, file.Upload{Name: a.Name, Body: bytes.NewReader(a.Body)})
		switch {
		case errs.FieldsOf(err) != nil:
			lost = append(lost, a.Name)
		case err != nil:
			return lost, err
		}
	}
	return lost, nil
}

// Complete adds the attachments that a letter lacks because the program ended while
// it was being taken in.
func (s *Service) Complete(ctx context.Context, taken Taken) error {
	if taken.read == nil || len(taken.read.Attachments) == 0 {
		return nil
	}
	have, err := s.deps.Files.List(ctx, taken.Letter.Ref())
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(taken.read.Attachments), func(a mail.Attachment) bool {
		return slices.ContainsFunc(have, func(f file.Attachment) bool { return f.Name == a.Name })
	})
	_, err = s.attach(ctx, taken.Letter.Ref(), missing)
	return err
}
