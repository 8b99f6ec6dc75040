package typst

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

const (
	mainPath = "/main.typ"

	// formatPDF and diagnosticsFull are what compile is asked for: objects
	// with severity, path, range and message.
	formatPDF       = "pdf"
	diagnosticsFull = 3
)

// instance is one running copy of the module with a compiler in it.
type instance struct {
	host      *host
	module    api.Module
	compiler  uint32
	resolvers map[string]uint32 // font resolver of each set of fonts, by key
	missing   []string          // files that the document asked for in vain
}

// newInstance starts the module and builds a compiler that reads no files but
// those that it is given.
func newInstance(ctx context.Context, rt wazero.Runtime, code wazero.CompiledModule, h *host) (*instance, error) {
	module, err := rt.InstantiateModule(ctx, code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	h.attach(ctx, module)
	in := &instance{host: h, module: module, resolvers: map[string]uint32{}}
	if err := in.build(); err != nil {
		_ = in.close(ctx)
		return nil, err
	}
	return in, nil
}

// build makes the compiler. Not with the module's own "dummy" way to read
// files: with that one a missing picture is a panic that spoils the instance.
func (in *instance) build() error {
	h := in.host
	builder, err := h.fallible("typstcompilerbuilder_new")
	if err != nil {
		return err
	}
	// The module reports any failed read as "access denied"; the path is kept
	// for a better sentence.
	notFound := &function{call: func(_ any, args []any) (any, error) {
		path := fmt.Sprint(first(args))
		in.missing = append(in.missing, path)
		return nil, &thrown{"file not found: " + path}
	}}
	_, err = h.promised("typstcompilerbuilder_set_access_model", uint64(builder),
		h.hold(newObject()),
		h.hold(native(func([]any) any { return float64(0) })),
		h.hold(native(func([]any) any { return true })),
		h.hold(native(func(args []any) any { return first(args) })),
		h.hold(notFound))
	if err != nil {
		return err
	}
	v, err := h.promised("typstcompilerbuilder_build", uint64(builder))
	if err != nil {
		return err
	}
	in.compiler, err = address(v)
	return err
}

// hold stores a value whose handle the called function will own.
func (h *host) hold(v any) uint64 { return uint64(h.heap.add(v)) }

// promised calls an exported function that returns a promise, and waits.
func (h *host) promised(name string, args ...uint64) (any, error) {
	out, err := h.callModule(name, args...)
	if err != nil {
		return nil, err
	}
	v, err := h.await(h.heap.take(uint32(out[0])))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

func address(v any) (uint32, error) {
	w, ok := v.(*wrapped)
	if !ok {
		return 0, fmt.Errorf("the module returned %s instead of an object of its own", describe(v))
	}
	return w.ptr, nil
}

// useFonts switches the compiler to a set of fonts, loading it the first time.
func (in *instance) useFonts(key string, load func() ([][]byte, error)) error {
	resolver, ok := in.resolvers[key]
	if !ok {
		files, err := load()
		if err != nil {
			return err
		}
		if resolver, err = in.newResolver(files); err != nil {
			return err
		}
		in.resolvers[key] = resolver
	}
	return in.host.failing("typstcompiler_set_fonts", uint64(in.compiler), uint64(resolver))
}

func (in *instance) newResolver(files [][]byte) (uint32, error) {
	h := in.host
	builder, err := h.fallible("typstfontresolverbuilder_new")
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		err := h.failing("typstfontresolverbuilder_add_raw_font", uint64(builder), h.hold(&octets{f}))
		if err != nil {
			return 0, err
		}
	}
	v, err := h.promised("typstfontresolverbuilder_build", uint64(builder))
	if err != nil {
		return 0, err
	}
	return address(v)
}

// compile sets one document. The PDF is nil when there are errors among the
// diagnostics; err means that the instance is broken.
func (in *instance) compile(doc Doc) (pdf []byte, said []Diagnostic, err error) {
	h := in.host
	h.now = clockOf(doc)
	in.missing = nil
	if err := in.giveFiles(doc); err != nil {
		return nil, nil, err
	}
	path, pathLen := h.pass([]byte(mainPath))
	format, formatLen := h.pass([]byte(formatPDF))
	handle, err := h.fallible("typstcompiler_compile", uint64(in.compiler),
		path, pathLen, 0, 0, format, formatLen, diagnosticsFull)
	if err != nil {
		return nil, nil, err
	}
	pdf, said = readResult(h.heap.take(handle))
	in.nameMissing(said)
	return pdf, said, in.forget()
}

// giveFiles shows the document's files to the compiler.
func (in *instance) giveFiles(doc Doc) error {
	if err := in.give(mainPath, []byte(doc.Main)); err != nil {
		return err
	}
	for name, data := range doc.Files {
		if err := in.give(name, data); err != nil {
			return err
		}
	}
	return nil
}

func (in *instance) give(path string, data []byte) error {
	h := in.host
	p, pn := h.pass([]byte(path))
	d, dn := h.pass(data)
	out, err := h.callModule("typstcompiler_map_shadow", uint64(in.compiler), p, pn, d, dn)
	if err != nil {
		return err
	}
	if uint32(out[0]) == 0 {
		return errors.New("the typesetter refuses the file " + path)
	}
	return nil
}

// forget takes the files of the last document away, so that the next one
// cannot read them.
func (in *instance) forget() error {
	h := in.host
	h.drain()
	h.said = nil
	if _, err := h.callModule("typstcompiler_reset_shadow", uint64(in.compiler)); err != nil {
		return err
	}
	return h.failing("typstcompiler_reset", uint64(in.compiler))
}

// memory is the size of the instance's memory in bytes.
func (in *instance) memory() int64 { return int64(in.module.Memory().Size()) }

func (in *instance) close(ctx context.Context) error { return in.module.Close(ctx) }

// clockOf is what the document takes for the present instant.
func clockOf(doc Doc) func() time.Time {
	if doc.At.IsZero() {
		return time.Now
	}
	return func() time.Time { return doc.At }
}

// readResult reads the object {result, diagnostics}.
func readResult(v any) ([]byte, []Diagnostic) {
	var pdf []byte
	if r, _ := property(v, "result"); r != nil {
		if o, ok := r.(*octets); ok && len(o.b) > 0 {
			pdf = o.b
		}
	}
	list, _ := property(v, "diagnostics")
	return pdf, readDiagnostics(list)
}

// nameMissing puts the path into what is said about files that are not there.
func (in *instance) nameMissing(said []Diagnostic) {
	for i, d := range said {
		if len(in.missing) > 0 && strings.HasPrefix(d.Message, "failed to load file (access denied)") {
			said[i].Message = "file not found: " + in.missing[0]
			in.missing = in.missing[1:]
		}
	}
}

func readDiagnostics(v any) []Diagnostic {
	list, ok := v.(*array)
	if !ok {
		return nil
	}
	var said []Diagnostic
	for _, item := range list.items {
		text := func(key string) string {
			s, _ := property(item, key)
			str, _ := s.(string)
			return str
		}
		d := Diagnostic{Message: text("message"), Path: text("path"), Warning: strings.EqualFold(text("severity"), "warning")}
		d.Line, d.Column = startOf(text("range"))
		said = append(said, d)
	}
	return said
}
