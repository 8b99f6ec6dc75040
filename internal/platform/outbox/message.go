package outbox

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of messages.
const Kind = "message"

// State is how far a message is.
type State string

// The states.
const (
	Draft   State = "draft"
	Waiting State = "waiting" // on hold, or until its time
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed" // for one recipient at least
)

// Hold is for how long a message can be taken back after it was sent.
const Hold = 20 * time.Second

// Message is what is to be sent, or was.
type Message struct {
	keep.Meta
	Title  i18n.Text // the subject
	Body   i18n.Text
	Langs  []string // in which it is sent, one below the other
	Sender string   // one of the office's own addresses, as Line writes it
	To     []string // recipients, as Line writes them
	Files  []string // identifiers of attachments of other records
	// Occasion is what it is about; zero when nothing in particular.
	Occasion   record.Ref
	InReplyTo  string   // Message-ID of what is answered
	References []string // Message-IDs of what was before
	State      State
	ByHand     bool // it was sent by other means, and marked so
	MadeAt     time.Time
	QueuedAt   time.Time // zero for a draft
	DueAt      time.Time // when it is sent at the earliest
	MovedAt    time.Time // when the state last changed
}

// Ref names the message.
func (m Message) Ref() record.Ref { return record.Ref{Kind: Kind, ID: m.ID} }

// OnHold tells whether the message waits only to be taken back.
func (m Message) OnHold() bool { return m.State == Waiting && m.DueAt.Sub(m.QueuedAt) <= Hold }

// Fate is what became of a message at one recipient.
type Fate string

// The fates.
const (
	Queued    Fate = "queued"
	Delivered Fate = "sent" // the server has taken it
	Refused   Fate = "failed"
	CameBack  Fate = "bounced" // it was taken, and a report came back
)

// Limits of what is written, in characters.
const (
	maxTitle = 300
	maxBody  = 20000
)

// Recipient is one mailbox that a message goes to.
type Recipient struct {
	Message  string
	N        int
	Address  mail.Address
	MailID   string // its Message-ID, without angle brackets
	Fate     Fate
	Tries    int
	NextAt   time.Time
	Code     int    // of the server's answer; 0 when there was none
	Enhanced string // the same in more detail: "5.1.1"
	Said     string // the server's words
	At       time.Time
}

// maxRecipients is how many mailboxes one message may go to.
const maxRecipients = 200

// Line writes name and address as one line.
func Line(a mail.Address) string {
	if a.Name == "" {
		return a.Box
	}
	return a.Name + " <" + a.Box + ">"
}

// ReadLine reads «Анна Шмидт <anna@example.org>» or an address alone. Errors
// are errs.E without a field.
func ReadLine(line string) (mail.Address, error) {
	line = strings.TrimSpace(line)
	name, rest, named := strings.Cut(line, "<")
	box := line
	if named {
		inner, after, ok := strings.Cut(rest, ">")
		if !ok || strings.TrimSpace(after) != "" {
			return mail.Address{}, errs.New(errs.Invalid, "mail.address")
		}
		box = inner
	}
	box, err := mail.ParseBox(box)
	if err != nil {
		return mail.Address{}, err
	}
	a := mail.Address{Box: box}
	if named {
		a.Name = strings.Trim(strings.TrimSpace(name), `"`)
	}
	if strings.ContainsFunc(a.Name, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 }) {
		return a, errs.New(errs.Invalid, "mail.line")
	}
	return a, nil
}

// addresses reads lines of recipients; one address stands among them once.
func addresses(lines []string) ([]mail.Address, error) {
	var all []mail.Address
	var bad errs.Fields
	for _, line := range lines {
		a, err := ReadLine(line)
		switch {
		case err != nil:
			bad.Add(errs.Field("to", "outbox.to.bad", "line", line))
		case slices.ContainsFunc(all, func(b mail.Address) bool { return strings.EqualFold(a.Box, b.Box) }):
			bad.Add(errs.Field("to", "outbox.to.twice", "address", a.Shown()))
		default:
			all = append(all, a)
		}
	}
	if len(all) > maxRecipients {
		bad.Add(errs.Field("to", "outbox.to.many", "max", maxRecipients))
	}
	return all, bad.Err()
}

// gap is a placeholder that nobody has filled in: {обращение}.
var gap = regexp.MustCompile(`\{[^{}\n]{1,80}\}`)

// Gaps are the placeholders that are left in what is sent, each once.
func (m Message) Gaps() []string {
	var all []string
	for _, lang := range m.Langs {
		for _, text := range []string{m.Title.Get(lang), m.Body.Get(lang)} {
			for _, one := range gap.FindAllString(text, -1) {
				if !slices.Contains(all, one) {
					all = append(all, one)
				}
			}
		}
	}
	return all
}

// ready refuses a message that cannot be sent as it is.
func (m Message) ready() error {
	var bad errs.Fields
	if len(m.To) == 0 {
		bad.Add(errs.Field("to", "outbox.to.empty"))
	}
	if len(m.Langs) == 0 {
		bad.Add(errs.Field("langs", "outbox.langs.empty"))
	}
	for _, lang := range m.Langs {
		if m.Title.Get(lang) == "" && lang == m.Langs[0] {
			bad.Add(errs.Field("title", "mail.subject.empty"))
		}
		if m.Body.Get(lang) == "" {
			bad.Add(errs.Field("body", "outbox.body.empty", "lang", lang))
		}
	}
	if gaps := m.Gaps(); len(gaps) > 0 {
		bad.Add(errs.Field("body", "outbox.gaps", "gaps", strings.Join(gaps, ", ")))
	}
	if len(m.Sender) == 0 {
		bad.Add(errs.Field("sender", "outbox.sender.empty"))
	}
	if _, err := addresses(m.To); err != nil {
		bad = append(bad, errs.FieldsOf(err)...)
	}
	return bad.Err()
}

// Subject is the subject line: that of the first language it is sent in.
func (m Message) Subject() string {
	if len(m.Langs) == 0 {
		return m.Title.In("ru").Value
	}
	return m.Title.In(m.Langs[0]).Value
}

// texts are the bodies in the order in which they are sent.
func (m Message) texts() []mail.Text {
	var all []mail.Text
	for _, lang := range m.Langs {
		all = append(all, mail.Text{Lang: lang, Body: m.Body.Get(lang)})
	}
	return all
}

// compose makes the message to one recipient.
func (m Message) compose(to Recipient, files []mail.Attachment, zone *time.Location) (*mail.Message, error) {
	from, err := ReadLine(m.Sender)
	if err != nil {
		return nil, err
	}
	return &mail.Message{
		From: from, To: to.Address, Subject: m.Subject(), Date: m.QueuedAt.In(zone), ID: to.MailID,
		InReplyTo: m.InReplyTo, References: m.References, Texts: m.texts(), Attachments: files,
	}, nil
}

// pause is how long to wait after so many attempts: a minute at first, then
// longer, a quarter of an hour at most.
func pause(tries int) time.Duration {
	steps := []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute}
	return steps[min(max(tries, 1), len(steps))-1]
}

// patience is for how long a recipient's server may ask to wait.
const patience = 3 * 24 * time.Hour
