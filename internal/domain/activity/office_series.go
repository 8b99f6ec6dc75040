package activity

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// seriesListPage is what the template series shows.
type seriesListPage struct {
	Table ui.Table
	Take  ui.Download
	Add   *ui.LinkButton
}

func (s *Service) listSeriesPage(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	all, err := s.AllSeries(ctx)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.series.Export(r, as, "series", export.All(all, func(x Series) string { return x.ID }))
	}
	of := map[string]Editions{}
	if s.sees(ctx) {
		scope, own, err := s.reach(ctx)
		if err != nil {
			return nil, err
		}
		if of, err = editions(ctx, s.DB, scope, own); err != nil {
			return nil, err
		}
	}
	data := seriesListPage{Take: export.Links(scene), Table: ui.Table{ID: "series", Caption: scene.T("series.list"), Quiet: true, Stack: true}}
	data.Table.Columns = []ui.Column{{Label: scene.T("series.name")}, {Label: scene.T("series.editions"), Number: true}, {Label: scene.T("series.years")}}
	for _, x := range all {
		e := of[x.ID]
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: linked(keep.Said(scene, x.Name), scene.Path("/series/"+x.ID)), Head: true},
			ui.Cell{Value: ui.Value{Text: scene.Number(int64(e.Count))}},
			ui.Cell{Value: ui.Value{Text: span(e)}},
		))
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("series.empty"), Text: scene.T("series.empty.text")}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: SeriesKind}) > account.None {
		data.Add = &ui.LinkButton{Text: scene.T("series.add"), Href: scene.Path("/series/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "activity/series", Title: scene.T("series.list"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("activity.list"), Path: "/activities"}}}, nil
}

// span is the years from the first to the last edition: "2004–2018".
func span(e Editions) string {
	if e.First == e.Last {
		return e.First
	}
	return e.First + "–" + e.Last
}

// editionsPage is what the template editions shows: one series.
type editionsPage struct {
	Head     ui.Head
	Facts    ui.Facts
	Editions ui.Table // the newest first
	Edit     []ui.LinkButton
}

func (s *Service) viewSeries(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	x, err := s.SeriesByID(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.series.At(&x)
	data := editionsPage{Head: ui.Head{Over: scene.T("series.one"), Title: keep.Said(scene, x.Name), Audience: keep.Audience(scene, x.Visibility)}}
	if data.Facts, err = s.series.FactList(ctx, scene, &x, at); err != nil {
		return nil, err
	}
	if s.sees(ctx) {
		list, err := s.EditionsOf(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		data.Editions = table(ctx, scene, "editions-by-year", scene.T("series.editions.list"), list, s.namer(scene.Lang))
	}
	if s.series.Can(ctx, module.Edit, &x) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
	}
	if s.mayCreate(ctx) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("series.edition.add"), Href: scene.Path("/activities/new", "series", x.ID, "type", "event"), Icon: ui.IconPlus})
	}
	return web.Page{Template: "activity/editions", Title: x.Name.In(scene.Lang).Value, Data: data, About: x.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("series.list"), Path: "/series"}}}, nil
}
