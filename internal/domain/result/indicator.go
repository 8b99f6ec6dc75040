package result

import (
	"context"
	"math/big"
	"net/http"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// IndicatorKind is the kind of the records in the table of indicators.
const IndicatorKind = "indicator"

// Indicator is a number that is to change: where it began, where it is to arrive and
// where it is, each on a day. An empty number is one that nobody knows.
type Indicator struct {
	keep.Meta
	Name       i18n.Text
	Unit       i18n.Text
	Partner    string
	Activity   string
	Baseline   string // decimal with a point; may be empty, as the others
	BaselineOn edtf.Date
	Target     string
	TargetOn   edtf.Date
	Actual     string
	ActualOn   edtf.Date
	Note       i18n.Text
}

// Ref names the indicator.
func (i Indicator) Ref() record.Ref { return record.Ref{Kind: IndicatorKind, ID: i.ID} }

// Done is how much of the way from the baseline to the target is done, 1 for all of
// it; false while a number is unknown or there is no way to go.
func (i Indicator) Done() (float64, bool) {
	from, known := new(big.Rat).SetString(i.Baseline)
	to, aimed := new(big.Rat).SetString(i.Target)
	now, counted := new(big.Rat).SetString(i.Actual)
	if !known || !aimed || !counted || from.Cmp(to) == 0 {
		return 0, false
	}
	share, _ := new(big.Rat).Quo(now.Sub(now, from), to.Sub(to, from)).Float64()
	return share, true
}

// tidyNumber reads a number as people write it, "1 674,5", into "1674.5".
func tidyNumber(typed string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(typed)
}

// decimal tells whether a number is digits with at most three places, and a sign.
func decimal(n string) bool {
	whole, part, dotted := strings.Cut(strings.TrimPrefix(n, "-"), ".")
	digits := func(s string) bool {
		return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c < '0' || c > '9' })
	}
	return digits(whole) && len(whole) <= 15 && (!dotted || digits(part) && len(part) <= 3)
}

func (s *Service) checkIndicator(_ context.Context, _ db.Handle, i *Indicator) error {
	var bad errs.Fields
	if i.Name.IsZero() {
		bad.Add(errs.Field("name", "indicator.name.empty"))
	}
	if i.Unit.IsZero() {
		bad.Add(errs.Field("unit", "indicator.unit.empty"))
	}
	for _, n := range []struct {
		field string
		value *string
		on    edtf.Date
	}{{"baseline", &i.Baseline, i.BaselineOn}, {"target", &i.Target, i.TargetOn}, {"actual", &i.Actual, i.ActualOn}} {
		*n.value = tidyNumber(*n.value)
		switch {
		case *n.value == "" && !n.on.IsZero():
			bad.Add(errs.Field(n.field, "indicator.number.empty"))
		case *n.value != "" && !decimal(*n.value):
			bad.Add(errs.Field(n.field, "indicator.number.wrong"))
		case *n.value != "" && n.on.IsZero():
			bad.Add(errs.Field(n.field+"_on", "indicator.on.empty"))
		case n.field != "target" && s.today().Before(n.on):
			bad.Add(errs.Field(n.field+"_on", "form.date.past"))
		}
	}
	return bad.Err()
}

func (s *Service) indicatorKeeper() *keep.Keeper[Indicator] {
	return &keep.Keeper[Indicator]{
		Floor: s.Floor, Kind: IndicatorKind, IDs: allIndicatorIDs,
		Fields: keep.Set[Indicator]{
			{Name: "name", At: func(i *Indicator) any { return &i.Name }, Required: true, Max: 300, Source: true, Called: true},
			{Name: "unit", At: func(i *Indicator) any { return &i.Unit }, Required: true, Max: 100},
			{Name: "baseline", At: func(i *Indicator) any { return &i.Baseline }, Max: 30, Width: ui.WidthShort, Source: true},
			{Name: "baseline_on", At: func(i *Indicator) any { return &i.BaselineOn }},
			{Name: "target", At: func(i *Indicator) any { return &i.Target }, Max: 30, Width: ui.WidthShort, Source: true},
			{Name: "target_on", At: func(i *Indicator) any { return &i.TargetOn }},
			{Name: "actual", At: func(i *Indicator) any { return &i.Actual }, Max: 30, Width: ui.WidthShort, Source: true},
			{Name: "actual_on", At: func(i *Indicator) any { return &i.ActualOn }},
			{Name: "partner", At: func(i *Indicator) any { return &i.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "activity", At: func(i *Indicator) any { return &i.Activity }, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "note", At: func(i *Indicator) any { return &i.Note }, Long: true},
			{Name: "visibility", At: func(i *Indicator) any { return &i.Visibility }, Aside: true},
		},
		Meta:  func(i *Indicator) *keep.Meta { return &i.Meta },
		Title: func(i *Indicator, lang string) string { return i.Name.In(lang).Value },
		ByID:  indicatorByID, Insert: insertIndicator, Update: updateIndicator, Bin: binIndicator,
		Check: s.checkIndicator,
	}
}

// startIndicator takes partner and activity from the page one came from.
func startIndicator(r *http.Request, i *Indicator) {
	q := r.URL.Query()
	i.Partner, i.Activity = q.Get("partner"), q.Get("activity")
}
