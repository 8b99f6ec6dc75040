package ole

import (
	"os"
	"testing"
)

// sample is a workbook that LibreOffice saved.
func sample(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../sheet/testdata/messy/twins.xls")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpen(t *testing.T) {
	f, err := Open(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	book, err := f.Stream("workbook")
	if err != nil || len(book) < 4000 || string(book[:2]) != "\x09\x08" {
		t.Errorf("%d bytes, %v", len(book), err)
	}
	// A short stream, which stands among the small sectors.
	small, err := f.Stream("\x05SummaryInformation")
	if err != nil || len(small) == 0 || string(small[:2]) != "\xfe\xff" {
		t.Errorf("%d bytes, %v", len(small), err)
	}
	if f.Has("WordDocument") || !f.Has("Workbook") {
		t.Error("names of streams are not told apart")
	}
	if _, err := f.Stream("none"); err == nil {
		t.Error("a stream that is not there was read")
	}
}

func TestDamaged(t *testing.T) {
	whole := sample(t)
	loop := append([]byte(nil), whole...)
	copy(loop[68:], "\x00\x00\x00\x00") // the list of tables begins in a sector of data
	for name, b := range map[string][]byte{"short": whole[:100], "no magic": make([]byte, 600), "only a head": whole[:512]} {
		if _, err := Open(b); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if f, err := Open(loop); err == nil {
		_, _ = f.Stream("Workbook")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(b)
		if err != nil {
			return
		}
		for _, e := range file.entries {
			if s, err := file.Stream(e.name); err == nil && len(s) > len(b) {
				t.Errorf("%d bytes out of %d", len(s), len(b))
			}
		}
	})
}
