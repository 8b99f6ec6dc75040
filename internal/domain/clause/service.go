package clause

import (
	"context"
	"slices"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs  []string
	Papers *agreement.Service
	// Party is how the city and a partner are called in a language, as a first
	// proposal for the names of the parties.
	Party func(ctx context.Context, partner, lang string) (ours, theirs string)
	// Person is how a person is called in a language; empty when that is not known.
	Person func(ctx context.Context, id, lang string) string
	// Promise makes a promise in the writer's transaction and returns its identifier.
	Promise func(ctx context.Context, w *audit.Writer, p Promise) (string, error)
	// Promised shows a promise with its outcome; nothing when the viewer may not
	// see it.
	Promised func(ctx context.Context, s *web.Scene, id string) (ui.Value, error)
	// Repeats are how often a promise can come back.
	Repeats func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Set     paper.Setter
}

// Service is what the office does with the texts of agreements.
type Service struct {
	keep.Floor
	deps    Deps
	texts   keep.Pages[Text]
	clauses keep.Pages[Clause]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.texts = keep.Pages[Text]{Keeper: s.textKeeper(), Path: "/texts", Langs: deps.Langs}
	s.clauses = keep.Pages[Clause]{Keeper: s.clauseKeeper(), Path: "/clauses", Langs: deps.Langs, Parts: parts()}
	return s
}

// Text reads one text that the viewer may see.
func (s *Service) Text(ctx context.Context, id string) (Text, error) { return s.texts.Get(ctx, id) }

// Texts lists the texts of an agreement, the first one first.
func (s *Service) Texts(ctx context.Context, agreement string) ([]Text, error) {
	if _, err := s.Gate.Require(ctx, s.texts.ViewNeed()); err != nil {
		return nil, err
	}
	return textsOf(ctx, s.DB, agreement)
}

// Clauses lists the clauses of a text in their order.
func (s *Service) Clauses(ctx context.Context, text string) ([]Clause, error) {
	if _, err := s.Text(ctx, text); err != nil {
		return nil, err
	}
	return clausesOf(ctx, s.DB, text)
}

// Begin makes a text for an agreement and returns its identifier: with the
// clauses of another text, or with a title, a preamble and a closing formula to
// fill in. Of a text that is taken over the wording comes along in the languages
// that both have.
func (s *Service) Begin(ctx context.Context, t Text, from string) (string, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: TextKind}); err != nil {
		return "", err
	}
	a, err := s.deps.Papers.Agreement(ctx, t.Agreement)
	if errs.KindOf(err) == errs.NotFound {
		return "", errs.Field("agreement", "form.choice")
	}
	if err != nil {
		return "", err
	}
	ours, theirs := s.propose(ctx, a.Partner, t.Langs())
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		clauses := blank(a.Title, t.Langs())
		if from != "" {
			other, err := textByID(ctx, w, from)
			if err != nil || other.Binned {
				return record.Ref{}, errs.Field("from", "form.choice")
			}
			if clauses, err = clausesOf(ctx, w, from); err != nil {
				return record.Ref{}, err
			}
			t.OurName, t.TheirName = within(other.OurName, t.Langs()), within(other.TheirName, t.Langs())
		}
		t.OurName, t.TheirName = filled(t.OurName, ours), filled(t.TheirName, theirs)
		id, err := s.texts.AddIn(ctx, w, t)
		if err != nil {
			return record.Ref{}, err
		}
		for i, c := range clauses {
			fresh := Clause{Text: id, Position: i + 1, Part: c.Part, Heading: within(c.Heading, t.Langs()), Words: within(c.Words, t.Langs())}
			if _, err := s.clauses.AddIn(ctx, w, fresh); err != nil {
				return record.Ref{}, err
			}
		}
		return record.Ref{Kind: TextKind, ID: id}, nil
	})
	return ref.ID, err
}

// blank are the clauses that a text begins with.
func blank(title i18n.Text, langs []string) []Clause {
	return []Clause{{Part: Title, Words: within(title, langs)}, {Part: Preamble}, {Part: Article}, {Part: Closing}}
}

// within is a text in some of its languages.
func within(text i18n.Text, langs []string) i18n.Text {
	var part i18n.Text
	for _, lang := range text.Langs() {
		if slices.Contains(langs, lang) {
			part.Set(lang, text.Get(lang))
		}
	}
	return part
}

// propose is how the parties are called in some languages, for whoever says
// nothing else.
func (s *Service) propose(ctx context.Context, partner string, langs []string) (ours, theirs i18n.Text) {
	for _, lang := range langs {
		us, them := s.deps.Party(ctx, partner, lang)
		ours.Set(lang, us)
		theirs.Set(lang, them)
	}
	return ours, theirs
}

// filled is a text with what another one says in the languages that it lacks.
func filled(text, other i18n.Text) i18n.Text {
	for _, lang := range other.Langs() {
		if text.Get(lang) == "" {
			text.Set(lang, other.Get(lang))
		}
	}
	return text
}

// Change writes languages and names of the parties over the version that they
// were made from.
func (s *Service) Change(ctx context.Context, t Text) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := s.texts.GetIn(ctx, w, t.ID)
		if err != nil {
			return t.Ref(), err
		}
		if err := before.open(); err != nil {
			return t.Ref(), err
		}
		t.Agreement, t.State = before.Agreement, before.State
		return t.Ref(), s.texts.ChangeIn(ctx, w, t)
	})
	return err
}

