package between

import (
	"context"
	"time"

	"pobratim/internal/domain/plan"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// PlanExample makes a plan of the present year for the demonstration: what the
// records offer for it, and lines of which the words say that they are made up.
func PlanExample(ctx context.Context, plans *plan.Service, now time.Time, owners []string, organisation string, made func(ru, en string) i18n.Text) error {
	year := now.Year()
	id, err := plans.AddPlan(ctx, plan.Plan{Meta: visible(record.Administration), Year: edtf.OfYear(year).String(),
		Note: made("план придуман для демонстрации, городом он не утверждался", "this plan is made up for the demonstration and was never approved by the city")})
	if err != nil {
		return err
	}
	found, err := plans.Candidates(ctx, year, year)
	if err != nil {
		return err
	}
	var picks []string
	for _, c := range found {
		if c.Checked() {
			picks = append(picks, c.ID())
		}
	}
	if len(picks) > 0 {
		if _, err := plans.Take(ctx, id, picks); err != nil {
			return err
		}
	}
	for i, l := range []plan.Line{
		{Title: made("выставка детского рисунка", "an exhibition of children's drawings"), When: edtf.OfMonth(year, time.March), Type: "event", Money: plan.NoCost, Outcome: plan.Held, Audience: []string{"schools"}},
		{Title: made("приём делегации", "reception of a delegation"), When: edtf.OfDay(year, time.June, 12), Type: "visit_in", Money: plan.Known, Amount: "350000 RUB", Funder: made("бюджет города", "the city's budget")},
		{Title: made("обмен школьными группами", "an exchange of school groups"), When: edtf.OfMonth(year, time.October), Type: "exchange", Money: plan.Asked, Amount: "600000 RUB", Audience: []string{"schools", "youth"}},
		{Title: made("онлайн-встреча координаторов", "an online meeting of the coordinators"), When: edtf.OfMonth(year, time.December), Type: "meeting"},
	} {
		l.Plan, l.Meta = id, visible(record.Administration)
		if i < len(owners) {
			l.Owner = owners[i]
		}
		if _, err := plans.AddLine(ctx, l); err != nil {
			return err
		}
	}
	if organisation != "" {
		concert := plan.Proposal{Meta: visible(record.Participants), Plan: id, Organisation: organisation, When: edtf.OfMonth(year, time.November), Title: made("концерт во дворе", "a concert in a courtyard")}
		class := concert
		class.Title, class.When = made("мастер-класс ремёсел", "a crafts class"), edtf.OfMonth(year, time.December)
		if _, err := plans.Propose(ctx, concert); err != nil {
			return err
		}
		accepted, err := plans.Propose(ctx, class)
		if err != nil {
			return err
		}
		if err := plans.Answer(ctx, accepted, 1, true, ""); err != nil {
			return err
		}
	}
	return approved(ctx, plans, id, year, owners[0], made)
}

// approved brings the plan through its states in the name of the head, and
// changes it afterwards, so that there is something to compare.
func approved(ctx context.Context, plans *plan.Service, id string, year int, head string, made func(ru, en string) i18n.Text) error {
	if err := plans.Set(ctx, id, 1, plan.Review); err != nil {
		return err
	}
	user := account.With(ctx, account.Viewer{UserID: head, Name: "Начальник отдела", Roles: []account.Role{account.Head}})
	if err := plans.Approve(user, id, 2); err != nil {
		return err
	}
	_, err := plans.AddLine(ctx, plan.Line{Meta: visible(record.Administration), Plan: id, Title: made("встреча с переводчиками", "a meeting with interpreters"), When: edtf.OfMonth(year, time.November), Type: "meeting", Money: plan.NoCost})
	return err
}

func visible(v record.Visibility) keep.Meta { return keep.Meta{Visibility: v} }
