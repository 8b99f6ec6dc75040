package paperwork

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/fill"
)

// TestBuiltIn wants every built-in paper to be whole: the same pieces in both
// languages, and no mark that the program does not know.
func TestBuiltIn(t *testing.T) {
	for _, kind := range Kinds() {
		ru, _, err := pieces(kind, "ru")
		if err != nil {
			t.Fatal(err)
		}
		en, _, err := pieces(kind, "en")
		if err != nil {
			t.Fatal(err)
		}
		sorts := func(all []piece) (list []string) {
			for _, p := range all {
				list = append(list, p.sort)
				if p.Table != nil {
					list = append(list, strings.Repeat("|", len(p.Table.Columns))+strings.Repeat("-", len(p.Table.Rows)))
				}
			}
			return list
		}
		if !slices.Equal(sorts(ru), sorts(en)) {
			t.Errorf("%s differs:\n%q\n%q", kind, sorts(ru), sorts(en))
		}
		for _, langs := range Langs() {
			doc, err := Describe(kind, langs)
			if err != nil {
				t.Fatal(err)
			}
			d, err := fill.Describe(doc)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range d.Check(names()) {
				t.Errorf("%s in %s: %s %q (perhaps %q) in %q", kind, langs, p.Key, p.Name, p.Near, p.Place.Text)
			}
			for _, b := range doc.Blocks {
				if b.Table == nil {
					continue
				}
				for _, c := range b.Table.Columns {
					if b.Table.Rules && (c.Title == "" || c.Share == 0) {
						t.Errorf("%s in %s: a column without title or share: %+v", kind, langs, c)
					}
				}
			}
		}
	}
}
