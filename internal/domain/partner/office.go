package partner

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
)

// listPage is what the template list shows; one of Table, Map and Years is set.
type listPage struct {
	Search ui.Search
	Views  ui.Tabs
	Saved  ui.Tabs
	Table  *ui.Table
	Map    *mapPart
	Years  *ui.Timeline
	Count  string
	Take   ui.Download
	Add    *ui.LinkButton
	More   []ui.Link
}

// row is a partnership with what the register says of it.
type row struct {
	Partnership
	claims  map[ClaimSide]Claim
	ours    bool // a coordinator of ours is in office
	theirs  bool
	last    edtf.Date
	next    edtf.Date
	jubilee Jubilee
}

// savedView is an address that shows a part of the register.
type savedView struct {
	name string
	fits func(r row, now time.Time) bool
}

// savedViews are the parts of the register that a department asks for.
func savedViews() []savedView {
	return []savedView{
		{"sister", func(r row, _ time.Time) bool { return r.Type == "sister" && !r.Historic }},
		{"stopped", func(r row, _ time.Time) bool { return stopped(r.claims) }},
		{"gap", func(r row, _ time.Time) bool { return !r.Historic && (!r.ours || !r.theirs) }},
		{"jubilee", func(r row, now time.Time) bool { return r.jubilee.Year > 0 && r.jubilee.Year <= now.Year()+1 }},
		{"silent", func(r row, now time.Time) bool { return !r.Historic && silent(r.last, now) }},
		{"historic", func(r row, _ time.Time) bool { return r.Historic }},
	}
}

// silentAfter is how long without anything in common counts as silence.
const silentAfter = 180 * 24 * time.Hour

func silent(last edtf.Date, now time.Time) bool {
	return last.IsZero() || last.Last().Before(now.Add(-silentAfter))
}

// stopped tells whether one of the sides says that the tie rests or is over.
func stopped(claims map[ClaimSide]Claim) bool {
	for _, c := range claims {
		if c.State == Paused || c.State == Ended || c.State == Dormant {
			return true
		}
	}
	return false
}

