package file

import (
	"context"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// Sweep removes the bytes that no attachment refers to any more: those of files
// that left the bin for good, and what uploads left behind that did not come to
// an end. Younger bytes stay, since an upload may be about to refer to them.
func (s *Service) Sweep(ctx context.Context) error {
	if scope, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil || scope < account.All {
		return err
	}
	before := s.clock().Add(-settled)
	s.attaching.Lock()
	defer s.attaching.Unlock()
	if err := dropUnused(ctx, s.DB, before); err != nil {
		return err
	}
	files, err := allFiles(ctx, s.DB)
	if err != nil {
		return err
	}
	known := make(map[blob.Sum]bool, len(files))
	for _, f := range files {
		known[f.sum] = true
	}
	var unknown []blob.Sum
	err = s.blobs.Walk(ctx, func(b blob.Found) error {
		if b.Stray == "" && !known[b.Sum] && b.Written.Before(before) {
			unknown = append(unknown, b.Sum)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, sum := range unknown {
		if err := s.blobs.Remove(sum); err != nil {
			return err
		}
	}
	_, err = s.blobs.DropUnfinished(before.Add(-time.Hour))
	return err
}
