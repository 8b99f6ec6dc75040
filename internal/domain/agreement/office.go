package agreement

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// listPage is what the template list shows.
type listPage struct {
	Filter ui.Form
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, q := web.SceneOf(r), r.URL.Query()
	f := Filter{Partner: q.Get("partner"), Type: q.Get("type"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if as := export.Asked(r); as != "" {
		return s.exportList(r, as, f)
	}
	papers, err := s.Agreements(r.Context(), f)
	if err != nil {
		return nil, err
	}
	names, err := s.partnersByID(r.Context())
	if err != nil {
		return nil, err
	}
	data := listPage{Filter: filterForm(scene, f, names), Take: export.Links(scene)}
	papers, more := keep.Cut(papers)
	if data.Table, err = s.table(r.Context(), scene, papers, names); err != nil {
		return nil, err
	}
	data.Pager = ui.Pager{Label: scene.T("agreement.pages"), Shown: scene.N("agreement.shown", len(papers))}
	if f.After != (Key{}) {
		data.Pager.First = &ui.Link{Text: scene.T("agreement.first"), Href: scene.Here("after", "", "after_id", "")}
	}
	if more {
		last := papers[len(papers)-1]
		data.Pager.Next = keep.Onward(scene, last.Signed.Sort(), last.ID)
	}
	if s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: Kind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("agreement.add"), Href: scene.Path("/agreements/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "agreement/list", Title: scene.T("agreement.list"), Data: data}, nil
}

// exportList is the register, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Agreement, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Agreements(r.Context(), f)
	}, func(a Agreement) (string, Key) { return a.ID, Key{a.Signed.Sort(), a.ID} })
	return s.papers.Export(r, as, "agreements", ids)
}

// filterForm chooses a partner and a type.
func filterForm(scene *web.Scene, f Filter, names map[string]partner.Partnership) ui.Form {
	city := ui.Field{Kind: ui.FieldSelect, Name: "partner", Label: scene.T("agreement.partner"), Empty: scene.T("agreement.filter.all_partners")}
	for id, p := range names {
		city.Options = append(city.Options, ui.Option{Value: id, Label: p.Name.In(scene.Lang).Value, Selected: id == f.Partner})
	}
	slices.SortFunc(city.Options, byLabel)
	kind := ui.Field{Kind: ui.FieldSelect, Name: "type", Label: scene.T("agreement.type"), Empty: scene.T("agreement.filter.all_types")}
	for _, one := range Types() {
		kind.Options = append(kind.Options, ui.Option{Value: one, Label: scene.T("agreement.type." + one), Selected: one == f.Type})
	}
	return ui.Form{
		Action: scene.Path("/agreements"), Get: true, Sets: []ui.Fieldset{{Legend: scene.T("agreement.filter"), Fields: []ui.Field{city, kind}, Row: true}},
		Submit: ui.Button{Text: scene.T("agreement.filter.show"), Icon: ui.IconSearch},
	}
}

func (s *Service) table(ctx context.Context, scene *web.Scene, papers []Agreement, names map[string]partner.Partnership) (ui.Table, error) {
	t := ui.Table{ID: "agreements", Caption: scene.T("agreement.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("agreement.none"), Text: scene.T("agreement.none.text")}}
	for _, c := range []string{"title", "partner", "signed", "until", "state", "languages"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("agreement." + c)})
	}
	later, err := followed(ctx, s.DB, papers)
	if err != nil {
		return t, err
	}
	for _, a := range papers {
		title := keep.Said(scene, a.Title)
		title.Href, title.Note = scene.Path(s.papers.At(&a)), scene.T("agreement.type."+a.Type)
		state := a.StateOn(scene.Now, later[a.ID])
		row := t.NewRow(
			ui.Cell{Value: title, Head: true},
			ui.Cell{Value: partnerValue(scene, names, a.Partner)},
			ui.Cell{Value: signedValue(scene, a)},
			ui.Cell{Value: ui.Value{Text: termWords(scene, a)}},
			ui.Cell{Value: stateValue(scene, state)},
			ui.Cell{Value: ui.Value{Text: languageWords(scene, a.Languages)}},
		)
		row.Quiet = state == Followed || state == Lapsed || state == Ended
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func partnerValue(scene *web.Scene, names map[string]partner.Partnership, id string) ui.Value {
	p, ok := names[id]
	if !ok {
		return ui.Value{}
	}
	v := keep.Said(scene, p.Name)
	v.Href = scene.Path("/partners/" + p.Slug)
	return v
}

// signedValue is the day of signing; of a planned paper it says so.
func signedValue(scene *web.Scene, a Agreement) ui.Value {
	switch {
	case a.Signed.IsZero():
		return ui.Value{Text: scene.T("agreement.signed.missing")}
	case a.Planned:
		return ui.Value{Text: scene.Date(a.Signed), Note: scene.T("agreement.state.planned")}
	}
	return ui.Value{Text: scene.Date(a.Signed)}
}

// termWords say from when to when a paper is in force, and who ended it early.
func termWords(scene *web.Scene, a Agreement) string {
	if !a.Ended.IsZero() {
		end := endWords(scene.Printer, a)
		if a.Until.IsZero() && a.From.IsZero() {
			return end
		}
		a.Ended = edtf.Date{}
		return termWords(scene, a) + "; " + end
	}
	switch {
	case !a.Until.IsZero() && !a.From.IsZero():
		return scene.T("agreement.term.both", "from", a.From, "until", a.Until)
	case !a.Until.IsZero():
		return scene.T("agreement.term.until", "until", a.Until)
	case !a.From.IsZero():
		return scene.T("agreement.term.from", "from", a.From)
	}
	return scene.T("agreement.term.none")
}

// endWords say when a paper was ended early, and by whom.
func endWords(p *i18n.Printer, a Agreement) string {
	by := a.EndedBy
	if by == "" {
		by = "unknown"
	}
	return p.T("agreement.ended."+by, "date", a.Ended)
}

// StateChip is what a paper is on the day of the page, as a word with a bar.
func StateChip(scene *web.Scene, state State) *ui.Chip {
	tone := map[State]ui.Tone{Planned: ui.ToneInfo, InForce: ui.ToneGood, Lapsed: ui.ToneWarn, Ended: ui.TonePaused, Followed: ui.ToneNeutral}[state]
	return &ui.Chip{Text: scene.T("agreement.state." + string(state)), Tone: tone}
}

// stateValue is the state in a list, where the column of terms says already
// that none is stated.
func stateValue(scene *web.Scene, state State) ui.Value {
	if state == Open {
		return ui.Value{}
	}
	return ui.Value{Chip: StateChip(scene, state)}
}

func languageWords(scene *web.Scene, codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = scene.Language(code)
	}
	return scene.Join(words)
}
