package app

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/transfer"
)

// withoutList are registers that have no page of their own in the office, or, as
// templates of letters, one that lists what comes along too.
func withoutList() []string { return []string{"posts", "texts", "estimatelines", "letter_templates"} }

// lists are the registers that have a page with a list, by its path.
func lists(t testing.TB, c *City) map[string]transfer.Table {
	t.Helper()
	found := map[string]transfer.Table{}
	for _, table := range c.Tables {
		path := "/" + table.Name
		has := slices.ContainsFunc(addresses(c), func(a address) bool { return a.name() == "office GET "+path })
		if has == slices.Contains(withoutList(), table.Name) {
			t.Errorf("the register %s has a list in the office: %v", table.Name, has)
		}
		if has {
			found[path] = table
		}
	}
	return found
}

// objects are the records of a JSON export.
func objects(t testing.TB, a answer) []export.Object {
	t.Helper()
	var list []export.Object
	if err := json.Unmarshal([]byte(a.body), &list); err != nil || a.status != http.StatusOK {
		t.Fatalf("%d: %v in %.300s", a.status, err, a.body)
	}
	return list
}

func idsIn(list []export.Object) []string {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	slices.Sort(ids)
	return ids
}

// TestExports takes every list away in every format as every role: the same
// records as the register shows that role, inner columns for nobody who may not
// read them, headings in the reader's language, and an entry in the history for
// what is about people.
func TestExports(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		if _, err := db.Exec(t.Context(), c.DB, `UPDATE partnerships SET visibility = 'department' WHERE slug = 'oxford'`); err != nil {
			t.Fatal(err)
		}
		s.everybody(t, "perm")
		for path, table := range lists(t, c) {
			for _, role := range account.Roles() {
				exportsAs(t, s, c, path, table, role)
			}
		}
	})
}

func exportsAs(t *testing.T, s *stage, c *City, path string, table transfer.Table, role account.Role) {
	t.Helper()
	at, email := "/perm/office"+path, demoEmail(role)
	reach := permissions(t).reach(string(role), "view", table.Kind)
	query := "?"
	if table.Kind == "partner" {
		query = "?q=&" // the list hides historic ties, the register does not
	}
	issued := `SELECT count(*) FROM revisions WHERE action = 'issued' AND kind = 'export'`
	before := one[int](t, c, issued)
	got := s.get(email, at+query+"as=json")
	if reach == 0 {
		if got.status != http.StatusNotFound || one[int](t, c, issued) != before {
			t.Errorf("%s as %s answers %d", path, role, got.status)
		}
		return
	}
	if wrote := one[int](t, c, issued) - before; wrote > 0 != table.Personal {
		t.Errorf("%s as %s wrote %d entries into the history", path, role, wrote)
	}
	list := objects(t, got)
	viewer := account.Viewer{UserID: "x", Roles: []account.Role{role}, Organisation: one[string](t, c, `SELECT organisation_id FROM users WHERE email = $1`, email)}
	var want []string
	for _, row := range allRows(t, account.With(t.Context(), viewer), table, 100) {
		if table.Kind == "partner" && row.Values["historic"] != "" {
			continue
		}
		want = append(want, row.ID)
	}
	slices.Sort(want)
	if !slices.Equal(idsIn(list), want) {
		t.Errorf("%s as %s has %d records, the register shows %d", path, role, len(list), len(want))
	}
	for _, column := range table.Columns {
		if !column.Inner || reach == int(account.All) {
			continue
		}
		if strings.Contains(got.body, `"`+column.Name+`":`) {
			t.Errorf("%s as %s holds the inner %s", path, role, column.Name)
		}
	}
	for _, lang := range languages() {
		sheetsFit(t, s, email, at+query+"lang="+lang+"&as=", table, lang, len(want), reach)
	}
}

// sheetsFit reads CSV and XLSX of a list: a heading for each column that the
// viewer may read, and as many rows as there are records.
func sheetsFit(t *testing.T, s *stage, email, at string, table transfer.Table, lang string, count, reach int) {
	t.Helper()
	words := s.in.catalog.Printer(lang)
	var head []string
	for _, column := range table.Columns {
		if !column.Inner || reach == int(account.All) {
			head = append(head, words.T(column.Key))
		}
	}
	head = append(head, words.T("export.sources"), words.T("export.id"))
	text, ok := strings.CutPrefix(s.get(email, at+"csv").body, "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !ok || len(rows) != count+1 || !slices.Equal(rows[0], head) {
		t.Errorf("%scsv: %v, %d rows where %d belong\n%q\n%q", at, err, len(rows), count+1, rows[:min(1, len(rows))], head)
	}
	sheet := worksheet(t, s.get(email, at+"xlsx").body)
	if n := strings.Count(sheet, "<row "); n != count+1 {
		t.Errorf("%sxlsx: %d rows where %d belong", at, n, count+1)
	}
}

