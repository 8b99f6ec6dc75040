package plan

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// plansPage is what the template plans shows.
type plansPage struct {
	Actions []ui.LinkButton
	Table   ui.Table
	Take    ui.Download
}

// listPlans lists the plans, the latest year first.
func (s *Service) listPlans(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	plans, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.plans.Export(r, as, "plans", export.All(plans, func(p Plan) string { return p.ID }))
	}
	data := plansPage{Take: export.Links(scene), Actions: []ui.LinkButton{}, Table: ui.Table{ID: "plans", Caption: scene.T("plan.list"), Quiet: true, Stack: true,
		Empty: &ui.Empty{Title: scene.T("plan.none"), Text: scene.T("plan.none.text")}}}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None {
		data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("plan.begin"), Href: scene.Path("/plans/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus})
	}
	data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("plan.horizon"), Href: scene.Path("/plans/horizon")})
	for _, c := range []string{"year", "state", "lines"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("plan.column." + c), Number: c == "lines"})
	}
	for _, p := range plans {
		lines, err := s.Lines(ctx, Filter{Plan: p.ID})
		if err != nil {
			return nil, err
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: ui.Value{Text: scene.T("plan.title", "year", p.Year), Href: scene.Path("/plans/" + p.ID)}, Head: true},
			ui.Cell{Value: ui.Value{Chip: stateChip(scene, p)}},
			ui.Cell{Value: ui.Value{Text: scene.Number(int64(len(lines)))}},
		))
	}
	return web.Page{Template: "plan/plans", Title: scene.T("plan.list"), Data: data}, nil
}

// stateChip is how far a plan has come.
func stateChip(scene *web.Scene, p Plan) *ui.Chip {
	tone := map[State]ui.Tone{Draft: ui.ToneNeutral, Collecting: ui.ToneInfo, Review: ui.ToneWarn, Approved: ui.ToneGood, Closed: ui.TonePaused}[p.State]
	chip := &ui.Chip{Text: scene.T("plan.state." + string(p.State)), Tone: tone}
	if p.State == Collecting {
		chip.Note = scene.T("plan.until", "date", p.Closes)
	}
	return chip
}

// planPage is what the template plan shows.
type planPage struct {
	Head    ui.Head
	Views   ui.Tabs
	Failed  *ui.Notice
	Back    *ui.Form
	BackBy  string
	Acts    []ui.Form
	Actions []ui.LinkButton
	Sum     string
	Table   ui.Table
	Bulk    *bulkBar
	Quick   *ui.Form
	Facts   ui.Facts
	Take    ui.Download
}

// bulkBar is the form around the table.
type bulkBar struct {
	Action string
	Once   ui.Once
	Legend string
	Fields []ui.Field
	Mark   []ui.Button // tick all, clear all
	Submit ui.Button
}

// typedBulk is what was typed for several lines.
type typedBulk struct {
	values map[string]string
	picks  []keep.Pick
	titles string // of lines to be added
}

func (s *Service) viewPlan(r *http.Request) (web.Reply, error) {
	return s.showPlan(r, typedBulk{}, "")
}

// whole is a plan with all its lines.
func (s *Service) whole(ctx context.Context, id string) (p Plan, lines []Line, err error) {
	if p, err = s.Plan(ctx, id); err == nil {
		lines, err = s.Lines(ctx, Filter{Plan: p.ID})
	}
	return p, lines, err
}

// showPlan is a plan with its lines, perhaps with what was typed for several of
// them and why it was not taken.
func (s *Service) showPlan(r *http.Request, typed typedBulk, failed string) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, lines, err := s.whole(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := planPage{Head: s.planHead(scene, p), Views: s.views(scene, p, ""), Sum: summary(scene, n, lines)}
	pick := p.State != Closed && s.Gate.Scope(ctx, changes()) >= account.All && len(lines) > 0
	data.Table = n.table(scene, lines, pick, typed.picks)
	if data.Table.Empty, err = s.emptyPlan(ctx, scene, p, len(lines) == 0); err != nil {
		return nil, err
	}
	all, err := s.Clashes(ctx, p, lines)
	if err != nil {
		return nil, err
	}
	for i := range data.Views.Items {
		if data.Views.Items[i].Href == scene.Path("/plans/"+p.ID+"/clashes") && len(all) > 0 {
			data.Views.Items[i].Count = scene.Number(int64(len(all)))
		}
	}
	if len(lines) > 0 {
		data.Take = downloads(scene, p)
	}
	if pick {
		if data.Bulk, err = s.bulkBar(ctx, scene, p, typed); err != nil {
			return nil, err
		}
	}
	if p.State != Closed && s.mayChange(ctx) {
		data.Quick = quickForm(scene, p, typed.titles)
	}
	if failed != "" {
		data.Failed = &ui.Notice{Tone: ui.ToneBad, Title: scene.T("planline.bulk.failed"), Text: failed}
	}
	changed(scene, p, &data)
	s.planActions(ctx, scene, p, &data)
	if data.Facts, err = s.plans.FactList(ctx, scene, &p, s.plans.At(&p), "closes", "note"); err != nil {
		return nil, err
	}
	page := web.Page{Template: "plan/plan", Title: scene.T("plan.title", "year", p.Year), Data: data, About: p.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("plan.list"), Path: "/plans"}}}
	if failed != "" {
		page.Status = http.StatusUnprocessableEntity
		page.Title = scene.ErrorTitle(page.Title)
	}
	return page, nil
}

