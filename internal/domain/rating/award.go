package rating

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// AwardKind is the kind of the records in the table of awards.
const AwardKind = "award"

// AwardTypes lists what an award can be.
func AwardTypes() []string {
	return []string{"rating", "award", "diploma", "certificate", "letter", "other"}
}

// Award is a diploma, a certificate or a place in a rating.
type Award struct {
	keep.Meta
	Type         string
	Name         i18n.Text
	Giver        i18n.Text // who gave it, as the paper says
	Organisation string    // identifier of the giver; may be empty
	Year         string    // that it was given for; empty: not known
	Given        edtf.Date // when it was handed over or announced
	Place        i18n.Text // place and class: "1st, cities over 1 million"
	Partner      string    // identifier of the partnership that shares it; may be empty
	Kept         string    // where the paper is
	Note         i18n.Text
}

// Ref names the award.
func (a Award) Ref() record.Ref { return record.Ref{Kind: AwardKind, ID: a.ID} }

// The years that an award can be given for; the first union of cities across
// borders is of 1913.
const firstYear = 1900

// validate holds the rules that need nothing but the award and the latest day that
// has begun somewhere on earth.
func (a Award) validate(today edtf.Date) error {
	var bad errs.Fields
	if a.Name.IsZero() {
		bad.Add(errs.Field("name", "award.name.empty"))
	}
	if !slices.Contains(AwardTypes(), a.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	if e := yearFault(a.Year, today.Last().Year()); a.Year != "" && e != "" {
		bad.Add(errs.Field("year", e, "first", strconv.Itoa(firstYear), "last", strconv.Itoa(today.Last().Year())))
	}
	if today.Before(a.Given) {
		bad.Add(errs.Field("given", "form.date.past"))
	} else if y, err := strconv.Atoi(a.Year); err == nil && !a.Given.IsZero() && a.Given.Last().Year() < y {
		bad.Add(errs.Field("given", "award.given.early", "year", a.Year))
	}
	return bad.Err()
}

// yearFault is what is wrong with a year as typed; empty when nothing is.
func yearFault(text string, last int) string {
	y, err := strconv.Atoi(text)
	if err != nil || utf8.RuneCountInString(text) != 4 || y < firstYear || y > last {
		return "award.year.wrong"
	}
	return ""
}
