package mail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	netmail "net/mail"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-smtp"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/mail/mailtest"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == jail.Arg {
		os.Exit(jail.Main(jail.Handlers{Job: Handle}, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func letter() Message {
	return Message{
		From: Address{"Отдел международных связей", "office@perm.example"}, To: Address{"Анна Шмидт", "anna@duisburg.example"}, ID: "m1.1@perm.example",
		Subject: "Приглашение на День города — 12 июня", Date: time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("", 5*3600)),
		InReplyTo: "theirs@duisburg.example", References: []string{"first@perm.example", "theirs@duisburg.example"},
		Texts: []Text{
			{"de", "Sehr geehrte Frau Schmidt,\n\nwir laden Sie ein: https://perm.example/day?a=1&b=2.\n.\nEine Zeile mit Punkt"},
			{"ru", "Уважаемая госпожа Шмидт,\r\n\r\n<приглашаем> вас"},
		},
		Attachments: []Attachment{{Name: "Программа визита.pdf", Type: "application/pdf", Body: bytes.Repeat([]byte("%PDF-1.7\r\n.\r\n"), 999)}},
	}
}

// TestComposed reads with another reader what was composed, and with our own.
func TestComposed(t *testing.T) {
	m := letter()
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := m.Bytes()
	if err != nil || !bytes.Equal(b, again) {
		t.Error("the same message has other bytes")
	}
	for _, line := range bytes.Split(b, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("line of %d bytes: %q", len(line), line[:min(len(line), 80)])
		}
		for _, c := range line {
			if c > 127 {
				t.Fatalf("not ASCII: %q", line)
			}
		}
	}
	read, err := netmail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if to, err := read.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != "Анна Шмидт" || to[0].Address != "anna@duisburg.example" {
		t.Errorf("%v %v", to, err)
	}
	ours, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if ours.Subject != m.Subject || ours.ID != m.ID || !ours.Date.Equal(m.Date) || len(ours.References) != 2 || ours.InReplyTo[0] != m.InReplyTo || ours.From[0] != m.From {
		t.Errorf("%+v", ours)
	}
	for _, want := range []string{"Sehr geehrte Frau Schmidt", "\n.\n", "* * *", "<приглашаем> вас"} {
		if !strings.Contains(ours.Text, want) {
			t.Errorf("%q is not in the words:\n%s", want, ours.Text)
		}
	}
	if len(ours.Attachments) != 1 || ours.Attachments[0].Name != "Программа визита.pdf" || !bytes.Equal(ours.Attachments[0].Body, m.Attachments[0].Body) {
		t.Errorf("attachments: %+v", len(ours.Attachments))
	}
	html := m.HTML()
	for _, want := range []string{`<div lang="de">`, "&lt;приглашаем&gt;", `<a href="https://perm.example/day?a=1&amp;b=2">`} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not in the HTML:\n%s", want, html)
		}
	}
}

