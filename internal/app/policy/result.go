package policy

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// indicators grants the numbers that are to change; they stay in the office.
func indicators(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	kinds := []string{"indicator"}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, kinds)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Create, module.Edit, module.Bin}, kinds)
	}
	grant(account.Head, account.All, []string{module.Publish}, kinds)
}

// standings grants how partnerships stand to those who see every record that it is
// read from.
func standings(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, []string{"health"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Edit}, []string{"health"})
	}
}
