package calendar

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// How many lanes a month has for a day, and how many entries without a day stand
// above a table and in a list.
const (
	monthLanes = 4
	bandShort  = 8
	bandLong   = 500
)

// page is what the template calendar shows.
type page struct {
	View             string
	Heading, Under   string
	Prev, Next, Now  ui.Link
	Tabs             ui.Tabs
	New              *ui.LinkButton
	Create           string // where a click on an empty day leads; empty without the right
	LayersLabel      string
	Layers           []layerLink
	JumpLabel        string
	Jump             ui.Form
	JumpOpen         bool
	Notices          []ui.Notice
	Moved            *movedPart
	Bands            []band
	Month            *tablePage
	Week             *weekPage
	Year             []tablePage
	Days             []dayList
	Empty            *ui.Empty
	Whole            string
	Send             *ui.Form // carries what is moved by hand
	Keys, WeekColumn string
	Elsewhere        ui.Link
}

// layerLink switches a layer on or off.
type layerLink struct {
	Href, Text, Count, Do, Class string
	Icon                         ui.Icon
	On                           bool
}

// tablePage is a month as a table of weeks.
type tablePage struct {
	ID, Caption string
	Href        string // of the month, in a year
	Head        []dayName
	Weeks       []weekRow
}

// dayName is a column of a week.
type dayName struct{ Short, Long string }

// weekRow is one week of a month.
type weekRow struct {
	Number, Label, Href string
	Days                []cell
}

