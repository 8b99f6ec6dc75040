package contact

import (
	"context"
	"net/http"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
)

// RoleKind names roles in idempotent outcomes; roles have no pages of their own.
const RoleKind = "role"

func (s *Service) organisationKeeper(partners Partners) *keep.Keeper[Organisation] {
	return &keep.Keeper[Organisation]{
		Floor: s.Floor, Kind: OrganisationKind, IDs: organisationIDs,
		Fields: keep.Set[Organisation]{
			{Name: "name", At: func(o *Organisation) any { return &o.Name }, Required: true, Max: 300, Source: true, Called: true},
			{Name: "type", At: func(o *Organisation) any { return &o.Type }, Required: true, Options: keep.Choices("organisation.type", OrganisationTypes()...)},
			{Name: "side", At: func(o *Organisation) any { return &o.Side }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("contact.side", Sides()...)},
			{Name: "partner", At: func(o *Organisation) any { return &o.Partner }, Options: partners, Link: "/partners/{id}"},
			{Name: "parent", At: func(o *Organisation) any { return &o.Parent }, Options: s.organisationOptions, Link: "/organisations/{id}"},
			{Name: "about", At: func(o *Organisation) any { return &o.About }, Long: true, Source: true},
			{Name: "website", At: func(o *Organisation) any { return &o.Website }, Kind: ui.FieldURL, Max: 1000},
			{Name: "email", At: func(o *Organisation) any { return &o.Email }, Kind: ui.FieldEmail},
			{Name: "phone", At: func(o *Organisation) any { return &o.Phone }, Kind: ui.FieldPhone, Width: ui.WidthMedium},
			{Name: "screened", At: func(o *Organisation) any { return &o.Screened }, Inner: true},
			{Name: "visibility", At: func(o *Organisation) any { return &o.Visibility }, Aside: true},
		},
		Meta:  func(o *Organisation) *keep.Meta { return &o.Meta },
		Title: func(o *Organisation, lang string) string { return o.Name.In(lang).Value },
		ByID:  organisationByID, Many: organisationsByID, Insert: insertOrganisation, Update: updateOrganisation, Bin: binOrganisation,
		Own: func(_ context.Context, _ db.Handle, o *Organisation, organisation string) (bool, error) {
			return organisation != "" && o.ID == organisation, nil
		},
		Owned: ownedOrganisation,
		Found: foundOrganisation,
		Check: checkOrganisation,
		Alike: alikeOrganisation,
	}
}

// startOrganisation takes the partner from the page one came from.
func startOrganisation(r *http.Request, o *Organisation) {
	o.Partner = r.URL.Query().Get("partner")
	if o.Partner != "" {
		o.Side = string(Theirs)
	}
}

// checkOrganisation keeps nesting free of circles.
func checkOrganisation(ctx context.Context, h db.Handle, o *Organisation) error {
	for id, steps := o.Parent, 0; id != ""; steps++ {
		if id == o.ID || steps > 20 {
			return errs.Field("parent", "organisation.parent.circle")
		}
		above, err := organisationByID(ctx, h, id)
		if err != nil {
			return errs.Field("parent", "form.choice")
		}
		id = above.Parent
	}
	return nil
}

// organisationOptions lists the first thousand organisations, to choose from.
func (s *Service) organisationOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	rows, err := s.Organisations(ctx, OrganisationFilter{Limit: 1000})
	options := make([]ui.Option, len(rows))
	for i, o := range rows {
		options[i] = ui.Option{Value: o.ID, Label: o.Name.In(scene.Lang).Value}
	}
	return options, err
}

