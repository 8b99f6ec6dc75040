package plan

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/holiday"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// Clashes are what the lines of a plan do to each other.
func (s *Service) Clashes(ctx context.Context, p Plan, lines []Line) ([]Clash, error) {
	if _, err := s.Gate.Require(ctx, s.lines.ViewNeed()); err != nil {
		return nil, err
	}
	home, countries, err := s.deps.Lands(ctx)
	if err != nil {
		return nil, err
	}
	codes := []string{home}
	for _, l := range lines {
		for _, partner := range l.Partners {
			if code := countries[partner]; code != "" {
				codes = append(codes, code)
			}
		}
	}
	days, err := holiday.Of(p.Number(), sortedUnique(codes)...)
	if err != nil {
		return nil, err
	}
	return Clashes(lines, p.Limits(), home, countries, days), nil
}

// clashPage is what the template clashes shows.
type clashPage struct {
	Head  ui.Head
	Views ui.Tabs
	Lead  []string
	Limit *ui.Link // where the head says what is too much
	Table ui.Table
}

// clashes shows what gets into the way of what, each with the way there.
func (s *Service) clashes(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, lines, err := s.whole(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	all, err := s.Clashes(ctx, p, lines)
	if err != nil {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	limits := p.Limits()
	data := clashPage{Head: s.planHead(scene, p), Views: s.views(scene, p, "clashes"), Lead: limits.words(scene),
		Table: ui.Table{ID: "clashes", Caption: scene.T("plan.view.clashes"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("plan.clash.none"), Text: scene.T("plan.clash.none.text")}}}
	if s.Gate.Scope(ctx, approval()) > account.None && s.plans.Can(ctx, module.Edit, &p) {
		data.Limit = &ui.Link{Text: scene.T("plan.limit.change"), Href: scene.Path("/plans/" + p.ID + "/edit")}
	}
	for _, c := range []string{"what", "why", "lines"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("plan.clash.column." + c)})
	}
	for _, c := range all {
		v := ui.Value{}
		for _, l := range c.Lines {
			title := keep.Said(scene, l.Title)
			title.Href, title.Note = scene.Path("/planlines/"+l.ID), scene.Date(l.When)
			v.Parts = append(v.Parts, title)
		}
		if len(v.Parts) == 1 {
			v = v.Parts[0]
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(ui.Cell{Value: ui.Value{Text: limits.clash(scene, c.What)}, Head: true}, ui.Cell{Value: n.clashWords(scene, c)}, ui.Cell{Value: v}))
	}
	return web.Page{Template: "plan/clashes", Title: scene.T("plan.clash.title", "year", p.Year), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}, {Text: scene.T("plan.title", "year", p.Year), Path: "/plans/" + p.ID}}}, nil
}

// words say what is compared, and what is too much.
func (l Limits) words(scene *web.Scene) []string {
	return []string{scene.T("plan.clash.lead"), scene.N("plan.limit.load", l.Load), scene.N("plan.limit.apart", l.Apart)}
}

// clash names a way in which lines get into each other's way.
func (l Limits) clash(scene *web.Scene, what string) string {
	if what == TooSoon && l.Apart != apartUsual {
		return scene.N("plan.clash.soon.days", l.Apart)
	}
	return scene.T("plan.clash." + what)
}

// clashWords say who or what is in the way.
func (n *naming) clashWords(scene *web.Scene, c Clash) ui.Value {
	switch c.What {
	case TooSoon:
		return ui.Value{Text: n.partners[c.Partner]}
	case SamePlace:
		return keep.Said(scene, c.Lines[0].Place)
	case Overload:
		return ui.Value{Text: scene.N("plan.clash.load.words", len(c.Lines), "name", n.staff[c.Owner].Name, "month", scene.Month(c.Day.Month()), "year", strconv.Itoa(c.Day.Year()))}
	}
	name, lang := c.Holiday.Name(scene.Lang)
	if lang == scene.Lang {
		lang = ""
	}
	whose := scene.T("plan.clash.holiday.ours")
	if c.Partner != "" {
		whose = n.partners[c.Partner]
	}
	return ui.Value{Text: name, Lang: lang, Note: scene.Day(c.Day) + ", " + whose}
}
