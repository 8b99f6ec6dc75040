package letter

import (
	"bytes"
	"context"
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
	Known   bool     // it was in the register before
	Bounced string   // identifier of our message that came back; then there is no letter
	Lost    []string // names of attachments that the office does not keep
}

// Take enters a message that came into the register. Who wrote is found by the
// address; partner is whom the message is from when that is not known.
func (s *Service) Take(ctx context.Context, message io.Reader, partner string, waits bool) (Taken, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return Taken{}, err
	}
	read, err := s.deps.Mail(ctx, message)
	if err != nil {
		return Taken{}, err
	}
	if read.Bounce != nil && read.Bounce.ID != "" {
		ref, err := s.deps.Outbox.Bounced(ctx, *read.Bounce)
		if errs.KindOf(err) != errs.NotFound {
			return Taken{Bounced: ref.ID}, err
		}
	}
	if old, known, err := byMail(ctx, s.DB, read.ID); err != nil || known {
		return Taken{Letter: old, Known: true}, err
	}
	l, err := s.letterOf(ctx, read, partner, waits)
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

// letterOf proposes an entry for a message.
func (s *Service) letterOf(ctx context.Context, read *mail.Read, partner string, waits bool) (Letter, error) {
	l := Letter{Type: "email", Side: In, On: edtf.On(s.deps.Clock()), Partner: partner, Waits: waits, MailID: read.ID, Body: read.Text}
	l.Visibility = record.Department
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
	from := ""
	if len(read.From) > 0 {
		from = read.From[0].Box
		person, city, err := s.deps.Contacts.Correspondent(ctx, from)
		if err != nil {
			return l, err
		}
		if l.Person = person; city != "" {
			l.Partner = city
		}
	}
	first, err := s.answered(ctx, read)
	if err != nil {
		return l, err
	}
	if first.ID != "" {
		if l.Partner == "" {
			l.Partner = first.Partner
		}
		if first.Side == Out && !l.On.Before(first.On) {
			l.Answers = first.ID
		}
	}
	if l.Partner == "" && l.Person == "" {
		return l, errs.Field("partner", "letter.incoming.unknown", "address", from)
	}
	return l, nil
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
