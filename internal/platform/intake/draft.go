package intake

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/transfer"
)

// draft is one record that a row speaks of.
type draft struct {
	kind   string
	values map[string]string // canonical, by column; what the file says
	extra  map[string]string // what a new record needs and the file does not say
	main   bool              // the row is about it
	aside  int               // counts those whom a row names beside what it is about; 0 for the others
	under  *draft            // the organisation that it belongs to
	id     string            // of the record that it is or becomes
	found  found
}

// plan is everything that one row asks for.
type plan struct {
	item   reading.Item
	drafts []*draft
	role   *Role
	takers []taker
	named  map[string]*draft // those beside what the row is about
	skip   string            // reason
}

// planner turns rows into plans.
type planner struct {
	s        *Service
	h        db.Handle // what existing records are read through
	index    *match.Index
	settings Settings
	home     Home
	homeKeys map[string]bool
	places   map[string]place.Place   // by country and name; zero when it is not sure
	headers  map[reading.Field]string // of the table that is read
	roles    map[string]bool          // that a dry run would give
	parts    map[string][]Part        // likewise, by activity
	tables   map[string]*transfer.Table
	rows     map[string]transfer.Row // what was read of records that the rows at hand may be
	n        int                     // of the row
}

func (s *Service) planner(ctx context.Context, i Import, x *match.Index) *planner {
	p := &planner{
		s: s, h: s.DB, index: x, settings: i.Settings, home: s.deps.Home(ctx), homeKeys: map[string]bool{}, places: map[string]place.Place{},
		roles: map[string]bool{}, parts: map[string][]Part{}, tables: map[string]*transfer.Table{}, rows: map[string]transfer.Row{},
	}
	for _, name := range p.home.Names {
		p.homeKeys[fold.Key(name)] = true
	}
	for _, t := range s.deps.Tables() {
		p.tables[t.Kind] = &t
	}
	return p
}

// open prepares for the rows of a table.
func (p *planner) open(t *reading.Table) {
	p.headers = map[reading.Field]string{}
	for _, c := range t.Columns {
		for _, f := range t.Meanings(c) {
			if p.headers[f] == "" {
				p.headers[f] = c.Header
			}
		}
	}
}

// isHome tells whether a name is that of the reader's own city.
func (p *planner) isHome(name string) bool {
	head, _, _ := strings.Cut(name, ",")
	return p.homeKeys[fold.Key(head)] || p.homeKeys[fold.Key(strings.TrimPrefix(head, "г. "))]
}

// row makes the drafts of an item, in the order in which they are written:
// what others refer to comes first.
func (p *planner) row(ctx context.Context, item reading.Item) (plan, error) {
	pl := plan{item: item, skip: item.Skip}
	if pl.skip != "" {
		return pl, nil
	}
	subject := item.Subject
	if subject == reading.Partners && item.Values[reading.ActivityName] != "" {
		subject = reading.Activities // a cell under a year
	}
	city, err := p.city(ctx, &pl, subject)
	if err != nil || pl.skip != "" {
		return pl, err
	}
	org := p.organisation(&pl, subject, city)
	person := p.person(&pl, subject)
	p.position(&pl, org, person)
	p.agreement(&pl, subject, city)
	if subject == reading.Activities {
		p.participants(&pl)
		p.activity(&pl, city)
	}
	if pl.skip != "" {
		return pl, nil
	}
	p.chooseMain(&pl, subject)
	if len(pl.drafts) == 0 {
		pl.skip = "unnamed"
		return pl, nil
	}
	p.remarks(&pl)
	return pl, p.resolve(ctx, &pl, city)
}

func (pl *plan) add(kind string, values, extra map[string]string) *draft {
	for c, v := range values {
		if v == "" {
			delete(values, c)
		}
	}
	d := &draft{kind: kind, values: values, extra: extra}
	pl.drafts = append(pl.drafts, d)
	return d
}

func (pl *plan) note(label, text string) {
	if text != "" {
		pl.item.Notes = append(pl.item.Notes, reading.Remark{Label: label, Text: text})
	}
}

