package app

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/app/between"
	"pobratim/internal/app/policy"
	"pobratim/internal/domain/partner"
	"pobratim/internal/front/api"
	"pobratim/internal/front/dav"
	"pobratim/internal/front/guest"
	"pobratim/internal/front/office"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/setting"
	"pobratim/internal/platform/transfer"
)

// City is one municipality: its database, its desks, its office and portal.
type City struct {
	Slug     string
	Log      *audit.Log
	Settings *setting.Service
	Kinds    record.Kinds
	Modules  []module.Module
	Tables   []transfer.Table // the registers of all subjects

	desks
	blobs  *blob.Store
	office *office.Frame
	portal http.Handler
	api    *api.Frame
	dav    *dav.Frame
	guest  *guest.Frame
}

// languages are those in which the program has words of its own; every text is
// offered in them.
func languages() []string { return []string{"ru", "en"} }

// openCity opens a municipality's database and builds everything on it.
func (in *Installation) openCity(ctx context.Context, slug string) error {
	merged, err := mergedSchema()
	if err != nil {
		return err
	}
	d, err := in.openDB(ctx, slug, merged)
	if err != nil {
		return err
	}
	c := &City{Slug: slug, desks: desks{Desks: between.Desks{DB: d, Gate: account.NewGate(policy.Table())}}}
	if c.Log, err = audit.Open(ctx, d, in.clock); err != nil {
		return err
	}
	base := "/" + slug
	c.Settings = setting.New(d, c.Log, c.Gate, in.clock, in.places, languages())
	c.Accounts = account.New(d, c.Log, c.Gate, in.clock, account.Site{
		Base: base + "/office", Origin: in.config.Address, Langs: languages(), Words: c.ownWords, Help: c.contact, Organisations: c.organisations,
	})
	if err := c.build(in, filepath.Join(in.config.Data, slug)); err != nil {
		return err
	}
	if err := in.frames(c, base); err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.cities[slug] = c
	return nil
}

// ownWords are names that a password must not be made of.
func (c *City) ownWords(ctx context.Context) []string {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return []string{c.Slug}
	}
	words := []string{c.Slug, "pobratim"}
	for _, lang := range s.Name.Langs() {
		words = append(words, s.Name.Get(lang))
	}
	return words
}

// contact is how the department is reached by who cannot sign in.
func (c *City) contact(ctx context.Context, _ string) string {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return ""
	}
	said := slices.DeleteFunc([]string{s.Phone, s.Email}, func(one string) bool { return one == "" })
	return strings.Join(said, ", ")
}

// organisations are those that a user may act for. Who keeps the users sees
// their names here, though not the records.
func (c *City) organisations(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	return c.Contacts.OrganisationOptions(account.With(ctx, account.System("pobratim")), s)
}

// home is the municipality as the starting point of distances and hours.
func (c *City) home(lang string) partner.Home {
	s, err := c.Settings.Get(context.Background())
	if err != nil {
		return partner.Home{Name: c.Slug}
	}
	return partner.Home{Name: s.Name.In(lang).Value, Point: s.Home.Point(), Zone: s.Home.Location(), Country: s.Home.Country, GeoNames: s.Home.GeoNames}
}

// department is who prints a paper.
func (c *City) department(lang string) string {
	s, err := c.Settings.Get(context.Background())
	if err != nil {
		return c.Slug
	}
	if d := s.Department.In(lang).Value; d != "" {
		return d
	}
	return s.Name.In(lang).Value
}

// crest is the coat of arms for papers, with its type; nothing without one.
func (c *City) crest(ctx context.Context) ([]byte, string, error) {
	one, body, err := c.Settings.Crest(ctx)
	if errs.KindOf(err) == errs.NotFound {
		return nil, "", nil
	}
	return body, one.Type, err
}

// require asks the authorization table, for packages below account.
func (c *City) require(ctx context.Context, need module.Need) error {
	_, err := c.Gate.Require(ctx, need)
	return err
}

// floor is what the desks stand on.
func (c *City) floor() keep.Floor {
	return keep.Floor{DB: c.DB, Log: c.Log, Gate: c.Gate, Kinds: func() record.Kinds { return c.Kinds }}
}
