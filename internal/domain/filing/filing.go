package filing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the filed editions, and of the permission to see reports.
const Kind = "filing"

// The years that can be asked for. Before 1992 no city of the country told
// anybody about its links on its own.
const firstYear = 1992

// Group is a part of the report.
type Group string

// The groups: of agreements by what became of them in the year, and the links.
const (
	Concluded Group = "concluded" // signed in the year and not over at its end
	Ended     Group = "ended"     // its term ended in the year, or it was ended early, and no paper followed
	Followed  Group = "followed"  // a paper of the year renewed or replaced it
	Standing  Group = "standing"  // earlier than the year, and not known to be over
	Links     Group = "links"     // what was done with a partner, and what came of it
)

// PaperGroups lists the groups of agreements in the order of the report.
func PaperGroups() []Group { return []Group{Concluded, Ended, Followed, Standing} }

// fate is what became of a paper in a year; false when it does not belong into
// the list: announced only, signed later, or over before. next are the papers
// that follow it.
func fate(a agreement.Agreement, next []agreement.Agreement, year int) (Group, bool) {
	signed, until := yearsOf(a.Signed), yearsOf(a.LastDay())
	switch {
	case a.Planned || !a.Signed.IsZero() && signed.first > year:
		return "", false
	case !a.LastDay().IsZero() && until.last < year:
		return "", false
	}
	followed := false
	for _, n := range next {
		when := yearsOf(n.Signed)
		if n.Planned || n.Signed.IsZero() || when.first > year {
			continue
		}
		if when.last < year {
			return "", false
		}
		followed = followed || when.within(year)
	}
	switch {
	case followed:
		return Followed, true
	case !a.LastDay().IsZero() && until.within(year):
		return Ended, true
	case !a.Signed.IsZero() && signed.within(year):
		return Concluded, true
	}
	return Standing, true
}

// span are the years that a date may mean.
type span struct{ first, last int }

func yearsOf(d edtf.Date) span { return span{d.First().Year(), d.Last().Year()} }

// within tells whether the date lies in a year beyond doubt.
func (s span) within(year int) bool { return s.first == year && s.last == year }

// Line is one line of a report, on the screen, in the papers and in what is kept
// of an edition.
type Line struct {
	Group Group  `json:"group"`
	Ref   string `json:"ref"` // of the record that it tells of
	Cells []Cell `json:"cells"`
}

// Cell is what a line says under one heading.
type Cell struct {
	Name  string `json:"name"`
	Items []Item `json:"items,omitempty"`
	Day   string `json:"day,omitempty"` // a whole day, YYYY-MM-DD
}

// Item is words with their evidence.
type Item struct {
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"` // where it is not that of the report
	Path string `json:"path,omitempty"` // within the office
}

// text is a cell as one text.
func (c Cell) text() string {
	words := make([]string, len(c.Items))
	for i, one := range c.Items {
		words[i] = one.Text
	}
	return strings.Join(words, "; ")
}

// cell finds a cell of a line.
func (l Line) cell(name string) Cell {
	if i := slices.IndexFunc(l.Cells, func(c Cell) bool { return c.Name == name }); i >= 0 {
		return l.Cells[i]
	}
	return Cell{Name: name}
}

// The headings of agreements and of links.
func paperCells() []string { return []string{"partner", "paper", "signed", "term", "standing"} }
func linkCells() []string  { return []string{"partner", "done", "results"} }

// Report is what a year looks like from the records.
type Report struct {
	Year  int
	Lang  string
	On    time.Time // the day of the records
	Lines []Line
	Gaps  []Gap
	// Domestic is how many agreements with cities of the own country were left
	// out: the law asks about foreign ones.
	Domestic int
}

// of are the lines of a group.
func of(lines []Line, g Group) []Line {
	var found []Line
	for _, l := range lines {
		if l.Group == g {
			found = append(found, l)
		}
	}
	return found
}

// Gap is something that the records do not tell.
type Gap struct {
	Key  string // of the kind of gap
	Text string // whom or what it concerns
	Lang string
	Path string // where it is mended
}

// Filing is an edition that was filed.
type Filing struct {
	ID        string // year and edition: "2026-1"
	Year      int
	Edition   int
	On        edtf.Date // the day on which it was sent
	Recipient string
	Number    string // of the letter or the registration; may be empty
	Note      string // of a correction: what was put right
	Lang      string
	Lines     []Line
	Sums      Sums
	At        time.Time
	Actor     string
}

// Sums are the SHA-256 of the sealed papers, in hexadecimal.
type Sums struct{ DOCX, PDF, XLSX string }

// Ref names the edition.
func (f Filing) Ref() record.Ref { return record.Ref{Kind: Kind, ID: f.ID} }

// idOf names an edition of a year.
func idOf(year, edition int) string { return fmt.Sprintf("%d-%d", year, edition) }

// parseID reads a year, or a year and an edition; the edition is 0 without one.
func parseID(id string) (year, edition int, ok bool) {
	first, second, has := strings.Cut(id, "-")
	year, err := strconv.Atoi(first)
	if err != nil || strconv.Itoa(year) != first {
		return 0, 0, false
	}
	if !has {
		return year, 0, true
	}
	edition, err = strconv.Atoi(second)
	return year, edition, err == nil && edition > 0 && strconv.Itoa(edition) == second
}

// newest is the last edition of a year among several; false without one.
func newest(all []Filing, year int) (Filing, bool) {
	var last Filing
	for _, f := range all {
		if f.Year == year && f.Edition > last.Edition {
			last = f
		}
	}
	return last, last.Edition > 0
}

// byPlace orders lines as the report has them: by group, then as they came.
func byPlace(lines []Line) {
	order := append(PaperGroups(), Links)
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Compare(slices.Index(order, a.Group), slices.Index(order, b.Group))
	})
}
