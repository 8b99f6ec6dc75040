package gift

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// viewNotice is the view of gifts of which a notice is due.
const viewNotice = "notice"

// listPage is what the template list shows.
type listPage struct {
	Tabs   ui.Tabs
	Filter ui.Form
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
}

// asked is the filter that an address names.
func asked(scene *web.Scene) Filter {
	q := scene.URL.Query()
	f := Filter{Partner: q.Get("partner"), After: Key{q.Get("after"), q.Get("after_id")}}
	switch view := q.Get("view"); view {
	case Given, Received:
		f.Side = view
	case viewNotice:
		f.Open = true
	}
	return f
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	f := asked(scene)
	if as := export.Asked(r); as != "" {
		ids := export.ByKey(func(after Key) ([]Gift, error) {
			f.After, f.Limit = after, export.PageSize
			return s.Gifts(ctx, f)
		}, func(g Gift) (string, Key) { return g.ID, g.Key() })
		return s.gifts.Export(r, as, "gifts", ids)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Gifts(ctx, f)
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
	data := listPage{Tabs: tabs(scene), Filter: filterForm(scene, f, partners), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}), Take: export.Links(scene)}
	if data.Table, err = s.table(ctx, scene, "gifts", rows); err != nil {
		return nil, err
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("gift.none"), Text: scene.T("gift.none.text")}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Day, last.ID)
	}
	if s.mayAdd(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("gift.begin"), Href: scene.Path("/gifts/new", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "gift/list", Title: scene.T("gift.list"), Data: data}, nil
}

func tabs(scene *web.Scene) ui.Tabs {
	chosen := scene.URL.Query().Get("view")
	all := ui.Tabs{Label: scene.T("gift.views")}
	for _, v := range []string{"", Given, Received, viewNotice} {
		words := "gift.view." + v
		if v == "" {
			words = "gift.view.all"
		}
		all.Items = append(all.Items, ui.Link{Text: scene.T(words), Href: scene.Path("/gifts", "view", v), Current: v == chosen})
	}
	return all
}

// filterForm chooses the partner, and keeps the view.
func filterForm(scene *web.Scene, f Filter, partners []ui.Option) ui.Form {
	field := ui.Field{Kind: ui.FieldSelect, Name: "partner", Label: scene.T("gift.partner"), Empty: scene.T("gift.any")}
	for _, o := range partners {
		o.Selected = o.Value == f.Partner
		field.Options = append(field.Options, o)
	}
	form := ui.Form{Action: scene.Path("/gifts"), Get: true, Submit: ui.Button{Text: scene.T("gift.show")}, Sets: []ui.Fieldset{{Legend: scene.T("gift.filter"), Row: true, Fields: []ui.Field{field}}}}
	if view := scene.URL.Query().Get("view"); view != "" {
		form.Hidden = []ui.Hidden{{Name: "view", Value: view}}
	}
	return form
}

// names are the words of everybody whom gifts can concern, by identifier.
func (s *Service) names(ctx context.Context, scene *web.Scene) (map[string]string, error) {
	names := map[string]string{}
	for _, read := range []func(context.Context, *web.Scene) ([]ui.Option, error){s.deps.Partners, s.deps.People, s.deps.Organisations} {
		options, err := read(ctx, scene)
		if err != nil {
			return nil, err
		}
		for _, o := range options {
			names[o.Value] = o.Label
		}
	}
	return names, nil
}

