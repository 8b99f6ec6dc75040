package app

import (
	"strings"
	"testing"

	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/sheet"
)

// TestParsers has the program be its own child, as it is when files are read.
func TestParsers(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Read(t.Context(), j, strings.NewReader("Город;Год\nДуйсбург;2007\n"), sheet.Options{})
	if err != nil || book.Sheets[0].Rows[1][0] != "Дуйсбург" {
		t.Errorf("got %v, %v", book, err)
	}
	text, err := doctext.Read(t.Context(), j, strings.NewReader("Протокол встречи"))
	if err != nil || text != "Протокол встречи" {
		t.Errorf("got %q, %v", text, err)
	}
}
