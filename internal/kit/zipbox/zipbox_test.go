package zipbox

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"pobratim/internal/kit/errs"
)

// pack makes an archive of names and contents, one after the other.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(f, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBox(t *testing.T) {
	b, err := Open(pack(t, `xl\Workbook.xml`, "a", "../../etc/passwd", "b", "dir/", ""))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"xl/workbook.xml": "a", "/etc/passwd": "b", "gone": ""} {
		if got, err := b.Read(name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if b.Has("dir") || len(b.Names()) != 2 {
		t.Errorf("names are %q", b.Names())
	}
}

func TestRefused(t *testing.T) {
	var many []string
	for i := range MaxFiles + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	locked := pack(t, "a", "b")
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	whole := pack(t, "a", string(bytes.Repeat([]byte("text "), 1000)))
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"double": {pack(t, "a", "1", "A", "2"), "zipbox.double"},
		"many":   {pack(t, many...), "zipbox.files"},
		"locked": {locked, "zipbox.locked"},
		"cut":    {whole[:len(whole)-30], "zipbox.broken"},
		"none":   {[]byte("PK\x03\x04"), "zipbox.broken"},
	} {
		if _, err := Open(c.b); !errors.Is(err, errs.New(errs.Invalid, c.want)) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// TestAllowance reads a large file, then one that says it is small.
func TestAllowance(t *testing.T) {
	zeros := string(make([]byte, 150<<20))
	b, err := Open(pack(t, "a", zeros, "b", zeros[:60<<20]))
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); n != 150<<20 || err != nil {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if _, err := b.Open("b"); !errors.Is(err, errs.New(errs.Invalid, "zipbox.large")) {
		t.Errorf("a file that says it is too large: %v", err)
	}
	b.files["b"].UncompressedSize64 = 10
	r, err = b.Open("b")
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("a file that lies about its size: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, "a", "b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		box, err := Open(b)
		if err != nil {
			return
		}
		for _, name := range box.Names() {
			_, _ = box.Read(name)
		}
	})
}
