package file

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

// TestSearched: a file is searched by its name at once, by its text when that
// has been read, and a document that cannot be read is not tried again.
func TestSearched(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		up := text("Протокол.txt", "Решили открыть выставку", record.Public)
		up.Note = "подписан"
		a := c.put(t, "open", up)
		kind := c.kind().Search
		texts := func() (list []string, later bool) {
			s, err := kind.Read(t.Context(), d, a.ID, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range append(s.Titles, s.Passages...) {
				list = append(list, p.Text)
			}
			return list, s.Later
		}
		if list, later := texts(); later || !slices.Contains(list, "Протокол.txt") || !slices.Contains(list, "подписан") {
			t.Errorf("without a reader: %q %v", list, later)
		}
		calls := 0
		var answer error
		c.Reads(func(_ context.Context, document io.Reader) (string, error) {
			calls++
			if answer != nil {
				return "", answer
			}
			body, err := io.ReadAll(document)
			return string(body) + strings.Repeat("я", textMax), err
		})
		if _, later := texts(); !later {
			t.Error("the text is still to be read")
		}
		answer = errs.New(errs.Unavailable, "jail.busy")
		if err := kind.Prepare(t.Context(), a.ID); !errors.Is(err, answer) {
			t.Errorf("a reader that is busy: %v", err)
		}
		answer = nil
		for range 2 { // the second time it is known
			if err := kind.Prepare(t.Context(), a.ID); err != nil {
				t.Fatal(err)
			}
		}
		list, later := texts()
		if i := slices.IndexFunc(list, func(s string) bool { return strings.HasPrefix(s, "Решили открыть") }); i < 0 || later || calls != 2 || len(list[i]) > textMax {
			t.Errorf("%d calls, later %v, %d passages", calls, later, len(list))
		}
		b := c.put(t, "open", text("Скан.txt", "другое", record.Public))
		answer = errs.New(errs.Invalid, "doctext.none")
		for range 2 {
			if err := kind.Prepare(t.Context(), b.ID); err != nil {
				t.Errorf("a document without text: %v", err)
			}
		}
		if calls != 3 {
			t.Errorf("%d calls: what cannot be read was tried again", calls)
		}
		if err := kind.Prepare(t.Context(), "gone"); err != nil {
			t.Errorf("a file that is gone: %v", err)
		}
		if ids, err := kind.IDs(t.Context(), d, "", 10); err != nil || len(ids) != 2 {
			t.Errorf("%v %v", ids, err)
		}
	})
}
