package anniversary

import (
	"context"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// agenda are the anniversaries that fall between two days and are known to the
// month at least. Those of a year alone belong to no day, what rests or is over
// is for people to choose, and of disputed dates the one in use counts.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, view()) == account.None {
		return nil, nil
	}
	set, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	starts, err := s.Starts(ctx, scene.Lang, "")
	if err != nil {
		return nil, err
	}
	var entries []module.Entry
	for _, a := range Between(starts, from.First().Year(), until.Last().Year(), set.Rule()) {
		loose := a.On.Precision() < edtf.Month || a.Resting != "" || a.Disputed && !a.InUse
		if loose || a.On.Last().Before(from.First()) || a.On.First().After(until.Last()) {
			continue
		}
		entries = append(entries, module.Entry{
			Of: a.Ref, Name: "anniversary", Layer: module.Anniversaries, When: a.On, Path: a.Path,
			Text: scene.N("anniversary.entry", a.Years, "what", a.Title), Note: a.City,
		})
	}
	return entries, nil
}
