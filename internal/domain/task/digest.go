package task

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Digest is somebody's week for programs and for a terminal: what the page of the
// week shows.
type Digest struct {
	Login string       `json:"user"`
	Name  string       `json:"name"`
	From  string       `json:"from"`  // Monday
	Until string       `json:"until"` // Sunday
	Parts []DigestPart `json:"parts"`
}

// DigestPart is a part of a digest: overdue, this, next, theirs, nobody, done.
type DigestPart struct {
	Name  string      `json:"name"`
	Title string      `json:"title"`
	Rows  []DigestRow `json:"rows"`
}

// DigestRow is one task or promise.
type DigestRow struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Title   string `json:"title"`
	Due     string `json:"due,omitempty"`  // EDTF
	When    string `json:"when,omitempty"` // in words: "3 days overdue"
	Partner string `json:"partner,omitempty"`
	Who     string `json:"who,omitempty"` // where it is not the person's own
	Outcome string `json:"outcome"`
}

// Digest makes the digest of a colleague, found by the address of e-mail; that of
// a head also tells what is in nobody's hands.
func (s *Service) Digest(ctx context.Context, scene *web.Scene, login string, head bool) (Digest, error) {
	if _, err := s.Gate.Require(ctx, s.tasks.ViewNeed()); err != nil {
		return Digest{}, err
	}
	c, err := s.crew(ctx, scene)
	if err != nil {
		return Digest{}, err
	}
	var whose Colleague
	for _, one := range c.staff {
		if strings.EqualFold(one.Email, login) && !one.Left {
			whose = one
		}
	}
	if whose.ID == "" {
		return Digest{}, errs.New(errs.NotFound, "task.digest.nobody", "login", login)
	}
	partners, err := s.partnerNames(ctx, scene)
	if err != nil {
		return Digest{}, err
	}
	first := monday(s.deps.Clock())
	sheet, err := s.sheet(ctx, c, whose, first, head)
	d := Digest{Login: whose.Email, Name: whose.Name, From: edtf.On(first).String(), Until: edtf.On(first.AddDate(0, 0, 6)).String(), Parts: []DigestPart{}}
	names := ui.Labels(partners)
	for _, p := range sheet {
		part := DigestPart{Name: p.name, Title: scene.T("task.week." + p.name)}
		for _, t := range p.rows {
			row := DigestRow{ID: t.ID, Type: t.Type, Title: t.Title.In(scene.Lang).Value, Due: t.Due.String(), Partner: names[t.Partner], Outcome: t.Outcome}
			if row.When = dueWords(scene.Printer, t.Due, s.deps.Clock()); t.Closed() {
				row.When = scene.T("task.outcome."+t.Outcome) + " " + scene.Date(t.Done)
			}
			if p.name == partNobody {
				row.Who, _ = c.who(scene, t)
			}
			part.Rows = append(part.Rows, row)
		}
		d.Parts = append(d.Parts, part)
	}
	return d, err
}

// Text is a digest for a terminal or a letter.
func (d Digest) Text(scene *web.Scene) string {
	from, _ := edtf.Parse(d.From)
	until, _ := edtf.Parse(d.Until)
	lines := []string{scene.T("task.week.lead", "name", d.Name, "from", from, "until", until)}
	if len(d.Parts) == 0 {
		lines = append(lines, "", scene.T("task.week.none"))
	}
	for _, part := range d.Parts {
		lines = append(lines, "", part.Title)
		for _, row := range part.Rows {
			said := slices.DeleteFunc([]string{row.Title, row.When, row.Partner, row.Who}, func(s string) bool { return s == "" })
			lines = append(lines, "– "+strings.Join(said, " · "))
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
