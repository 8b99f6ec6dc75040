package file

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var schemas = []fs.FS{record.Files, audit.Files, Files}

// noon is long after the test's own files were written, so that bytes without
// an attachment count as settled.
var noon = time.Date(2099, 11, 22, 12, 0, 0, 0, time.UTC)

// city is a municipality with one kind of records, "thing", whose visibility
// stands in a map.
type city struct {
	*Service
	dir    string
	things map[string]record.Visibility
}

func found(t *testing.T, d *db.DB) city {
	t.Helper()
	log, err := audit.Open(t.Context(), d, clock.Fixed(noon))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	blobs, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	var policy account.Policy
	for role, scope := range map[account.Role]account.Scope{account.Head: account.All, account.Coordinator: account.All, account.Branch: account.City, account.Guest: account.Own, account.Anyone: account.Open} {
		for _, kind := range []string{"thing", Kind} {
			policy = append(policy, account.Rule{Role: role, Action: module.View, Kind: kind, Scope: scope})
			if role == account.Head || role == account.Coordinator || role == account.Guest {
				policy = append(policy, account.Rule{Role: role, Action: module.Edit, Kind: kind, Scope: scope})
			}
		}
	}
	policy = append(policy, account.Rule{Role: account.Head, Action: module.Publish, Kind: "thing", Scope: account.All})
	gate := account.NewGate(policy)
	c := city{dir: dir, things: map[string]record.Visibility{"secret": record.Department, "joint": record.Participants, "open": record.Public}}
	kinds := record.Kinds{}
	c.Service = New(keep.Floor{DB: d, Log: log, Gate: gate}, kinds, blobs, clock.Fixed(noon))
	kinds["thing"] = record.Kind{
		Name: "thing", Path: "/things/{id}",
		Title: func(_ context.Context, id, _ string) (string, error) { return "Thing " + id, nil },
		Allowed: func(ctx context.Context, id, action string) (bool, error) {
			v, known := c.things[id]
			own := account.From(ctx).Organisation == "ngo" && id == "joint"
			if scope := gate.Scope(ctx, module.Need{Action: action, Kind: "thing"}); !known || !scope.Sees(v, own) {
				return false, errs.New(errs.NotFound, "record.missing")
			}
			return own, nil
		},
	}
	for _, k := range c.Module().Kinds {
		kinds[k.Name] = k
	}
	return c
}

func as(t *testing.T, role account.Role) context.Context {
	v := account.Viewer{UserID: "u-" + string(role), Name: string(role), Roles: []account.Role{role}}
	switch role {
	case account.Guest:
		v.Organisation = "ngo"
	case account.Anyone:
		v = account.Viewer{}
	}
	return audit.WithActor(account.With(t.Context(), v), audit.Actor{ID: v.UserID, Name: v.Name})
}

func thing(id string) record.Ref { return record.Ref{Kind: "thing", ID: id} }

func text(name, body string, v record.Visibility) Upload {
	return Upload{Name: name, Body: strings.NewReader(body), Details: Details{Visibility: v}}
}

func (c city) put(t *testing.T, about string, up Upload) Attachment {
	t.Helper()
	a, err := c.Attach(as(t, account.Head), thing(about), up)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func names(files []Attachment) []string {
	var all []string
	for _, a := range files {
		all = append(all, a.Name)
	}
	slices.Sort(all)
	return all
}

func TestAttachAndRead(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		up := Upload{Name: `C:\фото\Парк.jpg`, Body: bytes.NewReader(jpegOf(t, quarters(40, 20))), Details: Details{Note: " Парк\tдружбы ", Language: "ru", Licence: "CC BY 4.0"}}
		a, err := c.Attach(as(t, account.Coordinator), thing("open"), up)
		if err != nil {
			t.Fatal(err)
		}
		if a.Name != "Парк.jpg" || a.Note != "Парк дружбы" || a.Visibility != record.Department || a.Type != JPG || a.Width != 40 || a.Height != 20 || a.Actor != "coordinator" || !a.At.Equal(noon) || a.About != thing("open") {
			t.Errorf("%+v", a)
		}
		got, content, err := c.Open(as(t, account.Head), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(content)
		if err := errors.Join(err, content.Close()); err != nil || blob.SumOf(body) != a.Sum || int64(len(body)) != a.Size || got != a {
			t.Errorf("%d bytes, %v, %+v", len(body), err, got)
		}
		history, err := c.Log.Of(t.Context(), a.Ref(), "")
		if err != nil || len(history) != 1 || history[0].Action != audit.Created || history[0].Title != "Парк.jpg" || history[0].Actor.Name != "coordinator" {
			t.Errorf("history: %+v, %v", history, err)
		}
		if words, err := c.check(t.Context()); err != nil || len(words) > 0 {
			t.Errorf("check: %v, %v", words, err)
		}
	})
}

