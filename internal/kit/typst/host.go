package typst

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// Names of the module's own helpers, as the glue of exactly this version calls
// them.
const (
	fnMalloc        = "__wbindgen_export"
	fnStoreThrown   = "__wbindgen_export3"
	fnFree          = "__wbindgen_export4"
	fnStackPointer  = "__wbindgen_add_to_stack_pointer"
	fnInvokeClosure = "__wasm_bindgen_func_elem_944"
	fnDropClosure   = "__wasm_bindgen_func_elem_957"
	fnInvokePromise = "__wasm_bindgen_func_elem_37350"
)

// host is the JavaScript world of one instance of the module.
type host struct {
	ctx     context.Context // for calls into the module, which cannot be cancelled
	module  api.Module
	heap    *heap
	tasks   []func()
	global  *object
	iterKey *symbol // Symbol.iterator
	now     func() time.Time
	said    []string // what the module wrote to its console, newest last

	malloc, free, stack api.Function
}

// attach gives the host a fresh world around a new instance.
func (h *host) attach(ctx context.Context, module api.Module) {
	now := h.now
	*h = host{ctx: ctx, module: module, heap: newHeap(), global: newObject(), iterKey: &symbol{"iterator"}, now: now}
	// Kept because they are called most, and never call back into the host:
	// a function object of the runtime is not reentrant.
	h.malloc = module.ExportedFunction(fnMalloc)
	h.free = module.ExportedFunction(fnFree)
	h.stack = module.ExportedFunction(fnStackPointer)
	h.global.set("queueMicrotask", native(func(args []any) any {
		h.queueCall(first(args))
		return undefined{}
	}))
}

// queueCall queues a call of a function value; what it throws is only noted.
func (h *host) queueCall(f any) {
	h.queue(func() {
		if _, err := call(f, undefined{}); err != nil {
			h.note("uncaught: " + err.Error())
		}
	})
}

// note keeps the last lines of the module's console, for error messages.
func (h *host) note(line string) {
	const keep = 8
	h.said = append(h.said, line)
	if len(h.said) > keep {
		h.said = h.said[len(h.said)-keep:]
	}
}

// callModule calls an exported function of the module by name. A trap and an
// exception of the host both come back as the error.
func (h *host) callModule(name string, args ...uint64) ([]uint64, error) {
	f := h.module.ExportedFunction(name)
	if f == nil {
		return nil, fmt.Errorf("the module does not export %s", name)
	}
	out, err := f.Call(h.ctx, args...)
	if err != nil && len(h.said) > 0 {
		err = fmt.Errorf("%w (console: %s)", err, strings.Join(h.said, " | "))
	}
	return out, err
}

// mustCall is callModule where a failure can only mean a broken instance; the
// panic ends the running call of the module.
func (h *host) mustCall(name string, args ...uint64) []uint64 {
	out, err := h.callModule(name, args...)
	if err != nil {
		panic(err)
	}
	return out
}

// fallible calls a function of the module that writes (value, error, failed)
// at an address on its stack, and returns the value's handle or address.
func (h *host) fallible(name string, args ...uint64) (uint32, error) {
	const frame = 16
	return h.onStack(frame, func(at uint32) (uint32, error) {
		if _, err := h.callModule(name, append([]uint64{uint64(at)}, args...)...); err != nil {
			return 0, err
		}
		if h.word(at+8) != 0 {
			return 0, raise(h.heap.take(h.word(at + 4)))
		}
		return h.word(at), nil
	})
}

// failing is fallible for functions that return nothing: (error, failed).
func (h *host) failing(name string, args ...uint64) error {
	const frame = 16
	_, err := h.onStack(frame, func(at uint32) (uint32, error) {
		if _, err := h.callModule(name, append([]uint64{uint64(at)}, args...)...); err != nil {
			return 0, err
		}
		if h.word(at+4) != 0 {
			return 0, raise(h.heap.take(h.word(at)))
		}
		return 0, nil
	})
	return err
}

// onStack lends f some bytes on the module's stack.
func (h *host) onStack(size int32, f func(at uint32) (uint32, error)) (uint32, error) {
	at, err := h.stack.Call(h.ctx, api.EncodeI32(-size))
	if err != nil {
		return 0, err
	}
	v, err := f(uint32(at[0]))
	if err != nil {
		// After a trap the instance is thrown away; restoring is harmless.
		_, _ = h.stack.Call(h.ctx, api.EncodeI32(size))
		return 0, err
	}
	_, err = h.stack.Call(h.ctx, api.EncodeI32(size))
	return v, err
}

// bytes is a view of the module's memory, valid until it next runs.
func (h *host) bytes(ptr, n uint32) []byte {
	b, ok := h.module.Memory().Read(ptr, n)
	if !ok {
		panic(fmt.Errorf("the module points outside its memory: %d+%d", ptr, n))
	}
	return b
}

func (h *host) text(ptr, n uint32) string { return string(h.bytes(ptr, n)) }

func (h *host) word(ptr uint32) uint32 { return binary.LittleEndian.Uint32(h.bytes(ptr, 4)) }

func (h *host) setWord(ptr, v uint32) { binary.LittleEndian.PutUint32(h.bytes(ptr, 4), v) }

func (h *host) setLong(ptr uint32, v uint64) { binary.LittleEndian.PutUint64(h.bytes(ptr, 8), v) }

// pass copies bytes into newly allocated memory that the module will own.
func (h *host) pass(b []byte) (ptr, n uint64) {
	out, err := h.malloc.Call(h.ctx, uint64(len(b)), 1)
	if err != nil {
		panic(err)
	}
	copy(h.bytes(uint32(out[0]), uint32(len(b))), b)
	return out[0] & 0xffffffff, uint64(len(b))
}

// putText writes (address, length) of a copied string at ptr.
func (h *host) putText(ptr uint32, s string) {
	at, n := h.pass([]byte(s))
	h.setWord(ptr+4, uint32(n))
	h.setWord(ptr, uint32(at))
}
