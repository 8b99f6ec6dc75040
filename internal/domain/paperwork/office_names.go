package paperwork

import (
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// formSet describes the forms of a name; posts and places are not addressed.
func formSet(kind string) keep.Set[Forms] {
	all := keep.Set[Forms]{
		{Name: "gen", At: func(f *Forms) any { return &f.Gen }, Max: maxForm},
		{Name: "dat", At: func(f *Forms) any { return &f.Dat }, Max: maxForm},
		{Name: "acc", At: func(f *Forms) any { return &f.Acc }, Max: maxForm},
		{Name: "ins", At: func(f *Forms) any { return &f.Ins }, Max: maxForm},
		{Name: "pre", At: func(f *Forms) any { return &f.Pre }, Max: maxForm},
		{Name: "short", At: func(f *Forms) any { return &f.Short }, Max: maxForm},
		{Name: "salutation", At: func(f *Forms) any { return &f.Salutation }, Max: maxForm},
	}
	if kind == "person" {
		return all
	}
	return all[:5]
}

// names shows and saves the forms of a name, all of them or a single one.
func (s *Service) names(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	ref := record.Ref{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
	if err := s.may(ctx, ref, module.Edit); err != nil {
		return nil, err
	}
	f, err := s.Forms(ctx, ref)
	if err != nil {
		return nil, err
	}
	home := s.homeOf(ref)
	var in *form.Form
	if r.Method == http.MethodPost {
		in = form.Read(r.PostForm)
		f.Version = in.Int("version")
		only := in.Choice("only", append(CaseNames(), ""))
		back := in.Text("back")
		if only != "" { // from the page of a paper that lacks it
			f.Say(only, in.Choice("lang", s.deps.Langs), in.Text(in.Text("typed"), form.Required("form.empty"), form.Max(maxForm)))
		} else if err := formSet(ref.Kind).Read(ctx, scene, "name_form", in, &f, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		if err = in.Err(); err == nil {
			err = s.SayForms(ctx, f)
		}
		if err == nil {
			if only != "" && strings.HasPrefix(back, "/activities/") {
				home = back
			}
			return web.Redirect{To: home, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
	}
	title := s.title(ctx, ref, scene.Lang)
	page, failed := keep.FormPage(r, keep.Asked[Forms]{Set: formSet(ref.Kind), Kind: "name_form", Of: &f, Typed: in, Failed: err, Langs: s.deps.Langs, Version: f.Version,
		Title: scene.T("name_form.title", "name", title), Action: scene.Path("/names/" + ref.Kind + "/" + ref.ID), Cancel: scene.Path(home)})
	if failed != nil {
		return nil, failed
	}
	page.Crumbs = []web.Crumb{{Text: title, Path: home}}
	return page, nil
}

// homeOf is the page of what the name belongs to.
func (s *Service) homeOf(ref record.Ref) string {
	if !slices.Contains([]string{"person", "post", "partner"}, ref.Kind) {
		return "/papers/templates"
	}
	return s.Floor.Kinds().Path(ref)
}
