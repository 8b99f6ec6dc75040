package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// closer notes whether it was closed.
type closer struct {
	*bytes.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestFileNeverActsAsPage(t *testing.T) {
	cases := []struct {
		file File
		how  string
	}{
		{File{Name: "a.pdf", Type: "application/pdf", Inline: true}, "inline"},
		{File{Name: "a.pdf", Type: "application/pdf"}, "attachment"},
		{File{Name: "a.jpg", Type: "image/jpeg", Inline: true}, "inline"},
		{File{Name: "a.html", Type: "text/html", Inline: true}, "attachment"},
		{File{Name: "a.svg", Type: "image/svg+xml", Inline: true}, "attachment"},
		{File{Name: "a.xml", Type: "application/xml", Inline: true}, "attachment"},
		{File{Name: "a", Type: "", Inline: true}, "attachment"},
	}
	for _, c := range cases {
		c.file.Body = []byte("<script>alert(1)</script>")
		w := httptest.NewRecorder()
		Headers(http.HandlerFunc(c.file.Send)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		h := w.Result().Header
		if how, _, _ := strings.Cut(h.Get("Content-Disposition"), ";"); how != c.how {
			t.Errorf("%s: %s, want %s", c.file.Type, how, c.how)
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "sandbox;") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: policy %q", c.file.Type, policy)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") == "" || h.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%s: %v", c.file.Type, h)
		}
	}
}

func TestFileStreams(t *testing.T) {
	content := &closer{Reader: bytes.NewReader([]byte("0123456789"))}
	f := File{Name: "x.txt", Type: "text/plain", Content: content, Tag: "abc", Modified: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Range", "bytes=2-4")
	w := httptest.NewRecorder()
	f.Send(w, r)
	if body, _ := io.ReadAll(w.Body); w.Code != http.StatusPartialContent || string(body) != "234" || !content.closed {
		t.Errorf("range: %d %q, closed %v", w.Code, body, content.closed)
	}
	r = httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("If-None-Match", `"abc"`)
	w = httptest.NewRecorder()
	f.Send(w, r)
	if w.Code != http.StatusNotModified {
		t.Errorf("known copy: %d", w.Code)
	}
}

func TestDisposition(t *testing.T) {
	for _, name := range []string{
		"agreement.pdf", "Соглашение о побратимстве (2017).pdf", `a"; filename="evil.exe`, "a\r\nSet-Cookie: x=1.pdf",
		"100 % готово; final.docx", "友好城市.pdf", "it's.txt", `back\slash.txt`,
	} {
		header := Disposition(name, false)
		if strings.ContainsAny(header, "\r\n") {
			t.Fatalf("%q breaks out of the header: %q", name, header)
		}
		_, params, err := mime.ParseMediaType(header)
		if err != nil {
			t.Errorf("%q: %v in %q", name, err, header)
			continue
		}
		if want := name; params["filename"] != want {
			t.Errorf("%q came back as %q", name, params["filename"])
		}
	}
	if got := Disposition("", true); got != "inline" {
		t.Errorf("no name: %q", got)
	}
}
