package result

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// listPage is what the template list shows.
type listPage struct {
	Tabs   ui.Tabs
	Filter ui.Form
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := Filter{Type: q.Get("type"), Partner: q.Get("partner"), Proof: q.Get("proof"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
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
	data := listPage{
		Tabs: typeTabs(scene, f.Type), Filter: filterForm(scene, f, partners),
		Table: table(scene, "results", rows, ui.Labels(partners)), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}),
		Take: export.Links(scene),
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
	if f.Type != "" {
		asked.Hidden = []ui.Hidden{{Name: "type", Value: f.Type}}
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
		row.Quiet = r.There == Gone
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
	return &ui.Chip{Text: scene.T("result.proof." + r.Proof), Tone: ui.ToneGood, Note: scene.Date(r.Proved)}
}

// thereChip says whether a result is still there and when somebody looked;
// nothing while nobody did.
func thereChip(scene *web.Scene, r Result) *ui.Chip {
	switch r.There {
	case Alive:
		return &ui.Chip{Text: scene.T("result.there.yes"), Tone: ui.ToneGood, Note: scene.Date(r.ThereOn)}
	case Gone:
		return &ui.Chip{Text: scene.T("result.there.no"), Tone: ui.TonePaused, Note: scene.Date(r.ThereOn)}
	}
	return nil
}

func typeTabs(scene *web.Scene, chosen string) ui.Tabs {
	return keep.TypeTabs(scene, scene.T("result.type"), Types(), func(one string) string { return scene.T("result.types." + one) }, chosen)
}

// resultPage is what the template result shows.
type resultPage struct {
	Head    ui.Head
	Due     *ui.Notice
	Facts   ui.Facts
	Sources []*ui.Source
	Edit    []ui.LinkButton
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	res, err := s.Result(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.results.At(&res)
	data := resultPage{Head: ui.Head{
		Over: scene.T("result.type." + res.Type), Title: keep.Said(scene, res.Name), Audience: keep.Audience(scene, res.Visibility),
		Chips: []ui.Chip{*proofChip(scene, res)},
	}}
	if chip := thereChip(scene, res); chip != nil {
		data.Head.Chips = append(data.Head.Chips, *chip)
	}
	if data.Facts, err = s.results.FactList(ctx, scene, &res, at); err != nil {
		return nil, err
	}
	for i := range data.Facts.Rows {
		if row := &data.Facts.Rows[i]; row.ID == "fact-number" && res.Number != "" {
			row.Value.Text = numberWords(scene, res)
		}
	}
	if data.Sources, err = s.sources(ctx, scene, res.ID); err != nil {
		return nil, err
	}
	if s.results.Can(ctx, module.Edit, &res) {
		look := ui.LinkButton{Text: scene.T("result.look"), Href: scene.Path(at + "/recheck"), Icon: ui.IconEye}
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}, look}
		if res.Due(scene.Now.In(scene.Zone)) {
			data.Due = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("result.due", "date", scene.Date(res.Recheck)), Links: []ui.Link{{Text: look.Text, Href: look.Href}}}
		}
	}
	return web.Page{Template: "result/result", Title: res.Name.In(scene.Lang).Value, Data: data, About: res.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("result.list"), Path: "/results"}}}, nil
}

// sources lists every source of the result once, also those that say the same.
func (s *Service) sources(ctx context.Context, scene *web.Scene, id string) ([]*ui.Source, error) {
	facts, err := s.results.Facts(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []*ui.Source
	seen := map[string]bool{}
	for _, field := range s.results.Fields {
		for _, fact := range facts[field.Name] {
			if fact.Source.ID != "" && !seen[fact.Source.ID] {
				seen[fact.Source.ID] = true
				list = append(list, keep.SourceNote(scene, fact.Source, len(list)+1, fact.Inferred))
			}
		}
	}
	return list, nil
}

// look asks whether the result is still there, and writes it down.
func (s *Service) look(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	res, err := s.Result(ctx, id)
	if err != nil {
		return nil, err
	}
	at := s.results.At(&res)
	asked := keep.Asked[Look]{Set: lookSet(), Kind: Kind, Of: &Look{There: res.There, On: edtf.On(scene.Now.In(scene.Zone))}, Langs: s.deps.Langs,
		Version: res.Version, Title: scene.T("result.look.title", "name", res.Name.In(scene.Lang).Value), Action: scene.Path(at + "/recheck"), Cancel: scene.Path(at)}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	version := asked.Typed.Int("version")
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
		return nil, err
	}
	asked.Failed = asked.Typed.Err()
	if asked.Failed == nil {
		asked.Failed = s.Recheck(ctx, id, version, *asked.Of)
	}
	switch {
	case asked.Failed == nil:
		return web.Redirect{To: at, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	case errs.KindOf(asked.Failed) == errs.Stale:
		// The form comes back over the present state, with what was typed.
		asked.Failed = errs.New(errs.Stale, "result.look.stale")
	}
	return keep.FormPage(r, asked)
}

// kinds are the record kinds of this subject.
func (s *Service) kinds() []record.Kind { return []record.Kind{s.results.RecordKind()} }
