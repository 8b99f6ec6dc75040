package intake

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/transfer"
)

// match is a record that a draft may be.
type match struct {
	id     string
	row    transfer.Row
	sure   bool
	why    string // "email", "phone", "name", "place", "site", "similar"
	choice Choice
	fresh  bool // the import itself would make it
	fill   map[string]string
	claims map[string]string
}

// resolve settles for each draft of a row which record it is.
func (p *planner) resolve(ctx context.Context, pl *plan, city town) error {
	ids := map[string]string{}
	for _, d := range pl.drafts {
		switch {
		case d.kind == "post":
			d.values["organisation"] = ids["organisation"]
		case d.kind == "agreement":
			d.values["partner"] = city.partner
		case d.under != nil:
			d.values["parent"] = d.under.id
		}
		if d.id == "" {
			if err := p.lookUp(ctx, d); err != nil {
				return err
			}
		}
		if d.aside == 0 {
			ids[d.kind] = d.id
		}
	}
	if r := pl.role; r != nil {
		r.Person, r.Organisation, r.Post = ids["person"], ids["organisation"], ids["post"]
	}
	return nil
}

// lookUp finds the record that a draft is, or gives it an identifier of its own.
func (p *planner) lookUp(ctx context.Context, d *draft) error {
	d.found = match{}
	for _, id := range p.candidates(d) {
		row, fresh := p.index.fresh[id]
		if !fresh {
			t, _ := p.s.table(d.kind)
			var err error
			if row, err = t.Get(ctx, p.h, id); err != nil {
				continue // put away meanwhile
			}
		}
		m := match{id: id, row: row, fresh: fresh}
		if m.sure, m.why = same(d.kind, d.values, row.Values); m.why == "" {
			continue
		}
		if d.found.id == "" || m.sure && !d.found.sure {
			d.found = m
		}
		if m.sure {
			break
		}
	}
	if d.found.id == "" {
		d.id = newID(p.s)
		return nil
	}
	p.choose(d)
	return nil
}

// choose takes what a person decided, or else what is safe.
func (p *planner) choose(d *draft) {
	m := &d.found
	m.choice = Complete
	elsewhere := d.kind == "organisation" && m.why != "name" && m.why != "similar" // another name at the same address
	if !m.sure && (elsewhere || contradicts(d.kind, d.values, m.row.Values)) {
		m.choice = Different
	}
	if c := p.settings.Decisions[decisionKey(p.n, d.kind, d.aside)]; c != "" {
		m.choice = c
	}
	if m.choice == Different {
		d.id, d.found = newID(p.s), match{why: m.why, choice: Different, row: m.row}
		return
	}
	d.id = m.id
	if m.choice == Complete {
		t, _ := p.s.table(d.kind)
		m.fill, m.claims = compare(t, m.row.Values, d.values)
	}
}

// decisionKey names what a row says of one record: of the one of that kind, or
// of one of those beside it.
func decisionKey(n int, kind string, aside int) string {
	key := strconv.Itoa(n) + "." + kind
	if aside > 0 {
		key += "." + strconv.Itoa(aside)
	}
	return key
}

// candidates are the records that share a trait with a draft, the telling
// traits first.
func (p *planner) candidates(d *draft) []string {
	var ids []string
	for _, k := range keysOf(d.kind, d.values) {
		for _, id := range p.index.find(d.kind, k) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 12 {
			break
		}
	}
	return ids
}

// same tells whether what a file says and a record are one thing: surely,
// perhaps, or not at all.
func same(kind string, file, ours map[string]string) (sure bool, why string) {
	switch kind {
	case "person":
		return samePerson(file, ours)
	case "organisation":
		return sameOrganisation(file, ours)
	case "partner":
		if file["geonames"] != "" && file["geonames"] == ours["geonames"] {
			return true, "place"
		}
		if file["geonames"] != "" && ours["geonames"] != "" {
			return false, ""
		}
		return true, "name"
	case "post":
		return true, "name"
	case "agreement":
		return sameAgreement(file, ours)
	}
	if shareText(file["name"], ours["name"]) && (file["starts"] == ours["starts"] || meets(file["starts"], ours["starts"])) {
		return true, "name"
	}
	if file["starts"] == "" || ours["starts"] == "" {
		return false, "similar"
	}
	return false, "" // the same event of another year
}