func (s *Service) table(ctx context.Context, scene *web.Scene, id string, rows []Gift) (ui.Table, error) {
	t := ui.Table{ID: id, Caption: scene.T("gift.list"), Quiet: true, Stack: true}
	for _, name := range []string{"title", "on", "who", "worth", "kept", "notice"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("gift." + name), Number: name == "worth"})
	}
	names, err := s.names(ctx, scene)
	if err != nil {
		return t, err
	}
	for _, g := range rows {
		title := keep.Said(scene, g.Title)
		title.Href, title.Note = scene.Path("/gifts/"+g.ID), scene.T("gift.side."+g.Side)
		who := ui.Value{}
		for _, id := range []string{g.Person, g.Organisation, g.Partner} {
			if names[id] != "" {
				who.Parts = append(who.Parts, ui.Value{Text: names[id]})
			}
		}
		chip, err := s.chip(ctx, scene, g)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Date(g.On)}}, ui.Cell{Value: who}, ui.Cell{Value: ui.Value{Text: worth(scene, g)}},
			ui.Cell{Value: ui.Value{Text: g.Kept}}, ui.Cell{Value: ui.Value{Chip: chip}}))
	}
	return t, nil
}

// worth is the value in words.
func worth(scene *web.Scene, g Gift) string {
	if sum, known := g.Amount(); known {
		return scene.Money(sum)
	}
	return scene.T("gift.worth." + g.Worth)
}

// due is the rule for a gift of which a notice is due; false when none is, or no
// rule says when.
func (s *Service) due(ctx context.Context, g Gift) (Notice, bool, error) {
	if !g.Open() || g.On.IsZero() {
		return Notice{}, false, nil
	}
	return s.deps.Notice(ctx, g.On.Last())
}

// chip says whether a notice is due and by when; nothing when none is.
func (s *Service) chip(ctx context.Context, scene *web.Scene, g Gift) (*ui.Chip, error) {
	if !g.Official {
		return nil, nil
	}
	if !g.Noticed.IsZero() {
		return &ui.Chip{Text: scene.T("gift.notice.filed"), Tone: ui.ToneGood, Note: scene.Date(g.Noticed)}, nil
	}
	n, ruled, err := s.due(ctx, g)
	switch {
	case err != nil:
		return nil, err
	case !ruled:
		return &ui.Chip{Text: scene.T("gift.notice.unruled"), Tone: ui.ToneWarn}, nil
	case n.On.IsZero():
		return &ui.Chip{Text: scene.T("gift.notice.missing", "year", edtf.OfYear(n.Missing)), Tone: ui.ToneWarn}, nil
	case s.late(n.On) > 0:
		return &ui.Chip{Text: scene.N("gift.notice.late", s.late(n.On)), Tone: ui.ToneBad, Note: scene.Day(n.On)}, nil
	}
	return &ui.Chip{Text: scene.T("gift.notice.until", "date", scene.Day(n.On)), Tone: ui.ToneWarn}, nil
}

// late is how many days ago a day was in the city; 0 for today and later.
func (s *Service) late(day time.Time) int {
	y, m, d := s.deps.Clock().Date()
	return max(0, int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(day).Hours()/24))
}

// giftPage is what the template gift shows.
type giftPage struct {
	Head   ui.Head
	Edit   []ui.LinkButton
	Notice *ui.Notice
	Facts  ui.Facts
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	g, err := s.Gift(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.gifts.At(&g)
	data := giftPage{Head: ui.Head{Over: scene.T("gift.side." + g.Side), Title: keep.Said(scene, g.Title), Lead: worth(scene, g), Audience: keep.Audience(scene, g.Visibility), Chips: []ui.Chip{{Text: scene.Date(g.On), Tone: ui.ToneNeutral}}}}
	chip, err := s.chip(ctx, scene, g)
	if err != nil {
		return nil, err
	}
	if chip != nil {
		data.Head.Chips = append(data.Head.Chips, *chip)
	}
	if data.Facts, err = s.gifts.FactList(ctx, scene, &g, at); err != nil {
		return nil, err
	}
	if n, ruled, err := s.due(ctx, g); err != nil {
		return nil, err
	} else if ruled {
		data.Notice = &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("gift.notice.rule"), Text: n.Rule, Links: []ui.Link{{Text: scene.T("gift.notice.pack"), Href: scene.Path(n.Path)}}}
	}
	if s.gifts.Can(ctx, module.Edit, &g) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		if g.Open() {
			data.Edit = append([]ui.LinkButton{{Text: scene.T("gift.notice.write"), Href: scene.Path(at + "/field/noticed"), Kind: ui.ButtonPrimary}}, data.Edit...)
		}
	}
	return web.Page{Template: "gift/gift", Title: g.Title.In(scene.Lang).Value, Data: data, About: g.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("gift.list"), Path: "/gifts"}}}, nil
}

