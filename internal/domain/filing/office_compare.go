package filing

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// changes are what a report differs in: from what was filed for the same year,
// and from what was filed for the year before.
func (s *Service) changes(ctx context.Context, scene *web.Scene, all []Filing, r Report) ([]changePart, error) {
	var parts []changePart
	if f, ok := newest(all, r.Year); ok {
		lines, err := s.linesIn(ctx, r, f.Lang)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s.changed(scene, "since-filed", scene.T("filing.since.filed", "n", yearWords(f.Edition)), scene.T("filing.since.filed.none"), f.Lang, sinceFiled(f.Lines, lines)))
	}
	if f, ok := newest(all, r.Year-1); ok {
		lines, err := s.linesIn(ctx, r, f.Lang)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s.changed(scene, "since-year", scene.T("filing.since.year", "year", yearWords(r.Year-1)), scene.T("filing.since.year.none"), f.Lang, sinceYear(f.Lines, lines)))
	}
	return parts, nil
}

// linesIn are the lines of a report in the language of what they are compared to.
func (s *Service) linesIn(ctx context.Context, r Report, lang string) ([]Line, error) {
	if lang == r.Lang {
		return r.Lines, nil
	}
	other, err := s.collect(ctx, lang, r.Year)
	return other.Lines, err
}

// changed is a table of differences.
func (s *Service) changed(scene *web.Scene, id, title, none, lang string, changes []Change) changePart {
	w := s.deps.Words(lang)
	t := ui.Table{ID: id + "-table", Caption: title, Quiet: true, Stack: true}
	for _, name := range []string{"line", "what", "before", "after"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("filing.column." + name)})
	}
	if lang == scene.Lang {
		lang = ""
	}
	for _, c := range changes {
		line := []ui.Value{valueOf(scene, w, c.Line.cell("partner"))}
		if c.Line.Group != Links {
			line = append(line, valueOf(scene, w, c.Line.cell("paper")))
		}
		for i := range line {
			if line[i].Lang == "" {
				line[i].Lang = lang
			}
		}
		cells := c.Cells
		if len(cells) == 0 {
			cells = []CellChange{{}}
		}
		for _, one := range cells {
			what := scene.T("filing.change." + c.Kind)
			if one.Name != "" {
				what = scene.T("filing.column." + one.Name)
			}
			t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Parts: line}}, ui.Cell{Value: ui.Value{Text: what}},
				ui.Cell{Value: ui.Value{Text: one.Before, Lang: lang}}, ui.Cell{Value: ui.Value{Text: one.After, Lang: lang}}))
		}
	}
	return changePart{ID: id, Title: title, None: none, Table: t}
}
