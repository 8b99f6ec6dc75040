package app

import (
	"context"
	"log/slog"
	"os"

	"pobratim/internal/kit/clock"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
)

// blankModules builds a municipality without records, so that what the subjects
// hand over can be looked at without anybody's data.
func blankModules(ctx context.Context) ([]module.Module, func(), error) {
	dir, err := os.MkdirTemp("", "pobratim-describe")
	if err != nil {
		return nil, nil, err
	}
	in := &Installation{config: Config{Data: dir, Quick: true}, clock: clock.System, log: slog.New(slog.DiscardHandler), places: place.Open(), cities: map[string]*City{}}
	done := func() {
		_ = in.Close()
		_ = os.RemoveAll(dir)
	}
	if in.catalog, err = loadWords(); err == nil {
		err = in.openCity(ctx, "blank")
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	c, err := in.City("blank")
	if err != nil {
		done()
		return nil, nil, err
	}
	return c.described(), done, nil
}

// described are the modules together with the frames' own pages.
func (c *City) described() []module.Module {
	modules := append([]module.Module{}, c.Modules...)
	return append(modules, frameModules()...)
}
