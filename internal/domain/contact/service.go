package contact

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Partners lets organisations be assigned to a partner city without this
// package knowing what a partnership is; package app hands it in.
type Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)

// Service is what the office does with people and organisations.
type Service struct {
	keep.Floor
	organisations keep.Pages[Organisation]
	people        keep.Pages[Person]
	posts         keep.Pages[Post]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, langs []string, partners Partners) *Service {
	s := &Service{Floor: floor}
	s.organisations = keep.Pages[Organisation]{Keeper: s.organisationKeeper(partners), Path: "/organisations", Langs: langs, Start: startOrganisation, Quick: []string{"name", "type", "side", "partner", "visibility"}}
	s.people = keep.Pages[Person]{Keeper: s.personKeeper(), Path: "/people", Langs: langs, Quick: []string{"name", "cyrillic", "latin", "visibility"}, Parts: map[string]keep.Part{
		"role.post": {Kind: PostKind}, "role.organisation": {Kind: OrganisationKind}, "role.since": {Date: true}, "role.until": {Date: true}, "role.seen": {Date: true},
	}}
	s.posts = keep.Pages[Post]{Keeper: s.postKeeper(), Path: "/posts", Langs: langs, Start: startPost}
	return s
}

// Organisation reads one organisation that the viewer may see.
func (s *Service) Organisation(ctx context.Context, id string) (Organisation, error) {
	return s.organisations.Get(ctx, id)
}

// AddOrganisation makes an organisation and returns its identifier.
func (s *Service) AddOrganisation(ctx context.Context, o Organisation, cites ...keep.Cite) (string, error) {
	return s.organisations.Add(ctx, o, cites...)
}

// ChangeOrganisation writes a new state over the version it was made from.
func (s *Service) ChangeOrganisation(ctx context.Context, o Organisation, cites ...keep.Cite) error {
	return s.organisations.Change(ctx, o, cites...)
}

// Organisations lists a page of organisations that the viewer may see, ordered
// by name.
func (s *Service) Organisations(ctx context.Context, f OrganisationFilter) ([]OrganisationRow, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: OrganisationKind})
	if err != nil {
		return nil, err
	}
	return listOrganisations(ctx, s.DB, f, scope, account.From(ctx).Organisation)
}

// CountOrganisations counts what Organisations would list, up to a bound.
func (s *Service) CountOrganisations(ctx context.Context, f OrganisationFilter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: OrganisationKind})
	if err != nil {
		return 0, err
	}
	return countOrganisations(ctx, s.DB, f, scope, account.From(ctx).Organisation, bound)
}

// Person reads one person whom the viewer may see.
func (s *Service) Person(ctx context.Context, id string) (Person, error) {
	return s.people.Get(ctx, id)
}

// Quiet tells of addresses of e-mail, in small letters, which of them belong to
// people who asked not to be contacted.
func (s *Service) Quiet(ctx context.Context, boxes []string) (map[string]bool, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PersonKind}); err != nil {
		return nil, err
	}
	all, err := quietBoxes(ctx, s.DB)
	quiet := map[string]bool{}
	for _, box := range all {
		if box = strings.ToLower(strings.TrimSpace(box)); slices.Contains(boxes, box) {
			quiet[box] = true
		}
	}
	return quiet, err
}

// AddPerson makes a person and returns the identifier.
func (s *Service) AddPerson(ctx context.Context, p Person, cites ...keep.Cite) (string, error) {
	return s.people.Add(ctx, p, cites...)
}

// People lists a page of people whom the viewer may see, ordered by name.
func (s *Service) People(ctx context.Context, f PersonFilter) ([]PersonRow, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PersonKind})
	if err != nil {
		return nil, err
	}
	return listPeople(ctx, s.DB, f, scope, account.From(ctx).Organisation)
}

// CountPeople counts what People would list, up to a bound.
func (s *Service) CountPeople(ctx context.Context, f PersonFilter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PersonKind})
	if err != nil {
		return 0, err
	}
	return countPeople(ctx, s.DB, f, scope, account.From(ctx).Organisation, bound)
}

// AddPost makes a post and returns its identifier.
func (s *Service) AddPost(ctx context.Context, p Post, cites ...keep.Cite) (string, error) {
	return s.posts.Add(ctx, p, cites...)
}

// Post reads one post that the viewer may see.
func (s *Service) Post(ctx context.Context, id string) (Post, error) { return s.posts.Get(ctx, id) }