// TestInjection puts ends of lines and what looks like headers into every field:
// each is refused, or stays within its field.
func TestInjection(t *testing.T) {
	evil := []string{"a\r\nBcc: x@y.example", "a\nBcc: x@y.example", "a\rBcc: x@y.example", "a\x00b", "a\r\n\r\nbody", "a\r\n.\r\nMAIL FROM:<x>", "\u0085Bcc: x", "a\vb"}
	odd := []string{"=?utf-8?B?DQpCY2M6IHhAeS5leGFtcGxl?=", "a\u2028Bcc: x@y.example", `"; x=y`, "a, b <c@d.example>", strings.Repeat("щ", 120), "\u202egnp.exe", "<script>"}
	put := map[string]func(*Message, string){
		"subject": func(m *Message, s string) { m.Subject = s }, "from": func(m *Message, s string) { m.From.Name = s }, "to": func(m *Message, s string) { m.To.Name = s },
		"reply_to": func(m *Message, s string) { m.ReplyTo = &Address{s, "a@b.example"} }, "files": func(m *Message, s string) { m.Attachments[0].Name = s },
	}
	for field, set := range put {
		for _, s := range evil {
			m := letter()
			set(&m, s)
			if b, err := m.Bytes(); err == nil || len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != field {
				t.Errorf("%s %q: %v\n%s", field, s, err, b)
			}
		}
		for _, s := range odd {
			m := letter()
			set(&m, s)
			b, err := m.Bytes()
			if err != nil {
				t.Errorf("%s %q: %v", field, s, err)
				continue
			}
			read, err := netmail.ReadMessage(bytes.NewReader(b))
			if err != nil || read.Header.Get("Bcc") != "" || len(read.Header["To"]) != 1 {
				t.Errorf("%s %q: %v %v", field, s, err, read.Header)
			}
			if to, err := read.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "anna@duisburg.example" {
				t.Errorf("%s %q: sent to %v %v", field, s, to, err)
			}
		}
	}
	for _, box := range append(evil, "a@b", "a b@c.example", "<a@b.example>", "a@b.example>", "a@b.example, c@d.example", "a@пример", "имя@пример.example", "@b.example", "a@", "", strings.Repeat("a", 70)+"@b.example", "a@-b.example") {
		if got, err := ParseBox(box); err == nil {
			t.Errorf("%q is taken as %q", box, got)
		}
		m := letter()
		m.To.Box = box
		if _, err := m.Bytes(); err == nil {
			t.Errorf("%q is written to", box)
		}
	}
	for typed, want := range map[string]string{" anna@duisburg.example ": "anna@duisburg.example", "info@пермь.рф": "info@xn--e1aohf5d.xn--p1ai", "a.b+c@X.Example": "a.b+c@x.example"} {
		if got, err := ParseBox(typed); err != nil || got != want {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	if a := (Address{"", "info@xn--e1aohf5d.xn--p1ai"}); a.Shown() != "info@пермь.рф" {
		t.Error(a.Shown())
	}
	for _, id := range []string{"", "a b", "a>\r\nBcc: x", "a<b", strings.Repeat("a", 300)} {
		m := letter()
		m.ID = id
		if _, err := m.Bytes(); err == nil {
			t.Errorf("Message-ID %q", id)
		}
	}
	m := letter()
	m.Attachments[0].Body = make([]byte, MaxSize+1)
	if _, err := m.Bytes(); errs.KindOf(err) != errs.Invalid {
		t.Errorf("attachments that are too large: %v", err)
	}
}

// TestSigned lets a verifier look at the signature, and at what was changed on
// the way.
func TestSigned(t *testing.T) {
	kept, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := ReadKey(kept, "perm.example", "pobratim")
	if err != nil {
		t.Fatal(err)
	}
	name, value, err := key.Record()
	if err != nil || name != "pobratim._domainkey.perm.example" {
		t.Fatal(name, err)
	}
	lookup := &dkim.VerifyOptions{LookupTXT: func(at string) ([]string, error) {
		if at != name {
			return nil, errors.New("no such name")
		}
		return []string{value}, nil
	}}
	m := letter()
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := key.Sign(b)
	if err != nil {
		t.Fatal(err)
	}
	verify := func(b []byte) error {
		v, err := dkim.VerifyWithOptions(bytes.NewReader(b), lookup)
		if err != nil || len(v) != 1 {
			t.Fatalf("%v %v", v, err)
		}
		return v[0].Err
	}
	if err := verify(signed); err != nil {
		t.Error(err)
	}
	for _, change := range [][2]string{{"To: ", "To: a@b.example, "}, {"MIME-Version", "From: b@c.example\r\nMIME-Version"}, {"DhJREYt", "DhJREYu"}} {
		if !bytes.Contains(signed, []byte(change[0])) {
			continue
		}
		if err := verify(bytes.Replace(signed, []byte(change[0]), []byte(change[1]), 1)); err == nil {
			t.Errorf("%s: changed and still valid", change[0])
		}
	}
	if CheckSelector("pobratim-2026") != nil || CheckSelector("a.b") == nil || CheckSelector("") == nil || CheckSelector("я") == nil {
		t.Error("selectors")
	}
}

func server(s *mailtest.Sink, way Security) Server {
	return Server{Host: "localhost", Port: s.Port, Security: way, Hello: "perm.example", Roots: s.Roots}
}

// TestSend hands a message over in every way of protection.
func TestSend(t *testing.T) {
	m := letter()
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range Securities() {
		sink := mailtest.New(t, map[Security]string{TLS: mailtest.TLS, StartTLS: mailtest.StartTLS, Open: mailtest.Plain}[way], func(s *mailtest.Sink) { s.User, s.Pass = "perm", "secret" })
		to := server(sink, way)
		to.User, to.Password = "perm", "wrong"
		if _, err := to.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.auth")) {
			t.Errorf("%s, a wrong password: %v", way, err)
		}
		to.Password = "secret"
		c, err := to.Dial(t.Context())
		if err != nil {
			t.Fatal(way, err)
		}
		if err := c.Send(m.From.Box, m.To.Box, b); err != nil {
			t.Error(way, err)
		}
		c.Close()
		got := sink.Got()
		if len(got) != 1 || got[0].To != m.To.Box || !bytes.Equal(got[0].Body, b) {
			t.Errorf("%s: %d arrived, %v", way, len(got), len(got) == 1 && bytes.Equal(got[0].Body, b))
		}
		if way != Open {
			to.Roots = nil
			if _, err := to.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.certificate")) {
				t.Errorf("%s, a certificate of nobody: %v", way, err)
			}
		}
	}
}

