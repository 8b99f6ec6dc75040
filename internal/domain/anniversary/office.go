package anniversary

import (
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// anniversariesPage is what the template anniversaries shows.
type anniversariesPage struct {
	Views  ui.Tabs
	Window ui.Form
	Sorts  ui.Tabs
	Count  string
	Table  ui.Table
	Blank  []ui.Link // ties whose year nobody has noted
	Take   ui.Download
	More   []ui.Link
}

// window is the span of years that a page shows, and what it shows of them.
type window struct {
	from, to int
	sort     Sort // empty: all
	rule     Rule
}

// maxSpan is how many years a page shows at once.
const maxSpan = maxHorizon

// asked reads the window from the address; what is wrong with it is an error at
// the field, and the window is then that of the settings.
func asked(scene *web.Scene, set Settings) (window, *form.Form) {
	w := window{from: scene.Local(scene.Now).Year(), rule: set.Rule()}
	w.to = w.from + set.Horizon
	in := form.Read(scene.URL.Query())
	got := w
	for _, f := range []struct {
		name string
		to   *int
		low  int64
		high int64
	}{{"from", &got.from, 1, 9999}, {"to", &got.to, 1, 9999}, {"step", &got.rule.Step, 1, maxStep}} {
		if in.Typed(f.name) != "" {
			*f.to = int(in.Int(f.name, form.Between(f.low, f.high)))
		}
	}
	switch {
	case in.Err() != nil:
	case in.Typed("to") == "" && got.to < got.from:
		got.to = min(got.from+set.Horizon, 9999)
	case got.to < got.from:
		in.Fail("to", "anniversary.window.order", "from", got.from)
	case got.to-got.from > maxSpan:
		in.Fail("to", "anniversary.window.long", "n", maxSpan)
	}
	if in.Err() == nil {
		w = got
	}
	if sort := Sort(in.Typed("of")); slices.Contains(Sorts(), sort) {
		w.sort = sort
	}
	return w, in
}

// shows tells whether a start belongs to the chosen sort.
func (w window) shows(s Start) bool { return w.sort == "" || w.sort == s.Sort }

func (s *Service) anniversaries(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	set, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	w, in := asked(scene, set)
	starts, err := s.Starts(ctx, scene.Lang, "")
	if err != nil {
		return nil, err
	}
	shown := slices.DeleteFunc(slices.Clone(starts), func(one Start) bool { return !w.shows(one) })
	found := Between(shown, w.from, w.to, w.rule)
	if as := export.Asked(r); as != "" {
		return taken(scene, as, found)
	}
	data := anniversariesPage{
		Views: views(scene, ""), Window: windowForm(scene, w, in), Sorts: sortTabs(scene, starts, w),
		Table: anniversaryTable(scene, found, s.mayPrepare(ctx)), Take: export.Links(scene), Blank: blanks(scene, shown),
		Count: scene.N("anniversary.list.count", len(found), "from", strconv.Itoa(w.from), "to", strconv.Itoa(w.to)),
		More:  []ui.Link{{Text: scene.T("keydate.list"), Href: scene.Path("/keydates")}},
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) > 0 {
		data.More = append(data.More, ui.Link{Text: scene.T("anniversary.settings"), Href: scene.Path("/anniversaries/settings")})
	}
	page := web.Page{Template: "anniversary/anniversaries", Title: scene.T("anniversary.list"), Data: &data}
	return marked(scene, page, &data.Window, in.Err())
}

// marked puts what is wrong with a form into its page.
func marked(scene *web.Scene, page web.Page, f *ui.Form, failed error) (web.Reply, error) {
	if failed == nil {
		return page, nil
	}
	status, ok := scene.Mark(f, failed)
	if !ok {
		return nil, failed
	}
	page.Status, page.Title = status, scene.ErrorTitle(page.Title)
	return page, nil
}

// views are the two pages of dates that come round.
func views(scene *web.Scene, now string) ui.Tabs {
	return ui.Tabs{Label: scene.T("anniversary.views"), Items: []ui.Link{
		{Text: scene.T("anniversary.list"), Href: scene.Path("/anniversaries"), Current: now == ""},
		{Text: scene.T("anniversary.holidays"), Href: scene.Path("/anniversaries/holidays"), Current: now == "holidays"},
	}}
}

func windowForm(scene *web.Scene, w window, in *form.Form) ui.Form {
	value := func(name string, n int) string {
		if in.Err() != nil && in.Typed(name) != "" {
			return in.Typed(name)
		}
		return strconv.Itoa(n)
	}
	number := func(name, at string) ui.Field {
		return ui.Field{Kind: ui.FieldNumber, Name: name, Label: scene.T("anniversary.window." + name), Value: at, Width: ui.WidthShort}
	}
	f := ui.Form{
		Action: scene.Path("/anniversaries"), Get: true, Submit: ui.Button{Text: scene.T("anniversary.window.show"), Icon: ui.IconSearch},
		Sets: []ui.Fieldset{{Legend: scene.T("anniversary.window"), Row: true, Fields: []ui.Field{
			number("from", value("from", w.from)), number("to", value("to", w.to)), number("step", value("step", w.rule.Step)),
		}}},
	}
	if w.sort != "" {
		f.Hidden = []ui.Hidden{{Name: "of", Value: string(w.sort)}}
	}
	return f
}

// sortTabs offer the sorts of which there is something.
func sortTabs(scene *web.Scene, starts []Start, w window) ui.Tabs {
	tabs := ui.Tabs{Label: scene.T("anniversary.sorts"), Items: []ui.Link{{Text: scene.T("anniversary.sorts.all"), Href: scene.Here("of", ""), Current: w.sort == ""}}}
	for _, sort := range Sorts() {
		if w.sort == sort || slices.ContainsFunc(starts, func(s Start) bool { return s.Sort == sort }) {
			tabs.Items = append(tabs.Items, ui.Link{Text: scene.T("anniversary.sorts." + string(sort)), Href: scene.Here("of", string(sort)), Current: w.sort == sort})
		}
	}
	return tabs
}

func anniversaryTable(scene *web.Scene, found []Anniversary, prepare bool) ui.Table {
	t := ui.Table{ID: "anniversaries", Caption: scene.T("anniversary.list"), Quiet: true, Stack: true,
		Empty: &ui.Empty{Title: scene.T("anniversary.list.none"), Text: scene.T("anniversary.list.none.text")}}
	for _, c := range []string{"year", "years", "of", "on", "since", "note"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("anniversary.column." + c)})
	}
	if prepare {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("anniversary.prepare"), Hidden: true})
	}
	for _, a := range found {
		of := ui.Value{Text: a.Title, Href: scene.Path(a.Path), Note: a.kindWords(scene)}
		if a.Lang != scene.Lang {
			of.Lang = a.Lang
		}
		cells := []ui.Cell{
			{Value: ui.Value{Text: strconv.Itoa(a.Year)}},
			{Value: ui.Value{Text: scene.N("anniversary.years", a.Years)}},
			{Value: of, Head: true},
			{Value: a.onValue(scene)},
			{Value: ui.Value{Text: scene.Date(a.Date.Start()), Note: a.sourceWords(scene)}},
			{Value: a.chips(scene)},
		}
		if prepare {
			cells = append(cells, a.prepare(scene))
		}
		row := t.NewRow(cells...)
		row.Quiet = a.Resting != ""
		t.Rows = append(t.Rows, row)
	}
	return t
}

