package assets

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFilesAreServedByContent(t *testing.T) {
	set, err := Load()
	if errors.Is(err, ErrNotBuilt) {
		t.Fatal("this test needs the built files: run `make assets`")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, accept, coding, kind string
		status                     int
	}{
		{set.Path("office.css"), "gzip, br", "br", "text/css; charset=utf-8", 200},
		{set.Path("office.js"), "gzip", "gzip", "text/javascript; charset=utf-8", 200},
		{set.Path("portal.js"), "br;q=0", "", "text/javascript; charset=utf-8", 200},
		{set.Path("icons.svg"), "", "", "image/svg+xml", 200},
		{set.Path("golos-text-cyrillic-wght-normal.woff2"), "br", "", "font/woff2", 200},
		{set.Path("nothing.css"), "", "", "", 404},
		{Prefix + "manifest.json", "", "", "", 404},
		{Prefix + "../built.md", "", "", "", 404},
	} {
		request := httptest.NewRequest(http.MethodGet, test.path, nil)
		request.Header.Set("Accept-Encoding", test.accept)
		reply := httptest.NewRecorder()
		set.ServeHTTP(reply, request)
		if reply.Code != test.status {
			t.Errorf("%s: %d, want %d", test.path, reply.Code, test.status)
			continue
		}
		if test.status != http.StatusOK {
			continue
		}
		if got := reply.Header().Get("Content-Encoding"); got != test.coding {
			t.Errorf("%s with %q: coding %q, want %q", test.path, test.accept, got, test.coding)
		}
		if got := reply.Header().Get("Content-Type"); got != test.kind {
			t.Errorf("%s: %q", test.path, got)
		}
		if !strings.Contains(reply.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept", test.path)
		}
	}
}
