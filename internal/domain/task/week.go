package task

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// weekPage is what the template week shows: the week of one person, for the
// screen and for paper.
type weekPage struct {
	Lead  string
	Whose *ui.Form
	Parts []weekPart
	None  string
	Print ui.Button
}

type weekPart struct {
	ID    string
	Title string
	Table ui.Table
}

// monday is the first day of the week in which an instant lies.
func monday(now time.Time) time.Time {
	day := dayOf(now)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// week is the digest: what is overdue, what this week and the next one bring,
// what others owe us, what was done.
func (s *Service) week(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	c, err := s.crew(ctx, scene)
	if err != nil {
		return nil, err
	}
	whose := Colleague{ID: c.me.UserID, Name: c.me.Name, Email: c.me.Email}
	if one, ok := c.staff[scene.URL.Query().Get("owner")]; ok && !one.Left {
		whose = one
	}
	first := monday(s.deps.Clock())
	data := weekPage{
		Lead:  scene.T("task.week.lead", "name", whose.Name, "from", edtf.On(first), "until", edtf.On(first.AddDate(0, 0, 6))),
		Print: ui.Button{Text: scene.T("task.week.print"), Print: true},
	}
	if s.Gate.Scope(ctx, s.tasks.ViewNeed()) >= account.All {
		if data.Whose, err = s.whose(ctx, scene, whose.ID); err != nil {
			return nil, err
		}
	}
	if data.Parts, err = s.weekParts(ctx, scene, c, whose, first); err != nil {
		return nil, err
	}
	if len(data.Parts) == 0 {
		data.None = scene.T("task.week.none")
	}
	return web.Page{Template: "task/week", Title: scene.T("task.week"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("task.list"), Path: "/tasks"}}}, nil
}

// whose chooses the person.
func (s *Service) whose(ctx context.Context, scene *web.Scene, chosen string) (*ui.Form, error) {
	owners, err := s.ownerOptions(ctx, scene)
	for i := range owners {
		owners[i].Selected = owners[i].Value == chosen
	}
	return &ui.Form{Action: scene.Path("/tasks/week"), Get: true, Submit: ui.Button{Text: scene.T("task.show")}, Fields: []ui.Field{
		{Kind: ui.FieldSelect, Name: "owner", Label: scene.T("task.week.whose"), Empty: scene.T("task.week.mine"), Options: owners},
	}}, err
}

func (s *Service) weekParts(ctx context.Context, scene *web.Scene, c *crew, whose Colleague, first time.Time) ([]weekPart, error) {
	partners, err := s.partnerNames(ctx, scene)
	if err != nil {
		return nil, err
	}
	sheet, err := s.sheet(ctx, c, whose, first, c.me.Has(account.Head) && whose.ID == c.me.UserID)
	var parts []weekPart
	for _, p := range sheet {
		part := weekPart{ID: "week-" + p.name, Title: scene.T("task.week." + p.name)}
		part.Table = s.table(ctx, scene, c, part.ID+"-table", p.rows, partners, columnsOf{kind: true, partner: true, who: p.name == partNobody})
		part.Table.Caption = part.Title
		parts = append(parts, part)
	}
	return parts, err
}

// partNobody is the part of what has no owner, which only the head's week has.
const partNobody = "nobody"

// sheetPart is a part of somebody's week.
type sheetPart struct {
	name string
	rows []Task
}

// sheet is the week of one person, without the parts that are empty.
func (s *Service) sheet(ctx context.Context, c *crew, whose Colleague, first time.Time, head bool) ([]sheetPart, error) {
	hands := c.hands(whose.ID, whose.Email)
	day := func(n int) string { return edtf.On(first.AddDate(0, 0, n)).Sort() }
	today := s.deps.Clock()
	at := func(n int) string { return edtf.On(today.AddDate(0, 0, n)).Sort() }
	var parts []sheetPart
	for _, p := range []struct {
		name   string
		f      Filter
		theirs bool // the partner's promises: only here
	}{
		{"overdue", Filter{Hands: hands, Until: at(-1)}, false},
		{"this", Filter{Hands: hands, From: at(0), Until: day(6)}, false},
		{"next", Filter{Hands: hands, From: max(day(7), at(0)), Until: day(13)}, false},
		{"theirs", Filter{Hands: hands, Type: Theirs}, true},
		{partNobody, Filter{Hands: c.nobody()}, true},
		{"done", Filter{Hands: hands, Closed: true, Since: day(-7)}, true},
	} {
		if p.name == partNobody && !head {
			continue
		}
		p.f.Limit = cardsLimit
		rows, err := s.Tasks(ctx, p.f)
		if err != nil {
			return nil, err
		}
		if !p.theirs {
			rows = without(rows, Theirs)
		}
		if len(rows) > 0 {
			parts = append(parts, sheetPart{p.name, rows})
		}
	}
	return parts, nil
}

// without leaves out the entries of a type.
func without(rows []Task, kind string) []Task {
	var kept []Task
	for _, t := range rows {
		if t.Type != kind {
			kept = append(kept, t)
		}
	}
	return kept
}
