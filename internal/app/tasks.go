package app

import (
	"context"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/report"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// What tasks and promises take from desks that package task does not know.

// staff are the users who may be given a task, and those who have left. Who may
// see a task sees their names here, though not their accounts.
func (c *City) staff(ctx context.Context) ([]task.Colleague, error) {
	users, err := c.Accounts.Users(account.With(ctx, account.System("pobratim")))
	all := make([]task.Colleague, len(users))
	for i, u := range users {
		works := c.Gate.Policy().Scope(u.Roles, module.Need{Action: module.Edit, Kind: task.Kind}) > account.None
		all[i] = task.Colleague{ID: u.ID, Name: u.Name, Email: u.Email, Left: u.Disabled || !works}
	}
	return all, err
}

// heldPosts are the posts that somebody holds now.
func (c *City) heldPosts(ctx context.Context, lang string) ([]task.Held, error) {
	now, err := c.contacts.Incumbents(ctx, c.today())
	held := make([]task.Held, len(now))
	for i, one := range now {
		held[i] = task.Held{Post: one.Post, Name: one.Person.In(lang), Email: one.Person.Email}
	}
	return held, err
}

// proofOptions are the activities and results by which something can be kept.
func (c *City) proofOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	options, err := c.activityOptions(ctx, s)
	if err != nil {
		return nil, err
	}
	for i := range options {
		options[i].Value = record.Ref{Kind: activity.Kind, ID: options[i].Value}.String()
	}
	results, err := c.results.Results(ctx, result.Filter{Limit: briefLimit})
	for _, r := range results {
		options = append(options, ui.Option{Value: r.Ref().String(), Label: s.T("result.kind") + ": " + r.Name.In(s.Lang).Value})
	}
	return options, err
}

// origin is what a record knows of a promise made in it: the partner, when it
// concerns only one, its day, and the lines of its text.
func (c *City) origin(ctx context.Context, about record.Ref) (task.Origin, error) {
	var o task.Origin
	switch about.Kind {
	case agreement.Kind:
		a, err := c.papers.Agreement(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.Partner, o.On, o.Lines = a.Partner, a.Signed, linesOf(a.Note, a.Subjects)
	case activity.Kind:
		a, err := c.activities.Activity(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.On, o.Lines = a.Starts.Start(), linesOf(a.Summary)
		if len(a.Partners) == 1 {
			o.Partner = a.Partners[0]
		}
	case note.Kind:
		n, err := c.notes.Note(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.On, o.Lines = n.DecidedOn, linesOf(n.Text)
		cities := 0
		for _, ref := range n.Refs() {
			if ref.Kind == "partner" {
				cities, o.Partner = cities+1, ref.ID
			}
		}
		if cities > 1 {
			o.Partner = ""
		}
	case result.Kind:
		r, err := c.results.Result(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.Partner = r.Partner
	}
	return o, nil
}

// linesOf are the lines and items of texts, in the language that each was
// written in, when there are several: one line is no protocol.
func linesOf(texts ...i18n.Text) []string {
	var lines []string
	for _, t := range texts {
		for _, block := range note.Blocks(t.Get(t.Source())) {
			lines = append(lines, append(block.Lines, block.Items...)...)
		}
	}
	if len(lines) < 2 {
		return nil
	}
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// briefPromises are the open promises of both sides.
func (c *City) briefPromises(ctx context.Context, partnership string) ([]report.Promise, error) {
	if c.Gate.Scope(ctx, module.Need{Action: module.View, Kind: task.Kind}) == account.None {
		return nil, nil
	}
	var all []report.Promise
	for _, kind := range []string{task.Ours, task.Theirs} {
		list, err := c.tasks.Tasks(ctx, task.Filter{Type: kind, Partner: partnership, Limit: briefLimit})
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			all = append(all, report.Promise{ID: t.ID, Title: t.Title, Ours: kind == task.Ours, Due: t.Due, Over: t.Overdue(c.today()) > 0})
		}
	}
	return all, nil
}
