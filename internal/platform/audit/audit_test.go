package audit_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var (
	now  = time.Date(2026, 11, 22, 4, 30, 0, 0, time.UTC)
	city = record.Ref{Kind: "city", ID: "duisburg"}
)

// each gives a log on both engines.
func each(t *testing.T, test func(t *testing.T, d *db.DB, l *audit.Log)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files}, func(t *testing.T, d *db.DB) {
		l, err := audit.Open(t.Context(), d, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		test(t, d, l)
	})
}

func change(t *testing.T, l *audit.Log, before, after string) {
	t.Helper()
	ctx := audit.WithActor(t.Context(), audit.Actor{ID: "u1", Name: "М. Иванова"})
	_, err := l.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return city, w.Changed(ctx, city, "Дуйсбург", audit.Fields{{Name: "term", Value: before}}, audit.Fields{{Name: "term", Value: after}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTamperingShows(t *testing.T) {
	for name, act := range map[string]string{
		"a value altered":    `UPDATE revisions SET changes = '[]' WHERE seq = 3`,
		"a time altered":     `UPDATE revisions SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3`,
		"an actor altered":   `UPDATE revisions SET actor_id = 'u2' WHERE seq = 3`,
		"the middle removed": `DELETE FROM revisions WHERE seq = 3`,
		"the end removed":    `DELETE FROM revisions WHERE seq = 5`,
		"the count set back": `UPDATE audit_head SET seq = 4`,
		"a hash altered":     `UPDATE audit_hashes SET hash = (SELECT hash FROM audit_hashes WHERE idx = 0) WHERE idx = 3`,
		"a hash removed":     `DELETE FROM audit_hashes WHERE idx = 7`,
		"":                   ``,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
				for _, v := range []string{"1", "2", "3", "4", "5"} {
					change(t, l, "0", v)
				}
				if act != "" {
					if _, err := db.Exec(t.Context(), d, act); err != nil {
						t.Fatal(err)
					}
				}
				problems, err := l.Verify(t.Context())
				if err != nil || (len(problems) > 0) != (act != "") {
					t.Errorf("%v %v", problems, err)
				}
			})
		})
	}
}

// An erased value leaves the tree whole.
// TestManyInOne writes transactions of several changes, as an import does: the
// tree is the same as of single ones, and is whole.
func TestManyInOne(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, l *audit.Log) {
		total := 0
		for _, n := range []int{1, 2, 3, 70, 1, 130, 5} {
			_, err := l.Write(t.Context(), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
				for i := range n {
					ref := record.Ref{Kind: "city", ID: fmt.Sprint(n, "-", i)}
					if err := w.Did(ctx, ref, audit.Created, ref.ID, nil); err != nil {
						return ref, err
					}
				}
				return record.Ref{}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			total += n
			size, _, err := l.Root(t.Context())
			if err != nil || size != int64(total) || l.Version() != size {
				t.Errorf("%d leaves of %d, version %d, %v", size, total, l.Version(), err)
			}
			if problems, err := l.Verify(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("after %d at once: %v %v", n, problems, err)
			}
		}
	})
}

func TestErasure(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
		change(t, l, "", "тайна")
		change(t, l, "тайна", "2")
		if _, err := db.Exec(t.Context(), d, `UPDATE revisions SET salt = '', changes = '[]' WHERE seq = 1`); err != nil {
			t.Fatal(err)
		}
		if problems, err := l.Verify(t.Context()); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
	})
}

func TestIdempotency(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
		done := 0
		write := func(ctx context.Context) error {
			_, err := l.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
				done++
				return city, w.Created(ctx, city, "Дуйсбург", nil)
			})
			return err
		}
		ctx := audit.WithKey(t.Context(), "k1")
		if seen, err := l.Done(ctx); seen || err != nil {
			t.Errorf("done before it was: %v", err)
		}
		if err := errors.Join(write(ctx), write(ctx)); err != nil || done != 1 {
			t.Errorf("done %d times, %v", done, err)
		}
		if seen, err := l.Done(ctx); !seen || err != nil {
			t.Errorf("not known as done: %v", err)
		}
		if seen, err := l.Done(audit.WithActor(ctx, audit.Actor{ID: "other"})); seen || err != nil {
			t.Errorf("done for somebody else: %v", err)
		}
		if err := write(audit.WithoutKey(ctx)); err != nil || done != 2 {
			t.Errorf("without the key: done %d times, %v", done, err)
		}
		held := errs.New(errs.Invalid, "x")
		if err := write(audit.Hold(t.Context(), held)); !errors.Is(err, held) || done != 2 {
			t.Errorf("held back: done %d times, %v", done, err)
		}
	})
}

func TestManyWritersLeaveNoGap(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 5 {
					change(t, l, "1", "2")
				}
			})
		}
		wg.Wait()
		if size, _, err := l.Root(t.Context()); size != 40 || err != nil {
			t.Errorf("%d entries, %v", size, err)
		}
		if problems, err := l.Verify(t.Context()); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
	})
}

