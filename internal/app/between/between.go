// Package between is what the desks tell each other. No desk imports another one,
// beyond the few that the architecture lists; each is handed what it needs of the
// others as functions, and these are made here, with the rights of who asks.
package between

import (
	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/gift"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/paperwork"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/plan"
	"pobratim/internal/domain/programme"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// Desks are the services that are asked. They are filled in while a municipality
// is built, and are complete before anybody asks.
type Desks struct {
	DB            *db.DB
	Gate          *account.Gate
	Accounts      *account.Service
	Contacts      *contact.Service
	Partners      *partner.Service
	Agreements    *agreement.Service
	Activities    *activity.Service
	Notes         *note.Service
	Results       *result.Service
	Anniversaries *anniversary.Service
	Tasks         *task.Service
	Letters       *letter.Service
	Plans         *plan.Service
	Chains        *chain.Service
	Rules         *rule.Service
	Visits        *visit.Service
	Gifts         *gift.Service
	Estimates     *estimate.Service
	Programmes    *programme.Service
	Papers        *paperwork.Service

	AllKinds func() record.Kinds

	Langs []string    // in which the program has words of its own
	Today clock.Clock // in the municipality's zone
	// Home is the municipality as the starting point of distances and hours.
	Home func(lang string) partner.Home
}
