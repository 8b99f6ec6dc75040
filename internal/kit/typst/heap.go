package typst

// Slots of the object heap below firstFree are never given back: 0–127 are
// kept by the glue, then come the four constants.
const (
	slotUndefined = 128
	firstFree     = 132
)

// heap is the table of handles through which the module refers to values of
// the host. The module owns each handle that it was given until it drops it.
type heap struct {
	slots []any
	free  []uint32
}

func newHeap() *heap {
	slots := make([]any, firstFree, 1024)
	for i := range slots {
		slots[i] = undefined{}
	}
	copy(slots[slotUndefined:], []any{undefined{}, nil, true, false})
	return &heap{slots: slots}
}

// add stores a value and returns its handle.
func (h *heap) add(v any) uint32 {
	if n := len(h.free); n > 0 {
		i := h.free[n-1]
		h.free = h.free[:n-1]
		h.slots[i] = v
		return i
	}
	h.slots = append(h.slots, v)
	return uint32(len(h.slots) - 1)
}

// get reads the value of a handle; an unknown handle is undefined.
func (h *heap) get(i uint32) any {
	if int(i) >= len(h.slots) {
		return undefined{}
	}
	return h.slots[i]
}

// drop gives a handle back. Constants stay.
func (h *heap) drop(i uint32) {
	if i < firstFree || int(i) >= len(h.slots) {
		return
	}
	h.slots[i] = undefined{}
	h.free = append(h.free, i)
}

// take reads a value and drops its handle.
func (h *heap) take(i uint32) any {
	v := h.get(i)
	h.drop(i)
	return v
}

// live is the number of handles in use, for tests that look for leaks.
func (h *heap) live() int { return len(h.slots) - firstFree - len(h.free) }
