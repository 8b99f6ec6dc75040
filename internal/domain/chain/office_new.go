package chain

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// newPage is what the template new shows: the day is chosen above, and the steps
// stand below with their days before anything is written.
type newPage struct {
	Choose ui.Form
	Has    *ui.Notice // the jubilee is being prepared already
	Notes  []ui.Notice
	Steps  *ui.Form
	Sets   *ui.Link
}

// wish is what the address of the page says.
type wish struct {
	anchor  record.Ref
	partner string
	name    string
	day     edtf.Date
	of      record.Ref
	year    int
	set     Set
}

// wished reads what is to be prepared, from an address or from the form below.
func (s *Service) wished(ctx context.Context, scene *web.Scene, in *form.Form) (w wish, sets []Set, err error) {
	w = wish{anchor: record.ParseRef(in.Typed("anchor")), partner: in.Typed("partner"), of: record.ParseRef(in.Typed("of"))}
	w.year, _ = strconv.Atoi(in.Typed("year"))
	w.name = in.Text("name", form.Max(300))
	w.day = in.Date("day", scene.Lang)
	if sets, err = s.Sets(ctx); err != nil {
		return w, nil, err
	}
	for i, one := range sets {
		if i == 0 || one.ID == in.Typed("set") {
			w.set = one
		}
	}
	if !w.anchor.IsZero() {
		anchor, err := s.Anchor(ctx, w.anchor)
		if err != nil {
			return w, sets, err
		}
		w.name, w.day, w.partner = anchor.Title.In(scene.Lang).Value, anchor.Starts, anchor.Partner
	}
	return w, sets, nil
}

// anchorOf is the anchor of a wish: the one that is there, or the one to be made.
func (s *Service) anchorOf(ctx context.Context, scene *web.Scene, w wish) (Anchor, error) {
	if !w.anchor.IsZero() {
		return s.Anchor(ctx, w.anchor)
	}
	return Anchor{Title: i18n.NewText(scene.Lang, w.name), Starts: w.day, Partner: w.partner}, nil
}

// begin shows the day to choose and the steps that follow from it.
func (s *Service) begin(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	in := form.Read(scene.URL.Query())
	w, sets, err := s.wished(ctx, scene, in)
	if err != nil {
		return nil, err
	}
	return s.preview(r, w, sets, in, nil, nil)
}

// preview is the page. What was typed into the steps, and why it was not taken,
// stands in it again.
func (s *Service) preview(r *http.Request, w wish, sets []Set, choose, typed *form.Form, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	data := newPage{Choose: ui.Form{Action: scene.Path("/preparation/new"), Get: true, Submit: ui.Button{Text: scene.T("chain.show")}}}
	if s.Gate.Scope(ctx, editSets()) > 0 {
		data.Sets = &ui.Link{Text: scene.T("chain.sets"), Href: scene.Path("/preparation/sets")}
	}
	if err := s.chooseForm(ctx, scene, w, sets, choose, &data.Choose); err != nil {
		return nil, err
	}
	if err := s.already(ctx, scene, w, &data); err != nil {
		return nil, err
	}
	anchor, err := s.anchorOf(ctx, scene, w)
	if err != nil {
		return nil, err
	}
	wrong := choose.Err()
	days, ok := span(anchor.Starts, anchor.Ends)
	if wrong == nil && !ok && choose.Has("day") {
		wrong = errs.Field("day", "chain.day.coarse")
	}
	if w.year > 0 && w.day.IsZero() && wrong == nil {
		data.Notes = []ui.Notice{{Tone: ui.ToneInfo, Title: scene.T("chain.year", "year", strconv.Itoa(w.year))}}
	}
	if len(sets) == 0 {
		data.Notes = append(data.Notes, ui.Notice{Tone: ui.ToneWarn, Title: scene.T("chain.set.none")})
	}
	if ok && choose.Err() == nil && len(sets) > 0 {
		if data.Steps, err = s.stepsForm(ctx, scene, w, days, typed, &data); err != nil {
			return nil, err
		}
	}
	page := web.Page{Template: "chain/new", Title: scene.T("chain.new"), Data: &data, Crumbs: []web.Crumb{{Text: scene.T("task.list"), Path: "/tasks"}}}
	into := &data.Choose
	if data.Steps != nil && failed != nil {
		wrong, into = failed, data.Steps
	}
	if wrong == nil {
		return page, nil
	}
	status, mine := scene.Mark(into, wrong)
	if !mine {
		return nil, wrong
	}
	page.Status, page.Title = status, scene.ErrorTitle(page.Title)
	return page, nil
}

