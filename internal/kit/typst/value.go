package typst

import (
	"fmt"
	"strconv"
	"time"
)

// The values of the imitated JavaScript world. A value is one of: undefined,
// nil (null), bool, float64, string, int64 or uint64 (a BigInt), or a pointer
// to one of the types below. All are comparable, so === is Go's == but for
// numbers, which compare alike in both.
type (
	undefined struct{}

	// symbol is a unique key; only Symbol.iterator is needed.
	symbol struct{ name string }

	// object is a plain object. Keys keep the order in which they came.
	object struct {
		keys   []any
		fields map[any]any
	}

	array struct{ items []any }
	// octets is a Uint8Array, words a Uint32Array.
	octets struct{ b []byte }
	words  struct{ w []uint32 }

	// function is anything that can be called. unref is set on closures of
	// the module, which count their users.
	function struct {
		call  func(this any, args []any) (any, error)
		unref func()
	}

	// thrown is an Error object; as a Go error it is an exception in flight.
	thrown struct{ message string }

	// date holds an instant; only its offset from UTC is ever asked for.
	date struct{ t time.Time }

	// wrapped is a class instance of the module: an address in its memory.
	wrapped struct {
		class string
		ptr   uint32
	}
)

func (t *thrown) Error() string { return t.message }

// exception carries any thrown value that is not an Error.
type exception struct{ value any }

func (e *exception) Error() string { return describe(e.value) }

// throwable is what a catch block would see of a Go error.
func throwable(err error) any {
	switch e := err.(type) {
	case *thrown:
		return e
	case *exception:
		return e.value
	}
	return &thrown{err.Error()}
}

// raise is a value as a Go error.
func raise(v any) error {
	if t, ok := v.(*thrown); ok {
		return t
	}
	return &exception{v}
}

func newObject() *object { return &object{fields: map[any]any{}} }

func (o *object) set(key, value any) {
	if _, ok := o.fields[key]; !ok {
		o.keys = append(o.keys, key)
	}
	o.fields[key] = value
}

// native makes a function out of Go code that cannot fail.
func native(f func(args []any) any) *function {
	return &function{call: func(_ any, args []any) (any, error) { return f(args), nil }}
}

// property reads target[key] as Reflect.get does: what is not there is
// undefined, and a primitive target is an exception.
func property(target, key any) (any, error) {
	switch t := target.(type) {
	case *object:
		if v, ok := t.fields[key]; ok {
			return v, nil
		}
		return undefined{}, nil
	case *array:
		return t.property(key), nil
	case *octets:
		if i, ok := index(key, len(t.b)); ok {
			return float64(t.b[i]), nil
		}
		if key == "length" {
			return float64(len(t.b)), nil
		}
		return undefined{}, nil
	case *thrown:
		switch key {
		case "message":
			return t.message, nil
		case "name":
			return "Error", nil
		}
		return undefined{}, nil
	case *function, *promise, *words, *date, *symbol, *wrapped:
		return undefined{}, nil
	}
	return nil, &thrown{"Reflect.get called on " + describe(target)}
}

func (a *array) property(key any) any {
	if i, ok := index(key, len(a.items)); ok {
		return a.items[i]
	}
	if key == "length" {
		return float64(len(a.items))
	}
	if s, ok := key.(*symbol); ok && s.name == "iterator" {
		return native(func([]any) any { return a.iterator() })
	}
	return undefined{}
}

// iterator is the object with next() that walks the array.
func (a *array) iterator() *object {
	at := 0
	it := newObject()
	it.set("next", native(func([]any) any {
		step := newObject()
		step.set("done", at >= len(a.items))
		step.set("value", undefined{})
		if at < len(a.items) {
			step.set("value", a.items[at])
			at++
		}
		return step
	}))
	return it
}

// index reads a property key as a position below n.
func index(key any, n int) (int, bool) {
	switch k := key.(type) {
	case float64:
		i := int(k)
		return i, float64(i) == k && i >= 0 && i < n
	case string:
		i, err := strconv.Atoi(k)
		return i, err == nil && i >= 0 && i < n
	}
	return 0, false
}

// call applies a function value.
func call(f, this any, args ...any) (any, error) {
	fn, ok := f.(*function)
	if !ok {
		return nil, &thrown{describe(f) + " is not a function"}
	}
	return fn.call(this, args)
}

// isObject is typeof v === "object" && v !== null.
func isObject(v any) bool {
	switch v.(type) {
	case *object, *array, *octets, *words, *thrown, *date, *promise, *wrapped:
		return true
	}
	return false
}

// toNumber is Number(v) for the values that can come up.
func toNumber(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case bool:
		if n {
			return 1, true
		}
		return 0, true
	case nil:
		return 0, true
	case string:
		f, err := strconv.ParseFloat(n, 64)
		return f, err == nil
	}
	return 0, false
}

// looseEqual is == for the values that can come up: null equals undefined,
// numbers, booleans and BigInts compare as numbers.
func looseEqual(a, b any) bool {
	if a == b {
		return true
	}
	if missing(a) || missing(b) {
		return missing(a) && missing(b)
	}
	if isObject(a) || isObject(b) {
		return false
	}
	x, okX := toNumber(a)
	y, okY := toNumber(b)
	return okX && okY && x == y
}

// missing is "null or undefined".
func missing(v any) bool { return v == nil || v == undefined{} }

// describe is a value in a message for people who read logs.
func describe(v any) string {
	switch t := v.(type) {
	case nil:
		return "null"
	case undefined:
		return "undefined"
	case bool:
		return strconv.FormatBool(t)
	case float64:
		return strconv.FormatFloat(t, 'g', -1, 64)
	case string:
		return strconv.Quote(t)
	case *thrown:
		return "Error: " + t.message
	case *function:
		return "Function"
	case *array:
		return fmt.Sprintf("Array of %d", len(t.items))
	case *octets:
		return fmt.Sprintf("Uint8Array of %d", len(t.b))
	case *object:
		return fmt.Sprintf("Object with %v", t.keys)
	}
	return fmt.Sprintf("%T", v)
}
