package mail

import (
	"mime"
	netmail "net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"pobratim/internal/kit/errs"
)

// Address is a mailbox with the name that is shown for it.
type Address struct {
	Name string
	Box  string // local@domain, the domain in ASCII (RFC 5891)
}

// longest is how long an address and its part before the @ may be (RFC 5321,
// section 4.5.3.1), in bytes.
const (
	longestBox   = 254
	longestLocal = 64
)

// ParseBox checks the address of a mailbox alone, without a name. A domain may
// be written in any letters; the part before the @ only in those that every
// server takes. Faults are errs.E of kind Invalid without a field.
func ParseBox(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if strings.ContainsFunc(typed, unicode.IsControl) {
		return "", errs.New(errs.Invalid, "mail.line")
	}
	at := strings.LastIndexByte(typed, '@')
	if at <= 0 || at == len(typed)-1 {
		return "", errs.New(errs.Invalid, "mail.address")
	}
	local, domain := typed[:at], typed[at+1:]
	for _, r := range local {
		if r > unicode.MaxASCII {
			return "", errs.New(errs.Invalid, "mail.address.local")
		}
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !strings.Contains(ascii, ".") {
		return "", errs.New(errs.Invalid, "mail.address.domain", "domain", domain)
	}
	box := local + "@" + ascii
	read, err := netmail.ParseAddress(box)
	if err != nil || read.Address != box || len(box) > longestBox || len(local) > longestLocal || strings.ContainsAny(local, "\" ,;<>()") {
		return "", errs.New(errs.Invalid, "mail.address")
	}
	return box, nil
}

// Shown is the address as people write it, with the letters of its domain.
func (a Address) Shown() string {
	local, domain, ok := strings.Cut(a.Box, "@")
	if !ok {
		return a.Box
	}
	if wide, err := idna.Display.ToUnicode(domain); err == nil {
		domain = wide
	}
	return local + "@" + domain
}

// String is name and address for people: «Анна Шмидт <anna@example.org>».
func (a Address) String() string {
	if a.Name == "" {
		return a.Shown()
	}
	return a.Name + " <" + a.Shown() + ">"
}

// Domain is what stands after the @.
func (a Address) Domain() string {
	_, domain, _ := strings.Cut(a.Box, "@")
	return domain
}

// header is the address in a header field.
func (a Address) header() string {
	return (&netmail.Address{Name: a.Name, Address: a.Box}).String()
}

// encoded is a text in a header field: as it is in ASCII, as encoded words
// otherwise, folded between them.
func encoded(text string) string { return mime.BEncoding.Encode("utf-8", text) }

// oneLine refuses a text that would end the line of its header.
func oneLine(field, text string) error {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return errs.Field(field, "mail.line")
	}
	return nil
}
