package between

import (
	"context"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Staff are the users who may be given a task, and those who have left. Who may
// see a task sees their names here, though not their accounts.
func (d *Desks) Staff(ctx context.Context) ([]task.Colleague, error) {
	users, err := d.Accounts.Users(account.With(ctx, account.System("pobratim")))
	all := make([]task.Colleague, len(users))
	for i, u := range users {
		works := d.Gate.Policy().Scope(u.Roles, module.Need{Action: module.Edit, Kind: task.Kind}) > account.None
		all[i] = task.Colleague{ID: u.ID, Name: u.Name, Email: u.Email, Left: u.Disabled || !works}
	}
	return all, err
}

// HeldPosts are the posts that somebody holds now.
func (d *Desks) HeldPosts(ctx context.Context, lang string) ([]task.Held, error) {
	now, err := d.Contacts.Incumbents(ctx, d.Today())
	held := make([]task.Held, len(now))
	for i, one := range now {
		held[i] = task.Held{Post: one.Post, Name: one.Person.In(lang), Email: one.Person.Email}
	}
	return held, err
}

// ProofOptions are the activities and results by which something can be kept.
func (d *Desks) ProofOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	options, err := d.ActivityOptions(ctx, s)
	if err != nil {
		return nil, err
	}
	for i := range options {
		options[i].Value = record.Ref{Kind: activity.Kind, ID: options[i].Value}.String()
	}
	results, err := d.Results.Results(ctx, result.Filter{Limit: briefLimit})
	for _, r := range results {
		options = append(options, ui.Option{Value: r.Ref().String(), Label: s.T("result.kind") + ": " + r.Name.In(s.Lang).Value})
	}
	return options, err
}

// Origin is what a record knows of a promise made in it: the partner, when it
// concerns only one, its day, and the lines of its text.
func (d *Desks) Origin(ctx context.Context, about record.Ref) (task.Origin, error) {
	var o task.Origin
	switch about.Kind {
	case agreement.Kind:
		a, err := d.Agreements.Agreement(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.Partner, o.On, o.Lines = a.Partner, a.Signed, linesOf(a.Note, a.Subjects)
	case activity.Kind:
		a, err := d.Activities.Activity(ctx, about.ID)
		if err != nil {
			return o, err
		}
		o.On, o.Lines = a.Starts.Start(), linesOf(a.Summary)
		if len(a.Partners) == 1 {
			o.Partner = a.Partners[0]
		}
	case note.Kind:
		n, err := d.Notes.Note(ctx, about.ID)
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
		r, err := d.Results.Result(ctx, about.ID)
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
