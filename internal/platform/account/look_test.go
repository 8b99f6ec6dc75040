package account

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

func TestLook(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		root := o.add("Админ", "root@example.org", phrase, Administrator)
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, cookie := o.as("root@example.org", phrase)
		ctx = o.Seeing(t.Context(), From(ctx)) // as the frame does
		hers, _ := o.as("m@example.org", phrase)
		if err := o.Look(hers, root.ID); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("no administrator looks: %v", err)
		}
		if err := o.Look(ctx, root.ID); errs.KindOf(err) != errs.Conflict {
			t.Errorf("through one's own eyes: %v", err)
		}
		if err := o.LookAs(ctx, "king"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an unknown role: %v", err)
		}
		if err := o.Look(ctx, maria.ID); err != nil {
			t.Fatal(err)
		}
		v := o.who(cookie)
		if v.UserID != maria.ID || v.Has(Administrator) || !v.Has(Coordinator) || v.Eyes.By != root.ID || v.Eyes.Name != maria.Name {
			t.Fatalf("%+v", v)
		}

		// Nothing can be sent, and nothing written by what is only opened.
		for path, want := range map[string]errs.Kind{"GET /": 0, "GET /users": 0, "POST /users/new": errs.Conflict, "POST /profile": errs.Conflict, "GET /profile": errs.Conflict, "POST /look/end": 0, "POST /sign-out": 0} {
			method, at, _ := strings.Cut(path, " ")
			r := httptest.NewRequest(method, "/perm/office"+at, nil)
			if err := o.Refuse(v, r); (err == nil) != (want == 0) || err != nil && errs.KindOf(err) != want {
				t.Errorf("%s: %v", path, err)
			}
		}
		_, err := o.log.Write(o.Seeing(t.Context(), v), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			return record.Ref{}, nil
		})
		if errs.KindOf(err) != errs.Conflict {
			t.Errorf("the history can be written: %v", err)
		}

		// The way back is the administrator's own.
		if err := o.EndLook(With(t.Context(), v)); err != nil {
			t.Fatal(err)
		}
		if v = o.who(cookie); v.UserID != root.ID || v.Eyes.On() {
			t.Errorf("after the end: %+v", v)
		}
		if err := o.LookAs(ctx, Auditor); err != nil {
			t.Fatal(err)
		}
		if v = o.who(cookie); v.UserID != root.ID || !v.Has(Auditor) || v.Has(Administrator) {
			t.Errorf("a role: %+v", v)
		}
		if err := o.SignOut(With(t.Context(), v)); err != nil {
			t.Fatal(err)
		}
		if v = o.who(cookie); v.SignedIn() {
			t.Errorf("signed out: %+v", v)
		}
		found, err := db.All(t.Context(), o.db, db.Value[string], `SELECT actor FROM revisions WHERE action = 'looked'`)
		if err != nil || len(found) != 2 || found[0] != root.Name {
			t.Errorf("in the history: %q, %v", found, err)
		}
	})
}

// Who is no administrator any more looks through no other eyes, and who left is
// not looked through.
func TestLookEnds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		root := o.add("Админ", "root@example.org", phrase, Administrator)
		o.add("Второй", "second@example.org", phrase, Administrator)
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, cookie := o.as("root@example.org", phrase)
		if err := o.Look(ctx, maria.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.Change(o.system(), UserChange{ID: maria.ID, Version: 1, Name: maria.Name, Roles: maria.Roles, Disabled: true}); err != nil {
			t.Fatal(err)
		}
		if v := o.who(cookie); v.UserID != root.ID || v.Eyes.On() {
			t.Errorf("through the eyes of who left: %+v", v)
		}
		if err := o.LookAs(ctx, Head); err != nil {
			t.Fatal(err)
		}
		if err := o.Change(o.system(), UserChange{ID: root.ID, Version: 1, Name: root.Name, Roles: []Role{Coordinator}}); err != nil {
			t.Fatal(err)
		}
		if v := o.who(cookie); v.Eyes.On() || v.Has(Head) || !v.Has(Coordinator) {
			t.Errorf("no administrator any more: %+v", v)
		}
	})
}
