package paperwork

import (
	"context"
	"embed"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	see, edit := paperNeed(module.View), paperNeed(module.Edit)
	return module.Module{
		Name: "paperwork", Files: Files, Kinds: []record.Kind{s.kind()}, Related: []module.Related{s.related},
		Office: []module.Route{
			{Pattern: "GET /papers/templates", Need: templateNeed(module.View), Handle: s.templates, Nav: &module.Nav{Key: "paperwork.templates", Order: 96, Section: module.SectionVisits}, Command: "paperwork.templates"},
			{Pattern: "GET /papers/templates/{kind}", Need: templateNeed(module.View), Handle: s.template},
			{Pattern: "GET /papers/templates/{kind}/{file}", Need: templateNeed(module.View), Handle: s.builtIn},
			{Pattern: "POST /papers/templates/{kind}", Need: templateNeed(module.Edit), Handle: s.adopt, MaxBody: maxUpload},
			{Pattern: "POST /papers/templates/{kind}/return", Need: templateNeed(module.Edit), Handle: s.giveBack},
			{Pattern: "GET /activities/{id}/papers", Need: see, Handle: s.papers},
			{Pattern: "GET /activities/{id}/papers/details", Need: edit, Handle: s.details},
			{Pattern: "POST /activities/{id}/papers/details", Need: edit, Handle: s.details},
			{Pattern: "GET /activities/{id}/papers/{kind}", Need: see, Handle: s.show},
			{Pattern: "POST /activities/{id}/papers/{kind}", Need: edit, Handle: s.make},
			{Pattern: "GET /activities/{id}/papers/{kind}/preview", Need: see, Handle: s.preview},
			{Pattern: "GET /names/{kind}/{id}", Need: edit, Handle: s.names},
			{Pattern: "POST /names/{kind}/{id}", Need: edit, Handle: s.names},
		},
		Personal: personal(), Pointers: pointers(),
	}
}

// kind lets history and files name a template. It is written once.
func (s *Service) kind() record.Kind {
	return record.Kind{
		Name: TemplateKind, Path: "/papers/templates",
		Title: func(ctx context.Context, id, _ string) (string, error) {
			t, err := templateByID(ctx, s.DB, id)
			return t.Name, err
		},
		Allowed: func(ctx context.Context, id, action string) (bool, error) {
			if action != module.View {
				return false, errs.New(errs.Forbidden, "paperwork.template.sealed")
			}
			_, err := templateByID(ctx, s.DB, id)
			return false, err
		},
		Sees: func(ctx context.Context, _ string) error {
			_, err := s.Gate.Require(ctx, templateNeed(module.View))
			return err
		},
	}
}

// panel is what the template panel shows on other subjects' records.
type panel struct {
	Lead  string
	Links []ui.LinkButton
	Forms ui.Facts
	// What the program proposes and nobody has confirmed.
	OfferLead string
	Offer     ui.Facts
	Confirm   *ui.Form
}

// related are the papers of an activity, and the forms of the name of a person, a
// post or a place.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.Gate.Scope(ctx, paperNeed(module.View)) == account.None {
		return nil, nil
	}
	if about.Kind == activityKind {
		made, err := s.MadeOf(ctx, about.ID)
		if hidden(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		data := panel{Lead: scene.T("paperwork.panel"), Links: []ui.LinkButton{{Text: scene.T("paperwork.panel.open"), Href: scene.Path(at(about.ID)), Icon: ui.IconDocument}}}
		return &module.Panel{Name: "papers", Title: scene.T("paperwork.papers"), Count: scene.Number(int64(len(made))), Template: "paperwork/panel", Data: data, Order: 60}, nil
	}
	if !slices.Contains([]string{"person", "post", "partner"}, about.Kind) || s.Gate.Scope(ctx, paperNeed(module.Edit)) == account.None {
		return nil, nil
	}
	f, err := s.Forms(ctx, about)
	if hidden(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data := panel{}
	for _, one := range formSet(about.Kind) {
		v := f.In(one.Name)
		if one.Name == "salutation" {
			v = known(f.Salutation, scene.Lang)
		}
		if v != "" {
			data.Forms.Rows = append(data.Forms.Rows, ui.Fact{Label: scene.T("name_form." + one.Name), Value: ui.Value{Text: v}})
		}
	}
	if len(data.Forms.Rows) == 0 {
		data.Lead = scene.T("name_form.none")
	}
	if s.may(ctx, about, module.Edit) == nil {
		if err := s.offerAll(ctx, scene, f, &data); err != nil {
			return nil, err
		}
		data.Links = []ui.LinkButton{{Text: scene.T("name_form.change"), Href: scene.Path("/names/" + about.Kind + "/" + about.ID), Icon: ui.IconEdit}}
	}
	return &module.Panel{Name: "name-forms", Title: scene.T("name_form.panel"), Template: "paperwork/panel", Data: data, Order: 95}, nil
}

// personal is this subject's part of the register of personal data.
func personal() []module.PersonalField {
	const kept = "as long as the record of the person; erased with it"
	var fields []module.PersonalField
	for _, column := range []string{"genitive", "dative", "accusative", "instrumental", "prepositional", "short", "salutation"} {
		fields = append(fields, module.PersonalField{Table: "name_forms", Column: column, Whose: "contact person", Purpose: "names in the cases that papers ask for", Retention: kept})
	}
	fields = append(fields, module.PersonalField{Table: "paper_templates", Column: "name", Whose: "anybody named in the title of a template", Purpose: "finding the template", Retention: "as long as the template"})
	for _, table := range []string{"paper_templates", "made_papers"} {
		fields = append(fields,
			module.PersonalField{Table: table, Column: "actor_id", Whose: "user", Purpose: "who made the paper or the template", Retention: "as long as the record"},
			module.PersonalField{Table: table, Column: "actor", Whose: "user", Purpose: "who made the paper or the template, by name", Retention: "as long as the record"})
	}
	for _, column := range []string{"signer_id", "responsible_id", "addressee_id"} {
		fields = append(fields, module.PersonalField{Table: "paper_details", Column: column, Whose: "contact person", Purpose: "whom the papers of an activity name", Retention: "as long as the activity"})
	}
	return fields
}

// pointers are the columns that name records.
func pointers() []record.Pointer {
	all := []record.Pointer{
		{Table: "paper_templates", Column: "id", Key: []string{"id"}, Kind: TemplateKind, Hold: record.Itself},
		{Table: "made_papers", Column: "activity_id", Key: []string{"id"}, Kind: activityKind, Fate: record.Goes, Words: "paperwork.moves"},
		{Table: "made_papers", Column: "template_id", Key: []string{"id"}, Kind: TemplateKind, Hold: record.Stays},
		{Table: "paper_details", Column: "activity_id", Key: []string{"activity_id"}, Kind: activityKind, Fate: record.Goes, Same: []string{"activity_id"}},
		{Table: "name_forms", Column: "record_id", Key: []string{"kind", "record_id"}, KindColumn: "kind", Fate: record.Goes, Same: []string{"kind", "record_id"}},
	}
	for _, column := range []string{"signer_id", "responsible_id", "addressee_id"} {
		all = append(all, record.Pointer{Table: "paper_details", Column: column, Key: []string{"activity_id"}, Kind: "person"})
	}
	for _, column := range []string{"signer_post_id", "responsible_post_id", "addressee_post_id"} {
		all = append(all, record.Pointer{Table: "paper_details", Column: column, Key: []string{"activity_id"}, Kind: "post"})
	}
	return all
}
