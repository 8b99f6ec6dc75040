package goal

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func digits(n int64) string { return strconv.FormatInt(n, 10) }

func (s *Service) keeper() *keep.Keeper[Goal] {
	return &keep.Keeper[Goal]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Goal]{
			{Name: "name", At: func(g *Goal) any { return &g.Name }, Required: true, Max: 400, Source: true, Called: true},
			{Name: "parent", At: func(g *Goal) any { return &g.Parent }, Options: s.parentOptions, Link: "/goals/{id}"},
			{Name: "text", At: func(g *Goal) any { return &g.Text }, Long: true, Source: true},
			{Name: "document", At: func(g *Goal) any { return &g.Document }, Max: 400, Source: true},
			{Name: "period", At: func(g *Goal) any { return &g.Period }, Source: true},
			{Name: "post", At: func(g *Goal) any { return &g.Post }, Options: s.deps.Posts, Link: "/posts/{id}"},
			{Name: "aim", At: func(g *Goal) any { return &g.Aim }, Options: keep.Choices("goal.aim", record.Goals()...)},
			// The link keeps the keeper from reading thousands of choices when a
			// table brings ties: check looks at them.
			{Name: "ties", At: func(g *Goal) any { return &g.Ties }, Options: s.tieOptions, Link: "/goals/{id}", Aside: true},
			{Name: "archived", At: func(g *Goal) any { return &g.Archived }, Aside: true},
			{Name: "position", At: func(g *Goal) any { return &g.Position }, Kind: ui.FieldNumber, Max: 6, Width: ui.WidthShort, Aside: true},
			{Name: "visibility", At: func(g *Goal) any { return &g.Visibility }, Aside: true},
		},
		Meta:  func(g *Goal) *keep.Meta { return &g.Meta },
		Title: func(g *Goal, lang string) string { return g.Name.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Check: check,
	}
}

// quick are the fields asked of a new goal.
func quick() []string {
	return []string{"name", "parent", "text", "document", "period", "post", "aim", "visibility"}
}

// start takes the goal above it from the page one came from.
func start(r *http.Request, g *Goal) { g.Parent = r.URL.Query().Get("parent") }

// check holds the rules of a goal; a new one becomes the last of its siblings.
func check(ctx context.Context, h db.Handle, g *Goal) error {
	if err := g.validate(); err != nil {
		return err
	}
	above, err := parents(ctx, h)
	if err != nil {
		return err
	}
	if err := g.standing(above); err != nil {
		return err
	}
	if g.Position == "" {
		last, err := lastPlace(ctx, h, g.Parent)
		if err != nil {
			return err
		}
		g.Position = digits(last + 1)
	}
	return nil
}

// known refuses ties to records that the viewer may not see; those that the
// goal already has may stay.
func (s *Service) known(ctx context.Context, g, before Goal) error {
	for _, tie := range g.Ties {
		if slices.Contains(before.Ties, tie) {
			continue
		}
		ref := record.ParseRef(tie)
		kind, ok := s.deps.Kinds()[ref.Kind]
		if !ok || kind.Allowed == nil {
			return errs.Field("ties", "form.choice")
		}
		if _, err := kind.Allowed(ctx, ref.ID, module.View); err != nil {
			if k := errs.KindOf(err); k == errs.NotFound || k == errs.Forbidden {
				return errs.Field("ties", "form.choice")
			}
			return err
		}
	}
	return nil
}

type changedKey struct{}

// about tells the choices of a form which goal is changed.
func (s *Service) about(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		id := r.PathValue("id")
		if id == "" {
			return next(r)
		}
		g, err := s.Goal(r.Context(), id)
		if err != nil {
			return nil, err
		}
		return next(r.WithContext(context.WithValue(r.Context(), changedKey{}, g)))
	}
}

// parentOptions are the goals that one can stand under, with their numbers; a
// goal that is changed is offered neither itself nor what is below it.
func (s *Service) parentOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	f, err := s.forest(ctx, nil, Lens{})
	if err != nil {
		return nil, err
	}
	changed, _ := ctx.Value(changedKey{}).(Goal)
	var options []ui.Option
	f.Walk(func(n *Node) {
		for at := n; at != nil; at = at.Above {
			if at.ID == changed.ID {
				return
			}
		}
		if n.Level < maxLevel {
			options = append(options, ui.Option{Value: n.ID, Label: n.Number + " " + n.Name.In(scene.Lang).Value})
		}
	})
	return options, nil
}

// tieOptions are the records that a goal that is changed is tied to, so that its
// form can let go of them; new ties are made on the page of the goal and on
// those of the records. Without a form they are all records, for their names.
func (s *Service) tieOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	works, err := s.deps.Works(ctx)
	if err != nil {
		return nil, err
	}
	changed, form := ctx.Value(changedKey{}).(Goal)
	var options []ui.Option
	seen := map[string]bool{}
	for _, w := range works {
		ref := w.Ref.String()
		if seen[ref] = true; !form || slices.Contains(changed.Ties, ref) {
			options = append(options, ui.Option{Value: ref, Label: scene.T("goal.tie."+w.Ref.Kind, "name", w.Name)})
		}
	}
	for _, tie := range changed.Ties {
		if !seen[tie] { // leaving it out would cut the tie without a word
			options = append(options, ui.Option{Value: tie, Label: scene.T("goal.tie.hidden")})
		}
	}
	return options, nil
}
