package reading

import "strings"

// Subject is what the rows of a table are about.
type Subject string

// The subjects. A table about people may bring organisations and posts along,
// one about partners their agreements.
const (
	People        Subject = "people"
	Organisations Subject = "organisations"
	Partners      Subject = "partners"
	Agreements    Subject = "agreements"
	Activities    Subject = "activities"
	// Mixed is a list whose rows are about several of these.
	Mixed Subject = "mixed"
	// LeftOut is the subject of rows of a mixed table that are not brought in.
	LeftOut Subject = ""
)

// Subjects lists the subjects.
func Subjects() []Subject { return []Subject{People, Organisations, Partners, Agreements, Activities} }

// Field is what a column means: a kind of record and a column of its register,
// or one of the few below that are taken apart first.
type Field string

// Fields that are no column of a register.
const (
	Note       Field = "note"              // kept word for word in the record's remarks
	Ignore     Field = "ignore"            // a running number
	Contact    Field = "contact"           // telephone, e-mail and site in one cell
	Origin     Field = "origin"            // the city whose partner the row names
	Side       Field = "side"              // whose side
	Surname    Field = "person.surname"    // put together to a name
	Given      Field = "person.given"      //
	Patronymic Field = "person.patronymic" //
	email      Field = "email"             // of whom the table is about
	phone      Field = "phone"
	website    Field = "website"
	about      Field = "about"
	name       Field = "name"
	when       Field = "date"
	kindOf     Field = "type"
	years      Field = "year" // a column headed by a year
	// RowSubject tells in a mixed table what a row is about.
	RowSubject Field = "subject"
)

// Shared are the meanings that columns of a mixed table have beside the others:
// each row reads them as its subject does.
func Shared() []Field { return []Field{RowSubject, name, when, email, phone, website, about, kindOf} }

// Fields of registers that rules here speak of.
const (
	PersonName         Field = "person.name"
	PersonEmail        Field = "person.email"
	PersonPhone        Field = "person.phone"
	PersonAbout        Field = "person.about"
	PersonSpoken       Field = "person.spoken"
	OrganisationName   Field = "organisation.name"
	OrganisationType   Field = "organisation.type"
	OrganisationSite   Field = "organisation.website"
	OrganisationMail   Field = "organisation.email"
	OrganisationTel    Field = "organisation.phone"
	OrganisationText   Field = "organisation.about"
	OrganisationParent Field = "organisation.parent"
	PostTitle          Field = "post.title"
	RoleSince          Field = "role.since"
	RoleUntil          Field = "role.until"
	City               Field = "partner.name"
	Country            Field = "partner.country"
	PartnerSince       Field = "partner.since"
	PartnerType        Field = "partner.type"
	PartnerAbout       Field = "partner.about"
	Population         Field = "partner.population"
	AgreementTitle     Field = "agreement.title"
	AgreementSigned    Field = "agreement.signed"
	AgreementUntil     Field = "agreement.until"
	AgreementType      Field = "agreement.type"
	AgreementNote      Field = "agreement.note"
	ActivityName       Field = "activity.name"
	ActivityStarts     Field = "activity.starts"
	ActivityEnds       Field = "activity.ends"
	ActivityPlace      Field = "activity.place"
	ActivityType       Field = "activity.type"
	ActivitySummary    Field = "activity.summary"
	ActivityStatus     Field = "activity.status"
)

// Fields lists what a column can be said to mean, in the order of a menu.
func Fields() []Field {
	return []Field{
		Note, Ignore, PersonName, Surname, Given, Patronymic, "person.cyrillic", "person.latin", PersonEmail, PersonPhone, "person.address", PersonSpoken, "person.met", PersonAbout,
		PostTitle, RoleSince, RoleUntil,
		OrganisationName, OrganisationType, OrganisationSite, OrganisationMail, OrganisationTel, OrganisationParent, OrganisationText, Side, Contact,
		City, Country, "partner.region", PartnerType, PartnerSince, Population, PartnerAbout, Origin,
		AgreementTitle, AgreementType, AgreementSigned, "agreement.from", AgreementUntil, "agreement.place", "agreement.subjects", AgreementNote,
		ActivityName, ActivityType, ActivityStarts, ActivityEnds, ActivityPlace, ActivityStatus, "activity.programme", ActivitySummary,
		Organiser, DelegationHead, Participant, Host,
	}
}

// Kind is the kind of record that a field belongs to; empty for those that are
// no column of a register.
func (f Field) Kind() string {
	kind, _, ok := strings.Cut(string(f), ".")
	if !ok {
		return ""
	}
	return kind
}

// Column is the name of the register's column.
func (f Field) Column() string {
	_, column, _ := strings.Cut(string(f), ".")
	return column
}

// Main is the field without which a row of a subject says nothing.
func (s Subject) Main() Field {
	switch s {
	case People:
		return PersonName
	case Organisations:
		return OrganisationName
	case Partners, Agreements:
		return City
	case Mixed:
		return name
	}
	return ActivityName
}

// own turns a field that any subject can have into the subject's own.
func (s Subject) own(f Field) Field {
	if s == Mixed {
		return f
	}
	switch f {
	case name:
		if s == Agreements {
			return AgreementTitle
		}
		return s.Main()
	case email, phone:
		if s == People {
			return Field("person." + string(f))
		}
		if s == Organisations {
			return Field("organisation." + string(f))
		}
		return Note
	case website:
		if s == People || s == Organisations {
			return OrganisationSite
		}
		return Note
	case when:
		return map[Subject]Field{People: RoleSince, Partners: PartnerSince, Agreements: AgreementSigned, Activities: ActivityStarts}[s].or(Note)
	case kindOf:
		return map[Subject]Field{Organisations: OrganisationType, Partners: PartnerType, Agreements: AgreementType, Activities: ActivityType}[s].or(Note)
	case about:
		return s.Remarks()
	case RowSubject:
		return Note
	case PersonName, OrganisationName:
		if s == Activities {
			return Participant
		}
	case Organiser, DelegationHead, Participant:
		if s != Activities {
			return PersonName
		}
	case Host:
		if s != Activities {
			return OrganisationName
		}
	}
	return f
}

func (f Field) or(other Field) Field {
	if f == "" {
		return other
	}
	return f
}

// Remarks is the field that takes what has no field of its own.
func (s Subject) Remarks() Field {
	switch s {
	case People:
		return PersonAbout
	case Organisations:
		return OrganisationText
	case Partners:
		return PartnerAbout
	case Agreements:
		return AgreementNote
	}
	return ActivitySummary
}
