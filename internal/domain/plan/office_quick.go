package plan

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

const (
	// titleMax is how long a title may be, in characters.
	titleMax = 300
	// quickMax is how many lines can be written at once.
	quickMax = 100
)

// titlesOf are the lines of a text that hold something, without the marks and
// numbers of a list that was pasted.
func titlesOf(text string) []string {
	var titles []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		mark, rest, _ := strings.Cut(line, " ")
		if number := strings.TrimRight(mark, ".)"); strings.Trim(mark, "-–—•*") == "" || number != mark && strings.Trim(number, "0123456789.") == "" {
			line = strings.TrimSpace(rest)
		}
		if line != "" {
			titles = append(titles, line)
		}
	}
	return titles
}

// AddLines makes lines of our own of some titles in one language, all or none,
// and returns how many there were.
func (s *Service) AddLines(ctx context.Context, plan, lang string, titles []string) (int, error) {
	p, err := s.plans.Get(ctx, plan)
	if err != nil {
		return 0, err
	}
	switch {
	case len(titles) == 0:
		return 0, errs.Field("titles", "plan.quick.none")
	case len(titles) > quickMax:
		return 0, errs.Field("titles", "plan.quick.many", "max", quickMax)
	case slices.ContainsFunc(titles, func(t string) bool { return utf8.RuneCountInString(t) > titleMax }):
		return 0, errs.Field("titles", "plan.quick.long", "max", titleMax)
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, title := range titles {
			l := Line{Plan: p.ID, Title: i18n.NewText(lang, title), Reason: Own}
			l.Visibility = p.Visibility
			if _, err := s.lines.AddIn(ctx, w, l); err != nil {
				return p.Ref(), err
			}
		}
		return p.Ref(), nil
	})
	return len(titles), err
}

// quickForm asks for several lines at once, one title a line.
func quickForm(scene *web.Scene, p Plan, typed string) *ui.Form {
	return &ui.Form{Action: scene.Path("/plans/" + p.ID + "/lines"), Once: ui.Once{Key: scene.Key + "-lines"}, Submit: ui.Button{Text: scene.T("plan.quick.add"), Icon: ui.IconPlus},
		Fields: []ui.Field{{Kind: ui.FieldArea, Name: "titles", Label: scene.T("plan.quick"), Hint: scene.T("plan.quick.hint"), Value: typed, Rows: 6}}}
}

// addLines takes several lines at once.
func (s *Service) addLines(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	in := form.Read(r.PostForm)
	text := in.Prose("titles", form.Max(quickMax*titleMax))
	n, err := 0, in.Err()
	if err == nil {
		n, err = s.AddLines(r.Context(), id, scene.Lang, titlesOf(text))
	}
	if err == nil {
		return web.Redirect{To: "/plans/" + id, Notice: scene.N("plan.collect.taken", n)}, nil
	}
	words := said(scene, err)
	if words == "" {
		return nil, err
	}
	return s.showPlan(r, typedBulk{titles: in.Typed("titles")}, words)
}
