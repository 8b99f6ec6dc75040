package questionnaire

import (
	"context"
	"encoding/json"
	"slices"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Clock  clock.Clock // in the municipality's zone
	Visits *visit.Service
	Home   func(lang string) string // name of the municipality
	Words  func(lang string) *i18n.Printer
}

// Service is what the office and the guests do with questionnaires.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func (s *Service) require(ctx context.Context, action, kind string) error {
	_, err := s.Gate.Require(ctx, module.Need{Action: action, Kind: kind})
	return err
}

// Form reads what is asked for a visit that the viewer may see.
func (s *Service) Form(ctx context.Context, id string) (Form, error) {
	if err := s.require(ctx, module.View, visit.MemberKind); err != nil {
		return Form{}, err
	}
	return formByID(ctx, s.DB, id)
}

// Ask says which fields are asked of the people of a visit, and returns the
// identifier of the form.
func (s *Service) Ask(ctx context.Context, f Form) (string, error) {
	if err := s.require(ctx, module.Edit, visit.Kind); err != nil {
		return "", err
	}
	if err := f.check(); err != nil {
		return "", err
	}
	v, err := s.deps.Visits.Visit(ctx, f.Activity)
	if err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		f.Activity = v.Trip.ID
		was, err := formByID(ctx, w, f.Activity)
		before, after := was.history(), f.history()
		title := v.Trip.Name.In("ru").Value
		switch {
		case errs.KindOf(err) == errs.NotFound:
			f.ID = w.NewID()
			if err := insertForm(ctx, w, f); err != nil {
				return record.Ref{}, err
			}
			return f.Ref(), w.Created(ctx, f.Ref(), title, after)
		case err != nil:
			return record.Ref{}, err
		}
		f.ID = was.ID
		if err := updateForm(ctx, w, f); err != nil {
			return record.Ref{}, err
		}
		return f.Ref(), w.Changed(ctx, f.Ref(), title, before, after)
	})
	return ref.ID, err
}

// history are the values of a form for its history.
func (f Form) history() audit.Fields {
	fields := audit.Fields{}
	for _, name := range Asked() {
		value := ""
		if slices.Contains(f.Fields, name) {
			value = "yes"
		}
		fields = append(fields, audit.Field{Name: "field." + name, Value: value})
	}
	return fields
}

// Answers are what came in for a visit.
func (s *Service) Answers(ctx context.Context, activity string) ([]Answer, error) {
	if err := s.require(ctx, module.View, visit.MemberKind); err != nil {
		return nil, err
	}
	return answersOf(ctx, s.DB, activity)
}

// place is what an answer is closed for.
func place(link string) string { return "pobratim questionnaire " + link }

// program acts for a guest, who has no rights of their own beyond the link.
func program(ctx context.Context) context.Context {
	return account.With(ctx, account.System("pobratim"))
}

// agree notes that whoever holds a link agreed to a text.
func (s *Service) agree(ctx context.Context, a Answer) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		f, err := formByID(ctx, w, a.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		a.Activity, a.ConsentAt = f.Activity, w.Now
		return f.Ref(), putConsent(ctx, w, a)
	})
	return err
}

// receive closes an answer and keeps it until it is taken over. One without consent,
// or a second one, is refused.
func (s *Service) receive(ctx context.Context, link string, values map[string]string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := answerBy(ctx, w, link)
		if errs.KindOf(err) == errs.NotFound {
			return record.Ref{}, errs.New(errs.Invalid, "questionnaire.consent.missing")
		}
		if err != nil {
			return record.Ref{}, err
		}
		f, err := formByID(ctx, w, a.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		text, err := json.Marshal(values)
		if err != nil {
			return record.Ref{}, err
		}
		lock, box, err := s.deps.Visits.CloseIn(program(ctx), w, a.Activity, place(link), string(text))
		if err != nil {
			return record.Ref{}, err
		}
		ok, err := send(ctx, w, link, lock, box, w.Now)
		if err == nil && !ok {
			err = errs.New(errs.Conflict, "questionnaire.used")
		}
		return f.Ref(), err
	})
	return err
}

// Take makes somebody of the delegation of an answer, with what is sealed of them.
func (s *Service) Take(ctx context.Context, link string) (string, error) {
	for _, need := range []module.Need{{Action: module.Create, Kind: visit.MemberKind}, {Action: module.Edit, Kind: visit.SealedKind}} {
		if err := s.require(ctx, need.Action, need.Kind); err != nil {
			return "", err
		}
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := answerBy(ctx, w, link)
		if err != nil {
			return record.Ref{}, err
		}
		if a.State != Sent {
			return record.Ref{}, errs.New(errs.Conflict, "questionnaire.gone")
		}
		text, err := s.deps.Visits.OpenIn(ctx, w, a.lock, place(link), a.box)
		if err != nil {
			return record.Ref{}, err
		}
		values := map[string]string{}
		if err := json.Unmarshal([]byte(text), &values); err != nil {
			return record.Ref{}, err
		}
		m, sealed := memberOf(a.Activity, values)
		id, err := s.deps.Visits.AddMemberIn(ctx, w, m, sealed)
		if err != nil {
			return record.Ref{}, err
		}
		ok, err := settle(ctx, w, link, Taken)
		if err == nil && !ok {
			err = errs.New(errs.Conflict, "questionnaire.gone")
		}
		return record.Ref{Kind: visit.MemberKind, ID: id}, err
	})
	return ref.ID, err
}

// memberOf is somebody of a delegation as they described themselves.
func memberOf(activity string, values map[string]string) (visit.Member, map[string]string) {
	m := visit.Member{Visit: activity, Role: "member", State: "coming", Latin: values["latin"], Name: values["name"], Post: values["post"], Languages: values["languages"], ArrivesAt: values["arrives_at"]}
	for field, at := range map[string]*edtf.Date{"arrives": &m.Arrives, "leaves": &m.Leaves} {
		if day, err := edtf.Parse(values[field]); err == nil {
			*at = day
		}
	}
	sealed := map[string]string{}
	for _, field := range visit.SealedFields() {
		if values[field] != "" {
			sealed[field] = values[field]
		}
	}
	return m, sealed
}

// Drop puts an answer away without taking anything from it.
func (s *Service) Drop(ctx context.Context, link string) error {
	if err := s.require(ctx, module.Create, visit.MemberKind); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := answerBy(ctx, w, link)
		if err != nil {
			return record.Ref{}, err
		}
		f, err := formByID(ctx, w, a.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		ok, err := settle(ctx, w, link, Dropped)
		if err == nil && !ok {
			err = errs.New(errs.Conflict, "questionnaire.gone")
		}
		return f.Ref(), err
	})
	return err
}

// Forget drops what waits of a visit whose sealed details are destroyed, in that
// transaction.
func (s *Service) Forget(ctx context.Context, w *audit.Writer, activity string) error {
	return forget(ctx, w, activity)
}
