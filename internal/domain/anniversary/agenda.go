package anniversary

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// agenda are the anniversaries that may fall between two days. What rests or is
// over is for people to choose, and of disputed dates the one in use counts.
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
		if a.Disputed && !a.InUse || a.On.Last().Before(from.First()) || a.On.First().After(until.Last()) {
			continue
		}
		e := module.Entry{
			Of: a.Ref, Name: fmt.Sprintf("years-%d", a.Years), Layer: module.Anniversaries, When: a.On, Path: a.Path,
			Text: scene.N("anniversary.entry", a.Years, "what", a.Title), Note: a.City, Aside: a.Resting != "",
		}
		if a.Partner != "" {
			e.Partners = []string{a.Partner}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// festive are the public holidays of our country and of those of the partners,
// and World Twin Cities Day. The same day under the same name in several
// countries is one entry.
func (s *Service) festive(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, view()) == account.None {
		return nil, nil
	}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return nil, err
	}
	var entries []module.Entry
	for year := from.First().Year(); year <= until.Last().Year(); year++ {
		days, _, err := s.feasts(scene, year, codes, "")
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			if d.date.Before(from.First()) || d.date.After(until.Last()) {
				continue
			}
			entries = append(entries, module.Entry{
				Of: record.Ref{Kind: "holiday", ID: d.date.Format(time.DateOnly)}, Name: d.key, Layer: module.Holidays, When: edtf.On(d.date), Text: d.name, Lang: d.tongue(scene), After: d.kept(scene),
				Path: "/anniversaries/holidays?year=" + strconv.Itoa(year),
			})
		}
	}
	return entries, nil
}

// tongue is the language of the name, where it is not the reader's.
func (f feast) tongue(scene *web.Scene) string {
	if f.lang == scene.Lang {
		return ""
	}
	return f.lang
}

// kept are the countries that keep a holiday, in brackets.
func (f feast) kept(scene *web.Scene) string {
	if len(f.countries) == 0 {
		return ""
	}
	return "(" + f.where(scene) + ")"
}
