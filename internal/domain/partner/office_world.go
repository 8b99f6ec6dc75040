package partner

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/twinning"
)

// worldPanel is what the template world-panel shows: who else is twinned with a
// city, according to the list.
type worldPanel struct {
	Note  string
	Says  string   // that the list names us
	Say   *ui.Form // keeps that beside our own view
	Table ui.Table
	More  *ui.Link
}

// relatedWorld lists who else is friends with a partner or a prospect.
func (s *Service) relatedWorld(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	var found []Neighbour
	var say *ui.Form
	var err error
	switch about.Kind {
	case Kind:
		p, failed := s.partners.Get(ctx, about.ID)
		if failed != nil || p.Type == "district" || !s.partners.Inside(ctx) {
			return nil, failed
		}
		found, err = s.neighbours(ctx, p.GeoNames, p.Country, append(texts(p.Name), p.Native))
		if err == nil {
			say, err = s.sayForm(ctx, scene, p, found)
		}
	case ProspectKind:
		p, failed := s.prospects.Get(ctx, about.ID)
		if failed != nil {
			return nil, failed
		}
		found, err = s.neighbours(ctx, p.GeoNames, p.Country, texts(p.Name))
	}
	if err != nil || len(found) == 0 {
		return nil, err
	}
	data := worldPanel{Note: scene.T("partner.world.note"), Table: s.worldTable(scene, "world-cities", scene.T("partner.world.panel"), found), Say: say}
	if i := slices.IndexFunc(found, func(n Neighbour) bool { return n.Home }); i >= 0 {
		data.Says = scene.T("partner.world.says", "sources", saidBy(scene, found[i].Sources))
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: ProspectKind}) > account.None {
		data.More = &ui.Link{Text: scene.T("partner.world.title"), Href: scene.Path("/prospects/world")}
	}
	return &module.Panel{Name: "world", Title: scene.T("partner.world.panel"), Count: scene.Number(int64(len(found))), Template: "partner/world-panel", Data: data, Order: 90}, nil
}

// worldTable lists cities: ours first, then by country and name.
func (s *Service) worldTable(scene *web.Scene, id, caption string, found []Neighbour) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Quiet: true, Stack: true}
	for _, c := range []string{"city", "country", "distance", "source"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("partner.world." + c)})
	}
	rank := func(n Neighbour) int {
		switch {
		case n.Home:
			return 0
		case n.Ours != "":
			return 1
		case n.Wanted != "":
			return 2
		}
		return 3
	}
	keys := map[string]string{}
	for _, n := range found {
		keys[n.Key] = fold.Key(s.Country(n.Country, scene.Lang)) + " " + fold.Key(n.Label(scene.Lang))
	}
	slices.SortStableFunc(found, func(a, b Neighbour) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(keys[a.Key], keys[b.Key])
	})
	for _, n := range found {
		distance := ""
		if metres, ok := s.away(n); ok && !n.Home {
			distance = scene.Km(metres)
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: s.worldName(scene, n)}, ui.Cell{Value: ui.Value{Text: s.Country(n.Country, scene.Lang)}},
			ui.Cell{Value: ui.Value{Text: distance}}, ui.Cell{Value: ui.Value{Text: saidBy(scene, n.Sources)}},
		))
	}
	return t
}

func (s *Service) worldName(scene *web.Scene, n Neighbour) ui.Value {
	v := ui.Value{Text: n.Label(scene.Lang)}
	if n.Found.IsZero() || n.Found.Names[scene.Lang] == "" && scene.Lang != "en" {
		v.Lang = "en"
	}
	switch {
	case n.Home:
		v.Chip = &ui.Chip{Text: scene.T("partner.world.home"), Tone: ui.ToneInfo}
	case n.Ours != "":
		v.Href, v.Chip = scene.Path("/partners/"+n.Ours), &ui.Chip{Text: scene.T("partner.world.ours"), Tone: ui.ToneGood}
	case n.Wanted != "":
		v.Href, v.Chip = scene.Path("/prospects/"+n.Wanted), &ui.Chip{Text: scene.T("partner.world.wanted"), Tone: ui.ToneNeutral}
	}
	return v
}

// saidBy names the lists of a pair with their dates.
func saidBy(scene *web.Scene, sources []twinning.Source) string {
	parts := make([]string, len(sources))
	for i, mark := range sources {
		parts[i] = scene.T("partner.world.source." + string(rune(mark)))
	}
	return strings.Join(parts, ", ")
}

