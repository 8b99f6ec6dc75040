package estimate

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// listPage is what the template list shows: norms, limits or estimates.
type listPage struct {
	Tabs  ui.Tabs
	Lead  string
	Table ui.Table
	Pager *ui.Pager
	Take  ui.Download
	Add   *ui.LinkButton
	Edit  []ui.LinkButton
}

// tabs lead between the three registers.
func tabs(scene *web.Scene, chosen string) ui.Tabs {
	all := ui.Tabs{Label: scene.T("estimate.registers")}
	for _, one := range []string{"estimates", "norms", "limits"} {
		all.Items = append(all.Items, ui.Link{Text: scene.T("estimate.tab." + one), Href: scene.Path("/" + one), Current: one == chosen})
	}
	return all
}

func (s *Service) may(ctx context.Context, action, kind string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: kind}) > account.None
}

// listNorms is the page of all norms.
func (s *Service) normList(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	rows, err := s.Norms(ctx)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.norms.Export(r, as, "norms", func(yield func(string, error) bool) {
			for _, n := range rows {
				if !yield(n.ID, nil) {
					return
				}
			}
		})
	}
	data := listPage{Tabs: tabs(scene, "norms"), Lead: scene.T("norm.lead"), Take: export.Links(scene), Table: s.normTable(scene, rows)}
	if s.may(ctx, module.Create, NormKind) {
		data.Add = &ui.LinkButton{Text: scene.T("norm.add"), Href: scene.Path("/norms/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
		data.Edit = []ui.LinkButton{{Text: scene.T("norm_lists.kind"), Href: scene.Path("/norms/lists"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "estimate/list", Title: scene.T("norm.list"), Data: data}, nil
}

func (s *Service) normTable(scene *web.Scene, rows []Norm) ui.Table {
	t := ui.Table{ID: "norms", Caption: scene.T("norm.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("norm.none"), Text: scene.T("norm.none.text")}}
	for _, name := range []string{"item", "rate", "per", "span", "act"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("norm." + name), Number: name == "rate"})
	}
	today := scene.Now.In(scene.Zone)
	for _, n := range rows {
		row := t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: s.normTitle(scene.Printer, n), Href: scene.Path("/norms/" + n.ID)}},
			ui.Cell{Value: ui.Value{Text: scene.Money(n.Amount())}}, ui.Cell{Value: ui.Value{Text: scene.T("norm.per." + n.Per)}},
			ui.Cell{Value: normSpan(scene, n)}, ui.Cell{Value: ui.Value{Text: n.words(scene.Printer), Href: n.URL}})
		row.Quiet = !n.Holds(today)
		t.Rows = append(t.Rows, row)
	}
	return t
}

func normSpan(scene *web.Scene, n Norm) ui.Value {
	if said := span(scene.Printer, n); said != "" {
		return ui.Value{Text: said}
	}
	return ui.Value{Text: scene.T("norm.always")}
}

// recordPage is what the template record shows: a norm or a limit.
type recordPage struct {
	Head  ui.Head
	Edit  []ui.LinkButton
	Facts ui.Facts
}

func (s *Service) normView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	n, err := s.norms.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := recordPage{Head: ui.Head{Over: scene.T("norm.kind"), Title: ui.Value{Text: s.normTitle(scene.Printer, n)}, Lead: s.normLabel(scene.Printer, n), Audience: keep.Audience(scene, n.Visibility)}}
	if !n.Holds(scene.Now.In(scene.Zone)) {
		data.Head.Chips = []ui.Chip{{Text: scene.T("norm.not_now"), Tone: ui.TonePaused}}
	}
	if data.Facts, err = s.norms.FactList(ctx, scene, &n, s.norms.At(&n)); err != nil {
		return nil, err
	}
	if s.norms.Can(ctx, module.Edit, &n) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(s.norms.At(&n) + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "estimate/record", Title: data.Head.Title.Text, Data: data, About: n.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("norm.list"), Path: "/norms"}}}, nil
}

// startNorm begins a norm in the currency that is offered first.
func startNorm(r *http.Request, n *Norm) {
	if r.Method != http.MethodPost {
		n.Per, n.Currency = PerDay, money.Offered()[0]
	}
}

// startLimit begins a limit of the year that the clock shows.
func (s *Service) startLimit(r *http.Request, l *Limit) {
	if r.Method != http.MethodPost {
		l.Year, l.Currency = strconv.Itoa(s.deps.Clock().Year()), money.Offered()[0]
	}
}

