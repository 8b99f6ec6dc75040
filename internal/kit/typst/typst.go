package typst

import (
	"fmt"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
)

// Doc is one document to set. Everything in it is plain bytes: no file, no
// network and no package is within its reach.
type Doc struct {
	// Main is the Typst source of the main file. Text written by people never
	// goes in here; it goes into a JSON file that the source reads with
	// json("/data.json"), so that it cannot become code.
	Main string
	// Files are further files by absolute path with slashes: "/data.json",
	// "/map.svg", "/parts/head.typ". The path "/main.typ" is taken by Main.
	Files map[string][]byte
	// At is the present for datetime.today() and the date of creation in the
	// PDF. Zero is the clock of the machine, and then no two files are alike.
	At time.Time
}

// Diagnostic is what the typesetter says about a document.
type Diagnostic struct {
	Message string
	Path    string // file with the fault, as named in Doc; empty if unknown
	Line    int    // line, from 1; 0 if unknown
	Column  int    // column in characters, from 1; 0 if unknown
	Warning bool   // the document was set nevertheless
}

// String is the line for logs: "/main.typ:3:5: unexpected end of block".
func (d Diagnostic) String() string {
	kind := ""
	if d.Warning {
		kind = "warning: "
	}
	if d.Line == 0 {
		return kind + d.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", d.Path, d.Line, d.Column, kind, d.Message)
}

// check refuses a document that the typesetter would misunderstand.
func (d Doc) check() error {
	if !utf8.ValidString(d.Main) {
		return errs.New(errs.Invalid, "typst.source", "path", mainPath)
	}
	for name, data := range d.Files {
		if name == mainPath || name == "/" || !strings.HasPrefix(name, "/") || path.Clean(name) != name || !utf8.ValidString(name) {
			return errs.New(errs.Invalid, "typst.path", "path", name)
		}
		if strings.HasSuffix(name, ".typ") && !utf8.Valid(data) {
			return errs.New(errs.Invalid, "typst.source", "path", name)
		}
	}
	return nil
}

// startOf reads the start of a range "line:column-line:column", counted from
// zero, as line and column counted from one.
func startOf(r string) (line, column int) {
	if _, err := fmt.Sscanf(r, "%d:%d", &line, &column); err != nil {
		return 0, 0
	}
	return line + 1, column + 1
}
