package paperwork

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// The kinds in the authorization table: making papers, and the templates that
// all of them are made of.
const (
	Kind         = "paper"
	TemplateKind = "paper_template"
	activityKind = "activity"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs   []string
	Clock   clock.Clock // in the municipality's zone
	Words   func(lang string) *i18n.Printer
	Country func(code, lang string) string // empty for an unknown code
	Sources Sources
	Files   *file.Service
	Jail    *jail.Jail
	Set     paper.Setter
	// People and Posts are to choose from; Activities are those whose papers a
	// template can be tried with.
	People, Posts, Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
}

// Service makes papers and keeps what they are made of.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func paperNeed(action string) module.Need    { return module.Need{Action: action, Kind: Kind} }
func templateNeed(action string) module.Need { return module.Need{Action: action, Kind: TemplateKind} }

// Details are what papers of an activity say beside its records.
type Details struct {
	Activity                     string
	Version                      int64
	Signer, SignerPost           string // identifiers of a person and of a post; the post alone means whoever holds it
	Responsible, ResponsiblePost string
	Addressee, AddresseePost     string
	Purpose, Ground, Money       i18n.Text
}

func (d Details) audit() audit.Fields {
	return audit.Fields{
		{Name: "paper_signer_post", Value: d.SignerPost}, {Name: "paper_signer", Value: d.Signer},
		{Name: "paper_responsible_post", Value: d.ResponsiblePost}, {Name: "paper_responsible", Value: d.Responsible},
		{Name: "paper_addressee_post", Value: d.AddresseePost}, {Name: "paper_addressee", Value: d.Addressee},
		{Name: "paper_purpose", Value: d.Purpose.In("ru").Value}, {Name: "paper_ground", Value: d.Ground.In("ru").Value}, {Name: "paper_money", Value: d.Money.In("ru").Value},
	}
}

func (d Details) check() error {
	var bad errs.Fields
	for name, t := range map[string]i18n.Text{"purpose": d.Purpose, "ground": d.Ground, "money": d.Money} {
		for _, lang := range t.Langs() {
			if n := utf8.RuneCountInString(t.Get(lang)); n > 600 {
				bad.Add(errs.Field(name, "form.long", "n", 600, "now", n))
			}
		}
	}
	return bad.Err()
}

// mayOf asks whether the viewer may do something with papers of an activity.
func (s *Service) mayOf(ctx context.Context, activity, action string) error {
	if _, err := s.Gate.Require(ctx, paperNeed(action)); err != nil {
		return err
	}
	kind := s.Floor.Kinds()[activityKind]
	if kind.Allowed == nil {
		return errs.New(errs.NotFound, "record.missing")
	}
	_, err := kind.Allowed(ctx, activity, action)
	return err
}

// Details are what papers of an activity say beside its records.
func (s *Service) Details(ctx context.Context, activity string) (Details, error) {
	if err := s.mayOf(ctx, activity, module.View); err != nil {
		return Details{}, err
	}
	return detailsOf(ctx, s.DB, activity)
}

// SayDetails writes them over the version that they were made from.
func (s *Service) SayDetails(ctx context.Context, d Details) error {
	if err := s.mayOf(ctx, d.Activity, module.Edit); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	ref := record.Ref{Kind: activityKind, ID: d.Activity}
	title := s.title(ctx, ref, "ru")
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := detailsOf(ctx, w, d.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		if before.Version != d.Version {
			return record.Ref{}, errs.New(errs.Stale, "form.stale")
		}
		if err := putDetails(ctx, w, d); err != nil {
			return record.Ref{}, err
		}
		return ref, w.Changed(ctx, ref, title, before.audit(), d.audit())
	})
	return err
}

// Wanted is a paper that somebody wants.
type Wanted struct {
	Activity string
	Paper    string // see Kinds
	Langs    string // see Langs
	Format   string // see Formats
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
	Holes    []Hole
	Body     []byte
	Title    string
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
// one, except for PDF, which is always set from the built-in text.
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
	d.Template, err = templateInUse(ctx, s.DB, w.Paper, w.Langs, w.Format)
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
		marks = seen.Marks
	case errs.KindOf(err) != errs.NotFound:
		return d, nil, nil, err
	}
	d.Holes, used = s.holes(f, marks, w.Langs)
	if w.Format != "pdf" && drawn(f.home.Crest) && slices.ContainsFunc(marks, func(m fill.Found) bool { return m.Use == fill.Picture }) {
		d.Holes = append(d.Holes, Hole{"crest_png", "/settings"})
	}
	first, _, _ := strings.Cut(w.Langs, "+")
	d.Title, err = s.titled(doc.Title, f, first)
	return d, f, used, err
}

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
	first, _, _ := strings.Cut(w.Langs, "+")
	data := f.data(s.deps.Words, first, used)
	if w.Format != "pdf" && drawn(f.home.Crest) {
		data.Pictures["crest"] = fill.Image{}
	}
	if d.Template.ID != "" {
		d.Body, err = s.fillOwn(ctx, d.Template, data)
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

func (s *Service) fillOwn(ctx context.Context, t Template, data fill.Data) ([]byte, error) {
	body, err := s.content(ctx, t)
	if err != nil {
		return nil, err
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

// Made is a paper that was made and kept as a file of its activity.
type Made struct {
	ID       string
	Activity string
	Paper    string
	Langs    string
	Format   string
	Edition  int
	Template string // identifier; empty for the built-in one
	Sum      string // SHA-256 of the file
	Holes    []string
	At       time.Time
	ActorID  string
	Actor    string
}

// Keep makes a paper and keeps it as the next edition at its activity.
func (s *Service) Keep(ctx context.Context, want Wanted) (Made, error) {
	if err := s.mayOf(ctx, want.Activity, module.Edit); err != nil {
		return Made{}, err
	}
	if _, err := s.Gate.Require(ctx, paperNeed(module.Create)); err != nil {
		return Made{}, err
	}
	if done, err := s.Log.Done(ctx); done || err != nil {
		return Made{}, err
	}
	d, err := s.Make(ctx, want)
	if err != nil {
		return Made{}, err
	}
	last, err := lastMade(ctx, s.DB, want.Activity, want.Paper, want.Langs, want.Format)
	if err != nil {
		return Made{}, err
	}
	m := Made{Activity: want.Activity, Paper: want.Paper, Langs: want.Langs, Format: want.Format, Edition: last + 1, Template: d.Template.ID}
	for _, h := range d.Holes {
		m.Holes = append(m.Holes, h.Name)
	}
	about := record.Ref{Kind: activityKind, ID: want.Activity}
	_, err = s.deps.Files.Seal(ctx, about, []file.Made{{Name: d.FileName(m.Edition), Type: file.Type(want.Format), Body: d.Body}}, func(ctx context.Context, w *audit.Writer, sums []string) error {
		m.ID, m.Sum, m.At, m.ActorID, m.Actor = w.NewID(), sums[0], w.Now, w.Actor.ID, w.Actor.Name
		return insertMade(ctx, w, m)
	})
	return m, err
}

// MadeOf are the papers of an activity, the newest first.
func (s *Service) MadeOf(ctx context.Context, activity string) ([]Made, error) {
	if err := s.mayOf(ctx, activity, module.View); err != nil {
		return nil, err
	}
	return madeOf(ctx, s.DB, activity)
}

// mayMake tells whether the viewer may make papers.
func (s *Service) mayMake(ctx context.Context) bool {
	return s.Gate.Scope(ctx, paperNeed(module.Create)) > account.None
}
