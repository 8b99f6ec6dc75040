package heap_test

import (
	"runtime/debug"
	"testing"

	"pobratim/internal/kit/heap"
)

// percent reads the setting and leaves it as it is.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

// TestThrift wants the setting back when the last one has ended, whatever the
// order, and a smaller one of the operator's left alone.
func TestThrift(t *testing.T) {
	defer debug.SetGCPercent(percent())
	for usual, within := range map[int]int{100: 50, 400: 50, -1: 50, 20: 20} {
		debug.SetGCPercent(usual)
		var thrift heap.Thrift
		first, second := thrift.Begin(), thrift.Begin()
		if got := percent(); got != within {
			t.Errorf("%d becomes %d, not %d", usual, got, within)
		}
		first()
		first()
		if got := percent(); got != within {
			t.Errorf("%d is %d while somebody still asks", usual, got)
		}
		second()
		if got := percent(); got != usual {
			t.Errorf("%d is %d afterwards", usual, got)
		}
	}
}
