package activity

import (
	"context"
	"net/http"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// moneyPart is the money of an activity as its page shows it.
type moneyPart struct {
	Lines    []moneyRow
	Balances []balanceRow
	Add      *ui.LinkButton
}

type moneyRow struct {
	What   string
	Amount string
	Note   ui.Value
	Remove *ui.Form
}

// balanceRow says whether requested and co-financing make the total.
type balanceRow struct {
	Text string
	Chip ui.Chip
}

func (s *Service) moneyPart(ctx context.Context, scene *web.Scene, a Activity, edit bool) (moneyPart, error) {
	var part moneyPart
	lines, err := s.Money(ctx, a.ID)
	if err != nil {
		return part, err
	}
	for _, line := range lines {
		row := moneyRow{What: scene.T("activity.money.what." + line.What), Amount: scene.Money(line.Amount), Note: keep.Said(scene, line.Note)}
		if edit {
			row.Remove = removal(scene, s.activities.At(&a)+"/money/"+line.ID+"/remove", row.What+" "+row.Amount, line.ID)
		}
		part.Lines = append(part.Lines, row)
	}
	balances, err := Balances(lines)
	if err != nil {
		return part, err
	}
	for _, b := range balances {
		if !b.Whole {
			continue
		}
		row := balanceRow{
			Text: scene.T("activity.money.sum", "requested", b.Requested, "cofinancing", b.Cofinancing, "sum", b.Sum),
			Chip: ui.Chip{Text: scene.T("activity.money.fits"), Tone: ui.ToneGood},
		}
		if !b.Fits() {
			row.Chip = ui.Chip{Text: scene.T("activity.money.fits_not", "total", b.Total), Tone: ui.ToneBad}
		}
		part.Balances = append(part.Balances, row)
	}
	return part, nil
}

// participantSet describes the form of a participant as a kept record's.
func (s *Service) participantSet() keep.Set[Participant] {
	return keep.Set[Participant]{
		{Name: "organisation", At: func(p *Participant) any { return &p.Organisation }, Options: s.with.Organisations},
		{Name: "person", At: func(p *Participant) any { return &p.Person }, Options: s.with.People},
		{Name: "text", At: func(p *Participant) any { return &p.Text }, Max: 300},
		{Name: "role", At: func(p *Participant) any { return &p.Role }, Required: true, Options: keep.Choices("activity.role", Roles()...)},
		{Name: "side", At: func(p *Participant) any { return &p.Side }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("activity.side", Sides()...)},
	}
}

// parent reads the activity of a form and asks whether the viewer may change it.
func (s *Service) parentOf(r *http.Request) (Activity, error) {
	if _, err := s.mayEdit(r.Context(), s.DB, r.PathValue("id")); err != nil {
		return Activity{}, err
	}
	return byID(r.Context(), s.DB, r.PathValue("id"))
}

func (s *Service) addParticipant(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	a, err := s.parentOf(r)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[Participant]{Set: s.participantSet(), Kind: "activity.participant", Title: scene.T("activity.participant.add"), Submit: scene.T("activity.participant.submit")}
	p := Participant{Activity: a.ID, Organisation: r.URL.Query().Get("organisation")}
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, &p, s.activities.Langs, ""); err != nil {
			return nil, err
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			if _, asked.Failed = s.AddParticipant(ctx, p); asked.Failed == nil {
				return web.Redirect{To: s.activities.At(&a) + "#participants", Notice: scene.T("keep.added")}, nil
			}
		}
	}
	asked.Of = &p
	return partForm(s, r, a, asked, "/participants/new")
}

// moneyInput is a line of money as it is typed.
type moneyInput struct {
	Money
	Amount, Currency string
}

func moneySet() keep.Set[moneyInput] {
	return keep.Set[moneyInput]{
		{Name: "what", At: func(m *moneyInput) any { return &m.What }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("activity.money.what", MoneyTypes()...)},
		{Name: "amount", At: func(m *moneyInput) any { return &m.Amount }, Required: true, Max: 60, Width: ui.WidthMedium},
		{Name: "currency", At: func(m *moneyInput) any { return &m.Currency }, Required: true, Options: keep.Choices("currency", money.Offered()...), Width: ui.WidthMedium},
		{Name: "note", At: func(m *moneyInput) any { return &m.Note }, Max: 300},
	}
}

func (s *Service) addMoney(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	a, err := s.parentOf(r)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[moneyInput]{Set: moneySet(), Kind: "activity.money", Title: scene.T("activity.money.add"), Submit: scene.T("activity.money.submit")}
	m := moneyInput{Money: Money{Activity: a.ID}, Currency: money.Offered()[0]}
	if r.Method == http.MethodPost {
		asked.Typed = form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, &m, s.activities.Langs, ""); err != nil {
			return nil, err
		}
		if m.Currency != "" && m.Amount != "" {
			amount, err := money.Parse(m.Amount, m.Currency)
			if err != nil {
				asked.Typed.FailWith("amount", err)
			}
			m.Money.Amount = amount
		}
		if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
			if _, asked.Failed = s.AddMoney(ctx, m.Money); asked.Failed == nil {
				return web.Redirect{To: s.activities.At(&a) + "#money", Notice: scene.T("keep.added")}, nil
			}
		}
	}
	asked.Of = &m
	return partForm(s, r, a, asked, "/money/new")
}

// partForm makes the page of a form that belongs to an activity.
func partForm[T any](s *Service, r *http.Request, a Activity, asked keep.Asked[T], path string) (web.Reply, error) {
	scene := web.SceneOf(r)
	asked.Langs, asked.Action, asked.Cancel = s.activities.Langs, scene.Path(s.activities.At(&a)+path), scene.Path(s.activities.At(&a))
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("activity.list"), Path: "/activities"}, {Text: a.Name.In(scene.Lang).Value, Path: s.activities.At(&a)}}
	return page, nil
}

func (s *Service) removeParticipant(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.RemoveParticipant(r.Context(), id, r.PathValue("participant")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/activities/" + id + "#participants", Notice: web.SceneOf(r).T("activity.removed")}, nil
}

func (s *Service) removeMoney(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.RemoveMoney(r.Context(), id, r.PathValue("line")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/activities/" + id + "#money", Notice: web.SceneOf(r).T("activity.removed")}, nil
}

// partRoutes are the addresses of the day, of participants and money.
func (s *Service) partRoutes() []module.Route {
	edit := module.Need{Action: module.Edit, Kind: Kind}
	return []module.Route{
		{Pattern: "GET /activities/{id}/move", Need: edit, Handle: calendar.Move(s.mover)},
		{Pattern: "POST /activities/{id}/move", Need: edit, Handle: calendar.Move(s.mover)},
		{Pattern: "GET /activities/{id}/participants/new", Need: edit, Handle: s.addParticipant},
		{Pattern: "POST /activities/{id}/participants/new", Need: edit, Handle: s.addParticipant},
		{Pattern: "POST /activities/{id}/participants/{participant}/remove", Need: edit, Handle: s.removeParticipant},
		{Pattern: "GET /activities/{id}/money/new", Need: edit, Handle: s.addMoney},
		{Pattern: "POST /activities/{id}/money/new", Need: edit, Handle: s.addMoney},
		{Pattern: "POST /activities/{id}/money/{line}/remove", Need: edit, Handle: s.removeMoney},
	}
}
