package activity

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/transfer"
)

// parts is who takes part in an activity, and its money.
func (s *Service) parts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	all, err := s.Participants(ctx, id)
	if err != nil {
		return nil, err
	}
	n := s.namer(scene.Lang)
	who := transfer.Part{Title: scene.T("activity.participants")}
	for _, p := range all {
		line := transfer.Line{Text: p.Text.In(scene.Lang).Value, Note: scene.T("activity.role.one."+p.Role) + " · " + scene.T("activity.side."+p.Side), Ref: p.Ref()}
		if !line.Ref.IsZero() {
			line.Text = n.title(ctx, line.Ref)
		}
		if line.Text != "" {
			who.Lines = append(who.Lines, line)
		}
	}
	sums, err := s.Money(ctx, id)
	money := transfer.Part{Title: scene.T("activity.money")}
	for _, m := range sums {
		line := transfer.Line{Text: scene.T("activity.money.what."+m.What) + ": " + scene.Money(m.Amount), Note: m.Note.In(scene.Lang).Value}
		money.Lines = append(money.Lines, line)
	}
	return []transfer.Part{who, money}, err
}
