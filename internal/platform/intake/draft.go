package intake

import (
	"context"
	"strconv"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/reading"
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
	found  match
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
	index    *index
	settings Settings
	home     Home
	homeKeys map[string]bool
	places   map[string]place.Place   // by country and name; zero when it is not sure
	headers  map[reading.Field]string // of the table that is read
	roles    map[string]bool          // that a dry run would give
	parts    map[string][]Part        // likewise, by activity
	n        int                      // of the row
}

func (s *Service) planner(ctx context.Context, i Import, x *index) *planner {
	p := &planner{s: s, h: s.DB, index: x, settings: i.Settings, home: s.deps.Home(ctx), homeKeys: map[string]bool{}, places: map[string]place.Place{}, roles: map[string]bool{}, parts: map[string][]Part{}}
	for _, name := range p.home.Names {
		p.homeKeys[fold.Key(name)] = true
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

// town is what a row says of a city.
type town struct {
	partner string // identifier of the partnership; empty when there is none
	country string
	ours    bool // our own city
	text    string
}

// side is whose side somebody in the city stands on.
func (t town) side(home Home, given, otherwise string) string {
	switch {
	case given != "":
		return given
	case t.ours:
		return "ours"
	case t.partner != "" || t.country != "" && t.country != home.Country:
		return "theirs"
	case otherwise != "":
		return otherwise
	}
	return "neutral"
}

// city finds the partnership that a row names, and drafts it where the table is
// about partners.
func (p *planner) city(ctx context.Context, pl *plan, subject reading.Subject) (town, error) {
	v := pl.item.Values
	t := town{text: v[reading.City], country: v[reading.Country]}
	if t.text == "" {
		return t, nil
	}
	if p.isHome(t.text) {
		t.ours, t.country = true, p.home.Country
		if subject == reading.Partners || subject == reading.Agreements {
			pl.skip = "own_city"
		}
		return t, nil
	}
	found, sure := p.place(v)
	if t.country == "" && sure {
		t.country = found.Country
	}
	values := map[string]string{"name": said(t.text), "country": t.country}
	if sure && (t.country == "" || found.Country == t.country) {
		values["geonames"] = strconv.Itoa(found.GeoNames)
		values["name"] = nameOf(found, t.text)
	}
	d := &draft{kind: "partner", values: values}
	if err := p.lookUp(ctx, d); err != nil {
		return t, err
	}
	t.partner = d.found.id
	if subject != reading.Partners && subject != reading.Agreements {
		if t.partner == "" {
			pl.note(p.headers[reading.City], t.text)
		}
		return t, nil
	}
	if t.country == "" {
		pl.skip = "no_country"
		return t, nil
	}
	for _, c := range []string{"since", "population", "region", "languages", "type"} {
		values[c] = v[reading.Field("partner."+c)]
	}
	values["about"] = said(v[reading.PartnerAbout])
	d = pl.add("partner", values, map[string]string{"type": "sister"})
	if err := p.lookUp(ctx, d); err != nil {
		return t, err
	}
	t.partner = d.id
	return t, nil
}

// nameOf is a city's name as it was written, and in the other languages as the
// gazetteer has it.
func nameOf(found place.Place, written string) string {
	var name i18n.Text
	if name.UnmarshalJSON([]byte(said(written))) != nil {
		return said(written)
	}
	for _, lang := range []string{"ru", "en"} {
		if n := found.Names[lang]; n != "" && name.Get(lang) == "" {
			name.Set(lang, n)
		}
	}
	out, err := name.MarshalJSON()
	if err != nil {
		return said(written)
	}
	return string(out)
}

// place is the city as the gazetteer knows it, when that is sure.
func (p *planner) place(v map[reading.Field]string) (place.Place, bool) {
	if n, err := strconv.Atoi(v["partner.geonames"]); err == nil {
		return p.s.deps.Places.ByGeoNames(n)
	}
	key := v[reading.Country] + "|" + v[reading.City]
	found, seen := p.places[key]
	if !seen {
		for _, m := range p.s.deps.Places.Named(v[reading.City], place.Options{Lang: "ru", Country: v[reading.Country], Limit: 1}) {
			if m.How.Sure() && (v[reading.Country] == "" || m.Place.Country == v[reading.Country]) {
				found = m.Place
			}
		}
		p.places[key] = found
	}
	return found, !found.IsZero()
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

func (p *planner) agreement(pl *plan, subject reading.Subject, city town) {
	v := pl.item.Values
	title, kind, signed := v[reading.AgreementTitle], v[reading.AgreementType], v[reading.AgreementSigned]
	if subject != reading.Partners && subject != reading.Agreements || title == "" && kind == "" && signed == "" {
		return
	}
	extra := map[string]string{"type": "cooperation", "level": "city"}
	if guess := reading.Choice(reading.AgreementType, title); guess != "" {
		extra["type"] = guess
	}
	if kind == "" {
		kind = extra["type"]
	}
	if title == "" {
		extra["title"] = said(defaultTitle(kind, v[reading.City]))
	}
	values := map[string]string{"title": said(title), "type": v[reading.AgreementType], "signed": signed}
	for _, c := range []string{"from", "until", "place", "subjects", "note"} {
		values[c] = v[reading.Field("agreement."+c)]
	}
	for _, c := range p.textColumns("agreement") {
		if values[c] != "" && c != "title" {
			values[c] = said(values[c])
		}
	}
	pl.add("agreement", values, extra)
}

// defaultTitle names a paper of which the file tells only the kind.
func defaultTitle(kind, city string) string {
	what := map[string]string{"sister": "Соглашение о побратимских связях", "friendship": "Соглашение о дружбе", "memorandum": "Меморандум", "protocol": "Протокол", "treaty": "Договор", "roadmap": "Дорожная карта", "programme": "Программа сотрудничества", "renewal": "Продление соглашения"}[kind]
	if what == "" {
		what = "Соглашение о сотрудничестве"
	}
	return what + " (" + city + ")"
}

// textColumns are the columns of a register that hold texts in languages.
func (p *planner) textColumns(kind string) []string {
	t, _ := p.s.table(kind)
	var names []string
	for _, c := range t.Columns {
		if c.Type == "langs" {
			names = append(names, c.Name)
		}
	}
	return names
}

func (p *planner) activity(pl *plan, city town) {
	v := pl.item.Values
	values := map[string]string{"name": said(v[reading.ActivityName])}
	for f, value := range v {
		if f.Kind() == "activity" && f != reading.ActivityName {
			values[f.Column()] = value
		}
	}
	if span, err := edtf.Parse(values["starts"]); err == nil && span.IsInterval() && values["ends"] == "" && !span.Start().IsZero() && !span.End().IsZero() {
		values["starts"], values["ends"] = span.Start().String(), span.End().String() // as the register keeps it
	}
	for _, c := range p.textColumns("activity") {
		if values[c] != "" && c != "name" {
			values[c] = said(values[c])
		}
	}
	if city.partner != "" {
		values["partners"] = city.partner
	}
	extra := map[string]string{"type": reading.Choice(reading.ActivityType, v[reading.ActivityName]), "status": "unknown"}
	if extra["type"] == "" {
		extra["type"] = "event"
	}
	pl.add("activity", values, extra)
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

// remarks puts what has no field of its own into the remarks of the main record.
func (p *planner) remarks(pl *plan) {
	d := pl.main()
	p.checkValues(pl)
	var lines []string
	for _, n := range pl.item.Notes {
		line := n.Text
		if n.Label != "" {
			line = n.Label + ": " + n.Text
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return
	}
	column := remarksOf(d.kind)
	t, _ := p.s.table(d.kind)
	c, ok := t.Column(column)
	if !ok {
		return
	}
	text := strings.Join(append(texts(d.values[column]), lines...), "\n")
	if c.Max > 0 && len([]rune(text)) > c.Max {
		text = string([]rune(text)[:c.Max-1]) + "…"
		pl.item.Doubts = append(pl.item.Doubts, reading.Doubt{Column: pl.item.Column, Reason: "long", Text: text[:min(len(text), 200)]})
	}
	if c.Type == "langs" {
		text = said(text)
	}
	d.values[column] = text
}

// remarksOf is the column that takes remarks.
func remarksOf(kind string) string {
	switch kind {
	case "agreement":
		return "note"
	case "activity":
		return "summary"
	}
	return "about"
}
