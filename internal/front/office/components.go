package office

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// components shows every component of the design system with sample content,
// so that whoever adds a page sees what there is.
func (f *Frame) components(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	return web.Page{Template: "office/components", Title: s.T("office.foot.components"), Data: ui.SamplesIn(s.Lang)}, nil
}
