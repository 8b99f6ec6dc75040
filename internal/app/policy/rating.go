package policy

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// ratings grants what the city has been awarded, which whoever received it writes
// down, and the city's assessments by ratings; the head hands them in.
func ratings(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	var (
		change      = []string{module.Create, module.Edit, module.Bin}
		awards      = []string{"award"}
		assessments = []string{"methodology", "assessment"}
		handed      = []string{"submission"}
	)
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		for _, kinds := range [][]string{awards, assessments, handed} {
			grant(role, account.All, []string{module.View}, kinds)
		}
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor} {
		grant(role, account.All, change, awards)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, change, assessments)
	}
	grant(account.Head, account.All, []string{module.Edit}, handed)
	grant(account.Head, account.All, []string{module.Publish}, []string{"award", "methodology", "assessment"})
}
