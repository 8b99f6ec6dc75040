//go:build !unix

package app

import (
	"fmt"
	"os"
	"path/filepath"
)

// lockFolder keeps a second program from writing into the same folder, where
// the system refuses to open a file twice for writing.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("another Pobratim may already work with %s: %w", dir, err)
	}
	return f, nil
}