func pages(t *testing.T, l *audit.Log) (*audit.Pages, webtest.Stage) {
	kinds := record.Kinds{
		"city": {Name: "city", Path: "/cities/{id}", Sees: func(_ context.Context, id string) error {
			if id != "duisburg" {
				return errs.New(errs.NotFound, "record.missing")
			}
			return nil
		}, Show: func(_ context.Context, _ *i18n.Printer, field, value string) string {
			return map[string]string{"2026": "2026 год"}[value]
		}},
		"secret": {Name: "secret"},
	}
	p := audit.NewPages(l, func(ctx context.Context, need module.Need) error {
		if ctx.Value(nobody{}) != nil {
			return errs.New(errs.Forbidden, "account.forbidden")
		}
		return nil
	}, func() record.Kinds { return kinds })
	return p, webtest.Stage{T: t, Lang: "ru", Base: "/perm/office", Now: now, Zone: time.FixedZone("YEKT", 5*3600), Words: []fs.FS{audit.Files}}
}

type nobody struct{}

func route(t *testing.T, m module.Module, pattern string) module.Route {
	t.Helper()
	for _, r := range m.Office {
		if r.Pattern == pattern {
			return r
		}
	}
	t.Fatalf("no route %q", pattern)
	return module.Route{}
}

func TestJournal(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
		for range 60 {
			change(t, l, "1", "2026")
		}
		p, stage := pages(t, l)
		journal := route(t, p.Module(), "GET /journal").Handle
		r := stage.Request("GET", "/journal", nil)
		reply, err := journal(r)
		html := webtest.HTML(t, audit.Files, r, reply, err)
		webtest.Has(t, "journal", html, "М. Иванова", "Изменено «term» в «Дуйсбург»", "2026 год", "В журнале 60 записей", "22 ноября 2026 г., 09:30", "before=11", "record=city%3Aduisburg", "/perm/office/cities/duisburg")
		if n := strings.Count(html, `<li class="change"`); n != 50 {
			t.Errorf("%d entries on the page, want 50", n)
		}
		r = stage.Request("GET", "/journal?before=11&who=u1&check=1", nil)
		reply, err = journal(r)
		html = webtest.HTML(t, audit.Files, r, reply, err)
		webtest.Has(t, "second page", html, "Цепочка цела", "К последним", "убрать отбор")
		if n := strings.Count(html, `<li class="change"`); n != 10 {
			t.Errorf("%d entries on the second page, want 10", n)
		}
		r = stage.Request("GET", "/journal?record=city:nowhere", nil)
		reply, err = journal(r)
		webtest.Has(t, "another record", webtest.HTML(t, audit.Files, r, reply, err), "Ничего не нашлось")
		if _, err := db.Exec(t.Context(), d, `UPDATE revisions SET actor_id = 'u2' WHERE seq = 3`); err != nil {
			t.Fatal(err)
		}
		r = stage.Request("GET", "/journal?check=1", nil)
		reply, err = journal(r)
		webtest.Has(t, "tampered", webtest.HTML(t, audit.Files, r, reply, err), "notice-bad", "изменена в обход программы")
		r = stage.Request("GET", "/journal", nil)
		if _, err := journal(r.WithContext(context.WithValue(r.Context(), nobody{}, true))); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, l *audit.Log) {
		change(t, l, "", "2025")
		change(t, l, "2025", "2026")
		p, stage := pages(t, l)
		history := route(t, p.Module(), "GET /history/{kind}/{id}").Handle
		show := func(kind, id, query string, ctx func(context.Context) context.Context) (string, error) {
			r := stage.Request("GET", "/history/"+kind+"/"+id+query, nil)
			r.SetPathValue("kind", kind)
			r.SetPathValue("id", id)
			if ctx != nil {
				r = r.WithContext(ctx(r.Context()))
			}
			reply, err := history(r)
			if err != nil {
				return "", err
			}
			return webtest.HTML(t, audit.Files, r, reply, nil), nil
		}
		html, err := show("city", "duisburg", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		webtest.Has(t, "history", html, "2025", "2026 год", "Дуйсбург")
		html, err = show("city", "duisburg", "?field=nothing", nil)
		if err != nil || strings.Contains(html, "2025") {
			t.Errorf("another field: %v", err)
		}
		deny := func(ctx context.Context) context.Context { return context.WithValue(ctx, nobody{}, true) }
		for _, c := range []struct {
			kind, id string
			want     errs.Kind
		}{{"city", "elsewhere", errs.NotFound}, {"nothing", "x", errs.NotFound}, {"secret", "x", errs.Forbidden}} {
			if _, err := show(c.kind, c.id, "", deny); errs.KindOf(err) != c.want {
				t.Errorf("%s %s: %v, want %v", c.kind, c.id, err, c.want)
			}
		}
	})
}

func TestWords(t *testing.T) {
	for _, p := range i18n.Check(webtest.Stage{T: t, Words: []fs.FS{audit.Files}}.Catalog()) {
		t.Error(p)
	}
}
