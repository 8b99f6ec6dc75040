package intake

import (
	"net/http"
	"reflect"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/intake/tables"
)

// tablesPage shows what was found: which sheets hold which tables, where they
// begin, what they are about, and their first rows.
type tablesPage struct {
	formPage
	Tables []tables.Found
}

func (s *Service) tablesPage(r *http.Request, i Import, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	d := &tablesPage{formPage: formPage{Steps: steps(sc, "tables", i.ID), Lead: sc.N("import.tables.lead", len(u.tables)), Forget: s.forgetForm(sc, i)}}
	d.Form = ui.Form{Action: sc.Path("/import/" + i.ID), Once: sc.Once(), Submit: ui.Button{Text: sc.T("import.next.columns"), Kind: ui.ButtonPrimary}}
	bad := problems(sc, failed)
	for n, t := range u.tables {
		d.Tables = append(d.Tables, tables.Ask(r, i.sheetName(t), n, t, u.off[n], bad))
	}
	if len(u.tables) == 0 {
		d.Notice = &ui.Notice{Tone: ui.ToneWarn, Title: sc.T("import.tables.none"), Text: sc.T("import.tables.none.text")}
	}
	page := web.Page{Template: "intake/tables", Title: sc.T("import.tables"), Crumbs: s.crumbs(sc), Data: d}
	if failed != nil {
		if errs.KindOf(failed) != errs.Invalid {
			return nil, failed
		}
		page.Status, page.Title = http.StatusUnprocessableEntity, sc.ErrorTitle(page.Title)
		d.Form.Errors = &ui.ErrorSummary{Title: sc.N("form.summary", len(bad))}
		for name, words := range bad {
			d.Form.Errors.Items = append(d.Form.Errors.Items, ui.Link{Text: words, Href: "#" + ui.Field{Name: name}.ID()})
		}
	}
	return page, nil
}

// takeTables keeps what was corrected and goes on to the columns.
func (s *Service) takeTables(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	sc, in := web.SceneOf(r), form.Read(r.PostForm)
	settings := make([]tables.Setting, len(u.tables))
	again := false
	for n, t := range u.tables {
		if n < len(i.Settings.Tables) {
			settings[n] = i.Settings.Tables[n]
		}
		again = settings[n].Take(in, n, t) || again
	}
	if err := in.Err(); err != nil {
		return s.tablesPage(r, i, err)
	}
	if !reflect.DeepEqual(i.Settings.Tables, settings) {
		i.Settings.Tables, i.Settings.Decisions = settings, nil // rows may be numbered anew
	}
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	if again {
		return web.Redirect{To: "/import/" + i.ID, Notice: sc.T("import.groups.asked")}, nil
	}
	return web.Redirect{To: "/import/" + i.ID + "/columns"}, nil
}