// already says that a jubilee is being prepared.
func (s *Service) already(ctx context.Context, scene *web.Scene, w wish, data *newPage) error {
	if w.of.IsZero() {
		return nil
	}
	chains, err := chainsFor(ctx, s.DB, w.of, w.year)
	if err != nil {
		return err
	}
	for _, c := range chains {
		anchor, err := s.Anchor(ctx, c.Anchor)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		data.Has = &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.already"), Links: []ui.Link{{Text: anchor.Title.In(scene.Lang).Value, Href: scene.Path(s.pathOf(c.Anchor))}}}
	}
	return nil
}

// pathOf is the place of a chain on its anchor's page.
func (s *Service) pathOf(ref record.Ref) string { return s.deps.Kinds().Path(ref) + "#preparation" }

// chooseForm asks for what and when. On an anchor that is there only the set is
// left to choose.
func (s *Service) chooseForm(ctx context.Context, scene *web.Scene, w wish, sets []Set, in *form.Form, f *ui.Form) error {
	row := ui.Fieldset{Legend: scene.T("chain.what"), Row: true}
	fresh := s.deps.Anchors[s.deps.New]
	if w.anchor.IsZero() || in.Has("free") {
		options, err := fresh.Ahead(ctx, scene, w.partner)
		if err != nil {
			return err
		}
		for i := range options {
			options[i].Selected = options[i].Value == w.anchor.String()
		}
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "free", Value: "yes"}, ui.Hidden{Name: "partner", Value: w.partner})
		row.Fields = append(row.Fields, ui.Field{Kind: ui.FieldSelect, Name: "anchor", Label: scene.T("chain.anchor"), Empty: scene.T("chain.anchor.new"), Options: options})
	} else {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "anchor", Value: w.anchor.String()})
	}
	if w.anchor.IsZero() {
		day := in.Typed("day")
		if day != "" && choosable(w.day) {
			day = scene.Date(w.day)
		}
		row.Fields = append(row.Fields,
			ui.Field{Kind: ui.FieldText, Name: "name", Label: scene.T("chain.name"), Value: w.name},
			ui.Field{Kind: ui.FieldDate, Name: "day", Label: scene.T("chain.day"), Hint: scene.T("chain.day.hint"), Value: day, Width: ui.WidthMedium})
	}
	if len(sets) > 1 {
		field := ui.Field{Kind: ui.FieldSelect, Name: "set", Label: scene.T("chain.set")}
		for _, one := range sets {
			field.Options = append(field.Options, ui.Option{Value: one.ID, Label: one.Name.In(scene.Lang).Value, Selected: one.ID == w.set.ID})
		}
		row.Fields = append(row.Fields, field)
	}
	if !w.of.IsZero() {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "of", Value: w.of.String()}, ui.Hidden{Name: "year", Value: strconv.Itoa(w.year)})
	}
	f.Sets = []ui.Fieldset{row}
	return nil
}

// choosable tells whether a day is good enough to be shown in the reader's words.
func choosable(day edtf.Date) bool { return !day.IsZero() && !day.IsInterval() }

// name of a step's field: "step-3-due".
func at(i int, what string) string { return "step-" + strconv.Itoa(i) + "-" + what }