// rows reads the register with everything its columns show, in a handful of
// queries however many partners there are.
func (s *Service) rows(ctx context.Context, scene *web.Scene, f Filter) ([]row, error) {
	partners, err := s.Partners(ctx, f)
	if err != nil {
		return nil, err
	}
	claims, err := claimsOf(ctx, s.DB, "")
	if err != nil {
		return nil, err
	}
	byPartner := map[string][]Claim{}
	for _, c := range claims {
		byPartner[c.Partnership] = append(byPartner[c.Partnership], c)
	}
	held, err := s.deps.Contacts.HeldPosts(ctx, scene.Now)
	if err != nil {
		return nil, err
	}
	last, err := s.deps.LastContacts(ctx)
	if err != nil {
		return nil, err
	}
	next, err := s.deps.NextEvents(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(partners))
	for i, p := range partners {
		rows[i] = row{Partnership: p, claims: Newest(byPartner[p.ID]), ours: held[p.OurPost], theirs: held[p.TheirPost], last: last[p.ID], next: next[p.ID]}
		rows[i].jubilee, _ = NextJubilee(p.Since, scene.Now.Year(), 5)
	}
	return rows, nil
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, q := web.SceneOf(r), r.URL.Query()
	rows, err := s.rows(r.Context(), scene, Filter{Query: q.Get("q"), Country: q.Get("country"), Type: q.Get("type"), Old: true})
	if err != nil {
		return nil, err
	}
	saved, view := q.Get("saved"), q.Get("view")
	shown := chosen(rows, saved, q.Get("q") != "", scene.Now)
	if as := export.Asked(r); as != "" {
		return s.partners.Export(r, as, "partners", export.All(shown, func(p row) string { return p.ID }))
	}
	data := listPage{
		Search: ui.Search{Action: scene.Path("/partners"), Name: "q", Value: q.Get("q"), Label: scene.T("partner.search"), Button: scene.T("partner.find"), ID: "list-search", Hidden: []ui.Hidden{{Name: "view", Value: view}, {Name: "saved", Value: saved}}},
		Views:  ui.Tabs{Label: scene.T("partner.views")},
		Saved:  ui.Tabs{Label: scene.T("partner.saved"), Items: []ui.Link{{Text: scene.T("partner.saved.all"), Href: scene.Here("saved", ""), Current: saved == ""}}},
	}
	for _, v := range []string{"list", "map", "years"} {
		data.Views.Items = append(data.Views.Items, ui.Link{Text: scene.T("partner.view." + v), Href: scene.Here("view", map[bool]string{true: "", false: v}[v == "list"]), Current: v == view || v == "list" && view == ""})
	}
	for _, v := range savedViews() {
		fits := 0
		for _, one := range rows {
			if v.fits(one, scene.Now) {
				fits++
			}
		}
		if fits > 0 || v.name == saved {
			data.Saved.Items = append(data.Saved.Items, ui.Link{Text: scene.T("partner.saved." + v.name), Count: scene.Number(int64(fits)), Href: scene.Here("saved", v.name), Current: saved == v.name})
		}
	}
	data.Count, data.Take = countWords(scene, shown), export.Links(scene, export.Geo)
	switch view {
	case "map":
		data.Map = s.mapOf(scene, shown, scene.T("partner.map.title"))
	case "years":
		data.Years = yearsOf(scene, shown)
	default:
		data.Table = s.table(scene, shown)
	}
	if s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: Kind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("partner.add"), Href: scene.Path("/partners/find"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	data.More = []ui.Link{{Text: scene.T("prospect.list"), Href: scene.Path("/prospects")}}
	return web.Page{Template: "partner/list", Title: scene.T("partner.list"), Data: data}, nil
}

// counted tells cities from districts: a tie between two districts does not make
// the other city a partner.
func counted(rows []row) (cities, districts int) {
	for _, p := range rows {
		if p.Type == "district" {
			districts++
		}
	}
	return len(rows) - districts, districts
}

func countWords(s *web.Scene, rows []row) string {
	cities, districts := counted(rows)
	switch {
	case districts == 0:
		return s.N("partner.count", cities)
	case cities == 0:
		return s.N("partner.count.district", districts)
	}
	return s.T("partner.count.both", "cities", s.N("partner.count", cities), "districts", s.N("partner.count.district", districts))
}

// chosen is the part of the register that a saved view shows; without one, all
// but the historic ties, which a search still finds.
func chosen(rows []row, saved string, searched bool, now time.Time) []row {
	fits := func(r row) bool { return searched || !r.Historic }
	for _, v := range savedViews() {
		if v.name == saved {
			fits = func(r row) bool { return v.fits(r, now) }
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !fits(r) })
}

func (s *Service) table(scene *web.Scene, rows []row) *ui.Table {
	t := &ui.Table{ID: "partners", Caption: scene.T("partner.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("partner.none"), Text: scene.T("partner.none.text")}}
	for _, c := range []string{"city", "country", "since", "ours_say", "theirs_say", "coordinators", "last"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("partner.column." + c)})
	}
	for _, p := range rows {
		name := keep.Said(scene, p.Name)
		name.Href = scene.Path("/partners/" + p.Slug)
		if p.Native != "" && p.Native != name.Text {
			name.Note = p.Native
		}
		line := t.NewRow(
			ui.Cell{Value: name, Head: true},
			ui.Cell{Value: ui.Value{Text: s.Country(p.Country, scene.Lang)}},
			ui.Cell{Value: sinceValue(scene, p)},
			ui.Cell{Value: stateValue(scene, p.claims, Ours)},
			ui.Cell{Value: stateValue(scene, p.claims, Theirs)},
			ui.Cell{Value: ui.Value{Text: gapWords(scene, p)}},
			ui.Cell{Value: lastValue(scene, p.last)},
		)
		line.Quiet = p.Historic
		t.Rows = append(t.Rows, line)
	}
	return t
}

func sinceValue(s *web.Scene, p row) ui.Value {
	v := ui.Value{Text: s.Date(p.Since)}
	if p.jubilee.Year > 0 && p.jubilee.Year <= s.Now.Year()+1 {
		v.Note = s.N("partner.jubilee", p.jubilee.Age, "year", strconv.Itoa(p.jubilee.Year))
	}
	return v
}

func stateValue(s *web.Scene, claims map[ClaimSide]Claim, side ClaimSide) ui.Value {
	c, ok := claims[side]
	if !ok {
		return ui.Value{Text: s.T("partner.state.unknown")}
	}
	chip := StateChip(s, c.State)
	chip.Note = s.Date(c.On)
	return ui.Value{Chip: chip}
}

// StateChip is what a side says, as a word with a bar.
func StateChip(s *web.Scene, state State) *ui.Chip {
	tone := map[State]ui.Tone{Active: ui.ToneGood, Preparing: ui.ToneInfo, Paused: ui.TonePaused, Dormant: ui.TonePaused, Ended: ui.ToneBad, Disputed: ui.ToneWarn}[state]
	return &ui.Chip{Text: s.T("partner.state." + string(state)), Tone: tone}
}

func gapWords(s *web.Scene, p row) string {
	switch {
	case p.ours && p.theirs:
		return s.T("partner.gap.none")
	case p.ours:
		return s.T("partner.gap.theirs")
	case p.theirs:
		return s.T("partner.gap.ours")
	}
	return s.T("partner.gap.both")
}

// lastValue is when the last contact was, and how many days ago when the day is
// known.
func lastValue(s *web.Scene, last edtf.Date) ui.Value {
	if last.IsZero() {
		return ui.Value{Text: s.T("partner.last.none")}
	}
	v := ui.Value{Text: s.Date(last)}
	if days := int(edtf.On(s.Now).First().Sub(last.Last()).Hours() / 24); last.Precision() >= edtf.Day && days > 0 {
		v.Note = s.N("partner.last.days", days)
	}
	return v
}

// yearsOf lines the ties up by the year they began.
func yearsOf(s *web.Scene, rows []row) *ui.Timeline {
	sorted := slices.SortedStableFunc(slices.Values(rows), func(a, b row) int { return edtf.Compare(a.Since, b.Since) })
	line := &ui.Timeline{Label: s.T("partner.view.years")}
	for _, p := range sorted {
		year := s.T("partner.years.unknown")
		if first := p.Since.First(); !first.IsZero() {
			year = strconv.Itoa(first.Year())
		}
		if n := len(line.Years); n == 0 || line.Years[n-1].Year != year {
			line.Years = append(line.Years, ui.TimelineYear{Year: year})
		}
		at := &line.Years[len(line.Years)-1]
		at.Items = append(at.Items, ui.TimelineItem{
			When: ui.Value{Text: s.Date(p.Since)}, Kind: s.T("partner.type." + p.Type), Icon: ui.IconHandshake,
			Title: ui.Value{Text: p.Name.In(s.Lang).Value, Href: s.Path("/partners/" + p.Slug)},
			Text:  jubileeWords(s, p.jubilee), Uncertain: p.Since.Precision() < edtf.Month,
		})
	}
	return line
}

func jubileeWords(s *web.Scene, j Jubilee) string {
	if j.Year == 0 {
		return ""
	}
	return s.N("partner.jubilee", j.Age, "year", strconv.Itoa(j.Year))
}

// findPage is what the template find shows: the way into a new partnership.
type findPage struct {
	Search ui.Search
	Found  []foundPlace
	Empty  string
	ByHand ui.Link
}

type foundPlace struct{ Name, Note, Href string }

// find looks a place up in the gazetteer, so that coordinates, zone and names
// need not be typed; an unknown place is entered by hand.
func (s *Service) find(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	query := r.URL.Query().Get("q")
	data := findPage{
		Search: ui.Search{Action: scene.Path("/partners/find"), Name: "q", Value: query, Label: scene.T("partner.find.label"), Button: scene.T("partner.find"), ID: "find"},
		ByHand: ui.Link{Text: scene.T("partner.find.by_hand"), Href: scene.Path("/partners/new")},
	}
	for _, m := range s.deps.Places.Find(query, place.Options{Lang: scene.Lang, Limit: 10}) {
		note := s.Country(m.Place.Country, scene.Lang)
		if region := m.Place.Region(scene.Lang); region != "" {
			note += ", " + region
		}
		if m.Matched != "" && m.Matched != m.Place.Name(scene.Lang) {
			note += " · " + m.Matched
		}
		data.Found = append(data.Found, foundPlace{Name: m.Place.Name(scene.Lang), Note: note, Href: scene.Path("/partners/new", "place", strconv.Itoa(m.Place.GeoNames))})
	}
	if query != "" && len(data.Found) == 0 {
		data.Empty = scene.T("partner.find.none", "query", query)
	}
	return web.Page{Template: "partner/find", Title: scene.T("partner.new"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}}}, nil
}

// bearingWords are distance and direction, as on a signpost.
func (s *Service) bearingWords(scene *web.Scene, p Partnership) string {
	metres, degrees, ok := s.Bearing(p)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s, %s", scene.Km(metres), scene.Bearing(degrees))
}
