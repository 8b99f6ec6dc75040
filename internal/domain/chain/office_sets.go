package chain

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// setsPage is what the template sets shows.
type setsPage struct {
	Table  ui.Table
	Add    ui.LinkButton
	Budget string
	Change ui.LinkButton
}

func (s *Service) listSets(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	sets, err := s.Sets(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	data := setsPage{
		Table:  ui.Table{ID: "sets", Caption: scene.T("chain.sets"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("chain.set.name")}, {Label: scene.T("chain.set.steps")}}},
		Add:    ui.LinkButton{Text: scene.T("chain.set.new"), Href: scene.Path("/preparation/sets/new"), Icon: ui.IconPlus},
		Budget: scene.T("chain.budget.none"), Change: ui.LinkButton{Text: scene.T("keep.change"), Hidden: scene.T("chain.budget"), Href: scene.Path("/preparation/settings"), Icon: ui.IconEdit},
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("chain.set.none")}
	if on := dayMonth(scene, settings.Budget); on != "" {
		data.Budget = on
	}
	for _, one := range sets {
		name := keep.Said(scene, one.Name)
		name.Href = scene.Path("/preparation/sets/" + one.ID)
		var steps []ui.Value
		for _, step := range one.Steps {
			said := keep.Said(scene, step.Title)
			said.Note = step.Words(scene.Printer)
			steps = append(steps, said)
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Parts: steps}}))
	}
	return web.Page{Template: "chain/sets", Title: scene.T("chain.sets"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("task.list"), Path: "/tasks"}}}, nil
}

// dayMonth is a yearly day in words; empty for none.
func dayMonth(scene *web.Scene, on string) string {
	day, err := time.Parse("01-02", on)
	if err != nil {
		return ""
	}
	return scene.DayMonth(day)
}

// setPage is what the template set shows.
type setPage struct {
	Form   ui.Form
	Remove *ui.Form
}

// moreSteps is how many empty lines a set's form has at its end.
const moreSteps = 3

