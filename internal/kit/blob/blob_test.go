package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pobratim/internal/kit/blob"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

func put(t *testing.T, s *blob.Store, text string) blob.Stat {
	t.Helper()
	stat, err := s.Put(t.Context(), strings.NewReader(text), 1000)
	if err != nil {
		t.Fatal(err)
	}
	return stat
}

// everything lists the files of a folder.
func everything(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestPutKeepsOnce(t *testing.T) {
	s, dir := open(t)
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-4, B.1: "abc"
	first, second := put(t, s, "abc"), put(t, s, "abc")
	if first.Sum != sum || first.Size != 3 || second != first || blob.SumOf([]byte("abc")) != sum {
		t.Errorf("got %+v and %+v", first, second)
	}
	if got := everything(t, dir); !slices.Equal(got, []string{"ba/78/" + sum}) {
		t.Errorf("the folder holds %v", got)
	}
	f, err := s.OpenVerified(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != "abc" {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestPutLeavesNothingBehind(t *testing.T) {
	s, dir := open(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
	}{
		"one byte too many": {t.Context(), bytes.NewReader(make([]byte, 11)), blob.ErrLarge},
		"endless":           {t.Context(), iotest.OneByteReader(endless{}), blob.ErrLarge},
		"broken reader":     {t.Context(), iotest.ErrReader(boom), boom},
		"breaks half-way":   {t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(boom)), boom},
		"request is gone":   {gone, strings.NewReader("x"), context.Canceled},
	} {
		if _, err := s.Put(c.ctx, c.r, 10); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if got := everything(t, dir); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	if _, err := s.Put(t.Context(), bytes.NewReader(make([]byte, 10)), 10); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestDamageIsSeenAndHealed(t *testing.T) {
	s, dir := open(t)
	stat := put(t, s, "agreement")
	file := filepath.Join(dir, string(stat.Sum[:2]), string(stat.Sum[2:4]), string(stat.Sum))
	if err := os.WriteFile(file, []byte("agreememt"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), stat.Sum); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
	put(t, s, "agreement")
	if err := s.Verify(t.Context(), stat.Sum); err != nil {
		t.Errorf("after putting it again: %v", err)
	}
	if err := s.Remove(stat.Sum); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), stat.Sum); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("removed: %v", err)
	}
	if has, err := s.Has(stat.Sum); has || err != nil {
		t.Errorf("removed: has %v, %v", has, err)
	}
	if err := s.Remove(stat.Sum); err != nil {
		t.Errorf("removing twice: %v", err)
	}
}

func TestNamesStayInside(t *testing.T) {
	s, dir := open(t)
	stat := put(t, s, "x")
	outside := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, sum := range []blob.Sum{"", "..", "../../secret", blob.Sum(strings.ToUpper(string(stat.Sum))), stat.Sum[1:], stat.Sum + "0", stat.Sum[:63] + "/"} {
		if _, err := s.Open(sum); !errors.Is(err, blob.ErrName) {
			t.Errorf("Open(%q): %v", sum, err)
		}
		if err := s.Remove(sum); !errors.Is(err, blob.ErrName) {
			t.Errorf("Remove(%q): %v", sum, err)
		}
	}
	link := blob.SumOf([]byte("secret"))
	at := filepath.Join(dir, string(link[:2]), string(link[2:4]))
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(at, string(link))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(link); err == nil {
		t.Error("a link out of the folder was followed")
	}
	if _, err := s.Stat(link); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("Stat of a link: %v", err)
	}
}

func TestWalk(t *testing.T) {
	s, dir := open(t)
	want := map[blob.Sum]int64{}
	for i := range 20 {
		stat := put(t, s, strings.Repeat("x", i+1))
		want[stat.Sum] = stat.Size
	}
	for _, stray := range []string{"notes.txt", "tmp/unfinished", "ab/" + string(blob.SumOf(nil))} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, stray)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, stray), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var strays []string
	err := s.Walk(t.Context(), func(f blob.Found) error {
		if f.Stray != "" {
			strays = append(strays, f.Stray)
		} else if want[f.Sum] != f.Size || f.Written.IsZero() {
			t.Errorf("%+v", f)
		}
		delete(want, f.Sum)
		return nil
	})
	if err != nil || len(want) > 0 {
		t.Errorf("%v; not met: %v", err, want)
	}
	if want := []string{"ab/" + string(blob.SumOf(nil)), "notes.txt"}; !slices.Equal(strays, want) {
		t.Errorf("strays: %v, want %v", strays, want)
	}
	boom := errors.New("boom")
	if err := s.Walk(t.Context(), func(blob.Found) error { return boom }); !errors.Is(err, boom) {
		t.Errorf("visit's error: %v", err)
	}
}

func TestDropUnfinished(t *testing.T) {
	s, dir := open(t)
	old, young := filepath.Join(dir, "tmp", "old"), filepath.Join(dir, "tmp", "young")
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{old: noon.Add(-25 * time.Hour), young: noon.Add(-time.Hour)} {
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chtimes(name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.DropUnfinished(noon.Add(-24 * time.Hour))
	if got := everything(t, dir); n != 1 || err != nil || !slices.Equal(got, []string{"tmp/young"}) {
		t.Errorf("dropped %d, %v; left %v", n, err, got)
	}
}

func TestManyAtOnce(t *testing.T) {
	s, dir := open(t)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if _, err := s.Put(t.Context(), strings.NewReader(fmt.Sprint("file ", i%5)), 100); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := everything(t, dir); len(got) != 5 {
		t.Errorf("%d files: %v", len(got), got)
	}
}
