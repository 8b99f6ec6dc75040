package task

import (
	"context"
	"net/http"
	"slices"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

func (s *Service) keeper() *keep.Keeper[Task] {
	return &keep.Keeper[Task]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Task]{
			{Name: "type", At: func(t *Task) any { return &t.Type }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("task.type", Types()...)},
			{Name: "title", At: func(t *Task) any { return &t.Title }, Required: true, Max: 300, Called: true, Source: true},
			{Name: "partner", At: func(t *Task) any { return &t.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "made", At: func(t *Task) any { return &t.Made }, Source: true},
			{Name: "due", At: func(t *Task) any { return &t.Due }, Source: true},
			{Name: "post", At: func(t *Task) any { return &t.Post }, Options: s.deps.Posts, Link: "/posts/{id}"},
			{Name: "owner", At: func(t *Task) any { return &t.Owner }, Options: s.ownerOptions},
			{Name: "about", At: func(t *Task) any { return &t.About }, Options: s.aboutOptions},
			{Name: "clause", At: func(t *Task) any { return &t.Clause }, Max: 200},
			{Name: "note", At: func(t *Task) any { return &t.Note }, Long: true},
			{Name: "steps", At: func(t *Task) any { return &t.Steps }, Max: 8000},
			{Name: "after", At: func(t *Task) any { return &t.After }, Options: s.afterOptions, Link: "/tasks/{id}"},
			{Name: "repeat", At: func(t *Task) any { return &t.Repeat }, Options: keep.Choices("task.repeat", Repeats()...)},
			{Name: "outcome", At: func(t *Task) any { return &t.Outcome }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("task.outcome", Outcomes()...)},
			{Name: "done", At: func(t *Task) any { return &t.Done }},
			{Name: "proof", At: func(t *Task) any { return &t.Proof }, Options: s.proofOptions},
			{Name: "reason", At: func(t *Task) any { return &t.Reason }, Long: true, Max: 2000},
			{Name: "reminded", At: func(t *Task) any { return &t.Reminded }},
			{Name: "visibility", At: func(t *Task) any { return &t.Visibility }, Aside: true},
		},
		Meta:  func(t *Task) *keep.Meta { return &t.Meta },
		Title: func(t *Task, lang string) string { return t.Title.In(lang).Value },
		ByID:  byID, Many: many, Insert: insert, Update: update, Bin: bin,
		Check: s.check, Then: s.then, Found: found,
	}
}

// quick are the fields asked of a new entry.
func quick() []string {
	return []string{"type", "title", "partner", "made", "due", "post", "owner", "about", "clause", "repeat"}
}

// start takes from the address what the page one came from knows.
func (s *Service) start(r *http.Request, t *Task) {
	scene, q := web.SceneOf(r), r.URL.Query()
	t.Type, t.Partner, t.About, t.Outcome = q.Get("type"), q.Get("partner"), q.Get("about"), Open
	if t.Type == "" {
		t.Type = Duty
	}
	if r.Method == http.MethodPost {
		return
	}
	if t.Made = edtf.On(scene.Now.In(scene.Zone)); t.About != "" {
		if from, err := s.origin(r.Context(), record.ParseRef(t.About)); err == nil {
			from.fill(t)
		}
	}
}

// found adds to the search the partner, and what it comes from and was kept by.
func found(_ context.Context, _ db.Handle, t *Task, to *record.Searched) error {
	if t.Partner != "" {
		to.Links = append(to.Links, record.Ref{Kind: "partner", ID: t.Partner})
	}
	return nil
}

// check normalises a task and holds its rules. A new promise belongs to the
// coordinator's post when nobody says otherwise.
func (s *Service) check(ctx context.Context, h db.Handle, t *Task) error {
	t.normalise()
	if err := t.validate(edtf.On(s.deps.Clock().UTC().Add(earliest))); err != nil {
		return err
	}
	if t.Version == 0 && t.Promise() && t.Post == "" {
		post, err := s.deps.Coordinator(ctx, h, t.Partner)
		if err != nil {
			return err
		}
		t.Post = post
	}
	return circle(ctx, h, *t)
}

// circleMax bounds how many tasks after one another are followed.
const circleMax = 1000

// circle refuses a task that would have to wait for itself.
func circle(ctx context.Context, h db.Handle, t Task) error {
	at := t.After
	for range circleMax {
		if at == "" {
			return nil
		}
		if at == t.ID {
			return errs.Field("after", "task.after.circle")
		}
		var err error
		if at, err = before(ctx, h, at); err != nil {
			return err
		}
	}
	return errs.Field("after", "task.after.circle")
}

