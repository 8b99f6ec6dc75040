// Package policy holds the one table that says who may do what in a
// municipality: which role, which action, which kind of record, which scope.
package policy

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// Table is the one table that says who may do what. Rows name a role, an
// action, a kind of record and a scope; what no row grants is refused. The
// table is printed by `pobratim describe permissions`, and a test sends every
// role to every route.
func Table() account.Policy {
	var p account.Policy
	grant := func(role account.Role, scope account.Scope, actions, kinds []string) {
		for _, kind := range kinds {
			for _, action := range actions {
				p = append(p, account.Rule{Role: role, Action: action, Kind: kind, Scope: scope})
			}
		}
	}
	var (
		view    = []string{module.View}
		change  = []string{module.Create, module.Edit, module.Bin}
		publish = []string{module.Publish}
		manage  = []string{module.Manage}
		city    = []string{"partner", "prospect", "agreement", "activity", "series", "note", "result", "organisation", "post", "keydate", "membership"}
		people  = []string{"person"}
		records = append(append([]string{}, city...), people...)
		texts   = []string{"partner", "activity", "series", "note", "result"}
	)
	for _, role := range account.Roles() {
		grant(role, account.All, view, []string{"office"})
		grant(role, account.All, []string{module.Edit}, []string{"profile"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, view, records)
		grant(role, account.All, view, []string{"anniversary", "rule", "filing"})
	}
	grant(account.Head, account.All, change, records)
	grant(account.Head, account.All, publish, city)
	grant(account.Head, account.All, view, []string{"bin", "revision"})
	grant(account.Coordinator, account.All, change, records)
	grant(account.Coordinator, account.All, view, []string{"bin"})
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.View, module.Create}, []string{"import"})
		grant(role, account.All, []string{module.Edit}, []string{"anniversary"})
	}
	grant(account.Editor, account.All, change, texts)
	grant(account.Editor, account.All, publish, city)
	department(grant)
	guests(grant)
	programmes(grant)
	visits(grant)
	papers(grant)
	outgoing(grant)
	ratings(grant)
	spending(grant)
	ledgers(grant)
	indicators(grant)
	standings(grant)
	grant(account.Auditor, account.All, view, []string{"bin", "revision"})
	grant(account.Branch, account.City, view, records)
	grant(account.Branch, account.City, view, []string{"anniversary"})
	grant(account.Branch, account.Own, []string{module.Edit}, []string{"activity", "organisation"})
	grant(account.Branch, account.All, []string{module.Create}, []string{"activity"})
	grant(account.Guest, account.Own, view, []string{"partner", "agreement", "activity", "series", "result", "organisation", "person"})
	grant(account.Guest, account.Own, []string{module.Edit}, []string{"activity", "organisation"})
	grant(account.Administrator, account.All, manage, []string{"user", "setting"})
	grant(account.Administrator, account.All, view, []string{"rule"})
	grant(account.Administrator, account.All, view, []string{"bin", "revision"})
	for _, role := range []account.Role{account.Head, account.Administrator} {
		grant(role, account.All, []string{module.Edit}, []string{"rule"})
		grant(role, account.All, manage, []string{"archive"})
	}
	grant(account.Anyone, account.Open, view, []string{"partner", "agreement", "activity", "series", "result", "organisation", "membership"})
	// Who merges two records also changes the one and puts the other away: the
	// service asks the record's kind as well.
	grant(account.Head, account.All, []string{module.View, module.Edit}, []string{"duplicate"})
	grant(account.Coordinator, account.All, []string{module.View, module.Edit}, []string{"duplicate"})
	// A file follows its record: the service asks the record's kind as well.
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor, account.Branch, account.Guest} {
		grant(role, account.All, view, []string{"file"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Branch, account.Guest} {
		grant(role, account.All, []string{module.Edit}, []string{"file"})
	}
	grant(account.Anyone, account.Open, view, []string{"file"})
	// The calendar opens to who has something in it: each agenda asks again.
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor, account.Branch, account.Guest} {
		grant(role, account.All, view, []string{"calendar"})
	}
	// What the search finds, each kind of records decides.
	grant(account.Anyone, account.Open, view, []string{"search"})
	return p
}

// papers grants what is made around activities and the templates it is made of.
// The service asks the activity, and of a form of a name its record, as well.
func papers(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, []string{"paper", "paper_template"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor} {
		grant(role, account.All, []string{module.Create, module.Edit}, []string{"paper"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Edit}, []string{"paper_template"})
	}
}

// department grants what stays within the department and what it hands on to the
// administration: tasks and correspondence, plans, papers that are not signed
// yet, what memberships cost, how the city votes, what the city aims at.
func department(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	var (
		view   = []string{module.View}
		change = []string{module.Create, module.Edit, module.Bin}
		edit   = []string{module.Edit}
		tasks  = []string{"task", "letter"}
		plans  = []string{"plan", "planline"}
		others = []string{"proposal", "dues", "ballot", "text", "clause", "goal"}
	)
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, view, tasks)
		grant(role, account.All, view, plans)
		grant(role, account.All, view, others)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor} {
		grant(role, account.All, change, tasks)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, change, plans)
		grant(role, account.All, change, others)
		grant(role, account.All, edit, []string{"proposal_answer"})
	}
	// The head says when to remind and what a preparation consists of, approves
	// the plan and files the report.
	grant(account.Head, account.All, edit, []string{"task_rules", "chain_set", "plan_approval", "filing"})
	grant(account.Head, account.All, []string{module.Publish}, []string{"plan", "planline", "proposal"})
	// Other departments read plans and goals that are shown to the administration;
	// they and organisations propose, and see what they proposed.
	grant(account.Branch, account.City, view, []string{"plan", "planline", "goal"})
	for _, role := range []account.Role{account.Branch, account.Guest} {
		grant(role, account.Own, []string{module.View, module.Edit}, []string{"proposal"})
		grant(role, account.All, []string{module.Create}, []string{"proposal"})
	}
}

// guests says who hands out links to people without an account; the purpose of a
// link asks for a permission of its own, and for its record.
func guests(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Edit}, []string{"link"})
	}
}

// programmes says who makes the programmes of visits and keeps what they need.
func programmes(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	both := []string{"programme", "programme_resource"}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, both)
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Edit}, both)
	}
}

// visits grants delegations, which stay within the department and its leadership.
// What is sealed of people is for those who receive them; that personal data goes
// abroad is decided by the same, and the head says what holds for all visits.
func visits(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	view := []string{module.View}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, view, []string{"visit", "visit_member", "visit_transfer"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator} {
		grant(role, account.All, []string{module.Create, module.Edit}, []string{"visit"})
		grant(role, account.All, []string{module.Create, module.Edit, module.Bin}, []string{"visit_member"})
		grant(role, account.All, []string{module.View, module.Edit}, []string{"visit_sealed"})
		grant(role, account.All, []string{module.Create}, []string{"visit_transfer"})
	}
	grant(account.Head, account.All, []string{module.Edit}, []string{"visit_settings"})
}

// outgoing grants what is sent by mail: whoever writes letters writes and sends
// messages and keeps templates, and whoever reads letters sees what was sent. The server is the
// administrator's.
func outgoing(grant func(role account.Role, scope account.Scope, actions, kinds []string)) {
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Leadership, account.Auditor} {
		grant(role, account.All, []string{module.View}, []string{"message", "letter_template"})
	}
	for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor} {
		grant(role, account.All, []string{module.Create, module.Edit, module.Bin}, []string{"message", "letter_template"})
	}
}
