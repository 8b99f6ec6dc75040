package file

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"pobratim/internal/kit/form"
)

// maxName is how long a name may be, in characters; file systems hold 255
// bytes, and a Cyrillic letter has two, so the browser that saves a longer one
// shortens it by itself.
const maxName = 200

// cleanName makes of what a browser calls a file a name that is safe to show
// and to save: no folders, no control or invisible characters (the one that
// turns the direction of text makes "exe.pdf" look like "fdp.exe"), nothing
// that Windows refuses. The ending stays.
func cleanName(name string) string {
	name = form.Line(strings.ToValidUTF8(name, ""))
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = visible(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name))
	name = strings.Trim(name, ". ")
	ending := path.Ext(name)
	stem := strings.TrimRight(strings.TrimSuffix(name, ending), ". ")
	if reserved(stem) {
		stem = "_" + stem
	}
	room := max(maxName-len([]rune(ending)), 1)
	if letters := []rune(stem); len(letters) > room {
		stem = strings.TrimRight(string(letters[:room]), ". ")
	}
	return stem + ending
}

// reserved lists the names that Windows keeps for devices.
func reserved(stem string) bool {
	first, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL"}, first) {
		return true
	}
	return len(first) == 4 && (strings.HasPrefix(first, "COM") || strings.HasPrefix(first, "LPT")) && first[3] >= '0' && first[3] <= '9'
}

// visible keeps what can be seen of a line of text; every kind of space becomes
// one plain space, except the no-break space, which people set on purpose.
func visible(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// ending is the part of a name after its last dot, in small letters.
func ending(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }
