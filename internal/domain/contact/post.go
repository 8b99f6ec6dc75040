package contact

import (
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// PostKind is the kind of the records in the table of posts.
const PostKind = "post"

// Post is an office that somebody holds, whoever it is: "mayor of Duisburg",
// "coordinator of the partnership with Varkaus".
type Post struct {
	keep.Meta
	Title        i18n.Text
	Organisation string // identifier; empty when the post belongs to none
	Side         string
}

// Ref names the post.
func (p Post) Ref() record.Ref { return record.Ref{Kind: PostKind, ID: p.ID} }

// Role is a person's time in a post, or as member of an organisation.
type Role struct {
	ID           string
	Version      int64
	Person       string
	Post         string    // identifier; empty for a role without a post
	Organisation string    // identifier; for a role with a post, the post's own
	Title        i18n.Text // of a role without a post: "board member"
	Since        edtf.Date // empty: not known
	Until        edtf.Date // empty: not known to have ended
	Seen         edtf.Date // a day on which a source shows the person in the role
}

// Current tells whether the role is held on a day, as far as is known: it has
// not ended, and not begun later.
func (r Role) Current(on time.Time) bool {
	today := edtf.On(on)
	if !r.Until.IsZero() && r.Until.Before(today) {
		return false
	}
	return r.Since.IsZero() || !today.Before(r.Since)
}

// Incumbent is a role in a post together with the person in it.
type Incumbent struct {
	Role
	Person Person // name, spellings and address of e-mail
}

// Holder is a role together with the names that a list shows.
type Holder struct {
	Role
	PersonName       Person
	PostTitle        i18n.Text
	OrganisationName i18n.Text
}