func samePerson(file, ours map[string]string) (bool, string) {
	names := func(v map[string]string) []string { return []string{v["name"], v["cyrillic"], v["latin"]} }
	equal, latin, initials := false, false, false
	for _, a := range names(file) {
		for _, b := range names(ours) {
			if a == "" || b == "" {
				continue
			}
			equal = equal || sortedWords(a) == sortedWords(b)
			latin = latin || sortedLatin(a) == sortedLatin(b)
			initials = initials || withInitials(a) != "" && withInitials(a) == withInitials(b) && (shortened(a) || shortened(b))
		}
	}
	alike := equal || latin || initials
	switch {
	case alike && file["email"] != "" && strings.EqualFold(file["email"], ours["email"]):
		return true, "email"
	case alike && phoneKey(file["phone"]) != "" && phoneKey(file["phone"]) == phoneKey(ours["phone"]):
		return true, "phone"
	case equal && !contradicts("person", file, ours) && len(fold.Words(file["name"])) >= 3:
		return true, "name"
	case equal:
		return false, "name"
	case alike:
		return false, "similar"
	}
	return false, ""
}

// shortened holds for a name with initials.
func shortened(name string) bool {
	for _, w := range fold.Words(name) {
		if len([]rune(w)) == 1 {
			return true
		}
	}
	return false
}

func sameOrganisation(file, ours map[string]string) (bool, string) {
	if file["partner"] != "" && ours["partner"] != "" && file["partner"] != ours["partner"] {
		return false, "" // schools No. 1 of two cities
	}
	switch {
	case shareText(file["name"], ours["name"]):
		return true, "name"
	case shareBare(file["name"], ours["name"]):
		return false, "similar"
	case siteKey(file["website"]) != "" && siteKey(file["website"]) == siteKey(ours["website"]):
		return false, "site"
	case file["email"] != "" && strings.EqualFold(file["email"], ours["email"]):
		return false, "email"
	case phoneKey(file["phone"]) != "" && phoneKey(file["phone"]) == phoneKey(ours["phone"]):
		return false, "phone"
	}
	return false, ""
}

func sameAgreement(file, ours map[string]string) (bool, string) {
	if file["partner"] != ours["partner"] {
		return false, ""
	}
	if file["signed"] != "" && file["signed"] == ours["signed"] && (len(file["signed"]) > 4 || file["title"] == "" || shareText(file["title"], ours["title"])) {
		return true, "name"
	}
	if meets(file["signed"], ours["signed"]) {
		return false, "similar"
	}
	return false, ""
}

// meets tells whether two dates can be the same day.
func meets(a, b string) bool {
	x, err1 := edtf.Parse(a)
	y, err2 := edtf.Parse(b)
	if err1 != nil || err2 != nil || x.IsZero() || y.IsZero() {
		return false
	}
	return !x.Last().Before(y.First()) && !y.Last().Before(x.First())
}

func shareText(a, b string) bool {
	for _, x := range texts(a) {
		for _, y := range texts(b) {
			if fold.Key(x) == fold.Key(y) {
				return true
			}
		}
	}
	return false
}

func shareBare(a, b string) bool {
	for _, x := range texts(a) {
		for _, y := range texts(b) {
			if bareName(x) != "" && bareName(x) == bareName(y) {
				return true
			}
		}
	}
	return false
}

// contradicts holds when a trait that belongs to one alone differs.
func contradicts(kind string, file, ours map[string]string) bool {
	if kind != "person" {
		return false
	}
	mail := file["email"] != "" && ours["email"] != "" && !strings.EqualFold(file["email"], ours["email"])
	phone := phoneKey(file["phone"]) != "" && phoneKey(ours["phone"]) != "" && phoneKey(file["phone"]) != phoneKey(ours["phone"])
	return mail && (phone || phoneKey(file["phone"]) == "" || phoneKey(ours["phone"]) == "") || phone && file["email"] == "" && ours["email"] == ""
}

// compare says which empty columns a file fills and which values differ.
func compare(t transfer.Table, ours, file map[string]string) (fill, claims map[string]string) {
	fill, claims = map[string]string{}, map[string]string{}
	for column, value := range file {
		c, ok := t.Column(column)
		if !ok || value == "" || ours[column] == value || t.Kind == "partner" && column == "name" { // another spelling of the same city
			continue
		}
		switch {
		case c.Type == transfer.Langs:
			compareText(column, ours[column], value, fill, claims)
		case ours[column] == "":
			fill[column] = value
		case c.Type == transfer.Flag || c.Type == transfer.Circle || identifies(column):
		case equal(c, ours[column], value):
		default:
			claims[column] = value
		}
	}
	return fill, claims
}

// identifies holds for columns that say which thing a record is.
func identifies(column string) bool {
	return column == "geonames" || column == "country" || column == "slug" || column == "partner" || column == "organisation"
}

