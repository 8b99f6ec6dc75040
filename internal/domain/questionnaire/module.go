package questionnaire

import (
	"context"
	"embed"

	"pobratim/internal/domain/visit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	edit, take := module.Need{Action: module.Edit, Kind: visit.Kind}, module.Need{Action: module.Edit, Kind: visit.SealedKind}
	const whose, kept = "member of a delegation", "an answer until it is taken over or the sealed details of the visit are destroyed; the consent as long as the visit is kept"
	return module.Module{
		Name: "questionnaire", Files: Files, Related: []module.Related{s.related},
		Kinds: []record.Kind{{Name: Kind, Path: "/questionnaires/{id}", Title: s.title, Sees: s.sees, Allowed: s.allowed}},
		Guest: []module.Guest{{Purpose: Purpose, Key: "questionnaire.link", Kind: Kind, Need: edit, Routes: []module.Route{
			{Pattern: "GET /{$}", Handle: s.consent}, {Pattern: "POST /{$}", Handle: s.consent}, {Pattern: "GET /form", Handle: s.ask}, {Pattern: "POST /form", Handle: s.ask},
		}}},
		Office: []module.Route{
			{Pattern: "GET /questionnaires/{id}", Need: edit, Handle: s.edit},
			{Pattern: "POST /questionnaires/{id}", Need: edit, Handle: s.edit},
			{Pattern: "POST /questionnaires/{id}/take", Need: take, Handle: s.take},
			{Pattern: "POST /questionnaires/{id}/drop", Need: take, Handle: s.drop},
		},
		Pointers: []record.Pointer{
			{Table: "questionnaires", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "questionnaires", Column: "activity_id", Key: []string{"id"}, Kind: "activity", Fate: record.Goes, Same: []string{"activity_id"}},
			{Table: "questionnaire_answers", Column: "link", Key: []string{"link"}, Hold: record.Stays},
			{Table: "questionnaire_answers", Column: "activity_id", Key: []string{"link"}, Kind: "activity", Fate: record.Goes},
		},
		Personal: []module.PersonalField{
			{Table: "questionnaire_answers", Column: "who", Whose: whose, Purpose: "whom a questionnaire was sent to", Retention: kept},
			{Table: "questionnaire_answers", Column: "box", Whose: whose, Purpose: "answers of a participant, closed with the key of the visit", Retention: kept},
			{Table: "questionnaire_answers", Column: "consent_at", Whose: whose, Purpose: "proof of consent: the text that was shown, its language and the time", Retention: kept},
		},
	}
}

// title is what a form is called; it says nothing of the visit, since the frame of
// guests asks for it.
func (s *Service) title(ctx context.Context, id, lang string) (string, error) {
	_, err := formByID(ctx, s.DB, id)
	return s.deps.Words(lang).T("questionnaire.kind"), err
}

func (s *Service) sees(ctx context.Context, id string) error {
	_, err := s.Form(ctx, id)
	return err
}

// allowed lets those act on a form who may act on its visit.
func (s *Service) allowed(ctx context.Context, id, action string) (bool, error) {
	if _, err := s.Form(ctx, id); err != nil {
		return false, err
	}
	return false, s.require(ctx, action, visit.Kind)
}
