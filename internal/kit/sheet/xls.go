package sheet

import (
	"errors"
	"strings"

	"pobratim/internal/kit/biff"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/ole"
)

// readXLS reads a workbook of Excel 97 to 2003.
func readXLS(b *builder, f *ole.File) error {
	b.Format = XLS
	stream, err := f.Stream("Workbook")
	if err != nil {
		return err
	}
	book, err := biff.Read(stream)
	switch {
	case errors.Is(err, biff.ErrLocked):
		return errs.New(errs.Invalid, "sheet.locked")
	case errors.Is(err, biff.ErrOld):
		return errs.New(errs.Invalid, "sheet.kind.xls")
	case err != nil:
		return err
	}
	for _, s := range book.Sheets {
		if err := b.begin(s.Name, s.Hidden); err != nil {
			return err
		}
		for i, c := range s.Cells {
			if i > 0 && c.Row != s.Cells[i-1].Row {
				if err := b.end(s.Cells[i-1].Row); err != nil {
					return err
				}
			}
			if err := b.cell(c.Column, strings.ReplaceAll(c.Text, "\r\n", "\n")); err != nil {
				return err
			}
		}
		if n := len(s.Cells); n > 0 {
			if err := b.end(s.Cells[n-1].Row); err != nil {
				return err
			}
		}
		for _, m := range s.Merged {
			b.merge(Range{m[0], m[1], m[2], m[3]})
		}
	}
	if book.Macros || f.Has("_VBA_PROJECT") {
		b.note("sheet.note.macros")
	}
	if book.Bare > 0 {
		b.note("sheet.note.formulas", "n", book.Bare)
	}
	return nil
}
