package task

import (
	"iter"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
)

// takeAway offers what the page shows as a file. Without a word about whose
// tasks it is, the address is that of the whole register.
func takeAway(scene *web.Scene) ui.Download {
	asked := *scene
	if !scene.URL.Query().Has("whose") {
		at := *scene.URL
		q := at.Query()
		q.Set("whose", viewMine)
		at.RawQuery, asked.URL = q.Encode(), &at
	}
	return export.Links(&asked)
}

// exportAll is the whole register, open and closed, as a file.
func (s *Service) exportAll(r *http.Request, as export.Format) (web.Reply, error) {
	open, closed := s.ids(r, Filter{}), s.ids(r, Filter{Closed: true})
	return s.tasks.Export(r, as, "tasks", func(yield func(string, error) bool) {
		for _, part := range []iter.Seq2[string, error]{open, closed} {
			for id, err := range part {
				if !yield(id, err) {
					return
				}
			}
		}
	})
}

// exportList is the register, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	return s.tasks.Export(r, as, "tasks", s.ids(r, f))
}

// ids goes through what a filter finds.
func (s *Service) ids(r *http.Request, f Filter) iter.Seq2[string, error] {
	return export.ByKey(func(after Key) ([]Task, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Tasks(r.Context(), f)
	}, func(t Task) (string, Key) { return t.ID, t.Key() })
}
