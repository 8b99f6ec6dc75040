package reading

import (
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/place"
)

// values takes the cells of one row.
type values struct {
	*walk
	row  int
	item *Item
}

func setSure(values map[Field]string, e place.Entry) {
	if len(e.Places) == 0 || !e.Places[0].How.Sure() {
		return
	}
	p := e.Places[0].Place
	if c := values[Country]; c == "" || c == p.Country {
		values[placeField] = itoa(p.GeoNames)
	}
}

// note keeps a cell in the remarks.
func (v values) note(label, text string) {
	v.item.Notes = append(v.item.Notes, Remark{label, text})
}

func (v values) doubt(c Column, reason, text string) {
	v.item.Doubts = append(v.item.Doubts, Doubt{c.Index, reason, text})
	v.note(v.label(c), text)
}

func (v values) label(c Column) string {
	if c.Header != "" {
		return c.Header
	}
	return CellName(v.row, c.Index)
}

// set gives a field its value; a second one is kept in the remarks.
func (v values) set(c Column, f Field, text string) {
	switch old := v.item.Values[f]; {
	case text == "" || old == text:
	case old == "":
		v.item.Values[f] = text
	default:
		v.note(v.label(c), text)
	}
}

// put reads one cell as what its column holds.
func (v values) put(c Column, text string) {
	if f := v.t.Subject.own(c.Field); f.Kind() == "participant" {
		v.takesPart(c, f, text)
		return
	}
	switch c.Field {
	case Note:
		v.note(v.label(c), text)
	case Ignore, years:
	case RowSubject:
		v.ofKind(c, text)
	case Contact, PersonEmail, PersonPhone, OrganisationMail, OrganisationTel, OrganisationSite:
		v.contacts(c, text)
	case Country:
		if code := v.towns.countryOf(text); code != "" {
			v.set(c, Country, code)
		} else {
			v.doubt(c, "country", text)
		}
	case PartnerSince, AgreementSigned, AgreementUntil, "agreement.from", RoleSince, RoleUntil, ActivityEnds:
		v.date(c, text, true)
	case ActivityStarts:
		v.date(c, text, false)
	case Population:
		v.number(c, text)
	case PersonSpoken:
		v.spoken(c, text)
	case OrganisationType, PartnerType, AgreementType, ActivityType, ActivityStatus, Side:
		if value := Choice(c.Field, text); value != "" {
			v.set(c, c.Field, value)
			if !plainChoice(c.Field, text) {
				v.note(v.label(c), text)
			}
		} else {
			v.doubt(c, "choice", text)
		}
	case PersonName:
		v.person(c, text)
	case PartnerAbout, OrganisationText, PersonAbout, AgreementNote, ActivitySummary, "agreement.subjects":
		v.item.Values[c.Field] = strings.TrimPrefix(v.item.Values[c.Field]+"\n"+text, "\n")
	default:
		v.set(c, c.Field, strings.Join(strings.Fields(text), " "))
	}
}

// person parts «Иванов Иван, директор» and takes a column headed «Директор» for
// the post.
func (v values) person(c Column, text string) {
	name := strings.Join(strings.Fields(text), " ")
	if head, rest, ok := strings.Cut(name, ","); ok && likePerson(head) && hasLetters(rest) {
		if parts := takeApart(rest); len(parts.emails)+len(parts.phones) > 0 {
			name = head
			v.contacts(c, rest)
		} else if v.eye.words(rest) == aPost {
			name = head
			v.set(c, PostTitle, strings.TrimSpace(rest))
		}
	} else if parts := takeApart(name); len(parts.emails)+len(parts.phones) > 0 && parts.rest != "" {
		name = parts.rest
		v.contactsOf(c, parts, true)
	}
	v.set(c, PersonName, strings.Trim(name, " ,;"))
	if c.post != "" && v.item.Values[PostTitle] == "" && v.t.Subject != People {
		v.item.Values[PostTitle] = c.post
	}
}

// contacts splits a cell into e-mail, telephone and site; what is none of them
// is kept as a remark.
func (v values) contacts(c Column, text string) {
	v.contactsOf(c, takeApart(text), false)
}

func (v values) contactsOf(c Column, parts contacts, whole bool) {
	mail, tel := PersonEmail, PersonPhone
	if kind := c.Field.Kind(); kind == "organisation" || c.Field == Contact && v.t.Subject == Organisations {
		mail, tel = OrganisationMail, OrganisationTel
	}
	if v.t.Subject == Partners || v.t.Subject == Agreements || v.t.Subject == Activities {
		if !v.hasPerson() {
			v.note(v.label(c), v.t.grid.at(v.row, c.Index))
			return
		}
	}
	for _, e := range parts.emails {
		v.set(c, mail, e)
	}
	for _, p := range parts.phones {
		if number, ok := Phone(p); ok {
			v.set(c, tel, number)
		} else {
			v.doubt(c, "phone", p)
		}
	}
	for _, s := range parts.sites {
		v.set(c, OrganisationSite, s)
	}
	if len(parts.emails)+len(parts.phones)+len(parts.sites) == 0 {
		reason := map[Field]string{PersonEmail: "email", OrganisationMail: "email", OrganisationSite: "website"}[c.Field]
		if reason == "" {
			reason = "phone"
		}
		v.doubt(c, reason, v.t.grid.at(v.row, c.Index))
	} else if parts.rest != "" && !whole {
		v.note(v.label(c), parts.rest)
	}
}

func (v values) hasPerson() bool {
	for _, c := range v.t.Columns {
		if c.Field == PersonName || c.Field == Surname {
			return true
		}
	}
	return false
}

func (v values) date(c Column, text string, point bool) {
	if d, ok := Date(text, point); ok {
		v.set(c, c.Field, d)
		return
	}
	v.doubt(c, "date", text)
}

func (v values) number(c Column, text string) {
	bare := unspaced.Replace(text)
	if bare != "" && strings.Trim(bare, "0123456789.,") == "" {
		v.set(c, c.Field, bare)
		return
	}
	v.doubt(c, "number", text)
}

// spoken reads names of languages.
func (v values) spoken(c Column, text string) {
	var codes []string
	known := true
	for _, w := range fold.Words(text) {
		if code := languageOf(w); code != "" {
			codes = append(codes, code)
		} else if w != "и" && w != "and" && w != "und" && !strings.HasPrefix(w, "язык") {
			known = false
		}
	}
	if len(codes) > 0 {
		v.set(c, c.Field, strings.Join(codes, "\n"))
	}
	if !known || len(codes) == 0 {
		v.note(v.label(c), text)
	}
}

// finish puts a name together from its parts.
func (v values) finish() {
	var parts []string
	for _, f := range []Field{Surname, Given, Patronymic} {
		if text := v.item.Values[f]; text != "" {
			parts = append(parts, text)
		}
		delete(v.item.Values, f)
	}
	whole := strings.Join(parts, " ")
	for _, f := range []Field{"person.latin", "person.cyrillic"} {
		if v.item.Values[PersonName] == "" && whole == "" {
			v.item.Values[PersonName] = v.item.Values[f]
		}
	}
	if v.item.Values[PersonName] == "" {
		delete(v.item.Values, PersonName)
	}
	switch {
	case whole == "":
	case v.item.Values[PersonName] == "":
		if len(parts) == 2 && !hasCyrillic(whole) { // Anna Schmidt, as the Latin script has it
			whole = parts[1] + " " + parts[0]
		}
		v.item.Values[PersonName] = whole
	}
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x400 && r <= 0x4ff })
}
