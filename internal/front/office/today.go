package office

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// How many days ahead Today looks: until when something is "soon", and how far
// for the nearest day when nothing is left to do.
const (
	soonUntil = 30
	farUntil  = 365
)

// said is a card, or a day of a record shown like one.
type said struct {
	module.Card
	entry bool
}

// todayPage is what the template today shows.
type todayPage struct {
	Date   string
	Failed *ui.Notice // names the subjects that did not answer
	Done   string     // when nothing is left to do today
	Next   *todayCard // the nearest day, with Done
	Bands  []cardBand
}

// cardBand is one band of Today.
type cardBand struct {
	ID    string
	Title string
	Cards []todayCard
}

// todayCard is one row: verb and object, day, partner, and one thing to do.
type todayCard struct {
	When, Text, Note, Href string
	Open                   *ui.LinkButton
	Send                   *ui.Form
}

// today answers what is to be done now. A subject that fails is named, and the
// others are shown.
func (f *Frame) today(r *http.Request) (web.Reply, error) {
	s, ctx := web.SceneOf(r), r.Context()
	data := todayPage{Date: s.Day(s.Now)}
	var failed []string
	bands := map[module.Band][]said{}
	for _, m := range f.Modules {
		found, err := cardsOf(ctx, s, m)
		if err != nil {
			f.Log.Error("today", "subject", m.Name, "error", err)
			failed = append(failed, m.Name)
		}
		for _, c := range found {
			bands[c.Band] = append(bands[c.Band], said{Card: c})
		}
	}
	days, lost := f.days(ctx, s, soonUntil)
	for _, c := range days {
		bands[c.Band] = append(bands[c.Band], c)
	}
	failed = subjectNames(s, append(failed, lost...))
	if len(failed) > 0 {
		data.Failed = &ui.Notice{Tone: ui.ToneWarn, Title: s.T("office.today.failed", "which", s.Join(failed)), Links: []ui.Link{{Text: s.T("office.today.again"), Href: s.Path("/")}}}
	}
	once(bands)
	rows := 0
	for band := module.Burning; band <= module.Soon; band++ {
		if len(bands[band]) == 0 {
			continue
		}
		name := []string{"burning", "today", "for_me", "for_others", "soon"}[band]
		slices.SortStableFunc(bands[band], func(a, b said) int { return edtf.Compare(a.When, b.When) })
		shown := cardBand{ID: name, Title: s.T("office.band." + name)}
		for _, c := range bands[band] {
			rows++
			shown.Cards = append(shown.Cards, rowOf(s, c.Card, rows))
		}
		data.Bands = append(data.Bands, shown)
	}
	if quiet := len(data.Bands) == 0 || data.Bands[0].ID == "soon"; quiet && len(failed) == 0 {
		data.Done = s.T("office.today.done")
		data.Next = f.nearest(ctx, s, bands[module.Soon])
	}
	return web.Page{Template: "office/today", Title: s.T("office.nav.today"), Data: data}, nil
}

// subjectNames are what subjects are called in the navigation, each once.
func subjectNames(s *web.Scene, subjects []string) []string {
	var names []string
	for _, name := range subjects {
		if key := name + ".list"; s.Has(key) {
			name = s.T(key)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// cardsOf are a subject's cards. What was found before an error comes with it.
func cardsOf(ctx context.Context, s *web.Scene, m module.Module) ([]module.Card, error) {
	var all []module.Card
	for _, cards := range m.Cards {
		found, err := cards(ctx, s)
		all = append(all, found...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// days are the entries that begin from today on and are for everybody to know:
// those of today and tomorrow, and what is soon. Holidays, and what is known by
// its year alone, are for the calendar. lost are the subjects that did not answer.
func (f *Frame) days(ctx context.Context, s *web.Scene, ahead int) (days []said, lost []string) {
	now := s.Now.In(s.Zone)
	today, tomorrow := edtf.On(now), edtf.On(now.AddDate(0, 0, 1)).Last()
	entries, err := calendar.Collect(ctx, s, f.Modules, today, edtf.On(now.AddDate(0, 0, ahead)))
	if err != nil {
		f.Log.Error("today", "error", err)
		var unanswered *calendar.Unanswered
		if errors.As(err, &unanswered) {
			lost = unanswered.Subjects
		}
	}
	for _, e := range entries {
		start := e.When.Start()
		if e.Aside || e.Layer == module.Holidays || start.Precision() < edtf.Month || start.Before(today) {
			continue
		}
		card := said{module.Card{Band: module.Soon, When: e.When, Text: e.Text, Note: e.Note, Path: e.Path}, true}
		if !start.Last().After(tomorrow) {
			card.Band = module.TodayTomorrow
		}
		days = append(days, card)
	}
	return days, lost
}

// once leaves out the days of records that a card tells of.
func once(bands map[module.Band][]said) {
	told := map[string]bool{}
	for _, list := range bands {
		for _, c := range list {
			told[c.Path] = told[c.Path] || !c.entry
		}
	}
	for band, list := range bands {
		bands[band] = slices.DeleteFunc(list, func(c said) bool { return c.entry && told[c.Path] })
	}
}

// rowOf shows a card. Its number makes the key of its form.
func rowOf(s *web.Scene, c module.Card, n int) todayCard {
	row := todayCard{When: c.Due, Text: c.Text, Note: c.Note, Href: s.Path(c.Path)}
	if row.When == "" {
		row.When = s.Date(c.When)
	}
	switch {
	case c.Act == nil:
	case c.Act.Post:
		row.Send = &ui.Form{Action: s.Path(c.Act.Path), Once: ui.Once{Key: s.Key + "-" + strconv.Itoa(n)}, Submit: ui.Button{Text: c.Act.Text, Hidden: c.Text},
			Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(c.Act.Version, 10)}, {Name: "from", Value: "/"}}}
	default:
		row.Open = &ui.LinkButton{Text: c.Act.Text, Hidden: c.Text, Href: s.Path(c.Act.Path)}
	}
	return row
}

// nearest is the next day that anything has, within a year. A subject that does
// not answer has none.
func (f *Frame) nearest(ctx context.Context, s *web.Scene, soon []said) *todayCard {
	found := slices.DeleteFunc(slices.Clone(soon), func(c said) bool { return c.When.IsZero() })
	if len(found) == 0 {
		found, _ = f.days(ctx, s, farUntil)
	}
	if len(found) == 0 {
		return nil
	}
	first := slices.MinFunc(found, func(a, b said) int { return edtf.Compare(a.When, b.When) })
	row := rowOf(s, module.Card{When: first.When, Text: first.Text, Note: first.Note, Path: first.Path}, 0)
	row.When = strings.TrimSpace(s.T("office.today.nearest", "date", first.When))
	return &row
}
