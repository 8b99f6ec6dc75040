package task

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the municipality's zone
	// Kinds are the kinds of records of all subjects, complete once the program
	// is built.
	Kinds func() record.Kinds
	// Partners and Posts are what can be chosen, by identifier.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Posts    func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Proofs are the activities and results, as "kind:id".
	Proofs func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Staff are the users who may be given a task, and those who were and left.
	Staff func(ctx context.Context) ([]Colleague, error)
	// Held are the posts that somebody holds now, with the names of the holders
	// as readers of a language read them.
	Held func(ctx context.Context, lang string) ([]Held, error)
	// Coordinator is the post that answers for a partnership; empty for none.
	Coordinator func(ctx context.Context, h db.Handle, partner string) (post string, err error)
	// Origin is what a record knows of a promise made in it.
	Origin func(ctx context.Context, about record.Ref) (Origin, error)
}

// Colleague is a user as far as tasks need to know.
type Colleague struct {
	ID, Name, Email string
	Left            bool // may no longer sign in, or no longer change tasks
}

// Held is a post that somebody holds.
type Held struct {
	Post, Name, Email string
}

// Origin is what a record knows of a promise made in it.
type Origin struct {
	Partner string    // the only partner that it concerns; empty for none or several
	On      edtf.Date // when it was
	Lines   []string  // of a protocol: each can be a promise
}

// fill puts what is known into a new entry.
func (o Origin) fill(t *Task) {
	if t.Partner == "" {
		t.Partner = o.Partner
	}
	if !o.On.IsZero() {
		t.Made = o.On
	}
}

// Service is what the office does with tasks and promises.
type Service struct {
	keep.Floor
	deps  Deps
	tasks keep.Pages[Task]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.tasks = keep.Pages[Task]{Keeper: s.keeper(), Path: "/tasks", Langs: deps.Langs, Start: s.start, Quick: quick()}
	return s
}

// Task reads one entry that the viewer may see.
func (s *Service) Task(ctx context.Context, id string) (Task, error) { return s.tasks.Get(ctx, id) }

