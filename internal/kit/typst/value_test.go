package typst

import (
	"errors"
	"testing"
)

func TestHeap(t *testing.T) {
	h := newHeap()
	for slot, want := range map[uint32]any{0: undefined{}, 128: undefined{}, 129: nil, 130: true, 131: false, 9999: undefined{}} {
		if got := h.get(slot); got != want {
			t.Errorf("slot %d holds %v, want %v", slot, got, want)
		}
	}
	a, b := h.add("a"), h.add("b")
	if a != firstFree || b != firstFree+1 || h.live() != 2 {
		t.Errorf("handles %d and %d, live %d", a, b, h.live())
	}
	h.drop(129)
	h.drop(9999)
	if h.take(a) != "a" || h.get(a) != (undefined{}) || h.live() != 1 {
		t.Error("take does not give the handle back")
	}
	if again := h.add("c"); again != a {
		t.Errorf("a free handle is not used again: %d", again)
	}
	if h.get(129) != nil {
		t.Error("a constant was dropped")
	}
}

func TestPromise(t *testing.T) {
	h := &host{}
	var order []any
	note := native(func(args []any) any { order = append(order, first(args)); return first(args) })
	p := h.newPromise()
	last := p.then(note).then(&function{call: func(_ any, args []any) (any, error) {
		return nil, &thrown{"no"}
	}}).then(note)
	p.resolve("one")
	p.resolve("two") // settled already
	if len(order) != 0 {
		t.Error("a reaction ran before the queue")
	}
	_, err := h.await(last)
	if err == nil || err.Error() != "no" || len(order) != 1 || order[0] != "one" {
		t.Errorf("error %v, order %v", err, order)
	}
	outer, inner := h.newPromise(), h.newPromise()
	outer.resolve(inner)
	inner.resolve("in")
	if v, err := h.await(outer); v != "in" || err != nil {
		t.Errorf("a promise of a promise is %v, %v", v, err)
	}
	if _, err := h.await(h.newPromise()); err == nil {
		t.Error("a promise that nothing settles is no error")
	}
}

func TestProperty(t *testing.T) {
	o := newObject()
	o.set("a", 1.0)
	list := &array{[]any{"x", "y"}}
	for _, c := range []struct{ target, key, want any }{
		{o, "a", 1.0}, {o, "b", undefined{}}, {list, 1.0, "y"}, {list, "0", "x"}, {list, 2.0, undefined{}},
		{list, "length", 2.0}, {&octets{[]byte{9}}, 0.0, 9.0}, {&thrown{"m"}, "message", "m"},
	} {
		if got, err := property(c.target, c.key); got != c.want || err != nil {
			t.Errorf("%s[%v] is %v, %v, want %v", describe(c.target), c.key, got, err, c.want)
		}
	}
	var e *thrown
	if _, err := property(undefined{}, "a"); !errors.As(err, &e) {
		t.Errorf("a property of undefined: %v", err)
	}
}

func TestIterator(t *testing.T) {
	list := &array{[]any{"x", "y"}}
	make, _ := property(list, &symbol{"iterator"})
	it, err := call(make, list)
	if err != nil {
		t.Fatal(err)
	}
	var got []any
	for range 3 {
		next, _ := property(it, "next")
		step, _ := call(next, it)
		done, _ := property(step, "done")
		value, _ := property(step, "value")
		got = append(got, done, value)
	}
	want := []any{false, "x", false, "y", true, undefined{}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("steps %v, want %v", got, want)
			break
		}
	}
}

func TestLooseEqual(t *testing.T) {
	for _, c := range []struct {
		a, b any
		want bool
	}{
		{nil, undefined{}, true}, {nil, 0.0, false}, {int64(3), 3.0, true}, {uint64(3), int64(3), true},
		{true, 1.0, true}, {"3", 3.0, true}, {"x", "y", false}, {newObject(), newObject(), false},
	} {
		if looseEqual(c.a, c.b) != c.want {
			t.Errorf("%s == %s is not %v", describe(c.a), describe(c.b), c.want)
		}
	}
}
