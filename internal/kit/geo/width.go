package geo

import "unicode"

// Advance widths of Golos Text Medium in fiftieths of an em, '0' being none,
// for the blocks that names are mostly written in. They are rounded up: a label
// is never wider than we reckon.
const (
	widthASCII    = "=@DRQZS;CCGL@C@HPINNONOKOO@@LLLJbRRRSTONTV@LSM\\VVQVSQPURaRQOCHCLI>MOLOMCOO>>MA\\ONOODKDNMZLMJCACL"
	widthLatin    = "=@LPLRAMCZMLLCQ@DLCC>OP@<=CLZY`JRRRRRRaSOOOO@@@@UVVVVVVLVUUUUQQNMMMMMM_LMMMM>>>>OONNNNNLNNNNNMOMRMRMRMSL..SLSLTOUOOM..OMOMOM..TOTOTO..VO..@>..@>@>\\K..SM.MAMAMA..NBVOVOVO.VOVN..VNgbSDSDSDQK..QKQK..PD....UNUNUNUNUNaZQMQOJOJOJ."
	widthCyrillic = ".OZLSQ@@LegZT.RURRRLUOaQVVTT\\VVVQSPR\\RWRacU]QS`RMNMGOMYKOOMNTONNOLIMVLPLY[OUKLWM.MPGLK>>>[\\PM.MN"
)

// textWidth is the width of s in units of the font size, a little generous.
func textWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		w += runeWidth(r)
	}
	return w
}

func runeWidth(r rune) float64 {
	table, first := "", rune(0)
	switch {
	case r >= 0x20 && r < 0x7F:
		table, first = widthASCII, 0x20
	case r >= 0xA0 && r < 0x180:
		table, first = widthLatin, 0xA0
	case r >= 0x400 && r < 0x460:
		table, first = widthCyrillic, 0x400
	}
	if i := int(r - first); table != "" && i < len(table) && table[i] != '.' {
		return float64(table[i]-'0') / 50
	}
	switch {
	case unicode.Is(unicode.Mn, r) || r == '\u200E' || r == '\u200F':
		return 0
	case r == '\u2009' || r == '\u202F':
		return 0.26
	case r == '–':
		return 0.62
	case r == '—', r >= 0x2E80: // wide dash; Han, kana, Hangul and beyond
		return 1.02
	}
	return 0.68
}