// Finish says that a text is ready to be signed; text.not_ready when something is
// missing, see Missing. The text of an agreement that has been signed is sealed
// at once.
func (s *Service) Finish(ctx context.Context, id string, version int64) error {
	t, err := s.Text(ctx, id)
	if err != nil {
		return err
	}
	a, err := s.deps.Papers.Agreement(ctx, t.Agreement)
	if err != nil {
		return err
	}
	posts, err := s.postless(ctx, t)
	if err != nil {
		return err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := s.open(ctx, w, id); err != nil {
			return t.Ref(), err
		}
		t, err := s.texts.GetIn(ctx, w, id)
		if err != nil {
			return t.Ref(), err
		}
		clauses, err := clausesOf(ctx, w, id)
		if err != nil {
			return t.Ref(), err
		}
		if len(Problems(t, clauses)) > 0 || len(posts) > 0 {
			return t.Ref(), errs.New(errs.Invalid, "text.not_ready")
		}
		t.Version, t.State = version, Ready
		if signed(a) {
			t.State = Sealed
		}
		return t.Ref(), s.texts.ChangeIn(ctx, w, t)
	})
	return err
}

// signed tells whether an agreement has been signed.
func signed(a agreement.Agreement) bool { return !a.Planned && !a.Signed.IsZero() }

// Reopen makes a ready text a draft again. A sealed one stays as it is.
func (s *Service) Reopen(ctx context.Context, id string, version int64) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: TextKind, ID: id}
		t, err := s.texts.GetIn(ctx, w, id)
		if err != nil {
			return ref, err
		}
		if t.State == Sealed {
			return ref, errs.New(errs.Conflict, "text.sealed")
		}
		t.Version, t.State = version, Draft
		return ref, s.texts.ChangeIn(ctx, w, t)
	})
	return err
}

// Signed seals the ready texts of an agreement that is signed by a change of it.
// It runs in the transaction of that change.
func (s *Service) Signed(ctx context.Context, w *audit.Writer, before, after agreement.Agreement) error {
	if !signed(after) || signed(before) {
		return nil
	}
	texts, err := textsOf(ctx, w, after.ID)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if t.State != Ready {
			continue
		}
		t.State = Sealed
		if err := s.texts.ChangeIn(ctx, w, t); err != nil {
			return err
		}
	}
	return nil
}

// Discard puts a text away; a sealed one stays.
func (s *Service) Discard(ctx context.Context, id string) error { return s.texts.PutAway(ctx, id) }

// Clause reads one clause that the viewer may see.
func (s *Service) Clause(ctx context.Context, id string) (Clause, error) {
	return s.clauses.Get(ctx, id)
}

// Insert adds a clause after another one, or at the end of its kind, and returns
// its identifier.
func (s *Service) Insert(ctx context.Context, c Clause, after string) (string, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		id, err := s.insert(ctx, w, c, after)
		return record.Ref{Kind: Kind, ID: id}, err
	})
	return ref.ID, err
}

func (s *Service) insert(ctx context.Context, w *audit.Writer, c Clause, after string) (string, error) {
	if _, err := s.texts.GetIn(ctx, w, c.Text); err != nil {
		return "", err
	}
	all, err := clausesOf(ctx, w, c.Text)
	if err != nil {
		return "", err
	}
	switch {
	case len(all) >= clausesMax:
		return "", errs.Field("words", "clause.many", "max", clausesMax)
	case !slices.Contains(Parts(), c.Part):
		return "", errs.Field("part", "form.choice")
	case !c.Part.Body() && c.Part != Preamble && slices.ContainsFunc(all, func(o Clause) bool { return o.Part == c.Part }):
		return "", errs.Field("part", "clause.part.once")
	}
	at := slot(all, after, c.Part)
	c.Position = at + 1
	if c.ID, err = s.clauses.AddIn(ctx, w, c); err != nil {
		return "", err
	}
	return c.ID, arrange(ctx, w, slices.Insert(all, at, c))
}

// Write changes the wording of a clause over the version that it was made from.
// An article can become a point, and a point an article; other parts stay what
// they are.
func (s *Service) Write(ctx context.Context, c Clause) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := s.clauses.GetIn(ctx, w, c.ID)
		if err != nil {
			return c.Ref(), err
		}
		if before.Part != c.Part && !(before.Part.Body() && c.Part.Body()) {
			return c.Ref(), errs.Field("part", "form.choice")
		}
		return c.Ref(), s.clauses.ChangeIn(ctx, w, c)
	})
	return err
}

// Move takes a clause a step up or down; an article goes with its points.
func (s *Service) Move(ctx context.Context, id string, up bool) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, err := s.clauses.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		if err := s.open(ctx, w, c.Text); err != nil {
			return record.Ref{}, err
		}
		before, err := clausesOf(ctx, w, c.Text)
		if err != nil {
			return record.Ref{}, err
		}
		after := move(before, id, up)
		was, is := Numbers(before)[id], Numbers(after)[id]
		if was == is {
			return c.Ref(), nil // it stands at the edge
		}
		if err := arrange(ctx, w, after); err != nil {
			return record.Ref{}, err
		}
		return c.Ref(), written(ctx, w, c, was, is)
	})
	return err
}

// Remove puts a clause away; it can return from the bin.
func (s *Service) Remove(ctx context.Context, id string) error { return s.clauses.PutAway(ctx, id) }
