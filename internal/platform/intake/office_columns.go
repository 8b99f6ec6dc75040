package intake

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
)

// columnsData shows for every column what it is taken for.
type columnsData struct {
	formPage
	Tables []columnTable
}

type columnTable struct {
	Title, Subject string
	Columns        []tables.Column
}

func (s *Service) columnsPage(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	d := &columnsData{formPage: formPage{Steps: steps(sc, "columns", i.ID), Lead: sc.T("import.columns.lead"), Forget: s.forgetForm(sc, i)}}
	d.Form = ui.Form{Action: sc.Path("/import/" + i.ID + "/columns"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("import.next.check"), Kind: ui.ButtonPrimary}}
	d.Form.Fields = []ui.Field{
		{Kind: ui.FieldSelect, Name: "side", Label: sc.T("import.side"), Hint: sc.T("import.side.hint"), Options: tables.Choices(sc, "contact.side", []string{"neutral", "ours", "theirs", "both"}, i.Settings.Side)},
		{Kind: ui.FieldSelect, Name: "visibility", Label: sc.T("import.visibility"), Options: tables.Choices(sc, "keep.visibility", []string{string(record.Department), string(record.Administration), string(record.Participants)}, string(i.Settings.Visibility))},
	}
	for n, t := range u.tables {
		if u.off[n] {
			continue
		}
		table := columnTable{Title: i.sheetName(t), Subject: sc.T("import.subject." + string(t.Subject))}
		for _, c := range t.Columns {
			table.Columns = append(table.Columns, tables.AskColumn(sc, n, t, c, func(f reading.Field) string { return s.fieldName(sc, f) }))
		}
		d.Tables = append(d.Tables, table)
	}
	return web.Page{Template: "intake/columns", Title: sc.T("import.columns"), Crumbs: s.crumbs(sc), Data: d}, nil
}

// fieldName is a field in words: «Организация: сайт».
func (s *Service) fieldName(sc *web.Scene, f reading.Field) string {
	if key := "import.field." + string(f); sc.Has(key) {
		return sc.T(key)
	}
	t, _ := s.table(f.Kind())
	c, ok := t.Column(f.Column())
	if !ok {
		return string(f)
	}
	return sc.T(f.Kind()+".kind") + ": " + sc.T(c.Key)
}

// takeColumns keeps the meanings of columns and goes on to the check.
func (s *Service) takeColumns(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err != nil {
		return nil, err
	}
	u, err := s.understand(r.Context(), i)
	if err != nil {
		return nil, err
	}
	settings := make([]tables.Setting, len(u.tables))
	copy(settings, i.Settings.Tables)
	to := "/check"
	for n, t := range u.tables {
		for _, c := range t.Columns {
			chosen := reading.Field(r.PostFormValue("field." + strconv.Itoa(n) + "." + strconv.Itoa(c.Index)))
			if chosen == "" || chosen == c.Field {
				continue
			}
			if chosen == reading.RowSubject || c.Field == reading.RowSubject { // other words tell the rows apart now
				settings[n].Groups, to = nil, ""
			}
			if settings[n].Fields == nil {
				settings[n].Fields = map[int]reading.Field{}
			}
			settings[n].Fields[c.Index] = chosen
			i.Settings.Decisions = nil // rows may be numbered anew
		}
	}
	i.Settings.Tables = settings
	i.Settings.Side, i.Settings.Visibility = r.PostFormValue("side"), record.Visibility(r.PostFormValue("visibility"))
	if err := s.Save(r.Context(), i); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + i.ID + to}, nil
}
