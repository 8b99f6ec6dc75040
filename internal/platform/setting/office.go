package setting

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/place"
)

// The page of settings (O40).

type editPage struct {
	Head    ui.Head
	Notice  *ui.Notice
	Preview preview
	Form    ui.Form
	Crest   ui.Link
	History ui.Link
}

// preview is how the head of the portal will look, as plain HTML.
type preview struct {
	Title string
	Place ui.Place
	Menu  ui.LangMenu
	Foot  []ui.Value
}

func (s *Service) edit(r *http.Request) (web.Reply, error) {
	if _, err := s.gate.Require(r.Context(), Need); err != nil {
		return nil, err
	}
	now, err := s.Get(r.Context())
	if err != nil {
		return nil, err
	}
	return s.showEdit(r, now, nil, nil)
}

func (s *Service) showEdit(r *http.Request, v Settings, towns []ui.Option, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	title := sc.T("setting.title")
	p := &editPage{
		Head: ui.Head{Title: ui.Value{Text: title}}, Form: s.form(sc, v, towns), Preview: s.preview(sc, v),
		Crest:   ui.Link{Text: sc.T("setting.crest.open"), Href: sc.Path("/settings/crest"), Icon: ui.IconUpload},
		History: ui.Link{Text: sc.T("setting.history"), Href: sc.Path("/history/" + Kind + "/" + Ref.ID), Icon: ui.IconHistory},
	}
	page := web.Page{Template: "setting/edit", Title: title, Data: p}
	if failed != nil {
		status, ok := sc.Mark(&p.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

func (s *Service) form(sc *web.Scene, v Settings, towns []ui.Option) ui.Form {
	labelled := func(name, label string, t i18n.Text, long bool) ui.Field {
		f := ui.Field{Kind: ui.FieldLangs, Name: name, Label: sc.T("setting." + label), Hint: hint(sc, label)}
		for _, lang := range s.langs {
			value := ui.LangValue{Lang: lang, Language: sc.T("setting.lang." + lang), Name: name + "." + lang, Value: t.Get(lang), Long: long}
			if t.Stale(lang) {
				value.Stale = sc.T("setting.stale_mark")
			}
			f.Langs = append(f.Langs, value)
		}
		return f
	}
	langs := func(name string, t i18n.Text, long bool) ui.Field { return labelled(name, name, t, long) }
	checks := func(name string, has []string) ui.Field {
		f := ui.Field{Kind: ui.FieldChecks, Name: name, Label: sc.T("setting." + name), Hint: hint(sc, name)}
		for _, lang := range s.langs {
			f.Options = append(f.Options, ui.Option{Value: lang, Label: sc.T("setting.lang." + lang), Lang: lang, Selected: slices.Contains(has, lang)})
		}
		return f
	}
	home := []ui.Field{{Kind: ui.FieldText, Name: "home", Label: sc.T("setting.home"), Hint: sc.T("setting.home.hint"), Value: s.homeName(sc.Lang, v.Home), NoSpell: true}}
	if len(towns) > 0 {
		home = append(home, ui.Field{Kind: ui.FieldRadios, Name: "home_id", Label: sc.T("setting.home.which"), Options: towns})
	}
	form := ui.Form{
		Action: sc.Path("/settings"), Once: sc.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(v.Version, 10)}},
		Sets: []ui.Fieldset{
			{Legend: sc.T("setting.who"), Fields: append([]ui.Field{langs("name", v.Name, false), langs("department", v.Department, false)}, home...)},
			{Legend: sc.T("setting.contact"), Fields: []ui.Field{
				langs("address", v.Address, true), langs("hours", v.Hours, true),
				{Kind: ui.FieldPhone, Name: "phone", Label: sc.T("setting.phone"), Value: v.Phone, Width: ui.WidthMedium, Autocomplete: "off"},
				{Kind: ui.FieldEmail, Name: "email", Label: sc.T("setting.email"), Value: v.Email, Width: ui.WidthMedium, NoSpell: true, Autocomplete: "off"},
			}},
			{Legend: sc.T("setting.langs"), Fields: []ui.Field{checks("office_langs", v.OfficeLangs), checks("portal_langs", v.PortalLangs)}},
			{Legend: sc.T("setting.looks"), Fields: []ui.Field{{Kind: ui.FieldText, Name: "accent", Label: sc.T("setting.accent"), Hint: sc.T("setting.accent.hint"), Value: v.Accent, Width: ui.WidthShort, NoSpell: true, Optional: sc.T("setting.optional")}}},
			{Legend: sc.T("setting.access"), Hint: sc.T("setting.access.hint"), Fields: []ui.Field{
				{Kind: ui.FieldDate, Name: "tested", Label: sc.T("setting.tested"), Hint: sc.T("setting.tested.hint"), Value: sc.Date(v.Tested), Width: ui.WidthMedium, Optional: sc.T("setting.optional")},
				langs("test_result", v.TestResult, true),
			}},
			{Legend: sc.T("setting.texts"), Fields: []ui.Field{langs("policy", v.Policy, true), langs("legal", v.Legal, true), langs("licence", v.Licence, true), langs("demo", v.Demo, true)}},
		},
		Submit: ui.Button{Text: sc.T("setting.save"), Kind: ui.ButtonPrimary},
		Others: []ui.Button{{Text: sc.T("setting.preview.do"), Name: "do", Value: "preview"}},
	}
	form.Sets = slices.Insert(form.Sets, 2, s.contactSets(sc, v, labelled)...)
	return form
}

// hint is the hint of a field where there is one.
func hint(sc *web.Scene, name string) string {
	if key := "setting." + name + ".hint"; sc.Has(key) {
		return sc.T(key)
	}
	return ""
}

func (s *Service) homeName(lang string, h Home) string {
	if p, ok := s.towns.ByGeoNames(h.GeoNames); ok && h.GeoNames != 0 {
		return p.Name(lang)
	}
	return ""
}

func (s *Service) preview(sc *web.Scene, v Settings) preview {
	lang := first(v.PortalLangs)
	p := preview{
		Title: sc.T("setting.preview"),
		Place: ui.Place{Name: v.Name.In(lang).Value, Under: v.Department.In(lang).Value, Href: "#preview"},
		Menu:  ui.LangMenu{Label: sc.T("setting.preview.language"), Current: sc.T("setting.lang." + lang), Lang: lang},
	}
	p.Place.Crest = v.Crest.Picture(sc.Base, "")
	for _, l := range v.PortalLangs {
		p.Menu.Items = append(p.Menu.Items, ui.Link{Text: sc.T("setting.lang." + l), Lang: l, HrefLang: l, Href: "#preview", Current: l == lang})
	}
	for _, t := range []i18n.Text{v.Address, v.Hours} {
		if said := t.In(lang); said.Value != "" {
			p.Foot = append(p.Foot, ui.Value{Text: said.Value, Lang: said.Lang})
		}
	}
	for _, text := range []string{v.Phone, v.Email} {
		if text != "" {
			p.Foot = append(p.Foot, ui.Value{Text: text})
		}
	}
	return p
}

func (s *Service) save(r *http.Request) (web.Reply, error) {
	if _, err := s.gate.Require(r.Context(), Need); err != nil {
		return nil, err
	}
	now, err := s.Get(r.Context())
	if err != nil {
		return nil, err
	}
	_ = r.FormValue("version") // parses the form
	f := form.Read(r.PostForm)
	next := s.read(f, now, web.SceneOf(r).Lang)
	towns, err := s.readHome(f, &next, web.SceneOf(r))
	if f.Typed("do") == "preview" {
		return s.showEdit(r, next, towns, nil)
	}
	if err == nil {
		err = f.Err()
	}
	if err == nil {
		err = s.Save(r.Context(), next)
	}
	if err != nil {
		if errs.KindOf(err) == errs.Stale {
			next.Version = now.Version // sending once more means: mine
		}
		return s.showEdit(r, next, towns, err)
	}
	return web.Redirect{To: "/settings", Notice: web.SceneOf(r).T("setting.saved")}, nil
}

// read takes what was typed over the present settings.
func (s *Service) read(f *form.Form, next Settings, lang string) Settings {
	text := func(name string, t *i18n.Text) {
		values := map[string]string{}
		for _, lang := range s.langs {
			if at := name + "." + lang; f.Has(at) {
				values[lang] = form.Prose(f.Typed(at))
			}
		}
		if t.IsZero() && values[first(s.langs)] != "" {
			t.Set(first(s.langs), values[first(s.langs)]) // the source of a new text
		}
		t.SetAll(values)
	}
	for name, t := range map[string]*i18n.Text{
		"name": &next.Name, "department": &next.Department, "address": &next.Address, "hours": &next.Hours,
		"policy": &next.Policy, "legal": &next.Legal, "licence": &next.Licence, "demo": &next.Demo, "test_result": &next.TestResult,
	} {
		text(name, t)
	}
	next.Contacts = s.readContacts(f, next.Contacts, text)
	next.Tested = f.Date("tested", lang, form.WholeDay(), form.Past(s.clock()))
	next.Version, _ = strconv.ParseInt(f.Typed("version"), 10, 64)
	next.Phone, next.Email, next.Accent = form.Line(f.Typed("phone")), form.Line(f.Typed("email")), form.Line(f.Typed("accent"))
	next.OfficeLangs, next.PortalLangs = f.TypedAll("office_langs"), f.TypedAll("portal_langs")
	if next.Accent != "" && !strings.HasPrefix(next.Accent, "#") {
		next.Accent = "#" + next.Accent
	}
	return next
}

// readHome finds the place that was typed. An unclear name gives the candidates
// to choose from and an error at the field.
func (s *Service) readHome(f *form.Form, next *Settings, sc *web.Scene) ([]ui.Option, error) {
	typed := form.Line(f.Typed("home"))
	if id, err := strconv.Atoi(f.Typed("home_id")); err == nil {
		if p, ok := s.towns.ByGeoNames(id); ok {
			next.Home = HomeOf(p)
			return nil, nil
		}
	}
	if typed == "" || typed == s.homeName(sc.Lang, next.Home) {
		return nil, nil
	}
	found := s.towns.Find(typed, place.Options{Lang: sc.Lang, Limit: 8})
	if len(found) == 0 {
		return nil, errs.Field("home", "setting.home.unknown", "name", typed)
	}
	return townOptions(sc, s.towns, found, 0), errs.Field("home_id", "setting.home.choose")
}

// townOptions offers places with what tells them apart.
func townOptions(sc *web.Scene, g *place.Gazetteer, found []place.Match, chosen int) []ui.Option {
	var options []ui.Option
	for i, m := range found {
		p := m.Place
		parts := []string{}
		if region := p.Region(sc.Lang); region != "" {
			parts = append(parts, region)
		}
		if c, ok := g.Country(p.Country); ok {
			parts = append(parts, c.Name(sc.Lang))
		}
		if p.Population > 0 {
			parts = append(parts, sc.T("setting.people", "n", p.Population))
		}
		label := p.Name(sc.Lang)
		if utf8.RuneCountInString(label) == 0 {
			label = p.Main
		}
		options = append(options, ui.Option{
			Value: strconv.Itoa(p.GeoNames), Label: label, Hint: strings.Join(parts, ", "), Selected: p.GeoNames == chosen || chosen == 0 && i == 0 && (m.How.Sure() || m.How == place.Prefix),
		})
	}
	return options
}

func (s *Service) accent(r *http.Request) (web.Reply, error) {
	v, err := s.Get(r.Context())
	if err != nil {
		return nil, err
	}
	return web.File{Name: "accent.css", Type: "text/css; charset=utf-8", Body: v.AccentCSS(), Inline: true}, nil
}
