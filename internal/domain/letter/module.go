package letter

import (
	"context"
	"embed"
	"strings"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	see, create := s.letters.ViewNeed(), module.Need{Action: module.Create, Kind: Kind}
	key := []string{"id"}
	return module.Module{
		Name: "letter", Files: Files, Kinds: []record.Kind{s.letters.RecordKind(), s.templates.RecordKind()},
		Related: []module.Related{s.related, s.ofMessage}, Moments: []module.Moments{s.moments}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Offers: []module.Offer{
			{Kinds: []string{"partner"}, Key: "letter.offer", Path: "/letters/new?partner={id}", Need: create},
			{Kinds: []string{"person"}, Key: "letter.offer", Path: "/letters/new?person={id}", Need: create},
			{Kinds: []string{"activity"}, Key: "letter.offer", Path: "/letters/new?activity={id}", Need: create},
			{Kinds: []string{"partner"}, Key: "letter.write.offer", Path: "/letters/write?partner={id}", Need: create},
			{Kinds: []string{"person"}, Key: "letter.write.offer", Path: "/letters/write?person={id}", Need: create},
			{Kinds: []string{"activity"}, Key: "letter.write.offer", Path: "/letters/write?activity={id}", Need: create},
		},
		Office: append([]module.Route{
			{Pattern: "GET /letters", Need: see, Handle: s.list, Nav: &module.Nav{Key: "letter.list", Order: 18, Section: module.SectionMail, Jump: "m"}},
			{Pattern: "POST /letters/quick", Need: create, Handle: s.quick},
			{Pattern: "GET /letters/write", Need: create, Handle: s.offering(s.write), Command: "letter.write.command"},
			{Pattern: "POST /letters/write", Need: create, Handle: s.offering(s.write)},
			{Pattern: "GET /letters/incoming", Need: create, Handle: s.incoming, Command: "letter.incoming.command"},
			{Pattern: "POST /letters/incoming", Need: create, Handle: s.take, MaxBody: maxIncoming},
			{Pattern: "GET /letters/{id}", Need: see, Handle: s.offering(s.view)},
		}, append(s.routes(), s.templateRoutes()...)...),
		Listings: []module.Listing{{Name: "letters", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "letters", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
			{Table: "letters", Column: "partner_id", Key: key, Kind: "partner", Fate: record.Empties, Words: "letter.moves"},
			{Table: "letters", Column: "person_id", Key: key, Kind: "person", Fate: record.Empties, Words: "letter.moves"},
			{Table: "letters", Column: "activity_id", Key: key, Kind: "activity", Fate: record.Empties, Words: "letter.moves"},
			{Table: "letters", Column: "answers_id", Key: key, Kind: Kind, Fate: record.Empties},
			{Table: "letters", Column: "message_id", Key: key, Kind: outbox.Kind, Fate: record.Empties},
			{Table: "letter_templates", Column: "id", Key: key, Kind: TemplateKind, Hold: record.Itself},
			{Table: "letter_drafts", Column: "message_id", Key: []string{"message_id"}, Kind: outbox.Kind, Fate: record.Goes},
			{Table: "letter_drafts", Column: "partner_id", Key: []string{"message_id"}, Kind: "partner", Fate: record.Empties},
			{Table: "letter_drafts", Column: "person_id", Key: []string{"message_id"}, Kind: "person", Fate: record.Empties},
			{Table: "letter_drafts", Column: "activity_id", Key: []string{"message_id"}, Kind: "activity", Fate: record.Empties},
			{Table: "letter_drafts", Column: "answers_id", Key: []string{"message_id"}, Kind: Kind, Fate: record.Empties},
		},
		Personal: personal(),
	}
}

// routes are the addresses of the forms, which offer what is answered.
func (s *Service) routes() []module.Route {
	routes := s.letters.Routes()
	for i := range routes {
		routes[i].Handle = s.offering(routes[i].Handle)
	}
	return routes
}

// templateRoutes are the addresses of the templates. One is changed as a whole:
// what it asks for hangs together.
func (s *Service) templateRoutes() []module.Route {
	see, one := s.templates.ViewNeed(), "/letter-templates/{id}"
	routes := []module.Route{
		{Pattern: "GET /letter-templates", Need: see, Handle: s.listTemplates, Nav: &module.Nav{Key: "letter_template.list", Order: 95, Section: module.SectionMail}, Command: "letter_template.list"},
		{Pattern: "GET " + one, Need: see, Handle: s.viewTemplate},
		{Pattern: "POST " + one + "/adopt", Need: module.Need{Action: module.Create, Kind: TemplateKind}, Handle: s.adopt},
		{Pattern: "POST " + one + "/return", Need: module.Need{Action: module.Bin, Kind: TemplateKind}, Handle: s.giveBack},
	}
	for _, r := range s.templates.Routes() {
		if !strings.HasSuffix(r.Pattern, "/field/{field}") {
			routes = append(routes, r)
		}
	}
	return routes
}

// personal is this subject's part of the register of personal data: an entry says
// with whom something passed, and its words may name people.
func personal() []module.PersonalField {
	const purpose, kept = "what passed between the city and its partners", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"title", "note", "person_id", "body"} {
		fields = append(fields, module.PersonalField{Table: "letters", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	for _, column := range []string{"title", "body"} {
		fields = append(fields, module.PersonalField{Table: "letter_templates", Column: column, Whose: "anybody named in a template", Purpose: "how the office writes letters", Retention: "as long as the template; 30 days in the bin"})
	}
	return append(fields, module.PersonalField{Table: "letter_drafts", Column: "person_id", Whose: "contact person", Purpose: purpose, Retention: kept})
}

type listingRow struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Side    string `json:"side"`
	Title   string `json:"title"`
	On      string `json:"on"` // EDTF
	Partner string `json:"partner,omitempty"`
	Person  string `json:"person,omitempty"`
	Event   string `json:"event,omitempty"` // identifier of the activity
	Number  string `json:"number,omitempty"`
	Theirs  string `json:"theirs,omitempty"`
	Waits   bool   `json:"waits,omitempty"` // an answer is still awaited
	By      string `json:"by,omitempty"`    // EDTF
	Answers string `json:"answers,omitempty"`
}

// listing is `pobratim list letters`, the newest first.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows, f := []listingRow{}, Filter{Limit: 500}
	for {
		page, err := s.Letters(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, l := range page {
			rows = append(rows, listingRow{l.ID, l.Type, l.Side, l.Title.In(lang).Value, l.On.String(), l.Partner, l.Person, l.Event, l.Number, l.Theirs, l.Open(), l.By.String(), l.Answers})
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.letters.Table("letters"), s.templates.Table("letter_templates")}
}
