package record

import (
	"context"
	"strings"

	"pobratim/internal/kit/i18n"
)

// Ref names one record of one kind.
type Ref struct {
	Kind string // singular noun, as in the table of kinds: "partner", "person"
	ID   string
}

// IsZero tells whether the reference names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// String is "kind:id".
func (r Ref) String() string { return r.Kind + ":" + r.ID }

// ParseRef reads what String wrote; anything else is the zero reference.
func ParseRef(s string) Ref {
	kind, id, ok := strings.Cut(s, ":")
	if !ok || kind == "" || id == "" {
		return Ref{}
	}
	return Ref{Kind: kind, ID: id}
}

// Visibility says how far a record may be seen. The values are ordered from
// the narrowest to the widest circle.
type Visibility string

// The circles. Public means that someone let the record through on purpose.
const (
	Department     Visibility = "department"     // the international department
	Administration Visibility = "administration" // and the other departments of the city
	Participants   Visibility = "participants"   // and the organisations that take part
	Public         Visibility = "public"         // everybody
)

// Visibilities lists the circles from the narrowest to the widest.
func Visibilities() []Visibility {
	return []Visibility{Department, Administration, Participants, Public}
}

// Kind is what a subject says about a kind of record it owns.
type Kind struct {
	Name string // as in Ref.Kind
	// Path is the office address of a record with {id} in it, for example
	// "/partners/{id}".
	Path string
	// Title is how the record is called in lists of other subjects.
	Title func(ctx context.Context, id, lang string) (string, error)
	// Allowed tells whether the viewer may do action with a record, and whether
	// the viewer's own organisation takes part in it; a record that may not be
	// seen gives errs.NotFound.
	Allowed func(ctx context.Context, id, action string) (own bool, err error)
	// Sees is nil when the viewer of ctx may open the record, also a binned one,
	// and with it its history. A kind without it shows its history only to those
	// who may read the whole journal.
	Sees func(ctx context.Context, id string) error
	// Show writes the stored value of a field for people; nil, or an empty
	// answer, leaves it as it is stored.
	Show func(ctx context.Context, p *i18n.Printer, field, value string) string
	// Restore brings a binned record back; nil when the kind has no bin.
	Restore func(ctx context.Context, id string) error
	// Search is how its records are searched; nil when they are not.
	Search *Searching
}

// Kinds finds the kind of a reference.
type Kinds map[string]Kind

// Path is the office address of a record, or nothing for an unknown kind.
func (k Kinds) Path(ref Ref) string {
	return strings.ReplaceAll(k[ref.Kind].Path, "{id}", ref.ID)
}

// Title is the record's title, or its bare reference when it cannot be told.
func (k Kinds) Title(ctx context.Context, ref Ref, lang string) string {
	kind, ok := k[ref.Kind]
	if !ok || kind.Title == nil {
		return ref.String()
	}
	title, err := kind.Title(ctx, ref.ID, lang)
	if err != nil || title == "" {
		return ref.String()
	}
	return title
}
