package policy

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// spending grants what costs money and what is left of a visit: norms, limits and
// estimates. The head approves.
func spending(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	kinds := []string{"norm", "limit", "estimate", "estimateline"}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, kinds)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Create, module.Edit, module.Bin}, kinds)
	}
	grant(account.Head, account.All, []string{module.Edit}, []string{"estimate_approval"})
	grant(account.Head, account.All, []string{module.Publish}, kinds)
	// Gifts and reports are written down by whoever was there.
	gifts := []string{"gift", "debrief"}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, gifts)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor} {
		grant(role, account.All, []string{module.Create, module.Edit, module.Bin}, gifts)
	}
	grant(account.Head, account.All, []string{module.Publish}, gifts)
}