// stepsForm are the steps with their days, each to be changed or left out.
func (s *Service) stepsForm(ctx context.Context, scene *web.Scene, w wish, days Span, typed *form.Form, data *newPage) (*ui.Form, error) {
	by, err := s.counting(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	owners, err := s.deps.Tasks.Owners(ctx, scene)
	if err != nil {
		return nil, err
	}
	f := &ui.Form{Action: scene.Path("/preparation"), Once: scene.Once(), Submit: ui.Button{Text: scene.T("chain.unroll"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}, Cancel: s.cancel(scene, w)}
	f.Hidden = []ui.Hidden{{Name: "set", Value: w.set.ID}, {Name: "set_version", Value: strconv.FormatInt(w.set.Version, 10)}}
	if w.anchor.IsZero() {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "name", Value: w.name}, ui.Hidden{Name: "day", Value: scene.Date(w.day)}, ui.Hidden{Name: "partner", Value: w.partner})
	} else {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "anchor", Value: w.anchor.String()})
	}
	if !w.of.IsZero() {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "of", Value: w.of.String()}, ui.Hidden{Name: "year", Value: strconv.Itoa(w.year)})
	}
	past, now, unknown := 0, edtf.On(s.deps.Clock()), []string{}
	for i, step := range w.set.Steps {
		counted := step.Count(days, by)
		if year := strconv.Itoa(counted.Unknown); counted.Unknown != 0 && !slices.Contains(unknown, year) {
			unknown = append(unknown, year)
		}
		late := edtf.On(counted.On).Before(now)
		if late {
			past++
		}
		f.Sets = append(f.Sets, stepFields(scene, i, step, counted, late, owners, typed))
	}
	data.Notes = s.notes(scene, w, days, by, past)
	if len(unknown) > 0 {
		data.Notes = append(data.Notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.unknown", "years", scene.Join(unknown)), Text: scene.T("chain.unknown.text")})
	}
	return f, nil
}

// stepFields are the fields of one step.
func stepFields(scene *web.Scene, i int, step SetStep, counted Counted, late bool, owners []ui.Option, typed *form.Form) ui.Fieldset {
	value := func(what, fresh string) string {
		if typed != nil {
			return typed.Typed(at(i, what))
		}
		return fresh
	}
	hint := counted.words(scene)
	if late {
		hint = append(hint, scene.T("chain.past"))
	}
	who := ui.Field{Kind: ui.FieldSelect, Name: at(i, "owner"), Label: scene.T("chain.owner"), Empty: scene.T("chain.owner.none")}
	for _, o := range owners {
		o.Selected = o.Value == value("owner", "")
		who.Options = append(who.Options, o)
	}
	name := step.Title.In(scene.Lang).Value
	return ui.Fieldset{Legend: step.Words(scene.Printer), Hint: strings.Join(hint, " "), Row: true, Fields: []ui.Field{
		{Kind: ui.FieldChecks, Name: at(i, "on"), Label: scene.T("chain.take"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: scene.T("chain.take"), Selected: value("on", "yes") == "yes"}}},
		{Kind: ui.FieldText, Name: at(i, "title"), Label: scene.T("chain.step"), Value: value("title", name)},
		{Kind: ui.FieldDate, Name: at(i, "due"), Label: scene.T("chain.due"), Value: value("due", scene.Date(edtf.On(counted.On))), Width: ui.WidthMedium},
		who,
	}}
}

// words say what is to be known of a counted day.
func (c Counted) words(scene *web.Scene) []string {
	var all []string
	if c.Spared {
		all = append(all, scene.T("chain.spared"))
	}
	if !c.Shifted.IsZero() {
		all = append(all, scene.T("chain.shifted", "date", scene.Day(c.Shifted)))
	}
	return all
}

// notes are what holds for all steps.
func (s *Service) notes(scene *web.Scene, w wish, days Span, by Counting, past int) []ui.Notice {
	var notes []ui.Notice
	if w.day.Start().Precision() < edtf.Day {
		notes = append(notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.month", "date", scene.Day(days.First))})
	}
	if past > 0 {
		notes = append(notes, ui.Notice{Tone: ui.ToneWarn, Title: scene.N("chain.past.many", past), Text: scene.T("chain.past.text")})
	}
	budget := false
	for _, step := range w.set.Steps {
		budget = budget || step.Way == Budget
	}
	if budget && by.Budget == "" {
		notes = append(notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("chain.budget.unknown"), Text: scene.T("chain.budget.unknown.text")})
	}
	return notes
}

