package visit

import (
	"context"
	"embed"
	"slices"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	need := func(action, kind string) module.Need { return module.Need{Action: action, Kind: kind} }
	see, create, edit := need(module.View, Kind), need(module.Create, Kind), need(module.Edit, Kind)
	people, newcomer := need(module.View, MemberKind), need(module.Create, MemberKind)
	kind := s.visits.RecordKind()
	kind.Search = nil // its activity is found, and leads to it
	return module.Module{
		Name: "visit", Files: Files, Kinds: []record.Kind{kind, s.members.RecordKind(), {Name: TransferKind, Path: "/transfers/{id}", Sees: s.seesTransfer, Title: s.transferTitle}},
		Related: []module.Related{s.related}, Cards: []module.Cards{s.cards},
		Offers: []module.Offer{{Kinds: []string{"partner"}, Key: "visit.offer", Path: "/visits/new?partner={id}", Need: create}, {Kinds: []string{"letter"}, Key: "visit.offer.letter", Path: "/visits/new?letter={id}", Need: create}},
		Office: slices.Concat([]module.Route{
			{Pattern: "GET /visits", Need: see, Handle: s.list, Nav: &module.Nav{Key: "visit.nav", Order: 32, Section: module.SectionVisits, Jump: "v"}},
			{Pattern: "GET /visits/new", Need: create, Handle: s.begin},
			{Pattern: "POST /visits", Need: create, Handle: s.begin},
			{Pattern: "GET /visits/{id}", Need: see, Handle: s.view},
			{Pattern: "POST /visits/{id}/begin", Need: create, Handle: s.beginOf},
			{Pattern: "POST /visits/{id}/usual", Need: edit, Handle: s.usual},
			{Pattern: "POST /visits/{id}/task", Need: edit, Handle: s.task},
			{Pattern: "POST /visits/{id}/done", Need: edit, Handle: s.done},
			{Pattern: "GET /visits/{id}/member", Need: newcomer, Handle: s.addMember},
			{Pattern: "POST /visits/{id}/member", Need: newcomer, Handle: s.addMember},
			{Pattern: "GET /visits/{id}/paste", Need: newcomer, Handle: s.paste},
			{Pattern: "POST /visits/{id}/paste", Need: newcomer, Handle: s.paste},
			{Pattern: "POST /visits/{id}/destroy", Need: need(module.Edit, SealedKind), Handle: s.destroy},
			{Pattern: "GET /visits/{id}/list", Need: need(module.Create, TransferKind), Handle: s.hand},
			{Pattern: "POST /visits/{id}/list", Need: need(module.Create, TransferKind), Handle: s.hand},
			{Pattern: "GET /city-day/{id}", Need: see, Handle: s.day},
			{Pattern: "GET /delegation", Need: people, Handle: web.Static(web.Redirect{To: "/visits"})},
			{Pattern: "GET /delegation/{id}", Need: people, Handle: s.viewMember},
			{Pattern: "POST /delegation/{id}/open", Need: need(module.View, SealedKind), Handle: s.openMember},
			{Pattern: "GET /delegation/{id}/sealed", Need: need(module.Edit, SealedKind), Handle: s.seal},
			{Pattern: "POST /delegation/{id}/sealed", Need: need(module.Edit, SealedKind), Handle: s.seal},
			{Pattern: "POST /delegation/{id}/bin", Need: need(module.Bin, MemberKind), Handle: s.putAway},
			{Pattern: "GET /transfers", Need: need(module.View, TransferKind), Handle: s.transfers},
			{Pattern: "GET /transfers/{id}", Need: need(module.View, TransferKind), Handle: s.transfer},
			{Pattern: "GET /transfers/{id}/file/{format}", Need: need(module.Create, TransferKind), Handle: s.transferFile},
			{Pattern: "GET /visit-settings", Need: need(module.Edit, SettingsKind), Handle: s.settings},
			{Pattern: "POST /visit-settings", Need: need(module.Edit, SettingsKind), Handle: s.settings},
			{Pattern: "GET /visit-settings/{country}", Need: need(module.Edit, SettingsKind), Handle: s.country},
			{Pattern: "POST /visit-settings/{country}", Need: need(module.Edit, SettingsKind), Handle: s.country},
		}, without(s.visits.Routes(), "/new", "POST /visits", "/bin"), without(s.members.Routes(), "/new", "POST /delegation", "/bin")),
		Listings: []module.Listing{{Name: "visits", Need: see, Rows: s.listing}},
		Pointers: pointers(), Personal: personal(),
	}
}

// without leaves out the routes that this subject has a way of its own for.
func without(routes []module.Route, ends ...string) []module.Route {
	return slices.DeleteFunc(routes, func(r module.Route) bool {
		return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(r.Pattern, end) })
	})
}

// seesTransfer lets those read the history of a decision who may see the register.
func (s *Service) seesTransfer(ctx context.Context, id string) error {
	_, err := s.Transfer(ctx, id)
	return err
}

