package search

import "context"

// Merge moves what is fresh into the blocks, however little it is.
func (x *Index) Merge(ctx context.Context) (bool, error) { return x.merge(ctx, 1, 1) }
