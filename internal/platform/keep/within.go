package keep

import (
	"context"

	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
)

// What a subject does with several records at once, or with one as a
// consequence of another, happens in one transaction.

// AddIn is Add in the writer's transaction.
func (k *Keeper[T]) AddIn(ctx context.Context, w *audit.Writer, t T, cites ...Cite) (string, error) {
	return k.add(ctx, w, t, cites)
}

// GetIn reads a record that the viewer may change, in the writer's transaction.
func (k *Keeper[T]) GetIn(ctx context.Context, w *audit.Writer, id string) (T, error) {
	return k.load(ctx, w, module.Edit, id)
}

// ChangeIn is Change in the writer's transaction.
func (k *Keeper[T]) ChangeIn(ctx context.Context, w *audit.Writer, t T, cites ...Cite) error {
	before, err := k.load(ctx, w, module.Edit, k.Meta(&t).ID)
	if err != nil {
		return err
	}
	return k.change(ctx, w, before, t, cites)
}

// PutAwayIn is PutAway in the writer's transaction.
func (k *Keeper[T]) PutAwayIn(ctx context.Context, w *audit.Writer, id string) error {
	return k.putAway(ctx, w, id)
}
