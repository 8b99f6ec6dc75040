package letter

import (
	"context"
	"io"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the city's zone
	// Partners and People are whom an entry can concern, by identifier.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	People   func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Activities are what a letter can be about.
	Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Sources    Sources
	Words      func(lang string) *i18n.Printer // of any language: days as it writes them
	Kinds      func() record.Kinds
	// Contacts tell who is written to and who wrote; Office is the department that
	// signs.
	Contacts *contact.Service
	Office   func(lang string) string
	Outbox   *outbox.Service
	Files    *file.Service
	// Mail reads a message that came, in a child process.
	Mail func(ctx context.Context, message io.Reader) (*mail.Read, error)
	// Ours tells of an address of e-mail whether one of us writes from it.
	Ours func(ctx context.Context, box string) (bool, error)
}

// Service is what the office does with its correspondence.
type Service struct {
	keep.Floor
	deps      Deps
	letters   keep.Pages[Letter]
	templates keep.Pages[Template]
	notice    Notice
}

// Notice says what keeps letters from coming in by themselves; nil while all is well.
type Notice func(ctx context.Context, s *web.Scene) (*ui.Notice, error)

// Notices lets somebody say so above the register. It is called while the program is
// built.
func (s *Service) Notices(say Notice) { s.notice = say }

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.letters = keep.Pages[Letter]{Keeper: s.keeper(), Path: "/letters", Langs: deps.Langs, Start: s.start, Quick: quick()}
	s.templates = keep.Pages[Template]{Keeper: s.templateKeeper(), Path: "/letter-templates", Langs: deps.Langs, Start: startTemplate}
	if deps.Outbox != nil {
		deps.Outbox.Follow(s.wasSent)
	}
	return s
}

// Letter reads one entry that the viewer may see.
func (s *Service) Letter(ctx context.Context, id string) (Letter, error) {
	return s.letters.Get(ctx, id)
}

// Add writes down what passed and returns its identifier.
func (s *Service) Add(ctx context.Context, l Letter, cites ...keep.Cite) (string, error) {
	return s.letters.Add(ctx, l, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, l Letter, cites ...keep.Cite) error {
	return s.letters.Change(ctx, l, cites...)
}

// Letters lists a page of entries that the viewer may see, in the order of the
// filter.
func (s *Service) Letters(ctx context.Context, f Filter) ([]Letter, error) {
	scope, err := s.Gate.Require(ctx, s.letters.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Letters would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.letters.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// Answers lists what answers an entry.
func (s *Service) Answers(ctx context.Context, id string) ([]Letter, error) {
	scope, err := s.Gate.Require(ctx, s.letters.ViewNeed())
	if err != nil {
		return nil, err
	}
	return answersTo(ctx, s.DB, id, scope)
}

// LastDays is the newest day on which something passed between us and each
// partner, by the identifier of the partnership; empty for those who may not see
// the correspondence.
func (s *Service) LastDays(ctx context.Context) (map[string]edtf.Date, error) {
	scope := s.Gate.Scope(ctx, s.letters.ViewNeed())
	if scope == account.None {
		return nil, nil
	}
	return lastDays(ctx, s.DB, edtf.On(s.deps.Clock()).Sort(), scope)
}

// mayAdd tells whether the viewer may write entries down.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}
