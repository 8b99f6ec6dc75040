package estimate

import (
	"context"
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// SetFacts writes down what the lines of an estimate did cost, by the
// identifiers of the lines; an empty one is not known. The errors name the
// fields "fact.<identifier>".
func (s *Service) SetFacts(ctx context.Context, estimate string, facts map[string]string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: LineKind}); err != nil {
		return err
	}
	ref := record.Ref{Kind: Kind, ID: estimate}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		lines, err := linesOf(ctx, w, estimate)
		if err != nil {
			return ref, err
		}
		var bad errs.Fields
		for _, l := range lines {
			typed, given := facts[l.ID]
			if !given {
				continue
			}
			was := l.Fact
			if l.Fact = typed; typed != "" {
				sum, e := readSum(typed, l.Currency, factField(l))
				if e != nil {
					bad.Add(e)
					continue
				}
				l.Fact = sum.Decimal()
			}
			if l.Fact == was {
				continue
			}
			if err := s.lines.ChangeIn(ctx, w, l); err != nil {
				return ref, err
			}
		}
		return ref, bad.Err()
	})
	return err
}

// factField is the name of a line's field in the form of all facts.
func factField(l Line) string { return "fact." + l.ID }

// factsPage is what the template facts shows.
type factsPage struct{ Form ui.Form }

// facts shows and takes the form by which all facts are written down at once.
func (s *Service) facts(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	e, err := s.estimates.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	lines, err := s.Lines(ctx, id)
	if err != nil {
		return nil, err
	}
	typed := map[string]string{}
	for _, l := range lines {
		typed[l.ID] = l.Fact
	}
	var failed error
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		for _, l := range lines {
			typed[l.ID] = in.Text(factField(l), form.Max(40))
		}
		if failed = in.Err(); failed == nil {
			failed = s.SetFacts(ctx, id, typed)
		}
		if failed == nil {
			return web.Redirect{To: "/estimates/" + id + "#lines", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
		if errs.FieldsOf(failed) == nil {
			return nil, failed
		}
	}
	page := web.Page{Template: "estimate/facts", Title: scene.T("estimate.facts"), Crumbs: []web.Crumb{{Text: scene.T("estimate.list"), Path: "/estimates"}, {Text: scene.T("estimate.titled", "year", e.Year), Path: "/estimates/" + id}}}
	data := factsPage{Form: ui.Form{Action: scene.Path("/estimates/" + id + "/facts"), Once: ui.Once{Key: scene.Key},
		Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/estimates/" + id)}}}
	problems := keep.ProblemsOf(scene, failed)
	for _, l := range lines {
		field := ui.Field{Kind: ui.FieldText, Name: factField(l), Label: lineTitle(scene.Printer, l), Hint: scene.T("estimate.facts.hint", "plan", scene.Money(l.Planned())), Optional: scene.T("form.optional"),
			Width: ui.WidthMedium, Suffix: l.Currency, Value: typed[l.ID], Error: problems[factField(l)]}
		data.Form.Fields = append(data.Form.Fields, field)
		if field.Error != "" {
			if data.Form.Errors == nil {
				data.Form.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", len(problems))}
			}
			data.Form.Errors.Items = append(data.Form.Errors.Items, ui.Link{Text: field.Error, Href: "#" + field.ID()})
		}
	}
	if failed != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	page.Data = data
	return page, nil
}
