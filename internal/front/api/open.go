package api

import (
	"bytes"
	"iter"
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/transfer"
)

// Set is one register of the open data.
type Set struct {
	Name  string
	Kind  string
	Files []File
}

// File is a file of the open data.
type File struct{ Name, Format, MediaType string }

// Sets are the registers of which the public may see records.
func Sets(gate *account.Gate, tables []transfer.Table) []Set {
	var sets []Set
	for _, t := range tables {
		if gate.Policy().Scope(nil, t.View) < account.Open {
			continue
		}
		set := Set{Name: t.Name, Kind: t.Kind, Files: []File{{t.Name + ".csv", "CSV", "text/csv"}, {t.Name + ".json", "JSON", "application/json"}}}
		if _, places := t.Column("coordinates"); places {
			set.Files = append(set.Files, File{t.Name + ".geojson", "GeoJSON", "application/geo+json"})
		}
		sets = append(sets, set)
	}
	return sets
}

// mostOpen bounds a file of open data, which is made as a whole for its ETag.
const mostOpen = 50_000

// file is a file of the open data. A token changes nothing here: what is open is
// the same for everybody.
func (f *Frame) file(c *call) (reply, error) {
	c.viewer, c.ctx = account.Viewer{}, account.With(c.r.Context(), account.Viewer{})
	name := c.r.PathValue("file")
	if name == catalogName {
		return f.catalog(c)
	}
	for _, set := range Sets(f.Gate, f.Tables) {
		for _, one := range set.Files {
			if one.Name == name {
				return f.openFile(c, set, one)
			}
		}
	}
	return reply{}, errs.New(errs.NotFound, "api.missing")
}

func (f *Frame) openFile(c *call, set Set, one File) (reply, error) {
	for _, t := range f.Tables {
		if t.Name != set.Name {
			continue
		}
		t = export.Open(t)
		var out bytes.Buffer
		var err error
		switch one.Format {
		case "CSV":
			err = sheet.WriteCSV(&out, f.openSheet(c, t))
		case "GeoJSON":
			err = export.WriteGeoJSON(&out, f.all(c, t))
		default:
			err = export.WriteJSON(&out, f.all(c, t))
		}
		return reply{kind: one.MediaType + "; charset=utf-8", body: out.Bytes(), name: one.Name}, err
	}
	return reply{}, errs.New(errs.NotFound, "api.missing")
}

// pages are all rows of a register that the caller may see.
func (f *Frame) pages(c *call, t transfer.Table) iter.Seq2[[]transfer.Row, error] {
	return func(yield func([]transfer.Row, error) bool) {
		for after, n := "", 0; n < mostOpen; {
			rows, more, err := t.Page(c.ctx, after, mostLimit)
			if !yield(rows, err) || err != nil || more == "" {
				return
			}
			after, n = more, n+len(rows)
		}
	}
}

func (f *Frame) all(c *call, t transfer.Table) iter.Seq2[export.Object, error] {
	return func(yield func(export.Object, error) bool) {
		for rows, err := range f.pages(c, t) {
			if err != nil {
				yield(export.Object{}, err)
				return
			}
			for o, err := range f.objects(c, t, rows) {
				if !yield(o, err) || err != nil {
					return
				}
			}
		}
	}
}

// openSheet is a register as a table of words.
func (f *Frame) openSheet(c *call, t transfer.Table) sheet.Table {
	out := sheet.Table{Name: t.Name, Columns: []sheet.Column{{Key: "id", Title: c.scene.T("export.id")}}}
	for _, column := range t.Columns {
		out.Columns = append(out.Columns, sheet.Column{Key: column.Name, Title: c.scene.T(column.Key)})
	}
	words := export.NewWords(c.scene, f.Kinds)
	out.Rows = func(yield func([]sheet.Cell, error) bool) {
		for rows, err := range f.pages(c, t) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range rows {
				cells, err := words.Cells(c.ctx, t, row)
				if !yield(append([]sheet.Cell{sheet.String(row.ID)}, cells...), err) || err != nil {
					return
				}
			}
		}
	}
	return out
}

// origin is the address that the caller reached, for links that leave it.
func (f *Frame) origin(r *http.Request) string {
	if f.Origin != "" {
		return f.Origin
	}
	scheme := "http"
	if web.Secure(r.Context()) {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
