package reading

import (
	"slices"
)

// best is the weight of a field in the guesses of any column.
func best(all [][]guess, fields ...Field) float64 {
	top := 0.0
	for _, guesses := range all {
		for i, g := range guesses {
			if i > 0 && g.sure < guesses[0].sure-0.12 {
				break
			}
			if slices.Contains(fields, g.field) {
				top = max(top, g.sure)
			}
		}
	}
	return top
}

// first is the first column that most likely holds one of the fields.
func first(all [][]guess, fields ...Field) int {
	for i, guesses := range all {
		if len(guesses) > 0 && guesses[0].sure > 0.5 && slices.Contains(fields, People.own(guesses[0].field)) {
			return i
		}
	}
	return len(all)
}

// under is the weight of a field in a column whose heading says something more
// general.
func under(all [][]guess, general, f Field) float64 {
	top := 0.0
	for _, guesses := range all {
		for _, g := range guesses {
			if guesses[0].field == general && g.field == f {
				top = max(top, g.sure)
			}
		}
	}
	return top
}

// subjectOf decides what a table is about by the columns it has.
func subjectOf(all [][]guess) (Subject, float64) {
	person := max(best(all, PersonName), best(all, Surname))
	organisation := best(all, OrganisationName)
	city := best(all, City)
	event := best(all, ActivityName)
	eventDetail := max(best(all, ActivityStarts, ActivityEnds), best(all, ActivityPlace, ActivityType), best(all, ActivitySummary, ActivityStatus, when, "activity.programme")*0.8)
	document := max(best(all, AgreementTitle, AgreementType), best(all, AgreementSigned)*0.98, best(all, AgreementUntil)*0.95)
	details := best(all, email, phone, Contact, PostTitle, PersonEmail)
	called, dated := best(all, name), max(best(all, when), best(all, ActivityStarts))
	switch {
	case called > 0.8 && dated > 0.8 && person < 0.6 && organisation < 0.7 && document < 0.75 && first(all, City) > 0 && (eventDetail > 0.7 || best(all, kindOf) > 0.7):
		return Activities, 0.8
	case organisation > 0.6 && person > 0.5 && first(all, OrganisationName) < first(all, PersonName, Surname) && best(all, PostTitle) < 0.6 && event < 0.75:
		return Organisations, organisation
	case event > 0.75 && eventDetail > 0.6 && event >= document-0.15:
		return Activities, min(event, eventDetail+0.2)
	case document > 0.75 && best(all, AgreementTitle, AgreementType) > 0.75 && (city > 0.5 || organisation < 0.6 && person < 0.8):
		return Agreements, document
	case city > 0.6 && (document > 0.7 || best(all, PartnerSince, Population, PartnerType) > 0.7) && organisation < 0.85:
		return Partners, city
	case best(all, Participant) > max(0.7, person-0.05) && dated > 0.7 && max(organisation, details) < 0.6:
		return Activities, 0.7 // who went where and when
	case person > 0.55 && (organisation < 0.9 || details > 0.5 || person > 0.8):
		if organisation > 0.8 && person < 0.75 && best(all, PostTitle) < 0.6 {
			return Organisations, organisation
		}
		return People, person
	case organisation > 0.5 && organisation >= city-0.25:
		return Organisations, organisation
	case called > 0.8 && best(all, email, phone, Contact) > 0.7: // a city is where somebody is, not what they are called
		if under(all, name, PersonName) > 0.3 {
			return People, 0.8
		}
		return Organisations, 0.6
	case city > 0.4:
		return Partners, city
	case under(all, name, City) > 0.25 && best(all, Country) > 0.7 && best(all, PartnerSince) > 0.5:
		return Partners, 0.7
	case event > 0.6 || best(all, ActivityStarts) > 0.8 && best(all, name) > 0.6:
		return Activities, max(event, 0.6)
	case best(all, name) > 0.6:
		return Organisations, 0.5
	}
	return Organisations, 0.3
}

// fits lowers meanings that a table of this subject seldom has.
func fits(s Subject, f Field, sure float64) float64 {
	kind := f.Kind()
	switch s {
	case People:
		if kind == "activity" || kind == "agreement" || f == PartnerSince || f == PartnerType {
			return sure * 0.55
		}
	case Organisations:
		if kind == "activity" || kind == "agreement" || f == PartnerSince {
			return sure * 0.55
		}
	case Partners, Agreements:
		if kind == "activity" || s == Agreements && f == PartnerSince {
			return sure * 0.6
		}
	case Activities:
		if kind == "agreement" || f == PostTitle || f == PersonName || f == PartnerSince || f == PartnerType || kind == "role" {
			return sure * 0.6
		}
	}
	return sure
}