// worldData is what the template world shows.
type worldData struct {
	Lead    string
	Note    ui.Notice
	Form    *ui.Form
	Nothing string
	Unsaid  *ui.Form // what the lists say of our partners
	Shared  ui.Table
	Words   struct{ Suggested, Unsaid, Shared, SharedLead string }
}

// world offers the cities that the list twins with our own, and those that are
// friends of our friends.
func (s *Service) world(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	var failed error
	if r.Method == http.MethodPost {
		var n int
		if n, failed = s.TakeOver(r.Context(), r.PostForm["city"]); failed == nil {
			return web.Redirect{To: "/prospects", Notice: scene.N("partner.world.taken", n)}, nil
		}
		if errs.FieldsOf(failed) == nil {
			return nil, failed
		}
	}
	return s.worldPage(r, failed, nil)
}

// worldPage shows the lists; failed and unsaid are errors of its two forms.
func (s *Service) worldPage(r *http.Request, failed, unsaidFailed error) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	suggested, err := s.Suggestions(ctx)
	if err != nil {
		return nil, err
	}
	shared, err := s.Shared(ctx)
	if err != nil {
		return nil, err
	}
	unsaid, err := s.Unsaid(ctx)
	if err != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	home := s.deps.Home(scene.Lang).Name
	data := worldData{Lead: scene.T("partner.world.lead"), Note: ui.Notice{Tone: ui.ToneInfo, Title: scene.T("partner.world.note_title"), Text: scene.T("partner.world.note")}, Nothing: scene.T("partner.world.nothing", "home", home)}
	data.Words.Suggested, data.Words.Shared, data.Words.SharedLead = scene.T("partner.world.suggested", "home", home), scene.T("partner.world.shared"), scene.T("partner.world.shared_lead")
	data.Words.Unsaid, data.Unsaid = scene.T("partner.world.unsaid"), s.unsaidForm(scene, unsaid, unsaidFailed)
	if len(suggested) > 0 {
		data.Form = s.worldForm(scene, suggested, r.PostForm["city"], failed)
	}
	data.Shared = s.sharedTable(ctx, scene, shared)
	page := web.Page{Template: "partner/world", Title: scene.T("partner.world.title"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}, {Text: scene.T("prospect.list"), Path: "/prospects"}}}
	if failed != nil || unsaidFailed != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

func (s *Service) worldForm(scene *web.Scene, suggested []Neighbour, ticked []string, failed error) *ui.Form {
	field := ui.Field{Kind: ui.FieldChecks, Name: "city", Label: scene.T("partner.world.choose")}
	if failed != nil {
		field.Error = keep.ProblemsOf(scene, failed)["city"]
	}
	for _, n := range suggested {
		hint := s.Country(n.Country, scene.Lang)
		if metres, ok := s.away(n); ok {
			hint += ", " + scene.Km(metres)
		}
		field.Options = append(field.Options, ui.Option{Value: n.Key, Label: n.Label(scene.Lang), Hint: hint + " · " + saidBy(scene, n.Sources), Selected: slices.Contains(ticked, n.Key)})
	}
	return &ui.Form{Action: scene.Path("/prospects/world"), Once: ui.Once{Key: scene.Key}, Fields: []ui.Field{field},
		Submit: ui.Button{Text: scene.T("partner.world.take"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/prospects")}}
}

// mostShared is how many friends of friends the page lists.
const mostShared = 100

func (s *Service) sharedTable(ctx context.Context, scene *web.Scene, shared []Neighbour) ui.Table {
	names := map[string]string{}
	partners, err := s.Partners(ctx, Filter{})
	if err == nil {
		for _, p := range partners {
			names[p.Slug] = p.Name.In(scene.Lang).Value
		}
	}
	t := ui.Table{ID: "shared", Caption: scene.T("partner.world.shared"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("partner.world.shared_none")}}
	for _, c := range []string{"city", "country", "with", "distance"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("partner.world." + c)})
	}
	for _, n := range shared[:min(len(shared), mostShared)] {
		distance := ""
		if metres, ok := s.away(n); ok {
			distance = scene.Km(metres)
		}
		with := make([]string, len(n.With))
		for i, slug := range n.With {
			with[i] = names[slug]
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: s.worldName(scene, n)}, ui.Cell{Value: ui.Value{Text: s.Country(n.Country, scene.Lang)}}, ui.Cell{Value: ui.Value{Text: scene.Join(with)}}, ui.Cell{Value: ui.Value{Text: distance}},
		))
	}
	return t
}
