package programme

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/ics"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/link"
)

// The guest's page (G2): where do I have to be now? It shows the newest release
// and nothing else. What was seen last stands in the address, not in a cookie: the
// page names the release that it shows in the address to keep.

// guestPage is what the template guest shows.
type guestPage struct {
	Lead    string
	Now     []guestRow
	NowText string
	Next    *guestRow
	NextDay string
	Changed []string
	Since   string
	Seen    *ui.Link
	Escort  *ui.Value
	Days    []guestDay
	Take    []ui.Link
	Version string
}

func (s *Service) guestPage(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	_, all, err := s.forGuest(r.Context())
	if err != nil {
		return nil, err
	}
	x, prefer := all[0], ""
	if mine := link.From(r.Context()).Lang; !sc.URL.Query().Has("lang") && !slices.Contains(s.deps.Langs, mine) {
		prefer = mine
	}
	data := guestPage{Days: guestDays(sc, x, prefer, true), Version: sc.T("programme.guest.version", "number", x.Number, "when", x.day(sc))}
	current, next := x.standing(sc.Now)
	for _, e := range current {
		data.Now = append(data.Now, rowOf(sc, e, prefer, true))
	}
	if next != nil {
		row := rowOf(sc, *next, prefer, true)
		data.Next, data.NextDay = &row, dayWords(sc, next.Day)
	}
	if len(current) == 0 && next == nil {
		data.NowText = sc.T("programme.guest.over")
	}
	if x.Escort != "" || x.Phone != "" {
		digits := strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' || c == '+' {
				return c
			}
			return -1
		}, x.Phone)
		v := ui.Value{Text: strings.TrimSpace(x.Escort + " " + x.Phone)}
		if digits != "" {
			v.Href = "tel:" + digits
		}
		data.Escort = &v
	}
	seen, _ := strconv.ParseInt(r.URL.Query().Get("seen"), 10, 64)
	if old, ok := byNumber(all, seen); ok && seen < x.Number {
		data.Since = sc.T("programme.guest.since", "number", seen)
		for _, c := range forGuests(changes(old.Entries, x.Entries)) {
			data.Changed = append(data.Changed, changeWords(sc.Printer, c))
		}
	}
	if seen != x.Number {
		data.Seen = &ui.Link{Text: sc.T("programme.guest.seen"), Href: sc.Here("seen", strconv.FormatInt(x.Number, 10))}
	}
	data.Take = []ui.Link{{Text: sc.T("programme.guest.calendar"), Href: sc.Path("/programme.ics"), Icon: ui.IconCalendar, Download: true}, {Text: sc.T("programme.guest.pdf"), Href: sc.Path("/programme.pdf"), Icon: ui.IconDownload, Download: true}}
	return web.Page{Template: "programme/guest", Title: x.Visit.In(sc.Lang).Value, Data: &data}, nil
}

// day is when the release was made, as guests are told.
func (x Release) day(sc *web.Scene) string {
	made, err := time.Parse(time.RFC3339, x.At)
	if err != nil {
		return ""
	}
	return sc.Instant(sc.Local(made))
}

// guestCalendar is the newest release as a calendar.
func (s *Service) guestCalendar(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	activity, all, err := s.forGuest(r.Context())
	if err != nil {
		return nil, err
	}
	return web.File{Name: "programme.ics", Type: "text/calendar; charset=utf-8", Body: s.calendar(sc, activity, all[0])}, nil
}

func (s *Service) calendar(sc *web.Scene, activity string, x Release) []byte {
	made, _ := time.Parse(time.RFC3339, x.At)
	zone := s.deps.Zone()
	c := ics.Calendar{Product: "-//Pobratim//Programme//EN", Name: x.Visit.In(sc.Lang).Value, Zone: zone.String()}
	for _, e := range x.Entries {
		day, err := time.Parse(time.DateOnly, e.Day)
		if err != nil {
			continue
		}
		from, until := e.span()
		starts := daytime.At(day, e.Starts, zone)
		event := ics.Event{UID: e.ID + "@" + s.deps.Slug + ".pobratim", Sequence: x.Number, Revised: made, Summary: e.What.In(sc.Lang).Value, Starts: starts, Status: ics.Confirmed,
			Description: strings.Join(nonEmpty(e.Place.In(sc.Lang).Value, e.Address, e.Dress), "\n")}
		if e.Ends != "" {
			event.Ends = daytime.At(day.AddDate(0, 0, (minutes(e.Starts)+until-from)/(24*60)), e.Ends, zone)
		}
		c.Events = append(c.Events, event)
	}
	return c.Bytes()
}

func nonEmpty(texts ...string) []string {
	var all []string
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

// guestPDF is the newest release on paper.
func (s *Service) guestPDF(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	_, all, err := s.forGuest(r.Context())
	if err != nil {
		return nil, err
	}
	return s.file(r.Context(), sc.Lang, all[0], nil, "guest", "pdf")
}

// shortDay is a day with its month.
func shortDay(p *i18n.Printer, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return p.DayMonth(t)
}

// officePaper is a paper of a release.
func (s *Service) officePaper(r *http.Request) (web.Reply, error) {
	kind, format, ok := strings.Cut(r.PathValue("file"), ".")
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if !ok || err != nil {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	all, err := s.Releases(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	x, found := byNumber(all, number)
	if !found {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	members, err := s.deps.Members(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if r.FormValue("for") != Office {
		if _, err := s.passed(r.Context(), r.PathValue("id"), kind, x, members); err != nil {
			return nil, err
		}
	}
	return s.file(r.Context(), web.SceneOf(r).Lang, x, members, kind, format)
}
