package web

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestStream(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		write func(io.Writer) error
		body  string
		fails bool // before the first byte
		cut   bool // after it
	}{
		"whole":       {write: func(w io.Writer) error { _, err := io.WriteString(w, "abc"); return err }, body: "abc"},
		"empty":       {write: func(io.Writer) error { return nil }},
		"refused":     {write: func(io.Writer) error { return broken }, fails: true},
		"cut off":     {write: func(w io.Writer) error { _, _ = io.WriteString(w, "abc"); return broken }, cut: true},
		"many writes": {write: func(w io.Writer) error { _, _ = io.WriteString(w, "a"); _, err := io.WriteString(w, "b"); return err }, body: "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			server := httptest.NewServer(Recover(slog.New(slog.NewTextHandler(&log, nil)), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := (Stream{Name: "Список.csv", Type: "text/csv", Write: c.write}).Send(w, r); err != nil {
					http.Error(w, "no", http.StatusTeapot)
				}
			})))
			defer server.Close()
			got, err := server.Client().Get(server.URL)
			if c.cut {
				if err == nil {
					_, err = io.ReadAll(got.Body)
				}
				if err == nil || !strings.Contains(log.String(), "the disk is gone") {
					t.Errorf("half a file came through: %v; log %q", err, log.String())
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer got.Body.Close()
			body, err := io.ReadAll(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if c.fails != (got.StatusCode == http.StatusTeapot) || !c.fails && string(body) != c.body {
				t.Errorf("%d %q", got.StatusCode, body)
			}
			if !c.fails && (!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment; ") || got.Header.Get("Cache-Control") != "no-store") {
				t.Errorf("%v", got.Header)
			}
		})
	}
}