// kindWords say what the anniversary is of, with the city where the title does
// not name it.
func (a Anniversary) kindWords(scene *web.Scene) string {
	words := scene.T("anniversary.sort." + string(a.Sort))
	if a.City != "" && a.City != a.Title {
		words += " · " + a.City
	}
	return words
}

func (a Anniversary) onValue(scene *web.Scene) ui.Value {
	v := ui.Value{Text: scene.Date(a.On)}
	if a.Moved {
		v.Note = scene.T("anniversary.leap")
	}
	return v
}

func (a Anniversary) sourceWords(scene *web.Scene) string {
	if a.Source == "" {
		return scene.T("anniversary.source.missing")
	}
	return a.Source
}

// chips say what is to be thought of before a celebration is planned.
func (a Anniversary) chips(scene *web.Scene) ui.Value {
	var parts []ui.Value
	if a.Resting != "" {
		parts = append(parts, ui.Value{Chip: &ui.Chip{Text: scene.T("anniversary.resting." + a.Resting), Tone: ui.TonePaused, Note: scene.T("anniversary.resting.choice")}})
	}
	switch {
	case a.Disputed && a.InUse:
		parts = append(parts, ui.Value{Chip: &ui.Chip{Text: scene.T("anniversary.disputed"), Tone: ui.ToneWarn, Note: scene.T("anniversary.disputed.used")}})
	case a.Disputed:
		parts = append(parts, ui.Value{Chip: &ui.Chip{Text: scene.T("anniversary.disputed"), Tone: ui.ToneWarn, Note: scene.T("anniversary.disputed.other")}})
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return ui.Value{Parts: parts}
}

// blanks are ties whose start is not known to the year: no anniversary can be
// counted, and the list says so instead of leaving them out.
func blanks(scene *web.Scene, starts []Start) []ui.Link {
	var links []ui.Link
	for _, s := range starts {
		if _, ok := s.Date.Year(); !ok && (s.Sort == Sister || s.Sort == Partner) {
			links = append(links, ui.Link{Text: s.Title, Href: scene.Path(s.Path)})
		}
	}
	return links
}

// taken is the list as a file.
func taken(scene *web.Scene, as export.Format, found []Anniversary) (web.Reply, error) {
	title := scene.T("anniversary.list")
	t := sheet.Table{Name: title}
	for _, c := range []string{"year", "years", "on", "of", "kind", "city", "since", "source", "resting", "disputed"} {
		t.Columns = append(t.Columns, sheet.Column{Key: c, Title: scene.T("anniversary.column." + c)})
	}
	rows := make([][]sheet.Cell, len(found))
	for i, a := range found {
		rows[i] = []sheet.Cell{
			sheet.Int(int64(a.Year)), sheet.Int(int64(a.Years)), sheet.Date(a.On.String()), sheet.String(a.Title), sheet.String(scene.T("anniversary.sort." + string(a.Sort))),
			sheet.String(a.City), sheet.Date(a.Date.String()), sheet.String(a.Source), sheet.String(restingWords(scene, a)), sheet.String(disputedWords(scene, a)),
		}
	}
	t.Rows = sheet.Rows(rows)
	return export.Sheet(scene, as, t)
}

func restingWords(scene *web.Scene, a Anniversary) string {
	if a.Resting == "" {
		return ""
	}
	return scene.T("anniversary.resting." + a.Resting)
}

func disputedWords(scene *web.Scene, a Anniversary) string {
	switch {
	case !a.Disputed:
		return ""
	case a.InUse:
		return scene.T("anniversary.disputed.used")
	}
	return scene.T("anniversary.disputed.other")
}

// typedSettings are the settings as a form has them.
type typedSettings struct {
	Step, Horizon string
	First         bool
}

func settingsSet() keep.Set[typedSettings] {
	return keep.Set[typedSettings]{
		{Name: "step", At: func(t *typedSettings) any { return &t.Step }, Required: true, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 3},
		{Name: "horizon", At: func(t *typedSettings) any { return &t.Horizon }, Required: true, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 3},
		{Name: "first", At: func(t *typedSettings) any { return &t.First }},
	}
}

// settings shows and saves what the office wants to see.
func (s *Service) settings(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	now, err := s.Settings(r.Context())
	if err != nil {
		return nil, err
	}
	typed := typedSettings{Step: strconv.Itoa(now.Step), Horizon: strconv.Itoa(now.Horizon), First: now.First}
	if r.Method != http.MethodPost {
		return s.settingsForm(r, now, typed, nil, nil)
	}
	in := form.Read(r.PostForm)
	if err := settingsSet().Read(r.Context(), scene, Kind, in, &typed, s.deps.Langs, ""); err != nil {
		return nil, err
	}
	if err = in.Err(); err == nil {
		next := Settings{First: typed.First}
		next.Step, _ = strconv.Atoi(typed.Step)
		next.Horizon, _ = strconv.Atoi(typed.Horizon)
		next.Version, _ = strconv.ParseInt(in.Typed("version"), 10, 64)
		err = s.Save(r.Context(), next)
	}
	if err != nil {
		return s.settingsForm(r, now, typed, in, err)
	}
	return web.Redirect{To: "/anniversaries", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
}

func (s *Service) settingsForm(r *http.Request, now Settings, typed typedSettings, in *form.Form, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	page, err := keep.FormPage(r, keep.Asked[typedSettings]{
		Set: settingsSet(), Kind: Kind, Of: &typed, Typed: in, Failed: failed, Langs: s.deps.Langs, Version: now.Version,
		Title: scene.T("anniversary.settings"), Action: scene.Path("/anniversaries/settings"), Cancel: scene.Path("/anniversaries"),
	})
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("anniversary.list"), Path: "/anniversaries"}}
	return page, nil
}
