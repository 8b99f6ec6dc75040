package calendar

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/daytime"
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
	// Opens is when it begins and SaveAt moves that, for what has hours.
	Opens  time.Time
	SaveAt func(ctx context.Context, version int64, begins time.Time) error
}

// timed is how an address says an instant, by our clock.
const timed = "2006-01-02T15:04"

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
			return m.page(s, from, m.typed(s), nil)
		}
		to := target{day: in.Date("day", s.Lang, form.Required("calendar.move.empty"), form.WholeDay())}
		if m.SaveAt != nil && in.Has("opens") { // a hand that drags in a month sends none
			since, ok := in.Clock("opens", form.Required("calendar.hours.empty"))
			if day := to.day.First(); ok && !to.day.IsZero() {
				to.begins = daytime.At(day, time.Time{}.Add(since).Format(daytime.Form), s.Zone)
			}
		}
		err = in.Err()
		if err == nil {
			version, _ := strconv.ParseInt(in.Typed("version"), 10, 64)
			err = m.save(r.Context(), version, to)
		}
		switch {
		case errs.KindOf(err) == errs.Stale:
			err = errs.New(errs.Stale, "calendar.move.stale")
		case err == nil:
			return m.moved(s, from, to), nil
		}
		return m.page(s, from, [2]string{in.Typed("day"), in.Typed("opens")}, err)
	}
}

// target is where something is moved.
type target struct {
	day    edtf.Date
	begins time.Time // zero when only the day changes
}

func (m Movable) save(ctx context.Context, version int64, to target) error {
	if to.begins.IsZero() {
		return atDay(m.Save(ctx, version, to.day))
	}
	return atDay(m.SaveAt(ctx, version, to.begins))
}

// typed is what the fields hold at first: the day and, by our clock, the hour.
func (m Movable) typed(s *web.Scene) (fields [2]string) {
	if m.SaveAt != nil {
		opens := m.Opens.In(s.Zone)
		return [2]string{s.Date(edtf.On(opens)), opens.Format(daytime.Form)}
	}
	if was := m.When.Start(); WholeDay(was) {
		fields[0] = s.Date(was)
	}
	return fields
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
		if one.Field != "opens" {
			one.Field = "day"
		}
		said[i] = &one
	}
	return said
}

// page shows the small form, with what is wrong.
func (m Movable) page(s *web.Scene, from string, typed [2]string, wrong error) (web.Reply, error) {
	cancel := m.Path
	if from != "" {
		cancel = from
	}
	p := movePage{Title: s.T("calendar.move.title", "name", m.Title), Now: s.T("calendar.move.now", "date", m.When), Form: ui.Form{
		Once: s.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(m.Version, 10)}, {Name: "from", Value: from}},
		Fields: []ui.Field{{Kind: ui.FieldDate, Name: "day", Label: s.T("calendar.move.day"), Hint: s.T("calendar.move.hint"), Value: typed[0], Width: ui.WidthMedium, Autofocus: true}},
		Submit: ui.Button{Text: s.T("calendar.move"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: s.T("calendar.move.cancel"), Href: s.Path(cancel)},
	}}
	if m.SaveAt != nil {
		p.Now = s.T("calendar.move.now", "date", s.Instant(m.Opens.In(s.Zone)))
		p.Form.Fields = append(p.Form.Fields, ui.Field{Kind: ui.FieldText, Name: "opens", Label: s.T("calendar.move.opens"), Hint: s.T("calendar.move.opens.hint"), Value: typed[1], Width: ui.WidthShort})
	}
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
func (m Movable) moved(s *web.Scene, from string, to target) web.Redirect {
	at, err := url.Parse(from)
	if from == "" || err != nil {
		return web.Redirect{To: m.Path, Notice: s.T("calendar.moved.notice", "date", to.day)}
	}
	q, notice := at.Query(), ""
	q.Set("moved", m.Ref.String())
	switch was := m.When.Start(); {
	case !to.begins.IsZero():
		q.Set("was", m.Opens.In(s.Zone).Format(timed))
	case WholeDay(was):
		q.Set("was", was.String())
	default:
		q.Del("moved")
		notice = s.T("calendar.moved.notice", "date", to.day)
	}
	shown := asked{view: q.Get("view"), day: to.day.First()}
	if open, err := time.Parse(time.DateOnly, q.Get("day")); err == nil {
		shown.day = open
	}
	if a, b := shown.span(); to.day.First().Before(a) || to.day.First().After(b) {
		q.Set("day", to.day.String())
	}
	return web.Redirect{To: "/calendar?" + q.Encode(), Notice: notice}
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
	if ref.IsZero() {
		return nil
	}
	begun, err := time.ParseInLocation(timed, was, s.Zone)
	before, other := edtf.Parse(was)
	byHour := err == nil
	if !byHour && (other != nil || before.Precision() != edtf.Day) {
		return nil
	}
	for _, e := range f.entries {
		if e.Of != ref || e.Move == "" || byHour && (e.Opens.IsZero() || e.Opens.Equal(begun)) || !byHour && e.When.Start() == before {
			continue
		}
		part := &movedPart{Href: s.Path(e.Path), Undo: ui.Form{Action: s.Path(e.Move), Once: ui.Once{Key: s.Key + "-undo"}, Submit: ui.Button{Text: s.T("calendar.undo"), Icon: ui.IconUndo},
			Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(e.Version, 10)}, {Name: "from", Value: f.path()}}}}
		if byHour {
			part.Text = s.T("calendar.moved", "name", e.Words(), "was", s.Instant(begun), "now", s.Instant(e.Opens.In(s.Zone)))
			part.Undo.Hidden = append(part.Undo.Hidden, ui.Hidden{Name: "day", Value: begun.Format(time.DateOnly)}, ui.Hidden{Name: "opens", Value: begun.Format(daytime.Form)})
		} else {
			part.Text = s.T("calendar.moved", "name", e.Words(), "was", before, "now", e.When.Start())
			part.Undo.Hidden = append(part.Undo.Hidden, ui.Hidden{Name: "day", Value: was})
		}
		return part
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
