package note

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// choice is what the form of one request offers beyond partners and countries:
// nobody wants to choose among all people of the archive, so the page from
// which a note is written names the record.
type choice struct {
	has   []string // what the note is about already
	asked []string // what the address or the form names
}

type choiceKey struct{}

// offering wraps a form's handler so that the form offers the records named by
// the address, by the form itself and by the note that is changed.
func (s *Service) offering(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		c := choice{asked: append(slices.Clone(r.URL.Query()["about"]), r.PostForm["about"]...)}
		if id := r.PathValue("id"); id != "" {
			n, err := s.notes.Get(r.Context(), id)
			if err != nil {
				return nil, err
			}
			c.has = n.About
		}
		return next(r.WithContext(context.WithValue(r.Context(), choiceKey{}, c)))
	}
}

// aboutOptions are the records that the form offers: first those of choice,
// then partners, then countries.
func (s *Service) aboutOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	var common []ui.Option
	for _, p := range partners {
		common = append(common, ui.Option{Value: record.Ref{Kind: "partner", ID: p.Value}.String(), Label: p.Label})
	}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return nil, err
	}
	for _, code := range codes {
		ref := record.Ref{Kind: CountryKind, ID: code}
		common = append(common, ui.Option{Value: ref.String(), Label: s.countryWords(scene, code)})
	}
	c, _ := ctx.Value(choiceKey{}).(choice)
	own, err := s.offered(ctx, scene, c, common)
	return append(own, common...), err
}

// offered are the options of a choice that are not among the common ones. What
// the note has stays, even when the reader may not see it: leaving it out of
// the form would cut the link without a word.
func (s *Service) offered(ctx context.Context, scene *web.Scene, c choice, common []ui.Option) ([]ui.Option, error) {
	var own []ui.Option
	for _, about := range append(slices.Clone(c.has), c.asked...) {
		same := func(o ui.Option) bool { return o.Value == about }
		if slices.ContainsFunc(common, same) || slices.ContainsFunc(own, same) {
			continue
		}
		link, err := s.named(ctx, scene, record.ParseRef(about))
		if err != nil {
			return nil, err
		}
		switch {
		case link.Text != "":
			own = append(own, ui.Option{Value: about, Label: link.Text})
		case slices.Contains(c.has, about):
			own = append(own, ui.Option{Value: about, Label: scene.T("note.about.hidden")})
		}
	}
	return own, nil
}

// named is a record that a note is about, as a link; without words when the
// viewer may not see it.
func (s *Service) named(ctx context.Context, scene *web.Scene, ref record.Ref) (ui.Link, error) {
	if ref.Kind == CountryKind {
		if s.deps.Country(ref.ID, scene.Lang) == "" {
			return ui.Link{}, nil
		}
		return ui.Link{Text: s.countryWords(scene, ref.ID)}, nil
	}
	kinds := s.deps.Kinds()
	kind, ok := kinds[ref.Kind]
	if !ok || kind.Title == nil || !slices.Contains(AboutKinds(), ref.Kind) {
		return ui.Link{}, nil
	}
	title, err := kind.Title(ctx, ref.ID, scene.Lang)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		return ui.Link{}, nil
	}
	return ui.Link{Text: title, Href: scene.Path(kinds.Path(ref))}, err
}

func (s *Service) countryWords(scene *web.Scene, code string) string {
	return scene.T("note.about.country", "name", s.deps.Country(code, scene.Lang))
}

// aboutValue lists what a note is about; a note about nothing else is about the
// whole city.
func (s *Service) aboutValue(ctx context.Context, scene *web.Scene, n Note) (ui.Value, error) {
	if len(n.About) == 0 {
		return ui.Value{Text: scene.T("note.about.missing")}, nil
	}
	var parts []ui.Value
	for _, ref := range n.Refs() {
		link, err := s.named(ctx, scene, ref)
		if err != nil {
			return ui.Value{}, err
		}
		if link.Text != "" {
			parts = append(parts, ui.Value{Text: link.Text, Href: link.Href})
		}
	}
	switch len(parts) {
	case 0:
		return ui.Value{Text: scene.T("note.about.hidden")}, nil
	case 1:
		return parts[0], nil
	}
	return ui.Value{Parts: parts}, nil
}

// routes are the addresses of the forms. A decision has a longer form for a new
// record, which is told by its fields when it comes back.
func (s *Service) routes() []module.Route {
	routes, decision := s.notes.Routes(), s.decisions.Routes()
	for i, route := range routes {
		handle := route.Handle
		if route.Pattern == "GET /notes/new" || route.Pattern == "POST /notes" {
			longer := decision[i].Handle
			handle = func(r *http.Request) (web.Reply, error) {
				if r.URL.Query().Get("type") == Decision || r.PostForm.Has("decided_on") {
					return longer(r)
				}
				return route.Handle(r)
			}
		}
		routes[i].Handle = s.offering(handle)
	}
	return routes
}
