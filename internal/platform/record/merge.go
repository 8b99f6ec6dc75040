package record

import (
	"context"
	"errors"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

// Hold says what becomes of a pointer when the record it names is merged into
// another one.
type Hold int

// The holds.
const (
	Moves  Hold = iota // names the other record from then on
	Itself             // the record's own row, or what is made from it: stays with its identifier, and undoing restores it
	Stays              // says what was: history, outcomes, the merge itself
)

// Fate says what becomes of a row when the record that it names is erased.
type Fate int

// The fates. Rows that say what was (Stays) remain as they are unless they go.
const (
	Holds   Fate = iota // the record is not erased while the row is there
	Goes                // the row is a part of the record, and goes with it
	Empties             // the row stays and names nothing
)

// Pointer is a column of the schema whose values are identifiers of records.
// Subjects hand over all of theirs, so that two records can become one without
// the subjects knowing each other; a test wants the list to be complete.
type Pointer struct {
	Table, Column string
	Key           []string // primary key of the table
	Kind          string   // of the records that it names; empty for any kind
	// KindColumn is the column beside it that tells the kind; empty when the table
	// names records of one kind, or does not tell.
	KindColumn string
	Hold       Hold
	Fate       Fate
	// Same are the columns that together say what the row says; a row that would
	// say what another one says goes. Empty: the primary key alone tells.
	Same []string
	// Words is the message key of what moves, with a number: «{n} роли». Empty
	// leaves the column out of the preview.
	Words string
}

// Names tells whether the column can hold identifiers of a kind.
func (p Pointer) Names(kind string) bool { return p.Kind == "" || p.Kind == kind }

// Pointers are the columns of this package's tables.
func Pointers() []Pointer {
	tags, links := []string{"kind", "record_id", "scheme", "tag"}, []string{"from_kind", "from_id", "role", "to_kind", "to_id"}
	pair := []string{"kind", "one_id", "other_id"}
	return []Pointer{
		{Table: "facts", Column: "record_id", Key: []string{"id"}, KindColumn: "kind", Fate: Goes, Words: "duplicate.moves.facts"},
		// A fact about a field that names another record holds its identifier.
		{Table: "facts", Column: "value", Key: []string{"id"}, Fate: Goes},
		{Table: "record_tags", Column: "record_id", Key: tags, KindColumn: "kind", Fate: Goes, Words: "duplicate.moves.tags"},
		{Table: "record_links", Column: "from_id", Key: links, KindColumn: "from_kind", Fate: Goes, Words: "duplicate.moves.links"},
		{Table: "record_links", Column: "to_id", Key: links, KindColumn: "to_kind", Fate: Goes, Words: "duplicate.moves.links"},
		{Table: "bin", Column: "record_id", Key: []string{"kind", "record_id"}, KindColumn: "kind", Hold: Stays, Fate: Goes},
		{Table: "merges", Column: "loser_id", Key: []string{"id"}, Hold: Stays},
		{Table: "merges", Column: "winner_id", Key: []string{"id"}, Hold: Stays},
		{Table: "merges", Column: "journal", Key: []string{"id"}, Hold: Stays},
		{Table: "not_duplicates", Column: "one_id", Key: pair, KindColumn: "kind", Hold: Stays, Fate: Goes},
		{Table: "not_duplicates", Column: "other_id", Key: pair, KindColumn: "kind", Hold: Stays, Fate: Goes},
	}
}

// Moved is the cause of an errs.NotFound: the record was merged into another
// one, which its address leads to.
type Moved struct{ To Ref }

// Error names the record that is there instead.
func (m *Moved) Error() string { return "merged into " + m.To.String() }

// MovedTo finds in an error where a merged record went; false for other errors.
func MovedTo(err error) (Ref, bool) {
	if m, ok := errors.AsType[*Moved](err); ok {
		return m.To, true
	}
	return Ref{}, false
}

// longestChain bounds how many merges after one another are followed.
const longestChain = 50

// Gone is the answer for a record that was put away: errs.NotFound, caused by
// Moved when the record was merged into another one, however often in a row.
func Gone(ctx context.Context, h db.Handle, ref Ref) error {
	gone := errs.New(errs.NotFound, "record.missing")
	to := ref
	for range longestChain {
		next, err := db.All(ctx, h, scanRef, `SELECT COALESCE(NULLIF(winner_kind, ''), kind), winner_id FROM merges WHERE loser_id = $1 AND kind = $2 AND undone_at = '' ORDER BY at DESC, id DESC LIMIT 1`, to.ID, to.Kind)
		if err != nil {
			return err
		}
		if len(next) == 0 {
			break
		}
		to = next[0]
	}
	if to == ref {
		return gone
	}
	return gone.Because(&Moved{To: to})
}

// MergedFrom lists the records that were merged into one, directly or by way of
// others.
func MergedFrom(ctx context.Context, h db.Handle, ref Ref) ([]Ref, error) {
	var all []Ref
	seen := map[Ref]bool{ref: true}
	for queue := []Ref{ref}; len(queue) > 0; queue = queue[1:] {
		losers, err := db.All(ctx, h, scanRef, `SELECT kind, loser_id FROM merges WHERE winner_id = $1 AND COALESCE(NULLIF(winner_kind, ''), kind) = $2 AND undone_at = '' ORDER BY at, id`, queue[0].ID, queue[0].Kind)
		if err != nil {
			return nil, err
		}
		for _, loser := range losers {
			if !seen[loser] {
				seen[loser] = true
				all, queue = append(all, loser), append(queue, loser)
			}
		}
	}
	return all, nil
}
