package paperwork

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Template is a template that the office made of a built-in paper.
type Template struct {
	ID      string
	Paper   string
	Langs   string
	Format  string
	Edition int
	Name    string // of the file
	Sum     string // SHA-256 of it
	InUse   bool
	At      time.Time
	ActorID string
	Actor   string
}

// Ref names the template.
func (t Template) Ref() record.Ref { return record.Ref{Kind: TemplateKind, ID: t.ID} }

// BuiltIn is a built-in paper as a template to be edited, with its marks.
func (s *Service) BuiltIn(ctx context.Context, kind, langs, format string) ([]byte, error) {
	if _, err := s.Gate.Require(ctx, templateNeed(module.View)); err != nil {
		return nil, err
	}
	if !slices.Contains(Kinds(), kind) || !slices.Contains(Langs(), langs) || format != "docx" && format != "odt" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	doc, err := Describe(kind, langs)
	if err != nil {
		return nil, err
	}
	doc.Title = s.deps.Words(doc.Lang).T("paperwork.kind." + kind)
	return write(ctx, doc, format, nil)
}

// Templates are the office's templates of a kind of paper.
func (s *Service) Templates(ctx context.Context, kind string) ([]Template, error) {
	if _, err := s.Gate.Require(ctx, templateNeed(module.View)); err != nil {
		return nil, err
	}
	return templatesOf(ctx, s.DB, kind)
}

// content are the bytes of a template.
func (s *Service) content(ctx context.Context, t Template) ([]byte, error) {
	list, err := s.deps.Files.List(ctx, t.Ref())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(a file.Attachment) bool { return string(a.Sum) == t.Sum })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	_, content, err := s.deps.Files.Open(ctx, list[i].ID)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(content)
	return b.Bytes(), err
}

// Faults are what is wrong with a template that somebody uploaded.
type Faults []fill.Problem

// Error is the first of them, for the log.
func (f Faults) Error() string { return f[0].Key + " " + f[0].Name }

// Adopt takes a template of the office into use: a file is checked first, and one
// with faults is refused whole, with Faults.
func (s *Service) Adopt(ctx context.Context, kind, langs, name string, body []byte) (Template, error) {
	if _, err := s.Gate.Require(ctx, templateNeed(module.Edit)); err != nil {
		return Template{}, err
	}
	if !slices.Contains(Kinds(), kind) || !slices.Contains(Langs(), langs) {
		return Template{}, errs.New(errs.NotFound, "record.missing")
	}
	if len(body) == 0 {
		return Template{}, errs.Field("file", "form.file.none")
	}
	seen, err := fill.Inspect(ctx, s.deps.Jail, body, names())
	if e, is := errors.AsType[*errs.E](err); is && e.Kind == errs.Invalid {
		return Template{}, e.At("file")
	}
	if err != nil {
		return Template{}, err
	}
	if len(seen.Problems) > 0 {
		return Template{}, Faults(seen.Problems)
	}
	last, err := lastTemplate(ctx, s.DB, kind, langs, string(seen.Format))
	if err != nil {
		return Template{}, err
	}
	t := Template{Paper: kind, Langs: langs, Format: string(seen.Format), Edition: last + 1, Name: name, InUse: true}
	// The identifier has to be known before the file is sealed at it.
	t.ID = kind + "-" + langs + "-" + t.Format + "-" + strconv.Itoa(t.Edition)
	_, err = s.deps.Files.Seal(ctx, t.Ref(), []file.Made{{Name: name, Type: file.Type(t.Format), Body: body}}, func(ctx context.Context, w *audit.Writer, sums []string) error {
		t.Sum, t.At, t.ActorID, t.Actor = sums[0], w.Now, w.Actor.ID, w.Actor.Name
		if err := retire(ctx, w, kind, langs, t.Format); err != nil {
			return err
		}
		if err := insertTemplate(ctx, w, t); err != nil {
			return err
		}
		return w.Created(ctx, t.Ref(), name, audit.Fields{{Name: "kind_of_paper", Value: kind}, {Name: "langs", Value: langs}, {Name: "format", Value: t.Format}})
	})
	return t, err
}

// Return goes back to the built-in paper; where that is in use, nothing happens.
func (s *Service) Return(ctx context.Context, kind, langs, format string) error {
	if _, err := s.Gate.Require(ctx, templateNeed(module.Edit)); err != nil {
		return err
	}
	t, err := templateInUse(ctx, s.DB, kind, langs, format)
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := retire(ctx, w, kind, langs, format); err != nil {
			return record.Ref{}, err
		}
		return t.Ref(), w.Changed(ctx, t.Ref(), t.Name, audit.Fields{{Name: "in_use", Value: "true"}}, audit.Fields{{Name: "in_use", Value: "false"}})
	})
	return err
}

// markOf is the mark that a fault speaks of, as it is typed.
func markOf(p fill.Problem) string {
	switch p.Key {
	case "fill.unclosed", "fill.unopened":
		return "{{/" + p.Name + "}}"
	}
	return "{{" + p.Name + "}}"
}

// faultWords is a fault as a sentence, with the place where it stands.
func faultWords(p *i18n.Printer, one fill.Problem) string {
	key := one.Key
	if one.Near != "" {
		key += ".near"
	}
	mark := markOf(one)
	if one.Key == "fill.braces" {
		mark = "{{" + p.T("paperwork.mark") + "}}"
	}
	return p.T(key, "name", one.Name, "other", one.Other, "near", one.Near, "mark", mark)
}