// Posts lists the posts that the viewer may see, of one organisation or of all.
func (s *Service) Posts(ctx context.Context, organisation string) ([]Post, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PostKind})
	if err != nil {
		return nil, err
	}
	all, err := listPosts(ctx, s.DB, organisation)
	seen := all[:0]
	for _, p := range all {
		if scope.Sees(p.Visibility, false) {
			seen = append(seen, p)
		}
	}
	return seen, err
}

// Appoint gives a person a post or another role and returns its identifier.
func (s *Service) Appoint(ctx context.Context, r Role) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		person, err := s.mayAppoint(ctx, w, &r)
		if err != nil {
			return record.Ref{}, err
		}
		r.ID = w.NewID()
		if err := insertRole(ctx, w, r); err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: RoleKind, ID: r.ID}
		return ref, w.Did(ctx, person.Ref(), audit.Changed, person.Name, audit.Diff(nil, roleFields(r)))
	})
	return ref.ID, err
}

// ChangeRole corrects a role, for example when it ended.
func (s *Service) ChangeRole(ctx context.Context, r Role) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		person, err := s.mayAppoint(ctx, w, &r)
		if err != nil {
			return record.Ref{}, err
		}
		before, err := roleByID(ctx, w, r.ID)
		if err != nil {
			return record.Ref{}, err
		}
		if before.Person != r.Person {
			return record.Ref{}, errs.New(errs.NotFound, "record.missing")
		}
		if err := updateRole(ctx, w, r); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: RoleKind, ID: r.ID}, w.Changed(ctx, person.Ref(), person.Name, roleFields(before.Role), roleFields(r))
	})
	return err
}

// mayAppoint checks a role and whether the viewer may change the person.
func (s *Service) mayAppoint(ctx context.Context, h db.Handle, r *Role) (Person, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: PersonKind}); err != nil {
		return Person{}, err
	}
	person, err := personByID(ctx, h, r.Person)
	if err != nil || person.Binned {
		return person, errs.New(errs.NotFound, "record.missing")
	}
	return person, checkRole(ctx, h, r)
}

// Roles lists what a person is and was, the present first.
func (s *Service) Roles(ctx context.Context, person string) ([]Holder, error) {
	if _, err := s.people.Get(ctx, person); err != nil {
		return nil, err
	}
	return holdersOf(ctx, s.DB, "person_id", person)
}

// Members lists who is and was in an organisation, the present first, as far as
// the viewer may see the people.
func (s *Service) Members(ctx context.Context, organisation string) ([]Holder, error) {
	return s.visible(ctx, "organisation_id", organisation)
}

// Holders lists who holds and held a post, the present first.
func (s *Service) Holders(ctx context.Context, post string) ([]Holder, error) {
	return s.visible(ctx, "post_id", post)
}

func (s *Service) visible(ctx context.Context, column, id string) ([]Holder, error) {
	scope := s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: PersonKind})
	all, err := holdersOf(ctx, s.DB, column, id)
	seen := all[:0]
	for _, h := range all {
		if scope.Sees(h.PersonName.Visibility, false) {
			seen = append(seen, h)
		}
	}
	return seen, err
}

// Holder is who holds a post on a day; false for a vacant one. It asks for no
// permission beyond seeing people and serves the pages of other subjects.
func (s *Service) Holder(ctx context.Context, post string, on time.Time) (Holder, bool, error) {
	all, err := s.Holders(ctx, post)
	if err != nil {
		return Holder{}, false, err
	}
	for _, h := range all {
		if h.Current(on) {
			return h, true, nil
		}
	}
	return Holder{}, false, nil
}

// HeldPosts are the posts that somebody holds on a day.
func (s *Service) HeldPosts(ctx context.Context, on time.Time) (map[string]bool, error) {
	all, err := holdersOfPosts(ctx, s.DB)
	held := map[string]bool{}
	for _, r := range all {
		held[r.Post] = held[r.Post] || r.Current(on)
	}
	delete(held, "")
	return held, err
}

// Incumbents are the people who hold posts on a day, as far as the viewer may
// see them.
func (s *Service) Incumbents(ctx context.Context, on time.Time) ([]Incumbent, error) {
	scope := s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: PersonKind})
	all, err := incumbentsOf(ctx, s.DB)
	current := all[:0]
	for _, i := range all {
		if i.Current(on) && scope.Sees(i.Person.Visibility, false) {
			current = append(current, i)
		}
	}
	return current, err
}
