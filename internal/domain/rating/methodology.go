package rating

import (
	"context"
	"errors"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// MethodologyKind is the kind of the records in the table of methodologies.
const MethodologyKind = "methodology"

// Methodology is a rating, an award or a questionnaire by which the city assesses
// itself.
type Methodology struct {
	keep.Meta
	Title i18n.Text
	Body  string // the file, see the package method
}

// Ref names the methodology.
func (m Methodology) Ref() record.Ref { return record.Ref{Kind: MethodologyKind, ID: m.ID} }

func (s *Service) methodologyKeeper() *keep.Keeper[Methodology] {
	return &keep.Keeper[Methodology]{
		Floor: s.Floor, Kind: MethodologyKind, IDs: allMethodologyIDs,
		Fields: keep.Set[Methodology]{
			{Name: "title", At: func(m *Methodology) any { return &m.Title }, Max: 400, Called: true},
			{Name: "body", At: func(m *Methodology) any { return &m.Body }, Long: true, Required: true, Max: method.MaxBytes, Aside: true},
			{Name: "visibility", At: func(m *Methodology) any { return &m.Visibility }, Aside: true},
		},
		Meta:  func(m *Methodology) *keep.Meta { return &m.Meta },
		Title: func(m *Methodology, lang string) string { return m.Title.In(lang).Value },
		ByID:  methodologyByID, Insert: insertMethodology, Update: updateMethodology, Bin: binMethodology,
		Check: func(_ context.Context, _ db.Handle, m *Methodology) error { return s.checkMethodology(m) },
	}
}

// checkMethodology reads the file anew, so that what is kept can be used, and
// names the record as the file does where nobody named it.
func (s *Service) checkMethodology(m *Methodology) error {
	read, err := method.Read([]byte(m.Body), s.deps.Measures)
	if err != nil {
		return inBody(err)
	}
	if m.Title.IsZero() {
		m.Title.SetAll(read.Title)
		for _, lang := range m.Title.Langs() {
			m.Title.Set(lang, m.Title.Get(lang)+", "+read.Edition)
		}
	}
	return nil
}

// inBody puts the faults of a file to the field that holds it; each says its
// place in words.
func inBody(err error) error {
	var bad errs.Fields
	for _, e := range errs.FieldsOf(err) {
		bad.Add(e.At("body"))
	}
	if bad == nil {
		return err
	}
	return bad.Err()
}

// read is the methodology that a record holds; what is kept was checked.
func (s *Service) read(m Methodology) (*method.Methodology, error) {
	read, err := method.Read([]byte(m.Body), s.deps.Measures)
	if err != nil {
		return nil, errs.Wrap(err, errs.Conflict, "methodology.outdated", "title", m.Title)
	}
	return read, nil
}

// Methodology reads one methodology that the viewer may see.
func (s *Service) Methodology(ctx context.Context, id string) (Methodology, error) {
	return s.methodologies.Get(ctx, id)
}

// AddMethodology keeps a methodology and returns its identifier.
func (s *Service) AddMethodology(ctx context.Context, m Methodology) (string, error) {
	return s.methodologies.Add(ctx, m)
}

// ChangeMethodology writes a new state over the version it was made from.
func (s *Service) ChangeMethodology(ctx context.Context, m Methodology) error {
	return s.methodologies.Change(ctx, m)
}

// Methodologies lists the methodologies that the viewer may see, by name.
func (s *Service) Methodologies(ctx context.Context) ([]Methodology, error) {
	scope, err := s.Gate.Require(ctx, s.methodologies.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listMethodologies(ctx, s.DB, scope)
}

// alter changes a methodology by what do does to its parts.
func (s *Service) alter(ctx context.Context, m Methodology, do func(*method.Methodology) error) error {
	read, err := s.read(m)
	if err != nil {
		return err
	}
	if err := do(read); err != nil {
		return err
	}
	body, err := read.Bytes()
	if err != nil {
		return err
	}
	m.Body = string(body)
	return s.ChangeMethodology(ctx, m)
}

// sayFaults joins faults into one sentence each, for a form that has no field at
// their places.
func sayFaults(p *i18n.Printer, err error) []string {
	var said []string
	for _, e := range errs.FieldsOf(err) {
		said = append(said, p.Err(e))
	}
	if said == nil {
		if e, ok := errors.AsType[*errs.E](err); ok {
			said = append(said, p.Err(e))
		}
	}
	return said
}

// levelTone is the colour of a state of an answer.
func levelTone(state string) ui.Tone {
	switch state {
	case Gap:
		return ui.ToneWarn
	case Absent:
		return ui.ToneNeutral
	}
	return ui.ToneGood
}
