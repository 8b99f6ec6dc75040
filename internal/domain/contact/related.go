package contact

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// partnerPanel is what the template panel shows on a partner's page.
type partnerPanel struct {
	People        []ui.Person
	Organisations ui.Table
	Add           *ui.LinkButton
}

// relatedToPartner lists the organisations of a partner city and their people.
func (s *Service) relatedToPartner(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "partner" || s.Gate.Scope(ctx, s.organisations.ViewNeed()) == 0 {
		return nil, nil
	}
	rows, err := s.Organisations(ctx, OrganisationFilter{Partner: about.ID, Limit: 200})
	if err != nil {
		return nil, err
	}
	data := partnerPanel{Organisations: ui.Table{ID: "partner-organisations", Caption: scene.T("organisation.list"), Quiet: true, Stack: true}}
	data.Organisations.Columns = []ui.Column{{Label: scene.T("organisation.name")}, {Label: scene.T("organisation.type")}}
	for _, o := range rows {
		data.Organisations.Rows = append(data.Organisations.Rows, data.Organisations.NewRow(
			ui.Cell{Value: ui.Value{Text: o.Name.In(scene.Lang).Value, Href: scene.Path("/organisations/" + o.ID)}, Head: true},
			ui.Cell{Value: ui.Value{Text: scene.T("organisation.type." + o.Type)}},
		))
		members, err := s.Members(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			data.People = append(data.People, personRow(scene, m))
		}
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: OrganisationKind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("organisation.add"), Href: scene.Path("/organisations/new", "partner", about.ID), Icon: ui.IconPlus}
	}
	if len(rows) == 0 && data.Add == nil {
		return nil, nil
	}
	return &module.Panel{Name: "people", Title: scene.T("contact.panel"), Count: scene.Number(int64(len(rows))), Template: "contact/panel", Data: data, Order: 30}, nil
}
