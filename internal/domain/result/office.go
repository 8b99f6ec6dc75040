package result

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
)

// listPage is what the template list shows.
type listPage struct {
	Tabs   ui.Tabs
	Saved  ui.Tabs
	Filter ui.Form
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
	More   []ui.Link
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := Filter{Type: q.Get("type"), Partner: q.Get("partner"), Proof: q.Get("proof"), Standing: Standing(q.Get("standing")), Country: q.Get("country"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	var err error
	if f.Partners, err = s.inCountry(ctx, f.Country); err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.exportList(r, as, f)
	}
	rows, err := s.Results(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	saved, err := s.savedViews(ctx, scene, f)
	if err != nil {
		return nil, err
	}
	data := listPage{
		Tabs: typeTabs(scene, f.Type), Saved: saved, Filter: filterForm(scene, f, partners),
		Table: table(scene, "results", rows, ui.Labels(partners)), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}),
		Take: export.Links(scene), More: []ui.Link{{Text: scene.T("result.tangible"), Href: scene.Path("/results/tangible")}, {Text: scene.T("indicator.list"), Href: scene.Path("/indicators")}},
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("result.nothing_found"), Text: scene.T("result.empty")}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Since, last.ID)
	}
	if s.mayAdd(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("result.add"), Href: scene.Path("/results/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "result/list", Title: scene.T("result.list"), Data: data}, nil
}

// inCountry are the partnerships in a country; none without a country.
func (s *Service) inCountry(ctx context.Context, country string) ([]string, error) {
	if country == "" {
		return nil, nil
	}
	all, err := s.deps.Places(ctx)
	ids := []string{"-"} // of a country without partners there is nothing
	for _, p := range all {
		if p.Country == country {
			ids = append(ids, p.ID)
		}
	}
	return ids, err
}

// savedViews are the parts of the register by what counts today and what does not.
func (s *Service) savedViews(ctx context.Context, scene *web.Scene, f Filter) (ui.Tabs, error) {
	tabs := ui.Tabs{Label: scene.T("result.saved"), Items: []ui.Link{{Text: scene.T("result.saved.all"), Href: scene.Path("/results", "type", f.Type, "partner", f.Partner, "country", f.Country), Current: f.Standing == ""}}}
	for _, standing := range Standings() {
		n, err := s.Count(ctx, Filter{Standing: Standing(standing), Type: f.Type, Partner: f.Partner, Partners: f.Partners}, keep.CountBound)
		if err != nil {
			return tabs, err
		}
		tabs.Items = append(tabs.Items, ui.Link{Text: scene.T("result.saved." + standing), Count: scene.Number(int64(n)), Current: string(f.Standing) == standing,
			Href: scene.Path("/results", "type", f.Type, "partner", f.Partner, "country", f.Country, "standing", standing)})
	}
	return tabs, nil
}

// exportList is the register, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Result, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Results(r.Context(), f)
	}, func(x Result) (string, Key) { return x.ID, x.Key() })
	return s.results.Export(r, as, "results", ids)
}

// filterForm chooses partner and proof and keeps the type.
func filterForm(scene *web.Scene, f Filter, partners []ui.Option) ui.Form {
	var proofs []ui.Option
	anyOf := scene.T("result.any")
	for _, p := range Proofs() {
		proofs = append(proofs, ui.Option{Value: p, Label: scene.T("result.proof." + p)})
	}
	asked := ui.Form{Action: scene.Path("/results"), Get: true, Submit: ui.Button{Text: scene.T("result.show")}, Sets: []ui.Fieldset{{
		Legend: scene.T("result.filter"), Row: true,
		Fields: []ui.Field{ui.Select("partner", scene.T("result.partner"), anyOf, partners, f.Partner), ui.Select("proof", scene.T("result.proof"), anyOf, proofs, f.Proof)},
	}}}
	for _, kept := range []ui.Hidden{{Name: "type", Value: f.Type}, {Name: "standing", Value: string(f.Standing)}, {Name: "country", Value: f.Country}} {
		if kept.Value != "" {
			asked.Hidden = append(asked.Hidden, kept)
		}
	}
	return asked
}

// table lists results; without names of partners it has no column for them.
func table(scene *web.Scene, id string, rows []Result, partners map[string]string) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("result.list"), Quiet: true, Stack: true}
	t.Columns = []ui.Column{{Label: scene.T("result.name")}, {Label: scene.T("result.type")}, {Label: scene.T("result.since")}}
	if partners != nil {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("result.partner")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("result.how_many")}, ui.Column{Label: scene.T("result.proof")})
	for _, r := range rows {
		name := keep.Said(scene, r.Name)
		name.Href = scene.Path("/results/" + r.ID)
		cells := []ui.Cell{
			{Value: name, Head: true},
			{Value: ui.Value{Text: scene.T("result.type." + r.Type)}},
			{Value: ui.Value{Text: scene.Date(r.Since)}},
		}
		if partners != nil {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: partners[r.Partner]}})
		}
		cells = append(cells, ui.Cell{Value: numberValue(scene, r)}, ui.Cell{Value: ui.Value{Chip: proofChip(scene, r)}})
		row := t.NewRow(cells...)
		row.Quiet = r.Standing(scene.Now.In(scene.Zone)) != Counted && !r.Unproved()
		t.Rows = append(t.Rows, row)
	}
	return t
}

// numberValue is the number with its unit; nothing when nobody counted.
func numberValue(scene *web.Scene, r Result) ui.Value {
	if r.Number == "" {
		return ui.Value{}
	}
	unit := keep.Said(scene, r.Unit)
	return ui.Value{Text: scene.T("result.number_unit", "number", numberWords(scene, r), "unit", unit.Text), Lang: unit.Lang, Note: unit.Note}
}

func numberWords(scene *web.Scene, r Result) string {
	n, err := strconv.ParseInt(r.Number, 10, 64)
	if err != nil {
		return r.Number
	}
	return scene.Number(n)
}

// proofChip says how well a result is proved, and warns when it is not.
func proofChip(scene *web.Scene, r Result) *ui.Chip {
	if r.Unproved() {
		return &ui.Chip{Text: scene.T("result.unproved"), Tone: ui.ToneWarn}
	}
	return &ui.Chip{Text: scene.T("result.proof." + r.Proof), Tone: ui.ToneGood}
}

// thereChip says whether a result is still there and when somebody looked;
// nothing while nobody did.
func thereChip(scene *web.Scene, r Result) *ui.Chip {
	switch r.There {
	case Alive:
		return &ui.Chip{Text: scene.T("result.there.yes"), Tone: ui.ToneGood, Note: scene.Date(r.ThereOn)}
	case Altered:
		return &ui.Chip{Text: scene.T("result.there.changed"), Tone: ui.ToneInfo, Note: scene.Date(r.ThereOn)}
	case Gone:
		return &ui.Chip{Text: scene.T("result.there.no"), Tone: ui.TonePaused, Note: scene.Date(r.ThereOn)}
	}
	return nil
}

func typeTabs(scene *web.Scene, chosen string) ui.Tabs {
	return keep.TypeTabs(scene, scene.T("result.type"), Types(), func(one string) string { return scene.T("result.types." + one) }, chosen)
}
