package setting

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/password"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/place"
)

// The second and third screen of the set-up: which city, and who begins.

func (s *Setup) cityPage(r *http.Request, st *state) (web.Reply, error) {
	q := form.Line(r.URL.Query().Get("q"))
	if q == "" {
		q = st.city.Name(st.lang)
	}
	return s.showCity(r, st, q, nil)
}

func (s *Setup) showCity(r *http.Request, st *state, q string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &wizardPage{Form: ui.Form{Fields: []ui.Field{
		{Kind: ui.FieldText, Name: "q", Label: sc.T("setting.setup.city.label"), Hint: sc.T("setting.setup.city.hint"), Value: q, NoSpell: true, Autofocus: q == "", Autocomplete: "off"},
	}}}
	found := s.towns.Find(q, place.Options{Lang: st.lang, Limit: 8})
	switch {
	case len(found) > 0:
		p.Form.Hidden = []ui.Hidden{{Name: "searched", Value: q}}
		p.Form.Fields = append(p.Form.Fields, ui.Field{Kind: ui.FieldRadios, Name: "place", Label: sc.T("setting.setup.city.which"), Options: append(
			townOptions(sc, s.towns, found, st.city.GeoNames), ui.Option{Value: "other", Label: sc.T("setting.setup.city.other")})})
	case q != "":
		p.Form.Fields = append(p.Form.Fields, s.manualFields(r, sc)...)
	}
	if q == "" {
		p.Form.Submit = ui.Button{Text: sc.T("setting.setup.find"), Kind: ui.ButtonPrimary}
	}
	return wizard(sc, "city", p, failed)
}

// manualFields ask for what the gazetteer would have known.
func (s *Setup) manualFields(r *http.Request, sc *web.Scene) []ui.Field {
	country := ui.Field{Kind: ui.FieldSelect, Name: "country", Label: sc.T("setting.setup.country"), Empty: sc.T("setting.setup.choose"), Width: ui.WidthMedium}
	for _, c := range s.towns.Countries() {
		country.Options = append(country.Options, ui.Option{Value: c.ISO2, Label: c.Name(sc.Lang), Selected: c.ISO2 == r.PostFormValue("country")})
	}
	return []ui.Field{
		country,
		{Kind: ui.FieldText, Name: "lat", Label: sc.T("setting.setup.lat"), Hint: sc.T("setting.setup.lat.hint"), Value: r.PostFormValue("lat"), Width: ui.WidthShort},
		{Kind: ui.FieldText, Name: "lon", Label: sc.T("setting.setup.lon"), Hint: sc.T("setting.setup.lon.hint"), Value: r.PostFormValue("lon"), Width: ui.WidthShort},
		{Kind: ui.FieldText, Name: "zone", Label: sc.T("setting.setup.zone"), Hint: sc.T("setting.setup.zone.hint"), Value: r.PostFormValue("zone"), Width: ui.WidthMedium, NoSpell: true},
	}
}

func (s *Setup) takeCity(r *http.Request, st *state) (web.Reply, error) {
	q := form.Line(r.PostFormValue("q"))
	if q == "" {
		return s.showCity(r, st, q, errs.Field("q", "setting.setup.city.empty"))
	}
	if q == r.PostFormValue("searched") && r.PostFormValue("place") != "other" {
		if id, err := strconv.Atoi(r.PostFormValue("place")); err == nil {
			if p, ok := s.towns.ByGeoNames(id); ok {
				st.city, st.manual = p, false
				return web.Redirect{To: onward(st, "/you")}, nil
			}
		}
	}
	if r.PostFormValue("place") == "other" {
		sc := web.SceneOf(r)
		return wizard(sc, "city", &wizardPage{Form: ui.Form{Fields: append([]ui.Field{
			{Kind: ui.FieldText, Name: "q", Label: sc.T("setting.setup.city.label"), Value: q, NoSpell: true}}, s.manualFields(r, sc)...)}}, nil)
	}
	if r.PostForm.Has("lat") {
		p, err := s.manualPlace(r, q, st.lang)
		if err != nil {
			sc := web.SceneOf(r)
			return wizard(sc, "city", &wizardPage{Form: ui.Form{Fields: append([]ui.Field{
				{Kind: ui.FieldText, Name: "q", Label: sc.T("setting.setup.city.label"), Value: q, NoSpell: true}}, s.manualFields(r, sc)...)}}, err)
		}
		st.city, st.manual = p, true
		return web.Redirect{To: onward(st, "/you")}, nil
	}
	if q == r.PostFormValue("searched") {
		return s.showCity(r, st, q, errs.Field("place", "setting.home.choose"))
	}
	return s.showCity(r, st, q, nil) // a new search
}

