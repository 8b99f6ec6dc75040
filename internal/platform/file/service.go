package file

import (
	"bytes"
	"context"
	"io"
	"os"
	"sync"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Service attaches files to records of one municipality.
type Service struct {
	keep.Floor
	kinds record.Kinds
	blobs *blob.Store
	clock clock.Clock
	easel chan struct{} // held while a picture is painted
	// attaching is held shared from storing bytes to the row that refers to them,
	// and alone while bytes without one are removed.
	attaching sync.RWMutex
	text      Reader // nil: files are found by their names alone
}

// New makes the service. The kinds may be filled in later, before the first
// request: those of this package belong to them too.
func New(floor keep.Floor, kinds record.Kinds, blobs *blob.Store, c clock.Clock) *Service {
	return &Service{Floor: floor, kinds: kinds, blobs: blobs, clock: c, easel: make(chan struct{}, 1)}
}

// circle is how far the viewer sees the files of a record.
type circle struct {
	scope account.Scope
	own   bool
}

func (c circle) sees(v record.Visibility) bool { return c.scope.Sees(v, c.own) }

// narrowest is the smallest circle of readers that the viewer belongs to.
func (c circle) narrowest() record.Visibility {
	for _, v := range record.Visibilities() {
		if c.sees(v) {
			return v
		}
	}
	return record.Department
}

// may asks whether the viewer may do action with a record.
func (s *Service) may(ctx context.Context, about record.Ref, action string) (circle, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: action, Kind: about.Kind})
	if err != nil {
		return circle{}, err
	}
	allowed := s.kinds[about.Kind].Allowed
	if allowed == nil {
		return circle{}, errs.New(errs.NotFound, "record.missing")
	}
	own, err := allowed(ctx, about.ID, action)
	return circle{scope, own}, err
}

// load reads an attachment that the viewer may see and asks for action on its
// record; one that is hidden or missing gives the same errs.NotFound.
func (s *Service) load(ctx context.Context, id, action string) (Attachment, error) {
	a, err := byID(ctx, s.DB, id)
	if err != nil {
		return Attachment{}, err
	}
	c, err := s.may(ctx, a.About, action)
	if err != nil {
		return Attachment{}, err
	}
	if !c.sees(a.Visibility) {
		return Attachment{}, errs.New(errs.NotFound, "record.missing")
	}
	return a, nil
}

// Attach examines a file and puts it at a record. The bytes are durable before
// the transaction that refers to them begins. Findings about the file and its
// details are errs.E of kind Invalid at the fields "file", "file.note" and so on.
func (s *Service) Attach(ctx context.Context, about record.Ref, up Upload) (Attachment, error) {
	c, err := s.may(ctx, about, module.Edit)
	if err != nil {
		return Attachment{}, err
	}
	if up.Visibility == "" {
		up.Visibility = c.narrowest()
	}
	body, err := io.ReadAll(io.LimitReader(up.Body, MaxSize+1))
	if err != nil {
		return Attachment{}, errs.Field(at, "form.file.failed").Because(err)
	}
	good, err := s.examine(ctx, up.Name, body)
	if err := together(err, up.tidy(), s.mayShow(ctx, c, about, "", up.Visibility)); err != nil {
		return Attachment{}, err
	}
	s.attaching.RLock()
	defer s.attaching.RUnlock()
	// A picture written anew may be larger than it came, so no limit here.
	stat, err := s.blobs.Put(ctx, bytes.NewReader(good.body), int64(len(good.body)))
	if err != nil {
		return Attachment{}, err
	}
	stored := Stored{Sum: stat.Sum, Size: stat.Size, Type: good.typ, Width: good.width, Height: good.height}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		same, err := sameAt(ctx, w, about, stat.Sum)
		if err != nil {
			return record.Ref{}, err
		}
		if len(same) > 0 {
			return record.Ref{}, errs.Field(at, "file.already", "name", same[0])
		}
		a := Attachment{ID: w.NewID(), About: about, Stored: stored, Name: good.name, Details: up.Details, At: w.Now, ActorID: w.Actor.ID, Actor: w.Actor.Name}
		if err := insert(ctx, w, a); err != nil {
			return record.Ref{}, err
		}
		return a.Ref(), w.Created(ctx, a.Ref(), a.Name, a.audit())
	})
	if err != nil {
		return Attachment{}, err
	}
	return byID(ctx, s.DB, ref.ID)
}

