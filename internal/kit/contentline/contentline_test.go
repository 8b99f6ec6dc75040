package contentline

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func read(text string) (string, error) {
	r := New(text)
	var lines []string
	for {
		p, more, err := r.Next()
		if err != nil || !more {
			return strings.Join(lines, "\n"), err
		}
		lines = append(lines, fmt.Sprintf("%s %v %q", p.Name, p.Params, p.Value))
	}
}

func TestNext(t *testing.T) {
	for in, want := range map[string]string{
		"FN:a\r\n b\r\nN:c":                                   `FN [] "ab"` + "\n" + `N [] "c"`,
		"item1.TEL;TYPE=\"work,voice\";PREF:1":                `TEL [{TYPE work,voice} { PREF}] "1"`,
		"X;A=\"b:c;d\":e":                                     `X [{A b:c;d}] "e"`,
		"FN;ENCODING=QUOTED-PRINTABLE:=D0=9F=\n=D1=80\nN:x":   `FN [{ENCODING QUOTED-PRINTABLE}] "Пр"` + "\n" + `N [] "x"`,
		"FN;QUOTED-PRINTABLE;CHARSET=windows-1251:=CF":        `FN [{ QUOTED-PRINTABLE} {CHARSET windows-1251}] "П"`,
		"FN;QUOTED-PRINTABLE;CHARSET=UTF-8:=CF=E5=F0=EC=FC":   `FN [{ QUOTED-PRINTABLE} {CHARSET UTF-8}] "Пермь"`,
		"NOTE;ENCODING=b:0J/RgA==":                            `NOTE [{ENCODING b}] "Пр"`,
		"PHOTO:" + strings.Repeat("a\r\n ", 1<<20) + "\nFN:a": `FN [] "a"`,
		"no colon\nFN:a":                                      `FN [] "a"`,
		"\n\nFN:a\n\n":                                        `FN [] "a"`,
	} {
		if got, err := read(in); err != nil || got != want {
			t.Errorf("%.60q: %s, %v; want %s", in, got, err, want)
		}
	}
	if _, err := read("FN:" + strings.Repeat("a", maxLine)); err != ErrTooLong {
		t.Errorf("a long line: %v", err)
	}
}

func TestSplit(t *testing.T) {
	if got := strings.Join(Split(`a\;b;c\nd;\\`, ';'), "|"); got != "a;b|c\nd|\\" {
		t.Errorf("got %q", got)
	}
}

func FuzzNext(f *testing.F) {
	f.Add("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=D0=\n=9F\nEND:VCARD")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := read(s); err == nil && utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
	})
}