func (s *Service) personKeeper() *keep.Keeper[Person] {
	return &keep.Keeper[Person]{
		Floor: s.Floor, Kind: PersonKind, IDs: personIDs, Personal: true,
		Fields: keep.Set[Person]{
			{Name: "name", At: func(p *Person) any { return &p.Name }, Required: true, Max: 200, Source: true, Called: true},
			{Name: "cyrillic", At: func(p *Person) any { return &p.Cyrillic }, Max: 200, Source: true, Called: true},
			{Name: "latin", At: func(p *Person) any { return &p.Latin }, Max: 200, Source: true, Called: true},
			{Name: "sounds", At: func(p *Person) any { return &p.Sounds }, Max: 200},
			{Name: "address", At: func(p *Person) any { return &p.Address }, Max: 200},
			{Name: "spoken", At: func(p *Person) any { return &p.Spoken }, Options: Languages},
			{Name: "written", At: func(p *Person) any { return &p.Written }, Options: Languages},
			{Name: "email", At: func(p *Person) any { return &p.Email }, Kind: ui.FieldEmail},
			{Name: "phone", At: func(p *Person) any { return &p.Phone }, Kind: ui.FieldPhone, Width: ui.WidthMedium},
			{Name: "met", At: func(p *Person) any { return &p.Met }},
			{Name: "quiet", At: func(p *Person) any { return &p.Quiet }},
			{Name: "about", At: func(p *Person) any { return &p.About }, Long: true},
			{Name: "visibility", At: func(p *Person) any { return &p.Visibility }, Aside: true},
		},
		Meta:  func(p *Person) *keep.Meta { return &p.Meta },
		Title: func(p *Person, lang string) string { return p.In(lang) },
		ByID:  personByID, Many: peopleByID, Insert: insertPerson, Update: updatePerson, Bin: binPerson,
		Own:   isOwnPerson,
		Owned: ownedPeople,
		Found: foundPerson,
		Alike: alikePerson,
	}
}

// Languages lists the languages that a person or a correspondence can have.
func Languages(_ context.Context, s *web.Scene) ([]ui.Option, error) {
	codes := i18n.LanguageCodes()
	options := make([]ui.Option, len(codes))
	for i, code := range codes {
		options[i] = ui.Option{Value: code, Label: s.Language(code)}
	}
	return options, nil
}

func (s *Service) postKeeper() *keep.Keeper[Post] {
	return &keep.Keeper[Post]{
		Floor: s.Floor, Kind: PostKind, IDs: postIDs,
		Fields: keep.Set[Post]{
			{Name: "title", At: func(p *Post) any { return &p.Title }, Required: true, Max: 300, Source: true, Called: true},
			{Name: "organisation", At: func(p *Post) any { return &p.Organisation }, Options: s.organisationOptions, Link: "/organisations/{id}"},
			{Name: "side", At: func(p *Post) any { return &p.Side }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("contact.side", Sides()...)},
			{Name: "visibility", At: func(p *Post) any { return &p.Visibility }, Aside: true},
		},
		Meta:  func(p *Post) *keep.Meta { return &p.Meta },
		Title: func(p *Post, lang string) string { return p.Title.In(lang).Value },
		ByID:  postByID, Insert: insertPost, Update: updatePost, Bin: binPost,
		Found: foundPost,
	}
}

// startPost takes the organisation from the page one came from.
func startPost(r *http.Request, p *Post) {
	p.Organisation = r.URL.Query().Get("organisation")
	p.Side = r.URL.Query().Get("side")
}

// checkRole wants a post, an organisation or a title, in the right order of days.
func checkRole(ctx context.Context, h db.Handle, r *Role) error {
	var bad errs.Fields
	if !r.Since.IsZero() && !r.Until.IsZero() && r.Until.Before(r.Since) {
		bad.Add(errs.Field("until", "date.order", "start", r.Since))
	}
	if r.Post != "" {
		post, err := postByID(ctx, h, r.Post)
		if err != nil || post.Binned {
			bad.Add(errs.Field("post", "form.choice"))
		}
		r.Organisation = post.Organisation
	}
	if r.Post == "" && r.Organisation == "" && r.Title.IsZero() {
		bad.Add(errs.Field("post", "contact.role.empty"))
	}
	if r.Organisation != "" {
		if _, err := organisationByID(ctx, h, r.Organisation); err != nil {
			bad.Add(errs.Field("organisation", "form.choice"))
		}
	}
	return bad.Err()
}

// roleFields are a role's values for the person's history.
func roleFields(r Role) audit.Fields {
	date := func(d edtf.Date) string { return keep.Canonical(&d) }
	return audit.Fields{
		{Name: "role.post", Value: r.Post}, {Name: "role.organisation", Value: r.Organisation}, {Name: "role.title", Value: keep.Canonical(&r.Title)},
		{Name: "role.since", Value: date(r.Since)}, {Name: "role.until", Value: date(r.Until)}, {Name: "role.seen", Value: date(r.Seen)},
	}
}
