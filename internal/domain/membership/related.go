package membership

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// related shows memberships on the page of the network, of a post and of a
// person who speaks for the city.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f := Filter{Limit: optionsLimit}
	switch about.Kind {
	case "organisation":
		f.Organisation = about.ID
	case "post":
		f.Post = about.ID
	case "person":
		f.Person = about.ID
	default:
		return nil, nil
	}
	if s.Gate.Scope(ctx, s.memberships.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.Memberships(ctx, f)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	data := part{}
	if data.Table, err = s.table(ctx, scene, rows); err != nil {
		return nil, err
	}
	data.Table.ID = "related-memberships"
	return &module.Panel{Name: "memberships", Title: scene.T("membership.list"), Count: scene.Number(int64(len(rows))), Template: "membership/panel", Data: data, Order: 65}, nil
}

// homeOrder is the place of the networks among the sections of the front page.
const homeOrder = 70

// home names the networks on the portal's front page, when any is public.
func (s *Service) home(ctx context.Context, scene *web.Scene) (module.HomePart, error) {
	list, err := s.open(ctx, scene)
	if err != nil || len(list) == 0 {
		return module.HomePart{}, err
	}
	title := scene.T("membership.public.title")
	return module.HomePart{Sections: []module.HomeSection{{Order: homeOrder, Name: "networks", Title: title, Template: "membership/home", Data: list,
		Link: &ui.Link{Text: scene.T("membership.public.all"), Href: scene.Path("/networks")}}}}, nil
}
