package export

import (
	"io"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
)

// Sheet is a list that is computed and no register, such as the anniversaries of
// some years, as a file. The table's name is that of the file.
func Sheet(s *web.Scene, as Format, t sheet.Table) (web.Reply, error) {
	write := map[Format]func(io.Writer) error{
		XLSX: func(w io.Writer) error { return sheet.WriteXLSX(w, t) },
		CSV:  func(w io.Writer) error { return sheet.WriteCSV(w, t) },
		JSON: func(w io.Writer) error { return sheet.WriteJSON(w, t) },
	}[as]
	if write == nil {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	return web.Stream{Name: t.Name + " " + s.Now.Format("2006-01-02") + "." + string(as), Type: as.mediaType(), Write: write}, nil
}
