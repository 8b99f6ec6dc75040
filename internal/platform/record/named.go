package record

import (
	"strings"
	"time"

	"pobratim/internal/kit/id"
)

// Wanted are identifiers of records that something which can be undone still
// needs, with the instant until which it can be undone.
type Wanted map[string]time.Time

// Note adds those of the identifiers that stand in a text, such as the JSON of
// what was before.
func (w Wanted) Note(text string, until time.Time, ids map[string]bool) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		if len(word) == id.Len && ids[word] && until.After(w[word]) {
			w[word] = until
		}
	}
}
