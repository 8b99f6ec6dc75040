package agreement

import (
	"context"
	"time"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/rule"
)

// pathSpan is how many days before and after its signing a paper is asked for the
// days that the law sets. What nobody has noted after that is a matter for its
// page, not for every morning.
const pathSpan = 400

// lawDay is an open step of a paper's legal path with its day.
type lawDay struct {
	Agreement
	city partner.Partnership
	step PathStep
}

// lawDays are the open steps whose days lie between two days, both included, for
// those who may see the rules.
func (s *Service) lawDays(ctx context.Context, from, until time.Time) ([]lawDay, error) {
	scope := s.Gate.Scope(ctx, s.papers.ViewNeed())
	if scope == account.None || s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: rule.Kind}) == account.None {
		return nil, nil
	}
	low, high := edtf.On(from).First(), edtf.On(until).First()
	papers, err := around(ctx, s.DB, edtf.On(low.AddDate(0, 0, -pathSpan)).Sort(), edtf.On(high.AddDate(0, 0, pathSpan)).Sort(), scope, account.From(ctx).Organisation)
	if err != nil || len(papers) == 0 {
		return nil, err
	}
	cities, err := s.partnersByID(ctx)
	if err != nil {
		return nil, err
	}
	var days []lawDay
	for _, a := range papers {
		city, ok := cities[a.Partner]
		if !ok || city.Historic {
			continue
		}
		path, err := s.PathOf(ctx, a)
		if errs.KindOf(err) == errs.NotFound {
			continue // the partner is in the bin
		}
		if err != nil {
			return nil, err
		}
		for _, step := range path.Steps {
			if step.Done.On.IsZero() && !step.On.IsZero() && !step.On.Before(low) && !step.On.After(high) {
				days = append(days, lawDay{a, city, step})
			}
		}
	}
	return days, nil
}

// words name the step and the city.
func (d lawDay) words(scene *web.Scene, key string) string {
	return scene.T(key, "step", d.step.Title, "city", d.city.Name)
}

// stepPath is where a step is noted as done, or shown to those who may not.
func (s *Service) stepPath(ctx context.Context, d lawDay) string {
	at := s.papers.At(&d.Agreement)
	if s.papers.Can(ctx, module.Edit, &d.Agreement) {
		return at + "/path/" + d.step.Name
	}
	return at + "#path"
}