// compareText adds a language that is missing, and claims one that differs.
func compareText(column, ours, file string, fill, claims map[string]string) {
	var a, b i18n.Text
	if ours != "" && a.UnmarshalJSON([]byte(ours)) != nil || b.UnmarshalJSON([]byte(file)) != nil {
		return
	}
	added, differs := false, false
	for _, lang := range b.Langs() {
		switch was := a.Get(lang); {
		case was == "" && !shareText(ours, file):
			a.Set(lang, b.Get(lang))
			added = true
		case was != "" && !strings.Contains(fold.Key(was), fold.Key(b.Get(lang))):
			differs = true
		}
	}
	if added && !differs {
		if text, err := a.MarshalJSON(); err == nil {
			fill[column] = string(text)
		}
	}
	if differs {
		claims[column] = file
	}
}

// equal tells whether two values say the same.
func equal(c transfer.Column, a, b string) bool {
	switch {
	case c.Control == ui.FieldPhone:
		return phoneKey(a) != "" && phoneKey(a) == phoneKey(b)
	case c.Control == ui.FieldURL:
		bare := func(s string) string {
			u, err := url.Parse(strings.ToLower(s))
			if err != nil {
				return s
			}
			return strings.TrimPrefix(u.Host, "www.") + strings.TrimRight(u.Path, "/")
		}
		return bare(a) == bare(b)
	case c.Type == transfer.List:
		for one := range strings.SplitSeq(b, "\n") {
			if !slices.Contains(strings.Split(a, "\n"), one) {
				return false
			}
		}
		return true
	case c.Type == transfer.Date:
		return a == b
	}
	return fold.Key(a) == fold.Key(b)
}

// checkValues moves what no form would take into the remarks.
func (p *planner) checkValues(pl *plan) {
	for _, d := range pl.drafts {
		t, _ := p.s.table(d.kind)
		for column, value := range d.values {
			c, ok := t.Column(column)
			if !ok {
				delete(d.values, column)
				continue
			}
			if c.Link != "" || len(value) == 0 {
				continue
			}
			reason := refused(c, value)
			if reason == "" {
				continue
			}
			shown := strings.Join(texts(value), "\n")
			pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: reason, Text: tables.Short(shown)})
			pl.note(p.headers[reading.Field(d.kind+"."+column)], shown)
			delete(d.values, column)
			if c.Required && reason == "long" {
				d.values[column] = shorten(c, shown)
			}
		}
	}
	p.checkOrder(pl)
}

// shorten fits a name that is too long, of which the whole stands in the remarks.
func shorten(c transfer.Column, text string) string {
	text = string([]rune(strings.Join(strings.Fields(text), " "))[:c.Max-1]) + "…"
	if c.Type == transfer.Langs {
		return said(text)
	}
	return text
}

// refused says why a form would not take a value; empty when it would.
func refused(c transfer.Column, value string) string {
	if c.Type == transfer.Date || c.Type == transfer.Flag || c.Type == transfer.Circle || c.Type == transfer.List {
		return ""
	}
	rules := []form.Rule{form.Max(c.Max)}
	reason := "long"
	switch c.Control {
	case ui.FieldEmail:
		rules, reason = append(rules, form.Email()), "email"
	case ui.FieldPhone:
		rules, reason = append(rules, form.Phone()), "phone"
	case ui.FieldURL:
		rules, reason = append(rules, form.URL()), "website"
	}
	for _, text := range texts(value) {
		if !form.Takes(text, rules...) {
			return reason
		}
	}
	return ""
}

// checkOrder keeps an end from lying before its beginning: the end then stands
// in the remarks.
func (p *planner) checkOrder(pl *plan) {
	for _, pair := range [][3]string{{"agreement", "signed", "until"}, {"agreement", "from", "until"}, {"activity", "starts", "ends"}} {
		for _, d := range pl.drafts {
			if d.kind != pair[0] || d.values[pair[1]] == "" || d.values[pair[2]] == "" {
				continue
			}
			start, err1 := edtf.Parse(d.values[pair[1]])
			end, err2 := edtf.Parse(d.values[pair[2]])
			if err1 == nil && err2 == nil && !end.Before(start) && !(pair[0] == "activity" && end.IsInterval()) {
				continue
			}
			pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: "order", Text: d.values[pair[2]]})
			pl.note(p.headers[reading.Field(pair[0]+"."+pair[2])], d.values[pair[2]])
			delete(d.values, pair[2])
		}
	}
}
