package method

import (
	"embed"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
)

//go:embed shipped
var shipped embed.FS

// Shipped are the names of the methodologies that the program brings.
func Shipped() []string {
	return []string{"uclg_eurasia_2015", "europe_prize", "sister_cities_award", "own"}
}

// Ship is the file of a methodology that the program brings, by its name.
func Ship(name string) ([]byte, error) {
	if !slices.Contains(Shipped(), name) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	return shipped.ReadFile("shipped/" + name + ".json")
}

// Known are all measures that rules may count; activities and results take as
// parameter a type of activity and a level of proof.
func Known(activities, proofs []string) Measures {
	m := Measures{"activities": activities, "results": proofs}
	for _, name := range strings.Fields("partners partners_contacted countries agreements agreements_signed themes people_sent people_received memberships awards publications") {
		m[name] = nil
	}
	return m
}
