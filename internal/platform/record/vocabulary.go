package record

// Themes are the tags of the scheme Theme: what activities are about.
func Themes() []string {
	return []string{"archives", "business", "culture", "education", "environment", "local_government", "media", "music",
		"people_diplomacy", "social", "sport", "tourism", "urban_development", "vocational", "youth"}
}

// Goals are the tags of the scheme Goal: the four general goals of a city's
// international ties as the departments state them, which are to be part of the
// world community, to gain advantages for development, to let residents realise
// themselves, to inform of the country objectively.
func Goals() []string {
	return []string{"world_community", "city_advantages", "self_realisation", "objective_information"}
}

// Beneficiaries are the tags of the scheme Beneficiary: for whom something is.
func Beneficiaries() []string {
	return []string{"artists", "business", "children_families", "journalists", "ngo", "people_with_disabilities",
		"schools", "students", "teachers", "volunteers", "youth"}
}
