package programme

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
)

// The pool of interpreters and volunteers, halls and cars: who is free on a day,
// and what they have to do.

// poolPage is what the template pool shows.
type poolPage struct {
	Filter ui.Form
	Said   string // who is meant: free on that day
	Table  ui.Table
	Add    *ui.LinkButton
}

func (s *Service) pool(r *http.Request) (web.Reply, error) {
	return s.showPool(r, true, "/interpreters", "programme.pool")
}

func (s *Service) things(r *http.Request) (web.Reply, error) {
	return s.showPool(r, false, "/halls", "programme.halls")
}

func (s *Service) showPool(r *http.Request, somebody bool, path, key string) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	all, err := s.Resources(ctx)
	if err != nil {
		return nil, err
	}
	lang, day := sc.URL.Query().Get("lang_of"), dayOf(form.Read(sc.URL.Query()), "day", sc.Lang)
	month := sc.Now
	if day != "" {
		month, _ = time.Parse(time.DateOnly, day)
	}
	jobs, err := s.Jobs(ctx, month)
	if err != nil {
		return nil, err
	}
	data := poolPage{Filter: poolFilter(sc, path, somebody, lang, sc.URL.Query().Get("day"))}
	data.Table = ui.Table{ID: "pool", Caption: sc.T(key), Stack: true, Columns: []ui.Column{{Label: sc.T("programme_resource.name")}, {Label: sc.T("programme_resource.type")}, {Label: sc.T("programme_resource.tongues")}, {Label: sc.T("programme.pool.jobs", "month", sc.MonthYear(month))}, {Label: sc.T("programme_resource.contact")}}}
	data.Table.Empty = &ui.Empty{Title: sc.T("programme.pool.none"), Text: sc.T("programme.pool.none.text")}
	if day != "" {
		data.Said = sc.T("programme.pool.free", "day", dayWords(sc, day))
	}
	may := s.Gate.Scope(ctx, editResources()) > account.None
	for _, x := range all {
		busy := x.Away(day) || slices.ContainsFunc(jobs[x.ID], func(i Item) bool { return i.Day == day })
		if people(x.Type) != somebody || x.Closed && !may || lang != "" && !x.Speaks(lang) || day != "" && (busy || x.Closed) {
			continue
		}
		data.Table.Rows = append(data.Table.Rows, s.poolRow(ctx, sc, &data.Table, x, jobs[x.ID], may))
	}
	if may {
		data.Add = &ui.LinkButton{Text: sc.T(key + ".new"), Href: sc.Path(path + "/new"), Icon: ui.IconPlus, Kind: ui.ButtonPrimary}
	}
	return web.Page{Template: "programme/pool", Title: sc.T(key), Data: &data}, nil
}

func poolFilter(sc *web.Scene, path string, somebody bool, lang, day string) ui.Form {
	f := ui.Form{Action: sc.Path(path), Get: true, Submit: ui.Button{Text: sc.T("programme.pool.show")}}
	if somebody {
		tongue := ui.Field{Kind: ui.FieldSelect, Name: "lang_of", Label: sc.T("programme.pool.lang"), Empty: sc.T("programme.pool.any"), Width: ui.WidthMedium}
		for _, o := range tongueOptions(sc) {
			o.Selected = o.Value == lang
			tongue.Options = append(tongue.Options, o)
		}
		f.Fields = append(f.Fields, tongue)
	}
	f.Fields = append(f.Fields, ui.Field{Kind: ui.FieldDate, Name: "day", Label: sc.T("programme.pool.day"), Hint: sc.T("programme.pool.day.hint"), Value: day, Width: ui.WidthShort})
	return f
}

// shownJobs is how many jobs a row names.
const shownJobs = 5