// limitList is the page of all limits, with what is used of them.
func (s *Service) limitList(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	rows, err := s.Limits(ctx, "")
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.limits.Export(r, as, "limits", func(yield func(string, error) bool) {
			for _, l := range rows {
				if !yield(l.ID, nil) {
					return
				}
			}
		})
	}
	data := listPage{Tabs: tabs(scene, "limits"), Lead: scene.T("limit.lead"), Take: export.Links(scene)}
	if data.Table, err = s.limitTable(ctx, scene, rows); err != nil {
		return nil, err
	}
	if s.may(ctx, module.Create, LimitKind) {
		data.Add = &ui.LinkButton{Text: scene.T("limit.add"), Href: scene.Path("/limits/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "estimate/list", Title: scene.T("limit.list"), Data: data}, nil
}

func (s *Service) limitTable(ctx context.Context, scene *web.Scene, rows []Limit) (ui.Table, error) {
	t := ui.Table{ID: "limits", Caption: scene.T("limit.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("limit.none"), Text: scene.T("limit.none.text")}}
	for _, name := range []string{"what", "value", "used", "firm", "act"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("limit." + name), Number: name == "value"})
	}
	years := map[string][]Line{}
	for _, l := range rows {
		if _, read := years[l.Year]; !read {
			lines, err := linesOfYear(ctx, s.DB, l.Year)
			if err != nil {
				return t, err
			}
			years[l.Year] = lines
		}
		used, err := usedOf(scene, l, years[l.Year])
		if err != nil {
			return t, err
		}
		firm := scene.T("limit.firm.no")
		if l.Firm {
			firm = scene.T("limit.firm.yes")
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: limitTitle(scene.Printer, l), Href: scene.Path("/limits/" + l.ID)}},
			ui.Cell{Value: ui.Value{Text: limitValue(scene.Printer, l)}}, ui.Cell{Value: used}, ui.Cell{Value: ui.Value{Text: firm}}, ui.Cell{Value: ui.Value{Text: l.words(scene.Printer), Href: l.URL}}))
	}
	return t, nil
}

// usedOf is what a year has taken of a limit; limits of one visit are compared on
// the page of its estimate.
func usedOf(scene *web.Scene, l Limit, year []Line) (ui.Value, error) {
	if l.Type == Guest || l.Type == Visit {
		return ui.Value{Text: scene.T("limit.each")}, nil
	}
	all, err := Against([]Limit{l}, 0, nil, year)
	if err != nil {
		return ui.Value{}, err
	}
	value := ui.Value{Text: usedWords(scene.Printer, all[0])}
	if all[0].Over {
		value.Chip = &ui.Chip{Text: scene.T("limit.over"), Tone: ui.ToneBad}
	}
	return value, nil
}

// limitValue is what a limit allows, in words.
func limitValue(p *i18n.Printer, l Limit) string {
	if l.Type == Count {
		return p.Number(l.Times())
	}
	return p.Money(l.Amount())
}

// usedWords is what was used of a limit.
func usedWords(p *i18n.Printer, s Standing) string {
	if s.Type == Count {
		return p.Number(s.Times)
	}
	return p.Money(s.Used)
}

// standingWords say how something stands towards a limit, in one sentence.
func standingWords(p *i18n.Printer, s Standing) string {
	key := "limit.within"
	switch {
	case s.Unknown:
		key = "limit.unknown"
	case s.Over:
		key = "limit.passed"
	}
	allowed := limitValue(p, s.Limit)
	if s.Type == Guest && !s.Unknown {
		key, allowed = key+".guests", p.Money(s.Allowed)
	}
	return p.T(key, "limit", limitTitle(p, s.Limit), "allowed", allowed, "used", usedWords(p, s), "each", limitValue(p, s.Limit))
}

func (s *Service) limitView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	l, err := s.limits.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := recordPage{Head: ui.Head{Over: scene.T("limit.kind"), Title: ui.Value{Text: limitTitle(scene.Printer, l)}, Lead: limitValue(scene.Printer, l), Audience: keep.Audience(scene, l.Visibility)}}
	if data.Facts, err = s.limits.FactList(ctx, scene, &l, s.limits.At(&l)); err != nil {
		return nil, err
	}
	if s.limits.Can(ctx, module.Edit, &l) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(s.limits.At(&l) + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "estimate/record", Title: data.Head.Title.Text, Data: data, About: l.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("limit.list"), Path: "/limits"}}}, nil
}