// panelSize is how many gifts a page of another subject shows.
const panelSize = 10

// panel is what the template panel shows.
type panel struct {
	Table ui.Table
	None  string
	More  *ui.Link
	Add   *ui.LinkButton
}

// filterOf narrows the register to a record; false for one that has no gifts.
func filterOf(about record.Ref) (Filter, bool) {
	switch about.Kind {
	case "partner":
		return Filter{Partner: about.ID}, true
	case "person":
		return Filter{Person: about.ID}, true
	case "organisation":
		return Filter{Organisation: about.ID}, true
	case "activity":
		return Filter{Activity: about.ID}, true
	}
	return Filter{}, false
}

// related lists the newest gifts of a partner, a person, an organisation or an
// activity.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.gifts.ViewNeed()) == account.None {
		return nil, nil
	}
	f.Limit = panelSize
	rows, err := s.Gifts(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	data := panel{}
	if data.Table, err = s.table(ctx, scene, "related-gifts", rows); err != nil {
		return nil, err
	}
	if total > len(rows) && f.Partner != "" {
		data.More = &ui.Link{Text: scene.N("gift.panel.all", total), Href: scene.Path("/gifts", "partner", f.Partner)}
	}
	if s.mayAdd(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("gift.begin"), Href: scene.Path("/gifts/new", about.Kind, about.ID), Icon: ui.IconPlus}
	}
	if len(rows) == 0 {
		if data.Add == nil {
			return nil, nil
		}
		data.None = scene.T("gift.panel.none")
	}
	return &module.Panel{Name: "gifts", Title: scene.T("gift.list"), Count: scene.Number(int64(total)), Template: "gift/panel", Data: data, Order: 35}, nil
}

// openLimit bounds the gifts of which a notice is due.
const openLimit = 50

// cards are the gifts of which a notice is due, for those who may write it down.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) < account.All {
		return nil, nil
	}
	rows, err := s.Gifts(ctx, Filter{Open: true, Limit: openLimit})
	if err != nil {
		return nil, err
	}
	var cards []module.Card
	for _, g := range rows {
		n, ruled, err := s.due(ctx, g)
		if err != nil {
			return nil, err
		}
		if !ruled || n.On.IsZero() {
			continue
		}
		card := module.Card{Band: module.Soon, When: edtf.On(n.On), Text: scene.T("gift.card", "title", g.Title), Note: n.Rule, Path: "/gifts/" + g.ID}
		switch late := s.late(n.On); {
		case late > 0:
			card.Band, card.Due = module.Burning, scene.N("gift.notice.late", late)
		case s.late(n.On.AddDate(0, 0, -2)) > 0:
			card.Band = module.TodayTomorrow
		}
		cards = append(cards, card)
	}
	return cards, nil
}

// agenda are the days by which a notice is due.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, s.gifts.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.Gifts(ctx, Filter{Open: true, Limit: openLimit})
	if err != nil {
		return nil, err
	}
	var entries []module.Entry
	for _, g := range rows {
		n, ruled, err := s.due(ctx, g)
		if err != nil {
			return nil, err
		}
		if !ruled || n.On.IsZero() || n.On.Before(from.First()) || n.On.After(until.Last()) {
			continue
		}
		entries = append(entries, module.Entry{Of: g.Ref(), Name: "notice", Layer: module.Deadlines, Version: g.Version, When: edtf.On(n.On), Text: scene.T("gift.card", "title", g.Title), Path: "/gifts/" + g.ID})
	}
	return entries, nil
}
