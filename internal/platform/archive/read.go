package archive

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/db"
)

// Bounds of what is unpacked. Tables of records pack to a tenth or so; the
// densest that a ZIP can do is a thousandth.
const (
	maxGrowth   = 200
	freeGrowth  = 64 << 20
	maxManifest = 4 << 20
)

// Archive is an opened archive whose description has been read and whose
// promises about sizes can be kept.
type Archive struct {
	file    *os.File
	entries map[string]*zip.File
	about   manifest
}

// Open opens an archive. Errors are sentences for the operator.
func Open(path string) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	a := &Archive{file: f, entries: map[string]*zip.File{}}
	if err := a.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s cannot be loaded: %w", path, err), f.Close())
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

// Municipality is whose archive it is.
func (a *Archive) Municipality() Municipality { return a.about.Pobratim.Municipality }

// Schema is the number of the newest migration when it was written.
func (a *Archive) Schema() int64 { return a.about.Pobratim.Schema }

func (a *Archive) open() error {
	info, err := a.file.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(a.file, info.Size())
	if err != nil {
		return errors.New("it is not a ZIP file, or only a part of one")
	}
	var unpacked uint64
	for _, e := range z.File {
		if name, folder := strings.CutSuffix(e.Name, "/"); folder && fs.ValidPath(name) {
			continue // made by somebody who packed it anew
		}
		if !fs.ValidPath(e.Name) || a.entries[e.Name] != nil || !e.Mode().IsRegular() {
			return fmt.Errorf("it holds an entry %q, which no archive of Pobratim has", e.Name)
		}
		a.entries[e.Name] = e
		if unpacked += e.UncompressedSize64; unpacked > uint64(info.Size())*maxGrowth+freeGrowth {
			return errors.New("it would unpack to far more than its size can hold")
		}
	}
	text, err := a.read(manifestName, maxManifest)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &a.about); err != nil {
		return errors.New("its datapackage.json cannot be read")
	}
	switch f := a.about.Pobratim.Format; {
	case f == 0:
		return errors.New("it is a data package of another program")
	case f > format:
		return fmt.Errorf("it was written by a newer program (format %d, this one knows %d)", f, format)
	}
	return a.promises()
}

// promises looks whether every table is there in the size that is promised.
func (a *Archive) promises() error {
	seen := map[string]bool{}
	for _, r := range a.about.Resources {
		e := a.entries[r.Path]
		switch {
		case seen[r.Name] || r.Path != dataFolder+r.Name+".csv":
			return fmt.Errorf("its description names the table %q wrongly", r.Name)
		case e == nil:
			return fmt.Errorf("the table %s is missing", r.Name)
		case e.UncompressedSize64 != uint64(r.Bytes):
			return fmt.Errorf("the table %s has not the size that is promised", r.Name)
		}
		seen[r.Name] = true
	}
	return nil
}

// read is a small entry as a whole.
func (a *Archive) read(name string, limit int64) ([]byte, error) {
	e := a.entries[name]
	if e == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	r, err := e.Open()
	if err != nil {
		return nil, damaged(name)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, damaged(name)
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("%s is larger than it may be", name)
	}
	return text, nil
}

func damaged(name string) error { return fmt.Errorf("%s is damaged", name) }

// LoadFiles puts the attached files into a store.
func (a *Archive) LoadFiles(ctx context.Context, h db.Handle, store *blob.Store) error {
	list, err := db.All(ctx, h, scanStored, selectFiles)
	if err != nil {
		return err
	}
	for _, f := range list {
		e := a.entries[f.name()]
		if e == nil {
			return fmt.Errorf("the file %s is missing", f.sum)
		}
		r, err := e.Open()
		if err != nil {
			return damaged(f.name())
		}
		stat, err := store.Put(ctx, r, f.size)
		if closed := r.Close(); err == nil {
			err = closed
		}
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || stat.Sum != f.sum || stat.Size != f.size {
			return damaged(f.name())
		}
	}
	return nil
}

