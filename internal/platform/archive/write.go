package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/db"
)

// Plan is what an archive is made of.
type Plan struct {
	Municipality Municipality
	DB           *db.DB
	Blobs        *blob.Store
	// Skip names tables that are left out. Blank names columns of tables whose
	// values are left out: users → password.
	Skip  func(table string) bool
	Blank map[string]string
	Pages *Pages // nil for an archive without pages
	// As makes the context in which everything may be read.
	As func(ctx context.Context) context.Context
}

// Summary is what an archive holds.
type Summary struct {
	Tables, Rows, Files, FileBytes, Pages, Changes int64
}

// Write writes the archive of one state of the database.
func Write(ctx context.Context, to io.Writer, p Plan) (Summary, error) {
	var sum Summary
	err := p.DB.Snapshot(p.As(ctx), func(ctx context.Context, h db.Handle) error {
		w := &writer{ctx: ctx, plan: p, h: h, zip: zip.NewWriter(to)}
		err := w.all()
		sum = w.sum
		return err
	})
	return sum, err
}

type writer struct {
	ctx  context.Context
	plan Plan
	h    db.Handle
	zip  *zip.Writer
	sum  Summary
}

func (w *writer) all() error {
	tables, err := db.Tables(w.ctx, w.h, w.plan.Skip)
	if err != nil {
		return err
	}
	m := manifest{
		Profile: "https://datapackage.org/profiles/2.0/datapackage.json", Name: w.plan.Municipality.Slug, Title: "Pobratim: " + w.plan.Municipality.Slug,
		Description: description, Pobratim: own{Format: format, Municipality: w.plan.Municipality},
	}
	if m.Pobratim.Schema, err = db.SchemaNumber(w.ctx, w.h); err != nil {
		return err
	}
	for _, t := range tables {
		r, err := w.table(t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		m.Resources = append(m.Resources, r)
		w.sum.Tables++
		w.sum.Rows += r.Rows
	}
	if err := w.files(); err != nil {
		return err
	}
	m.Files, m.FilesBytes = w.sum.Files, w.sum.FileBytes
	if m.HistoryCount, m.Created, err = newest(w.ctx, w.h); err != nil {
		return err
	}
	w.sum.Changes = m.HistoryCount
	if w.plan.Pages != nil {
		if w.sum.Pages, err = w.plan.Pages.write(w.ctx, w.h, w.page, m.Created); err != nil {
			return err
		}
	}
	text, err := m.encode()
	if err != nil {
		return err
	}
	if err := w.page(manifestName, text); err != nil {
		return err
	}
	return w.zip.Close()
}

// newest is how many changes the history holds and when the last one was made.
func newest(ctx context.Context, h db.Handle) (count int64, at string, err error) {
	err = db.Each(ctx, h, func(r db.Row) error { return r.Scan(&count, &at) }, `SELECT seq, at FROM revisions ORDER BY seq DESC LIMIT 1`)
	return count, at, err
}

// epoch is the time of every entry: the first that a ZIP can write.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// entry begins a file in the archive. What is packed already is only stored.
func (w *writer) entry(name string, packed bool) (io.Writer, error) {
	head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch}
	if packed {
		head.Method = zip.Store
	}
	head.SetMode(0o644)
	return w.zip.CreateHeader(head)
}

// page writes one whole file.
func (w *writer) page(name string, body []byte) error {
	to, err := w.entry(name, false)
	if err != nil {
		return err
	}
	_, err = to.Write(body)
	return err
}

// counting passes bytes on, counts and sums them.
type counting struct {
	to   io.Writer
	hash hash.Hash
	n    int64
}

// Write implements io.Writer.
func (c *counting) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	_, _ = c.hash.Write(b)
	return c.to.Write(b)
}

// table writes one table row by row in the order of its key.
func (w *writer) table(t db.Table) (resource, error) {
	r := resource{Name: t.Name, Path: dataFolder + t.Name + ".csv", Type: "table", Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Dialect: dialect{",", `"`, true, true}, Schema: schemaOf(t)}
	to, err := w.entry(r.Path, false)
	if err != nil {
		return r, err
	}
	sum := &counting{to: to, hash: sha256.New()}
	out := bufio.NewWriterSize(sum, 64<<10)
	if err := writeRow(out, columnNames(t)); err != nil {
		return r, err
	}
	cells, line := newCells(t), make([]string, len(t.Columns))
	err = db.ReadTable(w.ctx, w.h, t, func(row db.Row) error {
		if err := row.Scan(cells.into...); err != nil {
			return err
		}
		for i := range line {
			line[i] = cells.text(i)
			if t.Columns[i].Name == w.plan.Blank[t.Name] {
				line[i] = ""
			}
		}
		r.Rows++
		return writeRow(out, line)
	})
	if err = errors.Join(err, out.Flush()); err != nil {
		return r, err
	}
	r.Bytes, r.Hash = sum.n, "sha256:"+hex.EncodeToString(sum.hash.Sum(nil))
	return r, nil
}

func columnNames(t db.Table) []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// cells are places into which a row is scanned, one per column.
type cells struct{ into []any }

func newCells(t db.Table) cells {
	c := cells{make([]any, len(t.Columns))}
	for i, column := range t.Columns {
		switch column.Type {
		case db.TextColumn:
			c.into[i] = new(sql.NullString)
		case db.IntegerColumn:
			c.into[i] = new(sql.NullInt64)
		case db.BooleanColumn:
			c.into[i] = new(sql.NullBool)
		}
	}
	return c
}

// text is a value as it is written.
func (c cells) text(i int) string {
	switch v := c.into[i].(type) {
	case *sql.NullString:
		if v.Valid {
			return guard(v.String)
		}
	case *sql.NullInt64:
		if v.Valid {
			return strconv.FormatInt(v.Int64, 10)
		}
	case *sql.NullBool:
		if v.Valid {
			return strconv.FormatBool(v.Bool)
		}
	}
	return null
}

// stored is one file of the municipality.
type stored struct {
	sum  blob.Sum
	kind string
	size int64
}

// name is where a file lies in the archive.
func (f stored) name() string { return filesFolder + string(f.sum) + "." + f.kind }

const selectFiles = `SELECT sha256, type, size FROM files ORDER BY sha256`

func scanStored(r db.Row) (stored, error) {
	var f stored
	err := r.Scan(&f.sum, &f.kind, &f.size)
	return f, err
}

// files writes what is attached, each compared with its sum on the way.
func (w *writer) files() error {
	list, err := db.All(w.ctx, w.h, scanStored, selectFiles)
	if err != nil {
		return err
	}
	for _, f := range list {
		from, err := w.plan.Blobs.OpenVerified(w.ctx, f.sum)
		if err != nil {
			return fmt.Errorf("file %s: %w", f.sum, err)
		}
		to, err := w.entry(f.name(), true)
		if err == nil {
			_, err = io.Copy(to, from)
		}
		if err = errors.Join(err, from.Close()); err != nil {
			return err
		}
		w.sum.Files++
		w.sum.FileBytes += f.size
	}
	return nil
}
