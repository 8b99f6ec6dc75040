package setting

import (
	"net/http"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// The last screens: all answers, and what there is now.

func (s *Setup) checkPage(r *http.Request, st *state) (web.Reply, error) {
	return s.showCheck(r, st, nil)
}

func (s *Setup) showCheck(r *http.Request, st *state, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	change := func(step, what string) []ui.Link {
		return []ui.Link{{Text: sc.T("setting.setup.change"), Hidden: what, Href: sc.Path("/" + step)}}
	}
	line := func(key, value, step string) ui.SummaryRow {
		out := ui.SummaryRow{Label: sc.T(key), Value: ui.Value{Text: value}, Changes: change(step, sc.T(key))}
		if value == "" {
			out.Missing = sc.T("setting.setup.none")
		}
		return out
	}
	country := ""
	if c, ok := s.towns.Country(st.city.Country); ok {
		country = c.Name(sc.Lang)
	}
	var names []string
	for _, p := range st.partners() {
		name := p.Written
		if !p.Place.IsZero() {
			name = p.Place.Name(sc.Lang)
		}
		if d, err := edtf.Parse(p.Since); err == nil && p.Since != "" {
			name += " (" + sc.Date(d) + ")"
		}
		names = append(names, name)
	}
	step := "partners"
	if len(st.rows) > 0 {
		step = "understood"
	}
	p := &wizardPage{Form: ui.Form{Submit: ui.Button{Text: sc.T("setting.setup.start"), Kind: ui.ButtonPrimary}}}
	p.Check = &ui.CheckAnswers{Groups: []ui.CheckGroup{
		{Title: sc.T("setting.who"), List: ui.SummaryList{Rows: []ui.SummaryRow{
			line("setting.name", strings.Trim(st.city.Name(sc.Lang)+", "+country, ", "), "city"), line("setting.department", st.department, "you"),
		}}},
		{Title: sc.T("setting.setup.you"), List: ui.SummaryList{Rows: []ui.SummaryRow{line("setting.setup.name", st.admin.Name, "you"), line("setting.setup.email", st.admin.Email, "you")}}},
		{Title: sc.T("setting.setup.partners"), List: ui.SummaryList{Rows: []ui.SummaryRow{line("setting.setup.cities", sc.Join(names), step)}}},
	}, Text: sc.T("setting.setup.check.text")}
	return wizard(sc, "check", p, failed)
}

// partners are the rows that were not struck out.
func (st *state) partners() []Partner {
	var out []Partner
	for _, one := range st.rows {
		if !one.skip {
			out = append(out, one.Partner)
		}
	}
	return out
}

func (s *Setup) takeCheck(r *http.Request, st *state) (web.Reply, error) {
	founded, err := s.found(r.Context(), Founding{
		Slug: slug(st.city, st.city.Main), City: st.city, Department: st.department, Lang: st.lang,
		Admin: st.admin, Secret: *st.secret, Partners: st.partners(),
	})
	if err != nil {
		return s.showCheck(r, st, err)
	}
	s.done, s.until = &founded, s.clock()
	return web.Redirect{To: "/done"}, nil
}

type donePage struct {
	Head   ui.Head
	Notice ui.Notice
	Codes  []string
	Links  []ui.Action
}

// donePage shows the recovery codes and the way on, for as long as the browser
// that did the set-up may need to print them.
func (s *Setup) donePage(r *http.Request) (web.Reply, error) {
	if s.done == nil {
		return web.Redirect{To: "/"}, nil
	}
	st := s.known(r)
	if st == nil || s.clock().Sub(s.until) > codeFor {
		s.state = nil
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	sc := web.SceneOf(r)
	title := sc.T("setting.setup.done")
	return web.Page{Template: "setting/done", Title: title, Head: web.Head{NoIndex: true}, Data: &donePage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("setting.setup.done.lead")},
		Notice: ui.Notice{Tone: ui.ToneWarn, Title: sc.T("setting.setup.codes"), Text: sc.T("setting.setup.codes.text")},
		Codes:  st.secret.Codes,
		Links: []ui.Action{
			{Link: &ui.LinkButton{Text: sc.T("setting.setup.to_office"), Href: s.done.Office, Kind: ui.ButtonPrimary}},
			{Link: &ui.LinkButton{Text: sc.T("setting.setup.to_portal"), Href: s.done.Portal}},
			{Button: &ui.Button{Text: sc.T("setting.setup.print"), Print: true, Icon: ui.IconPrint}},
		},
	}}, nil
}