// worksheet is the first sheet of a workbook.
func worksheet(t testing.TB, body string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestExportsFollowTheFilter compares what a narrowed page shows with what its
// own links take away.
func TestExportsFollowTheFilter(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		for _, narrowed := range []string{"/partners?saved=silent", "/partners?q=дуй", "/organisations?side=theirs", "/organisations?type=ngo&q=", "/activities?type=project",
			"/activities?year=2013", "/agreements?type=sister", "/notes?type=lesson", "/results?type=practice", "/people?q=а"} {
			page := s.get(head, "/perm/office"+narrowed)
			found := regexp.MustCompile(`href="([^"]+as=json[^"]*)"`).FindStringSubmatch(page.body)
			if found == nil {
				t.Errorf("%s offers no JSON", narrowed)
				continue
			}
			list := objects(t, s.get(head, strings.ReplaceAll(found[1], "&amp;", "&")))
			all := objects(t, s.get(head, "/perm/office"+strings.Split(narrowed, "?")[0]+"?as=json"))
			shown := 0
			for _, o := range list {
				if at := strings.Index(page.body, o.ID); at >= 0 || strings.Contains(page.body, fmt.Sprint(o.Values["slug"])) {
					shown++
				}
			}
			if shown != min(len(list), 50) || len(list) == 0 || len(list) >= len(all) && !strings.Contains(narrowed, "saved") {
				t.Errorf("%s: %d records taken, %d of them on the page, %d without the filter", narrowed, len(list), shown, len(all))
			}
		}
	})
}

// TestExportsHoldNoFormula plants formulas in every text of every register and
// looks at what leaves.
func TestExportsHoldNoFormula(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c, head := s.city(t, "perm"), demoEmail("head")
		s.signIn(t, "perm", head)
		kinds := recordTables(t, c)
		for path, table := range lists(t, c) {
			id, planted := idsOf(t, c, kinds[table.Kind])[0], ""
			for _, column := range table.Columns {
				if column.Type != transfer.Plain && column.Type != transfer.Langs || column.Options != nil || column.Control != "" || slices.Contains([]string{"slug", "coordinates", "zone", "wikidata", "number", "number_of", "rate", "value"}, column.Name) {
					continue
				}
				planted = "=1+1"
				if column.Type == transfer.Langs {
					planted = `{"src":"ru","text":{"ru":"=1+1"}}`
				}
				if n, err := db.Exec(t.Context(), c.DB, `UPDATE `+kinds[table.Kind]+` SET `+column.Name+` = $1 WHERE id = $2`, planted, id); err != nil || n != 1 {
					t.Logf("%s.%s is stored otherwise", table.Name, column.Name)
				}
			}
			if planted == "" {
				t.Errorf("%s has no text to plant in", table.Name)
			}
			text := s.get(head, "/perm/office"+path+"?as=csv").body
			if !strings.Contains(text, `'=1+1`) {
				t.Errorf("%s: the planted formula is not in the CSV: the test cannot fail", path)
			}
			if cell := regexp.MustCompile(`(?m)(^|;)"?[=+@\t＝＋－＠]`).FindString(text); cell != "" {
				t.Errorf("%s: a cell begins with %q", path, cell)
			}
			sheet := worksheet(t, s.get(head, "/perm/office"+path+"?as=xlsx").body)
			if strings.Contains(sheet, "<f") || !strings.Contains(sheet, "=1+1") {
				t.Errorf("%s: the workbook holds a formula, or nothing of the planted one", path)
			}
		}
	})
}

// TestUnknownFormat shows the page.
func TestUnknownFormat(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.signIn(t, "perm", demoEmail("head"))
		a := s.get(demoEmail("head"), "/perm/office/organisations?"+url.Values{"as": {"../xlsx"}}.Encode())
		if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("%d %s", a.status, a.header.Get("Content-Type"))
		}
	})
}
