package file

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pobratim/internal/kit/blob"
)

// settled is how old bytes without an attachment have to be to be reported:
// younger ones may belong to an upload under way, or to one that failed.
const settled = 24 * time.Hour

// check compares the records of files with the bytes: each file is there and
// matches its hash and size, and nothing lies there that nobody refers to. The
// sentences name files by hash, since names may hold personal data.
func (s *Service) check(ctx context.Context) ([]string, error) {
	files, err := allFiles(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	var found []string
	known := make(map[blob.Sum]bool, len(files))
	for _, f := range files {
		known[f.sum] = true
		sentence, err := s.checkOne(ctx, f)
		if err != nil {
			return nil, err
		}
		if sentence != "" {
			found = append(found, sentence)
		}
	}
	before := s.clock().Add(-settled)
	err = s.blobs.Walk(ctx, func(b blob.Found) error {
		switch {
		case b.Stray != "":
			found = append(found, fmt.Sprintf("the folder of files holds %q, which is none of its own", b.Stray))
		case !known[b.Sum] && b.Written.Before(before):
			found = append(found, fmt.Sprintf("file %s belongs to no record", b.Sum))
		}
		return nil
	})
	return found, err
}

func (s *Service) checkOne(ctx context.Context, f kept) (string, error) {
	stat, err := s.blobs.Stat(f.sum)
	if err == nil {
		err = s.blobs.Verify(ctx, f.sum)
	}
	switch {
	case errors.Is(err, blob.ErrMissing) || errors.Is(err, blob.ErrName):
		return fmt.Sprintf("file %s is missing (attachments: %d)", f.sum, f.used), nil
	case errors.Is(err, blob.ErrDamaged):
		return fmt.Sprintf("file %s is damaged (attachments: %d)", f.sum, f.used), nil
	case err != nil && ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return fmt.Sprintf("file %s cannot be read: %v", f.sum, err), nil
	case stat.Size != f.size:
		return fmt.Sprintf("file %s has %d bytes, its record says %d", f.sum, stat.Size, f.size), nil
	case f.used == 0:
		return fmt.Sprintf("file %s is recorded, but belongs to no record", f.sum), nil
	}
	return "", nil
}
