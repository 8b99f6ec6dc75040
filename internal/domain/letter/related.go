package letter

import (
	"context"
	"net/http"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const (
	// panelSize is how many entries a page of another subject shows.
	panelSize = 10
	// momentsMax is how many of them stand on its timeline.
	momentsMax = 200
	// cardsLimit is how many entries that wait Today shows of either side.
	cardsLimit = 20
	// agendaLimit bounds the days of an agenda.
	agendaLimit = 2000
)

// panel is what the template panel shows on the page of a partner, a person or an
// event.
type panel struct {
	Table ui.Table
	None  string
	More  *ui.Link
	Quick *ui.Form
}

// filterOf narrows the register to a record; false for one with which nothing
// passes.
func filterOf(about record.Ref) (Filter, bool) {
	switch about.Kind {
	case "partner":
		return Filter{Partner: about.ID}, true
	case "person":
		return Filter{Person: about.ID}, true
	case "activity":
		return Filter{Event: about.ID}, true
	}
	return Filter{}, false
}

// related lists the newest entries about a partner, a person or an event,
// and offers to write down the next one in one line.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.letters.ViewNeed()) == account.None {
		return nil, nil
	}
	f.Limit = panelSize
	rows, err := s.Letters(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	data := panel{Table: s.table(scene, "related-letters", rows, nil)}
	if total > len(rows) && f.Partner != "" {
		data.More = &ui.Link{Text: scene.N("letter.panel.all", total), Href: scene.Path("/letters", "partner", f.Partner)}
	}
	if s.mayAdd(ctx) && s.known(ctx, f) {
		line := oneLine{Type: Call, Side: Out, On: edtf.On(scene.Now.In(scene.Zone))}
		fields, err := lineSet().Form(ctx, scene, Kind, &line, nil, keep.Problems{}, nil, "")
		if err != nil {
			return nil, err
		}
		data.Quick = &ui.Form{Action: scene.Path("/letters/quick", "about", about.String()), Once: ui.Once{Key: scene.Key + "-letter"}, Fields: fields, Submit: ui.Button{Text: scene.T("letter.quick"), Icon: ui.IconPlus}}
	}
	if len(rows) == 0 {
		if data.Quick == nil {
			return nil, nil
		}
		data.None = scene.T("letter.panel.none")
	}
	return &module.Panel{Name: "letters", Title: scene.T("letter.list"), Count: scene.Number(int64(total)), Template: "letter/panel", Data: data, Order: 8}, nil
}

// known tells whether the page says with whom something passed: that of an event
// without a partner does not.
func (s *Service) known(ctx context.Context, f Filter) bool {
	if f.Event == "" {
		return true
	}
	event, err := s.deps.Sources.Activity(ctx, f.Event)
	return err == nil && event.Partner != ""
}

// oneLine is the short form. Its names differ from those of other forms on the
// same page.
type oneLine struct {
	Type  string
	Side  string
	Title string
	On    edtf.Date
	Waits bool
}

func lineSet() keep.Set[oneLine] {
	return keep.Set[oneLine]{
		{Name: "letter_title", At: func(l *oneLine) any { return &l.Title }, Required: true, Max: titleMax},
		{Name: "letter_type", At: func(l *oneLine) any { return &l.Type }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("letter.type", Types()...)},
		{Name: "letter_side", At: func(l *oneLine) any { return &l.Side }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("letter.side", Sides()...)},
		{Name: "letter_on", At: func(l *oneLine) any { return &l.On }, Required: true},
		{Name: "letter_waits", At: func(l *oneLine) any { return &l.Waits }},
	}
}

// quick takes one line from the page of a partner, a person or an event.
func (s *Service) quick(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	about := record.ParseRef(r.URL.Query().Get("about"))
	f, ok := filterOf(about)
	kind := s.deps.Kinds()[about.Kind]
	if !ok || kind.Allowed == nil {
		return nil, errs.New(errs.Invalid, "form.choice") // no page has such a form
	}
	if _, err := kind.Allowed(ctx, about.ID, module.View); err != nil {
		return nil, err
	}
	to := s.deps.Kinds().Path(about)
	asked := keep.Asked[oneLine]{Set: lineSet(), Kind: Kind, Of: &oneLine{}, Typed: form.Read(r.PostForm),
		Title: scene.T("letter.begin"), Action: scene.Path("/letters/quick", "about", about.String()), Cancel: scene.Path(to), Submit: scene.T("letter.quick")}
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, nil, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		l, partner := asked.Of, f.Partner
		if f.Event != "" {
			event, err := s.deps.Sources.Activity(ctx, f.Event)
			if err != nil {
				return nil, err
			}
			partner = event.Partner
		}
		_, err := s.Add(ctx, Letter{Type: l.Type, Side: l.Side, Title: i18n.NewText(scene.Lang, l.Title), On: l.On, Waits: l.Waits, Partner: partner, Person: f.Person, Event: f.Event})
		asked.Failed = errs.Under("letter_", err)
	}
	if asked.Failed == nil {
		return web.Redirect{To: to + "#letters", Notice: scene.T("letter.did.quick", "title", asked.Of.Title)}, nil
	}
	return keep.FormPage(r, asked)
}

// moments are the newest entries on a timeline.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.letters.ViewNeed()) == account.None {
		return nil, nil
	}
	f.Limit = momentsMax
	rows, err := s.Letters(ctx, f)
	var moments []module.Moment
	for _, l := range rows {
		icon := ui.IconMail
		if l.Type == Call {
			icon = ui.IconPhone
		}
		moments = append(moments, module.Moment{When: l.On, What: way(scene, l), Text: l.Title.In(scene.Lang).Value, Path: "/letters/" + l.ID, Icon: string(icon)})
	}
	return moments, err
}

// cards are the entries that wait for an answer, for those who may write it down:
// ours to give, and the partner's.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) < account.All {
		return nil, nil
	}
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	names, now := ui.Labels(partners), s.deps.Clock()
	var cards []module.Card
	for _, side := range []string{In, Out} {
		rows, err := s.Letters(ctx, Filter{Waiting: true, Side: side, Limit: cardsLimit})
		if err != nil {
			return nil, err
		}
		for _, l := range rows {
			card := module.Card{Band: module.WaitingForOthers, When: l.On, Due: silence(scene, l.Silence(now)), Note: names[l.Partner],
				Text: scene.T("letter.card."+side, "title", l.Title), Path: "/letters/" + l.ID}
			late := l.Overdue(now)
			if late > 0 {
				card.Due, card.When = scene.N("letter.overdue", late), l.By
			}
			if side == In {
				if card.Band = module.WaitingForMe; late > 0 {
					card.Band = module.Burning
				}
				card.Act = &module.Act{Text: scene.T("letter.answer.ours"), Path: "/letters/new?answers=" + l.ID}
			}
			cards = append(cards, card)
		}
	}
	return cards, nil
}

// agenda are the days by which something is to be answered.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, s.letters.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.Letters(ctx, Filter{Waiting: true, From: lastSort(edtf.On(from.First())), Until: lastSort(edtf.On(until.Last())), Limit: agendaLimit})
	if err != nil {
		return nil, err
	}
	partners, err := s.deps.Partners(ctx, scene)
	names := ui.Labels(partners)
	var entries []module.Entry
	for _, l := range rows {
		entries = append(entries, module.Entry{Of: l.Ref(), Name: "by", Layer: module.Deadlines, Version: l.Version, When: l.By,
			Text: scene.T("letter.card."+l.Side, "title", l.Title), Note: names[l.Partner], Path: "/letters/" + l.ID})
	}
	return entries, err
}