// TestTrouble names what is wrong.
func TestTrouble(t *testing.T) {
	sink := mailtest.New(t, mailtest.Plain, func(s *mailtest.Sink) {
		s.Refuse = func(to string) *smtp.SMTPError {
			switch to {
			case "gone@b.example":
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
			case "later@b.example":
				return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
			}
			return nil
		}
	})
	to := server(sink, Open)
	c, err := to.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := letter()
	b, _ := m.Bytes()
	for box, want := range map[string]Refused{"gone@b.example": {Code: 550, Enhanced: "5.1.1", Said: "no such user"}, "later@b.example": {Code: 451, Enhanced: "4.7.1", Said: "greylisted", Temporary: true}} {
		got, ok := errors.AsType[*Refused](c.Send(m.From.Box, box, b))
		if !ok || *got != want {
			t.Errorf("%s: %+v", box, got)
		}
	}
	if err := c.Send(m.From.Box, m.To.Box, b); err != nil {
		t.Errorf("after a refusal: %v", err)
	}
	to.Security = StartTLS
	if _, err := to.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.tls")) {
		t.Errorf("no STARTTLS: %v", err)
	}
	to.Security, to.User = Open, "x"
	if _, err := to.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.auth.none")) {
		t.Errorf("no AUTH: %v", err)
	}
	sink.Close()
	if err := c.Send(m.From.Box, m.To.Box, b); !errors.Is(err, errs.New(errs.Unavailable, "mail.down")) {
		t.Errorf("the server went away: %v", err)
	}
	c.Close()
	to.User = ""
	if _, err := to.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.down")) {
		t.Errorf("no server: %v", err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, way := range Securities() {
		quiet := Server{Host: "127.0.0.1", Port: silent.Addr().(*net.TCPAddr).Port, Security: way, Wait: 20 * time.Millisecond}
		if _, err := quiet.Dial(t.Context()); !errors.Is(err, errs.New(errs.Unavailable, "mail.down")) {
			t.Errorf("%s, a server that says nothing: %v", way, err)
		}
	}
}

// TestWhy gives each answer of a server its words.
func TestWhy(t *testing.T) {
	for _, c := range []struct {
		code     int
		enhanced string
		want     string
	}{
		{550, "5.1.1", "unknown"}, {550, "", "unknown"}, {551, "", "unknown"}, {550, "5.1.2", "domain"}, {452, "4.2.2", "full"}, {552, "5.2.2", "full"}, {552, "", "large"},
		{552, "5.3.4", "large"}, {550, "5.7.1", "policy"}, {554, "", "policy"}, {550, "5.2.1", "closed"}, {450, "", "later"}, {421, "4.3.2", "later"}, {503, "5.5.1", "other"}, {0, "5.1.1", "unknown"},
	} {
		if got := Why(c.code, c.enhanced); got != "mail.why."+c.want {
			t.Errorf("%d %s: %s", c.code, c.enhanced, got)
		}
	}
}

// TestForeign reads in a child what is read here.
func TestForeign(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := letter()
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadForeign(t.Context(), j, bytes.NewReader(b))
	if err != nil || read.Subject != m.Subject || len(read.Attachments) != 1 || !bytes.Equal(read.Attachments[0].Body, m.Attachments[0].Body) {
		t.Fatalf("%+v %v", read, err)
	}
	if _, err := ReadForeign(t.Context(), j, strings.NewReader("no message\n")); !errors.Is(err, errs.New(errs.Invalid, "mail.read.none")) {
		t.Errorf("%v", err)
	}
	head := "From: a@b.example\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
	if _, err := ReadForeign(context.Background(), j, io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, 200<<20))); errs.KindOf(err) != errs.Invalid {
		t.Errorf("200 MiB: %v", err)
	}
}

// endless is base64 without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'A'
	}
	return len(p), nil
}
