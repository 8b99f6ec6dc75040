package db

import (
	"context"
	"database/sql"
	"sync"
)

// kept are SQLite's statements that transactions repeat, compiled on the one
// connection that writes: an import says the same in hundreds of transactions.
type kept struct {
	mu     sync.RWMutex
	byQL   map[string]*sql.Stmt
	wanted []string // by the transactions before, not compiled yet
}

// mostKept bounds the memory of statements that are kept; a text of many rows
// takes a hundred kilobytes.
const mostKept = 100

// get is a statement that is kept; nil when there is none.
func (k *kept) get(query string) *sql.Stmt {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.byQL[query]
}

// want notes a text for compile.
func (k *kept) want(query string) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.byQL)+len(k.wanted) < mostKept {
		k.wanted = append(k.wanted, query)
	}
}

// compile compiles what is wanted, outside of a transaction: what is compiled
// within one goes with it. What cannot be compiled is left to the transactions.
func (k *kept) compile(ctx context.Context, on *sql.DB) {
	for _, query := range k.take() {
		// Not under the lock: this waits for the connection, whose transaction asks
		// for statements.
		stmt, err := on.PrepareContext(ctx, query)
		if err != nil {
			continue
		}
		if k.put(query, stmt) != stmt {
			_ = stmt.Close()
		}
	}
}

// take hands over what is wanted.
func (k *kept) take() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	wanted := k.wanted
	k.wanted = nil
	return wanted
}

// put keeps a statement, and returns the one that is kept.
func (k *kept) put(query string, stmt *sql.Stmt) *sql.Stmt {
	k.mu.Lock()
	defer k.mu.Unlock()
	if there := k.byQL[query]; there != nil {
		return there
	}
	if k.byQL == nil {
		k.byQL = map[string]*sql.Stmt{}
	}
	k.byQL[query] = stmt
	return stmt
}

func (k *kept) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, stmt := range k.byQL {
		_ = stmt.Close()
	}
	k.byQL = nil
}