// LoadTables replaces the rows of a fresh database by those of the archive. It
// has to be called in one transaction with nothing else.
func (a *Archive) LoadTables(ctx context.Context, h db.Handle, skip func(string) bool) error {
	tables, err := db.Tables(ctx, h, skip)
	if err != nil {
		return err
	}
	for i := len(tables) - 1; i >= 0; i-- {
		if err := db.EmptyTable(ctx, h, tables[i]); err != nil {
			return err
		}
	}
	known := map[string]bool{}
	for _, t := range tables {
		known[t.Name] = true
		for _, r := range a.about.Resources {
			if r.Name != t.Name {
				continue
			}
			if err := a.loadTable(ctx, h, t, r); err != nil {
				return fmt.Errorf("the table %s: %w", t.Name, err)
			}
		}
	}
	for _, r := range a.about.Resources {
		if !known[r.Name] {
			return fmt.Errorf("there is no place for its table %s", r.Name)
		}
	}
	return nil
}

// loadTable inserts the rows of one table and compares its sum at the end; the
// transaction is given up when it differs.
func (a *Archive) loadTable(ctx context.Context, h db.Handle, t db.Table, r resource) error {
	body, err := a.entries[r.Path].Open()
	if err != nil {
		return damaged(r.Path)
	}
	defer body.Close()
	sum := &counting{to: io.Discard, hash: sha256.New()}
	in := newRows(io.TeeReader(io.LimitReader(body, r.Bytes), sum))
	columns, err := header(in, t, r)
	if err != nil {
		return err
	}
	line, values, count := make([]string, len(columns)), make([]any, len(columns)), int64(0)
	for {
		err := in.next(line)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return orDamaged(err, r.Path)
		}
		for i, c := range columns {
			if values[i], err = parse(c, line[i]); err != nil {
				return err
			}
		}
		if err := db.InsertRow(ctx, h, t, columns, values); err != nil {
			return fmt.Errorf("row %d does not fit: %w", count+1, err)
		}
		count++
	}
	if got := "sha256:" + hex.EncodeToString(sum.hash.Sum(nil)); got != r.Hash || count != r.Rows || sum.n != r.Bytes {
		return errors.New("its contents are not those that the description promises")
	}
	return nil
}

// orDamaged keeps the words of a fault in the grammar; anything else is a fault
// of the ZIP.
func orDamaged(err error, name string) error {
	if errors.Is(err, errCSV) {
		return err
	}
	return damaged(name)
}

// header reads the first row and finds the table's columns for it.
func header(in *rows, t db.Table, r resource) ([]db.Column, error) {
	line := make([]string, len(r.Schema.Fields))
	if len(line) == 0 {
		return nil, errors.New("its description names no columns")
	}
	if err := in.next(line); err != nil {
		return nil, orDamaged(err, r.Path)
	}
	byName := map[string]db.Column{}
	for _, c := range t.Columns {
		byName[c.Name] = c
	}
	columns := make([]db.Column, len(line))
	for i, name := range line {
		c, ok := byName[name]
		if !ok || name != r.Schema.Fields[i].Name {
			return nil, fmt.Errorf("there is no place for its column %q", name)
		}
		delete(byName, name)
		columns[i] = c
	}
	return columns, nil
}

// parse reads one cell.
func parse(c db.Column, cell string) (any, error) {
	if cell == null && c.Null {
		return nil, nil
	}
	switch c.Type {
	case db.IntegerColumn:
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s is a number, and %q is none", c.Name, short(cell))
		}
		return n, nil
	case db.BooleanColumn:
		if cell != "true" && cell != "false" {
			return nil, fmt.Errorf("%s is true or false, and not %q", c.Name, short(cell))
		}
		return cell == "true", nil
	}
	return unguard(cell), nil
}

func short(cell string) string {
	if len(cell) > 40 {
		return strings.ToValidUTF8(cell[:40], "") + "…"
	}
	return cell
}
