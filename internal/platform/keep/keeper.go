package keep

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Floor is what a keeper stands on: one municipality's database, history and
// gate. Subjects get one from package app and hand it to their keepers.
type Floor struct {
	DB   *db.DB
	Log  *audit.Log
	Gate *account.Gate
	// Kinds are those of all subjects, once they exist; nil in tests of one.
	Kinds func() record.Kinds
}

// Keeper reads and changes records of one kind. A subject fills in what only it
// knows; the functions take a handle and run inside the keeper's transaction.
type Keeper[T any] struct {
	Floor
	Kind   string
	Fields Set[T]
	Meta   func(*T) *Meta
	Title  func(t *T, lang string) string
	ByID   func(ctx context.Context, h db.Handle, id string) (T, error)
	// Many reads several records in the order of their identifiers, binned ones
	// too; nil means one by one. Registers of many thousand records want it.
	Many   func(ctx context.Context, h db.Handle, ids []string) ([]T, error)
	Insert func(ctx context.Context, h db.Handle, t T) error
	Update func(ctx context.Context, h db.Handle, t T) error
	Bin    func(ctx context.Context, h db.Handle, id string, binned bool) error
	// IDs is the SQL that lists the identifiers of records that are not in the
	// bin, in their order: those after $1, at most $2.
	IDs string
	// Personal says that the records are about people.
	Personal bool
	// Own tells whether the viewer's organisation takes part; nil means never.
	Own func(ctx context.Context, h db.Handle, t *T, organisation string) (bool, error)
	// Owned is the same rule as SQL: it lists the identifiers of the records in
	// which the organisation $1 takes part; empty means none.
	Owned string
	// Found adds to what is searched of a record: claims, roles, participants,
	// and names from elsewhere; nil means that the fields are all.
	Found func(ctx context.Context, h db.Handle, t *T, s *record.Searched) error
	// Public is the address of a record on the portal; nil means that it has none.
	Public func(ctx context.Context, id string) (string, error)
	// Check holds the rules that go beyond single fields; nil means none. It may
	// also fill in what follows from other fields.
	Check func(ctx context.Context, h db.Handle, t *T) error
	// Alike finds a record that may be the same thing; nil means no search.
	Alike func(ctx context.Context, h db.Handle, t *T) (title, id string, err error)
	// Then does what follows from a change, in the same transaction, after the
	// record is written; nil means nothing.
	Then func(ctx context.Context, w *audit.Writer, before, after *T) error
	// Foreign shows a fact that has no field here, as the kind from which it came
	// showed it; false leaves it to Further. nil means that there are none.
	Foreign func(ctx context.Context, s *web.Scene, name, value string) (ui.Value, bool)
	// Unique maps the names of unique indexes to the error that names the field.
	Unique map[string]*errs.E
}

// Ref names a record of this kind.
func (k *Keeper[T]) Ref(id string) record.Ref { return record.Ref{Kind: k.Kind, ID: id} }

// Get reads one record that the viewer may see. A record that is hidden, binned
// or missing gives the same errs.NotFound.
func (k *Keeper[T]) Get(ctx context.Context, id string) (T, error) {
	return k.load(ctx, k.DB, module.View, id)
}

// load reads a record and asks whether the viewer may do action with it.
func (k *Keeper[T]) load(ctx context.Context, h db.Handle, action, id string) (T, error) {
	var zero T
	scope, err := k.Gate.Require(ctx, module.Need{Action: action, Kind: k.Kind})
	if err != nil {
		return zero, err
	}
	t, err := k.ByID(ctx, h, id)
	if err != nil {
		return zero, err
	}
	meta := k.Meta(&t)
	own := false
	if k.Own != nil {
		if own, err = k.Own(ctx, h, &t, account.From(ctx).Organisation); err != nil {
			return zero, err
		}
	}
	if !k.reaches(ctx, scope, action, meta.Visibility, own) {
		return zero, errs.New(errs.NotFound, "record.missing")
	}
	if meta.Binned {
		return zero, record.Gone(ctx, h, k.Ref(meta.ID))
	}
	return t, nil
}

