package bin_test

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/bin"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func TestBin(t *testing.T) {
	dbtest.Each(t, []fs.FS{record.Files}, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
		var restored []string
		allowed := true
		kinds := record.Kinds{
			"city": {Name: "city", Path: "/cities/{id}", Restore: func(_ context.Context, id string) error { restored = append(restored, id); return nil }},
			"note": {Name: "note"},
		}
		p := bin.New(bin.Deps{DB: d, Clock: func() time.Time { return now }, Kinds: func() record.Kinds { return kinds }, Pointers: record.Pointers,
			Require: func(context.Context, module.Need) error {
				if !allowed {
					return errs.New(errs.Forbidden, "account.forbidden")
				}
				return nil
			}})
		for _, b := range []struct {
			kind, id, title string
			ago             time.Duration
		}{{"city", "a", "Дуйсбург", time.Hour}, {"city", "b", "Амневиль", 31 * 24 * time.Hour}, {"note", "c", "Заметка", time.Hour}} {
			if err := record.PutInBin(t.Context(), d, record.Ref{Kind: b.kind, ID: b.id}, b.title, now.Add(-b.ago), "u1", "М. Иванова"); err != nil {
				t.Fatal(err)
			}
		}
		routes := p.Module().Office
		stage := webtest.Stage{T: t, Lang: "ru", Base: "/perm/office", Now: now, Words: []fs.FS{bin.Files}}
		r := stage.Request("GET", "/bin", nil)
		reply, err := routes[0].Handle(r)
		webtest.Has(t, "list", webtest.HTML(t, bin.Files, r, reply, err), "Дуйсбург", "М. Иванова", "ещё 30 дней", "22 декабря 2026", ">сегодня<", `action="/perm/office/bin/city/a/restore"`)
		for q, want := range map[string]string{"": "Дуйсбург Заметка Амневиль", "дуйс": "Дуйсбург", "Duisburg": "Дуйсбург", "leqc,ehu": "Дуйсбург", "ЗАМЁТКА": "Заметка", "мневиль": "", "Дуйсбург Заметка": ""} {
			r := stage.Request("GET", "/bin?q="+url.QueryEscape(q), nil)
			reply, err := routes[0].Handle(r)
			var shown []string
			for _, one := range strings.Split(webtest.HTML(t, bin.Files, r, reply, err), `<th scope="row"`)[1:] {
				for _, title := range []string{"Дуйсбург", "Амневиль", "Заметка"} {
					if strings.Contains(one[:strings.Index(one, "</th>")], title) {
						shown = append(shown, title)
					}
				}
			}
			if got := strings.Join(shown, " "); got != want {
				t.Errorf("%q finds %q, want %q", q, got, want)
			}
		}
		restore := func(kind, id string) (web.Reply, error) {
			r := stage.Request("POST", "/bin/"+kind+"/"+id+"/restore", nil)
			r.SetPathValue("kind", kind)
			r.SetPathValue("id", id)
			return routes[1].Handle(r)
		}
		for _, c := range []struct {
			kind, id string
			want     errs.Kind
		}{{"city", "a", 0}, {"city", "b", errs.Conflict}, {"note", "c", errs.Conflict}, {"city", "never", errs.NotFound}, {"nothing", "x", errs.NotFound}} {
			if _, err := restore(c.kind, c.id); errs.KindOf(err) != c.want {
				t.Errorf("%s %s: %v, want %v", c.kind, c.id, err, c.want)
			}
		}
		if len(restored) != 1 || restored[0] != "a" {
			t.Errorf("restored %v", restored)
		}
		allowed = false
		if _, err := restore("city", "a"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

func TestWords(t *testing.T) {
	for _, p := range i18n.Check(webtest.Stage{T: t, Words: []fs.FS{bin.Files}}.Catalog()) {
		t.Error(p)
	}
}
