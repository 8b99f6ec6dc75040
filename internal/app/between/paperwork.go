package between

import (
	"cmp"
	"context"
	"slices"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/paperwork"
	"pobratim/internal/domain/programme"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// PaperSources are what papers say of the desks' records. A desk that is not
// named here has nothing to tell, and papers name what they lack.
func (d *Desks) PaperSources(home func(context.Context) (paperwork.Home, error)) paperwork.Sources {
	return paperwork.Sources{Home: home, Activity: d.paperActivity, Partner: d.paperPartner, Person: d.paperPerson, Post: d.paperPost, Members: d.paperMembers, Programme: d.paperProgramme, Estimate: d.paperEstimate, Promises: d.paperPromises, Abroad: d.Abroad, Passed: d.Passed}
}

func (d *Desks) paperActivity(ctx context.Context, id string) (paperwork.Activity, error) {
	a, err := d.Activities.Activity(ctx, id)
	return paperwork.Activity{ID: a.ID, Name: a.Name, When: a.When(), Place: a.Place, Summary: a.Summary, Partners: a.Partners}, err
}

func (d *Desks) paperPartner(ctx context.Context, id string) (paperwork.Partner, error) {
	p, err := d.Partners.Partner(ctx, id)
	if err != nil {
		return paperwork.Partner{}, err
	}
	out := paperwork.Partner{ID: p.ID, Name: p.Name, Native: p.Native, Country: p.Country, Languages: p.Languages, Since: p.Since, Post: p.TheirPost}
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: agreement.Kind}) == account.None {
		return out, nil
	}
	papers, err := d.Agreements.Agreements(ctx, agreement.Filter{Partner: id, Limit: 100})
	for _, a := range papers { // the newest first
		if a.StateOn(d.Today(), false) == agreement.InForce {
			out.Agreement = a.Title
			break
		}
	}
	return out, err
}

func (d *Desks) paperPerson(ctx context.Context, id string) (paperwork.Person, error) {
	p, err := d.Contacts.Person(ctx, id)
	return paperwork.Person{ID: p.ID, Name: p.Name, Cyrillic: p.Cyrillic, Latin: p.Latin}, err
}

func (d *Desks) paperPost(ctx context.Context, id string) (i18n.Text, string, error) {
	p, err := d.Contacts.Post(ctx, id)
	if err != nil {
		return i18n.Text{}, "", err
	}
	h, held, err := d.Contacts.Holder(ctx, id, d.Today())
	if !held {
		return p.Title, "", err
	}
	return p.Title, h.Person, err
}

// paperMembers are the delegation of a visit or, while nobody is entered there,
// the people who take part in the activity, its head first, as
// far as the viewer may see them. Of a visit that comes they are theirs, of one
// that goes ours.
func (d *Desks) paperMembers(ctx context.Context, id string) ([]paperwork.Member, error) {
	come, err := d.delegation(ctx, id)
	if err != nil {
		return nil, err
	}
	var listed []paperwork.Member
	for _, m := range come {
		listed = append(listed, paperwork.Member{Person: m.Person, Name: spelled(m), Passport: m.Latin, Post: i18n.NewText("ru", m.Post), Head: m.Heads()})
	}
	if len(listed) > 0 {
		return listed, nil
	}
	a, err := d.Activities.Activity(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := d.Activities.Participants(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []paperwork.Member
	for _, p := range all {
		if p.Organisation != "" || a.Type == "visit_in" && p.Side == "ours" || a.Type == "visit_out" && p.Side == "theirs" || p.Role == "venue" {
			continue
		}
		m := paperwork.Member{Person: p.Person, Name: p.Text, Head: p.Role == "delegation_head"}
		if p.Person != "" {
			roles, err := d.Contacts.Roles(ctx, p.Person)
			if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Forbidden {
				continue
			}
			if err != nil {
				return nil, err
			}
			for _, r := range roles {
				if r.Current(d.Today()) {
					m.Post = r.PostTitle
					if m.Post.IsZero() {
						m.Post = r.Title
					}
					break
				}
			}
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b paperwork.Member) int { return cmp.Compare(first(b.Head), first(a.Head)) })
	return out, nil
}

func first(head bool) int {
	if head {
		return 1
	}
	return 0
}

// paperPromises are what was agreed at an activity.
func (d *Desks) paperPromises(ctx context.Context, id string) ([]paperwork.Promise, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: task.Kind}) == account.None {
		return nil, nil
	}
	var out []paperwork.Promise
	for _, kind := range []string{task.Ours, task.Theirs} {
		list, err := d.Tasks.Tasks(ctx, task.Filter{Type: kind, About: record.Ref{Kind: activity.Kind, ID: id}, Limit: briefLimit})
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			out = append(out, paperwork.Promise{What: t.Title, Ours: kind == task.Ours, Due: t.Due})
		}
	}
	return out, nil
}

// paperProgramme is what was released last, or the work in progress while nothing
// was.
func (d *Desks) paperProgramme(ctx context.Context, id string) ([]paperwork.Item, error) {
	released, err := d.Programmes.Releases(ctx, id)
	if err != nil {
		return nil, err
	}
	var items []programme.Item
	if len(released) > 0 {
		for _, e := range released[0].Entries {
			items = append(items, e.Item)
		}
	} else {
		draft, err := d.Programmes.Programme(ctx, id)
		if err != nil {
			return nil, err
		}
		items = draft.All()
	}
	var out []paperwork.Item
	for _, i := range items {
		day, err := time.Parse(time.DateOnly, i.Day)
		if err != nil {
			return nil, err
		}
		out = append(out, paperwork.Item{Day: day, From: i.Starts, Until: i.Ends, What: i.What, Where: i.Place})
	}
	return out, nil
}

func (d *Desks) paperEstimate(ctx context.Context, id string) ([]paperwork.Cost, error) {
	lines, err := d.Estimates.Told(ctx, id)
	var out []paperwork.Cost
	for _, l := range lines {
		out = append(out, paperwork.Cost(l))
	}
	return out, err
}
