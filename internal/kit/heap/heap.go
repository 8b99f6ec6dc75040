package heap

import (
	"runtime/debug"
	"sync"
)

// growth is by how many per cent the heap may grow between two collections.
const growth = 50

// Thrift counts who asks for a small heap. The zero value is ready; a process
// has one.
type Thrift struct {
	mu    sync.Mutex
	users int
	usual int
}

// Begin makes the heap small until every release that it returned was called.
func (t *Thrift) Begin() (release func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.users++; t.users == 1 {
		if t.usual = debug.SetGCPercent(growth); t.usual >= 0 && t.usual < growth { // the operator wants it smaller yet
			debug.SetGCPercent(t.usual)
		}
	}
	return sync.OnceFunc(t.end)
}

func (t *Thrift) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.users--; t.users == 0 {
		debug.SetGCPercent(t.usual)
	}
}
