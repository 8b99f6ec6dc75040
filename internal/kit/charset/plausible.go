package charset

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// frequency of Russian letters, in the order of the alphabet without ё: natural
// logarithm of share × 33, so that a letter as frequent as the average counts 0.
var frequency = [32]float64{
	// а    б     в    г     д    е    ж     з     и    й     к    л    м    н    о    п
	1.0, -0.6, 0.4, -0.6, 0.0, 1.0, -1.2, -0.6, 0.9, -1.0, 0.1, 0.4, 0.1, 0.8, 1.3, 0.0,
	// р   с    т    у    ф     х     ц     ч     ш     щ     ъ     ы     ь     э     ю     я
	0.4, 0.6, 0.7, -0.1, -2.3, -1.2, -1.9, -0.8, -1.5, -2.2, -4.0, -0.5, -0.6, -2.2, -1.6, -0.4,
}

// pairs are the most frequent pairs of letters in Russian.
const pairs = " ст но то на ен ов ни ра во ко ро ос ер ор по пр ли не ет ре ан ал ол го ка ть ел ом ло от об та ог до ти де ла ат он ск ит ле ин ва да нн ес мо ль ам ог ик ад ри ий ый ая ть ое их ых ия ие тв ву ву ги га ем ед ид из ир ис ит ич ле ма ме ми на нс ны об од ой ок оп от рг ру ры са се си сл со су сь тр ту ть че чт ша ше эт ют ят пе св ве ви вы ев ся те ус ут зо за бо бы бл "

// accents are letters that languages of Europe have besides a–z.
const accents = "äöüßéèàçêåñóíáúîôûâëïøæãõìòùœšžý"

// plausible says how much a text looks like words when it is read with a page.
// Only differences mean something.
func plausible(b []byte, page *charmap.Charmap) float64 {
	score := 0.0
	var before letter
	for _, c := range b {
		now := look(page.DecodeByte(c))
		if c >= 0x80 {
			score += now.worth(before)
		} else if now.script == ascii && before.script == cyrillic {
			score -= 6
		}
		before = now
	}
	return score
}

type script uint8

const (
	other    script = iota
	ascii           // a–z
	cyrillic        // а–я, ё
	slavic          // further Cyrillic letters
	accented        // é
)

// letter is what one character means for the next.
type letter struct {
	r      rune // in lower case
	script script
	upper  bool
}

func look(r rune) letter {
	low := unicode.ToLower(r)
	l := letter{r: low, upper: low != r}
	switch {
	case low >= 'a' && low <= 'z':
		l.script = ascii
	case low >= 'а' && low <= 'я' || low == 'ё':
		l.script = cyrillic
	case unicode.Is(unicode.Cyrillic, low):
		l.script = slavic
	case unicode.IsLetter(r) && r != 'ª' && r != 'º':
		l.script = accented
	}
	return l
}

// worth is how well a character from beyond ASCII stands after another.
func (l letter) worth(before letter) float64 {
	score := 0.0
	if l.upper && before.script != other && !before.upper {
		score -= 5 // a capital inside a word
	}
	switch l.script {
	case cyrillic:
		switch {
		case l.r == 'ё':
			score -= 1
		default:
			score += frequency[l.r-'а']
		}
		switch {
		case before.script == ascii || before.script == accented:
			score -= 6
		case before.script == cyrillic && strings.Contains(pairs, string([]rune{before.r, l.r})):
			score++
		}
	case slavic:
		score -= 2
	case accented:
		if !strings.ContainsRune(accents, l.r) {
			score -= 2
		}
		switch before.script {
		case ascii:
			score += 2
		case accented:
			if !strings.Contains("ää öö äö öä éé üß öß", string([]rune{before.r, l.r})) {
				score -= 3
			}
		case other:
			score += 0.5
		default:
			score -= 6
		}
	default:
		score += sign(l.r)
	}
	return score
}

// sign is the worth of what is no letter.
func sign(r rune) float64 {
	switch {
	case strings.ContainsRune("«»„“”‘’–—…№ \u00a0", r):
		return 0.5
	case strings.ContainsRune("€§°©®™•·²³", r):
		return 0
	case r == unicode.ReplacementChar || r < 0xa0 || r >= 0x2500 && r < 0x25a0:
		return -5 // no character at all, control, lines and shades of tables
	}
	return -2
}
