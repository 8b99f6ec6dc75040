package between

import (
	"context"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

// Abroad are the countries of an activity's partners, without our own.
func (d *Desks) Abroad(ctx context.Context, id string) ([]string, error) {
	a, err := d.Activities.Activity(ctx, id)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, partner := range a.Partners {
		code, err := d.CountryOf(ctx, partner)
		if err != nil {
			return nil, err
		}
		if code != "" && code != d.Home("ru").Country && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes, nil
}

// Passed tells whether what is said of the people of a delegation may go to a
// country: nil when the gate let each of these fields go, errs.Conflict when not.
// The path is the page on which it is decided.
func (d *Desks) Passed(ctx context.Context, id, country string, fields []string) (path string, err error) {
	path = "/visits/" + id + "/list?country=" + country
	if _, err := d.Visits.Visit(ctx, id); errs.KindOf(err) == errs.NotFound {
		path = "/activities/" + id + "#visit" // it has no page of a visit yet
	}
	decided, err := d.Visits.Cleared(ctx, id, country)
	if err != nil {
		return path, err
	}
	for _, f := range fields {
		if !slices.Contains(decided.Fields, f) {
			return path, errs.New(errs.Conflict, "visit.gate.closed")
		}
	}
	return path, nil
}

// LetOut tells the same of all countries that an activity's partners come from, in
// the program's own name: guests behind a link ask too. The answer says no name.
func (d *Desks) LetOut(ctx context.Context, id string, fields []string) (path string, err error) {
	ctx = account.With(ctx, account.System("pobratim"))
	codes, err := d.Abroad(ctx, id)
	if err != nil {
		return "", err
	}
	for _, code := range codes {
		if path, err = d.Passed(ctx, id, code, fields); err != nil {
			return path, err
		}
	}
	return path, nil
}
