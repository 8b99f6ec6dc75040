package partner

import (
	"context"
	"net/http"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

func languageOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	return contact.Languages(ctx, s)
}

// prospectsPage is what the template prospects shows.
type prospectsPage struct {
	Lead  string
	Table ui.Table
	Take  ui.Download
	Add   *ui.LinkButton
	World *ui.Link
}

func (s *Service) listProspects(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	all, err := s.Prospects(r.Context())
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.prospects.Export(r, as, "prospects", export.All(all, func(p Prospect) string { return p.ID }))
	}
	data := prospectsPage{Take: export.Links(scene), Lead: scene.T("prospect.lead"), Table: ui.Table{ID: "prospects", Caption: scene.T("prospect.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("prospect.none")}}}
	for _, c := range []string{"name", "country", "stage", "on", "detail"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("prospect." + c)})
	}
	known, err := s.known(r.Context())
	if err != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	for _, p := range all {
		name := keep.Said(scene, p.Name)
		if known.became(scene, p) != nil {
			name.Chip = &ui.Chip{Text: scene.T("partner.world.ours"), Tone: ui.ToneGood}
		}
		name.Href = scene.Path("/prospects/" + p.ID)
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Text: s.Country(p.Country, scene.Lang)}},
			ui.Cell{Value: ui.Value{Text: scene.T("prospect.stage." + p.Stage)}}, ui.Cell{Value: ui.Value{Text: scene.Date(p.On)}}, ui.Cell{Value: keep.Said(scene, p.Detail)},
		))
	}
	if s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: ProspectKind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("prospect.add"), Href: scene.Path("/prospects/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
		data.World = &ui.Link{Text: scene.T("partner.world.title"), Href: scene.Path("/prospects/world")}
	}
	return web.Page{Template: "partner/prospects", Title: scene.T("prospect.list"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}}}, nil
}

// prospectPage is what the template prospect shows.
type prospectPage struct {
	Head   ui.Head
	Became *ui.Notice // it is a partner already
	Facts  ui.Facts
	Edit   []ui.LinkButton
}

// became names our partnership with the place of a prospect; nil when there is
// none.
func (b book) became(scene *web.Scene, p Prospect) *ui.Notice {
	slug := b.partnerAt(p)
	if slug == "" {
		return nil
	}
	return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("prospect.became"), Text: scene.T("prospect.became.text"), Links: []ui.Link{{Text: scene.T("prospect.became.open"), Href: scene.Path("/partners/" + slug)}}}
}

// partnerAt is the address of our partnership with the place of a prospect;
// empty when there is none.
func (b book) partnerAt(p Prospect) string {
	for _, key := range placeKeys(p.GeoNames, p.Country, texts(p.Name)...) {
		if slug := b.partners[key]; slug != "" {
			return slug
		}
	}
	return ""
}

func (s *Service) viewProspect(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.prospects.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.prospects.At(&p)
	data := prospectPage{Head: ui.Head{Over: scene.T("prospect.one"), Title: keep.Said(scene, p.Name), Audience: keep.Audience(scene, p.Visibility)}}
	known, err := s.known(r.Context())
	if err != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	if data.Became = known.became(scene, p); data.Became != nil && s.mayHandOver(r.Context()) {
		data.Became.Links = append(data.Became.Links, handOver(scene, p, known.partnerAt(p)))
	}
	if data.Facts, err = s.prospects.FactList(r.Context(), scene, &p, at); err != nil {
		return nil, err
	}
	if s.prospects.Can(r.Context(), module.Edit, &p) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		if data.Became == nil && s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: Kind}) > 0 {
			data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("prospect.become"), Href: scene.Path("/partners/new", "prospect", p.ID), Icon: ui.IconPlus})
		}
	}
	return web.Page{Template: "partner/prospect", Title: p.Name.In(scene.Lang).Value, Data: data, About: p.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}, {Text: scene.T("prospect.list"), Path: "/prospects"}}}, nil
}
