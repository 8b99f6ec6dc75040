package health

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"pobratim/internal/domain/health/profile"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// listPage is what the template list shows.
type listPage struct {
	Lead  string
	Table ui.Table
}

// standingPage is what the templates standing and panel show.
type standingPage struct {
	Lead    string
	Step    *stepPart
	Rows    []row
	Answer  *ui.LinkButton
	Answers ui.Table
	Whole   *ui.Link
}

// stepPart is the step that would help most, why, and where one begins.
type stepPart struct {
	Text, Why string
	Do        ui.LinkButton
}

// row is one ingredient.
type row struct {
	ID       string
	Name     string
	Level    ui.Chip
	Trend    string
	Said     []string // what it is computed from
	Newest   string
	Evidence []ui.Link
	More     string // how many further
	Theirs   string
}

// evidenceShown is how many events an ingredient names.
const evidenceShown = 5

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	// What falls comes first, the rest by name.
	slices.SortStableFunc(all, func(a, b Standing) int { return cmp.Compare(len(b.Profile.Falling), len(a.Profile.Falling)) })
	t := ui.Table{ID: "health", Caption: scene.T("health.list"), Stack: true, Columns: []ui.Column{{Label: scene.T("health.partner")}}}
	for _, name := range profile.Names() {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("health.short." + name)})
	}
	t.Empty = &ui.Empty{Title: scene.T("health.none"), Text: scene.T("health.none.text")}
	for _, st := range all {
		name := keep.Said(scene, st.tie.name)
		name.Href = scene.Path("/health/" + st.tie.id)
		cells := []ui.Cell{{Value: name, Head: true}}
		for _, i := range st.Profile.Ingredients {
			chip := levelChip(scene, i)
			if i.Trend == profile.Falling || i.Trend == profile.Rising {
				chip.Note = scene.T("health.trend." + string(i.Trend))
			}
			cells = append(cells, ui.Cell{Value: ui.Value{Chip: &chip}})
		}
		t.Rows = append(t.Rows, t.NewRow(cells...))
	}
	return web.Page{Template: "health/list", Title: scene.T("health.list"), Data: listPage{Lead: scene.T("health.lead"), Table: t}}, nil
}

// levelChip is the level in words; what falls warns, whatever its level.
func levelChip(scene *web.Scene, i profile.Ingredient) ui.Chip {
	chip := ui.Chip{Text: scene.T("health.level." + string(i.Level)), Tone: map[profile.Level]ui.Tone{profile.Strong: ui.ToneGood, profile.Fair: ui.ToneInfo, profile.Weak: ui.ToneWarn, profile.Unknown: ui.TonePaused}[i.Level]}
	if i.Trend == profile.Falling {
		chip.Tone = ui.ToneBad
	}
	return chip
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	st, err := s.Of(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := s.page(ctx, scene, st)
	data.Lead = scene.T("health.lead")
	if s.Gate.Scope(ctx, need(module.Edit)) > account.None {
		data.Answer = &ui.LinkButton{Text: scene.T("health.answer.add"), Href: scene.Path("/health/" + st.tie.id + "/answers/new"), Icon: ui.IconPlus}
	}
	name := keep.Said(scene, st.tie.name).Text
	return web.Page{Template: "health/standing", Title: scene.T("health.of", "name", name), Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("health.list"), Path: "/health"}, {Text: name, Path: "/partners/" + st.tie.slug}}}, nil
}

// page shows a standing.
func (s *Service) page(ctx context.Context, scene *web.Scene, st Standing) standingPage {
	data := standingPage{Step: s.step(scene, st), Answers: ui.Table{ID: "answers-table", Caption: scene.T("health.answers"), Stack: true}}
	theirs := map[string]string{}
	for _, c := range []string{"ingredient", "said", "on", "who", "source", "note"} {
		data.Answers.Columns = append(data.Answers.Columns, ui.Column{Label: scene.T("health.answer." + c)})
	}
	for _, a := range st.Answers {
		said := scene.T("health.level." + a.Said)
		if theirs[a.Ingredient] == "" {
			theirs[a.Ingredient] = scene.T("health.theirs", "said", said, "on", scene.Date(a.On))
		}
		data.Answers.Rows = append(data.Answers.Rows, data.Answers.NewRow(ui.Cell{Value: ui.Value{Text: scene.T("health.name." + a.Ingredient)}, Head: true}, ui.Cell{Value: ui.Value{Text: said}},
			ui.Cell{Value: ui.Value{Text: scene.Date(a.On)}}, ui.Cell{Value: ui.Value{Text: a.Who}}, ui.Cell{Value: ui.Value{Text: a.Source}}, ui.Cell{Value: ui.Value{Text: a.Note}}))
	}
	for _, i := range st.Profile.Ingredients {
		one := row{ID: "health-" + i.Name, Name: scene.T("health.name." + i.Name), Level: levelChip(scene, i), Trend: scene.T("health.trend." + string(i.Trend)), Said: said(scene, i), Theirs: cmp.Or(theirs[i.Name], scene.T("health.theirs.none"))}
		if !i.Newest.IsZero() {
			one.Newest = scene.T("health.newest", "date", scene.Date(edtf.OfYear(i.Newest.Year())))
		}
		for n, id := range i.Evidence {
			if n == evidenceShown {
				one.More = scene.N("health.more", len(i.Evidence)-n)
				break
			}
			ref := record.Ref{Kind: "activity", ID: id}
			one.Evidence = append(one.Evidence, ui.Link{Text: s.Kinds().Title(ctx, ref, scene.Lang), Href: scene.Path(s.Kinds().Path(ref))})
		}
		data.Rows = append(data.Rows, one)
	}
	return data
}

