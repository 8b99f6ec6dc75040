package task

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

const (
	cardsLimit  = 100
	othersAhead = 30 // days before its day from which a promise of the partner is waited for
	manyCards   = 5  // more of a kind are told of as a number
	agendaPage  = 1000
)

// cards are what Today should know: what is in the viewer's hands and is
// overdue, due, or to be reminded of; what partners have promised; and for the
// head what is long overdue and what is in nobody's hands.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) < account.All {
		return nil, nil
	}
	d, err := s.deal(ctx, scene)
	if err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context) error{d.mine, d.theirs, d.undated} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	if account.From(ctx).Has(account.Head) {
		for _, part := range []func(context.Context) error{d.escalated, d.ownerless} {
			if err := part(ctx); err != nil {
				return nil, err
			}
		}
	}
	return d.cards, nil
}

// dealer makes the cards of one page.
type dealer struct {
	s     *Service
	scene *web.Scene
	crew  *crew
	own   *Hands
	rules Rules
	now   time.Time
	names map[string]string // of the partners
	cards []module.Card
}

func (s *Service) deal(ctx context.Context, scene *web.Scene) (*dealer, error) {
	d := &dealer{s: s, scene: scene, now: s.deps.Clock()}
	var err error
	if d.crew, err = s.crew(ctx, scene); err != nil {
		return nil, err
	}
	if d.rules, err = s.Rules(ctx); err != nil {
		return nil, err
	}
	partners, err := s.partnerNames(ctx, scene)
	d.own, d.names = d.crew.own(), ui.Labels(partners)
	return d, err
}

// day is the day n days from now, as lists are ordered by it.
func (d *dealer) day(n int) string { return edtf.On(d.now.AddDate(0, 0, n)).Sort() }

// card is a row about a task.
func (d *dealer) card(band module.Band, words string, t Task) module.Card {
	return module.Card{Band: band, When: t.Due, Due: dueWords(d.scene.Printer, t.Due, d.now), Text: d.scene.T(words, "title", t.Title), Note: d.names[t.Partner], Path: "/tasks/" + t.ID}
}

// mine are the tasks and promises in the viewer's hands. What has to wait for
// something else is left out until it is overdue.
func (d *dealer) mine(ctx context.Context) error {
	ahead := 1
	if len(d.rules.Ahead) > 0 {
		ahead = max(ahead, d.rules.Ahead[0])
	}
	rows, err := d.s.Tasks(ctx, Filter{Hands: d.own, Until: d.day(ahead), Limit: cardsLimit})
	if err != nil {
		return err
	}
	held, err := d.s.waiting(ctx, rows)
	if err != nil {
		return err
	}
	for _, t := range rows {
		left := -daysFrom(t.Due.Last(), d.now)
		card := d.card(module.TodayTomorrow, "task.card."+t.Type, t)
		switch {
		case t.Type == Theirs || held[t.ID] && left >= 0:
			continue
		case left < 0:
			card.Band = module.Burning
		case left > 1 && !slices.Contains(d.rules.Ahead, left):
			continue
		}
		card.Act = &module.Act{Text: d.scene.T("task.finish." + t.Type), Path: "/tasks/" + t.ID + "/finish", Post: true, Version: t.Version}
		d.cards = append(d.cards, card)
	}
	return nil
}

// waiting tells which tasks have something before them that is open.
func (s *Service) waiting(ctx context.Context, rows []Task) (map[string]bool, error) {
	var first []string
	for _, t := range rows {
		if t.After != "" {
			first = append(first, t.After)
		}
	}
	held := map[string]bool{}
	if len(first) == 0 {
		return held, nil
	}
	before, err := many(ctx, s.DB, first)
	for _, b := range before {
		for _, t := range rows {
			if t.After == b.ID && !b.Closed() && !b.Binned {
				held[t.ID] = true
			}
		}
	}
	return held, err
}

// theirs are the partner's promises that the viewer follows.
func (d *dealer) theirs(ctx context.Context) error {
	rows, err := d.s.Tasks(ctx, Filter{Type: Theirs, Hands: d.own, Until: d.day(othersAhead), Limit: cardsLimit})
	for _, t := range rows {
		card := d.card(module.WaitingForOthers, "task.card.theirs", t)
		if !t.Reminded.IsZero() {
			card.Note = join(card.Note, d.scene.T("task.reminded.last", "date", t.Reminded))
		}
		card.Act = &module.Act{Text: d.scene.T("task.remind"), Path: "/tasks/" + t.ID + "/remind"}
		d.cards = append(d.cards, card)
	}
	return err
}

