package debrief

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
	see, edit, create := s.reports.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}, module.Need{Action: module.Create, Kind: Kind}
	key := []string{"id"}
	return module.Module{
		Name: "debrief", Files: Files, Kinds: []record.Kind{s.reports.RecordKind()}, Related: []module.Related{s.related}, Cards: []module.Cards{s.cards}, Agenda: []module.Agenda{s.agenda},
		Offers: []module.Offer{{Kinds: []string{"activity"}, Key: "debrief.offer", Path: "/debriefs/new?activity={id}", Need: create}},
		Office: append([]module.Route{
			{Pattern: "GET /debriefs", Need: see, Handle: s.list, Nav: &module.Nav{Key: "debrief.list", Order: 52, Section: module.SectionVisits}},
			{Pattern: "GET /debriefs/{id}", Need: see, Handle: s.view},
			{Pattern: "GET /debriefs/{id}/{paper}", Need: see, Handle: s.paper},
			{Pattern: "POST /debriefs/{id}/submit", Need: edit, Handle: s.submit},
			{Pattern: "POST /debriefs/{id}/promise", Need: edit, Handle: s.press},
			{Pattern: "GET /debriefs/{id}/promises", Need: edit, Handle: s.promises},
			{Pattern: "POST /debriefs/{id}/promises", Need: edit, Handle: s.promises},
		}, s.reports.Routes()...),
		Listings: []module.Listing{{Name: "debriefs", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "debriefs", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
			{Table: "debriefs", Column: "activity_id", Key: key, Kind: "activity", Fate: record.Empties, Words: "debrief.moves"},
			{Table: "debriefs", Column: "submitter_id", Key: key, Kind: "user", Fate: record.Empties},
		},
		Personal: personal(),
	}
}

// personal is this subject's part of the register of personal data: a report says
// who met whom.
func personal() []module.PersonalField {
	const purpose, kept = "reports on visits and trips", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"purpose", "who", "agreed", "results", "costs", "impressions", "next"} {
		fields = append(fields, module.PersonalField{Table: "debriefs", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	for _, column := range []string{"submitter_id", "submitter"} {
		fields = append(fields, module.PersonalField{Table: "debriefs", Column: column, Whose: "user", Purpose: "who handed in a report", Retention: "as long as the report"})
	}
	return fields
}

type listingRow struct {
	ID        string   `json:"id"`
	Activity  string   `json:"activity"`
	Agreed    []string `json:"agreed"`
	Submitted string   `json:"submitted,omitempty"` // EDTF
	Due       string   `json:"due,omitempty"`       // EDTF
}

// listing is `pobratim list debriefs`, the newest first.
func (s *Service) listing(ctx context.Context, _ string) (any, error) {
	const size = 500
	rows, before := []listingRow{}, ""
	for {
		page, err := s.Debriefs(ctx, before, size)
		if err != nil {
			return nil, err
		}
		for _, d := range page {
			rows = append(rows, listingRow{d.ID, d.Activity, append([]string{}, d.Agreed...), d.Submitted.String(), d.Due.String()})
		}
		if len(page) < size {
			return rows, nil
		}
		before = page[len(page)-1].ID
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.reports.Table("debriefs")}
}