func (c *Service) calendar(r *http.Request) (web.Reply, error) {
	ctx, s := r.Context(), web.SceneOf(r)
	if _, err := c.deps.Gate.Require(ctx, Need()); err != nil {
		return nil, err
	}
	a, in := read(s)
	f, err := c.find(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if a.view == agendaView && len(split(f.entries).days) == 0 {
		if f, err = c.jumped(ctx, s, f); err != nil {
			return nil, err
		}
	}
	data := f.frame(s)
	data.Elsewhere = ui.Link{Text: s.T("calendar.elsewhere"), Href: s.Path(c.deps.Elsewhere)}
	c.offer(ctx, s, f, data)
	f.fill(s, data)
	data.Moved = f.moved(s)
	if !f.day.Equal(a.day) {
		data.Notices = append([]ui.Notice{{Tone: ui.ToneInfo, Title: s.T("calendar.jumped", "from", s.Day(a.day), "to", s.Day(f.day))}}, data.Notices...)
	}
	out := web.Page{Template: "calendar/calendar", Title: s.T("calendar.title") + ": " + data.Heading, Data: data}
	if err := in.Err(); err != nil {
		data.JumpOpen = true
		status, ok := s.Mark(&data.Jump, err)
		if !ok {
			return nil, err
		}
		out.Status = status
	}
	return out, nil
}

// jumped is the agenda from the next day that has something, when there is one.
func (c *Service) jumped(ctx context.Context, s *web.Scene, f *found) (*found, error) {
	day, ok, err := c.next(ctx, s, f.asked, f.until)
	if err != nil || !ok {
		return f, err
	}
	return c.find(ctx, s, f.at(day))
}

// frame is what stands around every view.
func (f *found) frame(s *web.Scene) *page {
	link := func(key string, a asked) ui.Link { return ui.Link{Text: s.T(key), Href: s.Path(a.path())} }
	p := &page{
		View: f.view, Heading: f.heading(s), Under: f.under(s), Prev: link("calendar.prev."+f.view, f.step(-1)), Next: link("calendar.next."+f.view, f.step(1)), Now: link("calendar.now", f.at(f.today)),
		Tabs: ui.Tabs{Label: s.T("calendar.views")}, LayersLabel: s.T("calendar.layers"), JumpLabel: s.T("calendar.jump"),
		Whole: s.T("calendar.whole"), WeekColumn: s.T("calendar.week.column"),
	}
	for _, v := range views() {
		p.Tabs.Items = append(p.Tabs.Items, ui.Link{Text: s.T("calendar.view." + v), Href: s.Path(f.in(v).path()), Current: v == f.view})
	}
	for _, l := range module.Layers() {
		one := layerLink{Href: s.Path(f.toggled(l).path()), Text: s.T("calendar.layer." + string(l)), Count: s.Number(int64(f.counts[l])), Do: s.T("calendar.layer.show"), Class: "cal-" + string(l), Icon: icons()[l], On: f.shows(l)}
		if one.On {
			one.Do = s.T("calendar.layer.hide")
		}
		p.Layers = append(p.Layers, one)
	}
	switch f.view {
	case monthView:
		p.Keys = s.T("calendar.keys")
	case weekView, dayView:
		p.Keys = s.T("calendar.keys.hours")
	}
	p.Jump = f.jump(s)
	p.JumpOpen = f.only != nil || f.place != nil
	p.Notices = f.notices(s)
	return p
}

// jump asks for a day, a partner and a second clock.
func (f *found) jump(s *web.Scene) ui.Form {
	typed := form.Read(s.URL.Query()).Typed("day")
	if typed == "" || typed == f.day.Format(time.DateOnly) {
		typed = s.Day(f.day)
	}
	partner := ui.Field{Kind: ui.FieldSelect, Name: "partner", Label: s.T("calendar.partner"), Empty: s.T("calendar.partner.all")}
	zone := ui.Field{Kind: ui.FieldSelect, Name: "zone", Label: s.T("calendar.zone"), Hint: s.T("calendar.zone.hint"), Empty: s.T("calendar.zone.none")}
	for _, p := range f.places {
		partner.Options = append(partner.Options, ui.Option{Value: p.ID, Label: p.Name, Selected: f.only != nil && p.ID == f.only.ID})
		if p.Zone != nil {
			zone.Options = append(zone.Options, ui.Option{Value: p.ID, Label: p.Name, Selected: f.place != nil && p.ID == f.place.ID})
		}
	}
	jump := ui.Form{
		Action: s.Path("/calendar"), Get: true, Submit: ui.Button{Text: s.T("calendar.show"), Icon: ui.IconSearch}, Hidden: []ui.Hidden{{Name: "view", Value: f.view}},
		Sets: []ui.Fieldset{{Legend: s.T("calendar.jump"), Row: true, Fields: []ui.Field{{Kind: ui.FieldDate, Name: "day", Label: s.T("calendar.day"), Value: typed, Width: ui.WidthMedium}, partner, zone}}},
	}
	if len(f.layers) < len(module.Layers()) {
		jump.Hidden = append(jump.Hidden, ui.Hidden{Name: "layers", Value: f.layerText()})
	}
	return jump
}

// notices are what one has to know of the whole page: who did not answer, which
// years of days off are not known, whose clocks change.
func (f *found) notices(s *web.Scene) []ui.Notice {
	var all []ui.Notice
	if len(f.lost) > 0 {
		var names []string
		for _, name := range f.lost {
			if key := name + ".list"; s.Has(key) {
				name = s.T(key)
			}
			names = append(names, name)
		}
		all = append(all, ui.Notice{Tone: ui.ToneWarn, Title: s.T("calendar.lost", "which", s.Join(slices.Compact(names)))})
	}
	if f.place != nil {
		for _, one := range shifts(s.Zone, f.place.Zone, f.from, f.until) {
			who := "calendar.shift.ours"
			if one.other {
				who = "calendar.shift.theirs"
			}
			all = append(all, ui.Notice{Tone: ui.ToneWarn, Title: s.T(who, "city", f.place.Name, "date", s.DayMonth(one.day)), Text: s.T("calendar.shift.text", "before", difference(s, one.before), "after", difference(s, one.after))})
		}
	}
	if len(f.unknown) > 0 {
		var years []string
		for _, y := range f.unknown {
			years = append(years, strconv.Itoa(y))
		}
		all = append(all, ui.Notice{Tone: ui.ToneInfo, Title: s.T("calendar.unknown", "years", s.Join(years)), Text: s.T("calendar.unknown.text")})
	}
	return all
}

// difference is how far a clock is ahead, as "+4:00".
func difference(s *web.Scene, minutes int) string {
	sign := "+"
	if minutes < 0 {
		sign, minutes = "−", -minutes
	}
	if minutes == 0 {
		return s.T("calendar.shift.none")
	}
	text := sign + strconv.Itoa(minutes/60)
	if minutes%60 != 0 {
		text += ":" + strconv.Itoa(minutes%60)
	}
	return s.T("calendar.shift.hours", "n", text)
}

// heading names what the page shows.
func (f *found) heading(s *web.Scene) string {
	switch f.view {
	case dayView:
		return s.Day(f.day)
	case yearView:
		return strconv.Itoa(f.day.Year())
	case monthView:
		return upper(s.MonthYear(f.day))
	}
	whole, err := edtf.Interval(edtf.On(f.from), edtf.On(f.until))
	if err != nil {
		return s.Day(f.day)
	}
	return s.Date(whole)
}

// under says what the heading does not: the number of a week, the day of a date.
func (f *found) under(s *web.Scene) string {
	year, week := f.from.ISOWeek()
	switch f.view {
	case weekView:
		return s.T("calendar.week.number", "n", week, "year", strconv.Itoa(year))
	case dayView:
		words := upper(s.Weekday(f.day.Weekday()))
		if f.rests(f.day) {
			words += " · " + s.T("calendar.rest")
		}
		return words
	}
	return ""
}

// offer is what the viewer may make and move.
func (c *Service) offer(ctx context.Context, s *web.Scene, f *found, p *page) {
	if c.deps.Gate.Scope(ctx, c.deps.NewNeed) > account.None {
		day := f.day
		if f.view != dayView && day.Before(f.from) {
			day = f.from
		}
		p.New = &ui.LinkButton{Text: s.T("calendar.new"), Href: s.Path(c.deps.New, "starts", day.Format(time.DateOnly), "partner", f.asked.partner), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
		p.Create = s.Path(c.deps.New, "partner", f.asked.partner)
	}
	if slices.ContainsFunc(f.entries, func(e module.Entry) bool { return e.Move != "" }) {
		p.Send = &ui.Form{Once: s.Once(), Hidden: []ui.Hidden{{Name: "from", Value: f.path()}}, Submit: ui.Button{Text: s.T("calendar.move")}}
	}
}

// fill lays the entries out for the view.
func (f *found) fill(s *web.Scene, p *page) {
	parts := split(f.entries)
	from, until, most := f.from, f.until, bandShort
	switch f.view {
	case monthView:
		from, until = f.day.AddDate(0, 0, 1-f.day.Day()), months(f.day, 1).AddDate(0, 0, -months(f.day, 1).Day())
		p.Month = f.monthPage(s, parts.days, f.day, monthLanes)
	case weekView:
		p.Week, _ = f.weekPage(s, parts.days)
	case yearView:
		most = bandLong
		for m := range 12 {
			p.Year = append(p.Year, f.smallMonth(s, parts.days, f.from.AddDate(0, m, 0)))
		}
	default:
		most = bandLong
		listed := parts.days
		if f.view == dayView {
			p.Week, listed = f.weekPage(s, parts.days)
		}
		if p.Days = f.dayLists(s, listed); len(listed) == 0 && p.Week != nil {
			p.Days = nil
		}
		if len(parts.days) == 0 {
			p.Empty = &ui.Empty{Title: s.T("calendar.empty"), Text: s.T("calendar.empty.text"), Action: p.New}
			p.Days = nil
		}
	}
	p.Bands = f.bands(s, parts, from, until, most)
}

// weekdays are the columns of a week.
func weekdays(s *web.Scene) []dayName {
	var all []dayName
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		all = append(all, dayName{s.ShortWeekday(day), s.Weekday(day)})
	}
	return all
}

// monthPage is the month of a day, in whole weeks.
func (f *found) monthPage(s *web.Scene, entries []module.Entry, day time.Time, lanes int) *tablePage {
	from, until := f.in(monthView).at(day).span()
	t := &tablePage{ID: "m-" + day.Format("2006-01"), Caption: upper(s.MonthYear(day)), Href: s.Path(f.in(monthView).at(day).path()), Head: weekdays(s)}
	for first := from; first.Before(until); first = first.AddDate(0, 0, 7) {
		_, n := first.ISOWeek()
		week := weekRow{Number: strconv.Itoa(n), Label: s.T("calendar.week.label", "n", n), Href: s.Path(f.in(weekView).at(first).path()), Days: f.cells(s, entries, first, 7, lanes)}
		for i := range week.Days {
			if first.AddDate(0, 0, i).Month() != day.Month() {
				week.Days[i].Class += " cal-outside"
			}
		}
		t.Weeks = append(t.Weeks, week)
	}
	return t
}

// smallMonth is a month of a year: its days with a dot for each layer that has
// something on them.
func (f *found) smallMonth(s *web.Scene, entries []module.Entry, first time.Time) tablePage {
	last := first.AddDate(0, 1, -1)
	counts := map[time.Time]int{}
	dots := map[time.Time][]module.Layer{}
	for _, e := range entries {
		for day := e.When.First(); !day.After(e.When.Last()) && !day.After(last); day = day.AddDate(0, 0, 1) {
			if day.Before(first) {
				continue
			}
			counts[day] += max(e.Count, 1)
			if !slices.Contains(dots[day], e.Layer) {
				dots[day] = append(dots[day], e.Layer)
			}
		}
	}
	t := f.monthPage(s, nil, first, 0)
	t.Caption = upper(s.Month(first.Month()))
	for w := range t.Weeks {
		for i := range t.Weeks[w].Days {
			c := &t.Weeks[w].Days[i]
			day, err := time.Parse(time.DateOnly, c.Date)
			if err != nil || day.Month() != first.Month() {
				*c = cell{Class: "cal-outside"}
				continue
			}
			c.ID = "y-" + c.Date
			if n := counts[day]; n > 0 {
				c.Count = s.N("calendar.entries", n)
				c.Dots = dots[day]
			}
		}
	}
	return *t
}

// upper begins a heading with a capital.
func upper(words string) string {
	first, n := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[n:]
}
