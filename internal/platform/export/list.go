package export

import (
	"context"
	"embed"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds the words.
//
//go:embed locale
var Files embed.FS

// Kind names exports in the history; its records are the registers.
const Kind = "export"

// Format is how a list leaves.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	JSON Format = "json"
	Geo  Format = "geojson" // of registers whose records lie somewhere
)

func formats() []Format { return []Format{XLSX, CSV, JSON, Geo} }

func (f Format) mediaType() string {
	return map[Format]string{XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8", JSON: "application/json; charset=utf-8", Geo: "application/geo+json; charset=utf-8"}[f]
}

// word is how the format is written.
func (f Format) word() string {
	if f == Geo {
		return "GeoJSON"
	}
	return strings.ToUpper(string(f))
}

// asked is the name in an address that asks for a file instead of a page.
const asked = "as"

// Asked is the format that a request asks for; empty when it wants the page.
func Asked(r *http.Request) Format {
	f := Format(r.URL.Query().Get(asked))
	if !slices.Contains(formats(), f) {
		return ""
	}
	return f
}

// Links offers the present page, as filtered, as XLSX, CSV, JSON and more;
// registers without places have no GeoJSON.
func Links(s *web.Scene, more ...Format) ui.Download {
	d := ui.Download{Label: s.T("keep.download")}
	query := []string{"after", "", "after_id", "", "view", ""}
	for _, f := range append([]Format{XLSX, CSV, JSON}, more...) {
		d.Items = append(d.Items, ui.Link{Text: f.word(), Hidden: s.T("keep.download_hidden"), Href: s.Here(append(query, asked, string(f))...)})
	}
	return d
}

// PageSize is how many records are read at once.
const PageSize = 200

// ByKey goes through a list that is read page by page: page reads up to
// PageSize entries after a key, at is identifier and key of an entry.
func ByKey[K, R any](page func(after K) ([]R, error), at func(R) (id string, key K)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		var after K
		for {
			rows, err := page(after)
			if err != nil {
				yield("", err)
				return
			}
			for _, row := range rows {
				var id string
				if id, after = at(row); !yield(id, nil) {
					return
				}
			}
			if len(rows) < PageSize {
				return
			}
		}
	}
}

// All goes through a list that is there.
func All[R any](rows []R, id func(R) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, row := range rows {
			if !yield(id(row), nil) {
				return
			}
		}
	}
}

// List is a list on its way out.
type List struct {
	DB    *db.DB
	Log   *audit.Log
	Kinds record.Kinds
	Table transfer.Table // with the columns that the viewer may see
	IDs   iter.Seq2[string, error]
}

// Reply is the list as a file. Records that the viewer may not see, or that
// somebody has put away meanwhile, are left out.
func (l List) Reply(r *http.Request, as Format) (web.Reply, error) {
	ctx, s := r.Context(), web.SceneOf(r)
	if _, places := l.Table.Column(placed); as == Geo && !places {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	title := s.T(l.Table.Kind + ".list")
	if l.Table.Personal {
		if err := l.note(ctx, r.URL.Query(), title, as); err != nil {
			return nil, err
		}
	}
	out := web.Stream{Name: title + " " + s.Now.Format("2006-01-02") + "." + string(as), Type: as.mediaType()}
	out.Write = func(w io.Writer) error {
		switch as {
		case XLSX:
			return sheet.WriteXLSX(w, l.sheet(ctx, s, title))
		case CSV:
			return sheet.WriteCSV(w, l.sheet(ctx, s, title))
		case Geo:
			return WriteGeoJSON(w, l.objects(ctx, s))
		}
		return WriteJSON(w, l.objects(ctx, s))
	}
	return out, nil
}

// note says in the history who took which people's details away.
func (l List) note(ctx context.Context, q url.Values, title string, as Format) error {
	q.Del(asked)
	ref := record.Ref{Kind: Kind, ID: l.Table.Name}
	_, err := l.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return ref, w.Did(ctx, ref, audit.Issued, title, audit.Diff(nil, audit.Fields{{Name: "format", Value: as.word()}, {Name: "filter", Value: q.Encode()}}))
	})
	return err
}

// Full is a row with its sources.
type Full struct {
	transfer.Row
	Facts record.Facts
}

// rows reads the list in pages, each with the facts of its records.
func (l List) rows(ctx context.Context) iter.Seq2[Full, error] {
	return func(yield func(Full, error) bool) {
		ids := make([]string, 0, PageSize)
		flush := func() bool {
			ok, err := l.page(ctx, ids, yield)
			if ids = ids[:0]; err != nil {
				yield(Full{}, err)
				return false
			}
			return ok
		}
		for id, err := range l.IDs {
			if err != nil {
				yield(Full{}, err)
				return
			}
			if ids = append(ids, id); len(ids) == PageSize && !flush() {
				return
			}
		}
		flush()
	}
}

func (l List) page(ctx context.Context, ids []string, yield func(Full, error) bool) (bool, error) {
	facts, err := record.FactsOfAll(ctx, l.DB, l.Table.Kind, ids)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		row, err := l.Table.Get(ctx, l.DB, id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		if !yield(Full{row, facts[id].Within(func(v record.Visibility) bool { return l.Table.Sees(ctx, v) })}, nil) {
			return false, nil
		}
	}
	return true, nil
}

// sheet is the list as a table of words, with the sources and the number of
// each record in the last columns.
func (l List) sheet(ctx context.Context, s *web.Scene, title string) sheet.Table {
	t := sheet.Table{Name: title}
	for _, c := range l.Table.Columns {
		t.Columns = append(t.Columns, sheet.Column{Key: c.Name, Title: s.T(c.Key)})
	}
	t.Columns = append(t.Columns, sheet.Column{Key: "sources", Title: s.T("export.sources")}, sheet.Column{Key: "id", Title: s.T("export.id")})
	words := NewWords(s, l.Kinds)
	t.Rows = func(yield func([]sheet.Cell, error) bool) {
		cells := make([]sheet.Cell, len(t.Columns))
		for row, err := range l.rows(ctx) {
			if err == nil {
				err = l.cells(ctx, s, words, row, cells)
			}
			if !yield(cells, err) || err != nil {
				return
			}
		}
	}
	return t
}

func (l List) cells(ctx context.Context, s *web.Scene, words *Words, row Full, cells []sheet.Cell) error {
	made, err := words.Cells(ctx, l.Table, row.Row)
	if err != nil {
		return err
	}
	copy(cells, made)
	var sources []string
	for _, c := range l.Table.Columns {
		if used, ok := row.Facts.Used(c.Name); ok && used.Source.ID != "" {
			sources = append(sources, s.T(c.Key)+": "+cited(used.Source))
		}
	}
	n := len(l.Table.Columns)
	cells[n], cells[n+1] = sheet.String(strings.Join(sources, "\n")), sheet.String(row.ID)
	return nil
}

// Cells are a row's values in words, one for each column of the table.
func (w *Words) Cells(ctx context.Context, t transfer.Table, row transfer.Row) ([]sheet.Cell, error) {
	cells := make([]sheet.Cell, len(t.Columns))
	for i, c := range t.Columns {
		text, err := w.Value(ctx, c, row.Values[c.Name])
		if err != nil {
			return nil, err
		}
		switch {
		case c.Type == transfer.Date:
			cells[i] = sheet.Date(text)
		case c.Control == ui.FieldNumber:
			cells[i] = sheet.Number(text)
		default:
			cells[i] = sheet.String(text)
		}
	}
	return cells, nil
}

func cited(src record.Source) string {
	if src.URL == "" {
		return src.Title
	}
	return src.Title + " (" + src.URL + ")"
}
