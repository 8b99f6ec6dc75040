package typst

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestScripts sets the names of cities in every script that the fonts cover,
// regular and bold, and wants pdftotext to read them back as they were written.
func TestScripts(t *testing.T) {
	e := engine(t)
	for _, c := range []struct{ lang, dir, text string }{
		{"ar", "rtl", "القاهرة"}, {"ar", "rtl", "إسطنبول"}, {"ar", "rtl", "مدينة شقيقة"}, {"ar", "rtl", "الدار البيضاء"}, {"fa", "rtl", "تهران"}, {"fa", "rtl", "اصفهان"}, {"ar", "rtl", "السيد محمد الأحمد"},
		{"zh", "ltr", "青岛"}, {"zh", "ltr", "友好城市"}, {"hy", "ltr", "Վաղարշապատ"}, {"hy", "ltr", "Երևան"},
		{"ka", "ltr", "თბილისი"}, {"ka", "ltr", "ქუთაისი"}, {"he", "rtl", "תל אביב"}, {"he", "rtl", "ירושלים"}, {"th", "ltr", "กรุงเทพ"}, {"th", "ltr", "ภูเก็ต"},
		{"hi", "ltr", "जयपुर"}, {"hi", "ltr", "दिल्ली"}, {"hi", "ltr", "मुंबई"}, {"hi", "ltr", "हैदराबाद"},
	} {
		for _, weight := range []string{"regular", "bold"} {
			main := `#set text(font: ("PT Serif", "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Hebrew", "Amiri", "Noto Sans Thai", "Noto Sans Devanagari", "Noto Sans SC"), lang: "` + c.lang + `", dir: ` + c.dir + `, weight: "` + weight + `")` + "\n" + c.text
			pdf := mustPDF(t, e, Doc{Main: main, At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
			path := filepath.Join(t.TempDir(), "name.pdf")
			if err := os.WriteFile(path, pdf, 0o600); err != nil {
				t.Fatal(err)
			}
			// Marks of direction are no part of the name.
			got := strings.Map(func(r rune) rune {
				if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == '\f' {
					return -1
				}
				return r
			}, poppler(t, "pdftotext", "-enc", "UTF-8", path, "-"))
			if got = strings.TrimSpace(got); got != c.text {
				t.Errorf("%s, %s: %q is read as %q", c.lang, weight, c.text, got)
			}
		}
	}
}
