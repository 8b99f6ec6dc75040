package paperwork

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/paper"
	"pobratim/internal/platform/module"
)

// Wanted is a paper that somebody wants.
type Wanted struct {
	Activity string
	Paper    string // see Kinds
	Langs    string // see Langs
	Format   string // see Formats
	For      string // Office or the country of the recipient; empty: what is usual for the paper
}

func (w Wanted) check() error {
	if !slices.Contains(Kinds(), w.Paper) || !slices.Contains(Langs(), w.Langs) || !slices.Contains(Formats(), w.Format) {
		return errs.New(errs.NotFound, "record.missing")
	}
	return nil
}

// Hole is what a paper asks for and the records do not tell.
type Hole struct {
	Name string // of the field or list
	Path string // the page of the office where it is entered
}

// Draft is a paper before it is kept.
type Draft struct {
	Wanted
	Template Template // the office's own; zero for the built-in one
	Lost     []string // what a PDF of the office's own leaves out or sets otherwise; see fill.Lost
	Holes    []Hole
	Body     []byte
	Title    string
	// Recipients are whom it can be for; Shut is what keeps it from going there.
	Recipients []string
	Shut       *Shut
}

// FileName is what the file is called.
func (d Draft) FileName(edition int) string {
	name := d.Title
	if edition > 1 {
		name += " (" + strconv.Itoa(edition) + ")"
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return ' '
		}
		return r
	}, name)
	return strings.Join(strings.Fields(clean), " ") + "." + d.Format
}

// Look says what a paper would be made of and what it lacks, without making it.
func (s *Service) Look(ctx context.Context, w Wanted) (Draft, error) {
	d, _, _, err := s.look(ctx, w)
	return d, err
}

// look reads what a paper is made of: the office's own template where there is
// one. A PDF is set from the newest of those for Word and LibreOffice.
func (s *Service) look(ctx context.Context, w Wanted) (d Draft, f *facts, used map[string]bool, err error) {
	if err := w.check(); err != nil {
		return d, nil, nil, err
	}
	if err := s.mayOf(ctx, w.Activity, module.View); err != nil {
		return d, nil, nil, err
	}
	d.Wanted = w
	if f, err = s.collect(ctx, w.Activity); err != nil {
		return d, nil, nil, err
	}
	doc, err := Describe(w.Paper, w.Langs)
	if err != nil {
		return d, nil, nil, err
	}
	built, err := fill.Describe(doc)
	if err != nil {
		return d, nil, nil, err
	}
	marks := built.Marks()
	d.Template, err = s.ownOf(ctx, w)
	switch {
	case err == nil:
		body, err := s.content(ctx, d.Template)
		if err != nil {
			return d, nil, nil, err
		}
		seen, err := fill.Inspect(ctx, s.deps.Jail, body, names())
		if err != nil {
			return d, nil, nil, err
		}
		if marks = seen.Marks; w.Format == "pdf" {
			d.Lost = seen.Lost
		}
	case errs.KindOf(err) != errs.NotFound:
		return d, nil, nil, err
	}
	if err := s.ask(ctx, &d, f, marks); err != nil {
		return d, nil, nil, err
	}
	d.Holes, used = s.holes(f, marks, w.Langs)
	if d.filled() && drawn(f.home.Crest) && slices.ContainsFunc(marks, func(m fill.Found) bool { return m.Use == fill.Picture }) {
		d.Holes = append(d.Holes, Hole{"crest_png", "/settings"})
	}
	first, _, _ := strings.Cut(w.Langs, "+")
	d.Title, err = s.titled(doc.Title, f, first)
	return d, f, used, err
}

// ownOf is the office's own template that a paper is made of; errs.NotFound for
// none.
func (s *Service) ownOf(ctx context.Context, w Wanted) (Template, error) {
	if w.Format != "pdf" {
		return templateInUse(ctx, s.DB, w.Paper, w.Langs, w.Format)
	}
	word, err := templateInUse(ctx, s.DB, w.Paper, w.Langs, "docx")
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return word, err
	}
	odt, other := templateInUse(ctx, s.DB, w.Paper, w.Langs, "odt")
	if err != nil || other == nil && odt.At.After(word.At) {
		return odt, other
	}
	if other != nil && errs.KindOf(other) != errs.NotFound {
		return odt, other
	}
	return word, nil
}

// filled tells whether the paper is a file of Word or LibreOffice, or made of one.
func (d Draft) filled() bool { return d.Format != "pdf" || d.Template.ID != "" }

// titled fills the marks of a paper's title.
func (s *Service) titled(title string, f *facts, lang string) (string, error) {
	one, err := fill.Describe(paper.Document{Blocks: []paper.Block{{Text: paper.Plain(title)}}})
	if err != nil {
		return "", err
	}
	data := f.data(s.deps.Words, lang, nil)
	for _, name := range []string{"partner.gen", "partner"} { // a file has no blanks in its name
		if data.Texts[name] == "" {
			data.Texts[name] = "…"
		}
	}
	said, _, err := one.Fill(data)
	if err != nil || len(said.Blocks) == 0 || len(said.Blocks[0].Text) == 0 {
		return "", err
	}
	return said.Blocks[0].Text[0].Text, nil
}

