package account

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/platform/audit"
)

// User is a person with an account in this office.
type User struct {
	ID           string
	Name         string // as the person writes it
	Email        string
	Roles        []Role
	Organisation string // identifier; empty for the department's own people
	Prefs        Prefs
	Disabled     bool
	CanSignIn    bool // a password is set; before that the invitation is open
	CreatedAt    time.Time
	SeenAt       time.Time // zero when never signed in
	Version      int64
	password     string // encoded hash; empty until the invitation is accepted
}

// Prefs are the choices of O43.
type Prefs struct {
	Lang      string // "" for the office's first language
	Theme     string // "" for the system's, "light", "dark"
	Dense     bool   // compact rows
	Shortcuts bool   // one-letter keys
}

// Limits of what is typed, in characters.
const (
	MaxName  = 120
	MaxEmail = 254 // RFC 5321
)

// NewUser is what an administrator gives when inviting somebody.
type NewUser struct {
	Name, Email  string
	Roles        []Role
	Organisation string
	Lang         string
}

// Validate checks the fields and brings them into their stored form.
func (n *NewUser) Validate() error {
	var bad errs.Fields
	n.Name = form.Line(n.Name)
	n.Email = form.Line(n.Email)
	checkName(&bad, n.Name)
	if !validEmail(n.Email) {
		bad.Add(errs.Field("email", "account.email.invalid"))
	}
	n.Roles = checkRoles(&bad, n.Roles)
	checkOrganisation(&bad, n.Roles, n.Organisation)
	return bad.Err()
}

// UserChange is an administrator's edit of an account.
type UserChange struct {
	ID           string
	Version      int64 // the state that was edited
	Name         string
	Roles        []Role
	Organisation string
	Disabled     bool
}

// Validate checks the fields and brings them into their stored form.
func (c *UserChange) Validate() error {
	var bad errs.Fields
	c.Name = form.Line(c.Name)
	checkName(&bad, c.Name)
	c.Roles = checkRoles(&bad, c.Roles)
	checkOrganisation(&bad, c.Roles, c.Organisation)
	return bad.Err()
}

// checkOrganisation refuses a guest of nobody: what a guest sees is what their
// organisation takes part in.
func checkOrganisation(bad *errs.Fields, roles []Role, organisation string) {
	if organisation == "" && slices.Contains(roles, Guest) {
		bad.Add(errs.Field("organisation", "account.organisation.empty"))
	}
}

func checkName(bad *errs.Fields, name string) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		bad.Add(errs.Field("name", "account.name.empty"))
	case n > MaxName:
		bad.Add(errs.Field("name", "account.name.long", "max", strconv.Itoa(MaxName), "now", strconv.Itoa(n)))
	}
}

// checkRoles refuses unknown roles and an empty list, and puts the rest into
// the order of Roles without repetitions.
func checkRoles(bad *errs.Fields, roles []Role) []Role {
	var known []Role
	for _, r := range Roles() {
		if slices.Contains(roles, r) {
			known = append(known, r)
		}
	}
	for _, r := range roles {
		if !slices.Contains(known, r) {
			bad.Add(errs.Field("roles", "account.roles.unknown"))
			return known
		}
	}
	if len(known) == 0 {
		bad.Add(errs.Field("roles", "account.roles.empty"))
	}
	return known
}

// validEmail accepts one plain address: no display name, no line breaks.
func validEmail(s string) bool {
	if len(s) > MaxEmail || strings.ContainsAny(s, "\r\n\t <>\"") {
		return false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return false
	}
	_, host, _ := strings.Cut(s, "@")
	return strings.Contains(host, ".") || host == "localhost"
}

// foldEmail is the form by which an address is unique: letters in one case.
func foldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// fields is the state of a user for the history. The password is never in it.
func (u User) fields() audit.Fields {
	roles := make([]string, len(u.Roles))
	for i, r := range u.Roles {
		roles[i] = string(r)
	}
	disabled := ""
	if u.Disabled {
		disabled = "true"
	}
	return audit.Fields{
		{Name: "name", Value: u.Name},
		{Name: "email", Value: u.Email},
		{Name: "roles", Value: strings.Join(roles, " ")},
		{Name: "organisation", Value: u.Organisation},
		{Name: "disabled", Value: disabled},
	}
}
