package demo

import (
	"context"
	"fmt"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/rating"
	"pobratim/internal/domain/result"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

func (l *loader) series(ctx context.Context) error {
	for _, s := range l.from.Series {
		rec := activity.Series{Name: Text(s.Name)}
		rec.Visibility = record.Public
		id, err := l.desks.Activities.AddSeries(ctx, rec)
		if err != nil {
			return fmt.Errorf("%s: %w", s.ID, err)
		}
		l.ids["series:"+s.ID] = id
	}
	return nil
}

// activities are added with those first that others are part of.
func (l *loader) activities(ctx context.Context) error {
	todo := l.from.Activities
	for len(todo) > 0 {
		var later []Activity
		for _, a := range todo {
			if a.Parent != "" && l.ids["activity:"+a.Parent] == "" {
				later = append(later, a)
				continue
			}
			if err := l.activity(ctx, a); err != nil {
				return fmt.Errorf("%s: %w", a.Row, err)
			}
		}
		if len(later) == len(todo) {
			return fmt.Errorf("%s is part of something that is not in the file", later[0].ID)
		}
		todo = later
	}
	return nil
}

func (l *loader) activity(ctx context.Context, a Activity) error {
	rec := activity.Activity{
		Type: a.Kind, Name: Text(a.Name), Code: a.Code, Parent: l.ids["activity:"+a.Parent], Series: l.ids["series:"+a.Series], Status: a.Status,
		Place: Text(a.Place), Programme: Text(a.Programme), Summary: Text(a.Summary), Inferred: a.Inferred, Themes: a.Themes, Goals: a.Goals, Beneficiaries: a.Beneficiaries,
	}
	rec.Visibility = visibility(a.Visibility)
	for _, p := range a.Partnerships {
		rec.Partners = append(rec.Partners, l.ids["partnership:"+p])
	}
	var err error
	if rec.Starts, err = date(a.Starts); err != nil {
		return err
	}
	if rec.Ends, err = date(a.Ends); err != nil {
		return err
	}
	if a.When != "" {
		if rec.Starts, err = date(a.When); err != nil {
			return err
		}
	}
	id, err := l.desks.Activities.Add(ctx, rec, l.cite("name", a.Sources, a.Inferred)...)
	if err != nil {
		return err
	}
	l.ids["activity:"+a.ID] = id
	if err := l.further(ctx, record.Ref{Kind: activity.Kind, ID: id}, "name", rec.Name, a.Sources); err != nil {
		return err
	}
	for _, p := range a.Participants {
		one := activity.Participant{Activity: id, Organisation: l.ids["organisation:"+p.Organisation], Person: l.ids["person:"+p.Person], Text: Text(p.Text), Role: p.Role, Side: p.Side}
		if _, err := l.desks.Activities.AddParticipant(ctx, one); err != nil {
			return fmt.Errorf("participant: %w", err)
		}
	}
	for _, m := range a.Money {
		sum := activity.Money{Activity: id, What: m.What, Amount: money.Amount{Minor: m.Minor, Currency: m.Currency}, Note: Text(m.Note)}
		if _, err := l.desks.Activities.AddMoney(ctx, sum); err != nil {
			return fmt.Errorf("money: %w", err)
		}
	}
	return nil
}

// further notes the second and later sources of a value that a record shows.
func (l *loader) further(ctx context.Context, ref record.Ref, field string, value i18n.Text, sources []string) error {
	var facts []record.Fact
	for i, id := range sources {
		if i > 0 {
			facts = append(facts, record.Fact{Ref: ref, Field: field, Value: canonicalText(value), Source: l.sources[id]})
		}
	}
	return l.more(ctx, facts)
}

// applications for funding have no desk of their own yet; what is on record of
// them is kept as a note on the activity that asked.
func (l *loader) applications(ctx context.Context) error {
	for _, a := range l.from.Applications {
		n := note.Note{Type: "fact", Title: applicationTitle(a), Text: applicationText(a), About: []string{"activity:" + l.ids["activity:"+a.Activity]}}
		n.Visibility = record.Department
		if id := l.ids["organisation:"+a.Organisation]; id != "" {
			n.About = append(n.About, "organisation:"+id)
		}
		if _, err := l.desks.Notes.Add(ctx, n, l.cite("text", a.Sources, false)...); err != nil {
			return fmt.Errorf("%s: %w", a.Row, err)
		}
	}
	return nil
}

func applicationTitle(a Application) i18n.Text {
	return Text(T{"ru": "Заявка № " + a.Number + ": " + a.Call["ru"], "en": "Application no. " + a.Number + ": " + a.Call["en"]})
}

func applicationText(a Application) i18n.Text {
	lines := func(lang, submitted, direction, requested, own, total, outcome string) string {
		return strings.Join([]string{
			submitted + ": " + a.SubmittedOn, direction + ": " + a.Direction[lang],
			requested + ": " + sum(a.Requested), own + ": " + sum(a.Cofinancing), total + ": " + sum(a.Total), outcome,
		}, "\n")
	}
	return Text(T{
		"ru": lines("ru", "Подана", "Направление", "Запрошено", "Софинансирование", "Всего", "Итог: заявка не поддержана"),
		"en": lines("en", "Submitted", "Direction", "Requested", "Co-financing", "Total", "Outcome: not supported"),
	})
}

func sum(m Money) string {
	return fmt.Sprintf("%d.%02d %s", m.Minor/100, m.Minor%100, m.Currency)
}

func (l *loader) results(ctx context.Context) error {
	for _, r := range l.from.Results {
		since, err := date(r.Since)
		if err != nil {
			return fmt.Errorf("%s: %w", r.Row, err)
		}
		rec := result.Result{
			Type: r.Kind, Name: Text(r.Name), Since: since, Place: Text(r.Place), Note: Text(r.Note),
			Partner: l.ids["partnership:"+r.Partnership], Activity: l.ids["activity:"+r.Activity],
		}
		rec.Visibility = record.Public
		id, err := l.desks.Results.Add(ctx, rec, l.cite("name", r.Sources, false)...)
		if err != nil {
			return fmt.Errorf("%s: %w", r.Row, err)
		}
		l.ids["result:"+r.ID] = id
		if err := l.prove(ctx, id, r.Sources); err != nil {
			return fmt.Errorf("%s: %w", r.Row, err)
		}
		if err := l.award(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", r.Row, err)
		}
		if err := l.further(ctx, record.Ref{Kind: result.Kind, ID: id}, "name", rec.Name, r.Sources); err != nil {
			return fmt.Errorf("%s: %w", r.Row, err)
		}
	}
	return l.indicator(ctx)
}

// indicator is an aim of the kind that an office sets itself; it says that it is an
// example. No result of the demonstration is proved by more than a document.
func (l *loader) indicator(ctx context.Context) error {
	_, err := l.desks.Results.AddIndicator(ctx, result.Indicator{
		Meta: keep.Meta{Visibility: record.Department},
		Name: Text(T{"ru": "Пример: результаты, подтверждённые партнёром или на месте", "en": "Example: results that the partner or a visit on the spot confirms"}), Unit: Text(T{"ru": "результатов", "en": "results"}),
		Baseline: "0", BaselineOn: edtf.OfYear(2026), Actual: "0", ActualOn: edtf.OfYear(2026), Target: "5", TargetOn: edtf.OfYear(2027),
	})
	return err
}

// prove writes down what is published of a result. The city's own slides claim it and
// prove nothing; nobody was on the spot, and no partner was asked.
func (l *loader) prove(ctx context.Context, id string, sources []string) error {
	for _, source := range sources {
		src := l.sources[source]
		if src.Kind == record.SourceDeck || src.URL == "" {
			continue
		}
		if _, err := l.desks.Results.Prove(ctx, result.Evidence{Result: id, Kind: string(result.Document), What: src.Title + " — " + src.URL}); err != nil {
			return err
		}
	}
	return nil
}

// award writes down the award that a result of this kind is.
func (l *loader) award(ctx context.Context, r Result) error {
	if r.Award == nil {
		return nil
	}
	given, err := date(r.Since)
	if err != nil {
		return err
	}
	rec := rating.Award{Type: r.Award.Kind, Name: Text(r.Award.Name), Giver: Text(r.Award.Giver), Year: r.Award.Year, Given: given, Place: Text(r.Award.Place), Partner: l.ids["partnership:"+r.Partnership], Note: Text(r.Note)}
	rec.Visibility = record.Administration
	id, err := l.desks.Ratings.AddAward(ctx, rec, l.cite("name", r.Sources, false)...)
	if err != nil {
		return err
	}
	return l.further(ctx, record.Ref{Kind: rating.AwardKind, ID: id}, "name", rec.Name, r.Sources)
}

func (l *loader) notes(ctx context.Context) error {
	for _, n := range l.from.Notes {
		rec := note.Note{Type: n.Kind, Title: Text(n.Title), Text: Text(n.Text)}
		rec.Visibility = record.Department
		for _, about := range n.About {
			ref := record.ParseRef(about)
			id := l.ids[about]
			switch ref.Kind {
			case "country":
				rec.About = append(rec.About, about)
				continue
			case "partnership":
				ref.Kind = "partner"
			}
			if id == "" {
				return fmt.Errorf("%s is about %s, which is not in the file", n.ID, about)
			}
			rec.About = append(rec.About, ref.Kind+":"+id)
		}
		if _, err := l.desks.Notes.Add(ctx, rec, l.cite("text", n.Sources, false)...); err != nil {
			return fmt.Errorf("%s: %w", n.ID, err)
		}
	}
	return nil
}

// keydates are about countries and our own city, whose references need no identifier of ours.
func (l *loader) keydates(ctx context.Context) error {
	for _, k := range l.from.KeyDates {
		on, err := edtf.Parse(k.On)
		if err != nil {
			return fmt.Errorf("%s: %w", k.ID, err)
		}
		rec := anniversary.KeyDate{About: k.About, Occasion: k.Occasion, Title: Text(k.Title), On: on}
		rec.Visibility = record.Department
		if _, err := l.desks.Anniversaries.Add(ctx, rec, l.cite("on", k.Sources, k.Inferred)...); err != nil {
			return fmt.Errorf("%s: %w", k.ID, err)
		}
	}
	return nil
}
