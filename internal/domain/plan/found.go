package plan

import (
	"context"
	"fmt"
)

// Found is a candidate as the command line prints it.
type Found struct {
	Year     int      `json:"year"`
	Reason   string   `json:"reason"`
	Of       string   `json:"of,omitempty"` // of an anniversary: "sister", "agreement"
	Title    string   `json:"title"`
	Origin   string   `json:"origin"`             // "kind:id"
	When     string   `json:"when"`               // EDTF
	Since    string   `json:"since,omitempty"`    // EDTF: what the reason says
	Years    int      `json:"years,omitempty"`    // of an anniversary
	Partners []string `json:"partners,omitempty"` // identifiers
	Disputed bool     `json:"disputed,omitempty"` // sources differ on the date
	InUse    bool     `json:"in_use,omitempty"`   // of disputed dates: the one shown
	Resting  string   `json:"resting,omitempty"`  // state of the tie; "paper", "series" when these rest
	Source   string   `json:"source,omitempty"`
	Proposer string   `json:"proposer,omitempty"` // of a proposal: name of the organisation
	Checked  bool     `json:"checked"`            // taken unless somebody says otherwise
}

// CheckSpan refuses a span of years that gives no list, in English.
func CheckSpan(first, last int) error {
	switch {
	case first < firstYear || last > lastYear:
		return fmt.Errorf("years are from %d to %d", firstYear, lastYear)
	case last < first:
		return fmt.Errorf("the last year must not be before %d", first)
	case last-first >= maxSpan:
		return fmt.Errorf("no more than %d years at once", maxSpan)
	}
	return nil
}

// Found are the candidates of a span of years in one language.
func (s *Service) Found(ctx context.Context, lang string, first, last int) ([]Found, error) {
	all, err := s.offered(ctx, lang, first, last)
	rows := []Found{}
	for _, c := range all {
		rows = append(rows, Found{c.Year, c.Reason, c.Sort, c.Title.In(lang).Value, c.Origin.String(), c.When.String(), c.Since.String(), c.Years, c.Partners, c.Disputed, c.InUse, c.Resting, c.Source, c.Proposer, c.Checked()})
	}
	return rows, err
}
