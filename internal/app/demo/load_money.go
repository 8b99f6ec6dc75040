package demo

import (
	"context"
	"fmt"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/debrief"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/gift"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// visits makes a made-up visit that is over, with its estimate, a gift and a report
// that is due. Rates are those of a published reckoning
// (Novgorod, 2005); what they are for here, and everything else, is made up.
func visits(ctx context.Context, desks Desks, city string, today time.Time) error {
	day := func(n int) edtf.Date { return edtf.On(today.AddDate(0, 0, n)) }
	over := activity.Activity{Type: "visit_in", Name: Example("приём делегации партнёра", "a delegation of the partner is received"), Status: activity.Held, Starts: day(-2), Ends: day(-1), Partners: []string{city}}
	over.Visibility = record.Department
	visit, err := desks.Activities.Add(ctx, over)
	if err != nil {
		return err
	}
	norms, err := rates(ctx, desks)
	if err != nil {
		return err
	}
	year := fmt.Sprint(today.AddDate(0, 0, -2).Year())
	for _, l := range []estimate.Limit{
		{Type: estimate.Count, Year: year, Value: "30", Firm: true}, {Type: estimate.Guest, Year: year, Value: "5000", Currency: "RUB"},
	} {
		l.Act = estimate.Act{Title: "Пример: как в Уфе, по сообщению печати", URL: "https://www.kommersant.ru/amp/4799212"}
		if _, err := desks.Estimates.AddLimit(ctx, l); err != nil {
			return err
		}
	}
	made, err := desks.Estimates.Add(ctx, estimate.Estimate{Activity: visit, Year: year, People: "28", Days: "2", Note: "Пример: смета придумана для демонстрации."})
	if err != nil {
		return err
	}
	for _, l := range []estimate.Line{
		{Norm: norms[0], People: "28", Days: "2", Source: estimate.Own, Fact: "26 320"},
		{Norm: norms[1], People: "19", Source: estimate.Own, Fact: "4 100"},
		{Norm: norms[2], People: "19", Source: estimate.Sponsor},
		{Item: "transport", Title: Example("дорога делегации", "travel of the delegation"), Sum: "900", Currency: "EUR", Source: estimate.Partner},
	} {
		l.Estimate = made
		if _, err := desks.Estimates.AddLine(ctx, l); err != nil {
			return fmt.Errorf("estimate: %w", err)
		}
	}
	return left(ctx, desks, city, visit, day(-1))
}

// rates are the norms of the demonstration.
func rates(ctx context.Context, desks Desks) ([]string, error) {
	var ids []string
	for _, n := range []estimate.Norm{
		{Item: "meals", Rank: "member", Per: estimate.PerDay, Rate: "470"}, {Item: "gifts", Per: estimate.PerPerson, Rate: "230"}, {Item: "hall", Per: estimate.PerPerson, Rate: "125"},
	} {
		n.Currency, n.Note = "RUB", "Ставка взята из опубликованного расчёта 2005 года; на что она здесь идёт, придумано для демонстрации."
		n.Act = estimate.Act{Title: "Пример: распоряжение, Новгород, 2005", URL: "http://novgorod-gov.ru/doc/43375"}
		id, err := desks.Estimates.AddNorm(ctx, n)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// left is what the visit left: gifts both ways, and a report that is begun.
func left(ctx context.Context, desks Desks, city, visit string, on edtf.Date) error {
	note := Text(T{"ru": "Запись придумана для демонстрации.", "en": "This entry is made up for the demonstration."})
	for _, g := range []gift.Gift{
		{Side: gift.Received, Title: Example("керамическое блюдо", "a ceramic plate"), Worth: gift.Unknown, Official: true, Kept: "Пример: зал городов-побратимов"},
		{Side: gift.Given, Title: Example("альбом о городе", "a book about the city"), Worth: gift.Known, Value: "1 500", Currency: "RUB"},
		{Side: gift.Received, Title: Example("рисунок школьников", "a drawing by pupils"), Worth: gift.None},
	} {
		g.Partner, g.Activity, g.On, g.Note = city, visit, on, note
		if _, err := desks.Gifts.Add(ctx, g); err != nil {
			return fmt.Errorf("gift: %w", err)
		}
	}
	_, err := desks.Debriefs.Add(ctx, debrief.Debrief{Activity: visit, Purpose: "Пример: обмен опытом", Agreed: []string{"Пример: прислать каталог выставки", "Пример: назвать школу для обмена"}})
	return err
}