func (s *Service) poolRow(ctx context.Context, sc *web.Scene, t *ui.Table, x Resource, jobs []Item, may bool) ui.Row {
	name := ui.Value{Text: x.Name, Note: x.Note}
	if may {
		name.Href = sc.Path(x.path())
	}
	if x.Closed {
		name.Chip = &ui.Chip{Text: sc.T("programme_resource.closed.chip"), Tone: ui.TonePaused}
	}
	tongues := make([]ui.Value, len(x.Tongues))
	for n, one := range x.Tongues {
		tongues[n] = ui.Value{Text: sc.Language(one.Lang), Note: sc.T("programme_resource.level." + one.Level)}
	}
	work := ui.Value{Text: sc.N("programme.pool.load", len(jobs))}
	for _, i := range jobs[:min(len(jobs), shownJobs)] {
		if v, err := s.deps.Visit(ctx, i.Activity); err == nil {
			work.Parts = append(work.Parts, ui.Value{Text: shortDay(sc.Printer, i.Day) + ", " + i.hours() + " — " + v.Name.In(sc.Lang).Value, Href: sc.Path(at(i.Activity, "")) + "#i-" + i.ID})
		}
	}
	kind := ui.Value{Text: sc.T("programme_resource.type." + x.Type)}
	if x.Seats > 0 {
		kind.Note = sc.N("programme_resource.places", x.Seats)
	}
	return t.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: kind}, ui.Cell{Value: ui.Value{Parts: tongues}}, ui.Cell{Value: work}, ui.Cell{Value: ui.Value{Text: x.Contact}})
}

// path is the page on which a resource is changed.
func (r Resource) path() string {
	if people(r.Type) {
		return "/interpreters/" + r.ID
	}
	return "/halls/" + r.ID
}

// tongueCount is how many languages a form has room for.
const tongueCount = 4

// resourceForm is a resource as its form holds it.
type resourceForm struct {
	Resource
	Langs, Levels [tongueCount]string
	Days          []string // off, as typed
	Places        string
}

func (s *Service) resourceFields(somebody bool) keep.Set[resourceForm] {
	choice := func(prefix string, values []string) func(context.Context, *web.Scene) ([]ui.Option, error) {
		return func(_ context.Context, sc *web.Scene) ([]ui.Option, error) {
			options := make([]ui.Option, len(values))
			for n, v := range values {
				options[n] = ui.Option{Value: v, Label: sc.T(prefix + v)}
			}
			return options, nil
		}
	}
	types := slices.DeleteFunc(Types(), func(kind string) bool { return people(kind) != somebody })
	set := keep.Set[resourceForm]{
		{Name: "name", At: func(x *resourceForm) any { return &x.Name }, Required: true, Max: maxWhat},
		{Name: "type", At: func(x *resourceForm) any { return &x.Type }, Required: true, Kind: ui.FieldRadios, Options: choice("programme_resource.type.", types)},
	}
	if somebody {
		set = append(set, keep.Field[resourceForm]{Name: "person", At: func(x *resourceForm) any { return &x.Person }, Options: s.deps.People})
		for n, names := range [tongueCount][2]string{{"lang1", "level1"}, {"lang2", "level2"}, {"lang3", "level3"}, {"lang4", "level4"}} {
			set = append(set,
				keep.Field[resourceForm]{Name: names[0], At: func(x *resourceForm) any { return &x.Langs[n] }, Width: ui.WidthMedium, Options: func(_ context.Context, sc *web.Scene) ([]ui.Option, error) { return tongueOptions(sc), nil }},
				keep.Field[resourceForm]{Name: names[1], At: func(x *resourceForm) any { return &x.Levels[n] }, Width: ui.WidthMedium, Options: choice("programme_resource.level.", Levels())})
		}
	} else {
		set = append(set, keep.Field[resourceForm]{Name: "seats", At: func(x *resourceForm) any { return &x.Places }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 5})
	}
	return append(set,
		keep.Field[resourceForm]{Name: "contact", At: func(x *resourceForm) any { return &x.Contact }, Max: maxWhat},
		keep.Field[resourceForm]{Name: "off", At: func(x *resourceForm) any { return &x.Days }, Max: 2000},
		keep.Field[resourceForm]{Name: "note", At: func(x *resourceForm) any { return &x.Note }, Max: 400},
		keep.Field[resourceForm]{Name: "closed", At: func(x *resourceForm) any { return &x.Closed }})
}

// resourcePage is what the template resource shows.
type resourcePage struct{ Form ui.Form }

func (s *Service) person(r *http.Request) (web.Reply, error) { return s.resourceForm(r, true) }

func (s *Service) thing(r *http.Request) (web.Reply, error) { return s.resourceForm(r, false) }

