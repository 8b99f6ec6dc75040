package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
)

// File is one file that came, or pasted text without a name.
type File struct {
	Name string
	Body []byte
}

// Bounds of one import.
const (
	maxFiles = 20
	maxRows  = 500_000
	atOnce   = 2000 // rows that are written while the browser waits
)

// Take reads files and keeps what they hold as an open import. A file that
// cannot be read is an error at the field "files" that names it.
func (s *Service) Take(ctx context.Context, files []File, lang string) (string, error) {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", errs.Field("files", "import.nothing")
	}
	if len(files) > maxFiles {
		return "", errs.Field("files", "import.too_many", "n", maxFiles)
	}
	defer s.deps.Thrift()()
	i := Import{State: Open, At: s.deps.Clock(), Settings: Settings{Lang: lang, Visibility: record.Department}}
	var names []string
	var rows [][][]string
	total := 0
	for _, f := range files {
		book, err := s.read(ctx, f)
		if err != nil {
			return "", err
		}
		for _, one := range book.Sheets {
			if len(one.Rows) == 0 {
				continue
			}
			i.Settings.Sheets = append(i.Settings.Sheets, Sheet{File: f.Name, Name: one.Name, Format: book.Format, Encoding: book.Encoding, Merged: one.Merged, Rows: len(one.Rows)})
			rows = append(rows, one.Rows)
			total += len(one.Rows)
		}
		names = append(names, f.Name)
	}
	if total == 0 {
		return "", errs.Field("files", "import.empty", "name", strings.Join(names, ", "))
	}
	if total > maxRows {
		return "", errs.Field("files", "import.too_long", "n", maxRows)
	}
	i.Title = tables.Short(strings.Join(names, ", "))
	return s.keep(ctx, i, rows)
}

func (s *Service) read(ctx context.Context, f File) (sheet.Book, error) {
	book, err := s.deps.Read(ctx, f.Name, f.Body)
	if one, ok := errors.AsType[*errs.E](err); ok && one.Kind == errs.Invalid {
		return book, errs.Field("files", "import.unreadable", "name", f.Name, "why", s.deps.Say("", one)).Because(err)
	}
	return book, err
}

// keep stores an import with its rows.
func (s *Service) keep(ctx context.Context, i Import, rows [][][]string) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		i.ID, i.ActorID, i.Actor = w.NewID(), w.Actor.ID, w.Actor.Name
		if err := insertImport(ctx, w, i); err != nil {
			return record.Ref{}, err
		}
		for n, one := range rows {
			if err := insertParts(ctx, w, i.ID, n, one); err != nil {
				return record.Ref{}, err
			}
		}
		return record.Ref{Kind: Kind, ID: i.ID}, nil
	})
	return ref.ID, err
}

// Get reads one import.
func (s *Service) Get(ctx context.Context, id string) (Import, error) {
	if _, err := s.Gate.Require(ctx, s.view()); err != nil {
		return Import{}, err
	}
	return importByID(ctx, s.DB, id)
}

// List lists imports, the newest first.
func (s *Service) List(ctx context.Context) ([]Import, error) {
	if _, err := s.Gate.Require(ctx, s.view()); err != nil {
		return nil, err
	}
	return listImports(ctx, s.DB)
}

// Tables are what was understood of an import.
func (s *Service) Tables(ctx context.Context, id string) ([]*reading.Table, error) {
	i, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	defer s.deps.Thrift()()
	u, err := s.understand(ctx, i)
	return u.tables, err
}

// Save keeps what a person said of an open import.
func (s *Service) Save(ctx context.Context, i Import) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	if i.Settings.Side != "" && !slices.Contains([]string{"ours", "theirs", "both", "neutral"}, i.Settings.Side) {
		return errs.Field("side", "form.choice")
	}
	if !slices.Contains(record.Visibilities(), i.Settings.Visibility) || i.Settings.Visibility == record.Public {
		return errs.Field("visibility", "form.choice")
	}
	return saveSettings(ctx, s.DB, i)
}

// Forget drops an open import and what was read for it.
func (s *Service) Forget(ctx context.Context, id string) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		i, err := importByID(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		if i.State != Open {
			return record.Ref{}, errs.New(errs.Conflict, "import.not_open")
		}
		return record.Ref{Kind: Kind, ID: id}, forget(ctx, w, id)
	})
	return err
}

// Start writes an open import: at once when it is small or wait is set, in the
// background otherwise.
func (s *Service) Start(ctx context.Context, id string, wait bool) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	rows := 0
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		i, err := importByID(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		for _, one := range i.Settings.Sheets {
			rows += one.Rows
		}
		source := record.Source{Title: i.Title, Kind: record.SourceDocument}
		if i.Source, err = record.PutSource(ctx, w, w.Now, source); err != nil {
			return record.Ref{}, err
		}
		i.State, i.viewer, i.Items = Running, viewerOf(ctx), rows
		if err := begin(ctx, w, i, Open); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: Kind, ID: id}, w.Did(ctx, record.Ref{Kind: Kind, ID: id}, audit.Created, i.Title, nil)
	})
	if err != nil {
		return err
	}
	return s.carry(ctx, ref.ID, wait || rows <= atOnce)
}

