package visit

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// begun is what the form of a new visit asks.
type begun struct {
	Type      string
	Partner   string
	Starts    edtf.Date
	Ends      edtf.Date
	Name      string
	Purpose   string
	Basis     string
	Letter    string
	Document  string
	Line      string
	Unplanned string
	Expected  string
	Event     string
	Usual     bool
}

func (s *Service) begunSet() keep.Set[begun] {
	return keep.Set[begun]{
		{Name: "type", At: func(b *begun) any { return &b.Type }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("visit.type", Types()...)},
		{Name: "partner", At: func(b *begun) any { return &b.Partner }, Options: s.deps.Partners},
		{Name: "starts", At: func(b *begun) any { return &b.Starts }, Required: true},
		{Name: "ends", At: func(b *begun) any { return &b.Ends }},
		{Name: "name", At: func(b *begun) any { return &b.Name }, Max: 300},
		{Name: "purpose", At: func(b *begun) any { return &b.Purpose }, Long: true, Max: 2000},
		{Name: "expected", At: func(b *begun) any { return &b.Expected }, Kind: ui.FieldNumber, Max: 5, Width: ui.WidthShort},
		{Name: "basis", At: func(b *begun) any { return &b.Basis }, Options: keep.Choices("visit.basis", Bases()...)},
		{Name: "letter", At: func(b *begun) any { return &b.Letter }, Options: s.deps.Letters},
		{Name: "document", At: func(b *begun) any { return &b.Document }, Max: 300},
		{Name: "line", At: func(b *begun) any { return &b.Line }, Options: s.deps.Lines},
		{Name: "unplanned", At: func(b *begun) any { return &b.Unplanned }, Max: 400},
		{Name: "event", At: func(b *begun) any { return &b.Event }, Options: s.deps.Events},
		{Name: "usual", At: func(b *begun) any { return &b.Usual }},
	}
}

// begin is the page of a new visit.
func (s *Service) begin(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	b := begun{Type: In, Partner: q.Get("partner"), Letter: q.Get("letter"), Line: q.Get("line"), Event: q.Get("event"), Usual: true}
	if b.Letter != "" {
		b.Basis = "request"
	}
	asked := keep.Asked[begun]{Set: s.begunSet(), Kind: Kind, Of: &b, Langs: s.deps.Langs, Title: scene.T("visit.new"), Action: scene.Path("/visits"), Cancel: scene.Path("/visits"), Submit: scene.T("visit.add")}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, Kind, in, &b, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		err := in.Err()
		if err == nil {
			var id string
			if id, err = s.fromForm(ctx, scene, b); err == nil {
				return web.Redirect{To: "/visits/" + id, Notice: scene.T("visit.added")}, nil
			}
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	page.Crumbs = []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}}
	return page, err
}

// fromForm makes a visit of what was typed. Without a name it is called by its
// direction and the partner.
func (s *Service) fromForm(ctx context.Context, scene *web.Scene, b begun) (string, error) {
	v := Visit{Partner: b.Partner, Basis: b.Basis, Letter: b.Letter, Document: b.Document, Line: b.Line, Unplanned: b.Unplanned, Expected: b.Expected}
	v.Purpose.Set(scene.Lang, b.Purpose)
	v.Trip = Trip{Type: b.Type, Starts: b.Starts, Ends: b.Ends, Parent: b.Event}
	if b.Starts.IsInterval() && b.Ends.IsZero() {
		v.Trip.Starts, v.Trip.Ends = b.Starts.Start(), b.Starts.End()
	}
	switch {
	case b.Name != "":
		v.Trip.Name = i18n.NewText(scene.Lang, b.Name)
	case b.Partner != "":
		for _, lang := range s.deps.Langs {
			words := *scene
			words.Printer = s.deps.Words(lang)
			names, err := labels(ctx, &words, s.deps.Partners)
			if err != nil {
				return "", err
			}
			city, _, _ := strings.Cut(names[b.Partner], " (")
			v.Trip.Name.Set(lang, words.T("visit.name."+b.Type, "city", city))
		}
	}
	if err := v.validate(); err != nil {
		return "", err
	}
	return s.New(ctx, v, b.Usual)
}

// beginOf gives an existing activity its visit.
func (s *Service) beginOf(r *http.Request) (web.Reply, error) {
	id, err := s.Begin(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/visits/" + id, Notice: web.SceneOf(r).T("visit.added")}, nil
}

// usual gives a visit the usual tasks.
func (s *Service) usual(r *http.Request) (web.Reply, error) {
	return s.did(r, "visit.did.usual", func(ctx context.Context, v Visit) error { return s.Prepare(ctx, v.ID) })
}

// did does something with a visit and returns to its page.
func (s *Service) did(r *http.Request, words string, do func(ctx context.Context, v Visit) error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	to := web.Redirect{To: "/visits/" + v.Trip.ID, Notice: scene.T(words)}
	err = do(ctx, v)
	if e, ok := errors.AsType[*errs.E](err); ok && (e.Kind == errs.Invalid || e.Kind == errs.Stale) {
		to.Notice = scene.Say(e)
		return to, nil
	}
	if err != nil {
		return nil, err
	}
	return to, nil
}
