package partner

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/transfer"
)

// parts is what the sides have said of a tie.
func (s *Service) parts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	claims, err := s.Claims(ctx, id)
	part := transfer.Part{Title: scene.T("partner.said")}
	for _, c := range claims {
		line := transfer.Line{Text: scene.T("partner.side."+string(c.Side)) + ": " + scene.T("partner.state."+string(c.State))}
		for _, text := range []string{scene.Date(c.On), c.Wording, c.By, c.Document, c.Note.In(scene.Lang).Value, c.Source.Title} {
			if text == "" {
				continue
			}
			if line.Note != "" {
				line.Note += " · "
			}
			line.Note += text
		}
		part.Lines = append(part.Lines, line)
	}
	return []transfer.Part{part}, err
}
