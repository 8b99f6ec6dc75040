package link

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var noon = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// desk is the service over a kind of records that it does not know.
type desk struct {
	*Service
	t    *testing.T
	now  time.Time
	log  *audit.Log
	seen bool // the viewer may see the record
}

var visit = record.Ref{Kind: "visit", ID: "one"}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, Files}, func(t *testing.T, h *db.DB) {
		d := &desk{t: t, now: noon, seen: true}
		now := clock.Clock(func() time.Time { return d.now })
		var err error
		if d.log, err = audit.Open(t.Context(), h, now); err != nil {
			t.Fatal(err)
		}
		gate := account.NewGate(account.Policy{
			{Role: account.Head, Action: module.Edit, Kind: "link", Scope: account.All}, {Role: account.Head, Action: module.Edit, Kind: "visit", Scope: account.All},
			{Role: account.Editor, Action: module.Edit, Kind: "link", Scope: account.All}, {Role: account.Administrator, Action: module.Manage, Kind: "user", Scope: account.All},
		})
		kind := record.Kind{
			Name: "visit", Path: "/visits/{id}", Title: func(context.Context, string, string) (string, error) { return "Визит", nil },
			Allowed: func(context.Context, string, string) (bool, error) {
				if !d.seen {
					return false, errs.New(errs.NotFound, "record.missing")
				}
				return false, nil
			},
		}
		modules := []module.Module{{Name: "test", Guest: []module.Guest{{Purpose: "programme", Key: "sample.link", Kind: "visit", Need: module.Need{Action: module.Edit, Kind: "visit"}}}}}
		d.Service = New(keep.Floor{DB: h, Log: d.log, Gate: gate, Kinds: func() record.Kinds { return record.Kinds{"visit": kind} }},
			Deps{Clock: now, Base: "/perm", Modules: func() []module.Module { return modules }})
		test(t, d)
	})
}

func (d *desk) as(role account.Role) context.Context {
	return audit.WithActor(account.With(d.t.Context(), account.Viewer{UserID: "u", Name: "Иван", Roles: []account.Role{role}}), audit.Actor{ID: "u", Name: "Иван"})
}

func wish() Wish {
	return Wish{For: visit, Purpose: "programme", Name: " Делегация  Дуйсбурга ", Lang: "de", Until: noon.AddDate(0, 0, 30)}
}

func (d *desk) make(w Wish) (Link, string) {
	d.t.Helper()
	l, key, err := d.Make(d.as(account.Head), w)
	if err != nil {
		d.t.Fatal(err)
	}
	return l, key
}

// opens wants a secret to open a link, or to fail with a key.
func (d *desk) opens(key, want string) Link {
	d.t.Helper()
	l, err := d.Enter(d.t.Context(), key)
	switch {
	case want == "" && err != nil:
		d.t.Errorf("the link does not open: %v", err)
	case want != "" && (errs.KindOf(err) != errs.NotFound || !strings.Contains(err.Error(), want)):
		d.t.Errorf("wanted %s, got %v", want, err)
	}
	return l
}

func TestLinks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		l, key := d.make(wish())
		if l.Name != "Делегация Дуйсбурга" || l.Number != 1 || len(key) != 52 {
			t.Errorf("made %+v %q", l, key)
		}
		got := d.opens(key, "")
		if got.For != visit || got.Purpose != "programme" || got.Lang != "de" || !got.EndsAt.Equal(l.EndsAt) {
			t.Errorf("opened %+v", got)
		}
		d.now = d.now.Add(time.Minute)
		d.opens(key, "")
		mine, err := d.Of(d.as(account.Head), visit)
		if err != nil || len(mine) != 1 || mine[0].Uses != 2 || !mine[0].SeenAt.Equal(d.now) {
			t.Errorf("%v %+v", err, mine)
		}
		for _, wrong := range []string{"", key + "a", strings.ToUpper(key), secret.New(), strings.Repeat("a", 101), secret.Digest(key)} {
			d.opens(wrong, "link.unknown")
		}
		d.now = l.EndsAt.Add(-time.Nanosecond)
		d.opens(key, "")
		d.now = l.EndsAt
		d.opens(key, "link.expired")
	})
}

func TestRevokedAndRetired(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		first, one := d.make(wish())
		second, two := d.make(wish())
		if second.Number != 2 {
			t.Errorf("the second has number %d", second.Number)
		}
		for range 2 { // the same press twice
			if l, err := d.Revoke(d.as(account.Head), first.ID); err != nil || l.For != visit {
				t.Fatal(l, err)
			}
		}
		d.opens(one, "link.revoked")
		d.opens(two, "")
		w := wish()
		w.Retire = true
		_, three := d.make(w)
		d.opens(one, "link.revoked")
		d.opens(two, "link.retired")
		d.opens(three, "")
	})
}

