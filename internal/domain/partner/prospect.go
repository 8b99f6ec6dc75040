package partner

import (
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// ProspectKind is the kind of the records in the table of prospects.
const ProspectKind = "prospect"

// Stages lists how far talks with a possible partner have come.
func Stages() []string { return []string{"idea", "contact", "consultations", "talks", "ready"} }

// Prospect is a place that may become a partner.
type Prospect struct {
	keep.Meta
	Name     i18n.Text
	Country  string
	GeoNames string
	Stage    string
	On       edtf.Date // when it stood there
	Detail   i18n.Text
}

// Ref names the prospect.
func (p Prospect) Ref() record.Ref { return record.Ref{Kind: ProspectKind, ID: p.ID} }