// transferTitle is what a decision is called: to whom it lets data go.
func (s *Service) transferTitle(ctx context.Context, id, _ string) (string, error) {
	t, err := s.Transfer(ctx, id)
	return t.Recipient, err
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	id := []string{"id"}
	return []record.Pointer{
		{Table: "visits", Column: "id", Key: id, Kind: Kind, Hold: record.Itself},
		{Table: "visits", Column: "activity_id", Key: id, Kind: activityKind, Fate: record.Goes, Same: []string{"activity_id"}},
		{Table: "visits", Column: "partner_id", Key: id, Kind: "partner", Fate: record.Empties, Words: "visit.moves"},
		{Table: "visits", Column: "letter_id", Key: id, Kind: "letter", Fate: record.Empties},
		{Table: "visits", Column: "line_id", Key: id, Kind: "planline", Fate: record.Empties},
		{Table: "visits", Column: "owner_id", Key: id, Kind: "user", Fate: record.Empties},
		{Table: "visits", Column: "parent_id", Key: id, Kind: activityKind, Fate: record.Empties},
		{Table: "visit_members", Column: "id", Key: id, Kind: MemberKind, Hold: record.Itself},
		{Table: "visit_members", Column: "activity_id", Key: id, Kind: activityKind, Fate: record.Goes, Words: "visit_member.moves"},
		{Table: "visit_members", Column: "person_id", Key: id, Kind: "person", Fate: record.Empties, Words: "visit_member.moves"},
		{Table: "visit_keys", Column: "activity_id", Key: id, Kind: activityKind, Fate: record.Goes},
		{Table: "visit_sealed", Column: "member_id", Key: []string{"member_id", "field"}, Kind: MemberKind, Fate: record.Goes},
		{Table: "visit_sealed", Column: "activity_id", Key: []string{"member_id", "field"}, Kind: activityKind, Fate: record.Goes},
		{Table: "visit_tasks", Column: "task_id", Key: []string{"task_id"}, Kind: "task", Fate: record.Goes},
		{Table: "visit_tasks", Column: "activity_id", Key: []string{"task_id"}, Kind: activityKind, Fate: record.Goes},
		// What was decided stays, also when the visit is gone.
		{Table: "visit_transfers", Column: "id", Key: id, Kind: TransferKind, Hold: record.Itself},
		{Table: "visit_transfers", Column: "activity_id", Key: id, Kind: activityKind, Hold: record.Stays, Fate: record.Empties},
		{Table: "visit_transfers", Column: "user_id", Key: id, Kind: "user", Hold: record.Stays, Fate: record.Empties},
	}
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	const whose, purpose, kept = "member of a delegation", "to receive and accompany a delegation", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"latin", "name", "fold", "post", "person_id", "languages", "arrives", "arrives_at", "leaves", "leaves_at", "doubled", "note"} {
		fields = append(fields, module.PersonalField{Table: "visit_members", Column: column, Whose: whose, Purpose: purpose, Retention: kept})
	}
	for _, column := range []string{"name", "purpose", "note"} {
		fields = append(fields, module.PersonalField{Table: "visits", Column: column, Whose: whose, Purpose: "what a delegation comes for; may name a person", Retention: kept})
	}
	return append(fields,
		module.PersonalField{Table: "visit_sealed", Column: "box", Whose: whose, Purpose: "citizenship, day of birth, passport, diet and needs, for visas, hotel and meals; sealed with a key of the visit's own", Retention: "destroyed with the key so many days after the visit as the settings say (30 unless changed), or at once by hand"},
		module.PersonalField{Table: "visit_transfers", Column: "recipient", Whose: "recipient of a list", Purpose: "register of transfers of personal data abroad", Retention: "as long as the register is kept"},
		module.PersonalField{Table: "visit_transfers", Column: "decided_by", Whose: "user", Purpose: "register of transfers of personal data abroad", Retention: "as long as the register is kept"})
}

type listingRow struct {
	Activity string `json:"activity"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Starts   string `json:"starts,omitempty"` // EDTF
	Ends     string `json:"ends,omitempty"`   // EDTF
	Partner  string `json:"partner,omitempty"`
	Expected string `json:"expected,omitempty"`
	Named    int    `json:"named"`
}

// listing is `pobratim list visits`: what lies ahead, then what is past.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	for _, state := range []string{Ahead, Past} {
		page, err := s.Visits(ctx, Filter{State: state, Day: s.today(), Limit: exportMax})
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(page))
		for i, v := range page {
			ids[i] = v.Trip.ID
		}
		named, err := sizes(ctx, s.DB, ids)
		if err != nil {
			return nil, err
		}
		for _, v := range page {
			rows = append(rows, listingRow{v.Trip.ID, v.Trip.Name.In(lang).Value, v.Trip.Type, v.Trip.Starts.String(), v.Trip.Ends.String(), v.Partner, v.Expected, named[v.Trip.ID]})
		}
	}
	return rows, nil
}
