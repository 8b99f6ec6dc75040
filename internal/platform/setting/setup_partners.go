package setting

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/place"
)

// The list of partner cities: pasted, understood, corrected.

func (s *Setup) partnersPage(r *http.Request, st *state) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &wizardPage{Form: ui.Form{
		Fields: []ui.Field{{Kind: ui.FieldArea, Name: "list", Label: sc.T("setting.setup.partners.label"), Hint: sc.T("setting.setup.partners.hint"), Value: st.pasted, Rows: 10, NoSpell: true}},
		Others: []ui.Button{{Text: sc.T("setting.setup.later"), Name: "do", Value: "later", Kind: ui.ButtonQuiet}},
	}}
	field, any, err := s.listField(sc, st)
	if err != nil {
		return nil, err
	}
	if any {
		p.Form.Fields = append(p.Form.Fields, field)
	}
	return wizard(sc, "partners", p, nil)
}

// maxPartners bounds the page of what was understood.
const maxPartners = 200

func (s *Setup) takePartners(r *http.Request, st *state) (web.Reply, error) {
	st.pasted, st.read = form.Prose(r.PostFormValue("list")), true
	st.rows, st.ticked = nil, r.PostForm["listed"]
	if r.PostFormValue("do") == "later" || st.pasted == "" && len(st.ticked) == 0 {
		st.pasted, st.ticked = "", nil
		return web.Redirect{To: "/check"}, nil
	}
	entries := s.towns.ReadList(st.pasted, st.lang)
	for _, e := range entries[:min(len(entries), maxPartners)] {
		one := row{Partner: Partner{Written: e.Text, Country: e.Country, Since: e.Year}, matches: e.Places, unsure: e.Unsure}
		if len(e.Places) > 0 {
			one.Place = e.Places[0].Place
		}
		st.rows = append(st.rows, one)
	}
	if err := s.takeListed(st); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/understood"}, nil
}

func (s *Setup) understoodPage(r *http.Request, st *state) (web.Reply, error) {
	if len(st.rows) == 0 {
		return web.Redirect{To: "/partners"}, nil
	}
	return s.showUnderstood(r, st, nil)
}

func (s *Setup) showUnderstood(r *http.Request, st *state, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &wizardPage{Head: ui.Head{Lead: sc.N("setting.setup.understood.count", len(st.rows))}}
	for i := range st.rows {
		p.Form.Sets = append(p.Form.Sets, s.rowFields(sc, &st.rows[i], strconv.Itoa(i), r))
	}
	return wizard(sc, "understood", p, failed)
}

// rowFields are the corrections of one partner.
func (s *Setup) rowFields(sc *web.Scene, one *row, n string, r *http.Request) ui.Fieldset {
	which := ui.Field{Kind: ui.FieldSelect, Name: "place." + n, Label: sc.T("setting.setup.row.place")}
	for _, o := range townOptions(sc, s.towns, one.matches, one.Place.GeoNames) {
		o.Label, o.Hint = o.Label+", "+o.Hint, ""
		o.Selected = o.Value == strconv.Itoa(one.Place.GeoNames)
		which.Options = append(which.Options, o)
	}
	which.Options = append(which.Options, ui.Option{Value: "0", Label: sc.T("setting.setup.row.unknown"), Selected: one.Place.IsZero()})
	since := r.PostFormValue("since." + n)
	if since == "" {
		since = one.Since
		if d, err := edtf.Parse(one.Since); err == nil && one.Since != "" {
			since = sc.Date(d)
		}
	}
	set := ui.Fieldset{Legend: one.Written, Row: true, Fields: []ui.Field{
		{Kind: ui.FieldText, Name: "name." + n, Label: sc.T("setting.setup.row.name"), Value: one.Written, NoSpell: true},
		which,
		{Kind: ui.FieldDate, Name: "since." + n, Label: sc.T("setting.setup.row.since"), Value: since, Width: ui.WidthShort, Optional: sc.T("setting.optional")},
		{Kind: ui.FieldChecks, Name: "keep." + n, Label: sc.T("setting.setup.row.keep"), LabelHidden: true, Options: []ui.Option{{Value: "1", Label: sc.T("setting.setup.row.keep"), Selected: !one.skip}}},
	}}
	if one.List != 0 {
		set.Hint = sc.T("setting.setup.row.listed", "list", sc.T("setting.setup.list."+string(rune(one.List))))
	}
	if one.unsure {
		set.Hint = sc.T("setting.setup.row.unsure")
	}
	return set
}

func (s *Setup) takeUnderstood(r *http.Request, st *state) (web.Reply, error) {
	sc := web.SceneOf(r)
	f := form.Read(posted(r))
	renamed := false
	for i := range st.rows {
		one, n := &st.rows[i], strconv.Itoa(i)
		one.skip = f.Typed("keep."+n) == ""
		if name := form.Line(f.Typed("name." + n)); name != "" && name != one.Written && utf8.RuneCountInString(name) <= maxTitle {
			s.rename(one, name, sc.Lang)
			renamed = true
		} else {
			one.choose(f.Typed("place." + n))
		}
		if one.skip {
			continue
		}
		if d := f.Date("since."+n, sc.Lang); !f.Failed("since." + n) {
			one.Since = d.String()
		}
	}
	if err := f.Err(); err != nil {
		return s.showUnderstood(r, st, err)
	}
	if renamed { // the new candidates are to be seen before going on
		return web.Redirect{To: "/understood"}, nil
	}
	return web.Redirect{To: "/check"}, nil
}

func posted(r *http.Request) map[string][]string {
	_ = r.FormValue("do") // parses the form
	return r.PostForm
}

// rename looks a corrected name up.
func (s *Setup) rename(one *row, name, lang string) {
	one.Written, one.Place, one.unsure = name, place.Place{}, true
	one.matches = s.towns.Find(name, place.Options{Lang: lang, Country: one.Country, Limit: 8})
	if len(one.matches) > 0 {
		one.Place, one.unsure = one.matches[0].Place, !one.matches[0].How.Sure()
		one.Country = one.Place.Country
	}
}

// choose takes one of the candidates, or none of them.
func (one *row) choose(id string) {
	if id == "0" {
		one.Place = place.Place{}
		return
	}
	for _, m := range one.matches {
		if strconv.Itoa(m.Place.GeoNames) == id {
			one.Place, one.Country, one.unsure = m.Place, m.Place.Country, false
		}
	}
}
