package agreement

import (
	"context"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// parts is who signed.
func (s *Service) parts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	signatories, err := s.Signatories(ctx, id)
	part := transfer.Part{Title: scene.T("agreement.signatories")}
	for _, one := range signatories {
		line := transfer.Line{Text: one.Name, Note: scene.T("agreement.signatory.side." + one.Side)}
		if post := one.Post.In(scene.Lang).Value; post != "" {
			line.Note = post + " · " + line.Note
		}
		if one.Person != "" {
			line.Ref = record.Ref{Kind: contact.PersonKind, ID: one.Person}
		}
		part.Lines = append(part.Lines, line)
	}
	return []transfer.Part{part}, err
}
