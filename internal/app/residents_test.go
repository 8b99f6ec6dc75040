package app

import (
	"testing"

	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/transfer"
)

// TestResidents holds the one mark that says what residents get of a field: what
// is on the page is open data, what is indoors or within is neither, and only
// kinds that have a page have fields on it.
func TestResidents(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		met := map[transfer.Residents]int{}
		for _, table := range c.Tables {
			open := export.Open(table)
			search, onPage := c.Kinds[table.Kind].Search, 0
			for _, column := range table.Columns {
				met[column.Residents]++
				_, given := open.Column(column.Name)
				reach := column.Control == ui.FieldEmail || column.Control == ui.FieldPhone
				if column.Residents == transfer.OnPage {
					onPage++
					if !given || column.Inner || reach {
						t.Errorf("%s of %s is on the portal's page and not in open data", column.Name, table.Name)
					}
				}
				if given && (column.Inner || reach || column.Residents == transfer.Indoors) {
					t.Errorf("%s of %s stays indoors and is in open data", column.Name, table.Name)
				}
			}
			if search == nil {
				continue
			}
			if page := search.Public != nil; page != (onPage > 0) {
				t.Errorf("%s has a page on the portal: %v, and %d fields on it", table.Kind, page, onPage)
			}
		}
		for _, what := range []transfer.Residents{transfer.AsData, transfer.OnPage, transfer.Indoors} {
			if met[what] == 0 {
				t.Errorf("no field is %d: the test cannot fail", what)
			}
		}
	})
}