// set shows and saves a set of steps, whole.
func (s *Service) set(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	var of Set
	if id != "" {
		var err error
		if of, err = s.Set(ctx, id); err != nil {
			return nil, err
		}
	}
	if r.Method != http.MethodPost {
		return s.setForm(r, of, nil, nil)
	}
	in := form.Read(r.PostForm)
	next := Set{ID: of.ID, Version: of.Version, Name: of.Name}
	if id != "" {
		next.Version = in.Int("version")
	}
	next.Name.SetAll(in.Texts("name", s.deps.Langs, form.Required("chain.set.name.empty"), form.Max(200)))
	for i := range setSteps {
		if !in.Has(at(i, "title")) {
			break
		}
		if step, ok := readStep(in, i, scene.Lang, of); ok {
			next.Steps = append(next.Steps, step)
		}
	}
	err := in.Err()
	if err == nil {
		_, err = s.SaveSet(ctx, next)
	}
	if err != nil {
		return s.setForm(r, of, in, err)
	}
	return web.Redirect{To: "/preparation/sets", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
}

// readStep reads a line of a set's form; a line without a title is none.
func readStep(in *form.Form, i int, lang string, of Set) (SetStep, bool) {
	name := in.Text(at(i, "title"), form.Max(300))
	typed := stepForm{Way: in.Choice(at(i, "way"), Ways()), N: in.Text(at(i, "n"), form.Max(5)), Unit: in.Choice(at(i, "unit"), Units()), Spare: in.Text(at(i, "spare"), form.Max(4))}
	if name == "" {
		return SetStep{}, false
	}
	var step SetStep
	if i < len(of.Steps) {
		step.Title = of.Steps[i].Title
	}
	if step.Title.In(lang).Value != name {
		step.Title.Set(lang, name)
	}
	lead, err := typed.lead()
	for _, e := range errs.FieldsOf(err) {
		in.Fail(at(i, e.Field), e.Key, e.Args...)
	}
	step.Lead = lead
	return step, true
}

func (s *Service) setForm(r *http.Request, of Set, in *form.Form, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	heading, to := scene.T("chain.set.new"), "/preparation/sets"
	if of.ID != "" {
		heading, to = of.Name.In(scene.Lang).Value, to+"/"+of.ID
	}
	names, err := keep.Set[Set]{{Name: "name", At: func(x *Set) any { return &x.Name }, Required: true, Max: 200}}.Form(r.Context(), scene, "chain.set", &of, in, nil, s.deps.Langs, "")
	if err != nil {
		return nil, err
	}
	data := setPage{Form: ui.Form{Action: scene.Path(to), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(of.Version, 10)}}, Fields: names,
		Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/preparation/sets")}}}
	for i := range min(len(of.Steps)+moreSteps, setSteps) {
		step := SetStep{Lead: Lead{Way: Before, N: 1, Unit: "month"}}
		if i < len(of.Steps) {
			step = of.Steps[i]
		}
		data.Form.Sets = append(data.Form.Sets, setLine(scene, i, step, i < len(of.Steps), in))
	}
	if of.ID != "" {
		data.Remove = &ui.Form{Action: scene.Path(to + "/remove"), Once: ui.Once{Key: scene.Key + "-remove"}, Hidden: data.Form.Hidden,
			Submit: ui.Button{Text: scene.T("chain.set.remove"), Kind: ui.ButtonDanger, Confirm: scene.T("chain.set.remove.sure")}}
	}
	page := web.Page{Template: "chain/set", Title: heading, Data: &data, Crumbs: []web.Crumb{{Text: scene.T("chain.sets"), Path: "/preparation/sets"}}}
	if failed == nil {
		return page, nil
	}
	status, mine := scene.Mark(&data.Form, failed)
	if !mine {
		return nil, failed
	}
	page.Status, page.Title = status, scene.ErrorTitle(heading)
	return page, nil
}

// setLine are the fields of one step of a set.
func setLine(scene *web.Scene, i int, step SetStep, there bool, in *form.Form) ui.Fieldset {
	value := func(what, fresh string) string {
		if in != nil {
			return in.Typed(at(i, what))
		}
		return fresh
	}
	choose := func(what, chosen, prefix string, values []string) ui.Field {
		f := ui.Field{Kind: ui.FieldSelect, Name: at(i, what), Label: scene.T("chain.step." + what), Width: ui.WidthMedium}
		for _, v := range values {
			f.Options = append(f.Options, ui.Option{Value: v, Label: scene.T(prefix + "." + v), Selected: v == chosen})
		}
		return f
	}
	spare, legend := "", scene.T("chain.set.line.more")
	if step.Spare > 0 {
		spare = strconv.Itoa(step.Spare)
	}
	if there {
		legend = scene.T("chain.set.line", "n", i+1)
	}
	way := value("way", step.Way)
	line := ui.Fieldset{Legend: legend, Row: true, Fields: []ui.Field{
		{Kind: ui.FieldText, Name: at(i, "title"), Label: scene.T("chain.step"), Value: value("title", step.Title.In(scene.Lang).Value)},
		choose("way", way, "chain.way", Ways()),
		{Kind: ui.FieldNumber, Name: at(i, "n"), Label: scene.T("chain.step.n"), Value: value("n", strconv.Itoa(step.N)), Width: ui.WidthShort},
		choose("unit", value("unit", step.Unit), "chain.unit", Units()),
	}}
	if way == Budget {
		line.Fields = append(line.Fields, ui.Field{Kind: ui.FieldNumber, Name: at(i, "spare"), Label: scene.T("chain.step.spare"), Value: value("spare", spare), Width: ui.WidthShort})
	}
	return line
}

func (s *Service) removeSet(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err := s.RemoveSet(r.Context(), r.PathValue("id"), version); err != nil {
		if errs.KindOf(err) == errs.Stale {
			return web.Redirect{To: "/preparation/sets", Notice: scene.T("chain.stale")}, nil
		}
		return nil, err
	}
	return web.Redirect{To: "/preparation/sets", Notice: scene.T("chain.set.removed")}, nil
}

// typedSettings are the settings as a form has them: the day as typed.
type typedSettings struct{ Budget string }

func settingsSet() keep.Set[typedSettings] {
	return keep.Set[typedSettings]{{Name: "budget", At: func(t *typedSettings) any { return &t.Budget }, Width: ui.WidthMedium, Max: 40}}
}

// settings shows and saves the day of requests for the budget.
func (s *Service) settings(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	now, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[typedSettings]{Set: settingsSet(), Kind: "chain", Of: &typedSettings{dayMonth(scene, now.Budget)}, Version: now.Version,
		Title: scene.T("chain.budget"), Action: scene.Path("/preparation/settings"), Cancel: scene.Path("/preparation/sets")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	next := Settings{Version: asked.Typed.Int("version")}
	if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, asked.Of, nil, ""); err != nil {
		return nil, err
	}
	if next.Budget = yearly(asked.Of.Budget, scene.Lang); next.Budget == "" && asked.Of.Budget != "" {
		asked.Typed.Fail("budget", "chain.budget.unreadable")
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		asked.Failed = s.SaveSettings(ctx, next)
	}
	if asked.Failed == nil {
		return web.Redirect{To: "/preparation/sets", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
	}
	return keep.FormPage(r, asked)
}

// yearly reads a day without a year: «1 октября», 01.10.
func yearly(typed, lang string) string {
	on, err := edtf.Read(typed, lang)
	if err != nil || on.Month() == 0 || on.Day() == 0 {
		return ""
	}
	day := strings.TrimPrefix(on.String(), "XXXX-")
	if len(day) > len("01-02") {
		return ""
	}
	return day
}

// setRoutes are the addresses of sets and settings.
func (s *Service) setRoutes() []module.Route {
	return []module.Route{
		{Pattern: "GET /preparation/sets", Need: editSets(), Handle: s.listSets, Command: "chain.sets"},
		{Pattern: "GET /preparation/sets/new", Need: editSets(), Handle: s.set},
		{Pattern: "POST /preparation/sets", Need: editSets(), Handle: s.set},
		{Pattern: "GET /preparation/sets/{id}", Need: editSets(), Handle: s.set},
		{Pattern: "POST /preparation/sets/{id}", Need: editSets(), Handle: s.set},
		{Pattern: "POST /preparation/sets/{id}/remove", Need: editSets(), Handle: s.removeSet},
		{Pattern: "GET /preparation/settings", Need: editSets(), Handle: s.settings},
		{Pattern: "POST /preparation/settings", Need: editSets(), Handle: s.settings},
	}
}