// said tells what an ingredient is computed from.
func said(scene *web.Scene, i profile.Ingredient) []string {
	var lines []string
	switch {
	case i.Name == profile.Coordinators:
		for _, side := range i.Vacant {
			lines = append(lines, scene.T("health.vacant."+side))
		}
		for _, side := range i.Unnamed {
			lines = append(lines, scene.T("health.unnamed."+side))
		}
		if len(lines) == 0 {
			lines = []string{scene.T("health.seated")}
		}
		return lines
	case i.Name == profile.Continuity && i.Level != profile.Unknown:
		return []string{scene.T("health.lively", "part", i.Now.Part, "of", i.Now.Of), scene.T("health.done", "now", len(i.Evidence), "before", i.Before.Of)}
	case i.Name == profile.Reciprocity && i.Now.Of > 0:
		lines = append(lines, scene.T("health.visits", "in", i.Now.Part, "out", i.Now.Of-i.Now.Part))
	case i.Now.Of > 0:
		lines = append(lines, scene.T("health.now", "part", i.Now.Part, "of", i.Now.Of))
	default:
		lines = append(lines, scene.T("health.nothing"))
	}
	switch {
	case i.Before.Of == 0:
	case i.Name == profile.Reciprocity:
		lines = append(lines, scene.T("health.visits.before", "in", i.Before.Part, "out", i.Before.Of-i.Before.Part))
	default:
		lines = append(lines, scene.T("health.before", "part", i.Before.Part, "of", i.Before.Of))
	}
	if i.Unknown > 0 {
		lines = append(lines, scene.N("health.unknown", i.Unknown))
	}
	return lines
}

// step is the step that would help most; nil when everything is strong.
func (s *Service) step(scene *web.Scene, st Standing) *stepPart {
	name := st.Profile.Step
	if name == "" {
		return nil
	}
	i := st.Profile.Find(name)
	why := string(i.Level)
	if i.Trend == profile.Falling {
		why = string(profile.Falling)
	}
	p := &stepPart{Text: scene.T("health.step." + name), Why: scene.T("health.why."+why, "name", scene.T("health.name."+name)), Do: ui.LinkButton{Text: scene.T("health.do.activity"), Href: scene.Path("/activities/new", "partner", st.tie.id), Kind: ui.ButtonPrimary}}
	switch gap := st.gaps[name]; {
	case name == profile.Coordinators:
		p.Do.Text, p.Do.Href = scene.T("health.do.partner"), scene.Path("/partners/"+st.tie.slug)
	case i.Level == profile.Unknown && gap != "":
		p.Text, p.Do.Text, p.Do.Href = scene.T("health.step.record"), scene.T("health.do.record"), scene.Path("/activities/"+gap)
	}
	return p
}

// answerSet is the form of what the other side said.
func answerSet() keep.Set[Answer] {
	return keep.Set[Answer]{
		{Name: "ingredient", At: func(a *Answer) any { return &a.Ingredient }, Required: true, Options: keep.Choices("health.name", profile.Names()...)},
		{Name: "said", At: func(a *Answer) any { return &a.Said }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("health.level", levels()...)},
		{Name: "on", At: func(a *Answer) any { return &a.On }, Required: true},
		{Name: "who", At: func(a *Answer) any { return &a.Who }, Required: true, Max: 200},
		{Name: "source", At: func(a *Answer) any { return &a.Source }, Required: true, Max: 300},
		{Name: "note", At: func(a *Answer) any { return &a.Note }, Long: true, Max: 1000},
	}
}

// answer asks what the other side said, and writes it down.
func (s *Service) answer(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	st, err := s.Of(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := "/health/" + st.tie.id
	name := keep.Said(scene, st.tie.name).Text
	asked := keep.Asked[Answer]{Set: answerSet(), Kind: "health.answer", Of: &Answer{Partner: st.tie.id}, Langs: s.langs, Title: scene.T("health.answer.title", "name", name), Action: scene.Path(at + "/answers/new"), Cancel: scene.Path(at)}
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			if asked.Failed = s.Say(ctx, *asked.Of); asked.Failed == nil {
				return web.Redirect{To: at + "#answers", Notice: scene.T("keep.added")}, nil
			}
		}
	}
	return keep.FormPage(r, asked)
}

// related shows the profile on the dossier of a partner.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "partner" || s.Gate.Scope(ctx, need(module.View)) == account.None {
		return nil, nil
	}
	st, err := s.Of(ctx, about.ID)
	if err != nil {
		return nil, err
	}
	data := s.page(ctx, scene, st)
	data.Whole = &ui.Link{Text: scene.T("health.whole"), Href: scene.Path("/health/" + st.tie.id)}
	return &module.Panel{Name: "health", Title: scene.T("health.panel"), Template: "health/panel", Data: data, Order: 15}, nil
}
