package app

import (
	"context"
	"errors"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
)

// typesetter hands papers to the pool; a program without one says so.
type typesetter struct{ pool *typst.Pool }

// PDF makes one paper.
func (t typesetter) PDF(ctx context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error) {
	if t.pool == nil {
		return nil, nil, errs.Wrap(errors.New("no typesetter"), errs.Unavailable, "typst.assets")
	}
	return t.pool.PDF(ctx, d)
}
