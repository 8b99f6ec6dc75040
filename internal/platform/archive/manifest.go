package archive

import (
	"encoding/json"

	"pobratim/internal/kit/db"
)

// format counts changes to the layout of archives that an older program cannot
// read.
const format = 1

// Names inside an archive.
const (
	manifestName = "datapackage.json"
	dataFolder   = "data/"
	filesFolder  = "files/"
)

// Municipality is what the installation knows of a municipality.
type Municipality struct {
	Slug      string `json:"slug"`
	CreatedAt string `json:"created_at"`
	Demo      bool   `json:"demo"`
}

// manifest is datapackage.json.
type manifest struct {
	Profile      string     `json:"$schema"`
	Name         string     `json:"name"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	Created      string     `json:"created,omitempty"` // of the newest change, not of the file
	Pobratim     own        `json:"pobratim"`
	Resources    []resource `json:"resources"`
	Files        int64      `json:"pobratim:files"`
	FilesBytes   int64      `json:"pobratim:files_bytes"`
	HistoryCount int64      `json:"pobratim:history_count"`
}

// own is what only this program needs to know.
type own struct {
	Format       int          `json:"format"`
	Schema       int64        `json:"schema"` // number of the newest migration
	Municipality Municipality `json:"municipality"`
}

// resource is one table.
type resource struct {
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Type      string  `json:"type"`
	Format    string  `json:"format"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding"`
	Dialect   dialect `json:"dialect"`
	Rows      int64   `json:"rows"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"` // "sha256:…"
	Schema    schema  `json:"schema"`
}

// dialect says how the table is written, so that no reader has to guess: texts
// of several lines and JSON lead a guess astray.
type dialect struct {
	Delimiter   string `json:"delimiter"`
	QuoteChar   string `json:"quoteChar"`
	DoubleQuote bool   `json:"doubleQuote"`
	Header      bool   `json:"header"`
}

// schema is a Table Schema.
type schema struct {
	Fields        []field  `json:"fields"`
	PrimaryKey    []string `json:"primaryKey"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"` // string, integer, boolean
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool `json:"required"`
}

const description = "All records of one municipality as kept by Pobratim. Tables are CSV in UTF-8; NULL is \\N. " +
	"Dates are EDTF, instants RFC 3339, texts in several languages JSON by language. " +
	"A text that begins with = + - @, a tab, a line break, a backslash or an apostrophe has one more apostrophe before it, so that no spreadsheet computes it. " +
	"Attached files lie under files/ by their SHA-256. Passwords, sessions and tokens are not included. " +
	"Open index.html to read the records."

// schemaOf describes a table's columns.
func schemaOf(t db.Table) schema {
	s := schema{PrimaryKey: t.Key, MissingValues: []string{null}}
	for _, c := range t.Columns {
		f := field{Name: c.Name, Type: map[db.ColumnType]string{db.TextColumn: "string", db.IntegerColumn: "integer", db.BooleanColumn: "boolean"}[c.Type]}
		if !c.Null {
			f.Constraints = &constraints{Required: true}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}

func (m manifest) encode() ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}
