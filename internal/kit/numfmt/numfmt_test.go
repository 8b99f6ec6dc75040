package numfmt

import (
	"testing"
	"time"
)

func TestCalendar(t *testing.T) {
	for n := 61; n < 2_958_465; n += 37 {
		want := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		got := Format{Kind: Day}.date(float64(n), "", false)
		if got != want {
			t.Fatalf("day %d is %s, want %s", n, got, want)
		}
		if back, ok := Serial(got); !ok || back != n {
			t.Fatalf("%s is day %d, want %d", got, back, n)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"7.9E10": "79000000000", "79211234567": "79211234567", "0.1": "0.1", "0.30000000000000004": "0.3", "1e-7": "0.0000001",
		"12345678901234567890": "12345678901234567890", "-0.50": "-0.50", "text": "text", "1e999": "1e999", "": "",
	} {
		if got := Tidy(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

func FuzzShow(f *testing.F) {
	f.Add("dd.mm.yyyy", "32793")
	f.Add(`\+7\ (000)\ 000-00-00;@`, "9211234567")
	f.Add("[h]:mm", "1.5")
	f.Add("0\\", "5")
	f.Fuzz(func(t *testing.T, code, raw string) {
		got := Read(code).Show(raw, false)
		if got == "" && raw != "" && Read(code).Kind != Mask {
			t.Errorf("%q as %q is nothing", raw, code)
		}
	})
}