// resourceForm shows and saves a resource.
func (s *Service) resourceForm(r *http.Request, somebody bool) (web.Reply, error) {
	sc, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	f := resourceForm{Resource: Resource{Type: map[bool]string{true: "interpreter", false: "hall"}[somebody]}}
	if id != "" {
		x, err := s.Resource(ctx, id)
		if err != nil {
			return nil, err
		}
		f = formOf(sc, x)
		somebody = people(x.Type)
	}
	fields := s.resourceFields(somebody)
	var in *form.Form
	var failed error
	if r.Method == http.MethodPost {
		in = form.Read(r.PostForm)
		f.Version = in.Int("version")
		if err := fields.Read(ctx, sc, ResourceKind, in, &f, nil, ""); err != nil {
			return nil, err
		}
		f.read(in, sc.Lang)
		if failed = in.Err(); failed == nil {
			if _, failed = s.SaveResource(ctx, f.Resource); failed == nil {
				return web.Redirect{To: map[bool]string{true: "/interpreters", false: "/halls"}[somebody], Notice: sc.T("keep.saved", "time", sc.Clock(sc.Local(sc.Now)))}, nil
			}
		}
	}
	back, title := map[bool]string{true: "/interpreters", false: "/halls"}[somebody], f.Name
	to := back + "/new"
	if id != "" {
		to = f.path()
	} else {
		title = sc.T(map[bool]string{true: "programme.pool.new", false: "programme.halls.new"}[somebody])
	}
	shown, err := fields.Form(ctx, sc, ResourceKind, &f, in, nil, nil, "")
	if err != nil {
		return nil, err
	}
	data := resourcePage{ui.Form{Action: sc.Path(to), Once: sc.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(f.Version, 10)}}, Fields: shown,
		Submit: ui.Button{Text: sc.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: sc.T("form.cancel"), Href: sc.Path(back)}}}
	page := web.Page{Template: "programme/resource", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: sc.T(map[bool]string{true: "programme.pool", false: "programme.halls"}[somebody]), Path: back}}}
	if failed != nil {
		status, ok := sc.Mark(&data.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

func formOf(sc *web.Scene, x Resource) resourceForm {
	f := resourceForm{Resource: x}
	for n, t := range x.Tongues[:min(len(x.Tongues), tongueCount)] {
		f.Langs[n], f.Levels[n] = t.Lang, t.Level
	}
	for _, o := range x.Off {
		if span, err := edtf.Parse(o.From + "/" + o.Until); err == nil && o.From != o.Until {
			f.Days = append(f.Days, sc.Date(span))
		} else if day, err := edtf.Parse(o.From); err == nil {
			f.Days = append(f.Days, sc.Date(day))
		}
	}
	if x.Seats > 0 {
		f.Places = strconv.Itoa(x.Seats)
	}
	return f
}

// read puts what was typed into languages, days off and places.
func (f *resourceForm) read(in *form.Form, lang string) {
	f.Tongues, f.Off = nil, nil
	for n, code := range f.Langs {
		if code == "" || f.Speaks(code) {
			continue
		}
		if f.Levels[n] == "" {
			f.Levels[n] = "conversation"
		}
		f.Tongues = append(f.Tongues, Tongue{code, f.Levels[n]})
	}
	for _, line := range f.Days {
		d, err := edtf.Read(line, lang)
		if err != nil || d.Start().Precision() != edtf.Day || d.End().Precision() != edtf.Day && d.IsInterval() {
			in.Fail("off", "programme.resource.off.bad")
			continue
		}
		f.Off = append(f.Off, Off{d.First().Format(time.DateOnly), d.Last().Format(time.DateOnly)})
	}
	f.Seats, _ = strconv.Atoi(f.Places)
	f.Seats = max(f.Seats, 0)
}

// tonguesText and offText are lists as the history keeps them.
func tonguesText(list []Tongue) string {
	all := make([]string, len(list))
	for n, t := range list {
		all[n] = t.Lang + " " + t.Level
	}
	return strings.Join(all, ", ")
}

func offText(list []Off) string {
	all := make([]string, len(list))
	for n, o := range list {
		all[n] = o.From + "/" + o.Until
	}
	return strings.Join(all, ", ")
}
