package visit

import (
	"net/http"
	"strconv"

	"pobratim/internal/domain/visit/gate"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// settingsPage is what the template settings shows.
type settingsPage struct {
	Form      ui.Form
	Countries ui.Table
}

// settings is the page of what holds for all visits.
func (s *Service) settings(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	set, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	values := map[string]string{"keep_days": strconv.FormatInt(set.KeepDays, 10), "notice": set.Notice, "notice_on": scene.Date(set.NoticeOn)}
	problems := keep.Problems{}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		to := gate.Settings{Version: in.Int("version"), KeepDays: in.Int("keep_days", form.Required("form.empty"), form.Between(0, gate.KeepMax)), Notice: in.Text("notice", form.Max(100)), NoticeOn: in.Date("notice_on", scene.Lang, form.WholeDay())}
		if err = in.Err(); err == nil {
			err = s.Set(ctx, to)
		}
		if err == nil {
			return web.Redirect{To: "/visit-settings", Notice: scene.T("visit.settings.did")}, nil
		}
		if errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.Stale && errs.FieldsOf(err) == nil {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
		for name := range values {
			values[name] = in.Typed(name)
		}
	}
	data := settingsPage{Form: ui.Form{Action: scene.Path("/visit-settings"), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(set.Version, 10)}}, Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}}}
	for _, f := range []ui.Field{{Kind: ui.FieldNumber, Name: "keep_days", Width: ui.WidthShort}, {Kind: ui.FieldText, Name: "notice", Width: ui.WidthMedium, Optional: scene.T("form.optional")}, {Kind: ui.FieldDate, Name: "notice_on", Width: ui.WidthMedium, Optional: scene.T("form.optional")}} {
		f.Label, f.Hint, f.Value, f.Error = scene.T("visit_settings."+f.Name), scene.T("visit_settings."+f.Name+".hint"), values[f.Name], problems[f.Name]
		data.Form.Fields = append(data.Form.Fields, f)
	}
	data.Form.Errors = problems.Summary(scene, data.Form.Fields)
	page := web.Page{Template: "visit/settings", Title: scene.T("visit.settings"), Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}}}
	if len(problems) > 0 {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	if data.Countries, err = s.countryTable(r); err != nil {
		return nil, err
	}
	page.Data = data
	return page, nil
}

// countryTable are the countries of the partners with what is known of them.
func (s *Service) countryTable(r *http.Request) (ui.Table, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t := ui.Table{ID: "countries", Caption: scene.T("visit.countries"), Quiet: true, Stack: true}
	for _, c := range []string{"country", "class", "source", "as_of"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("visit.country." + c)})
	}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return t, err
	}
	known, err := gate.Countries(ctx, s.DB)
	if err != nil {
		return t, err
	}
	of := map[string]gate.Country{}
	for _, c := range known {
		of[c.Code] = c
	}
	for _, code := range codes {
		if code == s.deps.Country() {
			continue
		}
		c := of[code]
		chip := ui.Chip{Text: classWords(scene, c.Class)}
		if c.Class == "" {
			chip.Tone = ui.ToneWarn
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: s.deps.CountryName(code, scene.Lang), Href: scene.Path("/visit-settings/" + code)}, Head: true},
			ui.Cell{Value: ui.Value{Chip: &chip}}, ui.Cell{Value: ui.Value{Text: c.Source}}, ui.Cell{Value: ui.Value{Text: scene.Date(c.AsOf)}}))
	}
	return t, nil
}

// country is the form of what the office found out about one country.
func (s *Service) country(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	code := r.PathValue("country")
	c, err := s.Country(ctx, code)
	if err != nil {
		return nil, err
	}
	name := s.deps.CountryName(code, scene.Lang)
	if name == "" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	asked := keep.Asked[gate.Country]{Set: keep.Set[gate.Country]{
		{Name: "class", At: func(c *gate.Country) any { return &c.Class }, Options: keep.Choices("visit.class", gate.Adequate, gate.Lacking)},
		{Name: "source", At: func(c *gate.Country) any { return &c.Source }, Max: 500},
		{Name: "as_of", At: func(c *gate.Country) any { return &c.AsOf }},
	}, Kind: "visit.country", Of: &c, Langs: s.deps.Langs, Title: name, Action: scene.Path("/visit-settings/" + code), Cancel: scene.Path("/visit-settings")}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, "visit.country", in, &c, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		err := in.Err()
		if err == nil {
			err = s.SetCountry(ctx, c)
		}
		if err == nil {
			return web.Redirect{To: "/visit-settings", Notice: scene.T("visit.settings.did")}, nil
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	page.Crumbs = []web.Crumb{{Text: scene.T("visit.settings"), Path: "/visit-settings"}}
	return page, err
}