// holes are the fields that marks ask for and the records do not tell. What
// stands only when it is filled is no hole.
func (s *Service) holes(f *facts, marks []fill.Found, langs string) (holes []Hole, used map[string]bool) {
	first, _, _ := strings.Cut(langs, "+")
	data := f.data(s.deps.Words, first, nil)
	byName, used := map[string]field{}, map[string]bool{}
	for _, one := range fields() {
		byName[one.name] = one
	}
	for _, m := range marks {
		if m.Use != fill.Text && m.Use != fill.List || slices.Contains(m.Within, m.Name) {
			continue
		}
		plain := m.Name
		for _, lang := range []string{"ru", "en"} {
			plain = strings.TrimPrefix(plain, lang+".")
		}
		if field, known := byName[plain]; known && m.Use == fill.Text {
			if v := data.Texts[m.Name]; v == "" && f.stands(data, m.Within) && !used[m.Name] {
				used[m.Name] = true
				holes = append(holes, Hole{m.Name, field.at(f)})
			}
		}
		for _, l := range lists() {
			if m.Use == fill.List && l.name == m.Name && len(data.Lists[l.name]) == 0 && l.name != "promises" && !used[l.name] {
				used[l.name] = true
				holes = append(holes, Hole{l.name, l.at(f)})
			}
		}
	}
	return holes, used
}

// stands tells whether what lies within some conditions and lists would stand in
// the paper.
func (f *facts) stands(data fill.Data, within []string) bool {
	for _, name := range within {
		if v, known := data.Texts[name]; known && v == "" {
			return false
		}
		if v, known := data.Lists[name]; known && len(v) == 0 {
			return false
		}
	}
	return true
}

// Make makes a paper and keeps nothing.
func (s *Service) Make(ctx context.Context, w Wanted) (Draft, error) {
	d, f, used, err := s.look(ctx, w)
	if err != nil {
		return d, err
	}
	if err := s.refused(d); err != nil {
		return d, err
	}
	first, _, _ := strings.Cut(w.Langs, "+")
	data := f.data(s.deps.Words, first, used)
	if d.filled() && drawn(f.home.Crest) {
		data.Pictures["crest"] = fill.Image{}
	}
	if d.Template.ID != "" {
		d.Body, err = s.fillOwn(ctx, d, data, known(f.home.Department, first))
		return d, err
	}
	doc, err := Describe(w.Paper, w.Langs)
	if err != nil {
		return d, err
	}
	built, err := fill.Describe(doc)
	if err != nil {
		return d, err
	}
	said, wrong, err := built.Fill(data)
	if err != nil {
		return d, err
	}
	if len(wrong) > 0 {
		return d, s.refusal(wrong[0])
	}
	said = said.Tied()
	said.Title, said.Author, said.At = d.Title, known(f.home.Department, first), s.deps.Clock()
	d.Body, err = write(ctx, said, w.Format, s.deps.Set)
	return d, err
}

// drawn tells whether a coat of arms is a drawing, which Word does not take.
func drawn(crest []byte) bool {
	return len(crest) > 0 && !bytes.HasPrefix(crest, []byte("\x89PNG"))
}

// fillOwn fills the office's own template. A PDF is set from what its filled
// document says.
func (s *Service) fillOwn(ctx context.Context, d Draft, data fill.Data, author string) ([]byte, error) {
	body, err := s.content(ctx, d.Template)
	if err != nil {
		return nil, err
	}
	if d.Format == "pdf" {
		doc, wrong, err := fill.MakeDocument(ctx, s.deps.Jail, body, data)
		if err != nil {
			return nil, err
		}
		if len(wrong) > 0 {
			return nil, s.refusal(wrong[0])
		}
		if doc.Lang == "" {
			doc.Lang, _, _ = strings.Cut(d.Langs, "+")
		}
		doc = doc.Tied()
		doc.Title, doc.Author, doc.At = d.Title, author, s.deps.Clock()
		return doc.PDF(ctx, s.deps.Set)
	}
	out, wrong, err := fill.Make(ctx, s.deps.Jail, body, data)
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return nil, s.refusal(wrong[0])
	}
	return out, nil
}

// refusal is a fault of a template as an error.
func (s *Service) refusal(p fill.Problem) error {
	return errs.New(errs.Invalid, p.Key, "name", p.Name, "other", p.Other, "near", p.Near, "mark", markOf(p))
}

// write makes a file of a description.
func write(ctx context.Context, doc paper.Document, format string, set paper.Setter) ([]byte, error) {
	if format == "pdf" {
		return doc.PDF(ctx, set)
	}
	var b bytes.Buffer
	var err error
	if format == "odt" {
		err = doc.ODT(&b)
	} else {
		err = doc.DOCX(&b)
	}
	return b.Bytes(), err
}
