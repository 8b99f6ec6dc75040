package dav

import (
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/feed"
)

// serveFeed answers the calendar of a secret address. One that was revoked looks
// like one that never was.
func (f *Frame) serveFeed(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "private, no-cache")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	if err := f.sendFeed(w, r); err != nil {
		f.fail(w, r, err)
	}
}

func (f *Frame) sendFeed(w http.ResponseWriter, r *http.Request) error {
	from := limit.Address(r.RemoteAddr)
	tooMany := errs.New(errs.TooMany, "feed.too_many")
	if spent(f.wrong, from) {
		return tooMany
	}
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		secret = ""
	}
	one, v, err := f.Feeds.Open(r.Context(), secret)
	if err != nil {
		f.wrong.Take(from)
		return err
	}
	if ok, _ := f.calls.Take("feed " + one.ID); !ok {
		return tooMany
	}
	c, err := f.begin(w, r, v, one.Lang)
	if err != nil {
		return err
	}
	file, err := f.shelf.file(f, c, one)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("ETag", file.tag)
	h.Set("Last-Modified", file.modified.UTC().Format(http.TimeFormat))
	if notModified(r, file) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", web.Disposition(fileName(one), false))
	h.Set("Content-Length", strconv.Itoa(len(file.body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(file.body)
	}
	return nil
}

// notModified tells whether the caller has the file. Its tag is asked first, as
// RFC 9110 wants.
func notModified(r *http.Request, file *file) bool {
	if has := r.Header.Get("If-None-Match"); has != "" {
		return matches(has, file.tag)
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !file.modified.After(since)
}

// fileName is under what a browser saves a feed: "visits.ics".
func fileName(one feed.Feed) string {
	if len(one.Layers) == 1 {
		return string(one.Layers[0]) + suffix
	}
	return "calendar" + suffix
}