// reaches tells whether a scope covers an action with a record. Nobody changes
// what they may not see, not even a record that their organisation takes part in.
func (k *Keeper[T]) reaches(ctx context.Context, scope account.Scope, action string, v record.Visibility, own bool) bool {
	if action == module.View {
		return scope.Sees(v, own)
	}
	view := k.Gate.Scope(ctx, module.Need{Action: module.View, Kind: k.Kind})
	return view.Sees(v, own) && scope.Touches(own)
}

// Can tells whether the viewer may do action with a record.
func (k *Keeper[T]) Can(ctx context.Context, action string, t *T) bool {
	scope := k.Gate.Scope(ctx, module.Need{Action: action, Kind: k.Kind})
	if scope == account.None {
		return false
	}
	own := false
	if k.Own != nil {
		own, _ = k.Own(ctx, k.DB, t, account.From(ctx).Organisation)
	}
	return k.reaches(ctx, scope, action, k.Meta(t).Visibility, own)
}

// Facts reads the sources of a record's fields, without those that fewer people
// read than the record itself.
func (k *Keeper[T]) Facts(ctx context.Context, id string) (record.Facts, error) {
	facts, err := record.FactsOf(ctx, k.DB, k.Ref(id))
	scope := k.Gate.Scope(ctx, module.Need{Action: module.View, Kind: k.Kind})
	return facts.Within(func(v record.Visibility) bool { return scope.Sees(v, false) }), err
}

// Cite is where a value comes from, given along with a change.
type Cite struct {
	Field    string
	Source   record.Source // an existing one by ID, or a new one by title
	Inferred bool
}

// Add makes a new record and returns its identifier.
func (k *Keeper[T]) Add(ctx context.Context, t T, cites ...Cite) (string, error) {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.Create, Kind: k.Kind}); err != nil {
		return "", err
	}
	ref, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		id, err := k.add(ctx, w, t, cites)
		return k.Ref(id), err
	})
	return ref.ID, err
}

// add makes a record in the writer's transaction.
func (k *Keeper[T]) add(ctx context.Context, w *audit.Writer, t T, cites []Cite) (string, error) {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.Create, Kind: k.Kind}); err != nil {
		return "", err
	}
	if err := k.mayPublish(ctx, nil, &t); err != nil {
		return "", err
	}
	meta := k.Meta(&t)
	if meta.ID == "" {
		meta.ID = w.NewID()
	}
	if meta.Visibility == "" {
		meta.Visibility = record.Department
	}
	if err := k.check(ctx, w, &t); err != nil {
		return "", err
	}
	if err := k.Insert(ctx, w, t); err != nil {
		return "", k.named(err)
	}
	if err := k.citeNew(ctx, w, k.Ref(meta.ID), &t, cites); err != nil {
		return "", err
	}
	return meta.ID, w.Created(ctx, k.Ref(meta.ID), k.Title(&t, "ru"), k.Fields.Audit(&t))
}

// Change writes a new state of a record over the version it was made from;
// errs.Stale says that somebody else was faster.
func (k *Keeper[T]) Change(ctx context.Context, t T, cites ...Cite) error {
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return k.Ref(k.Meta(&t).ID), k.ChangeIn(ctx, w, t, cites...)
	})
	return err
}

// change writes t over a state that load has let the viewer change.
func (k *Keeper[T]) change(ctx context.Context, w *audit.Writer, before, t T, cites []Cite) error {
	ref := k.Ref(k.Meta(&t).ID)
	if err := k.mayPublish(ctx, &before, &t); err != nil {
		return err
	}
	if k.Meta(&before).Version != k.Meta(&t).Version {
		return errs.New(errs.Stale, "form.stale")
	}
	if err := k.check(ctx, w, &t); err != nil {
		return err
	}
	if err := k.Update(ctx, w, t); err != nil {
		return k.named(err)
	}
	if err := k.uncite(ctx, w, &before, &t, cites); err != nil {
		return err
	}
	if err := k.cite(ctx, w, ref, &t, cites); err != nil {
		return err
	}
	if err := w.Changed(ctx, ref, k.Title(&t, "ru"), k.Fields.Audit(&before), k.Fields.Audit(&t)); err != nil || k.Then == nil {
		return err
	}
	return k.Then(ctx, w, &before, &t)
}

