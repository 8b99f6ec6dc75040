package contact

import (
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// OrganisationKind is the kind of the records in the table of organisations.
const OrganisationKind = "organisation"

// Side is which side of a tie someone stands on.
type Side string

// The sides. Both is for those who work in both cities, Neutral for those who
// belong to neither, such as a fund or an embassy.
const (
	Ours    Side = "ours"
	Theirs  Side = "theirs"
	Both    Side = "both"
	Neutral Side = "neutral"
)

// Sides lists the sides.
func Sides() []string { return []string{string(Ours), string(Theirs), string(Both), string(Neutral)} }

// OrganisationTypes lists what an organisation can be.
func OrganisationTypes() []string {
	return []string{"municipal", "authority", "ngo", "school", "university", "museum", "archive", "culture",
		"company", "media", "fund", "network", "research", "other"}
}

// Organisation is an institution on our side, theirs, both or neither.
type Organisation struct {
	keep.Meta
	// Name by language; the source language is the one the organisation uses.
	Name    i18n.Text
	Type    string
	Side    string
	Partner string // identifier of the partnership whose city it belongs to; empty for ours
	Parent  string // identifier of the organisation it is part of
	About   i18n.Text
	Website string
	Email   string // of the institution, not of a person
	Phone   string
	// Screened notes by whom and when the organisation was checked against
	// lists, as the office wrote it down. The program only reminds.
	Screened string
}

// Ref names the organisation.
func (o Organisation) Ref() record.Ref { return record.Ref{Kind: OrganisationKind, ID: o.ID} }
