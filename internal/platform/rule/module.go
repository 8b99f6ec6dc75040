package rule

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the pages on which rule packs are read and edited.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "rule", Files: Files, Kinds: s.kinds(),
		Office: []module.Route{
			{Pattern: "GET /rules", Need: view(), Handle: s.list, Nav: &module.Nav{Key: "rule.list", Order: 70, Section: module.SectionRun}},
			{Pattern: "GET /rules/{name}", Need: view(), Handle: s.pack},
			{Pattern: "POST /rules/{name}/return", Need: edit(), Handle: s.back},
			{Pattern: "GET /rules/{name}/borders", Need: edit(), Handle: s.borders},
			{Pattern: "POST /rules/{name}/borders", Need: edit(), Handle: s.borders},
			{Pattern: "GET /rules/{name}/editions/{edition}", Need: edit(), Handle: s.edition},
			{Pattern: "POST /rules/{name}/editions/{edition}", Need: edit(), Handle: s.edition},
			{Pattern: "POST /rules/{name}/editions/{edition}/remove", Need: edit(), Handle: s.removeEdition},
			{Pattern: "GET /rules/{name}/editions/{edition}/steps/{step}", Need: edit(), Handle: s.step},
			{Pattern: "POST /rules/{name}/editions/{edition}/steps/{step}", Need: edit(), Handle: s.step},
			{Pattern: "POST /rules/{name}/editions/{edition}/steps/{step}/remove", Need: edit(), Handle: s.removeStep},
			{Pattern: "GET /workdays/{id}", Need: view(), Handle: s.year},
			{Pattern: "GET /workdays/{id}/edit", Need: edit(), Handle: s.editYear},
			{Pattern: "POST /workdays/{id}/edit", Need: edit(), Handle: s.editYear},
		},
	}
}

// kinds let the history name packs and years.
func (s *Service) kinds() []record.Kind {
	sees := func(ctx context.Context, _ string) error {
		_, err := s.Gate.Require(ctx, view())
		return err
	}
	return []record.Kind{{
		Name: Kind, Path: "/rules/{id}", Sees: sees,
		Title: func(ctx context.Context, id, lang string) (string, error) {
			p, err := s.Pack(ctx, id)
			return p.Title.In(lang).Value, err
		},
	}, {
		Name: YearKind, Path: "/workdays/{id}", Sees: sees,
		Title: func(_ context.Context, id, lang string) (string, error) {
			country, year, ok := parseYearID(id)
			if !ok {
				return "", errs.New(errs.NotFound, "record.missing")
			}
			return s.yearTitle(country, year, lang), nil
		},
	}}
}
