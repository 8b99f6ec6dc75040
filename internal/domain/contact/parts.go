package contact

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// personParts is what a person is and was.
func (s *Service) personParts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	roles, err := s.Roles(ctx, id)
	part := transfer.Part{Title: scene.T("person.roles")}
	for _, h := range roles {
		line := transfer.Line{Text: roleTitle(scene, h), Note: termOf(scene, h)}
		if name := h.OrganisationName.In(scene.Lang).Value; name != "" {
			if line.Text != "" {
				line.Text += ", "
			}
			line.Text, line.Ref = line.Text+name, record.Ref{Kind: OrganisationKind, ID: h.Organisation}
		}
		part.Lines = append(part.Lines, line)
	}
	return []transfer.Part{part}, err
}

// organisationParts is who is and was in an organisation.
func (s *Service) organisationParts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	members, err := s.Members(ctx, id)
	return []transfer.Part{holderPart(scene, scene.T("organisation.members"), members)}, err
}

// postParts is who holds and held a post.
func (s *Service) postParts(ctx context.Context, scene *web.Scene, id string) ([]transfer.Part, error) {
	holders, err := s.Holders(ctx, id)
	return []transfer.Part{holderPart(scene, scene.T("post.holders"), holders)}, err
}

func holderPart(scene *web.Scene, title string, holders []Holder) transfer.Part {
	part := transfer.Part{Title: title}
	for _, h := range holders {
		note := roleTitle(scene, h)
		if term := termOf(scene, h); term != "" && note != "" {
			note += ", " + term
		} else {
			note += term
		}
		part.Lines = append(part.Lines, transfer.Line{Text: h.PersonName.In(scene.Lang), Note: note, Ref: record.Ref{Kind: PersonKind, ID: h.Person}})
	}
	return part
}

// termOf is from when to when somebody held a role, or when it was noted.
func termOf(scene *web.Scene, h Holder) string {
	return personRow(scene, h).Since.Text
}
