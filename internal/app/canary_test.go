package app

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pobratim/internal/app/policy"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/clause"
	"pobratim/internal/domain/debrief"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/plan"
	"pobratim/internal/domain/result"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
)

// The canary test writes unique words into every field of records that residents
// must not see, through the same forms that people use, and then reads every
// page of the portal, and of the office as those see it who have no right to
// them.

// internalFields are those that only the department reads, even of a public
// record.
func internalFields() map[string][]string {
	return map[string][]string{
		"partner":      {"wants", "channel", "rhythm", "customs", "sensitive", "gifts"},
		"organisation": {"screened"},
	}
}

// oneMore makes a record of a kind of which the demonstration has few.
func (c *City) oneMore(t *testing.T, kind string, n int) string {
	t.Helper()
	ctx, id, err := asProgram(t.Context()), "", error(nil)
	switch kind {
	case plan.Kind:
		id, err = c.Plans.AddPlan(ctx, plan.Plan{Year: strconv.Itoa(2090 + n)})
	case plan.ProposalKind:
		id, err = c.Plans.Propose(ctx, plan.Proposal{Plan: idsOf(t, c, "plans")[0], Organisation: idsOf(t, c, "organisations")[0], Title: i18n.NewText("ru", "Ещё одно предложение "+strconv.Itoa(n))})
	case clause.TextKind:
		id, err = c.texts.Begin(ctx, clause.Text{Agreement: idsOf(t, c, "agreements")[n], OurLang: "ru", TheirLang: "en"}, "")
	case outbox.Kind:
		id, err = c.outbox.Add(ctx, outbox.Message{Title: i18n.NewText("ru", "Ещё одно письмо "+strconv.Itoa(n)), Body: i18n.NewText("ru", "Текст"), Langs: []string{"ru"}, To: []string{"someone@example.org"}})
	case estimate.Kind:
		id, err = c.Estimates.Add(ctx, estimate.Estimate{Activity: idsOf(t, c, "activities")[n], Year: "2090"})
	case estimate.LimitKind:
		all, failed := c.Estimates.Limits(ctx, "")
		if failed != nil || len(all) == 0 {
			t.Fatal("no limit to copy", failed)
		}
		id, err = c.Estimates.AddLimit(ctx, estimate.Limit{Type: all[0].Type, Year: strconv.Itoa(2090 + n), Item: all[0].Item, Value: all[0].Value, Currency: all[0].Currency, Act: all[0].Act})
	case letter.TemplateKind:
		all, failed := c.Letters.Templates(ctx)
		shipped := slices.IndexFunc(all, func(t letter.Template) bool { return t.Version == 0 })
		if failed != nil || shipped < 0 {
			t.Fatal("no template that comes along", failed)
		}
		id, err = c.Letters.Adopt(ctx, all[shipped].ID)
	case result.IndicatorKind:
		id, err = c.Results.AddIndicator(ctx, result.Indicator{Name: i18n.NewText("ru", "Ещё один показатель "+strconv.Itoa(n)), Unit: i18n.NewText("ru", "человек")})
	case debrief.Kind:
		id, err = c.debriefs.Add(ctx, debrief.Debrief{Activity: idsOf(t, c, "activities")[n], Purpose: "Ещё один отчёт"})
	}
	if err != nil {
		t.Fatal(kind, err)
	}
	return id
}

// TestCanary plants and looks.
func TestCanary(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		for _, role := range []account.Role{account.Head, account.Branch, account.Guest} {
			s.signIn(t, "perm", demoEmail(role))
		}
		planted := 0
		tables := recordTables(t, c)
		for kind, table := range tables {
			path := c.Kinds[kind].Path
			if path == "" || !mayHead(module.Need{Action: module.Edit, Kind: kind}) {
				continue
			}
			ids := idsOf(t, c, table)
			if kind == "file" {
				continue // its form is another: TestFiles; the portal's files are in TestMatrix
			}
			if kind == "keydate" {
				for len(ids) < 3 { // the demonstration has one
					id, err := c.Anniversaries.Add(asProgram(t.Context()), anniversary.KeyDate{About: "country:RU", Occasion: "other", Title: i18n.NewText("ru", "Ещё одна дата"), On: edtf.OfYear(1900 + len(ids))})
					if err != nil {
						t.Fatal(err)
					}
					ids = append(ids, id)
				}
			}
			for len(ids) < 3 && slices.Contains([]string{plan.Kind, plan.ProposalKind, clause.TextKind, outbox.Kind, estimate.Kind, estimate.LimitKind, debrief.Kind, letter.TemplateKind, result.IndicatorKind}, kind) {
				ids = append(ids, c.oneMore(t, kind, len(ids)))
			}
			if len(ids) < 3 {
				t.Errorf("only %d records of kind %s to plant in", len(ids), kind)
				continue
			}
			address := func(i int) string { return "/perm/office" + strings.ReplaceAll(path, "{id}", ids[i]) }
			wide := "participants" // what never is public, such as people
			if slices.Contains(policy.Table(), account.Rule{Role: account.Head, Action: module.Publish, Kind: kind, Scope: account.All}) {
				wide = "public"
			}
			planted += s.plant(t, address(0), "department", "kenar", nil)
			planted += s.plant(t, address(1), wide, "kenar", nil)
			if a := s.post(demoEmail("head"), address(1)+"/bin", url.Values{}); a.status != http.StatusSeeOther {
				t.Errorf("%s cannot be put into the bin: %d", address(1), a.status)
			}
			if fields := internalFields()[kind]; fields != nil {
				planted += s.plant(t, address(2), "public", "innen", fields)
			}
			if last := len(ids) - 1; wide == "public" && last > 2 {
				s.plant(t, address(last), "public", "offen", nil)
			}
		}
		if planted < 60 {
			t.Errorf("only %d words were planted", planted)
		}
		looked := map[string]int{}
		seek := func(who, email, start string) {
			s.walk(email, "perm", start, 60, func(path string, a answer) {
				looked[who]++
				if found := canary.FindAllString(a.body, 3); found != nil {
					t.Errorf("%s reads %v at %s", who, found, path)
				}
			})
		}
		if c.hasPortal() {
			seek("a resident", "", "/perm/")
			for _, path := range []string{"/perm/?lang=en", "/perm/partners?lang=en", "/perm/sitemap.xml", "/perm/robots.txt"} {
				if a := s.get("", path); canary.MatchString(a.body) || a.status != http.StatusOK {
					t.Errorf("%s: %d %v", path, a.status, canary.FindString(a.body))
				}
			}
		}
		for _, role := range []account.Role{account.Guest, account.Branch, account.Administrator} { // that it can fail: TestCalendarCanary
			o := opens(t, c, role)
			if found := canary.FindAllString(s.get("", o.path).body+s.everyDay(t, c, o), 3); found != nil {
				t.Errorf("the calendars of %s tell of %v", role, found)
			}
		}
		seek("a guest", demoEmail("guest"), "/perm/office/")
		seek("a branch department", demoEmail("branch"), "/perm/office/")
		found := 0
		s.walk(demoEmail("head"), "perm", "/perm/office/", 20, func(_ string, a answer) { found += len(canary.FindAllString(a.body, -1)) })
		if found == 0 {
			t.Error("nor does the head of the department: the test cannot fail")
		}
		s.settleSearch(t, c)
		s.searchCanary(t)
		t.Logf("%d words planted; pages read: %v; the head of the department meets %d of them", planted, looked, found)
	})
}

