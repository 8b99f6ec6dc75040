package mailbox

import (
	"embed"

	"pobratim/internal/domain/letter"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	create := module.Need{Action: module.Create, Kind: letter.Kind}
	return module.Module{
		Name: "mailbox", Files: Files, Kinds: []record.Kind{s.kind()},
		Office: []module.Route{
			{Pattern: "GET /mailbox/untaken", Need: create, Handle: s.listUntaken, Command: "mailbox.untaken"},
			{Pattern: "GET /mailbox/untaken/{message}", Need: create, Handle: s.viewUntaken},
			{Pattern: "POST /mailbox/untaken/{message}", Need: create, Handle: s.takeUntaken},
			{Pattern: "POST /mailbox/untaken/{message}/pass", Need: create, Handle: s.passOver},
			{Pattern: "GET /mailbox", Need: needMailbox, Handle: s.settings, Nav: &module.Nav{Key: "mailbox.settings", Order: 93, Section: module.SectionRun}},
			{Pattern: "POST /mailbox", Need: needMailbox, Handle: s.save},
			{Pattern: "POST /mailbox/check", Need: needMailbox, Handle: s.check},
		},
		Personal: personal(),
	}
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	fields := []module.PersonalField{{Table: "mailbox", Column: "login", Whose: "whoever the mailbox belongs to", Purpose: "fetching letters", Retention: "until the mailbox is changed"}}
	for _, column := range []string{"sender", "title"} {
		fields = append(fields, module.PersonalField{Table: "mailbox_untaken", Column: column, Whose: "who wrote a message that could not be taken in", Purpose: "deciding whether it is entered", Retention: "until somebody decides"})
	}
	return fields
}
