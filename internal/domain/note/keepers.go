package note

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) keeper() *keep.Keeper[Note] {
	return &keep.Keeper[Note]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Note]{
			{Name: "type", At: func(n *Note) any { return &n.Type }, Required: true, Options: keep.Choices("note.type", Types()...)},
			{Name: "title", At: func(n *Note) any { return &n.Title }, Required: true, Max: 300, Source: true},
			{Name: "question", At: func(n *Note) any { return &n.Question }},
			{Name: "text", At: func(n *Note) any { return &n.Text }, Long: true, Source: true},
			{Name: "decided_on", At: func(n *Note) any { return &n.DecidedOn }, Source: true},
			{Name: "decided_by", At: func(n *Note) any { return &n.DecidedBy }, Max: 300, Source: true},
			{Name: "reasons", At: func(n *Note) any { return &n.Reasons }, Long: true, Source: true},
			{Name: "alternatives", At: func(n *Note) any { return &n.Alternatives }, Long: true, Source: true},
			{Name: "reconsider", At: func(n *Note) any { return &n.Reconsider }, Long: true},
			{Name: "about", At: func(n *Note) any { return &n.About }, Options: s.aboutOptions},
			{Name: "confirmed", At: func(n *Note) any { return &n.Confirmed }},
			{Name: "visibility", At: func(n *Note) any { return &n.Visibility }, Aside: true},
		},
		Meta:  func(n *Note) *keep.Meta { return &n.Meta },
		Title: func(n *Note, lang string) string { return n.Title.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin,
		Check: s.check,
	}
}

// quick are the fields asked of a new note.
func quick() []string {
	return []string{"type", "title", "text", "about", "confirmed", "visibility"}
}

// quickDecision are the fields asked of a new decision.
func quickDecision() []string {
	return []string{"type", "title", "question", "text", "decided_on", "decided_by", "reasons", "alternatives", "reconsider", "about", "visibility"}
}

// start takes the type and what the note is about from the page one came from.
func (s *Service) start(r *http.Request, n *Note) {
	scene, q := web.SceneOf(r), r.URL.Query()
	n.Type, n.About = q.Get("type"), q["about"]
	if r.Method != http.MethodPost && n.Type != Decision {
		n.Confirmed = edtf.On(scene.Now.In(scene.Zone))
	}
}

// check holds what goes beyond single fields.
func (s *Service) check(_ context.Context, _ db.Handle, n *Note) error {
	var bad errs.Fields
	if !slices.Contains(Types(), n.Type) {
		bad.Add(errs.Field("type", "note.type.empty"))
	}
	if n.Title.IsZero() {
		bad.Add(errs.Field("title", "note.title.empty"))
	}
	slices.Sort(n.About)
	n.About = slices.Compact(n.About)
	for _, ref := range n.Refs() {
		if !slices.Contains(AboutKinds(), ref.Kind) || ref.Kind == CountryKind && s.deps.Country(ref.ID, "en") == "" {
			bad.Add(errs.Field("about", "form.choice"))
			break
		}
	}
	if s.ahead(n.Confirmed) {
		bad.Add(errs.Field("confirmed", "form.date.past"))
	}
	if s.ahead(n.DecidedOn) {
		bad.Add(errs.Field("decided_on", "form.date.past"))
	}
	if n.Type != Decision {
		bad = append(bad, n.onlyDecisions()...)
	}
	return bad.Err()
}

// ahead tells whether a day has not begun anywhere on earth.
func (s *Service) ahead(day edtf.Date) bool {
	return edtf.On(s.deps.Clock().UTC().Add(earliest)).Before(day)
}

// onlyDecisions refuses what only a decision has, so that nothing is kept where
// nobody sees it. The error stands at the type as well: it may be the only field
// on the page.
func (n Note) onlyDecisions() errs.Fields {
	var bad errs.Fields
	if !n.DecidedOn.IsZero() {
		bad.Add(errs.Field("decided_on", "note.only_decision"))
	}
	for _, f := range []struct {
		name string
		text i18n.Text
	}{{"question", n.Question}, {"decided_by", n.DecidedBy}, {"reasons", n.Reasons}, {"alternatives", n.Alternatives}, {"reconsider", n.Reconsider}} {
		if !f.text.IsZero() {
			bad.Add(errs.Field(f.name, "note.only_decision"))
		}
	}
	if len(bad) > 0 {
		bad.Add(errs.Field("type", "note.type.only_decision"))
	}
	return bad
}

// known refuses references to records that the viewer may not see or that do
// not exist; those that the note already has may stay.
func (s *Service) known(ctx context.Context, n, before Note) error {
	for _, about := range n.About {
		ref := record.ParseRef(about)
		if ref.Kind == CountryKind || slices.Contains(before.About, about) {
			continue
		}
		kind, ok := s.deps.Kinds()[ref.Kind]
		if !ok || kind.Allowed == nil {
			return errs.Field("about", "form.choice")
		}
		if _, err := kind.Allowed(ctx, ref.ID, module.View); err != nil {
			if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Forbidden {
				return errs.Field("about", "form.choice")
			}
			return err
		}
	}
	return nil
}