// Add makes an entry and returns its identifier.
func (s *Service) Add(ctx context.Context, t Task, cites ...keep.Cite) (string, error) {
	return s.tasks.Add(ctx, t, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, t Task, cites ...keep.Cite) error {
	return s.tasks.Change(ctx, t, cites...)
}

// Tasks lists a page of what the viewer may see.
func (s *Service) Tasks(ctx context.Context, f Filter) ([]Task, error) {
	scope, err := s.Gate.Require(ctx, s.tasks.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Tasks would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.tasks.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// Tallies counts what is open by partner.
func (s *Service) Tallies(ctx context.Context) ([]Tally, error) {
	scope, err := s.Gate.Require(ctx, s.tasks.ViewNeed())
	if err != nil {
		return nil, err
	}
	return tallies(ctx, s.DB, s.today().Sort(), scope)
}

// today is the day in the municipality's zone.
func (s *Service) today() edtf.Date { return edtf.On(s.deps.Clock()) }

// Finish says that a task, in the version that was read, is done today.
func (s *Service) Finish(ctx context.Context, id string, version int64) error {
	return s.touch(ctx, id, version, func(t *Task) { s.finish(t) })
}

// finish closes a task today, and ticks nothing: what is left of a checklist
// was not needed.
func (s *Service) finish(t *Task) {
	t.Outcome, t.Done = Kept, s.today()
}

// Reopen takes an outcome back.
func (s *Service) Reopen(ctx context.Context, id string, version int64) error {
	return s.touch(ctx, id, version, func(t *Task) {
		t.Outcome, t.Done, t.Proof, t.Reason = Open, edtf.Date{}, "", ""
	})
}

// Close writes an outcome with its day, its proof and its reason.
func (s *Service) Close(ctx context.Context, id string, version int64, as Closing) error {
	return s.touch(ctx, id, version, func(t *Task) {
		t.Outcome, t.Done, t.Proof, t.Reason = as.Outcome, as.Done, as.Proof, as.Reason
	})
}

// Tick marks a step of the checklist as done, or as not done.
func (s *Service) Tick(ctx context.Context, id string, version int64, step int) error {
	return s.touch(ctx, id, version, func(t *Task) { t.tick(step) })
}

// Remind writes down that the partner was reminded today.
func (s *Service) Remind(ctx context.Context, id string, version int64) error {
	return s.touch(ctx, id, version, func(t *Task) { t.Reminded = s.today() })
}

func (s *Service) touch(ctx context.Context, id string, version int64, do func(*Task)) error {
	t, err := s.tasks.Get(ctx, id)
	if err != nil {
		return err
	}
	t.Version = version
	do(&t)
	return s.tasks.Change(ctx, t)
}

// mayAdd tells whether the viewer may make tasks.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}

// crew is who answers for what on the day of a page.
type crew struct {
	staff map[string]Colleague
	held  map[string][]Held // by post
	posts map[string]string // post → title; what can be seen of them
	me    account.Viewer
}

// crew reads users and posts. A user holds a post when the person who holds it
// has the user's address of e-mail.
func (s *Service) crew(ctx context.Context, scene *web.Scene) (*crew, error) {
	c := &crew{staff: map[string]Colleague{}, held: map[string][]Held{}, posts: map[string]string{}, me: account.From(ctx)}
	staff, err := s.deps.Staff(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range staff {
		c.staff[one.ID] = one
	}
	held, err := s.deps.Held(ctx, scene.Lang)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		c.held[h.Post] = append(c.held[h.Post], h)
	}
	posts, err := s.deps.Posts(ctx, scene)
	if err != nil {
		return nil, err
	}
	for _, p := range posts {
		c.posts[p.Value] = p.Label
	}
	return c, nil
}

// own is what is in the viewer's hands.
func (c *crew) own() *Hands { return c.hands(c.me.UserID, c.me.Email) }

// hands is what is in the hands of a user with an address of e-mail.
func (c *crew) hands(user, email string) *Hands {
	h := &Hands{Users: []string{user}}
	for post, holders := range c.held {
		if email != "" && slices.ContainsFunc(holders, func(one Held) bool { return strings.EqualFold(one.Email, email) }) {
			h.Posts = append(h.Posts, post)
		}
	}
	slices.Sort(h.Posts)
	return h
}

// nobody is what is in nobody's hands.
func (c *crew) nobody() *Hands {
	h := &Hands{Nobody: true}
	for id, one := range c.staff {
		if !one.Left {
			h.Users = append(h.Users, id)
		}
	}
	for post := range c.held {
		h.Posts = append(h.Posts, post)
	}
	slices.Sort(h.Users)
	slices.Sort(h.Posts)
	return h
}

// holds tells whether a task is in some hands.
func (h *Hands) holds(t Task) bool {
	return slices.Contains(h.Users, t.Owner) || t.Owner == "" && slices.Contains(h.Posts, t.Post)
}

// who says in whose hands a task is, and whether it is in anybody's.
func (c *crew) who(scene *web.Scene, t Task) (words string, held bool) {
	switch one, known := c.staff[t.Owner]; {
	case t.Owner != "" && known && !one.Left:
		return one.Name, true
	case t.Owner != "" && known:
		return scene.T("task.nobody.left", "name", one.Name), false
	case t.Owner != "":
		return scene.T("task.nobody"), false
	case t.Post == "":
		return scene.T("task.nobody"), false
	}
	title := c.posts[t.Post]
	if title == "" {
		title = scene.T("task.post.hidden")
	}
	if holders := c.held[t.Post]; len(holders) > 0 {
		names := make([]string, len(holders))
		for i, h := range holders {
			names[i] = h.Name
		}
		return scene.T("task.post.holder", "post", title, "name", scene.Join(names)), true
	}
	return scene.T("task.post.vacant", "post", title), false
}
