package activity

import (
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// SeriesKind is the kind of the records in the table of series.
const SeriesKind = "series"

// Series is an event that comes back in editions: Days of Germany.
type Series struct {
	keep.Meta
	Name  i18n.Text
	About i18n.Text
}

// Ref names the series.
func (s Series) Ref() record.Ref { return record.Ref{Kind: SeriesKind, ID: s.ID} }
