package membership

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// When Today begins to ask.
const (
	prepareDays = 14 // before an assembly, or a vote without a position
	renewDays   = 90 // before the end of a term
	cardsLimit  = 100
)

// The days of a membership, as their words and entries are called.
const (
	dayDues        = "dues"
	dayReport      = "report"
	dayNominations = "nominations"
	dayAssembly    = "assembly"
	dayUntil       = "until"
	dayBallot      = "ballot"
)

// day is one dated thing that a membership asks for.
type day struct {
	name    string
	when    edtf.Date
	of      record.Ref
	version int64
	network i18n.Text
	what    any // the year of dues, the question of a ballot
	path    string
}

// late tells whether the day is over and what was due by it is not done. An
// assembly that has been held and a term that ended are not late.
func (d day) late(now time.Time) bool {
	return (d.name == dayDues || d.name == dayReport) && d.when.Before(edtf.On(now))
}

// over tells whether a day asks for nothing any more.
func (d day) over(now time.Time) bool { return d.when.Before(edtf.On(now)) && !d.late(now) }

// own are the days that stand in the membership itself.
func (m Membership) own() []day {
	var days []day
	for _, d := range []struct {
		name string
		when edtf.Date
	}{{dayReport, m.Report}, {dayNominations, m.Nominations}, {dayAssembly, m.Assembly}, {dayUntil, m.Until}} {
		if !d.when.IsZero() {
			days = append(days, day{name: d.name, when: d.when, of: m.Ref(), version: m.Version, network: m.Name, path: "/memberships/" + m.ID + "#fact-" + d.name})
		}
	}
	return days
}

// days are what memberships still ask for, by membership, the nearest first.
func (s *Service) days(ctx context.Context, rows []Membership) (map[string][]day, error) {
	now := s.deps.Clock()
	days := map[string][]day{}
	for _, m := range rows {
		if !m.Past(now) {
			days[m.ID] = m.own()
		}
	}
	if s.may(ctx, module.View, DuesKind) {
		open, err := s.Dues(ctx, DuesFilter{Unpaid: true, Limit: optionsLimit})
		if err != nil {
			return nil, err
		}
		for _, d := range open {
			if _, current := days[d.Membership]; current && !d.Due.IsZero() {
				days[d.Membership] = append(days[d.Membership], day{name: dayDues, when: d.Due, of: d.Ref(), version: d.Version, network: d.Of, what: d.Year, path: "/dues/" + d.ID})
			}
		}
	}
	if s.may(ctx, module.View, BallotKind) {
		open, err := s.Ballots(ctx, BallotFilter{Unsettled: true, Limit: optionsLimit})
		if err != nil {
			return nil, err
		}
		for _, b := range open {
			if _, current := days[b.Membership]; current && !b.Held.IsZero() {
				days[b.Membership] = append(days[b.Membership], day{name: dayBallot, when: b.Held, of: b.Ref(), version: b.Version, network: b.Of, what: b.Question, path: "/ballots/" + b.ID})
			}
		}
	}
	for id := range days {
		days[id] = slices.DeleteFunc(days[id], func(d day) bool { return d.over(now) })
		slices.SortStableFunc(days[id], byDay)
	}
	return days, nil
}

// current are all memberships whose term is not over.
func (s *Service) current(ctx context.Context) ([]Membership, error) {
	return s.Memberships(ctx, Filter{State: Current, Day: s.today(), Limit: optionsLimit})
}

// currentDays are these with the days that each has ahead or has missed.
func (s *Service) currentDays(ctx context.Context) (rows []Membership, days map[string][]day, err error) {
	if rows, err = s.current(ctx); err == nil && len(rows) > 0 {
		days, err = s.days(ctx, rows)
	}
	return rows, days, err
}

// cards are what Today should know, for those who may do something about it:
// what is late, what comes within days, and where nobody speaks for the city.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) < account.All {
		return nil, nil
	}
	rows, days, err := s.currentDays(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	held, err := s.deps.Held(ctx, s.deps.Clock())
	if err != nil {
		return nil, err
	}
	var cards []module.Card
	for _, m := range rows {
		if m.Unspoken(held) {
			cards = append(cards, module.Card{Band: module.WaitingForMe, Text: scene.T("membership.card.delegate", "network", m.Name), Path: "/memberships/" + m.ID + "#delegates",
				Act: &module.Act{Text: scene.T("membership.card.delegate.act"), Path: "/memberships/" + m.ID + "/field/post"}})
		}
		for _, d := range days[m.ID] {
			if card, ok := d.card(scene, s.deps.Clock()); ok && len(cards) < cardsLimit {
				cards = append(cards, card)
			}
		}
	}
	return cards, nil
}

// card is a row of Today; false while the agenda alone tells of the day.
func (d day) card(scene *web.Scene, now time.Time) (module.Card, bool) {
	card := module.Card{Band: module.WaitingForMe, When: d.when, Text: d.words(scene), Note: d.note(scene), Path: d.path}
	ahead := 0
	switch d.name {
	case dayDues:
		card.Act = &module.Act{Text: scene.T("dues.card.act"), Path: d.path + "/field/paid"}
	case dayReport:
		card.Act = &module.Act{Text: scene.T("membership.card.report.act"), Path: "/memberships/" + d.of.ID + "/field/report"}
	case dayUntil:
		ahead = renewDays
	case dayAssembly, dayNominations:
		ahead = prepareDays
	case dayBallot:
		ahead = prepareDays
		card.Act = &module.Act{Text: scene.T("ballot.card.act"), Path: d.path + "/field/position"}
	}
	last := edtf.On(now.AddDate(0, 0, ahead)).Last()
	switch {
	case d.late(now):
		card.Band = module.Burning
	case d.when.First().After(last):
		return card, false
	case !d.when.Last().After(edtf.On(now.AddDate(0, 0, 1)).Last()):
		card.Band = module.TodayTomorrow
	}
	return card, true
}

// words say what is to be done, as a card and the agenda do.
func (d day) words(scene *web.Scene) string {
	return scene.T("membership.card."+d.name, "network", d.network, "what", d.what)
}

// note names the network where the words do not.
func (d day) note(scene *web.Scene) string {
	if d.name == dayBallot {
		return d.network.In(scene.Lang).Value
	}
	return ""
}

// agenda are the days of memberships between two others.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if !s.may(ctx, module.View, Kind) {
		return nil, nil
	}
	rows, days, err := s.currentDays(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var entries []module.Entry
	for _, m := range rows {
		for _, d := range days[m.ID] {
			if last := d.when.Last(); last.Before(from.First()) || last.After(until.Last()) {
				continue
			}
			entries = append(entries, module.Entry{Of: d.of, Name: d.name, Layer: module.Deadlines, Version: d.version, When: d.when, Text: d.words(scene), Note: d.note(scene), Path: d.path})
		}
	}
	return entries, nil
}