func TestWhoSeesWhat(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		ids := map[string]string{}
		for about := range c.things {
			for _, v := range record.Visibilities() {
				a := c.put(t, about, text(about+"-"+string(v)+".txt", "x", v))
				ids[a.Name] = a.ID
				// The same bytes under another name are refused, so the bin makes room.
				if err := c.PutAway(as(t, account.Head), a.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, id := range ids {
			if _, err := c.Get(as(t, account.Head), id); errs.KindOf(err) != errs.NotFound {
				t.Errorf("a file in the bin: %v", err)
			}
			if err := c.Restore(as(t, account.Head), id); err != nil {
				t.Fatal(err)
			}
		}
		all := func(about string, visible ...record.Visibility) (list []string) {
			for _, v := range visible {
				list = append(list, about+"-"+string(v)+".txt")
			}
			slices.Sort(list)
			return list
		}
		city := []record.Visibility{record.Administration, record.Participants, record.Public}
		for _, e := range []struct {
			role  account.Role
			about string
			want  []string
		}{
			{account.Head, "secret", all("secret", record.Visibilities()...)},
			{account.Branch, "secret", nil},
			{account.Branch, "joint", all("joint", city...)},
			{account.Branch, "open", all("open", city...)},
			{account.Guest, "secret", nil},
			{account.Guest, "joint", all("joint", record.Participants, record.Public)},
			{account.Guest, "open", all("open", record.Public)},
			{account.Anyone, "secret", nil},
			{account.Anyone, "joint", nil},
			{account.Anyone, "open", all("open", record.Public)},
			{account.Administrator, "open", all("open", record.Public)}, // as anybody
		} {
			list, err := c.List(as(t, e.role), thing(e.about))
			if got := names(list); !slices.Equal(got, e.want) || (len(e.want) == 0) != (err != nil) {
				t.Errorf("%s at %s: %v, want %v (%v)", e.role, e.about, got, e.want, err)
			}
			for name, id := range ids {
				if !strings.HasPrefix(name, e.about) {
					continue
				}
				_, content, err := c.Open(as(t, e.role), id)
				if err == nil {
					_ = content.Close()
				}
				if (err == nil) != slices.Contains(e.want, name) || err != nil && !hidden(err) {
					t.Errorf("%s opens %s: %v", e.role, name, err)
				}
			}
		}
	})
}

func TestWhoMayChange(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		a := c.put(t, "joint", text("a.txt", "joint", record.Participants))
		inner := c.put(t, "joint", text("b.txt", "inner", record.Department))
		for _, e := range []struct {
			role  account.Role
			about string
			v     record.Visibility
			field string // at which it is refused; "-" when the record is hidden
		}{
			{account.Head, "open", record.Public, ""},
			{account.Coordinator, "open", record.Public, "visibility"},
			{account.Coordinator, "secret", record.Administration, ""},
			{account.Branch, "open", record.Public, "-"},
			{account.Guest, "joint", record.Participants, ""},
			{account.Guest, "joint", "", ""},
			{account.Guest, "joint", record.Department, "visibility"},
			{account.Guest, "joint", record.Public, "visibility"},
			{account.Guest, "secret", "", "-"},
			{account.Anyone, "open", record.Public, "-"},
			{account.Head, "missing", "", "-"},
		} {
			got, err := c.Attach(as(t, e.role), thing(e.about), text("c.txt", string(e.role)+e.about+string(e.v), e.v))
			switch fields := errs.FieldsOf(err); {
			case e.field == "":
				if err != nil || e.v == "" && got.Visibility != record.Participants {
					t.Errorf("%s at %s for %q: %v", e.role, e.about, e.v, err)
				}
			case e.field == "-":
				if !hidden(err) {
					t.Errorf("%s at %s: %v", e.role, e.about, err)
				}
			case len(fields) != 1 || fields[0].Field != e.field:
				t.Errorf("%s at %s for %q: %v", e.role, e.about, e.v, err)
			}
		}
		for id, want := range map[string]bool{a.ID: true, inner.ID: false} {
			if err := c.Change(as(t, account.Guest), id, 1, Details{Note: "x", Visibility: record.Participants}); (err == nil) != want {
				t.Errorf("guest changes: %v", err)
			}
			if err := c.PutAway(as(t, account.Guest), id); (err == nil) != want {
				t.Errorf("guest puts away: %v", err)
			}
		}
		if err := c.Restore(as(t, account.Branch), a.ID); !hidden(err) {
			t.Errorf("a reader restores: %v", err)
		}
	})
}

