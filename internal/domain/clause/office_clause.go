package clause

import (
	"net/http"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// clausePage is what the template clause shows.
type clausePage struct {
	Head    ui.Head
	Edit    []ui.LinkButton
	Langs   []spoken
	Oblige  *ui.LinkButton
	Obliged []obligedRow
}

// obligedRow is one obligation with what can be done about it.
type obligedRow struct {
	What     ui.Value
	Side     string
	Due      ui.Value
	Promises ui.Value
	Acts     []ui.Form
}

// of reads a clause with its text, its number and the clauses around it.
func (s *Service) of(r *http.Request) (Clause, Text, []Clause, error) {
	c, err := s.Clause(r.Context(), r.PathValue("id"))
	if err != nil {
		return c, Text{}, nil, err
	}
	t, err := s.Text(r.Context(), c.Text)
	if err != nil {
		return c, t, nil, err
	}
	all, err := clausesOf(r.Context(), s.DB, t.ID)
	return c, t, all, err
}

// clauseView shows a clause with what it obliges to.
func (s *Service) clauseView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	c, t, all, err := s.of(r)
	if err != nil {
		return nil, err
	}
	number := Numbers(all)[c.ID]
	row := clauseRow{Number: number, Part: scene.T("clause.part." + string(c.Part))}
	data := clausePage{Head: ui.Head{Over: t.Called.In(scene.Lang).Value, Title: ui.Value{Text: row.called()}, Chips: []ui.Chip{*stateChip(scene, t.State)}}}
	data.Langs = wording(scene, t, c, t.Columns(Ours), "")
	obligations, err := obligationsOf(ctx, s.DB, t.ID)
	if err != nil {
		return nil, err
	}
	edit := s.clauses.Can(ctx, module.Edit, &c)
	for _, o := range obligations {
		if o.Clause != c.ID {
			continue
		}
		one := obligedRow{What: keep.Said(scene, o.What), Side: scene.T("clause.obliges." + o.Side), Due: s.dueValue(ctx, scene, o)}
		if one.Promises, err = s.promises(ctx, scene, o); err != nil {
			return nil, err
		}
		if edit {
			one.Acts = obligationActs(scene, o)
		}
		data.Obliged = append(data.Obliged, one)
	}
	if edit {
		if t.State == Draft {
			data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path("/clauses/" + c.ID + "/edit"), Icon: ui.IconEdit})
			if c.Part.Body() {
				data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("clause.add.below"), Href: scene.Path("/texts/"+t.ID+"/clauses/new", "part", string(c.Part), "after", c.ID), Icon: ui.IconPlus})
			}
		}
		data.Oblige = &ui.LinkButton{Text: scene.T("clause.oblige"), Href: scene.Path("/clauses/" + c.ID + "/obligations/new"), Icon: ui.IconPlus}
	}
	data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("clause.history"), Href: scene.Path("/history/" + Kind + "/" + c.ID), Icon: ui.IconHistory})
	return web.Page{Template: "clause/clause", Title: row.called() + ", " + t.Called.In(scene.Lang).Value, Data: data, About: c.Ref().String(),
		Crumbs: append(crumbs(scene, t), web.Crumb{Text: scene.T("text.kind"), Path: "/texts/" + t.ID})}, nil
}

// clauseSet are the fields of a clause's form: an article has a heading, and an
// article and a point can become each other.
func (s *Service) clauseSet(c Clause) keep.Set[Clause] {
	var set keep.Set[Clause]
	for _, f := range s.clauses.Fields {
		switch {
		case f.Name == "part" && c.Part.Body():
			f.Options = keep.Choices("clause.part", string(Article), string(Point))
		case f.Name == "part", f.Name == "heading" && !c.Part.Body():
			continue
		}
		set = append(set, f)
	}
	return set
}

// clauseEdit asks for the wording of a clause in all languages, and writes it.
func (s *Service) clauseEdit(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	c, t, all, err := s.of(r)
	if err != nil {
		return nil, err
	}
	row := clauseRow{Number: Numbers(all)[c.ID], Part: scene.T("clause.part." + string(c.Part))}
	to := "/texts/" + t.ID + "#clause-" + c.ID
	asked := keep.Asked[Clause]{Set: s.clauseSet(c), Kind: Kind, Of: &c, Langs: t.Columns(Ours), Version: c.Version, Title: row.called(), Action: scene.Path("/clauses/" + c.ID + "/edit"), Cancel: scene.Path(to)}
	if r.Method != http.MethodPost {
		if err := t.open(); err != nil {
			return s.refused(r, t.ID, err)
		}
		return ask(r, t, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	c.Version = asked.Typed.Int("version")
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, &c, t.Langs(), ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		asked.Failed = s.Write(ctx, c)
	}
	if asked.Failed == nil {
		return web.Redirect{To: to, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	}
	return ask(r, t, asked)
}

// clauseAdd asks for a new clause, and makes it.
func (s *Service) clauseAdd(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	t, err := s.Text(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	c := Clause{Text: t.ID, Part: Part(q.Get("part"))}
	if !slices.Contains(Parts(), c.Part) {
		c.Part = Article
	}
	asked := keep.Asked[Clause]{Set: s.clauseSet(c), Kind: Kind, Of: &c, Langs: t.Columns(Ours), Title: scene.T("clause.add." + string(c.Part)),
		Action: scene.Path("/texts/"+t.ID+"/clauses/new", "part", string(c.Part), "after", q.Get("after")), Cancel: scene.Path("/texts/" + t.ID)}
	if r.Method != http.MethodPost {
		if err := t.open(); err != nil {
			return s.refused(r, t.ID, err)
		}
		return ask(r, t, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, &c, t.Langs(), ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		id, err := s.Insert(ctx, c, q.Get("after"))
		if err == nil {
			return web.Redirect{To: "/texts/" + t.ID + "#clause-" + id, Notice: scene.T("keep.added")}, nil
		}
		asked.Failed = err
	}
	return ask(r, t, asked)
}

// clauseMove takes a clause a step up or down.
func (s *Service) clauseMove(r *http.Request) (web.Reply, error) {
	c, t, _, err := s.of(r)
	if err != nil {
		return nil, err
	}
	to := r.PostForm.Get("to")
	if to != "up" && to != "down" {
		return s.refused(r, t.ID, errs.New(errs.Invalid, "form.choice"))
	}
	if err := s.Move(r.Context(), c.ID, to == "up"); err != nil {
		return s.refused(r, t.ID, err)
	}
	return web.Redirect{To: "/texts/" + t.ID + "#clause-" + c.ID}, nil
}

// clauseRemove puts a clause away.
func (s *Service) clauseRemove(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	c, t, _, err := s.of(r)
	if err != nil {
		return nil, err
	}
	if err := s.Remove(r.Context(), c.ID); err != nil {
		return s.refused(r, t.ID, err)
	}
	return web.Redirect{To: "/texts/" + t.ID, Notice: scene.T("keep.binned", "title", c.name(scene.Lang))}, nil
}
