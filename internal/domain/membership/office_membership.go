package membership

import (
	"context"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// membershipPage is what the template membership shows.
type membershipPage struct {
	Head      ui.Head
	Edit      []ui.LinkButton
	Facts     ui.Facts
	Delegates []ui.Person
	Dues      *part // nil for those who may not see them
	Ballots   *part
}

// part is a list of dues or of ballots on the page of their membership.
type part struct {
	Table ui.Table
	None  string
	Add   *ui.LinkButton
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.Membership(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.memberships.At(&m)
	data := membershipPage{Head: ui.Head{Over: scene.T("membership.kind"), Title: keep.Said(scene, m.Name), Audience: keep.Audience(scene, m.Visibility), Chips: []ui.Chip{{Text: typeWords(scene, m)}}}}
	if m.Past(s.deps.Clock()) {
		data.Head.Chips = append(data.Head.Chips, ui.Chip{Text: scene.T("membership.past"), Tone: ui.TonePaused, Note: scene.Date(m.Until)})
	} else {
		held, err := s.deps.Held(ctx, s.deps.Clock())
		if err != nil {
			return nil, err
		}
		if chip := vacancy(scene, m, held); chip != nil {
			data.Head.Chips = append(data.Head.Chips, *chip)
		}
	}
	if data.Facts, err = s.memberships.FactList(ctx, scene, &m, at); err != nil {
		return nil, err
	}
	if data.Delegates, err = s.spokesmen(ctx, scene, m); err != nil {
		return nil, err
	}
	if data.Dues, err = s.duesPart(ctx, scene, m); err != nil {
		return nil, err
	}
	if data.Ballots, err = s.ballotPart(ctx, scene, m); err != nil {
		return nil, err
	}
	if s.memberships.Can(ctx, module.Edit, &m) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "membership/membership", Title: m.Name.In(scene.Lang).Value, Data: data, About: m.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("membership.list"), Path: "/memberships"}}}, nil
}

// spokesmen are the delegate and the deputy as rows of people, a vacant post as
// the gap that it is.
func (s *Service) spokesmen(ctx context.Context, scene *web.Scene, m Membership) ([]ui.Person, error) {
	var rows []ui.Person
	if m.Person != "" {
		people, err := s.deps.People(ctx, scene)
		if err != nil && !hidden(err) {
			return nil, err
		}
		for _, o := range people {
			if o.Value == m.Person {
				rows = append(rows, ui.Person{Name: ui.Value{Text: o.Label, Href: scene.Path("/people/" + m.Person)}, Role: scene.T("membership.person")})
			}
		}
	}
	for _, of := range []struct {
		post, role string
		asked      bool
	}{{m.Post, "membership.delegate", m.Post != "" || len(rows) == 0}, {m.Deputy, "membership.deputy", m.Deputy != ""}} {
		if !of.asked {
			continue
		}
		row, err := s.deps.Holder(ctx, scene, of.post, scene.T(of.role))
		if hidden(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if row.Vacant != "" && s.memberships.Can(ctx, module.Edit, &m) && of.post == m.Post {
			row.Fill = &ui.Link{Text: scene.T("membership.delegate.name"), Href: scene.Path("/memberships/" + m.ID + "/field/post")}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (s *Service) duesPart(ctx context.Context, scene *web.Scene, m Membership) (*part, error) {
	if !s.may(ctx, module.View, DuesKind) {
		return nil, nil
	}
	rows, err := s.Dues(ctx, DuesFilter{Membership: m.ID, Limit: optionsLimit})
	if err != nil {
		return nil, err
	}
	return &part{Table: s.duesTable(scene, rows, false), None: scene.T("dues.part.none"), Add: s.add(ctx, scene, DuesKind, "/dues", "membership", m.ID)}, nil
}

func (s *Service) ballotPart(ctx context.Context, scene *web.Scene, m Membership) (*part, error) {
	if !s.may(ctx, module.View, BallotKind) {
		return nil, nil
	}
	rows, err := s.Ballots(ctx, BallotFilter{Membership: m.ID, Limit: optionsLimit})
	if err != nil {
		return nil, err
	}
	return &part{Table: s.ballotTable(scene, rows, false), None: scene.T("ballot.part.none"), Add: s.add(ctx, scene, BallotKind, "/ballots", "membership", m.ID)}, nil
}
