package programme

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// releasePage is what the template release shows: a release that was made, or
// what one made now would be.
type releasePage struct {
	Lead     string
	Reason   string
	Changes  []string
	First    string
	Warnings []string
	Form     *ui.Form
	Days     []guestDay
	Papers   []ui.Link
	Shut     *ui.Notice // why some papers may not leave the office yet
	Held     []ui.Link  // these
}

// changeWords says a change in a language.
func changeWords(p *i18n.Printer, c Change) string {
	e := c.Entry
	head := []any{"day", shortDay(p, e.Day), "hours", e.hours(), "what", e.What.In(p.Lang).Value}
	if c.Kind != "changed" {
		return p.T("programme.change."+c.Kind, head...)
	}
	var parts []string
	for _, f := range c.Fields {
		before, after := f.Before.In(p.Lang).Value, f.After.In(p.Lang).Value
		if f.Name == "day" {
			before, after = shortDay(p, before), shortDay(p, after)
		}
		if before == "" {
			before = p.T("programme.change.nothing")
		}
		if after == "" {
			after = p.T("programme.change.nothing")
		}
		parts = append(parts, p.T("programme.change.field", "name", p.T("programme."+f.Name), "before", before, "after", after))
	}
	return p.T("programme.change.changed", append(head, "fields", p.Join(parts))...)
}

func (s *Service) releaseForm(r *http.Request) (web.Reply, error) {
	return s.showRelease(r, nil)
}

func (s *Service) showRelease(r *http.Request, failed error) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	p, err := s.Programme(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	draft, err := s.draft(ctx, p)
	if err != nil {
		return nil, err
	}
	before, err := s.Releases(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	data := s.releaseData(sc, draft, before)
	title := sc.T("programme.release")
	data.Form = &ui.Form{Action: sc.Path(at(p.ID, "/release")), Once: sc.Once(), Hidden: version(p), Submit: ui.Button{Text: sc.T("programme.release.do"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: sc.T("form.cancel"), Href: sc.Path(at(p.ID, ""))}}
	if len(data.Warnings) > 0 {
		data.Form.Fields = []ui.Field{{Kind: ui.FieldText, Name: "reason", Label: sc.T("programme.release.why"), Hint: sc.T("programme.release.why.hint"), Value: r.PostFormValue("reason")}}
	}
	page := web.Page{Template: "programme/release", Title: title, Data: data, Crumbs: crumbs(sc, p.Visit)}
	if failed != nil {
		status, ok := sc.Mark(data.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

func crumbs(sc *web.Scene, v Visit) []web.Crumb {
	return []web.Crumb{{Text: sc.T("programme.title", "visit", v.Name.In(sc.Lang).Value), Path: at(v.ID, "")}}
}

// releaseData shows a release beside the one before it.
func (s *Service) releaseData(sc *web.Scene, x Release, before []Release) *releasePage {
	data := &releasePage{Reason: x.Reason, Days: guestDays(sc, x, "", false)}
	if len(before) == 0 {
		data.First = sc.T("programme.release.first")
	} else {
		for _, c := range changes(before[0].Entries, x.Entries) {
			data.Changes = append(data.Changes, changeWords(sc.Printer, c))
		}
	}
	for _, w := range x.Warnings {
		data.Warnings = append(data.Warnings, w.Text.In(sc.Lang).Value)
	}
	return data
}

func (s *Service) publish(r *http.Request) (web.Reply, error) {
	in := form.Read(r.PostForm)
	x, err := s.Publish(r.Context(), r.PathValue("id"), in.Int("version"), in.Typed("reason"))
	if err != nil {
		return s.showRelease(r, err)
	}
	return web.Redirect{To: at(r.PathValue("id"), "/releases/"+strconv.FormatInt(x.Number, 10)), Notice: web.SceneOf(r).T("programme.released", "number", x.Number)}, nil
}

// release shows one that was made, with its papers.
func (s *Service) release(r *http.Request) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	visit, err := s.deps.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	all, err := s.Releases(ctx, visit.ID)
	if err != nil {
		return nil, err
	}
	number, _ := strconv.ParseInt(r.PathValue("number"), 10, 64)
	x, ok := byNumber(all, number)
	if !ok {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	var before []Release
	if old, ok := byNumber(all, number-1); ok {
		before = []Release{old}
	}
	data := s.releaseData(sc, x, before)
	data.Lead = x.when(sc)
	members, err := s.deps.Members(ctx, visit.ID)
	if err != nil {
		return nil, err
	}
	if data.Papers, data.Held, data.Shut, err = s.papersOf(ctx, sc, visit.ID, x, members); err != nil {
		return nil, err
	}
	title := sc.T("programme.release.of", "number", x.Number, "visit", x.Visit.In(sc.Lang).Value)
	return web.Page{Template: "programme/release", Title: title, Data: data, Crumbs: crumbs(sc, visit)}, nil
}

// guestDay is a day of a release as a page shows it.
type guestDay struct {
	Title string
	Rows  []guestRow
}

// guestRow is one entry of a release.
type guestRow struct {
	Time    string
	What    ui.Value
	Place   ui.Value
	Address string // in Russian, whatever the page's language is
	Who     string
	Dress   string
	Inner   []string // for the office alone
	Shared  bool
}

// guestDays are the days of a release. Words are shown in the language preferred,
// where they are there in it, else in that of the page.
func guestDays(sc *web.Scene, x Release, prefer string, forGuests bool) []guestDay {
	var days []guestDay
	day := ""
	for _, e := range x.Entries {
		if e.Day != day {
			day = e.Day
			days = append(days, guestDay{Title: dayWords(sc, day)})
		}
		last := &days[len(days)-1]
		last.Rows = append(last.Rows, rowOf(sc, e, prefer, forGuests))
	}
	return days
}

// said is a text in the language preferred, else as the page says it.
func said(sc *web.Scene, t i18n.Text, prefer string) ui.Value {
	if words := t.Get(prefer); prefer != "" && words != "" {
		return ui.Value{Text: words, Lang: prefer}
	}
	return keep.Said(sc, t)
}

func rowOf(sc *web.Scene, e Entry, prefer string, forGuests bool) guestRow {
	row := guestRow{Time: e.hours(), What: said(sc, e.What, prefer), Place: said(sc, e.Place, prefer), Address: e.Address, Who: e.Who, Shared: e.Shared}
	if e.Dress != "" {
		row.Dress = sc.T("programme.dress") + ": " + e.Dress
	}
	if !forGuests {
		for _, text := range []string{e.PostName.In(sc.Lang).Value, e.Interpreted, e.HallName, e.CarName, e.Remark} {
			if text != "" {
				row.Inner = append(row.Inner, text)
			}
		}
	}
	return row
}
