package note

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
	see := s.notes.ViewNeed()
	return module.Module{
		Name: "note", Files: Files, Kinds: s.kinds(), Related: []module.Related{s.related}, Offers: s.offers(), Moments: []module.Moments{s.moments},
		Office: append([]module.Route{
			{Pattern: "GET /notes", Need: see, Handle: s.list, Nav: &module.Nav{Key: "note.list", Order: 90, Section: module.SectionNotes, Jump: "n"}},
			{Pattern: "GET /notes/{id}", Need: see, Handle: s.view},
			{Pattern: "POST /notes/{id}/confirm", Need: module.Need{Action: module.Edit, Kind: Kind}, Handle: s.confirm},
		}, s.routes()...),
		Listings: []module.Listing{{Name: "notes", Need: see, Rows: s.listing}},
		Personal: personal(),
		Pointers: []record.Pointer{{Table: "notes", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself}},
	}
}

// offers are what one does next with a record of another subject in view.
func (s *Service) offers() []module.Offer {
	return []module.Offer{{
		Kinds: []string{"partner", "person", "organisation", "activity"}, Key: "note.offer", Path: "/notes/new?about={ref}", Need: module.Need{Action: module.Create, Kind: Kind},
	}}
}

// personal is this subject's part of the register of personal data: a note may
// be about a person, and a decision names who took it.
func personal() []module.PersonalField {
	const purpose, kept = "experience of the city's partnerships", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"title", "text", "decided_by", "reasons"} {
		fields = append(fields, module.PersonalField{Table: "notes", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	return fields
}

type listingRow struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Text      string   `json:"text,omitempty"`
	About     []string `json:"about"` // "kind:id"; empty: the whole city
	DecidedOn string   `json:"decided_on,omitempty"`
	Confirmed string   `json:"confirmed,omitempty"`
}

// listing is `pobratim list notes`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows := []listingRow{}
	f := Filter{Limit: 500}
	for {
		page, err := s.Notes(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, n := range page {
			about := append([]string{}, n.About...)
			rows = append(rows, listingRow{n.ID, n.Type, n.Title.In(lang).Value, n.Text.In(lang).Value, about, n.DecidedOn.String(), n.Confirmed.String()})
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.notes.Table("notes")}
}
