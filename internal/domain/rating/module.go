package rating

import (
	"context"
	"embed"
	"slices"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/i18n"
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
	see, create := s.awards.ViewNeed(), module.Need{Action: module.Create, Kind: AwardKind}
	key := []string{"id"}
	return module.Module{
		Name: "rating", Files: Files, Kinds: []record.Kind{s.awards.RecordKind(), s.methodologyKind(), s.assessments.RecordKind(), s.submissionKind()}, Related: []module.Related{s.related},
		Offers: []module.Offer{
			{Kinds: []string{"partner"}, Key: "award.offer", Path: "/awards/new?partner={id}", Need: create},
			{Kinds: []string{"organisation"}, Key: "award.offer", Path: "/awards/new?organisation={id}", Need: create},
		},
		Office: slices.Concat(s.workbench(), s.methodologies.Routes(), s.assessments.Routes(), []module.Route{
			{Pattern: "GET /awards", Need: see, Handle: s.listAwards, Nav: &module.Nav{Key: "award.list", Order: 86, Section: module.SectionResults}},
			{Pattern: "GET /awards/{id}", Need: see, Handle: s.viewAward},
		}, s.awards.Routes()),
		Listings: []module.Listing{{Name: "awards", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "awards", Column: "id", Key: key, Kind: AwardKind, Hold: record.Itself},
			{Table: "awards", Column: "partner_id", Key: key, Kind: "partner", Fate: record.Empties, Words: "award.moves"},
			{Table: "awards", Column: "organisation_id", Key: key, Kind: "organisation", Fate: record.Empties, Words: "award.moves"},
			{Table: "methodologies", Column: "id", Key: key, Kind: MethodologyKind, Hold: record.Itself},
			{Table: "assessments", Column: "id", Key: key, Kind: AssessmentKind, Hold: record.Itself},
			{Table: "assessments", Column: "methodology_id", Key: key, Kind: MethodologyKind, Fate: record.Goes, Words: "assessment.moves"},
			{Table: "answers", Column: "assessment_id", Key: []string{"assessment_id", "question"}, Kind: AssessmentKind, Fate: record.Goes, Words: "assessment.answer.moves"},
			{Table: "submissions", Column: "id", Key: key, Kind: SubmissionKind, Hold: record.Itself},
			{Table: "submissions", Column: "assessment_id", Key: key, Kind: AssessmentKind, Fate: record.Goes, Words: "submission.moves"},
		},
		Personal: personal(),
	}
}

// workbench are the pages of methodologies and assessments beside those of their
// records.
func (s *Service) workbench() []module.Route {
	seeMethods, see := s.methodologies.ViewNeed(), s.assessments.ViewNeed()
	create := module.Need{Action: module.Create, Kind: MethodologyKind}
	edit, answer := module.Need{Action: module.Edit, Kind: MethodologyKind}, module.Need{Action: module.Edit, Kind: AssessmentKind}
	return []module.Route{
		{Pattern: "GET /methodologies", Need: seeMethods, Handle: s.listMethodologies, Command: "methodology.list"},
		{Pattern: "GET /methodologies/start", Need: create, Handle: s.start},
		{Pattern: "POST /methodologies/start", Need: create, Handle: s.start, MaxBody: maxUpload},
		{Pattern: "GET /methodologies/{id}", Need: seeMethods, Handle: s.viewMethodology},
		{Pattern: "GET /methodologies/{id}/file.json", Need: seeMethods, Handle: s.methodologyFile},
		{Pattern: "GET /methodologies/{id}/weights", Need: edit, Handle: s.weightsForm},
		{Pattern: "POST /methodologies/{id}/weights", Need: edit, Handle: s.weightsForm},
		{Pattern: "GET /assessments", Need: see, Handle: s.listAssessments, Nav: &module.Nav{Key: "assessment.nav", Order: 87, Section: module.SectionResults}},
		{Pattern: "GET /assessments/{id}", Need: see, Handle: s.viewAssessment},
		{Pattern: "GET /assessments/{id}/next", Need: answer, Handle: s.next},
		{Pattern: "GET /assessments/{id}/questions/{question}", Need: see, Handle: s.question},
		{Pattern: "POST /assessments/{id}/questions/{question}", Need: answer, Handle: s.question},
		{Pattern: "GET /assessments/{id}/evidence.zip", Need: see, Handle: s.evidence},
		{Pattern: "GET /assessments/{id}/submit", Need: s.submitNeed(), Handle: s.submit},
		{Pattern: "POST /assessments/{id}/submit", Need: s.submitNeed(), Handle: s.submit},
		{Pattern: "GET /submissions/{id}", Need: module.Need{Action: module.View, Kind: SubmissionKind}, Handle: s.viewSubmission},
	}
}

// methodologyKind says of a file in the history what it holds, and not all of it.
func (s *Service) methodologyKind() record.Kind {
	kind := s.methodologies.RecordKind()
	show := kind.Show
	kind.Show = func(ctx context.Context, words *i18n.Printer, field, value string) string {
		if field != "body" {
			return show(ctx, words, field, value)
		}
		m, err := method.Read([]byte(value), s.deps.Measures)
		if err != nil {
			return words.T("methodology.unreadable")
		}
		n := 0
		m.Each(func(*method.Block, *method.Indicator, *method.Question) { n++ })
		return words.T("methodology.body.said", "edition", m.Edition, "blocks", words.N("methodology.body.blocks", len(m.Blocks)), "questions", words.N("methodology.body.questions", n))
	}
	return kind
}

// personal is this subject's part of the register of personal data: a diploma may
// name who signed it or to whom it went.
func personal() []module.PersonalField {
	const purpose, kept = "awards of the city and its partnerships", "until erased on request or by the office's retention rule"
	var fields []module.PersonalField
	for _, column := range []string{"name", "giver", "note"} {
		fields = append(fields, module.PersonalField{Table: "awards", Column: column, Whose: "contact person", Purpose: purpose, Retention: kept})
	}
	for _, table := range []string{"answers", "submissions"} {
		fields = append(fields, module.PersonalField{Table: table, Column: "actor", Whose: "user", Purpose: "who answered for the city and handed in", Retention: "as long as the assessment"})
	}
	return fields
}

type listingRow struct {
	ID           string `json:"id"`
	Type         string `json:"type"`
	Name         string `json:"name"`
	Giver        string `json:"giver,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Year         string `json:"year,omitempty"`  // that it was given for; absent: not known
	Given        string `json:"given,omitempty"` // EDTF
	Place        string `json:"place,omitempty"`
	Partner      string `json:"partner,omitempty"`
	Kept         string `json:"kept,omitempty"`
}

// listing is `pobratim list awards`, the newest first.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows, f := []listingRow{}, AwardFilter{Limit: 500}
	for {
		page, err := s.Awards(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			rows = append(rows, listingRow{a.ID, a.Type, a.Name.In(lang).Value, a.Giver.In(lang).Value, a.Organisation, a.Year, a.Given.String(), a.Place.In(lang).Value, a.Partner, a.Kept})
		}
		if len(page) < f.Limit {
			return rows, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// Tables are this subject's registers as rows and columns.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.awards.Table("awards"), s.methodologies.Table("methodologies"), s.assessments.Table("assessments")}
}
