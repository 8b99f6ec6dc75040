package export

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/transfer"
)

// Clean takes out of a row the references to records that the viewer may not
// see: even their identifiers stay inside.
func (w *Words) Clean(ctx context.Context, t transfer.Table, row transfer.Row) (transfer.Row, error) {
	clean := make(map[string]string, len(row.Values))
	for _, c := range t.Columns {
		value := row.Values[c.Name]
		if value == "" {
			continue
		}
		if c.Link == "" && (c.Options == nil || !refers(value)) {
			clean[c.Name] = value
			continue
		}
		var kept []string
		for one := range strings.SplitSeq(value, "\n") {
			word, err := w.one(ctx, c, one)
			if err != nil {
				return row, err
			}
			if word != "" {
				kept = append(kept, one)
			}
		}
		if len(kept) > 0 {
			clean[c.Name] = strings.Join(kept, "\n")
		}
	}
	row.Values = clean
	return row, nil
}

// refers tells whether a value names records: identifiers, or kind:id.
func refers(value string) bool {
	for one := range strings.SplitSeq(value, "\n") {
		if _, last, named := strings.Cut(one, ":"); named && id.Valid(last) || id.Valid(one) {
			return true
		}
	}
	return false
}

// Open is a table as the public gets it: without what stays indoors, without the
// circle of readers, which is everybody, and without ways to reach people, which
// the portal does not show either.
func Open(t transfer.Table) transfer.Table {
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c transfer.Column) bool {
		return c.Inner || c.Residents == transfer.Indoors || c.Type == transfer.Circle || c.Control == ui.FieldEmail || c.Control == ui.FieldPhone
	})
	return t
}