// canary finds words of hidden records, which begin with kenar, and of inner
// fields of public ones, which begin with innen.
var canary = regexp.MustCompile(`(?i)(kenar|innen)\d+`)

// plant fills in the form of a record with unique words and saves it with a
// circle of readers. With fields only these are filled in. It returns how many
// words were planted; what a field does not take, it does not get.
func (s *stage) plant(t *testing.T, at, visibility, prefix string, fields []string) int {
	t.Helper()
	head := demoEmail("head")
	page := s.get(head, at+"/edit")
	if page.status != http.StatusOK {
		t.Errorf("%s/edit answers %d", at, page.status)
		return 0
	}
	_, forms := links(page.body)
	var values url.Values
	action := ""
	for _, form := range forms {
		if v := url.Values(typed(page.body, form)); v.Has("version") {
			action, values = form, v
		}
	}
	if values == nil {
		t.Errorf("%s/edit has no form with a version", at)
		return 0
	}
	untouched := map[string]string{}
	n := 0
	for name, list := range values {
		kind, ours := controls(page.body)[name]
		base, _, _ := strings.Cut(name, ".")
		if !ours || fields != nil && !slices.Contains(fields, base) {
			continue
		}
		untouched[name] = list[0]
		word := fmt.Sprintf("%s%d", prefix, s.serial.Add(1))
		switch kind {
		case "email":
			word += "@example.org"
		case "url":
			word = "https://example.org/" + word
		}
		values[name] = []string{word}
		n++
	}
	values.Set("visibility", visibility)
	if fields == nil && strings.Contains(page.body, `value="decision"`) {
		values.Set("type", "decision") // of the notes it has the most fields
	}
	var lastWrong []string
	for range 4 {
		values.Set("idempotency_key", "")
		a := s.post(head, action, values)
		if a.status == http.StatusSeeOther {
			for name := range untouched {
				if _, lang, ok := strings.Cut(name, "."); ok && prefix == "offen" && !slices.Contains(languages(), lang) {
					continue // a translation into a language that the portal does not have
				}
				s.planted = append(s.planted, canaryWord.FindString(values.Get(name)))
			}
			return n
		}
		wrong := invalid(a.body)
		if len(wrong) == 0 {
			t.Errorf("%s is not saved: %d\n%s", at, a.status, around(a.body, strings.Index(a.body, "error")))
			return 0
		}
		lastWrong = append(wrong, fmt.Sprint(a.status), textAt(a.body, "errors-title"))
		for field, with := range map[string]string{"number": "unit", "ended": "ended_why"} { // the second goes with the first only
			for name := range untouched {
				if slices.Contains(wrong, field) && strings.HasPrefix(name, with) {
					wrong = append(wrong, name)
				}
			}
		}
		for _, name := range wrong {
			if was, ok := untouched[name]; ok {
				values[name] = []string{was}
				n--
			}
		}
	}
	t.Errorf("%s is not saved after four tries: %v", at, lastWrong)
	return 0
}

// controls are the text controls of a page with their type.
func controls(page string) map[string]string {
	found := map[string]string{}
	for _, e := range elements(page) {
		name, _ := e.attr("name")
		kind, _ := e.attr("type")
		switch {
		case name == "" || name == "q":
		case e.name == "textarea":
			found[name] = "area"
		case e.name == "input" && slices.Contains([]string{"", "text", "email", "url"}, kind):
			found[name] = kind
		}
	}
	delete(found, "slug")
	return found
}

// invalid are the names of the controls that a page marks as wrong.
func invalid(page string) []string {
	var names []string
	for _, e := range elements(page) {
		if state, _ := e.attr("aria-invalid"); state == "true" {
			if name, ok := e.attr("name"); ok {
				names = append(names, name)
			}
		}
	}
	return names
}