func (s *Service) planHead(scene *web.Scene, p Plan) ui.Head {
	return ui.Head{Over: scene.T("plan.kind"), Title: ui.Value{Text: scene.T("plan.title", "year", p.Year)}, Chips: []ui.Chip{*stateChip(scene, p)}, Audience: keep.Audience(scene, p.Visibility)}
}

// views are the pages of one plan.
func (s *Service) views(scene *web.Scene, p Plan, now string) ui.Tabs {
	tabs := ui.Tabs{Label: scene.T("plan.views")}
	for _, v := range []string{"", "collect", "clashes", "changes"} {
		word, path := "plan.view."+v, "/plans/"+p.ID+"/"+v
		if v == "" {
			word, path = "plan.view.lines", "/plans/"+p.ID
		}
		tabs.Items = append(tabs.Items, ui.Link{Text: scene.T(word), Href: scene.Path(path), Current: v == now})
	}
	return tabs
}

// emptyPlan says what could be in a plan that has nothing.
func (s *Service) emptyPlan(ctx context.Context, scene *web.Scene, p Plan, empty bool) (*ui.Empty, error) {
	if !empty {
		return nil, nil
	}
	e := &ui.Empty{Title: scene.T("plan.empty", "year", p.Year), Text: scene.T("plan.empty.text")}
	if !s.mayChange(ctx) {
		return e, nil
	}
	found, err := s.Candidates(ctx, p.Number(), p.Number())
	if len(found) > 0 {
		e.Text = scene.N("plan.empty.found", len(found))
	}
	e.Action = &ui.LinkButton{Text: scene.T("plan.collect"), Href: scene.Path("/plans/" + p.ID + "/collect"), Kind: ui.ButtonPrimary}
	return e, err
}

// planActions are what the viewer may do with a plan.
func (s *Service) planActions(ctx context.Context, scene *web.Scene, p Plan, data *planPage) {
	at := "/plans/" + p.ID
	if s.mayChange(ctx) && p.State != Closed {
		kind := ui.ButtonPrimary
		if len(data.Table.Rows) == 0 {
			kind = ui.ButtonSecondary // the empty list has the main button
		}
		data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("plan.collect"), Href: scene.Path(at + "/collect"), Kind: kind},
			ui.LinkButton{Text: scene.T("planline.begin"), Href: scene.Path("/planlines/new", "plan", p.ID), Icon: ui.IconPlus})
	}
	if !s.plans.Can(ctx, module.Edit, &p) {
		return
	}
	head := s.Gate.Scope(ctx, approval()) > account.None
	if head && len(data.Table.Rows) > 0 && (p.State == Review || p.State == Approved) {
		word, kind := "plan.approve", ui.ButtonPrimary
		if p.State == Approved {
			word, kind = "plan.approve.again", ui.ButtonSecondary
		}
		if data.Actions[0].Kind == ui.ButtonPrimary && kind == ui.ButtonPrimary {
			data.Actions[0].Kind = ui.ButtonSecondary // a page has one main button
		}
		data.Actions = append([]ui.LinkButton{{Text: scene.T(word), Href: scene.Path(at + "/approve"), Kind: kind, Icon: ui.IconCheck}}, data.Actions...)
	}
	for _, to := range nextStates(p.State) {
		if (p.State == Approved || p.State == Closed) && !head {
			continue
		}
		data.Acts = append(data.Acts, press(scene, p, "state", ui.Button{Text: scene.T("plan.to." + string(to) + "." + string(p.State))}, "to", string(to)))
	}
	data.Actions = append(data.Actions, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
}

// press is a form of one button that changes a plan in the version that is shown.
func press(scene *web.Scene, p Plan, what string, button ui.Button, name, value string) ui.Form {
	return ui.Form{Action: scene.Path("/plans/" + p.ID + "/" + what), Once: ui.Once{Key: scene.Key + "-" + what + value}, Submit: button,
		Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(p.Version, 10)}, {Name: name, Value: value}}}
}

// setState brings a plan to another state.
func (s *Service) setState(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		version = 0 // older than any
	}
	to := State(r.PostForm.Get("to"))
	err = s.Set(r.Context(), id, version, to)
	if words := said(scene, err); words != "" {
		if slices.ContainsFunc(errs.FieldsOf(err), func(e *errs.E) bool { return e.Field == "closes" }) {
			return web.Redirect{To: "/plans/" + id + "/field/closes", Notice: words}, nil
		}
		return web.Redirect{To: "/plans/" + id, Notice: words}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/plans/" + id, Notice: scene.T("plan.did." + string(to))}, nil
}

// paper is a plan as a file.
func (s *Service) paper(r *http.Request) (web.Reply, error) {
	scene, as := web.SceneOf(r), r.PathValue("as")
	body, err := s.Paper(r.Context(), scene.Lang, r.PathValue("id"), as)
	if err != nil {
		return nil, err
	}
	p, err := s.Plan(r.Context(), r.PathValue("id"))
	return web.File{Name: "plan-" + p.Year + "." + as, Type: Formats()[as], Body: body}, err
}