func (s *Setup) manualPlace(r *http.Request, name, lang string) (place.Place, error) {
	f := form.Read(r.PostForm)
	lat, lon := f.Float("lat", form.Required("setting.setup.lat.empty")), f.Float("lon", form.Required("setting.setup.lon.empty"))
	h := Home{Lat: lat, Lon: lon, Zone: form.Line(f.Typed("zone")), Country: f.Typed("country")}
	if _, ok := s.towns.Country(h.Country); !ok {
		f.Fail("country", "setting.setup.country.empty")
	}
	if utf8.RuneCountInString(name) > maxTitle {
		f.Fail("q", "setting.long", "max", strconv.Itoa(maxTitle), "now", strconv.Itoa(utf8.RuneCountInString(name)))
	}
	var bad errs.Fields
	checkHome(&bad, h)
	for _, e := range bad {
		field := "lat"
		if e.Key == "setting.home.zone" {
			field = "zone"
		}
		f.Fail(field, e.Key)
	}
	if err := f.Err(); err != nil {
		return place.Place{}, err
	}
	return place.Place{Main: name, Names: map[string]string{lang: name}, Country: h.Country, Point: geo.Point{Lat: lat, Lon: lon}, Zone: h.Zone}, nil
}

func (s *Setup) youPage(r *http.Request, st *state) (web.Reply, error) {
	return s.showYou(r, st, st.admin, st.department, nil)
}

func (s *Setup) showYou(r *http.Request, st *state, admin account.NewUser, department string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	if department == "" && failed == nil {
		department = sc.T("setting.setup.department.usual")
	}
	return wizard(sc, "you", &wizardPage{Form: ui.Form{Fields: []ui.Field{
		{Kind: ui.FieldText, Name: "name", Label: sc.T("setting.setup.name"), Value: admin.Name, Autocomplete: "name", NoSpell: true},
		{Kind: ui.FieldEmail, Name: "email", Label: sc.T("setting.setup.email"), Hint: sc.T("setting.setup.email.hint"), Value: admin.Email, Autocomplete: "username", NoSpell: true},
		{Kind: ui.FieldPassword, Name: "password", Label: sc.T("setting.setup.password"), Hint: sc.T("setting.setup.password.hint", "min", password.Min), Autocomplete: "new-password"},
		{Kind: ui.FieldText, Name: "department", Label: sc.T("setting.department"), Value: department, Optional: sc.T("setting.optional")},
	}}}, failed)
}

func (s *Setup) takeYou(r *http.Request, st *state) (web.Reply, error) {
	admin := account.NewUser{
		Name: r.PostFormValue("name"), Email: r.PostFormValue("email"), Lang: st.lang,
		Roles: []account.Role{account.Administrator, account.Head},
	}
	department := form.Line(r.PostFormValue("department"))
	bad := errs.FieldsOf(admin.Validate())
	context := []string{admin.Name, admin.Email, department, st.city.Main}
	for _, name := range st.city.Names {
		context = append(context, name)
	}
	secret, err := account.NewCredentials(r.Context(), r.PostFormValue("password"), context)
	if fields := errs.FieldsOf(err); fields != nil {
		bad = append(bad, fields...)
	} else if err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(department); n > 2*maxTitle {
		bad.Add(errs.Field("department", "setting.long", "max", strconv.Itoa(2*maxTitle), "now", strconv.Itoa(n)))
	}
	if err := bad.Err(); err != nil {
		return s.showYou(r, st, admin, department, err)
	}
	st.admin, st.department, st.secret = admin, department, &secret
	return web.Redirect{To: onward(st, "/partners")}, nil
}
