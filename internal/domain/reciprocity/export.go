package reciprocity

import (
	"context"
	"strings"

	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/export"
)

// figureKeys are the columns of figures in files, in the order of figureCells.
func figureKeys() []string {
	return []string{
		"in_visits", "in_people", "in_people_unknown", "in_days", "in_days_unknown", "out_visits", "out_people", "out_people_unknown", "out_days", "out_days_unknown",
		"both_visits", "both_people", "both_people_unknown", "both_days", "both_days_unknown", "own", "own_unknown", "theirs", "theirs_unknown", "others", "others_unknown",
		"without_estimate", "given", "received", "unsure",
	}
}

// sums are the amounts of a purse: "1250.00 RUB; 300.00 EUR".
func sums(p Purse) string {
	var all []string
	for _, a := range p.Sums {
		all = append(all, a.Decimal()+" "+a.Currency)
	}
	return strings.Join(all, "; ")
}

func figureCells(f Figures) []sheet.Cell {
	n := func(n int) sheet.Cell { return sheet.Int(int64(n)) }
	var all []sheet.Cell
	for _, c := range []Count{f.In, f.Out, f.Both} {
		all = append(all, n(c.Visits), n(c.People), n(c.Nameless), n(c.Days), n(c.Dayless))
	}
	for _, p := range []Purse{f.Own, f.Theirs, f.Others} {
		all = append(all, sheet.String(sums(p)), n(p.Missing))
	}
	return append(all, n(f.Uncosted), n(f.Given), n(f.Received), n(f.Unsure))
}

func columnsOf(scene *web.Scene, first ...string) []sheet.Column {
	var all []sheet.Column
	for _, key := range append(first, figureKeys()...) {
		all = append(all, sheet.Column{Key: key, Title: scene.T("reciprocity.file." + key)})
	}
	return all
}

// exportList is the register as a file.
func (s *Service) exportList(scene *web.Scene, as export.Format, rows []Line) (web.Reply, error) {
	t := sheet.Table{Name: scene.T("reciprocity.list"), Columns: columnsOf(scene, "partner", "turn", "last_in", "last_out")}
	cells := make([][]sheet.Cell, len(rows))
	for i, l := range rows {
		turn, _ := l.Turn()
		cells[i] = append([]sheet.Cell{sheet.String(l.Name), sheet.String(scene.T("reciprocity.turn." + turn)), sheet.Date(l.LastIn.String()), sheet.Date(l.LastOut.String())}, figureCells(l.Figures)...)
	}
	t.Rows = sheet.Rows(cells)
	return export.Sheet(scene, as, t)
}

// exportLedger is the ledger of one partner by year as a file.
func (s *Service) exportLedger(scene *web.Scene, as export.Format, p Party, l Ledger) (web.Reply, error) {
	t := sheet.Table{Name: scene.T("reciprocity.titled", "partner", p.Name), Columns: columnsOf(scene, "year")}
	cells := make([][]sheet.Cell, len(l.Years))
	for i, y := range l.Years {
		year := sheet.Cell{}
		if y.Year != 0 {
			year = sheet.Int(int64(y.Year))
		}
		cells[i] = append([]sheet.Cell{year}, figureCells(y.Figures)...)
	}
	t.Rows = sheet.Rows(cells)
	return export.Sheet(scene, as, t)
}

// listingCount is what passed one way as the command line prints it.
type listingCount struct {
	Visits        int `json:"visits"`
	People        int `json:"people"`
	PeopleUnknown int `json:"people_unknown"` // visits without a delegation
	Days          int `json:"days"`
	DaysUnknown   int `json:"days_unknown"` // visits whose days are not known
}

func countOf(c Count) listingCount {
	return listingCount{Visits: c.Visits, People: c.People, PeopleUnknown: c.Nameless, Days: c.Days, DaysUnknown: c.Dayless}
}

type listingRow struct {
	Partner         string       `json:"partner"`
	Name            string       `json:"name"`
	Turn            string       `json:"turn"` // ours, theirs, even, none
	By              int          `json:"by"`   // visits
	LastIn          string       `json:"last_in,omitempty"`
	LastOut         string       `json:"last_out,omitempty"`
	In              listingCount `json:"in"`
	Out             listingCount `json:"out"`
	Both            listingCount `json:"both"`
	Own             string       `json:"own,omitempty"`
	Theirs          string       `json:"theirs,omitempty"`
	Others          string       `json:"others,omitempty"`
	FactUnknown     int          `json:"fact_unknown"`     // lines of estimates
	WithoutEstimate int          `json:"without_estimate"` // visits
	Given           int          `json:"given"`
	Received        int          `json:"received"`
	Unsure          int          `json:"unsure"` // visits that are over and not confirmed
}

// listing is `pobratim list reciprocity`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	rows, _, err := s.Register(ctx, &web.Scene{Printer: s.deps.Words(lang)}, 0)
	all := make([]listingRow, len(rows))
	for i, l := range rows {
		turn, by := l.Turn()
		all[i] = listingRow{
			Partner: l.Partner, Name: l.Name, Turn: turn, By: by, LastIn: l.LastIn.String(), LastOut: l.LastOut.String(), In: countOf(l.In), Out: countOf(l.Out), Both: countOf(l.Both),
			Own: sums(l.Own), Theirs: sums(l.Theirs), Others: sums(l.Others), FactUnknown: l.Own.Missing + l.Theirs.Missing + l.Others.Missing, WithoutEstimate: l.Uncosted, Given: l.Given, Received: l.Received, Unsure: l.Unsure,
		}
	}
	return all, err
}
