package typst

import (
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

//go:embed testdata
var testdata embed.FS

// TestMain lets the test binary be its own worker, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == WorkerArg {
		if err := ServeWorker(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// needAssets fails, never skips: without the typesetter nothing here is tested.
func needAssets(t testing.TB) {
	t.Helper()
	if err := Built(); err != nil {
		t.Fatal("the typesetter is not embedded: run `make assets` and test again")
	}
}

// testOptions share one cache between runs; filling it takes half a minute.
func testOptions(t testing.TB) Options {
	t.Helper()
	needAssets(t)
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return Options{CacheDir: filepath.Join(dir, "pobratim-test", "typst")}
}

// testEngine is one engine for all tests that do not spoil it.
var testEngine = sync.OnceValues(func() (*Engine, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return NewEngine(context.Background(), Options{CacheDir: filepath.Join(dir, "pobratim-test", "typst")})
})

func engine(t testing.TB) *Engine {
	t.Helper()
	needAssets(t)
	e, err := testEngine()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func pool(t testing.TB, options PoolOptions) *Pool {
	t.Helper()
	options.Engine = testOptions(t)
	p := NewPool(options)
	t.Cleanup(p.Close)
	if err := p.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// brief is the sample document with every script.
func brief(t testing.TB) Doc {
	t.Helper()
	return Doc{
		Main: string(file(t, "brief.typ")),
		Files: map[string][]byte{
			"/parts/frame.typ": file(t, "frame.typ"),
			"/data.json":       file(t, "brief.json"),
			"/map.svg":         file(t, "map.svg"),
		},
		At: time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC),
	}
}
