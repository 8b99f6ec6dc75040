// Package mail composes, signs, sends and reads electronic mail.
//
// Composing (RFC 5322, 2045, 2047, 2231) gives the same bytes for the same
// message: boundaries come from the Message-ID, so what is sent again after an
// interruption is the same to the byte but for its signature. No field can hold
// the end of a line, so nobody can put a header of their own into a message.
// Sending is SMTP (RFC 5321) with TLS or STARTTLS; what a server refuses comes
// back as words by the code of its answer (RFC 3463). Signatures are DKIM
// (RFC 6376) with RSA and SHA-256. Reading takes messages of any program, those
// that report what was not delivered (RFC 3464) among them, and is done in a
// child process, like all reading of foreign files.
package mail

import (
	"embed"
	"io/fs"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }
