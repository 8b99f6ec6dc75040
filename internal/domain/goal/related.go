package goal

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panel is what the template panel shows on the page of a record.
type panel struct {
	Goals []panelGoal
	None  string
	Set   *ui.LinkButton
}

type panelGoal struct {
	Number string
	Name   ui.Value
	How    string
}

// related shows on the page of a partner, an agreement, an activity or a result
// which goals it serves.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if !slices.Contains(TieKinds(), about.Kind) || s.Gate.Scope(ctx, s.goals.ViewNeed()) == account.None {
		return nil, nil
	}
	f, aims, err := s.around(ctx, about)
	if err != nil {
		return nil, err
	}
	data := panel{}
	f.Walk(func(n *Node) {
		how := Direct
		switch {
		case slices.Contains(n.Ties, about.String()):
		case n.Aim != "" && slices.Contains(aims, n.Aim):
			how = ByAim
		default:
			return
		}
		name := keep.Said(scene, n.Name)
		name.Href = scene.Path("/goals/" + n.ID)
		data.Goals = append(data.Goals, panelGoal{n.Number, name, scene.T("goal.how." + string(how))})
	})
	if s.may(ctx, module.Edit) && len(f.Roots) > 0 {
		data.Set = &ui.LinkButton{Text: scene.T("goal.set"), Href: scene.Path("/goals/set", "about", about.String()), Icon: ui.IconLink}
	}
	if len(data.Goals) == 0 {
		if data.Set == nil {
			return nil, nil
		}
		data.None = scene.T("goal.panel.none." + about.Kind)
	}
	return &module.Panel{Name: "goals", Title: scene.T("goal.panel"), Count: scene.Number(int64(len(data.Goals))), Template: "goal/panel", Data: data, Order: 62}, nil
}

// around is the tree, and the general aims that a record carries.
func (s *Service) around(ctx context.Context, about record.Ref) (*Forest, []string, error) {
	f, err := s.forest(ctx, nil, Lens{})
	if err != nil || about.Kind != ActivityKind {
		return f, nil, err
	}
	tags, err := record.Tags(ctx, s.DB, about)
	return f, tags[record.Goal], err
}

// choice is the form of the goals of one record.
type choice struct{ Goals []string }

func (s *Service) choiceSet(f *Forest, aims []string) keep.Set[choice] {
	options := func(_ context.Context, scene *web.Scene) ([]ui.Option, error) {
		var list []ui.Option
		f.Walk(func(n *Node) {
			o := ui.Option{Value: n.ID, Label: n.Number + " " + n.Name.In(scene.Lang).Value}
			if n.Aim != "" && slices.Contains(aims, n.Aim) {
				o.Hint = scene.T("goal.how.aim")
			}
			list = append(list, o)
		})
		return list, nil
	}
	return keep.Set[choice]{{Name: "goals", At: func(c *choice) any { return &c.Goals }, Options: options}}
}

// set asks which goals a record serves, and notes it.
func (s *Service) set(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	about := record.ParseRef(r.URL.Query().Get("about"))
	if err := s.allowed(ctx, about.String()); err != nil {
		return nil, err
	}
	f, aims, err := s.around(ctx, about)
	if err != nil {
		return nil, err
	}
	kinds := s.deps.Kinds()
	title, err := kinds[about.Kind].Title(ctx, about.ID, scene.Lang)
	if err != nil {
		return nil, err
	}
	var had []string
	f.Walk(func(n *Node) {
		if slices.Contains(n.Ties, about.String()) {
			had = append(had, n.ID)
		}
	})
	if r.Method == http.MethodPost { // what was ticked when the page was made
		had = strings.FieldsFunc(r.URL.Query().Get("had"), func(r rune) bool { return r == ',' })
	}
	at := kinds.Path(about)
	asked := keep.Asked[choice]{Set: s.choiceSet(f, aims), Kind: Kind, Of: &choice{Goals: had}, Title: scene.T("goal.set.title", "name", title), Cancel: scene.Path(at),
		Action: scene.Path("/goals/set", "about", about.String(), "had", strings.Join(had, ","))}
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, nil, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			asked.Failed = s.Serve(ctx, about, had, asked.Of.Goals)
		}
		if asked.Failed == nil {
			return web.Redirect{To: at + "#goals", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
	}
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("goal.list"), Path: "/goals"}}
	return page, nil
}