// together makes one error of what is wrong with several fields; an error of
// another kind goes before them.
func together(list ...error) error {
	var all errs.Fields
	for _, err := range list {
		fields := errs.FieldsOf(err)
		if err != nil && fields == nil {
			return err
		}
		all = append(all, fields...)
	}
	return all.Err()
}

// mayShow asks whether the viewer may open a file to a circle of readers: not
// past what the viewer sees, and to the public only with permission.
func (s *Service) mayShow(ctx context.Context, c circle, about record.Ref, before, after record.Visibility) error {
	if before == after {
		return nil
	}
	if !c.sees(after) {
		return errs.Field("visibility", "form.choice")
	}
	if after != record.Public {
		return nil
	}
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Publish, Kind: about.Kind}); err != nil {
		return errs.Field("visibility", "keep.may_not_publish")
	}
	return nil
}

// List reads the files of a record that the viewer may see, the newest first,
// 200 at most.
func (s *Service) List(ctx context.Context, about record.Ref) ([]Attachment, error) {
	c, err := s.may(ctx, about, module.View)
	if err != nil {
		return nil, err
	}
	all, err := listOf(ctx, s.DB, about)
	if err != nil {
		return nil, err
	}
	var seen []Attachment
	for _, a := range all {
		if c.sees(a.Visibility) {
			seen = append(seen, a)
		}
	}
	return seen, nil
}

// Get reads one attachment that the viewer may see and that is not put away.
func (s *Service) Get(ctx context.Context, id string) (Attachment, error) {
	a, err := s.load(ctx, id, module.View)
	if err == nil && a.Binned {
		return Attachment{}, errs.New(errs.NotFound, "record.missing")
	}
	return a, err
}

// Open gives an attachment with its bytes, which were compared with their hash.
// The caller closes them.
func (s *Service) Open(ctx context.Context, id string) (Attachment, *os.File, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return Attachment{}, nil, err
	}
	content, err := s.blobs.OpenVerified(ctx, a.Sum)
	if err != nil {
		return Attachment{}, nil, errs.Wrap(err, errs.Internal, "file.lost")
	}
	return a, content, nil
}

// Change writes what is said of a file over the version it was made from;
// errs.Stale says that somebody else was faster.
func (s *Service) Change(ctx context.Context, id string, version int64, d Details) error {
	before, err := s.load(ctx, id, module.Edit)
	if err != nil {
		return err
	}
	c, err := s.may(ctx, before.About, module.Edit)
	if err != nil {
		return err
	}
	if err := together(d.tidy(), s.mayShow(ctx, c, before.About, before.Visibility, d.Visibility)); err != nil {
		return err
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := byID(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		if before.Binned {
			return record.Ref{}, errs.New(errs.NotFound, "record.missing")
		}
		if before.Version != version {
			return record.Ref{}, errs.New(errs.Stale, "form.stale")
		}
		after := before
		after.Details = d
		if err := update(ctx, w, after); err != nil {
			return record.Ref{}, err
		}
		return after.Ref(), w.Changed(ctx, after.Ref(), after.Name, before.audit(), after.audit())
	})
	return err
}

// PutAway moves a file to the bin, from which it can return for 30 days.
func (s *Service) PutAway(ctx context.Context, id string) error { return s.bin(ctx, id, true) }

// Restore brings a file back from the bin.
func (s *Service) Restore(ctx context.Context, id string) error { return s.bin(ctx, id, false) }

func (s *Service) bin(ctx context.Context, id string, away bool) error {
	if _, err := s.load(ctx, id, module.Edit); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := byID(ctx, w, id)
		if err != nil || a.Binned == away {
			return a.Ref(), err
		}
		a.Binned = away
		if err := update(ctx, w, a); err != nil {
			return record.Ref{}, err
		}
		if away {
			return a.Ref(), w.Binned(ctx, a.Ref(), a.Name)
		}
		return a.Ref(), w.Restored(ctx, a.Ref(), a.Name)
	})
	return err
}
