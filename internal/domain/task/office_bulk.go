package task

import (
	"net/http"
	"net/url"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// back is the address of the register with a query that came with a form.
func back(query string, set ...string) string {
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	for i := 0; i+1 < len(set); i += 2 {
		if q.Set(set[i], set[i+1]); set[i+1] == "" {
			q.Del(set[i])
		}
	}
	if len(q) == 0 {
		return "/tasks"
	}
	return "/tasks?" + q.Encode()
}

// bulk changes what is ticked in the register.
func (s *Service) bulk(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	in := form.Read(r.PostForm)
	query := in.Typed("query")
	typed := typedBulk{owner: in.Typed("owner"), due: in.Typed("due"), picks: keep.ReadPicks(in.TypedAll("pick"))}
	do, err := s.bulkOf(r, in)
	var after []keep.Pick
	if err == nil {
		after, err = s.Bulk(ctx, typed.picks, do)
	}
	if err == nil {
		return web.Redirect{To: back(query, "changed", keep.JoinPicks(after))}, nil
	}
	failed := said(scene, err)
	if failed == "" {
		return nil, err
	}
	at := *scene.URL
	at.Path, at.RawQuery = scene.Base+"/tasks", strings.TrimPrefix(strings.TrimPrefix(back(query, "changed", ""), "/tasks"), "?")
	scene.URL = &at
	return s.showList(r, typed, failed)
}

// bulkOf reads what is to be done with each.
func (s *Service) bulkOf(r *http.Request, in *form.Form) (func(*Task), error) {
	if in.Typed("do") == "finish" {
		return func(t *Task) { s.finish(t) }, nil
	}
	due := in.Date("due", web.SceneOf(r).Lang)
	owner := in.ID("owner")
	if err := in.Err(); err != nil {
		return nil, err
	}
	if owner != "" {
		options, err := s.ownerOptions(r.Context(), nil)
		if err != nil {
			return nil, err
		}
		if _, known := ui.Labels(options)[owner]; !known {
			return nil, errs.Field("owner", "form.choice")
		}
	}
	if owner == "" && due.IsZero() {
		return nil, errs.New(errs.Invalid, "task.bulk.nothing")
	}
	return func(t *Task) {
		if owner != "" {
			t.Owner, t.Post = owner, ""
		}
		if due != (edtf.Date{}) {
			t.Due = due
		}
	}, nil
}

// said are the words of an error that a reader can mend; empty for any other.
func said(scene *web.Scene, err error) string {
	title, words, stale := keep.Mendable(scene, err)
	switch {
	case stale:
		return scene.T("task.bulk.stale", "title", title)
	case title == "" || words == "":
		return words
	}
	return scene.T("task.bulk.refused", "title", title, "why", words)
}

// takeBackPage undoes what was done to several.
func (s *Service) takeBackPage(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	n, err := s.TakeBack(r.Context(), keep.ReadPicks(strings.Split(r.PostForm.Get("picks"), ",")))
	if err != nil {
		if words := said(scene, err); words != "" {
			return web.Redirect{To: back(r.PostForm.Get("query"), "changed", ""), Notice: words}, nil
		}
		return nil, err
	}
	return web.Redirect{To: back(r.PostForm.Get("query"), "changed", ""), Notice: scene.N("task.bulk.taken_back", n)}, nil
}
