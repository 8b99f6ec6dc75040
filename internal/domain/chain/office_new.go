package chain

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
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
