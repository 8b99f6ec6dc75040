package partner

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/module"
)

// mayHandOver tells whether the viewer may make prospects part of partnerships.
func (s *Service) mayHandOver(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: duplicate.Kind}) > 0 &&
		s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) >= account.All &&
		s.Gate.Scope(ctx, module.Need{Action: module.Bin, Kind: ProspectKind}) >= account.All
}

// handOver leads to the page on which a prospect hands over what is known of it.
func handOver(scene *web.Scene, p Prospect, slug string) ui.Link {
	return ui.Link{Text: scene.T("prospect.hand_over"), Href: scene.Path("/become/" + ProspectKind + "/" + p.ID + "/" + slug)}
}

// wasProspect are notices of the prospects that are this partner's place.
func (s *Service) wasProspect(ctx context.Context, scene *web.Scene, p Partnership) ([]ui.Notice, error) {
	if !s.mayHandOver(ctx) {
		return nil, nil
	}
	all, err := s.Prospects(ctx)
	if err != nil {
		return nil, err
	}
	mine := placeKeys(p.GeoNames, p.Country, append(texts(p.Name), p.Native)...)
	var notices []ui.Notice
	for _, one := range all {
		same := slices.ContainsFunc(placeKeys(one.GeoNames, one.Country, texts(one.Name)...), func(key string) bool { return slices.Contains(mine, key) })
		if !same || p.Type == "district" {
			continue
		}
		open := ui.Link{Text: scene.T("prospect.one"), Href: scene.Path("/prospects/" + one.ID)}
		notices = append(notices, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("partner.was_prospect"), Text: scene.T("partner.was_prospect.text"), Links: []ui.Link{handOver(scene, one, p.Slug), open}})
	}
	return notices, nil
}

// startFrom fills in a new partnership from the prospect that became one.
func (s *Service) startFrom(ctx context.Context, id string, p *Partnership) {
	from, err := s.prospects.Get(ctx, id)
	if err != nil {
		return // somebody else was faster; the form is empty
	}
	p.Name, p.Country, p.GeoNames, p.Visibility = from.Name, from.Country, from.GeoNames, from.Visibility
}

// inherited shows a fact that came from a prospect as the prospect showed it.
func (s *Service) inherited(ctx context.Context, scene *web.Scene, name, value string) (ui.Value, bool) {
	column, came := strings.CutPrefix(name, ProspectKind+".")
	f, known := s.prospects.Fields.Find(column)
	if !came || !known {
		return ui.Value{}, false
	}
	return f.Show(ctx, scene, value), true
}
