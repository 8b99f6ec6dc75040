package mail

import (
	"strings"
	"testing"
)

// TestForwarded takes for handed on what was handed on, and nothing else.
func TestForwarded(t *testing.T) {
	head := "From: Clerk <clerk@perm.example>\nSubject: "
	attached := head + "Fwd: Einladung\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nбрать?\n--o\nContent-Type: message/rfc822\n\nFrom: Anna <anna@duisburg.example>\nTo: clerk@perm.example\nSubject: Einladung\nMessage-ID: <r9@duisburg.example>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nKommen Sie!\n--i\nContent-Type: application/pdf; name=plan.pdf\n\nx\n--i--\n--o--\n"
	for name, c := range map[string]struct{ in, from, subject, text, remark string }{
		"attached":             {attached, "anna@duisburg.example", "Einladung", "Kommen Sie!", "брать?"},
		"attached, no prefix":  {strings.Replace(attached, "Fwd: ", "", 1), "anna@duisburg.example", "Einladung", "Kommen Sie!", "брать?"},
		"Gmail":                {head + "Fwd: Einladung\n\nсм.\n\n---------- Forwarded message ---------\nFrom: Anna <anna@duisburg.example>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: Einladung\nTo: <clerk@perm.example>\n\nKommen Sie!", "anna@duisburg.example", "Einladung", "Kommen Sie!", "см."},
		"Thunderbird, Russian": {head + "Fwd: Einladung\nContent-Type: text/plain; charset=utf-8\n\n-------- Перенаправленное сообщение --------\nТема: Einladung\nДата: Fri, 20 Nov 2026 10:00:00 +0100\nОт: Anna <anna@duisburg.example>\nКому: clerk@perm.example\n\nKommen Sie!", "anna@duisburg.example", "Einladung", "Kommen Sie!", ""},
		"Outlook, German":      {head + "WG: Einladung\nContent-Type: text/plain; charset=utf-8\n\nVon: Anna <anna@duisburg.example>\nGesendet: Freitag, 20. November 2026 10:00\nAn: clerk@perm.example\nBetreff: Einladung\n\nKommen Sie!", "anna@duisburg.example", "Einladung", "Kommen Sie!", ""},
		"Outlook, mailto":      {head + "FW: Einladung\n\nFrom: Anna [mailto:anna@duisburg.example]\nSent: Friday, November 20, 2026 10:00 AM\nTo: clerk\nSubject: Einladung\n\nKommen Sie!", "anna@duisburg.example", "Einladung", "Kommen Sie!", ""},
		"an answer":            {head + "Re: Einladung\n\nGern.\n\nFrom: Anna <anna@duisburg.example>\nSent: Friday\nTo: clerk\nSubject: Einladung\n\nKommen Sie!", "", "", "", ""},
		"answer to handed on":  {head + "Re: Fwd: Einladung\n\nGern.\n\n---------- Forwarded message ---------\nFrom: Anna <anna@duisburg.example>\nSubject: Einladung\n\nKommen Sie!", "", "", "", ""},
		"an answer, renamed":   {head + "Programm\n\nGern.\n\n-----Original Message-----\nFrom: Anna <anna@duisburg.example>\nSubject: Einladung\n\nKommen Sie!", "", "", "", ""},
		"quoted lines":         {head + "Programm\n\n> ---------- Forwarded message ---------\n> From: Anna <anna@duisburg.example>\n> Subject: Einladung\n", "", "", "", ""},
		"no address":           {head + "FW: Einladung\n\nFrom: Anna\nSent: Friday\nSubject: Einladung\n\nKommen Sie!", "", "", "", ""},
		"no subject":           {head + "FW: Einladung\n\nFrom: Anna <anna@duisburg.example>\n\nSubject: Einladung", "", "", "", ""},
		"two attached":         {strings.Replace(attached, "--o--\n", "--o\nContent-Type: message/rfc822\n\nFrom: b@c.example\nSubject: x\n\ny\n--o--\n", 1), "", "", "", ""},
	} {
		got, err := Parse(crlf(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		was := got.Forwarded
		if c.from == "" {
			if was != nil {
				t.Errorf("%s: taken for handed on: %+v", name, was)
			}
			continue
		}
		if was == nil {
			t.Errorf("%s is not seen", name)
			continue
		}
		if was.From[0].Box != c.from || was.Subject != c.subject || was.Text != c.text || was.Remark != c.remark {
			t.Errorf("%s: %+v", name, was)
		}
		if strings.HasPrefix(name, "attached") && (was.ID != "r9@duisburg.example" || len(was.Attachments) != 1 || was.Quoted || was.Date.IsZero()) {
			t.Errorf("%s: %+v", name, was)
		}
	}
}
