package plan

import (
	"net/http"
	"slices"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// linePage is what the template line shows.
type linePage struct {
	Head  ui.Head
	Edit  []ui.LinkButton
	Facts ui.Facts
}

// viewLine is the page of a line.
func (s *Service) viewLine(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	l, err := s.Line(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := linePage{Head: ui.Head{Over: scene.T("planline.kind"), Title: keep.Said(scene, l.Title), Audience: keep.Audience(scene, l.Visibility)}}
	data.Head.Chips = []ui.Chip{{Text: scene.Date(l.When), Tone: ui.ToneNeutral}}
	if words, held := n.who(scene, l); held {
		data.Head.Lead = words
	} else {
		data.Head.Chips = append(data.Head.Chips, ui.Chip{Text: words, Tone: ui.ToneWarn})
	}
	if data.Facts, err = s.lines.FactList(ctx, scene, &l, s.lines.At(&l)); err != nil {
		return nil, err
	}
	for i := range data.Facts.Rows {
		row := &data.Facts.Rows[i]
		switch {
		case row.ID == "fact-origin" && l.Origin != "":
			link, err := s.named(ctx, scene, l.Origin)
			if err != nil {
				return nil, err
			}
			if row.Value = (ui.Value{Text: link.Text, Href: link.Href}); link.Text == "" {
				row.Value.Text = scene.T("plan.hidden")
			}
			row.Edit = nil
		case row.ID == "fact-owner" && l.Owner != "" && row.Value.Text == l.Owner:
			row.Value.Text = scene.T("planline.nobody")
			if one, known := n.staff[l.Owner]; known {
				row.Value.Text = scene.T("planline.nobody.left", "name", one.Name)
			}
		case row.ID == "fact-amount" && l.Amount != "":
			row.Value.Text = scene.Money(l.sum())
		}
	}
	data.Facts.Rows = slices.DeleteFunc(data.Facts.Rows, func(row ui.Fact) bool { return row.ID == "fact-origin" && l.Origin == "" })
	if s.lines.Can(ctx, module.Edit, &l) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(s.lines.At(&l) + "/edit"), Icon: ui.IconEdit})
	}
	crumbs := []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}}
	if p, err := s.Plan(ctx, l.Plan); err == nil {
		crumbs = append(crumbs, web.Crumb{Text: scene.T("plan.title", "year", p.Year), Path: "/plans/" + p.ID})
	}
	return web.Page{Template: "plan/line", Title: l.Title.In(scene.Lang).Value, Data: data, About: l.Ref().String(), Crumbs: crumbs}, nil
}

// listPage is what the template lines shows.
type listPage struct {
	Table ui.Table
	Pager ui.Pager
	Take  ui.Download
}

// listAll is the register of all lines of all plans.
func (s *Service) listAll(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	q := scene.URL.Query()
	f := Filter{After: Key{q.Get("after"), q.Get("after_id")}}
	if as := export.Asked(r); as != "" {
		return s.lines.Export(r, as, "planlines", export.ByKey(func(after Key) ([]Line, error) {
			return s.Lines(ctx, Filter{After: after, Limit: export.PageSize})
		}, func(l Line) (string, Key) { return l.ID, Key{l.When.Sort(), l.ID} }))
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Lines(ctx, f)
	if err != nil {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Table: n.table(scene, rows, false, nil), Take: export.Links(scene), Pager: ui.Pager{Label: scene.T("keep.pages")}}
	data.Table.Empty = &ui.Empty{Title: scene.T("planline.none"), Text: scene.T("plan.none.text")}
	if f.After != (Key{}) {
		data.Pager.First = &ui.Link{Text: scene.T("keep.first"), Href: scene.Path("/planlines")}
	}
	if more {
		last := rows[len(rows)-1]
		data.Pager.Next = keep.Onward(scene, last.When.Sort(), last.ID)
	}
	return web.Page{Template: "plan/lines", Title: scene.T("planline.list"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}}}, nil
}
