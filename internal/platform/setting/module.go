package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the page of settings and, in the office, the style of the city's colour;
// the portal serves the same style by itself.
func (s *Service) Module() module.Module {
	crest := module.Route{Pattern: "GET " + crestPath, Handle: s.send}
	accent := module.Route{Pattern: "GET /accent.css", Handle: s.accent}
	return module.Module{
		Name: "setting", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /settings", Need: Need, Handle: s.edit, Nav: &module.Nav{Key: "setting.title", Order: 91, Section: module.SectionRun}},
			{Pattern: "POST /settings", Need: Need, Handle: s.save},
			{Pattern: "GET /settings/crest", Need: Need, Handle: s.crestForm},
			{Pattern: "POST /settings/crest", Need: Need, Handle: s.saveCrest, MaxBody: maxCrestForm},
			accent, crest,
		},
		Portal:   []module.Route{crest},
		Checks:   []module.Check{s.check},
		Personal: []module.PersonalField{{Table: "settings", Column: "value", Whose: "staff whom the public may call", Purpose: "contacts of the department on the portal", Retention: "until the department changes them"}},
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

// show writes for the history what is no plain text: the place as coordinates
// and zone, the people one after another, the crest by its size.
func show(_ context.Context, p *i18n.Printer, field, value string) string {
	switch field {
	case "home":
		var h Home
		if json.Unmarshal([]byte(value), &h) == nil {
			return fmt.Sprintf("%.4f, %.4f · %s", h.Lat, h.Lon, h.Zone)
		}
	case "contacts":
		var people []Contact
		if json.Unmarshal([]byte(value), &people) == nil {
			words := make([]string, len(people))
			for i, c := range people {
				words[i] = c.inWords(p.Lang)
			}
			return strings.Join(words, "; ")
		}
	case "crest":
		var c Crest
		if json.Unmarshal([]byte(value), &c) == nil {
			return p.T("setting.crest.is", "kind", strings.ToUpper(c.Type), "width", strconv.Itoa(c.Width), "height", strconv.Itoa(c.Height), "sum", c.Sum[:min(8, len(c.Sum))])
		}
	case "tested":
		if d, err := edtf.Parse(value); err == nil {
			return p.Date(d)
		}
	}
	return ""
}
