package programme

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Resources lists what items can need; contacts are shown to those who may change
// them.
func (s *Service) Resources(ctx context.Context) ([]Resource, error) {
	if _, err := s.Gate.Require(ctx, seeResources()); err != nil {
		return nil, err
	}
	all, err := allResources(ctx, s.DB)
	if s.Gate.Scope(ctx, editResources()) == account.None {
		for n := range all {
			all[n].Contact = ""
		}
	}
	return all, err
}

// Resource reads one.
func (s *Service) Resource(ctx context.Context, id string) (Resource, error) {
	if _, err := s.Gate.Require(ctx, seeResources()); err != nil {
		return Resource{}, err
	}
	x, err := resourceByID(ctx, s.DB, id)
	if s.Gate.Scope(ctx, editResources()) == account.None {
		x.Contact = ""
	}
	return x, err
}

// Jobs are the items of a month that need a resource, in order.
func (s *Service) Jobs(ctx context.Context, month time.Time) (map[string][]Item, error) {
	if _, err := s.Gate.Require(ctx, seeResources()); err != nil {
		return nil, err
	}
	first := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
	items, err := itemsBetween(ctx, s.DB, first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly))
	jobs := map[string][]Item{}
	for _, i := range items {
		for _, id := range []string{i.Interpreter, i.Hall, i.Car} {
			if id != "" {
				jobs[id] = append(jobs[id], i)
			}
		}
	}
	return jobs, err
}

// SaveResource adds a resource or changes it over the version that was read.
func (s *Service) SaveResource(ctx context.Context, x Resource) (string, error) {
	if _, err := s.Gate.Require(ctx, editResources()); err != nil {
		return "", err
	}
	x.Name, x.Contact, x.Note = form.Line(x.Name), form.Line(x.Contact), form.Line(x.Note)
	var bad errs.Fields
	if n := utf8.RuneCountInString(x.Name); n == 0 || n > maxWhat {
		bad.Add(errs.Field("name", "programme.resource.name.empty"))
	}
	if !slices.Contains(Types(), x.Type) {
		bad.Add(errs.Field("type", "programme.resource.type.unknown"))
	}
	for _, o := range x.Off {
		if o.Until < o.From {
			bad.Add(errs.Field("off", "programme.resource.off.bad"))
		}
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	is, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		var before audit.Fields
		if x.ID == "" {
			x.ID = w.NewID()
		} else {
			old, err := resourceByID(ctx, w, x.ID)
			if err != nil {
				return record.Ref{}, err
			}
			before = old.fields()
		}
		is := record.Ref{Kind: ResourceKind, ID: x.ID}
		if err := saveResource(ctx, w, x); err != nil {
			return is, err
		}
		if before == nil {
			return is, w.Created(ctx, is, x.Name, x.fields())
		}
		return is, w.Changed(ctx, is, x.Name, before, x.fields())
	})
	return is.ID, err
}

// fields are a resource as the history keeps it.
func (r Resource) fields() audit.Fields {
	closed := ""
	if r.Closed {
		closed = "yes"
	}
	return fieldList("type", r.Type, "name", r.Name, "person", r.Person, "contact", r.Contact, "note", r.Note, "tongues", tonguesText(r.Tongues), "off", offText(r.Off), "closed", closed)
}

// fieldList makes fields of names and values in turn.
func fieldList(pairs ...string) audit.Fields {
	var list audit.Fields
	for n := 0; n+1 < len(pairs); n += 2 {
		list = append(list, audit.Field{Name: pairs[n], Value: pairs[n+1]})
	}
	return list
}
