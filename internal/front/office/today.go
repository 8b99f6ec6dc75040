package office

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// How many days ahead Today looks: until when something is "soon", and how far
// for the nearest day when nothing is left to do.
const (
	soonUntil = 30
	farUntil  = 365
)

// asked is a subject that has something to say on Today.
type asked struct {
	name   string
	cards  []module.Cards
	agenda []module.Agenda
}

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
	for _, one := range f.asked {
		found, err := one.all(ctx, s)
		if err != nil {
			f.Log.Error("today", "subject", one.name, "error", err)
			failed = append(failed, subjectName(s, one.name))
		}
		for _, c := range found {
			bands[c.Band] = append(bands[c.Band], c)
		}
	}
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

// subjectName is what a subject is called in the navigation.
func subjectName(s *web.Scene, name string) string {
	if key := name + ".list"; s.Has(key) {
		return s.T(key)
	}
	return name
}

// all are a subject's cards, and its days of the next weeks as cards. What was
// found before an error comes with it.
func (a asked) all(ctx context.Context, s *web.Scene) ([]said, error) {
	var all []said
	for _, cards := range a.cards {
		found, err := cards(ctx, s)
		for _, c := range found {
			all = append(all, said{Card: c})
		}
		if err != nil {
			return all, err
		}
	}
	found, err := a.days(ctx, s, soonUntil)
	return append(all, found...), err
}

// days are a subject's entries from today on: those of today and tomorrow, and
// what is soon.
func (a asked) days(ctx context.Context, s *web.Scene, until int) ([]said, error) {
	today := s.Now.In(s.Zone)
	tomorrow := edtf.On(today.AddDate(0, 0, 1)).Last()
	var all []said
	for _, agenda := range a.agenda {
		entries, err := agenda(ctx, s, edtf.On(today), edtf.On(today.AddDate(0, 0, until)))
		for _, e := range entries {
			card := said{module.Card{Band: module.Soon, When: e.When, Text: e.Text, Note: e.Note, Path: e.Path}, true}
			if !e.When.Start().Last().After(tomorrow) {
				card.Band = module.TodayTomorrow
			}
			all = append(all, card)
		}
		if err != nil {
			return all, err
		}
	}
	return all, nil
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
		for _, one := range f.asked {
			days, err := one.days(ctx, s, farUntil)
			if err != nil {
				f.Log.Error("today", "subject", one.name, "error", err)
			}
			found = append(found, days...)
		}
	}
	if len(found) == 0 {
		return nil
	}
	first := slices.MinFunc(found, func(a, b said) int { return edtf.Compare(a.When, b.When) })
	row := rowOf(s, module.Card{When: first.When, Text: first.Text, Note: first.Note, Path: first.Path}, 0)
	row.When = strings.TrimSpace(s.T("office.today.nearest", "date", first.When))
	return &row
}
