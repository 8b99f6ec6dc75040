package between

import (
	"context"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/programme"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
)

// VisitOf is an activity as its programme knows it. Days that are not known to the
// day are none.
func (d *Desks) VisitOf(ctx context.Context, id string) (programme.Visit, error) {
	a, err := d.Activities.Activity(ctx, id)
	v := programme.Visit{ID: a.ID, Name: a.Name, Parent: a.Parent, Off: a.Status == activity.Cancelled || a.Status == activity.Refused || a.Status == activity.Moved}
	starts, ends := a.Starts.Start(), a.Ends
	if ends.IsZero() {
		ends = a.Starts
		if a.Starts.IsInterval() {
			ends = a.Starts.End()
		}
	}
	if starts.Precision() == edtf.Day && ends.Precision() == edtf.Day {
		v.First, v.Last = starts.First(), ends.Last()
		v.Last = time.Date(v.Last.Year(), v.Last.Month(), v.Last.Day(), 0, 0, 0, 0, v.First.Location())
	}
	return v, err
}

// MembersOf are the delegation of a visit or, while nobody is entered there, those
// who take part in an activity by name, for badges.
func (d *Desks) MembersOf(ctx context.Context, id string) ([]programme.Member, error) {
	come, err := d.delegation(ctx, id)
	if err != nil {
		return nil, err
	}
	var listed []programme.Member
	for _, m := range come {
		listed = append(listed, programme.Member{Name: spelled(m), Under: i18n.NewText("ru", m.Post)})
	}
	if len(listed) > 0 {
		return listed, nil
	}
	all, err := d.Activities.Participants(ctx, id)
	if err != nil {
		return nil, err
	}
	var members []programme.Member
	for _, p := range all {
		switch {
		case p.Person != "":
			one, err := d.Contacts.Person(ctx, p.Person)
			if err != nil {
				continue // hidden or put away
			}
			var name i18n.Text
			for _, lang := range d.Langs {
				name.Set(lang, one.In(lang))
			}
			members = append(members, programme.Member{Name: name, Under: p.Text})
		case p.Organisation == "" && !p.Text.IsZero():
			members = append(members, programme.Member{Name: p.Text})
		}
	}
	return members, nil
}

// PostName is what a post is called.
func (d *Desks) PostName(ctx context.Context, id string) (i18n.Text, error) {
	p, err := d.Contacts.Post(ctx, id)
	return p.Title, err
}