func TestChange(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		a := c.put(t, "open", text("a.txt", "x", record.Department))
		if err := c.Change(as(t, account.Coordinator), a.ID, a.Version, Details{Note: "n", Visibility: record.Public}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("coordinator publishes: %v", err)
		}
		if err := c.Change(as(t, account.Head), a.ID, a.Version, Details{Note: "n", Visibility: record.Public}); err != nil {
			t.Fatal(err)
		}
		if err := c.Change(as(t, account.Head), a.ID, a.Version, Details{Note: "m", Visibility: record.Public}); errs.KindOf(err) != errs.Stale {
			t.Errorf("from an old version: %v", err)
		}
		if err := c.Change(as(t, account.Coordinator), a.ID, a.Version+1, Details{Note: "k", Visibility: record.Public}); err != nil {
			t.Errorf("coordinator changes the remark of a public file: %v", err)
		}
		err := c.Change(as(t, account.Head), a.ID, a.Version+2, Details{Note: strings.Repeat("я", maxNote+1), Language: "../x", Licence: strings.Repeat("я", maxLicence+1), Visibility: "everyone"})
		var at []string
		for _, e := range errs.FieldsOf(err) {
			at = append(at, e.Field)
		}
		if !slices.Equal(at, []string{"note", "language", "licence"}) && !slices.Equal(at, []string{"note", "language", "licence", "visibility"}) {
			t.Errorf("bad details: %v", err)
		}
		history, err := c.Log.Of(t.Context(), a.Ref(), "note")
		if err != nil || len(history) != 2 || history[0].Changes[0] != (audit.Change{Field: "note", Before: "n", After: "k"}) {
			t.Errorf("history: %+v, %v", history, err)
		}
	})
}

func TestBin(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		a := c.put(t, "open", text("a.txt", "x", record.Public))
		for range 2 { // the second time nothing happens
			if err := c.PutAway(as(t, account.Head), a.ID); err != nil {
				t.Fatal(err)
			}
		}
		bin, err := record.Bin(t.Context(), d, 10)
		if err != nil || len(bin) != 1 || bin[0].Ref != a.Ref() || bin[0].Title != "a.txt" || bin[0].Actor != "head" {
			t.Errorf("bin: %+v, %v", bin, err)
		}
		if list, err := c.List(as(t, account.Head), thing("open")); err != nil || len(list) > 0 {
			t.Errorf("list: %v, %v", list, err)
		}
		if err := c.Change(as(t, account.Head), a.ID, a.Version+1, Details{Visibility: record.Public}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("changing a file in the bin: %v", err)
		}
		if err := c.kinds[Kind].Restore(as(t, account.Head), a.ID); err != nil {
			t.Fatal(err)
		}
		if bin, err := record.Bin(t.Context(), d, 10); err != nil || len(bin) > 0 {
			t.Errorf("bin: %+v, %v", bin, err)
		}
		if title := c.kinds.Title(as(t, account.Head), a.Ref(), "ru"); title != "a.txt" {
			t.Errorf("title: %q", title)
		}
		c.things["open"] = record.Department
		if title := c.kinds.Title(as(t, account.Anyone), a.Ref(), "ru"); title != a.Ref().String() {
			t.Errorf("title for the public: %q", title)
		}
	})
}