// PutAway moves a record to the bin, from which it can return for 30 days.
func (k *Keeper[T]) PutAway(ctx context.Context, id string) error {
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return k.Ref(id), k.putAway(ctx, w, id)
	})
	return err
}

// retire takes a record out of sight because another one stands for it. It is
// not in the bin: what returns it is the undoing of the merge.
func (k *Keeper[T]) retire(ctx context.Context, w *audit.Writer, id string, version int64) error {
	if _, err := k.load(ctx, w, module.Bin, id); err != nil {
		return err
	}
	t, err := k.load(ctx, w, module.Edit, id)
	if err != nil {
		return err
	}
	if k.Meta(&t).Version != version {
		return errs.New(errs.Stale, "form.stale")
	}
	return k.Bin(ctx, w, id, true)
}

func (k *Keeper[T]) putAway(ctx context.Context, w *audit.Writer, id string) error {
	t, err := k.load(ctx, w, module.Bin, id)
	if err != nil {
		return err
	}
	if err := k.Bin(ctx, w, id, true); err != nil {
		return err
	}
	return w.Binned(ctx, k.Ref(id), k.Title(&t, "ru"))
}

// Restore brings a record back from the bin.
func (k *Keeper[T]) Restore(ctx context.Context, id string) error {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.Bin, Kind: k.Kind}); err != nil {
		return err
	}
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return k.Ref(id), k.restore(ctx, w, id)
	})
	return err
}

func (k *Keeper[T]) restore(ctx context.Context, w *audit.Writer, id string) error {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.Bin, Kind: k.Kind}); err != nil {
		return err
	}
	t, err := k.ByID(ctx, w, id)
	if err != nil || !k.Meta(&t).Binned {
		return err
	}
	if gone := record.Gone(ctx, w, k.Ref(id)); errs.KindOf(gone) != errs.NotFound {
		return gone
	} else if _, merged := record.MovedTo(gone); merged {
		return gone // undoing the merge returns it, and what went over with it
	}
	if err := k.Bin(ctx, w, id, false); err != nil {
		return err
	}
	return w.Restored(ctx, k.Ref(id), k.Title(&t, "ru"))
}

// Use makes another source's value the one that the record shows.
func (k *Keeper[T]) Use(ctx context.Context, id, factID string) error {
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		t, err := k.load(ctx, w, module.Edit, id)
		if err != nil {
			return record.Ref{}, err
		}
		before := k.Fields.Audit(&t)
		fact, err := record.UseFact(ctx, w, k.Ref(id), factID)
		if err != nil {
			return record.Ref{}, err
		}
		field, ok := k.Fields.Find(fact.Field)
		if !ok {
			return record.Ref{}, errs.New(errs.NotFound, "record.missing")
		}
		if err := Put(field.At(&t), fact.Value); err != nil {
			return record.Ref{}, err
		}
		if err := k.Update(ctx, w, t); err != nil {
			return record.Ref{}, k.named(err)
		}
		return k.Ref(id), w.Changed(ctx, k.Ref(id), k.Title(&t, "ru"), before, k.Fields.Audit(&t))
	})
	return err
}

// mayPublish asks for one more permission when a record becomes public.
func (k *Keeper[T]) mayPublish(ctx context.Context, before, after *T) error {
	if k.Meta(after).Visibility != record.Public || before != nil && k.Meta(before).Visibility == record.Public {
		return nil
	}
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.Publish, Kind: k.Kind}); err != nil {
		return errs.Field("visibility", "keep.may_not_publish")
	}
	return nil
}

func (k *Keeper[T]) check(ctx context.Context, h db.Handle, t *T) error {
	if k.Check == nil {
		return nil
	}
	return k.Check(ctx, h, t)
}

// named turns the violation of a unique index into the subject's own error.
func (k *Keeper[T]) named(err error) error {
	if e, ok := k.Unique[db.UniqueKey(err)]; ok {
		copied := *e
		copied.Err = err
		return &copied
	}
	return err
}
