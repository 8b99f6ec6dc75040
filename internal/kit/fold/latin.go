package fold

import (
	"strings"
	"unicode/utf8"
)

// Latin gives the sound of s in plain Latin letters: a key under which the
// spellings of one name in Russian, Ukrainian, Belarusian, Serbian, Greek,
// Armenian, Georgian and in the usual romanisations meet (Тюбинген, Tübingen,
// Tubingen, Tuebingen, Tyubingen, Tjubingen; Циндао, Qingdao, Chindao). It is
// meant for matching, never for display: it loses length, softness and the
// difference of related consonants. Letters of other scripts (Han, Arabic…)
// stay as Key leaves them. Latin(Latin(s)) == Latin(s).
func Latin(s string) string {
	k := Key(s)
	if k == "" {
		return ""
	}
	words := strings.Split(romanise(k), " ")
	kept := words[:0]
	for _, w := range words {
		if w = settle(w); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// settle rewrites a word until it no longer changes. Each rule removes a
// letter for good or replaces it with one that no rule takes, so it ends.
func settle(w string) string {
	for {
		next := sound(w)
		if next == w {
			return w
		}
		w = next
	}
}

// pairs are spellings of one sound, longest first; the first that fits wins.
// «ts» stands for ц, ч, q and soft c alike: Qingdao, Chindao, Циндао.
func pairs(w string) (spelling int, out string) {
	if len(w) < 2 || strings.IndexByte("stcdznkpgqeaoiuyj", w[0]) < 0 || strings.IndexByte("hczsuektgiyjao", w[1]) < 0 {
		return 0, ""
	}
	for _, p := range [...][2]string{
		{"shtsh", "s"}, {"tsch", "ts"}, {"shch", "s"}, {"stsh", "s"}, {"schtsch", "s"},
		{"sch", "s"}, {"tch", "ts"}, {"tsh", "ts"}, {"shh", "s"}, {"dzh", "dz"}, {"ngh", "n"},
		{"sh", "s"}, {"sz", "s"}, {"ch", "ts"}, {"cz", "ts"}, {"tz", "ts"}, {"tc", "ts"}, {"zh", "z"}, {"kh", "h"},
		{"ph", "f"}, {"th", "t"}, {"gh", "g"}, {"ck", "k"}, {"qu", "kv"}, {"ng", "n"},
		{"eh", "e"}, {"ah", "a"}, {"oh", "o"}, {"uh", "u"}, {"ih", "i"},
		{"ue", "u"}, {"oe", "o"}, {"ae", "a"}, {"ij", "i"}, {"iy", "i"}, {"yi", "i"}, {"ji", "i"}, {"yy", "i"},
		{"yu", "u"}, {"ju", "u"}, {"ya", "a"}, {"ja", "a"}, {"yo", "e"}, {"jo", "e"}, {"ye", "e"}, {"je", "e"},
	} {
		if strings.HasPrefix(w, p[0]) {
			return len(p[0]), p[1]
		}
	}
	return 0, ""
}

// sound is one pass of the rules over a romanised word.
func sound(w string) string {
	b := make([]byte, 0, len(w)+2)
	put := func(s string) {
		for i := range len(s) {
			if n := len(b); n > 0 && b[n-1] == s[i] && s[i] < utf8.RuneSelf && !digit(s[i]) {
				continue // doubled letters are heard once
			}
			b = append(b, s[i])
		}
	}
	for i := 0; i < len(w); {
		if w[i] >= utf8.RuneSelf {
			_, n := utf8.DecodeRuneInString(w[i:])
			b = append(b, w[i:i+n]...)
			i += n
			continue
		}
		if n, out := pairs(w[i:]); n > 0 {
			put(out)
			i += n
			continue
		}
		put(single(w, i))
		i++
	}
	return string(b)
}

// single gives the sound of the letter at i when it belongs to no pair.
func single(w string, i int) string {
	switch c := w[i]; c {
	case 'c':
		if i+1 < len(w) && strings.IndexByte("eiy", w[i+1]) >= 0 {
			return "ts"
		}
		return "k"
	case 'q':
		return "ts"
	case 'x':
		return "ks"
	case 'w':
		return "v"
	case 'y', 'j':
		return "i"
	default:
		return string(rune(c))
	}
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// romanise spells Cyrillic, Greek, Armenian and Georgian letters in Latin ones.
func romanise(k string) string {
	var b strings.Builder
	b.Grow(len(k) + 8)
	for _, r := range k {
		if r < 0x0370 {
			b.WriteRune(r)
			continue
		}
		if t, ok := roman(r); ok {
			b.WriteString(t)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

const (
	cyrillic = "а a|б b|в v|г g|д d|е e|ж zh|з z|и i|й y|к k|л l|м m|н n|о o|п p|р r|с s|т t|у u|ф f|х kh|ц ts|ч ch|ш sh|щ shch|ъ |ы y|ь |э e|ю yu|я ya|" +
		"і i|ї i|є e|ґ g|ў u|ј y|љ l|њ n|ћ ch|ђ dz|џ dz|ѕ dz|қ k|ғ g|ң n|ө o|ү u|ұ u|һ h|ә a|җ zh|ҳ h|ҷ ch|ӣ i|ѣ e|ѳ f|ѵ i|ӏ "
	greek = "α a|β v|γ g|δ d|ε e|ζ z|η i|θ th|ι i|κ k|λ l|μ m|ν n|ξ ks|ο o|π p|ρ r|σ s|τ t|υ i|φ f|χ kh|ψ ps|ω o"
	armen = "ա a|բ b|գ g|դ d|ե e|զ z|է e|ը e|թ t|ժ zh|ի i|լ l|խ kh|ծ ts|կ k|հ h|ձ dz|ղ gh|ճ ch|մ m|յ y|ն n|շ sh|ո o|չ ch|պ p|ջ dz|ռ r|ս s|վ v|տ t|ր r|ց ts|ւ v|փ p|ք k|օ o|ֆ f|և ev"
	georg = "ა a|ბ b|გ g|დ d|ე e|ვ v|ზ z|თ t|ი i|კ k|ლ l|მ m|ნ n|ო o|პ p|ჟ zh|რ r|ს s|ტ t|უ u|ფ p|ქ k|ღ gh|ყ k|შ sh|ჩ ch|ც ts|ძ dz|წ ts|ჭ ch|ხ kh|ჯ dz|ჰ h"
)

// romans is filled once from the tables above and never changes.
var romans = func() map[rune]string {
	m := make(map[rune]string)
	for _, table := range [...]string{cyrillic, greek, armen, georg} {
		for _, pair := range strings.Split(table, "|") {
			r, n := utf8.DecodeRuneInString(pair)
			m[r] = pair[n+1:]
		}
	}
	return m
}()

func roman(r rune) (string, bool) {
	t, ok := romans[r]
	return t, ok
}
