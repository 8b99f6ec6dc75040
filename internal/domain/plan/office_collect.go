package plan

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// collectPage is what the template collect shows.
type collectPage struct {
	Head   ui.Head
	Views  ui.Tabs
	Lead   string
	Action string
	Once   ui.Once
	Groups []collectGroup
	Submit *ui.Button
	Empty  *ui.Empty
}

// collectGroup are the candidates of one reason, with buttons that tick all or
// none of them.
type collectGroup struct {
	Title string
	Count string
	Table ui.Table
	Mark  []ui.Button
}

// collect offers the candidates of a plan's year; a form that only ticks or
// clears a group comes back with the rest as it was.
func (s *Service) collect(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	p, err := s.Plan(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.State == Closed {
		return nil, errs.New(errs.Conflict, "planline.closed", "year", p.Year)
	}
	found, err := s.offered(ctx, scene.Lang, p.Number(), p.Number())
	if err != nil {
		return nil, err
	}
	ticked := func(c candidate.Candidate) bool { return c.Checked() }
	if r.Method == http.MethodPost {
		picks := r.PostForm["pick"]
		group, on, marks := strings.Cut(r.PostForm.Get("mark"), " ")
		if !marks {
			return s.take(r, p, picks)
		}
		ticked = func(c candidate.Candidate) bool {
			if c.Group() == group {
				return on == "all"
			}
			return slices.Contains(picks, c.ID())
		}
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := collectPage{Head: s.planHead(scene, p), Views: s.views(scene, p, "collect"), Lead: scene.T("plan.collect.lead"), Action: scene.Path("/plans/" + p.ID + "/collect"), Once: scene.Once()}
	for _, g := range candidate.Groups() {
		of := slices.DeleteFunc(slices.Clone(found), func(c candidate.Candidate) bool { return c.Group() != g })
		if len(of) > 0 {
			data.Groups = append(data.Groups, n.collectGroup(scene, g, of, ticked))
		}
	}
	if len(found) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("plan.collect.none"), Text: scene.T("plan.collect.none.text"),
			Action: &ui.LinkButton{Text: scene.T("planline.begin"), Href: scene.Path("/planlines/new", "plan", p.ID)}}
	} else {
		data.Submit = &ui.Button{Text: scene.T("plan.collect.take"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}
	}
	return web.Page{Template: "plan/collect", Title: scene.T("plan.collect.title", "year", p.Year), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}, {Text: scene.T("plan.title", "year", p.Year), Path: "/plans/" + p.ID}}}, nil
}

// take makes lines of what was ticked.
func (s *Service) take(r *http.Request, p Plan, picks []string) (web.Reply, error) {
	scene, to := web.SceneOf(r), "/plans/"+p.ID
	if len(picks) == 0 {
		return web.Redirect{To: to + "/collect", Notice: scene.T("plan.collect.nothing")}, nil
	}
	n, err := s.Take(r.Context(), p.ID, picks)
	if words := said(scene, err); words != "" {
		return web.Redirect{To: to + "/collect", Notice: words}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: to, Notice: scene.N("plan.collect.taken", n)}, nil
}

func (n *naming) collectGroup(scene *web.Scene, group string, of []candidate.Candidate, ticked func(candidate.Candidate) bool) collectGroup {
	g := collectGroup{Title: scene.T("plan.group." + group), Count: scene.Number(int64(len(of))), Table: ui.Table{ID: "of-" + strings.ReplaceAll(group, ".", "-"), Quiet: true, Stack: true}}
	g.Table.Caption = g.Title
	if len(of) > 1 {
		for _, to := range []string{"all", "none"} {
			g.Mark = append(g.Mark, ui.Button{Text: scene.T("plan.mark." + to), Hidden: g.Title, Kind: ui.ButtonQuiet, Name: "mark", Value: group + " " + to})
		}
	}
	g.Table.Columns = []ui.Column{{Label: scene.T("planline.bulk.pick"), Hidden: true}}
	for _, c := range []string{"title", "when", "why", "partners", "care"} {
		g.Table.Columns = append(g.Table.Columns, ui.Column{Label: scene.T("plan.candidate." + c)})
	}
	for _, c := range of {
		title := keep.Said(scene, c.Title)
		title.Href = scene.Path(c.Path)
		when := ui.Value{Text: scene.Date(c.When), Note: whence(scene, c)}
		g.Table.Rows = append(g.Table.Rows, g.Table.NewRow(
			ui.Cell{Pick: &ui.Pick{Name: "pick", Value: c.ID(), Label: scene.T("planline.bulk.pick_one", "title", title.Text), Selected: ticked(c)}},
			ui.Cell{Value: title, Head: true}, ui.Cell{Value: when}, ui.Cell{Value: ui.Value{Text: why(scene, c), Note: c.Source}},
			ui.Cell{Value: ui.Value{Text: scene.Join(n.cities(Line{Partners: c.Partners}))}}, ui.Cell{Value: care(scene, c)}))
	}
	return g
}

