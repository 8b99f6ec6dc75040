package report

import (
	"context"
	"sync"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/typst"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// Typesetter makes a PDF of a document; a typst.Pool is one.
type Typesetter interface {
	PDF(ctx context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error)
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Contacts   *contact.Service
	Partners   *partner.Service
	Agreements *agreement.Service
	Sources    Sources
	Home       func(lang string) partner.Home
	// Office is who prints a paper, as its head: the department, or the city.
	Office func(lang string) string
	// Crest is the coat of arms with its type, "png" or "svg"; nothing without one.
	Crest func(ctx context.Context) (body []byte, kind string, err error)
	// Words gives the words of the paper's language, which need not be that of
	// the reader's pages.
	Words func(lang string) *i18n.Printer
	Clock clock.Clock
	Paper Typesetter
}

// Service makes papers.
type Service struct {
	keep.Floor
	deps Deps

	mu   sync.Mutex
	done map[string]fitted // by content
	keys []string          // of done, the oldest first
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	return &Service{Floor: floor, deps: deps, done: map[string]fitted{}}
}

// Langs lists the languages that a paper can be printed in.
func Langs() []string { return []string{"ru", "en"} }

// Brief collects the sheet about a partner, by identifier or slug, as far as
// the viewer may see what it is made of. It is an inner paper: errs.NotFound
// for those who see no more than their own or the public records. Nothing is
// measured yet: Left holds only what is always shortened.
func (s *Service) Brief(ctx context.Context, lang, partnerID string) (Brief, error) {
	return s.collect(ctx, lang, partnerID, s.now())
}

// BriefPDF makes the sheet as a PDF of exactly one page, and tells in Left what
// had no room on it.
func (s *Service) BriefPDF(ctx context.Context, lang, partnerID string) ([]byte, Brief, error) {
	b, err := s.collect(ctx, lang, partnerID, s.now())
	if err != nil {
		return nil, b, err
	}
	return s.fit(ctx, b, s.now())
}

// now is the present in the zone of the municipality.
func (s *Service) now() time.Time {
	now := s.deps.Clock()
	if zone := s.deps.Home("ru").Zone; zone != nil {
		return now.In(zone)
	}
	return now
}

// inner asks whether the viewer may read inner papers.
func (s *Service) inner(ctx context.Context) error {
	scope, err := s.Gate.Require(ctx, need())
	if err != nil {
		return err
	}
	if scope < account.All { // it holds inner fields
		return errs.New(errs.NotFound, "record.missing")
	}
	return nil
}

// need is the permission for the brief: to see partners.
func need() module.Need { return module.Need{Action: module.View, Kind: partner.Kind} }
