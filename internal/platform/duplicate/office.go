package duplicate

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// perPage is how many pairs a page shows.
const perPage = 30

// listPage is what the template list shows.
type listPage struct {
	Head  ui.Head
	Tabs  ui.Tabs
	Table ui.Table
	Pager ui.Pager
	Past  ui.Link
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	kinds := s.Kinds(ctx)
	if len(kinds) == 0 {
		return nil, errs.New(errs.Forbidden, "account.forbidden")
	}
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	data := listPage{
		Head:  ui.Head{Title: ui.Value{Text: scene.T("duplicate.title")}, Lead: scene.T("duplicate.lead")},
		Table: ui.Table{ID: "duplicates", Caption: scene.T("duplicate.title"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("duplicate.none"), Text: scene.T("duplicate.none_text")}},
		Past:  ui.Link{Text: scene.T("duplicate.past"), Href: scene.Path("/duplicates/merged")},
	}
	only := r.URL.Query().Get("kind")
	counts := map[string]int{}
	var shown []Found
	for _, f := range all {
		counts[f.Kind]++
		if only == "" || f.Kind == only {
			shown = append(shown, f)
		}
	}
	data.Tabs = s.tabs(scene, kinds, only, counts, len(all))
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = min(max(from, 0), len(shown))
	until := min(from+perPage, len(shown))
	data.Pager = ui.Pager{Label: scene.T("duplicate.pages"), Shown: scene.N("duplicate.found", len(shown))}
	if from > 0 {
		data.Pager.Prev = &ui.Link{Text: scene.T("duplicate.back"), Href: scene.Here("from", strconv.Itoa(max(0, from-perPage)))}
	}
	if until < len(shown) {
		data.Pager.Next = &ui.Link{Text: scene.T("duplicate.next"), Href: scene.Here("from", strconv.Itoa(until))}
	}
	for _, c := range []string{"pair", "why", "strength", "act"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("duplicate." + c)})
	}
	for _, f := range shown[from:until] {
		data.Table.Rows = append(data.Table.Rows, s.row(ctx, scene, &data.Table, f))
	}
	return web.Page{Template: "duplicate/list", Title: scene.T("duplicate.title"), Data: data}, nil
}

func (s *Service) tabs(scene *web.Scene, kinds []string, only string, counts map[string]int, all int) ui.Tabs {
	tabs := ui.Tabs{Label: scene.T("duplicate.kinds"), Items: []ui.Link{{Text: scene.T("duplicate.all"), Count: scene.Number(int64(all)), Href: scene.Here("kind", "", "from", ""), Current: only == ""}}}
	for _, k := range kinds {
		tabs.Items = append(tabs.Items, ui.Link{Text: scene.T(k + ".list"), Count: scene.Number(int64(counts[k])), Href: scene.Here("kind", k, "from", ""), Current: only == k})
	}
	return tabs
}

func (s *Service) row(ctx context.Context, scene *web.Scene, t *ui.Table, f Found) ui.Row {
	one, other := s.title(ctx, scene, f.Kind, f.One), s.title(ctx, scene, f.Kind, f.Other)
	return t.NewRow(
		ui.Cell{Head: true, Value: ui.Value{Parts: []ui.Value{{Text: one.Text}, {Text: other.Text}}}},
		ui.Cell{Value: ui.Value{Text: explain(scene, f.Agree, f.Differ)}},
		ui.Cell{Value: ui.Value{Chip: strength(scene, f.Strength)}},
		ui.Cell{Value: ui.Value{Text: scene.T("duplicate.compare"), Href: scene.Path("/duplicates/" + f.Kind + "/" + f.One + "/" + f.Other)}},
	)
}

// title is a record's title with its address.
func (s *Service) title(ctx context.Context, scene *web.Scene, kind, id string) ui.Value {
	ref := record.Ref{Kind: kind, ID: id}
	kinds := s.deps.Kinds()
	return ui.Value{Text: kinds.Title(ctx, ref, scene.Lang), Href: scene.Path(kinds.Path(ref))}
}

// explain says in words what agrees and what differs.
func explain(scene *web.Scene, agree, differ []Sign) string {
	words := func(key string, signs []Sign) string {
		list := make([]string, len(signs))
		for i, sign := range signs {
			list[i] = scene.T("duplicate.sign." + string(sign))
		}
		return scene.N(key, len(list), "signs", scene.Join(list))
	}
	switch {
	case len(agree) == 0:
		return scene.T("duplicate.no_sign")
	case len(differ) == 0:
		return words("duplicate.agree", agree)
	}
	return words("duplicate.agree", agree) + ". " + words("duplicate.differ", differ)
}

// degree is the last part of the words for a strength.
func degree(s float64) string {
	switch {
	case s >= Certain:
		return "certain"
	case s >= Likely:
		return "likely"
	}
	return "possible"
}

func strength(scene *web.Scene, s float64) *ui.Chip {
	tones := map[string]ui.Tone{"certain": ui.ToneWarn, "likely": ui.ToneInfo, "possible": ui.ToneNeutral}
	return &ui.Chip{Text: scene.T("duplicate." + degree(s)), Tone: tones[degree(s)]}
}