// estimateList is the page of all estimates.
func (s *Service) estimateList(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	q := scene.URL.Query()
	f := Filter{After: Key{q.Get("after"), q.Get("after_id")}}
	if as := export.Asked(r); as != "" {
		ids := export.ByKey(func(after Key) ([]Estimate, error) {
			f.After, f.Limit = after, export.PageSize
			return s.Estimates(ctx, f)
		}, func(e Estimate) (string, Key) { return e.ID, e.Key() })
		return s.estimates.Export(r, as, "estimates", ids)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Estimates(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Tabs: tabs(scene, "estimates"), Lead: scene.T("estimate.lead"), Take: export.Links(scene)}
	if data.Table, err = s.estimateTable(ctx, scene, rows); err != nil {
		return nil, err
	}
	if deep := f.After != (Key{}); more || deep {
		data.Pager = &ui.Pager{Label: scene.T("keep.pages")}
		if more {
			last := rows[len(rows)-1].Key()
			data.Pager.Next = keep.Onward(scene, last.Year, last.ID)
		}
		if deep {
			data.Pager.First = &ui.Link{Text: scene.T("keep.first"), Href: scene.Path("/estimates")}
		}
	}
	if s.may(ctx, module.Create, Kind) {
		data.Add = &ui.LinkButton{Text: scene.T("estimate.add"), Href: scene.Path("/estimates/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "estimate/list", Title: scene.T("estimate.list"), Data: data}, nil
}

// names are the activities by identifier, as far as the viewer may see them.
func (s *Service) names(ctx context.Context, scene *web.Scene) (map[string]string, error) {
	options, err := s.deps.Activities(ctx, scene)
	names := make(map[string]string, len(options))
	for _, o := range options {
		names[o.Value] = o.Label
	}
	return names, err
}

// estimateTitle is an estimate by its activity, or by its year where that is
// hidden from the viewer.
func estimateTitle(p *i18n.Printer, names map[string]string, e Estimate) string {
	if name := names[e.Activity]; name != "" {
		return name
	}
	return p.T("estimate.titled", "year", e.Year)
}

func (s *Service) estimateTable(ctx context.Context, scene *web.Scene, rows []Estimate) (ui.Table, error) {
	t := ui.Table{ID: "estimates", Caption: scene.T("estimate.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("estimate.none"), Text: scene.T("estimate.none.text")}}
	for _, name := range []string{"activity", "year", "plan", "fact", "state"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("estimate." + name), Number: name == "plan" || name == "fact"})
	}
	names, err := s.names(ctx, scene)
	if err != nil {
		return t, err
	}
	for _, e := range rows {
		lines, err := s.Lines(ctx, e.ID)
		if err != nil {
			return t, err
		}
		last, err := lastEdition(ctx, s.DB, e.ID)
		if err != nil {
			return t, err
		}
		plan, fact, err := sums(scene, lines)
		if err != nil {
			return t, err
		}
		chip := stateChip(scene, last, lines)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: estimateTitle(scene.Printer, names, e), Href: scene.Path("/estimates/" + e.ID)}},
			ui.Cell{Value: ui.Value{Text: e.Year}}, ui.Cell{Value: plan}, ui.Cell{Value: fact}, ui.Cell{Value: ui.Value{Chip: &chip}}))
	}
	return t, nil
}

// sums are plan and fact of all sources, each currency on a line of its own.
func sums(scene *web.Scene, lines []Line) (plan, fact ui.Value, err error) {
	totals, err := Totals(lines)
	for _, currency := range currenciesOf(totals) {
		whole := wholeOf(totals, currency)
		plan.Parts = append(plan.Parts, ui.Value{Text: scene.Money(whole.Plan)})
		fact.Parts = append(fact.Parts, factValue(scene, whole))
	}
	if len(plan.Parts) == 0 {
		plan.Text, fact.Text = scene.T("estimate.no_lines"), "–"
	}
	return plan, fact, err
}

// factValue is a sum of facts, with how many lines have none yet.
func factValue(scene *web.Scene, t Total) ui.Value {
	switch t.Missing {
	case 0:
		return ui.Value{Text: scene.Money(t.Fact)}
	case t.Lines:
		return ui.Value{Text: scene.T("estimate.fact.none")}
	}
	return ui.Value{Text: scene.Money(t.Fact), Note: scene.N("estimate.fact.missing", t.Missing)}
}

func currenciesOf(totals []Total) []string {
	var all []string
	for _, t := range totals {
		if len(all) == 0 || all[len(all)-1] != t.Currency {
			all = append(all, t.Currency)
		}
	}
	return all
}

// wholeOf is the sum of all sources in a currency.
func wholeOf(totals []Total, currency string) Total {
	var found Total
	for _, t := range totals {
		if t.Currency == currency {
			found = t // the sum of all sources is the last, or there is only one
		}
	}
	return found
}

// stateChip says whether an estimate is approved, and whether it still is what
// was approved.
func stateChip(scene *web.Scene, last Edition, lines []Line) ui.Chip {
	switch {
	case last.Number == 0:
		return ui.Chip{Text: scene.T("estimate.state.draft"), Tone: ui.ToneNeutral}
	case len(Differences(last.Lines, lines)) > 0:
		return ui.Chip{Text: scene.T("estimate.state.changed"), Tone: ui.ToneWarn, Note: scene.Date(last.Day)}
	}
	return ui.Chip{Text: scene.T("estimate.state.approved"), Tone: ui.ToneGood, Note: scene.Date(edtf.On(last.Day.First()))}
}
