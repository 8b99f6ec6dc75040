package paperwork

import (
	"context"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// The city itself is no record: its name forms stand under this reference.
const (
	homeKind = "setting"
	homeID   = "home"
)

// CaseNames lists the forms of a name beside the nominative: five cases, the name
// with initials, the form of address.
func CaseNames() []string {
	return []string{"gen", "dat", "acc", "ins", "pre", "short", "salutation"}
}

// Forms are the forms of one name, as somebody typed them.
type Forms struct {
	Ref        record.Ref
	Version    int64
	Gen        string // кого, чего
	Dat        string // кому, чему
	Acc        string // кого, что
	Ins        string // кем, чем
	Pre        string // о ком, о чём; of a city as it stands after «в»
	Short      string // with initials, as under a signature
	Salutation i18n.Text
}

// In is a form by its name; the salutation is asked for by language.
func (f Forms) In(form string) string {
	return map[string]string{"gen": f.Gen, "dat": f.Dat, "acc": f.Acc, "ins": f.Ins, "pre": f.Pre, "short": f.Short}[form]
}

// Say writes one form by its name; of the salutation it is the one in a language.
func (f *Forms) Say(form, lang, value string) {
	if form == "salutation" {
		f.Salutation.Set(lang, value)
		return
	}
	*map[string]*string{"gen": &f.Gen, "dat": &f.Dat, "acc": &f.Acc, "ins": &f.Ins, "pre": &f.Pre, "short": &f.Short}[form] = value
}

// formKinds are the kinds of records whose names are declined.
func formKinds() []string { return []string{"person", "post", "partner", homeKind} }

const maxForm = 300

func (f Forms) check() error {
	var bad errs.Fields
	for _, name := range CaseNames() {
		if n := utf8.RuneCountInString(f.In(name)); n > maxForm {
			bad.Add(errs.Field(name, "form.long", "n", maxForm, "now", n))
		}
	}
	return bad.Err()
}

func (f Forms) audit() audit.Fields {
	return audit.Fields{
		{Name: "form_gen", Value: f.Gen}, {Name: "form_dat", Value: f.Dat}, {Name: "form_acc", Value: f.Acc}, {Name: "form_ins", Value: f.Ins}, {Name: "form_pre", Value: f.Pre},
		{Name: "form_short", Value: f.Short}, {Name: "form_salutation", Value: f.Salutation.In("ru").Value},
	}
}

// may asks whether the viewer may do something with the record whose name it is.
func (s *Service) may(ctx context.Context, ref record.Ref, action string) error {
	if ref.Kind == homeKind {
		if ref.ID != homeID {
			return errs.New(errs.NotFound, "record.missing")
		}
		need := paperNeed(action)
		_, err := s.Gate.Require(ctx, need)
		return err
	}
	kind, known := s.Floor.Kinds()[ref.Kind]
	if !known || kind.Allowed == nil {
		return errs.New(errs.NotFound, "record.missing")
	}
	if _, err := s.Gate.Require(ctx, module.Need{Action: action, Kind: ref.Kind}); err != nil {
		return err
	}
	_, err := kind.Allowed(ctx, ref.ID, action)
	return err
}

// Forms are the forms of a name; none are known of most.
func (s *Service) Forms(ctx context.Context, ref record.Ref) (Forms, error) {
	if err := s.may(ctx, ref, module.View); err != nil {
		return Forms{}, err
	}
	return oneForms(ctx, s.DB, ref)
}

// SayForms writes the forms of a name over the version that they were made from.
func (s *Service) SayForms(ctx context.Context, f Forms) error {
	if err := s.may(ctx, f.Ref, module.Edit); err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	title := s.title(ctx, f.Ref, "ru")
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := oneForms(ctx, w, f.Ref)
		if err != nil {
			return record.Ref{}, err
		}
		if before.Version != f.Version {
			return record.Ref{}, errs.New(errs.Stale, "form.stale")
		}
		if err := putForms(ctx, w, f); err != nil {
			return record.Ref{}, err
		}
		return f.Ref, w.Changed(ctx, f.Ref, title, before.audit(), f.audit())
	})
	return err
}

// title is what the record is called whose name it is.
func (s *Service) title(ctx context.Context, ref record.Ref, lang string) string {
	if ref.Kind == homeKind {
		home, err := s.deps.Sources.Home(ctx)
		if err != nil {
			return ""
		}
		return known(home.Name, lang)
	}
	return s.Floor.Kinds().Title(ctx, ref, lang)
}
