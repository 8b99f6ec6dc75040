package file

import (
	"bytes"
	"regexp"
	"strconv"
)

var (
	pdfEncrypt = regexp.MustCompile(`/Encrypt[\s\x00]*(?:(\d{1,10})[\s\x00]+(\d{1,5})[\s\x00]+R|(<<))`)
	pdfID      = regexp.MustCompile(`/ID[\s\x00]*\[[\s\x00]*[<(]`)
)

// checkPDF accepts a PDF that opens without a password. Many laws and forms are
// encrypted with an empty password, only to forbid changes; those are accepted.
func checkPDF(body []byte) error {
	if !bytes.HasPrefix(body, []byte("%PDF-")) {
		return wrongType()
	}
	// The encryption dictionary and the reference to it are never themselves
	// encrypted or compressed (ISO 32000-2, 7.5.8.2 and 7.6.2). The last ones
	// count: changes are appended to a PDF.
	found := pdfEncrypt.FindAllSubmatchIndex(body, -1)
	if len(found) == 0 {
		return nil
	}
	last := found[len(found)-1]
	dict := body[last[0]:]
	if last[2] >= 0 {
		dict = pdfObject(body, string(body[last[2]:last[3]]), string(body[last[4]:last[5]]))
	}
	lock, ok := readLock(dict[:min(len(dict), maxLock)])
	if !ok {
		return locked()
	}
	if ids := pdfID.FindAllIndex(body, -1); len(ids) > 0 {
		lock.id, _ = pdfString(body[ids[len(ids)-1][1]-1:])
	}
	if !lock.opens() {
		return locked()
	}
	return nil
}

// maxLock is how far the entries of an encryption dictionary are looked for.
const maxLock = 4 << 10

// pdfObject is what follows the last "n g obj".
func pdfObject(body []byte, number, generation string) []byte {
	mark := []byte(number + " " + generation + " obj")
	for end := len(body); ; {
		i := bytes.LastIndex(body[:end], mark)
		if i < 0 {
			return nil
		}
		if i == 0 || body[i-1] < '0' || body[i-1] > '9' {
			object := body[i:]
			if j := bytes.Index(object, []byte("endobj")); j >= 0 {
				object = object[:j]
			}
			return object
		}
		end = i
	}
}

// readLock reads the entries of an encryption dictionary of the standard
// handler; other handlers need a certificate, which counts as a password.
func readLock(dict []byte) (pdfLock, bool) {
	if filter := pdfEntry(dict, "Filter"); !bytes.HasPrefix(filter, []byte("/Standard")) {
		return pdfLock{}, false
	}
	l := pdfLock{bits: 40, metadata: !bytes.HasPrefix(pdfEntry(dict, "EncryptMetadata"), []byte("false"))}
	var ok [3]bool
	l.revision, ok[0] = pdfInt(pdfEntry(dict, "R"))
	l.owner, ok[1] = pdfString(pdfEntry(dict, "O"))
	l.user, ok[2] = pdfString(pdfEntry(dict, "U"))
	permissions, known := pdfInt(pdfEntry(dict, "P"))
	l.permissions = uint32(int32(permissions)) //nolint:gosec // 32 bits by the standard, written with or without sign
	if bits, ok := pdfInt(pdfEntry(dict, "Length")); ok && bits >= 40 && bits <= 128 && bits%8 == 0 {
		l.bits = bits
	}
	if l.revision == 4 {
		l.bits = 128 // the crypt filters of version 4 use no other (7.6.6)
	}
	return l, ok == [3]bool{true, true, true} && known
}

// pdfEntry is what follows a name in a dictionary. A longer name that begins
// alike is passed over.
func pdfEntry(dict []byte, name string) []byte {
	mark := []byte("/" + name)
	for {
		i := bytes.Index(dict, mark)
		if i < 0 {
			return nil
		}
		dict = dict[i+len(mark):]
		if len(dict) > 0 && bytes.IndexByte([]byte(" \t\r\n\f\x00/(<[-+0123456789"), dict[0]) >= 0 && !(name == "R" && dict[0] == '/') {
			return bytes.TrimLeft(dict, " \t\r\n\f\x00")
		}
	}
}

func pdfInt(b []byte) (int, bool) {
	end := 0
	for end < len(b) && end < 12 && (b[end] >= '0' && b[end] <= '9' || end == 0 && (b[end] == '-' || b[end] == '+')) {
		end++
	}
	n, err := strconv.ParseInt(string(b[:end]), 10, 64)
	return int(n), err == nil
}

// pdfString reads a string in either form (7.3.4): (…) with escapes, or <hex>.
func pdfString(b []byte) ([]byte, bool) {
	switch {
	case len(b) > 1 && b[0] == '<' && b[1] != '<':
		return pdfHex(b[1:])
	case len(b) > 0 && b[0] == '(':
		return pdfLiteral(b[1:])
	}
	return nil, false
}

func pdfHex(b []byte) ([]byte, bool) {
	var out []byte
	digits, high := 0, byte(0)
	for _, c := range b {
		if c == '>' {
			if digits%2 == 1 {
				out = append(out, high<<4)
			}
			return out, true
		}
		v, err := strconv.ParseUint(string(rune(c)), 16, 8)
		if err != nil {
			continue // white space
		}
		if digits%2 == 1 {
			out = append(out, high<<4|byte(v))
		}
		high, digits = byte(v), digits+1
	}
	return nil, false
}

func pdfLiteral(b []byte) ([]byte, bool) {
	var out []byte
	depth := 1
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '(':
			depth++
			out = append(out, c)
		case ')':
			if depth--; depth == 0 {
				return out, true
			}
			out = append(out, c)
		case '\\':
			skip := 0
			out, skip = pdfEscape(out, b[i+1:])
			i += skip
		default:
			out = append(out, c)
		}
	}
	return nil, false
}

// pdfEscape reads what follows a backslash and tells how many bytes that were.
func pdfEscape(out, b []byte) ([]byte, int) {
	if len(b) == 0 {
		return out, 0
	}
	if i := bytes.IndexByte([]byte("nrtbf"), b[0]); i >= 0 {
		return append(out, "\n\r\t\b\f"[i]), 1
	}
	if b[0] == '\r' && len(b) > 1 && b[1] == '\n' {
		return out, 2
	}
	if b[0] == '\r' || b[0] == '\n' {
		return out, 1
	}
	n, used := 0, 0
	for used < 3 && used < len(b) && b[used] >= '0' && b[used] <= '7' {
		n, used = n<<3|int(b[used]-'0'), used+1
	}
	if used > 0 {
		return append(out, byte(n)), used
	}
	return append(out, b[0]), 1
}
