package fold

import (
	"strings"
	"unicode"
)

// The same physical keys under the Russian (ЙЦУКЕН) and US layouts, unshifted
// and shifted, in the same order.
const (
	keysEN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
	keysRU = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
)

// SwapLayout gives what would have been typed with the other keyboard layout:
// «ghjuhfvvf» is «программа», «руддщ» is "hello". Text with any Cyrillic letter
// is taken as typed under the Russian layout, other text under the US one.
// Characters that have no counterpart stay.
func SwapLayout(s string) string {
	from, to := []rune(keysEN), []rune(keysRU)
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		from, to = to, from
	}
	return strings.Map(func(r rune) rune {
		for i, f := range from {
			if f == r {
				return to[i]
			}
		}
		return r
	}, s)
}
