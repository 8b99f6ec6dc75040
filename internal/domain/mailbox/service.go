package mailbox

import (
	"context"
	"crypto/x509"

	"pobratim/internal/domain/letter"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/seal"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Clock   clock.Clock
	Letters *letter.Service
	// Partners are whom a letter can be from, to choose from.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Key is the key of the password, which lies beside the database.
	Key func() (seal.Key, error)
	// Roots are whose certificates are believed; nil: those of the system.
	Roots *x509.CertPool
}

// Service is what the office does with its mailbox.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor. The register of letters says above
// itself when the mailbox needs somebody.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	deps.Letters.Notices(s.Notice)
	return s
}

// Notice says to those who write letters that none come in by themselves at the
// moment, or that some could not be entered; nil while all is well.
func (s *Service) Notice(ctx context.Context, scene *web.Scene) (*ui.Notice, error) {
	waiting, err := s.Untaken(ctx)
	if err != nil {
		return nil, err
	}
	m, err := mailboxOf(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	var said *ui.Notice
	if m.SetUp() && !m.DownSince.IsZero() {
		said = notice(scene, m)
	}
	if len(waiting) > 0 {
		if said == nil {
			said = &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("mailbox.untaken.some", len(waiting))}
		}
		said.Links = append(said.Links, ui.Link{Text: scene.T("mailbox.untaken.open"), Href: scene.Path("/mailbox/untaken")})
	}
	return said, nil
}
