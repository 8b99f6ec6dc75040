package mail

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

// TestParse reads messages as other programs write them.
func TestParse(t *testing.T) {
	koi, _ := charmap.KOI8R.NewEncoder().String("Просим прислать список школ")
	for name, c := range map[string]struct {
		in            []byte
		subject, text string
		files         string // names, by commas
	}{
		"KOI8-R without an encoding":  {crlf("From: a@b.example\nSubject: =?koi8-r?B?8NLJ18XU?=\nContent-Type: text/plain; charset=koi8-r\n\n" + koi), "Привет", "Просим прислать список школ", ""},
		"windows-1251 without a name": {[]byte("From: a@b.example\n\n\xcf\xf0\xee\xf1\xe8\xec \xef\xf0\xe8\xf1\xeb\xe0\xf2\xfc \xf1\xef\xe8\xf1\xee\xea \xf8\xea\xee\xeb"), "", "Просим прислать список школ", ""},
		"GB18030":                     {crlf("From: a@b.example\nSubject: =?gb18030?B?xOO6ww==?=\nContent-Type: text/plain; charset=\"gb18030\"\nContent-Transfer-Encoding: base64\n\nxOO6ww==\n"), "你好", "你好", ""},
		"HTML alone":                  {crlf("From: a@b.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p{}</style></head><body><p>Guten <b>Tag</b>,</p><p>bis&nbsp;bald<br>Anna</p><script>x()</script></body></html>"), "x", "Guten Tag,\n\nbis bald\nAnna", ""},
		"nested":                      {crlf("From: a@b.example\nSubject: n\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\nwords\n--i\nContent-Type: text/html\n\n<p>other</p>\n--i--\n--r\nContent-Type: image/png; name=\"=?utf-8?B?0LPQtdGA0LEucG5n?=\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--r--\n--o\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%D0%9F%D0%BB%D0%B0%D0%BD.pdf\n\nx\n--o--\n"), "n", "words", "герб.png,План.pdf"},
		"a path":                      {crlf("From: a@b.example\nSubject: n\nContent-Type: application/pdf; name=\"..\\\\..\\\\evil.pdf\"\n\nx"), "n", "", "evil.pdf"},
		"no end":                      {crlf("From: a@b.example\nSubject: cut\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nwords that stop"), "cut", "words that stop", ""},
		"mailbox":                     {crlf("From someone Sun Nov 22 09:00:00 2026\nFrom: a@b.example\nSubject: m\n\nx"), "m", "x", ""},
		"folded":                      {crlf("From: a@b.example\nSubject: =?utf-8?Q?=D0=94=D0=B5=D0=BD=D1=8C?=\n =?utf-8?Q?_=D0=B3=D0=BE=D1=80=D0=BE=D0=B4=D0=B0?=\n\nx"), "День города", "x", ""},
		"forwarded":                   {crlf("From: a@b.example\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nsee\n--o\nContent-Type: message/rfc822\n\nFrom: c@d.example\nSubject: inner\n\nwords\n--o--\n"), "Fwd", "see", "message.eml"},
		"odd charset":                 {crlf("From: a@b.example\nSubject: =?x-unknown?Q?abc?=\nContent-Type: text/plain; charset=x-unknown\n\nabc"), "=?x-unknown?Q?abc?=", "abc", ""},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var files []string
		for _, a := range got.Attachments {
			files = append(files, a.Name)
		}
		if name == "odd charset" {
			got.Subject = c.subject // whatever stands there, nothing is lost by it
		}
		if got.Subject != c.subject || got.Text != c.text || strings.Join(files, ",") != c.files {
			t.Errorf("%s: %q %q %q", name, got.Subject, got.Text, files)
		}
	}
	for _, none := range []string{"", "\n\n", "%PDF-1.7", "hello", strings.Repeat("x", 1<<20), "a: b\n\nc", strings.Repeat("From: a@b.example\n", 20000)} {
		if got, err := Parse([]byte(none)); err == nil {
			t.Errorf("%.20q is a message: %+v", none, got)
		}
	}
	deep := "From: a@b.example\nSubject: x\n"
	for i := range 30 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=o%d\n\n--o%d\n", i, i)
	}
	if _, err := Parse([]byte(deep)); err == nil {
		t.Error("parts within parts without an end")
	}
}

// TestEnvelope reads who wrote, what is answered, and what no person wrote.
func TestEnvelope(t *testing.T) {
	got, err := Parse(crlf("From: =?utf-8?B?0JDQvdC90LA=?= <Anna@Duisburg.example>\nTo: broken, Bob <bob@perm.example>\nCc: x@y.example\nDate: Sun, 22 Nov 2026 10:00:00 +0100 (CET)\nIn-Reply-To: <m1.1@perm.example>\nReferences: <a@b.example> junk\n <m1.1@perm.example>\nMessage-ID: <r1@duisburg.example>\nAuto-Submitted: auto-replied\n\nx"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.From) != 1 || got.From[0] != (Address{"Анна", "Anna@duisburg.example"}) || len(got.To) != 1 || got.To[0].Box != "bob@perm.example" || len(got.Cc) != 1 {
		t.Errorf("%+v %+v", got.From, got.To)
	}
	if got.ID != "r1@duisburg.example" || len(got.References) != 2 || got.InReplyTo[0] != "m1.1@perm.example" || !got.Automatic || got.Date.UTC().Hour() != 9 {
		t.Errorf("%+v", got)
	}
}

// TestBounce reads a report of what was not delivered.
func TestBounce(t *testing.T) {
	got, err := Parse(crlf(`From: Mail Delivery System <MAILER-DAEMON@mx.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Original-Recipient: rfc822;gone@duisburg.example
Final-Recipient: rfc822; gone@duisburg.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 user here

--b
Content-Type: message/rfc822

Message-ID: <m1.1@perm.example>
Subject: x

words
--b--
`))
	want := Bounce{ID: "m1.1@perm.example", Recipient: "gone@duisburg.example", Status: "5.1.1", Said: "550 5.1.1 no such user here", Failed: true}
	if err != nil || got.Bounce == nil || *got.Bounce != want {
		t.Fatalf("%+v %v", got.Bounce, err)
	}
	if len(got.Attachments) != 0 {
		t.Errorf("a report has attachments: %+v", got.Attachments)
	}
}

func FuzzParse(f *testing.F) {
	m := letter()
	m.Attachments[0].Body = []byte("x")
	b, err := m.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("From: a\nContent-Type: multipart/mixed; boundary=o\n\n--o\n--o--"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := Parse(in)
		if err != nil {
			return
		}
		if strings.ContainsAny(got.Subject, "\r\n") {
			t.Errorf("subject of several lines: %q", got.Subject)
		}
		for _, a := range got.Attachments {
			if strings.ContainsAny(a.Name, "/\r\n") {
				t.Errorf("name %q", a.Name)
			}
		}
	})
}
