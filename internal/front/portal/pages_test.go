package portal

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestConditionalRequests(t *testing.T) {
	x := newSample(t)
	first := x.get(t, "/perm/partners")
	tag, date := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if tag == "" || date == "" || first.Header().Get("Cache-Control") != "public, max-age=60" {
		t.Fatalf("headers: %v", first.Header())
	}
	for _, c := range []struct {
		name, header, value string
		want                int
	}{
		{"same", "If-None-Match", tag, 304},
		{"strong form", "If-None-Match", strings.TrimPrefix(tag, "W/"), 304},
		{"one of several", "If-None-Match", `"x", ` + tag, 304},
		{"any", "If-None-Match", "*", 304},
		{"other", "If-None-Match", `W/"x"`, 200},
		{"date", "If-Modified-Since", date, 304},
		{"older date", "If-Modified-Since", "Sat, 21 Nov 2026 09:00:00 GMT", 200},
		{"not a date", "If-Modified-Since", "yesterday", 200},
	} {
		w := x.get(t, "/perm/partners", c.header, c.value)
		if w.Code != c.want || w.Code == 304 && w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
	// The tag wins over the date.
	if w := x.get(t, "/perm/partners", "If-None-Match", `"x"`, "If-Modified-Since", date); w.Code != 200 {
		t.Error("the date was asked though there was a tag")
	}
}

func TestPagesAreKeptUntilSomethingChanges(t *testing.T) {
	x := newSample(t)
	asked := func(path string) int64 {
		t.Helper()
		before := x.made.Load()
		if w := x.get(t, path); w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		return x.made.Load() - before
	}
	for _, step := range []struct {
		what string
		path string
		do   func()
		want int64
	}{
		{"first time", "/perm/partners", nil, 1},
		{"second time", "/perm/partners", nil, 0},
		{"a query that the page does not read", "/perm/partners?utm_source=x", nil, 0},
		{"the default language by name", "/perm/partners?lang=ru", nil, 0},
		{"a query that it reads", "/perm/partners?by=year", nil, 1},
		{"another language", "/perm/partners?lang=en", nil, 1},
		{"after a change", "/perm/partners", func() { x.version.Add(1) }, 1},
		{"after eleven minutes", "/perm/partners", func() { x.set(x.Clock().Add(11 * time.Minute)) }, 1},
		{"near midnight in Perm", "/perm/partners", func() { x.set(time.Date(2026, 11, 22, 18, 59, 0, 0, time.UTC)) }, 1},
		{"still the same day", "/perm/partners", func() { x.set(x.Clock().Add(30 * time.Second)) }, 0},
		{"the next day", "/perm/partners", func() { x.set(x.Clock().Add(time.Minute)) }, 1},
		{"too long a query is not kept", "/perm/partners?by=" + strings.Repeat("x", 400), nil, 1},
		{"too long a query is not kept", "/perm/partners?by=" + strings.Repeat("x", 400), nil, 1},
	} {
		if step.do != nil {
			step.do()
		}
		if got := asked(step.path); got != step.want {
			t.Errorf("%s: asked %d times, want %d", step.what, got, step.want)
		}
	}
	// Errors are not kept.
	x.broken.Store(true)
	if w := x.get(t, "/perm/partners/oxford"); w.Code != 500 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Cache-Control"))
	}
	x.broken.Store(false)
	if w := x.get(t, "/perm/partners/oxford"); w.Code != 200 {
		t.Errorf("an error was kept: %d", w.Code)
	}
}

func TestSameBytesKeepTheirDate(t *testing.T) {
	x := newSample(t)
	first := x.get(t, "/perm/about")
	x.version.Add(1)
	x.set(x.Clock().Add(time.Hour))
	again := x.get(t, "/perm/about", "If-None-Match", first.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Header().Get("Last-Modified") != first.Header().Get("Last-Modified") {
		t.Errorf("%d %s", again.Code, again.Header().Get("Last-Modified"))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	c := newPages(64 << 10)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	body := []byte(strings.Repeat("x", 3000))
	page := func(i int) *kept {
		return &kept{key: pageKey{path: fmt.Sprint(i)}, plain: body, etag: []string{fmt.Sprint(i)}, until: now.Add(time.Hour)}
	}
	for i := range 500 {
		c.put(page(i))
		c.get(pageKey{path: "0"}, 0, now) // the first page stays in use
		if c.bytes > c.limit {
			t.Fatalf("%d bytes", c.bytes)
		}
	}
	sum := 0
	for el := c.order.Front(); el != nil; el = el.Next() {
		sum += el.Value.(*kept).weight()
	}
	if sum != c.bytes || len(c.byKey) != c.order.Len() || c.order.Len() < 10 {
		t.Errorf("%d pages, %d bytes, counted %d", c.order.Len(), sum, c.bytes)
	}
	if c.get(pageKey{path: "0"}, 0, now) == nil || c.get(pageKey{path: "1"}, 0, now) != nil || c.get(pageKey{path: "499"}, 0, now) == nil {
		t.Error("not the longest unused went first")
	}
	c.put(&kept{key: pageKey{path: "huge"}, plain: make([]byte, 10<<10), etag: []string{""}, until: now.Add(time.Hour)})
	if c.get(pageKey{path: "huge"}, 0, now) != nil {
		t.Error("a page of an eighth of the memory was kept")
	}
}

func TestManyReadersMakeOnePage(t *testing.T) {
	x := newSample(t)
	x.get(t, "/perm/about") // parse the templates that all share
	synctest.Test(t, func(t *testing.T) {
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				if w := x.get(t, "/perm/partners"); w.Code != 200 {
					t.Errorf("%d", w.Code)
				}
			})
		}
		wg.Wait()
	})
	if n := x.made.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	if len(x.pages.making) != 0 {
		t.Error("somebody is still waited for")
	}
}