func (s *Service) cancel(scene *web.Scene, w wish) *ui.Link {
	to := "/anniversaries"
	if !w.anchor.IsZero() {
		to = s.deps.Kinds().Path(w.anchor)
	}
	return &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(to)}
}

// unroll writes the steps that were chosen.
func (s *Service) unroll(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	in := form.Read(r.PostForm)
	head := url.Values{}
	for _, name := range []string{"anchor", "partner", "name", "day", "of", "year", "set"} {
		if v := in.Typed(name); v != "" || name == "day" {
			head.Set(name, v)
		}
	}
	choose := form.Read(head)
	w, sets, err := s.wished(ctx, scene, choose)
	if err != nil {
		return nil, err
	}
	if w.anchor.IsZero() && w.name == "" {
		choose.Fail("name", "chain.name.empty")
	}
	if in.Typed("set_version") != strconv.FormatInt(w.set.Version, 10) {
		return s.preview(r, w, sets, choose, nil, errs.New(errs.Stale, "chain.set.changed"))
	}
	rolled := Rolled{Anchor: w.anchor, Of: w.of, Year: w.year, New: Anchor{Title: i18n.NewText(scene.Lang, w.name), Starts: w.day, Partner: w.partner}}
	if rolled.Steps, err = s.chosen(ctx, scene, w, in); err != nil {
		return nil, err
	}
	failed := in.Err()
	if failed == nil && choose.Err() == nil {
		var made record.Ref
		if made, failed = s.Unroll(ctx, rolled); failed == nil {
			return web.Redirect{To: s.pathOf(made), Notice: scene.N("chain.unrolled", len(rolled.Steps))}, nil
		}
	}
	return s.preview(r, w, sets, choose, in, failed)
}

// chosen reads the steps that are ticked.
func (s *Service) chosen(ctx context.Context, scene *web.Scene, w wish, in *form.Form) ([]Planned, error) {
	owners, err := s.deps.Tasks.Owners(ctx, scene)
	if err != nil {
		return nil, err
	}
	allowed := []string{""}
	for _, o := range owners {
		allowed = append(allowed, o.Value)
	}
	var steps []Planned
	for i, step := range w.set.Steps {
		if !in.Bool(at(i, "on")) {
			in.Ignore(at(i, "title"), at(i, "due"), at(i, "owner"))
			continue
		}
		name := in.Text(at(i, "title"), form.Required("task.title.empty"), form.Max(300))
		due := in.Date(at(i, "due"), scene.Lang, form.Required("chain.due.empty"), form.WholeDay())
		steps = append(steps, Planned{Title: title(name, scene.Lang, w.set.Steps), Lead: step.Lead, Due: due, Owner: in.Choice(at(i, "owner"), allowed)})
	}
	return steps, nil
}

// stepForm asks for one step: a new one of an anchor, or another lead of one that
// is there.
type stepForm struct {
	Title string
	Way   string
	N     string
	Unit  string
	Spare string
	Owner string
}

func (s *Service) stepSet(fresh bool) keep.Set[stepForm] {
	set := keep.Set[stepForm]{
		{Name: "way", At: func(f *stepForm) any { return &f.Way }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("chain.way", Ways()...)},
		{Name: "n", At: func(f *stepForm) any { return &f.N }, Kind: ui.FieldNumber, Required: true, Width: ui.WidthShort, Max: 5},
		{Name: "unit", At: func(f *stepForm) any { return &f.Unit }, Required: true, Options: keep.Choices("chain.unit", Units()...)},
		{Name: "spare", At: func(f *stepForm) any { return &f.Spare }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 4},
	}
	if !fresh {
		return set
	}
	set = append(keep.Set[stepForm]{{Name: "title", At: func(f *stepForm) any { return &f.Title }, Required: true, Max: 300}}, set...)
	return append(set, keep.Field[stepForm]{Name: "owner", At: func(f *stepForm) any { return &f.Owner }, Options: s.deps.Tasks.Owners})
}

