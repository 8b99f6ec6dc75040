package result

import (
	"context"
	"net/http"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// IndicatorFilter narrows the register of indicators and pages through it by name.
type IndicatorFilter struct {
	Partner, Activity  string
	AfterName, AfterID string
	Limit              int
}

// Indicators lists a page of indicators that the viewer may see.
func (s *Service) Indicators(ctx context.Context, f IndicatorFilter) ([]Indicator, error) {
	scope, err := s.Gate.Require(ctx, s.indicators.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listIndicators(ctx, s.DB, f, scope)
}

// AddIndicator makes an indicator and returns its identifier.
func (s *Service) AddIndicator(ctx context.Context, i Indicator, cites ...keep.Cite) (string, error) {
	return s.indicators.Add(ctx, i, cites...)
}

// indicatorsPage is what the template indicators shows.
type indicatorsPage struct {
	Table ui.Table
	None  string
	Pager ui.Pager
	Take  ui.Download
	Add   *ui.LinkButton
}

func (s *Service) indicatorList(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := IndicatorFilter{Partner: q.Get("partner"), AfterName: q.Get("after"), AfterID: q.Get("after_id"), Limit: keep.PageSize + 1}
	if as := export.Asked(r); as != "" {
		type key struct{ name, id string }
		ids := export.ByKey(func(after key) ([]Indicator, error) {
			f.AfterName, f.AfterID, f.Limit = after.name, after.id, export.PageSize
			return s.Indicators(ctx, f)
		}, func(i Indicator) (string, key) { return i.ID, key{fold.Key(i.Name.In("ru").Value), i.ID} })
		return s.indicators.Export(r, as, "indicators", ids)
	}
	rows, err := s.Indicators(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := indicatorsPage{Table: indicatorTable(scene, "indicators", rows), Pager: keep.Pager(scene, len(rows), len(rows), f.AfterID != ""), Take: export.Links(scene)}
	data.Table.Empty = &ui.Empty{Title: scene.T("indicator.none"), Text: scene.T("indicator.none.text")}
	if more {
		last := rows[len(rows)-1]
		data.Pager.Next = keep.Onward(scene, fold.Key(last.Name.In("ru").Value), last.ID)
	}
	if s.mayIndicate(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("indicator.add"), Href: scene.Path("/indicators/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "result/indicators", Title: scene.T("indicator.list"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("result.list"), Path: "/results"}}}, nil
}

// mayIndicate tells whether the viewer may record indicators.
func (s *Service) mayIndicate(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: IndicatorKind}) > account.None
}

// indicatorTable lists indicators with how much of the way is done.
func indicatorTable(scene *web.Scene, id string, rows []Indicator) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("indicator.list"), Quiet: true, Stack: true}
	for _, c := range []string{"name", "baseline", "target", "actual", "done"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("indicator." + c), Number: c != "name"})
	}
	for _, i := range rows {
		name, unit := keep.Said(scene, i.Name), keep.Said(scene, i.Unit)
		name.Href, name.Note = scene.Path("/indicators/"+i.ID), unit.Text
		cells := []ui.Cell{{Value: name, Head: true}}
		for _, n := range []struct {
			value string
			on    edtf.Date
		}{{i.Baseline, i.BaselineOn}, {i.Target, i.TargetOn}, {i.Actual, i.ActualOn}} {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: numberText(scene, n.value), Note: scene.Date(n.on)}})
		}
		t.Rows = append(t.Rows, t.NewRow(append(cells, ui.Cell{Value: ui.Value{Text: doneWords(scene, i)}})...))
	}
	return t
}

// numberText is a decimal in the reader's way; an unknown one says so.
func numberText(scene *web.Scene, n string) string {
	if n == "" {
		return scene.T("indicator.unknown")
	}
	whole, part, dotted := strings.Cut(n, ".")
	words := numberWords(scene, Result{Number: whole})
	if dotted {
		words += scene.T("indicator.comma") + part
	}
	return words
}

// doneWords is the share of the way that is done, or why there is none.
func doneWords(scene *web.Scene, i Indicator) string {
	if share, known := i.Done(); known {
		return scene.Percent(share)
	}
	return scene.T("indicator.undone")
}

// indicatorPage is what the template indicator shows.
type indicatorPage struct {
	Head  ui.Head
	Facts ui.Facts
	Edit  *ui.LinkButton
}

func (s *Service) indicatorView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	i, err := s.indicators.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.indicators.At(&i)
	data := indicatorPage{Head: ui.Head{Over: scene.T("indicator.kind"), Title: keep.Said(scene, i.Name), Audience: keep.Audience(scene, i.Visibility), Chips: []ui.Chip{{Text: scene.T("indicator.done") + ": " + doneWords(scene, i), Tone: ui.ToneNeutral}}}}
	if data.Facts, err = s.indicators.FactList(ctx, scene, &i, at); err != nil {
		return nil, err
	}
	for n := range data.Facts.Rows {
		row := &data.Facts.Rows[n]
		for id, value := range map[string]string{"fact-baseline": i.Baseline, "fact-target": i.Target, "fact-actual": i.Actual} {
			if row.ID == id && value != "" {
				row.Value.Text = numberText(scene, value)
			}
		}
	}
	if s.indicators.Can(ctx, module.Edit, &i) {
		data.Edit = &ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}
	}
	return web.Page{Template: "result/indicator", Title: i.Name.In(scene.Lang).Value, Data: data, About: i.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("result.list"), Path: "/results"}, {Text: scene.T("indicator.list"), Path: "/indicators"}}}, nil
}

// indicated lists the indicators of a partner or an activity on its page.
func (s *Service) indicated(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	of, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.indicators.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.Indicators(ctx, IndicatorFilter{Partner: of.Partner, Activity: of.Activity, Limit: panelSize})
	if err != nil {
		return nil, err
	}
	data := panel{Table: indicatorTable(scene, "related-indicators", rows)}
	if s.mayIndicate(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("indicator.add"), Href: scene.Path("/indicators/new", about.Kind, about.ID), Icon: ui.IconPlus}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &module.Panel{Name: "indicators", Title: scene.T("indicator.list"), Count: scene.Number(int64(len(rows))), Template: "result/panel", Data: data, Order: 62}, nil
}
