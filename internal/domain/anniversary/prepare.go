package anniversary

import (
	"context"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// mayPrepare tells whether the viewer may plan a celebration and its preparation.
func (s *Service) mayPrepare(ctx context.Context) bool {
	for _, kind := range []string{"activity", "task"} {
		if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: kind}) < account.All {
			return false
		}
	}
	return true
}

// prepare leads to the steps that prepare an anniversary which is not over: they
// are counted from its day, or from one that is chosen there when only the year
// is known.
func (a Anniversary) prepare(scene *web.Scene) ui.Cell {
	if a.On.Before(edtf.On(scene.Local(scene.Now))) {
		return ui.Cell{}
	}
	day := ""
	if a.On.Precision() >= edtf.Month {
		day = scene.Date(a.On)
	}
	name := scene.T("anniversary.prepare.name", "title", a.Title, "years", scene.N("anniversary.years", a.Years))
	to := scene.Path("/preparation/new", "partner", a.Partner, "name", name, "day", day, "of", a.Ref.String(), "year", strconv.Itoa(a.Year))
	return ui.Cell{Value: ui.Value{Text: scene.T("anniversary.prepare"), Href: to}}
}
