package clause

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
)

func (s *Service) textKeeper() *keep.Keeper[Text] {
	return &keep.Keeper[Text]{
		Floor: s.Floor, Kind: TextKind, IDs: textIDs,
		Fields: keep.Set[Text]{
			{Name: "agreement", At: func(t *Text) any { return &t.Agreement }, Required: true, Options: s.deps.Papers.Options, Link: "/agreements/{id}", Residents: keep.Indoors},
			{Name: "our_lang", At: func(t *Text) any { return &t.OurLang }, Required: true, Options: languages, Residents: keep.Indoors},
			{Name: "their_lang", At: func(t *Text) any { return &t.TheirLang }, Required: true, Options: languages, Residents: keep.Indoors},
			{Name: "third_lang", At: func(t *Text) any { return &t.ThirdLang }, Options: languages, Residents: keep.Indoors},
			{Name: "our_name", At: func(t *Text) any { return &t.OurName }, Max: headingMax, Residents: keep.Indoors},
			{Name: "their_name", At: func(t *Text) any { return &t.TheirName }, Max: headingMax, Residents: keep.Indoors},
			{Name: "state", At: func(t *Text) any { return (*string)(&t.State) }, Options: keep.Choices("text.state", string(Draft), string(Ready), string(Sealed)), Residents: keep.Indoors},
		},
		Meta:  func(t *Text) *keep.Meta { return &t.Meta },
		Title: func(t *Text, lang string) string { return t.Called.In(lang).Value },
		ByID:  textByID, Insert: insertText, Update: updateText,
		Bin: func(ctx context.Context, h db.Handle, id string, binned bool) error {
			t, err := textByID(ctx, h, id)
			if err != nil {
				return err
			}
			if t.State == Sealed {
				return errs.New(errs.Conflict, "text.sealed")
			}
			return binText(ctx, h, id, binned)
		},
		Check: func(_ context.Context, _ db.Handle, t *Text) error {
			t.normalise()
			return t.validate()
		},
	}
}

// languages are those that a text can be in.
func languages(_ context.Context, s *web.Scene) ([]ui.Option, error) {
	codes := i18n.LanguageCodes()
	options := make([]ui.Option, len(codes))
	for i, code := range codes {
		options[i] = ui.Option{Value: code, Label: s.Language(code)}
	}
	return options, nil
}

func (s *Service) clauseKeeper() *keep.Keeper[Clause] {
	return &keep.Keeper[Clause]{
		Floor: s.Floor, Kind: Kind, IDs: clauseIDs,
		Fields: keep.Set[Clause]{
			{Name: "part", At: func(c *Clause) any { return (*string)(&c.Part) }, Kind: ui.FieldRadios, Options: keep.Choices("clause.part", partNames()...), Residents: keep.Indoors},
			{Name: "heading", At: func(c *Clause) any { return &c.Heading }, Max: headingMax, Called: true, Residents: keep.Indoors},
			{Name: "words", At: func(c *Clause) any { return &c.Words }, Long: true, Max: wordsMax, Residents: keep.Indoors},
		},
		Meta:  func(c *Clause) *keep.Meta { return &c.Meta },
		Title: func(c *Clause, lang string) string { return c.name(lang) },
		ByID:  clauseByID, Insert: insertClause, Update: updateClause,
		Bin: func(ctx context.Context, h db.Handle, id string, binned bool) error {
			c, err := clauseByID(ctx, h, id)
			if err != nil {
				return err
			}
			if err := s.open(ctx, h, c.Text); err != nil {
				return err
			}
			return binClause(ctx, h, id, binned)
		},
		Check: func(ctx context.Context, h db.Handle, c *Clause) error {
			if err := s.open(ctx, h, c.Text); err != nil {
				return err
			}
			return c.badMarks()
		},
	}
}

// partNames are the parts as choices of a form.
func partNames() []string {
	names := make([]string, len(Parts()))
	for i, p := range Parts() {
		names[i] = string(p)
	}
	return names
}

// open refuses a change of a text that is ready or sealed, and holds its state
// until the change is made.
func (s *Service) open(ctx context.Context, h db.Handle, text string) error {
	if err := holdText(ctx, h, text); err != nil {
		return err
	}
	t, err := textByID(ctx, h, text)
	if err != nil {
		return err
	}
	return t.open()
}

// open refuses a change of what was agreed.
func (t Text) open() error {
	switch t.State {
	case Sealed:
		return errs.New(errs.Conflict, "text.sealed")
	case Ready:
		return errs.New(errs.Conflict, "text.ready.locked")
	}
	return nil
}

// parts say how the history of a clause shows what it obliges to.
func parts() map[string]keep.Part {
	return map[string]keep.Part{
		"obligation.side": {Words: "clause.obligation.side."}, "obligation.due": {Date: true}, "obligation.promise": {Kind: "task"},
	}
}

// written notes a change of the order in the history of the clause that moved.
func written(ctx context.Context, w *audit.Writer, c Clause, was, is string) error {
	return w.Did(ctx, c.Ref(), audit.Changed, c.name("ru"), audit.Diff(audit.Fields{{Name: "number", Value: was}}, audit.Fields{{Name: "number", Value: is}}))
}
