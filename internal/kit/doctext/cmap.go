package doctext

import (
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf16"
)

const (
	maxCodes = 1 << 16
	maxCMap  = 8 << 20 // bytes of a table
)

// meanings reads the table from codes to text that most PDF files carry. It is
// a program in PostScript, of which only the lists matter.
func (f *pdfFont) meanings(r io.ReadCloser) {
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, maxCMap)) // what came before a fault counts
	var list []string                              // strings since the last keyword, "[" and "]" among them
	for rest := string(b); ; {
		var token string
		if token, rest = cmapToken(rest); token == "" {
			return
		}
		switch token {
		case "endcodespacerange":
			if len(list) > 0 {
				f.wide = len(list[len(list)-1]) == 5 // "<" and four digits
			}
		case "endbfchar":
			for i := 0; i+1 < len(list) && len(f.text) < maxCodes; i += 2 {
				f.text[code(list[i])] = utf16Text(list[i+1])
			}
		case "endbfrange":
			f.ranges(list)
		}
		if token[0] == '<' || token == "[" || token == "]" {
			list = append(list, token)
		} else if strings.HasPrefix(token, "begin") || strings.HasPrefix(token, "end") {
			list = list[:0]
		}
	}
}

// cmapToken cuts off a hexadecimal string as "<00ff", a bracket or a word. An
// empty token is the end.
func cmapToken(s string) (token, rest string) {
	s = strings.TrimLeft(s, " \t\r\n\f\x00")
	switch {
	case s == "":
		return "", ""
	case s[0] == '[' || s[0] == ']':
		return s[:1], s[1:]
	case strings.HasPrefix(s, "<<") || strings.HasPrefix(s, ">>"):
		return s[:2], s[2:]
	case s[0] == '<':
		inner, rest, _ := strings.Cut(s[1:], ">")
		return "<" + strings.Join(strings.Fields(inner), ""), rest
	case s[0] == '%':
		_, rest, _ := strings.Cut(s, "\n")
		return "%", rest
	}
	n := strings.IndexAny(s[1:], " \t\r\n\f[]<>%/()") + 1
	if n == 0 {
		n = len(s)
	}
	return s[:n], s[n:]
}

// ranges reads triples: first code, last code, and either the first text or a
// text for each in brackets.
func (f *pdfFont) ranges(list []string) {
	for i := 0; i+2 < len(list) && len(f.text) < maxCodes; {
		from, to := code(list[i]), code(list[i+1])
		to = min(to, from+maxCodes)
		if list[i+2] == "[" {
			i += 3
			for c := from; i < len(list) && list[i] != "]"; i++ {
				if c <= to {
					f.text[c] = utf16Text(list[i])
				}
				c++
			}
			i++
			continue
		}
		runes := []rune(utf16Text(list[i+2]))
		for c := from; c <= to && len(runes) > 0; c++ {
			f.text[c] = string(runes)
			runes[len(runes)-1]++
		}
		i += 3
	}
}

// bytesOf are the bytes of "<00ff".
func bytesOf(token string) []byte {
	digits := strings.TrimPrefix(token, "<")
	if len(digits)%2 == 1 {
		digits += "0"
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil
	}
	return b
}

func code(token string) int { return number(bytesOf(token)) }

// number reads up to four bytes as a number.
func number(b []byte) int {
	n := 0
	for _, c := range b[:min(len(b), 4)] {
		n = n<<8 | int(c)
	}
	return n
}

func utf16Text(token string) string {
	b := bytesOf(token)
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