// offered are the candidates of a span of years, with the names of who proposed
// them as far as the viewer may see those.
func (s *Service) offered(ctx context.Context, lang string, first, last int) ([]candidate.Candidate, error) {
	all, err := s.Candidates(ctx, first, last)
	for i, c := range all {
		if c.By == "" {
			continue
		}
		if all[i].Proposer, err = s.called(ctx, lang, record.Ref{Kind: "organisation", ID: c.By}); err != nil {
			return nil, err
		}
	}
	return all, err
}

// why is the reason in words: "35 years, since 1992".
func why(scene *web.Scene, c candidate.Candidate) string {
	switch {
	case c.Reason == Anniversary:
		return scene.N("plan.why.anniversary", c.Years, "since", c.Since.Start())
	case c.Resting == "series":
		return scene.T("plan.why.repeat.rested", "date", c.Since)
	case c.Proposer != "":
		return scene.T("plan.why.proposal.of", "name", c.Proposer, "date", c.Since)
	}
	return scene.T("plan.why."+c.Reason, "date", c.Since)
}

// whence says where the suggested time comes from.
func whence(scene *web.Scene, c candidate.Candidate) string {
	switch {
	case c.Leap:
		return scene.T("plan.whence.leap")
	case c.Reason == Activity:
		return ""
	case c.When.Month() == 0:
		return scene.T("plan.whence.year")
	}
	return scene.T("plan.whence." + c.Reason)
}

// care says what is to be thought of before a candidate is taken.
func care(scene *web.Scene, c candidate.Candidate) ui.Value {
	var parts []ui.Value
	if c.Resting != "" {
		parts = append(parts, ui.Value{Chip: &ui.Chip{Text: scene.T("plan.resting." + c.Resting), Tone: ui.TonePaused, Note: scene.T("plan.resting.choice")}})
	}
	if c.Disputed {
		note := "plan.disputed.other"
		if c.InUse {
			note = "plan.disputed.used"
		}
		parts = append(parts, ui.Value{Chip: &ui.Chip{Text: scene.T("plan.disputed"), Tone: ui.ToneWarn, Note: scene.T(note)}})
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return ui.Value{Parts: parts}
}

// horizonPage is what the template horizon shows.
type horizonPage struct {
	Window ui.Form
	Count  string
	Table  ui.Table
}

// maxSpan is how many years the horizon shows at once, and horizon how many
// without a word.
const (
	maxSpan = 30
	horizon = 10
)

// horizon shows what the coming years hold, whether or not they have a plan.
func (s *Service) horizon(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	first, last, window, failed := span(scene, scene.Local(scene.Now).Year()+1)
	found, err := s.offered(ctx, scene.Lang, first, last)
	if err != nil {
		return nil, err
	}
	plans, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	data := horizonPage{Window: window, Count: scene.N("plan.horizon.count", len(found), "from", strconv.Itoa(first), "to", strconv.Itoa(last)),
		Table: ui.Table{ID: "horizon", Caption: scene.T("plan.horizon"), Quiet: true, Stack: true}}
	for _, c := range []string{"year", "anniversaries", "terms", "rounds"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("plan.horizon." + c)})
	}
	for year := first; year <= last; year++ {
		cells, err := s.horizonYear(ctx, scene, year, found, plans)
		if err != nil {
			return nil, err
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(cells...))
	}
	page := web.Page{Template: "plan/horizon", Title: scene.T("plan.horizon"), Data: &data, Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}}}
	if failed != nil {
		status, ok := scene.Mark(&data.Window, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// horizonYear is one year: the way to its plan, and its candidates in columns.
func (s *Service) horizonYear(ctx context.Context, scene *web.Scene, year int, found []candidate.Candidate, plans []Plan) ([]ui.Cell, error) {
	text := strconv.Itoa(year)
	head := ui.Value{Text: text}
	for _, p := range plans {
		if p.Year != text {
			continue
		}
		lines, err := s.Lines(ctx, Filter{Plan: p.ID})
		if err != nil {
			return nil, err
		}
		head.Href, head.Note = scene.Path("/plans/"+p.ID), scene.N("plan.horizon.planned", len(lines))
	}
	columns := make([][]ui.Value, 3)
	for _, c := range found {
		if c.Year != year {
			continue
		}
		title := keep.Said(scene, c.Title)
		title.Href, title.Note = scene.Path(c.Path), why(scene, c)
		if c.Resting != "" {
			title.Note += " · " + scene.T("plan.resting.choice")
		}
		if c.Disputed {
			title.Note += " · " + scene.T("plan.disputed")
		}
		at := 2
		switch c.Reason {
		case Anniversary:
			at = 0
		case Agreement, Project:
			at = 1
		}
		columns[at] = append(columns[at], title)
	}
	cells := []ui.Cell{{Value: head, Head: true}}
	for _, list := range columns {
		v := ui.Value{Parts: list}
		if len(list) == 1 {
			v = list[0]
		}
		cells = append(cells, ui.Cell{Value: v})
	}
	return cells, nil
}
