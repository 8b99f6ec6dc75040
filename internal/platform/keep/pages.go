package keep

import (
	"context"
	"errors"
	"net/http"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Pages are the addresses under which records of a kind are added and changed:
// the whole form, a single field in place, the bin. The subject adds its list
// and its view.
type Pages[T any] struct {
	*Keeper[T]
	Path  string   // of the list within the frame: "/organisations"
	Langs []string // languages that every text is offered in
	// Address is the last part of a record's address; its identifier when nil.
	Address func(*T) string
	// Start fills in a new record from the address, for example its partner.
	Start func(r *http.Request, t *T)
	// Quick are the fields of the form for a new record; all when empty. Only
	// what is needed to begin is asked.
	Quick []string
	// Parts are the fields under which the history of a record names its parts
	// that are no fields of its own: claims, participants, roles.
	Parts map[string]Part
}

// Part says how the history shows what a part of a record said. At most one of
// its fields is set; a text needs no Part.
type Part struct {
	Words string // what stands before the value in the key of its words: "partner.state."
	Kind  string // the value names a record of this kind
	Date  bool   // the value is a date
	Show  func(words *i18n.Printer, value string) string
}

// said writes a value of a part for people; empty leaves it as it is.
func (f Floor) said(ctx context.Context, words *i18n.Printer, part Part, value string) string {
	switch {
	case part.Words != "" && words.Has(part.Words+value):
		return words.T(part.Words + value)
	case part.Kind != "" && f.Kinds != nil:
		if kind := f.Kinds()[part.Kind]; kind.Title != nil {
			if title, err := kind.Title(ctx, value, words.Lang); err == nil && title != "" {
				return title
			}
			return words.T("keep.gone", "kind", words.T(part.Kind+".kind"))
		}
	case part.Date:
		if d, err := edtf.Parse(value); err == nil {
			return words.Date(d)
		}
	case part.Show != nil:
		return part.Show(words, value)
	}
	return ""
}

// At is the address of a record within the frame.
func (p *Pages[T]) At(t *T) string {
	if p.Address != nil {
		return p.Path + "/" + p.Address(t)
	}
	return p.Path + "/" + p.Meta(t).ID
}

// Routes are the addresses with their permissions.
func (p *Pages[T]) Routes() []module.Route {
	create, edit := module.Need{Action: module.Create, Kind: p.Kind}, module.Need{Action: module.Edit, Kind: p.Kind}
	one := p.Path + "/{id}"
	return []module.Route{
		{Pattern: "GET " + p.Path + "/new", Need: create, Handle: p.create},
		{Pattern: "POST " + p.Path, Need: create, Handle: p.create},
		{Pattern: "GET " + one + "/edit", Need: edit, Handle: p.change},
		{Pattern: "POST " + one, Need: edit, Handle: p.change},
		{Pattern: "GET " + one + "/field/{field}", Need: edit, Handle: p.field},
		{Pattern: "POST " + one + "/field/{field}", Need: edit, Handle: p.field},
		{Pattern: "POST " + one + "/use", Need: edit, Handle: p.use},
		{Pattern: "POST " + one + "/bin", Need: module.Need{Action: module.Bin, Kind: p.Kind}, Handle: p.bin},
	}
}

// formPage is what the templates keep/form and keep/field show.
type formPage struct {
	Form  ui.Form
	Edit  ui.FactEdit
	Lead  string
	Stale *ui.Notice
	Bin   *ui.Form
	// Sources lists other values of the field with a button to use each.
	Sources []useForm
}

type useForm struct {
	Value  ui.Value
	Source *ui.Source
	Form   ui.Form
}

// set are the fields of the form for a new record.
func (p *Pages[T]) set(ctx context.Context) Set[T] {
	all := p.reach(ctx)
	if len(p.Quick) == 0 {
		return all
	}
	var quick Set[T]
	for _, f := range all {
		if contains(p.Quick, f.Name) {
			quick = append(quick, f)
		}
	}
	return quick
}

// reach are the fields that the viewer may see and change.
func (p *Pages[T]) reach(ctx context.Context) Set[T] {
	inside := p.Inside(ctx)
	var open Set[T]
	for _, f := range p.Fields {
		if !f.Derived && (inside || !f.Inner) {
			open = append(open, f)
		}
	}
	return open
}

func (p *Pages[T]) create(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	var t T
	p.Meta(&t).Visibility = record.Department
	if p.Start != nil {
		p.Start(r, &t)
	}
	set := p.set(r.Context())
	draft := draftOf[T]{set: set, action: s.Path(p.Path), title: s.T(p.Kind + ".new"), submit: s.T(p.Kind + ".add"), cancel: s.Path(p.Path)}
	if r.Method != http.MethodPost {
		return p.show(r, s, &t, draft)
	}
	in := form.Read(r.PostForm)
	if err := set.Read(r.Context(), s, p.Kind, in, &t, p.Langs, ""); err != nil {
		return nil, err
	}
	err := in.Err()
	if err == nil {
		err = p.alike(r, s, in, &t, &draft)
	}
	if err == nil && draft.alike == "" {
		var id string
		if id, err = p.Add(r.Context(), t); err == nil {
			p.Meta(&t).ID = id
			if t, err = p.ByID(r.Context(), p.DB, id); err == nil {
				return web.Redirect{To: p.At(&t), Notice: s.T("keep.added")}, nil
			}
		}
	}
	draft.in, draft.err = in, err
	return p.show(r, s, &t, draft)
}

// alike holds a new record back once when something similar exists; pressing
// the button again adds it all the same.
func (p *Pages[T]) alike(r *http.Request, s *web.Scene, in *form.Form, t *T, draft *draftOf[T]) error {
	if p.Alike == nil || in.Bool("different") {
		return nil
	}
	title, id, err := p.Alike(r.Context(), p.DB, t)
	if err != nil || id == "" {
		return err
	}
	if done, err := p.Log.Done(r.Context()); done || err != nil {
		return err // the similar one may be what the first press has added
	}
	draft.alike = s.T("keep.alike", "title", title)
	draft.alikeAt = s.Path(p.Path + "/" + id)
	return nil
}

func (p *Pages[T]) change(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	t, err := p.load(r.Context(), p.DB, module.Edit, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	draft := draftOf[T]{set: p.reach(r.Context()), action: s.Path(p.At(&t)), title: s.T("keep.editing", "title", p.Title(&t, s.Lang)), submit: s.T("keep.save"), cancel: s.Path(p.At(&t))}
	if r.Method != http.MethodPost {
		return p.show(r, s, &t, draft)
	}
	return p.save(r, s, t, draft, "")
}

// save writes what was typed over the version it was made from and shows the
// form again when that does not work.
func (p *Pages[T]) save(r *http.Request, s *web.Scene, current T, draft draftOf[T], only string) (web.Reply, error) {
	in := form.Read(r.PostForm)
	t := current
	p.Meta(&t).Version = in.Int("version")
	if err := p.reach(r.Context()).Read(r.Context(), s, p.Kind, in, &t, p.Langs, only); err != nil {
		return nil, err
	}
	cites := p.cites(in, only)
	err := in.Err()
	if err == nil {
		err = p.Change(r.Context(), t, cites...)
	}
	if err == nil {
		fresh, err := p.ByID(r.Context(), p.DB, p.Meta(&t).ID)
		if err != nil {
			return nil, err
		}
		return web.Redirect{To: p.At(&fresh) + draft.anchor, Notice: s.T("keep.saved", "time", s.Clock(s.Now))}, nil
	}
	draft.in, draft.err = in, err
	if errs.KindOf(err) == errs.Stale {
		draft.stale = &current
	}
	return p.show(r, s, &current, draft)
}

func (p *Pages[T]) field(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	t, err := p.load(r.Context(), p.DB, module.Edit, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	name := r.PathValue("field")
	f, ok := p.reach(r.Context()).Find(name)
	if !ok {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	draft := draftOf[T]{
		set: Set[T]{f}, only: name, action: s.Path(p.At(&t) + "/field/" + name), anchor: "#fact-" + name,
		title: s.T("keep.editing_field", "field", s.T(key(p.Kind, name)), "title", p.Title(&t, s.Lang)), submit: s.T("keep.save"), cancel: s.Path(p.At(&t)) + "#fact-" + name,
	}
	if r.Method != http.MethodPost {
		return p.show(r, s, &t, draft)
	}
	return p.save(r, s, t, draft, name)
}

// cites reads where a single field's value comes from.
func (p *Pages[T]) cites(in *form.Form, only string) []Cite {
	if only == "" {
		return nil
	}
	src := record.Source{ID: in.Text("source", form.Max(60)), Title: in.Text("source_title", form.Max(400)), URL: in.Text("source_url", form.Max(1000), form.URL()), Kind: record.SourceDocument}
	if src.URL != "" {
		src.Kind = record.SourceWeb
	}
	if src.ID == "" && src.Title == "" {
		if src.URL != "" {
			in.Fail("source_title", "keep.source_title.empty")
		}
		return nil
	}
	return []Cite{{Field: only, Source: src, Inferred: in.Bool("inferred")}}
}

func (p *Pages[T]) use(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	t, err := p.load(r.Context(), p.DB, module.Edit, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := p.Use(r.Context(), p.Meta(&t).ID, r.PostForm.Get("fact")); err != nil {
		return nil, err
	}
	return web.Redirect{To: p.At(&t), Notice: s.T("keep.saved", "time", s.Clock(s.Now))}, nil
}

func (p *Pages[T]) bin(r *http.Request) (web.Reply, error) {
	s := web.SceneOf(r)
	t, err := p.load(r.Context(), p.DB, module.Bin, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := p.PutAway(r.Context(), p.Meta(&t).ID); err != nil {
		return nil, err
	}
	return web.Redirect{To: p.Path, Notice: s.T("keep.binned", "title", p.Title(&t, s.Lang))}, nil
}

// refused tells whether an error belongs back into the form.
func refused(err error) bool {
	var many errs.Fields
	if errors.As(err, &many) {
		return true
	}
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Stale:
		return true
	}
	return false
}