// said is a text in the language that its letters show.
func said(text string) string {
	if text == "" {
		return ""
	}
	lang := "en"
	for _, r := range text {
		if r >= 0x400 && r <= 0x4ff {
			lang = "ru"
			break
		}
	}
	t := i18n.NewText(lang, text)
	out, err := t.MarshalJSON()
	if err != nil {
		return ""
	}
	return string(out)
}

func (p *planner) organisation(pl *plan, subject reading.Subject, city town) *draft {
	v := pl.item.Values
	name := v[reading.OrganisationName]
	if name == "" || subject == reading.Activities {
		p.keepWords(pl, reading.OrganisationName, reading.OrganisationMail, reading.OrganisationTel, reading.OrganisationSite)
		return nil
	}
	if v[reading.PersonName] == "" { // an address without a person is the institution's
		for from, to := range map[reading.Field]reading.Field{reading.PersonEmail: reading.OrganisationMail, reading.PersonPhone: reading.OrganisationTel, reading.PersonAbout: reading.OrganisationText} {
			if v[to] == "" {
				v[to] = v[from]
				delete(v, from)
			}
		}
	}
	values := map[string]string{
		"name": said(name), "type": v[reading.OrganisationType], "website": v[reading.OrganisationSite], "email": v[reading.OrganisationMail],
		"phone": v[reading.OrganisationTel], "about": said(v[reading.OrganisationText]), "partner": city.partner, "side": v[reading.Side],
	}
	extra := map[string]string{"side": city.side(p.home, v[reading.Side], p.settings.Side), "type": reading.Choice(reading.OrganisationType, name)}
	if extra["type"] == "" {
		extra["type"] = "other"
	}
	above := p.parent(pl, extra["side"])
	d := pl.add("organisation", values, extra)
	d.under = above
	return d
}

// keepWords puts values that find no record into the remarks.
func (p *planner) keepWords(pl *plan, fields ...reading.Field) {
	for _, f := range fields {
		pl.note(p.headers[f], pl.item.Values[f])
	}
}

func (p *planner) person(pl *plan, subject reading.Subject) *draft {
	v := pl.item.Values
	if v[reading.PersonName] == "" || subject == reading.Activities {
		p.keepWords(pl, reading.PersonName, reading.PersonEmail, reading.PersonPhone, reading.PersonAbout, reading.PostTitle)
		return nil
	}
	values := map[string]string{}
	for f, value := range v {
		if f.Kind() == "person" {
			values[f.Column()] = value
		}
	}
	return pl.add("person", values, nil)
}

// position gives the person a post in the organisation, or a role.
func (p *planner) position(pl *plan, org, person *draft) {
	v := pl.item.Values
	title := v[reading.PostTitle]
	if person == nil || org == nil && title == "" {
		return
	}
	pl.role = &Role{Since: v[reading.RoleSince], Until: v[reading.RoleUntil]}
	if org == nil {
		pl.role.Title = said(title)
		return
	}
	if title != "" {
		side := org.values["side"]
		if side == "" {
			side = org.extra["side"]
		}
		pl.add("post", map[string]string{"title": said(title)}, map[string]string{"side": side})
	}
}

// chooseMain says which record the row is about.
func (p *planner) chooseMain(pl *plan, subject reading.Subject) {
	order := map[reading.Subject][]string{
		reading.People: {"person", "organisation"}, reading.Organisations: {"organisation", "person"}, reading.Partners: {"partner"},
		reading.Agreements: {"agreement", "partner"}, reading.Activities: {"activity"},
	}[subject]
	for _, kind := range order {
		for _, d := range pl.drafts {
			if d.kind == kind && d.aside == 0 {
				d.main = true
				return
			}
		}
	}
	if len(pl.drafts) > 0 {
		pl.drafts[0].main = true
	}
}

// main is the record that the row is about.
func (pl *plan) main() *draft {
	for _, d := range pl.drafts {
		if d.main {
			return d
		}
	}
	return nil
}

func newID(s *Service) string { return id.New(s.deps.Clock()) }
