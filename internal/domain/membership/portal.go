package membership

import (
	"context"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
)

// publicPage is what the template portal shows.
type publicPage struct {
	Lead     string
	Networks []publicNetwork
	Empty    *ui.Empty
}

// publicNetwork is a membership as residents see it. It has no field for what
// stays in the office: delegates, days, dues, votes.
type publicNetwork struct {
	Name    ui.Value
	Type    string
	Since   string
	Offices ui.Value
	Website *ui.Link
}

// open are the public memberships whose term is not over, whoever is signed in.
func (s *Service) open(ctx context.Context, scene *web.Scene) ([]publicNetwork, error) {
	ctx = account.With(ctx, account.Viewer{})
	if s.Gate.Scope(ctx, s.memberships.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	var list []publicNetwork
	for _, m := range rows {
		n := publicNetwork{Name: keep.Said(scene, m.Name), Offices: keep.Said(scene, m.Offices)}
		if m.Type != "" {
			n.Type = scene.T("membership.type." + m.Type)
		}
		if !m.Since.IsZero() {
			n.Since = scene.Since(m.Since)
		}
		if m.Website != "" {
			n.Website = &ui.Link{Text: scene.T("membership.public.site"), Hidden: n.Name.Text, Href: m.Website}
		}
		list = append(list, n)
	}
	return list, nil
}

// public lists the networks that the city belongs to.
func (s *Service) public(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	data := publicPage{Lead: scene.T("membership.public.lead")}
	var err error
	if data.Networks, err = s.open(r.Context(), scene); err != nil {
		return nil, err
	}
	if len(data.Networks) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("membership.public.none"), Text: scene.T("membership.public.none.text")}
	}
	return web.Page{Template: "membership/portal", Title: scene.T("membership.public.title"), Data: data, Head: web.Head{Description: data.Lead, Canonical: "/networks"}}, nil
}
