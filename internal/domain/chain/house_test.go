package chain

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// party is the kind of anchors in these tests: records of a register that the
// tests keep in memory.
const party = "activity"

// house is an office with chains and anchors.
type house struct {
	*Service
	t       *testing.T
	tasks   *task.Service
	anchors map[string]Anchor
	off     map[string]bool // days off of 2026 and 2027
}

func policy() account.Policy {
	p := keeptest.Rights(task.Kind, party)
	return append(p, account.Rule{Role: account.Head, Action: module.Edit, Kind: SetKind, Scope: account.All},
		account.Rule{Role: account.Editor, Action: module.View, Kind: task.Kind, Scope: account.All})
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	keeptest.Each(t, policy(), []fs.FS{task.Files, Files}, func(t *testing.T, floor keep.Floor) {
		h := &house{t: t, anchors: map[string]Anchor{}, off: map[string]bool{}}
		kinds := func() record.Kinds { return h.kinds() }
		now := clock.Fixed(keeptest.Now())
		none := func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil }
		h.tasks = task.New(floor, task.Deps{
			Langs: []string{"ru", "en"}, Clock: now, Kinds: kinds, Partners: none, Posts: none, Proofs: none,
			Staff: func(context.Context) ([]task.Colleague, error) {
				return []task.Colleague{{ID: "u", Name: "Кто-то"}}, nil
			},
			Held:        func(context.Context, string) ([]task.Held, error) { return nil, nil },
			Coordinator: func(context.Context, db.Handle, string) (string, error) { return "", nil },
			Origin:      func(context.Context, record.Ref) (task.Origin, error) { return task.Origin{}, nil },
		})
		h.Service = New(floor, Deps{
			Langs: []string{"ru", "en"}, Clock: now, Tasks: h.tasks, Kinds: kinds, New: party,
			Anchors: map[string]Anchors{party: h.kind()},
			Working: func(context.Context) (func(time.Time) (bool, bool), error) { return h.working, nil },
		})
		floor.Log.Followed(func(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
			return h.Follow(account.With(ctx, account.System("pobratim")), w, changed)
		})
		test(t, h)
	})
}

// working knows 2026 and 2027: Saturdays, Sundays and the days in off are free.
func (h *house) working(day time.Time) (bool, bool) {
	if year := day.Year(); year < 2026 || year > 2027 {
		return false, false
	}
	weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
	return !weekend && !h.off[day.Format(time.DateOnly)], true
}

func (h *house) kinds() record.Kinds {
	return record.Kinds{
		party: {Name: party, Path: "/activities/{id}",
			Title: func(_ context.Context, id, lang string) (string, error) {
				return h.anchors[id].Title.In(lang).Value, nil
			},
			Allowed: func(ctx context.Context, _, action string) (bool, error) {
				_, err := h.Gate.Require(ctx, module.Need{Action: action, Kind: party})
				return false, err
			}},
	}
}

func (h *house) kind() Anchors {
	read := func(id string) (Anchor, error) {
		a, ok := h.anchors[id]
		if !ok {
			return a, errs.New(errs.NotFound, "record.missing")
		}
		return a, nil
	}
	return Anchors{
		Read: func(_ context.Context, id string) (Anchor, error) { return read(id) },
		In:   func(_ context.Context, _ *audit.Writer, id string) (Anchor, error) { return read(id) },
		Move: func(ctx context.Context, w *audit.Writer, id string, starts, ends edtf.Date) error {
			return h.put(ctx, w, id, func(a *Anchor) { a.Starts, a.Ends = starts, ends })
		},
		Add: func(ctx context.Context, w *audit.Writer, is Anchor) (string, error) {
			id := w.NewID()
			return id, h.put(ctx, w, id, func(a *Anchor) { *a = is })
		},
		Ahead: func(context.Context, *web.Scene, string) ([]ui.Option, error) {
			return []ui.Option{{Value: party + ":days", Label: "Дни Дуйсбурга"}}, nil
		},
	}
}

// put changes an anchor and says so in the history, as its subject would.
func (h *house) put(ctx context.Context, w *audit.Writer, id string, do func(*Anchor)) error {
	a := h.anchors[id]
	do(&a)
	a.Ref = record.Ref{Kind: party, ID: id}
	h.anchors[id] = a
	return w.Did(ctx, a.Ref, audit.Changed, a.Title.In("ru").Value, nil)
}

