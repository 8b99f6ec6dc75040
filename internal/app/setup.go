package app

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/domain/partner"
	"pobratim/internal/front/office"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/setting"
)

// prepareSetup mounts the first-run set-up when there is no municipality yet.
func (in *Installation) prepareSetup(tell func(code string)) error {
	if len(in.cities) > 0 {
		return nil
	}
	in.setup = setting.NewSetup(in.clock, in.places, languages(), tell, in.found)
	var err error
	in.setupFrame, err = office.SetupFrame{Setup: in.setup, Catalog: in.catalog, Assets: in.assets, Clock: in.clock, Log: in.log}.Open()
	return err
}

// found makes the municipality that the set-up describes, with its first user
// and the partner cities that were pasted.
func (in *Installation) found(ctx context.Context, f setting.Founding) (setting.Founded, error) {
	ctx = account.With(ctx, account.System("set-up"))
	ctx = audit.WithActor(ctx, audit.Actor{ID: "set-up", Name: "set-up"})
	c, err := in.add(ctx, f.Slug, false)
	if err != nil {
		return setting.Founded{}, err
	}
	s := setting.Settings{OfficeLangs: orderedLangs(f.Lang), PortalLangs: orderedLangs(f.Lang), Home: setting.HomeOf(f.City), Name: namesOf(f)}
	if f.Department != "" {
		s.Department = i18n.NewText(f.Lang, f.Department)
	}
	if err := c.Settings.Save(ctx, s); err != nil {
		return setting.Founded{}, err
	}
	if _, err := c.Accounts.Add(ctx, f.Admin, f.Secret); err != nil {
		return setting.Founded{}, err
	}
	for _, p := range f.Partners {
		if err := c.foundPartner(ctx, p, f.Lang); err != nil {
			return setting.Founded{}, err
		}
	}
	return setting.Founded{Portal: "/" + f.Slug + "/", Office: "/" + f.Slug + "/office/"}, nil
}

// orderedLangs puts the language that was chosen first.
func orderedLangs(first string) []string {
	langs := []string{first}
	for _, l := range languages() {
		if l != first {
			langs = append(langs, l)
		}
	}
	return langs
}

func namesOf(f setting.Founding) i18n.Text {
	name := i18n.NewText(f.Lang, f.City.Name(f.Lang))
	for _, l := range languages() {
		if other := f.City.Names[l]; l != f.Lang && other != "" {
			name.Set(l, other)
		}
	}
	return name
}

// foundPartner records one city. A pasted one is public, since the set-up ends
// with a portal that shows it; the page before said so. One that was ticked in a
// list cites it and waits for somebody to look.
func (c *City) foundPartner(ctx context.Context, p setting.Partner, lang string) error {
	since, err := edtf.Parse(p.Since)
	if err != nil {
		since = edtf.Date{}
	}
	rec := partner.Partnership{Type: "sister", Since: since, Country: p.Country}
	rec.Visibility = "public"
	rec.Name = i18n.NewText(lang, p.Written)
	if !p.Place.IsZero() {
		rec.Name = i18n.NewText(lang, p.Place.Name(lang))
		for _, l := range languages() {
			if other := p.Place.Names[l]; l != lang && other != "" {
				rec.Name.Set(l, other)
			}
		}
		rec.GeoNames, rec.Country = strconv.Itoa(p.Place.GeoNames), p.Place.Country
	}
	if p.List != 0 {
		_, err = c.Partners.AddListed(ctx, rec, p.List)
		return err
	}
	_, err = c.Partners.Add(ctx, rec)
	return err
}

// setupHandler answers below /setup/; nothing is there once a municipality
// exists and the set-up has shown its last page.
func (in *Installation) setupHandler(w http.ResponseWriter, r *http.Request) {
	if in.setupFrame == nil {
		http.NotFound(w, r)
		return
	}
	if r.URL.Path == "/setup" {
		http.Redirect(w, r, "/setup/", http.StatusPermanentRedirect)
		return
	}
	in.setupFrame.ServeHTTP(w, r)
}
