package account

import (
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Role is what a user is in this municipality. One user may have several.
type Role string

// The roles.
const (
	Head          Role = "head"          // head of the international department
	Coordinator   Role = "coordinator"   // answers for partnerships
	Editor        Role = "editor"        // texts and the portal
	Leadership    Role = "leadership"    // mayor and deputies
	Branch        Role = "branch"        // another department of the city
	Guest         Role = "guest"         // an NGO, school or company with an account
	Auditor       Role = "auditor"       // reads everything, changes nothing
	Administrator Role = "administrator" // users and settings, no records
	Anyone        Role = "anyone"        // the public, signed in or not
)

// Roles lists the roles that can be given to a user.
func Roles() []Role {
	return []Role{Head, Coordinator, Editor, Leadership, Branch, Guest, Auditor, Administrator}
}

// Scope says how many records of a kind a permission covers. Scopes are
// ordered: each covers what the ones before it cover.
type Scope int

// The scopes.
const (
	None Scope = iota
	Open       // records that are public
	Own        // and those in which the user's organisation takes part, from visibility participants on
	City       // and those shown to the whole administration
	All        // every record
)

// Rule is one row of the authorization table.
type Rule struct {
	Role   Role
	Action string
	Kind   string
	Scope  Scope
}

// Policy is the authorization table.
type Policy []Rule

// Scope is the widest scope that any of the roles has.
func (p Policy) Scope(roles []Role, need module.Need) Scope {
	widest := None
	for _, rule := range p {
		if rule.Action != need.Action || rule.Kind != need.Kind || rule.Scope <= widest {
			continue
		}
		if rule.Role == Anyone {
			widest = rule.Scope
			continue
		}
		for _, role := range roles {
			if role == rule.Role {
				widest = rule.Scope
				break
			}
		}
	}
	return widest
}

// Sees tells whether a scope covers a record of this visibility; own says that
// the user's organisation takes part in it.
func (s Scope) Sees(v record.Visibility, own bool) bool {
	switch {
	case s >= All:
		return true
	case v == record.Public:
		return s >= Open
	case v == record.Participants && own && s >= Own:
		return true
	case v == record.Administration || v == record.Participants:
		return s >= City
	}
	return false
}

// Touches tells whether a scope lets a record be changed. Seeing is not enough:
// short of All, only what the user's own organisation takes part in.
func (s Scope) Touches(own bool) bool { return s >= All || s >= Own && own }

// Where adds the same rule as a condition on a query. The column holds the
// visibility; own is a condition that is true for the user's own records, with
// ? for its arguments, or empty when the kind has none.
func (s Scope) Where(w *db.Where, column, own string, args ...any) {
	switch {
	case s >= All:
	case s >= City:
		w.And(column + " IN ('administration', 'participants', 'public')")
	case s >= Own && own != "":
		w.And("("+column+" = 'public' OR "+column+" = 'participants' AND "+own+")", args...)
	case s >= Open:
		w.And(column + " = 'public'")
	default:
		w.And("1 = 0")
	}
}
