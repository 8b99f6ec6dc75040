package blob

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"
)

// Found is one thing that Walk met.
type Found struct {
	Stat
	// Stray is the path of something that is no blob in its place; Stat is
	// zero then.
	Stray string
}

// Walk shows every blob in the order of names, without reading them, and
// everything that does not belong there. Files still being written are left
// out. It stops at the first error of visit.
func (s *Store) Walk(ctx context.Context, visit func(Found) error) error {
	return fs.WalkDir(s.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // taken away in the meantime
			}
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if name == tempDir {
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		sum := Sum(path.Base(name))
		if !sum.Valid() || sum.path() != name || !info.Mode().IsRegular() {
			return visit(Found{Stray: strings.ToValidUTF8(name, "?")})
		}
		return visit(Found{Stat: Stat{Sum: sum, Size: info.Size(), Written: info.ModTime()}})
	})
}

// DropUnfinished deletes temporary files that were last written before an
// instant: what a stopped program has left. It returns how many there were.
func (s *Store) DropUnfinished(before time.Time) (int, error) {
	entries, err := fs.ReadDir(s.root.FS(), tempDir)
	if err != nil {
		return 0, err
	}
	dropped := 0
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue
		}
		if err := s.root.Remove(path.Join(tempDir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return dropped, err
		}
		dropped++
	}
	return dropped, nil
}
