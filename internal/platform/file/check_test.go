package file

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
)

func TestRepeats(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		ctx := audit.WithKey(as(t, account.Head), "01kamb5v0000000000000000000")
		first, err := c.Attach(ctx, thing("open"), text("a.txt", "x", ""))
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.Attach(ctx, thing("open"), text("a.txt", "x", ""))
		if err != nil || again != first {
			t.Errorf("the same request: %+v, %v", again, err)
		}
		_, err = c.Attach(as(t, account.Head), thing("open"), text("b.txt", "x", ""))
		if key(t, err) != "file.already" {
			t.Errorf("the same bytes: %v", err)
		}
		if _, err := c.Attach(as(t, account.Head), thing("joint"), text("b.txt", "x", "")); err != nil {
			t.Errorf("the same bytes at another record: %v", err)
		}
		var blobs int
		if err := c.blobs.Walk(t.Context(), func(blob.Found) error { blobs++; return nil }); err != nil || blobs != 1 {
			t.Errorf("%d blobs, %v", blobs, err)
		}
		_, err = c.Attach(as(t, account.Head), thing("open"), Upload{Name: "a.txt", Body: iotest.ErrReader(io.ErrUnexpectedEOF)})
		if key(t, err) != "form.file.failed" {
			t.Errorf("broken upload: %v", err)
		}
		_, err = c.Attach(as(t, account.Head), thing("open"), Upload{Name: "a.exe", Body: strings.NewReader("MZ"), Details: Details{Note: strings.Repeat("я", maxNote+1)}})
		if fields := errs.FieldsOf(err); len(fields) != 2 || fields.Of("file") == nil || fields.Of("note") == nil {
			t.Errorf("two findings: %v", err)
		}
	})
}

func TestCheckFinds(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		path := func(sum blob.Sum) string { return filepath.Join(c.dir, string(sum[:2]), string(sum[2:4]), string(sum)) }
		good := c.put(t, "open", text("good.txt", "good", ""))
		gone := c.put(t, "open", text("gone.txt", "gone", ""))
		bent := c.put(t, "open", text("bent.txt", "bent", ""))
		orphan, err := c.blobs.Put(t.Context(), strings.NewReader("orphan"), 100)
		if err := errors.Join(err, os.Remove(path(gone.Sum)), os.WriteFile(path(bent.Sum), []byte("best"), 0o600), os.WriteFile(filepath.Join(c.dir, "stray"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		words, err := c.check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(words, "\n")
		for _, want := range []string{string(gone.Sum) + " is missing", string(bent.Sum) + " is damaged", string(orphan.Sum) + " belongs to no record", `"stray"`} {
			if !strings.Contains(all, want) {
				t.Errorf("not found: %s in\n%s", want, all)
			}
		}
		if len(words) != 4 || strings.Contains(all, string(good.Sum)) || strings.Contains(all, ".txt") {
			t.Errorf("found:\n%s", all)
		}
		for _, a := range []Attachment{gone, bent} {
			if _, _, err := c.Open(as(t, account.Head), a.ID); errs.KindOf(err) != errs.Internal {
				t.Errorf("%s opens: %v", a.Name, err)
			}
		}
		c.clock = clock.Fixed(orphan.Written)
		if stat, err := c.blobs.Stat(orphan.Sum); err != nil {
			t.Fatal(err)
		} else {
			c.clock = clock.Fixed(stat.Written.Add(time.Hour))
		}
		if words, err := c.check(t.Context()); err != nil || len(words) != 3 {
			t.Errorf("an upload under way is reported: %v, %v", words, err)
		}
	})
}
