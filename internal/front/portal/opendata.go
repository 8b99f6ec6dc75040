package portal

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// DataSet is one register of the open data. Title, About and the words of its
// columns are message keys.
type DataSet struct {
	Name, Title, About string
	Files              []DataFile
	Columns            []DataColumn
}

// DataFile is one file of a register.
type DataFile struct{ Name, Format string }

// DataColumn is what one name in the files means.
type DataColumn struct{ Name, Words string }

// dataPage is what the template portal/open-data shows.
type dataPage struct {
	Licence  prose
	Unstated string // said when nobody has stated terms
	Sets     []dataRow
	Catalog  ui.Link
	Describe ui.Link
	Begin    ui.Link
}

type dataRow struct {
	Name, Title, About string
	Files              ui.Download
	Words              string // that open the list of columns
	Columns            ui.Table
}

// openData leads to the registers as files and says what their columns mean. The
// terms of use are those that the city has stated.
func (f *Frame) openData(r *http.Request) (web.Reply, error) {
	s, c := web.SceneOf(r), askOf(r).city
	lang := "?lang=" + s.Lang
	data := dataPage{
		Licence:  paragraphs(s, c.Licence, "\n\n"),
		Catalog:  ui.Link{Text: s.T("portal.data.catalog"), Href: f.API + "/open/dcat.jsonld" + lang},
		Describe: ui.Link{Text: s.T("portal.data.describe"), Href: f.API + "/openapi.json" + lang},
		Begin:    ui.Link{Text: f.origin(r) + f.API + "/v1/", Href: f.API + "/v1/" + lang},
	}
	if c.Licence.IsZero() {
		data.Unstated = s.T("portal.data.unstated")
	}
	for _, set := range f.Data {
		row := dataRow{Name: set.Name, Title: s.T(set.Title), About: s.T(set.About), Words: s.T("portal.data.columns"), Files: ui.Download{Label: s.T("portal.data.download")}}
		for _, one := range set.Files {
			row.Files.Items = append(row.Files.Items, ui.Link{Text: one.Format, Hidden: row.Title, Href: f.API + "/open/" + one.Name + lang})
		}
		row.Columns = ui.Table{ID: "columns-" + set.Name, Caption: row.Title, Quiet: true, Columns: []ui.Column{{Label: s.T("portal.data.name")}, {Label: s.T("portal.data.means")}}}
		for _, column := range set.Columns {
			row.Columns.Rows = append(row.Columns.Rows, row.Columns.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: column.Name}}, ui.Cell{Value: ui.Value{Text: s.T(column.Words)}}))
		}
		data.Sets = append(data.Sets, row)
	}
	city := keep.Said(s, c.Name).Text
	return web.Page{
		Template: "portal/open-data", Title: s.T("portal.data.title"), Data: data,
		Head: web.Head{Description: s.T("portal.data.description", "city", city)},
	}, nil
}
