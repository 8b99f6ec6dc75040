package bin

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/record"
)

// found lists what is in the bin, the newest first; with a query only what is
// called so.
func (b *Bin) found(ctx context.Context, query string) ([]record.Binned, error) {
	if query == "" {
		return record.Bin(ctx, b.deps.DB, mostShown)
	}
	ways := waysOf(query)
	return record.BinOf(ctx, b.deps.DB, mostShown, func(one record.Binned) bool { return called(one.Title, ways) })
}

// way is a query as words under one key.
type way struct {
	key   func(string) string
	words []string
}

// waysOf reads a query as it stands, by its sound, and as typed on the other
// keyboard.
func waysOf(query string) []way {
	var ways []way
	for _, w := range []way{
		{fold.Key, fold.Words(query)}, {fold.Latin, strings.Fields(fold.Latin(query))}, {fold.Key, fold.Words(fold.SwapLayout(query))},
	} {
		if len(w.words) > 0 {
			ways = append(ways, w)
		}
	}
	return ways
}

// called tells whether, in one of the ways, each word of the query begins a
// word of the title.
func called(title string, ways []way) bool {
	return slices.ContainsFunc(ways, func(w way) bool {
		has := strings.Fields(w.key(title))
		for _, word := range w.words {
			if !slices.ContainsFunc(has, func(one string) bool { return strings.HasPrefix(one, word) }) {
				return false
			}
		}
		return true
	})
}