// anchor changes an anchor in a transaction of its own.
func (h *house) anchor(id string, do func(*Anchor)) record.Ref {
	h.t.Helper()
	ref := record.Ref{Kind: party, ID: id}
	_, err := h.Log.Write(as(h.t, account.Head), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return ref, h.put(ctx, w, id, do)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return ref
}

// days is a celebration on a day of 2027.
func (h *house) days(on string) record.Ref {
	h.t.Helper()
	return h.anchor("days", func(a *Anchor) {
		a.Title, a.Starts, a.Partner = keeptest.Text("Дни Дуйсбурга"), keeptest.Date(on), "duisburg"
	})
}

func (h *house) moveTo(on string) {
	h.t.Helper()
	h.anchor("days", func(a *Anchor) { a.Starts = keeptest.Date(on) })
}

// unroll hangs these steps on the celebration: title and lead in turn.
func (h *house) unroll(pairs ...string) record.Ref {
	h.t.Helper()
	r := Rolled{Anchor: record.Ref{Kind: party, ID: "days"}}
	for i := 0; i < len(pairs); i += 2 {
		lead, err := ParseLead(pairs[i+1])
		if err != nil {
			h.t.Fatal(err)
		}
		r.Steps = append(r.Steps, Planned{Title: keeptest.Text(pairs[i]), Lead: lead})
	}
	ref, err := h.Unroll(as(h.t, account.Head), r)
	if err != nil {
		h.t.Fatal(err)
	}
	return ref
}

// dues are the steps of the celebration with their days, in order.
func (h *house) dues() string {
	h.t.Helper()
	p, _, err := h.Preparation(as(h.t, account.Head), record.Ref{Kind: party, ID: "days"})
	if err != nil {
		h.t.Fatal(err)
	}
	var all []string
	for _, r := range p.rows {
		all = append(all, r.Task.Title.Get("ru")+" "+r.Task.Due.String())
	}
	return strings.Join(all, "; ")
}

// step is the task of a step.
func (h *house) step(name string) task.Task {
	h.t.Helper()
	p, _, err := h.Preparation(as(h.t, account.Head), record.Ref{Kind: party, ID: "days"})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range p.rows {
		if r.Task.Title.Get("ru") == name {
			return r.Task
		}
	}
	h.t.Fatalf("no step %s", name)
	return task.Task{}
}

// change changes the task of a step by hand.
func (h *house) change(name string, do func(*task.Task)) {
	h.t.Helper()
	is := h.step(name)
	do(&is)
	if err := h.tasks.Change(as(h.t, account.Head), is); err != nil {
		h.t.Fatal(err)
	}
}

func as(t *testing.T, roles ...account.Role) context.Context {
	return audit.WithActor(keeptest.As(t, roles...), audit.Actor{ID: "u", Name: "Кто-то"})
}

// words are the words of chains and of tasks, which stand on the same pages.
func words(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(Files, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(Files, path)
		all[path] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ru", "en"} {
		both := map[string]any{}
		for _, files := range []fs.FS{task.Files, Files} {
			body, err := fs.ReadFile(files, "locale/"+lang+".json")
			if err == nil {
				err = json.Unmarshal(body, &both)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		body, err := json.Marshal(both)
		if err != nil {
			t.Fatal(err)
		}
		all["locale/"+lang+".json"] = &fstest.MapFile{Data: body}
	}
	return all
}

func (h *house) desk() keeptest.Desk { return keeptest.Desk{T: h.t, Name: "chain", Files: words(h.t)} }

func (h *house) ask(ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	h.t.Helper()
	return h.desk().Ask(ctx, h.Module().Office, method, target, values)
}

func (h *house) shown(ctx context.Context, target string) string {
	h.t.Helper()
	return plain(h.desk().Show(ctx, h.Module().Office, target))
}

// html is the page that answers a request.
func (h *house) html(reply web.Reply, err error) string {
	h.t.Helper()
	page, ok := reply.(web.Page)
	if err != nil || !ok {
		h.t.Fatalf("%+v %v", reply, err)
	}
	return plain(h.desk().HTML(h.desk().Scene("ru", "/"), page.Template, page.Title, page.Data))
}

// panel is what an anchor's page, or a task's, says of preparation; empty for
// nothing.
func (h *house) panel(ctx context.Context, about record.Ref) string {
	h.t.Helper()
	sc := h.desk().Scene("ru", "/")
	p, err := h.related(ctx, sc, about)
	if err != nil {
		h.t.Fatal(err)
	}
	if p == nil {
		return ""
	}
	return plain(p.Count + h.desk().HTML(sc, p.Template, p.Title, p.Data))
}

// plain has ordinary spaces.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
