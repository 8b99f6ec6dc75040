package debrief

import (
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// What a point can be.
const (
	ours   = "ours"
	theirs = "theirs"
)

// field is the name of a field of a point.
func field(name string, n int) string { return name + "." + strconv.Itoa(n) }

// press makes one point a promise of the side whose button was pressed.
func (s *Service) press(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if _, err := s.reports.Get(r.Context(), id); err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(r.PostForm.Get("point"))
	side := r.PostForm.Get("side")
	if err != nil || side != ours && side != theirs {
		return nil, errs.New(errs.Invalid, "form.choice") // no page has such a form
	}
	if err := s.Promised(r.Context(), id, scene.Lang, map[int]Promise{n: {Theirs: side == theirs}}); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/debriefs/" + id + "#agreed", Notice: scene.T("debrief.promised.done")}, nil
}

// promisesPage is what the template promises shows.
type promisesPage struct {
	Lead string
	Form ui.Form
}

// promises shows and takes the form by which all points become promises at once,
// with side, post and day.
func (s *Service) promises(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	d, err := s.reports.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	there, err := s.deps.Promises(ctx, d.Activity)
	if err != nil {
		return nil, err
	}
	posts, err := s.deps.Posts(ctx, scene)
	if err != nil {
		return nil, err
	}
	var typed *form.Form
	var failed error
	if r.Method == http.MethodPost {
		typed = form.Read(r.PostForm)
		points := map[int]Promise{}
		for n := range d.Agreed {
			side := typed.Text(field("side", n))
			p := Promise{Theirs: side == theirs, Post: typed.Text(field("post", n)), Due: typed.Date(field("due", n), scene.Lang)}
			if p.Post != "" && !slices.ContainsFunc(posts, func(o ui.Option) bool { return o.Value == p.Post }) {
				typed.Fail(field("post", n), "form.choice")
			}
			if side == ours || side == theirs {
				points[n] = p
			}
		}
		if failed = typed.Err(); failed == nil {
			failed = s.Promised(ctx, id, scene.Lang, points)
		}
		if failed == nil {
			return web.Redirect{To: "/debriefs/" + id + "#agreed", Notice: scene.N("debrief.promised.many", len(points))}, nil
		}
		if errs.FieldsOf(failed) == nil {
			return nil, failed
		}
	}
	data := promisesPage{Lead: scene.T("debrief.take.lead"), Form: ui.Form{Action: scene.Path("/debriefs/" + id + "/promises"), Once: ui.Once{Key: scene.Key},
		Submit: ui.Button{Text: scene.T("debrief.take.do"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/debriefs/" + id)}}}
	problems := keep.Problems{}
	if failed != nil {
		problems = keep.ProblemsOf(scene, failed)
		data.Form.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", len(problems))}
	}
	for n, text := range d.Agreed {
		if slices.ContainsFunc(there, func(p Promise) bool { return p.Title == text }) {
			continue
		}
		set := pointSet(scene, n, text, posts, typed, problems)
		for _, f := range set.Fields {
			if f.Error != "" {
				data.Form.Errors.Items = append(data.Form.Errors.Items, ui.Link{Text: f.Error, Href: "#" + f.ID()})
			}
		}
		data.Form.Sets = append(data.Form.Sets, set)
	}
	page := web.Page{Template: "debrief/promises", Title: scene.T("debrief.take"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("debrief.list"), Path: "/debriefs"}, {Text: scene.T("debrief.kind"), Path: "/debriefs/" + id}}}
	if failed != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// pointSet are the fields of one point.
func pointSet(scene *web.Scene, n int, text string, posts []ui.Option, typed *form.Form, problems keep.Problems) ui.Fieldset {
	was := func(name string) string {
		if typed == nil {
			return ""
		}
		return typed.Typed(field(name, n))
	}
	side := ui.Field{Kind: ui.FieldSelect, Name: field("side", n), Label: scene.T("debrief.side"), Empty: scene.T("debrief.side.no")}
	for _, one := range []string{ours, theirs} {
		side.Options = append(side.Options, ui.Option{Value: one, Label: scene.T("debrief.side." + one), Selected: was("side") == one})
	}
	post := ui.Field{Kind: ui.FieldSelect, Name: field("post", n), Label: scene.T("debrief.post"), Optional: scene.T("form.optional"), Empty: scene.T("debrief.post.none"), Error: problems[field("post", n)]}
	for _, o := range posts {
		o.Selected = o.Value == was("post")
		post.Options = append(post.Options, o)
	}
	due := ui.Field{Kind: ui.FieldDate, Name: field("due", n), Label: scene.T("debrief.due"), Hint: scene.T("form.date.hint"), Optional: scene.T("form.optional"), Width: ui.WidthMedium, Value: was("due"), Error: problems[field("due", n)]}
	return ui.Fieldset{Legend: text, Fields: []ui.Field{side, post, due}}
}
