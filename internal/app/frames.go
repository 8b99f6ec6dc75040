package app

import (
	"pobratim/internal/front/office"
	"pobratim/internal/front/portal"
	"pobratim/internal/platform/module"
)

// frameModules are the pages that belong to the frames themselves.
func frameModules() []module.Module {
	var staff office.Frame
	var public portal.Frame
	return []module.Module{
		{Name: "office", Files: office.Files, Office: staff.Routes()},
		{Name: "portal", Files: portal.Files, Portal: public.Routes()},
	}
}
