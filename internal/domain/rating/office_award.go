package rating

import (
	"context"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// awardsPage is what the template awards shows.
type awardsPage struct {
	Tabs  ui.Tabs
	Table ui.Table
	Pager ui.Pager
	Take  ui.Download
	Add   *ui.LinkButton
}

func (s *Service) listAwards(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := AwardFilter{Type: q.Get("type"), Partner: q.Get("partner"), Year: q.Get("year"), After: AwardKey{q.Get("after"), q.Get("after_id")}}
	if as := export.Asked(r); as != "" {
		ids := export.ByKey(func(after AwardKey) ([]Award, error) {
			f.After, f.Limit = after, export.PageSize
			return s.Awards(ctx, f)
		}, func(a Award) (string, AwardKey) { return a.ID, a.Key() })
		return s.awards.Export(r, as, "awards", ids)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Awards(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.CountAwards(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := awardsPage{
		Tabs:  keep.TypeTabs(scene, scene.T("award.type"), AwardTypes(), func(one string) string { return scene.T("award.types." + one) }, f.Type),
		Table: awardTable(scene, "awards", rows), Pager: keep.Pager(scene, len(rows), total, f.After != AwardKey{}), Take: export.Links(scene),
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("award.none"), Text: scene.T("award.none.text")}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Day, last.ID)
	}
	if s.may(ctx, module.Create, AwardKind) {
		data.Add = &ui.LinkButton{Text: scene.T("award.begin"), Href: scene.Path("/awards/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "rating/awards", Title: scene.T("award.list"), Data: data}, nil
}

func awardTable(scene *web.Scene, id string, rows []Award) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("award.list"), Quiet: true, Stack: true}
	for _, name := range []string{"name", "giver", "year", "given", "place"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("award." + name)})
	}
	for _, a := range rows {
		name := keep.Said(scene, a.Name)
		name.Href, name.Note = scene.Path("/awards/"+a.ID), scene.T("award.type."+a.Type)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: keep.Said(scene, a.Giver)}, ui.Cell{Value: ui.Value{Text: a.Year}},
			ui.Cell{Value: ui.Value{Text: scene.Date(a.Given)}}, ui.Cell{Value: keep.Said(scene, a.Place)}))
	}
	return t
}

// awardPage is what the template award shows.
type awardPage struct {
	Head  ui.Head
	Edit  []ui.LinkButton
	Facts ui.Facts
}

func (s *Service) viewAward(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.Award(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.awards.At(&a)
	data := awardPage{Head: ui.Head{Over: scene.T("award.type." + a.Type), Title: keep.Said(scene, a.Name), Lead: keep.Said(scene, a.Place).Text, Audience: keep.Audience(scene, a.Visibility)}}
	if a.Year != "" {
		data.Head.Chips = []ui.Chip{{Text: scene.T("award.for", "year", a.Year), Tone: ui.ToneNeutral}}
	}
	if data.Facts, err = s.awards.FactList(ctx, scene, &a, at); err != nil {
		return nil, err
	}
	if s.awards.Can(ctx, module.Edit, &a) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "rating/award", Title: a.Name.In(scene.Lang).Value, Data: data, About: a.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("award.list"), Path: "/awards"}}}, nil
}

// awardPanel is what the template panel shows.
type awardPanel struct {
	Table ui.Table
	More  *ui.Link
}

// panelLimit is how many awards stand on another record's page.
const panelLimit = 5

// related are the awards shared with a partner or given by an organisation.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f := AwardFilter{Limit: panelLimit}
	switch about.Kind {
	case "partner":
		f.Partner = about.ID
	case "organisation":
		f.Organisation = about.ID
	default:
		return nil, nil
	}
	if !s.may(ctx, module.View, AwardKind) {
		return nil, nil
	}
	rows, err := s.Awards(ctx, f)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	total, err := s.CountAwards(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	data := awardPanel{Table: awardTable(scene, "related-awards", rows)}
	if total > len(rows) && f.Partner != "" {
		data.More = &ui.Link{Text: scene.N("award.panel.all", total), Href: scene.Path("/awards", "partner", f.Partner)}
	}
	return &module.Panel{Name: "awards", Title: scene.T("award.list"), Count: scene.Number(int64(total)), Template: "rating/panel", Data: data, Order: 36}, nil
}
