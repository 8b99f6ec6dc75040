// Package front holds what the frames of the program have in common: turning a
// handler's reply into bytes, collecting what all subjects say about one record,
// and the words for errors.
//
// Frames receive subjects as module values and know none of them by name.
package front

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Status is the status code of an error. Forbidden shows like NotFound, so that
// nobody learns what exists.
func Status(err error) int {
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound, errs.Forbidden:
		return http.StatusNotFound
	case errs.Conflict, errs.Stale:
		return http.StatusConflict
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.TooMany:
		return http.StatusTooManyRequests
	case errs.Unauthenticated:
		return http.StatusUnauthorized
	}
	return http.StatusInternalServerError
}

// Words are the sentence of an error in the reader's language; internal errors
// have none of their own.
func Words(s *web.Scene, err error) string {
	var e *errs.E
	if errors.As(err, &e) && s.Has(e.Key) {
		return s.T(e.Key, e.Args...)
	}
	return ""
}

// Panels renders what every subject says about a record, in the order they ask
// for. A subject that fails is logged and left out; the rest of the page stands.
func Panels(ctx context.Context, log *slog.Logger, t *web.Templates, s *web.Scene, all []module.Related, about record.Ref) []web.Panel {
	type ordered struct {
		order int
		panel web.Panel
	}
	var found []ordered
	for _, related := range all {
		p, err := related(ctx, s, about)
		if err != nil {
			log.Error("panel", "about", about.String(), "error", err)
			continue
		}
		if p == nil {
			continue
		}
		body, err := t.Fragment(p.Template, &web.View{Scene: s, D: p.Data})
		if err != nil {
			log.Error("panel", "template", p.Template, "error", err)
			continue
		}
		// The bytes come from our own templates, which have escaped them.
		found = append(found, ordered{p.Order, web.Panel{Name: p.Name, Title: p.Title, Count: p.Count, Body: template.HTML(body)}})
	}
	slices.SortStableFunc(found, func(a, b ordered) int { return a.order - b.order })
	panels := make([]web.Panel, len(found))
	for i, f := range found {
		panels[i] = f.panel
	}
	return panels
}

// Timeline merges what all subjects know to have happened with a record, the
// oldest first, by year. Nil when nothing is known.
func Timeline(ctx context.Context, log *slog.Logger, s *web.Scene, all []module.Moments, about record.Ref) *ui.Timeline {
	var moments []module.Moment
	for _, source := range all {
		more, err := source(ctx, s, about)
		if err != nil {
			log.Error("timeline", "about", about.String(), "error", err)
			continue
		}
		moments = append(moments, more...)
	}
	if len(moments) == 0 {
		return nil
	}
	slices.SortStableFunc(moments, func(a, b module.Moment) int { return edtf.Compare(a.When, b.When) })
	line := &ui.Timeline{Label: s.T("front.timeline")}
	for _, m := range moments {
		year := yearOf(s, m.When)
		if n := len(line.Years); n == 0 || line.Years[n-1].Year != year {
			line.Years = append(line.Years, ui.TimelineYear{Year: year})
		}
		last := &line.Years[len(line.Years)-1]
		item := ui.TimelineItem{
			When: ui.Value{Text: s.Date(m.When), Time: machine(m.When)}, Kind: m.What, Icon: ui.Icon(m.Icon),
			Title: ui.Value{Text: m.Text, Href: address(s, m.Path)}, Text: strings.Join(m.Notes, " · "),
			Uncertain: m.When.Precision() < edtf.Month, Ahead: m.When.First().After(s.Now),
		}
		last.Items = append(last.Items, item)
	}
	return line
}

// address is a path of this frame as an address; nothing stays nothing.
func address(s *web.Scene, path string) string {
	if path == "" {
		return ""
	}
	return s.Path(path)
}

func yearOf(s *web.Scene, d edtf.Date) string {
	first := d.First()
	if first.IsZero() {
		return s.T("front.year_unknown")
	}
	return strconv.Itoa(first.Year())
}

// machine is a date for <time datetime>, which takes a year, a month or a day.
func machine(d edtf.Date) string {
	text := d.String()
	if d.IsInterval() || strings.ContainsAny(text, "X?~%") || d.IsZero() {
		return ""
	}
	return text
}

// Send writes a file, a redirect or JSON; pages are the frames' own business.
func Send(w http.ResponseWriter, r *http.Request, s *web.Scene, reply web.Reply) error {
	switch v := reply.(type) {
	case web.Redirect:
		for _, c := range v.Cookies {
			http.SetCookie(w, c)
		}
		if v.Forget {
			w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
		}
		// A script that sent a form in place follows like a browser, and takes
		// from the page that answers only the row it asked for.
		http.Redirect(w, r, s.Path(v.To), http.StatusSeeOther)
		return nil
	case web.File:
		v.Send(w, r)
		return nil
	case web.Stream:
		return v.Send(w, r)
	case web.JSON:
		body, err := json.Marshal(v.Body)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(max(v.Status, http.StatusOK))
		_, _ = w.Write(body)
		return nil
	}
	return fmt.Errorf("front: a reply of type %T cannot be sent", reply)
}
