package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/programme"
	"pobratim/internal/kit/i18n"
)

// Programme gives the made-up visit of the demonstration a programme with two
// releases, and the office an interpreter, a volunteer, a hall and a car. All of it
// is marked as an example.
func Programme(ctx context.Context, to *programme.Service, visits *activity.Service) error {
	list, err := visits.List(ctx, activity.Filter{Type: "visit_in", Status: activity.Planned, Limit: 20})
	if err != nil {
		return err
	}
	n := slices.IndexFunc(list, func(a activity.Activity) bool {
		return a.Name.Equal(Example("приезд делегации", "visit of a delegation"))
	})
	if n < 0 {
		return errors.New("the demonstration has no visit that is made up")
	}
	id, first := list[n].ID, list[n].Starts.First()
	made := map[string]string{}
	for _, r := range []programme.Resource{
		{Type: "interpreter", Name: "Пример: переводчик с английского и немецкого", Tongues: []programme.Tongue{{Lang: "en", Level: "simultaneous"}, {Lang: "de", Level: "consecutive"}}},
		{Type: "volunteer", Name: "Пример: студент-волонтёр", Tongues: []programme.Tongue{{Lang: "en", Level: "conversation"}}, Off: []programme.Off{{From: first.AddDate(0, 0, 1).Format(time.DateOnly), Until: first.AddDate(0, 0, 1).Format(time.DateOnly)}}},
		{Type: "hall", Name: "Пример: зал заседаний", Seats: 24},
		{Type: "car", Name: "Пример: микроавтобус", Seats: 15},
	} {
		if made[r.Type], err = to.SaveResource(ctx, r); err != nil {
			return err
		}
	}
	p, err := to.Programme(ctx, id)
	if err != nil {
		return err
	}
	if err := to.Guests(ctx, id, p.Version, "en", "Пример: сотрудник отдела", ""); err != nil {
		return err
	}
	if err := to.Begin(ctx, id, p.Version+1, "three", ""); err != nil {
		return err
	}
	if p, err = to.Programme(ctx, id); err != nil {
		return err
	}
	for _, i := range p.Items {
		switch i.Starts {
		case "12:00", "09:30":
			i.Interpreter, i.Hall, i.Place = made["interpreter"], made["hall"], Text(T{"ru": "Администрация города", "en": "City hall"})
		case "10:00":
			i.Car, i.Travel = made["car"], 20
		default:
			continue
		}
		if err := to.Save(ctx, id, p.Version, i); err != nil {
			return err
		}
		p.Version++
	}
	if _, err := to.Publish(ctx, id, p.Version, "Пример: места встреч ещё уточняются"); err != nil {
		return err
	}
	last := p.Items[len(p.Items)-1]
	last.Dress, last.Starts, last.Ends = "свободная", "17:00", "17:30"
	if err := to.Save(ctx, id, p.Version, last); err != nil {
		return err
	}
	dinner := slices.IndexFunc(p.Items, func(i programme.Item) bool { return i.Starts == "19:00" })
	p.Items[dinner].What = i18n.NewText("ru", "Пример: ужин от имени главы города")
	p.Items[dinner].What.Set("en", "Example: dinner given by the head of the city")
	if err := to.Save(ctx, id, p.Version+1, p.Items[dinner]); err != nil {
		return err
	}
	_, err = to.Publish(ctx, id, p.Version+2, "Пример: места встреч ещё уточняются")
	return err
}