func TestMakingIsChecked(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for name, c := range map[string]struct {
			change func(*Wish)
			want   string
		}{
			"no name":         {func(w *Wish) { w.Name = " " }, "name: link.name_empty"},
			"a long name":     {func(w *Wish) { w.Name = strings.Repeat("я", 81) }, "name: account.name.long"},
			"no language":     {func(w *Wish) { w.Lang = "xx" }, "lang: account.lang.unknown"},
			"no day":          {func(w *Wish) { w.Until = time.Time{} }, "until: link.until_past"},
			"over":            {func(w *Wish) { w.Until = noon }, "until: link.until_past"},
			"for ever":        {func(w *Wish) { w.Until = noon.AddDate(2, 0, 0) }, "until: link.until_far"},
			"another purpose": {func(w *Wish) { w.Purpose = "other" }, "record.missing"},
			"another kind":    {func(w *Wish) { w.For.Kind = "person" }, "record.missing"},
		} {
			w := wish()
			c.change(&w)
			if _, _, err := d.Make(d.as(account.Head), w); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Who may make links at all, but not those of this purpose, or does not see the
// record, makes none, sees none and revokes none.
func TestPermissions(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		l, key := d.make(wish())
		refused := func(name string, ctx context.Context) {
			t.Helper()
			if _, _, err := d.Make(ctx, wish()); err == nil {
				t.Errorf("%s makes a link", name)
			}
			if got, err := d.Of(ctx, visit); err == nil && len(got) > 0 {
				t.Errorf("%s sees %+v", name, got)
			}
			if _, err := d.Revoke(ctx, l.ID); err == nil {
				t.Errorf("%s revokes a link", name)
			}
			d.opens(key, "")
		}
		refused("the public", t.Context())
		refused("an auditor", d.as(account.Auditor))
		refused("an editor", d.as(account.Editor))
		d.seen = false
		refused("who does not see the record", d.as(account.Head))
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		words := []fs.FS{account.Files, Files, fstest.MapFS{"locale/ru.json": {Data: []byte(`{"sample.link": "Программа", "sample.link.new": "Ссылка на программу"}`)}, "locale/en.json": {Data: []byte(`{"sample.link": "x", "sample.link.new": "x"}`)}}}
		at := func(method, path string, values url.Values) (web.Reply, string) {
			t.Helper()
			r := webtest.Stage{T: t, Lang: "ru", Base: "/perm/office", Now: d.now, Zone: time.UTC, Words: words}.Request(method, path, values)
			r = r.WithContext(audit.WithActor(account.With(r.Context(), account.From(d.as(account.Head))), audit.Actor{ID: "u"}))
			_ = r.ParseForm()
			handle, files := d.newPage, fs.FS(account.Files)
			if method == "POST" {
				handle = d.Service.make
			}
			reply, err := handle(r)
			page := webtest.Page(t, reply, err)
			if page.Template == "link/secret" {
				files = Files
			}
			return reply, webtest.HTML(t, files, r, reply, err)
		}
		_, html := at("GET", "/links/new?purpose=programme&for=visit:one", nil)
		webtest.Has(t, "the form", html, "Запись: Визит", "21 января 2027", `name="for"`)
		typed := url.Values{"purpose": {"programme"}, "for": {"visit:one"}, "name": {"Водитель"}, "lang": {"ru"}, "until": {"31 апреля"}}
		reply, html := at("POST", "/links/new", typed)
		if reply.(web.Page).Status != 422 {
			t.Error("a day that does not exist is taken")
		}
		webtest.Has(t, "a mistake", html, "Водитель", "31 апреля")
		typed.Set("until", "15.12.2026")
		_, html = at("POST", "/links/new", typed)
		_, key, found := strings.Cut(html, "/perm/guest/")
		if !found {
			t.Fatalf("no address in\n%s", html)
		}
		key = key[:52]
		d.now = time.Date(2026, 12, 15, 23, 59, 59, 0, time.UTC)
		d.opens(key, "")
		d.now = d.now.Add(time.Second)
		d.opens(key, "link.expired")
		sc := web.SceneOf(webtest.Stage{T: t, Lang: "ru", Base: "/perm/office", Now: d.now, Zone: time.UTC, Words: words}.Request("GET", "/visits/one", nil))
		panel, err := d.panel(d.as(account.Head), sc, visit)
		if err != nil || panel == nil || len(panel.Data.(panelPage).Rows) != 1 {
			t.Fatalf("%+v %v", panel, err)
		}
		if chip := panel.Data.(panelPage).Rows[0].Value.Chip; chip == nil || chip.Text != "срок истёк" {
			t.Errorf("an expired link is shown as %+v", chip)
		}
		if panel, err := d.panel(d.as(account.Editor), sc, visit); panel != nil || err != nil {
			t.Errorf("an editor sees %+v, %v", panel, err)
		}
	})
}
