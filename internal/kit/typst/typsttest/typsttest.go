// Package typsttest lends tests the typesetter that is built in: one pool for a
// test binary, whose worker is the test binary itself, as the program is its own.
package typsttest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pobratim/internal/kit/typst"
)

// Main runs the tests, or is the worker when it was started as one. A package
// whose tests set papers calls it from its TestMain.
func Main(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == typst.WorkerArg {
		if err := typst.ServeWorker(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var pool = sync.OnceValue(func() *typst.Pool {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return typst.NewPool(typst.PoolOptions{Timeout: 5 * time.Minute, Engine: typst.Options{CacheDir: filepath.Join(dir, "pobratim-test", "typst")}})
})

// Pool is the pool of this test binary. Without the assets the test fails; it
// never skips.
func Pool(t testing.TB) *typst.Pool {
	t.Helper()
	if err := typst.Built(); err != nil {
		t.Fatal("the typesetter is not embedded: run `make assets` and test again")
	}
	return pool()
}
