package policy

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// ledgers grants the ledger of reciprocity; each record behind it asks again.
func ledgers(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, []string{"reciprocity"})
	}
}