// historyPage is what the template merged shows: what was decided and can be
// taken back.
type historyPage struct {
	Head    ui.Head
	Merges  []decision
	Apart   []decision
	Empty   ui.Empty
	Caption struct{ Merged, Into, Who, When, Undo, Merges, Apart, One, Other string }
}

// decision is one merge, or one pair that was found to be different.
type decision struct {
	One, Other ui.Value
	Who        string
	When       ui.Value
	Note       string
	Form       *ui.Form
}

// mostShown bounds the list of what was decided.
const mostShown = 200

func (s *Service) history(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	made, err := s.Merges(ctx, mostShown)
	if err != nil {
		return nil, err
	}
	apart, err := s.Distincts(ctx)
	if err != nil {
		return nil, err
	}
	edit := s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) > 0
	data := historyPage{Head: ui.Head{Title: ui.Value{Text: scene.T("duplicate.past")}, Lead: scene.T("duplicate.past_lead")}, Empty: ui.Empty{Title: scene.T("duplicate.past_none"), Text: scene.T("duplicate.past_none_text")}}
	c := &data.Caption
	c.Merged, c.Into, c.Who, c.When, c.Undo = scene.T("duplicate.merged"), scene.T("duplicate.into"), scene.T("duplicate.who"), scene.T("duplicate.when"), scene.T("duplicate.undo")
	c.Merges, c.Apart, c.One, c.Other = scene.T("duplicate.merges"), scene.T("duplicate.apart"), scene.T("duplicate.one"), scene.T("duplicate.other")
	for i, m := range made {
		d := decision{One: ui.Value{Text: m.Title, Note: scene.T(m.Kind + ".kind")}, Other: s.title(ctx, scene, m.Into().Kind, m.Winner), Who: m.Actor,
			When: ui.Value{Text: scene.Instant(scene.Local(m.At)), Time: m.At.UTC().Format("2006-01-02T15:04:05Z")}}
		switch {
		case !m.Undone.IsZero():
			d.Note = scene.T("duplicate.undone", "when", scene.Instant(scene.Local(m.Undone)))
		case m.Title == "":
			d.One.Text, d.Note = scene.T("duplicate.nameless"), scene.T("duplicate.erased")
		case edit:
			d.Form = &ui.Form{Action: scene.Path("/duplicates/merged/" + m.ID + "/undo"), Once: ui.Once{Key: scene.Key + "-" + strconv.Itoa(i)}, Submit: ui.Button{Text: scene.T("duplicate.undo"), Hidden: m.Title, Kind: ui.ButtonQuiet, Icon: ui.IconUndo}}
		}
		data.Merges = append(data.Merges, d)
	}
	for i, a := range apart {
		d := decision{One: s.title(ctx, scene, a.Kind, a.One), Other: s.title(ctx, scene, a.Kind, a.Other), Who: a.Actor,
			When: ui.Value{Text: scene.Instant(scene.Local(a.At)), Time: a.At.UTC().Format("2006-01-02T15:04:05Z")}}
		if edit {
			d.Form = &ui.Form{Action: scene.Path("/duplicates/" + a.Kind + "/" + a.One + "/" + a.Other + "/doubt"), Once: ui.Once{Key: scene.Key + "-a" + strconv.Itoa(i)}, Submit: ui.Button{Text: scene.T("duplicate.doubt"), Hidden: d.One.Text, Kind: ui.ButtonQuiet, Icon: ui.IconUndo}}
		}
		data.Apart = append(data.Apart, d)
	}
	return web.Page{Template: "duplicate/merged", Title: scene.T("duplicate.past"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("duplicate.title"), Path: "/duplicates"}}}, nil
}

func (s *Service) undoMerge(r *http.Request) (web.Reply, error) {
	if err := s.Undo(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/duplicates/merged", Notice: web.SceneOf(r).T("duplicate.undo.said")}, nil
}

func (s *Service) different(r *http.Request) (web.Reply, error) {
	if err := s.Distinguish(r.Context(), r.PathValue("kind"), r.PathValue("one"), r.PathValue("other")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/duplicates", Notice: web.SceneOf(r).T("duplicate.different.said")}, nil
}

func (s *Service) doubt(r *http.Request) (web.Reply, error) {
	if err := s.Doubt(r.Context(), r.PathValue("kind"), r.PathValue("one"), r.PathValue("other")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/duplicates", Notice: web.SceneOf(r).T("duplicate.doubt.said")}, nil
}

// panel is what the template panel shows on the page of a record that others
// were merged into.
type panel struct {
	Merged []decision
	Past   *ui.Link
}

func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.may(ctx, module.View, about.Kind) != nil {
		return nil, nil
	}
	made, err := into(ctx, s.DB, about)
	if err != nil || len(made) == 0 {
		return nil, err
	}
	data := panel{Past: &ui.Link{Text: scene.T("duplicate.past"), Href: scene.Path("/duplicates/merged")}}
	for _, m := range made {
		data.Merged = append(data.Merged, decision{One: ui.Value{Text: m.Title}, Who: m.Actor, When: ui.Value{Text: scene.Instant(scene.Local(m.At)), Time: m.At.UTC().Format("2006-01-02T15:04:05Z")}})
	}
	return &module.Panel{Name: "merged", Title: scene.T("duplicate.panel"), Count: scene.Number(int64(len(made))), Template: "duplicate/panel", Data: data, Order: 95}, nil
}
