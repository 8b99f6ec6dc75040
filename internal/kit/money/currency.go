package money

import "strings"

// current are the codes of ISO 4217 list one (funds, metals and testing codes
// left out) as of 2026, and, after the bar, those of list three (withdrawn)
// that contracts of the 1990s and 2000s with cities of Europe are written in.
const current = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD " +
	"HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD " +
	"MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG " +
	"QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS " +
	"UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG" +
	" | ATS BEF BGN BYR DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL NLG PTE ROL RUR SIT SKK"

// The currencies whose minor unit is not a hundredth (ISO 4217).
const (
	wholeOnly   = "BIF BYR CLP DJF ESP GNF ISK ITL JPY KMF KRW LUF PYG RWF UGX VND VUV XAF XOF XPF"
	thousandths = "BHD IQD JOD KWD LYD OMR TND"
)

// digitsOf is made from the lists once and is read-only: sums are printed by
// the hundred.
var digitsOf = table()

func table() map[string]int {
	t := map[string]int{}
	for _, code := range strings.Fields(current) {
		if code != "|" {
			t[code] = 2
		}
	}
	for _, code := range strings.Fields(wholeOnly) {
		t[code] = 0
	}
	for _, code := range strings.Fields(thousandths) {
		t[code] = 3
	}
	return t
}

// Digits is how many digits the minor unit of a currency has after the comma;
// ok is false for a code that we do not know, and digits is then 2.
func Digits(currency string) (digits int, ok bool) {
	if digits, ok = digitsOf[currency]; !ok {
		return 2, false
	}
	return digits, true
}

// Offered are the currencies that forms offer, the first of them when nobody
// chose; records may hold any that the package knows.
func Offered() []string {
	return []string{"RUB", "EUR", "USD", "CNY", "BYN", "KZT", "AMD", "GBP", "CHF", "SEK", "NOK", "PLN", "TRY"}
}
