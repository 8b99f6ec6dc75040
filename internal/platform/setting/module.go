package setting

import (
	"context"
	"encoding/json"
	"fmt"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the page of settings and, in the office, the style of the city's colour;
// the portal serves the same style by itself.
func (s *Service) Module() module.Module {
	accent := module.Route{Pattern: "GET /accent.css", Handle: s.accent}
	return module.Module{
		Name: "setting", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /settings", Need: Need, Handle: s.edit, Nav: &module.Nav{Key: "setting.title", Icon: "settings", Order: 91, Group: "more"}},
			{Pattern: "POST /settings", Need: Need, Handle: s.save},
			accent,
		},
		Kinds: []record.Kind{{
			Name: Kind, Path: "/settings", Show: show,
			Title: func(ctx context.Context, _, lang string) (string, error) {
				v, err := s.Get(ctx)
				return v.Name.In(lang).Value, err
			},
			Sees: func(ctx context.Context, _ string) error {
				_, err := s.gate.Require(ctx, Need)
				return err
			},
		}},
	}
}

// show writes the place of the history as coordinates and zone.
func show(_ context.Context, _ *i18n.Printer, field, value string) string {
	var h Home
	if field != "home" || json.Unmarshal([]byte(value), &h) != nil {
		return ""
	}
	return fmt.Sprintf("%.4f, %.4f · %s", h.Lat, h.Lon, h.Zone)
}
