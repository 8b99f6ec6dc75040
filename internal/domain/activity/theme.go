package activity

import (
	"slices"

	"pobratim/internal/kit/errs"
)

// Themes is the list of what activities are about. Words: "theme.<key>".
func Themes() []string {
	return []string{"archives", "business", "culture", "education", "environment", "local_government", "media", "music",
		"people_diplomacy", "social", "sport", "tourism", "urban_development", "vocational", "youth"}
}

// Goals are the four goals of a city's international ties as the departments
// state them: part of the world community, advantages for development,
// self-realisation of residents, objective information about the country.
// Words: "goal.<key>".
func Goals() []string {
	return []string{"world_community", "city_advantages", "self_realisation", "objective_information"}
}

// Beneficiaries is the list of groups that activities serve. Words:
// "beneficiary.<key>".
func Beneficiaries() []string {
	return []string{"artists", "business", "children_families", "journalists", "ngo", "people_with_disabilities",
		"schools", "students", "teachers", "volunteers", "youth"}
}

// checkTags wants every tag from its list and drops repetitions.
func checkTags(a *Activity) *errs.E {
	for _, one := range []struct {
		field   string
		tags    *[]string
		allowed []string
	}{{"themes", &a.Themes, Themes()}, {"goals", &a.Goals, Goals()}, {"beneficiaries", &a.Beneficiaries, Beneficiaries()}} {
		slices.Sort(*one.tags)
		*one.tags = slices.Compact(*one.tags)
		for _, tag := range *one.tags {
			if !slices.Contains(one.allowed, tag) {
				return errs.Field(one.field, "form.choice")
			}
		}
	}
	return nil
}
