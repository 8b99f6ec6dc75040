package membership

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

func (s *Service) listBallots(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := BallotFilter{Position: q.Get("position"), Limit: keep.PageSize + 1, After: BallotKey{q.Get("after"), q.Get("after_id")}}
	if as := export.Asked(r); as != "" {
		ids := export.ByKey(func(after BallotKey) ([]Ballot, error) {
			f.After, f.Limit = after, export.PageSize
			return s.Ballots(ctx, f)
		}, func(b Ballot) (string, BallotKey) { return b.ID, b.Key() })
		return s.ballots.Export(r, as, "ballots", ids)
	}
	rows, err := s.Ballots(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.CountBallots(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Views: s.views(ctx, scene, BallotKind), Table: s.ballotTable(scene, rows, true), Pager: keep.Pager(scene, len(rows), total, f.After != BallotKey{}), Take: export.Links(scene),
		Filter: filtering(scene, "/ballots", choose(scene, "position", scene.T("ballot.position"), scene.T("membership.any"), f.Position, "ballot.position.", Positions())),
		Add:    s.add(ctx, scene, BallotKind, "/ballots")}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Held, last.ID)
	}
	return web.Page{Template: "membership/list", Title: scene.T("ballot.list"), Data: data}, nil
}

// ballotTable lists ballots, of one membership or of all.
func (s *Service) ballotTable(scene *web.Scene, rows []Ballot, network bool) ui.Table {
	t := ui.Table{ID: "ballots", Caption: scene.T("ballot.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("ballot.none"), Text: scene.T("ballot.none.text")}}
	t.Columns = []ui.Column{{Label: scene.T("ballot.question")}, {Label: scene.T("ballot.held")}}
	if network {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("ballot.membership")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("ballot.position")}, ui.Column{Label: scene.T("ballot.outcome")})
	for _, b := range rows {
		question := keep.Said(scene, b.Question)
		question.Href = scene.Path("/ballots/" + b.ID)
		cells := []ui.Cell{{Value: question, Head: true}, {Value: ui.Value{Text: scene.Date(b.Held)}}}
		if network {
			of := keep.Said(scene, b.Of)
			of.Href = scene.Path("/memberships/" + b.Membership)
			cells = append(cells, ui.Cell{Value: of})
		}
		cells = append(cells, ui.Cell{Value: s.positionValue(scene, b)}, ui.Cell{Value: ui.Value{Text: outcomeWords(scene, b)}})
		t.Rows = append(t.Rows, t.NewRow(cells...))
	}
	return t
}

// positionValue is what the city says, or that it has still to settle it.
func (s *Service) positionValue(scene *web.Scene, b Ballot) ui.Value {
	switch {
	case b.Position != "":
		return ui.Value{Text: scene.T("ballot.position." + b.Position)}
	case b.Open(s.deps.Clock()):
		return ui.Value{Chip: &ui.Chip{Text: scene.T("ballot.position.open"), Tone: ui.ToneWarn}}
	}
	return ui.Value{Text: scene.T("ballot.position.missing")}
}

func outcomeWords(scene *web.Scene, b Ballot) string {
	if b.Outcome == "" {
		return ""
	}
	return scene.T("ballot.outcome." + b.Outcome)
}

func (s *Service) viewBallot(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	b, err := s.ballots.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.ballots.At(&b)
	data := partPage{Head: ui.Head{Over: scene.T("ballot.kind"), Title: keep.Said(scene, b.Question), Audience: keep.Audience(scene, b.Visibility)}}
	position := s.positionValue(scene, b)
	if position.Chip == nil {
		position.Chip = &ui.Chip{Text: position.Text}
	}
	data.Head.Chips = []ui.Chip{*position.Chip}
	if words := outcomeWords(scene, b); words != "" {
		data.Head.Chips = append(data.Head.Chips, ui.Chip{Text: words, Tone: ui.ToneInfo})
	}
	if data.Facts, err = s.ballots.FactList(ctx, scene, &b, at); err != nil {
		return nil, err
	}
	if s.ballots.Can(ctx, module.Edit, &b) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	}
	return web.Page{Template: "membership/part", Title: b.Question.In(scene.Lang).Value, Data: data, About: b.Ref().String(), Crumbs: []web.Crumb{
		{Text: scene.T("ballot.list"), Path: "/ballots"}, {Text: b.Of.In(scene.Lang).Value, Path: "/memberships/" + b.Membership}}}, nil
}
