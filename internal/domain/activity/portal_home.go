package activity

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// publicPanel says on a partner's public page what both cities do together.
type publicPanel struct {
	List []publicRow
	All  *ui.Link
}

// publicPanelRows is how many activities a partner's public page shows.
const publicPanelRows = 12

func (s *Service) publicRelated(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "partner" {
		return nil, nil
	}
	ctx = asPublic(ctx)
	rows, err := s.publicList(ctx, Filter{Partner: about.ID, Limit: publicPanelRows})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	total, err := s.publicCount(ctx, Filter{Partner: about.ID})
	if err != nil {
		return nil, err
	}
	var data publicPanel
	n := s.namer(scene.Lang)
	for _, a := range rows {
		row := publicOf(ctx, scene, a, n)
		row.Who = ""
		data.List = append(data.List, row)
	}
	if total > len(rows) {
		data.All = &ui.Link{Text: scene.N("activity.all", total), Href: scene.Path("/projects", "partner", about.ID)}
	}
	return &module.Panel{Name: "projects", Title: scene.T("activity.public.panel"), Count: scene.Number(int64(total)), Template: "activity/public", Data: data, Order: 20}, nil
}

// home is the subject's part of the portal's front page: how many projects,
// visits and events are public. Each figure opens its list.
func (s *Service) home(ctx context.Context, scene *web.Scene) ([]ui.Figure, error) {
	var figures []ui.Figure
	for _, group := range []string{Projects, Events} {
		n, err := s.publicCount(ctx, Filter{Group: group})
		if err != nil {
			return nil, err
		}
		if n > 0 {
			figures = append(figures, ui.Figure{Number: scene.Number(int64(n)), Label: scene.N("activity.home."+group, n), Href: scene.Path("/projects", "group", group)})
		}
	}
	return figures, nil
}

// homeRows is how many activities the portal's front page names.
const homeRows = 5

// together names the latest public activities on the portal's front page.
func (s *Service) together(ctx context.Context, scene *web.Scene) ([]module.HomeSection, error) {
	ctx = asPublic(ctx)
	rows, err := s.publicList(ctx, Filter{Limit: homeRows})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var data publicPanel
	n := s.namer(scene.Lang)
	for _, a := range rows {
		data.List = append(data.List, publicOf(ctx, scene, a, n))
	}
	return []module.HomeSection{{
		Order: 20, Name: "together", Title: scene.T("activity.home.together"), Template: "activity/public", Data: data,
		Link: &ui.Link{Text: scene.T("activity.public.list"), Href: scene.Path("/projects")},
	}}, nil
}

// sitemap lists the addresses of this subject within the portal.
func (s *Service) sitemap(ctx context.Context) ([]string, error) {
	paths := []string{"/projects"}
	f := Filter{Limit: 500}
	for {
		page, err := s.publicList(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			paths = append(paths, "/projects/"+a.ID)
		}
		if len(page) < f.Limit {
			return paths, nil
		}
		f.After = page[len(page)-1].Key()
	}
}
