package typst

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst/internal/parts"
)

// Options of an engine. The zero value works, but compiles the module anew at
// every start.
type Options struct {
	// CacheDir keeps the module's machine code between starts (about 100 MB,
	// bound to this build and processor). The folder belongs to the engine,
	// which empties it when it is damaged. Empty means no cache.
	CacheDir string
	// FontsDir is a folder with further TTF, OTF or TTC fonts; empty for none.
	FontsDir string
	// MaxMemory is how large one instance may grow, in bytes; a document that
	// needs more fails. Zero means 512 MiB; at most 4 GiB.
	MaxMemory int64
	// RecycleAbove is the size in bytes above which an instance is replaced
	// after a document. Zero means 120 MiB.
	RecycleAbove int64
}

const (
	defaultMaxMemory    = 512 << 20
	defaultRecycleAbove = 120 << 20
	wasmPage            = 64 << 10
)

// Engine is one typesetter inside this process. It can be used by several
// goroutines and sets one document at a time. It cannot be interrupted: for
// documents that might not end, use a Pool.
type Engine struct {
	options Options
	runtime wazero.Runtime
	code    wazero.CompiledModule
	shelf   *shelf

	mu   sync.Mutex
	host *host
	in   *instance // nil until the first document and after a recycling
	peak int64     // largest instance so far, in bytes
}

// NewEngine makes machine code of the module, or reads it from the cache: about
// a second with a filled cache, half a minute without. It returns
// errs.Unavailable with the key "typst.assets" when the program was built
// without `make assets`, and "typst.platform" when wazero cannot make machine
// code for this processor (only amd64 and arm64).
func NewEngine(ctx context.Context, options Options) (*Engine, error) {
	if err := Built(); err != nil {
		return nil, err
	}
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		return nil, errs.New(errs.Unavailable, "typst.platform", "platform", runtime.GOARCH)
	}
	if options.MaxMemory <= 0 {
		options.MaxMemory = defaultMaxMemory
	}
	if options.RecycleAbove <= 0 {
		options.RecycleAbove = defaultRecycleAbove
	}
	e := &Engine{options: options, host: &host{}}
	var err error
	if e.shelf, err = newShelf(options.FontsDir); err != nil {
		return nil, err
	}
	if err := e.compileModule(ctx); err != nil {
		return nil, errors.Join(err, e.Close(ctx))
	}
	// Reading the module leaves some 130 MB of garbage behind.
	debug.FreeOSMemory()
	return e, nil
}

// compileModule makes the runtime and the machine code and checks the imports.
// A damaged cache must not stop papers for good: it is emptied and filled anew.
func (e *Engine) compileModule(ctx context.Context) error {
	wasm, err := unpack(parts.Module())
	if err != nil {
		return err
	}
	err = e.tryModule(ctx, wasm)
	if err == nil || e.options.CacheDir == "" {
		return err
	}
	if e.runtime == nil { // the folder itself cannot be used
		return err
	}
	if closing := e.runtime.Close(ctx); closing != nil {
		return errors.Join(err, closing)
	}
	if emptying := emptyDir(e.options.CacheDir); emptying != nil {
		return errors.Join(err, emptying)
	}
	return e.tryModule(ctx, wasm)
}

func (e *Engine) tryModule(ctx context.Context, wasm []byte) error {
	config := wazero.NewRuntimeConfigCompiler().
		WithMemoryLimitPages(uint32(min(e.options.MaxMemory/wasmPage, 1<<16)))
	if e.options.CacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(e.options.CacheDir)
		if err != nil {
			return err
		}
		config = config.WithCompilationCache(cache)
	}
	e.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	workers := experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0))
	var err error
	if e.code, err = e.runtime.CompileModule(workers, wasm); err != nil {
		return err
	}
	return bindImports(ctx, e.runtime, e.code, func() *host { return e.host })
}

// emptyDir removes everything inside a folder.
func emptyDir(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
	}
	return err
}

// PDF sets a document. With a nil error the bytes are a complete PDF, and the
// diagnostics are warnings. A fault in the source is errs.Invalid with the key
// "typst.faulty", and the diagnostics say where. A document that needs too much
// memory, or trips over a bug of the typesetter, is errs.Internal with the key
// "typst.broken"; the next document gets a fresh instance.
func (e *Engine) PDF(ctx context.Context, doc Doc) ([]byte, []Diagnostic, error) {
	if err := doc.check(); err != nil {
		return nil, nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, nil, errs.Wrap(err, errs.Unavailable, "typst.busy")
	}
	fonts := e.shelf.choose(doc)
	pdf, said, err := e.compile(doc, fonts)
	if err != nil {
		e.discard()
		return nil, said, errs.Wrap(err, errs.Internal, "typst.broken")
	}
	e.peak = max(e.peak, e.in.memory())
	if e.in.memory() > e.options.RecycleAbove {
		e.discard()
	}
	if pdf == nil {
		return nil, said, faulty(said)
	}
	return pdf, append(said, fonts.warning()...), nil
}

// compile sets the document in the present instance or a new one.
func (e *Engine) compile(doc Doc, fonts choice) (pdf []byte, said []Diagnostic, err error) {
	defer func() {
		// Out of memory in a helper, an address outside: the instance is lost.
		if r := recover(); r != nil {
			err = fmt.Errorf("the typesetter broke: %v", r)
		}
	}()
	if e.in == nil {
		// Not the caller's context: the instance outlives the call.
		in, err := newInstance(context.Background(), e.runtime, e.code, e.host)
		if err != nil {
			return nil, nil, err
		}
		e.in = in
	}
	if err := e.in.useFonts(fonts.key, fonts.load); err != nil {
		return nil, nil, err
	}
	return e.in.compile(doc)
}

// faulty is the error for a document that has faults.
func faulty(said []Diagnostic) error {
	fault := "no PDF and no reason"
	if len(said) > 0 {
		fault = said[0].String()
	}
	return &errs.E{Kind: errs.Invalid, Key: "typst.faulty", Args: []any{"fault", fault}, Err: errors.New(fault)}
}

// discard closes the instance and gives its memory back.
func (e *Engine) discard() {
	if e.in != nil {
		_ = e.in.close(context.Background())
		e.in = nil
		*e.host = host{}
	}
}

// Memory is the size of the present instance in bytes, 0 when there is none,
// and that of the largest so far.
func (e *Engine) Memory() (now, peak int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.in != nil {
		now = e.in.memory()
	}
	return now, e.peak
}

// Notes says which fonts of the operator's folder could not be used, and why.
func (e *Engine) Notes() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.shelf.notes...)
}

// Close gives everything back. The engine cannot be used afterwards.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.in = nil
	if e.runtime == nil {
		return nil
	}
	if err := e.runtime.Close(ctx); err != nil {
		return fmt.Errorf("closing the typesetter: %w", err)
	}
	return nil
}
