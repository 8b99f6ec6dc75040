package web

import (
	"io"
	"net/http"
	"time"

	"pobratim/internal/kit/clock"
)

// Stream sends a file while it is made, so that memory does not grow with it.
type Stream struct {
	Name  string // as the browser saves it
	Type  string // media type
	Write func(w io.Writer) error
}

func (Stream) reply() {}

// patience is how long a browser may take for what is written at once. The
// whole may take as long as it does.
const patience = 2 * time.Minute

// Send writes the file. An error before the first byte is returned and can still
// be shown. Later, nothing can be said any more: the connection is cut, so that
// the browser reports a failed download instead of keeping half a file.
func (f Stream) Send(w http.ResponseWriter, r *http.Request) error {
	out := &streaming{w: w, control: http.NewResponseController(w), file: f}
	err := f.Write(out)
	switch {
	case err == nil:
		out.begin() // an empty file is a file
		return nil
	case !out.begun:
		return err
	case r.Context().Err() != nil:
		panic(http.ErrAbortHandler) // the reader has left
	}
	panic(cutOff{err})
}

// cutOff is a panic with which Recover logs an error and cuts the connection.
type cutOff struct{ err error }

type streaming struct {
	w       http.ResponseWriter
	control *http.ResponseController
	file    Stream
	begun   bool
}

// Write implements io.Writer.
func (s *streaming) Write(b []byte) (int, error) {
	s.begin()
	// A recorder in a test has no deadline to move.
	_ = s.control.SetWriteDeadline(clock.System().Add(patience))
	return s.w.Write(b)
}

func (s *streaming) begin() {
	if s.begun {
		return
	}
	s.begun = true
	h := s.w.Header()
	h["Content-Security-Policy"] = filePolicy
	h["X-Content-Type-Options"] = nosniffHeader
	h.Set("Content-Type", s.file.Type)
	h.Set("Content-Disposition", Disposition(s.file.Name, false))
	h.Set("Cache-Control", "no-store")
}
