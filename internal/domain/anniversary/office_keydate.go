package anniversary

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// keydatesPage is what the template keydates shows.
type keydatesPage struct {
	Lead  string
	Table ui.Table
	Take  ui.Download
	Add   *ui.LinkButton
}

func (s *Service) listKeyDates(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.KeyDates(ctx, record.Ref{})
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.keydates.Export(r, as, "keydates", export.All(all, func(k KeyDate) string { return k.ID }))
	}
	data := keydatesPage{Lead: scene.T("keydate.lead"), Take: export.Links(scene)}
	data.Table = ui.Table{ID: "keydates", Caption: scene.T("keydate.list"), Quiet: true, Stack: true,
		Empty: &ui.Empty{Title: scene.T("keydate.none"), Text: scene.T("keydate.none.text")}}
	for _, c := range []string{"title", "about", "occasion", "on"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("keydate." + c)})
	}
	for _, k := range all {
		about, err := s.aboutValue(ctx, scene, k.About)
		if err != nil {
			return nil, err
		}
		title := keep.Said(scene, k.Title)
		title.Href = scene.Path(s.keydates.At(&k))
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: title, Head: true}, ui.Cell{Value: about},
			ui.Cell{Value: ui.Value{Text: scene.T("keydate.occasion." + k.Occasion)}}, ui.Cell{Value: ui.Value{Text: scene.Date(k.On)}},
		))
	}
	if s.mayAdd(r) {
		data.Add = &ui.LinkButton{Text: scene.T("keydate.add"), Href: scene.Path("/keydates/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "anniversary/keydates", Title: scene.T("keydate.list"), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("anniversary.list"), Path: "/anniversaries"}}}, nil
}

// mayAdd tells whether the viewer may note key dates.
func (s *Service) mayAdd(r *http.Request) bool {
	return s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: KeyDateKind}) > 0
}

// keydatePage is what the template keydate shows.
type keydatePage struct {
	Head  ui.Head
	Facts ui.Facts
	Edit  []ui.LinkButton
}

func (s *Service) viewKeyDate(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	k, err := s.keydates.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.keydates.At(&k)
	data := keydatePage{Head: ui.Head{Over: scene.T("keydate.kind"), Title: keep.Said(scene, k.Title), Audience: keep.Audience(scene, k.Visibility)}}
	if data.Facts, err = s.keydates.FactList(ctx, scene, &k, at); err != nil {
		return nil, err
	}
	about, err := s.aboutValue(ctx, scene, k.About)
	if err != nil {
		return nil, err
	}
	for i := range data.Facts.Rows {
		if data.Facts.Rows[i].ID == "fact-about" {
			data.Facts.Rows[i].Value = about
		}
	}
	if s.keydates.Can(ctx, module.Edit, &k) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "anniversary/keydate", Title: k.Title.In(scene.Lang).Value, Data: data, About: k.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("anniversary.list"), Path: "/anniversaries"}, {Text: scene.T("keydate.list"), Path: "/keydates"}}}, nil
}
