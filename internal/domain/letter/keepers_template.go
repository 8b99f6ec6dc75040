package letter

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) templateKeeper() *keep.Keeper[Template] {
	return &keep.Keeper[Template]{
		Floor: s.Floor, Kind: TemplateKind, IDs: allTemplateIDs,
		Fields: keep.Set[Template]{
			{Name: "type", At: func(t *Template) any { return &t.Type }, Required: true, Options: keep.Choices("letter_template.type", TemplateTypes()...)},
			{Name: "name", At: func(t *Template) any { return &t.Name }, Required: true, Max: templateNameMax, Called: true},
			{Name: "lang", At: func(t *Template) any { return &t.Lang }, Required: true, Options: s.writtenLangs},
			{Name: "title", At: func(t *Template) any { return &t.Title }, Required: true, Max: titleMax, Aside: true},
			{Name: "body", At: func(t *Template) any { return &t.Body }, Required: true, Long: true, Max: templateBodyMax, Aside: true},
			{Name: "visibility", At: func(t *Template) any { return &t.Visibility }, Aside: true},
		},
		Meta:  func(t *Template) *keep.Meta { return &t.Meta },
		Title: func(t *Template, lang string) string { return t.Name.In(lang).Value },
		ByID:  templateByID, Insert: insertTemplate, Update: updateTemplate, Bin: binTemplate,
		Check: func(_ context.Context, _ db.Handle, t *Template) error { return t.validate(writtenIn(s.deps.Langs)) },
		Unique: map[string]*errs.E{
			"letter_templates_fold_lang_key": errs.Field("name", "letter_template.name.taken"),
			"letter_templates_shipped_key":   errs.New(errs.Conflict, "letter_template.shipped.taken"),
		},
	}
}

// startTemplate begins a template in the language of the page.
func startTemplate(r *http.Request, t *Template) {
	if r.Method != http.MethodPost {
		t.Type, t.Lang = "other", web.SceneOf(r).Lang
	}
}

// Templates are all templates to choose from: the office's own, and those that
// come along and that nobody has replaced, in the order of kinds, names and
// languages.
func (s *Service) Templates(ctx context.Context) ([]Template, error) {
	if _, err := s.Gate.Require(ctx, s.templates.ViewNeed()); err != nil {
		return nil, err
	}
	own, err := templates(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	all := own
	for _, t := range shippedTemplates() {
		if !slices.ContainsFunc(own, func(o Template) bool { return o.Shipped == t.Shipped }) {
			all = append(all, t)
		}
	}
	langs := writtenIn(s.deps.Langs)
	order := func(t Template) (kind, lang int) {
		return slices.Index(TemplateTypes(), t.Type), slices.Index(langs, t.Lang)
	}
	slices.SortStableFunc(all, func(a, b Template) int {
		k, l := order(a)
		m, n := order(b)
		switch {
		case k != m:
			return k - m
		case a.Group() != b.Group():
			if a.Group() < b.Group() {
				return -1
			}
			return 1
		}
		return l - n
	})
	return all, nil
}

// Template reads one template, also one that comes along.
func (s *Service) Template(ctx context.Context, id string) (Template, error) {
	if t, shipped := shippedOf(id); shipped {
		_, err := s.Gate.Require(ctx, s.templates.ViewNeed())
		return t, err
	}
	return s.templates.Get(ctx, id)
}

// Adopt makes a record of a template that comes along, so that it can be changed,
// and returns its identifier: that of the record which there is already, if there
// is one.
func (s *Service) Adopt(ctx context.Context, id string) (string, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: TemplateKind}); err != nil {
		return "", err
	}
	t, shipped := shippedOf(id)
	if !shipped {
		return "", errs.New(errs.NotFound, "record.missing")
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		own, err := templates(ctx, w)
		if err != nil {
			return record.Ref{}, err
		}
		if i := slices.IndexFunc(own, func(o Template) bool { return o.Shipped == t.Shipped }); i >= 0 {
			return own[i].Ref(), nil
		}
		t.ID = ""
		made, err := s.templates.AddIn(ctx, w, t)
		return record.Ref{Kind: TemplateKind, ID: made}, err
	})
	return ref.ID, err
}

// GiveBack puts a changed template into the bin, so that the one that comes along
// stands in its place again, and returns the identifier of that one.
func (s *Service) GiveBack(ctx context.Context, id string) (string, error) {
	t, err := s.templates.Get(ctx, id)
	if err != nil {
		return "", err
	}
	if t.Shipped == "" {
		return "", errs.New(errs.Conflict, "letter_template.not_shipped")
	}
	return shippedPrefix + t.Shipped, s.templates.PutAway(ctx, id)
}

// templateOptions are the names to choose from, each with its languages.
func (s *Service) templateOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	all, err := s.Templates(ctx)
	if hidden(err) {
		return nil, nil
	}
	var options []ui.Option
	langs := map[string][]string{}
	for _, t := range all {
		g := t.Group()
		if langs[g] == nil {
			options = append(options, ui.Option{Value: g, Label: t.Name.In(scene.Lang).Value})
		}
		langs[g] = append(langs[g], scene.Language(t.Lang))
	}
	for i, o := range options {
		options[i].Label = scene.T("letter.template_option", "name", o.Label, "langs", scene.Join(langs[o.Value]))
	}
	return options, err
}
