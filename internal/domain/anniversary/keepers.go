package anniversary

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) keeper() *keep.Keeper[KeyDate] {
	return &keep.Keeper[KeyDate]{
		Floor: s.Floor, Kind: KeyDateKind, IDs: allIDs,
		Fields: keep.Set[KeyDate]{
			{Name: "about", At: func(k *KeyDate) any { return &k.About }, Required: true, Options: s.aboutOptions},
			{Name: "occasion", At: func(k *KeyDate) any { return &k.Occasion }, Required: true, Options: keep.Choices("keydate.occasion", Occasions()...)},
			{Name: "title", At: func(k *KeyDate) any { return &k.Title }, Required: true, Max: 300, Aside: true, Called: true},
			{Name: "on", At: func(k *KeyDate) any { return &k.On }, Required: true, Source: true},
			{Name: "visibility", At: func(k *KeyDate) any { return &k.Visibility }, Aside: true},
		},
		Meta:  func(k *KeyDate) *keep.Meta { return &k.Meta },
		Title: func(k *KeyDate, lang string) string { return k.Title.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin,
		Check: s.check, Found: found,
	}
}

// start takes what the date is about from the page one came from.
func start(r *http.Request, k *KeyDate) {
	k.About, k.Occasion = r.URL.Query().Get("about"), "founded"
}

// check refuses what cannot be.
func (s *Service) check(_ context.Context, _ db.Handle, k *KeyDate) error {
	var bad errs.Fields
	about := record.ParseRef(k.About)
	switch about.Kind {
	case "partner", "organisation", HomeKind:
	case CountryKind:
		if s.deps.Country(about.ID, "en") == "" {
			bad.Add(errs.Field("about", "form.choice"))
		}
	default:
		bad.Add(errs.Field("about", "form.choice"))
	}
	if !slices.Contains(Occasions(), k.Occasion) {
		bad.Add(errs.Field("occasion", "form.choice"))
	}
	if k.Title.IsZero() {
		bad.Add(errs.Field("title", "keydate.title.empty"))
	}
	if k.On.IsZero() {
		bad.Add(errs.Field("on", "keydate.on.empty"))
	} else if _, ok := k.On.Year(); !ok {
		bad.Add(errs.Field("on", "keydate.on.year"))
	}
	return bad.Err()
}

// found lets the search know which record a key date belongs to.
func found(_ context.Context, _ db.Handle, k *KeyDate, to *record.Searched) error {
	if about := record.ParseRef(k.About); about.Kind == "partner" || about.Kind == "organisation" {
		to.Links = append(to.Links, about)
	}
	return nil
}

type askedKey struct{}

// offering wraps a form's handler so that the form also offers the record that
// the address, the form itself or the saved key date names: nobody wants to
// choose among all organisations of the archive.
func (s *Service) offering(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		asked := []string{r.URL.Query().Get("about"), r.PostForm.Get("about")}
		if id := r.PathValue("id"); id != "" {
			k, err := s.keydates.Get(r.Context(), id)
			if err != nil {
				return nil, err
			}
			asked = append(asked, k.About)
		}
		return next(r.WithContext(context.WithValue(r.Context(), askedKey{}, asked)))
	}
}

// aboutOptions are the records that the form offers: those of offering, then
// partner cities, then their countries and our own.
func (s *Service) aboutOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	options := []ui.Option{{Value: HomeRef, Label: scene.T("keydate.home", "name", s.deps.Home(scene.Lang))}}
	for _, p := range partners {
		options = append(options, ui.Option{Value: record.Ref{Kind: "partner", ID: p.Value}.String(), Label: p.Label})
	}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return nil, err
	}
	for _, code := range codes {
		options = append(options, ui.Option{Value: record.Ref{Kind: CountryKind, ID: code}.String(), Label: scene.T("keydate.country", "name", s.deps.Country(code, scene.Lang))})
	}
	asked, _ := ctx.Value(askedKey{}).([]string)
	for _, one := range asked {
		if slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == one }) {
			continue
		}
		named, err := s.aboutValue(ctx, scene, one)
		if err != nil {
			return nil, err
		}
		if named.Text != "" {
			options = slices.Insert(options, 0, ui.Option{Value: one, Label: named.Text})
		}
	}
	return options, nil
}

// aboutValue is what a key date is about, as a link; without words when the
// viewer may not see it.
func (s *Service) aboutValue(ctx context.Context, scene *web.Scene, about string) (ui.Value, error) {
	ref := record.ParseRef(about)
	switch ref.Kind {
	case CountryKind:
		return ui.Value{Text: s.deps.Country(ref.ID, scene.Lang)}, nil
	case HomeKind:
		return ui.Value{Text: s.deps.Home(scene.Lang)}, nil
	}
	kinds := s.deps.Kinds()
	kind, ok := kinds[ref.Kind]
	if !ok || ref.Kind != "partner" && ref.Kind != "organisation" {
		return ui.Value{}, nil
	}
	title, err := kind.Title(ctx, ref.ID, scene.Lang)
	if hidden(err) {
		return ui.Value{}, nil
	}
	return ui.Value{Text: title, Href: scene.Path(kinds.Path(ref))}, err
}

// hidden tells whether a record is missing for this viewer.
func hidden(err error) bool {
	kind := errs.KindOf(err)
	return err != nil && (kind == errs.NotFound || kind == errs.Forbidden || kind == errs.Unauthenticated)
}

// keydateRoutes are the addresses of the forms.
func (s *Service) keydateRoutes() []module.Route {
	routes := s.keydates.Routes()
	for i := range routes {
		routes[i].Handle = s.offering(routes[i].Handle)
	}
	return routes
}