// lead makes a lead of what was typed.
func (f stepForm) lead() (Lead, error) {
	l := Lead{Way: f.Way, Unit: f.Unit}
	var bad errs.Fields
	var err error
	if l.N, err = strconv.Atoi(f.N); err != nil {
		bad.Add(errs.Field("n", "form.number"))
	}
	if l.Way == Budget {
		if l.Spare, err = strconv.Atoi(f.Spare); err != nil {
			bad.Add(errs.Field("spare", "chain.spare.bounds", "max", unitMax("month")))
		}
	}
	if err := bad.Err(); err != nil {
		return l, err
	}
	return l, l.check()
}

// addStep asks for one more step of an anchor.
func (s *Service) addStep(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	ref := record.ParseRef(scene.URL.Query().Get("anchor"))
	anchor, err := s.Anchor(ctx, ref)
	if err != nil {
		return nil, err
	}
	to := s.pathOf(ref)
	asked := keep.Asked[stepForm]{Set: s.stepSet(true), Kind: "chain.step", Of: &stepForm{Way: Before, N: "1", Unit: "month"},
		Title: scene.T("chain.step.new", "title", anchor.Title), Action: scene.Path("/preparation/step", "anchor", ref.String()), Cancel: scene.Path(to), Submit: scene.T("chain.step.add")}
	return s.answer(r, asked, to, func(f stepForm) error {
		lead, err := f.lead()
		if err != nil {
			return err
		}
		return s.AddStep(ctx, ref, Planned{Title: i18n.NewText(scene.Lang, f.Title), Lead: lead, Owner: f.Owner})
	})
}

// relead asks for another lead of a step.
func (s *Service) relead(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return nil, err
	}
	step, err := stepOf(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, s.DB, []Step{step})
	if err == nil && len(rows) == 0 {
		err = missing()
	}
	if err != nil {
		return nil, err
	}
	to := s.pathOf(step.Anchor)
	of := stepForm{Way: step.Lead.Way, N: strconv.Itoa(step.Lead.N), Unit: step.Lead.Unit}
	if step.Lead.Spare > 0 {
		of.Spare = strconv.Itoa(step.Lead.Spare)
	}
	asked := keep.Asked[stepForm]{Set: s.stepSet(false), Kind: "chain.step", Of: &of,
		Title: scene.T("chain.step.edit", "title", rows[0].Task.Title), Action: scene.Path("/preparation/steps/" + id), Cancel: scene.Path(to)}
	return s.answer(r, asked, to, func(f stepForm) error {
		lead, err := f.lead()
		if err != nil {
			return err
		}
		return s.Relead(ctx, id, lead)
	})
}

// answer shows a form of a step, or reads it and saves.
func (s *Service) answer(r *http.Request, asked keep.Asked[stepForm], to string, save func(stepForm) error) (web.Reply, error) {
	scene := web.SceneOf(r)
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(r.Context(), scene, asked.Kind, asked.Typed, asked.Of, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			asked.Failed = save(*asked.Of)
		}
		if asked.Failed == nil {
			return web.Redirect{To: to, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Local(scene.Now)))}, nil
		}
	}
	return keep.FormPage(r, asked)
}

// routesOf are the addresses of chains and steps.
func (s *Service) routesOf() []module.Route {
	return []module.Route{
		{Pattern: "GET /preparation/new", Need: create(), Handle: s.begin, Command: "chain.new"},
		{Pattern: "POST /preparation", Need: create(), Handle: s.unroll},
		{Pattern: "GET /preparation/step", Need: create(), Handle: s.addStep},
		{Pattern: "POST /preparation/step", Need: create(), Handle: s.addStep},
		{Pattern: "GET /preparation/steps/{id}", Need: edit(), Handle: s.relead},
		{Pattern: "POST /preparation/steps/{id}", Need: edit(), Handle: s.relead},
		{Pattern: "POST /preparation/back", Need: edit(), Handle: s.back},
		{Pattern: "POST /preparation/seen", Need: edit(), Handle: s.seen},
		{Pattern: "POST /preparation/close", Need: edit(), Handle: s.closeAll},
	}
}
