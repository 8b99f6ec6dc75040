package contact

import (
	"context"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// current says in a line what each of the listed people is now.
func (s *Service) current(ctx context.Context, scene *web.Scene, rows []PersonRow) (map[string]string, error) {
	ids := make([]string, len(rows))
	for i, p := range rows {
		ids[i] = p.ID
	}
	holders, err := holdersOfAll(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, h := range holders {
		if !h.Current(scene.Now) {
			continue
		}
		line := roleTitle(scene, h)
		if org := h.OrganisationName.In(scene.Lang).Value; org != "" {
			if line != "" {
				line += ", "
			}
			line += org
		}
		if words[h.Person] != "" {
			words[h.Person] += "; "
		}
		words[h.Person] += line
	}
	return words, nil
}

// postOptions lists all posts with the organisation they belong to.
func (s *Service) postOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	posts, err := s.Posts(ctx, "")
	if err != nil {
		return nil, err
	}
	names, err := organisationNames(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	options := make([]ui.Option, len(posts))
	for i, p := range posts {
		label := p.Title.In(scene.Lang).Value
		if org, ok := names[p.Organisation]; ok {
			label += " — " + org.In(scene.Lang).Value
		}
		options[i] = ui.Option{Value: p.ID, Label: label}
	}
	return options, nil
}

// PostOptions is the same list for forms of other subjects.
func (s *Service) PostOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.postOptions(ctx, scene)
}

// OrganisationOptions lists organisations for forms of other subjects.
func (s *Service) OrganisationOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.organisationOptions(ctx, scene)
}

// postPage is what the template post shows.
type postPage struct {
	Head    ui.Head
	Facts   ui.Facts
	Holders []ui.Person
	Edit    []ui.LinkButton
}

func (s *Service) viewPost(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.Post(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.posts.At(&p)
	data := postPage{Head: ui.Head{Over: scene.T("post.one"), Title: keep.Said(scene, p.Title), Audience: keep.Audience(scene, p.Visibility)}}
	if data.Facts, err = s.posts.FactList(r.Context(), scene, &p, at); err != nil {
		return nil, err
	}
	holders, err := s.Holders(r.Context(), p.ID)
	if err != nil {
		return nil, err
	}
	held := false
	for _, h := range holders {
		held = held || h.Current(scene.Now)
		row := personRow(scene, h)
		row.Role = ""
		data.Holders = append(data.Holders, row)
	}
	if !held {
		data.Holders = append([]ui.Person{{Vacant: scene.T("contact.vacant")}}, data.Holders...)
	}
	if s.posts.Can(r.Context(), module.Edit, &p) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "contact/post", Title: p.Title.In(scene.Lang).Value, Data: data, About: p.Ref().String()}, nil
}

// PostRow shows who holds a post, or the gap when nobody does; for the pages of
// other subjects. The role above it is given in words. An empty post is a gap
// as well.
func (s *Service) PostRow(ctx context.Context, scene *web.Scene, post, role string) (ui.Person, error) {
	if post == "" {
		return ui.Person{Vacant: scene.T("contact.nobody"), Role: role}, nil
	}
	holder, held, err := s.Holder(ctx, post, scene.Now)
	if err != nil {
		return ui.Person{}, err
	}
	if !held {
		p, err := postByID(ctx, s.DB, post)
		if err != nil {
			return ui.Person{}, err
		}
		return ui.Person{Vacant: scene.T("contact.vacant"), Role: role, Org: ui.Value{Text: p.Title.In(scene.Lang).Value, Href: scene.Path("/posts/" + post)}}, nil
	}
	row := personRow(scene, holder)
	row.Role = role + ": " + row.Role
	return row, nil
}

// PersonOptions lists the first thousand people for forms of other subjects.
func (s *Service) PersonOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	rows, err := s.People(ctx, PersonFilter{Limit: 1000})
	options := make([]ui.Option, len(rows))
	for i, p := range rows {
		options[i] = ui.Option{Value: p.ID, Label: p.In(scene.Lang)}
	}
	return options, err
}
