package transfer

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Type is what the canonical text of a column means.
type Type string

// The types. Canonical forms are those of package keep.
const (
	Plain  Type = "text"   // one line or many, in no particular language
	Langs  Type = "langs"  // a text in several languages, as JSON
	Date   Type = "date"   // EDTF
	List   Type = "list"   // values on lines
	Flag   Type = "flag"   // "yes" or nothing
	Circle Type = "circle" // who sees the record
)

// Column is one field of a register.
type Column struct {
	Name     string // stable, as in addresses of forms: "website"
	Key      string // message key of its words: "organisation.website"
	Type     Type
	Control  ui.FieldKind // says e-mail, telephone, address; empty for a plain text
	Required bool
	Max      int // characters
	// Link is the office path, with {id}, of the record that the value names by
	// its identifier: the Path of that record's kind.
	Link string
	// Options are the choices of a value; nil means free text.
	Options func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Source says that a value may carry sources, which may disagree.
	Source bool
	// Fixed keeps the value with its record when two records become one.
	Fixed bool
	// Inner keeps the column to those who see every record of the kind.
	Inner bool
	// Residents is what they get of the column once a record is public.
	Residents Residents
}

// Residents is what the public gets of a value of a public record. Who sees the
// record in the office is another question; what is inner is for neither.
type Residents int

// What residents get, which is open data unless a subject says otherwise.
const (
	AsData  Residents = iota // in open data
	OnPage                   // on its page of the portal as well, where it is searched
	Indoors                  // nothing
)

// Row is one record as its columns' canonical values.
type Row struct {
	ID         string
	Version    int64
	Visibility record.Visibility
	Values     map[string]string // by column name; empty values are absent
}

// Cite is where the value of a column comes from.
type Cite struct {
	Column string
	Source record.Source
}

// Part is what belongs to a record without being one: who signed, who took
// part, what the sides say.
type Part struct {
	Title string
	Lines []Line
}

// Line is one entry of a part, in words.
type Line struct {
	Text string
	Note string
	Ref  record.Ref // of the record that Text names; may be zero
}

// Table is a register of one kind of record. The viewer stands in the context:
// Page shows what they may see, the others refuse what they may not do.
type Table struct {
	Name    string // plural, as on the command line: "organisations"
	Kind    string // as in record.Ref
	View    module.Need
	Columns []Column
	// Personal says that the records are about people: what leaves the program
	// of them leaves an entry in the history.
	Personal bool
	// Title is how a record is called in lists.
	Title func(row Row, lang string) string
	// Parts reads what belongs to a record; nil when nothing does.
	Parts func(ctx context.Context, s *web.Scene, id string) ([]Part, error)
	// Page reads up to limit records that are not in the bin and have an
	// identifier after the given one, in the order of identifiers. more is the
	// identifier to go on after, empty at the end; a page may hold fewer rows
	// than asked for, since hidden records are left out.
	Page func(ctx context.Context, after string, limit int) (rows []Row, more string, err error)
	// PageIn is Page within a transaction.
	PageIn func(ctx context.Context, h db.Handle, after string, limit int) (rows []Row, more string, err error)
	// Sees tells whether the viewer reads what only a circle reads: facts that
	// came from a record with fewer readers.
	Sees func(ctx context.Context, v record.Visibility) bool
	// Get reads one record, also within a transaction.
	Get func(ctx context.Context, h db.Handle, id string) (Row, error)
	// Some reads those of several records that are not in the bin and that the
	// viewer may see, also within a transaction.
	Some func(ctx context.Context, h db.Handle, ids []string) ([]Row, error)
	// Add makes a record in the writer's transaction. An identifier in the row
	// is kept, an empty one is made.
	Add func(ctx context.Context, w *audit.Writer, row Row, cites ...Cite) (id string, err error)
	// Change writes values over the version that the row names; columns that
	// the row does not hold are left as they are.
	Change func(ctx context.Context, w *audit.Writer, row Row, cites ...Cite) error
	// PutAway moves a record to the bin, Restore brings it back.
	PutAway func(ctx context.Context, w *audit.Writer, id string) error
	Restore func(ctx context.Context, w *audit.Writer, id string) error
	// Retire takes a record out of sight, at a version, because another one stands
	// for it from now on. It is not in the bin; package duplicate brings it back.
	Retire func(ctx context.Context, w *audit.Writer, id string, version int64) error
	// Show writes the canonical value of a column for people.
	Show func(ctx context.Context, s *web.Scene, column, value string) ui.Value
	// Claim keeps another source's value of a column beside the shown one.
	Claim func(ctx context.Context, w *audit.Writer, id, column, value string, source record.Source) error
}

// Column finds a column by its name.
func (t Table) Column(name string) (Column, bool) {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return t.Columns[i], true
		}
	}
	return Column{}, false
}