// then makes the next one of a task that repeats when it is done, and takes it
// away again when that is taken back before anybody touched it.
func (s *Service) then(ctx context.Context, w *audit.Writer, was, is *Task) error {
	finished := func(t *Task) bool { return t.Closed() && t.Outcome != Dropped }
	switch {
	case !finished(was) && finished(is) && is.Repeat != "":
		again := *is
		again.Meta = keep.Meta{Visibility: is.Visibility}
		again.Due, again.Made, again.Previous = next(is.Due, is.Repeat, is.Done.Last()), is.Done, is.ID
		again.Outcome, again.Done, again.Proof, again.Reason, again.After, again.Reminded = Open, edtf.Date{}, "", "", "", edtf.Date{}
		again.Steps = nil
		for _, step := range is.Checklist() {
			again.Steps = append(again.Steps, step.Text)
		}
		_, err := s.tasks.AddIn(ctx, w, again)
		return err
	case finished(was) && !is.Closed():
		made, err := following(ctx, w, is.ID)
		if err != nil {
			return err
		}
		for _, t := range made {
			if err := s.tasks.PutAwayIn(ctx, w, t.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// choice is what the form of one request offers beyond what everybody may
// choose: the page from which it is written names the record.
type choice struct {
	has  string // what the task comes from already
	also string // what the address or the form names
}

type choiceKey struct{}

// offering wraps a form's handler so that the form offers the record named by
// the address, by the form itself and by the task that is changed.
func (s *Service) offering(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		c := choice{also: r.URL.Query().Get("about")}
		if c.also == "" {
			c.also = r.PostForm.Get("about")
		}
		if id := r.PathValue("id"); id != "" {
			t, err := s.tasks.Get(r.Context(), id)
			if err != nil {
				return nil, err
			}
			c.has = t.About
		}
		return next(r.WithContext(context.WithValue(r.Context(), choiceKey{}, c)))
	}
}

// aboutOptions are the records that the form offers: that of the page one came
// from, then activities and results. Nobody wants to choose among all records of
// the archive.
func (s *Service) aboutOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	c, _ := ctx.Value(choiceKey{}).(choice)
	var options []ui.Option
	for _, about := range []string{c.has, c.also} {
		if about == "" || slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == about }) {
			continue
		}
		link, err := s.named(ctx, scene, about, AboutKinds())
		if err != nil {
			return nil, err
		}
		switch {
		case link.Text != "":
			options = append(options, ui.Option{Value: about, Label: link.Text})
		case about == c.has: // leaving it out of the form would cut the link without a word
			options = append(options, ui.Option{Value: about, Label: scene.T("task.about.hidden")})
		}
	}
	common, err := s.deps.Proofs(ctx, scene)
	for _, o := range common {
		if o.Value != c.has && o.Value != c.also {
			options = append(options, o)
		}
	}
	return options, err
}

// named is a record as a link; without words when the viewer may not see it.
func (s *Service) named(ctx context.Context, scene *web.Scene, about string, allowed []string) (ui.Link, error) {
	ref := record.ParseRef(about)
	kinds := s.deps.Kinds()
	kind, ok := kinds[ref.Kind]
	if !ok || kind.Title == nil || !slices.Contains(allowed, ref.Kind) {
		return ui.Link{}, nil
	}
	title, err := kind.Title(ctx, ref.ID, scene.Lang)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		return ui.Link{}, nil
	}
	return ui.Link{Text: title, Href: scene.Path(kinds.Path(ref))}, err
}

// ownerOptions are the colleagues who may be given a task.
func (s *Service) ownerOptions(ctx context.Context, _ *web.Scene) ([]ui.Option, error) {
	staff, err := s.deps.Staff(ctx)
	var options []ui.Option
	for _, one := range staff {
		if !one.Left {
			options = append(options, ui.Option{Value: one.ID, Label: one.Name})
		}
	}
	return options, err
}

// afterMax is how many open tasks can be chosen from.
const afterMax = 300

// afterOptions are the open tasks.
func (s *Service) afterOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	open, err := s.Tasks(ctx, Filter{Limit: afterMax})
	options := make([]ui.Option, len(open))
	for i, t := range open {
		options[i] = ui.Option{Value: t.ID, Label: t.Title.In(scene.Lang).Value}
	}
	return options, err
}

// proofOptions are the activities and results that can fulfil something.
func (s *Service) proofOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.deps.Proofs(ctx, scene)
}
