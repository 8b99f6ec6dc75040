package clause

import (
	"context"
	"net/http"
	"strings"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// obligationSet are the fields of an obligation.
func (s *Service) obligationSet() keep.Set[Obligation] {
	return keep.Set[Obligation]{
		{Name: "side", At: func(o *Obligation) any { return &o.Side }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("clause.obligation.side", Sides()...)},
		{Name: "what", At: func(o *Obligation) any { return &o.What }, Required: true, Max: headingMax},
		{Name: "due", At: func(o *Obligation) any { return &o.Due }},
		{Name: "repeat", At: func(o *Obligation) any { return &o.Repeat }, Options: s.deps.Repeats},
	}
}

// oblige asks whom a clause obliges to what, and marks it.
func (s *Service) oblige(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	c, t, all, err := s.of(r)
	if err != nil {
		return nil, err
	}
	o, at := Obligation{Clause: c.ID, Side: string(Ours)}, "/clauses/"+c.ID
	for _, lang := range t.Langs() { // a short clause can be what it obliges to
		if words := c.Words.Get(lang); len([]rune(words)) <= headingMax {
			o.What.Set(lang, t.fill(words, lang, Ours))
		}
	}
	asked := keep.Asked[Obligation]{Set: s.obligationSet(), Kind: "clause.obligation", Of: &o, Langs: t.Columns(Ours), Action: scene.Path(at + "/obligations/new"), Cancel: scene.Path(at),
		Title: scene.T("clause.oblige.title", "place", reference(scene, c, Numbers(all)[c.ID]))}
	if r.Method != http.MethodPost {
		return ask(r, t, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, &o, t.Langs(), ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		_, asked.Failed = s.Oblige(ctx, o)
	}
	if asked.Failed == nil {
		return web.Redirect{To: at + "#obligations", Notice: scene.T("keep.added")}, nil
	}
	return ask(r, t, asked)
}

// take makes the promises of an obligation.
func (s *Service) take(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	c, _, all, err := s.of(r)
	if err != nil {
		return nil, err
	}
	where := strings.ReplaceAll(reference(scene, c, Numbers(all)[c.ID]), "\u00a0", " ")
	if err := s.Take(r.Context(), c.ID, r.PathValue("obligation"), where); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/clauses/" + c.ID + "#obligations", Notice: scene.T("clause.obligation.taken")}, nil
}

// release takes the mark of an obligation off.
func (s *Service) release(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if err := s.Release(r.Context(), id, r.PathValue("obligation")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/clauses/" + id + "#obligations", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}

// obligationActs make promises of an obligation, or take its mark off.
func obligationActs(scene *web.Scene, o Obligation) []ui.Form {
	press := func(what string, button ui.Button) ui.Form {
		return ui.Form{Action: scene.Path("/clauses/" + o.Clause + "/obligations/" + o.ID + "/" + what), Once: ui.Once{Key: scene.Key + what + o.ID}, Submit: button}
	}
	words := o.What.In(scene.Lang).Value
	var acts []ui.Form
	if !o.Taken() {
		acts = append(acts, press("promise", ui.Button{Text: scene.T("clause.obligation.take"), Hidden: words, Icon: ui.IconCheck}))
	}
	return append(acts, press("remove", ui.Button{Text: scene.T("clause.obligation.release"), Hidden: words, Kind: ui.ButtonQuiet, Icon: ui.IconTrash}))
}

// obliged lists what the clauses oblige to, with the promises made of it.
func (s *Service) obliged(ctx context.Context, scene *web.Scene, clauses []Clause, obligations []Obligation) (*ui.Table, error) {
	if len(obligations) == 0 {
		return nil, nil
	}
	numbers := Numbers(clauses)
	byID := map[string]Clause{}
	for _, c := range clauses {
		byID[c.ID] = c
	}
	t := ui.Table{ID: "obligations", Caption: scene.T("clause.obligations"), Quiet: true, Stack: true}
	for _, c := range []string{"place", "what", "side", "due", "promise"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("clause.obligation." + c)})
	}
	for _, o := range obligations {
		promises, err := s.promises(ctx, scene, o)
		if err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: ui.Value{Text: reference(scene, byID[o.Clause], numbers[o.Clause]), Href: scene.Path("/clauses/" + o.Clause)}, Head: true},
			ui.Cell{Value: keep.Said(scene, o.What)},
			ui.Cell{Value: ui.Value{Text: scene.T("clause.obligation.side." + o.Side)}},
			ui.Cell{Value: s.dueValue(ctx, scene, o)},
			ui.Cell{Value: promises},
		))
	}
	return &t, nil
}

// reference is the place of a clause in words: «п. 2.1».
func reference(scene *web.Scene, c Clause, number string) string {
	if number == "" {
		return scene.T("clause.part." + string(c.Part))
	}
	return scene.T("clause.at", "number", number)
}

// dueValue is when an obligation is due, and how often again.
func (s *Service) dueValue(ctx context.Context, scene *web.Scene, o Obligation) ui.Value {
	v := ui.Value{Text: scene.Date(o.Due)}
	if options, err := s.deps.Repeats(ctx, scene); err == nil {
		for _, one := range options {
			if one.Value == o.Repeat {
				v.Note = one.Label
			}
		}
	}
	return v
}

// promises are the promises that were made of an obligation, or that none was.
func (s *Service) promises(ctx context.Context, scene *web.Scene, o Obligation) (ui.Value, error) {
	var all []ui.Value
	for _, side := range Copies() {
		id := *o.promise(side)
		if id == "" {
			continue
		}
		v, err := s.deps.Promised(ctx, scene, id)
		if err != nil {
			return v, err
		}
		if v.Text != "" {
			all = append(all, v)
		}
	}
	switch len(all) {
	case 0:
		return ui.Value{Text: scene.T("clause.obligation.unpromised")}, nil
	case 1:
		return all[0], nil
	}
	return ui.Value{Parts: all}, nil
}
