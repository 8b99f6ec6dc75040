// Package assets serves the styles, scripts, fonts and icons that the asset
// build left in the directory built. Every file is named by its content and may
// be kept by a browser for ever (RFC 8246).
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
)

// Prefix is the path under which the files are served.
const Prefix = "/assets/"

// ErrNotBuilt says that the asset build has not run.
var ErrNotBuilt = errors.New("styles and scripts are not built: run `make assets`")

//go:embed built*
var files embed.FS

// Set is the built files, by logical name.
type Set struct{ names map[string]string }

// Load reads the manifest of the build; it returns ErrNotBuilt without one.
func Load() (*Set, error) {
	text, err := files.ReadFile("built/manifest.json")
	if err != nil {
		return nil, ErrNotBuilt
	}
	set := &Set{}
	if err := json.Unmarshal(text, &set.names); err != nil {
		return nil, fmt.Errorf("assets: manifest.json: %w", err)
	}
	for name, file := range set.names {
		if _, err := files.ReadFile(path.Join("built", file)); err != nil {
			return nil, fmt.Errorf("assets: %s: %w", name, err)
		}
	}
	return set, nil
}

// Path is the address of the file with a logical name such as "office.css". An
// unknown name gives an address that answers 404, so that a page is never lost
// for a style.
func (s *Set) Path(name string) string {
	if file, ok := s.names[name]; ok {
		return Prefix + file
	}
	return Prefix + "missing/" + name
}

// ServeHTTP sends one file, packed when the browser takes it.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file := strings.TrimPrefix(r.URL.Path, Prefix)
	kind, known := kinds()[path.Ext(file)]
	body, err := files.ReadFile("built/" + file)
	if err != nil || !known || strings.Contains(file, "/") {
		http.NotFound(w, r)
		return
	}
	head := w.Header()
	for _, packed := range []struct{ coding, end string }{{"br", ".br"}, {"gzip", ".gz"}} {
		small, err := files.ReadFile("built/" + file + packed.end)
		if err == nil && accepts(r, packed.coding) {
			head.Set("Content-Encoding", packed.coding)
			body = small
			break
		}
	}
	head.Set("Content-Type", kind)
	head.Set("Vary", "Accept-Encoding")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	head.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func kinds() map[string]string {
	return map[string]string{
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	}
}

func accepts(r *http.Request, coding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == coding && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}
