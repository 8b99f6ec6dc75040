package typst

import (
	"math"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// hostFunc is one import. sig is its type: a letter per parameter, a colon, a
// letter per result; i is i32, l is i64, d is f64. f reads its parameters from
// the stack and writes the result over the first.
type hostFunc struct {
	sig string
	f   func(h *host, s []uint64)
}

// imports is every function that the module may import, by its hashed name.
func imports() map[string]hostFunc {
	all := map[string]hostFunc{}
	for _, group := range []map[string]hostFunc{
		importsOfHeap(), importsOfTypes(), importsOfNumbers(), importsOfErrors(),
		importsOfObjects(), importsOfArrays(), importsOfBytes(), importsOfCalls(), importsOfWorld(),
	} {
		for name, f := range group {
			all[name] = f
		}
	}
	return all
}

// arg is the value behind the handle in parameter i.
func (h *host) arg(s []uint64, i int) any { return h.heap.get(uint32(s[i])) }

// ret stores a value and returns its handle.
func (h *host) ret(s []uint64, v any) { s[0] = uint64(h.heap.add(v)) }

func retBool(s []uint64, b bool) {
	s[0] = 0
	if b {
		s[0] = 1
	}
}

// caught returns a value, or hands the exception to the module.
func (h *host) caught(s []uint64, v any, err error) {
	if err != nil {
		h.mustCall(fnStoreThrown, uint64(h.heap.add(throwable(err))))
		s[0] = 0
		return
	}
	h.ret(s, v)
}

// asking makes an import that answers a question about one value.
func asking(question func(v any) bool) hostFunc {
	return hostFunc{"i:i", func(h *host, s []uint64) { retBool(s, question(h.arg(s, 0))) }}
}

// making makes an import without parameters that returns a new value.
func making(value func(h *host) any) hostFunc {
	return hostFunc{":i", func(h *host, s []uint64) { h.ret(s, value(h)) }}
}

func importsOfHeap() map[string]hostFunc {
	return map[string]hostFunc{
		"__wbindgen_object_clone_ref": {"i:i", func(h *host, s []uint64) { h.ret(s, h.arg(s, 0)) }},
		"__wbindgen_object_drop_ref":  {"i:", func(h *host, s []uint64) { h.heap.drop(uint32(s[0])) }},
		"__wbindgen_cast_2241b6af4c4b2941": {"ii:i", func(h *host, s []uint64) {
			h.ret(s, h.text(uint32(s[0]), uint32(s[1])))
		}},
		"__wbindgen_cast_3334ea73b4b28ba3": {"ii:i", func(h *host, s []uint64) {
			h.ret(s, h.closure(uint32(s[0]), uint32(s[1]), fnInvokeClosure, fnDropClosure))
		}},
		"__wbindgen_cast_4625c577ab2ec9ee": {"l:i", func(h *host, s []uint64) { h.ret(s, s[0]) }},
		"__wbindgen_cast_9ae0607507abb057": {"l:i", func(h *host, s []uint64) { h.ret(s, int64(s[0])) }},
		"__wbindgen_cast_d6cd19b81560fd6e": {"d:i", func(h *host, s []uint64) { h.ret(s, api.DecodeF64(s[0])) }},
		"__wbg__wbg_cb_unref_87dfb5aaa0cbcea7": {"i:", func(h *host, s []uint64) {
			if f, ok := h.arg(s, 0).(*function); ok && f.unref != nil {
				f.unref()
			}
		}},
	}
}

func importsOfTypes() map[string]hostFunc {
	return map[string]hostFunc{
		"__wbg___wbindgen_is_undefined_f6b95eab589e0269": asking(func(v any) bool { return v == undefined{} }),
		"__wbg___wbindgen_is_object_ce774f3490692386":    asking(isObject),
		"__wbg___wbindgen_is_function_8d400b8b1af978cd":  asking(is[*function]),
		"__wbg___wbindgen_is_string_704ef9c8fc131030":    asking(is[string]),
		"__wbg___wbindgen_is_bigint_0e1a2e3f55cfae27":    asking(isBigInt),
		"__wbg_isArray_51fd9e6422c0a395":                 asking(is[*array]),
		"__wbg_instanceof_Uint8Array_da54ccc9d3e09434":   asking(is[*octets]),
		// Neither kind exists in this world.
		"__wbg_instanceof_ArrayBuffer_f3320d2419cd0355": asking(func(any) bool { return false }),
		"__wbg_instanceof_Map_084be8da74364158":         asking(func(any) bool { return false }),
		"__wbg_isSafeInteger_ae7d3f054d55fa16": asking(func(v any) bool {
			n, ok := v.(float64)
			return ok && n == math.Trunc(n) && math.Abs(n) <= 1<<53-1
		}),
		"__wbg___wbindgen_jsval_eq_b6101cc9cef1fe36": {"ii:i", func(h *host, s []uint64) {
			retBool(s, h.arg(s, 0) == h.arg(s, 1))
		}},
		"__wbg___wbindgen_jsval_loose_eq_766057600fdd1b0d": {"ii:i", func(h *host, s []uint64) {
			retBool(s, looseEqual(h.arg(s, 0), h.arg(s, 1)))
		}},
		"__wbg___wbindgen_debug_string_adfb662ae34724b6": {"ii:", func(h *host, s []uint64) {
			h.putText(uint32(s[0]), describe(h.arg(s, 1)))
		}},
		"__wbg___wbindgen_string_get_a2a31e16edf96e42": {"ii:", func(h *host, s []uint64) {
			at := uint32(s[0])
			if text, ok := h.arg(s, 1).(string); ok {
				h.putText(at, text)
				return
			}
			h.setWord(at, 0)
			h.setWord(at+4, 0)
		}},
		"__wbg___wbindgen_boolean_get_dea25b33882b895b": {"i:i", func(h *host, s []uint64) {
			const notBoolean = 0xFFFFFF
			b, ok := h.arg(s, 0).(bool)
			if retBool(s, b); !ok {
				s[0] = notBoolean
			}
		}},
	}
}

func is[T any](v any) bool {
	_, ok := v.(T)
	return ok
}

func isBigInt(v any) bool { return is[int64](v) || is[uint64](v) }

func importsOfNumbers() map[string]hostFunc {
	return map[string]hostFunc{
		"__wbg_Number_2d1dcfcf4ec51736": {"i:d", func(h *host, s []uint64) {
			n, ok := toNumber(h.arg(s, 0))
			if !ok {
				n = math.NaN()
			}
			s[0] = api.EncodeF64(n)
		}},
		"__wbg___wbindgen_number_get_9619185a74197f95": {"ii:", func(h *host, s []uint64) {
			n, ok := h.arg(s, 1).(float64)
			h.putOption(uint32(s[0]), math.Float64bits(n), ok)
		}},
		"__wbg___wbindgen_bigint_get_as_i64_6e32f5e6aff02e1d": {"ii:", func(h *host, s []uint64) {
			switch n := h.arg(s, 1).(type) {
			case int64:
				h.putOption(uint32(s[0]), uint64(n), true)
			case uint64:
				h.putOption(uint32(s[0]), n, true)
			default:
				h.putOption(uint32(s[0]), 0, false)
			}
		}},
		"__wbg_now_69d776cd24f5215b": {":d", func(h *host, s []uint64) {
			s[0] = api.EncodeF64(float64(h.now().UnixMilli()))
		}},
		"__wbg_new_b2db8aa2650f793a": {"i:i", func(h *host, s []uint64) {
			ms, _ := toNumber(h.arg(s, 0))
			h.ret(s, &date{time.UnixMilli(int64(ms)).In(h.now().Location())})
		}},
		"__wbg_getTimezoneOffset_45389e26d6f46823": {"i:d", func(h *host, s []uint64) {
			minutes := 0.0
			if d, ok := h.arg(s, 0).(*date); ok {
				_, east := d.t.Zone()
				minutes = -float64(east) / 60
			}
			s[0] = api.EncodeF64(minutes)
		}},
	}
}

// putOption writes an optional 8-byte value: present at ptr, value at ptr+8.
func (h *host) putOption(ptr uint32, v uint64, ok bool) {
	h.setLong(ptr+8, v)
	present := uint32(0)
	if ok {
		present = 1
	}
	h.setWord(ptr, present)
}
