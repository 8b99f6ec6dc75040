package web

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// filePolicy is what a file may do when a browser opens it from our address:
// nothing, not even act under our origin. The viewers of images and PDF in
// browsers are pages that style themselves, which it allows (Chromium 156
// shows a PDF under it; older ones may only offer to save it).
var filePolicy = []string{"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"}

// mayShow lists the media types that a browser may open instead of saving.
func mayShow(mediaType string) bool {
	switch mediaType {
	case "application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}

// Send writes the file with the headers that keep it from acting as a page of
// this site: its own media type and no guessing, saved rather than shown unless
// it is an image or a PDF, and a policy that allows nothing. Unless the frame has
// said otherwise, browsers may keep a copy, but ask again each time, so that a
// right withdrawn takes effect.
func (f File) Send(w http.ResponseWriter, r *http.Request) {
	content := io.ReadSeeker(f.Content)
	if f.Content == nil {
		content = bytes.NewReader(f.Body)
	} else {
		defer f.Content.Close()
	}
	h := w.Header()
	h["Content-Security-Policy"] = filePolicy
	h["X-Content-Type-Options"] = nosniffHeader
	h.Set("Content-Type", f.Type)
	if f.Type == "" {
		h.Set("Content-Type", "application/octet-stream")
	}
	h.Set("Content-Disposition", Disposition(f.Name, f.Inline && mayShow(f.Type)))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if f.Tag != "" {
		h.Set("ETag", `"`+f.Tag+`"`)
	}
	http.ServeContent(w, r, "", f.Modified, content)
}

// Disposition is the header that names a file (RFC 6266): the name in UTF-8,
// and for old clients one in plain letters.
func Disposition(name string, inline bool) string {
	how := "attachment"
	if inline {
		how = "inline"
	}
	if name == "" {
		return how
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	// PathEscape leaves some marks that RFC 5987 does not allow in a value.
	full := strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "*", "%2A", ":", "%3A", "@", "%40", "=", "%3D", "/", "%2F", ",", "%2C", ";", "%3B").Replace(url.PathEscape(name))
	return how + `; filename="` + plain + `"; filename*=UTF-8''` + full
}
