package demo

import (
	"context"
	"fmt"
	"strconv"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/goal"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// goals are those of the sources, and below them two tasks that are made up, so
// that the tree has something in it.
func (l *loader) goals(ctx context.Context) error {
	under := ""
	for _, g := range l.from.Goals {
		rec := goal.Goal{Name: Text(g.Name), Aim: g.Aim}
		rec.Visibility = record.Administration
		id, err := l.desks.Goals.Add(ctx, rec, l.cite("name", g.Sources, false)...)
		if err != nil {
			return fmt.Errorf("%s: %w", g.ID, err)
		}
		if g.Aim == "self_realisation" {
			under = id
		}
	}
	return l.exampleGoals(ctx, under)
}

// exampleGoals ties what was done for young people to a task that nobody has
// set, and leaves another one without anything.
func (l *loader) exampleGoals(ctx context.Context, under string) error {
	young, err := l.desks.Activities.List(ctx, activity.Filter{Theme: "youth", Limit: 20})
	if err != nil {
		return err
	}
	cities, err := l.desks.Partners.Partners(ctx, partner.Filter{})
	if err != nil {
		return err
	}
	exchange := goal.Goal{Name: Example("молодёжные обмены с каждым городом-побратимом", "youth exchange with every sister city"), Parent: under, Period: edtf.OfYear(2027)}
	for _, a := range young {
		exchange.Ties = append(exchange.Ties, a.Ref().String())
	}
	for _, p := range cities[:min(len(cities), 3)] {
		exchange.Ties = append(exchange.Ties, partner.Kind+":"+p.ID)
	}
	museums := goal.Goal{Name: Example("совместные выставки музеев", "joint exhibitions of museums"), Parent: under, Period: edtf.OfYear(2027)}
	for i, g := range []goal.Goal{exchange, museums} {
		g.Text = Text(T{
			"ru": "Запись придумана для демонстрации: такой цели город не ставил.",
			"en": "This entry is made up for the demonstration: the city has not set this goal.",
		})
		g.Visibility = record.Administration
		if _, err := l.desks.Goals.Add(ctx, g); err != nil {
			return fmt.Errorf("example %s: %w", strconv.Itoa(i+1), err)
		}
	}
	return nil
}
