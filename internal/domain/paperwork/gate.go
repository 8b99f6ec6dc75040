package paperwork

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Office is who a paper is for that stays in our own office or country.
const Office = "office"

// outward are the kinds of paper that are written to somebody of the other side
// unless somebody says otherwise.
func outward() []string {
	return []string{"invitation", "visa-letter", "programme", "booklet", "thanks"}
}

// Shut is what keeps a paper from going abroad.
type Shut struct {
	Country string // of the recipient
	Path    string // the page of the office on which it is decided
}

// recipients are whom a paper of an activity can be for: our own office, and the
// countries of its partners. The first is meant when nobody says.
func (s *Service) recipients(ctx context.Context, w Wanted) ([]string, error) {
	if s.deps.Sources.Abroad == nil {
		return []string{Office}, nil
	}
	abroad, err := s.deps.Sources.Abroad(ctx, w.Activity)
	if slices.Contains(outward(), w.Paper) {
		return append(abroad, Office), err
	}
	return append([]string{Office}, abroad...), err
}

// ask settles for whom a paper is, and asks the gate whether what it says of the
// people of a delegation may go there.
func (s *Service) ask(ctx context.Context, d *Draft, f *facts, marks []fill.Found) error {
	all, err := s.recipients(ctx, d.Wanted)
	if err != nil {
		return err
	}
	if d.Recipients = all; d.For == "" {
		d.For = all[0]
	}
	if d.For == Office || s.deps.Sources.Passed == nil {
		return nil
	}
	if s.deps.Country(d.For, "en") == "" {
		return errs.New(errs.Invalid, "paperwork.for.unknown", "country", d.For)
	}
	fields := carried(f, marks, d.Langs)
	if len(fields) == 0 {
		return nil
	}
	path, err := s.deps.Sources.Passed(ctx, d.Activity, d.For, fields)
	if errs.KindOf(err) == errs.Conflict {
		d.Shut = &Shut{Country: d.For, Path: path}
		return nil
	}
	return err
}

// carried are the fields of a delegation's people that a paper says, as the gate
// names them. The name in Russian and the passport's spelling are two of them.
func carried(f *facts, marks []fill.Found, langs string) []string {
	first, _, _ := strings.Cut(langs, "+")
	var fields []string
	add := func(one string) {
		if !slices.Contains(fields, one) {
			fields = append(fields, one)
		}
	}
	for _, m := range marks {
		lang, name := first, m.Name
		for _, one := range []string{"ru", "en"} {
			if rest, is := strings.CutPrefix(name, one+"."); is {
				lang, name = one, rest
			}
		}
		spelling := "name"
		if lang != "ru" {
			spelling = "latin"
		}
		within := slices.Contains(m.Within, "members")
		switch {
		case m.Use != fill.Text:
		case within && len(f.members) > 0:
			switch name {
			case "name":
				add(spelling)
			case "passport":
				add("latin")
			case "post", "role", "citizenship":
				add(name)
			}
		case (name == "head" || strings.HasPrefix(name, "head.")) && (f.head != "" || !f.headName.IsZero()):
			add(spelling)
		}
	}
	return fields
}

// refused is a paper that may not go abroad yet, as an error.
func (s *Service) refused(d Draft) error {
	if d.Shut == nil {
		return nil
	}
	return errs.New(errs.Conflict, "paperwork.gate.closed", "country", s.countryName(d.Shut.Country))
}

// countryName is what a country is called in each language of the program.
func (s *Service) countryName(code string) i18n.Text {
	var name i18n.Text
	for _, lang := range s.deps.Langs {
		name.Set(lang, s.deps.Country(code, lang))
	}
	return name
}

// forField asks for whom a paper is.
func (s *Service) forField(scene *web.Scene, d Draft) ui.Field {
	field := ui.Field{Kind: ui.FieldSelect, Name: "for", Label: scene.T("paperwork.for"), Width: ui.WidthMedium}
	for _, one := range d.Recipients {
		field.Options = append(field.Options, ui.Option{Value: one, Label: s.forWord(scene, one), Selected: one == d.For})
	}
	return field
}

func (s *Service) forWord(scene *web.Scene, who string) string {
	if who == Office {
		return scene.T("paperwork.for.office")
	}
	return scene.T("paperwork.for.country", "name", s.deps.Country(who, scene.Lang))
}

// shutNotice says why a paper may not be taken, and where that is decided.
func (s *Service) shutNotice(scene *web.Scene, d Draft) *ui.Notice {
	return &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("paperwork.gate.title"), Text: scene.T("paperwork.gate.closed", "country", s.countryName(d.Shut.Country)),
		Links: []ui.Link{{Text: scene.T("paperwork.gate.open"), Href: scene.Path(d.Shut.Path)}}}
}
