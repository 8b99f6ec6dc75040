package match

import (
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
)

// key is one trait by which records are the same.
type key struct {
	sort byte // n name, l name in Latin letters, i surname and initials, b name without its legal form, e e-mail, p telephone, w site, g place, d day
	text string
}

// keysOf are the traits of a record.
func keysOf(kind string, v map[string]string) []key {
	var keys []key
	add := func(sort byte, text string) {
		if text != "" && !slices.Contains(keys, key{sort, text}) {
			keys = append(keys, key{sort, text})
		}
	}
	switch kind {
	case "person":
		for _, name := range []string{v["name"], v["cyrillic"], v["latin"]} {
			add('n', SortedWords(name))
			add('l', sortedLatin(name))
			add('i', withInitials(name))
		}
	case "organisation":
		for _, name := range Texts(v["name"]) {
			add('n', fold.Key(name))
			add('b', bareName(name))
		}
		add('w', siteKey(v["website"]))
	case "partner":
		add('g', v["geonames"])
		for _, name := range append(Texts(v["name"]), v["native"]) {
			if name != "" {
				add('n', v["country"]+" "+fold.Key(name))
			}
		}
	case "post":
		for _, title := range Texts(v["title"]) {
			add('n', v["organisation"]+" "+fold.Key(title))
		}
	case "agreement":
		add('d', v["partner"]+" "+v["signed"])
		if len(v["signed"]) > 4 {
			add('d', v["partner"]+" "+v["signed"][:4])
		}
		for _, title := range Texts(v["title"]) {
			add('n', v["partner"]+" "+v["signed"]+" "+fold.Key(title))
		}
	case "activity":
		for _, name := range Texts(v["name"]) {
			add('n', fold.Key(name)+" "+v["starts"])
			add('b', fold.Key(name))
		}
	}
	add('e', strings.ToLower(v["email"]))
	add('p', phoneKey(v["phone"]))
	return keys
}

// Texts are a text's versions in all languages.
func Texts(canonical string) []string {
	if canonical == "" {
		return nil
	}
	if !strings.HasPrefix(canonical, "{") {
		return []string{canonical}
	}
	var t i18n.Text
	if t.UnmarshalJSON([]byte(canonical)) != nil {
		return nil
	}
	var all []string
	for _, lang := range t.Langs() {
		all = append(all, t.Get(lang))
	}
	return all
}

// SortedWords is a name with its words folded and in one order, whichever stood
// first.
func SortedWords(name string) string {
	words := fold.Words(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

func sortedLatin(name string) string {
	words := strings.Fields(fold.Latin(name))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// withInitials is «иванов и п», for Cyrillic names that begin with the surname.
func withInitials(name string) string {
	words := fold.Words(name)
	if len(words) < 2 || len(words) > 3 {
		return ""
	}
	out := words[0]
	for _, w := range words[1:] {
		for _, r := range w {
			out += " " + string(r)
			break
		}
	}
	return out
}

// bareName drops what says only what sort of body it is.
func bareName(name string) string {
	var kept []string
	for _, w := range fold.Words(name) {
		switch w {
		case "ооо", "оао", "зао", "пао", "ао", "ано", "нко", "мбоу", "маоу", "мау", "мбу", "гбу", "муп", "роо", "gmbh", "ltd", "llc", "inc", "e", "v", "ev", "oy", "ry", "ab", "the", "г", "город", "of":
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func phoneKey(phone string) string {
	phone, _, _ = strings.Cut(phone, ",")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(digits) < 9 {
		return ""
	}
	return digits[len(digits)-9:]
}

// siteKey is the host of a site, unless many share it.
func siteKey(site string) string {
	u, err := url.Parse(site)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch host {
	case "vk.com", "facebook.com", "t.me", "instagram.com", "youtube.com", "ok.ru":
		return ""
	}
	return host
}