// undated says how many tasks in the viewer's hands have no day.
func (d *dealer) undated(ctx context.Context) error {
	all, err := d.s.Count(ctx, Filter{Hands: d.own}, keep.CountBound)
	if err != nil {
		return err
	}
	dated, err := d.s.Count(ctx, Filter{Hands: d.own, Until: "9999-12-30"}, keep.CountBound)
	if n := all - dated; err == nil && n > 0 {
		d.cards = append(d.cards, module.Card{Band: module.WaitingForMe, Text: d.scene.N("task.card.undated", n), Path: "/tasks"})
	}
	return err
}

// escalated is what is overdue for so long that the head is told.
func (d *dealer) escalated(ctx context.Context) error {
	rows, err := d.s.Tasks(ctx, Filter{Until: d.day(-max(d.rules.Escalate, 1)), Limit: cardsLimit})
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(t Task) bool {
		_, held := d.crew.who(d.scene, t)
		return !held || d.own.holds(t) // what nobody has is told of as such
	})
	for i, t := range rows {
		if i == manyCards {
			d.cards = append(d.cards, module.Card{Band: module.Burning, Text: d.scene.N("task.card.more", len(rows)-manyCards), Path: "/tasks?whose=all"})
			break
		}
		who, _ := d.crew.who(d.scene, t)
		card := d.card(module.Burning, "task.card.escalated", t)
		card.Note = join(card.Note, who)
		d.cards = append(d.cards, card)
	}
	return nil
}

// ownerless is what is in nobody's hands.
func (d *dealer) ownerless(ctx context.Context) error {
	rows, err := d.s.Tasks(ctx, Filter{Hands: d.crew.nobody(), Limit: keep.CountBound})
	if err != nil {
		return err
	}
	if len(rows) > manyCards {
		d.cards = append(d.cards, module.Card{Band: module.WaitingForMe, Text: d.scene.N("task.card.nobody", len(rows)), Path: "/tasks?whose=nobody"})
		return nil
	}
	for _, t := range rows {
		card := d.card(module.WaitingForMe, "task.card.assign", t)
		card.Path += "/edit"
		d.cards = append(d.cards, card)
	}
	return nil
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " · " + b
}

// agenda are the days by which something is due. What is in other hands, or
// waits for something else, asks nothing of the viewer unless it is a promise.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, s.tasks.ViewNeed()) == account.None {
		return nil, nil
	}
	d, err := s.deal(ctx, scene)
	if err != nil {
		return nil, err
	}
	var entries []module.Entry
	// What is due in the year stands in the register by the last day of it.
	f := Filter{From: edtf.On(from.First()).Sort(), Until: dueSort(edtf.OfYear(until.Last().Year())), Limit: agendaPage}
	for {
		rows, err := s.Tasks(ctx, f)
		if err != nil {
			return nil, err
		}
		waits, err := s.waiting(ctx, rows)
		if err != nil {
			return nil, err
		}
		for _, t := range rows {
			if !t.Due.First().After(until.Last()) {
				entries = append(entries, d.entry(ctx, t, waits[t.ID]))
			}
		}
		if len(rows) < agendaPage {
			return entries, nil
		}
		f.After = rows[len(rows)-1].Key()
	}
}

// entry is a task in the calendar.
func (d *dealer) entry(ctx context.Context, t Task, waits bool) module.Entry {
	e := module.Entry{
		Of: t.Ref(), Name: "due", Layer: module.Deadlines, Version: t.Version, When: t.Due, Text: d.scene.T("task.card."+t.Type, "title", t.Title), Note: d.names[t.Partner], Path: "/tasks/" + t.ID,
		Aside: !t.Promise() && (waits || !d.own.holds(t)),
	}
	if t.Type == Duty {
		e.Title = t.Title.In(d.scene.Lang).Value
	}
	if t.movable() && d.s.tasks.Can(ctx, module.Edit, &t) {
		e.Move = e.Path + "/move"
	}
	if t.Partner != "" {
		e.Partners = []string{t.Partner}
	}
	return e
}
