package report

import (
	"embed"

	"pobratim/internal/platform/module"
)

// Files holds templates and words of the subject.
//
//go:embed templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "report", Files: Files,
		Offers: []module.Offer{{Kinds: []string{"partner"}, Key: "report.offer", Path: "/partners/{id}/brief", Need: need()}},
		Office: []module.Route{
			{Pattern: "GET /partners/{id}/brief", Need: need(), Handle: s.show},
			{Pattern: "GET /partners/{id}/brief.pdf", Need: need(), Handle: s.print},
		},
	}
}