// Undo takes a whole import back.
func (s *Service) Undo(ctx context.Context, id string, wait bool) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	i, err := importByID(ctx, s.DB, id)
	if err != nil {
		return err
	}
	switch {
	case i.State == Undone:
		return nil // pressed twice
	case !i.Undoable(s.deps.Clock()):
		return errs.New(errs.Conflict, "import.undo.late")
	case i.State == Done:
		i.State, i.viewer = Undoing, viewerOf(ctx)
		if err := begin(ctx, s.DB, i, Done); err != nil {
			return err
		}
	}
	return s.carry(ctx, id, wait || i.Done <= atOnce)
}

// carry does what an import's state asks for, now or in the background. Each
// import is worked on once at a time.
func (s *Service) carry(ctx context.Context, id string, now bool) error {
	s.mu.Lock()
	busy := s.jobs[id]
	s.jobs[id] = true
	s.mu.Unlock()
	if busy {
		return nil
	}
	if now {
		return s.work(ctx, id)
	}
	behind := audit.WithoutKey(context.WithoutCancel(ctx))
	s.wait.Go(func() {
		ctx, cancel := context.WithCancel(behind)
		defer cancel()
		defer context.AfterFunc(s.life, cancel)()
		if err := s.work(ctx, id); err != nil && s.life.Err() == nil {
			s.deps.Failed("import "+id, err)
		}
	})
	return nil
}

// work carries one import on; what stops it is kept with it for people to read.
func (s *Service) work(ctx context.Context, id string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
		s.mu.Lock()
		delete(s.jobs, id)
		s.mu.Unlock()
	}()
	i, err := importByID(ctx, s.DB, id)
	if err != nil {
		return err
	}
	switch i.State {
	case Running:
		err = s.write(ctx, i)
	case Undoing:
		err = s.takeBack(ctx, i)
	}
	return err
}

// Resume carries on what was interrupted. The program calls it when it starts.
func (s *Service) Resume(ctx context.Context) error {
	all, err := stopped(ctx, s.DB)
	for _, i := range all {
		as := s.deps.Program(ctx)
		if i.viewer != "" {
			var v account.Viewer
			if err := json.Unmarshal([]byte(i.viewer), &v); err != nil {
				return err
			}
			as = audit.WithActor(account.With(ctx, v), audit.Actor{ID: i.ActorID, Name: i.Actor})
		}
		if err := s.carry(as, i.ID, false); err != nil {
			return err
		}
	}
	return err
}

// viewerOf is who goes on with an import after a restart; empty for the program
// itself.
func viewerOf(ctx context.Context) string {
	v := account.From(ctx)
	if v.Session == "" && len(v.Roles) == 0 {
		return ""
	}
	text, err := json.Marshal(account.Viewer{UserID: v.UserID, Name: v.Name, Roles: v.Roles, Organisation: v.Organisation})
	if err != nil {
		return ""
	}
	return string(text)
}

// Outcomes reads what became of rows, page by page.
func (s *Service) Outcomes(ctx context.Context, id string, after, limit int) ([]Outcome, error) {
	if _, err := s.Gate.Require(ctx, s.view()); err != nil {
		return nil, err
	}
	return outcomes(ctx, s.DB, id, after, limit)
}

// Wait returns when nothing runs in the background.
func (s *Service) Wait() { s.wait.Wait() }

// OnBatch lets a test look in, or interrupt, whenever some rows are written.
func (s *Service) OnBatch(do func()) { s.batched = do }

// Left is a record that an undo could not bring back whole.
type Left struct {
	Ref   record.Ref
	Kind  string
	Title string
	How   string // "left" or "partly"
}

// Left lists what stayed when an import was taken back.
func (s *Service) Left(ctx context.Context, id string) ([]Left, error) {
	if _, err := s.Gate.Require(ctx, s.view()); err != nil {
		return nil, err
	}
	all, err := notUndone(ctx, s.DB, id)
	list := make([]Left, len(all))
	for i, t := range all {
		list[i] = Left{refOf(t), t.Kind, t.Title, t.Undone}
	}
	return list, err
}

// Sweep drops what is kept of imports that can no longer be taken back, and
// open ones that nobody finished.
func (s *Service) Sweep(ctx context.Context) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	return sweep(ctx, s.DB, clock.Stamp(s.deps.Clock().Add(-UndoFor)))
}
