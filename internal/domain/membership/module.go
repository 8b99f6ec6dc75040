package membership

import (
	"context"
	"embed"

	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	see, seeDues, seeBallots := s.memberships.ViewNeed(), s.dues.ViewNeed(), s.ballots.ViewNeed()
	routes := append([]module.Route{
		{Pattern: "GET /memberships", Need: see, Handle: s.list, Nav: &module.Nav{Key: "membership.nav", Order: 85, Section: module.SectionPartners}},
		{Pattern: "GET /memberships/{id}", Need: see, Handle: s.view},
		{Pattern: "GET /dues", Need: seeDues, Handle: s.listDues, Command: "dues.list"},
		{Pattern: "GET /dues/{id}", Need: seeDues, Handle: s.viewDues},
		{Pattern: "GET /ballots", Need: seeBallots, Handle: s.listBallots, Command: "ballot.list"},
		{Pattern: "GET /ballots/{id}", Need: seeBallots, Handle: s.viewBallot},
	}, s.memberships.Routes()...)
	routes = append(append(routes, s.dues.Routes()...), s.ballots.Routes()...)
	empties := func(column, kind string) record.Pointer {
		return record.Pointer{Table: "memberships", Column: column, Key: []string{"id"}, Kind: kind, Fate: record.Empties, Words: "membership.moves"}
	}
	return module.Module{
		Name: "membership", Files: Files, Kinds: []record.Kind{s.memberships.RecordKind(), s.dues.RecordKind(), s.ballots.RecordKind()},
		Offers: []module.Offer{
			{Kinds: []string{"organisation"}, Key: "membership.offer", Path: "/memberships/new?organisation={id}", Need: module.Need{Action: module.Create, Kind: Kind}},
			{Kinds: []string{Kind}, Key: "dues.offer", Path: "/dues/new?membership={id}", Need: module.Need{Action: module.Create, Kind: DuesKind}},
			{Kinds: []string{Kind}, Key: "ballot.offer", Path: "/ballots/new?membership={id}", Need: module.Need{Action: module.Create, Kind: BallotKind}},
		},
		Related: []module.Related{s.related}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Office: routes,
		Portal: []module.Route{{Pattern: "GET /networks", Need: see, Handle: s.public}}, Home: s.home,
		Listings: []module.Listing{{Name: "memberships", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "memberships", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			empties("organisation_id", "organisation"), empties("post_id", "post"), empties("person_id", "person"), empties("deputy_id", "post"),
			{Table: "dues", Column: "id", Key: []string{"id"}, Kind: DuesKind, Hold: record.Itself},
			{Table: "dues", Column: "membership_id", Key: []string{"id"}, Kind: Kind, Fate: record.Goes, Words: "dues.moves"},
			{Table: "ballots", Column: "id", Key: []string{"id"}, Kind: BallotKind, Hold: record.Itself},
			{Table: "ballots", Column: "membership_id", Key: []string{"id"}, Kind: Kind, Fate: record.Goes, Words: "ballot.moves"},
		},
		Personal: []module.PersonalField{{Table: "memberships", Column: "person_id", Whose: "the city's delegate in a network of cities", Purpose: "who speaks for the city there", Retention: "until the delegate is replaced or the person is erased"}},
	}
}

type listingRow struct {
	ID           string       `json:"id"`
	Name         string       `json:"name"`
	Organisation string       `json:"organisation,omitempty"`
	Type         string       `json:"type,omitempty"` // absent: not known
	Since        string       `json:"since,omitempty"`
	Until        string       `json:"until,omitempty"`
	Post         string       `json:"post,omitempty"`
	Person       string       `json:"person,omitempty"`
	Offices      string       `json:"offices,omitempty"`
	Report       string       `json:"report,omitempty"`
	Assembly     string       `json:"assembly,omitempty"`
	Nominations  string       `json:"nominations,omitempty"`
	Dues         []listedDues `json:"dues,omitempty"`
}

type listedDues struct {
	Year     string `json:"year"`
	Amount   string `json:"amount,omitempty"` // absent: not known
	Currency string `json:"currency,omitempty"`
	Due      string `json:"due,omitempty"`
	Paid     string `json:"paid,omitempty"`
}

// listing is `pobratim list memberships`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	all, err := s.Memberships(ctx, Filter{Limit: optionsLimit})
	if err != nil {
		return nil, err
	}
	rows, at := []listingRow{}, map[string]int{}
	for i, m := range all {
		at[m.ID] = i
		rows = append(rows, listingRow{ID: m.ID, Name: m.Name.In(lang).Value, Organisation: m.Organisation, Type: m.Type, Since: m.Since.String(), Until: m.Until.String(), Post: m.Post, Person: m.Person,
			Offices: m.Offices.In(lang).Value, Report: m.Report.String(), Assembly: m.Assembly.String(), Nominations: m.Nominations.String()})
	}
	if !s.may(ctx, module.View, DuesKind) {
		return rows, nil
	}
	dues, err := s.Dues(ctx, DuesFilter{Limit: optionsLimit})
	for _, d := range dues {
		if i, ok := at[d.Membership]; ok {
			rows[i].Dues = append(rows[i].Dues, listedDues{Year: d.Year, Amount: d.Amount, Currency: d.Currency, Due: d.Due.String(), Paid: d.Paid.String()})
		}
	}
	return rows, err
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.memberships.Table("memberships"), s.dues.Table("dues"), s.ballots.Table("ballots")}
}
