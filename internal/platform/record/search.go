package record

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
)

// Depth says who reads a passage of a record.
type Depth int

// The depths, from the widest circle to the narrowest.
const (
	OnPortal Depth = iota // everybody, once the record is public
	InRecord              // everybody who sees the record
	Inner                 // those who see every record of the kind
)

// Passage is a piece of text as the search reads it.
type Passage struct {
	Text  string
	Lang  string // empty: in no particular language
	Depth Depth
}

// Searched is what the search knows of a record.
type Searched struct {
	Circle Visibility
	Binned bool
	// About is the record whose rules and page this one shares, such as that of
	// a file; zero means the record itself.
	About Ref
	// Titles are the titles in all languages, Names what else it is called; both
	// are found by their sound and their beginning.
	Titles   []Passage
	Names    []Passage
	Passages []Passage
	// Links are records by whose titles this one is found as well, by those who
	// see every record.
	Links []Ref
	// Later says that more will be known when the kind has prepared it.
	Later bool
}

// Searching is how a kind of records is searched.
type Searching struct {
	// Read tells what there is to find in a record; words are the printers of
	// all languages, for the words of choices.
	Read func(ctx context.Context, h db.Handle, id string, words []*i18n.Printer) (Searched, error)
	// Several is Read for several records at once, by identifier; nil when one is
	// read after another. Records that are gone are left out.
	Several func(ctx context.Context, h db.Handle, ids []string, words []*i18n.Printer) (map[string]Searched, error)
	// Called reads the titles of a record alone.
	Called func(ctx context.Context, h db.Handle, id string) ([]Passage, error)
	// IDs lists records that are not in the bin, in the order of identifiers.
	IDs func(ctx context.Context, h db.Handle, after string, limit int) ([]string, error)
	// Owned is the SQL that lists the identifiers of the records in which the
	// organisation $1 takes part; empty when none can.
	Owned string
	// Prepare does what takes long, such as reading the text of a document; nil
	// when there is nothing of that kind.
	Prepare func(ctx context.Context, id string) error
	// Public is the address of a record on the portal, empty when it has none.
	// A kind without it is not searched there.
	Public func(ctx context.Context, id string) (string, error)
}
