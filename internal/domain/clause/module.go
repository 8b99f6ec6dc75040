package clause

import (
	"context"
	"embed"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
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
	see, edit := s.texts.ViewNeed(), module.Need{Action: module.Edit, Kind: TextKind}
	create, bin := module.Need{Action: module.Create, Kind: TextKind}, module.Need{Action: module.Bin, Kind: TextKind}
	seeClause, editClause, binClause := s.clauses.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}, module.Need{Action: module.Bin, Kind: Kind}
	return module.Module{
		Name: "clause", Files: Files, Kinds: s.kinds(), Related: []module.Related{s.related},
		Offers: []module.Offer{{Kinds: []string{agreement.Kind}, Key: "text.offer", Path: "/texts/new?agreement={id}", Need: create}},
		Office: []module.Route{
			{Pattern: "GET /texts/new", Need: create, Handle: s.begin},
			{Pattern: "POST /texts", Need: create, Handle: s.begin},
			{Pattern: "GET /texts/{id}", Need: see, Handle: s.view},
			{Pattern: "GET /texts/{id}/edit", Need: edit, Handle: s.change},
			{Pattern: "POST /texts/{id}/edit", Need: edit, Handle: s.change},
			{Pattern: "POST /texts/{id}/ready", Need: edit, Handle: s.finish},
			{Pattern: "POST /texts/{id}/draft", Need: edit, Handle: s.reopen},
			{Pattern: "POST /texts/{id}/bin", Need: bin, Handle: s.discard},
			{Pattern: "GET /texts/{id}/paste", Need: edit, Handle: s.paste},
			{Pattern: "POST /texts/{id}/paste", Need: edit, Handle: s.paste},
			{Pattern: "GET /texts/{id}/paper/{file}", Need: see, Handle: s.file},
			{Pattern: "GET /texts/{id}/clauses/new", Need: edit, Handle: s.clauseAdd},
			{Pattern: "POST /texts/{id}/clauses/new", Need: edit, Handle: s.clauseAdd},
			{Pattern: "GET /clauses/{id}", Need: seeClause, Handle: s.clauseView},
			{Pattern: "GET /clauses/{id}/edit", Need: editClause, Handle: s.clauseEdit},
			{Pattern: "POST /clauses/{id}/edit", Need: editClause, Handle: s.clauseEdit},
			{Pattern: "POST /clauses/{id}/move", Need: editClause, Handle: s.clauseMove},
			{Pattern: "POST /clauses/{id}/remove", Need: binClause, Handle: s.clauseRemove},
			{Pattern: "GET /clauses/{id}/obligations/new", Need: editClause, Handle: s.oblige},
			{Pattern: "POST /clauses/{id}/obligations/new", Need: editClause, Handle: s.oblige},
			{Pattern: "POST /clauses/{id}/obligations/{obligation}/promise", Need: editClause, Handle: s.take},
			{Pattern: "POST /clauses/{id}/obligations/{obligation}/remove", Need: editClause, Handle: s.release},
		},
		Pointers: pointers(),
	}
}

// kinds are the record kinds of this subject. What is found of a text is its
// clauses.
func (s *Service) kinds() []record.Kind {
	text := s.texts.RecordKind()
	text.Search = nil
	return []record.Kind{text, s.clauses.RecordKind()}
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	key := []string{"id"}
	return []record.Pointer{
		{Table: "agreement_texts", Column: "id", Key: key, Kind: TextKind, Hold: record.Itself},
		{Table: "agreement_texts", Column: "agreement_id", Key: key, Kind: agreement.Kind, Fate: record.Goes, Words: "text.moves"},
		{Table: "clauses", Column: "id", Key: key, Kind: Kind, Hold: record.Itself},
		{Table: "clauses", Column: "text_id", Key: key, Kind: TextKind, Fate: record.Goes},
		{Table: "obligations", Column: "clause_id", Key: key, Kind: Kind, Fate: record.Goes},
		{Table: "obligations", Column: "our_promise_id", Key: key, Kind: "task", Fate: record.Empties},
		{Table: "obligations", Column: "their_promise_id", Key: key, Kind: "task", Fate: record.Empties},
	}
}

// panel is what the template panel shows on the page of an agreement.
type panel struct {
	Texts []panelText
	None  string
	Add   *ui.LinkButton
}

type panelText struct {
	Title   ui.Value
	Obliged *ui.Table
}

// related shows the texts of an agreement and what they oblige to.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != agreement.Kind || s.Gate.Scope(ctx, s.texts.ViewNeed()) == account.None {
		return nil, nil
	}
	texts, err := s.Texts(ctx, about.ID)
	if err != nil {
		return nil, err
	}
	data := panel{}
	for _, t := range texts {
		clauses, err := s.Clauses(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		obligations, err := obligationsOf(ctx, s.DB, t.ID)
		if err != nil {
			return nil, err
		}
		one := panelText{Title: ui.Value{Text: languagesWords(scene, t), Href: scene.Path("/texts/" + t.ID), Note: scene.N("clause.count", len(clauses)), Chip: stateChip(scene, t.State)}}
		if one.Obliged, err = s.obliged(ctx, scene, clauses, obligations); err != nil {
			return nil, err
		}
		if one.Obliged != nil {
			one.Obliged.ID += "-" + t.ID
		}
		data.Texts = append(data.Texts, one)
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: TextKind}) > account.None {
		data.Add = &ui.LinkButton{Text: scene.T("text.add"), Href: scene.Path("/texts/new", "agreement", about.ID), Icon: ui.IconPlus}
	}
	if len(texts) == 0 {
		data.None = scene.T("text.none")
	}
	return &module.Panel{Name: "texts", Title: scene.T("text.list"), Count: scene.Number(int64(len(texts))), Template: "clause/panel", Data: data, Order: 1}, nil
}

// languagesWords call a text by its languages: «Русский и немецкий».
func languagesWords(scene *web.Scene, t Text) string {
	words := make([]string, len(t.Langs()))
	for i, lang := range t.Langs() {
		words[i] = scene.Language(lang)
	}
	return scene.T("text.in", "langs", scene.Join(words))
}

// Tables are this subject's registers as rows and columns: a clause is read in
// its text.
func (s *Service) Tables() []transfer.Table {
	return []transfer.Table{s.texts.Table("texts")}
}
