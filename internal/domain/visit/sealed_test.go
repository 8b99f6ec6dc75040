package visit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
)

// canary is a number of a passport that nobody has.
const canary = "CANARY-0000-PASSPORT"

func TestSealed(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Coordinator)
		o.begun(t)
		id := o.joined(t, Member{Latin: "Anna Beispiel"})
		if err := o.Seal(ctx, id, map[string]string{Passport: canary, Diet: "без орехов"}); err != nil {
			t.Fatal(err)
		}
		got, err := o.Open(ctx, id)
		if err != nil || got[Passport] != canary || got[Diet] != "без орехов" || len(got) != 2 {
			t.Errorf("%v %v", got, err)
		}
		if err := o.Seal(ctx, id, map[string]string{Diet: ""}); err != nil {
			t.Fatal(err)
		}
		if held, err := o.Held(keeptest.As(t, account.Auditor), "guests"); err != nil || strings.Join(held[id], " ") != Passport {
			t.Errorf("%v %v", held, err)
		}
		// Who receives nobody opens nothing; what cannot be is refused.
		for name, c := range map[string]struct {
			err  error
			want errs.Kind
		}{
			"an auditor opens":   {second(o.Open(keeptest.As(t, account.Auditor), id)), errs.Forbidden},
			"an auditor seals":   {o.Seal(keeptest.As(t, account.Auditor), id, map[string]string{Diet: "x"}), errs.Forbidden},
			"an auditor erases":  {o.Destroy(keeptest.As(t, account.Auditor), "guests"), errs.Forbidden},
			"an unknown field":   {o.Seal(ctx, id, map[string]string{"salary": "x"}), errs.Invalid},
			"a text too long":    {o.Seal(ctx, id, map[string]string{Diet: strings.Repeat("x", sealedMax+1)}), errs.Invalid},
			"nobody to be found": {second(o.Open(ctx, "nobody")), errs.NotFound},
		} {
			if errs.KindOf(c.err) != c.want {
				t.Errorf("%s: %v", name, c.err)
			}
		}
		// Each opening is in the history, and no value is.
		m, err := o.members.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		history, err := o.Log.Of(ctx, m.Ref(), "")
		if err != nil {
			t.Fatal(err)
		}
		opened := 0
		for _, rev := range history {
			if rev.Action == audit.Opened {
				opened++
			}
			for _, c := range rev.Changes {
				if strings.Contains(c.Before+c.After, "орех") || strings.Contains(c.Before+c.After, canary) {
					t.Errorf("the history tells: %+v", c)
				}
			}
		}
		if opened != 1 {
			t.Errorf("%d openings in the history, want 1", opened)
		}
		// Another person's box does not open in this one's place.
		other := o.joined(t, Member{Latin: "Max Muster"})
		if _, err := db.Exec(ctx, o.DB, `UPDATE visit_sealed SET member_id = $1 WHERE member_id = $2`, other, id); err != nil {
			t.Fatal(err)
		}
		if got, err := o.Open(ctx, other); errs.KindOf(err) != errs.Unavailable || got != nil {
			t.Errorf("a value was moved to another person: %v %v", got, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestPurge: when its time is over, nothing that was sealed is left in the
// database, neither in clear nor closed, nor the key; what was not due stays.
func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		v := o.begun(t)
		id := o.joined(t, Member{Latin: "Anna Beispiel"})
		if err := o.Seal(ctx, id, map[string]string{Passport: canary, Needs: canary + "-2"}); err != nil {
			t.Fatal(err)
		}
		if err := o.Seal(ctx, id, map[string]string{Needs: canary + "-3"}); err != nil {
			t.Fatal(err)
		}
		locks, err := locksOf(ctx, o.DB, "guests")
		if err != nil || len(locks) != 1 {
			t.Fatalf("%v %v", locks, err)
		}
		closed := closedTexts(t, o)
		if len(closed) != 3 {
			t.Fatalf("%d closed texts, want two fields and the key", len(closed))
		}
		if o.DB.Engine() == db.SQLite {
			for _, text := range closed { // the search can fail
				if !inFile(t, o, text) {
					t.Fatalf("%q is not found in the file before the purge", text)
				}
			}
		}
		o.now = date("2027-01-02").First() // 30 days after 3 December
		if n, err := o.Purge(ctx); err != nil || n != 0 {
			t.Errorf("on the last day: %d %v", n, err)
		}
		o.now = date("2027-01-03").First()
		if n, err := o.Purge(ctx); err != nil || n != 1 {
			t.Errorf("on the day after: %d %v", n, err)
		}
		if n, err := o.Purge(ctx); err != nil || n != 0 {
			t.Errorf("once more: %d %v", n, err)
		}
		if got, err := o.Open(ctx, id); err != nil || len(got) != 0 {
			t.Errorf("%v %v", got, err)
		}
		if v, err = o.Visit(ctx, "guests"); err != nil || v.Purged != edtf.On(o.now) {
			t.Errorf("%v %v", v.Purged, err)
		}
		history, err := o.Log.Of(ctx, v.Ref(), "")
		if err != nil || history[0].Action != audit.Erased {
			t.Errorf("%+v %v", history, err)
		}
		if left := closedTexts(t, o); len(left) != 0 {
			t.Errorf("%d closed texts are left", len(left))
		}
		if o.DB.Engine() != db.SQLite {
			return
		}
		for _, text := range append(closed, canary) {
			if inFile(t, o, text) {
				t.Errorf("%q is still in the file", text)
			}
		}
	})
}

// TestDestroy: by hand at once, and of a visit that will not take place.
func TestDestroy(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		o.begun(t)
		id := o.joined(t, Member{Latin: "Anna Beispiel"})
		if err := o.Seal(ctx, id, map[string]string{Diet: canary}); err != nil {
			t.Fatal(err)
		}
		if err := o.Destroy(ctx, "guests"); err != nil {
			t.Fatal(err)
		}
		if left := closedTexts(t, o); len(left) != 0 {
			t.Errorf("%d closed texts are left", len(left))
		}
		if err := o.Seal(ctx, id, map[string]string{Diet: canary}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(ctx, o.DB, `UPDATE visits SET status = 'cancelled'`); err != nil {
			t.Fatal(err)
		}
		if n, err := o.Purge(ctx); err != nil || n != 1 {
			t.Errorf("called off: %d %v", n, err)
		}
		if err := o.Seal(ctx, id, map[string]string{Diet: canary}); err != nil {
			t.Fatal(err)
		}
		o.deps.Key = func() (seal.Key, error) { return seal.NewKey(), nil } // the file was lost
		if _, err := o.Open(ctx, id); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("another outer key: %v", err)
		}
	})
}

// closedTexts are the boxes of all fields and keys.
func closedTexts(t *testing.T, o *office) []string {
	t.Helper()
	all, err := db.All(t.Context(), o.DB, db.Value[string], `SELECT box FROM visit_sealed UNION ALL SELECT box FROM visit_keys`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// inFile tells whether a text stands anywhere in the files of the database.
func inFile(t *testing.T, o *office, text string) bool {
	t.Helper()
	files, err := filepath.Glob(o.DB.Name() + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of %s: %v", o.DB.Name(), err)
	}
	for _, f := range files {
		bytes, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(bytes), text) {
			return true
		}
	}
	return false
}
