package calendar

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// Movable is a record whose day can be moved, as its subject reads it for a
// viewer who may do so.
type Movable struct {
	Ref     record.Ref
	Title   string
	Path    string // of its page, within the office
	When    edtf.Date
	Version int64
	// Save moves its first day. It asks for permission and version again.
	Save func(ctx context.Context, version int64, day edtf.Date) error
}

// movePage is what the template move shows.
type movePage struct {
	Title, Now string
	Form       ui.Form
}

// Move answers the address where an entry is moved, which is its Entry.Move: the
// small form, and the form sent, from there or by a hand that drags. What comes
// from a page of the calendar goes back to it, with a way to undo.
func Move(load func(r *http.Request) (Movable, error)) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		s := web.SceneOf(r)
		m, err := load(r)
		if err != nil {
			return nil, err
		}
		values := s.URL.Query()
		if r.Method == http.MethodPost {
			if err := r.ParseForm(); err != nil {
				return nil, errs.New(errs.Invalid, "form.broken")
			}
			values = r.PostForm
		}
		in := form.Read(values)
		from := back(in.Typed("from"))
		if r.Method != http.MethodPost {
			first := ""
			if was := m.When.Start(); WholeDay(was) {
				first = s.Date(was)
			}
			return m.page(s, from, first, nil)
		}
		day := in.Date("day", s.Lang, form.Required("calendar.move.empty"), form.WholeDay())
		err = in.Err()
		if err == nil {
			version, _ := strconv.ParseInt(in.Typed("version"), 10, 64)
			err = atDay(m.Save(r.Context(), version, day))
		}
		switch {
		case errs.KindOf(err) == errs.Stale:
			err = errs.New(errs.Stale, "calendar.move.stale")
		case err == nil:
			return m.moved(s, from, day), nil
		}
		return m.page(s, from, in.Typed("day"), err)
	}
}

// back is the address of the calendar that a form came from; empty for any other.
func back(from string) string {
	if strings.HasPrefix(from, "/calendar?") {
		return from
	}
	return ""
}

// atDay says of the day what a record says of whichever of its fields holds it.
func atDay(err error) error {
	fields := errs.FieldsOf(err)
	if fields == nil {
		return err
	}
	said := make(errs.Fields, len(fields))
	for i, e := range fields {
		one := *e
		one.Field = "day"
		said[i] = &one
	}
	return said
}

// page shows the small form, with what is wrong.
func (m Movable) page(s *web.Scene, from, typed string, wrong error) (web.Reply, error) {
	cancel := m.Path
	if from != "" {
		cancel = from
	}
	p := movePage{Title: s.T("calendar.move.title", "name", m.Title), Now: s.T("calendar.move.now", "date", m.When), Form: ui.Form{
		Once: s.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(m.Version, 10)}, {Name: "from", Value: from}},
		Fields: []ui.Field{{Kind: ui.FieldDate, Name: "day", Label: s.T("calendar.move.day"), Hint: s.T("calendar.move.hint"), Value: typed, Width: ui.WidthMedium, Autofocus: true}},
		Submit: ui.Button{Text: s.T("calendar.move"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: s.T("calendar.move.cancel"), Href: s.Path(cancel)},
	}}
	out := web.Page{Template: "calendar/move", Title: p.Title, Crumbs: []web.Crumb{{Text: s.T("calendar.title"), Path: "/calendar"}, {Text: m.Title, Path: m.Path}}}
	if wrong != nil {
		status, ok := s.Mark(&p.Form, wrong)
		if !ok {
			return nil, wrong
		}
		out.Status, out.Title = status, s.ErrorTitle(out.Title)
	}
	out.Data = p
	return out, nil
}

// moved leads back to the calendar, at the new day and with a way to undo, or to
// the page of the record. What had no day before, a month, has no such way back.
func (m Movable) moved(s *web.Scene, from string, day edtf.Date) web.Redirect {
	at, err := url.Parse(from)
	if from == "" || err != nil {
		return web.Redirect{To: m.Path, Notice: s.T("calendar.moved.notice", "date", day)}
	}
	q := at.Query()
	to := web.Redirect{}
	if was := m.When.Start(); WholeDay(was) {
		q.Set("moved", m.Ref.String())
		q.Set("was", was.String())
	} else {
		to.Notice = s.T("calendar.moved.notice", "date", day)
	}
	shown := asked{view: q.Get("view"), day: day.First()}
	if open, err := time.Parse(time.DateOnly, q.Get("day")); err == nil {
		shown.day = open
	}
	if a, b := shown.span(); day.First().Before(a) || day.First().After(b) {
		q.Set("day", day.String())
	}
	to.To = "/calendar?" + q.Encode()
	return to
}

// movedPart says what was moved, and takes it back.
type movedPart struct {
	Text string
	Href string
	Undo ui.Form
}

// moved is the notice about what the address says was just moved; nil when it is
// not on this page or is elsewhere by now.
func (f *found) moved(s *web.Scene) *movedPart {
	q := s.URL.Query()
	ref, was := record.ParseRef(q.Get("moved")), q.Get("was")
	before, err := edtf.Parse(was)
	if err != nil || ref.IsZero() || before.Precision() != edtf.Day {
		return nil
	}
	for _, e := range f.entries {
		if e.Of != ref || e.Move == "" || e.When.Start() == before {
			continue
		}
		return &movedPart{
			Text: s.T("calendar.moved", "name", e.Words(), "was", before, "now", e.When.Start()), Href: s.Path(e.Path),
			Undo: ui.Form{Action: s.Path(e.Move), Once: ui.Once{Key: s.Key + "-undo"}, Submit: ui.Button{Text: s.T("calendar.undo"), Icon: ui.IconUndo},
				Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(e.Version, 10)}, {Name: "day", Value: was}, {Name: "from", Value: f.path()}}},
		}
	}
	return nil
}

// WholeDay tells whether a date is one day, beyond doubt.
func WholeDay(d edtf.Date) bool {
	return d.Precision() == edtf.Day && !d.IsInterval() && d.Mark() == 0
}

// Shift moves the days of something to another first day and keeps its length. It
// is false unless all of them are exact; without a last day there is one alone.
func Shift(starts, ends, day edtf.Date) (first, last edtf.Date, ok bool) {
	if !WholeDay(starts) || !WholeDay(day) || !ends.IsZero() && !WholeDay(ends) {
		return starts, ends, false
	}
	if !ends.IsZero() {
		ends = edtf.On(day.First().Add(ends.First().Sub(starts.First())))
	}
	return day, ends, true
}
