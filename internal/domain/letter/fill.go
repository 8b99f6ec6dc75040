package letter

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Hole is something that a letter needs and nobody has written down: the program
// asks for it before it makes a draft, and guesses nothing.
type Hole struct {
	Lang     string
	Place    string // "salutation"; empty for a question of the template
	Question string // in the words of the template
	// Hint is what is known and may be meant: a form of address of which nobody
	// said in which language it is.
	Hint string
	// Of is whose name it is, when it can be kept for the next letters.
	Of record.Ref
}

// Name is the hole among the values of a form.
func (h Hole) Name() string {
	if h.Place == "" {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(h.Question)) // never fails
		return "hole." + h.Lang + ".q" + strconv.FormatUint(uint64(sum.Sum32()), 16)
	}
	return "hole." + h.Lang + "." + h.Place
}

// mark is what stays in the draft while a hole is open; the outbox does not send
// a message with one.
func (h Hole) mark(words func(place string) string) string {
	if h.Place == "" {
		return "{" + h.Question + "}"
	}
	return "{" + words(h.Place) + "}"
}

// Filled is a template in one language, filled for one letter.
type Filled struct{ Title, Body string }

// filling is one letter on its way.
type filling struct {
	*facts
	given map[string]string // by the name of the hole
	holes []Hole
	mark  func(place string) string // words for a place that stays open
}

// text fills one text.
func (f *filling) text(text, lang string) string {
	return braces.ReplaceAllStringFunc(text, func(one string) string {
		inside := one[1 : len(one)-1]
		h := Hole{Lang: lang}
		if question, is := asks(inside); is {
			h.Question = question
		} else {
			h.Place = called(inside)
			if said := f.say(h.Place, lang); said != "" {
				return bare(h.Place, said)
			}
			f.explain(&h)
		}
		if said := strings.TrimSpace(f.given[h.Name()]); said != "" {
			return bare(h.Place, said)
		}
		if !slices.ContainsFunc(f.holes, func(o Hole) bool { return o.Name() == h.Name() }) {
			f.holes = append(f.holes, h)
		}
		return h.mark(f.mark)
	})
}

// bare is a form of address without the mark at its end, which stands in the
// template.
func bare(place, said string) string {
	if place == "salutation" {
		return strings.TrimRight(said, "!,，！")
	}
	return said
}

// explain says what may be meant, and where an answer is kept.
func (f *filling) explain(h *Hole) {
	base, form, _ := strings.Cut(h.Place, ".")
	switch {
	case h.Place == "salutation":
		h.Hint = f.person.Address
		h.Of, _ = f.ref(base)
	case h.Lang == "ru" && slices.Contains(declined(), base) && form != "" && form != "native":
		h.Hint = f.say(base, h.Lang)
		h.Of, _ = f.ref(base)
	case h.Place == "sender":
		h.Hint = f.sender.Name
	case h.Place == "organisation":
		h.Hint = f.organisation.In(h.Lang).Value
	case h.Place == "post":
		h.Hint = f.post.In(h.Lang).Value
	case h.Place == "partner":
		h.Hint = f.partner.Name.In(h.Lang).Value
	case h.Place == "city":
		h.Hint = f.home.In(h.Lang).Value
	case h.Place == "department":
		h.Hint = f.department.In(h.Lang).Value
	case h.Place == "activity":
		h.Hint = f.event.Name.In(h.Lang).Value
	case h.Place == "place":
		h.Hint = f.event.Place.In(h.Lang).Value
	}
}

// Fill fills the template of a draft in each of its languages. given are answers
// by the names of holes; what is left comes back as holes, and stands in the text
// in braces.
func (s *Service) Fill(ctx context.Context, d Draft, given map[string]string) (map[string]Filled, []Hole, error) {
	chosen, err := s.chosen(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.collect(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	out := map[string]Filled{}
	f := &filling{facts: all, given: given}
	for _, lang := range d.Langs {
		f.mark = func(place string) string { return placeIn(place, lang) }
		t := chosen[lang]
		one := Filled{Title: form.Line(f.text(t.Title, lang)), Body: f.text(t.Body, lang)}
		if d.Title != "" && lang == d.Langs[0] {
			one.Title = d.Title
		}
		out[lang] = one
	}
	return out, f.holes, nil
}

// placeIn is a place as it stands in a text of a language.
func placeIn(name, lang string) string {
	for _, p := range places() {
		if p.name == name && lang == "ru" {
			return p.ru
		}
	}
	return name
}

// chosen are the templates of a draft by language, the first by its identifier
// where several have one name.
func (s *Service) chosen(ctx context.Context, d Draft) (map[string]Template, error) {
	all, err := s.Templates(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]Template{}
	for _, t := range all {
		if _, taken := out[t.Lang]; t.Group() == d.Template && !taken {
			out[t.Lang] = t
		}
	}
	if len(out) == 0 {
		return nil, errs.Field("template", "letter.template.gone")
	}
	for _, lang := range d.Langs {
		if _, ok := out[lang]; !ok {
			return nil, errs.Field("langs", "letter.template.lang", "lang", lang)
		}
	}
	return out, nil
}

// remember keeps what was answered of names and forms of address, so that the
// next letter knows it. Who may not change the record keeps nothing.
func (s *Service) remember(ctx context.Context, holes []Hole, given map[string]string) error {
	ctx = audit.WithoutKey(ctx) // the key of the form belongs to the draft
	for _, h := range holes {
		value := strings.TrimSpace(given[h.Name()])
		if h.Of.IsZero() || value == "" {
			continue
		}
		form := h.Place
		if base, rest, is := strings.Cut(h.Place, "."); is && base != "" {
			form = rest
		}
		if err := s.deps.Sources.SayForm(ctx, h.Of, form, h.Lang, value); ignore(err) != nil {
			return err
		}
	}
	return nil
}
