package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"pobratim/internal/domain/membership"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// networkExample is a membership of the demonstration with its dues and votes.
type networkExample struct {
	membership.Membership
	dues    []membership.Dues
	ballots []membership.Ballot
}

// Example marks what is made up for the demonstration.
func Example(ru, en string) i18n.Text {
	return Text(T{"ru": "Пример: " + ru, "en": "Example: " + en})
}

// Networks adds memberships around the present day. The field records count the
// unions that a city belongs to and name none of them, so all of these are made
// up and marked as examples. Post is that of the delegate.
func Networks(ctx context.Context, to *membership.Service, post string, today time.Time) error {
	for _, n := range networkExamples(post, today) {
		n.Note = Text(T{
			"ru": "Запись придумана для демонстрации: такого объединения нет.",
			"en": "This entry is made up for the demonstration: there is no such network.",
		})
		id, err := to.Add(ctx, n.Membership)
		if err != nil {
			return fmt.Errorf("%s: %w", n.Name.Get("en"), err)
		}
		for _, d := range n.dues {
			d.Membership = id
			if _, err := to.AddDues(ctx, d); err != nil {
				return fmt.Errorf("%s, %s: %w", n.Name.Get("en"), d.Year, err)
			}
		}
		for _, b := range n.ballots {
			b.Membership = id
			if _, err := to.AddBallot(ctx, b); err != nil {
				return fmt.Errorf("%s: %w", b.Question.Get("en"), err)
			}
		}
	}
	return nil
}

func networkExamples(post string, today time.Time) []networkExample {
	day := func(n int) edtf.Date { return edtf.On(today.AddDate(0, 0, n)) }
	year := func(n int) string { return strconv.Itoa(today.Year() + n) }
	rivers := membership.Membership{Name: Example("союз городов на больших реках", "union of cities on great rivers"), Type: "full", Since: edtf.OfYear(2009), Post: post,
		Offices: Example("член комитета по молодёжным обменам", "member of the committee on youth exchange"), Report: day(25), Assembly: day(12), Nominations: day(40)}
	rivers.Visibility = record.Public
	return []networkExample{
		{Membership: rivers, dues: []membership.Dues{
			{Year: year(-1), Amount: "60000", Currency: "RUB", Due: day(-300), Paid: day(-310), Document: "платёжное поручение № 1 (пример)"},
			{Year: year(0), Amount: "60000", Currency: "RUB", Due: day(20)},
		}, ballots: []membership.Ballot{
			{Question: Example("избрать президента союза", "elect the president of the union"), Meeting: Example("общее собрание", "general assembly"), Held: day(12)},
			{Question: Example("принять бюджет на год", "adopt the budget of the year"), Meeting: Example("общее собрание", "general assembly"), Held: day(-350), Position: "for", Outcome: "adopted"},
		}},
		{Membership: membership.Membership{Name: Example("сеть городов с деревянной застройкой", "network of cities of timber houses"), Type: "associate", Until: day(60)},
			dues:    []membership.Dues{{Year: year(0), Amount: "1200", Currency: "EUR", Due: day(-10)}},
			ballots: []membership.Ballot{{Question: Example("поднять взнос", "raise the dues"), Held: day(-120), Position: "abstained", Outcome: "postponed"}}},
		{Membership: membership.Membership{Name: Example("ассоциация городских архивов", "association of city archives"), Type: "observer"}},
	}
}
